/**
 * @file
 * A field: numbers for each pixel of a canvas that a layer's items add to before any of it is painted, and
 * the part of the canvas that they have reached. Heat maps and areas with soft edges are fields.
 */
#ifndef INCMAP_RENDER_FIELD_H
#define INCMAP_RENDER_FIELD_H

#include "render/canvas.h"

#include <stdbool.h>

/** Zero it before use; field_dispose frees it. */
typedef struct {
    float *values; ///< in rows of width_px pixels
    size_t capacity;
    int depth; ///< values of a pixel
    int width_px, height_px;
    int left, top, right, bottom; ///< the pixels that items have reached
    bool is_open;
    uint32_t layer; ///< of the scene, whose items it holds
} field;

void field_dispose(field *f);

/** Makes the field a blank one of the canvas, for the scene's layer of that number. */
void field_open(field *f, const canvas *c, uint32_t layer, int depth);

/** A pixel's column or row of the canvas, between 0 and @p most_px. */
int field_clamp_px(double at_px, int most_px);

/** The values of the pixel. */
static inline float *field_at(const field *f, int col, int row)
{
    return f->values + ((size_t)row * (size_t)f->width_px + (size_t)col) * (size_t)f->depth;
}

/** Notes that an item has added to these pixels. */
void field_reach(field *f, int left, int top, int right, int bottom);

/** Paints what was reached on the canvas, and closes the field. @p shade makes @p count premultiplied pixels
 * of the values of as many. */
void field_paint(field *f, canvas *c,
                 void (*shade)(uint32_t *argb, const float *values, int count, const void *context),
                 const void *context);

#endif
