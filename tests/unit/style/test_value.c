#include "style/value.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static void expect_number(double number, const char *text)
{
    char out[EXPR_NUMBER_TEXT_MAX];
    ck_assert_str_eq(expr_number_text(number, out), text);
}

START_TEST(numbers_are_written_with_the_fewest_digits)
{
    expect_number(0, "0");
    expect_number(-0.0, "0");
    expect_number(12, "12");
    expect_number(-2.5, "-2.5");
    expect_number(0.1, "0.1");
    expect_number(0.1 + 0.2, "0.30000000000000004");
    expect_number(1.0 / 3, "0.3333333333333333");
    expect_number(5e-324, "5e-324");
    expect_number(1.7976931348623157e308, "1.7976931348623157e+308");
    expect_number(NAN, "NaN");
    expect_number(-INFINITY, "-Infinity");
}
END_TEST

START_TEST(numbers_change_to_exponents_where_javascript_does)
{
    expect_number(1e20, "100000000000000000000");
    expect_number(1e21, "1e+21");
    expect_number(1.5e21, "1.5e+21");
    expect_number(0.000001, "0.000001");
    expect_number(0.0000001, "1e-7");
    expect_number(-0.00000123, "-0.00000123");
    expect_number(123456789.125, "123456789.125");
}
END_TEST

START_TEST(texts_that_are_numbers)
{
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"", 0},
        {"  \t", 0},
        {"12", 12},
        {" -1.5e2 ", -150},
        {".5", 0.5},
        {"+3", 3},
        {"0x1F", 31},
        {"0b101", 5},
        {"0o17", 15},
        {"Infinity", INFINITY},
        {"-Infinity", -INFINITY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(expr_text_number(cases[i].text) == cases[i].number, "%s", cases[i].text);
    static const char *const none[] = {"abc", "1a", "inf", "nan",   "0x",  "0xg",
                                       "0b2", "1e", "--1", "0x1p3", "1 2", "-0x1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(isnan(expr_text_number(none[i])), "%s", none[i]);
}
END_TEST

START_TEST(texts_are_in_the_order_of_utf_16)
{
    ck_assert_int_lt(expr_text_compare("a", "b"), 0);
    ck_assert_int_gt(expr_text_compare("ab", "a"), 0);
    ck_assert_int_eq(expr_text_compare("é", "é"), 0);
    // U+1D4B3 is a pair of surrogates (from D835 on), below U+FB01 there and above it in UTF-8.
    ck_assert_int_lt(expr_text_compare("\xF0\x9D\x92\xB3", "\xEF\xAC\x81"), 0);
    ck_assert_int_gt(expr_text_compare("\xEF\xAC\x81", "\xF0\x9D\x92\xB3"), 0);
    ck_assert_int_gt(expr_text_compare("\xF0\x9D\x92\xB3", "\xE4\xB8\x80"), 0);
}
END_TEST

START_TEST(code_points_are_counted)
{
    ck_assert_uint_eq(expr_text_length(""), 0);
    ck_assert_uint_eq(expr_text_length("a\xC3\xA9\xF0\x9D\x92\xB3z"), 4);
    ck_assert_str_eq(expr_text_at("a\xC3\xA9z", 2), "z");
    ck_assert_str_eq(expr_text_at("a\xC3\xA9z", 9), "");
}
END_TEST

/** The type of a JSON value, as text. */
static void expect_type(const char *json, const char *type)
{
    arena memory = {0};
    strbuf text = {0};
    json_t *parsed = json_loads(json, JSON_DECODE_ANY, NULL);
    ck_assert_ptr_nonnull(parsed);
    expr_value v = expr_from_json(&memory, parsed);
    expr_type_print(&text, expr_type_of(&memory, &v));
    ck_assert_str_eq(strbuf_text(&text), type);
    strbuf_dispose(&text);
    json_decref(parsed);
    arena_dispose(&memory);
}

START_TEST(types_of_values)
{
    expect_type("null", "null");
    expect_type("{\"a\": 1}", "object");
    expect_type("[]", "array<value, 0>");
    expect_type("[1, 2.5]", "array<number, 2>");
    expect_type("[1, \"2\"]", "array<value, 2>");
    expect_type("[[1, 2]]", "array<array<number, 2>, 1>");
    expect_type("[[1], [2]]", "array<value, 2>");
    expect_type("[null, null]", "array<null, 2>");
}
END_TEST

START_TEST(subtypes)
{
    arena memory = {0};
    const expr_type *number = &expr_types[EXPR_NUMBER], *any = &expr_types[EXPR_VALUE];
    const expr_type *numbers = expr_array_type(&memory, number, -1),
                    *pair = expr_array_type(&memory, number, 2);
    const expr_type *empty = expr_array_type(&memory, any, 0);
    ck_assert(expr_is_subtype(any, pair) && expr_is_subtype(any, number) && !expr_is_subtype(number, any));
    ck_assert(expr_is_subtype(numbers, pair) && !expr_is_subtype(pair, numbers));
    ck_assert(expr_is_subtype(numbers, empty) && !expr_is_subtype(pair, empty));
    ck_assert(expr_is_subtype(pair, &expr_types[EXPR_ERROR]));
    ck_assert(!expr_is_subtype(any, &expr_types[EXPR_COLLATOR]));
    arena_dispose(&memory);
}
END_TEST

START_TEST(a_text_stops_growing_at_its_limit)
{
    const expr_value items[3] = {expr_text("abc"), expr_text("def"), expr_text("ghi")};
    const expr_array array = {3, items};
    const expr_value v = {.kind = EXPR_ARRAY, .array = &array};
    strbuf text = {0};
    ck_assert(expr_value_print(&text, &v, 19));
    ck_assert_str_eq(strbuf_text(&text), "[\"abc\",\"def\",\"ghi\"]");
    strbuf_clear(&text);
    ck_assert(!expr_value_print(&text, &v, 18));
    strbuf_dispose(&text);
}
END_TEST

START_TEST(json_escapes_what_it_must)
{
    strbuf text = {0};
    const expr_value v = expr_text("q\"b\\n\n\x01\xC3\xA9");
    ck_assert(expr_value_print_json(&text, &v, 100));
    ck_assert_str_eq(strbuf_text(&text), "\"q\\\"b\\\\n\\n\\u0001\xC3\xA9\"");
    strbuf_dispose(&text);
}
END_TEST

UNIT_MAIN("value", numbers_are_written_with_the_fewest_digits,
          numbers_change_to_exponents_where_javascript_does, texts_that_are_numbers,
          texts_are_in_the_order_of_utf_16, code_points_are_counted, types_of_values, subtypes,
          a_text_stops_growing_at_its_limit, json_escapes_what_it_must)
