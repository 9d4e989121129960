/** @file Filled, stroked, dashed and hatched shapes. */
#ifndef INCMAP_RENDER_SHAPE_H
#define INCMAP_RENDER_SHAPE_H

#include "base/error.h"
#include "render/clip.h"
#include "scene/scene.h"

#include <cairo.h>

/** Memory kept from one shape to the next. Zero it before use; shape_painter_dispose frees it. */
typedef struct {
    outline outline;
    clip_scratch scratch;
    pxy *points; ///< the shape, moved
    pxy *moved;  ///< a part of it, to one side
    size_t capacity, moved_capacity;
} shape_painter;

void shape_painter_dispose(shape_painter *p);

/**
 * Draws the shape on @p cr, whose origin lies at @p origin of the scene and which shows @p width_px ×
 * @p height_px of it. The origin is whole pixels off the scene's own, so that the same shape is rounded in
 * the same way wherever it is seen from. A pattern that no hatching has the name of ("hatch", "hatch-back",
 * "hatch-cross", "hatch-level") is refused.
 */
incmap_status shape_draw(shape_painter *p, cairo_t *cr, const scene *s, const scene_shape *shape, pxy origin,
                         double width_px, double height_px, incmap_error *err);

#endif
