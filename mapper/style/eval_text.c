/** @file Evaluation of the operators of text. */
#include "style/node.h"

#include <math.h>
#include <string.h>
#include <unicode/ucasemap.h>

static bool too_long(expr_context *c, const expr_node *node)
{
    return expr_eval_fail(c, node->path, "The text is longer than %zu bytes", EXPR_TEXT_MAX);
}

/** Copies the buffer into the evaluation's memory as the result, and disposes of it. */
static bool finish_text(expr_context *c, const expr_node *node, strbuf *text, bool done, expr_value *out)
{
    if (done && text->length > EXPR_TEXT_MAX) done = too_long(c, node);
    if (done) done = expr_eval_charge(c, node, text->length);
    if (done) *out = expr_text(arena_strndup(c->memory, strbuf_text(text), text->length));
    strbuf_dispose(text);
    return done;
}

static bool eval_concat(expr_context *c, const expr_node *node, expr_value *out)
{
    strbuf text = {0};
    bool done = true;
    for (size_t i = 0; i < node->arg_count && done; i++) {
        expr_value v;
        done = expr_eval(c, node->args[i], &v);
        const char *part = done ? expr_eval_to_text(c, node, &v) : NULL;
        done = part != NULL;
        if (done) strbuf_puts(&text, part);
        if (text.length > EXPR_TEXT_MAX) done = too_long(c, node);
    }
    return finish_text(c, node, &text, done, out);
}

/** Full case mapping of the root locale, as JavaScript's toUpperCase: not that of the user's language. */
static bool eval_case(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v;
    if (!expr_eval(c, node->args[0], &v)) return false;
    size_t length = strlen(v.text);
    if (length > EXPR_TEXT_MAX) return too_long(c, node);
    if (!expr_eval_charge(c, node, length)) return false;
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &status);
    // No character's case mapping is more than three times as long in UTF-8 (Unicode, SpecialCasing.txt).
    int32_t capacity = (int32_t)(3 * length + 1);
    char *text = arena_alloc(c->memory, (size_t)capacity);
    int32_t (*convert)(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *) =
        node->op == EXPR_OP_UPCASE ? ucasemap_utf8ToUpper : ucasemap_utf8ToLower;
    if (U_SUCCESS(status)) convert(map, text, capacity, v.text, (int32_t)length, &status);
    ucasemap_close(map);
    if (U_FAILURE(status)) return expr_eval_fail(c, node->path, "The case of a text cannot be changed.");
    *out = expr_text(text);
    return true;
}

static size_t code_point_bytes(const char *at)
{
    size_t bytes = 1;
    while (((unsigned char)at[bytes] & 0xc0) == 0x80) bytes++;
    return bytes;
}

static bool eval_split(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input, delimiter;
    if (!expr_eval(c, node->args[0], &input) || !expr_eval(c, node->args[1], &delimiter)) return false;
    size_t step = strlen(delimiter.text), count = 0, capacity = 0;
    // Each part is an array element and a copy: charged as 16 times its bytes.
    if (!expr_eval_charge(c, node, 16 * strlen(input.text))) return false;
    for (int pass = 0; pass < 2; pass++) {
        expr_value *items = pass ? arena_alloc(c->memory, capacity * sizeof *items) : NULL;
        count = 0;
        for (const char *at = input.text; at;) {
            const char *end = step ? strstr(at, delimiter.text) : *at ? at + code_point_bytes(at) : NULL;
            if (!step && !end) break;
            size_t bytes = end ? (size_t)(end - at) : strlen(at);
            if (pass) items[count] = expr_text(arena_strndup(c->memory, at, bytes));
            count++;
            at = end ? end + step : NULL;
        }
        capacity = count;
        if (!pass) continue;
        expr_array *array = arena_alloc(c->memory, sizeof *array);
        *array = (expr_array){count, items};
        *out = (expr_value){.kind = EXPR_ARRAY, .array = array};
    }
    return true;
}

static bool eval_join(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input, delimiter;
    if (!expr_eval(c, node->args[0], &input) || !expr_eval(c, node->args[1], &delimiter)) return false;
    strbuf text = {0};
    bool done = true;
    for (size_t i = 0; i < input.array->count && done; i++) {
        if (i) strbuf_puts(&text, delimiter.text);
        strbuf_puts(&text, input.array->items[i].text);
        if (text.length > EXPR_TEXT_MAX) done = too_long(c, node);
    }
    return finish_text(c, node, &text, done, out);
}

static bool eval_image(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value name;
    if (!expr_eval(c, node->args[0], &name)) return false;
    bool available = !c->has_image || c->has_image(c->image_context, name.text);
    // Without a name there is no image, so that a coalesce goes on.
    *out = *name.text ? (expr_value){.kind = EXPR_IMAGE, .image = {name.text, available}} : expr_null();
    return true;
}

static bool eval_section(expr_context *c, const expr_node *node, const expr_section_args *args,
                         expr_section *out)
{
    expr_value content, v;
    bool given;
    *out = (expr_section){.text = ""};
    if (!expr_eval(c, node->args[args->content], &content)) return false;
    if (!expr_eval_option(c, node, args->vertical_align, &given, &v)) return false;
    if (given) out->vertical_align = v.text;
    if (content.kind == EXPR_IMAGE) {
        out->has_image = true;
        out->image = content.image;
        return true;
    }
    out->text = expr_eval_to_text(c, node, &content);
    if (!out->text || !expr_eval_option(c, node, args->scale, &out->has_scale, &v)) return false;
    if (out->has_scale) out->scale = v.number;
    if (!expr_eval_option(c, node, args->color, &out->has_color, &v)) return false;
    if (out->has_color) out->color = v.color;
    if (!expr_eval_option(c, node, args->font, &given, &v)) return false;
    if (!given) return true;
    strbuf fonts = {0};
    for (size_t i = 0; i < v.array->count; i++) {
        if (i) strbuf_puts(&fonts, ",");
        strbuf_puts(&fonts, v.array->items[i].text);
    }
    bool done = finish_text(c, node, &fonts, true, &v);
    out->font_stack = v.text;
    return done;
}

static bool eval_format(expr_context *c, const expr_node *node, expr_value *out)
{
    size_t count = node->sections.count;
    expr_section *sections = arena_alloc(c->memory, count * sizeof *sections);
    for (size_t i = 0; i < count; i++)
        if (!eval_section(c, node, &node->sections.items[i], &sections[i])) return false;
    expr_formatted *formatted = arena_alloc(c->memory, sizeof *formatted);
    *formatted = (expr_formatted){count, sections};
    *out = (expr_value){.kind = EXPR_FORMATTED, .formatted = formatted};
    return true;
}

bool expr_eval_text(expr_context *c, const expr_node *node, expr_value *out)
{
    switch (node->op) {
    case EXPR_OP_CONCAT: return eval_concat(c, node, out);
    case EXPR_OP_UPCASE:
    case EXPR_OP_DOWNCASE: return eval_case(c, node, out);
    case EXPR_OP_SPLIT: return eval_split(c, node, out);
    case EXPR_OP_IMAGE: return eval_image(c, node, out);
    case EXPR_OP_FORMAT: return eval_format(c, node, out);
    default: return eval_join(c, node, out);
    }
}
