/** @file Whether a page's map is a window of a zoom of Web Mercator tiles: then it shows their pixels. */
#ifndef INCMAP_REPORT_TILE_WINDOW_H
#define INCMAP_REPORT_TILE_WINDOW_H

#include "project/project.h"

typedef struct {
    int zoom;
    grid world;    ///< of the zoom
    px_box window; ///< what of it the map shows, whole pixels
} tile_window;

/**
 * True where the map is in Web Mercator, its pixels are those of a zoom of tiles of 256 CSS pixels to a
 * hundredth over the whole map, and it lies on their world. Then @p map is moved, by less than a pixel, onto
 * theirs. @p pixel_ratio: device pixels in a CSS pixel.
 */
bool tile_window_find(tile_window *out, grid *map, const projection *p, double pixel_ratio);

#endif
