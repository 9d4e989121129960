#include "report/legend.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static scene_mark_paint marks[] = {{.reach_px = 6}, {.reach_px = 9}, {.reach_px = 4}};

static scene_legend_entry entry(const char *category, incident_status status, int64_t mark_count,
                                int64_t area_count)
{
    return (scene_legend_entry){
        .category = category,
        .status = status,
        .count = mark_count + area_count,
        .mark_count = mark_count,
        .area_count = area_count,
        .mark_paint_count = mark_count > 0,
        .area_paint_count = area_count > 0 ? 2 : 0,
        .mark_paints = {(uint32_t)status % 3},
        .area_paints = {4, 5},
    };
}

static void check_items(const legend *l, const char *const *labels, const legend_kind *kinds, size_t count)
{
    ck_assert_uint_eq(l->count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(l->items[i].label, labels[i]);
        ck_assert_int_eq(l->items[i].kind, kinds[i]);
    }
}

START_TEST(one_category_of_marks)
{
    scene_legend_entry entries[] = {entry("airstrike", INCIDENT_STATUS_NONE, 1234, 0)};
    scene s = {.legend = entries, .legend_count = 1, .mark_paints = marks, .mark_paint_count = 3};
    legend l;
    legend_from_scene(&l, &s, &(report_request){0}, 0.1);
    check_items(&l, (const char *[]){"Type of incident", "Airstrike (1,234)"},
                (legend_kind[]){LEGEND_HEADING, LEGEND_MARK}, 2);
    ck_assert_int_eq(l.items[1].paint_count, 1);
    ck_assert_uint_eq(l.items[1].paints[0], 0);
    ck_assert_double_eq(l.mark_reach_px, 6);
    legend_dispose(&l);
}
END_TEST

START_TEST(a_heat_map_is_explained)
{
    style_color colors[SCENE_HEAT_COLORS] = {[0] = {0, 0, 0, 0}, [255] = {1, 0.5, 0, 1}};
    scene_layer layers[] = {{.kind = SCENE_HEAT, .count = 1, .heat_colors = colors}};
    scene s = {.layers = layers, .layer_count = 1};
    legend l;
    legend_from_scene(&l, &s, &(report_request){0}, 0.1);
    ck_assert_uint_eq(l.count, 2);
    ck_assert_str_eq(l.items[0].label, "Density of incidents");
    ck_assert_int_eq(l.items[1].kind, LEGEND_RAMP);
    ck_assert_double_eq(l.items[1].ramp[0].a, 0);
    ck_assert_double_eq(l.items[1].ramp[LEGEND_RAMP_STEPS - 1].r, 1);
    legend_dispose(&l);
    // What the last colour stands for, where it is known: 0.02345 in a square kilometre.
    s.heat = (scene_heat){.max = 2.345, .per_km2 = 0.01};
    legend_from_scene(&l, &s, &(report_request){.show.size_by = "killed"}, 0.1);
    ck_assert_uint_eq(l.count, 3);
    ck_assert_str_eq(l.items[2].label, "Strongest colour: 23 and more in 1,000 km² (killed)");
    legend_dispose(&l);
    s.heat.max = 0;
    layers[0].count = 0;
    legend_from_scene(&l, &s, &(report_request){0}, 0.1);
    ck_assert_uint_eq(l.count, 0);
    legend_dispose(&l);
}
END_TEST

START_TEST(statuses_and_areas_have_rows_of_their_own)
{
    scene_legend_entry entries[] = {
        entry("airstrike", INCIDENT_CONFIRMED, 3, 2),
        entry("airstrike", INCIDENT_CLAIMED, 1, 0),
        entry(NULL, INCIDENT_CONFIRMED, 0, 1),
    };
    scene s = {.legend = entries, .legend_count = 3, .mark_paints = marks, .mark_paint_count = 3};
    legend l;
    legend_from_scene(&l, &s, &(report_request){.show.by = "attack_kind"}, 0.1);
    check_items(&l,
                (const char *[]){"Attack kind", "Airstrike (6)", "Not stated (1)", "How sure it is",
                                 "Confirmed", "Claimed, not confirmed", "Where it was",
                                 "Shaded: the incident lies somewhere inside, with 90% probability"},
                (legend_kind[]){LEGEND_HEADING, LEGEND_MARK, LEGEND_AREA, LEGEND_HEADING, LEGEND_MARK,
                                LEGEND_MARK, LEGEND_HEADING, LEGEND_AREA},
                8);
    ck_assert_int_eq(l.items[2].paint_count, 2);
    ck_assert_uint_eq(l.items[2].paints[1], 5);
    ck_assert_uint_eq(l.items[5].paints[0], INCIDENT_CLAIMED);
    legend_dispose(&l);
}
END_TEST

static legend_look look_of(int columns)
{
    return (legend_look){.words = wording_find(NULL),
                         .heading = {.size_pt = 8, .weight = 700},
                         .row = {.size_pt = 8, .weight = 400},
                         .swatch_width_mm = 7,
                         .gap_mm = 2,
                         .columns = columns};
}

START_TEST(an_empty_map_has_no_legend)
{
    scene s = {0};
    legend l;
    legend_from_scene(&l, &s, &(report_request){0}, 0.1);
    ck_assert_uint_eq(l.count, 0);
    typesetter *setter = typeset_open(NULL);
    const legend_look look = look_of(1);
    legend_rows rows = legend_flow(setter, &l, &look, (page_box){0, 0, 50, 100});
    ck_assert_uint_eq(rows.count, 0);
    ck_assert_double_eq(rows.height_mm, 0);
    legend_rows_dispose(&rows);
    typeset_close(setter);
    legend_dispose(&l);
}
END_TEST

/** A style of discs whose area is 4 pi square pixels for each of a number, from 3 to 40 px in radius;
 * clusters have others. */
static style *sized_style(void)
{
    static const char text[] = "{\"version\": 8, \"sources\": {}, \"layers\": [{\"id\": \"a\", \"type\": "
                               "\"circle\", \"source\": \"incidents\", "
                               "\"filter\": [\"!\", [\"has\", \"point_count\"]], \"paint\": "
                               "{\"circle-radius\": [\"max\", 3, [\"min\", 40, [\"*\", 2, "
                               "[\"sqrt\", [\"number\", [\"get\", "
                               "\"size\"], 1]]]]]}}]}";
    style *s = NULL;
    incmap_error err = {0};
    ck_assert_int_eq(style_parse(&s, text, sizeof text - 1, "test", &err), INCMAP_OK);
    return s;
}

/** Expects circles of these numbers, in the proportion of their areas. */
static void check_nest(double largest, const char *const *texts, const double *numbers, int count)
{
    style *s = sized_style();
    legend l = {0};
    legend_add_nest(&l, &(legend_size_request){s, 8, "people_killed", largest, 0.25});
    ck_assert_uint_eq(l.count, count ? 2 : 0);
    if (count) {
        ck_assert_str_eq(l.items[0].label, "People killed");
        const legend_item *nest = &l.items[1];
        ck_assert_int_eq(nest->kind, LEGEND_NEST);
        ck_assert_int_eq(nest->ring_count, count);
        for (int i = 0; i < count; i++) {
            ck_assert_str_eq(nest->rings[i].text, texts[i]);
            ck_assert_double_eq_tol(nest->rings[i].radius_mm, 0.25 * 2 * sqrt(numbers[i]), 1e-9);
        }
        ck_assert_double_eq_tol(nest->swatch_mm, 2 * nest->rings[0].radius_mm, 1e-12);
    }
    legend_dispose(&l);
    style_free(s);
}

START_TEST(sizes_are_round_numbers_in_true_proportion)
{
    check_nest(184, (const char *[]){"100", "20", "5"}, (double[]){100, 20, 5}, 3);
    check_nest(99, (const char *[]){"50", "10"}, (double[]){50, 10}, 2);
    check_nest(200, (const char *[]){"200", "50", "10"}, (double[]){200, 50, 10}, 3);
    // From 400 on marks are as large as they get, and a larger number is none of theirs.
    check_nest(5000, (const char *[]){"200", "50", "10"}, (double[]){200, 50, 10}, 3);
    check_nest(INFINITY, (const char *[]){"200", "50", "10"}, (double[]){200, 50, 10}, 3);
    // Up to 2 they are as small as they get.
    check_nest(7, (const char *[]){"5"}, (double[]){5}, 1);
    check_nest(2, NULL, NULL, 0);
    check_nest(0.5, NULL, NULL, 0);
    check_nest(0, NULL, NULL, 0);
    check_nest((double)NAN, NULL, NULL, 0);
}
END_TEST

START_TEST(a_style_without_sizes_has_no_circles)
{
    static const char text[] = "{\"version\": 8, \"sources\": {}, \"layers\": [{\"id\": \"a\", \"type\": "
                               "\"circle\", \"source\": \"incidents\"}]}";
    style *s = NULL;
    incmap_error err = {0};
    legend l = {0};
    ck_assert_int_eq(style_parse(&s, text, sizeof text - 1, "test", &err), INCMAP_OK);
    legend_add_nest(&l, &(legend_size_request){s, 8, "killed", 100, 0.25});
    ck_assert_uint_eq(l.count, 0);
    legend_dispose(&l);
    style_free(s);
}
END_TEST

START_TEST(the_largest_size_is_that_of_a_mark_on_the_map)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    const int32_t killed[] = {2, 1600, 90, COUNT_NONE, 0, 380, 5000};
    for (size_t i = 0; i < sizeof killed / sizeof *killed; i++) {
        incident item = incident_none();
        item.killed = killed[i];
        incident_set_add(&set, &item);
    }
    // The incident of 5,000 is not on the map; a mark of the basemap is nobody's.
    scene_mark on_map[7] = {{.incident = -1}};
    for (int i = 0; i < 6; i++) on_map[i + 1] = (scene_mark){.incident = i};
    scene_layer layers[] = {{.kind = SCENE_LABELS}, {.kind = SCENE_MARKS, .count = 7, .marks = on_map}};
    scene s = {.layers = layers, .layer_count = 2};
    ck_assert_double_eq(
        legend_largest_size(&s, &(report_request){.show = {.incidents = &set, .size_by = "killed"}}), 1600);
    ck_assert_double_eq(
        legend_largest_size(&s, &(report_request){.show = {.incidents = &set, .size_by = "no such"}}), 0);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(columns_are_filled_one_after_the_other)
{
    scene_legend_entry entries[12];
    const char *const names[12] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    for (int i = 0; i < 12; i++) entries[i] = entry(names[i], INCIDENT_STATUS_NONE, 2, 0);
    scene s = {.legend = entries, .legend_count = 12, .mark_paints = marks, .mark_paint_count = 3};
    legend l;
    legend_from_scene(&l, &s, &(report_request){0}, 0.1);
    typesetter *setter = typeset_open(NULL);
    legend_look look = look_of(2);
    double line_mm = typeset_line_height_mm(setter, &look.row);
    // Room for five lines and a little in each column.
    legend_rows rows = legend_flow(setter, &l, &look, (page_box){10, 20, 84, 6.6 * line_mm});
    ck_assert_uint_lt(rows.count, l.count);
    ck_assert_double_eq(rows.rows[0].text.x_mm, 10);
    ck_assert_double_eq(rows.rows[0].text.width_mm, 40);
    ck_assert_double_eq(rows.rows[rows.count - 1].text.x_mm, 10 + 44 + 9);
    // Eleven places at most: what is missing is counted, two incidents each.
    size_t missing = 12 - (rows.count - 2);
    char expected[40];
    snprintf(expected, sizeof expected, "and %zu more (%zu)", missing, 2 * missing);
    ck_assert_str_eq(rows.rows[rows.count - 1].label, expected);
    legend_rows_dispose(&rows);

    // Even where the row that counts would take no more room than the row it stands for, all are shown that
    // can be.
    rows = legend_flow(setter, &l, &look, (page_box){10, 20, 84, 40 * line_mm});
    ck_assert_uint_eq(rows.count, 13);
    ck_assert_ptr_nonnull(rows.rows[12].item);
    ck_assert_double_eq(rows.rows[12].text.x_mm, 10 + 44 + 9);
    ck_assert_double_lt(rows.height_mm, 13 * line_mm);
    legend_rows_dispose(&rows);

    // From the right, every part stands as far from the other edge.
    look.words = wording_find("ar");
    legend_rows mirrored = legend_flow(setter, &l, &look, (page_box){10, 20, 84, 40 * line_mm});
    look.words = wording_find(NULL);
    rows = legend_flow(setter, &l, &look, (page_box){10, 20, 84, 40 * line_mm});
    ck_assert_uint_eq(mirrored.count, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        page_box text = rows.rows[i].text, other = mirrored.rows[i].text;
        ck_assert_double_eq_tol(other.x_mm - 10, 94 - (text.x_mm + text.width_mm), 1e-9);
        ck_assert_double_eq(other.y_mm, text.y_mm);
        if (rows.rows[i].swatch.width_mm > 0) ck_assert_double_gt(mirrored.rows[i].swatch.x_mm, other.x_mm);
    }
    legend_rows_dispose(&mirrored);
    legend_rows_dispose(&rows);

    // A box without room for a heading and a row shows neither.
    rows = legend_flow(setter, &l, &look, (page_box){10, 20, 84, 1.2 * line_mm});
    ck_assert_uint_eq(rows.count, 0);
    legend_rows_dispose(&rows);
    typeset_close(setter);
    legend_dispose(&l);
}
END_TEST

UNIT_MAIN("report/legend", a_heat_map_is_explained, one_category_of_marks,
          statuses_and_areas_have_rows_of_their_own, an_empty_map_has_no_legend,
          sizes_are_round_numbers_in_true_proportion, a_style_without_sizes_has_no_circles,
          the_largest_size_is_that_of_a_mark_on_the_map, columns_are_filled_one_after_the_other)
