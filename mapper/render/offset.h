/** @file Lines moved to one side of themselves. */
#ifndef INCMAP_RENDER_OFFSET_H
#define INCMAP_RENDER_OFFSET_H

#include "base/geom.h"

/** Corners reach at most this many offsets from where they were; sharper ones are cut off. */
#define OFFSET_MITER_LIMIT 2.0

/** Twice the area of a closed ring; positive for one that is clockwise on the screen, y down. */
double offset_ring_area2(const pxy *points, size_t count);

/**
 * Moves a line by @p offset_px to its right as it runs, y down; to its left where negative. A closed one (its
 * last point repeats its first) stays closed. Segments without length are passed over. @p out has room for 2
 * @p count points; returns how many there are, 0 for a line without length.
 */
size_t offset_line(pxy *out, const pxy *points, size_t count, double offset_px);

#endif
