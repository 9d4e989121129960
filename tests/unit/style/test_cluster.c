#include "style/cluster.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static style *s;
static incmap_error err;

/** Parses a style whose source "incidents" has these keys. */
static incmap_status parse(const char *keys)
{
    char json[1024];
    int length =
        snprintf(json, sizeof json,
                 "{\"version\":8,\"sources\":{\"incidents\":{\"type\":\"geojson\"%s%s}},\"layers\":[]}",
                 *keys ? "," : "", keys);
    s = NULL;
    return style_parse(&s, json, (size_t)length, "t.json", &err);
}

START_TEST(defaults_are_the_specifications)
{
    ck_assert_int_eq(parse(""), INCMAP_OK);
    style_cluster c = style_get_cluster(s);
    ck_assert(!c.is_on);
    ck_assert_double_eq(c.radius_css_px, 50);
    ck_assert_double_eq(c.max_zoom, 17);
    ck_assert_uint_eq(c.min_points, 2);
    ck_assert_uint_eq(c.property_count, 0);
    style_free(s);
    ck_assert_int_eq(
        parse("\"cluster\":true,\"clusterRadius\":0.5,\"clusterMaxZoom\":3,\"clusterMinPoints\":1"),
        INCMAP_OK);
    c = style_get_cluster(s);
    ck_assert(c.is_on);
    ck_assert_double_eq(c.radius_css_px, 0.5);
    ck_assert_double_eq(c.max_zoom, 3);
    ck_assert_uint_eq(c.min_points, 2);
    style_free(s);
}
END_TEST

START_TEST(properties_are_mapped_and_reduced)
{
    ck_assert_int_eq(
        parse("\"clusterProperties\":{\"sum\":[\"+\",[\"get\",\"n\"]],\"accumulated\":[[\"concat\","
              "[\"accumulated\"],[\"literal\",\"|\"],[\"get\",\"accumulated\"]],[\"to-string\",[\"get\","
              "\"n\"]]]}"),
        INCMAP_OK);
    ck_assert_uint_eq(style_get_cluster(s).property_count, 2);
    ck_assert_str_eq(style_cluster_property(s, 0), "sum");
    arena memory = {0};
    value one = {.kind = VALUE_NUMBER, .number = 1}, two = {.kind = VALUE_NUMBER, .number = 2};
    ck_assert_double_eq(style_cluster_reduce(s, 0, &one, &two, 5, &memory).number, 3);
    value a = {.kind = VALUE_TEXT, .text = "a"}, b = {.kind = VALUE_TEXT, .text = "b"};
    ck_assert_str_eq(style_cluster_reduce(s, 1, &a, &b, 5, &memory).text, "a|b");
    // A feature without the property: the sum of nothing is nothing.
    style_feature empty = {.geometry_type = "Point", .id = {.kind = VALUE_NULL}};
    ck_assert_int_eq(style_cluster_map(s, 0, &empty, 5, &memory).kind, VALUE_NULL);
    ck_assert_str_eq(style_cluster_map(s, 1, &empty, 5, &memory).text, "");
    // What a map asks for is asked of the table, what a reduction asks for is not.
    size_t count;
    const char *const *asked = style_feature_properties(s, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(asked[0], "n");
    arena_dispose(&memory);
    style_free(s);
}
END_TEST

START_TEST(what_is_wrong_is_named)
{
    static const struct {
        const char *keys, *says;
    } cases[] = {
        {"\"cluster\":1", "\"cluster\" must be true or false"},
        {"\"clusterRadius\":-1", "\"clusterRadius\" must be a number from 0 on"},
        {"\"clusterRadius\":\"50\"", "\"clusterRadius\" must be a number from 0 on"},
        {"\"clusterProperties\":[]", "\"clusterProperties\" must be an object"},
        {"\"clusterProperties\":{\"a\":[\"+\"]}", "clusterProperties \"a\" must be [operator, expression]"},
        {"\"clusterProperties\":{\"a\":[\"+\",[\"nonsense\"]]}",
         "clusterProperties \"a\": [0]: Unknown expression"},
        {"\"clusterProperties\":{\"a\":[[\"get\"],1]}", "clusterProperties \"a\":"},
        {"\"clusterProperties\":{\"a\":[\"+\",[\"accumulated\"]]}", "clusterProperties \"a\":"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err = (incmap_error){0};
        ck_assert_int_eq(parse(cases[i].keys), INCMAP_FAILED);
        ck_assert_msg(strstr(err.message, cases[i].says) &&
                          strstr(err.message, "t.json: source \"incidents\""),
                      "%s: %s", cases[i].keys, err.message);
    }
}
END_TEST

UNIT_MAIN("style/cluster", defaults_are_the_specifications, properties_are_mapped_and_reduced,
          what_is_wrong_is_named)
