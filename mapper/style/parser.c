#include "style/parser.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A style has some ten thousand expressions; a million of them take a quarter of a gigabyte.
#define PARSE_STEPS_MAX ((size_t)1000 * 1000)
// Constant folding beyond this effort is left to the evaluations.
#define FOLD_STEPS_MAX ((size_t)4 * EXPR_STEPS_MAX)
// Issues beyond these help nobody.
#define ISSUES_MAX 64

void expr_parser_dispose(expr_parser *p)
{
    free(p->issues);
    free(p->names);
    p->issues = NULL;
    p->names = NULL;
    p->issue_count = p->issue_capacity = p->name_count = p->name_capacity = 0;
}

void expr_path_print(strbuf *out, const expr_path *path)
{
    if (!path) return;
    expr_path_print(out, path->parent);
    strbuf_printf(out, "[%u]", (unsigned)path->index);
}

const expr_path *expr_path_at(expr_parser *p, const expr_path *parent, size_t index)
{
    expr_path *path = arena_alloc(p->memory, sizeof *path);
    *path = (expr_path){parent, (uint32_t)index};
    return path;
}

const expr_node *expr_parse_fail(expr_parser *p, const expr_path *path, const char *format, ...)
{
    if (p->issue_count >= ISSUES_MAX) return NULL;
    char message[INCMAP_ERROR_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    expr_issue issue = {path, arena_strdup(p->memory, message)};
    VEC_PUSH(p->issues, p->issue_count, p->issue_capacity, issue);
    return NULL;
}

const char *expr_type_name(expr_parser *p, const expr_type *type)
{
    strbuf text = {0};
    expr_type_print(&text, type);
    const char *name = arena_strdup(p->memory, strbuf_text(&text));
    strbuf_dispose(&text);
    return name;
}

bool expr_parse_mismatch(expr_parser *p, const expr_path *path, const expr_type *expected,
                         const expr_type *type)
{
    if (expr_is_subtype(expected, type)) return false;
    expr_parse_fail(p, path, "Expected %s but found %s instead.", expr_type_name(p, expected),
                    expr_type_name(p, type));
    return true;
}

void expr_note_property(expr_parser *p, const char *name)
{
    const char *copy = arena_strdup(p->memory, name);
    VEC_PUSH(p->names, p->name_count, p->name_capacity, copy);
}

expr_node *expr_node_new(expr_parser *p, expr_op op, const expr_type *type, const expr_path *path,
                         const expr_node *const *args, size_t arg_count)
{
    expr_node *node = arena_alloc(p->memory, sizeof *node);
    const expr_node **copy = arena_alloc(p->memory, arg_count * sizeof *copy);
    *node =
        (expr_node){.op = op, .type = type, .path = path, .args = copy, .arg_count = arg_count, .depth = 1};
    // The arguments of annotations may have been wrapped after they were parsed, so these are constant where
    // their arguments are; other arguments have been folded to literals if they could be.
    bool annotation = op == EXPR_OP_ASSERT || op == EXPR_OP_COERCE;
    node->constant = true;
    for (size_t i = 0; i < arg_count; i++) {
        copy[i] = args[i];
        node->constant = node->constant && (annotation ? args[i]->constant : args[i]->op == EXPR_OP_LITERAL);
        node->uses_feature = node->uses_feature || args[i]->uses_feature;
        node->uses_zoom = node->uses_zoom || args[i]->uses_zoom;
        node->uses_density = node->uses_density || args[i]->uses_density;
        if (args[i]->depth >= node->depth) node->depth = (uint16_t)(args[i]->depth + 1);
    }
    return node;
}

const expr_node *expr_node_literal(expr_parser *p, const expr_path *path, const expr_type *type, expr_value v)
{
    expr_node *node = expr_node_new(p, EXPR_OP_LITERAL, type, path, NULL, 0);
    node->literal = v;
    return node;
}

static const char *json_kind_name(const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_STRING: return "string";
    case JSON_INTEGER:
    case JSON_REAL: return "number";
    case JSON_TRUE:
    case JSON_FALSE: return "boolean";
    default: return "object";
    }
}

/** Whether a wanted type turns a value of the actual type into itself rather than insisting on it. */
static bool wants_coercion(expr_kind expected, expr_kind actual)
{
    switch (expected) {
    case EXPR_COLOR:
    case EXPR_FORMATTED:
    case EXPR_IMAGE: return actual == EXPR_VALUE || actual == EXPR_STRING;
    case EXPR_PADDING:
    case EXPR_NUMBER_ARRAY: return actual == EXPR_VALUE || actual == EXPR_NUMBER || actual == EXPR_ARRAY;
    case EXPR_COLOR_ARRAY:
    case EXPR_PROJECTION: return actual == EXPR_VALUE || actual == EXPR_STRING || actual == EXPR_ARRAY;
    case EXPR_ANCHOR_OFFSETS: return actual == EXPR_VALUE || actual == EXPR_ARRAY;
    default: return false;
    }
}

static bool wants_assertion(expr_kind expected)
{
    return expected == EXPR_STRING || expected == EXPR_NUMBER || expected == EXPR_BOOLEAN ||
           expected == EXPR_OBJECT || expected == EXPR_ARRAY;
}

/** Gives the node the type that is wanted where that can be done; NULL where the types do not fit. */
static const expr_node *annotate(expr_parser *p, expr_site site, const expr_node *node,
                                 expr_annotation annotation)
{
    const expr_type *expected = site.expected, *actual = node->type;
    if (!expected) return node;
    bool asserts = actual->kind == EXPR_VALUE && wants_assertion(expected->kind);
    if (!asserts && !wants_coercion(expected->kind, actual->kind))
        return expr_parse_mismatch(p, site.path, expected, actual) ? NULL : node;
    if (annotation == EXPR_ANNOTATE_OMIT) return node;
    expr_op op = asserts && annotation != EXPR_ANNOTATE_COERCE ? EXPR_OP_ASSERT : EXPR_OP_COERCE;
    return expr_node_new(p, op, expected, site.path, &node, 1);
}

/** Replaces a constant by its value. NULL where its evaluation fails: it always would. */
static const expr_node *fold(expr_parser *p, expr_site site, const expr_node *node)
{
    // Whether an image exists is only known when the style is used.
    if (node->op == EXPR_OP_LITERAL || node->type->kind == EXPR_IMAGE || !node->constant) return node;
    if (p->fold_steps > FOLD_STEPS_MAX) return node;
    strbuf error = {0};
    expr_context c = {.memory = p->memory, .error = &error};
    expr_value v;
    bool done = expr_eval(&c, node, &v);
    p->fold_steps += c.steps;
    const expr_node *folded = done ? expr_node_literal(p, site.path, node->type, v)
                                   : expr_parse_fail(p, site.path, "%s", strbuf_text(&error));
    strbuf_dispose(&error);
    return folded;
}

static const expr_node *parse_call(expr_parser *p, expr_site site, const json_t *array)
{
    const json_t *head = json_array_get(array, 0);
    if (!head)
        return expr_parse_fail(
            p, site.path,
            "Expected an array with at least one element. If you wanted a literal array, use "
            "[\"literal\", []].");
    if (!json_is_string(head))
        return expr_parse_fail(
            p, expr_path_at(p, site.path, 0),
            "Expression name must be a string, but found %s instead. If you wanted a literal "
            "array, use [\"literal\", [...]].",
            json_kind_name(head));
    const char *name = json_string_value(head);
    expr_form form = expr_form_find(name);
    if (form) return form(p, site, array);
    if (expr_builtin_exists(name)) return expr_parse_builtin(p, site, array);
    const char *refusal = expr_refusal(name);
    if (refusal)
        return expr_parse_fail(p, expr_path_at(p, site.path, 0), "\"%s\" is not supported: %s", name,
                               refusal);
    return expr_parse_fail(
        p, expr_path_at(p, site.path, 0),
        "Unknown expression \"%.64s\". If you wanted a literal array, use [\"literal\", [...]].", name);
}

const expr_node *expr_parse(expr_parser *p, expr_site site, const json_t *json, expr_annotation annotation)
{
    if (++p->step_count > PARSE_STEPS_MAX)
        return expr_parse_fail(p, site.path, "The style has more than %zu expressions; make it smaller",
                               PARSE_STEPS_MAX);
    if (p->depth >= EXPR_DEPTH_MAX)
        return expr_parse_fail(p, site.path, "Expressions are nested deeper than %d; make it simpler",
                               EXPR_DEPTH_MAX);
    p->depth++;
    const expr_node *node = NULL;
    if (json_is_array(json)) {
        node = parse_call(p, site, json);
    } else if (json_is_object(json)) {
        expr_parse_fail(p, site.path, "Bare objects invalid. Use [\"literal\", {...}] instead.");
    } else {
        expr_value v = expr_from_json(p->memory, json);
        node = expr_node_literal(p, site.path, &expr_types[v.kind], v);
    }
    if (node) node = annotate(p, site, node, annotation);
    if (node && node->depth > EXPR_DEPTH_MAX)
        node = expr_parse_fail(p, site.path, "Expressions are nested deeper than %d; make it simpler",
                               EXPR_DEPTH_MAX);
    if (node) node = fold(p, site, node);
    p->depth--;
    return node;
}

const expr_node *expr_parse_arg(expr_parser *p, expr_site site, const json_t *array, size_t index,
                                const expr_type *expected)
{
    expr_site inner = {expr_path_at(p, site.path, index), site.scope, expected};
    return expr_parse(p, inner, json_array_get(array, index), EXPR_ANNOTATE_DEFAULT);
}
