#include "gazetteer/store.h"

#include "gazetteer/cards.h"
#include "gazetteer/reach.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Address space, not memory: the pages a name needs are mapped, 64-bit machines have room.
// The transaction stays open, since beginning and ending one takes as long as a look-up; the file never
// changes.
#define MMAP_PRAGMA "PRAGMA mmap_size=4294967296; PRAGMA query_only=1; PRAGMA temp_store=MEMORY; BEGIN"

static gaz_status read_failed(store_session *session, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer cannot be read: %s; build it again",
                    sqlite3_errmsg(session->db));
}

static gaz_status prepare(store_session *session, sqlite3_stmt **statement, const char *sql, gaz_error *err)
{
    if (*statement) return GAZ_OK;
    if (sqlite3_prepare_v3(session->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK)
        return GAZ_OK;
    return read_failed(session, err);
}

/** "file:…?immutable=1" with what a URI reserves escaped; allocated with malloc, NULL: out of memory. */
static char *immutable_uri(const char *path)
{
    static const char tail[] = "?immutable=1";
    char *uri = malloc(5 + 3 * strlen(path) + sizeof tail);
    if (!uri) return NULL;
    char *to = uri;
    memcpy(to, "file:", 5);
    to += 5;
    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        if (strchr("%?#", *c)) {
            static const char hex[] = "0123456789ABCDEF";
            *to++ = '%';
            *to++ = hex[*c >> 4];
            *to++ = hex[*c & 15];
        } else {
            *to++ = (char)*c;
        }
    }
    memcpy(to, tail, sizeof tail);
    return uri;
}

static gaz_status check_format(store_session *session, const char *path, gaz_error *err)
{
    sqlite3_stmt *query = NULL;
    gaz_status status = GAZ_OK;
    int code = sqlite3_prepare_v2(session->db, "SELECT value FROM gazetteer_meta WHERE key='format'", -1,
                                  &query, NULL);
    if (code != SQLITE_OK || sqlite3_step(query) != SQLITE_ROW)
        status = gaz_fail(err, GAZ_ERROR_OPEN,
                          "%s: is not a compiled gazetteer; \"incmap gazetteer build\" makes one", path);
    else if (sqlite3_column_int(query, 0) != STORE_FORMAT)
        status = gaz_fail(err, GAZ_ERROR_OPEN,
                          "%s: was compiled by another version of this program; build it again", path);
    sqlite3_finalize(query);
    return status;
}

/** Sources are numbered in the order of their import: packages, curated places, the user's own. */
static gaz_status find_curated(store_session *session, gaz_error *err)
{
    sqlite3_stmt *query = NULL;
    session->curated_source = INT_MAX;
    int code =
        sqlite3_prepare_v2(session->db, "SELECT min(fid) FROM source WHERE name='curated'", -1, &query, NULL);
    if (code == SQLITE_OK && sqlite3_step(query) == SQLITE_ROW &&
        sqlite3_column_type(query, 0) == SQLITE_INTEGER)
        session->curated_source = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return code == SQLITE_OK ? GAZ_OK : read_failed(session, err);
}

/** Where the packed tables begin. */
static gaz_status open_pages(store_session *session, const char *path, gaz_error *err)
{
    const struct {
        const char *table;
        uint32_t *root;
    } tables[] = {{NAMES_TABLE, &session->names_root},
                  {SKELETONS_TABLE, &session->skeletons_root},
                  {CARDS_TABLE, &session->cards_root}};
    sqlite3_stmt *query = NULL;
    gaz_status status = GAZ_OK;
    if (sqlite3_prepare_v2(session->db, "SELECT rootpage FROM sqlite_master WHERE type='table' AND name=?1",
                           -1, &query, NULL) != SQLITE_OK)
        status = read_failed(session, err);
    for (size_t i = 0; status == GAZ_OK && i < sizeof tables / sizeof *tables; i++) {
        sqlite3_bind_text(query, 1, tables[i].table, -1, SQLITE_STATIC);
        if (sqlite3_step(query) != SQLITE_ROW)
            status =
                gaz_fail(err, GAZ_ERROR_OPEN, "%s: has no table %s; build it again", path, tables[i].table);
        *tables[i].root = (uint32_t)sqlite3_column_int64(query, 0);
        sqlite3_reset(query);
    }
    sqlite3_finalize(query);
    if (status == GAZ_OK && !pages_map(&session->pages, path))
        status = gaz_fail(err, GAZ_ERROR_OPEN, "%s: cannot be mapped into memory: %s", path, strerror(errno));
    if (status == GAZ_OK) pages_keep_nodes(&session->pages);
    return status;
}

gaz_status store_session_open(store_session **out, const char *path, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    char *uri = NULL;
    store_session *session = calloc(1, sizeof *session);
    if (!session || !(session->fold = fold_tools_new()) || !(session->work.geos = GEOS_init_r()) ||
        !(session->cards_rows = calloc(STORE_CARDS_ROWS, sizeof *session->cards_rows)) ||
        !(uri = immutable_uri(path))) {
        status = gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while opening the gazetteer");
        goto done;
    }
    if (sqlite3_open_v2(uri, &session->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(session->db, MMAP_PRAGMA, NULL, NULL, NULL) != SQLITE_OK) {
        status =
            gaz_fail(err, GAZ_ERROR_OPEN, "%s: cannot be opened: %s; \"incmap gazetteer build\" makes it",
                     path, session->db ? sqlite3_errmsg(session->db) : "out of memory");
        goto done;
    }
    status = check_format(session, path, err);
    if (status == GAZ_OK) status = find_curated(session, err);
    if (status == GAZ_OK) status = open_pages(session, path, err);
done:
    free(uri);
    if (status != GAZ_OK) {
        store_session_close(session);
        session = NULL;
    }
    *out = session;
    return status;
}

void store_session_close(store_session *session)
{
    if (!session) return;
    sqlite3_stmt *const statements[] = {session->shape, session->units_at, session->unit_by_code,
                                        session->import};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(session->db);
    if (session->work.geos) store_land_free(session->land, session->work.geos);
    pages_unmap(&session->pages);
    free(session->cards_rows);
    if (session->work.geos) reach_free(session->reaches, session->work.geos);
    fold_tools_free(session->fold);
    scope_dispose(&session->work);
    if (session->work.geos) GEOS_finish_r(session->work.geos);
    free(session);
}

static gaz_status damaged(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer is damaged; build it again");
}

static pages_result find_cards(store_session *session, int64_t number, pages_row *out)
{
    store_cards_row *kept = &session->cards_rows[(uint64_t)number % STORE_CARDS_ROWS];
    if (kept->row.bytes && kept->number == number) {
        *out = kept->row;
        return PAGES_FOUND;
    }
    pages_result result =
        pages_find(&session->pages, session->cards_root, number, PAGES_SAME, &session->work, out);
    // What was joined in the scope does not stay.
    if (result == PAGES_FOUND && pages_hold(&session->pages, out)) *kept = (store_cards_row){number, *out};
    return result;
}

gaz_status store_place_read(store_session *session, int64_t id, store_place *out, bool *is_there,
                            gaz_error *err)
{
    *is_there = false;
    pages_row row;
    card found;
    pages_result result = find_cards(session, id / CARDS_SPAN, &row);
    if (result == PAGES_DAMAGED) return damaged(err);
    if (result == PAGES_NONE || !card_read(row.bytes, row.length, id, &found)) return GAZ_OK;
    *is_there = true;
    *out = (store_place){
        .id = id,
        .name = found.name,
        .kind = found.kind,
        .country = found.country,
        .admin1 = found.admin1,
        .kind_info = kind_by_name(found.kind),
        .texts_length = found.texts_length,
        .admin1_code = found.admin1_code,
        .detail = found.detail,
        .position = found.position,
        .population = found.population,
        .extent_m = found.extent_m,
        .weight = found.weight,
        .shape = found.shape,
        .source = found.source,
    };
    return GAZ_OK;
}

gaz_status store_place_get(store_session *session, int64_t id, store_place **out, gaz_error *err)
{
    bool found;
    store_place *place = scope_take(&session->work, sizeof *place);
    gaz_status status = store_place_read(session, id, place, &found, err);
    *out = status == GAZ_OK && found ? place : NULL;
    return status;
}

/** The body of a name's group. *found false: there is none. */
static gaz_status find_group(store_session *session, uint32_t root, const char *name, unpacker *body,
                             bool *found, gaz_error *err)
{
    const size_t length = strlen(name);
    pages_row row;
    pages_result result = pages_find(&session->pages, root, groups_hash(name, length), PAGES_SAME_OR_BEFORE,
                                     &session->work, &row);
    *found = result == PAGES_FOUND && groups_find(row.bytes, row.length, name, length, body);
    return result == PAGES_DAMAGED ? damaged(err) : GAZ_OK;
}

gaz_status store_names_of(store_session *session, const char *key, store_names *out, gaz_error *err)
{
    bool found;
    *out = (store_names){0};
    gaz_status status = find_group(session, session->names_root, key, &out->rest, &found, err);
    if (!found) out->rest = (unpacker){0};
    return status;
}

gaz_status store_names_next(store_session *session, store_names *names, const char *country, bool *found,
                            gaz_error *err)
{
    const char *packed = names->entry.plain;
    do *found = names_next(&names->rest, &names->entry);
    while (*found && country && memcmp(names->entry.country, country, 2) != 0);
    if (*found && names->entry.plain != packed)
        names->plain = scope_strndup(&session->work, names->entry.plain, names->entry.plain_length);
    return names->rest.broken ? damaged(err) : GAZ_OK;
}

gaz_status store_keys_like(store_session *session, const char *skeleton, size_t limit, const char ***keys,
                           size_t *count, gaz_error *err)
{
    *keys = NULL;
    *count = 0;
    unpacker body;
    bool found;
    gaz_status status = find_group(session, session->skeletons_root, skeleton, &body, &found, err);
    size_t capacity = 0, length;
    const char *packed;
    while (status == GAZ_OK && found && *count < limit && names_next_key(&body, &packed, &length)) {
        const char *key = scope_strndup(&session->work, packed, length);
        SCOPE_PUSH(&session->work, *keys, *count, capacity, key);
    }
    if (status == GAZ_OK && found && body.broken) status = damaged(err);
    return status;
}

gaz_status store_unit_by_code(store_session *session, const char *code, store_place **out, gaz_error *err)
{
    *out = NULL;
    gaz_status status = prepare(session, &session->unit_by_code, "SELECT place FROM unit WHERE code=?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_text(session->unit_by_code, 1, code, -1, SQLITE_STATIC);
    int result = sqlite3_step(session->unit_by_code);
    int64_t place = result == SQLITE_ROW ? sqlite3_column_int64(session->unit_by_code, 0) : 0;
    sqlite3_reset(session->unit_by_code);
    if (result != SQLITE_ROW && result != SQLITE_DONE) return read_failed(session, err);
    return place ? store_place_get(session, place, out, err) : GAZ_OK;
}

gaz_status store_has_import(store_session *session, const char *name, bool *out, gaz_error *err)
{
    *out = false;
    gaz_status status =
        prepare(session, &session->import, "SELECT 1 FROM gazetteer_meta WHERE key='import:'||?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_text(session->import, 1, name, -1, SQLITE_STATIC);
    int code = sqlite3_step(session->import);
    *out = code == SQLITE_ROW;
    sqlite3_reset(session->import);
    return code == SQLITE_ROW || code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

gaz_status store_shape_get(store_session *session, int64_t id, GEOSGeometry **out, gaz_error *err)
{
    *out = NULL;
    if (!id) return GAZ_OK;
    // Nobody changes a geometry: what is kept may be handed out as it is.
    *out = (GEOSGeometry *)(uintptr_t)reach_outline_find(session, id);
    if (*out) return GAZ_OK;
    gaz_status status = prepare(session, &session->shape, "SELECT geom FROM shape WHERE fid=?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_int64(session->shape, 1, id);
    int code = sqlite3_step(session->shape);
    if (code == SQLITE_ROW) {
        const void *blob = sqlite3_column_blob(session->shape, 0);
        size_t length = (size_t)sqlite3_column_bytes(session->shape, 0);
        if (blob) *out = shape_from_blob(&session->work, blob, length);
        if (*out) reach_outline_keep(session, id, *out, length);
    }
    sqlite3_reset(session->shape);
    return code == SQLITE_ROW || code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

gaz_status store_unit_at(store_session *session, gaz_lonlat point, int level, store_place **out,
                         gaz_error *err)
{
    *out = NULL;
    gaz_status status = prepare(session, &session->units_at,
                                "SELECT s.place,s.geom FROM unit_box b JOIN shape s ON s.fid=b.shape"
                                " WHERE b.west<=?1 AND b.east>=?1 AND b.south<=?2 AND b.north>=?2"
                                " AND s.unit_level=?3 AND s.place IS NOT NULL ORDER BY s.fid",
                                err);
    if (status != GAZ_OK) return status;
    sqlite3_stmt *query = session->units_at;
    sqlite3_bind_double(query, 1, point.lon_deg);
    sqlite3_bind_double(query, 2, point.lat_deg);
    sqlite3_bind_int(query, 3, level);
    int code;
    int64_t found = 0;
    while (!found && (code = sqlite3_step(query)) == SQLITE_ROW) {
        GEOSGeometry *geometry = shape_from_blob(&session->work, sqlite3_column_blob(query, 1),
                                                 (size_t)sqlite3_column_bytes(query, 1));
        if (geometry && shape_contains(&session->work, geometry, point))
            found = sqlite3_column_int64(query, 0);
    }
    sqlite3_reset(query);
    if (found) return store_place_get(session, found, out, err);
    return code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

gaz_status store_sources(store_session *session, scope *memory, gaz_source **out, size_t *count,
                         gaz_error *err)
{
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = NULL;
    size_t capacity = 0;
    if (sqlite3_prepare_v2(session->db,
                           "SELECT name,version,licence,attribution,place_count,name_count FROM source"
                           " ORDER BY fid",
                           -1, &query, NULL) != SQLITE_OK)
        return read_failed(session, err);
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *texts[4];
        for (int i = 0; i < 4; i++) {
            const char *text = (const char *)sqlite3_column_text(query, i);
            texts[i] = scope_strdup(memory, text ? text : "");
        }
        gaz_source source = {.name = texts[0],
                             .version = texts[1],
                             .licence = texts[2],
                             .attribution = texts[3],
                             .place_count = sqlite3_column_int64(query, 4),
                             .name_count = sqlite3_column_int64(query, 5)};
        SCOPE_PUSH(memory, *out, *count, capacity, source);
    }
    sqlite3_finalize(query);
    return code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}
