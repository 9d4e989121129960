/** @file Inside read/: standard input as a file, because a table is gone over more than once. */
#ifndef INCMAP_READ_SPOOL_H
#define INCMAP_READ_SPOOL_H

#include "base/error.h"

/**
 * Copies standard input into a temporary file (in $TMPDIR, else /tmp) whose extension says what its beginning
 * looks like: .csv, .json, .xlsx or .gpkg. *out is the path, allocated; the caller removes file and path.
 */
incmap_status spool_stdin(char **out, incmap_error *err);

#endif
