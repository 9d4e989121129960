#include "base/geom.h"

#include "unit/unit.h"

#include <math.h>

// A 10° square with a 2° hole in its middle.
static const lonlat square_points[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0},
                                       {4, 4}, {4, 6},  {6, 6},   {6, 4},  {4, 4}};
static const size_t square_ends[] = {5, 10};
static const geom_shape square = {GEOM_POLYGON, 2, square_ends, square_points};

START_TEST(a_hole_is_not_inside)
{
    ck_assert(geom_contains(&square, (lonlat){1, 1}));
    ck_assert(geom_contains(&square, (lonlat){9.99, 5}));
    ck_assert(!geom_contains(&square, (lonlat){5, 5}));
    ck_assert(!geom_contains(&square, (lonlat){-0.01, 5}));
    ck_assert(!geom_contains(&square, (lonlat){5, 10.01}));
    geom_shape line = square;
    line.kind = GEOM_LINES;
    ck_assert(!geom_contains(&line, (lonlat){1, 1}));
}
END_TEST

START_TEST(bounds_and_copies)
{
    lonlat_box box = geom_bounds(&square);
    ck_assert(box.west_deg == 0 && box.east_deg == 10 && box.south_deg == 0 && box.north_deg == 10);
    ck_assert_uint_eq(geom_point_count(&square), 10);
    arena memory = {0};
    geom_shape copy = geom_copy(&memory, &square);
    ck_assert_ptr_ne(copy.points, square.points);
    ck_assert(geom_contains(&copy, (lonlat){1, 1}) && !geom_contains(&copy, (lonlat){5, 5}));
    arena_dispose(&memory);
    geom_shape none = {GEOM_POLYGON, 0, NULL, NULL};
    box = geom_bounds(&none);
    ck_assert(box.west_deg > box.east_deg && box.south_deg > box.north_deg);
}
END_TEST

START_TEST(only_finite_coordinates_on_the_globe_are_valid)
{
    ck_assert(lonlat_is_valid((lonlat){180, 90}));
    ck_assert(lonlat_is_valid((lonlat){-180, -90}));
    ck_assert(!lonlat_is_valid((lonlat){180.1, 0}));
    ck_assert(!lonlat_is_valid((lonlat){0, 90.1}));
    ck_assert(!lonlat_is_valid((lonlat){NAN, 0}));
    ck_assert(!lonlat_is_valid((lonlat){0, INFINITY}));
}
END_TEST

UNIT_MAIN("base/geom", a_hole_is_not_inside, bounds_and_copies,
          only_finite_coordinates_on_the_globe_are_valid)
