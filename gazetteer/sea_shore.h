/** @file Where the shore of an anchor lies, and the water off it, along a bearing. */
#ifndef GAZETTEER_SEA_SHORE_H
#define GAZETTEER_SEA_SHORE_H

#include "gazetteer/resolve.h"

/** Where the shore of an anchor may lie, in metres from its middle. */
typedef struct {
    double near_m, middle_m, far_m;
} sea_shore;

/**
 * All 0 for what has no shore of its own in that direction: it is counted from its point. @p seawards_m: 0
 * where the bearing is somebody's word; else it leads to the open sea, which is reached at that distance:
 * then a town's shore may be at the mouth of its river.
 */
gaz_status sea_find_shore(store_session *session, const outcome *anchor, double bearing_deg,
                          double seawards_m, sea_shore *out, gaz_error *err);
/** Where the ray from the middle leaves an outline for the last time, up to a reach; 0: it does not. */
double sea_last_crossing_m(scope *s, const GEOSGeometry *outline, gaz_lonlat from, double bearing_deg,
                           double reach_m);
/** How far along a bearing the first water is; reach_m where there is none so far. */
gaz_status sea_first_water_m(store_session *session, gaz_lonlat from, double bearing_deg, double begin_m,
                             double reach_m, double *out, gaz_error *err);

#endif
