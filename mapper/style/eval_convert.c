/** @file Evaluation of conversions: to-number and its like, and those implied by the type that is wanted. */
#include "style/node.h"

#include <math.h>
#include <string.h>

const char *expr_eval_to_text(expr_context *c, const expr_node *node, const expr_value *v)
{
    if (v->kind == EXPR_STRING) return v->text;
    if (v->kind == EXPR_OBJECT && !v->object) {
        expr_eval_fail(c, node->path, "All properties of a feature cannot become one text; get them by name");
        return NULL;
    }
    strbuf text = {0};
    const char *result = NULL;
    if (!expr_value_print(&text, v, EXPR_TEXT_MAX))
        expr_eval_fail(c, node->path, "The text is longer than %zu bytes", EXPR_TEXT_MAX);
    else if (expr_eval_charge(c, node, text.length))
        result = arena_strndup(c->memory, strbuf_text(&text), text.length);
    strbuf_dispose(&text);
    return result;
}

/** Fails with "Could not … from value 'x'". */
static bool fail_value(expr_context *c, const expr_node *node, const char *what, const expr_value *v)
{
    if (!c->error) return expr_eval_fail(c, node->path, "%s", "");
    strbuf text = {0};
    if (v->kind == EXPR_STRING)
        strbuf_puts(&text, v->text);
    else
        expr_value_print_json(&text, v, INCMAP_ERROR_MAX);
    expr_eval_fail(c, node->path, "Could not parse %s from value '%.200s'", what, strbuf_text(&text));
    strbuf_dispose(&text);
    return false;
}

static expr_value make_array(expr_context *c, expr_kind kind, const expr_value *items, size_t count)
{
    expr_value *copy = arena_alloc(c->memory, count * sizeof *copy);
    if (count) memcpy(copy, items, count * sizeof *copy);
    expr_array *array = arena_alloc(c->memory, sizeof *array);
    *array = (expr_array){count, copy};
    return (expr_value){.kind = kind, .array = array};
}

/** [r, g, b] or [r, g, b, a] with 0 to 255 and 0 to 1. */
static bool color_from_array(const expr_array *array, style_color *out)
{
    double parts[4] = {0, 0, 0, 1};
    if (array->count < 3 || array->count > 4) return false;
    for (size_t i = 0; i < array->count; i++) {
        const expr_value *item = &array->items[i];
        if (item->kind != EXPR_NUMBER || !(item->number >= 0 && item->number <= (i < 3 ? 255 : 1)))
            return false;
        parts[i] = item->number;
    }
    // MapLibre takes the three for components already multiplied by alpha.
    double scale = parts[3] > 0 ? 255 * parts[3] : INFINITY;
    *out = (style_color){parts[0] / scale, parts[1] / scale, parts[2] / scale, parts[3]};
    return true;
}

static bool to_color(const expr_value *v, expr_value *out)
{
    style_color color;
    if (v->kind == EXPR_COLOR)
        color = v->color;
    else if (!(v->kind == EXPR_STRING && color_parse(v->text, &color)) &&
             !(v->kind == EXPR_ARRAY && color_from_array(v->array, &color)))
        return false;
    *out = expr_color(color);
    return true;
}

/** A value of numbers from one number or an array of them: as many as there are, or four with CSS's rules. */
static bool to_numbers(expr_context *c, const expr_value *v, expr_kind kind, expr_value *out)
{
    if (v->kind == kind) {
        *out = *v;
        return true;
    }
    const expr_value *items = v;
    size_t count = 1;
    if (v->kind == EXPR_ARRAY) items = v->array->items, count = v->array->count;
    for (size_t i = 0; i < count; i++)
        if (items[i].kind != EXPR_NUMBER) return false;
    if (kind == EXPR_NUMBER_ARRAY) {
        *out = make_array(c, kind, items, count);
        return true;
    }
    if (count < 1 || count > 4) return false;
    // Top, right, bottom, left: those not given are those opposite, as CSS has it.
    const size_t right = count > 1 ? 1 : 0, bottom = count > 2 ? 2 : 0, left = count > 3 ? 3 : right;
    *out = make_array(c, kind, (expr_value[]){items[0], items[right], items[bottom], items[left]}, 4);
    return true;
}

static bool to_colors(expr_context *c, const expr_value *v, expr_value *out)
{
    if (v->kind == EXPR_COLOR_ARRAY) {
        *out = *v;
        return true;
    }
    const expr_value *items = v;
    size_t count = 1;
    if (v->kind == EXPR_ARRAY) items = v->array->items, count = v->array->count;
    expr_value *colors = arena_alloc(c->memory, count * sizeof *colors);
    for (size_t i = 0; i < count; i++)
        if (items[i].kind != EXPR_STRING || !to_color(&items[i], &colors[i])) return false;
    *out = make_array(c, EXPR_COLOR_ARRAY, colors, count);
    return true;
}

static bool to_anchor_offsets(const expr_value *v, expr_value *out)
{
    static const char *const anchors[] = {"center",   "left",      "right",       "top",         "bottom",
                                          "top-left", "top-right", "bottom-left", "bottom-right"};
    *out = *v;
    out->kind = EXPR_ANCHOR_OFFSETS;
    if (v->kind == EXPR_ANCHOR_OFFSETS) return true;
    if (v->kind != EXPR_ARRAY || v->array->count < 1 || v->array->count % 2 != 0) return false;
    for (size_t i = 0; i < v->array->count; i += 2) {
        const expr_value *name = &v->array->items[i], *offset = &v->array->items[i + 1];
        bool known = false;
        for (size_t j = 0; j < sizeof anchors / sizeof *anchors && name->kind == EXPR_STRING; j++)
            known = known || strcmp(name->text, anchors[j]) == 0;
        if (!known || offset->kind != EXPR_ARRAY || offset->array->count != 2 ||
            offset->array->items[0].kind != EXPR_NUMBER || offset->array->items[1].kind != EXPR_NUMBER)
            return false;
    }
    return true;
}

/** A projection is kept as it was written: a name, or from, to and transition. */
static bool to_projection(const expr_value *v)
{
    if (v->kind == EXPR_STRING || v->kind == EXPR_PROJECTION) return true;
    return v->kind == EXPR_ARRAY && v->array->count == 3 && v->array->items[0].kind == EXPR_STRING &&
           v->array->items[1].kind == EXPR_STRING && v->array->items[2].kind == EXPR_NUMBER;
}

/** As JavaScript's Number() converts it; NAN where it cannot. */
static double to_number(const expr_value *v)
{
    switch (v->kind) {
    case EXPR_NUMBER: return v->number;
    case EXPR_BOOLEAN: return v->boolean ? 1 : 0;
    case EXPR_STRING: return expr_text_number(v->text);
    case EXPR_ARRAY:
        // An array becomes the text of its items first.
        if (v->array->count == 0 || (v->array->count == 1 && v->array->items[0].kind == EXPR_NULL)) return 0;
        if (v->array->count == 1 && v->array->items[0].kind != EXPR_BOOLEAN)
            return to_number(&v->array->items[0]);
        return NAN;
    default: return NAN;
    }
}

/** What JavaScript takes for true. */
static bool to_boolean(const expr_value *v)
{
    switch (v->kind) {
    case EXPR_NULL: return false;
    case EXPR_BOOLEAN: return v->boolean;
    case EXPR_NUMBER: return v->number < 0 || v->number > 0;
    case EXPR_STRING: return *v->text != '\0';
    default: return true;
    }
}

static bool to_formatted(expr_context *c, const expr_node *node, const expr_value *v, expr_value *out)
{
    *out = *v;
    if (v->kind == EXPR_FORMATTED) return true;
    expr_section *section = arena_alloc(c->memory, sizeof *section);
    *section = (expr_section){.text = expr_eval_to_text(c, node, v)};
    if (!section->text) return false;
    expr_formatted *formatted = arena_alloc(c->memory, sizeof *formatted);
    *formatted = (expr_formatted){1, section};
    *out = (expr_value){.kind = EXPR_FORMATTED, .formatted = formatted};
    return true;
}

/** Tries one argument; false where it cannot be converted (then the next is tried). */
static bool convert(expr_context *c, expr_kind kind, const expr_value *v, expr_value *out)
{
    switch (kind) {
    case EXPR_COLOR: return to_color(v, out);
    case EXPR_PADDING:
    case EXPR_NUMBER_ARRAY: return to_numbers(c, v, kind, out);
    case EXPR_COLOR_ARRAY: return to_colors(c, v, out);
    case EXPR_ANCHOR_OFFSETS: return to_anchor_offsets(v, out);
    case EXPR_PROJECTION: *out = *v; return to_projection(v);
    default: *out = expr_number(v->kind == EXPR_NULL ? 0 : to_number(v)); return !isnan(out->number);
    }
}

bool expr_eval_convert(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_kind kind = node->type->kind;
    expr_value v;
    for (size_t i = 0; i < node->arg_count; i++) {
        if (!expr_eval(c, node->args[i], &v)) return false;
        switch (kind) {
        case EXPR_BOOLEAN: *out = expr_boolean(to_boolean(&v)); return true;
        case EXPR_FORMATTED: return to_formatted(c, node, &v, out);
        case EXPR_STRING:
        case EXPR_IMAGE: {
            const char *text = expr_eval_to_text(c, node, &v);
            if (!text) return false;
            *out = expr_text(text);
            // MapLibre does not look such an image up; without a name there is none.
            if (kind == EXPR_IMAGE)
                *out = *text ? (expr_value){.kind = EXPR_IMAGE, .image = {text, false}} : expr_null();
            return true;
        }
        default:
            if (convert(c, kind, &v, out)) return true;
        }
    }
    strbuf name = {0};
    expr_type_print(&name, node->type);
    fail_value(c, node, strbuf_text(&name), &v);
    strbuf_dispose(&name);
    return false;
}
