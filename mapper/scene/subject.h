/** @file What a picture shows and how, whatever becomes of it: tiles, a raster or a page. */
#ifndef INCMAP_SCENE_SUBJECT_H
#define INCMAP_SCENE_SUBJECT_H

#include "scene/scene.h"

/** Everything in it is the caller's. The fields are those of scene_request, which says more of them. */
typedef struct {
    const incident_set *incidents;
    const style *style;
    basemap *basemap;         ///< NULL: none
    const char *by, *size_by; ///< NULL: "type", none
    const char *lang;         ///< of the names on the map; NULL: as the style has them
    double heat_max;          ///< density; 0: 1; or SCENE_HEAT_AUTO
    bool spread, cluster;
    double bin_width_m; ///< 0: as the style says
} scene_subject;

/** A request for a scene of it; zoom, projection, grid, pixel ratio and measurer are still to be said. */
scene_request scene_request_of(const scene_subject *subject);

#endif
