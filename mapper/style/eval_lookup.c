/** @file Evaluation of at, in, index-of, slice, length, arrays, and of what legacy filters become. */
#include "style/node.h"

#include <math.h>
#include <string.h>

/** "…, but found string instead." with the value's type. */
static bool fail_type(expr_context *c, const expr_node *node, const char *wanted, const expr_value *v)
{
    if (!c->error) return expr_eval_fail(c, node->path, "%s", "");
    strbuf text = {0};
    expr_type_print(&text, expr_type_of(c->memory, v));
    expr_eval_fail(c, node->path, "%s, but found %s instead.", wanted, strbuf_text(&text));
    strbuf_dispose(&text);
    return false;
}

static bool eval_at(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value index, input;
    if (!expr_eval(c, node->args[0], &index) || !expr_eval(c, node->args[1], &input)) return false;
    double i = index.number, count = (double)input.array->count;
    if (i < 0) return expr_eval_fail(c, node->path, "Array index out of bounds: %g < 0.", i);
    if (i >= count) return expr_eval_fail(c, node->path, "Array index out of bounds: %g > %g.", i, count - 1);
    // Written so that a NaN fails.
    if (!(floor(i) == i))
        return expr_eval_fail(c, node->path, "Array index must be an integer, but found %g instead.", i);
    *out = input.array->items[(size_t)i];
    return true;
}

static bool check_needle(expr_context *c, const expr_node *node, const expr_value *v)
{
    if (v->kind == EXPR_BOOLEAN || v->kind == EXPR_STRING || v->kind == EXPR_NUMBER || v->kind == EXPR_NULL)
        return true;
    return fail_type(c, node, "Expected first argument to be of type boolean, string, number or null", v);
}

/** The needle as text, as JavaScript makes it one: null is "null". */
static const char *needle_text(expr_context *c, const expr_node *node, const expr_value *needle)
{
    return needle->kind == EXPR_NULL ? "null" : expr_eval_to_text(c, node, needle);
}

static bool eval_in(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value needle, haystack;
    if (!expr_eval(c, node->args[0], &needle) || !expr_eval(c, node->args[1], &haystack)) return false;
    // What JavaScript takes for false has nothing in it.
    bool empty = haystack.kind == EXPR_NULL || (haystack.kind == EXPR_STRING && !*haystack.text) ||
                 (haystack.kind == EXPR_BOOLEAN && !haystack.boolean) ||
                 (haystack.kind == EXPR_NUMBER && !(haystack.number < 0 || haystack.number > 0));
    bool found = false;
    if (!empty) {
        if (!check_needle(c, node, &needle)) return false;
        if (haystack.kind == EXPR_STRING) {
            const char *text = needle_text(c, node, &needle);
            if (!text || !expr_eval_charge(c, node, strlen(haystack.text))) return false;
            found = strstr(haystack.text, text) != NULL;
        } else if (haystack.kind == EXPR_ARRAY) {
            if (!expr_eval_charge(c, node, haystack.array->count)) return false;
            for (size_t i = 0; i < haystack.array->count && !found; i++)
                found = expr_value_equal(&needle, &haystack.array->items[i]);
        } else {
            return fail_type(c, node, "Expected second argument to be of type array or string", &haystack);
        }
    }
    *out = expr_boolean(found);
    return true;
}

/**
 * An index as JavaScript's slice and indexOf take it: whole, counted from the end where negative, clamped to
 * [0, count]. NaN is 0.
 */
static size_t clamp_index(double index, size_t count)
{
    double whole = isnan(index) ? 0 : trunc(index);
    if (whole < 0) whole += (double)count;
    return whole < 0 ? 0 : whole > (double)count ? count : (size_t)whole;
}

static bool eval_index_of(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value needle, haystack, from = expr_number(0);
    if (!expr_eval(c, node->args[0], &needle) || !expr_eval(c, node->args[1], &haystack)) return false;
    if (!check_needle(c, node, &needle)) return false;
    if (node->arg_count == 3 && !expr_eval(c, node->args[2], &from)) return false;
    double result = -1;
    if (haystack.kind == EXPR_STRING) {
        const char *text = needle_text(c, node, &needle);
        if (!text || !expr_eval_charge(c, node, strlen(haystack.text))) return false;
        // Unlike an array's, a text's start is not counted from the end.
        double start = isnan(from.number) || from.number < 0 ? 0 : from.number;
        const char *at = expr_text_at(haystack.text, start > EXPR_TEXT_MAX ? EXPR_TEXT_MAX : (size_t)start);
        const char *found = strstr(at, text);
        if (found) {
            result = 0;
            for (at = haystack.text; at < found; at++) result += ((unsigned char)*at & 0xc0) != 0x80;
        }
    } else if (haystack.kind == EXPR_ARRAY) {
        size_t count = haystack.array->count;
        if (!expr_eval_charge(c, node, count)) return false;
        for (size_t i = clamp_index(from.number, count); i < count && result < 0; i++)
            if (expr_value_equal(&needle, &haystack.array->items[i])) result = (double)i;
    } else {
        return fail_type(c, node, "Expected second argument to be of type array or string", &haystack);
    }
    *out = expr_number(result);
    return true;
}

static bool eval_slice(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input, begin, end = expr_number(INFINITY);
    if (!expr_eval(c, node->args[0], &input) || !expr_eval(c, node->args[1], &begin)) return false;
    if (node->arg_count == 3 && !expr_eval(c, node->args[2], &end)) return false;
    if (input.kind == EXPR_STRING) {
        if (!expr_eval_charge(c, node, strlen(input.text))) return false;
        size_t count = expr_text_length(input.text);
        size_t from = clamp_index(begin.number, count), to = clamp_index(end.number, count);
        const char *start = expr_text_at(input.text, from);
        const char *stop = to > from ? expr_text_at(start, to - from) : start;
        *out = expr_text(arena_strndup(c->memory, start, (size_t)(stop - start)));
        return true;
    }
    if (input.kind == EXPR_ARRAY) {
        size_t count = input.array->count;
        size_t from = clamp_index(begin.number, count), to = clamp_index(end.number, count);
        expr_array *part = arena_alloc(c->memory, sizeof *part);
        *part = (expr_array){to > from ? to - from : 0, input.array->items + from};
        *out = (expr_value){.kind = EXPR_ARRAY, .array = part};
        return true;
    }
    return fail_type(c, node, "Expected first argument to be of type array or string", &input);
}

static bool eval_length(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input;
    if (!expr_eval(c, node->args[0], &input)) return false;
    if (input.kind == EXPR_STRING) {
        if (!expr_eval_charge(c, node, strlen(input.text))) return false;
        *out = expr_number((double)expr_text_length(input.text));
    } else if (input.kind == EXPR_ARRAY) {
        *out = expr_number((double)input.array->count);
    } else {
        return fail_type(c, node, "Expected value to be of type string or array", &input);
    }
    return true;
}

static bool eval_array(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value *items = arena_alloc(c->memory, node->arg_count * sizeof *items);
    for (size_t i = 0; i < node->arg_count; i++)
        if (!expr_eval(c, node->args[i], &items[i])) return false;
    expr_array *array = arena_alloc(c->memory, sizeof *array);
    *array = (expr_array){node->arg_count, items};
    *out = (expr_value){.kind = EXPR_ARRAY, .array = array};
    return true;
}

/**
 * A legacy comparison: args are what the filter names (get, id, geometry-type) and a literal. Never fails. A
 * property that is not there equals nothing, not even null.
 */
static bool eval_filter(expr_context *c, const expr_node *node, expr_value *out)
{
    const expr_node *subject = node->args[0];
    expr_value a;
    if (subject->op != EXPR_OP_GET) {
        if (!expr_eval(c, subject, &a)) return false;
    } else if (!expr_lookup(c, subject->args[0]->literal.text, NULL, &a)) {
        *out = expr_boolean(false);
        return true;
    }
    const expr_value *b = &node->args[1]->literal;
    bool result = false;
    if (node->op == EXPR_OP_FILTER_EQ) {
        result = expr_value_equal(&a, b);
    } else if (node->op == EXPR_OP_FILTER_IN) {
        for (size_t i = 0; i < b->array->count && !result; i++)
            result = expr_value_equal(&a, &b->array->items[i]);
    } else if (a.kind == b->kind) {
        // NaN is in no order: both of its comparisons are false.
        bool less = false, greater = false;
        if (a.kind == EXPR_STRING) {
            int order = expr_text_compare(a.text, b->text);
            less = order<0, greater = order> 0;
        } else if (a.kind == EXPR_NUMBER) {
            less = a.number<b->number, greater = a.number> b->number;
        } else if (a.kind == EXPR_BOOLEAN) {
            less = !a.boolean && b->boolean, greater = a.boolean && !b->boolean;
        }
        bool equal = expr_value_equal(&a, b);
        result = node->op == EXPR_OP_FILTER_LT   ? less
                 : node->op == EXPR_OP_FILTER_GT ? greater
                 : node->op == EXPR_OP_FILTER_LE ? less || equal
                                                 : greater || equal;
    }
    *out = expr_boolean(result);
    return true;
}

bool expr_eval_lookup(expr_context *c, const expr_node *node, expr_value *out)
{
    switch (node->op) {
    case EXPR_OP_AT: return eval_at(c, node, out);
    case EXPR_OP_IN: return eval_in(c, node, out);
    case EXPR_OP_INDEX_OF: return eval_index_of(c, node, out);
    case EXPR_OP_SLICE: return eval_slice(c, node, out);
    case EXPR_OP_LENGTH: return eval_length(c, node, out);
    case EXPR_OP_ARRAY: return eval_array(c, node, out);
    default: return eval_filter(c, node, out);
    }
}
