/** @file Text on vectors that can be read back: searched, copied, in the order it is spoken. */
#ifndef INCMAP_RENDER_TEXT_SHOW_H
#define INCMAP_RENDER_TEXT_SHOW_H

#include "base/strbuf.h"

#include <cairo.h>
#include <pango/pango.h>

/**
 * Draws a layout with its top left corner at the current point, as pango_cairo_show_layout does, but so that
 * a PDF's text comes back from readers as it was written: glyphs stand in the file from left to right, each
 * with its own letters, which is the order that readers turn round where a line runs from the right (Pango
 * writes such lines backwards, and readers then see gaps); a ligature of such a line has its letters in the
 * order they are seen. A word whose letters are spaced stays one word. An ellipsis is an ellipsis.
 *
 * On a surface with a text log the text is noted there, too.
 */
void text_show_layout(cairo_t *cr, PangoLayout *layout);

/** What was written on a surface whose format keeps no text. */
typedef struct text_log text_log;

/** From now on text_show_layout notes what it draws on @p surface. The log is the surface's, and goes with
 * its last reference. */
text_log *text_log_attach(cairo_surface_t *surface);

/**
 * Appends the log as a group of SVG text elements without visible ink, in the order they were drawn: for
 * searching and copying over an SVG whose letters are outlines. One element a layout, one tspan a line where
 * it has several. Coordinates are those of the surface.
 */
void text_log_put_svg(strbuf *out, const text_log *log);

#endif
