/**
 * @file
 * MBTiles 1.3: a SQLite database. Each distinct image is stored once; `tiles` is a view that joins places to
 * images, which the specification allows.
 */
#include "base/strbuf.h"
#include "tiles/container.h"
#include "tiles/sqlite_parts.h"

#include <sqlite3.h>
#include <stdlib.h>

// "MPBX", the application id that the specification asks for.
#define MBTILES_APPLICATION_ID 0x4d504258

struct container {
    const char *shown_path;
    sqlite3 *db;
    sqlite3_stmt *add_place, *add_image;
};

static incmap_status failed(const container *c, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", c->shown_path, sqlite3_errmsg(c->db));
}

static void mbtiles_abandon(container *c)
{
    sqlite3_finalize(c->add_place);
    sqlite3_finalize(c->add_image);
    sqlite3_close(c->db);
    free(c);
}

static incmap_status write_metadata(container *c, const tileset_metadata *m, incmap_error *err)
{
    strbuf bounds = {0}, center = {0}, min_zoom = {0}, max_zoom = {0};
    strbuf_printf(&bounds, "%.6f,%.6f,%.6f,%.6f", m->bounds.west_deg, m->bounds.south_deg, m->bounds.east_deg,
                  m->bounds.north_deg);
    strbuf_printf(&center, "%.6f,%.6f,%d", m->center.lon_deg, m->center.lat_deg, m->center_zoom);
    strbuf_printf(&min_zoom, "%d", m->min_zoom);
    strbuf_printf(&max_zoom, "%d", m->max_zoom);
    const char *const rows[][2] = {
        {"name", m->name},
        {"format", "png"},
        {"bounds", strbuf_text(&bounds)},
        {"center", strbuf_text(&center)},
        {"minzoom", strbuf_text(&min_zoom)},
        {"maxzoom", strbuf_text(&max_zoom)},
        {"attribution", m->attribution},
        {"description", m->description},
        {"type", "overlay"},
        {"version", "1"},
    };
    incmap_status status = INCMAP_OK;
    sqlite3_stmt *insert = NULL;
    if (sqlite3_prepare_v2(c->db, "INSERT INTO metadata VALUES (?1, ?2)", -1, &insert, NULL) != SQLITE_OK)
        status = failed(c, err);
    for (size_t i = 0; status == INCMAP_OK && i < sizeof rows / sizeof *rows; i++) {
        sqlite3_bind_text(insert, 1, rows[i][0], -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, rows[i][1], -1, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) status = failed(c, err);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    strbuf_dispose(&bounds);
    strbuf_dispose(&center);
    strbuf_dispose(&min_zoom);
    strbuf_dispose(&max_zoom);
    return status;
}

static incmap_status mbtiles_open(container **out, const char *path, const char *shown_path,
                                  const tileset_metadata *metadata, incmap_error *err)
{
    static const char schema[] =
        "BEGIN;"
        "CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT);"
        "CREATE TABLE images (tile_id INTEGER PRIMARY KEY, tile_data BLOB NOT NULL);"
        "CREATE TABLE map (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT "
        "NULL,"
        " tile_id INTEGER NOT NULL, PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
        "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING "
        "(tile_id);";

    container *c = mem_calloc(1, sizeof *c);
    c->shown_path = shown_path;
    incmap_status status = INCMAP_OK;
    strbuf sql = {0};
    strbuf_puts(&sql, SQLITE_UNGUARDED);
    strbuf_printf(&sql, "PRAGMA application_id = %d;%s", MBTILES_APPLICATION_ID, schema);
    if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(c->db, strbuf_text(&sql), NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(c->db, "INSERT INTO map VALUES (?1, ?2, ?3, ?4)", -1, &c->add_place, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(c->db, "INSERT INTO images VALUES (?1, ?2)", -1, &c->add_image, NULL) != SQLITE_OK)
        status = failed(c, err);
    if (status == INCMAP_OK) status = write_metadata(c, metadata, err);
    strbuf_dispose(&sql);
    if (status != INCMAP_OK) {
        mbtiles_abandon(c);
        return status;
    }
    *out = c;
    return INCMAP_OK;
}

static incmap_status mbtiles_put(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                                 size_t image_index, bool is_new, incmap_error *err)
{
    if (is_new) {
        sqlite3_bind_int64(c->add_image, 1, (sqlite3_int64)image_index);
        sqlite3_bind_blob64(c->add_image, 2, image->bytes, image->length, SQLITE_STATIC);
        int result = sqlite3_step(c->add_image);
        sqlite3_reset(c->add_image);
        if (result != SQLITE_DONE) return failed(c, err);
    }
    // MBTiles counts rows from the south, as TMS does.
    uint32_t tms_row = (uint32_t)(((uint64_t)1 << zoom) - 1 - row);
    sqlite3_bind_int(c->add_place, 1, zoom);
    sqlite3_bind_int64(c->add_place, 2, col);
    sqlite3_bind_int64(c->add_place, 3, tms_row);
    sqlite3_bind_int64(c->add_place, 4, (sqlite3_int64)image_index);
    int result = sqlite3_step(c->add_place);
    sqlite3_reset(c->add_place);
    return result == SQLITE_DONE ? INCMAP_OK : failed(c, err);
}

static incmap_status mbtiles_put_digests(container *c, const strbuf *digests, incmap_error *err)
{
    return sqlite_put_digests(c->db, digests) ? INCMAP_OK : failed(c, err);
}

static incmap_status mbtiles_finish(container *c, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    if (sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) status = failed(c, err);
    mbtiles_abandon(c);
    return status;
}

const container_format container_mbtiles = {mbtiles_open,    mbtiles_put, mbtiles_put_digests, mbtiles_finish,
                                            mbtiles_abandon, NULL,        &reader_mbtiles,     ".mbtiles"};
