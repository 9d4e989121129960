/** @file incmap resolve -i FILE: the place phrases in a column of a table, resolved row by row. */
#include "base/incident.h"
#include "base/strbuf.h"
#include "cli/answer_cache.h"
#include "cli/gazetteer_open.h"
#include "cli/place_output.h"
#include "cli/resolve_options.h"
#include "gazetteer/gazetteer.h"
#include "incmap.h"
#include "read/cell.h"
#include "read/fields.h"
#include "read/recognise.h"
#include "read/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Other places of the table that a name is compared with: enough to show the region.
#define OTHERS_MAX 256
// Those less sure say nothing about where the table is.
#define OTHERS_CONFIDENCE 0.6
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
    size_t counts[3]; ///< by gaz_answer_status
    answer_cache cache;
    gaz_lonlat others[OTHERS_MAX]; ///< of the table's own places, for names that alone say too little
    char other_countries[OTHERS_MAX][GAZ_COUNTRY_SIZE];
    const char *country_texts[OTHERS_MAX];
    size_t other_count;
} run;

/** The column that is best known by a name of the field; -1: none. */
static int find_field(const run *r, field_id field)
{
    for (int rank = 0; rank < 2; rank++)
        for (size_t i = 0; i < synonym_count; i++) {
            const char *names = synonyms[i].names;
            char name[FOLDED_NAME_MAX], column[FOLDED_NAME_MAX];
            if (synonyms[i].field != field || synonyms[i].rank != rank) continue;
            while (name_list_next(&names, name, sizeof name))
                for (size_t k = 0; k < r->column_count; k++)
                    if (strcmp(fold_name(r->columns[k], column), name) == 0) return (int)k;
        }
    return -1;
}

/** The column of the phrases and, where the table has them under these names, those that narrow them down. */
static incmap_status find_columns(run *r, const resolve_options *o, incmap_error *err)
{
    r->columns = source_columns(r->table, &r->column_count);
    r->phrase = o->field ? column_find(r->columns, r->column_count, o->field) : -1;
    r->country = find_field(r, FIELD_COUNTRY);
    r->admin1 = find_field(r, FIELD_ADMIN1);
    if (o->verbose && r->country >= 0) fprintf(stderr, "country: column %s\n", r->columns[r->country]);
    if (o->verbose && r->admin1 >= 0) fprintf(stderr, "admin1: column %s\n", r->columns[r->admin1]);
    r->context.at_sea = o->at_sea || columns_are_of_ships(r->columns, r->column_count);
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

/** The answer for the row that the table stands at; the cache's own. */
static incmap_status resolve_row(run *r, const char *country, arena *memory, const gaz_answer **out,
                                 incmap_error *err)
{
    const char *phrase = text_of(r, r->phrase, memory);
    const char *own_country = text_of(r, r->country, memory);
    r->context.country = own_country ? own_country : country;
    r->context.admin1 = text_of(r, r->admin1, memory);
    if (!phrase) phrase = "";
    strbuf key = {0};
    strbuf_printf(&key, "%s\t%s\t%s", phrase, r->context.country ? r->context.country : "",
                  r->context.admin1 ? r->context.admin1 : "");
    gaz_answer **slot = answer_cache_slot(&r->cache, strbuf_text(&key));
    strbuf_dispose(&key);
    gaz_error trouble = {0};
    *out = *slot;
    if (*slot) return INCMAP_OK;
    gaz_context alone = r->context;
    alone.other_count = 0;
    if (gaz_resolve(r->g, phrase, &alone, slot, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    if ((*slot)->status != GAZ_RESOLVED && r->context.other_count) {
        gaz_answer_free(*slot);
        *slot = NULL;
        if (gaz_resolve(r->g, phrase, &r->context, slot, &trouble) != GAZ_OK)
            return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    }
    *out = *slot;
    return INCMAP_OK;
}

/** Keeps a place for the others' context, the n-th of the table in the n-th slot, then every second, every
 * fourth …, so that those kept are spread over the table. */
static void keep_other(run *r, const gaz_answer *answer, size_t *seen, size_t *step)
{
    if (answer->status != GAZ_RESOLVED || answer->confidence < OTHERS_CONFIDENCE) return;
    if (answer->precision > PREC_ADM1 || (*seen)++ % *step) return;
    if (r->other_count == OTHERS_MAX) {
        r->other_count /= 2;
        *step *= 2;
        for (size_t i = 0; i < r->other_count; i++) {
            r->others[i] = r->others[2 * i];
            memcpy(r->other_countries[i], r->other_countries[2 * i], GAZ_COUNTRY_SIZE);
        }
    }
    snprintf(r->other_countries[r->other_count], GAZ_COUNTRY_SIZE, "%s",
             strlen(answer->country) == 2 ? answer->country : "");
    r->others[r->other_count++] = answer->position;
}

/** First round: where the table's places are, as far as they can be told alone. */
static incmap_status collect_others(run *r, const resolve_options *o, incmap_error *err)
{
    arena memory = {0};
    incmap_status status = INCMAP_OK;
    size_t seen = 0, step = 1;
    for (bool more = true; status == INCMAP_OK;) {
        const gaz_answer *answer;
        status = source_next(r->table, &more, err);
        if (status != INCMAP_OK || !more) break;
        status = resolve_row(r, o->country, &memory, &answer, err);
        if (status == INCMAP_OK) keep_other(r, answer, &seen, &step);
        arena_dispose(&memory);
    }
    arena_dispose(&memory);
    for (size_t i = 0; i < r->other_count; i++) r->country_texts[i] = r->other_countries[i];
    r->context.others = r->others;
    r->context.other_count = r->other_count;
    r->context.other_countries = r->country_texts;
    answer_cache_clear(&r->cache);
    source_rewind(r->table);
    return status;
}

static incmap_status resolve_rows(run *r, const resolve_options *o, incmap_error *err)
{
    arena memory = {0};
    incmap_status status = collect_others(r, o, err);
    if (status != INCMAP_OK) return status;
    if (r->output.format == PLACE_CSV) write_own_columns(r, &memory, true);
    place_output_begin(&r->output);
    for (bool more = true; status == INCMAP_OK;) {
        const gaz_answer *answer;
        status = source_next(r->table, &more, err);
        if (status != INCMAP_OK || !more) break;
        status = resolve_row(r, o->country, &memory, &answer, err);
        if (status != INCMAP_OK) break;
        if (r->output.format == PLACE_CSV) write_own_columns(r, &memory, false);
        place_output_add(&r->output, answer);
        r->counts[answer->status]++;
        arena_dispose(&memory);
    }
    arena_dispose(&memory);
    place_output_end(&r->output);
    if (fflush(r->output.to) != 0 && status == INCMAP_OK)
        status = error_set(err, INCMAP_FAILED, "stdout cannot be written; free some space or redirect it");
    if (status == INCMAP_OK && !o->quiet)
        fprintf(stderr, "read %zu = resolved %zu + ambiguous %zu + unresolved %zu\n",
                r->counts[0] + r->counts[1] + r->counts[2], r->counts[GAZ_RESOLVED], r->counts[GAZ_AMBIGUOUS],
                r->counts[GAZ_UNRESOLVED]);
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
    else if (o.strict && r.counts[GAZ_UNRESOLVED])
        status = INCMAP_UNMAPPED;
done:
    answer_cache_clear(&r.cache);
    gaz_close(r.g);
    source_close(r.table);
    opt_list_dispose(&o.phrases);
    return (int)status;
}
