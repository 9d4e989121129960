#include "overlay/geotiff.h"

#include "base/strbuf.h"
#include "unit/scratch.h"

#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// More than any raster of these tests.
#define FILE_BYTES_MAX (1 << 26)

static const grid utm_grid = {
    .origin_x = 400000, .origin_y = 3700000, .res_x = 25, .res_y = 50, .width_px = 1300, .height_px = 700};

/** Blocks of one colour each; those of the middle column are left out. */
static void write_example(const char *path, const char *attribution)
{
    incmap_error err = {0};
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:32638", &err), INCMAP_OK);
    geotiff *t;
    ck_assert_msg(geotiff_create(&t, path, "x.tif", &utm_grid, p, attribution, &err) == INCMAP_OK, "%s",
                  err.message);
    static uint32_t argb[GEOTIFF_BLOCK_PX * GEOTIFF_BLOCK_PX];
    static const uint32_t colors[2][3] = {{0xff102030, 0, 0x80402000}, {0x40101010, 0, 0xffffffff}};
    for (int64_t row = 0; row < 2; row++)
        for (int64_t col = 0; col < 3; col += 2) {
            for (int i = 0; i < GEOTIFF_BLOCK_PX * GEOTIFF_BLOCK_PX; i++) argb[i] = colors[row][col];
            ck_assert_int_eq(geotiff_put(t, col, row, argb, GEOTIFF_BLOCK_PX, &err), INCMAP_OK);
        }
    ck_assert_msg(geotiff_finish(t, &err) == INCMAP_OK, "%s", err.message);
    projection_close(p);
}

static void read_pixel(GDALDatasetH dataset, int col, int row, uint8_t rgba[4])
{
    ck_assert_int_eq(
        GDALDatasetRasterIO(dataset, GF_Read, col, row, 1, 1, rgba, 1, 1, GDT_Byte, 4, NULL, 1, 1, 1),
        CE_None);
}

START_TEST(gdal_reads_what_was_written_where_it_belongs)
{
    scratch_open();
    write_example(scratch_path("a.tif"), "Places © somebody");
    GDALDatasetH dataset = GDALOpen(scratch_path("a.tif"), GA_ReadOnly);
    ck_assert_ptr_nonnull(dataset);
    ck_assert_int_eq(GDALGetRasterXSize(dataset), 1300);
    ck_assert_int_eq(GDALGetRasterYSize(dataset), 700);
    ck_assert_int_eq(GDALGetRasterCount(dataset), 4);
    ck_assert_int_eq(GDALGetRasterColorInterpretation(GDALGetRasterBand(dataset, 1)), GCI_RedBand);
    ck_assert_int_eq(GDALGetRasterColorInterpretation(GDALGetRasterBand(dataset, 4)), GCI_AlphaBand);
    int block_x, block_y;
    GDALGetBlockSize(GDALGetRasterBand(dataset, 1), &block_x, &block_y);
    ck_assert_int_eq(block_x, 512);
    ck_assert_int_eq(block_y, 512);
    double transform[6];
    ck_assert_int_eq(GDALGetGeoTransform(dataset, transform), CE_None);
    const double expected[6] = {400000, 25, 0, 3700000, 0, -50};
    for (int i = 0; i < 6; i++) ck_assert_double_eq(transform[i], expected[i]);
    ck_assert_str_eq(OSRGetAuthorityCode(GDALGetSpatialRef(dataset), NULL), "32638");
    ck_assert_str_eq(GDALGetMetadataItem(dataset, "TIFFTAG_COPYRIGHT", NULL), "Places © somebody");
    ck_assert_str_eq(GDALGetMetadataItem(dataset, "COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    ck_assert_ptr_null(GDALGetMetadataItem(dataset, "TIFFTAG_DATETIME", NULL));

    uint8_t rgba[4];
    read_pixel(dataset, 0, 0, rgba);
    ck_assert_mem_eq(rgba, ((uint8_t[]){0x10, 0x20, 0x30, 255}), 4);
    // Straight alpha: 0x40 of 0x80 is a half.
    read_pixel(dataset, 1299, 511, rgba);
    ck_assert_mem_eq(rgba, ((uint8_t[]){128, 64, 0, 128}), 4);
    read_pixel(dataset, 511, 699, rgba);
    ck_assert_mem_eq(rgba, ((uint8_t[]){64, 64, 64, 64}), 4);
    read_pixel(dataset, 1024, 512, rgba);
    ck_assert_mem_eq(rgba, ((uint8_t[]){255, 255, 255, 255}), 4);
    read_pixel(dataset, 700, 300, rgba);
    ck_assert_mem_eq(rgba, ((uint8_t[]){0, 0, 0, 0}), 4);
    GDALClose(dataset);
    ck_assert_int_eq(scratch_entry_count(), 1);
    scratch_close();
}
END_TEST

START_TEST(the_same_blocks_are_the_same_bytes)
{
    scratch_open();
    write_example(scratch_path("a.tif"), "");
    GDALSetCacheMax64(1 << 20);
    write_example(scratch_path("b.tif"), "");
    strbuf a = {0}, b = {0};
    ck_assert(strbuf_add_file(&a, scratch_path("a.tif"), FILE_BYTES_MAX));
    ck_assert(strbuf_add_file(&b, scratch_path("b.tif"), FILE_BYTES_MAX));
    ck_assert_uint_eq(a.length, b.length);
    ck_assert_mem_eq(a.data, b.data, a.length);
    strbuf_dispose(&a);
    strbuf_dispose(&b);
    scratch_close();
}
END_TEST

START_TEST(a_projection_that_geotiff_cannot_hold_is_no_silent_loss)
{
    scratch_open();
    incmap_error err = {0};
    projection *p;
    ck_assert_int_eq(projection_open(&p, "+proj=airy +lat_0=33 +lon_0=44 +type=crs", &err), INCMAP_OK);
    geotiff *t;
    grid g = {.origin_x = -500, .origin_y = 500, .res_x = 10, .res_y = 10, .width_px = 100, .height_px = 100};
    incmap_status status = geotiff_create(&t, scratch_path("a.tif"), "x.tif", &g, p, "", &err);
    if (status == INCMAP_OK) status = geotiff_finish(t, &err);
    ck_assert_int_eq(status, INCMAP_FAILED);
    ck_assert_ptr_eq(strstr(err.message, "x.tif: "), err.message);
    projection_close(p);
    unlink(scratch_path("a.tif"));
    ck_assert_int_eq(scratch_entry_count(), 0);
    scratch_close();
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_named)
{
    incmap_error err = {0};
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:3857", &err), INCMAP_OK);
    geotiff *t;
    ck_assert_int_eq(geotiff_create(&t, "/nonexistent/a.tif", "shown.tif", &utm_grid, p, "", &err),
                     INCMAP_FAILED);
    ck_assert_ptr_null(t);
    ck_assert_ptr_eq(strstr(err.message, "shown.tif: cannot be written: "), err.message);
    geotiff_abandon(NULL);
    projection_close(p);
}
END_TEST

START_TEST(a_full_disk_is_a_failure)
{
    incmap_error err = {0};
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:3857", &err), INCMAP_OK);
    geotiff *t;
    incmap_status status = geotiff_create(&t, "/dev/full", "shown.tif", &utm_grid, p, "", &err);
    if (status == INCMAP_OK) status = geotiff_finish(t, &err);
    ck_assert_int_eq(status, INCMAP_FAILED);
    ck_assert_ptr_eq(strstr(err.message, "shown.tif: "), err.message);
    projection_close(p);
}
END_TEST

UNIT_MAIN("overlay/geotiff", gdal_reads_what_was_written_where_it_belongs, the_same_blocks_are_the_same_bytes,
          a_projection_that_geotiff_cannot_hold_is_no_silent_loss, a_place_that_cannot_be_written_is_named,
          a_full_disk_is_a_failure)
