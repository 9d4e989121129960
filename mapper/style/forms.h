/** @file The special forms that have files of their own, for the table in forms.c. */
#ifndef INCMAP_STYLE_FORMS_H
#define INCMAP_STYLE_FORMS_H

#include "style/parser.h"

/** The type that the outputs of match, case, step … must have; NULL where the first output decides. */
const expr_type *expr_wanted_output(expr_site site);

// forms_lookup.c
const expr_node *expr_form_at(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_in(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_index_of(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_length(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_slice(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_semiliteral(expr_parser *p, expr_site site, const json_t *array);
// forms_curve.c
const expr_node *expr_form_match(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_step(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_interpolate(expr_parser *p, expr_site site, const json_t *array);
// forms_text.c
const expr_node *expr_form_collator(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_format(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_image(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_number_format(expr_parser *p, expr_site site, const json_t *array);
// eval_geo.c
const expr_node *expr_form_within(expr_parser *p, expr_site site, const json_t *array);
const expr_node *expr_form_distance(expr_parser *p, expr_site site, const json_t *array);

#endif
