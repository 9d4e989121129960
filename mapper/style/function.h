/** @file Legacy functions: {"stops": …} and {"type": "identity" …}, rewritten as the expressions they mean.
 */
#ifndef INCMAP_STYLE_FUNCTION_H
#define INCMAP_STYLE_FUNCTION_H

#include <jansson.h>
#include <stdbool.h>

/** What the rewriting needs to know of the property. */
typedef struct {
    const char *type;            ///< as the specification names it: "number", "color", "enum", "array" …
    const char *item;            ///< type of an array's items, NULL: any
    long length;                 ///< of an array, -1: any
    const json_t *values;        ///< array of the names of an enumeration, NULL: none
    const json_t *default_value; ///< NULL: none
    bool interpolated;           ///< its stops are interpolated unless the function says otherwise
    bool tokens;                 ///< {name} in its texts stands for a property
} function_spec;

/** Whether a property's value is a function: an object. */
bool function_is(const json_t *json);
/** The expression that the function means, a new reference. NULL where it is no function; *why then says what
 * is wrong with it. */
json_t *function_to_expression(const json_t *function, const function_spec *spec, const char **why);
/**
 * "{name} of {place}" as an expression that puts the properties in, a new reference; NULL where the text has
 * no {token}.
 */
json_t *function_expand_tokens(const char *text);

#endif
