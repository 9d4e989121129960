/** @file --where: an SQL expression over the input's own columns and the schema's field names, row by row. */
#ifndef INCMAP_SELECT_WHERE_H
#define INCMAP_SELECT_WHERE_H

#include "base/error.h"
#include "base/incident.h"

typedef struct where where;

/**
 * Compiles the expression (SQLite's dialect; expressions only). Names are the schema's fields and @p columns,
 * the input's own, which win where both have a name. Text that looks like a number compares as one, dates are
 * texts like 2023-11-22. An unknown name fails with the names there are; anything
 * but a pure expression is refused. *out is the caller's.
 */
incmap_status where_compile(where **out, const char *expression, const char *const *columns,
                            size_t column_count, incmap_error *err);
void where_free(where *w);
/** The columns the expression may name, to be read with every row; the expression's own. */
const char *const *where_columns(const where *w, size_t *count);
/** Whether a row passes; NULL (unknown) does not, as in SQL. @p values are those of
 * where_columns, in that order. */
incmap_status where_test(where *w, const incident *item, const value *values, bool *passes,
                         incmap_error *err);

#endif
