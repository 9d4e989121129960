/**
 * @file
 * The special forms: operators whose arguments are not all values, or whose types depend on each other. Each
 * function checks its operator's rules and builds its node; forms_lookup.c, forms_curve.c, forms_text.c and
 * geo.c have the larger ones.
 */
#include "style/forms.h"

#include <stdlib.h>
#include <string.h>

static const expr_type *simple_type(const char *name)
{
    static const expr_kind kinds[] = {EXPR_STRING, EXPR_NUMBER, EXPR_BOOLEAN, EXPR_OBJECT};
    static const char *const names[] = {"string", "number", "boolean", "object"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(names[i], name) == 0) return &expr_types[kinds[i]];
    return NULL;
}

/** The arguments from @p first on, each of any type, as arguments of one node. */
static const expr_node *parse_values(expr_parser *p, expr_site site, const json_t *array, size_t first,
                                     expr_op op, const expr_type *type)
{
    size_t count = json_array_size(array) - first;
    const expr_node **args = mem_alloc(count * sizeof *args);
    const expr_node *node = NULL;
    for (size_t i = 0; i < count; i++)
        if (!(args[i] = expr_parse_arg(p, site, array, first + i, &expr_types[EXPR_VALUE]))) goto done;
    node = expr_node_new(p, op, type, site.path, args, count);
done:
    free(args);
    return node;
}

static const expr_node *parse_literal(expr_parser *p, expr_site site, const json_t *array)
{
    if (json_array_size(array) != 2)
        return expr_parse_fail(p, site.path,
                               "'literal' expression requires exactly one argument, but found %zu instead.",
                               json_array_size(array) - 1);
    expr_value v = expr_from_json(p->memory, json_array_get(array, 1));
    const expr_type *type = expr_type_of(p->memory, &v), *expected = site.expected;
    // An empty array has whatever items are wanted.
    if (type->kind == EXPR_ARRAY && type->length == 0 && expected && expected->kind == EXPR_ARRAY &&
        expected->length <= 0)
        type = expected;
    return expr_node_literal(p, site.path, type, v);
}

static const expr_node *parse_assertion(expr_parser *p, expr_site site, const json_t *array)
{
    size_t size = json_array_size(array), first = 1;
    if (size < 2) return expr_parse_fail(p, site.path, "Expected at least one argument.");
    const char *name = json_string_value(json_array_get(array, 0));
    const expr_type *type = simple_type(name);
    if (!type) {
        const expr_type *item = &expr_types[EXPR_VALUE];
        int64_t length = -1;
        if (size > 2) {
            const char *item_name = json_string_value(json_array_get(array, 1));
            item = item_name ? simple_type(item_name) : NULL;
            if (!item || item->kind == EXPR_OBJECT)
                return expr_parse_fail(p, expr_path_at(p, site.path, 1),
                                       "The item type argument of \"array\" must be one of string, number, "
                                       "boolean");
            first++;
        }
        if (size > 3) {
            const json_t *wanted = json_array_get(array, 2);
            double number = json_number_value(wanted);
            if (!json_is_null(wanted) &&
                (!json_is_number(wanted) || number < 0 || number > 1e9 || number != (double)(int64_t)number))
                return expr_parse_fail(p, expr_path_at(p, site.path, 2),
                                       "The length argument to \"array\" must be a positive integer literal");
            if (json_is_number(wanted)) length = (int64_t)number;
            first++;
        }
        type = expr_array_type(p->memory, item, length);
    }
    return parse_values(p, site, array, first, EXPR_OP_ASSERT, type);
}

static const expr_node *parse_coercion(expr_parser *p, expr_site site, const json_t *array)
{
    const char *name = json_string_value(json_array_get(array, 0));
    size_t size = json_array_size(array);
    if (size < 2) return expr_parse_fail(p, site.path, "Expected at least one argument.");
    bool one = strcmp(name, "to-boolean") == 0 || strcmp(name, "to-string") == 0;
    if (one && size != 2) return expr_parse_fail(p, site.path, "Expected one argument.");
    const expr_type *type = strcmp(name, "to-color") == 0 ? &expr_types[EXPR_COLOR] : simple_type(name + 3);
    return parse_values(p, site, array, 1, EXPR_OP_COERCE, type);
}

static const expr_node *parse_case(expr_parser *p, expr_site site, const json_t *array)
{
    size_t size = json_array_size(array);
    if (size < 4)
        return expr_parse_fail(p, site.path, "Expected at least 3 arguments, but found only %zu.", size - 1);
    if (size % 2 != 0) return expr_parse_fail(p, site.path, "Expected an odd number of arguments.");
    const expr_type *output = expr_wanted_output(site);
    const expr_node **args = mem_alloc((size - 1) * sizeof *args);
    const expr_node *node = NULL;
    for (size_t i = 1; i < size; i++) {
        bool is_test = i % 2 == 1 && i + 1 < size;
        args[i - 1] = expr_parse_arg(p, site, array, i, is_test ? &expr_types[EXPR_BOOLEAN] : output);
        if (!args[i - 1]) goto done;
        if (!is_test && !output) output = args[i - 1]->type;
    }
    node = expr_node_new(p, EXPR_OP_CASE, output, site.path, args, size - 1);
done:
    free(args);
    return node;
}

static const expr_node *parse_coalesce(expr_parser *p, expr_site site, const json_t *array)
{
    size_t count = json_array_size(array) - 1;
    if (count == 0) return expr_parse_fail(p, site.path, "Expected at least one argument.");
    const expr_type *output = expr_wanted_output(site);
    const expr_node **args = mem_alloc(count * sizeof *args);
    const expr_node *node = NULL;
    bool needs_annotation = false;
    for (size_t i = 0; i < count; i++) {
        expr_site inner = {expr_path_at(p, site.path, i + 1), site.scope, output};
        // An assertion on an argument would fail on the null that the operator is there to pass over.
        args[i] = expr_parse(p, inner, json_array_get(array, i + 1), EXPR_ANNOTATE_OMIT);
        if (!args[i]) goto done;
        if (!output) output = args[i]->type;
        if (site.expected && !expr_is_subtype(site.expected, args[i]->type)) needs_annotation = true;
    }
    node = expr_node_new(p, EXPR_OP_COALESCE, needs_annotation ? &expr_types[EXPR_VALUE] : output, site.path,
                         args, count);
done:
    free(args);
    return node;
}

static bool is_variable_name(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name);
}

static const expr_node *parse_let(expr_parser *p, expr_site site, const json_t *array)
{
    size_t size = json_array_size(array);
    if (size < 4)
        return expr_parse_fail(p, site.path, "Expected at least 3 arguments, but found %zu instead.",
                               size - 1);
    const expr_node **args = mem_alloc(size * sizeof *args);
    size_t count = 0;
    const expr_node *node = NULL;
    expr_site inner = {NULL, site.scope, NULL};
    for (size_t i = 1; i < size - 1; i += 2) {
        const char *name = json_string_value(json_array_get(array, i));
        if (!name) {
            expr_parse_fail(p, expr_path_at(p, site.path, i), "Expected a string as the name of a variable.");
            goto done;
        }
        if (!is_variable_name(name)) {
            expr_parse_fail(p, expr_path_at(p, site.path, i),
                            "Variable names must contain only alphanumeric characters or '_'.");
            goto done;
        }
        const expr_node *bound = expr_parse_arg(p, site, array, i + 1, NULL);
        if (!bound) goto done;
        expr_scope *scope = arena_alloc(p->memory, sizeof *scope);
        *scope = (expr_scope){inner.scope, name, bound};
        inner.scope = scope;
        args[count++] = bound;
    }
    inner.path = expr_path_at(p, site.path, size - 1);
    inner.expected = site.expected;
    args[count] = expr_parse(p, inner, json_array_get(array, size - 1), EXPR_ANNOTATE_DEFAULT);
    if (args[count]) node = expr_node_new(p, EXPR_OP_LET, args[count]->type, site.path, args, count + 1);
done:
    free(args);
    return node;
}

static const expr_node *parse_var(expr_parser *p, expr_site site, const json_t *array)
{
    const char *name = json_string_value(json_array_get(array, 1));
    if (json_array_size(array) != 2 || !name)
        return expr_parse_fail(p, site.path,
                               "'var' expression requires exactly one string literal argument.");
    const expr_scope *scope = site.scope;
    while (scope && strcmp(scope->name, name) != 0) scope = scope->outer;
    if (!scope)
        return expr_parse_fail(
            p, expr_path_at(p, site.path, 1),
            "Unknown variable \"%.64s\". Make sure \"%.64s\" has been bound in an enclosing "
            "\"let\" expression before using it.",
            name, name);
    // What the value uses is noted at its "let".
    expr_node *node = expr_node_new(p, EXPR_OP_VAR, scope->node->type, site.path, NULL, 0);
    node->bound = scope->node;
    node->constant = scope->node->constant;
    node->depth = (uint16_t)(scope->node->depth + 1);
    return node;
}

/** The value is the style's own, known here, but an error it leads to is one of the evaluation. */
static const expr_node *parse_global_state(expr_parser *p, expr_site site, const json_t *array)
{
    const json_t *name = json_array_get(array, 1);
    if (json_array_size(array) != 2)
        return expr_parse_fail(p, site.path, "Expected 1 argument, but found %zu instead.",
                               json_array_size(array) - 1);
    if (!json_is_string(name))
        return expr_parse_fail(p, site.path, "Global state property must be a literal string.");
    const json_t *given = json_object_get(p->state, json_string_value(name));
    expr_node *node = expr_node_new(p, EXPR_OP_GLOBAL_STATE, &expr_types[EXPR_VALUE], site.path, NULL, 0);
    node->constant = false;
    node->literal = given ? expr_from_json(p->memory, given) : expr_null();
    return node;
}

static bool is_comparable(bool orders, expr_kind kind)
{
    return kind == EXPR_STRING || kind == EXPR_NUMBER || kind == EXPR_VALUE ||
           (!orders && (kind == EXPR_BOOLEAN || kind == EXPR_NULL));
}

static const expr_node *parse_comparison(expr_parser *p, expr_site site, const json_t *array)
{
    static const char *const names[] = {"==", "!=", "<", ">", "<=", ">="};
    const char *name = json_string_value(json_array_get(array, 0));
    size_t size = json_array_size(array);
    if (size != 3 && size != 4) return expr_parse_fail(p, site.path, "Expected two or three arguments.");
    int op = EXPR_OP_EQ;
    while (strcmp(names[op - EXPR_OP_EQ], name) != 0) op++;
    bool orders = op > EXPR_OP_NE;
    const expr_node *args[3];
    for (size_t i = 0; i < 2; i++) {
        args[i] = expr_parse_arg(p, site, array, i + 1, &expr_types[EXPR_VALUE]);
        if (!args[i]) return NULL;
        if (!is_comparable(orders, args[i]->type->kind))
            return expr_parse_fail(p, expr_path_at(p, site.path, i + 1),
                                   "\"%s\" comparisons are not supported for type '%s'.", name,
                                   expr_type_name(p, args[i]->type));
    }
    expr_kind left = args[0]->type->kind, right = args[1]->type->kind;
    if (left != right && left != EXPR_VALUE && right != EXPR_VALUE)
        return expr_parse_fail(p, site.path, "Cannot compare types '%s' and '%s'.",
                               expr_type_name(p, args[0]->type), expr_type_name(p, args[1]->type));
    if (orders && left != right) {
        size_t untyped = left == EXPR_VALUE ? 0 : 1;
        args[untyped] =
            expr_node_new(p, EXPR_OP_ASSERT, args[1 - untyped]->type, site.path, &args[untyped], 1);
    }
    if (size == 4) {
        bool texts = false;
        for (int i = 0; i < 2; i++)
            texts = texts || args[i]->type->kind == EXPR_STRING || args[i]->type->kind == EXPR_VALUE;
        if (!texts) return expr_parse_fail(p, site.path, "Cannot use collator to compare non-string types.");
        args[2] = expr_parse_arg(p, site, array, 3, &expr_types[EXPR_COLLATOR]);
        if (!args[2]) return NULL;
    }
    expr_node *node =
        expr_node_new(p, (expr_op)op, &expr_types[EXPR_BOOLEAN], site.path, args, size == 4 ? 3 : 2);
    node->untyped = args[0]->type->kind == EXPR_VALUE || args[1]->type->kind == EXPR_VALUE;
    return node;
}

const expr_type *expr_wanted_output(expr_site site)
{
    return site.expected && site.expected->kind != EXPR_VALUE ? site.expected : NULL;
}

expr_form expr_form_find(const char *name)
{
    static const struct {
        const char *name;
        expr_form form;
    } forms[] = {
        {"==", parse_comparison},
        {"!=", parse_comparison},
        {">", parse_comparison},
        {"<", parse_comparison},
        {">=", parse_comparison},
        {"<=", parse_comparison},
        {"array", parse_assertion},
        {"at", expr_form_at},
        {"boolean", parse_assertion},
        {"case", parse_case},
        {"coalesce", parse_coalesce},
        {"collator", expr_form_collator},
        {"distance", expr_form_distance},
        {"format", expr_form_format},
        {"global-state", parse_global_state},
        {"image", expr_form_image},
        {"in", expr_form_in},
        {"index-of", expr_form_index_of},
        {"interpolate", expr_form_interpolate},
        {"interpolate-hcl", expr_form_interpolate},
        {"interpolate-lab", expr_form_interpolate},
        {"length", expr_form_length},
        {"let", parse_let},
        {"literal", parse_literal},
        {"match", expr_form_match},
        {"number", parse_assertion},
        {"number-format", expr_form_number_format},
        {"object", parse_assertion},
        {"semiliteral", expr_form_semiliteral},
        {"slice", expr_form_slice},
        {"step", expr_form_step},
        {"string", parse_assertion},
        {"to-boolean", parse_coercion},
        {"to-color", parse_coercion},
        {"to-number", parse_coercion},
        {"to-string", parse_coercion},
        {"var", parse_var},
        {"within", expr_form_within},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0) return forms[i].form;
    return NULL;
}
