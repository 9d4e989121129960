#include "basemap/basemap.h"
#include "unit/unit.h"

#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[4096];

/** A basemap of a few shapes, made with OGR as the real one is. */
typedef struct {
    const char *table, *wkt, *name;
    double min_zoom; ///< NAN: the column stays empty
} row;

static OGRLayerH make_table(GDALDatasetH dataset, const char *table, int epsg, const char *const *options)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, epsg);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, table, srs, wkbUnknown, (char **)options);
    OSRRelease(srs);
    const struct {
        const char *name;
        OGRFieldType type;
        OGRFieldSubType subtype;
    } fields[] = {{"name", OFTString, OFSTNone},
                  {"min_zoom", OFTReal, OFSTNone},
                  {"rank", OFTInteger, OFSTNone},
                  {"ruin", OFTInteger, OFSTBoolean}};
    for (size_t i = 0; i < 4; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(fields[i].name, fields[i].type);
        OGR_Fld_SetSubType(field, fields[i].subtype);
        OGR_L_CreateField(layer, field, TRUE);
        OGR_Fld_Destroy(field);
    }
    return layer;
}

static void add_row(GDALDatasetH dataset, const row *r)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, r->table);
    if (!layer) layer = make_table(dataset, r->table, 4326, NULL);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH geometry = NULL;
    char *wkt = (char *)r->wkt;
    if (wkt && OGR_G_CreateFromWkt(&wkt, NULL, &geometry) == OGRERR_NONE)
        OGR_F_SetGeometryDirectly(feature, geometry);
    if (r->name) OGR_F_SetFieldString(feature, 0, r->name);
    if (!isnan(r->min_zoom)) OGR_F_SetFieldDouble(feature, 1, r->min_zoom);
    OGR_F_SetFieldInteger(feature, 2, (int)OGR_L_GetFeatureCount(layer, TRUE) + 1);
    OGR_F_SetFieldInteger(feature, 3, 1);
    ck_assert_int_eq(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

static GDALDatasetH start_file(void)
{
    GDALAllRegister();
    snprintf(path, sizeof path, "%s/test_basemap_%ld.gpkg", BUILD_DIR, (long)getpid());
    unlink(path);
    return GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
}

static basemap *open_rows(const row *rows, size_t count)
{
    GDALDatasetH dataset = start_file();
    for (size_t i = 0; i < count; i++) add_row(dataset, &rows[i]);
    GDALClose(dataset);
    basemap *b = NULL;
    incmap_error err = {0};
    ck_assert_msg(basemap_open(&b, path, &err) == INCMAP_OK, "%s", err.message);
    return b;
}

static void finish(basemap *b)
{
    basemap_close(b);
    unlink(path);
}

/** What was visited: the names in order, joined by blanks, and a copy of the last shape's bounds and kind. */
typedef struct {
    char names[4096];
    size_t count, stop_after, points, parts;
    lonlat_box bounds;
    geom_kind kind;
} seen;

static bool note(void *context, const basemap_feature *feature)
{
    seen *s = context;
    value name = {0};
    size_t used = strlen(s->names);
    snprintf(s->names + used, sizeof s->names - used, "%s%s", used ? " " : "",
             feature->get(feature->context, "name", &name) ? name.text : "-");
    s->count++;
    s->points = geom_point_count(feature->shape);
    s->parts = feature->shape->part_count;
    s->bounds = geom_bounds(feature->shape);
    s->kind = feature->shape->kind;
    return s->count != s->stop_after;
}

static seen visit(basemap *b, const char *layer, lonlat_box box, double ground_res_m)
{
    seen s = {0};
    incmap_error err = {0};
    ck_assert_msg(basemap_visit(b, layer, box, false, ground_res_m, note, &s, &err) == INCMAP_OK, "%s",
                  err.message);
    return s;
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
static const lonlat_box world = {-180, -90, 180, 90};

START_TEST(scale_follows_the_resolution)
{
    const row rows[] = {{"land_110m", "POLYGON((0 0,9 0,9 9,0 0))", "coarse", NAN},
                        {"land_50m", "POLYGON((0 0,9 0,9 9,0 0))", "middle", NAN},
                        {"land_10m", "POLYGON((0 0,9 0,9 9,0 0))", "fine", NAN},
                        {"river_50m", "LINESTRING(0 0,9 9)", "stream", NAN},
                        {"admin1", "POLYGON((0 0,9 0,9 9,0 0))", "province", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    ck_assert_str_eq(visit(b, "land", world, 40e3).names, "coarse");
    ck_assert_str_eq(visit(b, "land", world, 30e3).names, "coarse");
    ck_assert_str_eq(visit(b, "land", world, 29e3).names, "middle");
    ck_assert_str_eq(visit(b, "land", world, 3999).names, "fine");
    ck_assert_str_eq(visit(b, "land", world, 0).names, "fine");
    // Without a number the finest is the safe answer.
    ck_assert_str_eq(visit(b, "land", world, NAN).names, "fine");
    // One scale alone serves at any resolution, and so does a table without one.
    ck_assert_str_eq(visit(b, "river", world, 40e3).names, "stream");
    ck_assert_str_eq(visit(b, "river", world, 10).names, "stream");
    ck_assert_str_eq(visit(b, "admin1", world, 40e3).names, "province");
    finish(b);
}
END_TEST

START_TEST(box_selects_in_stored_order)
{
    const row rows[] = {{"place", "POINT(5 5)", "a", NAN},     {"place", "POINT(50 5)", "far", NAN},
                        {"place", "POINT(1 1)", "b", NAN},     {"place", "POINT(5 5)", "c", NAN},
                        {"place", NULL, "nowhere", NAN},       {"place", "POINT EMPTY", "empty", NAN},
                        {"place", "POINT(0 0)", "corner", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    seen s = visit(b, "place", (lonlat_box){0, 0, 10, 10}, 10);
    ck_assert_str_eq(s.names, "a b c corner");
    ck_assert_int_eq(s.kind, GEOM_POINTS);
    ck_assert_str_eq(visit(b, "place", (lonlat_box){20, 20, 30, 30}, 10).names, "");
    ck_assert_str_eq(visit(b, "glacier", world, 10).names, "");
    ck_assert_str_eq(visit(b, "place\"; DROP TABLE place; --", world, 10).names, "");
    ck_assert_str_eq(visit(b, "", world, 10).names, "");
    finish(b);
}
END_TEST

START_TEST(visitor_can_stop)
{
    const row rows[] = {{"place", "POINT(179 5)", "a", NAN},
                        {"place", "POINT(179 6)", "b", NAN},
                        {"place", "POINT(-179 5)", "c", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    seen s = {.stop_after = 2};
    incmap_error err = {0};
    ck_assert_int_eq(basemap_visit(b, "place", (lonlat_box){170, 0, -170, 10}, false, 10, note, &s, &err),
                     INCMAP_OK);
    ck_assert_str_eq(s.names, "a b");
    finish(b);
}
END_TEST

START_TEST(antimeridian_is_two_queries)
{
    const row rows[] = {{"place", "POINT(179 0)", "east", NAN},
                        {"place", "POINT(-179 0)", "west", NAN},
                        {"place", "POINT(0 0)", "greenwich", NAN},
                        {"land",
                         "MULTIPOLYGON(((170 -5,180 -5,180 5,170 -5)),((-180 -5,-170 -5,-180 5,-180 -5)))",
                         "isle", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    ck_assert_str_eq(visit(b, "place", (lonlat_box){170, -10, -170, 10}, 10).names, "east west");
    // The same box unwrapped, from either side.
    ck_assert_str_eq(visit(b, "place", (lonlat_box){170, -10, 190, 10}, 10).names, "east west");
    ck_assert_str_eq(visit(b, "place", (lonlat_box){-190, -10, -170, 10}, 10).names, "east west");
    ck_assert_str_eq(visit(b, "place", (lonlat_box){-190, -10, 190, 10}, 10).names, "east west greenwich");
    // A shape on both sides comes once for each, with what belongs there.
    seen s = visit(b, "land", (lonlat_box){170, -10, -170, 10}, 10);
    ck_assert_str_eq(s.names, "isle isle");
    ck_assert_uint_eq(s.parts, 1);
    ck_assert_double_eq(s.bounds.west_deg, -180);
    ck_assert_double_eq(s.bounds.east_deg, -170);
    finish(b);
}
END_TEST

START_TEST(wide_antimeridian_box_gives_each_piece_once)
{
    // From 10 east all the way round to 5 east: the margins of the halves may not meet between 5 and 10.
    const row rows[] = {{"land", "POLYGON((4 0,11 0,11 1,4 1,4 0))", "strip", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    seen s = visit(b, "land", (lonlat_box){10, -10, 5, 10}, 10);
    ck_assert_uint_eq(s.count, 2);
    ck_assert_double_eq(s.bounds.east_deg, 7.5);
    finish(b);
}
END_TEST

START_TEST(shapes_are_cut_beyond_the_box)
{
    const row rows[] = {{"land", "POLYGON((-170 -80,170 -80,170 80,-170 80,-170 -80))", "continent", NAN},
                        {"land", "POLYGON((1 1,2 1,2 2,1 1))", "pond", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    seen s = {.stop_after = 1};
    incmap_error err = {0};
    ck_assert_int_eq(basemap_visit(b, "land", (lonlat_box){0, 0, 8, 4}, false, 10, note, &s, &err),
                     INCMAP_OK);
    ck_assert_str_eq(s.names, "continent");
    ck_assert_double_eq(s.bounds.west_deg, -2);
    ck_assert_double_eq(s.bounds.east_deg, 10);
    ck_assert_double_eq(s.bounds.south_deg, -1);
    ck_assert_double_eq(s.bounds.north_deg, 5);
    // What lies wholly inside stays as it is.
    ck_assert_uint_eq(visit(b, "land", (lonlat_box){0, 0, 8, 4}, 10).points, 4);
    finish(b);
}
END_TEST

START_TEST(min_zoom_keeps_out_what_cannot_be_shown)
{
    const row rows[] = {{"place", "POINT(1 1)", "city", 4},
                        {"place", "POINT(2 2)", "village", 12},
                        {"place", "POINT(3 3)", "unranked", NAN}};
    basemap *b = open_rows(rows, COUNT(rows));
    // 156543 m is zoom 0; a level beyond the zoom still comes, since maps away from the equator show more.
    ck_assert_str_eq(visit(b, "place", world, 156543.03 / 4).names, "unranked");
    ck_assert_str_eq(visit(b, "place", world, 156543.03 / 8).names, "city unranked");
    ck_assert_str_eq(visit(b, "place", world, 156543.03 / 2048).names, "city village unranked");
    ck_assert_str_eq(visit(b, "place", world, 0).names, "city village unranked");
    finish(b);
}
END_TEST

static bool check_values(void *context, const basemap_feature *feature)
{
    bool *checked = context;
    value v = {0};
    ck_assert(feature->get(feature->context, "name", &v));
    ck_assert_int_eq(v.kind, VALUE_TEXT);
    ck_assert_str_eq(v.text, "الأنبار");
    ck_assert(feature->get(feature->context, "min_zoom", &v));
    ck_assert_int_eq(v.kind, VALUE_NUMBER);
    ck_assert_double_eq(v.number, 4.5);
    ck_assert(feature->get(feature->context, "rank", &v));
    ck_assert_int_eq(v.kind, VALUE_NUMBER);
    ck_assert_double_eq(v.number, 1);
    ck_assert(feature->get(feature->context, "ruin", &v));
    ck_assert_int_eq(v.kind, VALUE_BOOL);
    ck_assert(v.boolean);
    ck_assert(!feature->get(feature->context, "NAME", &v));
    ck_assert(!feature->get(feature->context, "population", &v));
    ck_assert(!feature->get(feature->context, "", &v));
    *checked = true;
    return true;
}

START_TEST(properties_by_name)
{
    const row rows[] = {{"place", "POINT(1 1)", "الأنبار", 4.5}};
    basemap *b = open_rows(rows, COUNT(rows));
    bool checked = false;
    incmap_error err = {0};
    ck_assert_int_eq(basemap_visit(b, "place", world, false, 1, check_values, &checked, &err), INCMAP_OK);
    ck_assert(checked);
    finish(b);
}
END_TEST

START_TEST(kinds_of_geometry)
{
    const struct {
        const char *wkt;
        size_t count, parts, points;
        geom_kind kind;
    } cases[] = {
        {"MULTIPOINT((1 1),(2 2))", 1, 2, 2, GEOM_POINTS},
        {"LINESTRING(1 1,2 2,3 1)", 1, 1, 3, GEOM_LINES},
        {"MULTILINESTRING((1 1,2 2),(3 3,4 4,5 5))", 1, 2, 5, GEOM_LINES},
        {"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,1 1))", 1, 2, 9, GEOM_POLYGON},
        {"POLYGON Z((0 0 5,9 0 5,9 9 5,0 0 5))", 1, 1, 4, GEOM_POLYGON},
        {"MULTIPOLYGON(((0 0,9 0,9 9,0 0)),((1 1,2 1,2 2,1 1)))", 1, 2, 8, GEOM_POLYGON},
        // A ring that is not closed is closed; one of two places is none.
        {"POLYGON((0 0,9 0,9 9))", 1, 1, 4, GEOM_POLYGON},
        {"POLYGON((0 0,9 0,0 0))", 0, 0, 0, GEOM_POINTS},
        // Of a collection what has the most dimensions.
        {"GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1),POLYGON((0 0,9 0,9 9,0 0)))", 1, 1, 4,
         GEOM_POLYGON},
        {"GEOMETRYCOLLECTION EMPTY", 0, 0, 0, GEOM_POINTS},
        {"LINESTRING EMPTY", 0, 0, 0, GEOM_POINTS},
        // Beyond the world: drawn back to its edge.
        {"LINESTRING(170 0,200 0,170 100)", 1, 1, 3, GEOM_LINES},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const row rows[] = {{"land", cases[i].wkt, "it", NAN}};
        basemap *b = open_rows(rows, 1);
        seen s = visit(b, "land", world, 1);
        ck_assert_msg(s.count == cases[i].count && s.parts == cases[i].parts && s.points == cases[i].points &&
                          s.kind == cases[i].kind,
                      "%s: %zu shapes, %zu parts, %zu points, kind %d", cases[i].wkt, s.count, s.parts,
                      s.points, (int)s.kind);
        if (s.count) {
            ck_assert(s.bounds.east_deg <= 180);
            ck_assert(s.bounds.north_deg <= 90);
        }
        finish(b);
    }
}
END_TEST

START_TEST(curves_become_lines)
{
    const row rows[] = {{"river", "CIRCULARSTRING(0 0,1 1,2 0)", "bend", NAN}};
    basemap *b = open_rows(rows, 1);
    seen s = visit(b, "river", world, 1);
    ck_assert_uint_eq(s.count, 1);
    ck_assert_uint_ge(s.points, 10);
    // OGR steps 4 degrees along the arc, so the top may lie half a step beside a vertex: 1 - cos 2 degrees.
    ck_assert_double_eq_tol(s.bounds.north_deg, 1, 6.1e-4);
    finish(b);
}
END_TEST

START_TEST(table_without_an_index)
{
    GDALDatasetH dataset = start_file();
    const char *const options[] = {"SPATIAL_INDEX=NO", NULL};
    make_table(dataset, "odd \"name", 4326, options);
    const row rows[] = {{"odd \"name", "POINT(1 1)", "in", NAN}, {"odd \"name", "POINT(50 50)", "out", NAN}};
    for (size_t i = 0; i < 2; i++) add_row(dataset, &rows[i]);
    GDALClose(dataset);
    basemap *b = NULL;
    incmap_error err = {0};
    ck_assert_int_eq(basemap_open(&b, path, &err), INCMAP_OK);
    ck_assert_str_eq(visit(b, "odd \"name", (lonlat_box){0, 0, 10, 10}, 1).names, "in");
    finish(b);
}
END_TEST

START_TEST(projected_table_is_refused)
{
    GDALDatasetH dataset = start_file();
    make_table(dataset, "land", 32638, NULL);
    GDALClose(dataset);
    basemap *b = NULL;
    incmap_error err = {0};
    ck_assert_int_eq(basemap_open(&b, path, &err), INCMAP_OK);
    seen s = {0};
    ck_assert_int_eq(basemap_visit(b, "land", world, false, 1, note, &s, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "land"));
    ck_assert_ptr_nonnull(strstr(err.message, "EPSG:4326"));
    finish(b);
}
END_TEST

START_TEST(attributions_of_what_was_visited)
{
    const row rows[] = {{"land_10m", "POLYGON((0 0,9 0,9 9,0 0))", "land", NAN},
                        {"country_10m", "POLYGON((0 0,9 0,9 9,0 0))", "country", NAN},
                        {"place", "POINT(1 1)", "town", NAN}};
    GDALDatasetH dataset = start_file();
    for (size_t i = 0; i < COUNT(rows); i++) add_row(dataset, &rows[i]);
    OGRLayerH table = GDALDatasetCreateLayer(dataset, "basemap_attribution", NULL, wkbNone, NULL);
    const char *const texts[][2] = {{"land_10m", "Natural Earth"},
                                    {"country_10m", "Natural Earth"},
                                    {"place", "GeoNames (CC BY 4.0)"},
                                    {"place", "Natural Earth"}};
    const char *const columns[] = {"layer", "attribution"};
    for (size_t i = 0; i < 2; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(columns[i], OFTString);
        OGR_L_CreateField(table, field, TRUE);
        OGR_Fld_Destroy(field);
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(table));
        OGR_F_SetFieldString(feature, 0, texts[i][0]);
        OGR_F_SetFieldString(feature, 1, texts[i][1]);
        ck_assert_int_eq(OGR_L_CreateFeature(table, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);

    basemap *b = NULL;
    incmap_error err = {0};
    size_t count = 99;
    ck_assert_int_eq(basemap_open(&b, path, &err), INCMAP_OK);
    basemap_attributions(b, &count);
    ck_assert_uint_eq(count, 0);
    // Nothing there, nothing owed.
    visit(b, "land", (lonlat_box){100, 50, 110, 60}, 1);
    basemap_attributions(b, &count);
    ck_assert_uint_eq(count, 0);
    visit(b, "land", world, 1);
    visit(b, "country", world, 1);
    ck_assert_str_eq(basemap_attributions(b, &count)[0], "Natural Earth");
    ck_assert_uint_eq(count, 1);
    visit(b, "place", world, 1);
    ck_assert_str_eq(basemap_attributions(b, &count)[1], "GeoNames (CC BY 4.0)");
    ck_assert_uint_eq(count, 2);
    basemap_close(b);

    // What will be drawn is owed as well, by the whole name of its layer.
    ck_assert_int_eq(basemap_open(&b, path, &err), INCMAP_OK);
    basemap_credit(b, "lan");
    basemap_credit(b, "land_1");
    basemap_credit(b, "river");
    basemap_attributions(b, &count);
    ck_assert_uint_eq(count, 0);
    basemap_credit(b, "land");
    basemap_credit(b, "land");
    ck_assert_str_eq(basemap_attributions(b, &count)[0], "Natural Earth");
    ck_assert_uint_eq(count, 1);
    basemap_credit(b, "place");
    ck_assert_str_eq(basemap_attributions(b, &count)[1], "GeoNames (CC BY 4.0)");
    ck_assert_uint_eq(count, 2);
    finish(b);
}
END_TEST

START_TEST(not_a_basemap)
{
    basemap *b = (basemap *)1;
    incmap_error err = {0};
    ck_assert_int_eq(basemap_open(&b, "/nonexistent/basemap.gpkg", &err), INCMAP_FAILED);
    ck_assert_ptr_null(b);
    ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/basemap.gpkg"));

    GDALClose(start_file());
    FILE *file = fopen(path, "wb");
    // The magic of SQLite, and then nothing of it.
    fwrite("SQLite format 3", 1, 16, file);
    for (int i = 0; i < 5000; i++) fputc(i * 7 & 0xff, file);
    fclose(file);
    err = (incmap_error){0};
    ck_assert_int_eq(basemap_open(&b, path, &err), INCMAP_FAILED);
    ck_assert_ptr_null(b);
    unlink(path);
    basemap_close(NULL);
}
END_TEST

START_TEST(damaged_file_is_a_failure_not_a_crash)
{
    const row rows[] = {{"land", "POLYGON((0 0,9 0,9 9,0 0))", "land", NAN}};
    basemap_close(open_rows(rows, 1));
    FILE *file = fopen(path, "r+b");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    char *whole = malloc((size_t)size);
    rewind(file);
    ck_assert_uint_eq(fread(whole, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    // Pages overwritten one after the other: each must give a feature, nothing, or one line of error.
    for (long at = 0; at < size; at += 4096) {
        file = fopen(path, "wb");
        fwrite(whole, 1, (size_t)size, file);
        fseek(file, at + 100, SEEK_SET);
        for (int i = 0; i < 600; i++) fputc(0xd7 ^ (i * 31 & 0xff), file);
        fclose(file);
        basemap *b = NULL;
        incmap_error err = {0};
        seen s = {0};
        if (basemap_open(&b, path, &err) == INCMAP_OK &&
            basemap_visit(b, "land", world, false, 1, note, &s, &err) == INCMAP_OK)
            ck_assert_uint_le(s.count, 1);
        else
            ck_assert_ptr_nonnull(strstr(err.message, path));
        basemap_close(b);
    }
    free(whole);
    unlink(path);
}
END_TEST

UNIT_MAIN("basemap/basemap", scale_follows_the_resolution, box_selects_in_stored_order, visitor_can_stop,
          antimeridian_is_two_queries, wide_antimeridian_box_gives_each_piece_once,
          shapes_are_cut_beyond_the_box, min_zoom_keeps_out_what_cannot_be_shown, properties_by_name,
          kinds_of_geometry, curves_become_lines, table_without_an_index, projected_table_is_refused,
          attributions_of_what_was_visited, not_a_basemap, damaged_file_is_a_failure_not_a_crash)
