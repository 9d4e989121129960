#include "report/backdrop.h"

#include "unit/unit.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdint.h>
#include <string.h>

#define SIDE_PX 80

/** A map of 8 by 8 degrees, ten pixels each, from 40 E, 38 N. */
static backdrop_place place(const projection *world)
{
    return (backdrop_place){.projection = world,
                            .grid = {40, 38, 0.1, 0.1, SIDE_PX, SIDE_PX},
                            .pixel_ratio = 1,
                            .image_dpi = 150,
                            .map_dpi = 150,
                            .ink = {0, 0, 0, 1}};
}

/** A raster of one-degree cells whose corner is at (lon, lat); bands one behind the other. */
static void make_raster(const char *path, GDALDataType type, int side, int bands, const float *values,
                        double lon_deg, double lat_deg, bool has_srs)
{
    GDALAllRegister();
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), path, side, side, bands, type, NULL);
    ck_assert_ptr_nonnull(d);
    double transform[] = {lon_deg, 1, 0, lat_deg, 0, -1};
    if (has_srs) {
        OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
        OSRImportFromEPSG(srs, 4326);
        GDALSetGeoTransform(d, transform);
        GDALSetSpatialRef(d, srs);
        OSRDestroySpatialReference(srs);
    }
    for (int b = 0; b < bands; b++) {
        GDALRasterBandH band = GDALGetRasterBand(d, b + 1);
        if (bands == 1) GDALSetRasterNoDataValue(band, -1);
        ck_assert_int_eq(GDALRasterIO(band, GF_Write, 0, 0, side, side, (void *)(values + b * side * side),
                                      side, side, GDT_Float32, 0, 0),
                         CE_None);
    }
    GDALClose(d);
}

/** The pixels of a backdrop on nothing. */
static uint32_t *drawn(const char *const *paths, size_t count)
{
    static uint32_t pixels[SIDE_PX * SIDE_PX];
    memset(pixels, 0, sizeof pixels);
    incmap_error err = {0};
    backdrop *b;
    ck_assert_msg(backdrop_open(&b, paths, count, &err) == INCMAP_OK, "%s", err.message);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels, CAIRO_FORMAT_ARGB32, SIDE_PX, SIDE_PX, SIDE_PX * 4);
    cairo_t *cr = cairo_create(surface);
    projection *world;
    ck_assert_int_eq(projection_open(&world, "EPSG:4326", &err), INCMAP_OK);
    const backdrop_place at = place(world);
    ck_assert_msg(backdrop_draw(b, cr, &at, &err) == INCMAP_OK, "%s", err.message);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    backdrop_close(b);
    projection_close(world);
    return pixels;
}

static uint32_t at_degrees(const uint32_t *pixels, double lon_deg, double lat_deg)
{
    return pixels[(int)lround((38 - lat_deg) * 10) * SIDE_PX + (int)lround((lon_deg - 40) * 10)];
}

static int alpha_of(uint32_t argb)
{
    return (int)(argb >> 24);
}

/** The colour before it was let through, of red, green or blue. */
static int color_of(uint32_t argb, int channel)
{
    return (int)lround((argb >> (16 - 8 * channel) & 255) * 255.0 / alpha_of(argb));
}

START_TEST(values_become_greys_and_missing_ones_nothing)
{
    // Four columns from 40 E: least, none, between, greatest.
    float values[16];
    const float row[] = {100, -1, 200, 300};
    for (int i = 0; i < 16; i++) values[i] = row[i % 4];
    make_raster("/vsimem/grey.tif", GDT_Float32, 4, 1, values, 40, 38, true);
    const uint32_t *pixels = drawn((const char *const[]){"/vsimem/grey.tif"}, 1);
    uint32_t least = at_degrees(pixels, 40.3, 36.5), none = at_degrees(pixels, 41.5, 36.5);
    uint32_t greatest = at_degrees(pixels, 43.8, 36.5), beyond = at_degrees(pixels, 45, 36.5);
    ck_assert_int_eq(none, 0);
    ck_assert_int_eq(beyond, 0);
    ck_assert_int_eq(at_degrees(pixels, 43, 33), 0);
    ck_assert_int_eq(alpha_of(least), 158);
    ck_assert_int_eq(color_of(greatest, 0), 255);
    for (int c = 0; c < 3; c++) ck_assert_int_eq(color_of(least, c), color_of(least, 0));
    ck_assert_int_ge(color_of(least, 0), 99);
    ck_assert_int_le(color_of(least, 0), 101);
    VSIUnlink("/vsimem/grey.tif");
}
END_TEST

START_TEST(colours_stay_what_they_are)
{
    float values[3 * 16];
    for (int i = 0; i < 48; i++) values[i] = i < 16 ? 200 : i < 32 ? 100 : 20;
    make_raster("/vsimem/rgb.tif", GDT_Byte, 4, 3, values, 42, 36, true);
    const uint32_t *pixels = drawn((const char *const[]){"/vsimem/rgb.tif"}, 1);
    uint32_t inside = at_degrees(pixels, 44, 34);
    ck_assert_int_eq(alpha_of(inside), 158);
    const int wanted[] = {200, 100, 20};
    for (int c = 0; c < 3; c++) ck_assert_int_le(abs(color_of(inside, c) - wanted[c]), 1);
    ck_assert_int_eq(at_degrees(pixels, 41, 34), 0);
    VSIUnlink("/vsimem/rgb.tif");
}
END_TEST

START_TEST(a_palette_gives_its_own_colours)
{
    GDALAllRegister();
    GDALDatasetH d = GDALCreate(GDALGetDriverByName("GTiff"), "/vsimem/pal.tif", 2, 1, 1, GDT_Byte, NULL);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4326);
    double transform[] = {40, 4, 0, 38, 0, -8};
    GDALSetGeoTransform(d, transform);
    GDALSetSpatialRef(d, srs);
    OSRDestroySpatialReference(srs);
    GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
    GDALSetColorEntry(table, 0, &(GDALColorEntry){10, 120, 30, 255});
    GDALSetColorEntry(table, 9, &(GDALColorEntry){250, 0, 90, 255});
    GDALRasterBandH band = GDALGetRasterBand(d, 1);
    GDALSetRasterColorTable(band, table);
    GDALDestroyColorTable(table);
    uint8_t values[] = {0, 9};
    ck_assert_int_eq(GDALRasterIO(band, GF_Write, 0, 0, 2, 1, values, 2, 1, GDT_Byte, 0, 0), CE_None);
    GDALClose(d);
    const uint32_t *pixels = drawn((const char *const[]){"/vsimem/pal.tif"}, 1);
    const int wanted[2][3] = {{10, 120, 30}, {250, 0, 90}};
    for (int k = 0; k < 2; k++)
        for (int c = 0; c < 3; c++)
            ck_assert_int_le(abs(color_of(at_degrees(pixels, k ? 44.2 : 43.8, 34), c) - wanted[k][c]), 1);
    VSIUnlink("/vsimem/pal.tif");
}
END_TEST

static const char vectors[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[42,32],[46,32],[46,36],[42,36],[42,32]],[[43,33],[43,34],[44,34],[44,33],[43,33]]]}},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[47,37]}}]}";

START_TEST(vectors_lie_where_they_are)
{
    const char *path = "/vsimem/own.geojson";
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)CPLStrdup(vectors), sizeof vectors - 1, true));
    const uint32_t *pixels = drawn(&path, 1);
    ck_assert_int_eq(alpha_of(at_degrees(pixels, 45, 35)), 15);
    ck_assert_int_eq(at_degrees(pixels, 43.5, 33.5), 0);
    ck_assert_int_eq(at_degrees(pixels, 41, 31), 0);
    ck_assert_int_gt(alpha_of(at_degrees(pixels, 47, 37)), 100);
    VSIUnlink(path);
}
END_TEST

START_TEST(files_lie_on_each_other_in_their_order)
{
    float values[3 * 16];
    for (int i = 0; i < 48; i++) values[i] = 255;
    make_raster("/vsimem/white.tif", GDT_Byte, 4, 3, values, 42, 36, true);
    for (int i = 0; i < 48; i++) values[i] = 0;
    make_raster("/vsimem/black.tif", GDT_Byte, 4, 3, values, 42, 36, true);
    const char *const order[] = {"/vsimem/white.tif", "/vsimem/black.tif", "/vsimem/white.tif"};
    uint32_t black_on_top = at_degrees(drawn(order, 2), 44, 34);
    uint32_t white_on_top = at_degrees(drawn(order + 1, 2), 44, 34);
    ck_assert_int_lt(color_of(black_on_top, 1), 120);
    ck_assert_int_gt(color_of(white_on_top, 1), 150);
    VSIUnlink("/vsimem/white.tif");
    VSIUnlink("/vsimem/black.tif");
}
END_TEST

START_TEST(whose_it_is_comes_from_the_metadata)
{
    float values[16] = {0};
    make_raster("/vsimem/a.tif", GDT_Byte, 4, 1, values, 42, 36, true);
    make_raster("/vsimem/b.tif", GDT_Byte, 4, 1, values, 42, 36, true);
    GDALDatasetH d = GDALOpen("/vsimem/a.tif", GA_Update);
    GDALSetMetadataItem(d, "TIFFTAG_COPYRIGHT", "A survey, 2023", NULL);
    GDALSetMetadataItem(d, "Attribution", "", NULL);
    GDALClose(d);
    incmap_error err = {0};
    backdrop *b;
    const char *const paths[] = {"/vsimem/a.tif", "/vsimem/b.tif"};
    ck_assert_int_eq(backdrop_open(&b, paths, 2, &err), INCMAP_OK);
    size_t count;
    const char *const *names = backdrop_attributions(b, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(names[0], "A survey, 2023");
    ck_assert_str_eq(names[1], "b.tif");
    ck_assert_str_eq(backdrop_nameless(b), "/vsimem/b.tif");
    backdrop_close(b);
    ck_assert_int_eq(backdrop_open(&b, paths, 1, &err), INCMAP_OK);
    ck_assert_ptr_null(backdrop_nameless(b));
    backdrop_close(b);
    VSIUnlink("/vsimem/a.tif");
    VSIUnlink("/vsimem/b.tif");
}
END_TEST

START_TEST(what_is_no_map_is_refused)
{
    float values[16] = {0};
    make_raster("/vsimem/nowhere.tif", GDT_Byte, 4, 1, values, 0, 0, false);
    static const char table[] = "a,b\n1,2\n";
    VSIFCloseL(VSIFileFromMemBuffer("/vsimem/table.csv", (GByte *)CPLStrdup(table), sizeof table - 1, true));
    const struct {
        const char *path, *reason;
    } cases[] = {{"/vsimem/none.tif", "GDAL cannot open it"},
                 {"/vsimem/nowhere.tif", "does not say where it lies"},
                 {"/vsimem/table.csv", "holds neither"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        incmap_error err = {0};
        backdrop *b;
        ck_assert_int_eq(backdrop_open(&b, &cases[i].path, 1, &err), INCMAP_USAGE);
        ck_assert_ptr_null(b);
        ck_assert_ptr_nonnull(strstr(err.message, cases[i].path));
        ck_assert_msg(strstr(err.message, cases[i].reason) != NULL, "%s", err.message);
    }
    VSIUnlink("/vsimem/nowhere.tif");
    VSIUnlink("/vsimem/table.csv");
}
END_TEST

START_TEST(a_raster_on_the_far_side_draws_nothing)
{
    float values[16] = {1, 2, 3};
    make_raster("/vsimem/far.tif", GDT_Float32, 4, 1, values, -120, -30, true);
    const uint32_t *pixels = drawn((const char *const[]){"/vsimem/far.tif"}, 1);
    for (int i = 0; i < SIDE_PX * SIDE_PX; i++) ck_assert_int_eq(pixels[i], 0);
    VSIUnlink("/vsimem/far.tif");
}
END_TEST

UNIT_MAIN("report/backdrop", values_become_greys_and_missing_ones_nothing, colours_stay_what_they_are,
          a_palette_gives_its_own_colours, vectors_lie_where_they_are, files_lie_on_each_other_in_their_order,
          whose_it_is_comes_from_the_metadata, what_is_no_map_is_refused,
          a_raster_on_the_far_side_draws_nothing)
