/**
 * @file
 * What the scenes of one set of incidents have in common, whatever their zoom: made once for a pyramid of
 * tiles, whose zooms would each project a million places anew.
 */
#ifndef INCMAP_SCENE_STOCK_H
#define INCMAP_SCENE_STOCK_H

#include "scene/lookup.h"

struct scene_stock {
    incident_features features;
    uint32_t *order;       ///< the incidents as they are drawn (scene/order.h); NULL: as they are in the set
    look_classes *classes; ///< of each layer of the style
    size_t class_count;
    projxy *at; ///< of each incident, in the projection, longitudes from -180 to 180; NAN where it has none
};

/** *out is the caller's, for scenes of these incidents in this projection that wrap (scene_request.wraps_x).
 * @p by and @p size_by as in scene_request. With @p in_thread places are projected beside the rest. */
void scene_stock_make(scene_stock **out, const incident_set *incidents, const projection *projection,
                      const style *style, const char *by, const char *size_by, bool in_thread);
/** NULL is allowed. */
void scene_stock_free(scene_stock *stock);

#endif
