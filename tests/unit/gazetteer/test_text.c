#include "gazetteer/text.h"
#include "unit/unit.h"

#include <locale.h>
#include <string.h>

static bool parse(const char *text, double *out)
{
    return text_parse_number(text, strlen(text), out);
}

START_TEST(numbers)
{
    static const struct {
        const char *text;
        double number;
    } cases[] = {{"0", 0},
                 {"33.34058", 33.34058},
                 {"-0.5", -0.5},
                 {"+7", 7},
                 {"44.", 44},
                 {".5", 0.5},
                 {"7216000", 7216000},
                 {"-179.9999999", -179.9999999},
                 {"0.1", 0.1},
                 {"1e3", -1},
                 {"33.7856140137", 33.7856140137}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = -1;
        bool read = parse(cases[i].text, &number);
        ck_assert_int_eq(read, strchr(cases[i].text, 'e') == NULL);
        ck_assert_double_eq(number, cases[i].number);
    }
}
END_TEST

START_TEST(what_is_no_number)
{
    static const char *const texts[] = {
        "",   "-",  "+",    ".",   "-.",  "1.2.3", "1,5",
        " 1", "1 ", "0x10", "nan", "inf", "1-",    "99999999999999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = 42;
        ck_assert_msg(!parse(texts[i], &number), "\"%s\" is read as %f", texts[i], number);
        ck_assert_double_eq(number, 42);
    }
}
END_TEST

START_TEST(digits_beyond_a_doubles)
{
    double number;
    ck_assert(parse("33.123456789012345678", &number));
    ck_assert_double_eq_tol(number, 33.123456789012345, 1e-12);
    ck_assert(parse("123456789012345678", &number));
    ck_assert_double_eq_tol(number, 123456789012345678.0, 1e3);
}
END_TEST

UNIT_MAIN("gazetteer/text", numbers, what_is_no_number, digits_beyond_a_doubles)
