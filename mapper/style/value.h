/**
 * @file
 * The values and types of MapLibre expressions (https://maplibre.org/maplibre-style-spec/expressions/#types).
 *
 * Values are small and passed by copy; what they point to lives in the arena of the style (literals) or in
 * that of the evaluation. Texts are NUL-terminated UTF-8; lengths and indices of texts count code points.
 */
#ifndef INCMAP_STYLE_VALUE_H
#define INCMAP_STYLE_VALUE_H

#include "base/strbuf.h"
#include "style/style.h"

typedef enum {
    EXPR_NULL,
    EXPR_NUMBER,
    EXPR_STRING,
    EXPR_BOOLEAN,
    EXPR_COLOR,
    EXPR_OBJECT,
    EXPR_ARRAY,
    EXPR_COLLATOR,
    EXPR_FORMATTED,
    EXPR_IMAGE,
    EXPR_PADDING,        ///< four numbers
    EXPR_NUMBER_ARRAY,   ///< numbers
    EXPR_COLOR_ARRAY,    ///< colours
    EXPR_ANCHOR_OFFSETS, ///< anchor, [x, y], anchor, [x, y] …
    EXPR_PROJECTION,     ///< a name, or from, to, transition
    EXPR_VALUE,          ///< types only: any of the above
    EXPR_ERROR,          ///< types only: the type of ["error"], which passes for every type
} expr_kind;

typedef struct expr_type expr_type;
struct expr_type {
    expr_kind kind;
    const expr_type *item; ///< EXPR_ARRAY
    int64_t length;        ///< EXPR_ARRAY: -1 where any length will do
};

/** The types that are not arrays, by kind. */
extern const expr_type expr_types[EXPR_ERROR + 1];
/** An array type in @p memory; @p length -1: any. */
const expr_type *expr_array_type(arena *memory, const expr_type *item, int64_t length);

typedef struct expr_value expr_value;

typedef struct {
    size_t count;
    const expr_value *items;
} expr_array;

/** The name of an icon, and whether there is such an icon. */
typedef struct {
    const char *name;
    bool available;
} expr_image;

typedef struct expr_section expr_section;
typedef struct {
    size_t count;
    const expr_section *sections;
} expr_formatted;

typedef struct expr_collator {
    bool case_sensitive, diacritic_sensitive;
    const char *locale; ///< BCP 47
} expr_collator;

struct expr_value {
    expr_kind kind;
    union {
        bool boolean;
        double number;
        const char *text;
        style_color color;
        const expr_array *array; ///< EXPR_ARRAY and the kinds from EXPR_PADDING to EXPR_PROJECTION
        const json_t *object;    ///< NULL: the properties of the feature, whatever they are
        const expr_formatted *formatted;
        expr_image image;
        const expr_collator *collator;
    };
};

/** A part of a formatted text: a text or an image. */
struct expr_section {
    const char *text;
    bool has_image, has_scale, has_color;
    expr_image image;
    double scale;
    const char *font_stack;     ///< names joined by commas, NULL where not set
    style_color color;          ///< where has_color
    const char *vertical_align; ///< "bottom", "center", "top" or NULL
};

static inline expr_value expr_null(void)
{
    return (expr_value){.kind = EXPR_NULL};
}
static inline expr_value expr_number(double number)
{
    return (expr_value){.kind = EXPR_NUMBER, .number = number};
}
static inline expr_value expr_text(const char *text)
{
    return (expr_value){.kind = EXPR_STRING, .text = text};
}
static inline expr_value expr_boolean(bool boolean)
{
    return (expr_value){.kind = EXPR_BOOLEAN, .boolean = boolean};
}
static inline expr_value expr_color(style_color color)
{
    return (expr_value){.kind = EXPR_COLOR, .color = color};
}

/** A JSON value as an expression's value; objects and texts keep pointing into @p json. */
expr_value expr_from_json(arena *memory, const json_t *json);
/** A feature's value, without copying. */
expr_value expr_from_value(const value *from);

/** The type of a value, array types in @p memory. */
const expr_type *expr_type_of(arena *memory, const expr_value *v);
/** Whether a value of type @p type may stand where @p expected is wanted. */
bool expr_is_subtype(const expr_type *expected, const expr_type *type);
/** "array<number, 2>": the specification's way of writing a type; appended. */
void expr_type_print(strbuf *out, const expr_type *type);

/** Room for any number as JavaScript writes it. */
#define EXPR_NUMBER_TEXT_MAX 40
/** A number as JavaScript's String() writes it, with the fewest digits that give the same number again
 * (ECMA-262, Number::toString). Returns @p out. */
char *expr_number_text(double number, char out[EXPR_NUMBER_TEXT_MAX]);
/** The number that a text stands for, as JavaScript's Number() reads it; NAN where it is none. */
double expr_text_number(const char *text);

/** Appends a value as to-string gives it: null is empty, arrays and objects are JSON. Stops, and returns
 * false, where the text would pass @p max_bytes. */
bool expr_value_print(strbuf *out, const expr_value *v, size_t max_bytes);
/** Appends a value as JSON, likewise limited. What JSON has not got is written as MapLibre's own objects are:
 * a colour as its premultiplied r, g, b and a. */
bool expr_value_print_json(strbuf *out, const expr_value *v, size_t max_bytes);

/** Strict equality: of the same kind and equal; arrays and objects are never equal. */
bool expr_value_equal(const expr_value *a, const expr_value *b);
/** Order of two texts by UTF-16 code units, as JavaScript compares them: negative, 0 or positive. */
int expr_text_compare(const char *a, const char *b);
/** Number of code points. */
size_t expr_text_length(const char *text);
/** The code point of index @p index, at most the end of the text. */
const char *expr_text_at(const char *text, size_t index);

#endif
