#include "read/csv_table.h"

#include "read/csv_lines.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX 4096

/** A small generator of its own, so that a failure can be had again from its seed. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const char *write_table(const char *bytes, size_t length)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/incmap-csv-%d.csv", (int)getpid());
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
    return path;
}

static void free_names(table_layer *layer)
{
    for (size_t i = 0; i < layer->count; i++) free((char *)layer->names[i]);
    free(layer->names);
}

/** Asserts that both readers of a file say the same of it; false where it is left to GDAL. */
static bool same_as_gdal(const char *bytes, size_t length, const char *shown)
{
    const char *path = write_table(bytes, length);
    csv_lines lines;
    ck_assert(csv_lines_scan(&lines, path));
    bool is_whole = lines.open_quote_record < 0 && !lines.has_odd_bytes;
    csv_lines_dispose(&lines);
    void *plain = is_whole ? csv_table_open(path) : NULL;
    if (!plain) return false;
    char trouble[TABLE_TROUBLE_MAX] = "";
    void *gdal;
    const table_kind *kind;
    incmap_error err = {0};
    ck_assert_int_eq(gdal_table_open(&gdal, &kind, path, false, true, trouble, &err), INCMAP_OK);
    ck_assert_msg(gdal, "%s: GDAL does not open it", shown);
    ck_assert_str_eq(kind->format(gdal), csv_table.format(plain));
    ck_assert_uint_eq(kind->layer_count(gdal), 1);
    ck_assert_str_eq(kind->layer_name(gdal, 0), csv_table.layer_name(plain, 0));
    table_layer one, two;
    csv_table.use_layer(plain, 0, 100, &one);
    kind->use_layer(gdal, 0, 100, &two);
    ck_assert_msg(one.count == two.count, "%s: %zu columns, GDAL %zu", shown, one.count, two.count);
    ck_assert_msg(one.has_geometry == two.has_geometry, "%s: geometry", shown);
    for (size_t i = 0; i < one.count; i++) ck_assert_str_eq(one.names[i], two.names[i]);
    for (int round = 0; round < 2; round++) {
        csv_table.rewind(plain);
        kind->rewind(gdal);
        for (int row = 0;; row++) {
            bool more = csv_table.next(plain, trouble), also = kind->next(gdal, trouble);
            ck_assert_str_eq(trouble, "");
            ck_assert_msg(more == also, "%s: row %d: %d, GDAL %d", shown, row, more, also);
            if (!more) break;
            for (size_t i = 0; i < one.count; i++) {
                const char *a = csv_table.text(plain, i), *b = kind->text(gdal, i);
                ck_assert_msg(!a == !b && (!a || strcmp(a, b) == 0), "%s: row %d column %zu: '%s', GDAL '%s'",
                              shown, row, i, a ? a : "(none)", b ? b : "(none)");
            }
        }
    }
    free_names(&one);
    free_names(&two);
    csv_table.close(plain);
    kind->close(gdal);
    unlink(path);
    return true;
}

START_TEST(rows_and_cells_are_those_of_gdal)
{
    static const char *const pieces[] = {"a",
                                         "1",
                                         " ",
                                         ",",
                                         ",",
                                         ",",
                                         "\"",
                                         "\"\"",
                                         "\"",
                                         "\n",
                                         "\n",
                                         "\r\n",
                                         "\xef\xbb\xbf",
                                         "\xc3\xa9",
                                         "\xff",
                                         ";",
                                         "\t",
                                         "|",
                                         "\\",
                                         "\\\"",
                                         "'",
                                         "\n\n",
                                         "-2",
                                         "2.50",
                                         "\"x,\n\"",
                                         ",,",
                                         "\"\r\n\"",
                                         "\x01"};
    static const char *const heads[] = {"id,lat,lon",  "\xef\xbb\xbfid,lat,lon", "a;b;c",
                                        "when\twhere", "id,lat (deg),x.y",       "one,two,three,four,five"};
    int compared = 0;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        uint32_t state = seed * 2654435769u;
        char bytes[FILE_MAX], shown[32];
        size_t length = 0;
        const char *head = heads[next_random(&state) % (sizeof heads / sizeof *heads)];
        length += (size_t)sprintf(bytes, "%s%s", head, next_random(&state) % 2 ? "\n" : "\r\n");
        for (int count = (int)(next_random(&state) % 60); count > 0; count--)
            length += (size_t)sprintf(bytes + length, "%s",
                                      pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]);
        sprintf(shown, "seed %u", seed);
        compared += same_as_gdal(bytes, length, shown);
    }
    // Half of the files leave a quote open.
    ck_assert_int_gt(compared, 1000);
}
END_TEST

START_TEST(columns_are_those_of_gdal)
{
    static const char *const plain[] = {"id", "lat", "lon", "event date", "killed (best)", "a/b", "info_x"};
    static const char *const names[] = {
        "id",       "lat",      "WKT",      "_WKTarea", "field_1",      "Field2", "nan",
        "info",     "infinity", "1e5",      "e5",       "12",           "lat",    "LAT",
        "",         " padded",  "padded ",  "a b",      "a(b)",         "x/y",    "\"q\"",
        "\xc3\xa9", "#date",    "geom_wkt", "a.b",      "count_2",      "-5",     "_x",
        "geometry", "geojson",  "d(Real)",  "date",     "x(Integer(4))"};
    int compared = 0;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        uint32_t state = seed * 2246822519u;
        char bytes[FILE_MAX], shown[32];
        size_t length = 0;
        char separator = ",;\t|"[next_random(&state) % 4];
        for (int count = 1 + (int)(next_random(&state) % 6), i = 0; i < count; i++) {
            if (i) bytes[length++] = next_random(&state) % 50 ? separator : ',';
            bool is_plain = next_random(&state) % 3;
            const char *name = is_plain ? plain[next_random(&state) % (sizeof plain / sizeof *plain)]
                                        : names[next_random(&state) % (sizeof names / sizeof *names)];
            length += (size_t)sprintf(bytes + length, "%s", name);
        }
        length += (size_t)sprintf(bytes + length, "\n1,2;3\t4\n\"POINT (1 2)\",5\n");
        sprintf(shown, "seed %u", seed);
        compared += same_as_gdal(bytes, length, shown);
    }
    ck_assert_int_gt(compared, 300);
}
END_TEST

START_TEST(long_rows_span_the_buffer)
{
    // Rows of all lengths about the size of the buffer, with quotes and line ends at its edge.
    size_t capacity = (size_t)1 << 20, length = 0;
    char *bytes = malloc(capacity);
    length += (size_t)sprintf(bytes, "id,note,last\n");
    for (size_t row = 0; length < capacity - 400000; row++) {
        length += (size_t)sprintf(bytes + length, "%zu,\"", row);
        size_t size = row % 3 == 0 ? 130000 + row : row % 977;
        for (size_t i = 0; i < size; i++) bytes[length++] = i % 61 == 60 ? '\n' : i % 89 == 88 ? ',' : 'n';
        length += (size_t)sprintf(bytes + length, "\"\"\",end%zu\r\n", row);
    }
    ck_assert(same_as_gdal(bytes, length, "long rows"));
    free(bytes);
}
END_TEST

START_TEST(unwanted_columns_give_nothing)
{
    const char *path = write_table("a,b,c\n1,2,3\n4\n", 14);
    void *table = csv_table_open(path);
    ck_assert_ptr_nonnull(table);
    table_layer layer;
    csv_table.use_layer(table, 0, 100, &layer);
    ck_assert_uint_eq(layer.count, 3);
    csv_table.want(table, (const bool[]){true, false, true});
    csv_table.rewind(table);
    char trouble[TABLE_TROUBLE_MAX] = "";
    ck_assert(csv_table.next(table, trouble));
    ck_assert_str_eq(csv_table.text(table, 0), "1");
    ck_assert_ptr_null(csv_table.text(table, 1));
    ck_assert_str_eq(csv_table.text(table, 2), "3");
    ck_assert(csv_table.next(table, trouble));
    ck_assert_str_eq(csv_table.text(table, 0), "4");
    ck_assert_ptr_null(csv_table.text(table, 2));
    ck_assert(!csv_table.next(table, trouble));
    free_names(&layer);
    csv_table.close(table);
    unlink(path);
}
END_TEST

START_TEST(a_file_with_types_beside_it_is_left_to_gdal)
{
    const char *path = write_table("a,b\n1,2\n", 8);
    char beside[80];
    snprintf(beside, sizeof beside, "%st", path);
    FILE *file = fopen(beside, "w");
    fputs("Integer,Real\n", file);
    fclose(file);
    ck_assert_ptr_null(csv_table_open(path));
    unlink(beside);
    void *table = csv_table_open(path);
    ck_assert_ptr_nonnull(table);
    csv_table.close(table);
    unlink(path);
}
END_TEST

UNIT_MAIN("read/csv_table", rows_and_cells_are_those_of_gdal, columns_are_those_of_gdal,
          long_rows_span_the_buffer, unwanted_columns_give_nothing,
          a_file_with_types_beside_it_is_left_to_gdal)
