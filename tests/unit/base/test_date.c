#include "base/date.h"

#include "unit/unit.h"

START_TEST(iso_dates_that_exist_are_read)
{
    static const struct {
        const char *text;
        day_t day;
    } cases[] = {{"1970-01-01", 0},     {"1969-12-31", -1},      {"2000-02-29", 11016},
                 {"2023-11-22", 19683}, {"0001-01-01", -719162}, {"9999-12-31", 2932896}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        day_t day = 42;
        ck_assert_msg(date_parse_iso(cases[i].text, &day), "%s", cases[i].text);
        ck_assert_int_eq(day, cases[i].day);
        char text[DATE_ISO_MAX];
        ck_assert_str_eq(date_format_iso(day, text), cases[i].text);
    }
}
END_TEST

START_TEST(impossible_dates_are_refused)
{
    static const char *const cases[] = {"2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10",
                                        "2023-04-31", "2023-1-1",   "20231122",   "2023-11-22 ",
                                        "",           "2023/11/22", "0000-01-01", "2023-11-2x"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        day_t day = 42;
        ck_assert_msg(!date_parse_iso(cases[i], &day), "%s", cases[i]);
        ck_assert_int_eq(day, 42);
    }
}
END_TEST

START_TEST(every_day_of_ten_centuries_comes_back)
{
    civil_date date = {1600, 1, 1};
    for (day_t day = date_to_day(date); date.year < 2600; day++) {
        civil_date back = date_from_day(day);
        ck_assert(back.year == date.year && back.month == date.month && back.day == date.day);
        if (++date.day > date_days_in_month(date.year, date.month)) {
            date.day = 1;
            if (++date.month > 12) date.month = 1, date.year++;
        }
    }
}
END_TEST

START_TEST(a_range_knows_inside_possible_and_outside)
{
    const date_range week = {100, 106}, from = {100, DAY_NONE}, to = {DAY_NONE, 106},
                     open = {DAY_NONE, DAY_NONE};
    ck_assert_int_eq(date_range_match(week, 100, 100), DATE_INSIDE);
    ck_assert_int_eq(date_range_match(week, 106, 106), DATE_INSIDE);
    ck_assert_int_eq(date_range_match(week, 99, 99), DATE_OUTSIDE);
    ck_assert_int_eq(date_range_match(week, 107, 107), DATE_OUTSIDE);
    ck_assert_int_eq(date_range_match(week, 90, 100), DATE_POSSIBLE);
    ck_assert_int_eq(date_range_match(week, 106, 120), DATE_POSSIBLE);
    ck_assert_int_eq(date_range_match(week, 90, 120), DATE_POSSIBLE);
    ck_assert_int_eq(date_range_match(week, 101, DAY_NONE), DATE_INSIDE);
    ck_assert_int_eq(date_range_match(week, DAY_NONE, DAY_NONE), DATE_POSSIBLE);
    ck_assert_int_eq(date_range_match(open, DAY_NONE, DAY_NONE), DATE_INSIDE);
    ck_assert_int_eq(date_range_match(open, -5, 7), DATE_INSIDE);
    ck_assert_int_eq(date_range_match(from, 99, 99), DATE_OUTSIDE);
    ck_assert_int_eq(date_range_match(from, 99, 100), DATE_POSSIBLE);
    ck_assert_int_eq(date_range_match(to, 107, 107), DATE_OUTSIDE);
    ck_assert_int_eq(date_range_match(to, 1, 106), DATE_INSIDE);
}
END_TEST

START_TEST(outputs_are_dated_by_the_environment_or_not_at_all)
{
    static const struct {
        const char *text;
        int64_t epoch_s;
    } rows[] = {{"1700000000", 1700000000},
                {"0", 0},
                {"", 0},
                {"x", 0},
                {"12x", 0},
                {"-5", 0},
                {"253402300799", 253402300799},
                {"253402300800", 0},
                {"99999999999999999999", 0}};
    unsetenv("SOURCE_DATE_EPOCH");
    ck_assert_int_eq(date_output_epoch_s(), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setenv("SOURCE_DATE_EPOCH", rows[i].text, 1);
        ck_assert_msg(date_output_epoch_s() == rows[i].epoch_s, "%s", rows[i].text);
    }
}
END_TEST

UNIT_MAIN("base/date", outputs_are_dated_by_the_environment_or_not_at_all, iso_dates_that_exist_are_read,
          impossible_dates_are_refused, every_day_of_ten_centuries_comes_back,
          a_range_knows_inside_possible_and_outside)
