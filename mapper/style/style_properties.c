#include "style/style_properties.h"

#include <math.h>
#include <string.h>

#define ZOOM    STYLE_PARAMETER_ZOOM
#define FEATURE STYLE_PARAMETER_FEATURE
#define MIX     STYLE_INTERPOLATED
#define DENSITY STYLE_PARAMETER_DENSITY

static const char *const anchors[] = {"center",   "left",      "right",       "top",          "bottom",
                                      "top-left", "top-right", "bottom-left", "bottom-right", NULL};
static const char *const line_cap_values[] = {"butt", "round", "square", NULL};
static const char *const line_join_values[] = {"bevel", "round", "miter", NULL};
static const char *const symbol_placement_values[] = {"point", "line", "line-center", NULL};
static const char *const symbol_z_order_values[] = {"auto", "viewport-y", "source", NULL};
static const char *const text_transform_values[] = {"none", "uppercase", "lowercase", NULL};
static const char *const text_rotation_alignment_values[] = {"map", "viewport", "viewport-glyph", "auto",
                                                             NULL};
static const char *const icon_rotation_alignment_values[] = {"map", "viewport", "auto", NULL};
static const char *const text_justify_values[] = {"auto", "left", "center", "right", NULL};

const style_property_spec style_properties[STYLE_PROPERTY_COUNT] = {
    // background
    {"background-color", STYLE_BACKGROUND, false, STYLE_TYPE_COLOR, ZOOM | MIX, "\"#000000\"", NULL,
     -INFINITY, INFINITY},
    {"background-opacity", STYLE_BACKGROUND, false, STYLE_TYPE_NUMBER, ZOOM | MIX, "1", NULL, 0, 1},
    // fill
    {"fill-color", STYLE_FILL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL, -INFINITY,
     INFINITY},
    {"fill-opacity", STYLE_FILL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"fill-outline-color", STYLE_FILL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "null", NULL, -INFINITY,
     INFINITY},
    {"fill-pattern", STYLE_FILL, false, STYLE_TYPE_IMAGE, ZOOM | FEATURE, "null", NULL, -INFINITY, INFINITY},
    {"fill-antialias", STYLE_FILL, false, STYLE_TYPE_BOOLEAN, ZOOM, "true", NULL, -INFINITY, INFINITY},
    {"fill-sort-key", STYLE_FILL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE, "null", NULL, -INFINITY, INFINITY},
    // line
    {"line-color", STYLE_LINE, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL, -INFINITY,
     INFINITY},
    {"line-opacity", STYLE_LINE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"line-width", STYLE_LINE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, INFINITY},
    {"line-dasharray", STYLE_LINE, false, STYLE_TYPE_NUMBERS, ZOOM | FEATURE, "null", NULL, 0, INFINITY},
    {"line-cap", STYLE_LINE, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"butt\"", line_cap_values, -INFINITY,
     INFINITY},
    {"line-join", STYLE_LINE, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"miter\"", line_join_values, -INFINITY,
     INFINITY},
    {"line-offset", STYLE_LINE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"line-miter-limit", STYLE_LINE, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "2", NULL, -INFINITY,
     INFINITY},
    {"line-sort-key", STYLE_LINE, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE, "null", NULL, -INFINITY, INFINITY},
    // circle
    {"circle-radius", STYLE_CIRCLE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "5", NULL, 0, INFINITY},
    {"circle-color", STYLE_CIRCLE, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL,
     -INFINITY, INFINITY},
    {"circle-opacity", STYLE_CIRCLE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"circle-blur", STYLE_CIRCLE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"circle-stroke-width", STYLE_CIRCLE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, 0,
     INFINITY},
    {"circle-stroke-color", STYLE_CIRCLE, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL,
     -INFINITY, INFINITY},
    {"circle-stroke-opacity", STYLE_CIRCLE, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"circle-sort-key", STYLE_CIRCLE, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE, "null", NULL, -INFINITY,
     INFINITY},
    // symbol
    {"symbol-placement", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM, "\"point\"", symbol_placement_values,
     -INFINITY, INFINITY},
    {"symbol-sort-key", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE, "null", NULL, -INFINITY,
     INFINITY},
    {"symbol-spacing", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | MIX, "250", NULL, 1, INFINITY},
    {"symbol-z-order", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM, "\"auto\"", symbol_z_order_values,
     -INFINITY, INFINITY},
    {"icon-image", STYLE_SYMBOL, true, STYLE_TYPE_IMAGE, ZOOM | FEATURE, "null", NULL, -INFINITY, INFINITY},
    {"icon-size", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, INFINITY},
    {"icon-color", STYLE_SYMBOL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL,
     -INFINITY, INFINITY},
    {"icon-opacity", STYLE_SYMBOL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"icon-allow-overlap", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY, INFINITY},
    {"icon-ignore-placement", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY,
     INFINITY},
    {"icon-optional", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY, INFINITY},
    {"icon-rotate", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"icon-rotation-alignment", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM, "\"auto\"",
     icon_rotation_alignment_values, -INFINITY, INFINITY},
    {"icon-padding", STYLE_SYMBOL, true, STYLE_TYPE_PADDING, ZOOM | FEATURE | MIX, "[2]", NULL, -INFINITY,
     INFINITY},
    {"icon-anchor", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"center\"", anchors, -INFINITY,
     INFINITY},
    {"icon-offset", STYLE_SYMBOL, true, STYLE_TYPE_NUMBERS_2, ZOOM | FEATURE | MIX, "[0, 0]", NULL, -INFINITY,
     INFINITY},
    {"icon-halo-color", STYLE_SYMBOL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"rgba(0, 0, 0, 0)\"",
     NULL, -INFINITY, INFINITY},
    {"icon-halo-width", STYLE_SYMBOL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, 0, INFINITY},
    {"text-field", STYLE_SYMBOL, true, STYLE_TYPE_FORMATTED, ZOOM | FEATURE, "\"\"", NULL, -INFINITY,
     INFINITY},
    {"text-font", STYLE_SYMBOL, true, STYLE_TYPE_TEXTS, ZOOM | FEATURE,
     "[\"Open Sans Regular\", \"Arial Unicode MS Regular\"]", NULL, -INFINITY, INFINITY},
    {"text-size", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "16", NULL, 0, INFINITY},
    {"text-color", STYLE_SYMBOL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"#000000\"", NULL,
     -INFINITY, INFINITY},
    {"text-opacity", STYLE_SYMBOL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, 1},
    {"text-halo-color", STYLE_SYMBOL, false, STYLE_TYPE_COLOR, ZOOM | FEATURE | MIX, "\"rgba(0, 0, 0, 0)\"",
     NULL, -INFINITY, INFINITY},
    {"text-halo-width", STYLE_SYMBOL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, 0, INFINITY},
    {"text-anchor", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"center\"", anchors, -INFINITY,
     INFINITY},
    {"text-offset", STYLE_SYMBOL, true, STYLE_TYPE_NUMBERS_2, ZOOM | FEATURE | MIX, "[0, 0]", NULL, -INFINITY,
     INFINITY},
    {"text-max-width", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "10", NULL, 0, INFINITY},
    {"text-letter-spacing", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"text-transform", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"none\"", text_transform_values,
     -INFINITY, INFINITY},
    {"text-allow-overlap", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY, INFINITY},
    {"text-optional", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY, INFINITY},
    {"text-ignore-placement", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "false", NULL, -INFINITY,
     INFINITY},
    {"text-halo-blur", STYLE_SYMBOL, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, 0, INFINITY},
    {"text-justify", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM | FEATURE, "\"center\"", text_justify_values,
     -INFINITY, INFINITY},
    {"text-line-height", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | MIX, "1.2", NULL, -INFINITY, INFINITY},
    {"text-padding", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | MIX, "2", NULL, 0, INFINITY},
    {"text-rotate", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"text-rotation-alignment", STYLE_SYMBOL, true, STYLE_TYPE_ENUM, ZOOM, "\"auto\"",
     text_rotation_alignment_values, -INFINITY, INFINITY},
    {"text-radial-offset", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "0", NULL, -INFINITY,
     INFINITY},
    {"text-variable-anchor", STYLE_SYMBOL, true, STYLE_TYPE_TEXTS, ZOOM, "null", anchors, -INFINITY,
     INFINITY},
    {"text-variable-anchor-offset", STYLE_SYMBOL, true, STYLE_TYPE_ANCHOR_OFFSETS, ZOOM | FEATURE | MIX,
     "null", NULL, -INFINITY, INFINITY},
    {"text-max-angle", STYLE_SYMBOL, true, STYLE_TYPE_NUMBER, ZOOM | MIX, "45", NULL, -INFINITY, INFINITY},
    {"text-keep-upright", STYLE_SYMBOL, true, STYLE_TYPE_BOOLEAN, ZOOM, "true", NULL, -INFINITY, INFINITY},
    // heatmap
    {"heatmap-radius", STYLE_HEATMAP, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "30", NULL, 1,
     INFINITY},
    {"heatmap-weight", STYLE_HEATMAP, false, STYLE_TYPE_NUMBER, ZOOM | FEATURE | MIX, "1", NULL, 0, INFINITY},
    {"heatmap-intensity", STYLE_HEATMAP, false, STYLE_TYPE_NUMBER, ZOOM | MIX, "1", NULL, 0, INFINITY},
    {"heatmap-color", STYLE_HEATMAP, false, STYLE_TYPE_COLOR, DENSITY | MIX,
     "[\"interpolate\", [\"linear\"], [\"heatmap-density\"], 0, \"rgba(0, 0, 255, 0)\", 0.1, \"royalblue\", "
     "0.3, \"cyan\", 0.5, \"lime\", 0.7, \"yellow\", 1, \"red\"]",
     NULL, -INFINITY, INFINITY},
    {"heatmap-opacity", STYLE_HEATMAP, false, STYLE_TYPE_NUMBER, ZOOM | MIX, "1", NULL, 0, 1},
};

// What the specification has and we do not draw. Whole names; a property that is in neither list is unknown.
static const char *const refused[] = {
    "background-pattern",   "fill-layer-blend",      "fill-layer-opacity",
    "fill-translate",       "fill-translate-anchor", "line-blur",
    "line-gap-width",       "line-gradient",         "line-layer-blend",
    "line-layer-opacity",   "line-pattern",          "line-round-limit",
    "line-translate",       "line-translate-anchor", "circle-pitch-alignment",
    "circle-pitch-scale",   "circle-translate",      "circle-translate-anchor",
    "symbol-avoid-edges",   "symbol-height-anchor",  "symbol-height-offset",
    "icon-halo-blur",       "icon-keep-upright",     "icon-overlap",
    "icon-pitch-alignment", "icon-text-fit",         "icon-text-fit-padding",
    "icon-translate",       "icon-translate-anchor", "text-overlap",
    "text-pitch-alignment", "text-translate",        "text-translate-anchor",
    "text-writing-mode",
};

bool style_property_is_refused(const char *name)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(refused[i], name) == 0) return true;
    return false;
}

int style_property_find(style_layer_type type, bool layout, const char *name)
{
    for (int i = 0; i < STYLE_PROPERTY_COUNT; i++) {
        const style_property_spec *spec = &style_properties[i];
        if (spec->layer == type && spec->layout == layout && strcmp(spec->name, name) == 0) return i;
    }
    return -1;
}
