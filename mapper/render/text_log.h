/** @file How text_show.c notes what it draws. Not for others. */
#ifndef INCMAP_RENDER_TEXT_LOG_H
#define INCMAP_RENDER_TEXT_LOG_H

#include "render/text_show.h"

/** The log of the surface that @p cr draws on; NULL where it has none. */
text_log *text_log_of(cairo_t *cr);

/** Notes a layout drawn with its top left corner at (@p x, @p y) of user space. */
void text_log_add(text_log *log, cairo_t *cr, PangoLayout *layout, double x, double y);

#endif
