/**
 * @file
 * Outlines widened by a distance. Reports come back to the same few countries and seas, and one takes as long
 * to widen as a hundred names to find: a session keeps the last of them.
 */
#ifndef GAZETTEER_REACH_H
#define GAZETTEER_REACH_H

#include "gazetteer/store.h"

/**
 * The outline of a place that has one (place->shape) within a distance (area_buffer), in the scope. NULL:
 * GEOS fails.
 */
GEOSGeometry *reach_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                       double distance_m);
/** What of it is water (store_land.h); *out NULL where nothing is. In the scope. */
gaz_status reach_water_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                          double distance_m, GEOSGeometry **out, gaz_error *err);
/** What of it lies within a distance of the sea (about: a tenth more), in the scope; *out NULL where nothing
 * does. */
gaz_status reach_shore_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                          double distance_m, GEOSGeometry **out, gaz_error *err);
/** Its large parts, smoothed to a kilometre: what distances from "the coast" are counted from. */
const GEOSGeometry *reach_main_parts(store_session *session, const store_place *place,
                                     const GEOSGeometry *outline);
/**
 * For store_shape_get alone: outlines as the store has them. Decoding a large country takes as long as all
 * else that is done for a phrase. What is found is the session's: not to be changed or destroyed, good until
 * its end.
 */
const GEOSGeometry *reach_outline_find(store_session *session, int64_t shape);
void reach_outline_keep(store_session *session, int64_t shape, const GEOSGeometry *outline,
                        size_t size_bytes);
/** For store_session_close alone. NULL does nothing. */
void reach_free(reach_cache *cache, GEOSContextHandle_t geos);

#endif
