#include "style/compile.h"

bool expr_is_expression(const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 0));
    return json_is_array(json) && name && expr_operator_exists(name);
}

static bool is_zoom_curve(const expr_node *node)
{
    return (node->op == EXPR_OP_STEP || node->op == EXPR_OP_INTERPOLATE) && node->args[0]->op == EXPR_OP_ZOOM;
}

static const char *const only_at_top =
    "\"zoom\" expression may only be used as input to a top-level \"step\" or \"interpolate\" expression.";
static const char *const only_one =
    "Only one zoom-based \"step\" or \"interpolate\" subexpression may be used in an expression.";

/** Finds the one curve over the zoom, at the top or below let and coalesce; sets *problem where there are
 * others or one elsewhere. */
static const expr_node *find_zoom_curve(const expr_node *node, const char **problem)
{
    const expr_node *found = NULL;
    size_t count = 0, found_at = 0;
    for (size_t i = 0; i < node->arg_count && !*problem; i++) {
        const expr_node *curve = find_zoom_curve(node->args[i], problem);
        if (!curve) continue;
        if (count++ == 0) found = curve, found_at = i;
    }
    if (*problem) return NULL;
    bool is_curve = is_zoom_curve(node);
    if (count == 0) return is_curve ? node : NULL;
    bool passes =
        node->op == EXPR_OP_COALESCE || (node->op == EXPR_OP_LET && found_at + 1 == node->arg_count);
    if (is_curve || count > 1)
        *problem = only_one;
    else if (!passes)
        *problem = only_at_top;
    return found;
}

const expr_node *expr_compile(expr_parser *p, const json_t *json, const expr_spec *spec)
{
    expr_site site = {NULL, NULL, spec->type};
    const expr_node *node =
        expr_parse(p, site, json, spec->coerces_text ? EXPR_ANNOTATE_COERCE : EXPR_ANNOTATE_DEFAULT);
    if (!node) return NULL;
    if (node->uses_feature && spec->no_feature)
        return expr_parse_fail(p, NULL, "data expressions not supported");
    if (node->uses_zoom && spec->no_zoom) return expr_parse_fail(p, NULL, "zoom expressions not supported");
    if (spec->any_zoom) return node;
    const char *problem = NULL;
    const expr_node *curve = find_zoom_curve(node, &problem);
    if (!problem && !curve && node->uses_zoom) problem = only_at_top;
    if (!problem && curve && curve->op == EXPR_OP_INTERPOLATE && spec->no_mix)
        problem = "\"interpolate\" expressions cannot be used with this property";
    return problem ? expr_parse_fail(p, NULL, "%s", problem) : node;
}
