#include "report/frame.h"
#include "report/world_edge.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

typedef struct {
    incident_set set;
    report_request request;
} fixture;

static void fixture_init(fixture *f)
{
    *f = (fixture){0};
    incident_set_init(&f->set, NULL, 0);
    f->request = (report_request){.show.incidents = &f->set};
}

static void fixture_add(fixture *f, double lon_deg, double lat_deg, double radius_m)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = (lonlat){lon_deg, lat_deg};
    item.radius_m = radius_m;
    incident_set_add(&f->set, &item);
}

static frame opened(fixture *f)
{
    frame out;
    incmap_error err = {0};
    ck_assert_msg(frame_open(&out, &f->request, &err) == INCMAP_OK, "%s", err.message);
    return out;
}

static pxy seen_at(const frame *f, const grid *g, lonlat place)
{
    projxy at;
    projection_forward(f->projection, &place, &at, 1);
    return grid_to_px(g, at);
}

START_TEST(an_extent_may_reach_beyond_the_horizon)
{
    fixture f;
    fixture_init(&f);
    f.request.srs = "+proj=ortho +lat_0=30 +lon_0=40";
    f.request.has_extent = true;
    const double globe[] = {-7e6, -7e6, 7e6, 7e6}, space[] = {13e6, 13e6, 14e6, 14e6};
    memcpy(f.request.extent, globe, sizeof globe);
    frame out = opened(&f);
    ck_assert_double_eq(out.shown.max_x, 7e6);
    projxy edge[WORLD_EDGE_POINTS];
    ck_assert(world_edge(out.projection, out.srs, edge));
    for (int i = 0; i < WORLD_EDGE_POINTS; i++) {
        // The ellipsoid's axes are 6378 and 6357 km, and its centre lies up to 18 km beside the line of
        // sight.
        double reach_m = hypot(edge[i].x, edge[i].y);
        ck_assert_double_gt(reach_m, 6340e3);
        ck_assert_double_lt(reach_m, 6390e3);
    }
    ck_assert(edge[0].x == edge[WORLD_EDGE_POINTS - 1].x && edge[0].y == edge[WORLD_EDGE_POINTS - 1].y);
    frame_dispose(&out);

    memcpy(f.request.extent, space, sizeof space);
    incmap_error err = {0};
    ck_assert_int_eq(frame_open(&out, &f.request, &err), INCMAP_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "lies outside what"));

    // All of the globe in an equal-area circle of twice its radius of equal area.
    projection *p;
    ck_assert_int_eq(projection_open(&p, "+proj=laea +lat_0=10 +lon_0=20 +R=6371000", &err), INCMAP_OK);
    ck_assert(world_edge(p, "+proj=laea +lat_0=10 +lon_0=20 +R=6371000", edge));
    for (int i = 0; i < WORLD_EDGE_POINTS; i++)
        ck_assert_double_eq_tol(hypot(edge[i].x, edge[i].y), 2 * 6371e3, 5e3);
    projection_close(p);
    ck_assert_int_eq(projection_open(&p, "EPSG:32638", &err), INCMAP_OK);
    ck_assert(!world_edge(p, "EPSG:32638", edge));
    projection_close(p);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(one_incident_is_no_street)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, 44.4, 33.3, 500);
    frame out = opened(&f);
    ck_assert_str_eq(out.srs, "EPSG:32638");
    ck_assert_str_eq(out.srs_title, "UTM zone 38N");
    ck_assert_double_eq_tol(out.shown.max_x - out.shown.min_x, 200e3, 1);
    grid g = frame_grid(&out, 1500, 1000);
    ck_assert_double_eq_tol(g.res_x, 200, 1e-3);
    pxy at = seen_at(&out, &g, (lonlat){44.4, 33.3});
    ck_assert_double_eq_tol(at.x_px, 750, 0.01);
    ck_assert_double_eq_tol(at.y_px, 500, 0.01);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(points_and_areas_are_inside_with_air)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, 36.3, 33.5, 1000);
    fixture_add(&f, 44.4, 33.3, 100e3);
    fixture_add(&f, 41.9, 36.8, NAN);
    incident area = incident_none();
    area.has_position = true;
    area.position = (lonlat){40, 35};
    size_t ends[] = {4};
    lonlat points[] = {{38, 34}, {40, 31}, {41, 34}, {38, 34}};
    geom_shape shape = {GEOM_POLYGON, 1, ends, points};
    area.area = &shape;
    incident_set_add(&f.set, &area);

    frame out = opened(&f);
    ck_assert_ptr_nonnull(strstr(out.srs, "+proj=lcc"));
    grid g = frame_grid(&out, 1200, 1200);
    lonlat edges[5];
    geodesic_circle((lonlat){44.4, 33.3}, 100e3, edges, 4);
    const lonlat must_show[] = {{36.3, 33.5}, {41.9, 36.8}, {40, 31}, edges[0], edges[1], edges[2]};
    double least_px = INFINITY;
    for (size_t i = 0; i < sizeof must_show / sizeof *must_show; i++) {
        pxy at = seen_at(&out, &g, must_show[i]);
        least_px = fmin(least_px, fmin(fmin(at.x_px, at.y_px), fmin(1200 - at.x_px, 1200 - at.y_px)));
    }
    // The longer side keeps its margin of 7% of what is shown, 6.1% of the picture.
    ck_assert_double_eq_tol(least_px, 1200 * 0.07 / 1.14, 1);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(across_the_antimeridian)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, 178, -18, 1000);
    fixture_add(&f, -175, -15, 1000);
    frame out = opened(&f);
    grid g = frame_grid(&out, 1000, 600);
    // 7.4 degrees of longitude, some 780 km, and not the way round the world.
    ck_assert_double_lt(g.res_x * 1000, 1.3e6);
    pxy west = seen_at(&out, &g, (lonlat){178, -18}), east = seen_at(&out, &g, (lonlat){-175, -15});
    ck_assert_double_gt(west.x_px, 0);
    ck_assert_double_gt(east.x_px, west.x_px + 700);
    ck_assert_double_lt(east.x_px, 1000);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(no_incidents_show_the_world)
{
    fixture f;
    fixture_init(&f);
    frame out = opened(&f);
    ck_assert_ptr_nonnull(strstr(out.srs, "+proj=eqearth +lon_0=0"));
    grid g = frame_grid(&out, 1000, 500);
    pxy at = seen_at(&out, &g, (lonlat){0, 0});
    ck_assert_double_eq_tol(at.x_px, 500, 1e-6);
    ck_assert_double_eq_tol(at.y_px, 250, 1e-6);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(most_of_the_world_is_the_whole_of_it)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, -120, 20, 1000);
    fixture_add(&f, 130, -30, 1000);
    fixture_add(&f, 10, 50, 1000);
    frame out = opened(&f);
    ck_assert_ptr_nonnull(strstr(out.srs, "+proj=eqearth"));
    // The world in Equal Earth is 34.49 by 16.79 thousand kilometres (Šavrič, Patterson, Jenny 2018).
    ck_assert_double_eq_tol(out.shown.max_x - out.shown.min_x, 34.49e6, 0.02e6);
    ck_assert_double_eq_tol(out.shown.max_y - out.shown.min_y, 16.79e6, 0.02e6);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

START_TEST(an_extent_asked_for_is_shown_whole)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, 44.4, 33.3, 1000);
    f.request.has_extent = true;
    memcpy(f.request.extent, (double[]){42, 33, 44, 34}, sizeof f.request.extent);
    frame out = opened(&f);
    ck_assert_str_eq(out.srs, "EPSG:32638");
    grid g = frame_grid(&out, 1000, 1000);
    const lonlat corners[] = {{42, 33}, {44, 33}, {44, 34}, {42, 34}};
    for (int i = 0; i < 4; i++) {
        pxy at = seen_at(&out, &g, corners[i]);
        ck_assert(at.x_px >= -1e-6 && at.x_px <= 1000 + 1e-6 && at.y_px >= -1e-6 && at.y_px <= 1000 + 1e-6);
    }
    // Its 1 km lie in a corner that the frame has; 600 km off there is one that it has not.
    fixture_add(&f, 50, 33.3, 1000);
    fixture_add(&f, 50, 33.3, 900e3);
    g = frame_grid(&out, 1000, 1000);
    ck_assert_uint_eq(frame_count_outside(&out, &g, &f.set), 2);
    frame_dispose(&out);

    // In the map's own system: the numbers as they are.
    f.request.srs = "EPSG:32638";
    memcpy(f.request.extent, (double[]){400000, 3600000, 500000, 3650000}, sizeof f.request.extent);
    out = opened(&f);
    g = frame_grid(&out, 1000, 1000);
    ck_assert_double_eq(g.origin_x, 400000);
    ck_assert_double_eq(g.res_x, 100);
    ck_assert_double_eq(g.origin_y, 3625000 + 50000);
    frame_dispose(&out);
    incident_set_dispose(&f.set);
}
END_TEST

static void check_refused(fixture *f, const char *word)
{
    frame out;
    incmap_error err = {0};
    ck_assert_int_eq(frame_open(&out, &f->request, &err), INCMAP_USAGE);
    ck_assert_msg(strstr(err.message, word) != NULL, "%s", err.message);
}

START_TEST(nonsense_is_refused)
{
    fixture f;
    fixture_init(&f);
    fixture_add(&f, 44.4, 33.3, 1000);
    f.request.srs = "EPSG:99999";
    check_refused(&f, "EPSG:99999");
    char longest[400];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    f.request.srs = longest;
    check_refused(&f, "-t_srs");
    f.request.srs = NULL;
    f.request.has_extent = true;
    const double boxes[][4] = {{44, 33, 42, 32}, {42, 34, 44, 33}, {42, 33, 42, 34}, {NAN, 33, 44, 34}};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        memcpy(f.request.extent, boxes[i], sizeof boxes[i]);
        check_refused(&f, "-te");
    }
    f.request.extent_srs = "EPSG:3857";
    memcpy(f.request.extent, (double[]){5e6, 4e6, 4e6, 5e6}, sizeof f.request.extent);
    check_refused(&f, "-te");
    f.request.extent_srs = "nonsense";
    check_refused(&f, "nonsense");
    incident_set_dispose(&f.set);
}
END_TEST

UNIT_MAIN("report/frame", one_incident_is_no_street, an_extent_may_reach_beyond_the_horizon,
          points_and_areas_are_inside_with_air, across_the_antimeridian, no_incidents_show_the_world,
          most_of_the_world_is_the_whole_of_it, an_extent_asked_for_is_shown_whole, nonsense_is_refused)
