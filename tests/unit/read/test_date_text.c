#include "read/date_text.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static const char *span(const char *text, date_order order)
{
    static char out[2 * DATE_ISO_MAX + 8];
    static const char *const failures[] = {"", "none", "impossible", "ambiguous"};
    date_text date;
    date_text_result result = date_text_parse(text, order, &date);
    if (result != DATE_TEXT_OK) return failures[result];
    char end[DATE_ISO_MAX];
    date_format_iso(date.start, out);
    if (date.end != date.start) strcat(strcat(out, " "), date_format_iso(date.end, end));
    return out;
}

START_TEST(notations_give_their_days)
{
    static const struct {
        const char *text, *days;
        date_order order;
    } cases[] = {
        {"2023-11-22", "2023-11-22"},
        {" 2023-11-22 ", "2023-11-22"},
        {"2023/11/22", "2023-11-22"},
        {"2023.11.22", "2023-11-22"},
        {"2023-1-5", "2023-01-05"},
        {"2018-01-01 00:00:00.000", "2018-01-01"},
        {"2018-01-01T23:59:59Z", "2018-01-01"},
        {"2018-01-01T23:59:59.123+03:00", "2018-01-01"},
        {"2018/01/01 00:00:00+00", "2018-01-01"},
        {"20231122", "2023-11-22"},
        {"20231122134500", "2023-11-22"},
        {"16 May 2025", "2025-05-16"},
        {"May 16, 2025", "2025-05-16"},
        {"16-May-2025", "2025-05-16"},
        {"16-May-25", "2025-05-16"},
        {"Sept 3, 2021", "2021-09-03"},
        {"Friday, 16th of May 2025", "2025-05-16"},
        {"16 May 2025 14:30", "2025-05-16"},
        {"2025 May 16", "2025-05-16"},
        {"16.05.2025", "2025-05-16"},
        {"03.04.2025", "2025-04-03", ORDER_MDY},
        {"03/04/2025", "2025-04-03", ORDER_DMY},
        {"03/04/2025", "2025-03-04", ORDER_MDY},
        {"8/1/2008 0:00", "2008-08-01", ORDER_MDY},
        {"6/15/2016 11:31:00 PM", "2016-06-15"},
        {"25/12/2024", "2024-12-25"},
        {"12/25/2024", "2024-12-25"},
        {"05/05/2024", "2024-05-05"},
        {"25/12/24", "2024-12-25"},
        {"25/12/70", "1970-12-25"},
        {"24/02/03", "2024-02-03", ORDER_YMD},
        {"2023-11", "2023-11-01 2023-11-30"},
        {"11/2023", "2023-11-01 2023-11-30"},
        {"202311", "2023-11-01 2023-11-30"},
        {"November 2023", "2023-11-01 2023-11-30"},
        {"Feb 2024", "2024-02-01 2024-02-29"},
        {"2023", "2023-01-01 2023-12-31"},
        {"2023-11-00", "2023-11-01 2023-11-30"},
        {"2023-00-00", "2023-01-01 2023-12-31"},
        {"2023-11-17/2023-11-22", "2023-11-17 2023-11-22"},
        {"2023-11-17 to 2023-11-22", "2023-11-17 2023-11-22"},
        {"17-22 November 2023", "2023-11-17 2023-11-22"},
        {"17-22 Nov. 2023", "2023-11-17 2023-11-22"},
        {"17th-22nd of November 2023", "2023-11-17 2023-11-22"},
        {"November 17-22, 2023", "2023-11-17 2023-11-22"},
        {"November 17 to 22, 2023", "2023-11-17 2023-11-22"},
        {"Nov 28-Dec 3, 2023", "2023-11-28 2023-12-03"},
        {"28 Oct-3 Nov 2023", "2023-10-28 2023-11-03"},
        {"28 December - 3 January 2024", "2023-12-28 2024-01-03"},
        {"28 February 2024-3 March 2024", "2024-02-28 2024-03-03"},
        {"22 Nov 2023 11:00-03:00", "2023-11-22"},
        {"17 - 22 November 2023", "2023-11-17 2023-11-22"},
        {"17\xe2\x80\x93"
         "22 November 2023",
         "2023-11-17 2023-11-22"},
        {"2023-11-17 - 2023-12-02", "2023-11-17 2023-12-02"},
        {"November 2023 to January 2024", "2023-11-01 2024-01-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(strcmp(span(cases[i].text, cases[i].order), cases[i].days) == 0, "%s gave %s",
                      cases[i].text, span(cases[i].text, cases[i].order));
}
END_TEST

START_TEST(days_written_as_most_are_are_read_as_the_others)
{
    // A space before the day takes the long way.
    for (int year = 0; year <= 2400; year += year >= 1890 && year < 2110 ? 1 : 97)
        for (int month = 0; month <= 13; month++)
            for (int day = 0; day <= 32; day++) {
                char text[64];
                snprintf(text, sizeof text, " %04d-%02d-%02d", year, month, day);
                date_text shortly, at_length;
                date_text_result result = date_text_parse(text, ORDER_DMY, &at_length);
                ck_assert_msg(date_text_parse(text + 1, ORDER_DMY, &shortly) == result, "%s", text);
                if (result != DATE_TEXT_OK) continue;
                ck_assert_int_eq(shortly.start, at_length.start);
                ck_assert_int_eq(shortly.end, at_length.end);
                ck_assert_int_eq(shortly.prec, at_length.prec);
                ck_assert_int_eq(shortly.shown, at_length.shown);
            }
    static const char *const close[] = {"2023-1-22",   "2023-11-2",  "20231-1-22",  "2023-11-223",
                                        "2023-11-22T", "2023:11-22", "2023-11:22",  "-023-11-22",
                                        "2023-11-2 ",  "+023-11-22", "2023-11-22-", "2023-11"};
    for (size_t i = 0; i < sizeof close / sizeof *close; i++) {
        char text[64];
        snprintf(text, sizeof text, " %s", close[i]);
        char shortly[64], at_length[64];
        strcpy(shortly, span(text + 1, ORDER_UNKNOWN));
        strcpy(at_length, span(text, ORDER_UNKNOWN));
        ck_assert_str_eq(shortly, at_length);
    }
}
END_TEST

START_TEST(what_is_no_date_is_told_apart)
{
    static const struct {
        const char *text, *result;
        date_order order;
    } cases[] = {
        {"2023-02-29", "impossible"},
        {"2023-13-01", "impossible"},
        {"20231301", "impossible"},
        {"31 June 2023", "impossible"},
        {"25/12/2024", "impossible", ORDER_MDY},
        {"13/13/2024", "impossible"},
        {"32/01/2024", "impossible"},
        {"2023-11-22 to 2023-11-17", "impossible"},
        {"32-40 November 2023", "impossible"},
        {"22-17 November 2023", "impossible"},
        {"28-30 February 2023", "impossible"},
        {"03/04/2025", "ambiguous"},
        {"3-4-2025", "ambiguous"},
        {"", "none"},
        {"   ", "none"},
        {"Monday", "none"},
        {"soon", "none"},
        {"12:30", "none"},
        {"3.5", "none"},
        {"12", "none"},
        {"36.123456", "none"},
        {"1234567890", "none"},
        {"2023-11-22 26:00", "none"},
        {"2023-11-22 and later", "none"},
        {"2023-11-22-23", "none"},
        {"16 Mayo 2025", "none"},
        {"17-22 villages", "none"},
        {"17-22-25 November 2023", "none"},
        {"November-22 November", "none"},
        {"May May 2025", "none"},
        {"2023-11/22", "none"},
        {"99999999999999999999999999", "none"},
        {"\xff\xfe", "none"},
        {"/////", "none"},
        {"to ", "none"},
        {" to 2023-01-01", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(strcmp(span(cases[i].text, cases[i].order), cases[i].result) == 0, "%s gave %s",
                      cases[i].text, span(cases[i].text, cases[i].order));
}
END_TEST

START_TEST(precision_follows_the_span)
{
    static const struct {
        const char *text;
        int prec;
    } cases[] = {
        {"2023-11-22", 1}, {"2023-11-17 to 2023-11-22", 2}, {"2023-11-16 to 2023-11-22", 3}, {"2023-11", 4},
        {"2023", 5},       {"2023-01-01 to 2023-01-31", 4}, {"2023-01-01 to 2023-02-01", 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date_text date;
        ck_assert_int_eq(date_text_parse(cases[i].text, ORDER_UNKNOWN, &date), DATE_TEXT_OK);
        ck_assert_msg(date.prec == cases[i].prec, "%s gave %d", cases[i].text, date.prec);
    }
}
END_TEST

START_TEST(a_part_above_twelve_shows_the_order)
{
    date_text date;
    date_text_parse("25/12/2024", ORDER_UNKNOWN, &date);
    ck_assert_int_eq(date.shown, ORDER_DMY);
    date_text_parse("12/25/2024", ORDER_UNKNOWN, &date);
    ck_assert_int_eq(date.shown, ORDER_MDY);
    date_text_parse("05/05/2024", ORDER_UNKNOWN, &date);
    ck_assert_int_eq(date.shown, ORDER_UNKNOWN);
    date_text_parse("25.12.2024", ORDER_UNKNOWN, &date);
    ck_assert_int_eq(date.shown, ORDER_UNKNOWN);
}
END_TEST

START_TEST(every_day_comes_back_in_every_notation)
{
    for (day_t day = 0; day < 30000; day += 7) {
        civil_date d = date_from_day(day);
        char text[64];
        static const char *const formats[] = {"%04d-%02d-%02d", "%04d%02d%02d", "%d/%d/%d"};
        for (size_t i = 0; i < 3; i++) {
            snprintf(text, sizeof text, formats[i], d.year, d.month, d.day);
            date_text date;
            ck_assert_msg(date_text_parse(text, ORDER_UNKNOWN, &date) == DATE_TEXT_OK, "%s", text);
            ck_assert_int_eq(date.start, day);
            ck_assert_int_eq(date.end, day);
        }
    }
}
END_TEST

START_TEST(random_texts_never_break_it)
{
    static const char alphabet[] = "0123456789/-. :TZtoMayNov,+\xe2\x80\x93";
    unsigned seed = 7;
    for (int i = 0; i < 200000; i++) {
        char text[24];
        size_t length = (seed = seed * 1103515245u + 12345u) >> 16 & 15;
        for (size_t k = 0; k < length; k++)
            text[k] = alphabet[((seed = seed * 1103515245u + 12345u) >> 16) % (sizeof alphabet - 1)];
        text[length] = '\0';
        date_text date = {.start = 1, .end = 0};
        if (date_text_parse(text, (date_order)(i % 4), &date) == DATE_TEXT_OK) {
            ck_assert_msg(date.start <= date.end, "%s", text);
            ck_assert_msg(date.prec >= 1 && date.prec <= 5, "%s", text);
        }
    }
}
END_TEST

UNIT_MAIN("read/date_text", notations_give_their_days, days_written_as_most_are_are_read_as_the_others,
          what_is_no_date_is_told_apart, precision_follows_the_span, a_part_above_twelve_shows_the_order,
          every_day_comes_back_in_every_notation, random_texts_never_break_it)
