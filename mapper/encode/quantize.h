/** @file Fewer colours, with loss: for who wants small tiles more than exact ones. */
#ifndef INCMAP_QUANTIZE_H
#define INCMAP_QUANTIZE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/** Whether the program was built with what it takes (libimagequant). */
bool quantize_is_available(void);

/**
 * Leaves at most 256 colours, alpha included, in premultiplied ARGB; a picture that has no more stays as it
 * is. Blank pixels stay blank. The same pixels give the same result, whatever the number of threads.
 */
incmap_status quantize_pixels(uint32_t *argb, int width_px, int height_px, int stride_px, incmap_error *err);

#endif
