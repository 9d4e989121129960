#include "gazetteer/geodesy.h"
#include "unit/unit.h"

#include <math.h>

START_TEST(known_lines)
{
    // GeographicLib's own example: JFK to LHR (C. F. F. Karney, 2013).
    gaz_lonlat jfk = {-73.8, 40.6}, lhr = {-0.5, 51.6};
    ck_assert_double_eq_tol(geodesy_distance_m(jfk, lhr), 5551759.400, 0.001);
    ck_assert_double_eq_tol(geodesy_bearing_deg(jfk, lhr), 51.198883, 1e-6);
    gaz_lonlat same = {44.4, 33.3};
    ck_assert_double_eq(geodesy_distance_m(same, same), 0);
}
END_TEST

START_TEST(there_and_back)
{
    for (double lat = -85; lat <= 85; lat += 17)
        for (double bearing = 0; bearing < 360; bearing += 29) {
            gaz_lonlat from = {179.5, lat}, to = geodesy_direct(from, bearing, 123e3);
            ck_assert(fabs(to.lon_deg) <= 180);
            ck_assert_double_eq_tol(geodesy_distance_m(from, to), 123e3, 1e-3);
            ck_assert_double_eq_tol(fmod(geodesy_bearing_deg(from, to) - bearing + 540, 360), 180, 1e-6);
        }
}
END_TEST

START_TEST(rough_is_near)
{
    for (double lat = -80; lat <= 80; lat += 16)
        for (double bearing = 0; bearing < 360; bearing += 31) {
            gaz_lonlat from = {-179.9, lat}, to = geodesy_direct(from, bearing, 500e3);
            ck_assert_double_eq_tol(geodesy_rough_distance_m(from, to), 500e3, 3e3);
        }
}
END_TEST

START_TEST(short_steps_are_exact_to_a_thousandth)
{
    for (double lat = -65; lat <= 65; lat += 6.5)
        for (double bearing = 0; bearing < 360; bearing += 13) {
            gaz_lonlat from = {44, lat};
            geodesy_plane plane = geodesy_plane_at(from);
            gaz_lonlat to = geodesy_step(&plane, geodesy_direction_of(bearing), GEODESY_STEP_MAX_M);
            ck_assert_double_lt(geodesy_distance_m(to, geodesy_direct(from, bearing, GEODESY_STEP_MAX_M)), 5);
            ck_assert_double_eq_tol(geodesy_distance_m(from, to), GEODESY_STEP_MAX_M, 5);
        }
}
END_TEST

START_TEST(circles_are_exact_to_a_centimetre)
{
    double worst_m = 0;
    for (double lat_deg = -80; lat_deg <= 80; lat_deg += 4)
        for (double bearing = -360; bearing < 360; bearing += 15)
            for (double distance_m = 1; distance_m <= GEODESY_SHORT_MAX_M * 1.0001; distance_m *= 2.2) {
                gaz_lonlat from = {10, lat_deg};
                double length_m = fmin(distance_m, GEODESY_SHORT_MAX_M);
                geodesy_short circle = geodesy_short_at(from, length_m);
                gaz_lonlat to = geodesy_short_step(&circle, geodesy_direction_of(bearing));
                worst_m = fmax(worst_m, geodesy_distance_m(to, geodesy_direct(from, bearing, length_m)));
            }
    ck_assert_double_lt(worst_m, 0.01);
}
END_TEST

START_TEST(looks_go_where_lines_go)
{
    // Also across 180 degrees, near the poles and beyond what short lines are good for.
    for (double lat_deg = -89; lat_deg <= 89; lat_deg += 8.9)
        for (double lon_deg = -179.9; lon_deg <= 180; lon_deg += 39.97)
            for (double bearing_deg = 3; bearing_deg < 360; bearing_deg += 31)
                for (double length_m = 1; length_m < 2e6; length_m *= 7) {
                    const gaz_lonlat from = {lon_deg, lat_deg};
                    const gaz_lonlat there = geodesy_direct(from, bearing_deg, length_m),
                                     seen = geodesy_look(from, bearing_deg, length_m);
                    ck_assert_double_lt(geodesy_distance_m(there, seen), 0.02);
                    ck_assert(seen.lon_deg >= -180 && seen.lon_deg <= 180);
                }
}
END_TEST

UNIT_MAIN("gazetteer/geodesy", looks_go_where_lines_go, circles_are_exact_to_a_centimetre, known_lines,
          there_and_back, rough_is_near, short_steps_are_exact_to_a_thousandth)
