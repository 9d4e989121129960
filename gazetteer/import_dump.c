/** @file A dump of GeoNames, as its users download them: a country's, or all of it. */
#include "gazetteer/build.h"
#include "gazetteer/import_session.h"
#include "gazetteer/lines.h"
#include "gazetteer/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// How often the caller hears of progress: a few times a second.
#define PROGRESS_BYTES ((int64_t)4 << 20)

/** A row that was written, for the names that come in a table of their own. */
typedef struct {
    int64_t id, place;
    double weight;
} dump_place;

/** A unit by its code: its name, and the place in the store that it is, 0 where it is in none. */
typedef struct {
    const char *code, *name;
    int64_t place;
    double weight;
} dump_unit;

typedef struct {
    const gaz_geonames_request *request;
    gaz_import *import;
    scope memory;
    const char *admin_paths[2], *alternates_path; ///< NULL where they are not there
    dump_unit *units;                             ///< sorted by code
    size_t unit_count, unit_capacity;
    dump_place *places; ///< only where there are alternate names
    size_t place_count, place_capacity;
    int64_t done_bytes, total_bytes, told_bytes;
    int64_t rejected;
} dump;

static gaz_status tell(dump *d, const lines *from, bool finished, gaz_error *err)
{
    int64_t done = d->done_bytes + lines_done_bytes(from);
    if (!d->request->progress || (!finished && done - d->told_bytes < PROGRESS_BYTES)) return GAZ_OK;
    d->told_bytes = done;
    if (d->request->progress(d->request->progress_context, done, d->total_bytes)) return GAZ_OK;
    return gaz_fail(err, GAZ_ERROR_INPUT, "%s: import ended on request; the gazetteer is as it was",
                    d->request->path);
}

static gaz_status read_failed(const char *path, const lines *from, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_INPUT, "%s:%lld: cannot be read further", path,
                    (long long)lines_number(from) + 1);
}

static int compare_units(const void *a, const void *b)
{
    const dump_unit *p = a, *q = b;
    int order = strcmp(p->code, q->code);
    // The store's own record before the file's.
    return order ? order : (p->place < q->place) - (p->place > q->place);
}

static const dump_unit *find_unit(const dump *d, const char *code)
{
    size_t low = 0, high = d->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(d->units[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->unit_count && strcmp(d->units[low].code, code) == 0 ? &d->units[low] : NULL;
}

static gaz_status read_store_units(dump *d, gaz_error *err)
{
    sqlite3 *db = d->import->session->db;
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(
        db, "SELECT u.code,p.name,p.fid,p.weight FROM unit u JOIN place p ON p.fid=u.place", -1, &query,
        NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        if ((code = sqlite3_step(query)) != SQLITE_ROW) break;
        dump_unit unit = {.code = scope_strdup(&d->memory, (const char *)sqlite3_column_text(query, 0)),
                          .name = scope_strdup(&d->memory, (const char *)sqlite3_column_text(query, 1)),
                          .place = sqlite3_column_int64(query, 2),
                          .weight = sqlite3_column_double(query, 3)};
        SCOPE_PUSH(&d->memory, d->units, d->unit_count, d->unit_capacity, unit);
    }
    sqlite3_finalize(query);
    if (code == SQLITE_DONE) return GAZ_OK;
    return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer cannot be read: %s; build it again",
                    sqlite3_errmsg(db));
}

// GeoNames has 4,000 first-level units and 48,000 second-level ones.
#define UNITS_MAX 200000

/** admin1CodesASCII.txt and admin2Codes.txt: code, name, name in ASCII, GeoNames' number. */
static gaz_status read_admin_file(dump *d, const char *path, gaz_error *err)
{
    if (!path) return GAZ_OK;
    lines *from;
    gaz_status status = lines_open(&from, path, err);
    if (status != GAZ_OK) return status;
    const char *text;
    size_t length;
    bool is_cut;
    while (d->unit_count < UNITS_MAX && lines_next(from, &text, &length, &is_cut)) {
        const char *tab = memchr(text, '\t', length);
        if (!tab || tab == text || is_cut) continue;
        size_t rest = length - (size_t)(tab + 1 - text);
        const char *end = memchr(tab + 1, '\t', rest);
        dump_unit unit = {.code = scope_strndup(&d->memory, text, (size_t)(tab - text)),
                          .name = scope_strndup(&d->memory, tab + 1, end ? (size_t)(end - tab - 1) : rest)};
        SCOPE_PUSH(&d->memory, d->units, d->unit_count, d->unit_capacity, unit);
    }
    if (lines_failed(from)) status = read_failed(path, from, err);
    lines_close(from);
    return status;
}

/** Names parted by commas. */
static gaz_status write_alternates(dump *d, const geonames_row *row, int64_t place, double weight,
                                   gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *at = row->alternates, *end = at + row->alternates_length;
    while (status == GAZ_OK && at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        size_t length = (size_t)((comma ? comma : end) - at);
        double own = geonames_is_code(at, length) ? fmin(weight, GEONAMES_CODE_WEIGHT) : weight;
        if (length) status = store_write_name(&d->import->writer, place, own, at, length, err);
        at += length + 1;
    }
    return status;
}

/** The unit of the store that a row speaks of; NULL: none. */
static const dump_unit *same_unit(const dump *d, const geonames_row *row)
{
    if (row->feature_class != 'A') return NULL;
    const char *code = strcmp(row->feature_code, "ADM1") == 0 ? row->admin1_code
                       : strncmp(row->feature_code, "PCL", 3) == 0 && strcmp(row->feature_code, "PCLH") != 0
                           ? row->country_code
                           : "";
    const dump_unit *unit = find_unit(d, code);
    return unit && unit->place ? unit : NULL;
}

static void remember(dump *d, int64_t id, int64_t place, double weight)
{
    if (!d->alternates_path || !id) return;
    dump_place written = {id, place, weight};
    SCOPE_PUSH(&d->memory, d->places, d->place_count, d->place_capacity, written);
}

static gaz_status write_row(dump *d, const geonames_row *row, gaz_error *err)
{
    const dump_unit *unit = same_unit(d, row);
    if (unit) {
        // Countries and provinces are there with their outlines: the dump has further names for them.
        remember(d, row->id, unit->place, unit->weight);
        gaz_status status =
            store_write_name(&d->import->writer, unit->place, unit->weight, row->name, row->name_length, err);
        return status == GAZ_OK ? write_alternates(d, row, unit->place, unit->weight, err) : status;
    }
    const geonames_meaning meaning = geonames_feature(row);
    const dump_unit *admin1 = find_unit(d, row->admin1_code), *admin2 = find_unit(d, row->admin2_code);
    char name[FOLD_MAX];
    snprintf(name, sizeof name, "%.*s", (int)fmin((double)row->name_length, FOLD_MAX - 1), row->name);
    store_new_place place = {
        .name = name,
        .kind = meaning.kind,
        .country = row->country_code,
        .admin1 = admin1 ? admin1->name : "",
        .admin1_code = row->admin1_code,
        .detail = admin2 ? admin2->name : "",
        .position = row->position,
        .population = row->population,
        .extent_m = meaning.extent_m,
        .weight = meaning.weight,
        .unit_level = -1,
        .source = d->import->source,
    };
    int64_t id;
    gaz_status status = store_write_place(&d->import->writer, &place, &id, err);
    if (status != GAZ_OK) return status;
    remember(d, row->id, id, place.weight);
    return write_alternates(d, row, id, place.weight, err);
}

static gaz_status read_rows(dump *d, lines *from, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *text;
    size_t length;
    bool is_cut;
    int64_t rows = 0;
    while (status == GAZ_OK && lines_next(from, &text, &length, &is_cut)) {
        geonames_row row;
        if (!length) continue;
        if (is_cut || !geonames_parse(text, length, &row)) {
            d->rejected++;
            continue;
        }
        rows++;
        status = write_row(d, &row, err);
        if (status == GAZ_OK) status = tell(d, from, false, err);
    }
    if (status == GAZ_OK && lines_failed(from)) status = read_failed(d->request->path, from, err);
    if (status == GAZ_OK && !rows)
        status = gaz_fail(err, GAZ_ERROR_INPUT,
                          "%s: no line of it is a GeoNames row of 19 columns; unpack the dump first",
                          d->request->path);
    return status;
}

static int compare_places(const void *a, const void *b)
{
    const dump_place *p = a, *q = b;
    if (p->id != q->id) return p->id < q->id ? -1 : 1;
    return (p->place > q->place) - (p->place < q->place);
}

/** Languages of the table that are no names: numbers of posts, links, and codes of other catalogues. */
static bool is_language(const char *text, size_t length)
{
    static const char *const others[] = {"link", "post", "wkdt", "faac", "tcid", "unlc", "phon"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (length == 4 && memcmp(text, others[i], 4) == 0) return false;
    return true;
}

/** alternateNamesV2.txt: its own number, the place's, the language, the name. */
static gaz_status write_alternate_line(dump *d, const char *text, size_t length, gaz_error *err)
{
    const char *fields[4];
    size_t lengths[4];
    const char *at = text, *end = text + length;
    for (int i = 0; i < 4; i++) {
        const char *tab = at <= end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
        if (!tab && (i < 3 || at > end)) return GAZ_OK;
        fields[i] = at;
        lengths[i] = (size_t)((tab ? tab : end) - at);
        at += lengths[i] + 1;
    }
    double id;
    if (!is_language(fields[2], lengths[2]) || !text_parse_number(fields[1], lengths[1], &id)) return GAZ_OK;
    size_t low = 0, high = d->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((double)d->places[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == d->place_count || (double)d->places[low].id != id) return GAZ_OK;
    double weight = d->places[low].weight;
    if (geonames_is_code(fields[3], lengths[3])) weight = fmin(weight, GEONAMES_CODE_WEIGHT);
    return store_write_name(&d->import->writer, d->places[low].place, weight, fields[3], lengths[3], err);
}

static gaz_status read_alternates(dump *d, gaz_error *err)
{
    if (!d->alternates_path) return GAZ_OK;
    if (d->place_count) qsort(d->places, d->place_count, sizeof *d->places, compare_places);
    lines *from;
    gaz_status status = lines_open(&from, d->alternates_path, err);
    if (status != GAZ_OK) return status;
    const char *text;
    size_t length;
    bool is_cut;
    while (status == GAZ_OK && lines_next(from, &text, &length, &is_cut)) {
        if (!is_cut) status = write_alternate_line(d, text, length, err);
        if (status == GAZ_OK) status = tell(d, from, false, err);
    }
    if (status == GAZ_OK && lines_failed(from)) status = read_failed(d->alternates_path, from, err);
    lines_close(from);
    return status;
}

/** A file beside the dump, in the memory; NULL where it is not there. */
static const char *beside(dump *d, const char *name, const char *file)
{
    const char *slash = strrchr(d->request->path, '/');
    const char *path = scope_printf(&d->memory, "%.*s%s%s", slash ? (int)(slash - d->request->path) + 1 : 0,
                                    d->request->path, name, file);
    return access(path, R_OK) == 0 ? path : NULL;
}

/** Whether a file's name has a country's code as a word of its own: "SY", "geonames_NL", "NL-2024". */
static bool has_code(const char *stem, size_t length, const char *code)
{
    for (size_t i = 0; i + 2 <= length; i++)
        if (strncmp(stem + i, code, 2) == 0 && (i == 0 || !isalnum((unsigned char)stem[i - 1])) &&
            (i + 2 == length || !isalnum((unsigned char)stem[i + 2])))
            return true;
    return false;
}

/**
 * By what the dump is known in the store: the country of its first row where the file's name has it too, so
 * that it is the same source whatever the rest of the name is; else the file's name.
 */
static const char *source_name(dump *d, const char *stem, size_t length)
{
    gaz_error err = {0};
    lines *from;
    if (lines_open(&from, d->request->path, &err) == GAZ_OK) {
        const char *text;
        size_t text_length;
        bool is_cut;
        geonames_row row;
        const bool is_row = lines_next(from, &text, &text_length, &is_cut) && !is_cut &&
                            geonames_parse(text, text_length, &row) && strlen(row.country_code) == 2;
        const bool is_country = is_row && has_code(stem, length, row.country_code);
        const char *name = is_country ? scope_printf(&d->memory, "geonames:%s", row.country_code) : NULL;
        lines_close(from);
        if (name) return name;
    }
    return scope_printf(&d->memory, "geonames:%.*s", (int)length, stem);
}

static gaz_status begin(dump *d, gaz_error *err)
{
    const char *path = d->request->path, *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    d->admin_paths[0] = beside(d, "admin1CodesASCII.txt", "");
    d->admin_paths[1] = beside(d, "admin2Codes.txt", "");
    d->alternates_path = beside(d, "alternatenames/", file);
    if (!d->alternates_path) d->alternates_path = beside(d, "alternateNamesV2.txt", "");
    const char *paths[4] = {path};
    size_t count = 1;
    for (size_t i = 0; i < 2; i++)
        if (d->admin_paths[i]) paths[count++] = d->admin_paths[i];
    if (d->alternates_path) paths[count++] = d->alternates_path;
    char key[GAZ_IMPORT_KEY_SIZE];
    gaz_status status = gaz_import_hash(key, paths, count, "geonames", err);
    if (status != GAZ_OK) return status;
    const char *dot = strrchr(file, '.');
    gaz_import_source source = {
        .store_path = d->request->store_path,
        .name = source_name(d, file, dot ? (size_t)(dot - file) : strlen(file)),
        .key = key,
        .version = scope_printf(&d->memory, "%.16s", key),
        .licence = "CC BY 4.0",
        .attribution = "© GeoNames (CC BY 4.0)",
    };
    return gaz_import_begin(&d->import, &source, err);
}

static gaz_status import_rows(dump *d, gaz_error *err)
{
    lines *from;
    gaz_status status = lines_open(&from, d->request->path, err);
    if (status != GAZ_OK) return status;
    d->total_bytes = lines_total_bytes(from);
    status = read_store_units(d, err);
    for (size_t i = 0; status == GAZ_OK && i < 2; i++) status = read_admin_file(d, d->admin_paths[i], err);
    if (d->unit_count) qsort(d->units, d->unit_count, sizeof *d->units, compare_units);
    if (status == GAZ_OK) status = read_rows(d, from, err);
    if (status == GAZ_OK) status = tell(d, from, true, err);
    lines_close(from);
    return status == GAZ_OK ? read_alternates(d, err) : status;
}

GAZ_API gaz_status gaz_import_geonames(const gaz_geonames_request *request, gaz_import_totals *totals,
                                       bool *is_known, gaz_error *err)
{
    *totals = (gaz_import_totals){0};
    *is_known = false;
    // Volatile: it is read after a jump from exhausted memory.
    dump *volatile held = calloc(1, sizeof(dump));
    volatile gaz_status status = GAZ_OK;
    if (!held || setjmp(held->memory.trap)) {
        status = import_out_of_memory(err);
        goto done;
    }
    held->request = request;
    status = begin(held, err);
    if (status != GAZ_OK || !held->import) {
        *is_known = status == GAZ_OK;
        goto done;
    }
    status = import_rows(held, err);
    if (status != GAZ_OK) goto done;
    held->import->totals.rejected = held->rejected;
    held->import->may_name_only = true;
    gaz_import *import = held->import;
    held->import = NULL;
    status = gaz_import_commit(import, totals, err);
done:
    if (held) {
        gaz_import_abort(held->import);
        scope_dispose((scope *)&held->memory);
    }
    free(held);
    return status;
}

GAZ_API bool gaz_is_geonames(const char *path)
{
    gaz_error err = {0};
    lines *from;
    if (lines_open(&from, path, &err) != GAZ_OK) return false;
    const char *text;
    size_t length;
    bool is_cut;
    geonames_row row;
    bool is_one = lines_next(from, &text, &length, &is_cut) && !is_cut && geonames_parse(text, length, &row);
    lines_close(from);
    return is_one;
}
