/** @file The imports into a gazetteer that need GDAL: one function for each kind of source. */
#ifndef INCMAP_CLI_GAZETTEER_DATA_H
#define INCMAP_CLI_GAZETTEER_DATA_H

#include "cli/import_options.h"
#include "gazetteer/gazetteer.h"

/** An OGR layer with a column of names. */
incmap_status gazetteer_import_layer(const import_options *o, incmap_error *err);
/** Dumps of countries from a mirror: "geonames:SY,IQ". */
incmap_status gazetteer_import_mirror(const import_options *o, incmap_error *err);

/**
 * Opens an import of the input file: its key is that of the file, those beside it that belong to it, and @p
 * reading, which says how it is read. *out NULL with INCMAP_OK: it is in the store already, and that was
 * said.
 */
incmap_status gazetteer_import_open(gaz_import **out, const import_options *o, const char *reading,
                                    incmap_error *err);
/**
 * Ends an import: puts the store in place and says what was done; where @p status is a failure, leaves the
 * store as it was. Returns @p status, or the failure to put in place.
 */
incmap_status gazetteer_import_close(gaz_import *import, const import_options *o, incmap_status status,
                                     incmap_error *err);
/** Draws the number of rows done on a terminal; fails where the user has interrupted. */
incmap_status gazetteer_import_tick(const import_options *o, int64_t rows, incmap_error *err);

#endif
