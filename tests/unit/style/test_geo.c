#include "style/expression.h"
#include "style/geo.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    ck_assert_msg(json, "%s: %s", text, error.text);
    return json;
}

/** Evaluates ["within" or "distance", geojson] for a geometry; the result as JSON text. */
static void evaluate(const char *operator_name, const char *geojson, const char *geometry, strbuf *out)
{
    json_t *json = json_pack("[s, o]", operator_name, parse(geojson));
    json_t *feature = json_pack("{s: o}", "geometry", parse(geometry));
    expression *e = expression_compile(json, NULL, NULL);
    ck_assert_uint_eq(expression_issue_count(e), 0);
    ck_assert_msg(expression_evaluate(e, NULL, feature, out), "%s", strbuf_text(out));
    expression_free(e);
    json_decref(json);
    json_decref(feature);
}

static void expect_within(const char *geojson, const char *geometry, const char *value)
{
    strbuf out = {0};
    evaluate("within", geojson, geometry, &out);
    ck_assert_msg(strcmp(strbuf_text(&out), value) == 0, "%s in %s: %s", geometry, geojson,
                  strbuf_text(&out));
    strbuf_dispose(&out);
}

static void expect_distance(const char *geojson, const char *geometry, double distance_m)
{
    strbuf out = {0};
    evaluate("distance", geojson, geometry, &out);
    double found = strtod(strbuf_text(&out), NULL);
    ck_assert_msg(fabs(found - distance_m) <= distance_m * 1e-6, "%s from %s: %s", geometry, geojson,
                  strbuf_text(&out));
    strbuf_dispose(&out);
}

#define SQUARE "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}"
#define FRAME                                                                                                \
    "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [4, "  \
    "6], [6, "                                                                                               \
    "6], [6, 4], [4, 4]]]}"

START_TEST(points_within)
{
    expect_within(SQUARE, "{\"type\": \"Point\", \"coordinates\": [5, 5]}", "true");
    expect_within(SQUARE, "{\"type\": \"Point\", \"coordinates\": [11, 5]}", "false");
    expect_within(SQUARE, "{\"type\": \"Point\", \"coordinates\": [10, 5]}", "false");
    expect_within(SQUARE, "{\"type\": \"Point\", \"coordinates\": [0, 0]}", "false");
    expect_within(FRAME, "{\"type\": \"Point\", \"coordinates\": [5, 5]}", "false");
    expect_within(FRAME, "{\"type\": \"Point\", \"coordinates\": [5, 7]}", "true");
    expect_within(SQUARE, "{\"type\": \"MultiPoint\", \"coordinates\": [[5, 5], [50, 5]]}", "false");
    // A ring that is not closed is closed.
    expect_within("{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [10, 0], [10, 10]]]}",
                  "{\"type\": \"Point\", \"coordinates\": [9, 5]}", "true");
    // Across the antimeridian.
    expect_within(
        "{\"type\": \"Polygon\", \"coordinates\": [[[170, 0], [190, 0], [190, 10], [170, 10], [170, 0]]]}",
        "{\"type\": \"Point\", \"coordinates\": [-175, 5]}", "true");
}
END_TEST

START_TEST(lines_within)
{
    expect_within(SQUARE, "{\"type\": \"LineString\", \"coordinates\": [[1, 1], [9, 9]]}", "true");
    expect_within(FRAME, "{\"type\": \"LineString\", \"coordinates\": [[1, 5], [9, 5]]}", "false");
    expect_within(SQUARE, "{\"type\": \"LineString\", \"coordinates\": [[1, 1], [12, 1]]}", "false");
    expect_within(SQUARE,
                  "{\"type\": \"MultiLineString\", \"coordinates\": [[[1, 1], [2, 2]], [[3, 3], [4, 5]]]}",
                  "true");
    // MapLibre gives no answer but false for a polygon.
    expect_within(SQUARE, SQUARE, "false");
    expect_within(
        "{\"type\": \"FeatureCollection\", \"features\": [{\"geometry\": null}, {\"geometry\": " SQUARE "}]}",
        "{\"type\": \"Point\", \"coordinates\": [5, 5]}", "true");
}
END_TEST

START_TEST(distances)
{
    // A degree of longitude at the equator, and of latitude beside it, on WGS 84.
    expect_distance("{\"type\": \"Point\", \"coordinates\": [1, 0]}",
                    "{\"type\": \"Point\", \"coordinates\": [0, 0]}", 111319.490793);
    expect_distance("{\"type\": \"Point\", \"coordinates\": [0, 1]}",
                    "{\"type\": \"Point\", \"coordinates\": [0, 0]}", 110574.275822);
    expect_distance("{\"type\": \"LineString\", \"coordinates\": [[1, -1], [1, 1]]}",
                    "{\"type\": \"Point\", \"coordinates\": [0, 0]}", 111319.490793);
    // The short way round.
    expect_distance("{\"type\": \"Point\", \"coordinates\": [-179.5, 0]}",
                    "{\"type\": \"Point\", \"coordinates\": [179.5, 0]}", 111319.490793);
    expect_distance(SQUARE, "{\"type\": \"Point\", \"coordinates\": [5, 0]}", 0);
    expect_distance(SQUARE, "{\"type\": \"Point\", \"coordinates\": [5, 5]}", 0);
    expect_distance(SQUARE, "{\"type\": \"LineString\", \"coordinates\": [[-1, 5], [11, 6]]}", 0);
    expect_distance(FRAME, "{\"type\": \"Point\", \"coordinates\": [5, 0]}", 0);
    expect_distance("{\"type\": \"Point\", \"coordinates\": [5, 5]}", SQUARE, 0);
    expect_distance("{\"type\": \"MultiPoint\", \"coordinates\": [[40, 0], [0, 1], [0, 30]]}",
                    "{\"type\": \"Point\", \"coordinates\": [0, 0]}", 110574.275822);
}
END_TEST

START_TEST(long_lines_skip_what_is_far)
{
    // Two combs of a thousand teeth that come nearest at one end.
    strbuf a = {0}, b = {0};
    strbuf_puts(&a, "{\"type\": \"LineString\", \"coordinates\": [");
    strbuf_puts(&b, "{\"type\": \"LineString\", \"coordinates\": [");
    for (int i = 0; i < 1000; i++) {
        strbuf_printf(&a, "%s[%g, %g]", i ? "," : "", i * 0.001, (i % 2) * 0.001);
        strbuf_printf(&b, "%s[%g, %g]", i ? "," : "", 2 + i * 0.001, (i % 2) * 0.001);
    }
    strbuf_puts(&a, "]}");
    strbuf_puts(&b, "]}");
    // From the tip at (0.999, 0.001) to the root at (2, 0).
    double expected_m = hypot(1.001 * 111319.490793, 0.001 * 110574.275822);
    strbuf out = {0};
    evaluate("distance", strbuf_text(&a), strbuf_text(&b), &out);
    ck_assert_double_eq_tol(strtod(strbuf_text(&out), NULL), expected_m, 1e-3);
    strbuf_dispose(&out);
    strbuf_dispose(&a);
    strbuf_dispose(&b);
}
END_TEST

START_TEST(wrong_shapes_are_refused)
{
    static const char *const wrong[] = {
        "[\"within\"]",
        "[\"within\", 3]",
        "[\"within\", {\"type\": \"LineString\", \"coordinates\": [[0, 0], [1, 1]]}]",
        "[\"within\", {\"type\": \"Polygon\", \"coordinates\": []}]",
        "[\"within\", {\"type\": \"Polygon\", \"coordinates\": [[]]}]",
        "[\"within\", {\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [\"a\", 1], [2, 2]]]}]",
        "[\"within\", {\"type\": \"Polygon\"}]",
        "[\"within\", {\"type\": \"FeatureCollection\", \"features\": 7}]",
        "[\"distance\", {\"type\": \"GeometryCollection\", \"geometries\": []}]",
        "[\"distance\", {\"type\": \"Point\", \"coordinates\": [1]}]",
        "[\"distance\", [\"get\", \"x\"]]",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        json_t *json = parse(wrong[i]);
        expression *e = expression_compile(json, NULL, NULL);
        const char *key, *message;
        ck_assert_msg(expression_issue_count(e) == 1, "%s", wrong[i]);
        expression_issue(e, 0, &key, &message);
        ck_assert_str_eq(key, "");
        expression_free(e);
        json_decref(json);
    }
}
END_TEST

START_TEST(shapes_on_the_grid_of_a_tile)
{
    arena memory = {0};
    geom_shape shape;
    json_t *json =
        parse("{\"type\": \"MultiPolygon\", \"coordinates\": [[[[0, 0], [1, 0], [1, 1]]], [[[5, 5], [6, 5], "
              "[6, 6], [5, 5]]]]}");
    ck_assert(geo_shape_from_json(&memory, json, 0, &shape));
    ck_assert_int_eq(shape.kind, GEOM_POLYGON);
    ck_assert_uint_eq(shape.part_count, 2);
    ck_assert_uint_eq(shape.part_ends[0], 4);
    ck_assert_uint_eq(shape.part_ends[1], 8);
    ck_assert_double_eq(shape.points[3].lon_deg, 0);
    json_decref(json);
    // A grid of 4 units round the world: 0.3 degrees is nearest to 0, 100 to 90.
    json = parse("{\"type\": \"MultiPoint\", \"coordinates\": [[0.3, 0], [100, 0]]}");
    ck_assert(geo_shape_from_json(&memory, json, 4, &shape));
    ck_assert_double_eq_tol(shape.points[0].lon_deg, 0, 1e-12);
    ck_assert_double_eq_tol(shape.points[1].lon_deg, 90, 1e-12);
    json_decref(json);
    json = parse("{\"type\": \"Polygon\", \"coordinates\": []}");
    ck_assert(!geo_shape_from_json(&memory, json, 0, &shape));
    json_decref(json);
    ck_assert(!geo_shape_from_json(&memory, NULL, 0, &shape));
    arena_dispose(&memory);
}
END_TEST

UNIT_MAIN("geo", points_within, lines_within, distances, long_lines_skip_what_is_far,
          wrong_shapes_are_refused, shapes_on_the_grid_of_a_tile)
