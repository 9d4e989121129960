/**
 * @file
 * Crowds as a style sees them: the clusters of the source "incidents", features with "cluster", "cluster_id",
 * "point_count", "point_count_abbreviated" and the style's clusterProperties.
 */
#ifndef INCMAP_SCENE_CROWD_H
#define INCMAP_SCENE_CROWD_H

#include "scene/cluster.h"
#include "scene/feature.h"
#include "style/cluster.h"

typedef struct {
    const style *style;
    uint32_t *cluster_of; ///< of each incident; NULL: nothing is clustered at this zoom
    size_t count;
    cluster *clusters;
    size_t property_count;
    value *properties; ///< property_count for each cluster
    size_t asked;      ///< the cluster that crowd_feature last gave
    char abbreviated[32];
    arena memory;
} crowd;

/** Zeroed before; disposed of by the caller. @p at is where the incidents are in the picture, @p reach_px how
 * far from there they may be (NULL: all of them are there), @p order that of drawing (NULL: as they are). */
void crowd_open(crowd *c, const scene_request *request, incident_features *features, const pxy *at,
                const float *reach_px, const uint32_t *order);
void crowd_dispose(crowd *c);

/** Whether an incident is shown by a cluster. */
bool crowd_holds(const crowd *c, size_t item);
/** A cluster as a feature for the style; valid until the next is asked for. */
style_feature crowd_feature(crowd *c, size_t index);

#endif
