/** @file Tables outside the known exports: by names, by values, refused where ambiguous; and hostile files.
 */
#include "unit/read/read_fixture.h"

#include <math.h>
#include <unistd.h>

/** Writes @p length bytes as a file of that extension in /tmp and reads it. */
static fixture read_bytes(const char *extension, const char *bytes, size_t length)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/incmap-test-XXXXXX%s", extension);
    int fd = mkstemps(path, (int)strlen(extension));
    ck_assert_int_ge(fd, 0);
    while (length) {
        ssize_t written = write(fd, bytes, length);
        ck_assert_int_gt(written, 0);
        bytes += written;
        length -= (size_t)written;
    }
    close(fd);
    fixture f = fixture_read_path(path);
    unlink(path);
    return f;
}

static fixture read_text(const char *text)
{
    return read_bytes(".csv", text, strlen(text));
}

static void assert_refused(fixture *f, const char *const *parts)
{
    ck_assert_int_ne(f->status, INCMAP_OK);
    ck_assert_ptr_null(strchr(f->err.message, '\n'));
    for (; *parts; parts++)
        ck_assert_msg(strstr(f->err.message, *parts), "no \"%s\" in: %s", *parts, f->err.message);
    fixture_dispose(f);
}
#define ASSERT_REFUSED(f, ...) assert_refused(&(f), (const char *const[]){__VA_ARGS__, NULL})

START_TEST(columns_are_found_by_name)
{
    fixture f = fixture_read_named("table.txt");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(f.set.items[0].place, "Oldtown");
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-01 2023-11-30");
    ck_assert_int_eq(f.set.items[0].date_prec, 4);
    ck_assert_double_eq(f.set.items[0].position.lon_deg, 41.25);
    fixture_dispose(&f);
}
END_TEST

START_TEST(semicolons_decimal_commas_byte_order_mark_and_blank_lines)
{
    fixture f = fixture_read_named("semicolon.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 2);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-22");
    ck_assert_double_eq(f.set.items[0].position.lat_deg, 34.5);
    ck_assert_double_eq(f.set.items[0].position.lon_deg, 41.25);
    ck_assert_int_eq(f.set.items[0].killed, 1000);
    ck_assert_int_eq(f.set.items[0].row, 2);
    ck_assert_int_eq(f.set.items[1].row, 4);
    ck_assert_int_eq(f.set.items[1].killed, COUNT_NONE);
    fixture_dispose(&f);
}
END_TEST

START_TEST(columns_are_found_by_their_values)
{
    fixture f = fixture_read_named("no_header.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 2);
    ck_assert_int_eq(f.set.items[0].row, 1);
    ck_assert_double_eq(f.set.items[0].position.lon_deg, 141.25);
    ck_assert_double_eq(f.set.items[0].position.lat_deg, 34.5);
    ck_assert_str_eq(fixture_days(&f.set.items[1]), "2023-11-23");
    fixture_dispose(&f);
    f = fixture_read_named("pair.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_double_eq(f.set.items[1].position.lon_deg, 41.5);
    ck_assert_double_eq(f.set.items[1].position.lat_deg, 34.6);
    ck_assert(strstr(strbuf_text(&f.description), "latlon        <- a  (by its values)\n"));
    fixture_dispose(&f);
    // A place that holds coordinates is a position.
    f = read_text("date,location\n2023-11-22,\"34.5, 41.25\"\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_double_eq(f.set.items[0].position.lon_deg, 41.25);
    fixture_dispose(&f);
}
END_TEST

START_TEST(what_is_ambiguous_is_refused_with_the_remedy)
{
    fixture f = fixture_read_named("both_small.csv");
    ASSERT_REFUSED(f, "both_small.csv", "\"a\"", "\"b\"", "--map lat=");
    f = fixture_read_named("two_dates.csv");
    ASSERT_REFUSED(f, "two_dates.csv", "\"visit_date\"", "\"seen_date\"", "--map date=");
    f = fixture_read_named("two_lats.csv");
    ASSERT_REFUSED(f, "two_lats.csv", "\"lat\"", "\"latitude\"", "--map lat=");
    f = fixture_read_named("no_day_above_12.csv");
    ASSERT_REFUSED(f, "no_day_above_12.csv", "\"date\"", "01/03/2024", "--date-order");
    f = fixture_read_named("both_orders.csv");
    ASSERT_REFUSED(f, "both_orders.csv", "\"date\"", "--date-order");
    f = fixture_read_named("no_place.csv");
    ASSERT_REFUSED(f, "no_place.csv", "colour, size, weight", "--map lat=", "--map place=");
    f = read_text("lat,lat,lon\n1,2,3\n");
    ASSERT_REFUSED(f, "two columns", "\"lat\"");
}
END_TEST

START_TEST(the_user_settles_what_is_ambiguous)
{
    static const char *const lat[] = {"lat=latitude"}, *const date[] = {"date=seen_date"},
                             *const none[] = {"date="};
    read_request request = {.path = TEST_DATA_DIR "/read/two_lats.csv", .map = lat, .map_count = 1};
    fixture f = fixture_read(&request);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_double_eq(f.set.items[0].position.lat_deg, 34.6);
    ck_assert(strstr(strbuf_text(&f.description), "lat           <- latitude  (--map)\n"));
    fixture_dispose(&f);

    request = (read_request){.path = TEST_DATA_DIR "/read/two_dates.csv", .map = date, .map_count = 1};
    f = fixture_read(&request);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2024-01-02");
    fixture_dispose(&f);

    // An empty column leaves the field out, in known exports too.
    request = (read_request){.path = TEST_DATA_DIR "/read/ucdp.csv", .map = none, .map_count = 1};
    f = fixture_read(&request);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(fixture_days(&f.set.items[1]), "2018-01-31");
    fixture_dispose(&f);

    static const struct {
        const char *order, *days;
    } orders[] = {{"dmy", "2024-03-01"}, {"mdy", "2024-01-03"}};
    for (size_t i = 0; i < 2; i++) {
        request =
            (read_request){.path = TEST_DATA_DIR "/read/no_day_above_12.csv", .date_order = orders[i].order};
        f = fixture_read(&request);
        ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
        ck_assert_str_eq(fixture_days(&f.set.items[0]), orders[i].days);
        ck_assert_str_eq(fixture_days(&f.set.items[2]), "2024-07-08");
        fixture_dispose(&f);
    }
}
END_TEST

START_TEST(senseless_requests_name_what_there_is)
{
    static const char *const unknown[] = {"latt=a"}, *const absent[] = {"lat=q"}, *const form[] = {"lat"};
    read_request request = {.path = TEST_DATA_DIR "/read/both_small.csv", .map = unknown, .map_count = 1};
    fixture f = fixture_read(&request);
    ck_assert_int_eq(f.status, INCMAP_USAGE);
    ASSERT_REFUSED(f, "latt=a", "no such field", "lat, lon");
    request.map = absent;
    f = fixture_read(&request);
    ASSERT_REFUSED(f, "lat=q", "no such column", "a, b, c");
    request.map = form;
    f = fixture_read(&request);
    ck_assert_int_eq(f.status, INCMAP_USAGE);
    ASSERT_REFUSED(f, "FIELD=COLUMN");
    request = (read_request){.path = TEST_DATA_DIR "/read/no_day_above_12.csv", .date_order = "ydm"};
    f = fixture_read(&request);
    ck_assert_int_eq(f.status, INCMAP_USAGE);
    ASSERT_REFUSED(f, "ydm", "dmy, mdy or ymd");
    request = (read_request){.path = TEST_DATA_DIR "/read/acled.csv", .layer = "other"};
    f = fixture_read(&request);
    ASSERT_REFUSED(f, "acled.csv", "\"other\"", "acled");
}
END_TEST

START_TEST(the_values_prove_the_order_of_dates)
{
    fixture f = fixture_read_named("shown_order.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2024-03-01");
    ck_assert_str_eq(fixture_days(&f.set.items[1]), "2024-06-25");
    ck_assert(strstr(strbuf_text(&f.description), "day first"));
    fixture_dispose(&f);
    // The proof may stand far below the rows that the columns are recognised by.
    strbuf text = {0};
    strbuf_puts(&text, "lat,lon,date,x\n");
    for (int i = 0; i < 3000; i++) strbuf_puts(&text, "1,2,03/04/2024,y\n");
    char path[] = "/tmp/incmap-test-XXXXXX.csv";
    strbuf_puts(&text, "1,2,03/25/2024,y\n");
    int fd = mkstemps(path, 4);
    ck_assert_int_eq(write(fd, strbuf_text(&text), text.length), (ssize_t)text.length);
    close(fd);
    strbuf_dispose(&text);
    reader *r = NULL;
    incmap_error err = {0};
    const read_request request = {.path = path};
    ck_assert_msg(reader_open(&r, &request, 0, &err) == INCMAP_OK, "%s", err.message);
    read_row row;
    bool more;
    ck_assert_int_eq(reader_next(r, &row, &more, &err), INCMAP_OK);
    ck_assert_str_eq(fixture_days(&row.item), "2024-03-04");
    int count = 1;
    while (reader_next(r, &row, &more, &err) == INCMAP_OK && more) count++;
    ck_assert_int_eq(count, 3001);
    reader_close(r);
    unlink(path);
}
END_TEST

START_TEST(bad_rows_are_rejected_with_column_value_and_remedy)
{
    static const char *const reasons[] = {
        "column \"date\": 2023-02-30 is no day that exists; correct it",
        "column \"lat\": 93.3 is no latitude (-90 to 90); correct it, or exchange the columns with --map "
        "lat=… "
        "--map lon=…",
        "column \"lon\": -181 is no longitude (-180 to 180); correct it, or exchange the columns with --map "
        "lat=… "
        "--map lon=…",
        "column \"date_end\": 2023-11-21 is before the start, 2023-11-22; correct one of them",
        "column \"lon\": empty while \"lat\" is 34.5, half a position; fill it in or empty both",
        "column \"lat\": empty while \"lon\" is 41.25, half a position; fill it in or empty both",
        "column \"lon\": east is no number of degrees; correct it or empty both coordinates",
        "neither coordinates nor a place; fill in one of them",
        "column \"date\": yesterday is no date; write it as YYYY-MM-DD or empty the cell",
        "column \"lat\": inf is no number of degrees; correct it or empty both coordinates",
        "column \"lat\": 0x10 is no number of degrees; correct it or empty both coordinates",
        NULL,
        NULL,
        NULL,
    };
    fixture f = fixture_read_named("faults.csv");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, sizeof reasons / sizeof *reasons);
    for (size_t i = 0; i < f.count; i++) {
        ck_assert_int_eq(f.set.items[i].row, (int64_t)i + 2);
        if (reasons[i])
            ck_assert_str_eq(f.rejected[i], reasons[i]);
        else
            ck_assert_ptr_null(f.rejected[i]);
    }
    ck_assert(!f.set.items[11].has_position);
    ck_assert_int_eq(f.set.items[12].date_start, DAY_NONE);
    ck_assert_int_eq(f.set.items[13].date_start, DAY_NONE);
    ck_assert_ptr_null(f.set.items[13].place);
    fixture_dispose(&f);
}
END_TEST

START_TEST(a_hostile_cell_does_not_break_the_reason)
{
    fixture f = read_text("lat,lon,date\n\"1\n\033[31m\",2,2023-11-22\n");
    ck_assert_uint_eq(f.count, 1);
    ck_assert_str_eq(f.rejected[0],
                     "column \"lat\": 1  [31m is no number of degrees; correct it or empty both coordinates");
    fixture_dispose(&f);
    strbuf text = {0};
    strbuf_puts(&text, "lat,lon,date\n");
    for (int i = 0; i < 3000; i++) strbuf_puts(&text, "\xd8\xb9");
    strbuf_puts(&text, ",2,2023-11-22\n");
    f = read_bytes(".csv", text.data, text.length);
    ck_assert_uint_eq(f.count, 1);
    ck_assert_uint_lt(strlen(f.rejected[0]), 200);
    ck_assert(strstr(f.rejected[0], "\xd8\xb9\xe2\x80\xa6 is no number"));
    strbuf_dispose(&text);
    fixture_dispose(&f);
}
END_TEST

START_TEST(null_island_is_a_missing_position)
{
    fixture f = read_text("lat,lon,place,date\n0,0,,2023-11-22\n0.000,-0,Oldtown,2023-11-22\n"
                          "0,0.01,,2023-11-22\n0,6.5,Oldtown,2023-11-22\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 4);
    const char *reason =
        "latitude and longitude are both 0, as where a position is missing; correct them or name a place";
    ck_assert_str_eq(f.rejected[0], reason);
    ck_assert_ptr_null(f.rejected[1]);
    ck_assert(!f.set.items[1].has_position);
    ck_assert(isnan(f.set.items[1].radius_m));
    ck_assert_ptr_null(f.rejected[2]);
    ck_assert_double_eq(f.set.items[2].position.lon_deg, 0.01);
    ck_assert(f.set.items[3].has_position);
    fixture_dispose(&f);
    const char *json =
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"date\":\"2023-11-22\"},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]}},"
        "{\"type\":\"Feature\",\"properties\":{\"date\":\"2023-11-22\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[-1,-1],[1,-1],[1,1],[-1,1],[-1,-1]]]}}]}";
    f = read_bytes(".geojson", json, strlen(json));
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(f.rejected[0], reason);
    ck_assert_ptr_null(f.rejected[1]);
    ck_assert(f.set.items[1].has_position);
    fixture_dispose(&f);
}
END_TEST

START_TEST(a_date_in_three_columns)
{
    fixture f =
        read_text("year,month,day,lat,lon\n2023,11,22,1,2\n2023,11,0,1,2\n2023,,,1,2\n,,,1,2\n2023,2,30,1,2\n"
                  "2023,x,1,1,2\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    static const char *const days[] = {"2023-11-22", "2023-11-01 2023-11-30", "2023-01-01 2023-12-31", ""};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_ptr_null(f.rejected[i]);
        ck_assert_str_eq(fixture_days(&f.set.items[i]), days[i]);
    }
    ck_assert_str_eq(f.rejected[4],
                     "columns \"year\", \"month\", \"day\": 2023-2-30 is no day that exists; correct it");
    ck_assert_str_eq(f.rejected[5],
                     "column \"month\": x is no year, month or day; write a whole number or empty the cell");
    fixture_dispose(&f);
}
END_TEST

START_TEST(only_an_end_of_a_range_is_a_date)
{
    fixture f =
        read_text("start_date,end_date,lat,lon\n2023-11-17,2023-11-22,1,2\n,2023-11-22,1,2\n2023-11,,1,2\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(fixture_days(&f.set.items[0]), "2023-11-17 2023-11-22");
    ck_assert_int_eq(f.set.items[0].date_prec, 2);
    ck_assert_str_eq(fixture_days(&f.set.items[1]), "2023-11-22");
    ck_assert_str_eq(fixture_days(&f.set.items[2]), "2023-11-01 2023-11-30");
    fixture_dispose(&f);
}
END_TEST

START_TEST(extras_and_further_columns_keep_their_kinds)
{
    static const char *const extras[] = {"score", "code", "absent", "mixed"};
    char path[] = "/tmp/incmap-test-XXXXXX.csv";
    const char *text = "lat,lon,score,code,mixed\n1,2,3.5,007,4\n1,2,,012,x\n1,2,NA,1,\n";
    int fd = mkstemps(path, 4);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    const read_request request = {.path = path, .extras = extras, .extra_count = 4};
    fixture f = fixture_read(&request);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    const value *first = f.set.items[0].extras, *second = f.set.items[1].extras;
    ck_assert_int_eq(first[0].kind, VALUE_NUMBER);
    ck_assert_double_eq(first[0].number, 3.5);
    ck_assert_int_eq(first[1].kind, VALUE_TEXT);
    ck_assert_str_eq(first[1].text, "007");
    ck_assert_int_eq(first[2].kind, VALUE_NULL);
    ck_assert_int_eq(first[3].kind, VALUE_TEXT);
    ck_assert_str_eq(first[3].text, "4");
    ck_assert_int_eq(second[0].kind, VALUE_NULL);
    ck_assert_str_eq(second[1].text, "012");
    ck_assert_str_eq(second[3].text, "x");
    fixture_dispose(&f);

    // The columns that a condition names come as they are, and a reader can be gone over again.
    static const char *const columns[] = {"CODE", "score"};
    reader *r = NULL;
    incmap_error err = {0};
    const read_request bare = {.path = path};
    ck_assert_int_eq(reader_open(&r, &bare, 3, &err), INCMAP_OK);
    reader_want_columns(r, columns, 2);
    for (int pass = 0; pass < 2; pass++) {
        read_row row;
        bool more;
        ck_assert_int_eq(reader_next(r, &row, &more, &err), INCMAP_OK);
        ck_assert_int_eq(row.item.input, 3);
        ck_assert_int_eq(row.item.row, 2);
        ck_assert_str_eq(row.columns[0].text, "007");
        ck_assert_int_eq(row.columns[1].kind, VALUE_NUMBER);
        ck_assert_double_eq(row.columns[1].number, 3.5);
        ck_assert_int_eq(reader_next(r, &row, &more, &err), INCMAP_OK);
        ck_assert_int_eq(row.columns[1].kind, VALUE_NULL);
        reader_rewind(r);
    }
    reader_close(r);
    unlink(path);
}
END_TEST

START_TEST(files_that_are_no_tables_are_refused_in_one_line)
{
    fixture f = fixture_read_path("/nowhere/at/all.csv");
    ASSERT_REFUSED(f, "/nowhere/at/all.csv: no such file");
    // A folder of its own: GDAL opens one that holds CSV files as a table of each.
    char folder[] = "/tmp/incmap-read-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    f = fixture_read_path(folder);
    rmdir(folder);
    ASSERT_REFUSED(f, folder);
    f = read_text("");
    ASSERT_REFUSED(f, "empty");
    f = read_bytes(".gpkg", "SQLite format 3", 16);
    ASSERT_REFUSED(f, "not a table");
    f = read_bytes(".xlsx", "PK\3\4 and then nothing", 20);
    ASSERT_REFUSED(f, "not a table");
    f = read_bytes(".geojson", "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Fea", 56);
    ASSERT_REFUSED(f, "not a table", "line 1");
    f = read_bytes(".json", "{\"a\": 1}", 8);
    ASSERT_REFUSED(f, "list of objects");
    f = read_bytes(".bin", "\0\1\2\3\4\5\6\7", 8);
    ASSERT_REFUSED(f, "not a table");
    f = fixture_read_named("open_quote.csv");
    ASSERT_REFUSED(f, "open_quote.csv:2: a quote is opened");
}
END_TEST

START_TEST(files_of_absurd_size_are_refused_or_read)
{
    // A million columns.
    size_t length = 2000000;
    char *text = malloc(length);
    for (size_t i = 0; i < length; i++) text[i] = i % 2 ? ',' : 'c';
    text[length - 1] = '\n';
    fixture f = read_bytes(".csv", text, length);
    ASSERT_REFUSED(f, "columns");
    // One line without an end.
    memset(text, 'x', length);
    f = read_bytes(".csv", text, length);
    ck_assert_int_ne(f.status, INCMAP_OK);
    fixture_dispose(&f);
    // Brackets to the end of the stack.
    memset(text, '[', length);
    f = read_bytes(".json", text, length);
    ASSERT_REFUSED(f, "not a table");
    free(text);
    // A cell of a megabyte is cut; a row of eleven is refused.
    strbuf table = {0};
    strbuf_puts(&table, "lat,lon,notes\n3,4,short\n1,2,");
    for (int i = 0; i < 100000; i++) strbuf_puts(&table, "0123456789");
    f = read_bytes(".csv", table.data, table.length);
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(strlen(f.set.items[1].notes), 32767);
    fixture_dispose(&f);
    for (int i = 0; i < 1000000; i++) strbuf_puts(&table, "0123456789");
    f = read_bytes(".csv", table.data, table.length);
    ASSERT_REFUSED(f, ".csv:3: a row of more than 10 MB");
    strbuf_dispose(&table);
}
END_TEST

START_TEST(a_table_of_one_column)
{
    fixture f =
        read_text("\xef\xbb\xbfplace\n\"Oldtown, Northern\"\n\nNewtown, Northern\n\"say \"\"Hill\"\"\"\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_uint_eq(f.count, 3);
    ck_assert_str_eq(f.set.items[0].place, "Oldtown, Northern");
    ck_assert_str_eq(f.set.items[1].place, "Newtown, Northern");
    ck_assert_int_eq(f.set.items[1].row, 4);
    ck_assert_str_eq(f.set.items[2].place, "say \"Hill\"");
    fixture_dispose(&f);
    f = read_bytes(".dat", "place,date\nOldtown,2023-11-22\n", 30);
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
    f = read_bytes(".csv", "lat,lo\0n,date\n33,44,2023-11-22\n", 32);
    ASSERT_REFUSED(f, ".csv:1: a byte of zero");
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
        fixture f = read_bytes(extensions[i % 8], bytes, length);
        if (f.status != INCMAP_OK) ck_assert_uint_gt(strlen(f.err.message), 0);
        fixture_dispose(&f);
    }
}
END_TEST

UNIT_MAIN("read/read", columns_are_found_by_name, semicolons_decimal_commas_byte_order_mark_and_blank_lines,
          columns_are_found_by_their_values, what_is_ambiguous_is_refused_with_the_remedy,
          the_user_settles_what_is_ambiguous, senseless_requests_name_what_there_is,
          the_values_prove_the_order_of_dates, bad_rows_are_rejected_with_column_value_and_remedy,
          a_hostile_cell_does_not_break_the_reason, null_island_is_a_missing_position,
          a_date_in_three_columns, only_an_end_of_a_range_is_a_date,
          extras_and_further_columns_keep_their_kinds, files_that_are_no_tables_are_refused_in_one_line,
          files_of_absurd_size_are_refused_or_read, a_table_of_one_column,
          ragged_rows_and_zero_bytes_lose_no_row, random_bytes_never_break_the_reader)
