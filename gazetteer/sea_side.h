/** @file Sectors that are counted from all of a side of what is large: archipelagos, countries, long islands.
 */
#ifndef GAZETTEER_SEA_SIDE_H
#define GAZETTEER_SEA_SIDE_H

#include "gazetteer/scope.h"

/**
 * What lies in [low_m, high_m] and within @p half_width_deg of @p bearing_deg from any point of the side of
 * @p land that faces that way (of its hull). In the scope; NULL where GEOS fails, and of land that reaches
 * across 180 degrees.
 */
GEOSGeometry *sea_side_sector(scope *s, const GEOSGeometry *land, double low_m, double high_m,
                              double bearing_deg, double half_width_deg);

#endif
