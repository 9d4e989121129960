/**
 * @file
 * How things look: the paints of a scene, each kept once, and how a style's layer makes them for a feature.
 */
#ifndef INCMAP_SCENE_PAINT_H
#define INCMAP_SCENE_PAINT_H

#include "scene/scene.h"
#include "scene/value_table.h"

/** What evaluating needs besides the layer and the feature. */
typedef struct {
    double zoom;        ///< the style's
    double pixel_ratio; ///< device pixels in a CSS pixel
    value_table shapes, marks, texts;
    value_table rules; ///< label_rules
    strpool *strings;  ///< texts in paints are kept once here
    arena scratch;     ///< texts while they are evaluated
} paint_box;

/** What a layer makes of a feature. */
typedef struct {
    bool is_drawn;  ///< its filter lets it through and it would leave ink
    uint32_t paint; ///< of the table of its kind
    double sort_key;
} paint_look;

/** The side of an icon of icon-size 1, CSS pixels: that of the Maki set, which other sets follow. */
#define PAINT_ICON_CSS_PX 15.0
/** The radius of the disc whose area the icons of incidents have at icon-size 1. */
#define PAINT_ICON_DISC_CSS_PX 4.5

/** Whether a symbol layer shows marks: icons without text, on their points, whatever they cover. They need no
 * placing. */
bool paint_is_icon_layer(const style_layer *layer, double zoom);

/** The icon of a feature in a symbol layer; false where it has none that would leave ink. */
bool paint_icon(uint32_t *paint, paint_box *box, const style_layer *layer, const style_feature *feature);

/** The look of a feature in a fill, line, circle or heatmap layer, or in one of icons (paint_is_icon_layer).
 * @p kind is that of its geometry. */
paint_look paint_evaluate(paint_box *box, const style_layer *layer, const style_feature *feature,
                          geom_kind kind);

/** The look of an icon that is turned further, clockwise. */
uint32_t paint_turn_icon(paint_box *box, uint32_t icon, double turn_rad);

/** A point of a heat map spread over a disc of this radius that holds it with a probability of 90%: wider and
 * fainter, its sum the same. @c is_drawn is false where it is too faint to be seen. */
paint_look paint_spread_heat(paint_box *box, paint_look look, double radius_px);

/** Pixels that a shape's stroke reaches beyond its outline, corners and caps included. */
double paint_stroke_reach_px(const scene_shape_paint *paint);

/** A colour with an opacity multiplied into its alpha, all components within 0 to 1. */
style_color paint_color(style_color color, double opacity);
/** A length of the style in device pixels, at least 0; absurd ones are cut to a size that can be drawn. */
double paint_length_px(const paint_box *box, double length_css_px);
/** The width in device pixels and the colour of a feature's halo; 0 where none is seen. */
double paint_halo(style_color *out, const paint_box *box, const style_layer *layer,
                  const style_feature *feature, style_property width, style_property color, double opacity);

#endif
