/**
 * @file
 * One expression by itself: compiled against a property's specification, evaluated with features in JSON. For
 * `incmap style eval` and for tests; a style's own expressions are asked for through style.h.
 */
#ifndef INCMAP_STYLE_EXPRESSION_H
#define INCMAP_STYLE_EXPRESSION_H

#include "base/strbuf.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct expression expression;

/**
 * Compiles an expression or a legacy function. @p property_spec is a property's entry in the style
 * specification ("type", "value", "length", "values", "default", "tokens", "property-type", "expression");
 * what it leaves out is taken to allow everything, NULL all of it. Always gives an expression, which may be
 * one with issues. @p state is an object of what ["global-state", name] gives, NULL: nothing. The JSON values
 * must outlive it.
 */
expression *expression_compile(const json_t *json, const json_t *property_spec, const json_t *state);
void expression_free(expression *e);

/** How many things are wrong with it; 0: it can be evaluated. */
size_t expression_issue_count(const expression *e);
/** What is wrong: its position ("[2][1]", "" for the whole), and the cause. The expression's own. */
void expression_issue(expression *e, size_t index, const char **key, const char **message);

/** Whether it is the same for every feature, and at every zoom. Only where there are no issues. */
bool expression_is_feature_constant(const expression *e);
bool expression_is_zoom_constant(const expression *e);
/** Its type, as the specification writes it ("array<number, 2>"), appended. */
void expression_print_type(const expression *e, strbuf *out);

/**
 * Evaluates it and appends the value as JSON; false on an error, whose text ("[1]: cause") is appended
 * instead.
 * @p globals may have zoom, heatmapDensity, availableImages (names of the images there are) and
 * canonicalID (z: the feature's coordinates are rounded as a tile of that zoom holds them); @p feature
 * properties, id and a GeoJSON geometry. Either may be NULL.
 */
bool expression_evaluate(const expression *e, const json_t *globals, const json_t *feature, strbuf *out);

#endif
