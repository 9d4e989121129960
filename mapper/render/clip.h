/**
 * @file
 * Shapes cut to a box, in double precision, before Cairo sees them: its coordinates are 24.8 fixed point, and
 * a scene of zoom 22 is 2^30 pixels wide.
 */
#ifndef INCMAP_RENDER_CLIP_H
#define INCMAP_RENDER_CLIP_H

#include "base/geom.h"

/** Pieces of rings and lines, one behind the other. Zero it before use; outline_dispose frees it. */
typedef struct {
    pxy *points;
    size_t count, capacity;
    struct outline_part {
        size_t end; ///< part i is points [i ? parts[i-1].end : 0, end)
        bool closed;
    } * parts;
    size_t part_count, part_capacity;
} outline;

void outline_clear(outline *o);
void outline_dispose(outline *o);

/** Memory that clipping needs meanwhile. Zero it before use. */
typedef struct {
    pxy *points[2];
    size_t capacity[2];
} clip_scratch;
void clip_scratch_dispose(clip_scratch *scratch);

/**
 * Appends what decides about a ring's inside within the box (after Sutherland and Hodgman 1974): edges that
 * pass through the box keep their own ends, so that they are rounded in the same way for every box; runs of
 * the ring outside are drawn together. Edges longer than 2^14 px are cut there. Right under the even-odd
 * rule, inside the box only. Points that are not finite are left out.
 */
void clip_ring(outline *out, clip_scratch *scratch, const pxy *points, size_t count, px_box box);

/**
 * Appends the segments of a line that pass through the box, whole but for those longer than 2^14 px. A closed
 * line (its last point repeats its first) that lies in the box stays closed; another is cut outside the box,
 * so that every corner within it is joined.
 */
void clip_line(outline *out, const pxy *points, size_t count, px_box box);

/** Dash patterns of at most this many lengths, on and off in turn. */
#define CLIP_DASH_MAX 16

/**
 * The same, dashed: @p dash_count (even) lengths on, off, on … that begin at the line's first point, whatever
 * the box, so that dashes run on from one box to the next. Patterns shorter than half a pixel give a solid
 * line.
 */
void clip_dashed_line(outline *out, const pxy *points, size_t count, px_box box, const double *dash_px,
                      int dash_count);

#endif
