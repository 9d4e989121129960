#include "unit/scene/stage.h"

#include <math.h>
#include <string.h>

static const char circles[] = DOCUMENT("{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\","
                                       "\"paint\":{\"circle-radius\":5,\"circle-stroke-"
                                       "width\":1,\"circle-stroke-color\":\"#fff\",\"circle-color\":["
                                       "\"match\",[\"get\",\"type\"],\"a\",\"#f00\",\"#00f\"]}}");

static const char discs[] = DOCUMENT(
    "{\"id\":\"soft\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"#f00\",\"fill-"
    "opacity\":0.25}},"
    "{\"id\":\"edge\",\"type\":\"line\",\"source\":\"areas\",\"layout\":{\"line-join\":\"round\"},\"paint\":{"
    "\"line-"
    "color\":\"#f00\",\"line-width\":2,\"line-dasharray\":[4,2]}},"
    "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":5}}");

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

START_TEST(an_area_larger_than_a_mark_is_never_a_pin)
{
    stage st;
    open_stage(&st, discs);
    // At zoom 7 on the equator a pixel is 1223 m wide: 9 px are 11,007 m.
    add_incident(&st, "below", 10, 0, 10990);
    add_incident(&st, "above", 20, 0, 11030);
    add_incident(&st, "point", 30, 0, NAN);
    build_tiles(&st, 7);
    const scene_layer *marks = layer_of(&st, "marks"), *soft = layer_of(&st, "soft");
    ck_assert_uint_eq(marks->count, 2);
    ck_assert_int_eq(marks->marks[0].incident, 0);
    ck_assert_int_eq(marks->marks[1].incident, 2);
    ck_assert_uint_eq(soft->count, 1);
    ck_assert_int_eq(soft->shapes[0].incident, 1);
    ck_assert_uint_eq(layer_of(&st, "edge")->count, 1);
    // Twice the pixels in a CSS pixel, twice the radius that a mark has.
    build(&st, "EPSG:3857", grid_web_mercator(7, 256), 2);
    ck_assert_uint_eq(layer_of(&st, "soft")->count, 0);
    ck_assert_uint_eq(layer_of(&st, "marks")->count, 3);
    build(&st, "EPSG:3857", grid_web_mercator(8, 256), 2);
    ck_assert_uint_eq(layer_of(&st, "soft")->count, 1);
    close_stage(&st);
}
END_TEST

START_TEST(an_exact_place_keeps_its_mark_on_its_own_extent)
{
    stage st;
    open_stage(&st, discs);
    add_incident(&st, "vague", 10, 0, 11030);
    add_incident(&st, "exact", 20, 0, 11030);
    st.set.items[1].prec = PREC_EXACT;
    build_tiles(&st, 7);
    const scene_layer *marks = layer_of(&st, "marks");
    ck_assert_uint_eq(marks->count, 1);
    ck_assert_int_eq(marks->marks[0].incident, 1);
    ck_assert_uint_eq(layer_of(&st, "soft")->count, 2);
    int64_t seen = 0, as_marks = 0, as_areas = 0;
    for (size_t i = 0; i < st.scene->legend_count; i++) {
        seen += st.scene->legend[i].count;
        as_marks += st.scene->legend[i].mark_count;
        as_areas += st.scene->legend[i].area_count;
    }
    ck_assert_int_eq(seen, 2);
    ck_assert_int_eq(as_marks, 1);
    ck_assert_int_eq(as_areas, 2);
    close_stage(&st);
}
END_TEST

START_TEST(without_a_layer_for_areas_all_are_marks)
{
    stage st;
    open_stage(&st, circles);
    add_incident(&st, "a", 10, 0, 500e3);
    build_tiles(&st, 7);
    ck_assert_uint_eq(layer_of(&st, "marks")->count, 1);
    close_stage(&st);
}
END_TEST

START_TEST(a_given_polygon_is_the_area)
{
    stage st;
    open_stage(&st, discs);
    const lonlat ring[] = {{40, 30}, {42, 30}, {42, 31}, {40, 31}, {40, 30}};
    const size_t end = 5;
    const geom_shape box = {GEOM_POLYGON, 1, &end, ring};
    incident item = incident_none();
    item.has_position = true;
    item.position = (lonlat){41, 30.5};
    item.area = &box;
    incident_set_add(&st.set, &item);
    build(&st, "EPSG:4326", (grid){38, 33, 0.01, 0.01, 600, 400}, 1);
    const scene_layer *soft = layer_of(&st, "soft"), *edge = layer_of(&st, "edge");
    ck_assert_uint_eq(soft->count, 1);
    ck_assert_uint_eq(layer_of(&st, "marks")->count, 0);
    const scene_shape *shape = &soft->shapes[0];
    ck_assert_int_eq(shape->kind, GEOM_POLYGON);
    ck_assert_double_eq_tol(shape->ink.min_x_px, 200, 1e-9);
    ck_assert_double_eq_tol(shape->ink.max_x_px, 400, 1e-9);
    ck_assert_double_eq_tol(shape->ink.min_y_px, 200, 1e-9);
    ck_assert_double_eq_tol(shape->ink.max_y_px, 300, 1e-9);
    ck_assert_double_eq_tol(st.scene->shape_paints[shape->paint].fill.a, 0.25, 1e-12);
    // The line runs along the same points, half of its width outside.
    ck_assert_uint_eq(edge->shapes[0].part_begin, shape->part_begin);
    ck_assert_double_eq_tol(edge->shapes[0].ink.min_x_px, 199, 1e-9);
    ck_assert_double_eq_tol(edge->shapes[0].ink.max_y_px, 301, 1e-9);
    const scene_shape_paint *dashes = &st.scene->shape_paints[edge->shapes[0].paint];
    ck_assert_int_eq(dashes->dash_count, 2);
    ck_assert_double_eq(dashes->dash_px[0], 8);
    ck_assert_double_eq(dashes->dash_px[1], 4);
    close_stage(&st);
}
END_TEST

/** Distances on the ground of a shape's points from a place. */
static void check_ground_radius(const stage *st, const scene_shape *shape, lonlat centre, double radius_m)
{
    const scene *s = st->scene;
    size_t begin = shape->part_begin ? s->part_ends[shape->part_begin - 1] : 0;
    ck_assert_uint_ge(s->part_ends[shape->part_begin] - begin, 91);
    for (size_t i = begin + 1; i < s->part_ends[shape->part_begin]; i++) {
        pxy a = s->points[i - 1], b = s->points[i];
        projxy middle = grid_from_px(&st->request.grid, (pxy){(a.x_px + b.x_px) / 2, (a.y_px + b.y_px) / 2});
        lonlat ground;
        projection_inverse(st->projection, &middle, &ground, 1);
        ck_assert_double_eq_tol(geodesic_distance_m(centre, ground), radius_m, 0.01 * radius_m);
    }
}

START_TEST(a_25_km_disc_is_25_km_in_every_picture)
{
    const double latitudes[] = {0, 33, 60};
    for (int i = 0; i < 3; i++) {
        stage st;
        open_stage(&st, discs);
        lonlat centre = {45, latitudes[i]};
        add_incident(&st, "disc", centre.lon_deg, centre.lat_deg, 25e3);
        for (int zoom = 8; zoom < 13; zoom += 4) {
            build_tiles(&st, zoom);
            ck_assert_uint_eq(layer_of(&st, "soft")->count, 1);
            check_ground_radius(&st, &layer_of(&st, "soft")->shapes[0], centre, 25e3);
        }
        static const char *const systems[] = {"EPSG:32638",
                                              "+proj=lcc +lat_1=10 +lat_2=50 +lat_0=30 +lon_0=45"};
        for (int k = 0; k < 2; k++) {
            projection *p;
            incmap_error err = {0};
            ck_assert_int_eq(projection_open(&p, systems[k], &err), INCMAP_OK);
            projxy at;
            projection_forward(p, &centre, &at, 1);
            projection_close(p);
            build(&st, systems[k], (grid){at.x - 50e3, at.y + 50e3, 100, 100, 1000, 1000}, 1);
            ck_assert_uint_eq(layer_of(&st, "soft")->count, 1);
            check_ground_radius(&st, &layer_of(&st, "soft")->shapes[0], centre, 25e3);
        }
        close_stage(&st);
    }
}
END_TEST

START_TEST(areas_of_one_place_are_drawn_once)
{
    stage st;
    open_stage(
        &st,
        DOCUMENT(
            "{\"id\":\"soft\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":[\"match\","
            "[\"get\",\"type\"],\"a\",\"#f00\",\"#00f\"]}}"));
    for (int i = 0; i < 3; i++) add_incident(&st, "a", 44, 33, 50e3);
    add_incident(&st, "b", 44, 33, 50e3);
    add_incident(&st, "a", 44, 33, 60e3);
    build_tiles(&st, 8);
    const scene_layer *soft = layer_of(&st, "soft");
    ck_assert_uint_eq(soft->count, 3);
    const int32_t expected[] = {0, 3, 4};
    for (int i = 0; i < 3; i++) ck_assert_int_eq(soft->shapes[i].incident, expected[i]);
    // The second has the first's outline and a colour of its own; the third an outline of its own.
    ck_assert_uint_eq(soft->shapes[0].part_begin, soft->shapes[1].part_begin);
    ck_assert_uint_ne(soft->shapes[0].paint, soft->shapes[1].paint);
    ck_assert_uint_eq(soft->shapes[2].part_begin, 1);
    // All are counted.
    ck_assert_int_eq(st.scene->legend[0].area_count, 4);
    ck_assert_int_eq(st.scene->legend[1].area_count, 1);
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
        for (int i = COUNT - 1; i > 0; i--) {
            int k = rand() % (i + 1);
            incident swap = items[i];
            items[i] = items[k];
            items[k] = swap;
        }
    }
}
END_TEST

START_TEST(the_legend_lists_what_is_drawn)
{
    stage st;
    open_stage(&st, discs);
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
          what_is_not_in_the_picture_is_left_out, an_area_larger_than_a_mark_is_never_a_pin,
          an_exact_place_keeps_its_mark_on_its_own_extent, without_a_layer_for_areas_all_are_marks,
          a_given_polygon_is_the_area, a_25_km_disc_is_25_km_in_every_picture,
          areas_of_one_place_are_drawn_once, sort_keys_come_before_dates, shuffled_rows_give_the_same_marks,
          the_legend_lists_what_is_drawn, labels_are_measured_transformed_and_placed,
          labels_keep_off_the_marks_that_the_style_names, backgrounds_become_the_scenes,
          an_unknown_source_is_refused_by_name, what_cannot_be_drawn_is_refused_by_name,
          remembered_looks_are_the_evaluated_ones)
