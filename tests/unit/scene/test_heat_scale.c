#include "scene/heat_scale.h"

#include "unit/unit.h"

#include <math.h>

/** As heavy as one incident in a kernel of 30 pixels; twice as wide; a hundred times as heavy. */
static const scene_mark_paint paints[] = {{.radius_px = 30, .weight = 1, .reach_px = 45},
                                          {.radius_px = 60, .weight = 1, .reach_px = 90},
                                          {.radius_px = 30, .weight = 100, .reach_px = 60}};

START_TEST(density_is_the_sum_of_kernels)
{
    const scene_mark points[] = {
        {{100, 100}, 0, 0}, {{110, 100}, 0, 1}, {{100, 120}, 1, 2}, {{500, 100}, 0, 3}};
    double expected = 0.3989422804014327 * (1 + exp(-0.5) + exp(-0.5));
    ck_assert_double_eq_tol(heat_density_at(points, 4, paints, (pxy){100, 100}), expected, 1e-12);
    ck_assert_double_eq(heat_density_at(points, 4, paints, (pxy){300, 300}), 0);
}
END_TEST

START_TEST(the_greatest_is_rounded_up_to_three_digits)
{
    const scene_mark one = {{100, 100}, 0, 0};
    // 0.39894 of a single point.
    ck_assert_double_eq_tol(heat_greatest(&one, 1, paints), 0.399, 1e-12);
    const scene_mark heavy[] = {{{100, 100}, 0, 0}, {{900, 100}, 2, 1}};
    ck_assert_double_eq_tol(heat_greatest(heavy, 2, paints), 39.9, 1e-12);
    ck_assert_double_eq(heat_greatest(NULL, 0, paints), 0);
}
END_TEST

START_TEST(it_is_close_to_the_greatest_of_all_pixels)
{
    enum { COUNT = 600 };
    static scene_mark points[COUNT];
    uint32_t state = 17;
    for (int i = 0; i < COUNT; i++) {
        double xy[2];
        for (int k = 0; k < 2; k++) {
            state = state * 1664525u + 1013904223u;
            xy[k] = 300.0 * (state >> 8) / 16777216.0;
            if (i % 3) xy[k] = 100 + xy[k] / 6;
        }
        points[i] = (scene_mark){{xy[0], xy[1]}, (uint32_t)(i % 7 == 0), i};
    }
    double greatest = 0, found = heat_greatest(points, COUNT, paints);
    for (int y = 0; y < 300; y += 2)
        for (int x = 0; x < 300; x += 2)
            greatest = fmax(greatest, heat_density_at(points, COUNT, paints, (pxy){x + 0.5, y + 0.5}));
    ck_assert_double_ge(found, 0.97 * greatest);
    ck_assert_double_le(found, 1.02 * greatest);
}
END_TEST

UNIT_MAIN("scene/heat_scale", density_is_the_sum_of_kernels, the_greatest_is_rounded_up_to_three_digits,
          it_is_close_to_the_greatest_of_all_pixels)
