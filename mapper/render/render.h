/** @file A draw list and a window of it become pixels (or, for a page, vectors) through Cairo. */
#ifndef INCMAP_RENDER_H
#define INCMAP_RENDER_H

#include "base/error.h"
#include "scene/scene.h"

#include <cairo.h>

typedef struct renderer renderer;

/**
 * A renderer keeps what drawing needs between windows: fonts, icons, sprites. One for each thread. @p
 * icon_dir holds the SVG icons that styles name. *out is the caller's.
 */
incmap_status renderer_open(renderer **out, const char *icon_dir, incmap_error *err);
void renderer_close(renderer *r);

/** The renderer's own text measuring, so that labels are placed with the sizes they will be drawn in. */
text_measurer renderer_text_measurer(renderer *r);

/**
 * Draws the window with top left corner at @p x_px, @p y_px of the scene into @p argb: @p width_px * @p
 * height_px pixels, rows @p stride_px apart, premultiplied 0xAARRGGBB as cairo's ARGB32. The buffer is
 * overwritten whole. Windows are exact: neighbouring ones, put together, are the larger one, pixel for pixel.
 */
incmap_status render_window(renderer *r, const scene *s, int64_t x_px, int64_t y_px, int width_px,
                            int height_px, uint32_t *argb, int stride_px, incmap_error *err);

/**
 * Draws the whole scene onto @p cr with vectors, for a page in PDF or SVG; the scene's pixel space is the
 * user space, and the caller has clipped.
 */
incmap_status render_vector(renderer *r, const scene *s, cairo_t *cr, incmap_error *err);

#endif
