#include "report/scalebar.h"
#include "unit/unit.h"

#include <geodesic.h>
#include <math.h>

// Five projections whose scale differs from place to place, and from the first to the last.
static const char *const systems[] = {
    "EPSG:3857",
    "EPSG:32638",
    "EPSG:4326",
    "+proj=lcc +lat_0=35 +lat_1=25 +lat_2=50 +lon_0=44",
    "+proj=laea +lat_0=20 +lon_0=40",
};
static const double lats_deg[] = {0, 33, 60};

/** A picture of 1000 by 700 pixels around a place, about @p res_m metres in a pixel. */
static grid picture(const projection *p, lonlat centre, double res_m)
{
    projxy at;
    projection_forward(p, &centre, &at, 1);
    double res = res_m / projection_unit_m(p);
    return (grid){at.x - 500 * res, at.y + 350 * res, res, res, 1000, 700};
}

/** Distance on the ground by PROJ's geodesic.h itself, between two points of the picture's middle row. */
static double ground_m(const grid *g, const projection *p, double left_px, double right_px)
{
    projxy ends[2] = {grid_from_px(g, (pxy){left_px, 350}), grid_from_px(g, (pxy){right_px, 350})};
    lonlat at[2];
    projection_inverse(p, ends, at, 2);
    struct geod_geodesic wgs84;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    double distance_m;
    geod_inverse(&wgs84, at[0].lat_deg, at[0].lon_deg, at[1].lat_deg, at[1].lon_deg, &distance_m, NULL, NULL);
    return distance_m;
}

START_TEST(bar_is_as_long_as_it_says)
{
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        projection *p;
        ck_assert_int_eq(projection_open(&p, systems[i], NULL), INCMAP_OK);
        for (size_t k = 0; k < sizeof lats_deg / sizeof *lats_deg; k++) {
            for (double res_m = 1; res_m < 5000; res_m *= 7) {
                grid g = picture(p, (lonlat){44, lats_deg[k]}, res_m);
                const double units_m[] = {KILOMETRE_M, MILE_M};
                for (int u = 0; u < 2; u++) {
                    scale_bar bar = scalebar_choose(&g, p, units_m[u], 300);
                    ck_assert_double_gt(bar.length, 0);
                    ck_assert_double_le(bar.width_px, 300);
                    // The next round length is at most 2.5 times as long.
                    ck_assert_double_gt(bar.width_px, 300 / 2.6);
                    double measured_m = ground_m(&g, p, 500 - bar.width_px / 2, 500 + bar.width_px / 2);
                    ck_assert_double_eq_tol(measured_m / (bar.length * units_m[u]), 1, 1e-6);
                }
            }
        }
        projection_close(p);
    }
}
END_TEST

START_TEST(lengths_are_round)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:32638", NULL), INCMAP_OK);
    const struct {
        double res_m, length;
        int divisions;
    } cases[] = {{1, 0.2, 2}, {3.4, 1, 2}, {1000, 200, 2}, {1800, 500, 5}, {400, 100, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        grid g = picture(p, (lonlat){45, 33}, cases[i].res_m);
        scale_bar bar = scalebar_choose(&g, p, KILOMETRE_M, 300);
        ck_assert_double_eq_tol(bar.length, cases[i].length, 1e-12);
        ck_assert_int_eq(bar.divisions, cases[i].divisions);
    }
    projection_close(p);
}
END_TEST

START_TEST(mercator_stretches_the_bar)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:3857", NULL), INCMAP_OK);
    grid equator = picture(p, (lonlat){44, 0}, 100), north = picture(p, (lonlat){44, 60}, 100);
    double ratio = scalebar_width_px(&north, p, 10000) / scalebar_width_px(&equator, p, 10000);
    // sec(60°) on the sphere; the ellipsoid's parallel is 0.25% longer.
    ck_assert_double_eq_tol(ratio, 2 / 1.0025, 0.001);
    projection_close(p);
}
END_TEST

START_TEST(numeric_scale)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:32638", NULL), INCMAP_OK);
    // On the central meridian UTM's scale is 0.9996: 1,000 m in a pixel of 0.25 mm are 1,000.4 m of ground.
    grid g = picture(p, (lonlat){45, 33}, 1000);
    ck_assert_double_eq(scalebar_denominator(&g, p, 4000), 4000000);
    g = picture(p, (lonlat){45, 33}, 123.456);
    ck_assert_double_eq(scalebar_denominator(&g, p, 4000), 494000);
    projection_close(p);
}
END_TEST

START_TEST(no_scale_off_the_world)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, "+proj=laea +lat_0=20 +lon_0=40", NULL), INCMAP_OK);
    grid off = {2e7, 2e7, 100, 100, 1000, 700};
    ck_assert_double_eq(scalebar_choose(&off, p, KILOMETRE_M, 300).length, 0);
    ck_assert_double_eq(scalebar_denominator(&off, p, 4000), 0);
    ck_assert_double_nan(north_angle_deg(&off, p));
    // A bar longer than the planet.
    grid whole = picture(p, (lonlat){40, 20}, 1000);
    ck_assert_double_nan(scalebar_width_px(&whole, p, 1e9));
    projection_close(p);
}
END_TEST

// A step on the page the way the arrow points is a step due north on the ground, in any projection.
START_TEST(north_is_true_north)
{
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        projection *p;
        ck_assert_int_eq(projection_open(&p, systems[i], NULL), INCMAP_OK);
        for (size_t k = 0; k < sizeof lats_deg / sizeof *lats_deg; k++) {
            for (double lon_deg = 36; lon_deg <= 54; lon_deg += 6) {
                grid g = picture(p, (lonlat){lon_deg, lats_deg[k]}, 50);
                double angle = north_angle_deg(&g, p) * M_PI / 180;
                projxy line[2] = {grid_from_px(&g, (pxy){500, 350}),
                                  grid_from_px(&g, (pxy){500 + sin(angle), 350 - cos(angle)})};
                lonlat at[2];
                projection_inverse(p, line, at, 2);
                struct geod_geodesic wgs84;
                geod_init(&wgs84, 6378137, 1 / 298.257223563);
                double azimuth_deg;
                geod_inverse(&wgs84, at[0].lat_deg, at[0].lon_deg, at[1].lat_deg, at[1].lon_deg, NULL,
                             &azimuth_deg, NULL);
                ck_assert_double_eq_tol(azimuth_deg, 0, 0.01);
            }
        }
        projection_close(p);
    }
}
END_TEST

START_TEST(north_by_the_cones_formula)
{
    projection *p;
    ck_assert_int_eq(
        projection_open(&p, "+proj=lcc +lat_0=33 +lat_1=33 +lat_2=33 +lon_0=44 +a=6371000 +b=6371000", NULL),
        INCMAP_OK);
    // On a sphere with one standard parallel the cone's constant is sin(33°) (Snyder 1987, eq. 15-5).
    for (double lon_deg = 30; lon_deg <= 60; lon_deg += 5) {
        grid g = picture(p, (lonlat){lon_deg, 40}, 50);
        double expected_deg = -(lon_deg - 44) * sin(33 * M_PI / 180);
        ck_assert_double_eq_tol(north_angle_deg(&g, p), expected_deg, 0.05);
    }
    projection_close(p);
}
END_TEST

UNIT_MAIN("report/scalebar", bar_is_as_long_as_it_says, lengths_are_round, mercator_stretches_the_bar,
          numeric_scale, no_scale_off_the_world, north_is_true_north, north_by_the_cones_formula)
