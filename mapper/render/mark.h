/** @file One mark: a disc with a ring around it, a blurred disc, or an icon. */
#ifndef INCMAP_RENDER_MARK_H
#define INCMAP_RENDER_MARK_H

#include "render/icon.h"
#include "scene/scene.h"

#include <cairo.h>

/** How far a mark reaches from its centre, antialiasing included, in pixels. */
double mark_reach_px(const scene_mark_paint *paint);

/** Width of the ring that is painted: 0 where its colour is transparent. */
double mark_ring_width_px(const scene_mark_paint *paint);

/** Cairo's default tolerance of 0.1 px shows as a flattened circle at the sizes of marks. */
#define MARK_CURVE_TOLERANCE_PX 0.02

/**
 * Draws a mark centred on the origin of @p cr. Disc and ring are added to each other, not laid over, so that
 * no seam shows between them: what is underneath must be transparent (a group, a sprite).
 *
 * An icon is a stencil: its shape in the paint's fill colour, with a casing of the stroke's width and colour.
 */
incmap_status mark_draw(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint, incmap_error *err);

/** The same for vectors, where adding is not to be had: the ring is laid over the disc's edge. */
incmap_status mark_draw_vector(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint,
                               incmap_error *err);

#endif
