/** @file A text file line by line, in a fixed amount of memory whatever the file holds. */
#ifndef GAZETTEER_LINES_H
#define GAZETTEER_LINES_H

#include "gazetteer/error.h"

#include <stdbool.h>

/** Longest line that is read: GeoNames' longest row has 15,000 bytes. What is longer is given as its front,
 * with is_cut. */
#define LINES_MAX ((size_t)256 * 1024)

typedef struct lines lines;

/** Fails where the file cannot be read, or is no plain file. *out is the caller's. */
gaz_status lines_open(lines **out, const char *path, gaz_error *err);
/** NULL does nothing. */
void lines_close(lines *l);
/**
 * The next line without its line end (LF or CR LF), valid until the next call; false behind the last, and
 * where the file cannot be read any further, which lines_failed tells.
 */
bool lines_next(lines *l, const char **text, size_t *length, bool *is_cut);
bool lines_failed(const lines *l);
/** Number of the line read last, from 1; bytes read so far, and in all. */
int64_t lines_number(const lines *l);
int64_t lines_done_bytes(const lines *l);
int64_t lines_total_bytes(const lines *l);

#endif
