#include "style/function.h"
#include "unit/unit.h"

#include <string.h>

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    ck_assert_msg(json, "%s: %s", text, error.text);
    return json;
}

static void expect_expression(const function_spec *spec, const char *function, const char *expected)
{
    const char *why;
    json_t *json = parse(function), *wanted = parse(expected);
    json_t *result = function_to_expression(json, spec, &why);
    ck_assert_msg(result, "%s: %s", function, why);
    char *text = json_dumps(result, JSON_ENCODE_ANY);
    ck_assert_msg(json_equal(result, wanted), "%s\n  gives %s", function, text);
    free(text);
    json_decref(json);
    json_decref(wanted);
    json_decref(result);
}

static void expect_refusal(const char *function, const char *why_not)
{
    const function_spec spec = {.type = "number", .length = -1, .interpolated = true};
    const char *why;
    json_t *json = parse(function);
    ck_assert_ptr_null(function_to_expression(json, &spec, &why));
    ck_assert_str_eq(why, why_not);
    json_decref(json);
}

START_TEST(functions_of_the_zoom)
{
    const function_spec number = {.type = "number", .length = -1, .interpolated = true};
    expect_expression(&number, "{\"stops\": [[3, 1], [8, 5]]}",
                      "[\"interpolate\", [\"linear\"], [\"zoom\"], 3, 1, 8, 5]");
    expect_expression(&number, "{\"base\": 1.4, \"stops\": [[3, 1], [8, 5]]}",
                      "[\"interpolate\", [\"exponential\", 1.4], [\"zoom\"], 3, 1, 8, 5]");
    expect_expression(&number, "{\"type\": \"interval\", \"stops\": [[3, 1], [8, 5]]}",
                      "[\"step\", [\"zoom\"], 1, 8, 5]");
    // A repeated stop was allowed; the first counts.
    expect_expression(&number, "{\"stops\": [[3, 1], [3, 2], [8, 5]]}",
                      "[\"interpolate\", [\"linear\"], [\"zoom\"], 3, 1, 8, 5]");
    const function_spec text = {.type = "formatted", .length = -1, .tokens = true};
    expect_expression(
        &text, "{\"stops\": [[0, \"{a}, {b}!\"]]}",
        "[\"step\", [\"zoom\"], [\"concat\", [\"get\", \"a\"], \", \", [\"get\", \"b\"], \"!\"], 0, "
        "[\"concat\", [\"get\", \"a\"], \", \", [\"get\", \"b\"], \"!\"]]");
}
END_TEST

START_TEST(functions_of_a_property)
{
    const function_spec number = {.type = "number", .length = -1, .interpolated = true};
    json_t *five = json_real(5);
    const function_spec with_default = {.type = "number", .length = -1, .default_value = five};
    expect_expression(&number, "{\"property\": \"p\"}", "[\"get\", \"p\"]");
    expect_expression(&number, "{\"type\": \"identity\", \"property\": \"p\", \"default\": 2}",
                      "[\"number\", [\"get\", \"p\"], 2]");
    expect_expression(&number, "{\"property\": \"p\", \"stops\": [[0, 1], [5, 9]], \"default\": 3}",
                      "[\"case\", [\"==\", [\"typeof\", [\"get\", \"p\"]], \"number\"], [\"interpolate\", "
                      "[\"linear\"], [\"number\", [\"get\", \"p\"]], 0, 1, 5, 9], 3]");
    expect_expression(&with_default,
                      "{\"type\": \"categorical\", \"property\": \"p\", \"stops\": [[\"a\", 1], [\"b\", 2]]}",
                      "[\"match\", [\"get\", \"p\"], \"a\", 1, \"b\", 2, 5.0]");
    expect_expression(
        &number,
        "{\"type\": \"categorical\", \"property\": \"p\", \"stops\": [[true, 1], [false, 2]], "
        "\"default\": 0}",
        "[\"case\", [\"==\", [\"get\", \"p\"], true], 1, [\"==\", [\"get\", \"p\"], false], 2, 0]");
    json_decref(five);
}
END_TEST

START_TEST(identity_of_every_type)
{
    json_t *values = json_pack("[s, s]", "butt", "round");
    const function_spec text = {.type = "string", .length = -1}, color = {.type = "color", .length = -1},
                        cap = {.type = "enum", .length = -1, .values = values},
                        pair = {.type = "array", .item = "number", .length = 2};
    expect_expression(&text, "{\"property\": \"p\"}", "[\"string\", [\"get\", \"p\"]]");
    expect_expression(&color, "{\"property\": \"p\", \"default\": \"red\"}",
                      "[\"to-color\", [\"get\", \"p\"], \"red\"]");
    expect_expression(&cap, "{\"property\": \"p\", \"default\": \"butt\"}",
                      "[\"match\", [\"get\", \"p\"], [\"butt\", \"round\"], [\"get\", \"p\"], \"butt\"]");
    const char *why;
    json_t *json = parse("{\"property\": \"p\", \"default\": [1, 2]}");
    json_t *result = function_to_expression(json, &pair, &why);
    char *dumped = json_dumps(result, JSON_COMPACT);
    ck_assert_str_eq(dumped, "[\"array\",\"number\",2,[\"get\",\"p\"],[\"literal\",[1.0,2.0]]]");
    free(dumped);
    json_decref(json);
    json_decref(result);
    json_decref(values);
}
END_TEST

START_TEST(functions_of_zoom_and_property)
{
    const function_spec number = {.type = "number", .length = -1, .interpolated = true};
    const function_spec flag = {.type = "boolean", .length = -1};
    expect_expression(
        &number,
        "{\"property\": \"p\", \"base\": 2, \"stops\": [[{\"zoom\": 1, \"value\": 0}, 1], [{\"zoom\": 1, "
        "\"value\": 9}, 2], [{\"zoom\": 5, \"value\": 0}, 3], [{\"zoom\": 5, \"value\": 9}, 4]]}",
        "[\"interpolate\", [\"linear\"], [\"zoom\"], 1, [\"interpolate\", [\"linear\"], [\"number\", "
        "[\"get\", \"p\"]], 0, 1, 9, 2], 5, [\"interpolate\", [\"linear\"], [\"number\", [\"get\", "
        "\"p\"]], 0, 3, 9, 4]]");
    expect_expression(
        &flag,
        "{\"property\": \"p\", \"stops\": [[{\"zoom\": 1, \"value\": 0}, true], [{\"zoom\": 5, \"value\": "
        "0}, false]]}",
        "[\"step\", [\"zoom\"], [\"step\", [\"number\", [\"get\", \"p\"]], true, 0, true], 5, [\"step\", "
        "[\"number\", [\"get\", \"p\"]], false, 0, false]]");
}
END_TEST

START_TEST(what_is_no_function)
{
    expect_refusal("{}", "a function needs \"stops\", or \"property\"");
    expect_refusal("{\"stops\": []}", "a function needs \"stops\", or \"property\"");
    expect_refusal("{\"stops\": {}}", "a function needs \"stops\", or \"property\"");
    expect_refusal("{\"stops\": [3]}", "a stop is an array of an input and an output");
    expect_refusal("{\"stops\": [[1, 2], [3]]}", "a stop is an array of an input and an output");
    expect_refusal("{\"stops\": [[{\"zoom\": 1, \"value\": 2}, 3]]}",
                   "a function of zoom and property needs \"property\"");
    expect_refusal("{\"property\": \"p\", \"stops\": [[{\"zoom\": 1}, 3]]}",
                   "a stop needs \"zoom\" and \"value\"");
    expect_refusal("{\"property\": \"p\", \"type\": \"linear\", \"stops\": [[1, 3]]}",
                   "the \"type\" of a function must be exponential, interval, categorical or identity");
    expect_refusal("{\"type\": \"categorical\", \"stops\": [[1, 3]]}",
                   "a function of the zoom is exponential or interval");
}
END_TEST

START_TEST(tokens)
{
    ck_assert_ptr_null(function_expand_tokens("no token {} } {"));
    json_t *made = function_expand_tokens("{{a} and {b c}"),
           *wanted = parse("[\"concat\", \"{\", [\"get\", \"a\"], \" and "
                           "\", [\"get\", \"b c\"]]");
    ck_assert(json_equal(made, wanted));
    json_decref(made);
    json_decref(wanted);
}
END_TEST

UNIT_MAIN("function", functions_of_the_zoom, functions_of_a_property, identity_of_every_type,
          functions_of_zoom_and_property, what_is_no_function, tokens)
