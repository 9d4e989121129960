#include "scene/paint.h"

#include "scene/scene.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    style *style;
    incident_set set;
    projection *projection;
    scene *scene;
} stage;

/** Two layers of icons with these members of layout, which end in a comma or are empty; below them texts. */
static void open_stage(stage *st, const char *layout)
{
    char document[2048];
    *st = (stage){0};
    snprintf(
        document, sizeof document,
        "{\"version\":8,\"glyphs\":\"f/{fontstack}/{range}.pbf\",\"sources\":{},\"layers\":["
        "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{"
        "\"text-field\":[\"get\",\"title\"],\"text-offset\":[0,0.5]}},"
        "{\"id\":\"icons\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{%s"
        "\"icon-image\":[\"match\",[\"get\",\"type\"],\"none\",\"\",[\"concat\",\"i-\",[\"get\",\"class\"]]],"
        "\"icon-size\":2},\"paint\":{\"icon-color\":\"#f00\",\"icon-halo-width\":1.5,"
        "\"icon-halo-color\":\"#fff\",\"icon-opacity\":0.5}}]}",
        layout);
    incmap_error err = {0};
    incmap_status status = style_parse(&st->style, document, strlen(document), "test", &err);
    ck_assert_msg(status == INCMAP_OK, "%s", err.message);
    incident_set_init(&st->set, NULL, 0);
    ck_assert_int_eq(projection_open(&st->projection, "EPSG:3857", &err), INCMAP_OK);
}

static void add_incident(stage *st, const char *type, double lon_deg, int32_t killed)
{
    incident item = incident_none();
    item.type = item.title = type;
    item.has_position = true;
    item.position = (lonlat){lon_deg, 33};
    item.killed = killed;
    item.date_start = (day_t)st->set.count;
    incident_set_add(&st->set, &item);
}

static void measure(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    (void)context, (void)wrap_px;
    *width_px = font->size_px * (double)strlen(text);
    *height_px = font->size_px;
}

static void build(stage *st)
{
    const scene_request request = {.style = st->style,
                                   .zoom = 5,
                                   .projection = st->projection,
                                   .grid = grid_web_mercator(6, 256),
                                   .pixel_ratio = 2,
                                   .incidents = &st->set,
                                   .text = {NULL, measure},
                                   .wraps_x = true};
    incmap_error err = {0};
    incmap_status status = scene_build(&st->scene, &request, &err);
    ck_assert_msg(status == INCMAP_OK, "%s", err.message);
}

static void close_stage(stage *st)
{
    scene_free(st->scene);
    style_free(st->style);
    projection_close(st->projection);
    incident_set_dispose(&st->set);
}

static const scene_layer *layer_of(const stage *st, const char *id, scene_layer_kind kind)
{
    for (size_t i = 0; i < st->scene->layer_count; i++)
        if (st->scene->layers[i].kind == kind && strcmp(st->scene->layers[i].id, id) == 0)
            return &st->scene->layers[i];
    return NULL;
}

START_TEST(icons_that_cover_each_other_are_marks)
{
    stage st;
    open_stage(&st, "\"icon-allow-overlap\":true,\"symbol-sort-key\":[\"-\",0,[\"get\",\"killed\"]],");
    add_incident(&st, "drone attack", 44, 1);
    add_incident(&st, "airstrike", 44, 9);
    add_incident(&st, "none", 44, 1);
    add_incident(&st, "drone attack", 44, 5);
    build(&st);
    const scene_layer *icons = layer_of(&st, "icons", SCENE_MARKS);
    ck_assert_ptr_nonnull(icons);
    // All of one place, in the order of the sort key.
    ck_assert_uint_eq(icons->count, 3);
    const int32_t expected[] = {1, 3, 0};
    for (int i = 0; i < 3; i++) ck_assert_int_eq(icons->marks[i].incident, expected[i]);
    ck_assert_uint_eq(icons->marks[1].paint, icons->marks[2].paint);
    const scene_mark_paint *air = &st.scene->mark_paints[icons->marks[0].paint];
    ck_assert_str_eq(air->icon, "i-air");
    ck_assert_double_eq(air->icon_size_px, 2 * 15 * 2);
    ck_assert_double_eq(air->stroke_width_px, 3);
    ck_assert_double_eq(air->fill.r, 1);
    ck_assert_double_eq(air->fill.a, 0.5);
    ck_assert_double_eq(air->stroke.a, 0.5);
    ck_assert_double_eq(air->reach_px, 30 + 3 + 1);
    // They are in the legend, and what has no icon is not.
    ck_assert_uint_eq(st.scene->legend_count, 2);
    ck_assert_str_eq(st.scene->legend[0].category, "drone attack");
    ck_assert_int_eq(st.scene->legend[0].mark_count, 2);
    ck_assert_int_eq(st.scene->legend[1].mark_count, 1);
    ck_assert_uint_eq(st.scene->legend[1].mark_paints[0], icons->marks[0].paint);
    close_stage(&st);
}
END_TEST

START_TEST(icons_keep_labels_of_lower_layers_away_unless_they_ignore_them)
{
    static const char *const layouts[] = {
        "\"icon-allow-overlap\":true,", "\"icon-allow-overlap\":true,\"icon-ignore-placement\":true,",
        "\"icon-allow-overlap\":true,\"icon-ignore-placement\":[\"step\",[\"zoom\"],true,4,false],"};
    const size_t label_counts[] = {0, 1, 0};
    for (int i = 0; i < 3; i++) {
        stage st;
        open_stage(&st, layouts[i]);
        add_incident(&st, "airstrike", 44, 0);
        build(&st);
        ck_assert_uint_eq(layer_of(&st, "icons", SCENE_MARKS)->count, 1);
        ck_assert_uint_eq(layer_of(&st, "names", SCENE_LABELS)->count, label_counts[i]);
        close_stage(&st);
    }
}
END_TEST

START_TEST(what_needs_placing_is_no_layer_of_marks)
{
    static const struct {
        const char *layout;
        bool is_icon_layer;
    } cases[] = {{"\"icon-allow-overlap\":true,", true},
                 {"\"icon-allow-overlap\":[\"step\",[\"zoom\"],false,4,true],", true},
                 {"\"icon-allow-overlap\":[\"step\",[\"zoom\"],true,4,false],", false},
                 {"", false},
                 {"\"icon-allow-overlap\":true,\"icon-offset\":[0,4],", false},
                 {"\"icon-allow-overlap\":true,\"icon-anchor\":\"bottom\",", false},
                 {"\"icon-allow-overlap\":true,\"text-field\":\"x\",", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stage st;
        open_stage(&st, cases[i].layout);
        const style_layer *layer = style_layer_at(st.style, 1);
        ck_assert_msg(paint_is_icon_layer(layer, 5) == cases[i].is_icon_layer, "%s", cases[i].layout);
        ck_assert(!paint_is_icon_layer(style_layer_at(st.style, 0), 5));
        close_stage(&st);
    }
}
END_TEST

START_TEST(heat_of_an_area_is_spread_over_it_with_the_same_sum)
{
    paint_box box = {.pixel_ratio = 1, .marks.item_size = sizeof(scene_mark_paint)};
    scene_mark_paint paint;
    memset(&paint, 0, sizeof paint);
    paint.radius_px = 30;
    paint.weight = 8;
    paint_look look = {true, value_table_add(&box.marks, &paint), 0};
    // The standard deviations, 10 and 20, add up as their squares do.
    paint_look spread = paint_spread_heat(&box, look, 20 * sqrt(2 * log(10)));
    ck_assert(spread.is_drawn);
    const scene_mark_paint *wide = (const scene_mark_paint *)box.marks.items + spread.paint;
    ck_assert_double_eq_tol(wide->radius_px, 3 * sqrt(500), 1e-9);
    // A kernel's sum goes with its weight times its radius squared.
    ck_assert_double_eq_tol(wide->weight * wide->radius_px * wide->radius_px, 8.0 * 30 * 30, 1e-9);
    // At its reach it has fallen to 1 / 255 / 1024.
    double sigmas = 3 * wide->reach_px / wide->radius_px;
    ck_assert_double_eq_tol(0.3989422804 * wide->weight * exp(-sigmas * sigmas / 2), 1.0 / 255 / 1024, 1e-12);
    // One that is spread over a continent is not seen.
    ((scene_mark_paint *)box.marks.items)[look.paint].weight = 0.001;
    ck_assert(!paint_spread_heat(&box, look, 1e9).is_drawn);
    value_table_dispose(&box.marks);
}
END_TEST

START_TEST(a_heat_map_takes_all_incidents_and_leaves_the_legend_to_others)
{
    static const char document[] =
        "{\"version\":8,\"sources\":{},\"layers\":[{\"id\":\"h\",\"type\":\"heatmap\",\"source\":"
        "\"incidents\","
        "\"paint\":{\"heatmap-radius\":10,\"heatmap-weight\":[\"get\",\"killed\"],\"heatmap-intensity\":2,"
        "\"heatmap-opacity\":0.5}}]}";
    stage st = {0};
    incmap_error err = {0};
    ck_assert_int_eq(style_parse(&st.style, document, strlen(document), "test", &err), INCMAP_OK);
    incident_set_init(&st.set, NULL, 0);
    ck_assert_int_eq(projection_open(&st.projection, "EPSG:3857", &err), INCMAP_OK);
    add_incident(&st, "airstrike", 44, 3);
    add_incident(&st, "airstrike", 45, 0);
    add_incident(&st, "airstrike", 46, 3);
    st.set.items[2].radius_m = 200e3;
    build(&st);
    const scene_layer *heat = layer_of(&st, "h", SCENE_HEAT);
    ck_assert_ptr_nonnull(heat);
    // The second adds nothing.
    ck_assert_uint_eq(heat->count, 2);
    const scene_mark_paint *point = &st.scene->mark_paints[heat->marks[0].paint];
    ck_assert_double_eq(point->radius_px, 20);
    ck_assert_double_eq(point->weight, 6);
    const scene_mark_paint *area = &st.scene->mark_paints[heat->marks[1].paint];
    ck_assert_double_gt(area->radius_px, 100);
    ck_assert_double_eq_tol(area->weight * area->radius_px * area->radius_px, 6.0 * 20 * 20, 1e-6);
    ck_assert_double_eq(heat->heat_colors[0].a, 0);
    ck_assert_double_eq(heat->heat_colors[255].r, 1);
    ck_assert_double_eq(heat->heat_colors[255].a, 0.5);
    ck_assert_uint_eq(st.scene->legend_count, 0);
    close_stage(&st);
}
END_TEST

UNIT_MAIN("scene/paint", icons_that_cover_each_other_are_marks,
          icons_keep_labels_of_lower_layers_away_unless_they_ignore_them,
          what_needs_placing_is_no_layer_of_marks, heat_of_an_area_is_spread_over_it_with_the_same_sum,
          a_heat_map_takes_all_incidents_and_leaves_the_legend_to_others)
