/** @file Heat maps: the density of points, summed up pixel by pixel, then coloured. */
#ifndef INCMAP_RENDER_HEAT_H
#define INCMAP_RENDER_HEAT_H

#include "render/canvas.h"
#include "scene/scene.h"

/** The density of one layer on one canvas. Zero it before use; heat_field_dispose frees it. */
typedef struct {
    float *density; ///< of each pixel, in rows of width_px
    size_t capacity;
    int width_px, height_px;
    int left, top, right, bottom; ///< the pixels that points have reached
    bool is_open;
    uint32_t layer; ///< of the scene, whose points it holds
} heat_field;

void heat_field_dispose(heat_field *field);

/** Makes the field a blank one of the canvas, for the scene's layer of that number. */
void heat_open(heat_field *field, const canvas *c, uint32_t layer);

/**
 * Adds a point; @p shift_px is added to its x. What a pixel gets depends on its place and the point's alone,
 * and points are added in drawing order: two canvases agree where they overlap.
 */
void heat_add(heat_field *field, const canvas *c, const scene_mark_paint *paint, pxy at, double shift_px);

/** Paints the field on the canvas in the colours of the layer, up to its heat_max, and closes it. A density
 * of less than half a step of the colours is not painted. */
void heat_paint(heat_field *field, canvas *c, const scene_layer *layer);

#endif
