/**
 * @file
 * Filters. The legacy form (["==", "type", "x"], ["in", …], "$type", "$id") becomes nodes of its own, because
 * its comparisons have rules of their own: they never fail, and values of different types are in no order.
 */
#include "style/compile.h"

#include <stdlib.h>
#include <string.h>

static const expr_node *convert(expr_parser *p, const expr_path *path, const json_t *json, int depth);

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

static const char *const comparisons[] = {"==", "!=", "<", ">", "<=", ">=", NULL};

/** MapLibre's own rule for telling an expression from a legacy filter. */
static bool is_expression_filter(const json_t *json, int depth)
{
    if (json_is_boolean(json)) return true;
    size_t size = json_array_size(json);
    const char *op = json_string_value(json_array_get(json, 0));
    if (!json_is_array(json) || size == 0 || depth > EXPR_DEPTH_MAX) return false;
    if (!op) return true;
    const json_t *first = json_array_get(json, 1), *second = json_array_get(json, 2);
    const char *name = json_string_value(first);
    if (strcmp(op, "has") == 0)
        return size >= 2 && !(name && (strcmp(name, "$id") == 0 || strcmp(name, "$type") == 0));
    if (strcmp(op, "in") == 0) return size >= 3 && (!name || json_is_array(second));
    if (strcmp(op, "!in") == 0 || strcmp(op, "!has") == 0 || strcmp(op, "none") == 0) return false;
    if (is_one_of(op, comparisons)) return size != 3 || json_is_array(first) || json_is_array(second);
    if (strcmp(op, "any") == 0 || strcmp(op, "all") == 0) {
        for (size_t i = 1; i < size; i++)
            if (!is_expression_filter(json_array_get(json, i), depth + 1)) return false;
    }
    return true;
}

static const expr_node *negate(expr_parser *p, const expr_path *path, const expr_node *node)
{
    return node ? expr_node_new(p, EXPR_OP_NOT, &expr_types[EXPR_BOOLEAN], path, &node, 1) : NULL;
}

/** What a legacy filter compares: a property, or "$type" or "$id". */
static const expr_node *subject(expr_parser *p, const expr_path *path, const char *name)
{
    expr_op op = strcmp(name, "$type") == 0 ? EXPR_OP_GEOMETRY_TYPE
                 : strcmp(name, "$id") == 0 ? EXPR_OP_ID
                                            : EXPR_OP_GET;
    const expr_node *key = expr_node_literal(p, path, &expr_types[EXPR_STRING], expr_text(name));
    expr_node *node = expr_node_new(p, op, &expr_types[EXPR_VALUE], path, &key, op == EXPR_OP_GET ? 1 : 0);
    node->uses_feature = true;
    node->constant = false;
    if (op == EXPR_OP_GET) expr_note_property(p, name);
    return node;
}

static const expr_node *compare(expr_parser *p, const expr_path *path, expr_op op, const char *name,
                                expr_value v)
{
    const expr_node *args[2] = {subject(p, path, name), expr_node_literal(p, path, &expr_types[v.kind], v)};
    return expr_node_new(p, op, &expr_types[EXPR_BOOLEAN], path, args, 2);
}

static const expr_node *convert_comparison(expr_parser *p, const expr_path *path, const json_t *json,
                                           const char *op)
{
    static const expr_op ops[] = {EXPR_OP_FILTER_EQ, EXPR_OP_FILTER_EQ, EXPR_OP_FILTER_LT,
                                  EXPR_OP_FILTER_GT, EXPR_OP_FILTER_LE, EXPR_OP_FILTER_GE};
    const json_t *v = json_array_get(json, 2);
    if (json_array_size(json) != 3 || !json_is_string(json_array_get(json, 1)))
        return expr_parse_fail(p, path, "Expected the filter [\"%s\", property, value].", op);
    if (json_is_object(v))
        return expr_parse_fail(p, expr_path_at(p, path, 2),
                               "Expected a text, a number, true, false or null.");
    size_t index = 0;
    while (strcmp(comparisons[index], op) != 0) index++;
    if (strcmp(json_string_value(json_array_get(json, 1)), "$type") == 0 && ops[index] != EXPR_OP_FILTER_EQ)
        return expr_parse_fail(p, path, "\"$type\" cannot be compared with \"%s\".", op);
    const expr_node *node = compare(p, path, ops[index], json_string_value(json_array_get(json, 1)),
                                    expr_from_json(p->memory, v));
    return strcmp(op, "!=") == 0 ? negate(p, path, node) : node;
}

static const expr_node *convert_in(expr_parser *p, const expr_path *path, const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 1));
    if (!name) return expr_parse_fail(p, path, "Expected the name of a property.");
    size_t count = json_array_size(json) - 2;
    expr_value *items = arena_alloc(p->memory, count * sizeof *items);
    for (size_t i = 0; i < count; i++) items[i] = expr_from_json(p->memory, json_array_get(json, i + 2));
    expr_array *array = arena_alloc(p->memory, sizeof *array);
    *array = (expr_array){count, items};
    return compare(p, path, EXPR_OP_FILTER_IN, name, (expr_value){.kind = EXPR_ARRAY, .array = array});
}

static const expr_node *convert_has(expr_parser *p, const expr_path *path, const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 1));
    if (!name || json_array_size(json) != 2)
        return expr_parse_fail(p, path, "Expected the filter [\"has\", property].");
    if (strcmp(name, "$type") == 0)
        return expr_node_literal(p, path, &expr_types[EXPR_BOOLEAN], expr_boolean(true));
    if (strcmp(name, "$id") == 0)
        return negate(p, path, compare(p, path, EXPR_OP_FILTER_EQ, "$id", expr_null()));
    const expr_node *key = expr_node_literal(p, path, &expr_types[EXPR_STRING], expr_text(name));
    expr_node *node = expr_node_new(p, EXPR_OP_HAS, &expr_types[EXPR_BOOLEAN], path, &key, 1);
    node->uses_feature = true;
    node->constant = false;
    expr_note_property(p, name);
    return node;
}

static const expr_node *convert_all(expr_parser *p, const expr_path *path, const json_t *json, const char *op,
                                    int depth)
{
    size_t count = json_array_size(json) - 1;
    bool none = strcmp(op, "none") == 0;
    const expr_node **args = mem_alloc(count * sizeof *args);
    const expr_node *node = NULL;
    for (size_t i = 0; i < count; i++) {
        const expr_path *inner = expr_path_at(p, path, i + 1);
        args[i] = convert(p, inner, json_array_get(json, i + 1), depth + 1);
        if (args[i] && none) args[i] = negate(p, inner, args[i]);
        if (!args[i]) goto done;
    }
    node = expr_node_new(p, strcmp(op, "any") == 0 ? EXPR_OP_ANY : EXPR_OP_ALL, &expr_types[EXPR_BOOLEAN],
                         path, args, count);
done:
    free(args);
    return node;
}

static const expr_node *convert(expr_parser *p, const expr_path *path, const json_t *json, int depth)
{
    const char *op = json_string_value(json_array_get(json, 0));
    if (json_is_boolean(json))
        return expr_node_literal(p, path, &expr_types[EXPR_BOOLEAN], expr_boolean(json_is_true(json)));
    if (!json_is_array(json) || json_array_size(json) == 0 || !op)
        return expr_parse_fail(p, path,
                               "Expected a filter: an array that begins with the name of an operator.");
    if (depth > EXPR_DEPTH_MAX)
        return expr_parse_fail(p, path, "Filters are nested deeper than %d; make it simpler", EXPR_DEPTH_MAX);
    if (is_one_of(op, (const char *const[]){"any", "all", "none", NULL}))
        return convert_all(p, path, json, op, depth);
    if (is_one_of(op, comparisons)) return convert_comparison(p, path, json, op);
    if (is_one_of(op, (const char *const[]){"in", "!in", "has", "!has", NULL})) {
        bool negated = op[0] == '!';
        bool in = strcmp(op + negated, "in") == 0;
        if (json_array_size(json) < 2) return expr_parse_fail(p, path, "Expected the name of a property.");
        const expr_node *node = in ? convert_in(p, path, json) : convert_has(p, path, json);
        return negated ? negate(p, path, node) : node;
    }
    if (strcmp(op, "within") == 0)
        return expr_parse(p, (expr_site){path, NULL, &expr_types[EXPR_BOOLEAN]}, json, EXPR_ANNOTATE_DEFAULT);
    return expr_parse_fail(p, expr_path_at(p, path, 0), "Unknown filter operator \"%.64s\".", op);
}

const expr_node *expr_compile_filter(expr_parser *p, const json_t *json)
{
    const expr_spec spec = {.type = &expr_types[EXPR_BOOLEAN], .any_zoom = true};
    return is_expression_filter(json, 0) ? expr_compile(p, json, &spec) : convert(p, NULL, json, 0);
}
