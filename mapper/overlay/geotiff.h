/** @file An RGBA GeoTIFF written block by block, through GDAL. */
#ifndef INCMAP_OVERLAY_GEOTIFF_H
#define INCMAP_OVERLAY_GEOTIFF_H

#include "base/error.h"
#include "project/project.h"

/** Side of a block, in pixels; multiples of 16 are what TIFF asks. */
#define GEOTIFF_BLOCK_PX 512

typedef struct geotiff geotiff;

/**
 * Creates the file at @p path. @p attribution becomes TIFFTAG_COPYRIGHT; "" writes none. @p shown is the path
 * that errors name. *out is the caller's, until geotiff_finish or geotiff_abandon.
 */
incmap_status geotiff_create(geotiff **out, const char *path, const char *shown, const grid *g,
                             const projection *p, const char *attribution, incmap_error *err);
/**
 * Writes one block: premultiplied ARGB, @p stride_px apart; its right and lower edge may lie beyond the
 * raster's. The bytes of the file follow the order of the calls; blocks never put are transparent.
 */
incmap_status geotiff_put(geotiff *t, int64_t col, int64_t row, const uint32_t *argb, int stride_px,
                          incmap_error *err);
/** Closes the file, opens it again, and fails where its georeference did not come through. */
incmap_status geotiff_finish(geotiff *t, incmap_error *err);
/** Closes it without a word; for a run that has failed. NULL is harmless. */
void geotiff_abandon(geotiff *t);

#endif
