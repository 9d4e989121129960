/** @file SVG icons by name, loaded once. */
#ifndef INCMAP_RENDER_ICON_H
#define INCMAP_RENDER_ICON_H

#include "base/error.h"

#include <cairo.h>
#include <stddef.h>

/** Zero it, then set folder; icon_shelf_dispose frees the rest. */
typedef struct {
    const char *folder; ///< the caller's; NULL: there are no icons
    struct icon_entry *entries;
    size_t count, capacity;
    struct icon_recording *stencils;
    size_t stencil_count, stencil_capacity;
    struct icon_styled *styled;
    size_t styled_count, styled_capacity;
} icon_shelf;

void icon_shelf_dispose(icon_shelf *shelf);

/**
 * Draws the icon NAME.svg of the folder into the square of @p side_px around the origin, its proportions
 * kept. A name that is no plain file name, a file that is not there or is no SVG is an error.
 */
incmap_status icon_draw(icon_shelf *shelf, cairo_t *cr, const char *name, double side_px, incmap_error *err);

/** How an icon stands on a page. */
typedef struct {
    const char *name;
    double side_px;
    double casing_px;        ///< 0: none
    double fill[4], edge[4]; ///< red, green, blue, alpha of the icon and its casing, straight
} icon_look;

/**
 * Draws the icon for a page, as lines and fills wherever its file has no colours of its own; else its shape
 * is recorded as a stencil, which makes the page much larger. The shelf must outlive the page: cairo writes
 * what is recorded at the end.
 */
incmap_status icon_draw_vector(icon_shelf *shelf, cairo_t *cr, const icon_look *look, incmap_error *err);

#endif
