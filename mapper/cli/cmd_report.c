/** @file incmap report: the incidents as one finished page. */
#include "base/arena.h"
#include "cli/common.h"
#include "incmap.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Fewer marks are read one by one, wherever they lie.
#define CROWDED_MARKS_MIN 200

static incmap_status set_boundaries(report_request *r, const char *name, incmap_error *err)
{
    if (!name) return INCMAP_OK;
    if (strcmp(name, "un") != 0 && strcmp(name, "defacto") != 0)
        return error_set(err, INCMAP_USAGE, "--boundaries %s: give un or defacto", name);
    r->boundaries = strcmp(name, "un") == 0 ? BOUNDARIES_UN : BOUNDARIES_DEFACTO;
    return INCMAP_OK;
}

/** One page, and one GeoPackage of its key; neither of them a file that is read. */
static incmap_status set_outputs(report_request *r, const opt_list *outputs, const opt_list *inputs,
                                 const opt_list *backdrops, incmap_error *err)
{
    for (size_t i = 0; i < outputs->count; i++) {
        const char *path = outputs->items[i], *dot = strrchr(path, '.');
        const char **place = dot && strcasecmp(dot, ".gpkg") == 0 ? &r->key_output : &r->output;
        if (*place)
            return error_set(err, INCMAP_USAGE, "-o %s: there is already -o %s; give one page and one .gpkg",
                             path, *place);
        *place = path;
        incmap_status status = common_check_output(path, inputs, err);
        if (status == INCMAP_OK) status = common_check_output(path, backdrops, err);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}

/** A template by name is styles/templates/NAME.json of the program's data; with a slash or a dot it is a
 * file. */
static incmap_status find_template(char **out, const common *c, const char *template, incmap_error *err)
{
    strbuf name = {0};
    strbuf_printf(&name, "styles/templates/%s.json", template);
    *out = strpbrk(template, "/.") ? mem_strdup(template) : common_data_path(c, strbuf_text(&name));
    strbuf_dispose(&name);
    if (*out) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE,
                     "--template %s: no such template is shipped; briefing and card are, or give a file",
                     template);
}

/** "none" is no basemap at all, and stands alone. */
static incmap_status set_backdrops(report_request *r, common *c, const opt_list *files,
                                   const opt_list *attributions, incmap_error *err)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->items[i], "none") != 0) continue;
        if (files->count > 1)
            return error_set(err, INCMAP_USAGE, "--basemap none: goes without another --basemap");
        c->no_basemap = true;
        return INCMAP_OK;
    }
    if (attributions->count > 0 && files->count == 0)
        return error_set(err, INCMAP_USAGE,
                         "--attribution: says whose a basemap is; give --basemap FILE too");
    r->backdrops = files->items;
    r->backdrop_count = files->count;
    r->backdrop_attributions = attributions->items;
    r->backdrop_attribution_count = attributions->count;
    return INCMAP_OK;
}

static void put_option(strbuf *out, const char *name, const char *text)
{
    if (text) strbuf_printf(out, "%s--%s %s", out->length ? " " : "", name, text);
}

/** Of a file its name is enough; its folder is the machine's and not the page's. */
static void put_file_option(strbuf *out, const char *name, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    put_option(out, name, slash && slash[1] ? slash + 1 : path);
}

/** The options that chose what is shown and how, in one order whatever the command line's was. */
static void put_options(strbuf *out, const common *c, const report_request *r, const char *boundaries)
{
    char from[DATE_ISO_MAX], to[DATE_ISO_MAX];
    if (c->range.from != DAY_NONE) put_option(out, "from", date_format_iso(c->range.from, from));
    if (c->range.to != DAY_NONE) put_option(out, "to", date_format_iso(c->range.to, to));
    put_option(out, "last", c->last);
    if (c->where) strbuf_printf(out, "%s--where \"%s\"", out->length ? " " : "", c->where);
    for (size_t i = 0; i < c->map.count; i++) put_option(out, "map", c->map.items[i]);
    put_option(out, "date-order", c->date_order);
    put_option(out, "layer", c->layer);
    put_option(out, "country", c->country);
    put_file_option(out, "style", c->style);
    put_option(out, "by", c->by);
    put_option(out, "size-by", c->size_by);
    put_file_option(out, "gazetteer", c->gazetteer);
    put_option(out, "t_srs", r->srs);
    if (r->has_extent)
        strbuf_printf(out, "%s--te %g %g %g %g", out->length ? " " : "", r->extent[0], r->extent[1],
                      r->extent[2], r->extent[3]);
    put_option(out, "te_srs", r->extent_srs);
    put_file_option(out, "template", r->template_path);
    for (size_t i = 0; i < r->backdrop_count; i++) put_file_option(out, "basemap", r->backdrops[i]);
    if (c->no_basemap) put_option(out, "basemap", "none");
    put_option(out, "lang", c->lang);
    if (c->has_bin_width) strbuf_printf(out, "%s--bin-km %g", out->length ? " " : "", c->bin_width_km);
    put_option(out, "heat-max", c->heat_max);
    if (c->spread) strbuf_printf(out, "%s--spread", out->length ? " " : "");
    if (c->cluster) strbuf_printf(out, "%s--cluster", out->length ? " " : "");
    put_option(out, "boundaries", boundaries);
}

static incmap_status check_options(const report_request *r, bool has_dpi, incmap_error *err)
{
    if (!r->output) return error_set(err, INCMAP_USAGE, "no output; say where the page goes: -o map.pdf");
    // In a request 0 stands for the default.
    if (has_dpi && r->dpi == 0)
        return error_set(err, INCMAP_USAGE, "--dpi 0: give a resolution from 30 to 1200");
    if (r->extent_srs && !r->has_extent)
        return error_set(err, INCMAP_USAGE, "--te_srs: says what -te is in; give -te too");
    return report_check(r, err);
}

static void print_result(const common *c, const report_request *r, const report_result *result)
{
    if (c->quiet) return;
    if (!c->dry_run)
        fprintf(stderr, "%s: map in %s%s\n", r->output, result->srs,
                r->srs ? "" : ", chosen from the extent; -t_srs sets another");
    common_print_heat(c, "", result->heat_max);
    if (result->outside_count > 0)
        fprintf(stderr, "%zu of the mapped incidents lie outside of it\n", result->outside_count);
    if (!c->cluster && !c->spread && common_has_clusters(c) && result->mark_count >= CROWDED_MARKS_MIN &&
        result->overlap_count * 2 > result->mark_count)
        fprintf(stderr,
                "%zu of %zu marks lie on others; --cluster shows them by number, --style hex or heat by "
                "density\n",
                result->overlap_count, result->mark_count);
    if (*result->nameless)
        fprintf(stderr, "%s: does not say whose it is; --attribution TEXT puts it on the page\n",
                result->nameless);
}

int incmap_cmd_report(int argc, char **argv)
{
    common c;
    common_init(&c);
    report_request r = {0};
    opt_list outputs = {0};
    const char *boundaries = NULL, *page_template = NULL;
    char *template_path = NULL;
    strbuf options_used = {0};
    opt_list backdrops = {0}, attributions = {0};
    bool has_dpi = false;
    opt_spec shared[COMMON_OPTIONS_MAX];
    common_options(&c, shared);
    common_hide_option(shared, &c.threads);
    const opt_spec options[] = {
        {OPT_HEADING, .help = "The page"},
        {OPT_TEXTS, "output", 'o', &outputs, .metavar = "OUT",
         .help = "*.png, *.pdf or *.svg; with --key a *.gpkg of the same numbers, too"},
        {OPT_TEXT, "page", .value = &r.page, .metavar = "SIZE",
         .help = "a4, a3, letter (…-portrait), 16:9, square, 297x210mm, 1920x1080px; default a4"},
        {OPT_REALS, "dpi", .value = &r.dpi, .metavar = "N", .help = "resolution of a PNG; default 150",
         .count = 1, .seen = &has_dpi},
        {OPT_TEXT, "title", .value = &r.title, .metavar = "TEXT", .help = "default: from the incidents"},
        {OPT_TEXT, "subtitle", .value = &r.subtitle, .metavar = "TEXT", .help = "default: dates and counts"},
        {OPT_TEXT, "template", .value = &page_template, .metavar = "NAME|FILE",
         .help = "where the parts stand: briefing, card, or a file"},
        {OPT_TEXT, "logo", .value = &r.logo_path, .metavar = "FILE", .help = "PNG or SVG"},
        {OPT_FLAG, "key", .value = &r.key, .help = "number the incidents and list them (PDF)"},
        {OPT_HEADING, .help = "The map"},
        {OPT_TEXT, "t_srs", .value = &r.srs, .metavar = "SRS",
         .help = "projection, e.g. EPSG:32638; default: chosen from the extent"},
        {OPT_REALS, "te", .value = r.extent, .metavar = "XMIN YMIN XMAX YMAX",
         .help = "extent; default: that of the incidents", .count = 4, .seen = &r.has_extent},
        {OPT_TEXT, "te_srs", .value = &r.extent_srs, .metavar = "SRS",
         .help = "system of -te; default: that of -t_srs, else longitude and latitude"},
        {OPT_FLAG, "no-graticule", .value = &r.no_graticule, .help = "no meridians and parallels"},
        {OPT_FLAG, "no-inset", .value = &r.no_inset, .help = "no map of the surroundings"},
        {OPT_FLAG, "no-histogram", .value = &r.no_histogram, .help = "no bars of incidents over time"},
        {OPT_TEXT, "boundaries", .value = &boundaries, .metavar = "un|defacto",
         .help = "which words go with the boundaries; defacto leaves claims out"},
        {OPT_TEXTS, "basemap", .value = &backdrops, .metavar = "FILE|none",
         .help = "in place of the shipped one: any raster or vectors GDAL reads; may be given again"},
        {OPT_TEXTS, "attribution", .value = &attributions, .metavar = "TEXT",
         .help = "whose --basemap is; default: as the file says"},
        {OPT_FLAG, "no-basemap", .value = &c.no_basemap, .help = "only the incidents"},
        {OPT_TABLE, .value = shared},
        {OPT_END},
    };
    int exit_code;
    if (!common_parse(&c, options, "incmap report INPUT… -o OUT.{png,pdf,svg}", argc, argv, &exit_code)) {
        opt_list_dispose(&outputs);
        opt_list_dispose(&backdrops);
        opt_list_dispose(&attributions);
        return exit_code;
    }

    incmap_error err = {0};
    incmap_status status = set_outputs(&r, &outputs, &c.inputs, &backdrops, &err);
    if (status == INCMAP_OK) status = set_boundaries(&r, boundaries, &err);
    if (status == INCMAP_OK && page_template) status = find_template(&template_path, &c, page_template, &err);
    r.template_path = template_path;
    if (status == INCMAP_OK) status = set_backdrops(&r, &c, &backdrops, &attributions, &err);
    if (status == INCMAP_OK) status = check_options(&r, has_dpi, &err);
    if (status == INCMAP_OK) status = common_load(&c, "report", &err);
    if (status == INCMAP_OK) {
        r.show = common_subject(&c);
        r.account = &c.account;
        r.icon_dir = c.icon_dir;
        r.range = c.effective;
        put_options(&options_used, &c, &r, boundaries);
        r.options = strbuf_text(&options_used);
        r.inputs = c.inputs.items;
        r.datasets = c.datasets;
        r.input_count = c.inputs.count;
        r.attributions = c.attributions.items;
        r.attribution_count = c.attributions.count;
        r.force = c.force;
        r.dry_run = c.dry_run;
        report_result result;
        status = report_write(&r, &result, &err);
        if (status == INCMAP_OK) print_result(&c, &r, &result);
    }
    strbuf_dispose(&options_used);
    opt_list_dispose(&outputs);
    opt_list_dispose(&backdrops);
    opt_list_dispose(&attributions);
    free(template_path);
    return common_finish(&c, status, &err);
}
