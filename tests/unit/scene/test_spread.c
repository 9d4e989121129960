#include "scene/spread.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

START_TEST(no_two_marks_stand_on_each_other_nor_on_the_place)
{
    for (size_t count = 2; count <= SPREAD_MARKS_MAX; count++) {
        static pxy at[SPREAD_MARKS_MAX];
        for (size_t i = 0; i < count; i++) {
            at[i] = spread_offset(i, count);
            ck_assert_double_ge(hypot(at[i].x_px, at[i].y_px), 0.749);
            for (size_t k = 0; k < i; k++)
                ck_assert_double_ge(hypot(at[i].x_px - at[k].x_px, at[i].y_px - at[k].y_px), 0.95);
        }
    }
}
END_TEST

START_TEST(rings_begin_at_the_top_and_grow_outwards)
{
    pxy first = spread_offset(0, 3), second = spread_offset(1, 3);
    ck_assert_double_eq_tol(first.x_px, 0, 1e-12);
    ck_assert_double_lt(first.y_px, 0);
    ck_assert_double_gt(second.x_px, 0);
    // Of forty, 6 stand on the first ring, 12 on the second, 18 on the third and the rest on the fourth.
    static const struct {
        size_t index;
        double radius;
    } cases[] = {{0, 1}, {5, 1}, {6, 2}, {17, 2}, {18, 3}, {35, 3}, {36, 4}, {39, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pxy at = spread_offset(cases[i].index, 40);
        ck_assert_double_eq_tol(hypot(at.x_px, at.y_px), cases[i].radius, 1e-12);
    }
    pxy alone = spread_offset(0, 1);
    ck_assert(alone.x_px == 0 && alone.y_px == 0);
}
END_TEST

static const char document[] =
    "{\"version\":8,\"sources\":{},\"metadata\":{\"incmap:spread\":{\"spacing\":10}},\"layers\":["
    "{\"id\":\"areas\",\"type\":\"fill\",\"source\":\"areas\"},"
    "{\"id\":\"lines\",\"type\":\"line\",\"source\":\"spread\",\"filter\":[\"==\",[\"geometry-type\"],"
    "\"LineString\"]},"
    "{\"id\":\"places\",\"type\":\"circle\",\"source\":\"spread\",\"filter\":[\"==\",[\"geometry-type\"],"
    "\"Point\"],"
    "\"paint\":{\"circle-color\":[\"case\",[\"get\",\"exact\"],\"#f00\",\"#0f0\"],\"circle-radius\":[\"get\","
    "\"count\"]}},"
    "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\"}]}";

static style *doc;
static projection *mercator;

static scene *build(const incident_set *set, bool spreads)
{
    incmap_error err = {0};
    if (!doc) ck_assert_int_eq(style_parse(&doc, document, strlen(document), "test", &err), INCMAP_OK);
    if (!mercator) ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    scene_request request = {.style = doc,
                             .zoom = 5,
                             .projection = mercator,
                             .grid = grid_web_mercator(6, 256),
                             .pixel_ratio = 1,
                             .incidents = set,
                             .spread = spreads,
                             .wraps_x = true};
    scene *s;
    ck_assert_msg(scene_build(&s, &request, &err) == INCMAP_OK, "%s", err.message);
    return s;
}

static void add(incident_set *set, double lon_deg, double lat_deg, double radius_m, place_prec prec,
                const char *id)
{
    incident item = incident_none();
    item.id = id;
    item.has_position = true;
    item.position = (lonlat){lon_deg, lat_deg};
    item.radius_m = radius_m;
    item.prec = prec;
    incident_set_add(set, &item);
}

START_TEST(marks_move_and_lines_lead_back)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    add(&set, 44, 33, 100, PREC_EXACT, "c");
    add(&set, 44, 33, 100, PREC_EXACT, "a");
    add(&set, 44, 33, 100, PREC_EXACT, "b");
    add(&set, 40, 33, 100, PREC_EXACT, "d"); // alone
    add(&set, 46, 30, 2000, PREC_NEAR, "e"); // smaller than a mark here, and not exact
    add(&set, 46, 30, 100, PREC_EXACT, "f");
    add(&set, 20, 10, 400e3, PREC_ADM1, "g"); // areas
    add(&set, 20, 10, 400e3, PREC_ADM1, "h");
    scene *plain = build(&set, false), *s = build(&set, true);
    ck_assert_int_eq(plain->spread_count, 0);
    ck_assert_uint_eq(plain->layers[1].count + plain->layers[2].count, 0);
    ck_assert_int_eq(s->spread_count, 5);
    ck_assert_uint_eq(s->layers[0].count, plain->layers[0].count);
    ck_assert_uint_eq(s->layers[1].count, 5);
    ck_assert_uint_eq(s->layers[2].count, 2);
    ck_assert_uint_eq(s->layers[3].count, 6);
    // In the order of drawing: a, b, c from the top clockwise.
    const double right = 10 * 0.75 * sin(2 * M_PI / 3);
    const pxy offsets[] = {{0, -7.5}, {right, 3.75}, {-right, 3.75}, {0, 0}, {0, -7.5}, {0, 7.5}};
    for (size_t i = 0; i < 6; i++) {
        const scene_mark *moved = &s->layers[3].marks[i], *still = &plain->layers[3].marks[i];
        ck_assert_int_eq(moved->incident, still->incident);
        ck_assert_double_eq_tol(moved->at.x_px - still->at.x_px, offsets[i].x_px, 1e-9);
        ck_assert_double_eq_tol(moved->at.y_px - still->at.y_px, offsets[i].y_px, 1e-9);
    }
    for (size_t i = 0; i < 5; i++) {
        const scene_shape *line = &s->layers[1].shapes[i];
        size_t begin = line->part_begin ? s->part_ends[line->part_begin - 1] : 0;
        ck_assert_uint_eq(s->part_ends[line->part_begin] - begin, 2);
        size_t mark = i < 3 ? i : i + 1;
        ck_assert_int_eq(line->incident, s->layers[3].marks[mark].incident);
        ck_assert_double_eq(s->points[begin].x_px, plain->layers[3].marks[mark].at.x_px);
        ck_assert_double_eq(s->points[begin + 1].y_px, s->layers[3].marks[mark].at.y_px);
    }
    const scene_mark_paint *exact = &s->mark_paints[s->layers[2].marks[0].paint];
    const scene_mark_paint *rough = &s->mark_paints[s->layers[2].marks[1].paint];
    ck_assert(exact->fill.r == 1 && exact->radius_px == 3);
    ck_assert(rough->fill.g == 1 && rough->radius_px == 2);
    scene_free(plain);
    scene_free(s);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(too_many_stay_where_they_are)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i <= SPREAD_MARKS_MAX; i++) add(&set, 44, 33, 100, PREC_EXACT, "x");
    scene *s = build(&set, true);
    ck_assert_int_eq(s->spread_count, 0);
    ck_assert_uint_eq(s->layers[1].count + s->layers[2].count, 0);
    ck_assert_uint_eq(s->layers[3].count, SPREAD_MARKS_MAX + 1);
    for (size_t i = 1; i < s->layers[3].count; i++)
        ck_assert_double_eq(s->layers[3].marks[i].at.x_px, s->layers[3].marks[0].at.x_px);
    scene_free(s);
    incident_set_dispose(&set);
}
END_TEST

UNIT_MAIN("scene/spread", no_two_marks_stand_on_each_other_nor_on_the_place,
          rings_begin_at_the_top_and_grow_outwards, marks_move_and_lines_lead_back,
          too_many_stay_where_they_are)
