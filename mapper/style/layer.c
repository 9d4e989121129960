/** @file One layer of the document: its fields, and its paint and layout properties. */
#include "style/layer.h"
#include "style/function.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const layer_types[] = {
    [STYLE_BACKGROUND] = "background", [STYLE_FILL] = "fill",     [STYLE_LINE] = "line",
    [STYLE_CIRCLE] = "circle",         [STYLE_SYMBOL] = "symbol", [STYLE_HEATMAP] = "heatmap",
};

static const expr_type number_items = {EXPR_ARRAY, &expr_types[EXPR_NUMBER], -1};
static const expr_type number_pair = {EXPR_ARRAY, &expr_types[EXPR_NUMBER], 2};
static const expr_type text_items = {EXPR_ARRAY, &expr_types[EXPR_STRING], -1};

static const expr_type *expected_type(style_value_type type)
{
    switch (type) {
    case STYLE_TYPE_NUMBER: return &expr_types[EXPR_NUMBER];
    case STYLE_TYPE_COLOR: return &expr_types[EXPR_COLOR];
    case STYLE_TYPE_BOOLEAN: return &expr_types[EXPR_BOOLEAN];
    case STYLE_TYPE_ENUM: return &expr_types[EXPR_STRING];
    case STYLE_TYPE_FORMATTED: return &expr_types[EXPR_FORMATTED];
    case STYLE_TYPE_IMAGE: return &expr_types[EXPR_IMAGE];
    case STYLE_TYPE_NUMBERS: return &number_items;
    case STYLE_TYPE_NUMBERS_2: return &number_pair;
    case STYLE_TYPE_TEXTS: return &text_items;
    case STYLE_TYPE_PADDING: return &expr_types[EXPR_PADDING];
    default: return &expr_types[EXPR_ANCHOR_OFFSETS];
    }
}

/** Fails with the place, and an expression's position and cause. */
static incmap_status fail_at(incmap_error *err, const style_place *place, const char *key, const char *cause)
{
    if (!place->property)
        return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": %s", place->document, place->layer, cause);
    return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": %s%s%s%s%s: %s", place->document, place->layer,
                     strcmp(place->property, "filter") == 0 ? ""
                     : place->layout                        ? "layout property \""
                                                            : "paint property \"",
                     place->property, strcmp(place->property, "filter") == 0 ? "" : "\"", *key ? " at " : "",
                     key, cause);
}

/** Passes the parser's first issue on. */
static incmap_status fail_with_issue(incmap_error *err, const style_place *place, const expr_parser *p)
{
    assert(p->issue_count > 0);
    strbuf key = {0};
    expr_path_print(&key, p->issues[0].path);
    incmap_status status = fail_at(err, place, strbuf_text(&key), p->issues[0].message);
    strbuf_dispose(&key);
    return status;
}

/** What a legacy function of the property means, NULL where it is none. A new reference. */
static json_t *convert_function(const style_property_spec *spec, const json_t *json, const char **why)
{
    static const char *const types[] = {
        [STYLE_TYPE_NUMBER] = "number",
        [STYLE_TYPE_COLOR] = "color",
        [STYLE_TYPE_BOOLEAN] = "boolean",
        [STYLE_TYPE_ENUM] = "enum",
        [STYLE_TYPE_FORMATTED] = "formatted",
        [STYLE_TYPE_IMAGE] = "resolvedImage",
        [STYLE_TYPE_NUMBERS] = "array",
        [STYLE_TYPE_NUMBERS_2] = "array",
        [STYLE_TYPE_TEXTS] = "array",
        [STYLE_TYPE_PADDING] = "padding",
        [STYLE_TYPE_ANCHOR_OFFSETS] = "variableAnchorOffsetCollection",
    };
    json_t *values = json_array();
    for (const char *const *value = spec->values; value && *value; value++)
        json_array_append_new(values, json_string(*value));
    json_t *given = json_loads(spec->default_json, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
    const function_spec wanted = {
        .type = types[spec->type],
        .item = spec->type == STYLE_TYPE_TEXTS ? "string" : "number",
        .length = spec->type == STYLE_TYPE_NUMBERS_2 ? 2 : -1,
        .values = values,
        .default_value = json_is_null(given) ? NULL : given,
        .interpolated = spec->parameters & STYLE_INTERPOLATED,
        .tokens = spec->type == STYLE_TYPE_FORMATTED || spec->type == STYLE_TYPE_IMAGE,
    };
    json_t *converted = function_to_expression(json, &wanted, why);
    json_decref(values);
    json_decref(given);
    return converted;
}

/**
 * The value as an expression: tokens expanded, a constant array quoted, a function converted. NULL, with
 * *why, where that cannot be done. Borrowed, or kept by style.made.
 */
static const json_t *as_expression(style *s, const style_property_spec *spec, const json_t *json,
                                   const char **why)
{
    json_t *made = NULL;
    bool has_tokens = spec->type == STYLE_TYPE_FORMATTED || spec->type == STYLE_TYPE_IMAGE;
    if (json_is_string(json) && has_tokens)
        made = function_expand_tokens(json_string_value(json));
    else if (json_is_array(json) && !expr_is_expression(json))
        made = json_pack("[s, O]", "literal", json);
    else if (function_is(json) && !(made = convert_function(spec, json, why)))
        return NULL;
    if (!made) return json;
    json_array_append_new(s->made, made);
    return made;
}

static bool is_listed(const char *text, const char *const *values)
{
    for (; *values; values++)
        if (strcmp(text, *values) == 0) return true;
    return false;
}

/** Whether a number is within the property's range, or a text one of its values. */
static incmap_status check_item(const style_property_spec *spec, const expr_value *item,
                                const style_place *place, incmap_error *err)
{
    char cause[256], number[EXPR_NUMBER_TEXT_MAX], limit[EXPR_NUMBER_TEXT_MAX];
    if (item->kind == EXPR_NUMBER && !(item->number >= spec->min && item->number <= spec->max)) {
        bool low = item->number < spec->min;
        snprintf(cause, sizeof cause, "%s is %s than %s", expr_number_text(item->number, number),
                 low ? "less" : "greater", expr_number_text(low ? spec->min : spec->max, limit));
        return fail_at(err, place, "", cause);
    }
    if (item->kind != EXPR_STRING || !spec->values || is_listed(item->text, spec->values)) return INCMAP_OK;
    strbuf list = {0};
    for (const char *const *value = spec->values; *value; value++)
        strbuf_printf(&list, "%s%s", list.length ? ", " : "", *value);
    snprintf(cause, sizeof cause, "\"%.40s\" is not one of %s", item->text, strbuf_text(&list));
    strbuf_dispose(&list);
    return fail_at(err, place, "", cause);
}

/** Whether a constant is one that the property may have. */
static incmap_status check_constant(const style_property_spec *spec, const expr_value *v,
                                    const style_place *place, incmap_error *err)
{
    if (v->kind != EXPR_ARRAY) return check_item(spec, v, place, err);
    for (size_t i = 0; i < v->array->count; i++) {
        incmap_status status = check_item(spec, &v->array->items[i], place, err);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}

/** Compiles one value; NULL, with issues, where it is wrong. */
static const expr_node *compile_value(style *s, expr_parser *p, const style_property_spec *spec,
                                      const json_t *json)
{
    const expr_spec wanted = {
        .type = expected_type(spec->type),
        .no_feature = !(spec->parameters & STYLE_PARAMETER_FEATURE),
        .no_zoom = !(spec->parameters & STYLE_PARAMETER_ZOOM),
        .no_mix = !(spec->parameters & STYLE_INTERPOLATED),
    };
    const char *why;
    const json_t *expression = as_expression(s, spec, json, &why);
    if (!expression) return expr_parse_fail(p, NULL, "%s", why);
    const expr_node *node = expr_compile(p, expression, &wanted);
    if (node && node->uses_density && !(spec->parameters & STYLE_PARAMETER_DENSITY))
        return expr_parse_fail(p, NULL, "\"heatmap-density\" may only be used in heatmap-color");
    return node;
}

static incmap_status load_property(style *s, style_layer *layer, expr_parser *p, const json_t *json,
                                   const style_place *place, incmap_error *err)
{
    static const char suffix[] = "-transition";
    const char *name = place->property;
    size_t length = strlen(name);
    // A still map has nothing that changes over time.
    if (!place->layout && length > sizeof suffix && strcmp(name + length - (sizeof suffix - 1), suffix) == 0)
        return INCMAP_OK;
    if (place->layout && strcmp(name, "visibility") == 0) {
        const char *text = json_string_value(json);
        layer->hidden = text && strcmp(text, "none") == 0;
        if (layer->hidden || (text && strcmp(text, "visible") == 0)) return INCMAP_OK;
        return fail_at(err, place, "", "it must be \"visible\" or \"none\"");
    }
    int property = style_property_find(layer->type, place->layout, name);
    if (property < 0) {
        if (style_property_is_refused(name))
            return error_set(err, INCMAP_FAILED,
                             "%s: layer \"%s\": %s property \"%s\" is not supported; remove it",
                             place->document, place->layer, place->layout ? "layout" : "paint", name);
        return error_set(
            err, INCMAP_FAILED,
            "%s: layer \"%s\": a %s layer has no %s property \"%s\"; correct its name or remove it",
            place->document, place->layer, layer_types[layer->type], place->layout ? "layout" : "paint",
            name);
    }
    const style_property_spec *spec = &style_properties[property];
    p->issue_count = 0;
    const expr_node *node = compile_value(s, p, spec, json);
    if (!node) return fail_with_issue(err, place, p);
    layer->values[property] = node;
    return node->op == EXPR_OP_LITERAL ? check_constant(spec, &node->literal, place, err) : INCMAP_OK;
}

static incmap_status load_properties(style *s, style_layer *layer, expr_parser *p, const json_t *json,
                                     bool layout, const char *document, incmap_error *err)
{
    const char *name;
    json_t *item;
    if (!json) return INCMAP_OK;
    style_place place = {document, layer->id, layout, NULL};
    if (!json_is_object(json))
        return fail_at(err, &place, "",
                       layout ? "\"layout\" must be an object" : "\"paint\" must be an object");
    json_object_foreach((json_t *)json, name, item)
    {
        place.property = name;
        incmap_status status = load_property(s, layer, p, item, &place, err);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}

static incmap_status load_type(style_layer *layer, const json_t *json, const style_place *place,
                               incmap_error *err)
{
    static const char *const refused[] = {"raster",       "hillshade", "fill-extrusion",
                                          "color-relief", "sky",       NULL};
    const char *name = json_string_value(json_object_get(json, "type"));
    if (!name) return fail_at(err, place, "", "it has no \"type\"");
    for (int i = 0; i <= STYLE_HEATMAP; i++) {
        if (strcmp(layer_types[i], name) != 0) continue;
        layer->type = (style_layer_type)i;
        return INCMAP_OK;
    }
    return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": type \"%s\" is %s; remove the layer",
                     place->document, place->layer, name,
                     is_listed(name, refused) ? "not supported" : "unknown");
}

static incmap_status load_zoom(double *out, const json_t *json, const char *key, const style_place *place,
                               incmap_error *err)
{
    const json_t *zoom = json_object_get(json, key);
    if (!zoom) return INCMAP_OK;
    *out = json_number_value(zoom);
    if (json_is_number(zoom) && *out >= 0 && *out <= 24) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": \"%s\" must be a number from 0 to 24",
                     place->document, place->layer, key);
}

static incmap_status load_text(const char **out, const json_t *json, const char *key,
                               const style_place *place, incmap_error *err)
{
    const json_t *text = json_object_get(json, key);
    *out = text ? json_string_value(text) : "";
    if (*out) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": \"%s\" must be a text", place->document,
                     place->layer, key);
}

/** Whether the program gives the source, or the document has it. */
static bool source_exists(const style *s, const char *name)
{
    static const char *const given[] = {"incidents", "areas", "bins", "spread", "basemap", NULL};
    return is_listed(name, given) || json_object_get(json_object_get(s->document, "sources"), name);
}

incmap_status style_layer_load(style *s, style_layer *layer, expr_parser *p, const json_t *json,
                               const char *document, incmap_error *err)
{
    static const char *const known[] = {"id",     "type",   "source", "source-layer", "minzoom", "maxzoom",
                                        "filter", "layout", "paint",  "metadata",     NULL};
    style_place place = {document, layer->id, false, NULL};
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)json, key, item)
    {
        if (is_listed(key, known)) continue;
        return error_set(err, INCMAP_FAILED, "%s: layer \"%s\": \"%s\" is not supported; remove it", document,
                         layer->id, key);
    }
    layer->owner = s;
    layer->defaults = s->defaults;
    layer->max_zoom = INFINITY;
    incmap_status status;
    if ((status = load_type(layer, json, &place, err)) != INCMAP_OK ||
        (status = load_text(&layer->source, json, "source", &place, err)) != INCMAP_OK ||
        (status = load_text(&layer->source_layer, json, "source-layer", &place, err)) != INCMAP_OK ||
        (status = load_zoom(&layer->min_zoom, json, "minzoom", &place, err)) != INCMAP_OK ||
        (status = load_zoom(&layer->max_zoom, json, "maxzoom", &place, err)) != INCMAP_OK)
        return status;
    if (layer->type != STYLE_BACKGROUND && !source_exists(s, layer->source))
        return error_set(
            err, INCMAP_FAILED,
            "%s: layer \"%s\": there is no source \"%s\"; use incidents, areas, bins, spread or basemap",
            document, layer->id, layer->source);
    const json_t *filter = json_object_get(json, "filter");
    if (filter && !json_is_null(filter)) {
        place.property = "filter";
        p->issue_count = 0;
        layer->filter = expr_compile_filter(p, filter);
        if (!layer->filter) return fail_with_issue(err, &place, p);
    }
    status = load_properties(s, layer, p, json_object_get(json, "layout"), true, document, err);
    if (status != INCMAP_OK) return status;
    return load_properties(s, layer, p, json_object_get(json, "paint"), false, document, err);
}

void style_defaults_load(style *s, expr_parser *p)
{
    for (int i = 0; i < STYLE_PROPERTY_COUNT; i++) {
        const style_property_spec *spec = &style_properties[i];
        json_t *json = json_loads(spec->default_json, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
        assert(json);
        json_array_append_new(s->made, json);
        s->defaults[i] = json_is_null(json) ? expr_node_literal(p, NULL, &expr_types[EXPR_NULL], expr_null())
                                            : compile_value(s, p, spec, json);
        assert(s->defaults[i]);
    }
}
