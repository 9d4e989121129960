#include "style/style.h"
#include "unit/unit.h"

#include <string.h>

/** A document with one layer around the text of its fields. */
static incmap_status parse_layer(style **out, const char *layer, incmap_error *err)
{
    char text[4096];
    int length = snprintf(text, sizeof text,
                          "{\"version\": 8, \"name\": \"trial\", \"sources\": {},\n"
                          " \"layers\": [{\"id\": \"x\", \"source\": \"incidents\", %s}]}",
                          layer);
    ck_assert(length > 0 && (size_t)length < sizeof text);
    return style_parse(out, text, (size_t)length, "trial.json", err);
}

static style *must_parse(const char *layer)
{
    style *s = NULL;
    incmap_error err = {0};
    ck_assert_msg(parse_layer(&s, layer, &err) == INCMAP_OK, "%s", err.message);
    return s;
}

static void expect_error(const char *layer, const char *message)
{
    style *s = NULL;
    incmap_error err = {0};
    ck_assert_int_eq(parse_layer(&s, layer, &err), INCMAP_FAILED);
    ck_assert_str_eq(err.message, message);
}

typedef struct {
    const char *name;
    value v;
} pair;

static bool get_pair(void *context, const char *name, value *out)
{
    for (const pair *p = context; p->name; p++) {
        if (strcmp(p->name, name) != 0) continue;
        *out = p->v;
        return true;
    }
    return false;
}

#define TEXT(t)                                                                                              \
    {                                                                                                        \
        .kind = VALUE_TEXT, .text = (t)                                                                      \
    }
#define NUMBER(n)                                                                                            \
    {                                                                                                        \
        .kind = VALUE_NUMBER, .number = (n)                                                                  \
    }
#define FEATURE(...)                                                                                         \
    ((style_feature){.context = (pair[]){__VA_ARGS__, {NULL}}, .get = get_pair, .geometry_type = "Point"})

START_TEST(defaults_where_nothing_is_set)
{
    style *s = must_parse("\"type\": \"circle\"");
    const style_layer *layer = style_layer_at(s, 0);
    ck_assert_str_eq(style_name(s), "trial");
    ck_assert_uint_eq(style_layer_count(s), 1);
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, NULL, 5), 5);
    ck_assert(!style_is_set(layer, STYLE_CIRCLE_RADIUS));
    ck_assert(!style_depends_on_feature(layer, STYLE_CIRCLE_RADIUS));
    style_color c = style_get_color(layer, STYLE_CIRCLE_COLOR, NULL, 5);
    ck_assert(c.r == 0 && c.g == 0 && c.b == 0 && c.a == 1);
    ck_assert(style_uses_source(s, "incidents") && !style_uses_source(s, "areas"));
    style_free(s);
}
END_TEST

START_TEST(values_by_feature_and_zoom)
{
    style *s = must_parse(
        "\"type\": \"circle\", \"paint\": {"
        "\"circle-radius\": [\"interpolate\", [\"linear\"], [\"zoom\"], 4, 2, 8, [\"get\", \"size\"]],"
        "\"circle-color\": [\"match\", [\"get\", \"kind\"], [\"raid\", \"ambush\"], \"#f00\", \"blue\"]}");
    const style_layer *layer = style_layer_at(s, 0);
    style_feature f = FEATURE({"size", NUMBER(10)}, {"kind", TEXT("ambush")});
    ck_assert(style_depends_on_feature(layer, STYLE_CIRCLE_RADIUS));
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, &f, 4), 2);
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, &f, 6), 6);
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, &f, 12), 10);
    ck_assert_double_eq(style_get_color(layer, STYLE_CIRCLE_COLOR, &f, 4).r, 1);
    style_feature other = FEATURE({"kind", TEXT("theft")});
    ck_assert_double_eq(style_get_color(layer, STYLE_CIRCLE_COLOR, &other, 4).b, 1);
    // Without a size the evaluation fails, and the default takes its place.
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, &other, 6), 5);
    size_t count;
    const char *const *names = style_feature_properties(s, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(names[0], "kind");
    ck_assert_str_eq(names[1], "size");
    style_free(s);
}
END_TEST

START_TEST(numbers_stay_within_their_range)
{
    style *s = must_parse("\"type\": \"circle\", \"paint\": {\"circle-opacity\": [\"get\", \"o\"],"
                          " \"circle-radius\": [\"get\", \"o\"]}");
    style_feature high = FEATURE({"o", NUMBER(7)}), low = FEATURE({"o", NUMBER(-3)});
    ck_assert_double_eq(style_number(style_layer_at(s, 0), STYLE_CIRCLE_OPACITY, &high, 0), 1);
    ck_assert_double_eq(style_number(style_layer_at(s, 0), STYLE_CIRCLE_RADIUS, &high, 0), 7);
    ck_assert_double_eq(style_number(style_layer_at(s, 0), STYLE_CIRCLE_RADIUS, &low, 0), 0);
    style_free(s);
}
END_TEST

START_TEST(texts_and_lists)
{
    style *s = must_parse("\"type\": \"symbol\", \"layout\": {\"text-field\": \"{name} ({n}) {\","
                          " \"text-font\": [\"Noto Sans Bold\"], \"text-offset\": [0, 1.5],"
                          " \"text-anchor\": [\"get\", \"side\"], \"icon-image\": \"mark-{name}\"}");
    const style_layer *layer = style_layer_at(s, 0);
    arena memory = {0};
    style_feature f = FEATURE({"name", TEXT("Mosul")}, {"n", NUMBER(12)}, {"side", TEXT("top")});
    ck_assert_str_eq(style_text(layer, STYLE_TEXT_FIELD, &f, 0, &memory), "Mosul (12) {");
    ck_assert_str_eq(style_text(layer, STYLE_ICON_IMAGE, &f, 0, &memory), "mark-Mosul");
    ck_assert_str_eq(style_text(layer, STYLE_TEXT_ANCHOR, &f, 0, &memory), "top");
    style_feature odd = FEATURE({"side", TEXT("sideways")});
    ck_assert_str_eq(style_text(layer, STYLE_TEXT_ANCHOR, &odd, 0, &memory), "center");
    ck_assert_str_eq(style_text(layer, STYLE_TEXT_FIELD, &odd, 0, &memory), " () {");
    const char *fonts[2];
    ck_assert_uint_eq(style_texts(layer, STYLE_TEXT_FONT, &f, 0, &memory, fonts, 2), 1);
    ck_assert_str_eq(fonts[0], "Noto Sans Bold");
    double offset[1] = {-1};
    ck_assert_uint_eq(style_numbers(layer, STYLE_TEXT_OFFSET, &f, 0, offset, 1), 2);
    ck_assert_double_eq(offset[0], 0);
    arena_dispose(&memory);
    style_free(s);
}
END_TEST

START_TEST(filters_in_both_forms)
{
    const char *const same[] = {
        "\"type\": \"circle\", \"filter\": [\"all\", [\"==\", \"kind\", \"raid\"], [\">\", \"n\", 3]]",
        "\"type\": \"circle\", \"filter\": [\"all\", [\"==\", [\"get\", \"kind\"], \"raid\"], [\">\", "
        "[\"get\","
        " \"n\"], 3]]",
        "\"type\": \"circle\", \"filter\": [\"none\", [\"!in\", \"kind\", \"raid\", \"theft\"], [\"<=\", "
        "\"n\", "
        "3], [\"==\", \"kind\", \"theft\"]]",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        style *s = must_parse(same[i]);
        const style_layer *layer = style_layer_at(s, 0);
        style_feature yes = FEATURE({"kind", TEXT("raid")}, {"n", NUMBER(4)});
        style_feature few = FEATURE({"kind", TEXT("raid")}, {"n", NUMBER(3)});
        style_feature other = FEATURE({"kind", TEXT("theft")}, {"n", NUMBER(4)});
        ck_assert(style_filter(layer, &yes, 0));
        ck_assert(!style_filter(layer, &few, 0));
        ck_assert(!style_filter(layer, &other, 0));
        style_free(s);
    }
}
END_TEST

START_TEST(absent_properties_in_legacy_filters)
{
    // What is not there equals nothing, not even null, and is in no order.
    static const struct {
        const char *filter;
        bool absent, null;
    } cases[] = {
        {"[\"==\", \"p\", null]", false, true},
        {"[\"!=\", \"p\", null]", true, false},
        {"[\"<\", \"p\", 3]", false, false},
        {"[\"in\", \"p\", null, 1]", false, true},
        {"[\"has\", \"p\"]", false, true},
        {"[\"!has\", \"p\"]", true, false},
        {"[\"==\", \"$type\", \"Point\"]", true, true},
        {"[\"in\", \"$type\", \"Polygon\"]", false, false},
        {"[\"has\", \"$id\"]", false, false},
        {"[\"any\"]", false, false},
        {"[\"all\", true, [\"!in\", \"p\", 2]]", true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char layer[256];
        snprintf(layer, sizeof layer, "\"type\": \"circle\", \"filter\": %s", cases[i].filter);
        style *s = must_parse(layer);
        style_feature absent = FEATURE({"q", NUMBER(1)}), null = FEATURE({"p", {.kind = VALUE_NULL}});
        ck_assert_msg(style_filter(style_layer_at(s, 0), &absent, 0) == cases[i].absent, "%s",
                      cases[i].filter);
        ck_assert_msg(style_filter(style_layer_at(s, 0), &null, 0) == cases[i].null, "%s", cases[i].filter);
        style_free(s);
    }
}
END_TEST

START_TEST(legacy_functions)
{
    style *s = must_parse("\"type\": \"circle\", \"paint\": {"
                          "\"circle-radius\": {\"base\": 2, \"stops\": [[4, 2], [6, 8]]},"
                          "\"circle-color\": {\"property\": \"kind\", \"type\": \"categorical\", \"stops\": "
                          "[[\"raid\", \"red\"]], \"default\": \"blue\"}}");
    const style_layer *layer = style_layer_at(s, 0);
    style_feature raid = FEATURE({"kind", TEXT("raid")}), other = FEATURE({"kind", NUMBER(2)});
    ck_assert_double_eq(style_number(layer, STYLE_CIRCLE_RADIUS, NULL, 5), 4);
    ck_assert_double_eq(style_get_color(layer, STYLE_CIRCLE_COLOR, &raid, 5).r, 1);
    ck_assert_double_eq(style_get_color(layer, STYLE_CIRCLE_COLOR, &other, 5).b, 1);
    style_free(s);
    expect_error(
        "\"type\": \"circle\", \"paint\": {\"circle-radius\": {\"stops\": [[1]]}}",
        "trial.json: layer \"x\": paint property \"circle-radius\": a stop is an array of an input and an "
        "output");
}
END_TEST

START_TEST(colours_of_a_heatmap)
{
    style *s = must_parse("\"type\": \"heatmap\"");
    const style_layer *layer = style_layer_at(s, 0);
    ck_assert_double_eq(style_heatmap_color(layer, 0).a, 0);
    ck_assert_double_eq(style_heatmap_color(layer, 1).r, 1);
    ck_assert_double_eq(style_heatmap_color(layer, 1).g, 0);
    style_free(s);
    expect_error(
        "\"type\": \"circle\", \"paint\": {\"circle-radius\": [\"*\", 9, [\"heatmap-density\"]]}",
        "trial.json: layer \"x\": paint property \"circle-radius\": \"heatmap-density\" may only be used in "
        "heatmap-color");
}
END_TEST

START_TEST(geometry_is_asked_for)
{
    style *s =
        must_parse("\"type\": \"circle\", \"filter\": [\"within\", {\"type\": \"Polygon\", \"coordinates\": "
                   "[[[0, 0], [4, 0], [4, 4], [0, 0]]]}]");
    const style_layer *layer = style_layer_at(s, 0);
    const lonlat inside = {3, 1}, outside = {1, 3};
    const size_t end = 1;
    geom_shape shape = {GEOM_POINTS, 1, &end, &inside};
    style_feature f = {.geometry_type = "Point", .geometry = &shape};
    ck_assert(style_filter(layer, &f, 0));
    shape.points = &outside;
    ck_assert(!style_filter(layer, &f, 0));
    f.geometry = NULL;
    ck_assert(!style_filter(layer, &f, 0));
    style_free(s);
}
END_TEST

START_TEST(outlines_default_to_the_fill)
{
    style *s = must_parse("\"type\": \"fill\", \"paint\": {\"fill-color\": \"#ff0000\"}");
    ck_assert_double_eq(style_get_color(style_layer_at(s, 0), STYLE_FILL_OUTLINE_COLOR, NULL, 0).r, 1);
    style_free(s);
    s = must_parse("\"type\": \"symbol\", \"layout\": {\"icon-padding\": [1, 2, 3]}");
    double padding[4];
    ck_assert_uint_eq(style_numbers(style_layer_at(s, 0), STYLE_ICON_PADDING, NULL, 0, padding, 4), 4);
    ck_assert(padding[0] == 1 && padding[1] == 2 && padding[2] == 3 && padding[3] == 2);
    style_free(s);
}
END_TEST

START_TEST(computed_lists_live_in_the_callers_memory)
{
    style *s = must_parse(
        "\"type\": \"symbol\", \"layout\": {\"text-font\": [\"split\", [\"get\", \"fonts\"], \";\"]}");
    char fonts[] = "Noto Sans;DejaVu Sans";
    style_feature f = FEATURE({"fonts", TEXT(fonts)});
    arena memory = {0};
    const char *names[1];
    ck_assert_uint_eq(style_texts(style_layer_at(s, 0), STYLE_TEXT_FONT, &f, 0, &memory, names, 1), 2);
    memset(fonts, 'x', sizeof fonts - 1);
    ck_assert_str_eq(names[0], "Noto Sans");
    arena_dispose(&memory);
    style_free(s);
}
END_TEST

START_TEST(icons_that_are_there)
{
    style *s = must_parse("\"type\": \"symbol\", \"layout\": {\"icon-image\": [\"coalesce\", [\"image\", "
                          "[\"get\", \"icon\"]], [\"image\", \"dot\"]]}");
    const style_layer *layer = style_layer_at(s, 0);
    style_feature f = FEATURE({"icon", TEXT("no-such-icon")});
    arena memory = {0};
    ck_assert_str_eq(style_text(layer, STYLE_ICON_IMAGE, &f, 0, &memory), "no-such-icon");
    style_list_icons(s, PROJECT_DIR "/styles/icons");
    ck_assert_str_eq(style_text(layer, STYLE_ICON_IMAGE, &f, 0, &memory), "dot");
    // Where none of them is there the first is named.
    style_list_icons(s, PROJECT_DIR "/no/such/folder");
    ck_assert_str_eq(style_text(layer, STYLE_ICON_IMAGE, &f, 0, &memory), "no-such-icon");
    arena_dispose(&memory);
    style_free(s);
}
END_TEST

START_TEST(visible_from_minzoom_to_below_maxzoom)
{
    style *s = must_parse("\"type\": \"circle\", \"minzoom\": 3, \"maxzoom\": 6");
    ck_assert(!style_layer_visible(style_layer_at(s, 0), 2.99));
    ck_assert(style_layer_visible(style_layer_at(s, 0), 3));
    ck_assert(style_layer_visible(style_layer_at(s, 0), 5.99));
    ck_assert(!style_layer_visible(style_layer_at(s, 0), 6));
    style_free(s);
    s = must_parse("\"type\": \"circle\", \"layout\": {\"visibility\": \"none\"}");
    ck_assert(!style_layer_visible(style_layer_at(s, 0), 5));
    style_free(s);
}
END_TEST

START_TEST(errors_name_layer_property_and_cause)
{
    expect_error("\"type\": \"line\", \"paint\": {\"line-gradient\": [\"line-progress\"]}",
                 "trial.json: layer \"x\": paint property \"line-gradient\" is not supported; remove it");
    expect_error(
        "\"type\": \"line\", \"paint\": {\"line-colour\": \"red\"}",
        "trial.json: layer \"x\": a line layer has no paint property \"line-colour\"; correct its name or "
        "remove it");
    expect_error(
        "\"type\": \"circle\", \"paint\": {\"circle-radius\": [\"+\", 1, \"two\"]}",
        "trial.json: layer \"x\": paint property \"circle-radius\" at [2]: Expected number but found string "
        "instead.");
    expect_error("\"type\": \"circle\", \"paint\": {\"circle-opacity\": 1.5}",
                 "trial.json: layer \"x\": paint property \"circle-opacity\": 1.5 is greater than 1");
    expect_error(
        "\"type\": \"line\", \"layout\": {\"line-cap\": \"pointed\"}",
        "trial.json: layer \"x\": layout property \"line-cap\": \"pointed\" is not one of butt, round, "
        "square");
    expect_error("\"type\": \"hillshade\"",
                 "trial.json: layer \"x\": type \"hillshade\" is not supported; remove the layer");
    expect_error(
        "\"type\": \"circle\", \"filter\": [\"==\", [\"feature-state\", \"hover\"], true]",
        "trial.json: layer \"x\": filter at [1][0]: \"feature-state\" is not supported: a still map has no "
        "state");
    expect_error("\"type\": \"circle\", \"source\": \"other\"",
                 "trial.json: layer \"x\": there is no source \"other\"; use incidents, areas, bins, spread "
                 "or basemap");
}
END_TEST

START_TEST(state_has_its_defaults)
{
    static const char text[] =
        "{\"version\": 8, \"state\": {\"wide\": {\"default\": 7}}, \"layers\": [{\"id\": \"a\", \"type\": "
        "\"line\", \"source\": \"areas\", \"paint\": {\"line-width\": [\"global-state\", \"wide\"]}}]}";
    style *s = NULL;
    incmap_error err = {0};
    ck_assert_msg(style_parse(&s, text, sizeof text - 1, "trial.json", &err) == INCMAP_OK, "%s", err.message);
    ck_assert_double_eq(style_number(style_layer_at(s, 0), STYLE_LINE_WIDTH, NULL, 3), 7);
    style_free(s);
}
END_TEST

START_TEST(documents_that_are_no_styles)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "trial.json:1:0: '[' or '{' expected near end of file"},
        {"{\"version\": 7, \"layers\": []}", "trial.json: it is not a style: \"version\" must be 8"},
        {"{\"version\": 8}", "trial.json: it has no \"layers\" array"},
        {"[]", "trial.json: it is not a style: no JSON object"},
        {"{\"version\": 8, \"layers\": [], \"name\": \"\xff\"}",
         "trial.json:1:38: unable to decode byte 0xff near '\"'"},
        {"{\"version\": 8, \"layers\": [3]}", "trial.json: layer 1 is not an object with an \"id\""},
        {"{\"version\": 8, \"layers\": [], \"terrain\": {}}",
         "trial.json: \"terrain\" is not supported in a style; remove it"},
        {"{\"version\": 8, \"layers\": [], \"state\": []}", "trial.json: \"state\" must be an object"},
        {"{\"version\": 8, \"layers\": [], \"state\": {\"dark\": true}}",
         "trial.json: \"state\": \"dark\" has no \"default\""},
        {"{\"version\": 8, \"layers\": [{\"id\": \"a\", \"type\": \"background\"}, {\"id\": \"a\", \"type\": "
         "\"background\"}]}",
         "trial.json: layer \"a\" is there twice; give every layer its own id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        style *s = NULL;
        incmap_error err = {0};
        ck_assert_int_eq(style_parse(&s, cases[i].text, strlen(cases[i].text), "trial.json", &err),
                         INCMAP_FAILED);
        ck_assert_str_eq(err.message, cases[i].message);
    }
}
END_TEST

UNIT_MAIN("style", defaults_where_nothing_is_set, values_by_feature_and_zoom, numbers_stay_within_their_range,
          texts_and_lists, filters_in_both_forms, absent_properties_in_legacy_filters, legacy_functions,
          colours_of_a_heatmap, geometry_is_asked_for, outlines_default_to_the_fill,
          computed_lists_live_in_the_callers_memory, icons_that_are_there,
          visible_from_minzoom_to_below_maxzoom, errors_name_layer_property_and_cause, state_has_its_defaults,
          documents_that_are_no_styles)
