#include "style/choices.h"

#include "base/strbuf.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

/** All choices as one line: "property: value, value; property~ number, number". */
static void expect_choices(const char *layers, const char *icon_dir, const char *expected)
{
    char text[8192], found[4096] = "";
    int length = snprintf(text, sizeof text, "{\"version\": 8, \"sources\": {}, \"layers\": [%s]}", layers);
    ck_assert(length > 0 && (size_t)length < sizeof text);
    style *s = NULL;
    incmap_error err = {0};
    arena memory = {0};
    ck_assert_msg(style_parse(&s, text, (size_t)length, "test", &err) == INCMAP_OK, "%s", err.message);
    if (icon_dir) style_list_icons(s, icon_dir);
    const style_choice *choices;
    size_t count = style_choices(s, &memory, &choices);
    for (size_t i = 0; i < count; i++) {
        char *to = found + strlen(found);
        to += sprintf(to, "%s%s%s", i ? "; " : "", choices[i].property, choices[i].is_scale ? "~" : ":");
        for (size_t k = 0; k < choices[i].count; k++) {
            const value *v = &choices[i].values[k];
            const char *comma = k ? "," : "";
            if (v->kind == VALUE_TEXT)
                to += sprintf(to, "%s %s", comma, v->text);
            else if (v->kind == VALUE_BOOL)
                to += sprintf(to, "%s %s", comma, v->boolean ? "true" : "false");
            else
                to += sprintf(to, "%s %g", comma, v->number);
        }
    }
    ck_assert_str_eq(found, expected);
    arena_dispose(&memory);
    style_free(s);
}

#define CIRCLES(paint)                                                                                       \
    "{\"id\": \"a\", \"type\": \"circle\", \"source\": \"incidents\", \"paint\": {" paint "}}"

START_TEST(labels_come_as_the_style_has_them)
{
    expect_choices(
        CIRCLES("\"circle-color\": [\"match\", [\"get\", \"kind\"], [\"z\", \"b\"], \"red\", \"a\", "
                "\"blue\", \"black\"]"),
        NULL, "kind: b, z, a");
    expect_choices(
        CIRCLES("\"circle-color\": [\"match\", [\"to-string\", [\"coalesce\", [\"get\", \"kind\"], "
                "\"x\"]], \"a\", \"red\", \"blue\"]"),
        NULL, "kind: a");
    // Once each, wherever they are met.
    expect_choices(
        CIRCLES("\"circle-radius\": [\"match\", [\"get\", \"n\"], 3, 1, [1, 2], 2, 5], \"circle-opacity\": "
                "[\"case\", [\"==\", [\"get\", \"n\"], 2], 0.5, [\"!=\", \"up\", [\"get\", \"way\"]], 1, 0]"),
        NULL, "n: 3, 1, 2; way: up");
}
END_TEST

START_TEST(stops_are_scales)
{
    expect_choices(
        CIRCLES(
            "\"circle-radius\": [\"interpolate\", [\"linear\"], [\"number\", [\"get\", \"n\"], 0], 10, 1, "
            "100, 9], \"circle-color\": [\"step\", [\"get\", \"n\"], \"red\", 50, \"blue\"]"),
        NULL, "n~ 10, 50, 100");
    // Computed, or of the zoom: what is told apart is no value of a property.
    expect_choices(
        CIRCLES("\"circle-radius\": [\"interpolate\", [\"linear\"], [\"zoom\"], 1, 2, 8, [\"sqrt\", "
                "[\"get\", \"n\"]]]"),
        NULL, "");
    expect_choices(CIRCLES("\"circle-radius\": {\"property\": \"n\", \"stops\": [[1, 2], [4, 8]]}"), NULL,
                   "n~ 1, 4");
}
END_TEST

START_TEST(filters_of_both_forms)
{
    expect_choices(
        "{\"id\": \"a\", \"type\": \"line\", \"source\": \"areas\", \"filter\": [\"==\", [\"get\", "
        "\"status\"], \"claimed\"]},"
        "{\"id\": \"b\", \"type\": \"line\", \"source\": \"areas\", \"filter\": [\"in\", \"status\", "
        "\"disputed\", \"claimed\"]},"
        "{\"id\": \"c\", \"type\": \"fill\", \"source\": \"areas\", \"filter\": [\"==\", \"sure\", true]},"
        "{\"id\": \"d\", \"type\": \"fill\", \"source\": \"areas\", \"filter\": [\"in\", [\"get\", "
        "\"side\"], [\"literal\", [\"n\", \"s\"]]]}",
        NULL, "status: claimed, disputed; sure: true; side: n, s");
}
END_TEST

START_TEST(only_what_draws_incidents_counts)
{
    expect_choices(
        "{\"id\": \"a\", \"type\": \"line\", \"source\": \"basemap\", \"source-layer\": \"river\", "
        "\"filter\": "
        "[\"==\", [\"get\", \"class\"], \"canal\"]},"
        "{\"id\": \"b\", \"type\": \"circle\", \"source\": \"incidents\", \"layout\": {\"visibility\": "
        "\"none\"}, \"filter\": [\"==\", [\"get\", \"x\"], 1]}",
        NULL, "");
}
END_TEST

START_TEST(names_of_icons_are_choices)
{
    static const char layer[] = "{\"id\": \"a\", \"type\": \"symbol\", \"source\": \"incidents\", "
                                "\"layout\": {\"icon-image\": [\"concat\", "
                                "\"frame-\", [\"get\", \"side\"]]}}";
    expect_choices(layer, PROJECT_DIR "/styles/icons", "side: friendly, hostile, neutral, unknown");
    expect_choices(layer, NULL, "");
}
END_TEST

START_TEST(a_style_of_a_thousand_labels_is_cut)
{
    strbuf layer = {0};
    strbuf_puts(
        &layer,
        "{\"id\": \"a\", \"type\": \"circle\", \"source\": \"incidents\", \"paint\": {\"circle-radius\": "
        "[\"match\", [\"get\", \"n\"]");
    for (int i = 0; i < 1000; i++) strbuf_printf(&layer, ", %d, 1", i);
    strbuf_puts(&layer, ", 2]}}");
    strbuf text = {0};
    strbuf_printf(&text, "{\"version\": 8, \"sources\": {}, \"layers\": [%s]}", strbuf_text(&layer));
    style *s = NULL;
    incmap_error err = {0};
    arena memory = {0};
    ck_assert_int_eq(style_parse(&s, strbuf_text(&text), text.length, "test", &err), INCMAP_OK);
    const style_choice *choices;
    ck_assert_uint_eq(style_choices(s, &memory, &choices), 1);
    ck_assert_uint_eq(choices[0].count, 256);
    ck_assert_double_eq(choices[0].values[255].number, 255);
    arena_dispose(&memory);
    style_free(s);
    strbuf_dispose(&layer);
    strbuf_dispose(&text);
}
END_TEST

UNIT_MAIN("style/choices", labels_come_as_the_style_has_them, stops_are_scales, filters_of_both_forms,
          only_what_draws_incidents_counts, names_of_icons_are_choices, a_style_of_a_thousand_labels_is_cut)
