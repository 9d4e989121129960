/** @file Evaluation of step and interpolate. */
#include "style/node.h"

#include <math.h>

/** x (or y) of a cubic Bézier curve from 0 to 1 with the control values @p a and @p b. */
static double bezier(double a, double b, double t)
{
    double u = 1 - t;
    return 3 * u * u * t * a + 3 * u * t * t * b + t * t * t;
}

/** y of the curve where its x is @p x, as CSS timing functions have it. x is monotonic in t: the control
 * values are within [0, 1]. */
static double bezier_solve(const double control[4], double x)
{
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    double low = 0, high = 1;
    // 53 halvings reach the precision of a double.
    for (int i = 0; i < 53; i++) {
        double middle = (low + high) / 2;
        double found = bezier(control[0], control[2], middle);
        // Where the curve is vertical, closing in on x from one side would lose half of the digits.
        if (found == x) return bezier(control[1], control[3], middle);
        if (found < x)
            low = middle;
        else
            high = middle;
    }
    return bezier(control[1], control[3], (low + high) / 2);
}

/** Where the input lies between two stops: 0 at @p lower, 1 at @p upper. */
static double curve_ratio(const expr_curve *curve, double input, double lower, double upper)
{
    double difference = upper - lower, progress = input - lower;
    if (difference == 0) return 0;
    if (curve->kind == EXPR_CUBIC_BEZIER) return bezier_solve(curve->control, progress / difference);
    if (curve->kind == EXPR_LINEAR || curve->base == 1) return progress / difference;
    return (pow(curve->base, progress) - 1) / (pow(curve->base, difference) - 1);
}

static double mix(double from, double to, double t)
{
    return from + t * (to - from);
}

static bool mix_values(expr_context *c, const expr_node *node, const expr_value *a, const expr_value *b,
                       double t, expr_value *out);

/** Mixes items of two arrays one by one; anything but numbers and colours (an anchor's name) is the first's.
 */
static bool mix_arrays(expr_context *c, const expr_node *node, const expr_value *a, const expr_value *b,
                       double t, expr_value *out)
{
    size_t count = a->array->count;
    if (count != b->array->count)
        return expr_eval_fail(c, node->path, "Cannot interpolate values of different length (%zu and %zu).",
                              count, b->array->count);
    expr_value *items = arena_alloc(c->memory, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const expr_value *from = &a->array->items[i], *to = &b->array->items[i];
        if (from->kind == EXPR_STRING) {
            if (!expr_value_equal(from, to))
                return expr_eval_fail(c, node->path, "Cannot interpolate between \"%.20s\" and \"%.20s\".",
                                      from->text, to->kind == EXPR_STRING ? to->text : "");
            items[i] = *from;
        } else if (!mix_values(c, node, from, to, t, &items[i])) {
            return false;
        }
    }
    expr_array *array = arena_alloc(c->memory, sizeof *array);
    *array = (expr_array){count, items};
    *out = (expr_value){.kind = a->kind, .array = array};
    return true;
}

static bool mix_values(expr_context *c, const expr_node *node, const expr_value *a, const expr_value *b,
                       double t, expr_value *out)
{
    // Where an output is an array by assertion its items are known to be numbers.
    switch (a->kind) {
    case EXPR_NUMBER: *out = expr_number(mix(a->number, b->number, t)); return true;
    case EXPR_COLOR: *out = expr_color(color_mix(a->color, b->color, t, node->curve->space)); return true;
    default: return mix_arrays(c, node, a, b, t, out);
    }
}

/** Between two projections: from, to and how far. A projection that is itself a transition stands for its
 * start. */
static expr_value mix_projections(expr_context *c, const expr_value *a, const expr_value *b, double t)
{
    expr_value *items = arena_alloc(c->memory, 3 * sizeof *items);
    items[0] = a->kind == EXPR_STRING ? *a : a->array->items[0];
    items[1] = b->kind == EXPR_STRING ? *b : b->array->items[0];
    items[2] = expr_number(t);
    expr_array *array = arena_alloc(c->memory, sizeof *array);
    *array = (expr_array){3, items};
    return (expr_value){.kind = EXPR_PROJECTION, .array = array};
}

/** Index of the last stop not above @p input; the stops are more than one and hold it. */
static size_t find_stop(const expr_curve *curve, double input)
{
    size_t low = 0, high = curve->count - 1;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (curve->labels[middle] <= input)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool expr_eval_curve(expr_context *c, const expr_node *node, expr_value *out)
{
    const expr_curve *curve = node->curve;
    const expr_node *const *outputs = node->args + 1;
    expr_value input;
    size_t last = curve->count - 1;
    if (last == 0) return expr_eval(c, outputs[0], out);
    if (!expr_eval(c, node->args[0], &input)) return false;
    if (isnan(input.number)) return expr_eval_fail(c, node->path, "The input of a curve is not a number.");
    if (input.number <= curve->labels[0]) return expr_eval(c, outputs[0], out);
    if (input.number >= curve->labels[last]) return expr_eval(c, outputs[last], out);
    size_t index = find_stop(curve, input.number);
    if (node->op == EXPR_OP_STEP) return expr_eval(c, outputs[index], out);

    double t = curve_ratio(curve, input.number, curve->labels[index], curve->labels[index + 1]);
    expr_value a, b;
    if (!expr_eval(c, outputs[index], &a) || !expr_eval(c, outputs[index + 1], &b)) return false;
    if (node->type->kind != EXPR_PROJECTION) return mix_values(c, node, &a, &b, t, out);
    *out = mix_projections(c, &a, &b, t);
    return true;
}
