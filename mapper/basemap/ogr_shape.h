/** @file Geometries of OGR become shapes. */
#ifndef INCMAP_BASEMAP_OGR_SHAPE_H
#define INCMAP_BASEMAP_OGR_SHAPE_H

#include "basemap/cut.h"

#include <ogr_api.h>

/**
 * The shape of a geometry in longitude and latitude, in the buffer; of a collection its parts of the highest
 * dimension. Curves become lines; coordinates beyond the world are drawn back to it. False where there is
 * nothing to draw; NULL is such a geometry.
 */
bool ogr_shape_read(shape_buffer *out, OGRGeometryH geometry, geom_shape *shape);

#endif
