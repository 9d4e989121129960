/** @file The plane in which areas are made: longitudes as wide as latitudes are high, beyond 180° too. For
 * area*.c alone. */
#ifndef GAZETTEER_AREA_PLANE_H
#define GAZETTEER_AREA_PLANE_H

#include "gazetteer/scope.h"

/** The cosine of the latitude in the middle of a geometry, at least 0.05: what a degree of longitude is wide.
 */
double area_plane_cos(scope *s, const GEOSGeometry *geometry);
/** Longitudes times a factor, then moved; the scope's, NULL where GEOS fails. */
GEOSGeometry *area_plane_scale(scope *s, const GEOSGeometry *geometry, double offset_deg, double factor);
/** Brings a polygon with longitudes beyond 180° back, split there. */
GEOSGeometry *area_plane_wrap(scope *s, GEOSGeometry *geometry);

#endif
