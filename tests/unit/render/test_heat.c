#include "render/heat.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

#define SIDE 64

/** Greys from black to white, opaque: a pixel's colour tells its density. */
static double heat_max = 1;

static const scene_layer *grey_layer(void)
{
    static style_color colors[SCENE_HEAT_COLORS];
    static scene_layer layer = {.kind = SCENE_HEAT, .heat_colors = colors};
    layer.heat_max = heat_max;
    for (int i = 0; i < SCENE_HEAT_COLORS; i++) colors[i] = (style_color){i / 255.0, i / 255.0, i / 255.0, 1};
    return &layer;
}

static void draw(uint32_t *argb, int64_t x_px, int64_t y_px, const pxy *points, size_t count,
                 scene_mark_paint paint)
{
    field density = {0};
    canvas c = {
        .argb = argb, .stride_px = SIDE, .x_px = x_px, .y_px = y_px, .width_px = SIDE, .height_px = SIDE};
    memset(argb, 0, SIDE * SIDE * sizeof *argb);
    field_open(&density, &c, 0, 1);
    ck_assert(density.is_open);
    for (size_t i = 0; i < count; i++) heat_add(&density, &c, &paint, points[i], 0);
    heat_paint(&density, &c, grey_layer());
    ck_assert(!density.is_open);
    field_dispose(&density);
}

static int density_at(const uint32_t *argb, int x, int y)
{
    return (int)(argb[y * SIDE + x] & 255);
}

START_TEST(a_point_has_the_kernels_densities)
{
    static uint32_t argb[SIDE * SIDE];
    const pxy at = {32.5, 32.5};
    draw(argb, 0, 0, &at, 1, (scene_mark_paint){.radius_px = 30, .weight = 2, .reach_px = 28});
    // 0.39894 x 2 at the centre, falling with a standard deviation of 10 pixels.
    ck_assert_int_eq(density_at(argb, 32, 32), (int)lround(255 * 0.3989422804 * 2));
    ck_assert_int_eq(density_at(argb, 42, 32), (int)lround(255 * 0.3989422804 * 2 * exp(-0.5)));
    ck_assert_int_eq(density_at(argb, 32, 12), (int)lround(255 * 0.3989422804 * 2 * exp(-2)));
    ck_assert_int_eq(density_at(argb, 25, 39), (int)lround(255 * 0.3989422804 * 2 * exp(-0.49)));
    // Nothing beyond its reach.
    ck_assert_uint_eq(argb[32 * SIDE + 62], 0);
    ck_assert_uint_eq(argb[10 * SIDE + 10], 0);
    ck_assert_uint_ne(argb[32 * SIDE + 59], 0);
}
END_TEST

START_TEST(the_scale_says_which_density_has_the_last_colour)
{
    static uint32_t argb[SIDE * SIDE];
    const pxy at = {32.5, 32.5};
    heat_max = 8;
    draw(argb, 0, 0, &at, 1, (scene_mark_paint){.radius_px = 30, .weight = 10, .reach_px = 28});
    ck_assert_int_eq(density_at(argb, 32, 32), (int)lround(255 * 0.3989422804 * 10 / 8));
    ck_assert_int_eq(density_at(argb, 42, 32), (int)lround(255 * 0.3989422804 * 10 / 8 * exp(-0.5)));
    heat_max = 2;
    draw(argb, 0, 0, &at, 1, (scene_mark_paint){.radius_px = 30, .weight = 10, .reach_px = 28});
    ck_assert_int_eq(density_at(argb, 32, 32), 255);
    heat_max = 1;
}
END_TEST

START_TEST(points_add_up_to_the_last_colour_at_most)
{
    static uint32_t argb[SIDE * SIDE];
    pxy points[100];
    for (int i = 0; i < 100; i++) points[i] = (pxy){20.5, 20.5};
    const scene_mark_paint paint = {.radius_px = 9, .weight = 0.1, .reach_px = 12};
    draw(argb, 0, 0, points, 10, paint);
    ck_assert_int_eq(density_at(argb, 20, 20), (int)lround(255 * 0.3989422804));
    draw(argb, 0, 0, points, 100, paint);
    ck_assert_uint_eq(argb[20 * SIDE + 20], 0xffffffff);
}
END_TEST

START_TEST(canvases_agree_where_they_overlap)
{
    static uint32_t whole[SIDE * SIDE], part[SIDE * SIDE];
    const pxy points[] = {{1020.3, 2041.7}, {1033.1, 2050.9}, {1001, 2031.4999999999}};
    const scene_mark_paint paint = {.radius_px = 33.3, .weight = 0.7, .reach_px = 41.7};
    draw(whole, 1000, 2000, points, 3, paint);
    for (int shift = 1; shift < SIDE; shift += 9) {
        draw(part, 1000 + shift, 2000 - shift, points, 3, paint);
        for (int y = 0; y < SIDE - shift; y++)
            for (int x = shift; x < SIDE; x++)
                ck_assert_uint_eq(whole[y * SIDE + x], part[(y + shift) * SIDE + x - shift]);
    }
}
END_TEST

START_TEST(what_is_out_of_reach_or_no_number_leaves_no_trace)
{
    static uint32_t argb[SIDE * SIDE];
    const pxy points[] = {{-500, 20}, {20, 1e18}, {(double)NAN, 20}, {20, (double)-INFINITY}, {-1e300, 5}};
    draw(argb, 0, 0, points, 5, (scene_mark_paint){.radius_px = 30, .weight = 5, .reach_px = 45});
    for (int i = 0; i < SIDE * SIDE; i++) ck_assert_uint_eq(argb[i], 0);
    const pxy at = {20, 20};
    draw(argb, 0, 0, &at, 1, (scene_mark_paint){.radius_px = 0, .weight = 5, .reach_px = 45});
    for (int i = 0; i < SIDE * SIDE; i++) ck_assert_uint_eq(argb[i], 0);
}
END_TEST

UNIT_MAIN("render/heat", a_point_has_the_kernels_densities, the_scale_says_which_density_has_the_last_colour,
          points_add_up_to_the_last_colour_at_most, canvases_agree_where_they_overlap,
          what_is_out_of_reach_or_no_number_leaves_no_trace)
