/** @file What a style tells apart: the values of features that its expressions look for. */
#ifndef INCMAP_STYLE_CHOICES_H
#define INCMAP_STYLE_CHOICES_H

#include "style/style.h"

/** The values of one property that layers of incidents or their areas match, compare or have stops for. */
typedef struct {
    const char *property;
    bool is_scale; ///< stops of a step or an interpolation, ascending; else texts or numbers as they come
    const value *values; ///< each once
    size_t count;
} style_choice;

/**
 * The choices of a style's layers whose source is "incidents" or "areas", in the order they are met from the
 * lowest layer on: labels of match, sides of == whose other side is a property, inputs of stops likewise, in
 * filters of both forms and in all properties; and the names of icons (style_list_icons) that are made of a
 * text and a property. What is computed from a property (["sqrt", ["get", "n"]]) is none. Arrays in @p
 * memory, texts there or the style's.
 */
size_t style_choices(const style *s, arena *memory, const style_choice **out);

#endif
