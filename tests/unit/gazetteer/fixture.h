/** @file A small gazetteer for the tests, built from tests/data/gazetteer and a world map drawn here. */
#ifndef GAZETTEER_TESTS_FIXTURE_H
#define GAZETTEER_TESTS_FIXTURE_H

#include "gazetteer/gazetteer.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/shape.h"
#include "unit/unit.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXTURE_DATA TEST_DATA_DIR "/gazetteer"

static const struct {
    const char *layer, *wkt, *country, *name;
} fixture_outlines[] = {
    {"countries",
     "MULTIPOLYGON(((35.8 32.7,37 32.3,38.8 33.4,41 34.4,42.4 37.1,36.2 36.8,35.8 35,35.8 32.7)))", "SY",
     "Syria"},
    {"countries", "MULTIPOLYGON(((38.8 33.4,41 34.4,42.4 37.1,44.8 37.2,48 30,44.7 29.2,38.8 32,38.8 33.4)))",
     "IQ", "Iraq"},
    // Two long islands in an ocean of their own: one from west to east, one from south to north.
    {"countries",
     "MULTIPOLYGON(((60 -20,61 -20,61 -19.8,60 -19.8,60 -20)),((60.4 -19,60.6 -19,60.6 -18,60.4 -18,60.4 "
     "-19)))",
     "MU", "Mauritius"},
    {"states_provinces", "MULTIPOLYGON(((38.8 32,43.9 30.5,43.9 34.5,41.2 34.5,38.8 33.4,38.8 32)))", "IQ",
     "Al-Anbar"},
    {"states_provinces", "MULTIPOLYGON(((43.9 32.9,44.9 32.9,44.9 33.9,43.9 33.9,43.9 32.9)))", "IQ",
     "Baghdad"},
    {"states_provinces", "MULTIPOLYGON(((39.5 34.3,41.2 34.3,41.2 36,39.5 36,39.5 34.3)))", "SY",
     "Dayr Az Zawr"},
    {"states_provinces", "MULTIPOLYGON(((36.5 35.5,38 35.5,38 36.8,36.5 36.8,36.5 35.5)))", "SY",
     "Aleppo (Halab)"},
};

/** Draws the world map of the fixture, as the package has it. */
static inline void fixture_draw_map(const char *path)
{
    unlink(path);
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db,
                     "CREATE TABLE countries(fid INTEGER PRIMARY KEY, geom BLOB, iso_a2 TEXT, NAME TEXT);"
                     "CREATE TABLE states_provinces(fid INTEGER PRIMARY KEY, geom BLOB, iso_a2 TEXT,"
                     " name TEXT, woe_name TEXT, gn_name TEXT);",
                     NULL, NULL, NULL),
        SQLITE_OK);
    scope s = {.geos = GEOS_init_r()};
    ck_assert_int_eq(setjmp(s.trap), 0);
    for (size_t i = 0; i < sizeof fixture_outlines / sizeof *fixture_outlines; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "INSERT INTO %s(geom,iso_a2,name) VALUES(?,?,?)",
                 fixture_outlines[i].layer);
        sqlite3_stmt *add;
        ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &add, NULL), SQLITE_OK);
        shape_blob blob = shape_to_blob(&s, shape_from_wkt(&s, fixture_outlines[i].wkt));
        ck_assert_uint_gt(blob.length, 0);
        sqlite3_bind_blob(add, 1, blob.bytes, (int)blob.length, SQLITE_STATIC);
        sqlite3_bind_text(add, 2, fixture_outlines[i].country, -1, SQLITE_STATIC);
        sqlite3_bind_text(add, 3, fixture_outlines[i].name, -1, SQLITE_STATIC);
        ck_assert_int_eq(sqlite3_step(add), SQLITE_DONE);
        sqlite3_finalize(add);
    }
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    scope_dispose(&s);
    GEOS_finish_r(s.geos);
}

/** Makes a folder of the test's own, with the package files and the drawn map in it. */
static inline void fixture_packages(char folder[512])
{
    snprintf(folder, 512, "%s/tests/gaz-%ld", BUILD_DIR, (long)getpid());
    mkdir(folder, 0777);
    static const char *const files[] = {"cities500.txt", "admin1.json", "admin2.json", "airports.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char from[1024], to[1024];
        snprintf(from, sizeof from, FIXTURE_DATA "/packages/%s", files[i]);
        snprintf(to, sizeof to, "%s/%s", folder, files[i]);
        unlink(to);
        ck_assert_int_eq(symlink(from, to), 0);
    }
    char map[1024];
    snprintf(map, sizeof map, "%s/world_map.gpkg", folder);
    fixture_draw_map(map);
}

static inline void fixture_remove(const char *folder)
{
    char command[600];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

/** Builds the fixture's store at @p path. */
static inline void fixture_build(const char *path)
{
    char folder[512];
    fixture_packages(folder);
    gaz_error err = {0};
    gaz_build_request request = {
        .curated_dir = FIXTURE_DATA "/curated", .package_dir = folder, .out_path = path};
    gaz_status status = gaz_build(&request, &err);
    ck_assert_msg(status == GAZ_OK, "%s", err.message);
    fixture_remove(folder);
}

/** Path of a file of this test program's own. */
static inline const char *fixture_path(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/tests/gaz-%ld-%s", BUILD_DIR, (long)getpid(), name);
    return path;
}

/** The fixture opened; built anew for each test, since each runs in a process of its own. */
static inline gaz *fixture_open(void)
{
    const char *path = fixture_path("store.gpkg");
    if (access(path, R_OK) != 0) fixture_build(path);
    gaz *g;
    gaz_error err = {0};
    gaz_status status = gaz_open(&g, path, &err);
    ck_assert_msg(status == GAZ_OK, "%s", err.message);
    return g;
}

static inline void fixture_close(gaz *g)
{
    gaz_close(g);
    unlink(fixture_path("store.gpkg"));
}

static inline gaz_answer *fixture_resolve(gaz *g, const char *phrase, const gaz_context *context)
{
    gaz_answer *answer;
    gaz_error err = {0};
    gaz_status status = gaz_resolve(g, phrase, context, &answer, &err);
    ck_assert_msg(status == GAZ_OK, "%s: %s", phrase, err.message);
    ck_assert_str_eq(answer->query, phrase);
    return answer;
}

/** Even-odd over all rings, which holes make right. */
static inline bool fixture_holds(const gaz_area *area, double lon_deg, double lat_deg)
{
    bool inside = false;
    size_t begin = 0;
    for (size_t ring = 0; area && ring < area->ring_count; begin = area->ring_ends[ring++])
        for (size_t i = begin + 1; i < area->ring_ends[ring]; i++) {
            gaz_lonlat a = area->points[i - 1], b = area->points[i];
            if ((a.lat_deg > lat_deg) == (b.lat_deg > lat_deg)) continue;
            double cross =
                a.lon_deg + (lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
            if (lon_deg < cross) inside = !inside;
        }
    return inside;
}

static inline double fixture_distance_m(const gaz_answer *answer, double lon_deg, double lat_deg)
{
    return geodesy_distance_m(answer->position, (gaz_lonlat){lon_deg, lat_deg});
}

/** Asserts where an answer lies, seen from a point, in metres and degrees, and that its area holds its point.
 */
static inline void fixture_lies(const gaz_answer *a, gaz_lonlat from, double distance_m, double tolerance_m,
                                double bearing_deg, double tolerance_deg)
{
    double found_m = geodesy_distance_m(from, a->position),
           found_deg = geodesy_bearing_deg(from, a->position);
    ck_assert_msg(fabs(found_m - distance_m) <= tolerance_m, "%s: %.0f m away", a->query, found_m);
    ck_assert_msg(fabs(remainder(found_deg - bearing_deg, 360)) <= tolerance_deg, "%s: at %.1f degrees",
                  a->query, found_deg);
    ck_assert_msg(fixture_holds(a->area, a->position.lon_deg, a->position.lat_deg), "%s", a->query);
}

#endif
