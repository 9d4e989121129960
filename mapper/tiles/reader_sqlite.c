/** @file Tiles in MBTiles and GeoPackages. */
#include "base/arena.h"
#include "tiles/reader.h"
#include "tiles/sqlite_parts.h"

#include <sqlite3.h>
#include <stdlib.h>

// The whole file may be mapped: pages are looked at where they lie.
#define MAP_MAX_BYTES (INT64_C(1) << 40)

struct tile_reader {
    sqlite3 *db;
    sqlite3_stmt *tile;
    bool rows_from_south;
};

static void close_sqlite(tile_reader *reader)
{
    sqlite3_finalize(reader->tile);
    sqlite3_close(reader->db);
    free(reader);
}

static tile_reader *open_sqlite(const char *path, const char *tile_sql, bool rows_from_south)
{
    tile_reader *reader = mem_calloc(1, sizeof *reader);
    reader->rows_from_south = rows_from_south;
    if (sqlite3_open_v2(path, &reader->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        char *pragma = sqlite3_mprintf("PRAGMA mmap_size = %lld", (long long)MAP_MAX_BYTES);
        sqlite3_exec(reader->db, pragma, NULL, NULL, NULL);
        sqlite3_free(pragma);
        // One transaction for all: no locking for every tile.
        if (sqlite3_exec(reader->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_prepare_v2(reader->db, tile_sql, -1, &reader->tile, NULL) == SQLITE_OK)
            return reader;
    }
    close_sqlite(reader);
    return NULL;
}

// Not the view of that name: SQLite plans the join of the two tables once.
static tile_reader *open_mbtiles(const char *path)
{
    return open_sqlite(path,
                       "SELECT tile_data FROM map JOIN images USING (tile_id) WHERE zoom_level = ?1 AND "
                       "tile_column = ?2 AND tile_row = ?3",
                       true);
}

static tile_reader *open_gpkg(const char *path)
{
    return open_sqlite(path,
                       "SELECT tile_data FROM incidents WHERE zoom_level = ?1 AND tile_column = ?2 AND "
                       "tile_row = ?3",
                       false);
}

static bool sqlite_digests(tile_reader *reader, strbuf *out)
{
    return sqlite_take_digests(reader->db, out);
}

static bool sqlite_tile(tile_reader *reader, int zoom, uint32_t col, uint32_t row, strbuf *out)
{
    if (reader->rows_from_south) row = (uint32_t)(((uint64_t)1 << zoom) - 1 - row);
    sqlite3_bind_int(reader->tile, 1, zoom);
    sqlite3_bind_int64(reader->tile, 2, col);
    sqlite3_bind_int64(reader->tile, 3, row);
    return sqlite_take_blob(reader->tile, out);
}

const reader_format reader_mbtiles = {open_mbtiles, sqlite_digests, sqlite_tile, close_sqlite};
const reader_format reader_gpkg = {open_gpkg, sqlite_digests, sqlite_tile, close_sqlite};
