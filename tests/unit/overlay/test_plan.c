#include "overlay/plan.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

static incident_set set;

static void add_incident(lonlat at, double radius_m)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = at;
    item.radius_m = radius_m;
    incident_set_add(&set, &item);
}

static overlay_request request_of(const char *srs)
{
    return (overlay_request){
        .show.incidents = &set, .output = "x.tif", .srs = srs, .pixel_ratio = 1, .attribution = ""};
}

/** Plans; the set is emptied. */
static incmap_status plan(overlay_result *out, const overlay_request *request, incmap_error *err)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, request->srs, err), INCMAP_OK);
    incmap_status status = overlay_plan(out, request, p, err);
    projection_close(p);
    incident_set_dispose(&set);
    return status;
}

START_TEST(an_extent_and_a_size_are_kept_exactly)
{
    overlay_request request = request_of("EPSG:32638");
    request.has_extent = true;
    memcpy(request.extent, (double[]){400000.5, 3600000, 500000.5, 3700000}, sizeof request.extent);
    request.width_px = 500;
    request.height_px = 250;
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    ck_assert_int_eq(result.grid.width_px, 500);
    ck_assert_int_eq(result.grid.height_px, 250);
    ck_assert_double_eq(result.grid.origin_x, 400000.5);
    ck_assert_double_eq(result.grid.origin_y, 3700000);
    ck_assert_double_eq(result.grid.res_x, 200);
    ck_assert_double_eq(result.grid.res_y, 400);
    ck_assert(!result.chose_extent && !result.chose_size);
}
END_TEST

START_TEST(a_resolution_keeps_the_top_left_corner_as_gdal_does)
{
    overlay_request request = request_of("EPSG:32638");
    request.has_extent = true;
    memcpy(request.extent, (double[]){0, 0, 1049, 951}, sizeof request.extent);
    request.res_x = request.res_y = 100;
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    // 10.49 and 9.51 pixels, each to the nearest.
    ck_assert_int_eq(result.grid.width_px, 10);
    ck_assert_int_eq(result.grid.height_px, 10);
    ck_assert_double_eq(result.grid.origin_x, 0);
    ck_assert_double_eq(result.grid.origin_y, 951);
}
END_TEST

START_TEST(one_side_follows_the_other_and_the_long_one_is_chosen)
{
    static const struct {
        double extent[4];
        int64_t given[2], expected[2];
    } rows[] = {
        {{0, 0, 2000, 1000}, {0, 0}, {4096, 2048}}, {{0, 0, 1000, 4000}, {0, 0}, {1024, 4096}},
        {{0, 0, 2000, 1000}, {300, 0}, {300, 150}}, {{0, 0, 2000, 1000}, {0, 300}, {600, 300}},
        {{0, 0, 1, 1e6}, {0, 0}, {1, 4096}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        overlay_request request = request_of("EPSG:3857");
        request.has_extent = true;
        memcpy(request.extent, rows[i].extent, sizeof request.extent);
        request.width_px = rows[i].given[0];
        request.height_px = rows[i].given[1];
        overlay_result result;
        incmap_error err = {0};
        ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
        ck_assert_int_eq(result.grid.width_px, rows[i].expected[0]);
        ck_assert_int_eq(result.grid.height_px, rows[i].expected[1]);
        ck_assert_int_eq(result.chose_size, rows[i].given[0] + rows[i].given[1] == 0);
    }
}
END_TEST

START_TEST(an_extent_in_degrees_is_taken_to_the_target_with_bent_edges)
{
    overlay_request request = request_of("EPSG:32638");
    request.has_extent = true;
    request.extent_srs = "EPSG:4326";
    memcpy(request.extent, (double[]){42, 33, 48, 36}, sizeof request.extent);
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    proj_box box = grid_bounds(&result.grid);
    // West and east at 33 N, where the zone is widest; south at its middle meridian, 45 E; north at the
    // corners. By cs2cs.
    ck_assert_double_eq_tol(box.min_x, 219700.01, 0.02);
    ck_assert_double_eq_tol(box.max_x, 780299.99, 0.02);
    ck_assert_double_eq_tol(box.min_y, 3651286.94, 0.02);
    ck_assert_double_eq_tol(box.max_y, 3988111.96, 0.02);
}
END_TEST

START_TEST(without_an_extent_all_incidents_and_their_radius_are_in_with_room_for_marks)
{
    add_incident((lonlat){42.441, 33.786}, NAN);
    add_incident((lonlat){44.066, 33.292}, 20000);
    overlay_request request = request_of("EPSG:32638");
    overlay_result result;
    incmap_error err = {0};
    const lonlat places[3] = {{42.441, 33.786}, {44.066, 33.292}, {44.066, 33.292 - 20000 / 111195.08}};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    ck_assert(result.chose_extent && result.chose_size);
    ck_assert_int_eq(result.grid.width_px, OVERLAY_SIDE_DEFAULT_PX);
    ck_assert_int_eq(result.outside_count, 0);
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:32638", &err), INCMAP_OK);
    projxy at[3];
    projection_forward(p, places, at, 3);
    projection_close(p);
    pxy west = grid_to_px(&result.grid, at[0]), south = grid_to_px(&result.grid, at[2]);
    ck_assert_double_eq_tol(west.x_px, 32, 0.01);
    // Rows are whole, so up to half a pixel more.
    ck_assert_double_ge((double)result.grid.height_px - south.y_px, 32 - 0.01);
    ck_assert_double_le((double)result.grid.height_px - south.y_px, 32.5);
    ck_assert_double_eq_tol(result.grid.res_x, result.grid.res_y, 1e-9 * result.grid.res_x);
}
END_TEST

START_TEST(a_lone_point_gets_land_around_it_and_square_pixels)
{
    add_incident((lonlat){44, 33}, NAN);
    overlay_request request = request_of("EPSG:32638");
    request.width_px = 400;
    request.height_px = 200;
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    ck_assert_double_eq_tol(result.grid.res_x, result.grid.res_y, 1e-9);
    // 10 km of land in the 200 - 2 * 32 pixels that the margins leave.
    ck_assert_double_eq_tol(result.grid.res_y, 10000.0 / 136, 1e-9);
}
END_TEST

START_TEST(incidents_beyond_the_extent_are_counted)
{
    add_incident((lonlat){44, 33}, NAN);
    add_incident((lonlat){44.9, 33}, NAN);
    add_incident((lonlat){44.9, 33}, 60000);
    overlay_request request = request_of("EPSG:4326");
    request.has_extent = true;
    memcpy(request.extent, (double[]){43.5, 32.5, 44.5, 33.5}, sizeof request.extent);
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    ck_assert_int_eq(result.outside_count, 1);
}
END_TEST

START_TEST(what_makes_no_sense_is_said)
{
    static const struct {
        double extent[4], res[2];
        int64_t size[2];
        const char *extent_srs, *message;
    } rows[] = {
        {{10, 0, 0, 10}, {0}, {0}, NULL, "encloses nothing"},
        {{0, 0, 10, 0}, {0}, {0}, NULL, "encloses nothing"},
        {{0, 0, NAN, 10}, {0}, {0}, NULL, "encloses nothing"},
        {{-1e308, 0, 1e308, 10}, {0}, {0}, NULL, "encloses nothing"},
        {{0, 0, 10, 10}, {1, -1}, {0}, NULL, "-tr 1 -1"},
        {{0, 0, 10, 10}, {1, 0}, {0}, NULL, "-tr 1 0"},
        {{0, 0, 10, 10}, {1, 1}, {5, 5}, NULL, "-tr and -ts exclude each other"},
        {{0, 0, 10, 10}, {0}, {-5, 5}, NULL, "-ts -5 5"},
        {{0, 0, 10, 10}, {1e-9, 1e-9}, {0}, NULL, "more than 100000"},
        {{0, 0, 10, 10}, {0}, {100001, 5}, NULL, "more than 100000"},
        {{0, 0, 1, 1e9}, {0}, {10, 0}, NULL, "more than 100000"},
        {{0, 0, 10, 10}, {0}, {0}, "EPSG:99999", "EPSG:99999"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        overlay_request request = request_of("EPSG:3857");
        request.has_extent = true;
        memcpy(request.extent, rows[i].extent, sizeof request.extent);
        request.res_x = rows[i].res[0];
        request.res_y = rows[i].res[1];
        request.width_px = rows[i].size[0];
        request.height_px = rows[i].size[1];
        request.extent_srs = rows[i].extent_srs;
        overlay_result result;
        incmap_error err = {0};
        ck_assert_msg(plan(&result, &request, &err) == INCMAP_USAGE, "row %zu", i);
        ck_assert_msg(strstr(err.message, rows[i].message) != NULL, "row %zu: %s", i, err.message);
    }
}
END_TEST

static const char *const hemisphere = "+proj=ortho +lat_0=33 +lon_0=44 +type=crs";

START_TEST(an_extent_beyond_the_projections_reach_is_refused)
{
    overlay_request request = request_of(hemisphere);
    request.has_extent = true;
    request.extent_srs = "EPSG:4326";
    memcpy(request.extent, (double[]){-180, -90, 180, 90}, sizeof request.extent);
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_USAGE);
    ck_assert_msg(strstr(err.message, "reaches beyond what") != NULL, "%s", err.message);
}
END_TEST

START_TEST(no_incident_and_no_extent_is_a_failure_with_a_remedy)
{
    overlay_request request = request_of("EPSG:3857");
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_FAILED);
    ck_assert_str_eq(err.message,
                     "x.tif: no incident to show in WGS 84 / Pseudo-Mercator; widen the dates, or "
                     "give the extent with -te");
    // One on the far side of the globe is as good as none.
    request.srs = hemisphere;
    add_incident((lonlat){-136, -33}, NAN);
    err = (incmap_error){0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_FAILED);
}
END_TEST

START_TEST(places_that_the_projection_stretches_to_infinity_do_not_decide_the_extent)
{
    overlay_request request = request_of("EPSG:3857");
    add_incident((lonlat){10, 85}, NAN);
    add_incident((lonlat){0, 90}, NAN);
    add_incident((lonlat){0, -90}, NAN);
    add_incident((lonlat){0, -60}, NAN);
    overlay_result result;
    incmap_error err = {0};
    ck_assert_int_eq(plan(&result, &request, &err), INCMAP_OK);
    ck_assert_int_eq(result.outside_count, 2);
    proj_box box = grid_bounds(&result.grid);
    // 85° N and 60° S in Web Mercator, and the margin of 32 of 4096 pixels.
    ck_assert_double_eq_tol(box.max_y, 19971868.88 + 32 * result.grid.res_y, 1);
    ck_assert_double_eq_tol(box.min_y, -8399737.89 - 32 * result.grid.res_y, 1);
}
END_TEST

UNIT_MAIN("overlay/plan", an_extent_and_a_size_are_kept_exactly,
          a_resolution_keeps_the_top_left_corner_as_gdal_does,
          one_side_follows_the_other_and_the_long_one_is_chosen,
          an_extent_in_degrees_is_taken_to_the_target_with_bent_edges,
          without_an_extent_all_incidents_and_their_radius_are_in_with_room_for_marks,
          a_lone_point_gets_land_around_it_and_square_pixels, incidents_beyond_the_extent_are_counted,
          what_makes_no_sense_is_said, an_extent_beyond_the_projections_reach_is_refused,
          no_incident_and_no_extent_is_a_failure_with_a_remedy,
          places_that_the_projection_stretches_to_infinity_do_not_decide_the_extent)
