#include "cli/common.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "cli/datapath.h"
#include "cli/interrupt.h"
#include "scene/scene.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void common_init(common *c)
{
    *c = (common){.range = {DAY_NONE, DAY_NONE}, .effective = {DAY_NONE, DAY_NONE}};
    c->threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
}

opt_spec *common_options(common *c, opt_spec table[COMMON_OPTIONS_MAX])
{
    const opt_spec options[] = {
        {OPT_HEADING, .help = "Which incidents"},
        {OPT_DAY, "from", .value = &c->range.from, .metavar = "DATE", .help = "first day, YYYY-MM-DD"},
        {OPT_DAY, "to", .value = &c->range.to, .metavar = "DATE", .help = "last day, included"},
        {OPT_TEXT, "last", .value = &c->last, .metavar = "N{d|w|m|y}",
         .help = "the days up to the newest incident"},
        {OPT_TEXT, "where", .value = &c->where, .metavar = "EXPR", .help = "SQL condition on the columns"},
        {OPT_TEXTS, "map", .value = &c->map, .metavar = "FIELD=COLUMN",
         .help = "say which column a field comes from"},
        {OPT_TEXT, "date-order", .value = &c->date_order, .metavar = "dmy|mdy|ymd",
         .help = "how to read 01/03/2024"},
        {OPT_TEXT, "layer", .value = &c->layer, .metavar = "NAME",
         .help = "layer of an input that has several"},
        {OPT_TEXT, "country", .value = &c->country, .metavar = "CC",
         .help = "country that place names are meant in"},
        {OPT_HEADING, .help = "How they look"},
        {OPT_TEXT, "style", .value = &c->style, .metavar = "NAME|FILE",
         .help = "desk, report, dark, heat, hex, mono, or the file of a MapLibre style"},
        {OPT_TEXT, "by", .value = &c->by, .metavar = "FIELD",
         .help = "field that chooses the mark; default type"},
        {OPT_TEXT, "size-by", .value = &c->size_by, .metavar = "FIELD",
         .help = "field of numbers that chooses the size"},
        {OPT_FLAG, "cluster", .value = &c->cluster,
         .help = "incidents close together as one mark with their number"},
        {OPT_FLAG, "spread", .value = &c->spread,
         .help = "marks of one place fan out around it, with lines back to it"},
        {OPT_TEXT, "heat-max", .value = &c->heat_max, .metavar = "VALUE|auto",
         .help = "density that has a heat map's last colour; default 1, as in MapLibre"},
        {OPT_REALS, "bin-km", .value = &c->bin_width_km, .metavar = "KM",
         .help = "width of hexagons (--style hex); default by the zoom", .count = 1,
         .seen = &c->has_bin_width},
        {OPT_TEXT, "lang", .value = &c->lang, .metavar = "ar|en",
         .help = "language of the names on the map, and of a page"},
        {OPT_HEADING, .help = "Running"},
        {OPT_TEXT, "gazetteer", .value = &c->gazetteer, .metavar = "FILE",
         .help = "compiled gazetteer to use"},
        {OPT_TEXT, "data", .value = &c->data, .metavar = "DIR",
         .help = "folder of gazetteer.gpkg and basemap.gpkg"},
        {OPT_FLAG, "force", 'f', &c->force, .help = "replace an output that exists"},
        {OPT_INT, NULL, 'j', &c->threads, .metavar = "N", .help = "threads; default one a core", .min = 1,
         .max = 256},
        {OPT_FLAG, "quiet", 'q', &c->quiet, .help = "only errors"},
        {OPT_FLAG, "verbose", 'v', &c->verbose, .help = "say what was recognised"},
        {OPT_FLAG, "json", .value = &c->json, .help = "the account as JSON on stdout"},
        {OPT_FLAG, "strict", .value = &c->strict, .help = "exit with 3 where rows could not be mapped"},
        {OPT_FLAG, "dry-run", .value = &c->dry_run, .help = "do all but draw and write"},
        {OPT_FLAG, "help", 'h', &c->help, .help = "this help"},
        {OPT_END},
    };
    _Static_assert(sizeof options <= COMMON_OPTIONS_MAX * sizeof *table, "COMMON_OPTIONS_MAX is too small");
    return memcpy(table, options, sizeof options);
}

void common_hide_option(opt_spec *table, const void *value)
{
    for (opt_spec *o = table; o->type != OPT_END; o++)
        if (o->value == value) o->help = NULL;
}

static bool read_heat_max(common *c)
{
    char *end;
    c->heat_max_value = SCENE_HEAT_AUTO;
    if (strcmp(c->heat_max, "auto") == 0) return true;
    c->heat_max_value = strtod(c->heat_max, &end);
    return end != c->heat_max && *end == '\0' && c->heat_max_value >= 1e-6 && c->heat_max_value <= 1e9;
}

bool common_parse(common *c, const opt_spec *table, const char *usage, int argc, char **argv, int *exit_code)
{
    incmap_error err = {0};
    incmap_status status = opt_parse(table, argc, argv, &c->inputs, &err);
    if (status == INCMAP_OK && c->help) {
        printf("usage: %s\n", usage);
        opt_print_help(table, stdout);
        *exit_code = INCMAP_OK;
        goto ends;
    }
    if (status == INCMAP_OK && c->inputs.count == 0)
        status = error_set(&err, INCMAP_USAGE, "no input; usage: %s", usage);
    if (status == INCMAP_OK && c->range.from != DAY_NONE && c->range.to != DAY_NONE &&
        c->range.from > c->range.to)
        status = error_set(&err, INCMAP_USAGE, "--from is after --to; exchange the two");
    if (status == INCMAP_OK && c->heat_max && !read_heat_max(c))
        status = error_set(&err, INCMAP_USAGE,
                           "--heat-max %s: give a density above 0, or auto for the greatest there is",
                           c->heat_max);
    if (status == INCMAP_OK && c->has_bin_width && !(c->bin_width_km >= 0.1 && c->bin_width_km <= 5000))
        status = error_set(&err, INCMAP_USAGE, "--bin-km %g: give a width from 0.1 to 5000 kilometres",
                           c->bin_width_km);
    if (status == INCMAP_OK && c->lang && strcmp(c->lang, "ar") != 0 && strcmp(c->lang, "en") != 0)
        status = error_set(&err, INCMAP_USAGE, "--lang %s: give ar or en", c->lang);
    if (status == INCMAP_OK) return true;
    fprintf(stderr, "incmap: %s\n", err.message);
    *exit_code = (int)status;
ends:
    opt_list_dispose(&c->inputs);
    opt_list_dispose(&c->map);
    return false;
}

incmap_status common_check_output(const char *path, const opt_list *inputs, incmap_error *err)
{
    struct stat output, input;
    if (stat(path, &output) != 0) return INCMAP_OK;
    for (size_t i = 0; i < inputs->count; i++)
        if (stat(inputs->items[i], &input) == 0 && input.st_dev == output.st_dev &&
            input.st_ino == output.st_ino)
            return error_set(err, INCMAP_USAGE, "-o %s: is read from, too; choose another -o", path);
    return INCMAP_OK;
}

char *common_data_path(const common *c, const char *name)
{
    return datapath_find(c->data, name);
}

bool common_shows_progress(const common *c)
{
    return !c->quiet && isatty(STDERR_FILENO);
}

scene_subject common_subject(const common *c)
{
    return (scene_subject){.incidents = &c->incidents,
                           .style = c->style_doc,
                           .basemap = c->base,
                           .by = c->by,
                           .size_by = c->size_by,
                           .lang = c->lang,
                           .heat_max = c->heat_max_value,
                           .spread = c->spread,
                           .cluster = c->cluster,
                           .bin_width_m = 1000 * c->bin_width_km};
}

void common_print_heat(const common *c, const char *where, double heat_max)
{
    if (heat_max > 0 && !c->quiet && !c->dry_run)
        fprintf(stderr,
                "%sheat map: last colour at density %g; --heat-max %g gives another map the same scale\n",
                where, heat_max, heat_max);
}

char *common_attribution(const common *c)
{
    strbuf text = {0};
    for (size_t i = 0; i < c->attributions.count; i++)
        strbuf_printf(&text, "%s%s", text.length ? "; " : "", c->attributions.items[i]);
    if (c->base) {
        size_t count;
        // The outputs say it before anything is drawn.
        for (size_t i = 0; i < style_layer_count(c->style_doc); i++) {
            const style_layer *layer = style_layer_at(c->style_doc, i);
            if (strcmp(style_layer_source(layer), "basemap") == 0)
                basemap_credit(c->base, style_layer_source_layer(layer));
        }
        const char *const *names = basemap_attributions(c->base, &count);
        for (size_t i = 0; i < count; i++) {
            bool known = false;
            for (size_t k = 0; k < c->attributions.count; k++)
                known |= !strcmp(names[i], c->attributions.items[k]);
            if (!known) strbuf_printf(&text, "%s%s", text.length ? "; " : "", names[i]);
        }
    }
    if (!text.data) return mem_strdup("");
    return text.data;
}

static void print_account_json(const common *c)
{
    const account *acc = &c->account;
    json_t *root = json_object();
    json_object_set_new(root, "read", json_integer(account_read(acc)));
    for (int fate = 0; fate < ROW_FATE_COUNT; fate++)
        json_object_set_new(root, row_fate_key((row_fate)fate), json_integer(acc->counts[fate]));
    json_object_set_new(root, "possible", json_integer(acc->possible));
    json_t *rows = json_array();
    for (size_t i = 0; i < acc->row_count; i++) {
        const account_row *row = &acc->rows[i];
        json_t *item = json_object();
        if (c->inputs.count > 1) json_object_set_new(item, "input", json_string(c->inputs.items[row->input]));
        json_object_set_new(item, "row", json_integer(row->row));
        json_object_set_new(item, "fate", json_string(row_fate_key(row->fate)));
        json_object_set_new(item, "reason", json_string(row->reason));
        json_array_append_new(rows, item);
    }
    json_object_set_new(root, "rows", rows);
    json_dumpf(root, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(root);
}

// More reasons than this on a terminal hide the account; --json and -v give all of them.
#define REASONS_SHOWN_MAX 10

static void print_account(const common *c)
{
    const account *acc = &c->account;
    size_t shown = c->verbose || acc->row_count <= REASONS_SHOWN_MAX ? acc->row_count : REASONS_SHOWN_MAX;
    if (c->lists_reasons) shown = acc->row_count;
    for (size_t i = 0; i < shown && !c->lists_reasons; i++)
        fprintf(stderr, "%s:%lld: %s: %s\n", c->inputs.items[acc->rows[i].input], (long long)acc->rows[i].row,
                acc->rows[i].fate == ROW_REJECTED ? "rejected" : "unresolved", acc->rows[i].reason);
    if (shown < acc->row_count) fprintf(stderr, "… and %zu more; -v lists them\n", acc->row_count - shown);
    if (acc->possible)
        fprintf(stderr, "%lld of the mapped are only possibly inside the dates\n", (long long)acc->possible);
    char line[ACCOUNT_LINE_MAX];
    fprintf(stderr, "%s\n", account_format_line(acc, line));
}

int common_finish(common *c, incmap_status status, const incmap_error *err)
{
    if (status != INCMAP_OK) {
        interrupt_await_end();
        fprintf(stderr, "incmap: %s\n", err->message);
    } else {
        if (!c->quiet) print_account(c);
        if (c->json) print_account_json(c);
        if (c->strict && c->account.counts[ROW_UNRESOLVED] + c->account.counts[ROW_REJECTED] > 0)
            status = INCMAP_UNMAPPED;
    }
    // An earlier flush may have failed already and left nothing for this one.
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == INCMAP_OK) {
        fputs("incmap: stdout cannot be written; free some space or redirect it\n", stderr);
        status = INCMAP_FAILED;
    }
    style_free(c->style_doc);
    basemap_close(c->base);
    free(c->icon_dir);
    free(c->datasets);
    incident_set_dispose(&c->incidents);
    account_dispose(&c->account);
    opt_list_dispose(&c->inputs);
    opt_list_dispose(&c->map);
    return (int)status;
}
