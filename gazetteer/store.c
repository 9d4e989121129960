#include "gazetteer/store.h"

#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Address space, not memory: the pages a name needs are mapped, 64-bit machines have room.
// The transaction stays open, since beginning and ending one takes as long as a look-up; the file never
// changes.
#define MMAP_PRAGMA "PRAGMA mmap_size=4294967296; PRAGMA query_only=1; PRAGMA temp_store=MEMORY; BEGIN"

#define PLACE_COLUMNS                                                                                        \
    "p.fid,p.geom,p.name,p.kind,p.country,p.admin1,p.admin1_code,p.population,p.extent_m,p.weight,p.shape,"  \
    "p.source,p.detail"
#define PLACE_COLUMN_COUNT 13

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

gaz_status store_session_open(store_session **out, const char *path, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    char *uri = NULL;
    store_session *session = calloc(1, sizeof *session);
    if (!session || !(session->fold = fold_tools_new()) || !(session->work.geos = GEOS_init_r()) ||
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
    sqlite3_stmt *const statements[] = {session->by_key, session->by_skeleton, session->place,
                                        session->shape,  session->units_at,    session->unit_by_code,
                                        session->import};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(session->db);
    if (session->work.geos) store_land_free(session->land, session->work.geos);
    fold_tools_free(session->fold);
    scope_dispose(&session->work);
    if (session->work.geos) GEOS_finish_r(session->work.geos);
    free(session);
}

static const char *column_text(store_session *session, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    int length = sqlite3_column_bytes(row, column);
    return length > 0 ? scope_strndup(&session->work, text, (size_t)length) : "";
}

static store_place read_place(store_session *session, sqlite3_stmt *row)
{
    store_place place = {
        .id = sqlite3_column_int64(row, 0),
        .name = column_text(session, row, 2),
        .kind = column_text(session, row, 3),
        .country = column_text(session, row, 4),
        .admin1 = column_text(session, row, 5),
        .admin1_code = column_text(session, row, 6),
        .position = {NAN, NAN},
        .population = sqlite3_column_double(row, 7),
        .extent_m = sqlite3_column_double(row, 8),
        .weight = sqlite3_column_double(row, 9),
        .shape = sqlite3_column_int64(row, 10),
        .source = sqlite3_column_int(row, 11),
        .detail = column_text(session, row, 12),
    };
    const unsigned char *blob = sqlite3_column_blob(row, 1);
    if (blob && sqlite3_column_bytes(row, 1) == SHAPE_POINT_BYTES)
        memcpy(&place.position, blob + SHAPE_POINT_BYTES - sizeof place.position, sizeof place.position);
    return place;
}

gaz_status store_find(store_session *session, const char *key, const char *country, size_t limit,
                      store_hit **hits, size_t *count, size_t *capacity, gaz_error *err)
{
    gaz_status status =
        prepare(session, &session->by_key,
                "SELECT " PLACE_COLUMNS ",k.plain,k.prominence FROM name_key k JOIN place p ON p.fid=k.place"
                " WHERE k.key=?1 AND (?2 IS NULL OR k.country=?2)"
                " ORDER BY k.prominence,k.place,k.plain LIMIT ?3",
                err);
    if (status != GAZ_OK) return status;
    sqlite3_stmt *query = session->by_key;
    sqlite3_bind_text(query, 1, key, -1, SQLITE_STATIC);
    if (country)
        sqlite3_bind_text(query, 2, country, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(query, 2);
    sqlite3_bind_int64(query, 3, (sqlite3_int64)limit);
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        store_hit hit = {.place = read_place(session, query),
                         .plain = column_text(session, query, PLACE_COLUMN_COUNT),
                         .weight = exp(-sqlite3_column_int(query, PLACE_COLUMN_COUNT + 1) / 100.0)};
        SCOPE_PUSH(&session->work, *hits, *count, *capacity, hit);
    }
    sqlite3_reset(query);
    return code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

gaz_status store_keys_like(store_session *session, const char *skeleton, size_t limit, const char ***keys,
                           size_t *count, gaz_error *err)
{
    *keys = NULL;
    *count = 0;
    gaz_status status = prepare(session, &session->by_skeleton,
                                "SELECT key FROM skeleton_key WHERE skeleton=?1 ORDER BY key LIMIT ?2", err);
    if (status != GAZ_OK) return status;
    sqlite3_stmt *query = session->by_skeleton;
    sqlite3_bind_text(query, 1, skeleton, -1, SQLITE_STATIC);
    sqlite3_bind_int64(query, 2, (sqlite3_int64)limit);
    size_t capacity = 0;
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *key = column_text(session, query, 0);
        SCOPE_PUSH(&session->work, *keys, *count, capacity, key);
    }
    sqlite3_reset(query);
    return code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

/** Runs a query that gives one place or none. */
static gaz_status one_place(store_session *session, sqlite3_stmt *query, store_place **out, gaz_error *err)
{
    *out = NULL;
    int code = sqlite3_step(query);
    if (code == SQLITE_ROW) {
        *out = scope_alloc(&session->work, sizeof **out);
        **out = read_place(session, query);
    }
    sqlite3_reset(query);
    return code == SQLITE_ROW || code == SQLITE_DONE ? GAZ_OK : read_failed(session, err);
}

gaz_status store_place_get(store_session *session, int64_t id, store_place **out, gaz_error *err)
{
    *out = NULL;
    gaz_status status =
        prepare(session, &session->place, "SELECT " PLACE_COLUMNS " FROM place p WHERE p.fid=?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_int64(session->place, 1, id);
    return one_place(session, session->place, out, err);
}

gaz_status store_unit_by_code(store_session *session, const char *code, store_place **out, gaz_error *err)
{
    *out = NULL;
    gaz_status status =
        prepare(session, &session->unit_by_code,
                "SELECT " PLACE_COLUMNS " FROM unit u JOIN place p ON p.fid=u.place WHERE u.code=?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_text(session->unit_by_code, 1, code, -1, SQLITE_STATIC);
    return one_place(session, session->unit_by_code, out, err);
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
    gaz_status status = prepare(session, &session->shape, "SELECT geom FROM shape WHERE fid=?1", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_int64(session->shape, 1, id);
    int code = sqlite3_step(session->shape);
    if (code == SQLITE_ROW) {
        const void *blob = sqlite3_column_blob(session->shape, 0);
        if (blob)
            *out = shape_from_blob(&session->work, blob, (size_t)sqlite3_column_bytes(session->shape, 0));
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
