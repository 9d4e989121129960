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
    struct icon_recording *recordings;
    size_t recording_count, recording_capacity;
} icon_shelf;

void icon_shelf_dispose(icon_shelf *shelf);

/**
 * Draws the icon NAME.svg of the folder into the square of @p side_px around the origin, its proportions
 * kept. A name that is no plain file name, a file that is not there or is no SVG is an error.
 */
incmap_status icon_draw(icon_shelf *shelf, cairo_t *cr, const char *name, double side_px, incmap_error *err);

/**
 * The icon as icon_draw draws it, recorded once for each size; the shelf's own. A page is written with it as
 * a stencil, and the shelf must outlive the page: cairo writes one recording once, however often it is used.
 */
incmap_status icon_record(icon_shelf *shelf, cairo_surface_t **out, const char *name, double side_px,
                          incmap_error *err);

#endif
