#include "cli/common.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "cli/datapath.h"
#include "cli/interrupt.h"
#include "scene/feature.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** The columns that are read for the style and the options. */
typedef struct {
    const char **names;
    size_t count, capacity;
    strbuf ranges[2]; ///< texts of two of the names
} wanted_columns;

static void want_column(wanted_columns *wanted, const char *name)
{
    VEC_PUSH(wanted->names, wanted->count, wanted->capacity, name);
}

/** A style by name is styles/NAME.json of the program's data; anything with a slash or a dot is a file. */
static char *style_path(const common *c, const char *style)
{
    if (strpbrk(style, "/.")) return mem_strdup(style);
    strbuf name = {0};
    strbuf_printf(&name, "styles/%s.json", style);
    char *path = common_data_path(c, strbuf_text(&name));
    strbuf_dispose(&name);
    return path;
}

/** Files and folders that options name: a misspelt one must not be passed over for another. */
static incmap_status check_paths(const common *c, incmap_error *err)
{
    incmap_status status = datapath_check(c->data, err);
    if (status == INCMAP_OK && c->gazetteer && access(c->gazetteer, R_OK) != 0)
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: cannot be read; --gazetteer names a file that \"incmap gazetteer build\" made",
                      c->gazetteer);
    return status;
}

static bool has_heat(const struct style *s)
{
    for (size_t i = 0; i < style_layer_count(s); i++)
        if (style_layer_get_type(style_layer_at(s, i)) == STYLE_HEATMAP) return true;
    return false;
}

bool common_has_clusters(const common *c)
{
    size_t count;
    const char *const *asked = style_feature_properties(c->style_doc, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(asked[i], "point_count") == 0) return true;
    return false;
}

/** Refuses options of which the style shows nothing. */
static incmap_status check_style(const common *c, const char *name, incmap_error *err)
{
    if (c->heat_max && !has_heat(c->style_doc))
        return error_set(err, INCMAP_USAGE, "--heat-max: style %s has no heat map; heat has", name);
    if (c->spread && !style_uses_source(c->style_doc, "spread"))
        return error_set(err, INCMAP_USAGE,
                         "--spread: style %s draws no lines back to the places: no layer of source "
                         "\"spread\"; desk, report, dark and mono do",
                         name);
    if (c->has_bin_width && !style_uses_source(c->style_doc, "bins"))
        return error_set(err, INCMAP_USAGE, "--bin-km: style %s draws no hexagons; hex does", name);
    if (c->cluster && !common_has_clusters(c))
        return error_set(err, INCMAP_USAGE,
                         "--cluster: style %s draws no clusters: no layer asks for \"point_count\"; desk, "
                         "report, dark and mono do",
                         name);
    return INCMAP_OK;
}

static incmap_status load_style(common *c, const char *name, wanted_columns *wanted, incmap_error *err)
{
    char *path = style_path(c, name);
    if (!path) return error_set(err, INCMAP_USAGE, "--style %s: no such style is shipped; give a file", name);
    incmap_status status = style_load(&c->style_doc, path, err);
    free(path);
    if (status == INCMAP_OK) status = check_style(c, name, err);
    if (status != INCMAP_OK) return status;
    size_t count;
    const char *const *asked = style_feature_properties(c->style_doc, &count);
    for (size_t i = 0; i < count; i++) want_column(wanted, asked[i]);
    c->icon_dir = common_data_path(c, "styles/icons");
    style_list_icons(c->style_doc, c->icon_dir);
    return INCMAP_OK;
}

static incmap_status load_basemap(common *c, incmap_error *err)
{
    if (!c->style_doc || c->no_basemap || !style_uses_source(c->style_doc, "basemap")) return INCMAP_OK;
    char *path = common_data_path(c, "basemap.gpkg");
    incmap_status status = path ? basemap_open(&c->base, path, err) : INCMAP_OK;
    if (!path && !c->quiet)
        fputs("incmap: no basemap.gpkg found; the map is drawn without land and borders (./bootstrap build "
              "makes it)\n",
              stderr);
    free(path);
    return status;
}

/** The column that an option names; NULL where it is a field of every incident, or was not given. */
static const char *asked_name(const char *name)
{
    return name && !feature_is_schema(name) ? name : NULL;
}

static incmap_status load_incidents(common *c, const wanted_columns *wanted, incmap_error *err)
{
    strbuf description = {0};
    char *gazetteer_path = c->gazetteer ? mem_strdup(c->gazetteer) : common_data_path(c, "gazetteer.gpkg");
    c->datasets = mem_calloc(c->inputs.count, sizeof *c->datasets);
    pipeline_request request = {
        .inputs = c->inputs.items,
        .input_count = c->inputs.count,
        .range = c->range,
        .last = c->last,
        .where = c->where,
        .map = c->map.items,
        .map_count = c->map.count,
        .date_order = c->date_order,
        .layer = c->layer,
        .extras = wanted->names,
        .extra_count = wanted->count,
        .asked = {{"--by", asked_name(c->by)}, {"--size-by", asked_name(c->size_by)}},
        .country = c->country,
        .gazetteer_path = gazetteer_path,
        .want_areas = c->style_doc && style_uses_source(c->style_doc, "areas"),
        .datasets = c->datasets,
        .description = c->describe  ? c->describe
                       : c->verbose ? &description
                                    : NULL,
    };
    incmap_status status =
        pipeline_load(&c->incidents, &c->account, &c->effective, &c->attributions, &request, err);
    if (!c->quiet) fputs(strbuf_text(&description), stderr);
    free(gazetteer_path);
    strbuf_dispose(&description);
    return status;
}

/** Refuses a column of texts as the size; where only some of it are, says so. */
static incmap_status check_sizes(const common *c, incmap_error *err)
{
    if (!c->size_by) return INCMAP_OK;
    feature_sizes sizes;
    feature_count_sizes(&sizes, &c->incidents, c->size_by);
    if (sizes.other_count == 0) return INCMAP_OK;
    const char *input = c->inputs.items[sizes.example->input];
    const long long row = sizes.example->row;
    if (sizes.number_count == 0)
        return error_set(err, INCMAP_USAGE,
                         "--size-by %s: a size is a number, and the column has text, as %s:%lld \"%s\"; name "
                         "a column of numbers",
                         c->size_by, input, row, sizes.other_text);
    if (!c->quiet)
        fprintf(stderr,
                "--size-by %s: %zu of %zu have no number but text there, as %s:%lld; they have no size\n",
                c->size_by, sizes.other_count, sizes.other_count + sizes.number_count, input, row);
    return INCMAP_OK;
}

incmap_status common_load(common *c, const char *default_style, incmap_error *err)
{
    incmap_status status = check_paths(c, err);
    if (status != INCMAP_OK) return status;
    interrupt_watch();
    wanted_columns wanted = {0};
    const char *style_name_or_path = c->style ? c->style : default_style;
    if (style_name_or_path) status = load_style(c, style_name_or_path, &wanted, err);
    if (c->by) want_column(&wanted, c->by);
    if (c->size_by) {
        // A range goes with the number: columns of the same name with an ending.
        want_column(&wanted, c->size_by);
        for (int i = 0; i < 2; i++) {
            strbuf_printf(&wanted.ranges[i], "%s%s", c->size_by, i ? "_high" : "_low");
            want_column(&wanted, strbuf_text(&wanted.ranges[i]));
        }
    }
    if (status == INCMAP_OK) status = load_basemap(c, err);
    if (status == INCMAP_OK) status = load_incidents(c, &wanted, err);
    if (status == INCMAP_OK) status = check_sizes(c, err);
    free(wanted.names);
    for (int i = 0; i < 2; i++) strbuf_dispose(&wanted.ranges[i]);
    return status;
}
