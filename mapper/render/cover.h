/**
 * @file
 * Which pixels of a canvas are hidden for good: marks are looked at from the top of the drawing order down,
 * and what lies wholly under opaque pixels need not be drawn.
 */
#ifndef INCMAP_RENDER_COVER_H
#define INCMAP_RENDER_COVER_H

#include "base/geom.h"

#include <stdbool.h>
#include <stdint.h>

#define COVER_SIDE_PX  256
#define COVER_BLOCK_PX 8

/** Of a canvas of 256 pixels square, a bit for each pixel and for each block of 8 by 8. Zero it before use.
 */
typedef struct {
    uint64_t rows[COVER_SIDE_PX][COVER_SIDE_PX / 64];
    uint32_t full_blocks[COVER_SIDE_PX / COVER_BLOCK_PX];
} cover;

/** Pixels [left, right) × [top, bottom) of the canvas, not empty. */
typedef struct {
    int left, top, right, bottom;
} cover_rect;

/**
 * Whether every pixel of the spans that lies in the rectangle is covered. spans[0] is of the rectangle's top
 * row; their columns count from @p spans_left of the canvas.
 */
bool cover_hides(const cover *c, cover_rect rect, const row_span *spans, int spans_left);
/** Covers the pixels of the spans that lie in the rectangle. */
void cover_add(cover *c, cover_rect rect, const row_span *spans, int spans_left);

#endif
