/** @file The pixels being drawn on, by Cairo and by the sprites' own blitting in turn. */
#ifndef INCMAP_RENDER_CANVAS_H
#define INCMAP_RENDER_CANVAS_H

#include "base/geom.h"
#include "style/style.h"

#include <cairo.h>
#include <stdint.h>

/** A rectangle of the scene's pixel space with its pixels. Cairo's context is made when first asked for. */
typedef struct {
    uint32_t *argb; ///< the caller's, premultiplied ARGB
    int stride_px;
    int64_t x_px, y_px; ///< top left corner in the scene
    int width_px, height_px;
    row_span *spans; ///< of each row, what was painted on, in columns that count from span_origin_px; NULL:
                     ///< not asked
    int span_origin_px; ///< column of the canvas's left edge there
    cairo_t *cr;        ///< NULL until canvas_cairo
} canvas;

/** The canvas in the scene's pixel space. */
px_box canvas_box(const canvas *c);
/** Cairo's context, its origin at the canvas's corner; the canvas's own. */
cairo_t *canvas_cairo(canvas *c);
/** Notes that the pixels [left, right) × [top, bottom) of the canvas, which they do not leave, may be painted
 * on. */
void canvas_touch(canvas *c, int left, int top, int right, int bottom);
/** To be called before the pixels are touched without Cairo. */
void canvas_flush(canvas *c);
/** To be called after the pixels were touched without Cairo. */
void canvas_mark_dirty(canvas *c);
/** Frees Cairo's context; returns the first thing that went wrong in it. */
cairo_status_t canvas_end(canvas *c);

/** The colour as a premultiplied pixel. */
uint32_t argb_premultiplied(style_color color);
/** Composes a run of premultiplied pixels over others, with pixman's rounding. */
void argb_over(uint32_t *dst, const uint32_t *src, int count);

#endif
