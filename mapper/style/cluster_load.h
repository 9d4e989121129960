/** @file The clusters' part of a style while it is loaded. */
#ifndef INCMAP_STYLE_CLUSTER_LOAD_H
#define INCMAP_STYLE_CLUSTER_LOAD_H

#include "style/compile.h"

/** What a style keeps of its clusters; in the style's memory. NULL where the defaults hold. */
typedef struct style_cluster_doc style_cluster_doc;

/** Reads it from the document's sources; NULL is given where none of it is there. JSON that is made goes to
 * @p made, which keeps it. @p p collects the properties that are asked for. */
incmap_status style_cluster_load(const style_cluster_doc **out, const json_t *document, json_t *made,
                                 expr_parser *p, const char *name, incmap_error *err);

#endif
