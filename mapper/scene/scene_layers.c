#include "scene/builder.h"
#include "scene/symbol.h"

#include <math.h>
#include <string.h>

/** Colour @p over on top of @p under, straight alpha. */
static style_color blend(style_color over, style_color under)
{
    double a = over.a + under.a * (1 - over.a);
    if (a <= 0) return (style_color){0};
    double keep = under.a * (1 - over.a);
    return (style_color){(over.r * over.a + under.r * keep) / a, (over.g * over.a + under.g * keep) / a,
                         (over.b * over.a + under.b * keep) / a, a};
}

/** Whether symbols are drawn by their places from the top down, as the specification has it: those that may
 * lie on each other, where the style asks for it or gives no order of its own. */
static bool is_by_y(const style_layer *layer, double zoom)
{
    arena scratch = {0};
    const char *order = style_text(layer, STYLE_SYMBOL_Z_ORDER, NULL, zoom, &scratch);
    const bool by_y = strcmp(order, "viewport-y") == 0 ||
                      (strcmp(order, "auto") == 0 && !style_is_set(layer, STYLE_SYMBOL_SORT_KEY));
    arena_dispose(&scratch);
    static const style_property overlapping[] = {STYLE_ICON_ALLOW_OVERLAP, STYLE_TEXT_ALLOW_OVERLAP,
                                                 STYLE_ICON_IGNORE_PLACEMENT, STYLE_TEXT_IGNORE_PLACEMENT};
    bool may_overlap = false;
    for (size_t i = 0; i < sizeof overlapping / sizeof *overlapping; i++)
        may_overlap = may_overlap || style_boolean(layer, overlapping[i], NULL, zoom);
    return by_y && may_overlap;
}

/** Refuses by name what no scene can hold, for a map that is not what its style says misleads. */
static incmap_status check_drawable(const style_layer *layer, double zoom, incmap_error *err)
{
    static const char *const sources[] = {"incidents", "areas", "bins", "spread", "basemap"};
    const char *id = style_layer_id(layer), *source = style_layer_source(layer);
    if (style_layer_get_type(layer) == STYLE_HEATMAP && strcmp(source, "incidents") != 0)
        return error_set(err, INCMAP_FAILED,
                         "style layer \"%s\": a heatmap draws from \"incidents\", not from \"%s\"", id,
                         source);
    bool is_known = false;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        is_known = is_known || strcmp(source, sources[i]) == 0;
    if (!is_known)
        return error_set(err, INCMAP_FAILED,
                         "style layer \"%s\": there is no source \"%s\"; layers draw from \"incidents\", "
                         "\"areas\", \"bins\", \"spread\" or \"basemap\"",
                         id, source);
    arena scratch = {0};
    const char *alignment = style_layer_get_type(layer) == STYLE_SYMBOL
                                ? style_text(layer, STYLE_TEXT_ROTATION_ALIGNMENT, NULL, zoom, &scratch)
                                : "";
    const bool has_loose_glyphs = strcmp(alignment, "viewport-glyph") == 0;
    arena_dispose(&scratch);
    if (has_loose_glyphs)
        return error_set(
            err, INCMAP_FAILED,
            "style layer \"%s\": text-rotation-alignment \"viewport-glyph\" cannot be drawn; give "
            "map, viewport or auto",
            id);
    return INCMAP_OK;
}

/** The soft_limit that the style's metadata gives the layer; 0 where it does not name it. */
static double soft_limit(const builder *b, const style_layer *layer)
{
    const json_t *layers = json_object_get(style_metadata(b->request->style), "incmap:soft-areas");
    double limit = json_number_value(json_object_get(layers, style_layer_id(layer)));
    bool can_be = style_layer_get_type(layer) == STYLE_FILL &&
                  strcmp(style_layer_source(layer), "areas") == 0 && !style_is_set(layer, STYLE_FILL_PATTERN);
    return can_be && limit > 0 ? fmin(limit, 1) : 0;
}

incmap_status builder_collect_layers(builder *b, incmap_error *err)
{
    const style *style = b->request->style;
    const double zoom = b->request->zoom;
    size_t count = style_layer_count(style);
    b->layers = mem_calloc(count, sizeof *b->layers);
    for (size_t i = 0; i < count; i++) {
        const style_layer *layer = style_layer_at(style, i);
        style_layer_type type = style_layer_get_type(layer);
        if (!style_layer_visible(layer, zoom)) continue;
        if (type == STYLE_BACKGROUND) {
            style_color color = style_get_color(layer, STYLE_BACKGROUND_COLOR, NULL, zoom);
            double opacity = style_number(layer, STYLE_BACKGROUND_OPACITY, NULL, zoom);
            b->out->background = blend(paint_color(color, opacity), b->out->background);
            continue;
        }
        incmap_status status = check_drawable(layer, zoom, err);
        if (status != INCMAP_OK) return status;
        bool is_basemap = strcmp(style_layer_source(layer), "basemap") == 0;
        bool has_marks = type == STYLE_CIRCLE || type == STYLE_HEATMAP ||
                         (!is_basemap && paint_is_icon_layer(layer, zoom));
        b->layers[b->layer_count++] = (builder_layer){
            .layer = layer,
            .type = type,
            .is_range = style_metadata_lists(style, "incmap:range-rings", style_layer_id(layer)),
            .soft_limit = soft_limit(b, layer),
            .covers_crowds = style_metadata_lists(style, "incmap:labels-over-crowds", style_layer_id(layer)),
            .has_marks = has_marks};
        if (type != STYLE_SYMBOL) continue;
        builder_layer *symbols = &b->layers[b->layer_count - 1];
        symbols->placement = symbol_placement(layer, zoom);
        symbols->texts_follow = symbol_text_follows(layer, zoom);
        symbols->icons_follow = symbol_icon_follows(layer, zoom);
        symbols->is_by_y = is_by_y(layer, zoom);
    }
    return INCMAP_OK;
}
