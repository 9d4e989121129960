/** @file A draw list and a window of it become pixels (or, for a page, vectors) through Cairo. */
#ifndef INCMAP_RENDER_H
#define INCMAP_RENDER_H

#include "base/error.h"
#include "scene/index.h"
#include "scene/scene.h"

#include <cairo.h>

typedef struct renderer renderer;

/**
 * A renderer keeps what drawing needs between windows: fonts, icons, sprites. One for each thread. @p
 * icon_dir holds the SVG icons that styles name; NULL: there are none.
 */
renderer *renderer_new(const char *icon_dir);
void renderer_free(renderer *r);

/** The renderer's own text measuring, so that labels are placed with the sizes they will be drawn in. */
text_measurer renderer_text_measurer(renderer *r);

/** A rectangle of the scene's pixel space, whole pixels. */
typedef struct {
    int64_t x_px, y_px; ///< top left corner
    int width_px, height_px;
} render_rect;

/**
 * Draws a window of the scene into @p argb: rows @p stride_px apart, premultiplied 0xAARRGGBB as cairo's
 * ARGB32. The buffer is overwritten whole. @p refs are the items to draw, in drawing order, as an index gives
 * them; an item without ink in the window does no harm. NULL: all of the scene's are looked at.
 *
 * Windows are exact: neighbouring ones, put together, are the larger one, pixel for pixel.
 */
incmap_status render_window(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count,
                            render_rect window, uint32_t *argb, int stride_px, incmap_error *err);

/**
 * Draws the window over what @p argb has, without the scene's background: the same pixels as of a scene whose
 * lower layers are there already.
 */
incmap_status render_window_over(renderer *r, const scene *s, render_rect window, uint32_t *argb,
                                 int stride_px, incmap_error *err);

/**
 * The pixels of a tile, drawn on again and again. Only what is painted costs time: outside of the spans, one
 * for each row, all pixels are 0. Rows are side_px apart.
 */
typedef struct {
    int side_px;
    uint32_t *argb;
    row_span *spans;
} render_sheet;

/** A blank sheet, to be disposed of; @p side_px is a multiple of 256. */
void render_sheet_open(render_sheet *sheet, int side_px);
void render_sheet_dispose(render_sheet *sheet);
bool render_sheet_is_blank(const render_sheet *sheet);

/**
 * Wipes the sheet and draws the window with top left corner at @p x_px, @p y_px (multiples of 256) on it. The
 * same pixels as render_window's; @p refs are never NULL.
 */
incmap_status render_tile(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count, int64_t x_px,
                          int64_t y_px, render_sheet *sheet, incmap_error *err);

/**
 * Draws the whole scene onto @p cr with vectors, for a page in PDF or SVG; the scene's pixel space is the
 * user space, and the caller has clipped.
 */
incmap_status render_vector(renderer *r, const scene *s, cairo_t *cr, incmap_error *err);

#endif
