#include "render/clip.h"

#include "unit/unit.h"

#include <math.h>

static const px_box box = {0, 0, 100, 100};

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static double random_between(uint32_t *state, double low, double high)
{
    return low + (high - low) * random_next(state) / 4294967296.0;
}

/** Even-odd: crossings of the ray to the right. */
static bool is_inside(const pxy *points, size_t count, pxy at)
{
    bool inside = false;
    for (size_t i = 0; i < count; i++) {
        pxy a = points[i], b = points[(i + 1) % count];
        if ((a.y_px > at.y_px) == (b.y_px > at.y_px)) continue;
        if (at.x_px < a.x_px + (at.y_px - a.y_px) / (b.y_px - a.y_px) * (b.x_px - a.x_px)) inside = !inside;
    }
    return inside;
}

START_TEST(the_inside_of_a_ring_is_the_same_within_the_box)
{
    uint32_t state = 88172645;
    outline out = {0};
    clip_scratch scratch = {0};
    for (int trial = 0; trial < 2000; trial++) {
        pxy ring[24];
        size_t count = 3 + random_next(&state) % 21;
        // Some rings reach far beyond what is kept whole.
        double far = trial % 4 == 0 ? 1e6 : trial % 4 == 1 ? 1e9 : 300;
        for (size_t i = 0; i < count; i++)
            ring[i] = (pxy){random_between(&state, -far, far), random_between(&state, -far, far)};
        outline_clear(&out);
        clip_ring(&out, &scratch, ring, count, box);
        ck_assert_uint_le(out.part_count, 1);
        for (int k = 0; k < 40; k++) {
            pxy at = {random_between(&state, 0, 100), random_between(&state, 0, 100)};
            bool found = out.part_count == 1 && is_inside(out.points, out.count, at);
            bool expected = is_inside(ring, count, at);
            if (found == expected) continue;
            // Coordinates of 1e9 leave about 1e-6 px of doubt at an edge.
            bool near_edge = false;
            for (size_t i = 0; i < count; i++) {
                pxy a = ring[i], b = ring[(i + 1) % count];
                double dx = b.x_px - a.x_px, dy = b.y_px - a.y_px;
                double off = (dx * (at.y_px - a.y_px) - dy * (at.x_px - a.x_px)) / hypot(dx, dy);
                near_edge = near_edge || fabs(off) < 1e-5;
            }
            ck_assert_msg(near_edge, "trial %d", trial);
        }
        for (size_t i = 0; i < out.count; i++) {
            ck_assert_double_le(fabs(out.points[i].x_px - 50), 16384 + 50 + 1e-6);
            ck_assert_double_le(fabs(out.points[i].y_px - 50), 16384 + 50 + 1e-6);
        }
    }
    outline_dispose(&out);
    clip_scratch_dispose(&scratch);
}
END_TEST

START_TEST(a_ring_around_the_box_fills_it_and_one_beside_it_is_gone)
{
    outline out = {0};
    clip_scratch scratch = {0};
    const pxy around[] = {{-10, -10}, {1e9, -10}, {1e9, 1e9}, {-10, 1e9}, {-10, -10}};
    clip_ring(&out, &scratch, around, 5, box);
    ck_assert_uint_eq(out.part_count, 1);
    ck_assert(is_inside(out.points, out.count, (pxy){0.001, 0.001}));
    ck_assert(is_inside(out.points, out.count, (pxy){99.999, 99.999}));
    outline_clear(&out);
    const pxy beside[] = {{101, 0}, {200, 0}, {200, 100}, {101, 0}};
    clip_ring(&out, &scratch, beside, 4, box);
    ck_assert_uint_eq(out.part_count, 0);
    clip_ring(&out, &scratch, beside, 0, box);
    ck_assert_uint_eq(out.part_count, 0);
    outline_dispose(&out);
    clip_scratch_dispose(&scratch);
}
END_TEST

START_TEST(segments_that_pass_through_keep_their_ends)
{
    outline out = {0};
    const pxy line[] = {{-500, 50}, {-30, 50}, {130.25, 50}, {130, 400}, {60, 110}, {50, 50}};
    clip_line(&out, line, 6, box);
    ck_assert_uint_eq(out.part_count, 2);
    ck_assert_uint_eq(out.parts[0].end, 2);
    ck_assert_double_eq(out.points[0].x_px, -30);
    ck_assert_double_eq(out.points[1].x_px, 130.25);
    ck_assert_uint_eq(out.count, 4);
    ck_assert_double_eq(out.points[2].y_px, 110);
    ck_assert(!out.parts[0].closed && !out.parts[1].closed);
    outline_dispose(&out);
}
END_TEST

START_TEST(closed_lines_keep_their_corners_joined)
{
    outline out = {0};
    const pxy inside[] = {{10, 10}, {90, 10}, {90, 90}, {10, 90}, {10, 10}};
    clip_line(&out, inside, 5, box);
    ck_assert_uint_eq(out.part_count, 1);
    ck_assert(out.parts[0].closed);
    ck_assert_uint_eq(out.count, 4);
    outline_clear(&out);
    // The first corner lies inside, the line leaves on the right: one piece, with the first corner within.
    const pxy crossing[] = {{10, 10}, {300, 10}, {300, 90}, {10, 90}, {10, 10}};
    clip_line(&out, crossing, 5, box);
    ck_assert_uint_eq(out.part_count, 1);
    ck_assert_uint_eq(out.count, 4);
    ck_assert_double_eq(out.points[0].x_px, 300);
    ck_assert_double_eq(out.points[0].y_px, 90);
    ck_assert_double_eq(out.points[2].x_px, 10);
    ck_assert_double_eq(out.points[2].y_px, 10);
    outline_dispose(&out);
}
END_TEST

/** Whether any dash covers the place along a level line. */
static bool is_dashed(const outline *out, double x_px)
{
    size_t at = 0;
    for (size_t part = 0; part < out->part_count; part++) {
        double from = out->points[at].x_px, to = out->points[out->parts[part].end - 1].x_px;
        if (x_px > from && x_px < to) return true;
        at = out->parts[part].end;
    }
    return false;
}

START_TEST(dashes_run_on_from_box_to_box)
{
    const double dashes[] = {7, 3, 1, 3};
    // Corners along the level line do not disturb the count.
    const pxy line[] = {{-1234.5, 50}, {-3.25, 50}, {20, 50}, {21.5, 50}, {250, 50}, {900, 50}};
    for (int shift = 0; shift < 5; shift++) {
        px_box moved = {shift * 57, 0, shift * 57 + 100, 100};
        outline out = {0};
        clip_dashed_line(&out, line, 6, moved, dashes, 4);
        for (double x = moved.min_x_px + 0.01; x < moved.max_x_px; x += 0.173) {
            double phase = fmod(x + 1234.5, 14);
            double edges[] = {0, 7, 10, 11, 14}, nearest = 1;
            for (int i = 0; i < 5; i++) nearest = fmin(nearest, fabs(phase - edges[i]));
            if (nearest < 1e-6) continue;
            ck_assert_int_eq(is_dashed(&out, x), phase < 7 || (phase >= 10 && phase < 11));
        }
        outline_dispose(&out);
    }
}
END_TEST

START_TEST(dashes_turn_corners_whole)
{
    const double dashes[] = {10, 5};
    const pxy corner[] = {{10, 10}, {16, 10}, {16, 40}};
    outline out = {0};
    clip_dashed_line(&out, corner, 3, box, dashes, 2);
    ck_assert_uint_eq(out.part_count, 3);
    // Six pixels to the corner, four after it.
    ck_assert_uint_eq(out.parts[0].end, 3);
    ck_assert_double_eq(out.points[1].x_px, 16);
    ck_assert_double_eq(out.points[2].y_px, 14);
    ck_assert_double_eq(out.points[3].y_px, 19);
    ck_assert_double_eq(out.points[4].y_px, 29);
    ck_assert_double_eq(out.points[6].y_px, 40);
    outline_dispose(&out);
}
END_TEST

START_TEST(patterns_that_are_none_give_a_solid_line)
{
    const pxy line[] = {{10, 10}, {90, 10}};
    static const double patterns[][2] = {{0, 0}, {0.2, 0.2}, {-3, 5}, {NAN, 4}, {INFINITY, 1}};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        outline out = {0};
        clip_dashed_line(&out, line, 2, box, patterns[i], 2);
        ck_assert_uint_eq(out.part_count, 1);
        ck_assert_uint_eq(out.count, 2);
        outline_dispose(&out);
    }
}
END_TEST

START_TEST(the_number_of_dashes_is_bounded_by_the_box)
{
    const double dashes[] = {0.3, 0.3};
    const pxy lines[][2] = {
        {{-1e300, 50}, {1e300, 50}}, {{-1e15, -1e15}, {1e15, 1e15}}, {{0, 50}, {1e9, 50.5}}};
    for (size_t i = 0; i < 3; i++) {
        outline out = {0};
        clip_dashed_line(&out, lines[i], 2, box, dashes, 2);
        ck_assert_uint_lt(out.part_count, 300);
        outline_dispose(&out);
    }
}
END_TEST

START_TEST(points_that_are_not_finite_are_left_out)
{
    outline out = {0};
    clip_scratch scratch = {0};
    const pxy ring[] = {{10, 10}, {NAN, 0}, {90, 10}, {INFINITY, 50}, {90, 90}, {10, -INFINITY}};
    clip_ring(&out, &scratch, ring, 6, box);
    ck_assert_uint_eq(out.count, 3);
    outline_clear(&out);
    clip_line(&out, ring, 6, box);
    ck_assert_uint_eq(out.count, 0);
    outline_dispose(&out);
    clip_scratch_dispose(&scratch);
}
END_TEST

UNIT_MAIN("render/clip", the_inside_of_a_ring_is_the_same_within_the_box,
          a_ring_around_the_box_fills_it_and_one_beside_it_is_gone,
          segments_that_pass_through_keep_their_ends, closed_lines_keep_their_corners_joined,
          dashes_run_on_from_box_to_box, dashes_turn_corners_whole, patterns_that_are_none_give_a_solid_line,
          the_number_of_dashes_is_bounded_by_the_box, points_that_are_not_finite_are_left_out)
