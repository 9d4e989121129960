/**
 * @file
 * Styles: MapLibre Style Spec, version 8. A style is loaded and type-checked once; then its layers' filters
 * and properties are evaluated for a feature and a zoom. What is not supported is refused by name at load.
 *
 * Names of properties and operators are the specification's (https://maplibre.org/maplibre-style-spec/).
 * Lengths are CSS pixels; the scene multiplies them by its pixel ratio. Zoom is MapLibre's: at zoom z the
 * world is 512 * 2^z CSS pixels wide, so a 256-pixel tile of zoom z is styled with zoom z - 1.
 */
#ifndef INCMAP_STYLE_H
#define INCMAP_STYLE_H

#include "base/error.h"
#include "base/incident.h"

#include <jansson.h>

typedef struct style style;
typedef struct style_layer style_layer;

typedef enum {
    STYLE_BACKGROUND,
    STYLE_FILL,
    STYLE_LINE,
    STYLE_CIRCLE,
    STYLE_SYMBOL,
    STYLE_HEATMAP,
} style_layer_type;

/** Straight (not premultiplied) sRGB with alpha, each 0 to 1. */
typedef struct {
    double r, g, b, a;
} style_color;

/** Paint and layout properties; the order is that of style_properties.c, which says types and defaults. */
typedef enum {
    STYLE_BACKGROUND_COLOR,
    STYLE_BACKGROUND_OPACITY,
    STYLE_FILL_COLOR,
    STYLE_FILL_OPACITY,
    STYLE_FILL_OUTLINE_COLOR,
    STYLE_FILL_PATTERN,
    STYLE_FILL_ANTIALIAS,
    STYLE_FILL_SORT_KEY,
    STYLE_LINE_COLOR,
    STYLE_LINE_OPACITY,
    STYLE_LINE_WIDTH,
    STYLE_LINE_DASHARRAY,
    STYLE_LINE_CAP,
    STYLE_LINE_JOIN,
    STYLE_LINE_OFFSET,
    STYLE_LINE_MITER_LIMIT,
    STYLE_LINE_SORT_KEY,
    STYLE_CIRCLE_RADIUS,
    STYLE_CIRCLE_COLOR,
    STYLE_CIRCLE_OPACITY,
    STYLE_CIRCLE_BLUR,
    STYLE_CIRCLE_STROKE_WIDTH,
    STYLE_CIRCLE_STROKE_COLOR,
    STYLE_CIRCLE_STROKE_OPACITY,
    STYLE_CIRCLE_SORT_KEY,
    STYLE_SYMBOL_PLACEMENT,
    STYLE_SYMBOL_SORT_KEY,
    STYLE_SYMBOL_SPACING,
    STYLE_SYMBOL_Z_ORDER,
    STYLE_ICON_IMAGE,
    STYLE_ICON_SIZE,
    STYLE_ICON_COLOR,
    STYLE_ICON_OPACITY,
    STYLE_ICON_ALLOW_OVERLAP,
    STYLE_ICON_IGNORE_PLACEMENT,
    STYLE_ICON_OPTIONAL,
    STYLE_ICON_ROTATE,
    STYLE_ICON_ROTATION_ALIGNMENT,
    STYLE_ICON_PADDING,
    STYLE_ICON_ANCHOR,
    STYLE_ICON_OFFSET,
    STYLE_ICON_HALO_COLOR,
    STYLE_ICON_HALO_WIDTH,
    STYLE_TEXT_FIELD,
    STYLE_TEXT_FONT,
    STYLE_TEXT_SIZE,
    STYLE_TEXT_COLOR,
    STYLE_TEXT_OPACITY,
    STYLE_TEXT_HALO_COLOR,
    STYLE_TEXT_HALO_WIDTH,
    STYLE_TEXT_ANCHOR,
    STYLE_TEXT_OFFSET,
    STYLE_TEXT_MAX_WIDTH,
    STYLE_TEXT_LETTER_SPACING,
    STYLE_TEXT_TRANSFORM,
    STYLE_TEXT_ALLOW_OVERLAP,
    STYLE_TEXT_OPTIONAL,
    STYLE_TEXT_IGNORE_PLACEMENT,
    STYLE_TEXT_HALO_BLUR,
    STYLE_TEXT_JUSTIFY,
    STYLE_TEXT_LINE_HEIGHT,
    STYLE_TEXT_PADDING,
    STYLE_TEXT_ROTATE,
    STYLE_TEXT_ROTATION_ALIGNMENT,
    STYLE_TEXT_RADIAL_OFFSET,
    STYLE_TEXT_VARIABLE_ANCHOR,
    STYLE_TEXT_VARIABLE_ANCHOR_OFFSET,
    STYLE_TEXT_MAX_ANGLE,
    STYLE_TEXT_KEEP_UPRIGHT,
    STYLE_HEATMAP_RADIUS,
    STYLE_HEATMAP_WEIGHT,
    STYLE_HEATMAP_INTENSITY,
    STYLE_HEATMAP_COLOR,
    STYLE_HEATMAP_OPACITY,
    STYLE_PROPERTY_COUNT,
} style_property;

/**
 * What a style may ask of a feature. The callbacks get @p context back; get returns false where the feature
 * has no such property; texts need to live until the evaluation returns.
 */
typedef struct {
    void *context;
    bool (*get)(void *context, const char *name, value *out);
    const char *geometry_type;  ///< "Point", "LineString" or "Polygon"
    value id;                   ///< VALUE_NULL where it has none
    const geom_shape *geometry; ///< for within and distance; NULL where no expression asks for it
} style_feature;

/** Loads and checks a style document. An error names the layer, the property and the cause. *out is the
 * caller's. */
incmap_status style_load(style **out, const char *path, incmap_error *err);
/** The same from text; @p name stands for the path in errors. */
incmap_status style_parse(style **out, const char *json, size_t length, const char *name, incmap_error *err);
void style_free(style *s);
/**
 * Tells the style which icons there are, the SVG files of a folder: an ["image"] that is not among them is
 * passed over by coalesce. Without this every image is taken to be there; a folder that cannot be read has
 * none. Before the style is shared between threads.
 */
void style_list_icons(style *s, const char *folder);

/** The document's name; "" where it has none. The style's own. */
const char *style_name(const style *s);
/** The document's metadata object, NULL where it has none. The style's own. */
const json_t *style_metadata(const style *s);

/** Whether the array @p key of the metadata has the id of a layer. */
bool style_metadata_lists(const style *s, const char *key, const char *layer_id);

size_t style_layer_count(const style *s);
/** Layers in drawing order, the lowest first. */
const style_layer *style_layer_at(const style *s, size_t index);
const char *style_layer_id(const style_layer *layer);
style_layer_type style_layer_get_type(const style_layer *layer);
const char *style_layer_source(const style_layer *layer);       ///< "" for a background
const char *style_layer_source_layer(const style_layer *layer); ///< "" where it has none
/** Whether the layer is drawn at this zoom: visibility, minzoom (inclusive), maxzoom (exclusive). */
bool style_layer_visible(const style_layer *layer, double zoom);
/** Whether any layer draws from the source. */
bool style_uses_source(const style *s, const char *source);

/**
 * The feature properties the style asks for (by get, has, a legacy filter or a token), sorted, each once. The
 * style's own. Names that are themselves computed cannot be in it, nor what ["properties"] stands for.
 */
const char *const *style_feature_properties(const style *s, size_t *count);

/** Whether the layer's filter lets the feature through; a layer without one lets all through. */
bool style_filter(const style_layer *layer, const style_feature *feature, double zoom);

/** Whether the value of a property depends on the feature; else one evaluation serves all. */
bool style_depends_on_feature(const style_layer *layer, style_property property);

/** Whether the style sets the property at all. */
bool style_is_set(const style_layer *layer, style_property property);

/**
 * The value of a property, its default where the style does not set it or its evaluation fails, as the
 * specification says. @p feature may be NULL where the property does not depend on it. Asking with the wrong
 * type is a bug.
 */
double style_number(const style_layer *layer, style_property property, const style_feature *feature,
                    double zoom);
style_color style_get_color(const style_layer *layer, style_property property, const style_feature *feature,
                            double zoom);
/** The colour of heatmap-color for a density from 0 to 1. */
style_color style_heatmap_color(const style_layer *layer, double density);
bool style_boolean(const style_layer *layer, style_property property, const style_feature *feature,
                   double zoom);
/** Enumerations and names of images ("": none) too. The text lives in @p memory or in the style. */
const char *style_text(const style_layer *layer, style_property property, const style_feature *feature,
                       double zoom, arena *memory);
/** An array of numbers or texts: returns its length, at most @p capacity elements are written. Texts live in
 * @p memory or in the style. icon-padding has four numbers: top, right, bottom, left. */
size_t style_numbers(const style_layer *layer, style_property property, const style_feature *feature,
                     double zoom, double *out, size_t capacity);
size_t style_texts(const style_layer *layer, style_property property, const style_feature *feature,
                   double zoom, arena *memory, const char **out, size_t capacity);
/** The pairs of text-variable-anchor-offset, likewise: names of anchors, and offsets in ems, right and down.
 */
size_t style_anchor_offsets(const style_layer *layer, const style_feature *feature, double zoom,
                            arena *memory, const char **anchors, double (*offsets_em)[2], size_t capacity);

#endif
