/** @file Tiles in a GeoPackage (OGC 12-128r18, clauses 1.1 and 2.2). */
#include "base/arena.h"
#include "base/strbuf.h"
#include "verify/database.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "GPKG", and the ids of versions 1.0 and 1.1.
#define GPKG_APPLICATION_ID 0x47504b47
#define GP10_APPLICATION_ID 0x47503130
#define GP11_APPLICATION_ID 0x47503131
// With the id "GPKG" the version is in user_version, 1.2.0 the first.
#define GPKG_USER_VERSION_MIN 10200

// Sizes of a matrix and its pixels are to agree to this part of the extent: GeoPackage's own examples are
// rounded.
#define SIZE_TOLERANCE 1e-9

/** A pyramid's table and the square that its matrices divide. */
typedef struct {
    const char *table;
    double width, height; ///< of the tile matrix set, units of its reference system
    bool has_zoom_other;  ///< the extension by which pixels need not halve from zoom to zoom
} pyramid;

static void verify_header(database *d)
{
    int64_t id = database_number(d, "application id", "PRAGMA application_id");
    int64_t version = database_number(d, "user version", "PRAGMA user_version");
    verify_that(d->report,
                id == GPKG_APPLICATION_ID || id == GP10_APPLICATION_ID || id == GP11_APPLICATION_ID,
                "application id 0x%08x is not GeoPackage's 0x%08x", (unsigned)id, GPKG_APPLICATION_ID);
    if (id == GPKG_APPLICATION_ID)
        verify_that(d->report, version >= GPKG_USER_VERSION_MIN, "user version %lld is below %d",
                    (long long)version, GPKG_USER_VERSION_MIN);
    int64_t srs_count = database_number(
        d, "gpkg_spatial_ref_sys", "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)");
    if (srs_count >= 0)
        verify_that(d->report, srs_count == 3, "gpkg_spatial_ref_sys lacks one of srs_id -1, 0 and 4326");
}

/** The tiles of one zoom: within the matrix, of its size, none twice. */
static void verify_matrix_tiles(database *d, const pyramid *p, int64_t zoom, int64_t cols, int64_t rows,
                                verifier *v)
{
    // A table's name as an SQL identifier.
    char *sql = sqlite3_mprintf("SELECT zoom_level, tile_column, tile_row, tile_data FROM \"%w\" WHERE "
                                "zoom_level = %lld",
                                p->table, (long long)zoom);
    sqlite3_stmt *stmt = database_prepare(d, p->table, sql);
    sqlite3_free(sql);
    database_verify_tiles(d, v, stmt, p->table);
    sqlite3_finalize(stmt);
    sql =
        sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE zoom_level = %lld AND NOT (tile_column BETWEEN 0 "
                        "AND %lld AND tile_row BETWEEN 0 AND %lld)",
                        p->table, (long long)zoom, (long long)cols - 1, (long long)rows - 1);
    int64_t outside = database_number(d, p->table, sql);
    sqlite3_free(sql);
    if (outside > 0)
        verify_fault(d->report, "%s: %lld tiles of zoom %lld lie outside of its matrix", p->table,
                     (long long)outside, (long long)zoom);
}

static void verify_matrices(database *d, const pyramid *p)
{
    sqlite3_stmt *stmt = database_prepare(
        d, "gpkg_tile_matrix",
        "SELECT zoom_level, matrix_width, matrix_height, tile_width, tile_height, pixel_x_size, pixel_y_size "
        "FROM gpkg_tile_matrix WHERE table_name = ?1 ORDER BY zoom_level");
    if (!stmt) return;
    sqlite3_bind_text(stmt, 1, p->table, -1, SQLITE_STATIC);
    double last_pixel_x = INFINITY, last_pixel_y = INFINITY;
    long long last_zoom = 0;
    while (database_next(d, stmt, "gpkg_tile_matrix")) {
        long long zoom = sqlite3_column_int64(stmt, 0);
        int64_t size[4];
        bool sizes_hold = zoom >= 0;
        for (int i = 0; i < 4; i++) {
            size[i] = sqlite3_column_int64(stmt, i + 1);
            sizes_hold &= size[i] > 0 && size[i] <= INT32_MAX;
        }
        double pixel_x = sqlite3_column_double(stmt, 5), pixel_y = sqlite3_column_double(stmt, 6);
        if (!verify_that(d->report, sizes_hold && pixel_x > 0 && pixel_y > 0,
                         "gpkg_tile_matrix: %s, zoom %lld: its sizes are not positive numbers", p->table,
                         zoom))
            continue;
        double width = (double)size[0] * (double)size[2] * pixel_x,
               height = (double)size[1] * (double)size[3] * pixel_y;
        verify_that(d->report,
                    fabs(width - p->width) <= SIZE_TOLERANCE * p->width &&
                        fabs(height - p->height) <= SIZE_TOLERANCE * p->height,
                    "gpkg_tile_matrix: %s, zoom %lld: %g × %g do not fill the set's %g × %g", p->table, zoom,
                    width, height, p->width, p->height);
        verify_that(d->report, pixel_x < last_pixel_x && pixel_y < last_pixel_y,
                    "gpkg_tile_matrix: %s, zoom %lld: pixels are no smaller than those of the zoom before",
                    p->table, zoom);
        // Between neighbouring zooms pixels halve; other steps are an extension.
        bool halves = !isfinite(last_pixel_x) || zoom != last_zoom + 1 ||
                      fabs(last_pixel_x / pixel_x - 2) <= SIZE_TOLERANCE * 2;
        verify_that(
            d->report, halves || p->has_zoom_other,
            "gpkg_tile_matrix: %s, zoom %lld: pixels are not half of the zoom before, and gpkg_extensions "
            "does not list gpkg_zoom_other",
            p->table, zoom);
        last_zoom = zoom;
        last_pixel_x = pixel_x;
        last_pixel_y = pixel_y;
        verifier v = {.report = d->report, .tile_width_px = (int)size[2], .tile_height_px = (int)size[3]};
        verify_matrix_tiles(d, p, zoom, size[0], size[1], &v);
        verifier_dispose(&v);
    }
    sqlite3_finalize(stmt);
    char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE zoom_level NOT IN (SELECT zoom_level FROM "
                                "gpkg_tile_matrix WHERE table_name = %Q)",
                                p->table, p->table);
    int64_t homeless = database_number(d, p->table, sql);
    sqlite3_free(sql);
    if (homeless > 0)
        verify_fault(d->report, "%s: %lld tiles are of zooms that gpkg_tile_matrix does not have", p->table,
                     (long long)homeless);
    sql = sqlite3_mprintf("SELECT count(*) FROM (SELECT 1 FROM \"%w\" GROUP BY zoom_level, tile_column, "
                          "tile_row HAVING count(*) > 1)",
                          p->table);
    int64_t doubled = database_number(d, p->table, sql);
    sqlite3_free(sql);
    if (doubled > 0)
        verify_fault(d->report, "%s: %lld places have more than one tile", p->table, (long long)doubled);
}

static bool has_zoom_other(database *d)
{
    // The table need not be there.
    static const char there[] = "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_extensions'";
    static const char listed[] =
        "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_zoom_other'";
    return database_number(d, "sqlite_master", there) > 0 &&
           database_number(d, "gpkg_extensions", listed) > 0;
}

/** Tables listed as extensions are there, under names that the standard allows. */
static void verify_extensions(database *d)
{
    static const char there[] = "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_extensions'";
    if (database_number(d, "sqlite_master", there) <= 0) return;
    sqlite3_stmt *stmt = database_prepare(
        d, "gpkg_extensions",
        "SELECT extension_name, table_name, scope IN ('read-write', 'write-only'), extension_name GLOB "
        "'?*_?*',"
        " table_name IS NULL OR lower(table_name) IN (SELECT lower(name) FROM sqlite_master) FROM "
        "gpkg_extensions");
    while (database_next(d, stmt, "gpkg_extensions")) {
        const char *name = database_text(stmt, 0);
        verify_that(d->report, sqlite3_column_int(stmt, 2),
                    "gpkg_extensions: %s: its scope is neither read-write nor write-only", name);
        verify_that(d->report, sqlite3_column_int(stmt, 3), "gpkg_extensions: \"%s\" is no author_name",
                    name);
        verify_that(d->report, sqlite3_column_int(stmt, 4), "gpkg_extensions: %s: there is no table %s", name,
                    database_text(stmt, 1));
    }
    sqlite3_finalize(stmt);
}

static void verify_pyramids(database *d)
{
    static const char sql[] =
        "SELECT c.table_name, s.table_name IS NOT NULL, s.max_x - s.min_x, s.max_y - s.min_y,"
        " c.srs_id IS s.srs_id, c.min_x <= c.max_x AND c.min_y <= c.max_y,"
        " c.last_change GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9].*Z'"
        " FROM gpkg_contents c LEFT JOIN gpkg_tile_matrix_set s USING (table_name) WHERE c.data_type = "
        "'tiles'";
    sqlite3_stmt *stmt = database_prepare(d, "gpkg_contents", sql);
    bool found = false;
    while (database_next(d, stmt, "gpkg_contents")) {
        found = true;
        pyramid p = {database_text(stmt, 0), sqlite3_column_double(stmt, 2), sqlite3_column_double(stmt, 3),
                     has_zoom_other(d)};
        if (!verify_that(d->report, sqlite3_column_int(stmt, 1), "%s: gpkg_tile_matrix_set does not have it",
                         p.table))
            continue;
        verify_that(d->report, sqlite3_column_int(stmt, 4),
                    "%s: gpkg_contents and gpkg_tile_matrix_set differ in srs_id", p.table);
        verify_that(d->report, sqlite3_column_int(stmt, 5), "%s: gpkg_contents has no bounds for it",
                    p.table);
        verify_that(d->report, sqlite3_column_int(stmt, 6),
                    "%s: last_change is not a time as 2024-01-31T12:00:00.000Z", p.table);
        if (verify_that(d->report, p.width > 0 && p.height > 0, "%s: its tile matrix set has no extent",
                        p.table))
            verify_matrices(d, &p);
    }
    if (stmt) verify_that(d->report, found, "gpkg_contents has no tiles");
    sqlite3_finalize(stmt);
}

incmap_status verify_gpkg(const char *path, verify_report *report, incmap_error *err)
{
    report->kind = "GeoPackage tiles";
    database d;
    incmap_status status = database_open(&d, path, report, err);
    if (status == INCMAP_OK) {
        database_verify_integrity(&d);
        verify_header(&d);
        verify_extensions(&d);
        verify_pyramids(&d);
    }
    database_close(&d);
    return status;
}
