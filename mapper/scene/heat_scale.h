/** @file The scale of a heat map: which density has the last colour. */
#ifndef INCMAP_SCENE_HEAT_SCALE_H
#define INCMAP_SCENE_HEAT_SCALE_H

#include "scene/scene.h"

/** MapLibre's kernel at its centre (heatmap.vertex.glsl). */
#define HEAT_KERNEL_PEAK 0.3989422804014327

/** The density that a layer's points add up to at a place. */
double heat_density_at(const scene_mark *points, size_t count, const scene_mark_paint *paints, pxy at);

/**
 * The greatest density of the whole picture, as found around its heaviest spots; rounded up to three digits,
 * so that it can be said, and given for another map, without loss. 0 where there are no points.
 */
double heat_greatest(const scene_mark *points, size_t count, const scene_mark_paint *paints);

#endif
