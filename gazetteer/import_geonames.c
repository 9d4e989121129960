/** @file The package of GeoNames' towns. */
#include "gazetteer/build.h"
#include "gazetteer/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a town is worth that GeoNames gives no number for: it lists places from 500 people on.
#define POPULATION_UNKNOWN 500

typedef struct {
    size_t unit; ///< index of the outline
    const char *code;
} vote;

static int compare_votes(const void *a, const void *b)
{
    const vote *p = a, *q = b;
    if (p->unit != q->unit) return p->unit < q->unit ? -1 : 1;
    return strcmp(p->code, q->code);
}

/**
 * Says which GeoNames unit each outline of the map belongs to: that of most of the towns in it. Codes cannot
 * be joined instead: GeoNames uses FIPS for some countries, ISO for others, and its own where units changed.
 */
static void join_outlines(builder *b)
{
    vote *votes = scope_alloc(&b->work, (b->row_count + 1) * sizeof *votes);
    size_t count = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        const geonames_row *row = &b->rows[i];
        if (!row->admin1_code[0]) continue;
        const map_unit *unit = build_map_unit_at(b, row->position);
        if (unit && strcmp(unit->country, row->country_code) == 0)
            votes[count++] = (vote){(size_t)(unit - b->map_units), row->admin1_code};
    }
    if (!count) return;
    qsort(votes, count, sizeof *votes, compare_votes);
    size_t best = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && compare_votes(&votes[i], &votes[end]) == 0) end++;
        bool first = i == 0 || votes[i - 1].unit != votes[i].unit;
        if (first) best = 0;
        if (end - i > best) {
            best = end - i;
            b->map_units[votes[i].unit].admin1_code = votes[i].code;
        }
        i = end;
    }
}

static int compare_by_admin1(const void *a, const void *b, void *rows)
{
    const geonames_row *all = rows;
    size_t i = *(const size_t *)a, k = *(const size_t *)b;
    int order = strcmp(all[i].admin1_code, all[k].admin1_code);
    return order ? order : (i > k) - (i < k);
}

static void index_rows(builder *b)
{
    b->rows_by_admin1 = scope_alloc(&b->work, b->row_count * sizeof *b->rows_by_admin1);
    for (size_t i = 0; i < b->row_count; i++) b->rows_by_admin1[i] = i;
    qsort_r(b->rows_by_admin1, b->row_count, sizeof *b->rows_by_admin1, compare_by_admin1, b->rows);
}

gaz_status import_geonames_read(builder *b, gaz_error *err)
{
    const char *path = build_package_file(b, "cities500.txt", "towns and villages from GeoNames");
    if (!path) return GAZ_OK;
    size_t length = 0, capacity = 0;
    b->rows_text = build_read_file(path, &length, err);
    if (!b->rows_text) return err ? err->status : GAZ_ERROR_INPUT;
    long bad = 0;
    const char *at = b->rows_text, *end = at + length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        size_t line_length = (size_t)(stop - at);
        if (line_length && at[line_length - 1] == '\r') line_length--;
        geonames_row row;
        if (line_length && geonames_parse(at, line_length, &row) && row.country_code[0])
            SCOPE_PUSH(&b->work, b->rows, b->row_count, capacity, row);
        else if (line_length)
            bad++;
        at = stop + 1;
    }
    if (!b->row_count)
        return gaz_fail(err, GAZ_ERROR_INPUT,
                        "%s: no line of it is a GeoNames row of 19 columns; fetch it again", path);
    if (bad) build_report(b, "%s: %ld lines that are no GeoNames rows left out", path, bad);
    index_rows(b);
    join_outlines(b);
    return GAZ_OK;
}

/** The seat of a government by the code of what it governs. */
static gaz_status write_capital(builder *b, const geonames_row *row, int64_t id, double weight,
                                gaz_error *err)
{
    const bool country = strcmp(row->feature_code, "PPLC") == 0,
               unit = strcmp(row->feature_code, "PPLA") == 0;
    char name[FOLD_MAX];
    gaz_status status = GAZ_OK;
    if (country) {
        int length = snprintf(name, sizeof name, STORE_CAPITAL_NAME, row->country_code);
        status = store_write_name(&b->writer, id, weight, name, (size_t)length, err);
    }
    if (status != GAZ_OK || !(country || unit) || !row->admin1_code[0]) return status;
    int length = snprintf(name, sizeof name, STORE_CAPITAL_NAME, row->admin1_code);
    return store_write_name(&b->writer, id, weight, name, (size_t)length, err);
}

static gaz_status write_row(builder *b, const geonames_row *row, int source, gaz_error *err)
{
    const geonames_meaning meaning = geonames_settlement(row, POPULATION_UNKNOWN);
    const char *admin1 = build_admin_name(b->admin1, b->admin1_count, row->admin1_code);
    char name[FOLD_MAX];
    snprintf(name, sizeof name, "%.*s", (int)row->name_length, row->name);
    store_new_place place = {
        .name = name,
        .kind = meaning.kind,
        .country = row->country_code,
        .admin1 = admin1,
        .admin1_code = row->admin1_code,
        .detail = build_admin_name(b->admin2, b->admin2_count, row->admin2_code),
        .position = row->position,
        .population = row->population,
        .extent_m = meaning.extent_m,
        .weight = meaning.weight,
        .unit_level = -1,
        .source = source,
    };
    int64_t id;
    gaz_status status = store_write_place(&b->writer, &place, &id, err);
    if (status == GAZ_OK) status = write_capital(b, row, id, place.weight, err);
    const char *at = row->alternates, *end = at + row->alternates_length;
    while (status == GAZ_OK && at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        size_t length = (size_t)(stop - at);
        // Codes of airports and ports: a name only where nothing else has it.
        double weight =
            geonames_is_code(at, length) ? fmin(place.weight, GEONAMES_CODE_WEIGHT) : place.weight;
        status = store_write_name(&b->writer, id, weight, at, length, err);
        at = stop + 1;
    }
    return status;
}

gaz_status import_geonames_write(builder *b, gaz_error *err)
{
    if (!b->row_count) return GAZ_OK;
    gaz_status status = store_write_source(&b->writer, "geonames", "cities500", "CC BY 4.0",
                                           "© GeoNames (CC BY 4.0)", &b->geonames_source, err);
    for (size_t i = 0; status == GAZ_OK && i < b->row_count; i++)
        status = write_row(b, &b->rows[i], b->geonames_source, err);
    if (status == GAZ_OK) build_report(b, "geonames: %zu places", b->row_count);
    return status;
}
