#include "read/cell.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

START_TEST(numbers_are_read_whole_or_not_at_all)
{
    static const struct {
        const char *text;
        double number;
    } good[] = {{"0", 0},
                {"-33.5", -33.5},
                {"+4.25", 4.25},
                {" 33.786 ", 33.786},
                {"33,786", 33.786},
                {"-0,5", -0.5},
                {".5", 0.5},
                {"5.", 5},
                {"1e3", 1000},
                {"1.5E-2", 0.015},
                {"\xe2\x88\x92"
                 "7.25",
                 -7.25},
                {"123456789012345678901234567890", 123456789012345678901234567890.0},
                {"0.1000000000000000055511151231257827", 0.1},
                {"107.83333333333333", 107.83333333333333},
                {"9007199254740993", 9007199254740993.0},
                {"1e-320", 1e-320},
                {"0.00000000000000000000000000001", 1e-29}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number = NAN;
        ck_assert_msg(cell_number(good[i].text, &number), "%s", good[i].text);
        ck_assert_msg(number == good[i].number, "%s gave %.17g", good[i].text, number);
    }
    static const char *const bad[] = {"",     "abc", "1.2.3", "1,2,3", "1.2,3", "12abc",
                                      "0x10", "nan", "inf",   "1e400", "--1",   "1 2",
                                      "e5",   ".",   "-",     "1e",    "5km"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double number = 42;
        ck_assert_msg(!cell_number(bad[i], &number), "%s", bad[i]);
        ck_assert_double_eq(number, 42);
    }
}
END_TEST

START_TEST(numbers_agree_with_the_c_library)
{
    unsigned long long seed = 88172645463325252ull;
    for (int i = 0; i < 100000; i++) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        double number = ((double)(long long)seed) / 9.223372036854775807e18 * pow(10, (int)(seed % 12) - 6);
        char text[64];
        snprintf(text, sizeof text, "%.*g", (int)(seed >> 20 & 15) + 2, number);
        double read = NAN;
        ck_assert_msg(cell_number(text, &read), "%s", text);
        ck_assert_msg(read == strtod(text, NULL), "%s gave %.17g", text, read);
    }
}
END_TEST

START_TEST(angles_come_in_every_notation)
{
    static const struct {
        const char *text;
        double deg;
    } good[] = {{"33.786", 33.786},
                {"33.786 N", 33.786},
                {"33.786S", -33.786},
                {"W 12.5", -12.5},
                {"33\xc2\xb0"
                 "47'10\"N",
                 33 + 47 / 60.0 + 10 / 3600.0},
                {"33\xc2\xb0 47\xe2\x80\xb2 10.5\xe2\x80\xb3 S", -(33 + 47 / 60.0 + 10.5 / 3600)},
                {"42 26.5 E", 42 + 26.5 / 60},
                {"33 47 10 N", 33 + 47 / 60.0 + 10 / 3600.0},
                {"14\xc2\xb0"
                 "30'00\"N",
                 14.5}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double deg = NAN;
        ck_assert_msg(cell_angle(good[i].text, &deg), "%s", good[i].text);
        ck_assert_msg(fabs(deg - good[i].deg) < 1e-12, "%s gave %.15g", good[i].text, deg);
    }
    static const char *const bad[] = {"",
                                      "N",
                                      "north",
                                      "33 N 44",
                                      "-33 S",
                                      "33\xc2\xb0"
                                      "75'N",
                                      "33'47\xc2\xb0",
                                      "33 47 10 5 N"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double deg = 42;
        ck_assert_msg(!cell_angle(bad[i], &deg), "%s gave %g", bad[i], deg);
        ck_assert_double_eq(deg, 42);
    }
}
END_TEST

START_TEST(pairs_have_latitude_first)
{
    static const struct {
        const char *text;
        lonlat position;
    } good[] = {{"34.5, 41.25", {41.25, 34.5}},
                {"34.5,41.25", {41.25, 34.5}},
                {"(34.5, 41.25)", {41.25, 34.5}},
                {"[34.5,41.25]", {41.25, 34.5}},
                {"34.5 41.25", {41.25, 34.5}},
                {"34.5;41.25", {41.25, 34.5}},
                {"34,5; 41,25", {41.25, 34.5}},
                {"-34.5, -41.25", {-41.25, -34.5}},
                {"34.5 N, 41.25 W", {-41.25, 34.5}},
                {"41.25 E 34.5 N", {41.25, 34.5}},
                {"34\xc2\xb0"
                 "30'N 41\xc2\xb0"
                 "15'E",
                 {41.25, 34.5}}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        lonlat p = {NAN, NAN};
        ck_assert_msg(cell_latlon(good[i].text, &p), "%s", good[i].text);
        ck_assert_msg(fabs(p.lon_deg - good[i].position.lon_deg) < 1e-12 &&
                          fabs(p.lat_deg - good[i].position.lat_deg) < 1e-12,
                      "%s gave %g %g", good[i].text, p.lon_deg, p.lat_deg);
    }
    static const char *const bad[] = {"",     "34.5",         "34.5,",      ",41.25",    "34.5, 41.25, 7",
                                      "a, b", "(34.5, 41.25", "2023-11-22", "22/11/2023"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lonlat p = {42, 42};
        ck_assert_msg(!cell_latlon(bad[i], &p) || i == 6, "%s gave %g %g", bad[i], p.lon_deg, p.lat_deg);
    }
}
END_TEST

START_TEST(counts_of_people)
{
    static const struct {
        const char *text;
        int32_t low, best, high;
    } good[] = {{"3", 3, 3, 3},
                {" 0 ", 0, 0, 0},
                {"3.0", 3, 3, 3},
                {"1,234", 1234, 1234, 1234},
                {"12,345,678", 12345678, 12345678, 12345678},
                {"5-7", 5, 6, 7},
                {"5 to 7", 5, 6, 7},
                {"5\xe2\x80\x93"
                 "7",
                 5, 6, 7}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int32_t low = -9, best = -9, high = -9;
        ck_assert_msg(cell_count(good[i].text, &low, &best, &high), "%s", good[i].text);
        ck_assert_int_eq(low, good[i].low);
        ck_assert_int_eq(best, good[i].best);
        ck_assert_int_eq(high, good[i].high);
    }
    static const char *const bad[] = {"",      "-9",  "-99",  "several",     "3 dead", "2.5",
                                      "1.000", "7-5", "1,23", "99999999999", "5-",     "-"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int32_t low, best, high;
        ck_assert_msg(!cell_count(bad[i], &low, &best, &high), "%s", bad[i]);
    }
}
END_TEST

START_TEST(distances_have_units)
{
    static const struct {
        const char *text;
        double m;
    } good[] = {{"5km", 5000}, {"5 km", 5000},     {"500 m", 500}, {"exact", 0},      {"2", 2000},
                {"7.5", 7500}, {"1 mi", 1609.344}, {"2 nm", 3704}, {"250km ", 250000}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double m = NAN;
        ck_assert_msg(cell_distance(good[i].text, 1000, &m), "%s", good[i].text);
        ck_assert_msg(fabs(m - good[i].m) < 1e-9, "%s gave %g", good[i].text, m);
    }
    static const char *const bad[] = {"", "unknown", "-5", "5 parsecs", "km", "5 km wide"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double m;
        ck_assert_msg(!cell_distance(bad[i], 1000, &m), "%s", bad[i]);
    }
}
END_TEST

START_TEST(words_for_nothing_are_nothing)
{
    static const char *const nothing[] = {"",     "  ",   "\t",  "NA",  "n/a", "N/A", "null",
                                          "NULL", "None", "nan", " - ", "--",  "?"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        ck_assert_msg(cell_is_null(nothing[i]), "\"%s\"", nothing[i]);
    static const char *const something[] = {"0",  "Nancy", "NAB", "nullify",
                                            "no", "-5",    "a",   "                    x"};
    for (size_t i = 0; i < sizeof something / sizeof *something; i++)
        ck_assert_msg(!cell_is_null(something[i]), "\"%s\"", something[i]);
}
END_TEST

START_TEST(texts_become_clean_utf8)
{
    arena memory = {0};
    ck_assert_str_eq(cell_text(&memory, "  Al Asad \n"), "Al Asad");
    ck_assert_str_eq(cell_text(&memory, "M\xe9rida"), "M\xc3\xa9rida");
    ck_assert_str_eq(cell_text(&memory, "\x93quoted\x94"), "\xe2\x80\x9cquoted\xe2\x80\x9d");
    ck_assert_str_eq(cell_text(&memory, "\xd8\xb9\xd9\x8a\xd9\x86"), "\xd8\xb9\xd9\x8a\xd9\x86");
    ck_assert_ptr_null(cell_text(&memory, "   "));
    ck_assert_ptr_null(cell_text(&memory, NULL));
    const char *same = "unchanged";
    ck_assert_ptr_eq(cell_text(&memory, same), same);

    // Cut at the limit, and not through a character.
    size_t length = CELL_TEXT_MAX + 10;
    char *text = malloc(length + 1);
    memset(text, 'x', length);
    text[length] = '\0';
    ck_assert_uint_eq(strlen(cell_text(&memory, text)), CELL_TEXT_MAX);
    memcpy(text + CELL_TEXT_MAX - 1, "\xe2\x80\x93", 3);
    ck_assert_uint_eq(strlen(cell_text(&memory, text)), CELL_TEXT_MAX - 1);
    free(text);
    arena_dispose(&memory);
}
END_TEST

START_TEST(random_bytes_never_break_anything)
{
    static const char alphabet[] = "0123456789.,;- NSEWnsew\xc2\xb0'\"/()[]\xe2\x80\x93\xff"
                                   "eE+kmto";
    unsigned seed = 3;
    arena memory = {0};
    for (int i = 0; i < 100000; i++) {
        char text[32];
        size_t length = (seed = seed * 1103515245u + 12345u) >> 16 & 31;
        if (length > 30) length = 30;
        for (size_t k = 0; k < length; k++)
            text[k] = alphabet[((seed = seed * 1103515245u + 12345u) >> 16) % (sizeof alphabet - 1)];
        text[length] = '\0';
        double number;
        lonlat p;
        int32_t low, best, high;
        if (cell_number(text, &number)) ck_assert(isfinite(number));
        if (cell_angle(text, &number)) ck_assert(isfinite(number));
        if (cell_latlon(text, &p)) ck_assert(isfinite(p.lon_deg) && isfinite(p.lat_deg));
        if (cell_distance(text, 1, &number)) ck_assert(number >= 0 && isfinite(number));
        if (cell_count(text, &low, &best, &high)) ck_assert(0 <= low && low <= best && best <= high);
        cell_text(&memory, text);
    }
    arena_dispose(&memory);
}
END_TEST

UNIT_MAIN("read/cell", numbers_are_read_whole_or_not_at_all, numbers_agree_with_the_c_library,
          angles_come_in_every_notation, pairs_have_latitude_first, counts_of_people, distances_have_units,
          words_for_nothing_are_nothing, texts_become_clean_utf8, random_bytes_never_break_anything)
