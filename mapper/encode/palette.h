/** @file The distinct colours of a picture, where there are few enough for a palette. */
#ifndef INCMAP_ENCODE_PALETTE_H
#define INCMAP_ENCODE_PALETTE_H

#include "base/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PALETTE_MAX 256

// Four times the colours, so that chains of the open hash stay short.
#define PALETTE_SLOTS 1024

/** Colours (premultiplied), and a hash to find them again. */
typedef struct {
    uint32_t
        colors[PALETTE_MAX]; ///< the blank ground, if there is any outside of the spans, then as they come
    int count;
    uint32_t slot_colors[PALETTE_SLOTS];
    uint16_t slot_numbers[PALETTE_SLOTS]; ///< place in colors, from 1; 0: free
} palette;

/**
 * Collects the colours of the spans, one for each row, and 0 where @p has_blank says that pixels lie outside
 * of them; false where there are more than PALETTE_MAX. Of each pixel of the spans @p numbers, rows
 * @p number_stride apart, gets the place in colors; where it is false, of some of them.
 */
bool palette_collect(palette *out, uint8_t *numbers, int number_stride, const uint32_t *argb, int height_px,
                     int stride_px, const row_span *spans, bool has_blank);

#endif
