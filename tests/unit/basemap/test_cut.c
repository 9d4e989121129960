#include "basemap/cut.h"
#include "unit/unit.h"

static const lonlat_box unit_box = {0, 0, 10, 10};

static geom_shape cut(shape_buffer *out, const geom_shape *shape, lonlat_box box, double step_deg)
{
    shape_buffer scratch = {0};
    shape_cut(out, &scratch, shape, box, step_deg);
    shape_buffer_dispose(&scratch);
    return shape_buffer_shape(out, shape->kind);
}

/** Twice the area, by the shoelace formula, of all rings. */
static double area2_deg2(const geom_shape *shape)
{
    double sum = 0;
    for (size_t part = 0, i = 0; part < shape->part_count; part++) {
        for (; i + 1 < shape->part_ends[part]; i++)
            sum += shape->points[i].lon_deg * shape->points[i + 1].lat_deg -
                   shape->points[i + 1].lon_deg * shape->points[i].lat_deg;
        i++;
    }
    return sum;
}

START_TEST(ring_is_cut_to_the_box)
{
    const lonlat points[] = {{-5, 5}, {5, 5}, {5, 15}, {-5, 15}, {-5, 5}};
    const size_t ends[] = {5};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 100);
    ck_assert_uint_eq(result.part_count, 1);
    lonlat_box bounds = geom_bounds(&result);
    ck_assert_double_eq(bounds.west_deg, 0);
    ck_assert_double_eq(bounds.south_deg, 5);
    ck_assert_double_eq(bounds.east_deg, 5);
    ck_assert_double_eq(bounds.north_deg, 10);
    ck_assert_double_eq(area2_deg2(&result), 50);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(ring_around_the_box_becomes_its_edge_in_steps)
{
    const lonlat points[] = {{-90, -80}, {90, -80}, {90, 80}, {-90, 80}, {-90, -80}};
    const size_t ends[] = {5};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 2.5);
    ck_assert_uint_eq(result.part_count, 1);
    // Four sides of four steps each, and the first point again.
    ck_assert_uint_eq(geom_point_count(&result), 17);
    ck_assert_double_eq(area2_deg2(&result), 200);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(hole_survives_and_outside_parts_go)
{
    const lonlat points[] = {{-90, -80}, {90, -80}, {90, 80}, {-90, 80}, {-90, -80},
                             {2, 2},     {2, 4},    {4, 4},   {4, 2},    {2, 2},
                             {20, 20},   {30, 20},  {30, 30}, {20, 20},  {-20, -20}};
    const size_t ends[] = {5, 10, 14};
    geom_shape shape = {GEOM_POLYGON, 3, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 100);
    ck_assert_uint_eq(result.part_count, 2);
    ck_assert(geom_contains(&result, (lonlat){1, 1}));
    ck_assert(!geom_contains(&result, (lonlat){3, 3}));
    ck_assert(!geom_contains(&result, (lonlat){25, 22}));
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(concave_ring_keeps_its_inside)
{
    // A comb whose teeth reach into the box from above; its back lies outside.
    const lonlat points[] = {{1, 20}, {1, 5}, {2, 5}, {2, 15}, {7, 15}, {7, 5}, {8, 5}, {8, 20}, {1, 20}};
    const size_t ends[] = {9};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 100);
    ck_assert(geom_contains(&result, (lonlat){1.5, 7}));
    ck_assert(geom_contains(&result, (lonlat){7.5, 7}));
    ck_assert(!geom_contains(&result, (lonlat){4, 7}));
    ck_assert_double_eq_tol(area2_deg2(&result), 20, 1e-12);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(line_falls_into_pieces)
{
    const lonlat points[] = {{-5, 5}, {5, 5}, {5, 20}, {8, 20}, {8, -20}, {9, -20}};
    const size_t ends[] = {6};
    geom_shape shape = {GEOM_LINES, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 1);
    ck_assert_uint_eq(result.part_count, 2);
    ck_assert_uint_eq(result.part_ends[0], 3);
    ck_assert_uint_eq(result.part_ends[1], 5);
    const lonlat expected[] = {{0, 5}, {5, 5}, {5, 10}, {8, 10}, {8, 0}};
    for (size_t i = 0; i < 5; i++) {
        ck_assert_double_eq(result.points[i].lon_deg, expected[i].lon_deg);
        ck_assert_double_eq(result.points[i].lat_deg, expected[i].lat_deg);
    }
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(line_through_without_a_vertex_inside)
{
    const lonlat points[] = {{-10, -10}, {20, 20}};
    const size_t ends[] = {2};
    geom_shape shape = {GEOM_LINES, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 1);
    ck_assert_uint_eq(result.part_count, 1);
    ck_assert_double_eq_tol(result.points[0].lon_deg, 0, 1e-12);
    ck_assert_double_eq_tol(result.points[1].lat_deg, 10, 1e-12);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(points_outside_go)
{
    const lonlat points[] = {{0, 0}, {10, 10}, {10.000001, 5}, {5, -0.000001}};
    const size_t ends[] = {1, 2, 3, 4};
    geom_shape shape = {GEOM_POINTS, 4, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 1);
    ck_assert_uint_eq(result.part_count, 2);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(nothing_left_and_nothing_given)
{
    const lonlat points[] = {{20, 20}, {30, 20}, {30, 30}, {20, 20}};
    const size_t ends[] = {4};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    shape_buffer out = {0};
    ck_assert_uint_eq(cut(&out, &shape, unit_box, 1).part_count, 0);
    geom_shape none = {GEOM_LINES, 0, NULL, NULL};
    ck_assert_uint_eq(cut(&out, &none, unit_box, 1).part_count, 0);
    shape_buffer_dispose(&out);
}
END_TEST

START_TEST(ring_of_many_points_grows_the_buffers)
{
    // A saw along the box's edge: each tooth crosses it twice, the most that cutting can add.
    enum { TEETH = 5000 };
    static lonlat points[2 * TEETH + 3];
    size_t count = 0;
    for (int i = 0; i < TEETH; i++) {
        points[count++] = (lonlat){i * 10.0 / TEETH, 9};
        points[count++] = (lonlat){(i + 0.5) * 10.0 / TEETH, 11};
    }
    points[count++] = (lonlat){10, 5};
    points[count++] = (lonlat){0, 5};
    points[count++] = points[0];
    const size_t ends[] = {count};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    shape_buffer out = {0};
    geom_shape result = cut(&out, &shape, unit_box, 100);
    ck_assert_uint_eq(result.part_count, 1);
    ck_assert_double_eq(geom_bounds(&result).north_deg, 10);
    ck_assert(geom_contains(&result, (lonlat){5, 7}));
    shape_buffer_dispose(&out);
}
END_TEST

UNIT_MAIN("basemap/cut", ring_is_cut_to_the_box, ring_around_the_box_becomes_its_edge_in_steps,
          hole_survives_and_outside_parts_go, concave_ring_keeps_its_inside, line_falls_into_pieces,
          line_through_without_a_vertex_inside, points_outside_go, nothing_left_and_nothing_given,
          ring_of_many_points_grows_the_buffers)
