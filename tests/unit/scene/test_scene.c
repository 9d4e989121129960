#include "unit/scene/stage.h"

#include <math.h>
#include <string.h>

static const char circles[] = DOCUMENT("{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\","
                                       "\"paint\":{\"circle-radius\":5,\"circle-stroke-"
                                       "width\":1,\"circle-stroke-color\":\"#fff\",\"circle-color\":["
                                       "\"match\",[\"get\",\"type\"],\"a\",\"#f00\",\"#00f\"]}}");

static const char labels[] =
    DOCUMENT("{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\"},"
             "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":["
             "\"get\",\"title\"],\"text-"
             "font\":[\"Noto Sans Bold "
             "Italic\"],\"text-size\":10,\"text-anchor\":\"left\",\"text-offset\":[1,0],\"text-transform\":"
             "\"uppercase\"},\"paint\":{\"text-color\":\"#123\",\"text-halo-color\":\"#fff\",\"text-halo-"
             "width\":1.5}}");

START_TEST(zoom_is_maplibres)
{
    ck_assert_double_eq_tol(scene_zoom(78271.516964020485, 0), 0, 1e-12);
    ck_assert_double_eq_tol(scene_zoom(78271.516964020485 / 1024, 0), 10, 1e-12);
    // At 60 degrees north a pixel of the same tile covers half as much ground, on a sphere; on the ellipsoid
    // the parallel there is longer: 55,800.2 m a degree, 111,319.49 m at the equator.
    ck_assert_double_eq_tol(scene_zoom(78271.516964020485 * 55800.2 / 111319.49, 60), 0, 1e-12);
    ck_assert_double_eq_tol(scene_zoom(78271.516964020485 / 2, 60), 0.0036, 1e-12);
}
END_TEST

START_TEST(marks_lie_where_the_projection_says)
{
    stage st;
    open_stage(&st, circles);
    add_incident(&st, "a", 0, 0, NAN);
    add_incident(&st, "b", 90, 0, NAN);
    add_incident(&st, "a", 180, 66.51326044311186, NAN);
    build_tiles(&st, 4);
    const scene_layer *marks = layer_of(&st, "marks");
    ck_assert_int_eq(marks->kind, SCENE_MARKS);
    ck_assert_uint_eq(marks->count, 3);
    const pxy expected[] = {{2048, 2048}, {3072, 2048}, {0, 1024}};
    for (int i = 0; i < 3; i++) {
        ck_assert_double_eq_tol(marks->marks[i].at.x_px, expected[i].x_px, 1e-6);
        ck_assert_double_eq_tol(marks->marks[i].at.y_px, expected[i].y_px, 1e-6);
        ck_assert_int_eq(marks->marks[i].incident, i);
    }
    ck_assert_uint_eq(st.scene->mark_paint_count, 2);
    ck_assert_uint_eq(marks->marks[0].paint, marks->marks[2].paint);
    const scene_mark_paint *red = &st.scene->mark_paints[marks->marks[0].paint];
    ck_assert_double_eq(red->fill.r, 1);
    ck_assert_double_eq(red->fill.b, 0);
    ck_assert_double_eq(red->radius_px, 5);
    ck_assert_double_eq(red->stroke_width_px, 1);
    ck_assert_double_ge(red->reach_px, 6);
    ck_assert_double_le(red->reach_px, 6.5);

    // UTM: the central meridian is at 500 km east.
    build(&st, "EPSG:32631", (grid){0, 1e6, 100, 100, 10000, 20000}, 2);
    marks = layer_of(&st, "marks");
    ck_assert_uint_eq(marks->count, 1);
    ck_assert_double_eq_tol(marks->marks[0].at.x_px, 1660.21, 0.01);
    ck_assert_double_eq_tol(marks->marks[0].at.y_px, 10000, 1e-6);
    ck_assert_double_eq(st.scene->mark_paints[marks->marks[0].paint].radius_px, 10);
    close_stage(&st);
}
END_TEST

START_TEST(what_is_not_in_the_picture_is_left_out)
{
    stage st;
    open_stage(&st, circles);
    add_incident(&st, "a", 10, 89, NAN);
    add_incident(&st, "b", 10, 85.06, NAN);
    add_incident(&st, "c", 10, 10, NAN);
    incident nowhere = incident_none();
    incident_set_add(&st.set, &nowhere);
    build_tiles(&st, 2);
    // The second's centre is outside, its ink is not.
    ck_assert_uint_eq(layer_of(&st, "marks")->count, 2);
    ck_assert_uint_eq(st.scene->legend_count, 2);
    close_stage(&st);
}
END_TEST

static const char sorted[] =
    DOCUMENT("{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"layout\":{\"circle-sort-key\":"
             "[\"-\",0,[\"get\","
             "\"radius_m\"]]},\"paint\":{\"circle-radius\":[\"/\",[\"get\",\"radius_m\"],1000]}}");

START_TEST(sort_keys_come_before_dates)
{
    stage st;
    open_stage(&st, sorted);
    const double radii_m[] = {2000, 3000, 2000, 9000, 3000};
    for (int i = 0; i < 5; i++) add_incident(&st, "a", i, 0, radii_m[i]);
    build_tiles(&st, 5);
    const int32_t expected[] = {3, 1, 4, 0, 2};
    const scene_layer *marks = layer_of(&st, "marks");
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(marks->marks[i].incident, expected[i]);
        ck_assert_double_eq(st.scene->mark_paints[marks->marks[i].paint].radius_px,
                            radii_m[expected[i]] / 1000);
    }
    close_stage(&st);
}
END_TEST

START_TEST(shuffled_rows_give_the_same_marks)
{
    enum { COUNT = 500 };
    incident items[COUNT];
    srand(9);
    static const char *const types[] = {"a", "b", "c"};
    for (int i = 0; i < COUNT; i++) {
        items[i] = incident_none();
        items[i].type = types[rand() % 3];
        items[i].has_position = true;
        items[i].position = (lonlat){rand() % 20, rand() % 20};
        items[i].date_start = items[i].date_end = rand() % 10;
        items[i].radius_m = rand() % 4 * 1000 + 1000;
    }
    scene_mark first[COUNT];
    scene_mark_paint first_paints[16];
    for (int round = 0; round < 5; round++) {
        stage st;
        open_stage(&st, round < 10 ? sorted : circles);
        for (int i = 0; i < COUNT; i++) incident_set_add(&st.set, &items[i]);
        build_tiles(&st, 6);
        const scene_layer *marks = layer_of(&st, "marks");
        ck_assert_uint_eq(marks->count, COUNT);
        if (round == 0)
            memcpy(first_paints, st.scene->mark_paints, st.scene->mark_paint_count * sizeof *first_paints);
        for (int i = 0; i < COUNT; i++) {
            if (round == 0) first[i] = marks->marks[i];
            ck_assert_double_eq(marks->marks[i].at.x_px, first[i].at.x_px);
            ck_assert_double_eq(marks->marks[i].at.y_px, first[i].at.y_px);
            ck_assert_uint_eq(marks->marks[i].paint, first[i].paint);
        }
        ck_assert_mem_eq(first_paints, st.scene->mark_paints,
                         st.scene->mark_paint_count * sizeof *first_paints);
        close_stage(&st);
        shuffle(items, COUNT);
    }
}
END_TEST

START_TEST(the_legend_lists_what_is_drawn)
{
    stage st;
    open_stage(&st, STAGE_AREAS);
    const char *const types[] = {"b", "b", "a", NULL, "outside", "b"};
    const double radii_m[] = {NAN, 100e3, NAN, NAN, NAN, 100e3};
    for (int i = 0; i < 6; i++) add_incident(&st, types[i], i == 4 ? 120 : 44, 33, radii_m[i]);
    st.set.items[5].status = INCIDENT_CLAIMED;
    build(&st, "EPSG:32638", (grid){300000, 3800000, 500, 500, 800, 600}, 1);
    const scene *s = st.scene;
    ck_assert_uint_eq(s->legend_count, 4);
    ck_assert_str_eq(s->legend[0].category, "b");
    ck_assert_int_eq(s->legend[0].status, INCIDENT_STATUS_NONE);
    ck_assert_int_eq(s->legend[0].mark_count, 1);
    ck_assert_int_eq(s->legend[0].area_count, 1);
    ck_assert_int_eq(s->legend[0].mark_paint_count, 1);
    ck_assert_int_eq(s->legend[0].area_paint_count, 2);
    ck_assert_uint_eq(s->legend[0].area_paints[0], layer_of(&st, "soft")->shapes[0].paint);
    ck_assert_uint_eq(s->legend[0].area_paints[1], layer_of(&st, "edge")->shapes[0].paint);
    ck_assert_str_eq(s->legend[1].category, "b");
    ck_assert_int_eq(s->legend[1].status, INCIDENT_CLAIMED);
    ck_assert_int_eq(s->legend[1].mark_count, 0);
    ck_assert_int_eq(s->legend[1].area_count, 1);
    ck_assert_str_eq(s->legend[2].category, "a");
    ck_assert_ptr_null(s->legend[3].category);
    ck_assert_int_eq(s->legend[3].mark_count, 1);
    close_stage(&st);
}
END_TEST

START_TEST(labels_are_measured_transformed_and_placed)
{
    stage st;
    open_stage(&st, labels);
    add_incident(&st, "straße", 44, 33, NAN);
    add_incident(&st, "hidden", 44.01, 33, NAN);
    add_incident(&st, NULL, 50, 33, NAN);
    add_incident(&st, " \t", 60, 33, NAN);
    build_tiles(&st, 6);
    const scene_layer *names = layer_of(&st, "names");
    ck_assert_int_eq(names->kind, SCENE_LABELS);
    ck_assert_uint_eq(names->count, 1);
    const scene_label *label = &names->labels[0];
    ck_assert_str_eq(label->text, "STRASSE");
    pxy at = layer_of(&st, "marks")->marks[0].at;
    ck_assert_double_eq_tol(label->at.x_px, at.x_px + 10, 1e-9);
    ck_assert_double_eq_tol(label->at.y_px, at.y_px - 6.25, 1e-9);
    ck_assert_double_eq_tol(label->width_px, 35, 1e-9);
    ck_assert_double_eq_tol(label->wrap_px, 100, 1e-9);
    ck_assert_int_eq(label->incident, 0);
    const scene_text_paint *paint = &st.scene->text_paints[label->paint];
    ck_assert_str_eq(paint->font.families, "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, DejaVu Sans");
    ck_assert_int_eq(paint->font.weight, 700);
    ck_assert(paint->font.italic);
    ck_assert_double_eq(paint->font.size_px, 10);
    ck_assert_double_eq(paint->halo_width_px, 1.5);
    ck_assert_double_eq_tol(paint->color.b, 0x33 / 255.0, 1e-9);
    close_stage(&st);
}
END_TEST

START_TEST(labels_keep_off_the_marks_that_the_style_names)
{
    static const char document[] = "{\"version\":8,\"metadata\":{\"incmap:label-obstacles\":[\"marks\"]},"
                                   "\"sources\":{\"incidents\":{\"type\":"
                                   "\"geojson\",\"data\":\"i\"}},\"glyphs\":\"f/{fontstack}/"
                                   "{range}.pbf\",\"layers\":[{\"id\":\"marks\",\"type\":\"circle\","
                                   "\"source\":\"incidents\"},{\"id\":\"names\",\"type\":\"symbol\","
                                   "\"source\":\"incidents\",\"layout\":{\"text-field\":"
                                   "\"{title}\",\"text-offset\":[0,1.2]}}]}";
    stage st;
    open_stage(&st, document);
    add_incident(&st, "free", 44, 33, NAN);
    add_incident(&st, "under", 60, 33, NAN);
    add_incident(&st, NULL, 60, 32.6, NAN);
    build_tiles(&st, 6);
    ck_assert_uint_eq(layer_of(&st, "names")->count, 1);
    ck_assert_str_eq(layer_of(&st, "names")->labels[0].text, "free");
    close_stage(&st);
}
END_TEST

START_TEST(backgrounds_become_the_scenes)
{
    stage st;
    open_stage(&st,
               DOCUMENT("{\"id\":\"a\",\"type\":\"background\",\"paint\":{\"background-color\":\"#f00\"}},"
                        "{\"id\":\"b\",\"type\":\"background\",\"paint\":{\"background-color\":\"#00f\","
                        "\"background-opacity\":0.25}}"));
    build_tiles(&st, 0);
    ck_assert_uint_eq(st.scene->layer_count, 0);
    ck_assert_double_eq_tol(st.scene->background.r, 0.75, 1e-9);
    ck_assert_double_eq_tol(st.scene->background.b, 0.25, 1e-9);
    ck_assert_double_eq_tol(st.scene->background.a, 1, 1e-9);
    ck_assert_int_eq(st.scene->width_px, 256);
    ck_assert(st.scene->wraps_x);
    close_stage(&st);
}
END_TEST

START_TEST(an_unknown_source_is_refused_by_name)
{
    stage st;
    open_stage(
        &st,
        "{\"version\":8,\"sources\":{\"roads\":{\"type\":\"geojson\",\"data\":\"i\"}},\"layers\":[{\"id\":"
        "\"tracks\",\"type\":\"line\",\"source\":\"roads\"}]}");
    incmap_error err = {0};
    ck_assert_int_eq(projection_open(&st.projection, "EPSG:3857", &err), INCMAP_OK);
    st.request = (scene_request){.style = st.style,
                                 .projection = st.projection,
                                 .grid = grid_web_mercator(0, 256),
                                 .pixel_ratio = 1,
                                 .incidents = &st.set,
                                 .text = {NULL, measure}};
    ck_assert_int_eq(scene_build(&st.scene, &st.request, &err), INCMAP_FAILED);
    ck_assert_ptr_null(st.scene);
    ck_assert_ptr_nonnull(strstr(err.message, "\"tracks\""));
    ck_assert_ptr_nonnull(strstr(err.message, "\"roads\""));
    close_stage(&st);
}
END_TEST

START_TEST(what_cannot_be_drawn_is_refused_by_name)
{
    static const struct {
        const char *document, *name;
    } cases[] = {
        {DOCUMENT("{\"id\":\"x\",\"type\":\"heatmap\",\"source\":\"areas\"}"), "heatmap"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stage st;
        open_stage(&st, cases[i].document);
        incmap_error err = {0};
        ck_assert_int_eq(projection_open(&st.projection, "EPSG:3857", &err), INCMAP_OK);
        st.request = (scene_request){.style = st.style,
                                     .projection = st.projection,
                                     .grid = grid_web_mercator(0, 256),
                                     .pixel_ratio = 1,
                                     .incidents = &st.set,
                                     .text = {NULL, measure}};
        ck_assert_int_eq(scene_build(&st.scene, &st.request, &err), INCMAP_FAILED);
        ck_assert_ptr_nonnull(strstr(err.message, cases[i].name));
        ck_assert_ptr_nonnull(strstr(err.message, "\"x\""));
        close_stage(&st);
    }
}
END_TEST

/** Many different looks: what is remembered of them never mixes two up. */
START_TEST(remembered_looks_are_the_evaluated_ones)
{
    stage st;
    open_stage(
        &st,
        DOCUMENT(
            "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":"
            "[\"case\",[\"==\",[\"get\",\"type\"],\"a\"],[\"coalesce\",[\"get\",\"killed\"],1],[\"+\",2,"
            "[\"get\",\"date_prec\"]]],\"circle-opacity\":[\"case\",[\"get\",\"possible\"],0.5,1]}}"));
    srand(21);
    for (int i = 0; i < 20000; i++) {
        incident item = incident_none();
        item.type = rand() % 2 ? "a" : "b";
        item.has_position = true;
        item.date_start = item.date_end = i;
        item.date_prec = 1 + rand() % 5;
        item.killed = rand() % 400 - 1;
        item.possible = rand() % 2;
        incident_set_add(&st.set, &item);
    }
    build_tiles(&st, 3);
    const scene_layer *marks = layer_of(&st, "marks");
    size_t next = 0;
    for (size_t i = 0; i < st.set.count; i++) {
        const incident *item = &st.set.items[i];
        double radius = *item->type == 'a' ? item->killed < 0 ? 1 : item->killed : 2 + item->date_prec;
        if (radius == 0) continue;
        ck_assert_int_eq(marks->marks[next].incident, (int32_t)i);
        const scene_mark_paint *paint = &st.scene->mark_paints[marks->marks[next++].paint];
        ck_assert_double_eq(paint->radius_px, radius);
        ck_assert_double_eq(paint->fill.a, item->possible ? 0.5 : 1);
    }
    ck_assert_uint_eq(marks->count, next);
    close_stage(&st);
}
END_TEST

UNIT_MAIN("scene/scene", zoom_is_maplibres, marks_lie_where_the_projection_says,
          what_is_not_in_the_picture_is_left_out, sort_keys_come_before_dates,
          shuffled_rows_give_the_same_marks, the_legend_lists_what_is_drawn,
          labels_are_measured_transformed_and_placed, labels_keep_off_the_marks_that_the_style_names,
          backgrounds_become_the_scenes, an_unknown_source_is_refused_by_name,
          what_cannot_be_drawn_is_refused_by_name, remembered_looks_are_the_evaluated_ones)
