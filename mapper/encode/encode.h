/** @file Pixels to PNG, losslessly: the smallest exact form (palette or RGBA), the same bytes every time. */
#ifndef INCMAP_ENCODE_H
#define INCMAP_ENCODE_H

#include "base/error.h"
#include "base/geom.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double dpi; ///< written as pHYs; 0: not written
} png_options;

/**
 * Encodes premultiplied ARGB (cairo's ARGB32) as PNG, appended to @p out. At most 256 distinct colours become
 * a palette with the smallest bit depth, transparency in tRNS; more become RGBA, or RGB where all is opaque.
 * Pixels are un-premultiplied with rounding; decoding and premultiplying again gives the same pixels.
 */
incmap_status png_encode(strbuf *out, const uint32_t *argb, int width_px, int height_px, int stride_px,
                         const png_options *options, incmap_error *err);
/**
 * The same, for a picture of which it is known where it is blank: outside of @p spans, one for each row,
 * every pixel is 0. Takes time in proportion to the spans and gives the same bytes as png_encode.
 */
incmap_status png_encode_spans(strbuf *out, const uint32_t *argb, int width_px, int height_px, int stride_px,
                               const row_span *spans, const png_options *options, incmap_error *err);
/** One pixel un-premultiplied: r, g, b, a bytes. */
void pixel_unpremultiply(uint32_t argb, uint8_t rgba[4]);

#endif
