/**
 * @file
 * Where land is: the outlines of the countries, decoded when a question first needs them and kept open by the
 * session, part by part, since questions about one coast come one after another.
 */
#ifndef GAZETTEER_STORE_LAND_H
#define GAZETTEER_STORE_LAND_H

#include "gazetteer/shape.h"
#include "gazetteer/store.h"

/** Whether some country's outline holds the point. Where the store has no outlines all is sea. */
gaz_status store_land_at(store_session *session, gaz_lonlat point, bool *out, gaz_error *err);
/**
 * A polygon without the land in it, at a scale at which @p tolerance_deg is not seen; *out NULL where nothing
 * is left. In the scope.
 */
gaz_status store_land_removed(store_session *session, const GEOSGeometry *polygon, double tolerance_deg,
                              GEOSGeometry **out, gaz_error *err);
/**
 * The outlines of an island of about @p radius_m (all countries' parts of the one that is nearest to @p at),
 * or of a group's islands (@p is_group: all whose middle lies within the radius); *out NULL where the store
 * has none that size. A collection of polygons in the scope.
 */
gaz_status store_land_island(store_session *session, gaz_lonlat at, double radius_m, bool is_group,
                             GEOSGeometry **out, gaz_error *err);
/** For store_session_close alone. NULL does nothing. */
void store_land_free(store_land *land, GEOSContextHandle_t geos);

#endif
