/** @file What the backdrop's files share. Not for others. */
#ifndef INCMAP_REPORT_BACKDROP_PARTS_H
#define INCMAP_REPORT_BACKDROP_PARTS_H

#include "report/backdrop.h"

#include <gdal.h>

/** Draws a raster; @p path names it in errors. */
incmap_status backdrop_draw_raster(GDALDatasetH raster, const char *path, cairo_t *cr,
                                   const backdrop_place *place, incmap_error *err);

/** Draws all vector layers of a data set. */
incmap_status backdrop_draw_vectors(GDALDatasetH vectors, const char *path, cairo_t *cr,
                                    const backdrop_place *place, incmap_error *err);

/** INCMAP_FAILED with GDAL's own reason. */
incmap_status backdrop_failed(const char *path, const char *what, incmap_error *err);

#endif
