/**
 * @file
 * Points that lie close together become clusters, for the whole picture and level by level as supercluster
 * (https://github.com/mapbox/supercluster) does it: from the deepest zoom with clusters up to that of the
 * picture, what lies within the radius of one becomes one with it, at their centre of gravity. So clusters
 * only grow from a zoom to the one above it. The heaviest come first, ties by position: the clusters follow
 * from where the points are, not from their order.
 */
#ifndef INCMAP_SCENE_CLUSTER_H
#define INCMAP_SCENE_CLUSTER_H

#include "base/geom.h"

#include <stdint.h>

/** Points of no cluster. */
#define CLUSTER_NONE UINT32_MAX

/** A point of the picture. */
typedef struct {
    pxy at;          ///< NAN: it takes no part
    double reach_px; ///< it is somewhere within this distance: joins only clusters of a radius no smaller
} cluster_point;

typedef struct {
    double radius_px;
    int deeper_zooms;  ///< how many zooms below the picture's have clusters, too
    size_t min_points; ///< of a cluster, at least 2
    double wrap_px;    ///< width of a picture that wraps, 0 of one that does not
} cluster_rules;

typedef struct {
    pxy at;
    size_t count; ///< of its points
} cluster;

/**
 * The clusters in drawing order: the lightest first, then from the top, then from the left. @p cluster_of
 * gets for each point the index of its cluster or CLUSTER_NONE. The caller's, freed with free(); NULL where
 * there are none.
 */
cluster *cluster_points(size_t *cluster_count, uint32_t *cluster_of, const cluster_point *points,
                        size_t count, const cluster_rules *rules);

#endif
