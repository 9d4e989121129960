/** @file incmap resolve -i FILE: the place phrases in a column of a table, resolved row by row. */
#include "base/strbuf.h"
#include "cli/gazetteer_open.h"
#include "cli/place_output.h"
#include "cli/resolve_options.h"
#include "gazetteer/gazetteer.h"
#include "incmap.h"
#include "read/cell.h"
#include "read/recognise.h"
#include "read/source.h"

#include <stdlib.h>
#include <string.h>

// Names listed in an error; more do not help.
#define NAMES_SHOWN 30

typedef struct {
    source *table;
    gaz *g;
    const char *const *columns;
    size_t column_count;
    int phrase, country, admin1; ///< columns; -1: none
    gaz_context context;
    place_output output;
    size_t unresolved;
} run;

/** The column of the phrases and, where the table has them under these names, those that narrow them down. */
static incmap_status find_columns(run *r, const resolve_options *o, incmap_error *err)
{
    r->columns = source_columns(r->table, &r->column_count);
    r->phrase = o->field ? column_find(r->columns, r->column_count, o->field) : -1;
    r->country = column_find(r->columns, r->column_count, "country");
    r->admin1 = column_find(r->columns, r->column_count, "admin1");
    if (r->phrase >= 0) return INCMAP_OK;

    strbuf names = {0};
    for (size_t i = 0; i < r->column_count && i < NAMES_SHOWN; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", r->columns[i]);
    if (o->field)
        error_set(err, INCMAP_FAILED, "%s: --field %s: no such column; the columns are %s", o->input,
                  o->field, strbuf_text(&names));
    else
        error_set(err, INCMAP_USAGE, "%s: --field NAME must say which column holds the places: %s", o->input,
                  strbuf_text(&names));
    strbuf_dispose(&names);
    return o->field ? INCMAP_FAILED : INCMAP_USAGE;
}

static incmap_status use_layer(source *table, const resolve_options *o, incmap_error *err)
{
    if (!o->layer) return INCMAP_OK;
    for (size_t i = 0; i < source_layer_count(table); i++)
        if (strcmp(source_layer_name(table, i), o->layer) == 0) return source_use_layer(table, i, err);
    return error_set(err, INCMAP_FAILED, "%s: no layer \"%s\"; the first is \"%s\"", o->input, o->layer,
                     source_layer_name(table, 0));
}

static incmap_status prepare(run *r, const resolve_options *o, incmap_error *err)
{
    if (!place_format_parse(o->format, &r->output.format))
        return error_set(err, INCMAP_USAGE, "--format %s: give table, json, geojson or csv", o->format);
    if (o->phrases.count)
        return error_set(err, INCMAP_USAGE, "%s: give phrases or -i FILE, not both", o->phrases.items[0]);
    if (o->near) {
        lonlat near;
        // The first of a pair in a cell is the latitude, here it is the longitude.
        if (!cell_latlon(o->near, &near) || !lonlat_is_valid((lonlat){near.lat_deg, near.lon_deg}))
            return error_set(err, INCMAP_USAGE, "--near %s: give LON,LAT in degrees, e.g. 44.37,33.31",
                             o->near);
        r->context.has_near = true;
        r->context.near = (gaz_lonlat){near.lat_deg, near.lon_deg};
    }
    incmap_status status = source_open(&r->table, o->input, err);
    if (status == INCMAP_OK) status = use_layer(r->table, o, err);
    if (status == INCMAP_OK) status = find_columns(r, o, err);
    if (status != INCMAP_OK) return status;
    status = gazetteer_open_asked(&r->g, NULL, o->gazetteer, o->data, err);
    return status == INCMAP_OK ? gazetteer_check_country(r->g, o->country, err) : status;
}

/** The row's own columns, each with a comma behind it, before the answer's. */
static void write_own_columns(const run *r, arena *memory, bool header)
{
    for (size_t i = 0; i < r->column_count; i++) {
        const char *text = header ? r->columns[i] : cell_text(memory, source_text(r->table, i));
        place_write_csv_field(r->output.to, text ? text : "");
        putc(',', r->output.to);
    }
}

static const char *text_of(const run *r, int column, arena *memory)
{
    const char *text = column >= 0 ? source_text(r->table, (size_t)column) : NULL;
    return text && !cell_is_null(text) ? cell_text(memory, text) : NULL;
}

static incmap_status resolve_row(run *r, const char *country, arena *memory, incmap_error *err)
{
    const char *phrase = text_of(r, r->phrase, memory);
    const char *own_country = text_of(r, r->country, memory);
    r->context.country = own_country ? own_country : country;
    r->context.admin1 = text_of(r, r->admin1, memory);
    gaz_answer *answer = NULL;
    gaz_error trouble = {0};
    if (gaz_resolve(r->g, phrase ? phrase : "", &r->context, &answer, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    if (r->output.format == PLACE_CSV) write_own_columns(r, memory, false);
    place_output_add(&r->output, answer);
    if (answer->status == GAZ_UNRESOLVED) r->unresolved++;
    gaz_answer_free(answer);
    return INCMAP_OK;
}

static incmap_status resolve_rows(run *r, const resolve_options *o, incmap_error *err)
{
    arena memory = {0};
    if (r->output.format == PLACE_CSV) write_own_columns(r, &memory, true);
    place_output_begin(&r->output);
    incmap_status status = INCMAP_OK;
    for (bool more = true; status == INCMAP_OK;) {
        status = source_next(r->table, &more, err);
        if (status != INCMAP_OK || !more) break;
        status = resolve_row(r, o->country, &memory, err);
        if (memory.blocks) arena_dispose(&memory);
    }
    arena_dispose(&memory);
    place_output_end(&r->output);
    if (fflush(r->output.to) != 0 && status == INCMAP_OK)
        status = error_set(err, INCMAP_FAILED, "stdout cannot be written; free some space or redirect it");
    return status;
}

int incmap_cmd_resolve_table(int argc, char **argv)
{
    resolve_options o = {0};
    incmap_error err = {0};
    run r = {.output = {.to = stdout}};
    incmap_status status = resolve_options_parse(&o, argc, argv, &err);
    if (status == INCMAP_OK && o.help) goto done;
    if (status == INCMAP_OK) status = prepare(&r, &o, &err);
    if (status == INCMAP_OK) status = resolve_rows(&r, &o, &err);
    if (status != INCMAP_OK)
        fprintf(stderr, "incmap: %s\n", err.message);
    else if (o.strict && r.unresolved)
        status = INCMAP_UNMAPPED;
done:
    gaz_close(r.g);
    source_close(r.table);
    opt_list_dispose(&o.phrases);
    return (int)status;
}
