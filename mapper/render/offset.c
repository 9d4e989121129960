#include "render/offset.h"

#include <math.h>
#include <stdbool.h>

double offset_ring_area2(const pxy *points, size_t count)
{
    double sum = 0;
    for (size_t i = 1; i < count; i++) {
        // Seen from the first point: the products of coordinates of zoom 22 would leave nothing of a small
        // ring.
        double ax = points[i - 1].x_px - points[0].x_px, ay = points[i - 1].y_px - points[0].y_px;
        double bx = points[i].x_px - points[0].x_px, by = points[i].y_px - points[0].y_px;
        sum += ax * by - bx * ay;
    }
    return sum;
}

/** The unit normal to the right of a segment; false where it has no length. */
static bool normal_of(pxy *out, pxy a, pxy b)
{
    double dx = b.x_px - a.x_px, dy = b.y_px - a.y_px, length = hypot(dx, dy);
    if (!(length > 0) || !isfinite(length)) return false;
    *out = (pxy){-dy / length, dx / length};
    return true;
}

/** Adds the corner between two segments: where the moved segments meet, or the ends of both where that is
 * far. */
static size_t add_corner(pxy *out, pxy at, pxy before, pxy after, double offset_px)
{
    double x = before.x_px + after.x_px, y = before.y_px + after.y_px, sum2 = x * x + y * y;
    // The bisector of length 2 cos(a / 2) is to be one of 1 / cos(a / 2).
    if (sum2 >= 4 / (OFFSET_MITER_LIMIT * OFFSET_MITER_LIMIT)) {
        double scale = 2 * offset_px / sum2;
        out[0] = (pxy){at.x_px + scale * x, at.y_px + scale * y};
        return 1;
    }
    out[0] = (pxy){at.x_px + offset_px * before.x_px, at.y_px + offset_px * before.y_px};
    out[1] = (pxy){at.x_px + offset_px * after.x_px, at.y_px + offset_px * after.y_px};
    return 2;
}

size_t offset_line(pxy *out, const pxy *points, size_t count, double offset_px)
{
    const bool closed =
        count > 2 && points[0].x_px == points[count - 1].x_px && points[0].y_px == points[count - 1].y_px;
    size_t made = 0, last = 0; // the corner before is points[last]
    pxy first = {0}, before = {0}, normal;
    bool begun = false;
    for (size_t i = 1; i < count; i++) {
        if (!normal_of(&normal, points[last], points[i])) continue;
        if (!begun) {
            first = normal;
            // A ring's first corner is known at its end; its place is kept.
            out[made++] =
                (pxy){points[0].x_px + offset_px * normal.x_px, points[0].y_px + offset_px * normal.y_px};
        } else {
            made += add_corner(out + made, points[last], before, normal, offset_px);
        }
        begun = true;
        before = normal;
        last = i;
    }
    if (!begun) return 0;
    if (!closed) {
        out[made++] =
            (pxy){points[last].x_px + offset_px * before.x_px, points[last].y_px + offset_px * before.y_px};
        return made;
    }
    size_t corner = add_corner(out + made, points[0], before, first, offset_px);
    out[0] = out[made + corner - 1];
    return made + corner;
}
