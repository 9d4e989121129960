#include "scene/path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void path_clear(path *p)
{
    p->count = p->part_count = 0;
}

void path_dispose(path *p)
{
    free(p->pairs);
    free(p->ends);
    *p = (path){0};
}

void path_add(path *p, double first, double second)
{
    p->pairs = mem_grow(p->pairs, p->count, &p->capacity, 2 * sizeof *p->pairs);
    p->pairs[2 * p->count] = first;
    p->pairs[2 * p->count + 1] = second;
    p->count++;
}

void path_end_part(path *p, size_t least)
{
    size_t begin = p->part_count ? p->ends[p->part_count - 1] : 0;
    if (p->count - begin < least || p->count == begin) {
        p->count = begin;
        return;
    }
    VEC_PUSH(p->ends, p->part_count, p->part_capacity, p->count);
}

path_box path_bounds(const double *pairs, size_t count)
{
    path_box box = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (size_t i = 0; i < 2 * count; i++) {
        box.min[i & 1] = fmin(box.min[i & 1], pairs[i]);
        box.max[i & 1] = fmax(box.max[i & 1], pairs[i]);
    }
    return box;
}

/** Which side of one edge of a box to keep: coordinate @c axis at least (sign 1) or at most (-1) the limit.
 */
typedef struct {
    int axis;
    double sign, limit;
} half_plane;

static double depth_in(half_plane half, const double *point)
{
    return half.sign * (point[half.axis] - half.limit);
}

/** A closed ring in, the open list of the points kept out. */
static void clip_ring_at(path *out, const double *pairs, size_t count, half_plane half)
{
    path_clear(out);
    for (size_t i = 0; i < count; i++) {
        const double *a = pairs + 2 * (i ? i - 1 : count - 1), *b = pairs + 2 * i;
        double depth_a = depth_in(half, a), depth_b = depth_in(half, b);
        if ((depth_a < 0) != (depth_b < 0)) {
            double t = depth_a / (depth_a - depth_b);
            double cut[2] = {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])};
            cut[half.axis] = half.limit;
            path_add(out, cut[0], cut[1]);
        }
        if (depth_b >= 0) path_add(out, b[0], b[1]);
    }
}

void path_add_ring_clipped(path *out, path *spare, const double *pairs, size_t count, path_box box)
{
    path_box bounds = path_bounds(pairs, count);
    for (int axis = 0; axis < 2; axis++)
        if (!(bounds.max[axis] >= box.min[axis] && bounds.min[axis] <= box.max[axis])) return;

    path *kept = &spare[0], *next = &spare[1];
    const double *current = pairs;
    // The closing point is left out while cutting and added again at the end.
    size_t current_count = count - 1;
    for (int side = 0; side < 4; side++) {
        int axis = side / 2;
        half_plane half =
            side % 2 ? (half_plane){axis, -1, box.max[axis]} : (half_plane){axis, 1, box.min[axis]};
        bool all_inside = side % 2 ? bounds.max[axis] <= half.limit : bounds.min[axis] >= half.limit;
        if (all_inside) continue;
        clip_ring_at(next, current, current_count, half);
        path *swap = kept;
        kept = next;
        next = swap;
        current = kept->pairs;
        current_count = kept->count;
        if (current_count < 3) return;
    }
    for (size_t i = 0; i < current_count; i++) path_add(out, current[2 * i], current[2 * i + 1]);
    path_add(out, current[0], current[1]);
    path_end_part(out, 4);
}

/** The part of a segment inside the box as a range of its parameter; false where there is none. */
static bool clip_segment(const double *a, const double *b, path_box box, double *enter, double *leave)
{
    *enter = 0;
    *leave = 1;
    for (int axis = 0; axis < 2; axis++) {
        double length = b[axis] - a[axis];
        if (length == 0) {
            if (a[axis] < box.min[axis] || a[axis] > box.max[axis]) return false;
            continue;
        }
        double first = (box.min[axis] - a[axis]) / length, second = (box.max[axis] - a[axis]) / length;
        *enter = fmax(*enter, fmin(first, second));
        *leave = fmin(*leave, fmax(first, second));
    }
    return *enter <= *leave;
}

void path_add_line_clipped(path *out, const double *pairs, size_t count, path_box box)
{
    bool open = false;
    for (size_t i = 1; i < count; i++) {
        const double *a = pairs + 2 * (i - 1), *b = pairs + 2 * i;
        double enter, leave;
        if (!clip_segment(a, b, box, &enter, &leave)) {
            if (open) path_end_part(out, 2);
            open = false;
            continue;
        }
        if (open && enter > 0) {
            path_end_part(out, 2);
            open = false;
        }
        if (!open) path_add(out, a[0] + enter * (b[0] - a[0]), a[1] + enter * (b[1] - a[1]));
        open = true;
        if (leave < 1) {
            path_add(out, a[0] + leave * (b[0] - a[0]), a[1] + leave * (b[1] - a[1]));
            path_end_part(out, 2);
            open = false;
        } else {
            path_add(out, b[0], b[1]);
        }
    }
    if (open) path_end_part(out, 2);
}
