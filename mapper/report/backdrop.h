/**
 * @file
 * A basemap of the user's own: rasters and vector layers of any format that GDAL reads, drawn quietly under
 * the incidents in place of the shipped one.
 */
#ifndef INCMAP_REPORT_BACKDROP_H
#define INCMAP_REPORT_BACKDROP_H

#include "base/error.h"
#include "project/project.h"
#include "style/style.h"

#include <cairo.h>

typedef struct backdrop backdrop;

/**
 * Opens the files, in the order they will lie on each other, the first lowest. INCMAP_USAGE, naming the file,
 * for one that GDAL cannot open, a raster that does not say where on the globe it lies, or one without bands
 * or layers. *out is the caller's.
 */
incmap_status backdrop_open(backdrop **out, const char *const *paths, size_t count, incmap_error *err);
/** NULL is allowed. */
void backdrop_close(backdrop *b);

/** Whose each file is, one text a file, as its metadata says (attribution, copyright or licence); its name
 * where they say nothing. The backdrop's own. */
const char *const *backdrop_attributions(const backdrop *b, size_t *count);
/** The first file whose metadata does not say whose it is; NULL where all do. */
const char *backdrop_nameless(const backdrop *b);

/** How a backdrop lies on the page. */
typedef struct {
    const projection *projection;
    grid grid;                 ///< the map's picture; user space of the cairo context is its pixels
    double pixel_ratio;        ///< its pixels in a CSS pixel
    double image_dpi, map_dpi; ///< resolution rasters are drawn at, and that of the grid
    style_color ink;           ///< of vectors, let through
} backdrop_place;

/**
 * Draws all of it; the caller has clipped. A raster is warped into the map's projection, its missing values
 * left out, its colours softened; one without colours is grey, from the least to the greatest value on the
 * map. Polygons have a pale fill and a thin outline, lines are thin, points small.
 */
incmap_status backdrop_draw(const backdrop *b, cairo_t *cr, const backdrop_place *place, incmap_error *err);

#endif
