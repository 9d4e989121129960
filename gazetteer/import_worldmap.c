/** @file The world map of the QGIS package: a GeoPackage of Natural Earth's countries and first-level units.
 */
#include "gazetteer/build.h"

#include <string.h>

/** Text of a column in the scope, NULL where it is empty. */
static const char *text_of(builder *b, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text && *text ? scope_strdup(&b->work, text) : NULL;
}

static gaz_status read_layer(builder *b, sqlite3 *map, const char *path, int level, const char *sql,
                             size_t *capacity, gaz_error *err)
{
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(map, sql, -1, &query, NULL) != SQLITE_OK)
        return gaz_fail(err, GAZ_ERROR_INPUT, "%s: %s; is it the world map of qgis-common?", path,
                        sqlite3_errmsg(map));
    int code;
    long skipped = 0;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        GEOSGeometry *raw =
            shape_from_blob(&b->work, sqlite3_column_blob(query, 0), (size_t)sqlite3_column_bytes(query, 0));
        GEOSGeometry *geometry = raw ? shape_make_valid(&b->work, raw) : NULL;
        const char *country = text_of(b, query, 1);
        // Natural Earth writes -1 and -99 for land without a code of its own.
        if (!geometry || !country || strlen(country) != 2 || country[0] == '-') {
            skipped++;
            continue;
        }
        map_unit unit = {.level = level, .country = country, .geometry = geometry, .admin1_code = ""};
        size_t name_count = 0;
        for (int i = 2; i < sqlite3_column_count(query) && name_count < 3; i++) {
            const char *name = text_of(b, query, i);
            if (name && strcmp(name, "UNDOF") != 0) unit.names[name_count++] = name;
        }
        if (!name_count) {
            skipped++;
            continue;
        }
        SCOPE_PUSH(&b->work, b->map_units, b->map_unit_count, *capacity, unit);
    }
    sqlite3_finalize(query);
    if (code != SQLITE_DONE)
        return gaz_fail(err, GAZ_ERROR_INPUT, "%s: %s; fetch the package again", path, sqlite3_errmsg(map));
    if (skipped) build_report(b, "%s: %ld outlines without a name or country code left out", path, skipped);
    return GAZ_OK;
}

gaz_status import_world_map(builder *b, gaz_error *err)
{
    const char *path = build_package_file(b, "world_map.gpkg", "outlines of countries and provinces");
    if (!path) return GAZ_OK;
    sqlite3 *map = NULL;
    gaz_status status = GAZ_OK;
    size_t capacity = 0;
    if (sqlite3_open_v2(path, &map, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        status = gaz_fail(err, GAZ_ERROR_INPUT, "%s: cannot be opened: %s", path, sqlite3_errmsg(map));
    if (status == GAZ_OK)
        status = read_layer(b, map, path, 0, "SELECT geom,iso_a2,NAME FROM countries ORDER BY fid", &capacity,
                            err);
    if (status == GAZ_OK)
        status = read_layer(b, map, path, 1,
                            "SELECT geom,iso_a2,name,woe_name,gn_name FROM states_provinces ORDER BY fid",
                            &capacity, err);
    sqlite3_close(map);
    if (status != GAZ_OK || !b->map_unit_count) return status;

    b->map_tree = GEOSSTRtree_create_r(b->work.geos, 10);
    for (size_t i = 0; b->map_tree && i < b->map_unit_count; i++) {
        map_unit *unit = &b->map_units[i];
        if (unit->level != 1) continue;
        unit->prepared = GEOSPrepare_r(b->work.geos, unit->geometry);
        if (unit->prepared) GEOSSTRtree_insert_r(b->work.geos, b->map_tree, unit->geometry, unit);
    }
    return GAZ_OK;
}
