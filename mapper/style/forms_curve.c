/** @file The forms that choose by a number or a label: match, step, interpolate. */
#include "style/forms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Number.MAX_SAFE_INTEGER of JavaScript: beyond it whole numbers are not all doubles.
#define SAFE_INTEGER_MAX 9007199254740991.0

static int compare_label(const void *left, const void *right)
{
    const expr_label *a = left, *b = right;
    int order = a->text ? strcmp(a->text, b->text) : (a->number > b->number) - (a->number < b->number);
    // Equal labels in the order of their branches, so that the later one is reported.
    return order ? order : (a->branch > b->branch) - (a->branch < b->branch);
}

/** Adds one label; false, with an issue, where it cannot be one. */
static bool add_label(expr_parser *p, const expr_path *path, const json_t *json, size_t branch,
                      const expr_type **type, expr_label *out)
{
    double number = json_number_value(json);
    if (!json_is_string(json) && !json_is_number(json)) {
        expr_parse_fail(p, path, "Branch labels must be numbers or strings.");
        return false;
    }
    if (fabs(number) > SAFE_INTEGER_MAX) {
        expr_parse_fail(p, path, "Branch labels must be integers no larger than %.0f.", SAFE_INTEGER_MAX);
        return false;
    }
    if (floor(number) != number) {
        expr_parse_fail(p, path, "Numeric branch labels must be integer values.");
        return false;
    }
    const expr_type *label_type = &expr_types[json_is_string(json) ? EXPR_STRING : EXPR_NUMBER];
    if (!*type) *type = label_type;
    if (expr_parse_mismatch(p, path, *type, label_type)) return false;
    *out = (expr_label){json_string_value(json), number, branch};
    return true;
}

/** The labels of a match while they are read; type: of the first, NULL before it. */
typedef struct {
    const expr_type *type;
    expr_label *items;
    size_t count;
} label_list;

static size_t label_count(const json_t *array)
{
    size_t count = 0;
    for (size_t i = 2; i + 1 < json_array_size(array); i += 2) {
        const json_t *labels = json_array_get(array, i);
        count += json_is_array(labels) ? json_array_size(labels) : 1;
    }
    return count;
}

/** Adds the labels of a branch; false, with an issue, where one cannot be one. */
static bool add_branch(expr_parser *p, const expr_path *path, const json_t *branch, size_t index,
                       label_list *labels)
{
    size_t count = json_is_array(branch) ? json_array_size(branch) : 1;
    if (count == 0) {
        expr_parse_fail(p, path, "Expected at least one branch label.");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *label = json_is_array(branch) ? json_array_get(branch, i) : branch;
        if (!add_label(p, path, label, index, &labels->type, &labels->items[labels->count])) return false;
        labels->count++;
    }
    return true;
}

/** The first branch with a label of an earlier one (or twice the same), SIZE_MAX where there is none. Sorts
 * the labels. */
static size_t find_repeated(label_list *labels)
{
    size_t repeated = SIZE_MAX;
    qsort(labels->items, labels->count, sizeof *labels->items, compare_label);
    for (size_t i = 1; i < labels->count; i++) {
        const expr_label *a = &labels->items[i - 1], *b = &labels->items[i];
        bool equal = a->text ? strcmp(a->text, b->text) == 0 : a->number == b->number;
        if (equal && b->branch < repeated) repeated = b->branch;
    }
    return repeated;
}

/**
 * Reads the labels of all branches, then their outputs into args[1 …]. What is wrong first in the order of
 * the specification's implementation, branch by branch, labels before the output, is what is reported.
 */
static bool parse_branches(expr_parser *p, expr_site site, const json_t *array, size_t count,
                           label_list *labels, const expr_type **output, const expr_node **args)
{
    // Which branch first repeats a label is known when all labels are, or the first that is none.
    size_t issues_before = p->issue_count, read = 0;
    while (read < count && add_branch(p, expr_path_at(p, site.path, 2 + 2 * read),
                                      json_array_get(array, 2 + 2 * read), read, labels))
        read++;
    expr_issue wrong = {0};
    if (read < count && p->issue_count > issues_before) wrong = p->issues[issues_before];
    p->issue_count = issues_before;
    size_t repeated = find_repeated(labels);
    for (size_t i = 0; i < count; i++) {
        const expr_path *path = expr_path_at(p, site.path, 2 + 2 * i);
        if (i == repeated) {
            expr_parse_fail(p, path, "Branch labels must be unique.");
            return false;
        }
        if (i == read) {
            if (wrong.message) VEC_PUSH(p->issues, p->issue_count, p->issue_capacity, wrong);
            return false;
        }
        // The specification's implementation gives an output the position of its label.
        expr_site inner = {path, site.scope, *output};
        args[i + 1] = expr_parse(p, inner, json_array_get(array, 3 + 2 * i), EXPR_ANNOTATE_DEFAULT);
        if (!args[i + 1]) return false;
        if (!*output) *output = args[i + 1]->type;
    }
    return true;
}

const expr_node *expr_form_match(expr_parser *p, expr_site site, const json_t *array)
{
    size_t size = json_array_size(array);
    if (size < 5)
        return expr_parse_fail(p, site.path, "Expected at least 4 arguments, but found only %zu.", size - 1);
    if (size % 2 != 1) return expr_parse_fail(p, site.path, "Expected an even number of arguments.");
    const expr_type *output = expr_wanted_output(site);
    label_list labels = {.items = arena_alloc(p->memory, label_count(array) * sizeof *labels.items)};
    size_t branch_count = (size - 3) / 2, count = branch_count + 2;
    const expr_node **args = mem_alloc(count * sizeof *args);
    expr_node *node = NULL;
    if (!parse_branches(p, site, array, branch_count, &labels, &output, args)) goto done;
    args[0] = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_VALUE]);
    if (!args[0]) goto done;
    args[count - 1] = expr_parse_arg(p, site, array, size - 1, output);
    if (!args[count - 1]) goto done;
    if (args[0]->type->kind != EXPR_VALUE &&
        expr_parse_mismatch(p, expr_path_at(p, site.path, 1), labels.type, args[0]->type))
        goto done;
    expr_match *match = arena_alloc(p->memory, sizeof *match);
    *match = (expr_match){labels.type->kind == EXPR_STRING, labels.count, labels.items};
    node = expr_node_new(p, EXPR_OP_MATCH, output, site.path, args, count);
    node->match = match;
done:
    free(args);
    return node;
}

/**
 * Parses stops from index @p first of the array: label, output, label, output … (a step's first output, at
 * index 2, has no label). args[0] is filled by the caller.
 */
static expr_node *parse_stops(expr_parser *p, expr_site site, const json_t *array, size_t first,
                              const expr_type *output, expr_op op, const expr_node *input, expr_curve *curve)
{
    size_t size = json_array_size(array), count = (size - first) / 2;
    const char *name = json_string_value(json_array_get(array, 0));
    const expr_node **args = mem_alloc((count + 1) * sizeof *args);
    double *labels = arena_alloc(p->memory, count * sizeof *labels);
    expr_node *node = NULL;
    args[0] = input;
    for (size_t i = 0; i < count; i++) {
        size_t index = first + 2 * i;
        const json_t *label = json_array_get(array, index);
        labels[i] = op == EXPR_OP_STEP && i == 0 ? -INFINITY : json_number_value(label);
        if (!isinf(labels[i]) && !json_is_number(label)) {
            expr_parse_fail(p, expr_path_at(p, site.path, index),
                            "Input/output pairs for \"%s\" expressions must be defined using literal numeric "
                            "values (not computed expressions) for the input values.",
                            name);
            goto done;
        }
        if (i > 0 && labels[i - 1] >= labels[i]) {
            expr_parse_fail(p, expr_path_at(p, site.path, index),
                            "Input/output pairs for \"%s\" expressions must be arranged with input values in "
                            "strictly ascending order.",
                            name);
            goto done;
        }
        args[i + 1] = expr_parse_arg(p, site, array, index + 1, output);
        if (!args[i + 1]) goto done;
        if (!output) output = args[i + 1]->type;
    }
    curve->count = count;
    curve->labels = labels;
    node = expr_node_new(p, op, output, site.path, args, count + 1);
    node->curve = curve;
done:
    free(args);
    return node;
}

static bool check_count(expr_parser *p, expr_site site, const json_t *array)
{
    size_t count = json_array_size(array) - 1;
    if (count < 4)
        expr_parse_fail(p, site.path, "Expected at least 4 arguments, but found only %zu.", count);
    else if (count % 2 != 0)
        expr_parse_fail(p, site.path, "Expected an even number of arguments.");
    else
        return true;
    return false;
}

const expr_node *expr_form_step(expr_parser *p, expr_site site, const json_t *array)
{
    if (!check_count(p, site, array)) return NULL;
    const expr_node *input = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_NUMBER]);
    if (!input) return NULL;
    expr_curve *curve = arena_alloc(p->memory, sizeof *curve);
    *curve = (expr_curve){.count = 0};
    return parse_stops(p, site, array, 1, expr_wanted_output(site), EXPR_OP_STEP, input, curve);
}

/** Reads ["linear"], ["exponential", base] or ["cubic-bezier", x1, y1, x2, y2]. */
static bool parse_curve(expr_parser *p, expr_site site, const json_t *json, expr_curve *out)
{
    const expr_path *path = expr_path_at(p, site.path, 1);
    const char *name = json_string_value(json_array_get(json, 0));
    if (!json_is_array(json) || json_array_size(json) == 0) {
        expr_parse_fail(p, path, "Expected an interpolation type expression.");
        return false;
    }
    if (name && strcmp(name, "linear") == 0) {
        out->kind = EXPR_LINEAR;
        return true;
    }
    if (name && strcmp(name, "exponential") == 0) {
        out->kind = EXPR_EXPONENTIAL;
        out->base = json_number_value(json_array_get(json, 1));
        if (json_is_number(json_array_get(json, 1))) return true;
        expr_parse_fail(p, expr_path_at(p, path, 1), "Exponential interpolation requires a numeric base.");
        return false;
    }
    if (name && strcmp(name, "cubic-bezier") == 0) {
        out->kind = EXPR_CUBIC_BEZIER;
        bool valid = json_array_size(json) == 5;
        for (size_t i = 0; i < 4 && valid; i++) {
            const json_t *control = json_array_get(json, i + 1);
            out->control[i] = json_number_value(control);
            valid = json_is_number(control) && out->control[i] >= 0 && out->control[i] <= 1;
        }
        if (!valid)
            expr_parse_fail(
                p, path,
                "Cubic bezier interpolation requires four numeric arguments with values between 0 "
                "and 1.");
        return valid;
    }
    expr_parse_fail(p, expr_path_at(p, path, 0), "Unknown interpolation type %.64s", name ? name : "");
    return false;
}

static bool is_interpolatable(const expr_type *type)
{
    switch (type->kind) {
    case EXPR_NUMBER:
    case EXPR_PROJECTION:
    case EXPR_COLOR:
    case EXPR_PADDING:
    case EXPR_NUMBER_ARRAY:
    case EXPR_COLOR_ARRAY:
    case EXPR_ANCHOR_OFFSETS: return true;
    case EXPR_ARRAY: return type->item->kind == EXPR_NUMBER && type->length >= 0;
    default: return false;
    }
}

const expr_node *expr_form_interpolate(expr_parser *p, expr_site site, const json_t *array)
{
    const char *name = json_string_value(json_array_get(array, 0));
    expr_curve *curve = arena_alloc(p->memory, sizeof *curve);
    *curve = (expr_curve){.space = strcmp(name, "interpolate-hcl") == 0   ? COLOR_SPACE_HCL
                                   : strcmp(name, "interpolate-lab") == 0 ? COLOR_SPACE_LAB
                                                                          : COLOR_SPACE_RGB};
    if (!parse_curve(p, site, json_array_get(array, 1), curve) || !check_count(p, site, array)) return NULL;
    const expr_node *input = expr_parse_arg(p, site, array, 2, &expr_types[EXPR_NUMBER]);
    if (!input) return NULL;
    const expr_type *output = expr_wanted_output(site);
    if (curve->space != COLOR_SPACE_RGB && !(output && output->kind == EXPR_COLOR_ARRAY))
        output = &expr_types[EXPR_COLOR];
    expr_node *node = parse_stops(p, site, array, 3, output, EXPR_OP_INTERPOLATE, input, curve);
    if (node && !is_interpolatable(node->type))
        return expr_parse_fail(p, site.path, "Type %s is not interpolatable.", expr_type_name(p, node->type));
    return node;
}
