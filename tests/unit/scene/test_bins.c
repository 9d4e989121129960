#include "scene/scene.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

static const char document[] =
    "{\"version\":8,\"sources\":{},\"metadata\":{\"incmap:bins\":{\"width\":30}},\"layers\":["
    "{\"id\":\"bins\",\"type\":\"fill\",\"source\":\"bins\",\"paint\":{\"fill-color\":[\"step\",[\"get\","
    "\"value\"],"
    "\"#111\",1,\"#222\",5,\"#333\"]}},"
    "{\"id\":\"edge\",\"type\":\"line\",\"source\":\"bins\",\"filter\":[\">\",[\"coalesce\",[\"get\",\"sum\"]"
    ",0],100]}]}";

static uint32_t random_state;

static double random_between(double low, double high)
{
    random_state = random_state * 1664525u + 1013904223u;
    return low + (high - low) * (random_state >> 8) / 16777216.0;
}

static style *doc;
static projection *mercator;

static void add(incident_set *set, double lon_deg, double lat_deg, double radius_m, int killed)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = (lonlat){lon_deg, lat_deg};
    item.radius_m = radius_m;
    item.killed = killed;
    incident_set_add(set, &item);
}

static scene *build(const incident_set *set, grid g, bool wraps_x, double bin_width_m, const char *size_by)
{
    incmap_error err = {0};
    incmap_status parsed = doc ? INCMAP_OK : style_parse(&doc, document, strlen(document), "test", &err);
    ck_assert_msg(parsed == INCMAP_OK, "%s", err.message);
    if (!mercator) ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    scene_request request = {.style = doc,
                             .zoom = 5,
                             .projection = mercator,
                             .grid = g,
                             .pixel_ratio = 1,
                             .incidents = set,
                             .bin_width_m = bin_width_m,
                             .size_by = size_by,
                             .wraps_x = wraps_x};
    scene *s;
    ck_assert_msg(scene_build(&s, &request, &err) == INCMAP_OK, "%s", err.message);
    return s;
}

START_TEST(counts_sum_to_all)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    random_state = 3;
    for (int i = 0; i < 700; i++)
        add(&set, random_between(-180, 180), random_between(-60, 70), i % 3 ? 100 : random_between(1e3, 8e5),
            1);
    for (int i = 0; i < 300; i++) add(&set, random_between(36, 37), random_between(33, 34), 100, 1);
    static const double widths_m[] = {0, 25e3, 400e3};
    for (int k = 0; k < 3; k++) {
        scene *s = build(&set, grid_web_mercator(6, 256), true, widths_m[k], NULL);
        ck_assert_double_eq_tol(s->bins.incident_count, 1000, 1e-6);
        ck_assert_int_eq((int64_t)s->layers[0].count, s->bins.count);
        if (widths_m[k] > 0)
            ck_assert_double_eq_tol(s->bins.area_m2, widths_m[k] * widths_m[k] * sqrt(3) / 2,
                                    0.02 * s->bins.area_m2);
        scene_free(s);
    }
    incident_set_dispose(&set);
}
END_TEST

START_TEST(an_exact_place_is_in_one_and_a_wide_one_is_shared_out)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i < 6; i++) add(&set, 44, 33, 200, 10);
    scene *s = build(&set, grid_web_mercator(6, 256), true, 50e3, NULL);
    ck_assert_int_eq(s->bins.count, 1);
    ck_assert_uint_eq(s->bins.class_count, 1);
    ck_assert_double_eq(s->bins.classes[0].least, 6);
    ck_assert_double_eq(s->shape_paints[s->bins.classes[0].paint].fill.r, 0x33 / 255.0);
    scene_free(s);

    // A circle of some 28 hexagons: none has more than a few times its share, and their sum is one.
    add(&set, 44, 20, 140e3, 10);
    s = build(&set, grid_web_mercator(6, 256), true, 50e3, NULL);
    ck_assert_int_ge(s->bins.count, 1 + 20);
    ck_assert_int_le(s->bins.count, 1 + 45);
    ck_assert_double_eq_tol(s->bins.incident_count, 7, 1e-9);
    ck_assert_double_eq(s->bins.classes[0].least > 0 && s->bins.classes[0].most < 0.06, true);
    scene_free(s);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(values_are_sums_where_sizes_are_asked_for)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    add(&set, 44, 33, 200, 70);
    add(&set, 44, 33, 200, 50);
    add(&set, 44, 33, 200, COUNT_NONE);
    add(&set, 50, 33, 200, COUNT_NONE);
    scene *s = build(&set, grid_web_mercator(6, 256), true, 50e3, "killed");
    ck_assert_int_eq(s->bins.count, 2);
    ck_assert_uint_eq(s->bins.class_count, 2);
    ck_assert_double_eq(s->bins.classes[0].most, 0);
    ck_assert_double_eq(s->bins.classes[1].least, 120);
    // Only one has a sum above 100.
    ck_assert_str_eq(s->layers[1].id, "edge");
    ck_assert_uint_eq(s->layers[1].count, 1);
    scene_free(s);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(a_window_has_the_hexagons_of_the_whole)
{
    incident_set set = {0}, turned = {0};
    incident_set_init(&set, NULL, 0);
    incident_set_init(&turned, NULL, 0);
    random_state = 9;
    double lons_deg[400], lats_deg[400];
    for (int i = 0; i < 400; i++) {
        lons_deg[i] = random_between(30, 50);
        lats_deg[i] = random_between(20, 40);
        add(&set, lons_deg[i], lats_deg[i], 100, i);
    }
    for (int i = 400; i-- > 0;) add(&turned, lons_deg[i], lats_deg[i], 100, i);
    grid world = grid_web_mercator(6, 256), window = world;
    enum { LEFT = 9900, TOP = 6500 };
    window.origin_x += LEFT * window.res_x;
    window.origin_y -= TOP * window.res_y;
    window.width_px = window.height_px = 300;
    scene *whole = build(&set, world, true, 0, NULL), *part = build(&turned, window, false, 0, NULL);
    size_t found = 0;
    for (size_t i = 0; i < part->layers[0].count; i++) {
        const scene_shape *b = &part->layers[0].shapes[i];
        bool is_whole =
            b->ink.min_x_px > 1 && b->ink.min_y_px > 1 && b->ink.max_x_px < 299 && b->ink.max_y_px < 299;
        if (!is_whole) continue;
        size_t k = 0;
        while (k < whole->layers[0].count &&
               fabs(whole->layers[0].shapes[k].ink.min_x_px - LEFT - b->ink.min_x_px) +
                       fabs(whole->layers[0].shapes[k].ink.max_y_px - TOP - b->ink.max_y_px) >
                   1e-6)
            k++;
        ck_assert_uint_lt(k, whole->layers[0].count);
        style_color a = whole->shape_paints[whole->layers[0].shapes[k].paint].fill;
        ck_assert_double_eq(a.r, part->shape_paints[b->paint].fill.r);
        found++;
    }
    ck_assert_uint_gt(found, 10);
    scene_free(whole);
    scene_free(part);
    incident_set_dispose(&set);
    incident_set_dispose(&turned);
}
END_TEST

UNIT_MAIN("scene/bins", counts_sum_to_all, an_exact_place_is_in_one_and_a_wide_one_is_shared_out,
          values_are_sums_where_sizes_are_asked_for, a_window_has_the_hexagons_of_the_whole)
