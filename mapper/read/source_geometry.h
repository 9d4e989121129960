/** @file Inside read/: GDAL's geometries as positions and areas in WGS 84. Only gdal_table.c uses it. */
#ifndef INCMAP_READ_SOURCE_GEOMETRY_H
#define INCMAP_READ_SOURCE_GEOMETRY_H

#include "read/source.h"

#include <ogr_api.h>
#include <ogr_srs_api.h>

/** From the layer's CRS to WGS 84, longitude first; NULL where it is that already, or has none. */
OGRCoordinateTransformationH source_transformation(OGRLayerH layer);
/** See source_geometry. @p geometry is left as it was. */
source_shape source_shape_of(OGRGeometryH geometry, OGRCoordinateTransformationH to_wgs84, arena *memory);
/** A column's name as valid UTF-8 without a byte order mark or space around it; "" for none. */
const char *source_clean_name(arena *memory, const char *name);

#endif
