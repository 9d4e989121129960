/**
 * @file
 * Labels over random crowds: whatever is asked for, no two share ground at any zoom and none is cut.
 */
#include "label_check.h"
#include "render/render.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>

static uint32_t random_state;

static double random_unit(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) / 16777216.0;
}

static double random_between(double low, double high)
{
    return low + (high - low) * random_unit();
}

/** Incidents around a few centres, one of them the antimeridian, so dense that most labels find no room. */
static void fill_set(incident_set *set, size_t count)
{
    static const char *const titles[] = {
        "Deir ez-Zor", "دير الزور", "Алеппо", "חלב", "Al-Bukamal and its surroundings", "Ar-Raqqa", "x"};
    static const lonlat centres[] = {{38, 35}, {40.1, 35.3}, {179.9, -17}, {-70, 60}};
    incident_set_init(set, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        lonlat centre = centres[(size_t)(random_unit() * 4)];
        // Near the centre at every scale: half of them within half of the distance.
        double reach_deg = exp2(-12 * random_unit()) * 2, angle = random_between(0, 2 * M_PI);
        double lon_deg = centre.lon_deg + reach_deg * cos(angle);
        item.has_position = true;
        item.position =
            (lonlat){lon_deg > 180 ? lon_deg - 360 : lon_deg, centre.lat_deg + reach_deg * sin(angle)};
        item.title = titles[(size_t)(random_unit() * 7)];
        item.killed = (int32_t)random_between(0, 40);
        item.radius_m = random_between(50, 30e3);
        item.prec = PREC_EXACT;
        incident_set_add(set, &item);
    }
}

static style *parse(const char *layers)
{
    char json[4096];
    int length = snprintf(json, sizeof json, "{\"version\":8,\"sources\":{},\"layers\":[%s]}", layers);
    incmap_error err = {0};
    style *s = NULL;
    ck_assert_msg(style_parse(&s, json, (size_t)length, "test", &err) == INCMAP_OK, "%s", err.message);
    return s;
}

static scene *build(const scene_request *request)
{
    incmap_error err = {0};
    scene *s;
    ck_assert_msg(scene_build(&s, request, &err) == INCMAP_OK, "%s", err.message);
    return s;
}

static void check_style(const char *layers)
{
    incmap_error err = {0};
    projection *mercator;
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    renderer *r = renderer_new(NULL);
    incident_set set = {0};
    random_state = 20160101;
    fill_set(&set, 3000);
    style *doc = parse(layers);
    for (int zoom = 5; zoom <= 12; zoom++) {
        scene_request request = {.style = doc,
                                 .zoom = zoom - 1,
                                 .projection = mercator,
                                 .grid = grid_web_mercator(zoom, 256),
                                 .pixel_ratio = 1,
                                 .incidents = &set,
                                 .text = renderer_text_measurer(r),
                                 .wraps_x = true};
        scene *s = build(&request);
        // Dense enough that the check means something, and not all of them placed.
        ck_assert_uint_gt(count_labels(s), 10);
        ck_assert_uint_lt(count_labels(s), 2 * set.count);
        check_box pair[2];
        size_t overlaps = count_label_overlaps(s, pair);
        ck_assert_msg(overlaps == 0, "zoom %d: %zu pairs overlap", zoom, overlaps);
        ck_assert_uint_eq(count_labels_cut(s), 0);
        scene_free(s);
    }
    style_free(doc);
    incident_set_dispose(&set);
    renderer_free(r);
    projection_close(mercator);
}

START_TEST(no_two_labels_share_ground)
{
    check_style(
        "{\"id\":\"a\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"get\","
        "\"title\"],"
        "\"text-variable-anchor\":[\"left\",\"right\",\"top\",\"bottom-left\"],\"text-radial-offset\":0.5,"
        "\"text-max-width\":6,\"symbol-sort-key\":[\"-\",0,[\"get\",\"killed\"]]}},"
        "{\"id\":\"b\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"to-"
        "string\","
        "[\"get\",\"killed\"]],\"text-size\":[\"+\",8,[\"get\",\"killed\"]],\"text-padding\":0},"
        "\"paint\":{\"text-halo-width\":2,\"text-halo-color\":\"#fff\"}}");
}
END_TEST

START_TEST(nor_do_turned_ones)
{
    check_style(
        "{\"id\":\"a\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"get\","
        "\"title\"],"
        "\"text-rotate\":[\"*\",9,[\"get\",\"killed\"]],\"text-anchor\":\"left\",\"text-max-width\":6,"
        "\"symbol-sort-key\":[\"get\",\"killed\"]}},"
        "{\"id\":\"b\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"to-"
        "string\","
        "[\"get\",\"killed\"]],\"text-padding\":0}}");
}
END_TEST

UNIT_MAIN("property/labels", no_two_labels_share_ground, nor_do_turned_ones)
