/** @file incmap style: is a style document right, and what does an expression give. */
#include "cli/datapath.h"
#include "cli/opt.h"
#include "incmap.h"
#include "report/style_legend.h"
#include "style/expression.h"
#include "style/style.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// A case of a batch is an expression with a shape in it at most: the limit of a whole style document.
#define LINE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define JSON_FLAGS     (JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL)

typedef struct {
    const char *expression, *feature, *batch;
    double zoom;
    bool has_zoom, help;
} eval_options;

typedef struct {
    const char *output;
    double zoom, dpi;
    bool force;
} legend_options;

// A zoom at which a country fills a screen: styles draw all of their layers there.
#define LEGEND_ZOOM 8.0

/** Parses the value of an option as JSON. */
static incmap_status parse_option(json_t **out, const char *option, const char *text, incmap_error *err)
{
    json_error_t json_error;
    *out = json_loads(text, JSON_FLAGS, &json_error);
    if (*out) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE, "--%s: column %d: %s; give it as JSON", option, json_error.column,
                     json_error.text);
}

static incmap_status eval_one(const eval_options *options, incmap_error *err)
{
    json_t *json = NULL, *feature = NULL, *globals = json_pack("{s: f}", "zoom", options->zoom);
    expression *e = NULL;
    strbuf out = {0};
    incmap_status status = parse_option(&json, "expr", options->expression, err);
    if (status == INCMAP_OK && options->feature)
        status = parse_option(&feature, "feature", options->feature, err);
    if (status != INCMAP_OK) goto done;
    if (feature && !json_is_object(feature)) {
        status = error_set(err, INCMAP_USAGE, "--feature: a GeoJSON feature is an object");
        goto done;
    }
    e = expression_compile(json, NULL, NULL);
    if (expression_issue_count(e) > 0) {
        const char *key, *message;
        expression_issue(e, 0, &key, &message);
        status = error_set(err, INCMAP_FAILED, "--expr: %s%s%s", key, *key ? ": " : "", message);
    } else if (expression_evaluate(e, globals, feature, &out)) {
        puts(strbuf_text(&out));
    } else {
        status = error_set(err, INCMAP_FAILED, "--expr: %s", strbuf_text(&out));
    }
done:
    expression_free(e);
    json_decref(json);
    json_decref(feature);
    json_decref(globals);
    strbuf_dispose(&out);
    return status;
}

static void put_text(strbuf *out, const char *text)
{
    json_t *json = json_string(text);
    // A text cut short within a character is no JSON text.
    char *dumped = json ? json_dumps(json, JSON_ENCODE_ANY) : NULL;
    strbuf_puts(out, dumped ? dumped : "\"\"");
    free(dumped);
    json_decref(json);
}

static void put_compiled(strbuf *out, expression *e)
{
    size_t count = expression_issue_count(e);
    if (count == 0) {
        strbuf type = {0};
        expression_print_type(e, &type);
        strbuf_printf(out, "{\"result\":\"success\",\"isFeatureConstant\":%s,\"isZoomConstant\":%s,\"type\":",
                      expression_is_feature_constant(e) ? "true" : "false",
                      expression_is_zoom_constant(e) ? "true" : "false");
        put_text(out, strbuf_text(&type));
        strbuf_puts(out, "}");
        strbuf_dispose(&type);
        return;
    }
    strbuf_puts(out, "{\"result\":\"error\",\"errors\":[");
    for (size_t i = 0; i < count; i++) {
        const char *key, *message;
        expression_issue(e, i, &key, &message);
        strbuf_puts(out, i ? ",{\"key\":" : "{\"key\":");
        put_text(out, key);
        strbuf_puts(out, ",\"error\":");
        put_text(out, message);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]}");
}

/** Evaluates one case and prints its result. */
static void eval_case(const json_t *json)
{
    expression *e =
        expression_compile(json_object_get(json, "expression"), json_object_get(json, "propertySpec"),
                           json_object_get(json, "globalState"));
    strbuf out = {0};
    const char *name = json_string_value(json_object_get(json, "name"));
    strbuf_puts(&out, "{\"name\":");
    put_text(&out, name ? name : "");
    strbuf_puts(&out, ",\"compiled\":");
    put_compiled(&out, e);
    if (expression_issue_count(e) == 0) {
        const json_t *inputs = json_object_get(json, "inputs");
        strbuf_puts(&out, ",\"outputs\":[");
        for (size_t i = 0; i < json_array_size(inputs); i++) {
            const json_t *input = json_array_get(inputs, i);
            strbuf value = {0};
            if (i) strbuf_puts(&out, ",");
            if (expression_evaluate(e, json_array_get(input, 0), json_array_get(input, 1), &value)) {
                strbuf_puts(&out, strbuf_text(&value));
            } else {
                strbuf_puts(&out, "{\"error\":");
                put_text(&out, strbuf_text(&value));
                strbuf_puts(&out, "}");
            }
            strbuf_dispose(&value);
        }
        strbuf_puts(&out, "]");
    }
    strbuf_puts(&out, "}");
    puts(strbuf_text(&out));
    strbuf_dispose(&out);
    expression_free(e);
}

/** Reads a line without its end; false at the end of the file. A line beyond the limit is cut. */
static bool read_line(FILE *file, strbuf *line)
{
    int c;
    strbuf_clear(line);
    while ((c = getc(file)) != EOF && c != '\n') {
        char byte = (char)c;
        if (line->length <= LINE_BYTES_MAX) strbuf_append(line, &byte, 1);
    }
    return c != EOF || line->length > 0;
}

/** One case a line. A line that is no case gives {"error": …} in its place, and the run goes on. */
static incmap_status eval_batch(const char *path, incmap_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    if (!file) return error_set(err, INCMAP_FAILED, "%s: cannot open the batch: %s", path, strerror(errno));
    strbuf line = {0};
    incmap_status status = INCMAP_OK;
    for (size_t row = 1; read_line(file, &line); row++) {
        if (strspn(strbuf_text(&line), " \t\r") == line.length) continue;
        json_error_t json_error = {.text = "the line is too long"};
        json_t *json =
            line.length > LINE_BYTES_MAX ? NULL : json_loadb(line.data, line.length, JSON_FLAGS, &json_error);
        if (json_object_get(json, "expression")) {
            eval_case(json);
        } else {
            incmap_error wrong = {0};
            error_set(&wrong, INCMAP_FAILED, "%s:%zu: %s", path, row,
                      json ? "a case is an object with \"expression\"" : json_error.text);
            strbuf out = {0};
            strbuf_puts(&out, "{\"error\":");
            put_text(&out, wrong.message);
            strbuf_puts(&out, "}");
            puts(strbuf_text(&out));
            strbuf_dispose(&out);
            status = error_set(err, INCMAP_FAILED, "%s", wrong.message);
        }
        json_decref(json);
    }
    if (ferror(file))
        status = error_set(err, INCMAP_FAILED, "%s: cannot read the batch: %s", path, strerror(errno));
    if (!is_stdin) fclose(file);
    strbuf_dispose(&line);
    return status;
}

static incmap_status check(const opt_list *paths, incmap_error *err)
{
    if (paths->count == 0) return error_set(err, INCMAP_USAGE, "style check: give the file of a style");
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < paths->count && status == INCMAP_OK; i++) {
        style *s = NULL;
        status = style_load(&s, paths->items[i], err);
        if (status != INCMAP_OK) break;
        size_t property_count;
        style_feature_properties(s, &property_count);
        printf("%s: a style of %zu layers that asks for %zu properties; all of it is supported\n",
               paths->items[i], style_layer_count(s), property_count);
        style_free(s);
    }
    return status;
}

/** Finds a style as --style does: a file, or the name of one that ships. Allocated. */
static char *find_style(const char *name)
{
    strbuf path = {0};
    strbuf_printf(&path, "styles/%s.json", name);
    bool is_name = !strchr(name, '/') && !strchr(name, '.');
    char *found = is_name ? datapath_find(NULL, strbuf_text(&path)) : NULL;
    strbuf_dispose(&path);
    return found ? found : mem_strdup(name);
}

static incmap_status draw_legend(const opt_list *paths, const legend_options *options, incmap_error *err)
{
    if (paths->count != 1 || !options->output)
        return error_set(err, INCMAP_USAGE,
                         "style legend: give one style, and -o OUT.png, OUT.pdf or OUT.svg");
    style *s = NULL;
    char *path = find_style(paths->items[0]), *icons = datapath_find(NULL, "styles/icons");
    incmap_status status = style_load(&s, path, err);
    if (status == INCMAP_OK) {
        style_list_icons(s, icons);
        const style_legend_request request = {.style = s,
                                              .icon_dir = icons,
                                              .zoom = options->zoom,
                                              .dpi = options->dpi,
                                              .output = options->output,
                                              .force = options->force};
        status = style_legend_write(&request, err);
    }
    style_free(s);
    free(path);
    free(icons);
    return status;
}

static void print_help(const opt_spec *table, FILE *to)
{
    fputs("usage: incmap style check FILE…\n"
          "       incmap style eval --expr JSON [--feature JSON] [--zoom Z]\n"
          "       incmap style eval --batch FILE\n"
          "       incmap style legend STYLE -o OUT.{png,pdf,svg} [--zoom Z] [--dpi N]\n\n",
          to);
    opt_print_help(table, to);
}

int incmap_cmd_style(int argc, char **argv)
{
    eval_options options = {0};
    legend_options legend = {0};
    opt_list inputs = {0};
    incmap_error err = {0};
    const opt_spec table[] = {
        {OPT_TEXT, "expr", 0, &options.expression, "JSON", "eval: the expression"},
        {OPT_TEXT, "feature", 0, &options.feature, "JSON", "eval: a GeoJSON feature it is evaluated for"},
        {OPT_REALS, "zoom", 0, &options.zoom, "Z", "eval, legend: MapLibre's zoom; default 0, for a legend 8",
         .count = 1, .seen = &options.has_zoom},
        {OPT_TEXT, "batch", 0, &options.batch, "FILE",
         "eval: cases with name, propertySpec, expression and inputs, one a line; - is stdin"},
        {OPT_TEXT, "output", 'o', &legend.output, "FILE",
         "legend: the picture to write, *.png, *.pdf or *.svg"},
        {OPT_REALS, "dpi", 0, &legend.dpi, "N", "legend: resolution of a PNG; default 150", .count = 1},
        {OPT_FLAG, "force", 'f', &legend.force, NULL, "legend: overwrite the picture"},
        {OPT_FLAG, "help", 'h', &options.help, NULL, "this text"},
        {OPT_END},
    };
    incmap_status status = opt_parse(table, argc, argv, &inputs, &err);
    const char *action = inputs.count > 0 ? inputs.items[0] : "";
    if (status != INCMAP_OK) goto done;
    if (options.help) {
        print_help(table, stdout);
    } else if (strcmp(action, "check") == 0) {
        const opt_list files = {inputs.items + 1, inputs.count - 1, 0};
        status = check(&files, &err);
    } else if (strcmp(action, "legend") == 0) {
        const opt_list files = {inputs.items + 1, inputs.count - 1, 0};
        legend.zoom = options.has_zoom ? options.zoom : LEGEND_ZOOM;
        status = draw_legend(&files, &legend, &err);
    } else if (strcmp(action, "eval") == 0 && inputs.count == 1 && !options.expression != !options.batch) {
        status = options.batch ? eval_batch(options.batch, &err) : eval_one(&options, &err);
    } else if (strcmp(action, "eval") == 0) {
        status = error_set(&err, INCMAP_USAGE,
                           "style eval: give one of --expr JSON and --batch FILE, and nothing else");
    } else {
        status = error_set(&err, INCMAP_USAGE, "style: say what to do: check, eval or legend; see --help");
    }
done:
    opt_list_dispose(&inputs);
    if (fflush(stdout) != 0 && status == INCMAP_OK)
        status = error_set(&err, INCMAP_FAILED, "cannot write the result: %s", strerror(errno));
    if (status != INCMAP_OK) fprintf(stderr, "incmap: %s\n", err.message);
    return (int)status;
}
