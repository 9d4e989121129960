/**
 * @file
 * How a style's source "incidents" is clustered: the specification's "cluster", "clusterRadius",
 * "clusterMaxZoom", "clusterMinPoints" and "clusterProperties" of GeoJSON sources.
 */
#ifndef INCMAP_STYLE_CLUSTER_H
#define INCMAP_STYLE_CLUSTER_H

#include "style/style.h"

/** Properties a style may give its clusters. */
#define STYLE_CLUSTER_PROPERTIES_MAX 32

/** The specification's defaults where the style does not say. */
typedef struct {
    bool is_on;
    double radius_css_px; ///< 50
    double max_zoom;      ///< the last zoom with clusters; 17
    size_t min_points;    ///< 2, and never less
    size_t property_count;
} style_cluster;

style_cluster style_get_cluster(const style *s);

/** The name of one of the clusters' own properties; the style's. */
const char *style_cluster_property(const style *s, size_t index);
/** What a feature brings to its cluster's property; null where its evaluation fails. Texts live in @p memory.
 */
value style_cluster_map(const style *s, size_t index, const style_feature *feature, double zoom,
                        arena *memory);
/** What becomes of the property when @p added joins what is @p accumulated so far; likewise. */
value style_cluster_reduce(const style *s, size_t index, const value *accumulated, const value *added,
                           double zoom, arena *memory);

#endif
