/** @file Inside read/: one row of a table becomes an incident, or a reason why it cannot. */
#ifndef INCMAP_READ_ROW_H
#define INCMAP_READ_ROW_H

#include "read/recognise.h"

/**
 * Fills in *out (but for input, row and extras) from the source's current row. Returns NULL, or why the row
 * is rejected: column, value and remedy. Texts are the source's or the arena's, until the next row.
 */
const char *row_build(incident *out, source *s, const mapping *m, arena *memory);

#endif
