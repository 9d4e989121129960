/** @file Areas with soft edges: the colours of a layer of them, laid over each other pixel by pixel, then
 * painted. */
#ifndef INCMAP_RENDER_SOFT_FIELD_H
#define INCMAP_RENDER_SOFT_FIELD_H

#include "render/field.h"
#include "scene/scene.h"

/** The areas of one layer on one canvas. Zero it before use; soft_field_dispose frees it. */
typedef struct {
    field colors;     ///< of each pixel
    float *opacities; ///< of a row
    float *table;     ///< of an ellipse's edge
    int row_capacity;
} soft_field;

void soft_field_dispose(soft_field *soft);

/** Makes the field a blank one of the canvas, for the scene's layer of that number. */
void soft_field_open(soft_field *soft, const canvas *c, uint32_t layer);

/**
 * Lays a shape with a soft edge over the others; @p shift_px is added to its x. What a pixel gets depends on
 * its place and the shape's alone, and shapes are added in drawing order: two canvases agree where they
 * overlap.
 *
 * However many there are, together they never get more opaque than the layer's soft_limit L: with opacities a
 * that is L (1 - product of (1 - a / L)), which is a for one alone.
 */
void soft_field_add(soft_field *soft, const canvas *c, const scene *s, const scene_shape *shape,
                    double shift_px);

/** Paints the field on the canvas and closes it. */
void soft_field_paint(soft_field *soft, canvas *c, const scene_layer *layer);

#endif
