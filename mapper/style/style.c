/** @file Asking a loaded style: its layers, and the values of their properties. */
#include "style/layer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *style_name(const style *s)
{
    return s->name;
}

const json_t *style_metadata(const style *s)
{
    return json_object_get(s->document, "metadata");
}

bool style_metadata_lists(const style *s, const char *key, const char *layer_id)
{
    const json_t *ids = json_object_get(style_metadata(s), key);
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *id = json_string_value(json_array_get(ids, i));
        if (id && strcmp(id, layer_id) == 0) return true;
    }
    return false;
}

size_t style_layer_count(const style *s)
{
    return s->layer_count;
}

const style_layer *style_layer_at(const style *s, size_t index)
{
    assert(index < s->layer_count);
    return &s->layers[index];
}

const char *style_layer_id(const style_layer *layer)
{
    return layer->id;
}

style_layer_type style_layer_get_type(const style_layer *layer)
{
    return layer->type;
}

const char *style_layer_source(const style_layer *layer)
{
    return layer->source;
}

const char *style_layer_source_layer(const style_layer *layer)
{
    return layer->source_layer;
}

bool style_layer_visible(const style_layer *layer, double zoom)
{
    return !layer->hidden && zoom >= layer->min_zoom && zoom < layer->max_zoom;
}

bool style_uses_source(const style *s, const char *source)
{
    for (size_t i = 0; i < s->layer_count; i++)
        if (strcmp(s->layers[i].source, source) == 0) return true;
    return false;
}

const char *const *style_feature_properties(const style *s, size_t *count)
{
    *count = s->property_count;
    return s->properties;
}

static bool get_property(void *context, arena *memory, const char *name, expr_value *out)
{
    (void)memory;
    const style_feature *feature = context;
    value v = {0};
    if (!feature->get || !feature->get(feature->context, name, &v)) return false;
    *out = expr_from_value(&v);
    return true;
}

expr_feature style_expr_feature(const style_feature *feature)
{
    return (expr_feature){.context = (void *)feature,
                          .get = get_property,
                          .geometry_type = feature->geometry_type,
                          .id = expr_from_value(&feature->id),
                          .geometry = feature->geometry};
}

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static bool has_icon(void *context, const char *name)
{
    const style *s = context;
    return s->icon_count > 0 && bsearch(name, s->icons, s->icon_count, sizeof *s->icons, compare_name);
}

/** Evaluates with a feature of the scene's; false on an error. */
static bool evaluate(const style *s, const expr_node *node, const style_feature *feature, double zoom,
                     double density, arena *memory, expr_value *out)
{
    expr_feature asked = {0};
    expr_context c = {.zoom = zoom,
                      .heatmap_density = density,
                      .memory = memory,
                      .has_image = s->knows_icons ? has_icon : NULL,
                      .image_context = (void *)s};
    if (feature) {
        asked = style_expr_feature(feature);
        c.feature = &asked;
    }
    return expr_eval(&c, node, out);
}

bool style_filter(const style_layer *layer, const style_feature *feature, double zoom)
{
    if (!layer->filter) return true;
    arena scratch = {0};
    expr_value v;
    bool passes = evaluate(layer->owner, layer->filter, feature, zoom, 0, &scratch, &v) &&
                  v.kind == EXPR_BOOLEAN && v.boolean;
    arena_dispose(&scratch);
    return passes;
}

bool style_depends_on_feature(const style_layer *layer, style_property property)
{
    return layer->values[property] && layer->values[property]->uses_feature;
}

bool style_is_set(const style_layer *layer, style_property property)
{
    return layer->values[property] != NULL;
}

static bool is_listed(const char *text, const char *const *values)
{
    for (; *values; values++)
        if (strcmp(text, *values) == 0) return true;
    return false;
}

/** Whether a value can be the property's: not null or NaN, and one of its values where these are listed. */
static bool is_usable(style_property property, const expr_value *v)
{
    const style_property_spec *spec = &style_properties[property];
    if (v->kind == EXPR_NULL || (v->kind == EXPR_NUMBER && isnan(v->number))) return false;
    return spec->type != STYLE_TYPE_ENUM || is_listed(v->text, spec->values);
}

/** The property's value, its default where it has none or its evaluation fails. */
static expr_value get_value(const style_layer *layer, style_property property, const style_feature *feature,
                            double zoom, double density, arena *memory)
{
    const expr_node *node = layer->values[property];
    expr_value v;
    if (node && evaluate(layer->owner, node, feature, zoom, density, memory, &v) && is_usable(property, &v))
        return v;
    if (!evaluate(layer->owner, layer->defaults[property], NULL, zoom, density, memory, &v))
        return expr_null();
    return v;
}

double style_number(const style_layer *layer, style_property property, const style_feature *feature,
                    double zoom)
{
    const style_property_spec *spec = &style_properties[property];
    assert(spec->type == STYLE_TYPE_NUMBER);
    arena scratch = {0};
    expr_value v = get_value(layer, property, feature, zoom, 0, &scratch);
    arena_dispose(&scratch);
    if (v.kind != EXPR_NUMBER) return NAN;
    return fmin(fmax(v.number, spec->min), spec->max);
}

static double clamp_unit(double v)
{
    // Written so that a NaN becomes 0.
    return v > 0 ? fmin(v, 1) : 0;
}

/** Components within 0 and 1: a colour given as an array may be brighter than its alpha allows. */
static style_color color_of(const expr_value *v)
{
    if (v->kind != EXPR_COLOR) return (style_color){0, 0, 0, 0};
    return (style_color){clamp_unit(v->color.r), clamp_unit(v->color.g), clamp_unit(v->color.b),
                         clamp_unit(v->color.a)};
}

style_color style_get_color(const style_layer *layer, style_property property, const style_feature *feature,
                            double zoom)
{
    assert(style_properties[property].type == STYLE_TYPE_COLOR);
    arena scratch = {0};
    expr_value v = get_value(layer, property, feature, zoom, 0, &scratch);
    arena_dispose(&scratch);
    // An outline that is not set is drawn in the colour of the fill.
    if (v.kind == EXPR_NULL && property == STYLE_FILL_OUTLINE_COLOR)
        return style_get_color(layer, STYLE_FILL_COLOR, feature, zoom);
    return color_of(&v);
}

style_color style_heatmap_color(const style_layer *layer, double density)
{
    arena scratch = {0};
    expr_value v = get_value(layer, STYLE_HEATMAP_COLOR, NULL, 0, density, &scratch);
    arena_dispose(&scratch);
    return color_of(&v);
}

bool style_boolean(const style_layer *layer, style_property property, const style_feature *feature,
                   double zoom)
{
    assert(style_properties[property].type == STYLE_TYPE_BOOLEAN);
    arena scratch = {0};
    expr_value v = get_value(layer, property, feature, zoom, 0, &scratch);
    arena_dispose(&scratch);
    return v.kind == EXPR_BOOLEAN && v.boolean;
}

const char *style_text(const style_layer *layer, style_property property, const style_feature *feature,
                       double zoom, arena *memory)
{
    const expr_node *node = layer->values[property];
    expr_value v = get_value(layer, property, feature, zoom, 0, memory);
    // What comes from the feature lives no longer than this call.
    bool keeps = !node || node->op == EXPR_OP_LITERAL;
    switch (v.kind) {
    case EXPR_STRING: return keeps ? v.text : arena_strdup(memory, v.text);
    case EXPR_IMAGE: return arena_strdup(memory, v.image.name);
    case EXPR_FORMATTED: {
        if (v.formatted->count == 1) return arena_strdup(memory, v.formatted->sections[0].text);
        strbuf text = {0};
        for (size_t i = 0; i < v.formatted->count; i++) strbuf_puts(&text, v.formatted->sections[i].text);
        const char *joined = arena_strdup(memory, strbuf_text(&text));
        strbuf_dispose(&text);
        return joined;
    }
    default: return "";
    }
}

size_t style_numbers(const style_layer *layer, style_property property, const style_feature *feature,
                     double zoom, double *out, size_t capacity)
{
    arena scratch = {0};
    expr_value v = get_value(layer, property, feature, zoom, 0, &scratch);
    size_t count = v.kind == EXPR_ARRAY || v.kind == EXPR_PADDING ? v.array->count : 0;
    for (size_t i = 0; i < count && i < capacity; i++) out[i] = v.array->items[i].number;
    arena_dispose(&scratch);
    return count;
}

size_t style_texts(const style_layer *layer, style_property property, const style_feature *feature,
                   double zoom, arena *memory, const char **out, size_t capacity)
{
    assert(style_properties[property].type == STYLE_TYPE_TEXTS);
    expr_value v = get_value(layer, property, feature, zoom, 0, memory);
    size_t count = v.kind == EXPR_ARRAY ? v.array->count : 0;
    // Items are of the style, or of the memory: a feature has no arrays.
    for (size_t i = 0; i < count && i < capacity; i++) out[i] = v.array->items[i].text;
    return count;
}

size_t style_anchor_offsets(const style_layer *layer, const style_feature *feature, double zoom,
                            arena *memory, const char **anchors, double (*offsets_em)[2], size_t capacity)
{
    expr_value v = get_value(layer, STYLE_TEXT_VARIABLE_ANCHOR_OFFSET, feature, zoom, 0, memory);
    const size_t count = v.kind == EXPR_ANCHOR_OFFSETS ? v.array->count / 2 : 0;
    for (size_t i = 0; i < count && i < capacity; i++) {
        const expr_value *offset = &v.array->items[2 * i + 1];
        anchors[i] = v.array->items[2 * i].text;
        for (size_t axis = 0; axis < 2; axis++) offsets_em[i][axis] = offset->array->items[axis].number;
    }
    return count;
}
