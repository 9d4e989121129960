/** @file The logo on a page: a PNG or an SVG file. */
#ifndef INCMAP_REPORT_LOGO_H
#define INCMAP_REPORT_LOGO_H

#include "base/error.h"
#include "report/furniture.h"

typedef struct logo logo;

/**
 * Opens the file; which of the two it is, its first bytes say. INCMAP_USAGE where it cannot be read, is
 * neither, is larger than 8 MB, or has more than 25 million pixels. An SVG is read alone: what it refers to
 * outside of itself is not fetched. *out is the caller's.
 */
incmap_status logo_open(logo **out, const char *path, incmap_error *err);
/** NULL is allowed. */
void logo_close(logo *l);

/** Width through height, positive. */
double logo_aspect(const logo *l);

/** Draws it into the layout's logo box, its proportions kept, at the box's top right. */
incmap_status logo_draw(const furniture *f, const logo *l, incmap_error *err);

#endif
