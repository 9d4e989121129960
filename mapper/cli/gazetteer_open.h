/** @file The gazetteer that a command's options ask for. */
#ifndef INCMAP_CLI_GAZETTEER_OPEN_H
#define INCMAP_CLI_GAZETTEER_OPEN_H

#include "base/error.h"
#include "gazetteer/gazetteer.h"

/**
 * Opens @p file, or where that is NULL gazetteer.gpkg of the program's data (@p data_dir as in
 * datapath_find). INCMAP_USAGE where @p data_dir is no folder. *out is the caller's, for gaz_close; *path
 * (NULL: not wanted) says which file it is, allocated.
 */
incmap_status gazetteer_open_asked(gaz **out, char **path, const char *file, const char *data_dir,
                                   incmap_error *err);
/** INCMAP_USAGE where --country names none (NULL: not given). */
incmap_status gazetteer_check_country(gaz *g, const char *country, incmap_error *err);

#endif
