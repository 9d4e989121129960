/** @file Colours: CSS text to sRGB, and mixing two of them in three colour spaces. */
#ifndef INCMAP_STYLE_COLOR_H
#define INCMAP_STYLE_COLOR_H

#include "style/style.h"

/**
 * Parses a CSS colour (CSS Color Module Level 4, section 4 to 7): names, "transparent", #rgb, #rgba, #rrggbb,
 * #rrggbbaa, rgb(), rgba(), hsl() and hsla() with commas or spaces. Components outside their range are
 * clamped. False where the text is none of these; *out is then untouched.
 */
bool color_parse(const char *text, style_color *out);

typedef enum { COLOR_SPACE_RGB, COLOR_SPACE_HCL, COLOR_SPACE_LAB } color_space;

/** The colour at @p t (0: from, 1: to) of the way in a colour space; alpha is mixed linearly. */
style_color color_mix(style_color from, style_color to, double t, color_space space);

#endif
