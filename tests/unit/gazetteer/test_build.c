#include "gazetteer/build.h"
#include "unit/gazetteer/fixture.h"

#include <stdlib.h>

static char lines[64][512];
static int line_count;

static void keep_line(void *context, const char *line)
{
    (void)context;
    if (line_count < 64) snprintf(lines[line_count++], sizeof lines[0], "%s", line);
}

static bool was_said(const char *what)
{
    for (int i = 0; i < line_count; i++)
        if (strstr(lines[i], what)) return true;
    return false;
}

static char *read_all(const char *path, size_t *length)
{
    gaz_error err = {0};
    char *bytes = build_read_file(path, length, &err);
    ck_assert_msg(bytes != NULL, "%s", err.message);
    return bytes;
}

START_TEST(same_sources_same_bytes)
{
    size_t first_length, second_length;
    fixture_build(fixture_path("a.gpkg"));
    char *first = read_all(fixture_path("a.gpkg"), &first_length);
    fixture_build(fixture_path("a.gpkg"));
    char *second = read_all(fixture_path("a.gpkg"), &second_length);
    ck_assert_uint_eq(first_length, second_length);
    ck_assert_mem_eq(first, second, first_length);
    // 'GPKG' stands at byte 68 of the header.
    ck_assert_mem_eq(first + 68, "GPKG", 4);
    free(first);
    free(second);
    unlink(fixture_path("a.gpkg"));
}
END_TEST

START_TEST(the_date_is_the_callers)
{
    ck_assert_int_eq(setenv("SOURCE_DATE_EPOCH", "1700524800", 1), 0);
    fixture_build(fixture_path("b.gpkg"));
    sqlite3 *db;
    sqlite3_stmt *query;
    ck_assert_int_eq(sqlite3_open(fixture_path("b.gpkg"), &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, "SELECT DISTINCT last_change FROM gpkg_contents", -1, &query, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(query), SQLITE_ROW);
    ck_assert_str_eq((const char *)sqlite3_column_text(query, 0), "2023-11-21T00:00:00.000Z");
    ck_assert_int_eq(sqlite3_step(query), SQLITE_DONE);
    sqlite3_finalize(query);
    sqlite3_close(db);
    unlink(fixture_path("b.gpkg"));
}
END_TEST

START_TEST(what_is_missing_is_said)
{
    gaz_error err = {0};
    gaz_build_request request = {.curated_dir = FIXTURE_DATA "/curated",
                                 .package_dir = "/nonexistent",
                                 .out_path = fixture_path("c.gpkg"),
                                 .progress = keep_line};
    ck_assert_msg(gaz_build(&request, &err) == GAZ_OK, "%s", err.message);
    ck_assert(was_said("cities500.txt is missing"));
    ck_assert(was_said("world_map.gpkg is missing"));
    ck_assert(was_said("airports.json is missing"));
    ck_assert_msg(was_said("curated: 19 places from 2 files"), "%s", lines[line_count - 2]);
    unlink(fixture_path("c.gpkg"));
}
END_TEST

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/** Builds from one curated file and expects it to be refused with a line that holds @p what. */
static void refused(const char *row, const char *what)
{
    char folder[512], path[600];
    snprintf(folder, sizeof folder, "%s", fixture_path("curated"));
    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/x.csv", folder);
    char text[2000];
    snprintf(text, sizeof text,
             "id,name,kind,country,admin1,lon,lat,extent_m,names,geometry,source,note\na,A,town,IQ,,44,33,,,,"
             "s,\n%s\n",
             row);
    write_file(path, text);
    char out[512];
    snprintf(out, sizeof out, "%s", fixture_path("d.gpkg"));
    gaz_error err = {0};
    gaz_build_request request = {.curated_dir = folder, .out_path = out};
    ck_assert_msg(gaz_build(&request, &err) == GAZ_ERROR_INPUT, "%s is taken", row);
    ck_assert_msg(strstr(err.message, "x.csv:3:"), "no file and line: %s", err.message);
    ck_assert_msg(strstr(err.message, what), "\"%s\" is not in: %s", what, err.message);
    ck_assert_msg(access(out, F_OK) != 0, "a refused build leaves a file");
    unlink(path);
    rmdir(folder);
}

START_TEST(bad_rows_are_refused_with_file_and_line)
{
    refused("b,B,town,IQ,,444,33,,,,s,", "longitude from -180 to 180");
    refused("b,B,town,IQ,,44,x,,,,s,", "latitude from -90 to 90");
    refused("b,B,town,IQ,,,,,,,s,", "longitude");
    refused("b,,town,IQ,,44,33,,,,s,", "a name");
    refused("b,B,,IQ,,44,33,,,,s,", "a kind");
    refused("b,B,town,Iraq,,44,33,,,,s,", "alpha-2");
    refused("b,B,town,IQ,,44,33,-5,,,s,", "radius in metres above 0");
    refused("b,B,town,IQ,,44,33", "7 fields");
    refused("b,B,sea,,,,,,,\"POLYGON((1 2,3\",s,", "WKT");
    refused("b,B,sea,,,,,,,\"POLYGON((1 2,3 4,200 6,1 2))\",s,", "WKT");
    refused("b,B,sea,,,,,,,POINT(1 2),s,", "WKT");
}
END_TEST

START_TEST(bad_packages_are_refused)
{
    char folder[512], path[600];
    snprintf(folder, sizeof folder, "%s", fixture_path("packages"));
    mkdir(folder, 0777);
    static const struct {
        const char *name, *text;
    } cases[] = {{"cities500.txt", "no tab in it\n"},
                 {"admin1.json", "[{\"code\":1}]"},
                 {"admin1.json", "[{"},
                 {"airports.json", "{\"a\":"},
                 {"airports.json", "{}"},
                 {"world_map.gpkg", "this is no database at all, whatever its name says"}};
    char out[512];
    snprintf(out, sizeof out, "%s", fixture_path("e.gpkg"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
        write_file(path, cases[i].text);
        gaz_error err = {0};
        gaz_build_request request = {.package_dir = folder, .out_path = out};
        ck_assert_msg(gaz_build(&request, &err) == GAZ_ERROR_INPUT, "%s is taken", cases[i].name);
        ck_assert_msg(strstr(err.message, cases[i].name), "%s is not in: %s", cases[i].name, err.message);
        ck_assert(access(out, F_OK) != 0);
        unlink(path);
    }
    gaz_error err = {0};
    gaz_build_request nothing = {.package_dir = folder, .out_path = out};
    ck_assert_int_eq(gaz_build(&nothing, &err), GAZ_ERROR_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "no places"));
    rmdir(folder);
}
END_TEST

START_TEST(no_folder_to_write_to)
{
    gaz_error err = {0};
    gaz_build_request request = {.curated_dir = FIXTURE_DATA "/curated", .out_path = "/nonexistent/x.gpkg"};
    ck_assert_int_eq(gaz_build(&request, &err), GAZ_ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/x.gpkg"));
}
END_TEST

UNIT_MAIN("gazetteer/build", same_sources_same_bytes, the_date_is_the_callers, what_is_missing_is_said,
          bad_rows_are_refused_with_file_and_line, bad_packages_are_refused, no_folder_to_write_to)
