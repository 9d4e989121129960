#include "scene/label_line.h"

#include "unit/unit.h"

#include <math.h>

static label_way along(const pxy *line, size_t count, double middle_px, double width_px)
{
    return (label_way){line, count, middle_px, width_px, 10, M_PI / 4, true, 0};
}

START_TEST(a_text_is_centred_on_a_straight_line)
{
    const pxy line[] = {{100, 50}, {120, 50}, {300, 50}};
    pxy curve[LABEL_CURVE_MAX];
    label_way way = along(line, 3, 80, 60);
    size_t count = label_follow(curve, &way);
    ck_assert_uint_eq(count, 13);
    ck_assert_double_eq_tol(curve[0].x_px, 150, 1e-9);
    ck_assert_double_eq_tol(curve[12].x_px, 210, 1e-9);
    for (size_t i = 0; i < count; i++) ck_assert_double_eq_tol(curve[i].y_px, 50, 1e-9);
    // Below the line as a reader sees it.
    way.down_px = 7;
    count = label_follow(curve, &way);
    for (size_t i = 0; i < count; i++) ck_assert_double_eq_tol(curve[i].y_px, 57, 1e-9);
}
END_TEST

START_TEST(a_text_runs_from_left_to_right)
{
    const pxy line[] = {{300, 50}, {100, 60}};
    pxy curve[LABEL_CURVE_MAX];
    label_way way = along(line, 2, 100, 50);
    way.down_px = 5;
    size_t count = label_follow(curve, &way);
    ck_assert_double_lt(curve[0].x_px, curve[count - 1].x_px);
    // Its feet are down, too.
    ck_assert_double_gt(curve[count / 2].y_px, 55 + 4);
    way.keeps_upright = false;
    count = label_follow(curve, &way);
    ck_assert_double_gt(curve[0].x_px, curve[count - 1].x_px);
    ck_assert_double_lt(curve[count / 2].y_px, 55 - 4);
}
END_TEST

START_TEST(a_line_too_short_or_too_bent_has_none)
{
    const pxy line[] = {{0, 0}, {100, 0}}, corner[] = {{0, 0}, {100, 0}, {100, 100}},
              arc[] = {{0, 0}, {60, 3}, {118, 15}, {170, 40}}, point[] = {{5, 5}, {5, 5}};
    pxy curve[LABEL_CURVE_MAX];
    ck_assert_uint_ne(label_follow(curve, &(label_way){line, 2, 50, 100, 10, 1, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){line, 2, 50, 100.1, 10, 1, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){line, 2, 20, 50, 10, 1, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){corner, 3, 100, 120, 10, M_PI / 9, true, 0}), 0);
    ck_assert_uint_ne(label_follow(curve, &(label_way){corner, 3, 50, 60, 10, M_PI / 9, true, 0}), 0);
    ck_assert_uint_ne(label_follow(curve, &(label_way){arc, 4, 88, 150, 10, M_PI / 9, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){point, 2, 0, 10, 10, 1, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){line, 2, 50, (double)NAN, 10, 1, true, 0}), 0);
    ck_assert_uint_eq(label_follow(curve, &(label_way){line, 1, 0, 10, 10, 1, true, 0}), 0);
}
END_TEST

START_TEST(the_line_is_as_long_as_the_text)
{
    const pxy zigzag[] = {{0, 0}, {30, 8}, {60, 0}, {90, 8}, {120, 0}, {150, 8}, {180, 0}, {210, 8}};
    pxy curve[LABEL_CURVE_MAX];
    for (int down = -8; down <= 8; down += 8) {
        size_t count = label_follow(curve, &(label_way){zigzag, 8, 108, 150, 10, M_PI / 2, true, down});
        ck_assert_uint_ne(count, 0);
        double length_px = 0;
        for (size_t i = 1; i < count; i++)
            length_px += hypot(curve[i].x_px - curve[i - 1].x_px, curve[i].y_px - curve[i - 1].y_px);
        ck_assert_double_ge(length_px, 150 - 1e-9);
        ck_assert_double_le(length_px, 165);
    }
}
END_TEST

static bool covers(const px_box *boxes, size_t count, pxy at)
{
    for (size_t i = 0; i < count; i++)
        if (at.x_px >= boxes[i].min_x_px - 1e-9 && at.x_px <= boxes[i].max_x_px + 1e-9 &&
            at.y_px >= boxes[i].min_y_px - 1e-9 && at.y_px <= boxes[i].max_y_px + 1e-9)
            return true;
    return false;
}

START_TEST(boxes_cover_a_turned_text_whole)
{
    const px_box layout = {100, 40, 190, 56};
    const pxy pivot = {100, 48};
    px_box boxes[LABEL_CURVE_MAX];
    for (int degrees = -180; degrees <= 180; degrees += 15) {
        double turn = degrees * M_PI / 180;
        size_t count = label_cover_turned(boxes, layout, pivot, turn);
        for (int i = 0; i <= 20; i++)
            for (int k = 0; k <= 4; k++) {
                double right = 4.5 * i, down = -8 + 4 * k;
                pxy at = {pivot.x_px + right * cos(turn) - down * sin(turn),
                          pivot.y_px + right * sin(turn) + down * cos(turn)};
                ck_assert(covers(boxes, count, at));
            }
    }
    size_t count = label_cover_turned(boxes, layout, pivot, M_PI / 2);
    px_box all = PX_BOX_EMPTY;
    for (size_t i = 0; i < count; i++) all = px_box_union(all, boxes[i]);
    ck_assert_double_eq_tol(all.min_x_px, 92, 1e-9);
    ck_assert_double_eq_tol(all.max_y_px, 138, 1e-9);
}
END_TEST

UNIT_MAIN("scene/label_line", a_text_is_centred_on_a_straight_line, a_text_runs_from_left_to_right,
          a_line_too_short_or_too_bent_has_none, the_line_is_as_long_as_the_text,
          boxes_cover_a_turned_text_whole)
