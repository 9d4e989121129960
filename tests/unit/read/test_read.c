/** @file Tables outside the known exports: by names, by values, refused where ambiguous.
 */
#include "unit/read/read_fixture.h"

#include <math.h>

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
    f = fixture_read_text("date,location\n2023-11-22,\"34.5, 41.25\"\n");
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_double_eq(f.set.items[0].position.lon_deg, 41.25);
    fixture_dispose(&f);
}
END_TEST

START_TEST(what_is_ambiguous_is_refused_with_the_remedy)
{
    fixture f = fixture_read_named("both_small.csv");
    FIXTURE_ASSERT_REFUSED(f, "both_small.csv", "\"a\"", "\"b\"", "--map lat=");
    f = fixture_read_named("two_dates.csv");
    FIXTURE_ASSERT_REFUSED(f, "two_dates.csv", "\"visit_date\"", "\"seen_date\"", "--map date=");
    f = fixture_read_named("two_lats.csv");
    FIXTURE_ASSERT_REFUSED(f, "two_lats.csv", "\"lat\"", "\"latitude\"", "--map lat=");
    f = fixture_read_named("no_day_above_12.csv");
    FIXTURE_ASSERT_REFUSED(f, "no_day_above_12.csv", "\"date\"", "01/03/2024", "--date-order");
    f = fixture_read_named("both_orders.csv");
    FIXTURE_ASSERT_REFUSED(f, "both_orders.csv", "\"date\"", "--date-order");
    f = fixture_read_named("no_place.csv");
    FIXTURE_ASSERT_REFUSED(f, "no_place.csv", "colour, size, weight", "--map lat=", "--map place=");
    f = fixture_read_text("lat,lat,lon\n1,2,3\n");
    FIXTURE_ASSERT_REFUSED(f, "two columns", "\"lat\"");
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
    FIXTURE_ASSERT_REFUSED(f, "latt=a", "no such field", "lat, lon");
    request.map = absent;
    f = fixture_read(&request);
    FIXTURE_ASSERT_REFUSED(f, "lat=q", "no such column", "a, b, c");
    request.map = form;
    f = fixture_read(&request);
    ck_assert_int_eq(f.status, INCMAP_USAGE);
    FIXTURE_ASSERT_REFUSED(f, "FIELD=COLUMN");
    request = (read_request){.path = TEST_DATA_DIR "/read/no_day_above_12.csv", .date_order = "ydm"};
    f = fixture_read(&request);
    ck_assert_int_eq(f.status, INCMAP_USAGE);
    FIXTURE_ASSERT_REFUSED(f, "ydm", "dmy, mdy or ymd");
    request = (read_request){.path = TEST_DATA_DIR "/read/acled.csv", .layer = "other"};
    f = fixture_read(&request);
    FIXTURE_ASSERT_REFUSED(f, "acled.csv", "\"other\"", "acled");
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
    fixture f = fixture_read_text("lat,lon,date\n\"1\n\033[31m\",2,2023-11-22\n");
    ck_assert_uint_eq(f.count, 1);
    ck_assert_str_eq(f.rejected[0],
                     "column \"lat\": 1  [31m is no number of degrees; correct it or empty both coordinates");
    fixture_dispose(&f);
    strbuf text = {0};
    strbuf_puts(&text, "lat,lon,date\n");
    for (int i = 0; i < 3000; i++) strbuf_puts(&text, "\xd8\xb9");
    strbuf_puts(&text, ",2,2023-11-22\n");
    f = fixture_read_bytes(".csv", text.data, text.length);
    ck_assert_uint_eq(f.count, 1);
    ck_assert_uint_lt(strlen(f.rejected[0]), 200);
    ck_assert(strstr(f.rejected[0], "\xd8\xb9\xe2\x80\xa6 is no number"));
    strbuf_dispose(&text);
    fixture_dispose(&f);
}
END_TEST

START_TEST(null_island_is_a_missing_position)
{
    fixture f = fixture_read_text("lat,lon,place,date\n0,0,,2023-11-22\n0.000,-0,Oldtown,2023-11-22\n"
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
    f = fixture_read_bytes(".geojson", json, strlen(json));
    ck_assert_msg(f.status == INCMAP_OK, "%s", f.err.message);
    ck_assert_str_eq(f.rejected[0], reason);
    ck_assert_ptr_null(f.rejected[1]);
    ck_assert(f.set.items[1].has_position);
    fixture_dispose(&f);
}
END_TEST

START_TEST(a_date_in_three_columns)
{
    fixture f = fixture_read_text(
        "year,month,day,lat,lon\n2023,11,22,1,2\n2023,11,0,1,2\n2023,,,1,2\n,,,1,2\n2023,2,30,1,2\n"
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
    fixture f = fixture_read_text(
        "start_date,end_date,lat,lon\n2023-11-17,2023-11-22,1,2\n,2023-11-22,1,2\n2023-11,,1,2\n");
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

UNIT_MAIN("read/read", columns_are_found_by_name, semicolons_decimal_commas_byte_order_mark_and_blank_lines,
          columns_are_found_by_their_values, what_is_ambiguous_is_refused_with_the_remedy,
          the_user_settles_what_is_ambiguous, senseless_requests_name_what_there_is,
          the_values_prove_the_order_of_dates, bad_rows_are_rejected_with_column_value_and_remedy,
          a_hostile_cell_does_not_break_the_reason, null_island_is_a_missing_position,
          a_date_in_three_columns, only_an_end_of_a_range_is_a_date,
          extras_and_further_columns_keep_their_kinds)
