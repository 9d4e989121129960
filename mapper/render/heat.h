/** @file Heat maps: the density of points, summed up pixel by pixel, then coloured. */
#ifndef INCMAP_RENDER_HEAT_H
#define INCMAP_RENDER_HEAT_H

#include "render/field.h"
#include "scene/scene.h"

/**
 * Adds a point to a field of one value, the density, for each pixel; @p shift_px is added to its x. What a
 * pixel gets depends on its place and the point's alone, and points are added in drawing order: two canvases
 * agree where they overlap.
 */
void heat_add(field *density, const canvas *c, const scene_mark_paint *paint, pxy at, double shift_px);

/** Paints the field on the canvas in the colours of the layer, up to its heat_max, and closes it. A density
 * of less than half a step of the colours is not painted. */
void heat_paint(field *density, canvas *c, const scene_layer *layer);

#endif
