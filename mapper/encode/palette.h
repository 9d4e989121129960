/** @file The distinct colours of a picture, where there are few enough for a palette. */
#ifndef INCMAP_ENCODE_PALETTE_H
#define INCMAP_ENCODE_PALETTE_H

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

/** Collects the colours; false where there are more than PALETTE_MAX. Independent of the pixels' order. */
bool palette_collect(palette *out, const uint32_t *argb, int width_px, int height_px, int stride_px);
/** Whether a row has one colour only: most rows of most tiles, which need no look at each pixel. */
bool row_is_uniform(const uint32_t *line, int width_px);
/** Index of a colour that was collected. */
uint8_t palette_index(const palette *p, uint32_t color);

#endif
