/**
 * @file
 * Web Mercator (EPSG:3857) from and to WGS 84, without PROJ: what tiles need of it. Loading PROJ and its
 * database takes longer than drawing a hundred tiles. The results are PROJ's own, bit for bit
 * (tests/unit/project/test_mercator.c).
 */
#ifndef INCMAP_PROJECT_MERCATOR_H
#define INCMAP_PROJECT_MERCATOR_H

#include "base/geom.h"

#include <stddef.h>

/** Points in place of equal count. One with a latitude beyond 90 degrees, or a longitude of more than ten
 * radians, becomes NAN, NAN, as PROJ has it; so does one that is not finite. */
void mercator_forward(const lonlat *in, projxy *out, size_t count);
/** Inverse, likewise; longitudes are from -180 to 180. */
void mercator_inverse(const projxy *in, lonlat *out, size_t count);

#endif
