#include "tiles/container.h"

#include "base/strbuf.h"
#include "scene/index.h"
#include "unit/scratch.h"

#include <libdeflate.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tileset_metadata metadata = {.name = "a \"name\" — اسم",
                                          .description = "d",
                                          .attribution = "a",
                                          .last_change = "2023-11-22T00:00:00.000Z",
                                          .bounds = {40, 30, 50, 38},
                                          .mercator_bounds = {4452779.6, 3503549.8, 5565974.5, 4579425.8},
                                          .center = {45, 34},
                                          .center_zoom = 3,
                                          .min_zoom = 1,
                                          .max_zoom = 3,
                                          .tile_size_px = 256,
                                          .scale = 1};

/** Three places with two images, the second place repeating the first's. */
static void fill(const container_format *format, const char *path)
{
    incmap_error err = {0};
    container *c;
    ck_assert_msg(format->open(&c, path, path, &metadata, &err) == INCMAP_OK, "%s", err.message);
    tile_image first = {{1, 1}, "first image", 11}, second = {{2, 2}, "second", 6};
    ck_assert_int_eq(format->put(c, 1, 1, 0, &first, 0, true, &err), INCMAP_OK);
    ck_assert_int_eq(format->put(c, 3, 5, 2, &first, 0, false, &err), INCMAP_OK);
    ck_assert_int_eq(format->put(c, 3, 5, 3, &second, 1, true, &err), INCMAP_OK);
    ck_assert_int_eq(format->finish(c, &err), INCMAP_OK);
}

/** The first value of a query's only row; NULL: it has no row. */
static void query_equals(sqlite3 *db, const char *sql, const char *expected)
{
    sqlite3_stmt *stmt;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(stmt), expected ? SQLITE_ROW : SQLITE_DONE);
    if (expected) ck_assert_str_eq((const char *)sqlite3_column_text(stmt, 0), expected);
    sqlite3_finalize(stmt);
}

START_TEST(the_format_goes_by_the_name)
{
    ck_assert_ptr_eq(container_format_of("a/b.mbtiles"), &container_mbtiles);
    ck_assert_ptr_eq(container_format_of("b.pmtiles"), &container_pmtiles);
    ck_assert_ptr_eq(container_format_of("b.gpkg"), &container_gpkg);
    ck_assert_ptr_eq(container_format_of("a.b/c"), &container_xyz);
    ck_assert_ptr_eq(container_format_of("a.b/"), &container_xyz);
    ck_assert_ptr_null(container_format_of("a.zip"));
    ck_assert_ptr_null(container_format_of(""));
    ck_assert_ptr_null(container_format_of(".mbtiles"));
}
END_TEST

START_TEST(mbtiles_counts_rows_from_the_south_and_keeps_equal_images_once)
{
    scratch_open();
    fill(&container_mbtiles, scratch_path("t.mbtiles"));
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(scratch_path("t.mbtiles"), &db), SQLITE_OK);
    query_equals(db, "PRAGMA application_id", "1297105496");
    query_equals(db, "PRAGMA integrity_check", "ok");
    query_equals(db, "SELECT count(*) FROM tiles", "3");
    query_equals(db, "SELECT count(*) FROM images", "2");
    query_equals(db, "SELECT tile_data FROM tiles WHERE zoom_level=1 AND tile_column=1 AND tile_row=1",
                 "first image");
    query_equals(db, "SELECT tile_data FROM tiles WHERE zoom_level=3 AND tile_column=5 AND tile_row=5",
                 "first image");
    query_equals(db, "SELECT tile_data FROM tiles WHERE zoom_level=3 AND tile_column=5 AND tile_row=4",
                 "second");
    query_equals(db, "SELECT value FROM metadata WHERE name='name'", "a \"name\" — اسم");
    query_equals(db, "SELECT value FROM metadata WHERE name='bounds'",
                 "40.000000,30.000000,50.000000,38.000000");
    query_equals(db, "SELECT value FROM metadata WHERE name='center'", "45.000000,34.000000,3");
    query_equals(db, "SELECT value FROM metadata WHERE name='minzoom'", "1");
    query_equals(db, "SELECT value FROM metadata WHERE name='maxzoom'", "3");
    sqlite3_close(db);

    ck_assert_int_eq(mkdir(scratch_path("xyz"), 0777), 0);
    fill(&container_xyz, scratch_path("xyz"));
    struct stat first, second, third;
    ck_assert_int_eq(stat(scratch_path("xyz/1/1/0.png"), &first), 0);
    ck_assert_int_eq(stat(scratch_path("xyz/3/5/2.png"), &second), 0);
    ck_assert_int_eq(stat(scratch_path("xyz/3/5/3.png"), &third), 0);
    ck_assert_uint_eq(first.st_ino, second.st_ino);
    ck_assert_uint_ne(first.st_ino, third.st_ino);
    ck_assert_int_eq(first.st_size, 11);
    ck_assert_int_eq(access(scratch_path("xyz/tilejson.json"), R_OK), 0);
    scratch_close();
}
END_TEST

static uint64_t little_endian(const unsigned char *at, int bytes)
{
    uint64_t number = 0;
    for (int i = bytes - 1; i >= 0; i--) number = number << 8 | at[i];
    return number;
}

static uint64_t varint(const unsigned char **at)
{
    uint64_t number = 0;
    for (int shift = 0;; shift += 7) {
        unsigned char byte = *(*at)++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
}

typedef struct {
    uint64_t id, run, length, offset;
} directory_entry;

/** Reads a directory from the archive by the specification's own rules; returns how many entries it has. */
static size_t read_directory(const unsigned char *archive, uint64_t offset, uint64_t length,
                             directory_entry *out, size_t capacity)
{
    static unsigned char plain[1 << 20];
    size_t plain_length;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    ck_assert_int_eq(
        libdeflate_gzip_decompress(d, archive + offset, (size_t)length, plain, sizeof plain, &plain_length),
        LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    const unsigned char *at = plain;
    size_t count = varint(&at);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_le(count, capacity);
    for (size_t i = 0; i < count; i++) out[i].id = varint(&at) + (i ? out[i - 1].id : 0);
    for (size_t i = 0; i < count; i++) out[i].run = varint(&at);
    for (size_t i = 0; i < count; i++) out[i].length = varint(&at);
    for (size_t i = 0; i < count; i++) {
        uint64_t code = varint(&at);
        out[i].offset = code ? code - 1 : out[i - 1].offset + out[i - 1].length;
    }
    ck_assert_uint_eq((size_t)(at - plain), plain_length);
    return count;
}

static size_t read_file(const char *path, unsigned char *out, size_t capacity)
{
    FILE *f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    size_t length = fread(out, 1, capacity, f);
    fclose(f);
    return length;
}

START_TEST(pmtiles_is_clustered_and_counts_what_it_holds)
{
    char path[] = "/tmp/incmap-pmtiles-XXXXXX";
    ck_assert_int_ge(mkstemp(path), 0);
    unlink(path);
    fill(&container_pmtiles, path);
    static unsigned char archive[4096];
    size_t length = read_file(path, archive, sizeof archive);
    ck_assert_mem_eq(archive, "PMTiles\3", 8);
    ck_assert_uint_eq(little_endian(archive + 72, 8), 3);
    ck_assert_uint_eq(little_endian(archive + 80, 8), 3);
    ck_assert_uint_eq(little_endian(archive + 88, 8), 2);
    ck_assert_mem_eq(archive + 96, "\1\2\1\2\1\3", 6);
    ck_assert_int_eq((int32_t)little_endian(archive + 102, 4), 400000000);
    ck_assert_int_eq((int32_t)little_endian(archive + 114, 4), 380000000);
    uint64_t data = little_endian(archive + 56, 8);
    ck_assert_uint_eq(data + little_endian(archive + 64, 8), length);
    directory_entry entries[4];
    size_t count =
        read_directory(archive, little_endian(archive + 8, 8), little_endian(archive + 16, 8), entries, 4);
    // Zoom 1 starts at id 1, and (1,0) is its fourth; zoom 3 starts at id 21. Its cells (5,2) and (5,3)
    // follow no run.
    ck_assert_uint_eq(entries[0].id, 4);
    ck_assert_uint_eq(entries[0].offset, 0);
    ck_assert_uint_eq(entries[0].length, 11);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_gt(entries[1].id, 20);
    ck_assert_uint_eq(entries[1].offset, 0);
    ck_assert_uint_eq(entries[2].offset, 11);
    ck_assert_mem_eq(archive + data + entries[2].offset, "second", 6);
    unlink(path);
}
END_TEST

// MurmurHash3's 32-bit finaliser (Appleby, public domain): numbers that do not compress, the same everywhere.
static uint32_t scramble(uint32_t n)
{
    n = (n ^ n >> 16) * 0x85ebca6bu;
    n = (n ^ n >> 13) * 0xc2b2ae35u;
    return n ^ n >> 16;
}

/** A new archive at a path that the template becomes. */
static container *open_pmtiles(char *path)
{
    ck_assert_int_ge(mkstemp(path), 0);
    unlink(path);
    incmap_error err = {0};
    container *c;
    ck_assert_int_eq(container_pmtiles.open(&c, path, path, &metadata, &err), INCMAP_OK);
    return c;
}

START_TEST(pmtiles_moves_into_leaves_what_the_root_cannot_hold)
{
    char path[] = "/tmp/incmap-pmtiles-XXXXXX";
    incmap_error err = {0};
    container *c = open_pmtiles(path);
    // Of every two cells of zoom 8 along the curve one, with an image of its own: no runs, and little to
    // compress.
    enum { TILES = 1 << 15, ENTRIES_MAX = 1 << 16 };
    for (uint32_t i = 0; i < TILES; i++) {
        uint32_t col, row, noise = scramble(i), bytes[16] = {noise};
        hilbert_to_cell(8, 2 * i + (noise >> 31), &col, &row);
        tile_image image = {{i, i}, bytes, 4 + (noise >> 16) % 61};
        ck_assert_int_eq(container_pmtiles.put(c, 8, col, row, &image, i, true, &err), INCMAP_OK);
    }
    ck_assert_int_eq(container_pmtiles.finish(c, &err), INCMAP_OK);

    static unsigned char archive[1 << 21];
    read_file(path, archive, sizeof archive);
    static directory_entry root[ENTRIES_MAX], leaf[ENTRIES_MAX];
    uint64_t root_length = little_endian(archive + 16, 8), leaves = little_endian(archive + 40, 8);
    uint64_t data = little_endian(archive + 56, 8);
    ck_assert_uint_lt(127 + root_length, 16384);
    size_t root_count = read_directory(archive, 127, root_length, root, ENTRIES_MAX), tile = 0;
    for (size_t i = 0; i < root_count; i++) {
        ck_assert_uint_eq(root[i].run, 0);
        size_t count = read_directory(archive, leaves + root[i].offset, root[i].length, leaf, ENTRIES_MAX);
        ck_assert_uint_eq(root[i].id, leaf[0].id);
        for (size_t k = 0; k < count; k++, tile++) {
            uint32_t noise = scramble((uint32_t)tile);
            ck_assert_uint_eq(leaf[k].id, 21845 + 2 * tile + (noise >> 31));
            ck_assert_uint_eq(leaf[k].length, 4 + (noise >> 16) % 61);
            ck_assert_mem_eq(archive + data + leaf[k].offset, &noise, 4);
        }
    }
    ck_assert_uint_eq(tile, TILES);
    unlink(path);
}
END_TEST

START_TEST(pmtiles_cannot_be_empty)
{
    char path[] = "/tmp/incmap-pmtiles-XXXXXX";
    incmap_error err = {0};
    container *c = open_pmtiles(path);
    ck_assert_int_eq(container_pmtiles.finish(c, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "empty"));
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(geopackage_has_one_pyramid_with_a_matrix_for_each_zoom)
{
    char path[] = "/tmp/incmap-gpkg-XXXXXX";
    ck_assert_int_ge(mkstemp(path), 0);
    unlink(path);
    fill(&container_gpkg, path);
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    query_equals(db, "PRAGMA application_id", "1196444487");
    query_equals(db, "PRAGMA user_version", "10300");
    query_equals(db, "PRAGMA foreign_key_check(gpkg_contents)", NULL);
    query_equals(db, "SELECT last_change FROM gpkg_contents WHERE data_type='tiles'",
                 "2023-11-22T00:00:00.000Z");
    query_equals(db, "SELECT group_concat(zoom_level || ':' || matrix_width) FROM gpkg_tile_matrix",
                 "1:2,2:4,3:8");
    query_equals(db, "SELECT tile_data FROM incidents WHERE zoom_level=3 AND tile_column=5 AND tile_row=3",
                 "second");
    query_equals(db, "SELECT count(*) FROM incidents", "3");
    sqlite3_close(db);
    unlink(path);
}
END_TEST

START_TEST(a_container_that_cannot_be_made_says_so)
{
    incmap_error err = {0};
    container *c;
    ck_assert_int_eq(container_mbtiles.open(&c, "/nowhere/.t.7.mbtiles", "t.mbtiles", &metadata, &err),
                     INCMAP_FAILED);
    ck_assert_ptr_eq(strstr(err.message, "t.mbtiles: cannot"), err.message);
    err = (incmap_error){0};
    ck_assert_int_eq(container_xyz.open(&c, "/nowhere", "tiles", &metadata, &err), INCMAP_OK);
    tile_image image = {{1, 1}, "x", 1};
    ck_assert_int_eq(container_xyz.put(c, 0, 0, 0, &image, 0, true, &err), INCMAP_FAILED);
    ck_assert_ptr_eq(strstr(err.message, "tiles/0"), err.message);
    container_xyz.abandon(c);
}
END_TEST

UNIT_MAIN("tiles/containers", the_format_goes_by_the_name,
          mbtiles_counts_rows_from_the_south_and_keeps_equal_images_once,
          pmtiles_is_clustered_and_counts_what_it_holds, pmtiles_moves_into_leaves_what_the_root_cannot_hold,
          pmtiles_cannot_be_empty, geopackage_has_one_pyramid_with_a_matrix_for_each_zoom,
          a_container_that_cannot_be_made_says_so)
