/**
 * @file
 * Areas whose place is only probable, drawn as such: no hard edge, but an opacity that falls off around the
 * outline, so that of all the opacity of an area 90% lie within its outline, as the place does with a
 * probability of 90%.
 *
 * An ellipse, as a circle on the ground is in most projections, has the opacity
 *
 *     1 - S((1 + (r - 1) / w) / 2),   S(t) = 3 t^2 - 2 t^3 within 0 to 1,
 *
 * where r is the distance from its centre in its own half axes: full within 1 - w, half on the outline,
 * nothing beyond 1 + w. The share of the integral over the plane that lies beyond r = 1,
 *
 *     2 (3/16 w + 1/20 w^2) / (1 + 1/5 w^2),
 *
 * is 10% for w = 0.25301. Any other shape is blurred until 10% of it lie outside: by three box filters one
 * after the other, which come close to a normal distribution (Wells 1986).
 */
#ifndef INCMAP_SCENE_SOFT_H
#define INCMAP_SCENE_SOFT_H

#include "base/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOFT_WIDTH 0.2530099

/** The opacity around one outline, 0 to 1, in the scene's pixel space. */
typedef struct {
    pxy centre;             ///< of an ellipse whose axes are those of the picture
    double half_axis_px[2]; ///< in x and y; 0: it is a mask
    // A mask: opacities, 0 to 255, at the middles of square cells, between which they go straight; nothing
    // outside.
    uint8_t *cells; ///< rows of columns
    int columns, rows;
    double cell_px;
    pxy corner; ///< top left
} soft_edge;

/** The opacity of an ellipse at the square of the distance from its centre, in its half axes. */
double soft_ellipse_opacity(double distance2);
/** Bounds of what is not quite transparent. */
px_box soft_bounds(const soft_edge *edge);

/**
 * The edge of a polygon of @p ring_count rings, closed, one behind the other: ring i is points [ends[i-1],
 * ends[i]). False, and nothing made, for one without an inside. A mask is to be freed with soft_dispose.
 */
bool soft_make(soft_edge *out, const pxy *points, const size_t *ends, size_t ring_count);
void soft_dispose(soft_edge *edge);

#endif
