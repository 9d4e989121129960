/** @file Labels through Pango: measured and drawn alike. */
#ifndef INCMAP_RENDER_TEXT_H
#define INCMAP_RENDER_TEXT_H

#include "scene/scene.h"

#include <cairo.h>

typedef struct text_setter text_setter;

text_setter *text_setter_new(void);
void text_setter_free(text_setter *t);

/** Size of the text's layout in pixels: ascent to descent of its lines, advance width of the widest. */
void text_measure(text_setter *t, const scene_font *font, const char *text, double wrap_px, double *width_px,
                  double *height_px);

/**
 * Draws a label with its layout's top left corner at @p at of @p cr: the halo, then the letters. On pixels
 * (@p as_vector false) the letters are filled outlines, placed to a fraction of a pixel, without hinting; on
 * vectors they are text that can be searched. A text that follows a line is bent along it, letters and all,
 * so that joined ones stay joined; it is outlines always. @p curves are the label's layer's; the label is
 * moved as a whole from its place to @p at.
 */
void text_draw(text_setter *t, cairo_t *cr, const scene_label *label, const pxy *curves,
               const scene_text_paint *paint, pxy at, bool as_vector);

#endif
