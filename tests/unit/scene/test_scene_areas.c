/** @file Places that are areas: never pins, and as large on the picture as on the ground. */
#include "unit/scene/stage.h"

#include <math.h>
#include <string.h>

START_TEST(an_area_larger_than_a_mark_is_never_a_pin)
{
    stage st;
    open_stage(&st, STAGE_AREAS);
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
    open_stage(&st, STAGE_AREAS);
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
    open_stage(&st, DOCUMENT("{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\"}"));
    add_incident(&st, "a", 10, 0, 500e3);
    build_tiles(&st, 7);
    ck_assert_uint_eq(layer_of(&st, "marks")->count, 1);
    close_stage(&st);
}
END_TEST

START_TEST(a_given_polygon_is_the_area)
{
    stage st;
    open_stage(&st, STAGE_AREAS);
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
        open_stage(&st, STAGE_AREAS);
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

UNIT_MAIN("scene/scene_areas", an_area_larger_than_a_mark_is_never_a_pin,
          an_exact_place_keeps_its_mark_on_its_own_extent, without_a_layer_for_areas_all_are_marks,
          a_given_polygon_is_the_area, a_25_km_disc_is_25_km_in_every_picture,
          areas_of_one_place_are_drawn_once)
