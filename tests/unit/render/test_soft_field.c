/** @file Areas as they are really drawn: their size on the ground, measured from pixels. */
#include "render/render.h"

#include "base/arena.h"
#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char document[] =
    "{\"version\":8,\"metadata\":{\"incmap:soft-areas\":{\"areas\":0.5}},\"sources\":{},\"layers\":[{\"id\":"
    "\"areas\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"#f00\",\"fill-opacity\":0."
    "4}}]}";

typedef struct {
    style *style;
    projection *projection;
    incident_set set;
    scene *scene;
    renderer *renderer;
    grid grid;
} stage;

static void open_stage(stage *st)
{
    incmap_error err = {0};
    *st = (stage){0};
    incident_set_init(&st->set, NULL, 0);
    ck_assert_int_eq(style_parse(&st->style, document, sizeof document - 1, "test", &err), INCMAP_OK);
    st->renderer = renderer_new(NULL);
}

static void close_stage(stage *st)
{
    renderer_free(st->renderer);
    scene_free(st->scene);
    projection_close(st->projection);
    style_free(st->style);
    incident_set_dispose(&st->set);
}

static void add(stage *st, lonlat place, double radius_m)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = place;
    item.radius_m = radius_m;
    incident_set_add(&st->set, &item);
}

static void build(stage *st, const char *srs, grid g)
{
    incmap_error err = {0};
    st->grid = g;
    ck_assert_msg(projection_open(&st->projection, srs, &err) == INCMAP_OK, "%s", err.message);
    const scene_request request = {.style = st->style,
                                   .zoom = 8,
                                   .projection = st->projection,
                                   .grid = g,
                                   .pixel_ratio = 1,
                                   .incidents = &st->set,
                                   .text = renderer_text_measurer(st->renderer),
                                   .wraps_x = strcmp(srs, "EPSG:3857") == 0};
    ck_assert_msg(scene_build(&st->scene, &request, &err) == INCMAP_OK, "%s", err.message);
}

static uint32_t *draw(stage *st, render_rect window)
{
    incmap_error err = {0};
    uint32_t *argb = mem_alloc((size_t)window.width_px * (size_t)window.height_px * sizeof *argb);
    ck_assert_int_eq(render_window(st->renderer, st->scene, NULL, 0, window, argb, window.width_px, &err),
                     INCMAP_OK);
    return argb;
}

static pxy place_px(const stage *st, lonlat place)
{
    projxy projected;
    projection_forward(st->projection, &place, &projected, 1);
    return grid_to_px(&st->grid, projected);
}

/** A window of @p side_px around a place. */
static render_rect window_around(const stage *st, lonlat place, int side_px)
{
    pxy at = place_px(st, place);
    return (render_rect){(int64_t)at.x_px - side_px / 2, (int64_t)at.y_px - side_px / 2, side_px, side_px};
}

/** An alpha and how far from the place it is. */
typedef struct {
    double distance_m, alpha;
} grain;

static int compare_grains(const void *a, const void *b)
{
    const grain *p = a, *q = b;
    return (p->distance_m > q->distance_m) - (p->distance_m < q->distance_m);
}

/** The distance from the place, on the ground, within which 90% of the opacity lie. */
static double measure_radius_m(stage *st, lonlat place, int side_px)
{
    render_rect window = window_around(st, place, side_px);
    uint32_t *argb = draw(st, window);
    grain *grains = NULL;
    size_t count = 0, capacity = 0;
    double all = 0, sum = 0, radius_m = 0;
    for (int y = 0; y < side_px; y++)
        for (int x = 0; x < side_px; x++) {
            uint32_t alpha = argb[(size_t)y * (size_t)side_px + (size_t)x] >> 24;
            if (alpha == 0) continue;
            ck_assert_msg(x > 0 && y > 0 && x < side_px - 1 && y < side_px - 1, "the window is too small");
            pxy at = {(double)(window.x_px + x) + 0.5, (double)(window.y_px + y) + 0.5};
            projxy projected = grid_from_px(&st->grid, at);
            lonlat ground;
            projection_inverse(st->projection, &projected, &ground, 1);
            VEC_PUSH(grains, count, capacity, ((grain){geodesic_distance_m(place, ground), alpha}));
            all += alpha;
        }
    ck_assert_uint_gt(count, 1000);
    qsort(grains, count, sizeof *grains, compare_grains);
    for (size_t i = 0; i < count && sum < 0.9 * all; i++) {
        sum += grains[i].alpha;
        radius_m = grains[i].distance_m;
    }
    free(grains);
    free(argb);
    return radius_m;
}

static void check_disc(const char *srs, grid g, lonlat place)
{
    stage st;
    open_stage(&st);
    add(&st, place, 25000);
    build(&st, srs, g);
    double radius_m = measure_radius_m(&st, place, 700);
    ck_assert_msg(fabs(radius_m / 25000 - 1) < 0.01, "%s at %g: %g m", srs, place.lat_deg, radius_m);
    close_stage(&st);
}

/** A picture of @p res_m to the pixel around a place. */
static grid grid_around(const char *srs, lonlat place, double res_m)
{
    incmap_error err = {0};
    projection *p;
    projxy at;
    ck_assert_msg(projection_open(&p, srs, &err) == INCMAP_OK, "%s", err.message);
    projection_forward(p, &place, &at, 1);
    double res = res_m / projection_unit_m(p);
    projection_close(p);
    return (grid){at.x - 600 * res, at.y + 600 * res, res, res, 1200, 1200};
}

START_TEST(a_disc_measures_on_the_ground_what_it_says)
{
    static const struct {
        double lat_deg;
        const char *utm, *conic;
    } rows[] = {
        {0, "EPSG:32638", "+proj=lcc +lat_1=-5 +lat_2=8 +lat_0=1 +lon_0=44 +datum=WGS84"},
        {33, "EPSG:32638", "+proj=lcc +lat_1=30 +lat_2=36 +lat_0=33 +lon_0=42 +datum=WGS84"},
        {60, "EPSG:32638", "+proj=lcc +lat_1=55 +lat_2=64 +lat_0=60 +lon_0=40 +datum=WGS84"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const lonlat place = {44.366, rows[i].lat_deg};
        check_disc("EPSG:3857", grid_web_mercator(9, 256), place);
        check_disc("EPSG:3857", grid_web_mercator(8, 512), place);
        check_disc(rows[i].utm, grid_around(rows[i].utm, place, 200), place);
        check_disc(rows[i].conic, grid_around(rows[i].conic, place, 150), place);
        // No ellipse of its own axes: degrees, where 60 degrees north are half as wide.
        check_disc("EPSG:4326", grid_around("EPSG:4326", place, 250), place);
    }
}
END_TEST

START_TEST(windows_agree_also_across_the_edge_of_the_world)
{
    stage st;
    open_stage(&st);
    add(&st, (lonlat){179.9, 10}, 60000);
    add(&st, (lonlat){-179.7, 10.3}, 90000);
    build(&st, "EPSG:3857", grid_web_mercator(7, 256));
    const pxy at = place_px(&st, (lonlat){179.9, 10});
    const int64_t world_px = st.grid.width_px, top = (int64_t)at.y_px - 150;
    uint32_t *east = draw(&st, (render_rect){world_px - 200, top, 200, 300});
    uint32_t *both = draw(&st, (render_rect){world_px - 200, top, 400, 300});
    uint32_t *west = draw(&st, (render_rect){0, top, 200, 300});
    size_t inked = 0;
    for (size_t y = 0; y < 300; y++) {
        ck_assert_mem_eq(both + 400 * y, east + 200 * y, 200 * sizeof *east);
        for (size_t x = 0; x < 200; x++) inked += west[200 * y + x] != 0;
    }
    ck_assert_uint_gt(inked, 1000);
    uint32_t *part = draw(&st, (render_rect){world_px - 131, top + 77, 40, 50});
    for (size_t y = 0; y < 50; y++)
        ck_assert_mem_eq(part + 40 * y, east + 200 * (y + 77) + 69, 40 * sizeof *part);
    free(east);
    free(both);
    free(west);
    free(part);
    close_stage(&st);
}
END_TEST

/** The pixel at a place. */
static uint32_t pixel_at(stage *st, lonlat place)
{
    render_rect window = window_around(st, place, 2);
    uint32_t *argb = draw(st, window), pixel = argb[0];
    free(argb);
    return pixel;
}

START_TEST(many_areas_stay_below_the_limit)
{
    stage st;
    const lonlat place = {44, 33};
    open_stage(&st);
    add(&st, place, 30000);
    build(&st, "EPSG:3857", grid_web_mercator(9, 256));
    // Of one alone the opacity is its own, 0.4, red.
    ck_assert_uint_eq(pixel_at(&st, place), 0x66660000);
    close_stage(&st);
    open_stage(&st);
    for (int i = 0; i < 300; i++) add(&st, (lonlat){place.lon_deg + 0.0001 * i, place.lat_deg}, 30000 + i);
    build(&st, "EPSG:3857", grid_web_mercator(9, 256));
    ck_assert_uint_eq(pixel_at(&st, place), 0x80800000);
    close_stage(&st);
}
END_TEST

START_TEST(a_sheet_of_vectors_shows_them_too)
{
    stage st;
    open_stage(&st);
    const lonlat place = {44, 33};
    add(&st, place, 25000);
    grid g = grid_around("EPSG:32638", place, 400);
    build(&st, "EPSG:32638", g);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1200, 1200);
    cairo_t *cr = cairo_create(surface);
    incmap_error err = {0};
    ck_assert_int_eq(render_vector(st.renderer, st.scene, cr, &err), INCMAP_OK);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    uint32_t *drawn = draw(&st, (render_rect){0, 0, 1200, 1200});
    const unsigned char *data = cairo_image_surface_get_data(surface);
    for (int y = 0; y < 1200; y++)
        ck_assert_mem_eq(data + (ptrdiff_t)y * cairo_image_surface_get_stride(surface), drawn + 1200 * y,
                         1200 * sizeof *drawn);
    cairo_surface_destroy(surface);
    free(drawn);
    close_stage(&st);
}
END_TEST

UNIT_MAIN("render/soft_field", a_disc_measures_on_the_ground_what_it_says,
          windows_agree_also_across_the_edge_of_the_world, many_areas_stay_below_the_limit,
          a_sheet_of_vectors_shows_them_too)
