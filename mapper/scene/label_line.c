#include "scene/label_line.h"

#include <math.h>

// Bends are summed up over this many steps, each of half an em: about three letters.
#define BEND_STEPS 3

// Each smooths over a step to both sides; so many leave bends of about an em.
#define SMOOTH_PASSES 6

static double distance_px(pxy a, pxy b)
{
    return hypot(b.x_px - a.x_px, b.y_px - a.y_px);
}

/** Points along the line, a step apart; the first at @p begin_px. False where the line ends before the last.
 */
static bool resample(pxy *out, size_t count, const label_way *way, double begin_px, double step_px)
{
    size_t next = 0;
    double passed_px = 0;
    if (begin_px < 0) return false;
    for (size_t i = 1; i < way->count; i++) {
        double length_px = distance_px(way->line[i - 1], way->line[i]);
        while (next < count) {
            double left_px = begin_px + (double)next * step_px - passed_px;
            // The last may miss the end by rounding alone.
            if (left_px > length_px + (i + 1 == way->count ? 1e-6 : 0)) break;
            double share = length_px > 0 ? fmin(left_px / length_px, 1) : 0;
            const pxy a = way->line[i - 1], b = way->line[i];
            out[next++] = (pxy){a.x_px + share * (b.x_px - a.x_px), a.y_px + share * (b.y_px - a.y_px)};
        }
        passed_px += length_px;
    }
    return next == count;
}

static void smooth(pxy *points, size_t count)
{
    for (int pass = 0; pass < SMOOTH_PASSES; pass++) {
        pxy before = points[0];
        for (size_t i = 1; i + 1 < count; i++) {
            pxy here = points[i];
            points[i].x_px = (before.x_px + 2 * here.x_px + points[i + 1].x_px) / 4;
            points[i].y_px = (before.y_px + 2 * here.y_px + points[i + 1].y_px) / 4;
            before = here;
        }
    }
}

static double direction_rad(pxy a, pxy b)
{
    return atan2(b.y_px - a.y_px, b.x_px - a.x_px);
}

static bool bends_too_much(const pxy *points, size_t count, double max_turn_rad)
{
    for (size_t i = 1; i + 1 < count; i++) {
        double sum = 0;
        for (size_t k = i; k < i + BEND_STEPS && k + 1 < count; k++)
            sum += fabs(remainder(
                direction_rad(points[k], points[k + 1]) - direction_rad(points[k - 1], points[k]), 2 * M_PI));
        if (sum > max_turn_rad) return true;
    }
    return false;
}

static void reverse(pxy *points, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        pxy swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
}

/** Moves each point to the side, that of the text's feet, by the direction of its neighbours. */
static void move_down(pxy *points, size_t count, double down_px)
{
    pxy before = points[0];
    for (size_t i = 0; i < count; i++) {
        pxy here = points[i], after = i + 1 < count ? points[i + 1] : here;
        double angle = direction_rad(before, after);
        points[i].x_px -= down_px * sin(angle);
        points[i].y_px += down_px * cos(angle);
        before = here;
    }
}

/** Smoothing cuts corners: makes the line as long as the text again, straight on at both ends. */
static void lengthen(pxy *points, size_t count, double width_px)
{
    double length_px = 0;
    for (size_t i = 1; i < count; i++) length_px += distance_px(points[i - 1], points[i]);
    double lacks_px = width_px - length_px;
    if (!(lacks_px > 0)) return;
    double first = direction_rad(points[1], points[0]);
    double last = direction_rad(points[count - 2], points[count - 1]);
    points[0].x_px += lacks_px / 2 * cos(first);
    points[0].y_px += lacks_px / 2 * sin(first);
    points[count - 1].x_px += lacks_px / 2 * cos(last);
    points[count - 1].y_px += lacks_px / 2 * sin(last);
}

size_t label_follow(pxy out[LABEL_CURVE_MAX], const label_way *way)
{
    // Written so that a size that is not a number gives nothing.
    if (!(way->width_px > 0 && way->em_px > 0) || way->count < 2) return 0;
    size_t steps = (size_t)fmin(fmax(ceil(way->width_px / (way->em_px / 2)), 1), LABEL_CURVE_MAX - 1);
    size_t count = steps + 1;
    if (!resample(out, count, way, way->middle_px - way->width_px / 2, way->width_px / (double)steps))
        return 0;
    smooth(out, count);
    if (bends_too_much(out, count, way->max_turn_rad)) return 0;
    if (way->keeps_upright && out[count - 1].x_px < out[0].x_px) reverse(out, count);
    if (way->down_px != 0) move_down(out, count, way->down_px);
    lengthen(out, count, way->width_px);
    return count;
}

/** The box around a rectangle's corners: of the line from @p a to @p b, half a height to both sides. */
static px_box box_along(pxy a, pxy b, double height_px)
{
    double angle = direction_rad(a, b), half_px = height_px / 2;
    double side_x = fabs(sin(angle)) * half_px, side_y = fabs(cos(angle)) * half_px;
    return (px_box){fmin(a.x_px, b.x_px) - side_x, fmin(a.y_px, b.y_px) - side_y,
                    fmax(a.x_px, b.x_px) + side_x, fmax(a.y_px, b.y_px) + side_y};
}

size_t label_cover_curve(px_box *out, const pxy *curve, size_t count, double height_px)
{
    for (size_t i = 1; i < count; i++) out[i - 1] = box_along(curve[i - 1], curve[i], height_px);
    return count - 1;
}

static pxy turned(pxy at, pxy pivot, double turn_rad)
{
    double right = at.x_px - pivot.x_px, down = at.y_px - pivot.y_px;
    return (pxy){pivot.x_px + right * cos(turn_rad) - down * sin(turn_rad),
                 pivot.y_px + right * sin(turn_rad) + down * cos(turn_rad)};
}

size_t label_cover_turned(px_box *out, px_box box, pxy pivot, double turn_rad)
{
    double width_px = box.max_x_px - box.min_x_px, height_px = box.max_y_px - box.min_y_px;
    double middle_px = (box.min_y_px + box.max_y_px) / 2;
    size_t count = (size_t)fmin(fmax(ceil(2 * width_px / height_px), 1), LABEL_CURVE_MAX - 1);
    for (size_t i = 0; i < count; i++) {
        double left_px = box.min_x_px + width_px * (double)i / (double)count;
        pxy a = turned((pxy){left_px, middle_px}, pivot, turn_rad);
        pxy b = turned((pxy){left_px + width_px / (double)count, middle_px}, pivot, turn_rad);
        out[i] = box_along(a, b, height_px);
    }
    return count;
}
