/** @file The same incidents in every container GDAL writes, and shapes and reference systems of layers. */
#include "unit/read/read_fixture.h"

#include <cpl_string.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <math.h>
#include <ogr_api.h>
#include <unistd.h>

/** Translates a GeoJSON text into another container at @p path; false where this GDAL cannot write it. */
static bool translate(const char *driver, const char *path, const char *geojson)
{
    OGRRegisterAll();
    if (!GDALGetDriverByName(driver)) return false;
    char source[] = "/tmp/incmap-test-XXXXXX.geojson";
    int fd = mkstemps(source, 8);
    ck_assert_int_eq(write(fd, geojson, strlen(geojson)), (ssize_t)strlen(geojson));
    close(fd);
    GDALDatasetH from = GDALOpenEx(source, GDAL_OF_VECTOR, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(from);
    char **arguments = CSLAddString(NULL, "-f");
    arguments = CSLAddString(arguments, driver);
    arguments = CSLAddString(arguments, "-nln");
    arguments = CSLAddString(arguments, "incidents");
    if (strcmp(driver, "ESRI Shapefile") == 0) {
        // Its own default is Latin-1.
        arguments = CSLAddString(arguments, "-lco");
        arguments = CSLAddString(arguments, "ENCODING=UTF-8");
    }
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(arguments, NULL);
    CSLDestroy(arguments);
    GDALDatasetH to = GDALVectorTranslate(path, NULL, 1, &from, options, NULL);
    GDALVectorTranslateOptionsFree(options);
    bool written = to != NULL;
    if (to) GDALClose(to);
    GDALClose(from);
    unlink(source);
    return written;
}

static const char *const two_incidents =
    "{\"type\": \"FeatureCollection\", \"features\": ["
    "{\"type\": \"Feature\", \"properties\": {\"id\": \"a1\", \"date\": \"2023-11-22\", \"place\": "
    "\"Oldtown\", \"killed\": 3,"
    "\"lat\": \"34.5\", \"lon\": \"41.25\"},"
    "\"geometry\": {\"type\": \"Point\", \"coordinates\": [41.25, 34.5]}},"
    "{\"type\": \"Feature\", \"properties\": {\"id\": \"a2\", \"date\": \"2023-11-23\", \"place\": "
    "\"\xd8\xb9\xd9\x8a\xd9\x86\","
    "\"killed\": null, \"lat\": \"34.5\", \"lon\": \"41.25\"},"
    "\"geometry\": {\"type\": \"Point\", \"coordinates\": [41.25, 34.5]}}]}";

START_TEST(the_same_incident_comes_out_of_every_container)
{
    static const struct {
        const char *driver, *extension;
        int64_t first_row;
    } containers[] = {{"GeoJSON", ".geojson", 1},
                      {"GPKG", ".gpkg", 1},
                      {"ESRI Shapefile", ".shp", 1},
                      {"XLSX", ".xlsx", 2},
                      {"ODS", ".ods", 2},
                      {"CSV", ".csv", 2},
                      {"GeoJSONSeq", ".geojsonl", 1},
                      {"FlatGeobuf", ".fgb", 1},
                      {"SQLite", ".sqlite", 1},
                      {"GML", ".gml", 1}};
    size_t tried = 0;
    for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
        char folder[] = "/tmp/incmap-test-XXXXXX", path[128], command[192];
        ck_assert_ptr_nonnull(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/incidents%s", folder, containers[i].extension);
        if (translate(containers[i].driver, path, two_incidents)) {
            tried++;
            fixture f = fixture_read_path(path);
            ck_assert_msg(f.status == INCMAP_OK, "%s: %s", containers[i].driver, f.err.message);
            ck_assert_uint_eq(f.count, 2);
            for (size_t k = 0; k < 2; k++) {
                const incident *item = &f.set.items[k];
                ck_assert_msg(!f.rejected[k], "%s: %s", containers[i].driver, f.rejected[k]);
                ck_assert_msg(item->row == containers[i].first_row + (int64_t)k, "%s: row %lld",
                              containers[i].driver, (long long)item->row);
                ck_assert_double_eq_tol(item->position.lon_deg, 41.25, 1e-9);
                ck_assert_double_eq_tol(item->position.lat_deg, 34.5, 1e-9);
                ck_assert_str_eq(item->id, k ? "a2" : "a1");
                ck_assert_str_eq(item->place, k ? "\xd8\xb9\xd9\x8a\xd9\x86" : "Oldtown");
                ck_assert_msg(strcmp(fixture_days(item), k ? "2023-11-23" : "2023-11-22") == 0, "%s: %s",
                              containers[i].driver, fixture_days(item));
                ck_assert_int_eq(item->killed, k ? COUNT_NONE : 3);
            }
            fixture_dispose(&f);
        }
        snprintf(command, sizeof command, "rm -rf %s", folder);
        ck_assert_int_eq(system(command), 0);
    }
    // GeoPackage, Shapefile, XLSX, CSV and GeoJSON are in every build of GDAL.
    ck_assert_uint_ge(tried, 5);
}
END_TEST

START_TEST(kml_keeps_names_and_times)
{
    fixture f = fixture_read_named("places.kml");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 2);
    ck_assert_str_eq(f.set.items[0].title, "Mill burned");
    ck_assert_str_eq(f.set.items[0].notes, "Two walls fell.");
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-22");
    ck_assert_str_eq(f.set.items[1].title, "\xd8\xb9\xd9\x8a\xd9\x86");
    ck_assert_str_eq(fixture_days(&f.set.items[1]), "2023-11-23");
    ck_assert_double_eq(f.set.items[1].position.lon_deg, 41.5);
    fixture_dispose(&f);
    f = fixture_read_named("spans.kml");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-17 2023-11-22");
    ck_assert_ptr_nonnull(f.set.items[0].area);
    fixture_dispose(&f);
}
END_TEST

START_TEST(layers_are_brought_to_wgs84)
{
    fixture f = fixture_read_named("utm.geojson");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_double_eq_tol(f.set.items[0].position.lon_deg, 45, 1e-9);
    ck_assert_double_eq_tol(f.set.items[0].position.lat_deg, 0, 1e-9);
    ck_assert_double_eq_tol(f.set.items[1].position.lon_deg, 45, 1e-9);
    // cs2cs (PROJ 9.1): 500000 3680000 in EPSG:32638.
    ck_assert_double_eq_tol(f.set.items[1].position.lat_deg, 33.25899724, 1e-7);
    fixture_dispose(&f);
}
END_TEST

START_TEST(shapes_become_a_position_and_an_area)
{
    fixture f = fixture_read_named("shapes.geojson");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 6);
    const incident *square = &f.set.items[0];
    ck_assert_str_eq(square->title, "Square with a hole");
    ck_assert_ptr_nonnull(square->area);
    ck_assert_uint_eq(square->area->part_count, 2);
    ck_assert_uint_eq(geom_point_count(square->area), 10);
    ck_assert_msg(geom_contains(square->area, square->position), "%g %g", square->position.lon_deg,
                  square->position.lat_deg);
    ck_assert(!geom_contains(square->area, (lonlat){41, 1}));
    // No vertex is farther than the square's diagonal, and one is farther than half of it.
    ck_assert_double_gt(square->radius_m, 157e3);
    ck_assert_double_lt(square->radius_m, 315e3);

    const incident *line = &f.set.items[1];
    ck_assert_double_eq_tol(line->position.lon_deg, 41, 1e-9);
    ck_assert_ptr_null(line->area);
    ck_assert_double_eq_tol(line->radius_m, 111319.49, 1);
    ck_assert_double_eq_tol(f.set.items[2].position.lon_deg, 40.5, 1e-9);
    ck_assert_ptr_null(f.rejected[2]);
    ck_assert_str_eq(f.rejected[3],
                     "geometry: its coordinates are not on the globe; give the layer its coordinate system");
    ck_assert_str_eq(f.rejected[4], "neither coordinates nor a place; fill in one of them");
    // A polygon that crosses itself still has a point.
    ck_assert(f.set.items[5].has_position);
    fixture_dispose(&f);
}
END_TEST

START_TEST(the_first_layer_with_usable_columns_is_taken)
{
    char path[] = "/tmp/incmap-test-XXXXXX.gpkg";
    close(mkstemps(path, 5));
    unlink(path);
    OGRRegisterAll();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    ck_assert_ptr_nonnull(dataset);
    fixture f;
    GDALClose(dataset);
    f = fixture_read_path(path);
    ck_assert_int_ne(f.status, INCMAP_OK);
    ck_assert_msg(strstr(f.err.message, "holds no table") || strstr(f.err.message, "not a table"), "%s",
                  f.err.message);
    fixture_dispose(&f);

    static const char *const columns[][2] = {{"colour", "size"}, {"place", "date"}};
    static const char *const names[] = {"colours", "incidents"};
    dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(dataset);
    for (int i = 0; i < 2; i++) {
        OGRLayerH layer = GDALDatasetCreateLayer(dataset, names[i], NULL, wkbNone, NULL);
        for (int k = 0; k < 2; k++) {
            OGRFieldDefnH field = OGR_Fld_Create(columns[i][k], OFTString);
            ck_assert_int_eq(OGR_L_CreateField(layer, field, 1), OGRERR_NONE);
            OGR_Fld_Destroy(field);
        }
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFieldString(feature, 0, "Oldtown");
        ck_assert_int_eq(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    f = fixture_read_path(path);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(f.set.items[0].place, "Oldtown");
    fixture_dispose(&f);
    const read_request request = {.path = path, .layer = "colours"};
    f = fixture_read(&request);
    ck_assert_int_ne(f.status, INCMAP_OK);
    ck_assert(strstr(f.err.message, "colour, size"));
    fixture_dispose(&f);
    unlink(path);
}
END_TEST

UNIT_MAIN("read/containers", the_same_incident_comes_out_of_every_container, kml_keeps_names_and_times,
          layers_are_brought_to_wgs84, shapes_become_a_position_and_an_area,
          the_first_layer_with_usable_columns_is_taken)
