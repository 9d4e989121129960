#include "tiles/container.h"

#include "base/strbuf.h"
#include "unit/unit.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tileset_metadata metadata = {.name = "a \"name\" — اسم",
                                          .description = "d",
                                          .attribution = "a",
                                          .bounds = {40, 30, 50, 38},
                                          .center = {45, 34},
                                          .center_zoom = 3,
                                          .min_zoom = 1,
                                          .max_zoom = 3,
                                          .tile_size_px = 256,
                                          .scale = 1};

static char folder[] = "/tmp/incmap-containers-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

/** Three places with two images, the second place repeating the first's. */
static void fill(const container_format *format, const char *path)
{
    incmap_error err = {0};
    container *c;
    ck_assert_msg(format->open(&c, path, &metadata, &err) == INCMAP_OK, "%s", err.message);
    tile_image first = {{1, 1}, "first image", 11}, second = {{2, 2}, "second", 6};
    ck_assert_int_eq(format->put(c, 1, 1, 0, &first, 0, true, &err), INCMAP_OK);
    ck_assert_int_eq(format->put(c, 3, 5, 2, &first, 0, false, &err), INCMAP_OK);
    ck_assert_int_eq(format->put(c, 3, 5, 3, &second, 1, true, &err), INCMAP_OK);
    ck_assert_int_eq(format->finish(c, &err), INCMAP_OK);
}

static void query_equals(sqlite3 *db, const char *sql, const char *expected)
{
    sqlite3_stmt *stmt;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
    ck_assert_str_eq((const char *)sqlite3_column_text(stmt, 0), expected);
    sqlite3_finalize(stmt);
}

START_TEST(the_format_goes_by_the_name)
{
    ck_assert_ptr_eq(container_format_of("a/b.mbtiles"), &container_mbtiles);
    ck_assert_ptr_eq(container_format_of("a.b/c"), &container_xyz);
    ck_assert_ptr_eq(container_format_of("a.b/"), &container_xyz);
    ck_assert_ptr_null(container_format_of("a.zip"));
    ck_assert_ptr_null(container_format_of(""));
    ck_assert_ptr_null(container_format_of(".mbtiles"));
}
END_TEST

START_TEST(mbtiles_counts_rows_from_the_south_and_keeps_equal_images_once)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    fill(&container_mbtiles, path_of("t.mbtiles"));
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(path_of("t.mbtiles"), &db), SQLITE_OK);
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

    ck_assert_int_eq(mkdir(path_of("xyz"), 0777), 0);
    fill(&container_xyz, path_of("xyz"));
    struct stat first, second, third;
    ck_assert_int_eq(stat(path_of("xyz/1/1/0.png"), &first), 0);
    ck_assert_int_eq(stat(path_of("xyz/3/5/2.png"), &second), 0);
    ck_assert_int_eq(stat(path_of("xyz/3/5/3.png"), &third), 0);
    ck_assert_uint_eq(first.st_ino, second.st_ino);
    ck_assert_uint_ne(first.st_ino, third.st_ino);
    ck_assert_int_eq(first.st_size, 11);
    ck_assert_int_eq(access(path_of("xyz/tilejson.json"), R_OK), 0);
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
END_TEST

START_TEST(a_container_that_cannot_be_made_says_so)
{
    incmap_error err = {0};
    container *c;
    ck_assert_int_eq(container_mbtiles.open(&c, "/nowhere/t.mbtiles", &metadata, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "t.mbtiles"));
    err = (incmap_error){0};
    ck_assert_int_eq(container_xyz.open(&c, "/nowhere", &metadata, &err), INCMAP_OK);
    tile_image image = {{1, 1}, "x", 1};
    ck_assert_int_eq(container_xyz.put(c, 0, 0, 0, &image, 0, true, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/0"));
    container_xyz.abandon(c);
}
END_TEST

UNIT_MAIN("tiles/containers", the_format_goes_by_the_name,
          mbtiles_counts_rows_from_the_south_and_keeps_equal_images_once,
          a_container_that_cannot_be_made_says_so)
