/**
 * @file
 * The compiled form of an expression: a tree of typed nodes in the style's arena. Once built it is never
 * changed, so any number of threads may evaluate it.
 */
#ifndef INCMAP_STYLE_NODE_H
#define INCMAP_STYLE_NODE_H

#include "style/color.h"
#include "style/value.h"

/** What a node does. Those from EXPR_OP_ERROR on are functions of evaluated arguments (builtins.c). */
typedef enum {
    EXPR_OP_LITERAL,
    EXPR_OP_ASSERT,
    EXPR_OP_COERCE,
    EXPR_OP_AT,
    EXPR_OP_IN,
    EXPR_OP_INDEX_OF,
    EXPR_OP_SLICE,
    EXPR_OP_LENGTH,
    EXPR_OP_MATCH,
    EXPR_OP_CASE,
    EXPR_OP_COALESCE,
    EXPR_OP_STEP,
    EXPR_OP_INTERPOLATE,
    EXPR_OP_LET,
    EXPR_OP_VAR,
    EXPR_OP_EQ,
    EXPR_OP_NE,
    EXPR_OP_LT,
    EXPR_OP_GT,
    EXPR_OP_LE,
    EXPR_OP_GE,
    EXPR_OP_COLLATOR,
    EXPR_OP_FORMAT,
    EXPR_OP_IMAGE,
    EXPR_OP_NUMBER_FORMAT,
    EXPR_OP_ARRAY,
    EXPR_OP_WITHIN,
    EXPR_OP_DISTANCE,
    EXPR_OP_GLOBAL_STATE,

    EXPR_OP_ERROR,
    EXPR_OP_TYPEOF,
    EXPR_OP_TO_RGBA,
    EXPR_OP_RGBA,
    EXPR_OP_HAS,
    EXPR_OP_GET,
    EXPR_OP_PROPERTIES,
    EXPR_OP_GEOMETRY_TYPE,
    EXPR_OP_ID,
    EXPR_OP_ZOOM,
    EXPR_OP_HEATMAP_DENSITY,
    EXPR_OP_ADD,
    EXPR_OP_MULTIPLY,
    EXPR_OP_SUBTRACT,
    EXPR_OP_DIVIDE,
    EXPR_OP_REMAINDER,
    EXPR_OP_LN2,
    EXPR_OP_PI,
    EXPR_OP_E,
    EXPR_OP_POWER,
    EXPR_OP_SQRT,
    EXPR_OP_LOG10,
    EXPR_OP_LN,
    EXPR_OP_LOG2,
    EXPR_OP_SIN,
    EXPR_OP_COS,
    EXPR_OP_TAN,
    EXPR_OP_ASIN,
    EXPR_OP_ACOS,
    EXPR_OP_ATAN,
    EXPR_OP_MIN,
    EXPR_OP_MAX,
    EXPR_OP_ABS,
    EXPR_OP_ROUND,
    EXPR_OP_FLOOR,
    EXPR_OP_CEIL,
    EXPR_OP_ALL,
    EXPR_OP_ANY,
    EXPR_OP_NOT,
    EXPR_OP_IS_SUPPORTED_SCRIPT,
    EXPR_OP_UPCASE,
    EXPR_OP_DOWNCASE,
    EXPR_OP_CONCAT,
    EXPR_OP_SPLIT,
    EXPR_OP_JOIN,
    EXPR_OP_RESOLVED_LOCALE,

    // What legacy filters become; no document can name them.
    EXPR_OP_FILTER_EQ,
    EXPR_OP_FILTER_LT,
    EXPR_OP_FILTER_GT,
    EXPR_OP_FILTER_LE,
    EXPR_OP_FILTER_GE,
    EXPR_OP_FILTER_IN,
} expr_op;

/** Where in the JSON an expression stands: the indices from the root, last first. NULL is the root. */
typedef struct expr_path {
    const struct expr_path *parent;
    uint32_t index;
} expr_path;

typedef enum { EXPR_LINEAR, EXPR_EXPONENTIAL, EXPR_CUBIC_BEZIER } expr_curve_kind;

/** The stops of a step (labels only) or an interpolation. */
typedef struct {
    size_t count;
    const double *labels; ///< ascending; the first of a step is -INFINITY
    expr_curve_kind kind;
    double base;       ///< EXPR_EXPONENTIAL
    double control[4]; ///< EXPR_CUBIC_BEZIER: x1, y1, x2, y2
    color_space space;
} expr_curve;

typedef struct {
    const char *text; ///< where the labels are texts
    double number;
    size_t branch; ///< index of the output
} expr_label;

/** The labels of a match, sorted. */
typedef struct {
    bool is_text;
    size_t count;
    const expr_label *labels;
} expr_match;

/** Where the options of a format section (or of number-format) are among the node's arguments; 0: not given.
 */
typedef struct {
    size_t content, scale, font, color, vertical_align;
} expr_section_args;
typedef struct {
    size_t count;
    const expr_section_args *items;
} expr_sections;
typedef struct {
    size_t locale, currency, unit, min_digits, max_digits;
} expr_number_format_args;

/** Polygons, lines or points of within and distance (geo.h). */
typedef struct expr_geometry expr_geometry;

typedef struct expr_node expr_node;
struct expr_node {
    expr_op op;
    bool constant;     ///< may be evaluated without a feature and a zoom
    bool uses_feature; ///< its value may differ from feature to feature
    bool uses_zoom;
    bool uses_density; ///< asks for heatmap-density
    bool untyped;      ///< comparisons: an argument's type is known at evaluation only
    uint16_t depth;    ///< of the tree below, at least 1
    const expr_type *type;
    const expr_path *path;
    size_t arg_count;
    const expr_node *const *args;
    union {
        expr_value literal;      ///< EXPR_OP_LITERAL, EXPR_OP_GLOBAL_STATE
        const expr_node *bound;  ///< EXPR_OP_VAR
        const expr_curve *curve; ///< EXPR_OP_STEP, EXPR_OP_INTERPOLATE: args are the input and the outputs
        const expr_match *match; ///< EXPR_OP_MATCH: args are the input, the outputs and the fallback
        expr_sections sections;  ///< EXPR_OP_FORMAT
        const expr_number_format_args *number_format; ///< EXPR_OP_NUMBER_FORMAT: args[0] is the number
        const expr_geometry *geometry;                ///< EXPR_OP_WITHIN, EXPR_OP_DISTANCE
    };
};

/** What an expression may ask of a feature while it is evaluated. */
typedef struct {
    void *context;
    bool (*get)(void *context, arena *memory, const char *name, expr_value *out);
    const char *geometry_type; ///< NULL: none
    expr_value id;
    const json_t *properties;   ///< all of them, NULL where they can only be asked for by name
    const geom_shape *geometry; ///< NULL where it is not known
} expr_feature;

/** One evaluation. Zero it, then set what is known. Not for sharing between threads. */
typedef struct {
    double zoom, heatmap_density;
    const expr_feature *feature; ///< NULL: a feature without properties
    arena *memory;               ///< for texts and arrays that are made; its content lives on
    bool (*has_image)(void *context, const char *name);
    void *image_context; ///< has_image NULL: every image is there
    double tile_scale;   ///< where not 0: geometry is compared as a tile holds it, on a grid of so many units
                         ///< to the width of the world
    size_t steps;        ///< effort so far; see EXPR_STEPS_MAX
    strbuf *error;       ///< NULL: the text of an error is not wanted
    const expr_path *error_path;
} expr_context;

/**
 * What one evaluation may cost: nodes visited and, in units of 16 bytes, text made or searched. Far beyond
 * any style made by people (the largest have some thousand nodes in all); it ends the nested "let" that
 * doubles its value at every level.
 */
#define EXPR_STEPS_MAX 200000
/** The longest text an expression may make, in bytes: more than any label or key. */
#define EXPR_TEXT_MAX ((size_t)64 * 1024)
/** Deepest tree: deeper than any style made by people, shallow enough for the smallest thread stack. */
#define EXPR_DEPTH_MAX 160

/** Evaluates a node; false on an error, which is then described in the context. */
bool expr_eval(expr_context *c, const expr_node *node, expr_value *out);
/** Records an error at a place; returns false. */
bool expr_eval_fail(expr_context *c, const expr_path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Charges the effort of @p bytes of text; false when it is too much. */
bool expr_eval_charge(expr_context *c, const expr_node *node, size_t bytes);

/** Operators of text, in eval_text.c: arguments are evaluated there. */
bool expr_eval_text(expr_context *c, const expr_node *node, expr_value *out);
/** in, index-of, slice, length, at, array: in eval_lookup.c. */
bool expr_eval_lookup(expr_context *c, const expr_node *node, expr_value *out);
/** The conversions, explicit (to-number …) and implied by the type that is wanted, in eval_convert.c. */
bool expr_eval_convert(expr_context *c, const expr_node *node, expr_value *out);
/** Operators that depend on a language, in eval_locale.c. */
bool expr_eval_locale(expr_context *c, const expr_node *node, expr_value *out);
/** The property of an object, or of the feature where @p object is NULL; null where it has none. Returns
 * whether it has it. */
bool expr_lookup(expr_context *c, const char *name, const expr_value *object, expr_value *out);
/** Evaluates the argument of index @p index, an option; 0: it is not given, and *given is false. */
bool expr_eval_option(expr_context *c, const expr_node *node, size_t index, bool *given, expr_value *out);
/** Order of two texts under a collator; false on an error. */
bool expr_eval_collate(expr_context *c, const expr_node *node, const expr_collator *collator, const char *a,
                       const char *b, int *order);
/** within and distance, in eval_geo.c. */
bool expr_eval_geometry(expr_context *c, const expr_node *node, expr_value *out);
/** step and interpolate, in eval_curve.c. */
bool expr_eval_curve(expr_context *c, const expr_node *node, expr_value *out);
/** Evaluates to the value's text, as to-string does. NULL on an error. */
const char *expr_eval_to_text(expr_context *c, const expr_node *node, const expr_value *v);

/** "[2][1]", appended; nothing for the root. */
void expr_path_print(strbuf *out, const expr_path *path);

#endif
