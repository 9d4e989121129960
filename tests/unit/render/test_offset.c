#include "render/offset.h"

#include "unit/unit.h"

#include <math.h>

static void expect(const pxy *in, size_t count, double offset_px, const pxy *out, size_t out_count)
{
    pxy found[64];
    ck_assert_uint_le(2 * count, 64);
    size_t found_count = offset_line(found, in, count, offset_px);
    ck_assert_uint_eq(found_count, out_count);
    for (size_t i = 0; i < out_count; i++) {
        ck_assert_msg(fabs(found[i].x_px - out[i].x_px) < 1e-9 && fabs(found[i].y_px - out[i].y_px) < 1e-9,
                      "point %zu is %g, %g", i, found[i].x_px, found[i].y_px);
    }
}

START_TEST(to_the_right_as_it_runs)
{
    // Eastwards, the right is downwards.
    expect((pxy[]){{0, 0}, {10, 0}}, 2, 3, (pxy[]){{0, 3}, {10, 3}}, 2);
    expect((pxy[]){{0, 0}, {10, 0}}, 2, -3, (pxy[]){{0, -3}, {10, -3}}, 2);
    expect((pxy[]){{0, 10}, {0, 0}}, 2, 2, (pxy[]){{2, 10}, {2, 0}}, 2);
    // A corner to the right: the moved segments meet inside of it; to the left, outside.
    expect((pxy[]){{0, 0}, {10, 0}, {10, 10}}, 3, 1, (pxy[]){{0, 1}, {9, 1}, {9, 10}}, 3);
    expect((pxy[]){{0, 0}, {10, 0}, {10, -10}}, 3, 1, (pxy[]){{0, 1}, {11, 1}, {11, -10}}, 3);
    // Points on top of each other change nothing.
    expect((pxy[]){{0, 0}, {0, 0}, {10, 0}, {10, 0}, {10, 10}}, 5, 1, (pxy[]){{0, 1}, {9, 1}, {9, 10}}, 3);
}
END_TEST

START_TEST(sharp_corners_are_cut)
{
    // Back the way it came: the ends of both sides.
    const pxy there_and_back[] = {{0, 1}, {10, 1}, {10, -1}, {0, -1}, {0, 1}};
    expect((pxy[]){{0, 0}, {10, 0}, {0, 0}}, 3, 1, there_and_back, 5);
    pxy out[6];
    const pxy spike[] = {{0, 0}, {100, 1}, {0, 2}};
    size_t count = offset_line(out, spike, 3, -5);
    for (size_t i = 0; i < count; i++)
        ck_assert_double_lt(hypot(out[i].x_px - 100, 0), 100 + 5 * OFFSET_MITER_LIMIT);
}
END_TEST

START_TEST(rings_stay_closed)
{
    const pxy clockwise[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
    ck_assert_double_eq(offset_ring_area2(clockwise, 5), 200);
    expect(clockwise, 5, 2, (pxy[]){{2, 2}, {8, 2}, {8, 8}, {2, 8}, {2, 2}}, 5);
    expect(clockwise, 5, -2, (pxy[]){{-2, -2}, {12, -2}, {12, 12}, {-2, 12}, {-2, -2}}, 5);
    const pxy other_way[] = {{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}};
    ck_assert_double_eq(offset_ring_area2(other_way, 5), -200);
    // Far from the origin a small ring has its area still.
    const pxy far[] = {{1e9, 1e9}, {1e9 + 1, 1e9}, {1e9 + 1, 1e9 + 1}, {1e9, 1e9}};
    ck_assert_double_eq(offset_ring_area2(far, 4), 1);
}
END_TEST

START_TEST(lines_without_length)
{
    pxy out[8];
    ck_assert_uint_eq(offset_line(out, (pxy[]){{3, 3}}, 1, 2), 0);
    ck_assert_uint_eq(offset_line(out, (pxy[]){{3, 3}, {3, 3}, {3, 3}}, 3, 2), 0);
    ck_assert_uint_eq(offset_line(out, (pxy[]){{3, 3}, {(double)NAN, 3}}, 2, 2), 0);
    ck_assert_uint_eq(offset_line(out, out, 0, 2), 0);
}
END_TEST

UNIT_MAIN("render/offset", to_the_right_as_it_runs, sharp_corners_are_cut, rings_stay_closed,
          lines_without_length)
