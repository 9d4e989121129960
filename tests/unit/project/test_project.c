#include "project/project.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

static projection *open_srs(const char *srs)
{
    incmap_error err = {0};
    projection *p = NULL;
    ck_assert_msg(projection_open(&p, srs, &err) == INCMAP_OK, "%s", err.message);
    return p;
}

START_TEST(axis_order_is_always_longitude_and_easting_first)
{
    // Baghdad, 44.3661 E 33.3152 N. Reference values from gdaltransform -s_srs OGC:CRS84.
    static const struct {
        const char *srs;
        double x, y, tolerance;
    } cases[] = {
        {"EPSG:3857", 4938811.660, 3937216.616, 1e-3},
        {"EPSG:32638", 440994.674, 3686410.213, 1e-3},
        // The authority gives 4326 and 3035 latitude or northing first.
        {"EPSG:4326", 44.3661, 33.3152, 1e-9},
        {"+proj=longlat +datum=WGS84", 44.3661, 33.3152, 1e-9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        projection *p = open_srs(cases[i].srs);
        lonlat in = {44.3661, 33.3152}, back;
        projxy out;
        projection_forward(p, &in, &out, 1);
        ck_assert_msg(fabs(out.x - cases[i].x) <= cases[i].tolerance &&
                          fabs(out.y - cases[i].y) <= cases[i].tolerance,
                      "%s: %.3f %.3f", cases[i].srs, out.x, out.y);
        projection_inverse(p, &out, &back, 1);
        ck_assert_double_eq_tol(back.lon_deg, in.lon_deg, 1e-8);
        ck_assert_double_eq_tol(back.lat_deg, in.lat_deg, 1e-8);
        projection_close(p);
    }
    projection *europe = open_srs("EPSG:3035");
    lonlat east = {20, 52}, west = {5, 52};
    projxy a, b;
    projection_forward(europe, &east, &a, 1);
    projection_forward(europe, &west, &b, 1);
    ck_assert(a.x > b.x + 900e3 && fabs(a.y - b.y) < 100e3);
    projection_close(europe);
}
END_TEST

START_TEST(systems_no_map_can_be_drawn_in_are_refused_by_name)
{
    static const char *const wrong[] = {"EPSG:99999", "EPSG:4978",    "EPSG:5773",         "nonsense",
                                        "",           "+proj=nosuch", "EPSG:32638 rubbish"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        incmap_error err = {0};
        projection *p = NULL;
        ck_assert_msg(projection_open(&p, wrong[i], &err) == INCMAP_USAGE, "%s", wrong[i]);
        ck_assert_ptr_null(p);
        ck_assert_ptr_nonnull(strstr(err.message, wrong[i]));
    }
}
END_TEST

START_TEST(a_point_out_of_reach_is_nan_and_spoils_no_other)
{
    projection *p = open_srs("EPSG:3857");
    lonlat in[] = {{0, 90}, {10, 10}, {0, -90}, {20, 20}};
    projxy out[4];
    projection_forward(p, in, out, 4);
    ck_assert(isfinite(out[1].x) && isfinite(out[3].y));
    projection_close(p);
    p = open_srs("+proj=ortho +lat_0=33 +lon_0=44");
    lonlat behind[] = {{-136, -33}, {44, 33}};
    projection_forward(p, behind, out, 2);
    ck_assert(isnan(out[0].x) && isnan(out[0].y));
    ck_assert_double_eq_tol(out[1].x, 0, 1e-6);
    projection_close(p);
}
END_TEST

START_TEST(a_tile_pyramid_grid_halves_its_pixels_with_each_zoom)
{
    grid g = grid_web_mercator(0, 256);
    ck_assert_int_eq(g.width_px, 256);
    ck_assert_double_eq_tol(g.res_x, 156543.03392804097, 1e-6);
    grid deep = grid_web_mercator(22, 512);
    ck_assert_int_eq(deep.width_px, (int64_t)512 << 22);
    pxy centre = grid_to_px(&deep, (projxy){0, 0});
    ck_assert_double_eq(centre.x_px, (double)((int64_t)256 << 22));
    ck_assert_double_eq(centre.y_px, (double)((int64_t)256 << 22));
    projxy back = grid_from_px(&deep, (pxy){12345.25, 67890.75});
    pxy again = grid_to_px(&deep, back);
    ck_assert_double_eq_tol(again.x_px, 12345.25, 1e-4);
    ck_assert_double_eq_tol(again.y_px, 67890.75, 1e-4);
}
END_TEST

START_TEST(ground_resolution_shrinks_with_latitude_in_mercator)
{
    projection *p = open_srs("EPSG:3857");
    grid g = grid_web_mercator(10, 256);
    const double lats_deg[] = {0, 33, 60};
    for (size_t i = 0; i < 3; i++) {
        lonlat at = {44, lats_deg[i]};
        projxy xy;
        projection_forward(p, &at, &xy, 1);
        double res_m = grid_ground_res_m(&g, p, grid_to_px(&g, xy));
        // Length of a parallel on the ellipsoid: cos(lat) / sqrt(1 - e2 sin2(lat)) of the equator's.
        double s = sin(lats_deg[i] * M_PI / 180), c = cos(lats_deg[i] * M_PI / 180);
        ck_assert_double_eq_tol(res_m, g.res_x * c / sqrt(1 - 0.00669437999014 * s * s), 1e-3);
    }
    projection_close(p);
}
END_TEST

START_TEST(a_circle_has_its_radius_everywhere_and_does_not_jump_at_the_antimeridian)
{
    static const lonlat centres[] = {{0, 0}, {44, 33}, {25, 60}, {179.9, -16}, {-179.99, 70}};
    for (size_t i = 0; i < sizeof centres / sizeof *centres; i++) {
        lonlat ring[73];
        geodesic_circle(centres[i], 25e3, ring, 72);
        for (size_t k = 0; k < 72; k++) {
            ck_assert_double_eq_tol(geodesic_distance_m(centres[i], ring[k]), 25e3, 0.01);
            ck_assert(fabs(ring[k + 1].lon_deg - ring[k].lon_deg) < 180);
        }
        ck_assert(ring[72].lon_deg == ring[0].lon_deg && ring[72].lat_deg == ring[0].lat_deg);
    }
}
END_TEST

START_TEST(boxes_are_densified)
{
    // The southern edge of a box bulges in a conic projection: its middle lies lower than its corners.
    projection *p = open_srs("+proj=lcc +lat_1=28 +lat_2=38 +lon_0=44");
    proj_box box;
    ck_assert(projection_forward_box(p, (lonlat_box){34, 30, 54, 36}, &box));
    lonlat corner = {34, 30}, middle = {44, 30};
    projxy a, b;
    projection_forward(p, &corner, &a, 1);
    projection_forward(p, &middle, &b, 1);
    ck_assert(b.y < a.y - 1000);
    ck_assert_double_eq_tol(box.min_y, b.y, 500);
    lonlat_box back;
    ck_assert(projection_inverse_box(p, box, &back));
    ck_assert(back.west_deg <= 34 && back.east_deg >= 54 && back.south_deg <= 30 && back.north_deg >= 36);
    projection_close(p);
}
END_TEST

UNIT_MAIN("project/project", axis_order_is_always_longitude_and_easting_first,
          systems_no_map_can_be_drawn_in_are_refused_by_name, a_point_out_of_reach_is_nan_and_spoils_no_other,
          a_tile_pyramid_grid_halves_its_pixels_with_each_zoom,
          ground_resolution_shrinks_with_latitude_in_mercator,
          a_circle_has_its_radius_everywhere_and_does_not_jump_at_the_antimeridian, boxes_are_densified)
