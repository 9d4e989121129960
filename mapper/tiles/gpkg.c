/**
 * @file
 * A GeoPackage of tiles (OGC 12-128r18, version 1.3): one tile pyramid in Web Mercator. The standard wants a
 * plain table of tiles, so equal ones are stored as often as they stand.
 */
#include "base/arena.h"
#include "base/strbuf.h"
#include "project/project.h"
#include "tiles/container.h"
#include "tiles/sqlite_parts.h"

#include <sqlite3.h>
#include <stdlib.h>

// "GPKG" and 1.3.0, as the standard asks for.
#define GPKG_APPLICATION_ID 0x47504b47
#define GPKG_USER_VERSION   10300

struct container {
    const char *shown_path;
    sqlite3 *db;
    sqlite3_stmt *add_tile;
};

static const char schema[] =
    "BEGIN;"
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,"
    " organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,"
    " description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),"
    " ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),"
    " ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
    "84\",6378137,"
    "298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0],"
    "UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]', NULL),"
    " ('WGS 84 / Pseudo-Mercator', 3857, 'EPSG', 3857, 'PROJCS[\"WGS 84 / Pseudo-Mercator\",GEOGCS[\"WGS "
    "84\","
    "DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],"
    "AUTHORITY[\"EPSG\",\"4326\"]],PROJECTION[\"Mercator_1SP\"],PARAMETER[\"central_meridian\",0],"
    "PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],"
    "UNIT[\"metre\",1],AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"3857\"]]', NULL);"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
    " identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT"
    " (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,"
    " srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES "
    "gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_tile_matrix_set (table_name TEXT NOT NULL PRIMARY KEY, srs_id INTEGER NOT NULL,"
    " min_x DOUBLE NOT NULL, min_y DOUBLE NOT NULL, max_x DOUBLE NOT NULL, max_y DOUBLE NOT NULL,"
    " CONSTRAINT fk_gtms_table_name FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gtms_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_tile_matrix (table_name TEXT NOT NULL, zoom_level INTEGER NOT NULL,"
    " matrix_width INTEGER NOT NULL, matrix_height INTEGER NOT NULL, tile_width INTEGER NOT NULL,"
    " tile_height INTEGER NOT NULL, pixel_x_size DOUBLE NOT NULL, pixel_y_size DOUBLE NOT NULL,"
    " CONSTRAINT pk_ttm PRIMARY KEY (table_name, zoom_level),"
    " CONSTRAINT fk_tmm_table_name FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name));"
    "CREATE TABLE incidents (id INTEGER PRIMARY KEY AUTOINCREMENT, zoom_level INTEGER NOT NULL,"
    " tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL, tile_data BLOB NOT NULL,"
    " UNIQUE (zoom_level, tile_column, tile_row));";

static incmap_status failed(const container *c, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", c->shown_path, sqlite3_errmsg(c->db));
}

static void gpkg_abandon(container *c)
{
    sqlite3_finalize(c->add_tile);
    sqlite3_close(c->db);
    free(c);
}

/** Runs one statement with the metadata's texts bound to ?1, ?2 and ?3. */
static incmap_status run_with_texts(container *c, const char *sql, const tileset_metadata *m,
                                    incmap_error *err)
{
    sqlite3_stmt *stmt = NULL;
    incmap_status status = INCMAP_OK;
    if (sqlite3_prepare_v2(c->db, sql, -1, &stmt, NULL) != SQLITE_OK) return failed(c, err);
    sqlite3_bind_text(stmt, 1, m->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, m->description, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, m->last_change, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = failed(c, err);
    sqlite3_finalize(stmt);
    return status;
}

static incmap_status describe(container *c, const tileset_metadata *m, incmap_error *err)
{
    strbuf sql = {0};
    proj_box b = m->mercator_bounds;
    strbuf_printf(&sql,
                  "INSERT INTO gpkg_contents VALUES ('incidents', 'tiles', ?1, ?2, ?3, %.17g, %.17g, %.17g, "
                  "%.17g, 3857)",
                  b.min_x, b.min_y, b.max_x, b.max_y);
    incmap_status status = run_with_texts(c, strbuf_text(&sql), m, err);
    strbuf_clear(&sql);
    strbuf_printf(&sql,
                  "INSERT INTO gpkg_tile_matrix_set VALUES ('incidents', 3857, %.17g, %.17g, %.17g, %.17g);",
                  -MERCATOR_HALF_M, -MERCATOR_HALF_M, MERCATOR_HALF_M, MERCATOR_HALF_M);
    for (int zoom = m->min_zoom; zoom <= m->max_zoom; zoom++) {
        grid g = grid_web_mercator(zoom, m->tile_size_px);
        strbuf_printf(
            &sql, "INSERT INTO gpkg_tile_matrix VALUES ('incidents', %d, %lld, %lld, %d, %d, %.17g, %.17g);",
            zoom, 1LL << zoom, 1LL << zoom, m->tile_size_px, m->tile_size_px, g.res_x, g.res_y);
    }
    if (status == INCMAP_OK && sqlite3_exec(c->db, strbuf_text(&sql), NULL, NULL, NULL) != SQLITE_OK)
        status = failed(c, err);
    strbuf_dispose(&sql);
    return status;
}

static incmap_status gpkg_open(container **out, const char *path, const char *shown_path,
                               const tileset_metadata *metadata, incmap_error *err)
{
    container *c = mem_calloc(1, sizeof *c);
    c->shown_path = shown_path;
    incmap_status status = INCMAP_OK;
    strbuf sql = {0};
    strbuf_puts(&sql, SQLITE_UNGUARDED);
    strbuf_printf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;", GPKG_APPLICATION_ID,
                  GPKG_USER_VERSION);
    strbuf_puts(&sql, schema);
    if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(c->db, strbuf_text(&sql), NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(c->db,
                           "INSERT INTO incidents (zoom_level, tile_column, tile_row, tile_data)"
                           " VALUES (?1, ?2, ?3, ?4)",
                           -1, &c->add_tile, NULL) != SQLITE_OK)
        status = failed(c, err);
    if (status == INCMAP_OK) status = describe(c, metadata, err);
    strbuf_dispose(&sql);
    if (status != INCMAP_OK) {
        gpkg_abandon(c);
        return status;
    }
    *out = c;
    return INCMAP_OK;
}

static incmap_status gpkg_put(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                              size_t image_index, bool is_new, incmap_error *err)
{
    (void)image_index, (void)is_new;
    sqlite3_bind_int(c->add_tile, 1, zoom);
    sqlite3_bind_int64(c->add_tile, 2, col);
    sqlite3_bind_int64(c->add_tile, 3, row);
    sqlite3_bind_blob64(c->add_tile, 4, image->bytes, image->length, SQLITE_STATIC);
    int result = sqlite3_step(c->add_tile);
    sqlite3_reset(c->add_tile);
    return result == SQLITE_DONE ? INCMAP_OK : failed(c, err);
}

static incmap_status gpkg_put_digests(container *c, const strbuf *digests, incmap_error *err)
{
    // A table of one's own is an extension, which the standard wants to be listed.
    static const char listing[] =
        "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,"
        " definition TEXT NOT NULL, scope TEXT NOT NULL,"
        " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
        "INSERT INTO gpkg_extensions VALUES ('" SQLITE_DIGESTS_TABLE "', NULL, 'incmap_digests',"
        " 'Digests by which incmap knows tiles that need not be drawn again; may be deleted', 'read-write');";
    if (!sqlite_put_digests(c->db, digests) || sqlite3_exec(c->db, listing, NULL, NULL, NULL) != SQLITE_OK)
        return failed(c, err);
    return INCMAP_OK;
}

static incmap_status gpkg_finish(container *c, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    if (sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) status = failed(c, err);
    gpkg_abandon(c);
    return status;
}

const container_format container_gpkg = {gpkg_open,    gpkg_put, gpkg_put_digests, gpkg_finish,
                                         gpkg_abandon, NULL,     &reader_gpkg,     ".gpkg"};
