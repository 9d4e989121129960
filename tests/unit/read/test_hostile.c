/** @file Files that are no tables, or broken ones: refused in one line, or every row counted. */
#include "unit/read/read_fixture.h"

#include <unistd.h>

START_TEST(files_that_are_no_tables_are_refused_in_one_line)
{
    fixture f = fixture_read_path("/nowhere/at/all.csv");
    FIXTURE_ASSERT_REFUSED(f, "/nowhere/at/all.csv: no such file");
    // A folder of its own: GDAL opens one that holds CSV files as a table of each.
    char folder[] = "/tmp/incmap-read-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    f = fixture_read_path(folder);
    rmdir(folder);
    FIXTURE_ASSERT_REFUSED(f, folder);
    f = fixture_read_text("");
    FIXTURE_ASSERT_REFUSED(f, "empty");
    f = fixture_read_bytes(".gpkg", "SQLite format 3", 16);
    FIXTURE_ASSERT_REFUSED(f, "not a table");
    f = fixture_read_bytes(".xlsx", "PK\3\4 and then nothing", 20);
    FIXTURE_ASSERT_REFUSED(f, "not a table");
    f = fixture_read_bytes(".geojson", "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Fea",
                           56);
    FIXTURE_ASSERT_REFUSED(f, "not a table", "line 1");
    f = fixture_read_bytes(".json", "{\"a\": 1}", 8);
    FIXTURE_ASSERT_REFUSED(f, "list of objects");
    f = fixture_read_bytes(".bin", "\0\1\2\3\4\5\6\7", 8);
    FIXTURE_ASSERT_REFUSED(f, "not a table");
    f = fixture_read_named("open_quote.csv");
    FIXTURE_ASSERT_REFUSED(f, "open_quote.csv:2: a quote is opened");
}
END_TEST

START_TEST(files_of_absurd_size_are_refused_or_read)
{
    // A million columns.
    size_t length = 2000000;
    char *text = malloc(length);
    for (size_t i = 0; i < length; i++) text[i] = i % 2 ? ',' : 'c';
    text[length - 1] = '\n';
    fixture f = fixture_read_bytes(".csv", text, length);
    FIXTURE_ASSERT_REFUSED(f, "columns");
    // One line without an end.
    memset(text, 'x', length);
    f = fixture_read_bytes(".csv", text, length);
    ck_assert_int_ne(f.status, INCMAP_OK);
    fixture_dispose(&f);
    // Brackets to the end of the stack.
    memset(text, '[', length);
    f = fixture_read_bytes(".json", text, length);
    FIXTURE_ASSERT_REFUSED(f, "not a table");
    free(text);
    // A cell of a megabyte is cut; a row of eleven is refused.
    strbuf table = {0};
    strbuf_puts(&table, "lat,lon,notes\n3,4,short\n1,2,");
    for (int i = 0; i < 100000; i++) strbuf_puts(&table, "0123456789");
    f = fixture_read_bytes(".csv", table.data, table.length);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(strlen(f.set.items[1].notes), 32767);
    fixture_dispose(&f);
    for (int i = 0; i < 1000000; i++) strbuf_puts(&table, "0123456789");
    f = fixture_read_bytes(".csv", table.data, table.length);
    FIXTURE_ASSERT_REFUSED(f, ".csv:3: a row of more than 10 MB");
    strbuf_dispose(&table);
}
END_TEST

START_TEST(a_table_of_one_column)
{
    fixture f = fixture_read_text(
        "\xef\xbb\xbfplace\n\"Oldtown, Northern\"\n\nNewtown, Northern\n\"say \"\"Hill\"\"\"\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 3);
    ck_assert_str_eq(f.set.items[0].place, "Oldtown, Northern");
    ck_assert_str_eq(f.set.items[1].place, "Newtown, Northern");
    ck_assert_int_eq(f.set.items[1].row, 4);
    ck_assert_str_eq(f.set.items[2].place, "say \"Hill\"");
    fixture_dispose(&f);
    f = fixture_read_bytes(".dat", "place,date\nOldtown,2023-11-22\n", 30);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-22");
    fixture_dispose(&f);
}
END_TEST

START_TEST(ragged_rows_and_zero_bytes_lose_no_row)
{
    fixture f = fixture_read_named("ragged.csv");
    ck_assert_uint_eq(f.count, 3);
    ck_assert_int_eq(f.set.items[0].date_start, DAY_NONE);
    ck_assert_str_eq(f.set.items[1].place, "Newtown");
    ck_assert_int_eq(f.set.items[2].row, 6);
    fixture_dispose(&f);
    f = fixture_read_named("zero_byte.csv");
    ck_assert_uint_eq(f.count, 2);
    ck_assert_str_eq(f.rejected[0], "a byte of zero; export the table again as UTF-8 text");
    ck_assert_ptr_null(f.rejected[1]);
    ck_assert_str_eq(f.set.items[1].place, "Newtown");
    fixture_dispose(&f);
    f = fixture_read_bytes(".csv", "lat,lo\0n,date\n33,44,2023-11-22\n", 32);
    FIXTURE_ASSERT_REFUSED(f, ".csv:1: a byte of zero");
    f = fixture_read_named("header_only.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 0);
    fixture_dispose(&f);
}
END_TEST

START_TEST(random_bytes_never_break_the_reader)
{
    static const char *const extensions[] = {".csv",  ".json", ".geojson", ".gpkg",
                                             ".xlsx", ".tsv",  ".kml",     ".shp"};
    static const char alphabet[] = "lat,lon;date\n\"{}[]:\t01-.2/ \r\xff\xd8\0PK\3\4<kml>";
    unsigned seed = 11;
    char bytes[600];
    for (int i = 0; i < 300; i++) {
        size_t length = ((seed = seed * 1103515245u + 12345u) >> 16) % sizeof bytes;
        for (size_t k = 0; k < length; k++)
            bytes[k] = alphabet[((seed = seed * 1103515245u + 12345u) >> 16) % (sizeof alphabet - 1)];
        size_t header = i % 3 ? 0 : (size_t)snprintf(bytes, sizeof bytes, "lat,lon,date\n");
        if (header) bytes[header] = '1';
        // At most 32 rows fit in a fixture; a short text has fewer lines.
        if (length > 60) length = 60;
        fixture f = fixture_read_bytes(extensions[i % 8], bytes, length);
        if (f.status != INCMAP_OK) ck_assert_uint_gt(strlen(f.err.message), 0);
        fixture_dispose(&f);
    }
}
END_TEST

UNIT_MAIN("read/hostile", files_that_are_no_tables_are_refused_in_one_line,
          files_of_absurd_size_are_refused_or_read, a_table_of_one_column,
          ragged_rows_and_zero_bytes_lose_no_row, random_bytes_never_break_the_reader)
