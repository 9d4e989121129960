/** @file The forms of text: image, format, number-format, collator. */
#include "style/forms.h"

#include <stdlib.h>
#include <string.h>

const expr_node *expr_form_image(expr_parser *p, expr_site site, const json_t *array)
{
    if (json_array_size(array) != 2) return expr_parse_fail(p, site.path, "Expected two arguments.");
    const expr_node *name = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_STRING]);
    if (!name) return expr_parse_fail(p, site.path, "No image name provided.");
    return expr_node_new(p, EXPR_OP_IMAGE, &expr_types[EXPR_IMAGE], site.path, &name, 1);
}

/**
 * The arguments of a node while they are collected. The first is never an option, so that index 0 can stand
 * for an option that is not given.
 */
typedef struct {
    const expr_node **items;
    size_t count, capacity;
} arg_list;

/**
 * Parses the option @p key of an options object, where it is there, and notes its index among the arguments
 * in *where. Options have the position of the index given. False, with issues, where it is wrong.
 */
static bool parse_option(expr_parser *p, expr_site site, size_t index, const json_t *options, const char *key,
                         const expr_type *type, arg_list *args, size_t *where)
{
    const json_t *json = json_object_get(options, key);
    *where = 0;
    if (!json || json_is_null(json) || json_is_false(json)) return true;
    expr_site inner = {expr_path_at(p, site.path, index), site.scope, type};
    const expr_node *node = expr_parse(p, inner, json, EXPR_ANNOTATE_DEFAULT);
    if (!node) return false;
    *where = args->count;
    VEC_PUSH(args->items, args->count, args->capacity, node);
    return true;
}

static bool is_vertical_align(const json_t *json)
{
    const char *text = json_string_value(json);
    return !text || strcmp(text, "bottom") == 0 || strcmp(text, "center") == 0 || strcmp(text, "top") == 0;
}

const expr_node *expr_form_format(expr_parser *p, expr_site site, const json_t *array)
{
    static const expr_type fonts = {EXPR_ARRAY, &expr_types[EXPR_STRING], -1};
    size_t size = json_array_size(array);
    if (size < 2) return expr_parse_fail(p, site.path, "Expected at least one argument.");
    if (json_is_object(json_array_get(array, 1)) || json_is_null(json_array_get(array, 1)))
        return expr_parse_fail(p, site.path, "First argument must be an image or text section.");
    expr_section_args *sections = arena_alloc(p->memory, (size - 1) * sizeof *sections);
    size_t section_count = 0;
    arg_list args = {0};
    expr_node *node = NULL;
    bool takes_options = false;
    for (size_t i = 1; i < size; i++) {
        const json_t *json = json_array_get(array, i);
        if (takes_options && json_is_object(json)) {
            expr_section_args *s = &sections[section_count - 1];
            takes_options = false;
            if (!is_vertical_align(json_object_get(json, "vertical-align"))) {
                expr_parse_fail(p, site.path, "'vertical-align' must be one of: 'bottom', 'center', 'top'.");
                goto done;
            }
            if (!parse_option(p, site, 1, json, "font-scale", &expr_types[EXPR_NUMBER], &args, &s->scale) ||
                !parse_option(p, site, 1, json, "text-font", &fonts, &args, &s->font) ||
                !parse_option(p, site, 1, json, "text-color", &expr_types[EXPR_COLOR], &args, &s->color) ||
                !parse_option(p, site, 1, json, "vertical-align", &expr_types[EXPR_STRING], &args,
                              &s->vertical_align))
                goto done;
            continue;
        }
        // The specification's implementation gives every section the position of the first.
        expr_site inner = {expr_path_at(p, site.path, 1), site.scope, &expr_types[EXPR_VALUE]};
        const expr_node *content = expr_parse(p, inner, json, EXPR_ANNOTATE_DEFAULT);
        if (!content) goto done;
        expr_kind kind = content->type->kind;
        if (kind != EXPR_STRING && kind != EXPR_VALUE && kind != EXPR_NULL && kind != EXPR_IMAGE) {
            expr_parse_fail(p, site.path,
                            "Formatted text type must be 'string', 'value', 'image' or 'null'.");
            goto done;
        }
        sections[section_count++] = (expr_section_args){.content = args.count};
        VEC_PUSH(args.items, args.count, args.capacity, content);
        takes_options = true;
    }
    node = expr_node_new(p, EXPR_OP_FORMAT, &expr_types[EXPR_FORMATTED], site.path, args.items, args.count);
    node->sections = (expr_sections){section_count, sections};
done:
    free(args.items);
    return node;
}

const expr_node *expr_form_number_format(expr_parser *p, expr_site site, const json_t *array)
{
    if (json_array_size(array) != 3) return expr_parse_fail(p, site.path, "Expected two arguments.");
    const expr_node *number = expr_parse_arg(p, site, array, 1, &expr_types[EXPR_NUMBER]);
    if (!number) return NULL;
    const json_t *options = json_array_get(array, 2);
    if (!json_is_object(options))
        return expr_parse_fail(p, site.path, "NumberFormat options argument must be an object.");
    expr_number_format_args *where = arena_alloc(p->memory, sizeof *where);
    arg_list args = {0};
    expr_node *node = NULL;
    VEC_PUSH(args.items, args.count, args.capacity, number);
    if (json_object_get(options, "currency") && json_object_get(options, "unit")) {
        expr_parse_fail(p, site.path, "NumberFormat options `currency` and `unit` are mutually exclusive");
        goto done;
    }
    const expr_type *text = &expr_types[EXPR_STRING], *digits = &expr_types[EXPR_NUMBER];
    if (!parse_option(p, site, 1, options, "locale", text, &args, &where->locale) ||
        !parse_option(p, site, 1, options, "currency", text, &args, &where->currency) ||
        !parse_option(p, site, 1, options, "unit", text, &args, &where->unit) ||
        !parse_option(p, site, 1, options, "min-fraction-digits", digits, &args, &where->min_digits) ||
        !parse_option(p, site, 1, options, "max-fraction-digits", digits, &args, &where->max_digits))
        goto done;
    node = expr_node_new(p, EXPR_OP_NUMBER_FORMAT, text, site.path, args.items, args.count);
    node->number_format = where;
done:
    free(args.items);
    return node;
}

const expr_node *expr_form_collator(expr_parser *p, expr_site site, const json_t *array)
{
    const json_t *options = json_array_get(array, 1);
    if (json_array_size(array) != 2) return expr_parse_fail(p, site.path, "Expected one argument.");
    if (!json_is_object(options))
        return expr_parse_fail(p, site.path, "Collator options argument must be an object.");
    static const char *const keys[] = {"case-sensitive", "diacritic-sensitive", "locale"};
    const expr_node *args[3];
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        const json_t *json = json_object_get(options, keys[i]);
        expr_site inner = {expr_path_at(p, site.path, 1), site.scope,
                           &expr_types[i < 2 ? EXPR_BOOLEAN : EXPR_STRING]};
        if (!json && i == 2) break;
        args[count] = expr_parse(p, inner, json ? json : json_false(), EXPR_ANNOTATE_DEFAULT);
        if (!args[count++]) return NULL;
    }
    expr_node *node = expr_node_new(p, EXPR_OP_COLLATOR, &expr_types[EXPR_COLLATOR], site.path, args, count);
    node->constant = false;
    return node;
}
