/** @file The named colours of CSS Color Module Level 4, section 6.1, in order of name. */
#ifndef INCMAP_STYLE_COLOR_NAMES_H
#define INCMAP_STYLE_COLOR_NAMES_H

#include <stddef.h>

typedef struct {
    const char *name;
    unsigned rgb; ///< 0xrrggbb
} color_name;

extern const color_name color_names[];
extern const size_t color_name_count;

#endif
