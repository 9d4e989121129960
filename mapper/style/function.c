#include "style/function.h"

#include <string.h>

bool function_is(const json_t *json)
{
    return json_is_object(json);
}

json_t *function_expand_tokens(const char *text)
{
    json_t *concat = NULL;
    const char *from = text;
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t length = strcspn(open + 1, "{}");
        if (length == 0 || open[1 + length] != '}') continue;
        if (!concat) concat = json_pack("[s]", "concat");
        if (open > from) json_array_append_new(concat, json_stringn(from, (size_t)(open - from)));
        json_array_append_new(concat, json_pack("[s, o]", "get", json_stringn(open + 1, length)));
        from = open + length + 2;
        open = from - 1;
    }
    if (concat && *from) json_array_append_new(concat, json_string(from));
    return concat;
}

/** A value as an expression: arrays, objects and null must be quoted. A new reference. */
static json_t *quote(json_t *value)
{
    bool bare = json_is_string(value) || json_is_number(value) || json_is_boolean(value);
    return bare ? json_incref(value) : json_pack("[s, O]", "literal", value);
}

static json_t *get_property(const json_t *function)
{
    return json_pack("[s, O]", "get", json_object_get(function, "property"));
}

/** What the function gives where the feature has no fitting value; null where nothing says. A new reference.
 */
static json_t *fallback(const json_t *function, const function_spec *spec)
{
    json_t *value = json_object_get(function, "default");
    if (!value && spec->default_value) value = (json_t *)spec->default_value;
    if (!value) return strcmp(spec->type, "resolvedImage") == 0 ? json_string("") : json_null();
    return quote(value);
}

static json_t *convert_identity(const json_t *function, const function_spec *spec)
{
    json_t *get = get_property(function), *given = json_object_get(function, "default");
    // An expression's value would become a text; a function's must be one.
    if (!given) return strcmp(spec->type, "string") == 0 ? json_pack("[s, o]", "string", get) : get;
    if (strcmp(spec->type, "enum") == 0)
        return json_pack("[s, o, O, O, O]", "match", get, spec->values, get, given);
    if (strcmp(spec->type, "color") == 0) return json_pack("[s, o, o]", "to-color", get, quote(given));
    if (strcmp(spec->type, "array") != 0) return json_pack("[s, o, o]", spec->type, get, quote(given));
    json_t *length = spec->length >= 0 ? json_integer(spec->length) : json_null();
    return json_pack("[s, s?, o, o, o]", "array", spec->item, length, get, quote(given));
}

static const char *function_type(const json_t *function, const function_spec *spec)
{
    const char *type = json_string_value(json_object_get(function, "type"));
    return type ? type : spec->interpolated ? "exponential" : "interval";
}

static json_t *interpolate_operator(const json_t *function)
{
    const char *space = json_string_value(json_object_get(function, "colorSpace"));
    if (space && strcmp(space, "hcl") == 0) return json_string("interpolate-hcl");
    if (space && strcmp(space, "lab") == 0) return json_string("interpolate-lab");
    return json_string("interpolate");
}

/** Adds a stop to a curve (or a match). A stop of the same input as the one before is left out. */
static void append_stop(json_t *curve, json_t *input, json_t *output, bool is_step)
{
    size_t size = json_array_size(curve);
    if (size > 3 && json_equal(input, json_array_get(curve, size - 2))) {
        json_decref(output);
        return;
    }
    // The first input of a step is from minus infinity.
    if (!is_step || size > 2) json_array_append(curve, input);
    json_array_append_new(curve, output);
}

/** A step of a single output needs a second stop to be one. */
static void complete_step(json_t *step)
{
    if (json_array_size(step) != 3) return;
    json_array_append_new(step, json_real(0));
    json_array_append(step, json_array_get(step, 2));
}

/** ["step", input] or ["interpolate", …, input], to be followed by stops. Takes the reference to @p input. */
static json_t *begin_curve(const json_t *function, const char *type, json_t *input)
{
    if (strcmp(type, "interval") == 0) return json_pack("[s, o]", "step", input);
    json_t *base = json_object_get(function, "base");
    bool linear = !base || json_number_value(base) == 1;
    json_t *kind = linear ? json_pack("[s]", "linear") : json_pack("[s, O]", "exponential", base);
    return json_pack("[o, o, o]", interpolate_operator(function), kind, input);
}

static json_t *convert_curve(const json_t *function, const char *type, json_t *input, const json_t *stops)
{
    json_t *curve = begin_curve(function, type, input), *stop;
    bool is_step = strcmp(type, "interval") == 0;
    size_t index;
    json_array_foreach(stops, index, stop)
        append_stop(curve, json_array_get(stop, 0), json_incref(json_array_get(stop, 1)), is_step);
    if (is_step) complete_step(curve);
    return curve;
}

/** Stops over a feature's property: [input, expression] pairs. */
static json_t *convert_property(const json_t *function, const function_spec *spec, const json_t *stops,
                                const char **why)
{
    const char *type = function_type(function, spec);
    json_t *get = get_property(function), *result = NULL, *stop;
    size_t index;
    if (strcmp(type, "categorical") == 0) {
        bool booleans = json_is_boolean(json_array_get(json_array_get(stops, 0), 0));
        result = booleans ? json_pack("[s]", "case") : json_pack("[s, O]", "match", get);
        json_array_foreach(stops, index, stop)
        {
            json_t *input = json_array_get(stop, 0), *output = json_array_get(stop, 1);
            if (booleans) {
                json_array_append_new(result, json_pack("[s, O, O]", "==", get, input));
                json_array_append(result, output);
            } else {
                append_stop(result, input, json_incref(output), false);
            }
        }
        json_array_append_new(result, fallback(function, spec));
    } else if (strcmp(type, "interval") == 0 || strcmp(type, "exponential") == 0) {
        result = convert_curve(function, type, json_pack("[s, O]", "number", get), stops);
        json_t *given = json_object_get(function, "default");
        if (given)
            result = json_pack("[s, [s, [s, O], s], o, o]", "case", "==", "typeof", get, "number", result,
                               quote(given));
    } else {
        *why = "the \"type\" of a function must be exponential, interval, categorical or identity";
    }
    json_decref(get);
    return result;
}

/** Stops over zoom and property: those of one zoom become a function of the property. */
static json_t *convert_composite(const json_t *function, const function_spec *spec, const json_t *stops,
                                 const char **why)
{
    const char *type = spec->interpolated ? "exponential" : "interval";
    bool is_step = !spec->interpolated;
    json_t *linear = json_copy((json_t *)function);
    json_object_del(linear, "base");
    json_t *curve = begin_curve(linear, type, json_pack("[s]", "zoom"));
    // The colour space and the base concern the zoom's curve alone.
    json_object_del(linear, "colorSpace");
    for (size_t i = 0, end; i < json_array_size(stops) && !*why; i = end) {
        json_t *zoom = json_object_get(json_array_get(json_array_get(stops, i), 0), "zoom");
        json_t *part = json_array();
        for (end = i; end < json_array_size(stops); end++) {
            json_t *stop = json_array_get(stops, end), *input = json_array_get(stop, 0);
            if (end > i && !json_equal(zoom, json_object_get(input, "zoom"))) break;
            json_t *value = json_object_get(input, "value");
            if (!json_is_number(json_object_get(input, "zoom")) || !value) {
                *why = "a stop needs \"zoom\" and \"value\"";
                break;
            }
            json_array_append_new(part, json_pack("[O, O]", value, json_array_get(stop, 1)));
        }
        json_t *output = *why ? NULL : convert_property(linear, spec, part, why);
        json_decref(part);
        if (output) append_stop(curve, zoom, output, is_step);
    }
    if (is_step) complete_step(curve);
    json_decref(linear);
    if (!*why) return curve;
    json_decref(curve);
    return NULL;
}

json_t *function_to_expression(const json_t *function, const function_spec *spec, const char **why)
{
    *why = NULL;
    const json_t *given = json_object_get(function, "stops");
    bool by_feature = json_is_string(json_object_get(function, "property"));
    if (!given && by_feature) return convert_identity(function, spec);
    if (!json_is_array(given) || json_array_size(given) == 0) {
        *why = "a function needs \"stops\", or \"property\"";
        return NULL;
    }
    bool composite = json_is_object(json_array_get(json_array_get(given, 0), 0));
    if (composite && !by_feature) {
        *why = "a function of zoom and property needs \"property\"";
        return NULL;
    }
    json_t *stops = json_array(), *stop, *result = NULL;
    size_t index;
    json_array_foreach(given, index, stop)
    {
        json_t *output = json_array_get(stop, 1);
        if (json_array_size(stop) != 2) {
            *why = "a stop is an array of an input and an output";
            goto done;
        }
        json_t *expanded = !by_feature && spec->tokens && json_is_string(output)
                               ? function_expand_tokens(json_string_value(output))
                               : NULL;
        json_array_append_new(
            stops, json_pack("[O, o]", json_array_get(stop, 0), expanded ? expanded : quote(output)));
    }
    if (composite) {
        result = convert_composite(function, spec, stops, why);
    } else if (by_feature) {
        result = convert_property(function, spec, stops, why);
    } else {
        const char *type = function_type(function, spec);
        if (strcmp(type, "interval") == 0 || strcmp(type, "exponential") == 0)
            result = convert_curve(function, type, json_pack("[s]", "zoom"), stops);
        else
            *why = "a function of the zoom is exponential or interval";
    }
done:
    json_decref(stops);
    return result;
}
