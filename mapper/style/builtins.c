/**
 * @file
 * The operators that are functions of their evaluated arguments: their names, types and how many they take.
 * What they do is in eval.c and its neighbours.
 */
#include "style/parser.h"

#include <stdlib.h>
#include <string.h>

// Two signatures at most, three parameters in the longest that is not of any length.
#define PARAMS_MAX 4

// An effort of the third power of the depth, which EXPR_DEPTH_MAX keeps below a million.
#define REPORTS_MAX 2

typedef struct {
    int count; ///< -1: as many as there are, all of type params[0]
    expr_kind params[PARAMS_MAX];
} signature;

// array<string>, written as a parameter.
#define STRINGS EXPR_ARRAY

typedef struct {
    const char *name;
    expr_op op;
    expr_kind result;
    int signature_count;
    signature signatures[2];
} builtin;

static const expr_type strings_type = {EXPR_ARRAY, &expr_types[EXPR_STRING], -1};
static const expr_type rgba_type = {EXPR_ARRAY, &expr_types[EXPR_NUMBER], 4};

#define NONE                                                                                                 \
    {                                                                                                        \
        0                                                                                                    \
    }
#define ONE(a)                                                                                               \
    {                                                                                                        \
        1,                                                                                                   \
        {                                                                                                    \
            a                                                                                                \
        }                                                                                                    \
    }
#define TWO(a, b)                                                                                            \
    {                                                                                                        \
        2,                                                                                                   \
        {                                                                                                    \
            a, b                                                                                             \
        }                                                                                                    \
    }
#define ANY(a)                                                                                               \
    {                                                                                                        \
        -1,                                                                                                  \
        {                                                                                                    \
            a                                                                                                \
        }                                                                                                    \
    }
#define NUMBER_OF_NUMBER(name, op)                                                                           \
    {                                                                                                        \
        name, op, EXPR_NUMBER, 1,                                                                            \
        {                                                                                                    \
            ONE(EXPR_NUMBER)                                                                                 \
        }                                                                                                    \
    }
#define CONSTANT(name, op)                                                                                   \
    {                                                                                                        \
        name, op, EXPR_NUMBER, 1,                                                                            \
        {                                                                                                    \
            NONE                                                                                             \
        }                                                                                                    \
    }

static const builtin builtins[] = {
    {"error", EXPR_OP_ERROR, EXPR_ERROR, 1, {ONE(EXPR_STRING)}},
    {"typeof", EXPR_OP_TYPEOF, EXPR_STRING, 1, {ONE(EXPR_VALUE)}},
    {"to-rgba", EXPR_OP_TO_RGBA, EXPR_ARRAY, 1, {ONE(EXPR_COLOR)}},
    {"rgb", EXPR_OP_RGBA, EXPR_COLOR, 1, {{3, {EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER}}}},
    {"rgba", EXPR_OP_RGBA, EXPR_COLOR, 1, {{4, {EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER}}}},
    {"has", EXPR_OP_HAS, EXPR_BOOLEAN, 2, {ONE(EXPR_STRING), TWO(EXPR_STRING, EXPR_OBJECT)}},
    {"get", EXPR_OP_GET, EXPR_VALUE, 2, {ONE(EXPR_STRING), TWO(EXPR_STRING, EXPR_OBJECT)}},
    {"properties", EXPR_OP_PROPERTIES, EXPR_OBJECT, 1, {NONE}},
    {"geometry-type", EXPR_OP_GEOMETRY_TYPE, EXPR_STRING, 1, {NONE}},
    {"id", EXPR_OP_ID, EXPR_VALUE, 1, {NONE}},
    {"zoom", EXPR_OP_ZOOM, EXPR_NUMBER, 1, {NONE}},
    {"heatmap-density", EXPR_OP_HEATMAP_DENSITY, EXPR_NUMBER, 1, {NONE}},
    {"+", EXPR_OP_ADD, EXPR_NUMBER, 1, {ANY(EXPR_NUMBER)}},
    {"*", EXPR_OP_MULTIPLY, EXPR_NUMBER, 1, {ANY(EXPR_NUMBER)}},
    {"-", EXPR_OP_SUBTRACT, EXPR_NUMBER, 2, {TWO(EXPR_NUMBER, EXPR_NUMBER), ONE(EXPR_NUMBER)}},
    {"/", EXPR_OP_DIVIDE, EXPR_NUMBER, 1, {TWO(EXPR_NUMBER, EXPR_NUMBER)}},
    {"%", EXPR_OP_REMAINDER, EXPR_NUMBER, 1, {TWO(EXPR_NUMBER, EXPR_NUMBER)}},
    CONSTANT("ln2", EXPR_OP_LN2),
    CONSTANT("pi", EXPR_OP_PI),
    CONSTANT("e", EXPR_OP_E),
    {"^", EXPR_OP_POWER, EXPR_NUMBER, 1, {TWO(EXPR_NUMBER, EXPR_NUMBER)}},
    NUMBER_OF_NUMBER("sqrt", EXPR_OP_SQRT),
    NUMBER_OF_NUMBER("log10", EXPR_OP_LOG10),
    NUMBER_OF_NUMBER("ln", EXPR_OP_LN),
    NUMBER_OF_NUMBER("log2", EXPR_OP_LOG2),
    NUMBER_OF_NUMBER("sin", EXPR_OP_SIN),
    NUMBER_OF_NUMBER("cos", EXPR_OP_COS),
    NUMBER_OF_NUMBER("tan", EXPR_OP_TAN),
    NUMBER_OF_NUMBER("asin", EXPR_OP_ASIN),
    NUMBER_OF_NUMBER("acos", EXPR_OP_ACOS),
    NUMBER_OF_NUMBER("atan", EXPR_OP_ATAN),
    {"min", EXPR_OP_MIN, EXPR_NUMBER, 1, {ANY(EXPR_NUMBER)}},
    {"max", EXPR_OP_MAX, EXPR_NUMBER, 1, {ANY(EXPR_NUMBER)}},
    NUMBER_OF_NUMBER("abs", EXPR_OP_ABS),
    NUMBER_OF_NUMBER("round", EXPR_OP_ROUND),
    NUMBER_OF_NUMBER("floor", EXPR_OP_FLOOR),
    NUMBER_OF_NUMBER("ceil", EXPR_OP_CEIL),
    {"all", EXPR_OP_ALL, EXPR_BOOLEAN, 2, {TWO(EXPR_BOOLEAN, EXPR_BOOLEAN), ANY(EXPR_BOOLEAN)}},
    {"any", EXPR_OP_ANY, EXPR_BOOLEAN, 2, {TWO(EXPR_BOOLEAN, EXPR_BOOLEAN), ANY(EXPR_BOOLEAN)}},
    {"!", EXPR_OP_NOT, EXPR_BOOLEAN, 1, {ONE(EXPR_BOOLEAN)}},
    {"is-supported-script", EXPR_OP_IS_SUPPORTED_SCRIPT, EXPR_BOOLEAN, 1, {ONE(EXPR_STRING)}},
    {"upcase", EXPR_OP_UPCASE, EXPR_STRING, 1, {ONE(EXPR_STRING)}},
    {"downcase", EXPR_OP_DOWNCASE, EXPR_STRING, 1, {ONE(EXPR_STRING)}},
    {"concat", EXPR_OP_CONCAT, EXPR_STRING, 1, {ANY(EXPR_VALUE)}},
    {"split", EXPR_OP_SPLIT, STRINGS, 1, {TWO(EXPR_STRING, EXPR_STRING)}},
    {"join", EXPR_OP_JOIN, EXPR_STRING, 1, {TWO(STRINGS, EXPR_STRING)}},
    {"resolved-locale", EXPR_OP_RESOLVED_LOCALE, EXPR_STRING, 1, {ONE(EXPR_COLLATOR)}},
};

static const struct {
    const char *name, *why;
} refusals[] = {
    {"feature-state", "a still map has no state"},
    {"line-progress", "line-gradient is not drawn"},
    {"accumulated", "clusters are counted by the program"},
    {"elevation", "there is no terrain"},
};

static const builtin *find(const char *name)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (strcmp(builtins[i].name, name) == 0) return &builtins[i];
    return NULL;
}

bool expr_builtin_exists(const char *name)
{
    return find(name) != NULL;
}

const char *expr_refusal(const char *name)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(refusals[i].name, name) == 0) return refusals[i].why;
    return NULL;
}

bool expr_operator_exists(const char *name)
{
    return expr_form_find(name) || find(name) || expr_refusal(name);
}

static const expr_type *param_type(expr_kind kind)
{
    return kind == STRINGS ? &strings_type : &expr_types[kind];
}

static const expr_type *param_at(const signature *s, size_t index)
{
    return param_type(s->count < 0 ? s->params[0] : s->params[index]);
}

/** Parses the arguments as a signature has them; false, with issues, where one does not fit. */
static bool parse_args(expr_parser *p, expr_site site, const json_t *array, const signature *s,
                       const expr_node **args)
{
    size_t count = json_array_size(array) - 1;
    for (size_t i = 0; i < count; i++)
        if (!(args[i] = expr_parse_arg(p, site, array, i + 1, param_at(s, i)))) return false;
    return true;
}

static void print_signature(strbuf *out, const signature *s)
{
    strbuf_puts(out, "(");
    for (int i = 0; i < abs(s->count); i++) {
        if (i) strbuf_puts(out, ", ");
        expr_type_print(out, param_type(s->params[i]));
    }
    strbuf_puts(out, s->count < 0 ? "...)" : ")");
}

/**
 * Says which arguments the operator takes and which it was given, whose types are found by parsing them once
 * more, without wishes. Where that was @p attempted with wishes already, reports within reports would double
 * the effort at every level; beyond REPORTS_MAX they leave the types out.
 */
static void report_signatures(expr_parser *p, expr_site site, const json_t *array, const builtin *b,
                              const bool matches[2], bool attempted)
{
    strbuf wanted = {0}, found = {0};
    for (int i = 0; i < b->signature_count; i++) {
        if (attempted && !matches[i]) continue;
        if (wanted.length) strbuf_puts(&wanted, " | ");
        print_signature(&wanted, &b->signatures[i]);
    }
    if (attempted && p->reporting >= REPORTS_MAX) {
        expr_parse_fail(p, site.path, "Expected arguments of type %s.", strbuf_text(&wanted));
        goto done;
    }
    p->reporting += attempted;
    bool parsed = true;
    for (size_t i = 1; i < json_array_size(array) && parsed; i++) {
        const expr_node *arg = expr_parse_arg(p, site, array, i, NULL);
        parsed = arg != NULL;
        if (i > 1) strbuf_puts(&found, ", ");
        if (arg) expr_type_print(&found, arg->type);
    }
    p->reporting -= attempted;
    if (parsed)
        expr_parse_fail(p, site.path, "Expected arguments of type %s, but found (%s) instead.",
                        strbuf_text(&wanted), strbuf_text(&found));
done:
    strbuf_dispose(&wanted);
    strbuf_dispose(&found);
}

/** What the operator asks of the feature and the zoom, beyond what its arguments do. */
static void set_flags(expr_node *node)
{
    switch (node->op) {
    case EXPR_OP_GET:
    case EXPR_OP_HAS:
        if (node->arg_count > 1) return;
        node->uses_feature = true;
        break;
    case EXPR_OP_PROPERTIES:
    case EXPR_OP_GEOMETRY_TYPE:
    case EXPR_OP_ID: node->uses_feature = true; break;
    case EXPR_OP_ZOOM: node->uses_zoom = true; break;
    case EXPR_OP_HEATMAP_DENSITY: node->uses_density = true; break;
    case EXPR_OP_ERROR:
    case EXPR_OP_IS_SUPPORTED_SCRIPT: break;
    default: return;
    }
    node->constant = false;
}

const expr_node *expr_parse_builtin(expr_parser *p, expr_site site, const json_t *array)
{
    const builtin *b = find(json_string_value(json_array_get(array, 0)));
    size_t count = json_array_size(array) - 1;
    const expr_node **args = mem_alloc(count * sizeof *args);
    const expr_node *result = NULL;
    bool matches[2] = {false, false};
    size_t issues_before = p->issue_count;
    bool fits = false;
    for (int i = 0; i < b->signature_count; i++)
        matches[i] = b->signatures[i].count < 0 || (size_t)b->signatures[i].count == count;
    // Where both signatures take the arguments (all, any) they want the same types: one attempt serves both.
    for (int i = 0; i < b->signature_count && !fits; i++) {
        if (!matches[i]) continue;
        fits = parse_args(p, site, array, &b->signatures[i], args);
        break;
    }
    if (fits) {
        const expr_type *type = b->op == EXPR_OP_TO_RGBA ? &rgba_type : param_type(b->result);
        expr_node *node = expr_node_new(p, b->op, type, site.path, args, count);
        set_flags(node);
        if ((b->op == EXPR_OP_GET || b->op == EXPR_OP_HAS) && count == 1 && args[0]->op == EXPR_OP_LITERAL)
            expr_note_property(p, args[0]->literal.text);
        result = node;
    } else if (matches[0] + matches[1] != 1) {
        p->issue_count = issues_before;
        report_signatures(p, site, array, b, matches, matches[0] || matches[1]);
    }
    free(args);
    return result;
}
