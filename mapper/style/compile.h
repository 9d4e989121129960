/** @file Compiling the value of a property: an expression checked against what the property may be. */
#ifndef INCMAP_STYLE_COMPILE_H
#define INCMAP_STYLE_COMPILE_H

#include "style/parser.h"

/** What is wanted of an expression. Zeroed: anything goes. */
typedef struct {
    const expr_type *type;            ///< NULL: any
    bool coerces_text;                ///< a property of type "string" makes texts of what is none
    bool no_feature, no_zoom, no_mix; ///< may not depend on the feature, the zoom; interpolate over the zoom
    bool any_zoom; ///< zoom may stand anywhere, as in filters, not only in a curve at the top
} expr_spec;

/** Parses an expression and checks the rules that concern it as a whole. NULL, with issues, where it is
 * wrong. */
const expr_node *expr_compile(expr_parser *p, const json_t *json, const expr_spec *spec);

/** Whether a JSON value is an expression: an array that begins with the name of an operator. */
bool expr_is_expression(const json_t *json);

/** Compiles a filter, in the expression or the legacy form, to a node of type boolean. */
const expr_node *expr_compile_filter(expr_parser *p, const json_t *json);

#endif
