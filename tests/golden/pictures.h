/** @file The pictures that are kept as references: one for each thing that can be drawn. */
#ifndef INCMAP_TESTS_PICTURES_H
#define INCMAP_TESTS_PICTURES_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct picture {
    const char *name;
    int width_px, height_px;
    int tolerance;          ///< levels of 255 that a channel may be off, premultiplied
    double tolerated_share; ///< of the pixels that may be off at all
    incmap_status (*draw)(const struct picture *p, uint32_t *argb, incmap_error *err);
} picture;

extern const picture pictures[];
extern const size_t picture_count;

#endif
