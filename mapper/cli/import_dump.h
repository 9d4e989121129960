/** @file A dump of GeoNames into the gazetteer, with progress on a terminal; for the program and the library.
 */
#ifndef INCMAP_CLI_IMPORT_DUMP_H
#define INCMAP_CLI_IMPORT_DUMP_H

#include "cli/import_options.h"

/** Imports the file at @p path and says what was done. */
incmap_status import_dump(const import_options *o, const char *path, incmap_error *err);

#endif
