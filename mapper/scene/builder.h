/** @file A scene in the making: what the files that put it together share. */
#ifndef INCMAP_SCENE_BUILDER_H
#define INCMAP_SCENE_BUILDER_H

#include "scene/feature.h"
#include "scene/label.h"
#include "scene/outline.h"
#include "scene/paint.h"
#include "scene/scene.h"
#include "scene/stock.h"

/** A range of parts in scene.part_ends. */
typedef struct {
    size_t begin, end;
    px_box bounds; ///< of the points, or of the soft edge
    uint32_t soft; ///< index of the soft edge in scene.softs, plus one; 0: none
} builder_parts;

/** A visible style layer and its items so far. */
typedef struct {
    const style_layer *layer;
    style_layer_type type;
    bool is_range;     ///< rings around marks, which are no look of an incident by themselves
    double soft_limit; ///< of areas with soft edges; 0: hard ones
    bool has_marks;    ///< circles, points of a heat map, or icons that need no placing
    scene_shape *shapes;
    size_t shape_count, shape_capacity;
    scene_mark *marks;
    size_t mark_count, mark_capacity;
    double *sort_keys; ///< as many as shapes or marks, NULL where the layer's does not depend on the feature
    size_t sort_key_capacity;
    label_placement placement;       ///< of symbols
    bool texts_follow, icons_follow; ///< of symbols along lines: they run along them
    bool is_by_y;                    ///< symbols are drawn from the top of the picture to its bottom
    label_candidates symbols;
    label_placed placed;
    label_placed over; ///< of those that cover crowds of marks, drawn above all layers
    bool covers_crowds;
} builder_layer;

typedef struct {
    const scene_request *request;
    scene *out;
    scene_stock *stock; ///< the request's
    incident_features *features;
    incident_features own_features; ///< where the request has no stock
    outliner outliner;
    paint_box paints;
    strpool strings;
    builder_layer *layers; ///< those visible, but backgrounds, in drawing order
    size_t layer_count;
    size_t point_count, point_capacity, part_count, part_capacity, soft_capacity; ///< of the scene's arrays
} builder;

/** The layers that are seen at this zoom; backgrounds become the scene's. Fails where one cannot be drawn. */
incmap_status builder_collect_layers(builder *b, incmap_error *err);
/** Whether the style layer draws from the source. */
bool builder_draws_from(const builder_layer *layer, const char *source);
/** Keeps what outline_shape made as parts of the scene. */
builder_parts builder_keep_outline(builder *b);
/** Whether any ink of a shape would be in the picture. */
bool builder_is_seen(const builder *b, const builder_parts *parts, paint_look look);
/** Adds a shape; nothing where it has no ink in the picture. Returns whether it was added. */
bool builder_add_shape(builder *b, builder_layer *layer, const builder_parts *parts, geom_kind kind,
                       paint_look look, int32_t incident);
/** Adds a mark, likewise. One that is only near the picture is added for its labels' sake, and counts as not
 * seen. */
bool builder_add_mark(builder *b, builder_layer *layer, pxy at, paint_look look, int32_t incident);

/** Fills the layers of the sources "incidents", "areas" and "bins", and the scene's legend. */
incmap_status builder_add_incidents(builder *b, incmap_error *err);
/** Radius on the ground of where the incident may be, 0 for one that is a point. */
double builder_area_radius_m(const incident *item);
/** Fills the layers of the source "basemap". */
incmap_status builder_add_basemap(builder *b, incmap_error *err);

#endif
