#include "scene/outline.h"

#include "unit/unit.h"

#include <math.h>

typedef struct {
    projection *projection;
    scene_request request;
    outliner outliner;
} view;

static void open_grid(view *v, const char *srs, grid g, bool wraps_x)
{
    *v = (view){0};
    incmap_error err = {0};
    ck_assert_int_eq(projection_open(&v->projection, srs, &err), INCMAP_OK);
    v->request =
        (scene_request){.projection = v->projection, .grid = g, .pixel_ratio = 1, .wraps_x = wraps_x};
    outliner_open(&v->outliner, &v->request);
}

static void open_tiles(view *v, int zoom)
{
    open_grid(v, "EPSG:3857", grid_web_mercator(zoom, 256), true);
}

/** A page of 800 x 600 pixels around a point. */
static void open_page(view *v, const char *srs, lonlat centre, double res)
{
    projection *p;
    incmap_error err = {0};
    ck_assert_int_eq(projection_open(&p, srs, &err), INCMAP_OK);
    projxy at;
    projection_forward(p, &centre, &at, 1);
    projection_close(p);
    open_grid(v, srs, (grid){at.x - 400 * res, at.y + 300 * res, res, res, 800, 600}, false);
}

static void close_view(view *v)
{
    outliner_dispose(&v->outliner);
    projection_close(v->projection);
}

static void outline_circle(view *v, lonlat centre, double radius_m)
{
    static lonlat points[721];
    size_t end = 721;
    geodesic_circle(centre, radius_m, points, 720);
    outline_shape(&v->outliner, &(geom_shape){GEOM_POLYGON, 1, &end, points}, true);
}

/** Area of all parts in square pixels, whichever way they turn. */
static double area_px2(const path *px)
{
    double sum = 0;
    for (size_t part = 0, begin = 0; part < px->part_count; begin = px->ends[part++]) {
        double ring = 0;
        for (size_t i = begin + 1; i < px->ends[part]; i++)
            ring += px->pairs[2 * i - 2] * px->pairs[2 * i + 1] - px->pairs[2 * i - 1] * px->pairs[2 * i];
        sum += fabs(ring) / 2;
    }
    return sum;
}

static lonlat ground_at(const view *v, double x_px, double y_px)
{
    projxy p = grid_from_px(&v->request.grid, (pxy){x_px, y_px});
    lonlat ground;
    projection_inverse(v->projection, &p, &ground, 1);
    return ground;
}

/** Every corner and the middle of every side of a 25 km circle lies 25 km from its centre, within 1 %. */
static void check_disc(view *v, lonlat centre)
{
    outline_circle(v, centre, 25e3);
    const path *px = &v->outliner.px;
    ck_assert_uint_eq(px->part_count, 1);
    ck_assert_uint_gt(px->count, 90);
    for (size_t i = 1; i < px->count; i++) {
        const double *a = px->pairs + 2 * i - 2, *b = px->pairs + 2 * i;
        double corner_m = geodesic_distance_m(centre, ground_at(v, b[0], b[1]));
        double side_m = geodesic_distance_m(centre, ground_at(v, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2));
        ck_assert_double_eq_tol(corner_m, 25e3, 25);
        ck_assert_double_eq_tol(side_m, 25e3, 250);
    }
}

START_TEST(a_25_km_disc_is_25_km_on_the_ground)
{
    const double latitudes[] = {0, 33, 60};
    view v;
    for (int i = 0; i < 3; i++) {
        lonlat centre = {44.4, latitudes[i]};
        open_tiles(&v, 9);
        check_disc(&v, centre);
        close_view(&v);
        open_page(&v, "EPSG:32638", centre, 150);
        check_disc(&v, centre);
        close_view(&v);
    }
    open_page(&v, "+proj=lcc +lat_1=30 +lat_2=60 +lat_0=45 +lon_0=40", (lonlat){44.4, 33}, 150);
    check_disc(&v, (lonlat){44.4, 33});
    close_view(&v);
    open_page(&v, "+proj=lcc +lat_1=30 +lat_2=60 +lat_0=45 +lon_0=40", (lonlat){44.4, 60}, 150);
    check_disc(&v, (lonlat){44.4, 60});
    close_view(&v);
    open_page(&v, "+proj=aea +lat_1=0 +lat_2=30 +lon_0=40", (lonlat){44.4, 0}, 150);
    check_disc(&v, (lonlat){44.4, 0});
    close_view(&v);
}
END_TEST

START_TEST(points_land_where_the_formula_says)
{
    view v;
    open_tiles(&v, 3);
    const lonlat ground[] = {{0, 0}, {-180, 0}, {90, 0}, {540, 0}, {44, 33}};
    pxy px[5];
    outline_points(&v.outliner, ground, px, 5);
    const double x_px[] = {1024, 0, 1536, 0, 2048 * (44 + 180) / 360.0};
    for (int i = 0; i < 5; i++) ck_assert_double_eq_tol(px[i].x_px, x_px[i], 1e-6);
    double mercator = log(tan(M_PI / 4 + 33 * M_PI / 360));
    ck_assert_double_eq_tol(px[4].y_px, 1024 * (1 - mercator / M_PI), 1e-6);
    outline_points(&v.outliner, &(lonlat){NAN, NAN}, px, 1);
    ck_assert(isnan(px[0].x_px) && isnan(px[0].y_px));
    close_view(&v);
}
END_TEST

START_TEST(across_the_antimeridian_tiles_run_on)
{
    view v;
    open_tiles(&v, 4);
    outline_circle(&v, (lonlat){0, 20}, 300e3);
    double expected = area_px2(&v.outliner.px);
    const double longitudes[] = {179.9, -179.9, 180, -180};
    for (int i = 0; i < 4; i++) {
        outline_circle(&v, (lonlat){longitudes[i], 20}, 300e3);
        const path *px = &v.outliner.px;
        ck_assert_uint_eq(px->part_count, 1);
        ck_assert_double_eq_tol(area_px2(px), expected, 1e-3);
        path_box box = path_bounds(px->pairs, px->count);
        ck_assert_double_ge(box.min[0], 0);
        ck_assert_double_lt(box.min[0], 4096);
        ck_assert_double_gt(box.max[0], 4096);
        ck_assert_double_lt(box.max[0] - box.min[0], 100);
    }
    close_view(&v);
}
END_TEST

START_TEST(across_the_antimeridian_pages_are_cut_in_two)
{
    view v;
    open_grid(&v, "EPSG:4326", (grid){-180, 90, 0.25, 0.25, 1440, 720}, false);
    outline_circle(&v, (lonlat){10, 20}, 300e3);
    double expected = area_px2(&v.outliner.px);
    outline_circle(&v, (lonlat){179, 20}, 300e3);
    const path *px = &v.outliner.px;
    ck_assert_uint_eq(px->part_count, 2);
    ck_assert_double_eq_tol(area_px2(px), expected, 0.01 * expected);
    for (size_t part = 0, begin = 0; part < 2; begin = px->ends[part++]) {
        path_box box = path_bounds(px->pairs + 2 * begin, px->ends[part] - begin);
        ck_assert_double_lt(box.max[0] - box.min[0], 30);
    }
    close_view(&v);
}
END_TEST

START_TEST(a_page_across_the_antimeridian_shows_both_sides)
{
    view v;
    open_page(&v, "EPSG:32601", (lonlat){179.9, 52}, 1000);
    // West and east of 180, each on its own side of the data.
    const lonlat west[] = {{179, 51}, {180, 51}, {180, 52}, {179, 51}};
    const lonlat east[] = {{-180, 51}, {-179, 51}, {-180, 52}, {-180, 51}};
    size_t end = 4;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, west}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 1);
    path_box left = path_bounds(v.outliner.px.pairs, v.outliner.px.count);
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, east}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 1);
    path_box right = path_bounds(v.outliner.px.pairs, v.outliner.px.count);
    ck_assert_double_eq_tol(left.max[0], right.min[0], 6);
    ck_assert_double_lt(left.min[0], left.max[0] - 50);
    ck_assert_double_gt(right.max[0], right.min[0] + 50);
    close_view(&v);
}
END_TEST

START_TEST(a_circle_around_the_pole_fills_the_pole)
{
    view v;
    open_grid(&v, "EPSG:4326", (grid){-180, 90, 0.25, 0.25, 1440, 720}, false);
    outline_circle(&v, (lonlat){30, 88}, 600e3);
    path_box box = path_bounds(v.outliner.px.pairs, v.outliner.px.count);
    ck_assert_double_eq_tol(box.min[0], 0, 0.01);
    ck_assert_double_eq_tol(box.max[0], 1440, 0.01);
    ck_assert_double_eq_tol(box.min[1], 0, 0.01);
    // 600 km are 5.37 degrees of latitude there: from 82.6 on one side to 86.6 on the other.
    double area = area_px2(&v.outliner.px);
    ck_assert_double_gt(area, 1440 * 4 * (90 - 86.7));
    ck_assert_double_lt(area, 1440 * 4 * (90 - 82.6));
    close_view(&v);

    open_grid(&v, "+proj=stere +lat_0=90 +lon_0=0", (grid){-2e6, 2e6, 5000, 5000, 800, 800}, false);
    outline_circle(&v, (lonlat){30, 88}, 600e3);
    ck_assert_double_eq_tol(area_px2(&v.outliner.px), M_PI * 120 * 120, 0.01 * M_PI * 120 * 120);
    close_view(&v);
}
END_TEST

START_TEST(mercator_is_cut_beyond_its_edge)
{
    view v;
    open_tiles(&v, 0);
    const lonlat cap[] = {{-180, 60}, {0, 60}, {180, 60}, {180, 90}, {0, 90}, {-180, 90}, {-180, 60}};
    size_t end = 7;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, cap}, false);
    path_box box = path_bounds(v.outliner.px.pairs, v.outliner.px.count);
    ck_assert_uint_eq(v.outliner.px.part_count, 1);
    ck_assert_double_eq_tol(box.min[1], -OUTLINE_MARGIN_CSS_PX, 1e-9);
    ck_assert_double_eq_tol(box.min[0], 0, 1e-9);
    ck_assert_double_eq_tol(box.max[0], 256, 1e-9);
    close_view(&v);
}
END_TEST

/** Between the ends of the edges, too, a parallel is where the projection has it. */
START_TEST(long_edges_follow_the_projection)
{
    view v;
    open_page(&v, "+proj=lcc +lat_1=40 +lat_2=50 +lat_0=45 +lon_0=20", (lonlat){20, 48}, 8000);
    const lonlat parallel[] = {{-15, 50}, {60, 50}};
    size_t end = 2;
    outline_shape(&v.outliner, &(geom_shape){GEOM_LINES, 1, &end, parallel}, false);
    const path *px = &v.outliner.px;
    ck_assert_uint_eq(px->part_count, 1);
    ck_assert_uint_gt(px->count, 15);
    double degree_px = 111195.0 / 8000;
    for (size_t i = 1; i < px->count; i++) {
        const double *a = px->pairs + 2 * i - 2, *b = px->pairs + 2 * i;
        lonlat middle = ground_at(&v, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        ck_assert_double_eq_tol(middle.lat_deg, 50, 0.11 / degree_px);
    }
    close_view(&v);
}
END_TEST

START_TEST(a_street_does_not_carry_the_country)
{
    view v;
    open_page(&v, "EPSG:32638", (lonlat){44.4, 33.3}, 0.5);
    const lonlat country[] = {{38, 29}, {48.5, 29}, {48.5, 37}, {38, 37}, {38, 29}};
    size_t end = 5;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, country}, false);
    path_box box = path_bounds(v.outliner.px.pairs, v.outliner.px.count);
    ck_assert_double_eq_tol(box.min[0], -64, 1e-6);
    ck_assert_double_eq_tol(box.min[1], -64, 1e-6);
    ck_assert_double_eq_tol(box.max[0], 864, 1e-6);
    ck_assert_double_eq_tol(box.max[1], 664, 1e-6);
    ck_assert_double_eq_tol(area_px2(&v.outliner.px), 928 * 728, 1);
    // And the country next to it is not there at all.
    const lonlat other[] = {{60, 29}, {70, 29}, {70, 37}, {60, 29}};
    end = 4;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, other}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 0);
    close_view(&v);
}
END_TEST

START_TEST(what_cannot_be_projected_is_left_out)
{
    view v;
    open_grid(&v, "+proj=ortho +lat_0=20 +lon_0=20", (grid){-6.4e6, 6.4e6, 16000, 16000, 800, 800}, false);
    // From the middle of the visible side over the horizon to the other side.
    const lonlat line[] = {{20, 20}, {60, 20}, {100, 20}, {150, 20}, {200, 20}};
    size_t end = 5;
    outline_shape(&v.outliner, &(geom_shape){GEOM_LINES, 1, &end, line}, false);
    ck_assert_uint_ge(v.outliner.px.part_count, 1);
    for (size_t i = 0; i < 2 * v.outliner.px.count; i++) {
        ck_assert(isfinite(v.outliner.px.pairs[i]));
        ck_assert_double_ge(v.outliner.px.pairs[i], -64);
        ck_assert_double_le(v.outliner.px.pairs[i], 864);
    }
    const lonlat hidden[] = {{200, -20}, {201, -20}, {201, -21}, {200, -20}};
    end = 4;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, hidden}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 0);
    close_view(&v);
}
END_TEST

/** Whatever a file holds, what comes out is finite, in the picture, and rings are closed. */
START_TEST(hostile_shapes_do_no_harm)
{
    static const double strange[] = {NAN, INFINITY, -INFINITY, 1e300,  -1e300, 180, -180,
                                     90,  -90,      0,         1e-300, 359,    33};
    const int strange_count = sizeof strange / sizeof *strange;
    static const struct {
        const char *srs;
        grid grid;
        bool wraps_x;
    } pictures[] = {
        {"EPSG:3857", {-20037508.342789244, 20037508.342789244, 78271.516964, 78271.516964, 512, 512}, true},
        {"EPSG:32638", {300000, 3700000, 500, 500, 800, 600}, false},
        {"EPSG:4326", {-180, 90, 0.5, 0.5, 720, 360}, false},
        {"+proj=ortho +lat_0=20 +lon_0=20", {-6.4e6, 6.4e6, 16000, 16000, 800, 800}, false},
    };
    srand(3);
    for (size_t p = 0; p < sizeof pictures / sizeof *pictures; p++) {
        view v;
        open_grid(&v, pictures[p].srs, pictures[p].grid, pictures[p].wraps_x);
        for (int round = 0; round < 200; round++) {
            lonlat points[8];
            size_t ends[] = {(size_t)rand() % 4, 0};
            ends[1] = ends[0] + (size_t)rand() % 5;
            for (int i = 0; i < 8; i++)
                points[i] = (lonlat){strange[rand() % strange_count], strange[rand() % strange_count]};
            geom_kind kind = rand() % 2 ? GEOM_POLYGON : GEOM_LINES;
            outline_shape(&v.outliner, &(geom_shape){kind, 2, ends, points}, rand() % 2);
            const path *px = &v.outliner.px;
            for (size_t i = 0; i < px->count; i++) {
                ck_assert(isfinite(px->pairs[2 * i]) && isfinite(px->pairs[2 * i + 1]));
                ck_assert_double_ge(px->pairs[2 * i + 1], v.outliner.picture.min[1] - 1e-9);
                ck_assert_double_le(px->pairs[2 * i + 1], v.outliner.picture.max[1] + 1e-9);
            }
            for (size_t part = 0, begin = 0; kind == GEOM_POLYGON && part < px->part_count;
                 begin = px->ends[part++]) {
                ck_assert_uint_ge(px->ends[part] - begin, 4);
                ck_assert_double_eq(px->pairs[2 * begin], px->pairs[2 * px->ends[part] - 2]);
                ck_assert_double_eq(px->pairs[2 * begin + 1], px->pairs[2 * px->ends[part] - 1]);
            }
        }
        close_view(&v);
    }
}
END_TEST

START_TEST(a_ring_runs_along_the_horizon)
{
    // A globe of a sphere, 200 pixels to its edge, seen from over the Gulf of Guinea.
    view v;
    const double radius_m = 6371e3, res = radius_m / 200;
    open_grid(&v, "+proj=ortho +R=6371000", (grid){-400 * res, 300 * res, res, res, 800, 600}, false);
    // A step of two degrees along all sides of 60 to 120 E, 30 S to 30 N.
    lonlat half_seen[121];
    for (int i = 0; i < 30; i++) {
        half_seen[i] = (lonlat){60 + 2 * i, -30};
        half_seen[30 + i] = (lonlat){120, -30 + 2 * i};
        half_seen[60 + i] = (lonlat){120 - 2 * i, 30};
        half_seen[90 + i] = (lonlat){60, 30 - 2 * i};
    }
    half_seen[120] = half_seen[0];
    size_t end = 121;
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, half_seen}, false);
    const path *px = &v.outliner.px;
    ck_assert_uint_eq(px->part_count, 1);
    int on_edge = 0;
    for (size_t i = 0; i < px->count; i++) {
        double x = px->pairs[2 * i] - 400, y = px->pairs[2 * i + 1] - 300;
        ck_assert_double_lt(hypot(x, y), 200.01);
        // East of 60 E on the parallels of 30, at their west end.
        ck_assert_double_ge(x, 200 * cos(M_PI / 6) * sin(M_PI / 3) - 0.5);
        on_edge += hypot(x, y) > 199;
    }
    ck_assert_int_ge(on_edge, 2);
    // The lune from 60 E to the edge between the parallels: r² of the integral of cos² over the latitudes,
    // times 1 - sin 60°; a chord along the edge takes a little of it.
    double lune_px2 = 200 * 200 * (1 - sin(M_PI / 3)) * (M_PI / 6 + sin(M_PI / 3) / 2);
    ck_assert_double_eq_tol(area_px2(px), lune_px2, 0.02 * lune_px2);

    end = 5;
    const lonlat behind[] = {{150, -10}, {170, -10}, {170, 10}, {150, 10}, {150, -10}};
    outline_shape(&v.outliner, &(geom_shape){GEOM_POLYGON, 1, &end, behind}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 0);
    const lonlat line[] = {{0, 0}, {45, 0}, {120, 0}, {150, 0}};
    end = 4;
    outline_shape(&v.outliner, &(geom_shape){GEOM_LINES, 1, &end, line}, false);
    ck_assert_uint_eq(v.outliner.px.part_count, 1);
    close_view(&v);
}
END_TEST

UNIT_MAIN("scene/outline", a_25_km_disc_is_25_km_on_the_ground, points_land_where_the_formula_says,
          across_the_antimeridian_tiles_run_on, across_the_antimeridian_pages_are_cut_in_two,
          a_page_across_the_antimeridian_shows_both_sides, a_circle_around_the_pole_fills_the_pole,
          mercator_is_cut_beyond_its_edge, long_edges_follow_the_projection,
          a_street_does_not_carry_the_country, what_cannot_be_projected_is_left_out,
          hostile_shapes_do_no_harm, a_ring_runs_along_the_horizon)
