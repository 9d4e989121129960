/** @file incmap resolve: place phrases in, places out. */
#include "base/arena.h"
#include "cli/commands.h"
#include "cli/gazetteer_open.h"
#include "cli/place_output.h"
#include "cli/resolve_options.h"
#include "gazetteer/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    gaz *gazetteer;
    gaz_context context;
    place_output output;
    size_t unresolved;
} run;

static incmap_status read_near(const char *text, gaz_context *context, incmap_error *err)
{
    if (!text) return INCMAP_OK;
    char rest;
    gaz_lonlat at;
    if (sscanf(text, "%lf,%lf%c", &at.lon_deg, &at.lat_deg, &rest) != 2 ||
        !(at.lon_deg >= -180 && at.lon_deg <= 180 && at.lat_deg >= -90 && at.lat_deg <= 90))
        return error_set(err, INCMAP_USAGE, "--near %s: give LON,LAT in degrees, e.g. 44.37,33.31", text);
    context->has_near = true;
    context->near = at;
    return INCMAP_OK;
}

static incmap_status prepare(run *r, const resolve_options *o, incmap_error *err)
{
    if (!place_format_parse(o->format, &r->output.format))
        return error_set(err, INCMAP_USAGE, "--format %s: give table, json, geojson or csv", o->format);
    if (o->phrases.count == 0 && !o->input)
        return error_set(err, INCMAP_USAGE,
                         "no phrase; give one (\"30 km west of Baghdad\"), or -i - to read one a line");
    r->context.country = o->country;
    r->context.at_sea = o->at_sea;
    incmap_status status = read_near(o->near, &r->context, err);
    if (status != INCMAP_OK) return status;
    status = gazetteer_open_asked(&r->gazetteer, NULL, o->gazetteer, o->data, err);
    return status == INCMAP_OK ? gazetteer_check_country(r->gazetteer, o->country, err) : status;
}

static incmap_status resolve_one(run *r, const char *phrase, incmap_error *err)
{
    gaz_error trouble = {0};
    gaz_answer *answer;
    if (gaz_resolve(r->gazetteer, phrase, &r->context, &answer, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    place_output_add(&r->output, answer);
    if (answer->status == GAZ_UNRESOLVED) r->unresolved++;
    gaz_answer_free(answer);
    return INCMAP_OK;
}

static incmap_status resolve_lines(run *r, FILE *from, incmap_error *err)
{
    char *line = NULL;
    size_t capacity = 0;
    incmap_status status = INCMAP_OK;
    for (ssize_t length; status == INCMAP_OK && (length = getline(&line, &capacity, from)) >= 0;) {
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) line[--length] = '\0';
        status = resolve_one(r, line, err);
    }
    if (status == INCMAP_OK && ferror(from)) status = error_set(err, INCMAP_FAILED, "stdin cannot be read");
    free(line);
    return status;
}

static incmap_status resolve_all(run *r, const resolve_options *o, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    place_output_begin(&r->output);
    for (size_t i = 0; status == INCMAP_OK && i < o->phrases.count; i++)
        status = resolve_one(r, o->phrases.items[i], err);
    if (status == INCMAP_OK && o->input) status = resolve_lines(r, stdin, err);
    place_output_end(&r->output);
    if (fflush(stdout) != 0 && status == INCMAP_OK)
        status = error_set(err, INCMAP_FAILED, "stdout cannot be written; free some space or redirect it");
    return status;
}

int cmd_resolve(int argc, char **argv)
{
    resolve_options o = {0};
    incmap_error err = {0};
    run r = {.output = {.to = stdout}};
    incmap_status status = resolve_options_parse(&o, argc, argv, &err);
    if (status == INCMAP_OK && o.help) goto done;
    if (status == INCMAP_OK && o.input && strcmp(o.input, "-") != 0) {
        // Tables are read through OGR, which only the library holds.
        opt_list_dispose(&o.phrases);
        return incmap_load_and_run("incmap_cmd_resolve_table", argc, argv);
    }
    if (status == INCMAP_OK) status = prepare(&r, &o, &err);
    if (status == INCMAP_OK) status = resolve_all(&r, &o, &err);
    if (status != INCMAP_OK)
        fprintf(stderr, "incmap: %s\n", err.message);
    else if (o.strict && r.unresolved)
        status = INCMAP_UNMAPPED;
done:
    gaz_close(r.gazetteer);
    opt_list_dispose(&o.phrases);
    return (int)status;
}
