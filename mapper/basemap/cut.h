/** @file Cutting shapes to a geographic box, so that what follows handles what is seen and not a continent.
 */
#ifndef INCMAP_BASEMAP_CUT_H
#define INCMAP_BASEMAP_CUT_H

#include "base/geom.h"

/** Growing arrays that hold one shape and are used again for the next. Zero it before use. */
typedef struct {
    lonlat *points;
    size_t point_count, point_capacity;
    size_t *part_ends;
    size_t part_count, part_capacity;
    size_t part_start; ///< where the part that is being made begins
} shape_buffer;

void shape_buffer_clear(shape_buffer *b);
void shape_buffer_add(shape_buffer *b, lonlat point);
/**
 * Ends the part that was being made. Rings are closed; a part too short for its kind (a ring of fewer than
 * three places, a line of one) is taken back.
 */
void shape_buffer_end_part(shape_buffer *b, geom_kind kind);
/** The shape, valid until the buffer changes. */
geom_shape shape_buffer_shape(const shape_buffer *b, geom_kind kind);
void shape_buffer_dispose(shape_buffer *b);

/**
 * Writes to @p out what of @p shape lies in @p box (west <= east), in degrees taken as a plane. Rings stay
 * rings: where they leave the box they follow its edge, in steps of at most @p edge_step_deg, because a
 * parallel is straight in few projections. Lines fall into pieces. Algorithm for rings: Sutherland and
 * Hodgman, "Reentrant Polygon Clipping" (1974); two pieces of a ring may stay joined by a double line along
 * the edge, which even-odd filling does not show. @p scratch is overwritten.
 */
void shape_cut(shape_buffer *out, shape_buffer *scratch, const geom_shape *shape, lonlat_box box,
               double edge_step_deg);

#endif
