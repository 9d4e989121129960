/** @file Evaluation: the walk over the tree, and the operators that are short. */
#include "style/node.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool eval_call(expr_context *c, const expr_node *node, expr_value *out);

bool expr_eval_fail(expr_context *c, const expr_path *path, const char *format, ...)
{
    c->error_path = path;
    if (!c->error) return false;
    char message[INCMAP_ERROR_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    strbuf_clear(c->error);
    strbuf_puts(c->error, message);
    return false;
}

bool expr_eval_charge(expr_context *c, const expr_node *node, size_t bytes)
{
    c->steps += bytes / 16 + 1;
    if (c->steps <= EXPR_STEPS_MAX) return true;
    return expr_eval_fail(c, node->path, "The expression takes more than %d steps; make it simpler",
                          EXPR_STEPS_MAX);
}

bool expr_eval_option(expr_context *c, const expr_node *node, size_t index, bool *given, expr_value *out)
{
    *given = index != 0;
    return !*given || expr_eval(c, node->args[index], out);
}

static bool eval_number(expr_context *c, const expr_node *node, double *out)
{
    expr_value v;
    if (!expr_eval(c, node, &v)) return false;
    *out = v.number;
    return true;
}

static bool eval_type_error(expr_context *c, const expr_node *node, const expr_value *v)
{
    if (!c->error) return expr_eval_fail(c, node->path, "%s", "");
    strbuf text = {0};
    strbuf_puts(&text, "Expected value to be of type ");
    expr_type_print(&text, node->type);
    strbuf_puts(&text, ", but found ");
    expr_type_print(&text, expr_type_of(c->memory, v));
    strbuf_puts(&text, " instead.");
    expr_eval_fail(c, node->path, "%s", strbuf_text(&text));
    strbuf_dispose(&text);
    return false;
}

/** Whether a value is of a type: without building the value's own where it is no array. */
static bool value_has_type(expr_context *c, const expr_value *v, const expr_type *type)
{
    if (v->kind != EXPR_ARRAY) return expr_is_subtype(type, &expr_types[v->kind]);
    return type->kind == EXPR_ARRAY && expr_is_subtype(type, expr_type_of(c->memory, v));
}

static bool eval_assert(expr_context *c, const expr_node *node, expr_value *out)
{
    for (size_t i = 0; i < node->arg_count; i++) {
        if (!expr_eval(c, node->args[i], out)) return false;
        if (value_has_type(c, out, node->type)) return true;
    }
    return eval_type_error(c, node, out);
}

static bool eval_coalesce(expr_context *c, const expr_node *node, expr_value *out)
{
    const char *missing = NULL;
    for (size_t i = 0; i < node->arg_count; i++) {
        if (!expr_eval(c, node->args[i], out)) return false;
        if (out->kind == EXPR_IMAGE && !out->image.available) {
            if (!missing) missing = out->image.name;
            // The first image asked for stands for all of them, so that it can be named as missing.
            *out = i + 1 == node->arg_count ? expr_text(missing) : expr_null();
        }
        if (out->kind != EXPR_NULL) break;
    }
    return true;
}

static bool eval_case(expr_context *c, const expr_node *node, expr_value *out)
{
    size_t last = node->arg_count - 1;
    for (size_t i = 0; i < last; i += 2) {
        if (!expr_eval(c, node->args[i], out)) return false;
        if (out->boolean) return expr_eval(c, node->args[i + 1], out);
    }
    return expr_eval(c, node->args[last], out);
}

static bool eval_match(expr_context *c, const expr_node *node, expr_value *out)
{
    const expr_match *match = node->match;
    const expr_node *fallback = node->args[node->arg_count - 1];
    expr_value input;
    if (!expr_eval(c, node->args[0], &input)) return false;
    if (input.kind != (match->is_text ? EXPR_STRING : EXPR_NUMBER)) return expr_eval(c, fallback, out);
    size_t low = 0, high = match->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const expr_label *label = &match->labels[middle];
        int order = match->is_text ? strcmp(input.text, label->text)
                                   : (input.number > label->number) - (input.number < label->number);
        // NaN is neither smaller nor larger than a label, and no label is NaN.
        if (order == 0 && (match->is_text || input.number == label->number))
            return expr_eval(c, node->args[1 + label->branch], out);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return expr_eval(c, fallback, out);
}

static bool compare_order(expr_op op, int order)
{
    switch (op) {
    case EXPR_OP_LT: return order < 0;
    case EXPR_OP_GT: return order > 0;
    case EXPR_OP_LE: return order <= 0;
    case EXPR_OP_GE: return order >= 0;
    case EXPR_OP_NE: return order != 0;
    default: return order == 0;
    }
}

static bool eval_comparison(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value a, b;
    if (!expr_eval(c, node->args[0], &a) || !expr_eval(c, node->args[1], &b)) return false;
    bool orders = node->op != EXPR_OP_EQ && node->op != EXPR_OP_NE;
    if (orders && node->untyped && (a.kind != b.kind || (a.kind != EXPR_STRING && a.kind != EXPR_NUMBER))) {
        static const char *const names[] = {"<", ">", "<=", ">="};
        strbuf found = {0};
        expr_type_print(&found, &expr_types[a.kind]);
        strbuf_puts(&found, ", ");
        expr_type_print(&found, &expr_types[b.kind]);
        expr_eval_fail(
            c, node->path,
            "Expected arguments for \"%s\" to be (string, string) or (number, number), but found (%s) "
            "instead.",
            names[node->op - EXPR_OP_LT], strbuf_text(&found));
        strbuf_dispose(&found);
        return false;
    }
    bool result;
    if (node->arg_count == 3 && a.kind == EXPR_STRING && b.kind == EXPR_STRING) {
        expr_value collator;
        int order;
        if (!expr_eval(c, node->args[2], &collator) ||
            !expr_eval_collate(c, node, collator.collator, a.text, b.text, &order))
            return false;
        result = compare_order(node->op, order);
    } else if (!orders) {
        result = expr_value_equal(&a, &b) == (node->op == EXPR_OP_EQ);
    } else if (a.kind == EXPR_STRING) {
        result = compare_order(node->op, expr_text_compare(a.text, b.text));
    } else {
        // NaN makes every comparison false.
        result = !isnan(a.number) && !isnan(b.number) &&
                 compare_order(node->op, (a.number > b.number) - (a.number < b.number));
    }
    *out = expr_boolean(result);
    return true;
}

bool expr_lookup(expr_context *c, const char *name, const expr_value *object, expr_value *out)
{
    *out = expr_null();
    if (object && object->object) {
        const json_t *json = json_object_get(object->object, name);
        if (json) *out = expr_from_json(c->memory, json);
        return json != NULL;
    }
    return c->feature && c->feature->get && c->feature->get(c->feature->context, c->memory, name, out);
}

static bool eval_get(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value name, object;
    if (!expr_eval(c, node->args[0], &name)) return false;
    if (node->arg_count > 1 && !expr_eval(c, node->args[1], &object)) return false;
    bool has = expr_lookup(c, name.text, node->arg_count > 1 ? &object : NULL, out);
    if (node->op == EXPR_OP_HAS) *out = expr_boolean(has);
    return true;
}

static bool eval_rgba(expr_context *c, const expr_node *node, expr_value *out)
{
    double parts[4] = {0, 0, 0, 1};
    for (size_t i = 0; i < node->arg_count; i++)
        if (!eval_number(c, node->args[i], &parts[i])) return false;
    for (int i = 0; i < 4; i++) {
        // Written so that a NaN fails.
        if (parts[i] >= 0 && parts[i] <= (i < 3 ? 255 : 1)) continue;
        return expr_eval_fail(
            c, node->path,
            i < 3 ? "Invalid rgba value [%g, %g, %g, %g]: 'r', 'g', and 'b' must be between 0 "
                    "and 255."
                  : "Invalid rgba value [%g, %g, %g, %g]: 'a' must be between 0 and 1.",
            parts[0], parts[1], parts[2], parts[3]);
    }
    *out = expr_color((style_color){parts[0] / 255, parts[1] / 255, parts[2] / 255, parts[3]});
    return true;
}

static bool eval_to_rgba(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v;
    if (!expr_eval(c, node->args[0], &v)) return false;
    const double parts[4] = {v.color.r * 255, v.color.g * 255, v.color.b * 255, v.color.a};
    expr_value *items = arena_alloc(c->memory, 4 * sizeof *items);
    for (int i = 0; i < 4; i++) items[i] = expr_number(parts[i]);
    expr_array *array = arena_alloc(c->memory, sizeof *array);
    *array = (expr_array){4, items};
    *out = (expr_value){.kind = EXPR_ARRAY, .array = array};
    return true;
}

/** Half away from zero, which is not JavaScript's own way but the specification's. */
static double round_half_away(double v)
{
    return v < 0 ? -floor(-v + 0.5) : floor(v + 0.5);
}

static double unary_number(expr_op op, double v)
{
    switch (op) {
    case EXPR_OP_SQRT: return sqrt(v);
    case EXPR_OP_LOG10: return log10(v);
    case EXPR_OP_LN: return log(v);
    case EXPR_OP_LOG2: return log2(v);
    case EXPR_OP_SIN: return sin(v);
    case EXPR_OP_COS: return cos(v);
    case EXPR_OP_TAN: return tan(v);
    case EXPR_OP_ASIN: return asin(v);
    case EXPR_OP_ACOS: return acos(v);
    case EXPR_OP_ATAN: return atan(v);
    case EXPR_OP_ABS: return fabs(v);
    case EXPR_OP_ROUND: return round_half_away(v);
    case EXPR_OP_FLOOR: return floor(v);
    default: return ceil(v);
    }
}

static double binary_number(expr_op op, double a, double b)
{
    switch (op) {
    case EXPR_OP_SUBTRACT: return a - b;
    case EXPR_OP_DIVIDE: return a / b;
    case EXPR_OP_REMAINDER: return fmod(a, b);
    // C gives 1 for these powers, ECMAScript gives NaN.
    case EXPR_OP_POWER: return (isnan(b) && a == 1) || (fabs(a) == 1 && isinf(b)) ? NAN : pow(a, b);
    case EXPR_OP_ADD: return a + b;
    case EXPR_OP_MULTIPLY: return a * b;
    case EXPR_OP_MIN: return isnan(a) || isnan(b) ? NAN : a < b ? a : b;
    default: return isnan(a) || isnan(b) ? NAN : a > b ? a : b;
    }
}

static bool eval_fold_numbers(expr_context *c, const expr_node *node, expr_value *out)
{
    double result = node->op == EXPR_OP_ADD        ? 0
                    : node->op == EXPR_OP_MULTIPLY ? 1
                    : node->op == EXPR_OP_MIN      ? INFINITY
                                                   : -INFINITY;
    for (size_t i = 0; i < node->arg_count; i++) {
        double v;
        if (!eval_number(c, node->args[i], &v)) return false;
        result = binary_number(node->op, result, v);
    }
    *out = expr_number(result);
    return true;
}

static bool eval_binary(expr_context *c, const expr_node *node, expr_value *out)
{
    double a = 0, b = 0;
    if (!eval_number(c, node->args[0], &a)) return false;
    if (node->arg_count == 1) {
        *out = expr_number(-a);
        return true;
    }
    if (!eval_number(c, node->args[1], &b)) return false;
    *out = expr_number(binary_number(node->op, a, b));
    return true;
}

static bool eval_logic(expr_context *c, const expr_node *node, expr_value *out)
{
    bool stops_at = node->op == EXPR_OP_ANY;
    for (size_t i = 0; i < node->arg_count; i++) {
        if (!expr_eval(c, node->args[i], out)) return false;
        if (out->boolean == stops_at) return true;
    }
    *out = expr_boolean(!stops_at);
    return true;
}

static bool eval_typeof(expr_context *c, const expr_node *node, expr_value *out)
{
    if (!expr_eval(c, node->args[0], out)) return false;
    strbuf text = {0};
    expr_type_print(&text, expr_type_of(c->memory, out));
    *out = expr_text(arena_strdup(c->memory, strbuf_text(&text)));
    strbuf_dispose(&text);
    return true;
}

bool expr_eval(expr_context *c, const expr_node *node, expr_value *out)
{
    if (node->op == EXPR_OP_LITERAL) {
        *out = node->literal;
        return true;
    }
    if (++c->steps > EXPR_STEPS_MAX) return expr_eval_charge(c, node, 0);
    return eval_call(c, node, out);
}

static bool eval_call(expr_context *c, const expr_node *node, expr_value *out)
{
    static const double pi = 3.14159265358979323846, e = 2.71828182845904523536, ln2 = 0.69314718055994530942;
    double number;
    switch (node->op) {
    case EXPR_OP_LITERAL:
    case EXPR_OP_GLOBAL_STATE: *out = node->literal; return true;
    case EXPR_OP_ASSERT: return eval_assert(c, node, out);
    case EXPR_OP_COERCE: return expr_eval_convert(c, node, out);
    case EXPR_OP_AT:
    case EXPR_OP_IN:
    case EXPR_OP_INDEX_OF:
    case EXPR_OP_SLICE:
    case EXPR_OP_LENGTH:
    case EXPR_OP_ARRAY:
    case EXPR_OP_FILTER_EQ:
    case EXPR_OP_FILTER_LT:
    case EXPR_OP_FILTER_GT:
    case EXPR_OP_FILTER_LE:
    case EXPR_OP_FILTER_GE:
    case EXPR_OP_FILTER_IN: return expr_eval_lookup(c, node, out);
    case EXPR_OP_MATCH: return eval_match(c, node, out);
    case EXPR_OP_CASE: return eval_case(c, node, out);
    case EXPR_OP_COALESCE: return eval_coalesce(c, node, out);
    case EXPR_OP_STEP:
    case EXPR_OP_INTERPOLATE: return expr_eval_curve(c, node, out);
    case EXPR_OP_LET: return expr_eval(c, node->args[node->arg_count - 1], out);
    case EXPR_OP_VAR: return expr_eval(c, node->bound, out);
    case EXPR_OP_EQ:
    case EXPR_OP_NE:
    case EXPR_OP_LT:
    case EXPR_OP_GT:
    case EXPR_OP_LE:
    case EXPR_OP_GE: return eval_comparison(c, node, out);
    case EXPR_OP_FORMAT:
    case EXPR_OP_IMAGE:
    case EXPR_OP_UPCASE:
    case EXPR_OP_DOWNCASE:
    case EXPR_OP_CONCAT:
    case EXPR_OP_SPLIT:
    case EXPR_OP_JOIN: return expr_eval_text(c, node, out);
    case EXPR_OP_COLLATOR:
    case EXPR_OP_NUMBER_FORMAT:
    case EXPR_OP_RESOLVED_LOCALE: return expr_eval_locale(c, node, out);
    case EXPR_OP_WITHIN:
    case EXPR_OP_DISTANCE: return expr_eval_geometry(c, node, out);
    case EXPR_OP_ERROR:
        if (!expr_eval(c, node->args[0], out)) return false;
        return expr_eval_fail(c, node->path, "%s", out->text);
    case EXPR_OP_TYPEOF: return eval_typeof(c, node, out);
    case EXPR_OP_TO_RGBA: return eval_to_rgba(c, node, out);
    case EXPR_OP_RGBA: return eval_rgba(c, node, out);
    case EXPR_OP_HAS:
    case EXPR_OP_GET: return eval_get(c, node, out);
    case EXPR_OP_PROPERTIES:
        *out = (expr_value){.kind = EXPR_OBJECT, .object = c->feature ? c->feature->properties : NULL};
        return true;
    case EXPR_OP_GEOMETRY_TYPE:
        // Not null where it is unknown: what is a text by its type must be one.
        *out = expr_text(c->feature && c->feature->geometry_type ? c->feature->geometry_type : "");
        return true;
    case EXPR_OP_ID: *out = c->feature ? c->feature->id : expr_null(); return true;
    case EXPR_OP_ZOOM: *out = expr_number(c->zoom); return true;
    case EXPR_OP_HEATMAP_DENSITY: *out = expr_number(c->heatmap_density); return true;
    case EXPR_OP_ADD:
    case EXPR_OP_MULTIPLY:
    case EXPR_OP_MIN:
    case EXPR_OP_MAX: return eval_fold_numbers(c, node, out);
    case EXPR_OP_SUBTRACT:
    case EXPR_OP_DIVIDE:
    case EXPR_OP_REMAINDER:
    case EXPR_OP_POWER: return eval_binary(c, node, out);
    case EXPR_OP_LN2: *out = expr_number(ln2); return true;
    case EXPR_OP_PI: *out = expr_number(pi); return true;
    case EXPR_OP_E: *out = expr_number(e); return true;
    case EXPR_OP_SQRT:
    case EXPR_OP_LOG10:
    case EXPR_OP_LN:
    case EXPR_OP_LOG2:
    case EXPR_OP_SIN:
    case EXPR_OP_COS:
    case EXPR_OP_TAN:
    case EXPR_OP_ASIN:
    case EXPR_OP_ACOS:
    case EXPR_OP_ATAN:
    case EXPR_OP_ABS:
    case EXPR_OP_ROUND:
    case EXPR_OP_FLOOR:
    case EXPR_OP_CEIL:
        if (!eval_number(c, node->args[0], &number)) return false;
        *out = expr_number(unary_number(node->op, number));
        return true;
    case EXPR_OP_ALL:
    case EXPR_OP_ANY: return eval_logic(c, node, out);
    case EXPR_OP_NOT:
        if (!expr_eval(c, node->args[0], out)) return false;
        *out = expr_boolean(!out->boolean);
        return true;
    case EXPR_OP_IS_SUPPORTED_SCRIPT:
        // Text is set with HarfBuzz, which shapes every script.
        *out = expr_boolean(true);
        return true;
    }
    return false;
}
