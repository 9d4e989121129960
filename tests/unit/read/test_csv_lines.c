#include "read/csv_lines.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static csv_lines scan_bytes(const char *bytes, size_t length)
{
    char path[] = "/tmp/incmap-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, length), (ssize_t)length);
    close(fd);
    csv_lines lines;
    ck_assert(csv_lines_scan(&lines, path));
    unlink(path);
    return lines;
}

static csv_lines scan(const char *text)
{
    return scan_bytes(text, strlen(text));
}

START_TEST(blank_lines_are_counted_above_the_record_that_follows)
{
    // Records: h, a, b, c; one blank line above b, two more above c, one behind all.
    static const char *const ends[] = {"h\na\n\nb\n\n\nc\n\n", "h\r\na\r\n\r\nb\r\n\r\n\r\nc\r\n\r\n",
                                       "h\ra\r\rb\r\r\rc\r\r"};
    for (size_t i = 0; i < 3; i++) {
        csv_lines lines = scan(ends[i]);
        static const int64_t expected[] = {0, 0, 1, 3};
        size_t cursor = 0;
        for (int64_t record = 0; record < 4; record++)
            ck_assert_int_eq(csv_lines_skipped(&lines, record, &cursor), expected[record]);
        ck_assert_int_eq(lines.open_quote_record, -1);
        csv_lines_dispose(&lines);
    }
}
END_TEST

START_TEST(line_ends_in_quotes_end_nothing)
{
    csv_lines lines = scan("h\n\"a\n\n\nb\"\n\"x\"\"y\"\n\nc\n");
    size_t cursor = 0;
    ck_assert_int_eq(csv_lines_skipped(&lines, 1, &cursor), 0);
    ck_assert_int_eq(csv_lines_skipped(&lines, 2, &cursor), 0);
    ck_assert_int_eq(csv_lines_skipped(&lines, 3, &cursor), 1);
    ck_assert_int_eq(lines.open_quote_record, -1);
    csv_lines_dispose(&lines);
}
END_TEST

START_TEST(an_open_quote_is_found_where_it_begins)
{
    csv_lines lines = scan("h\n\na\nb,\"open\nc\nd\n");
    ck_assert_int_eq(lines.open_quote_record, 2);
    csv_lines_dispose(&lines);
    lines = scan("");
    ck_assert_int_eq(lines.open_quote_record, -1);
    ck_assert_uint_eq(lines.blank_count, 0);
    csv_lines_dispose(&lines);
}
END_TEST

START_TEST(blocks_make_no_difference)
{
    // A line end, a quote and blank lines around the border of the blocks it is read in.
    const size_t border = (size_t)1 << 18;
    char *text = malloc(border + 16);
    for (size_t shift = 0; shift < 6; shift++) {
        memset(text, 'x', border);
        strcpy(text + border - shift, "\r\n\r\n\"y\r\n\"\r\nz");
        csv_lines lines = scan(text);
        size_t cursor = 0;
        ck_assert_int_eq(csv_lines_skipped(&lines, 1, &cursor), 1);
        ck_assert_int_eq(csv_lines_skipped(&lines, 2, &cursor), 1);
        ck_assert_int_eq(lines.open_quote_record, -1);
        csv_lines_dispose(&lines);
    }
    free(text);
}
END_TEST

START_TEST(bytes_that_only_gdal_reads_are_noticed)
{
    static const struct {
        const char *text;
        bool is_odd;
    } cases[] = {
        {"a,b\n1,2\n", false},
        {"a,b\r\n1,2\r\n", false},
        {"a,b\r\n\r\n\r\n1,2", false},
        {"a,b\n\n\r\n1,2", true},
        {"a,b\r1,2\r", true},
        {"a,b\n1,\"2\r\"\n", true},
        {"a,b\n1,\"2\r\n3\"\n", false},
        {"a,b\n1234567,2\r", true},
        {"a,b\r\n1,2\r\r\n", true},
        {"a,b\n\r1,2345678\n", true},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        csv_lines lines = scan(cases[i].text);
        ck_assert_msg(lines.has_odd_bytes == cases[i].is_odd, "case %zu", i);
        csv_lines_dispose(&lines);
    }
}
END_TEST

START_TEST(records_with_nuls_are_found)
{
    static const char text[] = "a,b\n\n1,2\n3,\"4\n\0\"\n5,\0\n6,7\n\0\0,8\n";
    csv_lines lines = scan_bytes(text, sizeof text - 1);
    ck_assert_uint_eq(lines.nul_count, 3);
    static const int64_t expected[] = {2, 3, 5};
    ck_assert_mem_eq(lines.nul_records, expected, sizeof expected);
    ck_assert(lines.has_odd_bytes);
    csv_lines_dispose(&lines);
    ck_assert_uint_eq(lines.nul_count, 0);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_said_so)
{
    csv_lines lines;
    ck_assert(!csv_lines_scan(&lines, "/nowhere/at/all.csv"));
    ck_assert_uint_eq(lines.blank_count, 0);
}
END_TEST

UNIT_MAIN("read/csv_lines", blank_lines_are_counted_above_the_record_that_follows,
          line_ends_in_quotes_end_nothing, an_open_quote_is_found_where_it_begins, blocks_make_no_difference,
          bytes_that_only_gdal_reads_are_noticed, records_with_nuls_are_found,
          a_file_that_is_not_there_is_said_so)
