/** @file Parsing and type checking: JSON to nodes. */
#ifndef INCMAP_STYLE_PARSER_H
#define INCMAP_STYLE_PARSER_H

#include "style/node.h"

typedef struct {
    const expr_path *path;
    const char *message;
} expr_issue;

typedef struct expr_scope expr_scope;
struct expr_scope {
    const expr_scope *outer;
    const char *name;
    const expr_node *node;
};

/** The state of one parse. Zero it, then set memory; expr_parser_dispose frees what is not the arena's. */
typedef struct {
    arena *memory;
    expr_issue *issues; ///< what is wrong, in the order it was found
    size_t issue_count, issue_capacity;
    const char **names; ///< feature properties asked for by a literal name; may repeat
    size_t name_count, name_capacity;
    size_t step_count; ///< expressions seen, over the life of the parser
    size_t fold_steps; ///< effort of constant folding, likewise
    int depth;
    int reporting; ///< how many reports deep arguments are parsed again only to name their types in an error
    const json_t *state; ///< what global-state gives, by name; NULL: nothing
} expr_parser;

void expr_parser_dispose(expr_parser *p);

/** What becomes of a value whose type is only known at evaluation where a type is wanted. */
typedef enum { EXPR_ANNOTATE_DEFAULT, EXPR_ANNOTATE_COERCE, EXPR_ANNOTATE_OMIT } expr_annotation;

/** Where an expression is parsed: its place, the names bound around it, and the type that is wanted (NULL:
 * any). */
typedef struct {
    const expr_path *path;
    const expr_scope *scope;
    const expr_type *expected;
} expr_site;

/**
 * Parses one expression. NULL where it is wrong; the parser's issues then say why. Texts of literals keep
 * pointing into @p json.
 */
const expr_node *expr_parse(expr_parser *p, expr_site site, const json_t *json, expr_annotation annotation);

/** Parses the argument of index @p index of the array at @p site. */
const expr_node *expr_parse_arg(expr_parser *p, expr_site site, const json_t *array, size_t index,
                                const expr_type *expected);
/** The place of an argument. */
const expr_path *expr_path_at(expr_parser *p, const expr_path *parent, size_t index);
/** Records what is wrong at a place; returns NULL. */
const expr_node *expr_parse_fail(expr_parser *p, const expr_path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Records that @p type is not a subtype of @p expected, and returns true, where it is not. */
bool expr_parse_mismatch(expr_parser *p, const expr_path *path, const expr_type *expected,
                         const expr_type *type);
/** The name of a type, in the parser's memory. */
const char *expr_type_name(expr_parser *p, const expr_type *type);

/** A node whose flags follow from its arguments, which are copied. The caller sets what its operator adds. */
expr_node *expr_node_new(expr_parser *p, expr_op op, const expr_type *type, const expr_path *path,
                         const expr_node *const *args, size_t arg_count);
const expr_node *expr_node_literal(expr_parser *p, const expr_path *path, const expr_type *type,
                                   expr_value v);
/** Notes that the feature's property @p name is asked for. */
void expr_note_property(expr_parser *p, const char *name);

typedef const expr_node *(*expr_form)(expr_parser *p, expr_site site, const json_t *array);
/** The parser of a special form, NULL where @p name is none. */
expr_form expr_form_find(const char *name);

/** Whether @p name is a function of its arguments (builtins.c). */
bool expr_builtin_exists(const char *name);
const expr_node *expr_parse_builtin(expr_parser *p, expr_site site, const json_t *array);
/** Why an operator of the specification is not supported, NULL where it is or is not known at all. */
const char *expr_refusal(const char *name);
/** Whether @p name is an operator of the specification, supported or not. */
bool expr_operator_exists(const char *name);

#endif
