/** @file What style.c (asking), load.c (the document), layer.c (one layer) and cluster.c share. */
#ifndef INCMAP_STYLE_LAYER_H
#define INCMAP_STYLE_LAYER_H

#include "style/cluster_load.h"
#include "style/compile.h"
#include "style/style_properties.h"

struct style_layer {
    const char *id, *source, *source_layer;
    style_layer_type type;
    bool hidden;
    double min_zoom, max_zoom;
    const expr_node *filter;                       ///< NULL: all features
    const expr_node *values[STYLE_PROPERTY_COUNT]; ///< NULL: not set
    const style *owner;
    const expr_node *const *defaults; ///< the style's; literals, or heatmap-color's ramp
};

struct style {
    json_t *document;
    json_t *made; ///< an array that keeps JSON made from the document (tokens, functions) alive
    const char *name;
    size_t layer_count;
    style_layer *layers;
    const char **properties; ///< asked for, sorted, each once
    size_t property_count;
    bool knows_icons;
    const char **icons; ///< names, sorted
    size_t icon_count;
    const expr_node *defaults[STYLE_PROPERTY_COUNT];
    const style_cluster_doc *cluster; ///< NULL: the defaults
    arena memory;
};

/** Where an error is said to be: "file: layer "x": paint property "y"". */
typedef struct {
    const char *document, *layer;
    bool layout;
    const char *property; ///< NULL: the layer itself
} style_place;

/** Compiles one layer of the document. */
incmap_status style_layer_load(style *s, style_layer *layer, expr_parser *p, const json_t *json,
                               const char *document, incmap_error *err);
/** Compiles the defaults of all properties; they are right by construction. */
void style_defaults_load(style *s, expr_parser *p);
/** The feature as expressions see it; @p feature is to live as long. */
expr_feature style_expr_feature(const style_feature *feature);

#endif
