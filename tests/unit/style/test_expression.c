#include "style/expression.h"
#include "unit/unit.h"

#include <string.h>

typedef struct {
    const char *expression;
    const char *value; ///< as JSON; of an error its position and cause, "[1]: …"
} row;

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    ck_assert_msg(json, "%s: %s", text, error.text);
    return json;
}

static const char *const feature_text = "{\"id\": 7, \"geometry\": {\"type\": \"Point\", \"coordinates\": "
                                        "[1, 2]}, \"properties\": {\"n\": 4, \"s\": "
                                        "\"Sar\\u00ed\", \"t\": true, \"nil\": null, \"list\": [3, 1, 2], "
                                        "\"names\": [\"x\", \"y\"], \"o\": {\"k\": "
                                        "\"v\"}, \"c\": \"#ff000080\"}}";

/** Compiles with a specification (NULL: none) and evaluates for the feature above at zoom 6. */
static void expect_value(const char *expression_text, const char *spec_text, const char *value)
{
    json_t *json = parse(expression_text), *spec = spec_text ? parse(spec_text) : NULL;
    json_t *globals = parse("{\"zoom\": 6, \"availableImages\": [\"pin\"]}"), *feature = parse(feature_text);
    expression *e = expression_compile(json, spec, NULL);
    strbuf out = {0};
    if (expression_issue_count(e) > 0) {
        const char *key, *message;
        expression_issue(e, 0, &key, &message);
        ck_abort_msg("%s: %s %s", expression_text, key, message);
    }
    expression_evaluate(e, globals, feature, &out);
    ck_assert_msg(strcmp(strbuf_text(&out), value) == 0, "%s\n  gives %s\n  not   %s", expression_text,
                  strbuf_text(&out), value);
    strbuf_dispose(&out);
    expression_free(e);
    json_decref(json);
    json_decref(spec);
    json_decref(globals);
    json_decref(feature);
}

static void expect_values(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) expect_value(rows[i].expression, NULL, rows[i].value);
}
#define EXPECT_VALUES(rows) expect_values(rows, sizeof(rows) / sizeof *(rows))

/** Compiles and expects the first thing wrong to be at a position for a cause. */
static void expect_issue(const char *expression_text, const char *spec_text, const char *key,
                         const char *message)
{
    json_t *json = parse(expression_text), *spec = spec_text ? parse(spec_text) : NULL;
    expression *e = expression_compile(json, spec, NULL);
    const char *found_key, *found;
    ck_assert_msg(expression_issue_count(e) > 0, "%s compiles", expression_text);
    expression_issue(e, 0, &found_key, &found);
    ck_assert_msg(strcmp(found_key, key) == 0 && strcmp(found, message) == 0, "%s\n  at %s: %s",
                  expression_text, found_key, found);
    expression_free(e);
    json_decref(json);
    json_decref(spec);
}

START_TEST(lookup)
{
    static const row rows[] = {
        {"[\"get\", \"n\"]", "4"},
        {"[\"get\", \"absent\"]", "null"},
        {"[\"get\", \"k\", [\"get\", \"o\"]]", "\"v\""},
        {"[\"get\", \"k\", [\"get\", \"s\"]]",
         "[2]: Expected value to be of type object, but found string instead."},
        {"[\"has\", \"nil\"]", "true"},
        {"[\"has\", \"absent\"]", "false"},
        {"[\"has\", \"k\", [\"get\", \"o\"]]", "true"},
        {"[\"at\", 1, [\"get\", \"list\"]]", "1"},
        {"[\"at\", 3, [\"get\", \"list\"]]", "Array index out of bounds: 3 > 2."},
        {"[\"in\", 2, [\"get\", \"list\"]]", "true"},
        {"[\"in\", \"2\", [\"get\", \"list\"]]", "false"},
        {"[\"in\", \"ar\", [\"get\", \"s\"]]", "true"},
        {"[\"in\", \"ar\", [\"get\", \"absent\"]]", "false"},
        {"[\"in\", \"k\", [\"get\", \"o\"]]",
         "Expected second argument to be of type array or string, but found object instead."},
        {"[\"index-of\", 2, [\"get\", \"list\"]]", "2"},
        {"[\"index-of\", 3, [\"get\", \"list\"], 1]", "-1"},
        {"[\"index-of\", 1, [\"get\", \"list\"], -2]", "1"},
        {"[\"index-of\", \"\\u00ed\", [\"get\", \"s\"]]", "3"},
        {"[\"slice\", [\"get\", \"s\"], 1, 3]", "\"ar\""},
        {"[\"slice\", [\"get\", \"s\"], -1]", "\"í\""},
        {"[\"slice\", [\"get\", \"list\"], 1]", "[1,2]"},
        {"[\"slice\", [\"get\", \"list\"], 2, 1]", "[]"},
        {"[\"length\", [\"get\", \"s\"]]", "4"},
        {"[\"length\", [\"get\", \"names\"]]", "2"},
        {"[\"id\"]", "7"},
        {"[\"geometry-type\"]", "\"Point\""},
        {"[\"get\", \"n\", [\"properties\"]]", "4"},
    };
    EXPECT_VALUES(rows);
}
END_TEST

START_TEST(decision)
{
    static const row rows[] = {
        {"[\"case\", [\"has\", \"absent\"], 1, [\"boolean\", [\"get\", \"t\"]], 2, 3]", "2"},
        {"[\"match\", [\"get\", \"n\"], [1, 2], \"few\", 4, \"four\", \"many\"]", "\"four\""},
        {"[\"match\", [\"get\", \"s\"], 4, \"four\", \"other\"]", "\"other\""},
        {"[\"coalesce\", [\"get\", \"nil\"], [\"get\", \"absent\"], \"none\"]", "\"none\""},
        {"[\"coalesce\", [\"get\", \"nil\"]]", "null"},
        {"[\"all\"]", "true"},
        {"[\"any\"]", "false"},
        {"[\"all\", true, [\"==\", [\"get\", \"n\"], 4], [\"!\", false]]", "true"},
        {"[\"any\", true, [\"error\", \"not reached\"]]", "true"},
        {"[\"any\", false, [\"error\", \"reached\"]]", "[2]: reached"},
        {"[\"==\", [\"get\", \"nil\"], null]", "true"},
        {"[\"!=\", [\"get\", \"n\"], \"4\"]", "true"},
        {"[\"<\", [\"get\", \"s\"], \"T\"]", "true"},
        {"[\"<\", [\"get\", \"n\"], \"5\"]",
         "Expected value to be of type string, but found number instead."},
        {"[\">=\", [\"get\", \"n\"], [\"get\", \"s\"]]",
         "Expected arguments for \">=\" to be (string, string) or (number, number), but found (number, "
         "string) "
         "instead."},
        {"[\"step\", [\"get\", \"n\"], \"a\", 4, \"b\", 9, \"c\"]", "\"b\""},
        {"[\"step\", -5, \"a\", 4, \"b\", 9, \"c\"]", "\"a\""},
        {"[\"let\", \"x\", [\"get\", \"n\"], [\"let\", \"y\", [\"+\", [\"var\", \"x\"], 1], [\"*\", "
         "[\"var\", \"x\"], "
         "[\"var\", \"y\"]]]]",
         "20"},
        {"[\"==\", \"resume\", \"r\\u00e9sum\\u00e9\", [\"collator\", {\"locale\": \"fr\"}]]", "true"},
        {"[\"==\", \"resume\", \"r\\u00e9sum\\u00e9\", [\"collator\", {\"diacritic-sensitive\": true}]]",
         "false"},
        {"[\"==\", \"a\", \"A\", [\"collator\", {\"case-sensitive\": true}]]", "false"},
    };
    EXPECT_VALUES(rows);
}
END_TEST

START_TEST(interpolation)
{
    static const row rows[] = {
        {"[\"interpolate\", [\"linear\"], [\"get\", \"n\"], 0, 10, 8, 20]", "15"},
        {"[\"interpolate\", [\"linear\"], 9, 0, 10, 8, 20]", "20"},
        {"[\"interpolate\", [\"exponential\", 2], [\"get\", \"n\"], 3, 0, 5, 9]", "3"},
        {"[\"interpolate\", [\"cubic-bezier\", 1, 0, 0, 1], [\"get\", \"n\"], 0, 0, 8, 3]", "1.5"},
        {"[\"interpolate\", [\"cubic-bezier\", 0.25, 0.25, 0.75, 0.75], [\"get\", \"n\"], 0, 0, 16, 1]",
         "0.25"},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 5, 1, 7, [\"get\", \"n\"]]", "2.5"},
        {"[\"interpolate\", [\"linear\"], [\"get\", \"n\"], 0, [\"literal\", [0, 10]], 8, [\"literal\", [4, "
         "20]]]",
         "[2,15]"},
        {"[\"interpolate\", [\"linear\"], [\"/\", 0, [\"-\", [\"get\", \"n\"], 4]], 0, 1, 1, 2]",
         "The input of a curve is not a number."},
    };
    EXPECT_VALUES(rows);
    // Premultiplied: half of red and half of nothing.
    expect_value("[\"interpolate\", [\"linear\"], [\"get\", \"n\"], 0, \"red\", 8, \"rgba(255, 0, 0, 0)\"]",
                 "{\"type\": \"color\"}", "[0.5,0,0,0.5]");
    expect_value("[\"interpolate\", [\"linear\"], [\"get\", \"n\"], 0, 1, 8, [\"literal\", [2, 4]]]",
                 "{\"type\": \"numberArray\"}", "Cannot interpolate values of different length (1 and 2).");
}
END_TEST

START_TEST(arithmetic)
{
    static const row rows[] = {
        {"[\"+\", 1, [\"get\", \"n\"], 2]", "7"},
        {"[\"-\", [\"get\", \"n\"]]", "-4"},
        {"[\"/\", 1, [\"get\", \"n\"]]", "0.25"},
        {"[\"%\", -7, [\"get\", \"n\"]]", "-3"},
        {"[\"^\", 2, [\"get\", \"n\"]]", "16"},
        {"[\"^\", 1, [\"/\", 0, 0]]", "null"},
        {"[\"sqrt\", [\"get\", \"n\"]]", "2"},
        {"[\"round\", -2.5]", "-3"},
        {"[\"floor\", -2.5]", "-3"},
        {"[\"ceil\", -2.5]", "-2"},
        {"[\"min\", 3, [\"get\", \"n\"], 9]", "3"},
        {"[\"max\", 3, [\"get\", \"n\"], 9]", "9"},
        {"[\"to-string\", [\"max\"]]", "\"-Infinity\""},
        {"[\"log2\", 8]", "3"},
        {"[\"ln\", [\"e\"]]", "1"},
        {"[\"==\", [\"pi\"], 3.141592653589793]", "true"},
        {"[\"cos\", 0]", "1"},
        {"[\"abs\", -3]", "3"},
    };
    EXPECT_VALUES(rows);
}
END_TEST

START_TEST(conversion)
{
    static const row rows[] = {
        {"[\"to-number\", [\"get\", \"nil\"]]", "0"},
        {"[\"to-number\", \" 12.5 \"]", "12.5"},
        {"[\"to-number\", [\"get\", \"s\"], [\"get\", \"t\"]]", "1"},
        {"[\"to-number\", [\"get\", \"s\"]]", "Could not parse number from value 'Sarí'"},
        {"[\"to-boolean\", \"\"]", "false"},
        {"[\"to-boolean\", [\"get\", \"o\"]]", "true"},
        {"[\"to-string\", [\"get\", \"list\"]]", "\"[3,1,2]\""},
        {"[\"to-string\", [\"get\", \"o\"]]", "\"{\\\"k\\\":\\\"v\\\"}\""},
        {"[\"to-string\", [\"rgba\", 10, 20, 30, 0.5]]", "\"rgba(10,20,30,0.5)\""},
        {"[\"to-color\", [\"get\", \"s\"], [\"get\", \"c\"]]", "[0.5019607843137255,0,0,0.5019607843137255]"},
        {"[\"to-color\", [\"literal\", [255, 0, 0]]]", "[1,0,0,1]"},
        {"[\"to-rgba\", \"#ff000000\"]", "[255,0,0,0]"},
        {"[\"rgb\", 300, 0, [\"get\", \"n\"]]",
         "Invalid rgba value [300, 0, 4, 1]: 'r', 'g', and 'b' must be between 0 and 255."},
        {"[\"typeof\", [\"get\", \"names\"]]", "\"array<string, 2>\""},
        {"[\"array\", \"number\", 3, [\"get\", \"list\"]]", "[3,1,2]"},
        {"[\"array\", \"string\", [\"get\", \"list\"]]",
         "Expected value to be of type array<string>, but found array<number, 3> instead."},
        {"[\"number\", [\"get\", \"s\"], [\"get\", \"n\"]]", "4"},
        {"[\"object\", [\"get\", \"o\"]]", "{\"k\":\"v\"}"},
        {"[\"semiliteral\", [[\"get\", \"n\"], \"x\"]]", "[4,\"x\"]"},
    };
    EXPECT_VALUES(rows);
}
END_TEST

START_TEST(text)
{
    static const row rows[] = {
        {"[\"concat\", \"a\", 1, null, true, [\"get\", \"s\"]]", "\"a1trueSarí\""},
        {"[\"upcase\", \"stra\\u00dfe \\u00e9\"]", "\"STRASSE É\""},
        {"[\"downcase\", \"\\u0130I\"]", "\"i̇i\""},
        {"[\"split\", \"a,b,,c\", \",\"]", "[\"a\",\"b\",\"\",\"c\"]"},
        {"[\"split\", \"\\u00e9x\", \"\"]", "[\"é\",\"x\"]"},
        {"[\"split\", \"\", \",\"]", "[\"\"]"},
        {"[\"join\", [\"get\", \"names\"], \" + \"]", "\"x + y\""},
        {"[\"number-format\", 1234567.891, {}]", "\"1,234,567.891\""},
        {"[\"number-format\", 1234.5, {\"locale\": \"de\", \"min-fraction-digits\": 2}]", "\"1.234,50\""},
        {"[\"number-format\", 2.5, {\"max-fraction-digits\": 0}]", "\"3\""},
        {"[\"number-format\", 1234.5, {\"currency\": \"JPY\", \"locale\": \"en\"}]", "\"¥1,235\""},
        {"[\"number-format\", 12, {\"unit\": \"kilometer\"}]", "\"12 km\""},
        {"[\"resolved-locale\", [\"collator\", {\"locale\": \"sv\"}]]", "\"sv\""},
        {"[\"is-supported-script\", \"\\u0639\"]", "true"},
        {"[\"image\", \"pin\"]", "{\"name\":\"pin\",\"available\":true}"},
        {"[\"coalesce\", [\"image\", \"gone\"], [\"image\", \"pin\"]]",
         "{\"name\":\"pin\",\"available\":true}"},
        {"[\"coalesce\", [\"image\", \"gone\"], [\"image\", \"lost\"]]", "\"gone\""},
        {"[\"format\", [\"get\", \"s\"], {\"font-scale\": 0.5}, [\"image\", \"pin\"]]",
         "{\"sections\":[{\"text\":\"Sarí\",\"image\":null,\"scale\":0.5,\"fontStack\":null,\"textColor\":"
         "null,"
         "\"verticalAlign\":null},{\"text\":\"\",\"image\":{\"name\":\"pin\",\"available\":true},\"scale\":"
         "null,"
         "\"fontStack\":null,\"textColor\":null,\"verticalAlign\":null}]}"},
    };
    EXPECT_VALUES(rows);
    expect_issue("[\"number-format\", 1, {\"currency\": \"EUR\", \"unit\": \"meter\"}]", NULL, "",
                 "NumberFormat options `currency` and `unit` are mutually exclusive");
    expect_value("[\"number-format\", [\"get\", \"n\"], {\"unit\": \"meter .00\"}]", NULL,
                 "\"meter .00\" is not a unit.");
}
END_TEST

START_TEST(wanted_types)
{
    // A text property makes a text of what is none, a number property insists on a number.
    expect_value("[\"get\", \"n\"]", "{\"type\": \"string\"}", "\"4\"");
    expect_value("[\"get\", \"s\"]", "{\"type\": \"number\"}",
                 "Expected value to be of type number, but found string instead.");
    expect_value("[\"get\", \"c\"]", "{\"type\": \"color\"}", "[0.5019607843137255,0,0,0.5019607843137255]");
    expect_value("[\"coalesce\", [\"get\", \"nil\"], [\"get\", \"n\"]]", "{\"type\": \"number\"}", "4");
    expect_value("[\"get\", \"n\"]", "{\"type\": \"padding\"}", "{\"values\":[4,4,4,4]}");
    expect_value("[\"literal\", [1, 2]]", "{\"type\": \"padding\"}", "{\"values\":[1,2,1,2]}");
    expect_value("[\"literal\", [\"top\", [0, 1]]]", "{\"type\": \"variableAnchorOffsetCollection\"}",
                 "{\"values\":[\"top\",[0,1]]}");
    expect_value("\"red\"", "{\"type\": \"colorArray\"}", "{\"values\":[{\"r\":1,\"g\":0,\"b\":0,\"a\":1}]}");
    expect_issue("[\"literal\", [1, 2, 3]]", "{\"type\": \"array\", \"value\": \"number\", \"length\": 2}",
                 "", "Expected array<number, 2> but found array<number, 3> instead.");
    expect_issue("[\"to-boolean\", 1]", "{\"type\": \"number\"}", "",
                 "Expected number but found boolean instead.");
    expect_issue("\"bluish\"", "{\"type\": \"color\"}", "", "Could not parse color from value 'bluish'");
}
END_TEST

START_TEST(positions_of_what_is_wrong)
{
    expect_issue(
        "[]", NULL, "",
        "Expected an array with at least one element. If you wanted a literal array, use [\"literal\", []].");
    expect_issue("[\"+\", 1, [\"sin\", \"x\"]]", NULL, "[2][1]", "Expected number but found string instead.");
    expect_issue("[\"no-such\", 1]", NULL, "[0]",
                 "Unknown expression \"no-such\". If you wanted a literal array, use [\"literal\", [...]].");
    expect_issue("[\"max\", 1, [\"feature-state\", \"x\"]]", NULL, "[2][0]",
                 "\"feature-state\" is not supported: a still map has no state");
    expect_issue("[\"case\", true, {}, 1]", NULL, "[2]",
                 "Bare objects invalid. Use [\"literal\", {...}] instead.");
    expect_issue("[\"sqrt\"]", NULL, "", "Expected arguments of type (number), but found () instead.");
    expect_issue(
        "[\"all\", true, 3]", NULL, "",
        "Expected arguments of type (boolean, boolean) | (boolean...), but found (boolean, number) instead.");
    expect_issue("[\"all\", true, true, 3]", NULL, "[3]", "Expected boolean but found number instead.");
    expect_issue(
        "[\"var\", \"x\"]", NULL, "[1]",
        "Unknown variable \"x\". Make sure \"x\" has been bound in an enclosing \"let\" expression before "
        "using it.");
    expect_issue("[\"step\", [\"zoom\"], 1, 5, 2, 5, 3]", NULL, "[5]",
                 "Input/output pairs for \"step\" expressions must be arranged with input values in strictly "
                 "ascending "
                 "order.");
    expect_issue("[\"interpolate\", [\"spline\"], 1, 0, 0, 1, 1]", NULL, "[1][0]",
                 "Unknown interpolation type spline");
    expect_issue("[\"match\", [\"get\", \"x\"], \"a\", 1, [\"b\", \"a\"], 2, 3]", NULL, "[4]",
                 "Branch labels must be unique.");
    expect_issue("[\"match\", [\"get\", \"x\"], 1, \"a\", 2, 5, \"c\"]", NULL, "[4]",
                 "Expected string but found number instead.");
    // Branch by branch: the output of the first before the label of the second.
    expect_issue("[\"match\", [\"get\", \"x\"], \"a\", [\"abs\", true], true, 2, 3]", NULL, "[2][1]",
                 "Expected number but found boolean instead.");
    expect_issue("[\"match\", [\"get\", \"x\"], \"a\", 1, true, [\"abs\", true], 3]", NULL, "[4]",
                 "Branch labels must be numbers or strings.");
    expect_issue("[\"semiliteral\", [[\"pi\"], [\"abs\", true]]]", NULL, "[1][1][1]",
                 "Expected number but found boolean instead.");
    expect_issue("[\"any\", false, [\"any\", true, [\"abs\", true]]]", NULL, "[2][2][1]",
                 "Expected number but found boolean instead.");
    expect_issue("[\"<\", 1, [\"get\", \"x\"], [\"collator\", {}]]", NULL, "",
                 "Cannot use collator to compare non-string types.");
    expect_issue("[\"format\", null, {}]", NULL, "", "First argument must be an image or text section.");
    // Constants are evaluated at once, and what always fails is wrong.
    expect_issue("[\"concat\", [\"at\", 2, [\"literal\", [1]]]]", NULL, "[1]",
                 "Array index out of bounds: 2 > 0.");
}
END_TEST

START_TEST(state_is_what_the_style_says)
{
    static const row rows[] = {
        {"[\"global-state\", \"x\"]", "3"},
        {"[\"*\", 2, [\"global-state\", \"x\"]]", "6"},
        {"[\"global-state\", \"absent\"]", "null"},
        {"[\"get\", \"k\", [\"object\", [\"global-state\", \"o\"]]]", "[1,\"b\"]"},
        // Known at once, yet no error before it is evaluated.
        {"[\"number\", [\"global-state\", \"absent\"]]",
         "Expected value to be of type number, but found null instead."},
    };
    json_t *state = parse("{\"x\": 3, \"o\": {\"k\": [1, \"b\"]}}");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *json = parse(rows[i].expression);
        expression *e = expression_compile(json, NULL, state);
        strbuf out = {0};
        ck_assert_uint_eq(expression_issue_count(e), 0);
        ck_assert(expression_is_feature_constant(e) && expression_is_zoom_constant(e));
        expression_evaluate(e, NULL, NULL, &out);
        ck_assert_str_eq(strbuf_text(&out), rows[i].value);
        strbuf_dispose(&out);
        expression_free(e);
        json_decref(json);
    }
    json_decref(state);
    expect_value("[\"global-state\", \"x\"]", NULL, "null");
    expect_issue("[\"global-state\"]", NULL, "", "Expected 1 argument, but found 0 instead.");
    expect_issue("[\"global-state\", [\"concat\", \"x\"]]", NULL, "",
                 "Global state property must be a literal string.");
    expect_issue("[\"feature-state\", \"x\"]", NULL, "[0]",
                 "\"feature-state\" is not supported: a still map has no state");
}
END_TEST

START_TEST(an_error_passes_for_every_type)
{
    expect_value("[\"at\", 1, [\"error\", \"stop\"]]", NULL, "[2]: stop");
    expect_value("[\"at\", 0, [\"at\", 1, [\"error\", \"stop\"]]]", "{\"type\": \"color\"}", "[2][2]: stop");
}
END_TEST

START_TEST(the_zoom_stands_in_a_curve_at_the_top)
{
    const char *const top = "\"zoom\" expression may only be used as input to a top-level \"step\" or "
                            "\"interpolate\" expression.";
    const char *const one =
        "Only one zoom-based \"step\" or \"interpolate\" subexpression may be used in an expression.";
    expect_value("[\"coalesce\", [\"step\", [\"zoom\"], 1, 6, 2], 3]", NULL, "2");
    expect_value("[\"let\", \"a\", 9, [\"step\", [\"zoom\"], 1, 6, [\"var\", \"a\"]]]", NULL, "9");
    expect_issue("[\"zoom\"]", NULL, "", top);
    expect_issue("[\"*\", 2, [\"step\", [\"zoom\"], 1, 6, 2]]", NULL, "", top);
    expect_issue("[\"let\", \"a\", [\"step\", [\"zoom\"], 1, 6, 2], [\"var\", \"a\"]]", NULL, "", top);
    expect_issue("[\"step\", [\"zoom\"], 1, 6, [\"step\", [\"zoom\"], 2, 7, 3]]", NULL, "", one);
    expect_issue("[\"step\", [\"zoom\"], 1, 6, 2]",
                 "{\"type\": \"number\", \"expression\": {\"parameters\": []}}", "",
                 "zoom expressions not supported");
    expect_issue("[\"get\", \"n\"]", "{\"type\": \"number\", \"property-type\": \"data-constant\"}", "",
                 "data expressions not supported");
    expect_issue(
        "[\"interpolate\", [\"linear\"], [\"zoom\"], 1, 6, 2, 7]",
        "{\"type\": \"number\", \"expression\": {\"interpolated\": false, \"parameters\": [\"zoom\"]}}", "",
        "\"interpolate\" expressions cannot be used with this property");
}
END_TEST

/** A text of @p open @p depth times, @p leaf and @p close as often. */
static char *nested(const char *open, int depth, const char *leaf, const char *close)
{
    strbuf text = {0};
    for (int i = 0; i < depth; i++) strbuf_puts(&text, open);
    strbuf_puts(&text, leaf);
    for (int i = 0; i < depth; i++) strbuf_puts(&text, close);
    return text.data;
}

START_TEST(hostile_expressions_end)
{
    char *text = nested("[\"!\",", 159, "true", "]");
    expect_value(text, NULL, "false");
    free(text);
    // One more and the position alone fills a line.
    text = nested("[\"!\",", 400, "true", "]");
    json_t *json = parse(text);
    expression *e = expression_compile(json, NULL, NULL);
    ck_assert_uint_eq(expression_issue_count(e), 1);
    expression_free(e);
    json_decref(json);
    free(text);
    // A variable that doubles at every level: 2^50 additions.
    text = nested("[\"let\",\"a\",[\"+\",[\"var\",\"a\"],[\"var\",\"a\"]],", 50, "[\"var\",\"a\"]", "]");
    char *whole = nested("[\"let\",\"a\",[\"get\",\"n\"],", 1, text, "]");
    json = parse(whole);
    json_t *feature = parse(feature_text);
    e = expression_compile(json, NULL, NULL);
    strbuf out = {0};
    ck_assert_uint_eq(expression_issue_count(e), 0);
    ck_assert(!expression_evaluate(e, NULL, feature, &out));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&out), "takes more than 200000 steps"));
    strbuf_dispose(&out);
    expression_free(e);
    json_decref(json);
    free(text);
    free(whole);
    // A text that doubles, which constant folding would build.
    text = nested("[\"let\",\"a\",[\"concat\",[\"var\",\"a\"],[\"var\",\"a\"]],", 30, "[\"var\",\"a\"]", "]");
    whole = nested("[\"let\",\"a\",\"xyz\",", 1, text, "]");
    json = parse(whole);
    e = expression_compile(json, NULL, NULL);
    const char *key, *message;
    ck_assert_uint_eq(expression_issue_count(e), 1);
    expression_issue(e, 0, &key, &message);
    ck_assert_str_eq(message, "The text is longer than 65536 bytes");
    expression_free(e);
    json_decref(json);
    json_decref(feature);
    free(text);
    free(whole);
    // A wrong argument at the bottom of operators that try two signatures.
    text = nested("[\"any\",false,", 120, "7", "]");
    json = parse(text);
    e = expression_compile(json, NULL, NULL);
    ck_assert_uint_gt(expression_issue_count(e), 0);
    expression_free(e);
    json_decref(json);
    free(text);
}
END_TEST

UNIT_MAIN("expression", lookup, decision, interpolation, arithmetic, conversion, text, wanted_types,
          positions_of_what_is_wrong, state_is_what_the_style_says, an_error_passes_for_every_type,
          the_zoom_stands_in_a_curve_at_the_top, hostile_expressions_end)
