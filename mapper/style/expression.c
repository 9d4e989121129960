#include "style/expression.h"

#include "style/compile.h"
#include "style/function.h"
#include "style/geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// More than any value worth printing.
#define RESULT_BYTES_MAX ((size_t)1024 * 1024)

struct expression {
    arena memory;
    expr_parser parser;
    json_t *converted; ///< what a legacy function means
    const expr_node *node;
};

static const expr_type *spec_type(arena *memory, const json_t *spec)
{
    static const struct {
        const char *name;
        expr_kind kind;
    } names[] = {
        {"number", EXPR_NUMBER},
        {"string", EXPR_STRING},
        {"boolean", EXPR_BOOLEAN},
        {"color", EXPR_COLOR},
        {"enum", EXPR_STRING},
        {"formatted", EXPR_FORMATTED},
        {"resolvedImage", EXPR_IMAGE},
        {"padding", EXPR_PADDING},
        {"numberArray", EXPR_NUMBER_ARRAY},
        {"colorArray", EXPR_COLOR_ARRAY},
        {"projectionDefinition", EXPR_PROJECTION},
        {"variableAnchorOffsetCollection", EXPR_ANCHOR_OFFSETS},
    };
    const char *name = json_string_value(json_object_get(spec, "type"));
    bool array = name && strcmp(name, "array") == 0;
    if (array) name = json_string_value(json_object_get(spec, "value"));
    const expr_type *type = NULL;
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, name) == 0) type = &expr_types[names[i].kind];
    if (!array) return type;
    const json_t *length = json_object_get(spec, "length");
    return expr_array_type(memory, type ? type : &expr_types[EXPR_VALUE],
                           json_is_number(length) ? (int64_t)json_number_value(length) : -1);
}

static bool lists(const json_t *array, const char *name)
{
    size_t index;
    json_t *item;
    json_array_foreach(array, index, item)
    {
        const char *text = json_string_value(item);
        if (text && strcmp(text, name) == 0) return true;
    }
    return false;
}

static bool is_type(const json_t *spec, const char *type)
{
    const char *name = json_string_value(json_object_get(spec, "type"));
    return name && strcmp(name, type) == 0;
}

/** Whether a property may depend on the feature; without the entry every one may. */
static bool allows_feature(const json_t *spec)
{
    const char *kind = json_string_value(json_object_get(spec, "property-type"));
    return !kind || strcmp(kind, "data-driven") == 0 || strcmp(kind, "cross-faded-data-driven") == 0;
}

static json_t *convert_function(expression *e, const json_t *json, const json_t *spec)
{
    const json_t *rules = json_object_get(spec, "expression");
    const json_t *length = json_object_get(spec, "length");
    const char *type = json_string_value(json_object_get(spec, "type"));
    json_t *values = json_array();
    const char *name, *why;
    json_t *item;
    json_object_foreach(json_object_get(spec, "values"), name, item)
        json_array_append_new(values, json_string(name));
    const function_spec wanted = {
        .type = type ? type : "",
        .item = json_string_value(json_object_get(spec, "value")),
        .length = json_is_number(length) ? (long)json_number_value(length) : -1,
        .values = values,
        .default_value = json_object_get(spec, "default"),
        .interpolated = !rules || json_is_true(json_object_get(rules, "interpolated")),
        .tokens = json_is_true(json_object_get(spec, "tokens")),
    };
    json_t *converted = function_to_expression(json, &wanted, &why);
    if (!converted) expr_parse_fail(&e->parser, NULL, "%s", why);
    json_decref(values);
    return converted;
}

expression *expression_compile(const json_t *json, const json_t *property_spec, const json_t *state)
{
    expression *e = mem_calloc(1, sizeof *e);
    e->parser.memory = &e->memory;
    e->parser.state = state;
    const json_t *rules = json_object_get(property_spec, "expression");
    const expr_spec spec = {
        .type = spec_type(&e->memory, property_spec),
        .coerces_text = is_type(property_spec, "string"),
        .no_feature = !allows_feature(property_spec),
        .no_zoom = rules && !lists(json_object_get(rules, "parameters"), "zoom"),
        .no_mix = rules && !json_is_true(json_object_get(rules, "interpolated")),
    };
    if (function_is(json)) {
        json = e->converted = convert_function(e, json, property_spec);
        if (!json) return e;
    }
    e->node = expr_compile(&e->parser, json, &spec);
    return e;
}

void expression_free(expression *e)
{
    if (!e) return;
    expr_parser_dispose(&e->parser);
    arena_dispose(&e->memory);
    json_decref(e->converted);
    free(e);
}

size_t expression_issue_count(const expression *e)
{
    return e->node ? 0 : e->parser.issue_count;
}

void expression_issue(expression *e, size_t index, const char **key, const char **message)
{
    strbuf text = {0};
    expr_path_print(&text, e->parser.issues[index].path);
    *key = arena_strdup(&e->memory, strbuf_text(&text));
    *message = e->parser.issues[index].message;
    strbuf_dispose(&text);
}

bool expression_is_feature_constant(const expression *e)
{
    return !e->node->uses_feature;
}

bool expression_is_zoom_constant(const expression *e)
{
    return !e->node->uses_zoom;
}

void expression_print_type(const expression *e, strbuf *out)
{
    expr_type_print(out, e->node->type);
}

static bool get_json_property(void *context, arena *memory, const char *name, expr_value *out)
{
    const json_t *json = json_object_get(context, name);
    if (json) *out = expr_from_json(memory, json);
    return json != NULL;
}

static bool has_listed_image(void *context, const char *name)
{
    return lists(context, name);
}

/** The value of an expression of type color: its premultiplied components in an array. */
static void print_color(arena *memory, strbuf *out, style_color c)
{
    expr_value *items = arena_alloc(memory, 4 * sizeof *items);
    const double parts[4] = {c.r * c.a, c.g * c.a, c.b * c.a, c.a};
    for (int i = 0; i < 4; i++) items[i] = expr_number(parts[i]);
    const expr_array array = {4, items};
    expr_value_print_json(out, &(expr_value){.kind = EXPR_ARRAY, .array = &array}, RESULT_BYTES_MAX);
}

bool expression_evaluate(const expression *e, const json_t *globals, const json_t *feature, strbuf *out)
{
    arena memory = {0};
    strbuf error = {0};
    const json_t *images = json_object_get(globals, "availableImages");
    const json_t *tile = json_object_get(globals, "canonicalID");
    const json_t *geometry = json_object_get(feature, "geometry");
    const json_t *id = json_object_get(feature, "id");
    json_t *properties = json_object_get(feature, "properties");
    json_t *none = json_object();
    geom_shape shape;
    double tile_zoom = json_number_value(json_object_get(tile, "z"));
    double tile_scale = tile ? exp2(tile_zoom) * GEO_TILE_EXTENT : 0;
    bool has_shape = geo_shape_from_json(&memory, geometry, tile_scale, &shape);
    const char *type = json_string_value(json_object_get(geometry, "type"));
    // A tile knows three types of geometry only.
    if (type && tile && strncmp(type, "Multi", 5) == 0) type += 5;
    expr_feature asked = {
        .context = properties ? properties : none,
        .get = get_json_property,
        .geometry_type = type,
        .id = id ? expr_from_json(&memory, id) : expr_null(),
        .properties = properties ? properties : none,
        .geometry = has_shape ? &shape : NULL,
    };
    expr_context c = {
        .zoom = json_number_value(json_object_get(globals, "zoom")),
        .heatmap_density = json_number_value(json_object_get(globals, "heatmapDensity")),
        .feature = &asked,
        .memory = &memory,
        .has_image = has_listed_image,
        .image_context = (void *)images,
        .tile_scale = tile_scale,
        .error = &error,
    };
    expr_value v;
    strbuf text = {0};
    bool done = expr_eval(&c, e->node, &v);
    if (done && e->node->type->kind == EXPR_COLOR) {
        print_color(&memory, &text, v.color);
    } else if (done && !expr_value_print_json(&text, &v, RESULT_BYTES_MAX)) {
        done = false;
        strbuf_clear(&text);
        strbuf_puts(&text, "The value is too large to be written");
    } else if (!done) {
        expr_path_print(&text, c.error_path);
        if (text.length) strbuf_puts(&text, ": ");
        strbuf_puts(&text, strbuf_text(&error));
    }
    strbuf_puts(out, strbuf_text(&text));
    strbuf_dispose(&text);
    strbuf_dispose(&error);
    json_decref(none);
    arena_dispose(&memory);
    return done;
}
