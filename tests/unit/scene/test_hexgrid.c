#include "scene/hexgrid.h"

#include "unit/unit.h"

#include <geodesic.h>
#include <math.h>

static uint32_t random_state = 11;

static double random_between(double low, double high)
{
    random_state = random_state * 1664525u + 1013904223u;
    return low + (high - low) * (random_state >> 8) / 16777216.0;
}

static hexgrid open_grid(double parallel_deg, double width_m)
{
    hexgrid grid = {0};
    incmap_error err = {0};
    ck_assert_msg(hexgrid_open(&grid, parallel_deg, width_m, &err) == INCMAP_OK, "%s", err.message);
    return grid;
}

static double ground_area_m2(const lonlat *ring)
{
    struct geod_geodesic wgs84;
    struct geod_polygon polygon;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    geod_polygon_init(&polygon, 0);
    for (int i = 0; i < HEXGRID_CORNERS; i++)
        geod_polygon_addpoint(&wgs84, &polygon, ring[i].lat_deg, ring[i].lon_deg);
    double area_m2, around_m;
    geod_polygon_compute(&wgs84, &polygon, 0, 1, &area_m2, &around_m);
    return fabs(area_m2);
}

START_TEST(all_have_the_same_area_on_the_ground)
{
    hexgrid grid = open_grid(30, 20e3);
    ck_assert_double_eq_tol(grid.width_m, 20e3, 20);
    static const double lats_deg[] = {0.2, 33.3, -33.3, 60.1, 75.5};
    for (int i = 0; i < 5; i++) {
        hexgrid_cell cell;
        lonlat ring[HEXGRID_CORNERS + 1];
        ck_assert(hexgrid_find(&grid, (lonlat){44.4, lats_deg[i]}, &cell));
        hexgrid_ring(&grid, cell, ring);
        double area_m2 = ground_area_m2(ring);
        ck_assert_msg(fabs(area_m2 / hexgrid_area_m2(&grid) - 1) < 2e-3, "%g: %g", lats_deg[i], area_m2);
    }
    hexgrid_dispose(&grid);
}
END_TEST

START_TEST(they_are_regular_at_the_true_parallel)
{
    hexgrid grid = open_grid(30, 5e3);
    hexgrid_cell cell;
    lonlat ring[HEXGRID_CORNERS + 1];
    ck_assert(hexgrid_find(&grid, (lonlat){10, 30}, &cell));
    hexgrid_ring(&grid, cell, ring);
    double side_m = grid.width_m / sqrt(3);
    for (int i = 0; i < HEXGRID_CORNERS; i++)
        ck_assert_double_eq_tol(geodesic_distance_m(ring[i], ring[i + 1]), side_m, 0.003 * side_m);
    hexgrid_dispose(&grid);
}
END_TEST

START_TEST(every_point_is_in_the_hexagon_that_is_found)
{
    static const double widths_m[] = {3e6, 250e3, 7e3};
    for (int k = 0; k < 3; k++) {
        hexgrid grid = open_grid(20, widths_m[k]);
        for (int i = 0; i < 2000; i++) {
            lonlat point = {random_between(-180, 180), random_between(-84, 84)};
            hexgrid_cell cell;
            lonlat ring[HEXGRID_CORNERS + 1];
            ck_assert(hexgrid_find(&grid, point, &cell));
            ck_assert_int_ge(cell.col, 0);
            ck_assert_int_lt(cell.col, grid.columns);
            hexgrid_ring(&grid, cell, ring);
            // The distance from the sides is measured in the grid's plane, where they are straight.
            projxy at, corners[HEXGRID_CORNERS + 1];
            // Around the antimeridian the ring runs on, and so has the point to.
            double turn_deg = 360 * round((ring[0].lon_deg - point.lon_deg) / 360);
            projection_forward(grid.plane, &point, &at, 1);
            at.x += turn_deg / 180 * grid.half_m;
            projection_forward(grid.plane, ring, corners, HEXGRID_CORNERS + 1);
            for (int c = 0; c < HEXGRID_CORNERS + 1; c++) corners[c].x = ring[c].lon_deg / 180 * grid.half_m;
            for (int c = 0; c < HEXGRID_CORNERS; c++) {
                double along_x = corners[c + 1].x - corners[c].x, along_y = corners[c + 1].y - corners[c].y;
                double side = along_x * (at.y - corners[c].y) - along_y * (at.x - corners[c].x);
                // Clockwise, so inside is to the right.
                ck_assert_msg(side <= 1e-6 * grid.width_m * grid.width_m, "%g %g: side %d: %g", point.lon_deg,
                              point.lat_deg, c, side);
            }
        }
        hexgrid_dispose(&grid);
    }
}
END_TEST

START_TEST(neighbours_share_corners_and_the_globe_closes)
{
    hexgrid grid = open_grid(40, 300e3);
    lonlat a[HEXGRID_CORNERS + 1], b[HEXGRID_CORNERS + 1];
    hexgrid_ring(&grid, (hexgrid_cell){17, 4}, a);
    hexgrid_ring(&grid, (hexgrid_cell){18, 4}, b);
    // The east side of one is the west side of the other: from the top clockwise, 1 2 and 5 4.
    ck_assert(a[1].lon_deg == b[5].lon_deg && a[1].lat_deg == b[5].lat_deg);
    ck_assert(a[2].lon_deg == b[4].lon_deg && a[2].lat_deg == b[4].lat_deg);
    hexgrid_ring(&grid, (hexgrid_cell){17, 5}, b);
    ck_assert(a[1].lon_deg == b[3].lon_deg && a[1].lat_deg == b[3].lat_deg);
    hexgrid_ring(&grid, (hexgrid_cell){grid.columns - 1, 4}, a);
    hexgrid_ring(&grid, (hexgrid_cell){0, 4}, b);
    ck_assert_double_eq_tol(a[1].lon_deg, b[5].lon_deg + 360, 1e-9);
    hexgrid_cell west, east;
    ck_assert(hexgrid_find(&grid, (lonlat){-180, 12}, &west));
    ck_assert(hexgrid_find(&grid, (lonlat){180, 12}, &east));
    ck_assert(west.col == east.col && west.row == east.row);
    hexgrid_dispose(&grid);
}
END_TEST

START_TEST(the_parallel_is_the_points_median_in_tens)
{
    double none[1], some[] = {-33, 34, 90, 36, -1};
    ck_assert_double_eq(hexgrid_parallel_deg(none, 0), 0);
    ck_assert_double_eq(hexgrid_parallel_deg(some, 5), 30);
    double north[] = {80, 81, 82};
    ck_assert_double_eq(hexgrid_parallel_deg(north, 3), 60);
}
END_TEST

START_TEST(absurd_widths_give_a_grid)
{
    hexgrid grid = open_grid(0, 1e12);
    ck_assert_int_eq(grid.columns, 4);
    hexgrid_dispose(&grid);
    grid = open_grid(0, 1e-9);
    ck_assert_int_le(grid.columns, 40000000);
    hexgrid_cell cell;
    ck_assert(!hexgrid_find(&grid, (lonlat){(double)NAN, 3}, &cell));
    hexgrid_dispose(&grid);
}
END_TEST

UNIT_MAIN("scene/hexgrid", all_have_the_same_area_on_the_ground, they_are_regular_at_the_true_parallel,
          every_point_is_in_the_hexagon_that_is_found, neighbours_share_corners_and_the_globe_closes,
          the_parallel_is_the_points_median_in_tens, absurd_widths_give_a_grid)
