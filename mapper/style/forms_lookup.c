/** @file The forms that look into arrays and texts, at, in, index-of, length, slice; and the one that makes
 * arrays. */
#include "style/forms.h"

#include <stdlib.h>

static bool expect_count(expr_parser *p, expr_site site, const json_t *array, size_t min, size_t max)
{
    size_t count = json_array_size(array) - 1;
    if (count >= min && count <= max) return true;
    if (min == max)
        expr_parse_fail(p, site.path, "Expected %zu argument%s, but found %zu instead.", min,
                        min == 1 ? "" : "s", count);
    else
        expr_parse_fail(p, site.path, "Expected %zu or %zu arguments, but found %zu instead.", min, max,
                        count);
    return false;
}

const expr_node *expr_form_at(expr_parser *p, expr_site site, const json_t *array)
{
    if (!expect_count(p, site, array, 2, 2)) return NULL;
    const expr_type *item = site.expected ? site.expected : &expr_types[EXPR_VALUE];
    const expr_node *args[2];
    args[0] = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_NUMBER]);
    args[1] = expr_parse_arg(p, site, array, 2, expr_array_type(p->memory, item, -1));
    if (!args[0] || !args[1]) return NULL;
    // ["error"] passes for an array, without saying of what.
    const expr_type *type = args[1]->type;
    return expr_node_new(p, EXPR_OP_AT, type->kind == EXPR_ARRAY ? type->item : type, site.path, args, 2);
}

/** Parses the needle and the haystack of in and index-of. */
static bool parse_search(expr_parser *p, expr_site site, const json_t *array, const expr_node *args[2])
{
    args[0] = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_VALUE]);
    args[1] = expr_parse_arg(p, site, array, 2, &expr_types[EXPR_VALUE]);
    if (!args[0] || !args[1]) return false;
    expr_kind kind = args[0]->type->kind;
    if (kind == EXPR_BOOLEAN || kind == EXPR_STRING || kind == EXPR_NUMBER || kind == EXPR_NULL ||
        kind == EXPR_VALUE)
        return true;
    expr_parse_fail(
        p, site.path,
        "Expected first argument to be of type boolean, string, number or null, but found %s instead",
        expr_type_name(p, args[0]->type));
    return false;
}

const expr_node *expr_form_in(expr_parser *p, expr_site site, const json_t *array)
{
    const expr_node *args[2];
    if (!expect_count(p, site, array, 2, 2) || !parse_search(p, site, array, args)) return NULL;
    return expr_node_new(p, EXPR_OP_IN, &expr_types[EXPR_BOOLEAN], site.path, args, 2);
}

const expr_node *expr_form_index_of(expr_parser *p, expr_site site, const json_t *array)
{
    const expr_node *args[3];
    if (!expect_count(p, site, array, 2, 3) || !parse_search(p, site, array, args)) return NULL;
    bool from = json_array_size(array) == 4;
    if (from && !(args[2] = expr_parse_arg(p, site, array, 3, &expr_types[EXPR_NUMBER]))) return NULL;
    return expr_node_new(p, EXPR_OP_INDEX_OF, &expr_types[EXPR_NUMBER], site.path, args, from ? 3 : 2);
}

static bool is_sequence(const expr_type *type)
{
    return type->kind == EXPR_ARRAY || type->kind == EXPR_STRING || type->kind == EXPR_VALUE;
}

const expr_node *expr_form_length(expr_parser *p, expr_site site, const json_t *array)
{
    if (!expect_count(p, site, array, 1, 1)) return NULL;
    const expr_node *input = expr_parse_arg(p, site, array, 1, NULL);
    if (!input) return NULL;
    if (!is_sequence(input->type))
        return expr_parse_fail(p, site.path,
                               "Expected argument of type string or array, but found %s instead.",
                               expr_type_name(p, input->type));
    return expr_node_new(p, EXPR_OP_LENGTH, &expr_types[EXPR_NUMBER], site.path, &input, 1);
}

const expr_node *expr_form_slice(expr_parser *p, expr_site site, const json_t *array)
{
    if (!expect_count(p, site, array, 2, 3)) return NULL;
    const expr_node *args[3];
    args[0] = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_VALUE]);
    args[1] = expr_parse_arg(p, site, array, 2, &expr_types[EXPR_NUMBER]);
    if (!args[0] || !args[1]) return NULL;
    if (!is_sequence(args[0]->type))
        return expr_parse_fail(p, site.path,
                               "Expected first argument to be of type array or string, but found %s instead",
                               expr_type_name(p, args[0]->type));
    bool has_end = json_array_size(array) == 4;
    if (has_end && !(args[2] = expr_parse_arg(p, site, array, 3, &expr_types[EXPR_NUMBER]))) return NULL;
    return expr_node_new(p, EXPR_OP_SLICE, args[0]->type, site.path, args, has_end ? 3 : 2);
}

/** ["semiliteral", [expression, …]]: an array of computed items. */
const expr_node *expr_form_semiliteral(expr_parser *p, expr_site site, const json_t *array)
{
    if (json_array_size(array) != 2)
        return expr_parse_fail(
            p, site.path, "'semiliteral' expression requires exactly one argument, but found %zu instead.",
            json_array_size(array) - 1);
    const json_t *items = json_array_get(array, 1);
    if (json_is_object(items))
        return expr_parse_fail(p, site.path, "'semiliteral' takes an array, no object.");
    if (!json_is_array(items)) {
        expr_value v = expr_from_json(p->memory, items);
        return expr_node_literal(p, site.path, &expr_types[v.kind], v);
    }
    size_t count = json_array_size(items);
    const expr_node **args = mem_alloc(count * sizeof *args);
    const expr_node *node = NULL;
    const expr_path *list = expr_path_at(p, site.path, 1);
    const expr_type *item_type = &expr_types[EXPR_VALUE];
    for (size_t i = 0; i < count; i++) {
        const expr_path *path = expr_path_at(p, list, i);
        expr_site inner = {path, site.scope, &expr_types[EXPR_VALUE]};
        args[i] = expr_parse(p, inner, json_array_get(items, i), EXPR_ANNOTATE_DEFAULT);
        if (!args[i]) goto done;
        item_type = i == 0 || args[i]->type == item_type ? args[i]->type : &expr_types[EXPR_VALUE];
    }
    node = expr_node_new(p, EXPR_OP_ARRAY, expr_array_type(p->memory, item_type, (int64_t)count), site.path,
                         args, count);
done:
    free(args);
    return node;
}
