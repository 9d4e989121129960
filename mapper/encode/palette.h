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

/** Colours as they come in the picture (premultiplied), and a hash to find them again. */
typedef struct {
    uint32_t colors[PALETTE_MAX]; ///< least opaque first, then by value: tRNS ends with the last that is not
    int count;
    uint32_t slot_colors[PALETTE_SLOTS];
    uint16_t slot_entries[PALETTE_SLOTS]; ///< index of the colour + 1; 0: free
} palette;

/**
 * Collects the colours of the spans, one for each row, and 0 where @p has_blank says that pixels lie outside
 * of them; false where there are more than PALETTE_MAX. Independent of the pixels' order.
 */
bool palette_collect(palette *out, const uint32_t *argb, int height_px, int stride_px, const row_span *spans,
                     bool has_blank);
/** Index of a colour that was collected. */
uint8_t palette_index(const palette *p, uint32_t color);

#endif
