#include "style/choices.h"

#include "style/layer.h"

#include <stdlib.h>
#include <string.h>

// More than a legend has room for; ends what a hostile style would collect.
#define CHOICES_MAX 64
#define VALUES_MAX  256

typedef struct {
    const char *property;
    bool is_scale;
    value *values;
    size_t count, capacity;
} growing;

typedef struct {
    const style *style;
    arena *memory;
    growing items[CHOICES_MAX];
    size_t count;
} collector;

/** The property that a node is, as it is or made to be of some type; NULL where it is anything else. */
static const char *property_of(const expr_node *node)
{
    while (node->op == EXPR_OP_ASSERT || node->op == EXPR_OP_COERCE || node->op == EXPR_OP_COALESCE)
        node = node->args[0];
    bool is_get = node->op == EXPR_OP_GET && node->arg_count == 1 && node->args[0]->op == EXPR_OP_LITERAL;
    return is_get ? node->args[0]->literal.text : NULL;
}

static bool same_value(const value *a, const value *b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == VALUE_TEXT) return strcmp(a->text, b->text) == 0;
    return a->kind == VALUE_BOOL ? a->boolean == b->boolean : a->number == b->number;
}

static void add_value(collector *c, const char *property, bool is_scale, value v)
{
    size_t i = 0;
    while (i < c->count && (c->items[i].is_scale != is_scale || strcmp(c->items[i].property, property) != 0))
        i++;
    if (i == CHOICES_MAX) return;
    if (i == c->count) c->items[c->count++] = (growing){.property = property, .is_scale = is_scale};
    growing *g = &c->items[i];
    for (size_t k = 0; k < g->count; k++)
        if (same_value(&g->values[k], &v)) return;
    if (g->count < VALUES_MAX) VEC_PUSH(g->values, g->count, g->capacity, v);
}

static void add_literal(collector *c, const char *property, const expr_value *v)
{
    if (v->kind == EXPR_STRING)
        add_value(c, property, false, (value){.kind = VALUE_TEXT, .text = v->text});
    else if (v->kind == EXPR_NUMBER)
        add_value(c, property, false, (value){.kind = VALUE_NUMBER, .number = v->number});
    else if (v->kind == EXPR_BOOLEAN)
        add_value(c, property, false, (value){.kind = VALUE_BOOL, .boolean = v->boolean});
    for (size_t i = 0; v->kind == EXPR_ARRAY && i < v->array->count; i++)
        if (v->array->items[i].kind != EXPR_ARRAY) add_literal(c, property, &v->array->items[i]);
}

static int compare_branch(const void *a, const void *b)
{
    const expr_label *p = a, *q = b;
    if (p->branch != q->branch) return p->branch < q->branch ? -1 : 1;
    return p->text ? strcmp(p->text, q->text) : (p->number > q->number) - (p->number < q->number);
}

/** Labels are kept sorted for their look-up; here they come as the style has them, branch by branch. */
static void add_labels(collector *c, const char *property, const expr_match *match)
{
    expr_label *labels = mem_alloc(match->count * sizeof *labels);
    memcpy(labels, match->labels, match->count * sizeof *labels);
    qsort(labels, match->count, sizeof *labels, compare_branch);
    for (size_t i = 0; i < match->count; i++) {
        expr_value v = match->is_text ? expr_text(labels[i].text) : expr_number(labels[i].number);
        add_literal(c, property, &v);
    }
    free(labels);
}

static void add_stops(collector *c, const char *property, const expr_curve *curve)
{
    for (size_t i = 0; i < curve->count; i++) {
        // The first output of a step is for all that is below the first stop.
        value v = {.kind = VALUE_NUMBER, .number = curve->labels[i]};
        if (v.number > -1e300) add_value(c, property, true, v);
    }
}

/** An icon's name made of a text and a property stands for every icon whose name begins so and has one more
 * part. */
static void add_icons(collector *c, const char *prefix, const char *property)
{
    const size_t length = strlen(prefix);
    for (size_t i = 0; length > 0 && i < c->style->icon_count; i++) {
        const char *rest = c->style->icons[i] + length;
        if (strncmp(c->style->icons[i], prefix, length) == 0 && *rest && !strchr(rest, '-'))
            add_value(c, property, false, (value){.kind = VALUE_TEXT, .text = arena_strdup(c->memory, rest)});
    }
}

static void walk(collector *c, const expr_node *node)
{
    const char *property = node->arg_count > 0 ? property_of(node->args[0]) : NULL;
    switch (node->op) {
    case EXPR_OP_MATCH:
        if (property) add_labels(c, property, node->match);
        break;
    case EXPR_OP_STEP:
    case EXPR_OP_INTERPOLATE:
        if (property) add_stops(c, property, node->curve);
        break;
    case EXPR_OP_EQ:
    case EXPR_OP_NE:
        for (size_t i = 0; i < 2; i++) {
            const char *side = property_of(node->args[i]);
            if (side && node->args[1 - i]->op == EXPR_OP_LITERAL)
                add_literal(c, side, &node->args[1 - i]->literal);
        }
        break;
    case EXPR_OP_FILTER_EQ:
    case EXPR_OP_FILTER_IN:
        if (property) add_literal(c, property, &node->args[1]->literal);
        break;
    case EXPR_OP_IN:
        if (property && node->args[1]->op == EXPR_OP_LITERAL)
            add_literal(c, property, &node->args[1]->literal);
        // Or a text is looked for in a property, which says nothing of its values.
        break;
    case EXPR_OP_CONCAT:
        for (size_t i = 1; i < node->arg_count; i++) {
            const char *part = property_of(node->args[i]);
            if (part && node->args[i - 1]->op == EXPR_OP_LITERAL &&
                node->args[i - 1]->literal.kind == EXPR_STRING)
                add_icons(c, node->args[i - 1]->literal.text, part);
        }
        break;
    default: break;
    }
    for (size_t i = 0; i < node->arg_count; i++) walk(c, node->args[i]);
}

static int compare_numbers(const void *a, const void *b)
{
    double p = ((const value *)a)->number, q = ((const value *)b)->number;
    return (p > q) - (p < q);
}

size_t style_choices(const style *s, arena *memory, const style_choice **out)
{
    collector c = {.style = s, .memory = memory};
    for (size_t i = 0; i < s->layer_count; i++) {
        const style_layer *layer = &s->layers[i];
        if (layer->hidden || (strcmp(layer->source, "incidents") != 0 && strcmp(layer->source, "areas") != 0))
            continue;
        if (layer->filter) walk(&c, layer->filter);
        for (size_t k = 0; k < STYLE_PROPERTY_COUNT; k++)
            if (layer->values[k]) walk(&c, layer->values[k]);
    }
    style_choice *choices = arena_alloc(memory, c.count * sizeof *choices);
    for (size_t i = 0; i < c.count; i++) {
        growing *g = &c.items[i];
        if (g->is_scale) qsort(g->values, g->count, sizeof *g->values, compare_numbers);
        value *values = arena_alloc(memory, g->count * sizeof *values);
        memcpy(values, g->values, g->count * sizeof *values);
        choices[i] = (style_choice){g->property, g->is_scale, values, g->count};
        free(g->values);
    }
    *out = choices;
    return c.count;
}
