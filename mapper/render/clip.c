#include "render/clip.h"

#include <math.h>
#include <stdlib.h>

// Below this a dash and its gap are not seen apart, and their number would have no bound.
#define DASH_PERIOD_MIN_PX 0.5

// How far beyond the box a point may lie. Cairo's 24.8 fixed point would hold 2^23, but its scan converter
// loses edges of 2^18 (1.16.0: products of lengths overflow); this leaves a factor of ten.
#define BEYOND_MAX_PX 16384.0

void outline_clear(outline *o)
{
    o->count = 0;
    o->part_count = 0;
}

void outline_dispose(outline *o)
{
    free(o->points);
    free(o->parts);
    *o = (outline){0};
}

void clip_scratch_dispose(clip_scratch *scratch)
{
    free(scratch->points[0]);
    free(scratch->points[1]);
    *scratch = (clip_scratch){0};
}

static void add_point(outline *out, pxy point)
{
    VEC_PUSH(out->points, out->count, out->capacity, point);
}

static size_t part_begin(const outline *out)
{
    return out->part_count ? out->parts[out->part_count - 1].end : 0;
}

static void end_part(outline *out, bool closed)
{
    if (out->count == part_begin(out)) return;
    struct outline_part part = {out->count, closed};
    VEC_PUSH(out->parts, out->part_count, out->part_capacity, part);
}

static bool is_finite(pxy p)
{
    return isfinite(p.x_px) && isfinite(p.y_px);
}

static bool in_box(pxy p, px_box box)
{
    return p.x_px >= box.min_x_px && p.x_px <= box.max_x_px && p.y_px >= box.min_y_px &&
           p.y_px <= box.max_y_px;
}

typedef enum { EDGE_LEFT, EDGE_RIGHT, EDGE_TOP, EDGE_BOTTOM } box_edge;

static bool is_inside(pxy p, box_edge edge, px_box box)
{
    switch (edge) {
    case EDGE_LEFT: return p.x_px >= box.min_x_px;
    case EDGE_RIGHT: return p.x_px <= box.max_x_px;
    case EDGE_TOP: return p.y_px >= box.min_y_px;
    default: return p.y_px <= box.max_y_px;
    }
}

static pxy cross_edge(pxy a, pxy b, box_edge edge, px_box box)
{
    if (edge == EDGE_LEFT || edge == EDGE_RIGHT) {
        double x = edge == EDGE_LEFT ? box.min_x_px : box.max_x_px;
        return (pxy){x, a.y_px + (x - a.x_px) / (b.x_px - a.x_px) * (b.y_px - a.y_px)};
    }
    double y = edge == EDGE_TOP ? box.min_y_px : box.max_y_px;
    return (pxy){a.x_px + (y - a.y_px) / (b.y_px - a.y_px) * (b.x_px - a.x_px), y};
}

static px_box bounds_of(const pxy *points, size_t count)
{
    px_box box = PX_BOX_EMPTY;
    for (size_t i = 0; i < count; i++) {
        if (!is_finite(points[i])) continue;
        box.min_x_px = fmin(box.min_x_px, points[i].x_px);
        box.min_y_px = fmin(box.min_y_px, points[i].y_px);
        box.max_x_px = fmax(box.max_x_px, points[i].x_px);
        box.max_y_px = fmax(box.max_y_px, points[i].y_px);
    }
    return box;
}

static bool box_within(px_box inner, px_box outer)
{
    return inner.min_x_px >= outer.min_x_px && inner.max_x_px <= outer.max_x_px &&
           inner.min_y_px >= outer.min_y_px && inner.max_y_px <= outer.max_y_px;
}

/** One pass for each edge of the box, from points to points; returns the last pass's. @p cut: edges are cut
 * where they leave the box; else they keep their outer end, which lies on the right side all the same. */
static const pxy *clip_to_edges(clip_scratch *scratch, const pxy *points, size_t *count, px_box box, bool cut)
{
    for (int edge = EDGE_LEFT; edge <= EDGE_BOTTOM; edge++) {
        // What is read is never the pass's own target.
        int target = points == scratch->points[0] ? 1 : 0;
        pxy **to = &scratch->points[target];
        size_t *capacity = &scratch->capacity[target], kept = 0;
        pxy previous = *count ? points[*count - 1] : (pxy){0};
        bool previous_inside = is_inside(previous, (box_edge)edge, box), previous_kept = false;
        // The ring is cyclic: its last point is kept, behind, where the first is inside.
        for (size_t i = 0; i < *count; i++) {
            pxy p = points[i];
            bool inside = is_inside(p, (box_edge)edge, box);
            if (inside != previous_inside) {
                pxy end = cut ? cross_edge(previous, p, (box_edge)edge, box) : inside ? previous : p;
                bool there = !cut && inside && previous_kept;
                if (!there) VEC_PUSH(*to, kept, *capacity, end);
            }
            if (inside) VEC_PUSH(*to, kept, *capacity, p);
            previous_kept = !cut && !inside && previous_inside;
            previous = p;
            previous_inside = inside;
        }
        points = *to;
        *count = kept;
    }
    return points;
}

void clip_ring(outline *out, clip_scratch *scratch, const pxy *points, size_t count, px_box box)
{
    px_box bounds = bounds_of(points, count);
    if (!px_box_overlap(bounds, box)) return;
    size_t finite = 0;
    while (finite < count && is_finite(points[finite])) finite++;
    if (finite < count) {
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (is_finite(points[i])) VEC_PUSH(scratch->points[0], kept, scratch->capacity[0], points[i]);
        points = scratch->points[0];
        count = kept;
    }
    px_box reach = px_box_grown(box, BEYOND_MAX_PX);
    if (!box_within(bounds, reach)) points = clip_to_edges(scratch, points, &count, reach, true);
    if (!box_within(bounds, box)) points = clip_to_edges(scratch, points, &count, box, false);
    for (size_t i = 0; i < count; i++) add_point(out, points[i]);
    end_part(out, true);
}

/** Part of the segment in the box as fractions of its length; false where there is none. */
static bool clip_segment(pxy a, pxy b, px_box box, double *t0, double *t1)
{
    double dx = b.x_px - a.x_px, dy = b.y_px - a.y_px;
    const double p[4] = {-dx, dx, -dy, dy};
    const double q[4] = {a.x_px - box.min_x_px, box.max_x_px - a.x_px, a.y_px - box.min_y_px,
                         box.max_y_px - a.y_px};
    *t0 = 0;
    *t1 = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] < 0) return false;
        } else if (p[i] < 0) {
            *t0 = fmax(*t0, q[i] / p[i]);
        } else {
            *t1 = fmin(*t1, q[i] / p[i]);
        }
    }
    return *t0 <= *t1;
}

static pxy along(pxy a, pxy b, double t)
{
    if (t <= 0) return a;
    if (t >= 1) return b;
    return (pxy){a.x_px + t * (b.x_px - a.x_px), a.y_px + t * (b.y_px - a.y_px)};
}

static bool same_point(pxy a, pxy b)
{
    return a.x_px == b.x_px && a.y_px == b.y_px;
}

/** A point outside the box to begin a closed line at; @p count where all are inside. */
static size_t first_outside(const pxy *points, size_t count, px_box box)
{
    size_t i = 0;
    while (i < count && (!is_finite(points[i]) || in_box(points[i], box))) i++;
    return i;
}

void clip_line(outline *out, const pxy *points, size_t count, px_box box)
{
    // Touching counts: a level or an upright line has bounds without an inside.
    px_box bounds = bounds_of(points, count);
    if (bounds.max_x_px < box.min_x_px || bounds.min_x_px > box.max_x_px || bounds.max_y_px < box.min_y_px ||
        bounds.min_y_px > box.max_y_px)
        return;
    const px_box reach = px_box_grown(box, BEYOND_MAX_PX);
    bool closed = count > 3 && same_point(points[0], points[count - 1]);
    size_t segments = count ? count - 1 : 0, start = 0;
    if (closed) {
        start = first_outside(points, count - 1, box);
        if (start == count - 1) {
            for (size_t i = 0; i + 1 < count; i++)
                if (is_finite(points[i])) add_point(out, points[i]);
            end_part(out, true);
            return;
        }
    }
    bool drawing = false;
    for (size_t i = 0; i < segments; i++) {
        size_t k = (start + i) % segments;
        pxy a = points[k], b = points[k + 1];
        double t0, t1;
        if (!is_finite(a) || !is_finite(b) || !clip_segment(a, b, box, &t0, &t1)) {
            end_part(out, false);
            drawing = false;
            continue;
        }
        if (!clip_segment(a, b, reach, &t0, &t1)) continue;
        if (!drawing || t0 > 0) {
            end_part(out, false);
            add_point(out, along(a, b, t0));
        }
        add_point(out, along(a, b, t1));
        drawing = t1 >= 1;
    }
    end_part(out, false);
}

/** Index of the dash that @p distance_px along the line falls into, and how much of it is left. */
static int find_dash(const double *dash_px, int dash_count, double period_px, double distance_px,
                     double *left_px)
{
    double rest = fmod(distance_px, period_px);
    int i = 0;
    while (i < dash_count - 1 && rest >= dash_px[i]) rest -= dash_px[i++];
    *left_px = fmax(dash_px[i] - rest, 0);
    return i;
}

static pxy ahead(pxy start, pxy step, double by_px)
{
    return (pxy){start.x_px + by_px * step.x_px, start.y_px + by_px * step.y_px};
}

void clip_dashed_line(outline *out, const pxy *points, size_t count, px_box box, const double *dash_px,
                      int dash_count)
{
    double period_px = 0;
    bool usable = dash_count >= 2 && dash_count <= CLIP_DASH_MAX && dash_count % 2 == 0;
    for (int i = 0; i < dash_count && usable; i++) {
        usable = isfinite(dash_px[i]) && dash_px[i] >= 0;
        period_px += dash_px[i];
    }
    if (!usable || period_px < DASH_PERIOD_MIN_PX) {
        clip_line(out, points, count, box);
        return;
    }
    double distance_px = 0;
    const double diagonal_px = hypot(box.max_x_px - box.min_x_px, box.max_y_px - box.min_y_px);
    bool drawing = false;
    for (size_t i = 0; i + 1 < count; i++) {
        pxy a = points[i], b = points[i + 1];
        double length_px = hypot(b.x_px - a.x_px, b.y_px - a.y_px), t0, t1;
        if (!isfinite(length_px)) {
            end_part(out, false);
            drawing = false;
            continue;
        }
        if (length_px == 0) continue;
        if (!clip_segment(a, b, box, &t0, &t1)) {
            end_part(out, false);
            drawing = false;
            distance_px += length_px;
            continue;
        }
        if (t0 > 0) {
            end_part(out, false);
            drawing = false;
        }
        // Rounding at coordinates far beyond any picture must not make the piece longer than the box is.
        double end_px = fmin((t1 - t0) * length_px, diagonal_px), at_px = 0, left_px;
        pxy start = along(a, b, t0);
        pxy step = {(b.x_px - a.x_px) / length_px, (b.y_px - a.y_px) / length_px};
        int dash = find_dash(dash_px, dash_count, period_px, distance_px + t0 * length_px, &left_px);
        if (t0 > 0) {
            // The dash that the box cuts begins where it begins for every box.
            double before_px = fmin(fmin(dash_px[dash] - left_px, t0 * length_px), BEYOND_MAX_PX);
            at_px -= before_px;
            left_px += before_px;
        }
        // Likewise the last one ends where it ends, or at the corner.
        double last_px = fmin((1 - t0) * length_px, end_px + BEYOND_MAX_PX);
        for (;;) {
            bool on = dash % 2 == 0;
            if (!on && drawing) end_part(out, false);
            if (on && !drawing) add_point(out, ahead(start, step, at_px));
            if (on) add_point(out, ahead(start, step, fmin(at_px + left_px, last_px)));
            drawing = on;
            if (at_px + left_px > end_px) break;
            if (on) end_part(out, false);
            drawing = false;
            at_px += left_px;
            dash = (dash + 1) % dash_count;
            left_px = dash_px[dash];
        }
        if (t1 < 1) {
            end_part(out, false);
            drawing = false;
        }
        distance_px += length_px;
    }
    end_part(out, false);
}
