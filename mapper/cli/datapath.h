/** @file Where the program's own data is: the gazetteer, the basemap, the styles. */
#ifndef INCMAP_CLI_DATAPATH_H
#define INCMAP_CLI_DATAPATH_H

#include "base/error.h"

/** Refuses a --data that is no folder (INCMAP_USAGE); NULL, not given, is right. */
incmap_status datapath_check(const char *data_dir, incmap_error *err);

/**
 * Path of a file of the program's data, allocated: under @p data_dir (NULL: not given), under $INCMAP_DATA,
 * or beside the program; NULL where it is in none of them.
 */
char *datapath_find(const char *data_dir, const char *name);

#endif
