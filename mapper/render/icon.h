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
    struct icon_recording *recordings, *stencils;
    size_t recording_count, recording_capacity, stencil_count, stencil_capacity;
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
 * The icon, its shape a stencil that the look's colours are put through, recorded around the origin once for
 * each look; the shelf's own. The shelf must outlive the page it is painted on: cairo writes a recording
 * once, however often it is used, and all it takes for another mark of the look is a line.
 */
incmap_status icon_record(icon_shelf *shelf, cairo_surface_t **out, const icon_look *look, incmap_error *err);

#endif
