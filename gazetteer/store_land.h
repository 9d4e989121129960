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
/** For store_session_close alone. NULL does nothing. */
void store_land_free(store_land *land, GEOSContextHandle_t geos);

#endif
