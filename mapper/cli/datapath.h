/** @file Where the program's own data is: the gazetteer, the basemap, the styles. */
#ifndef INCMAP_CLI_DATAPATH_H
#define INCMAP_CLI_DATAPATH_H

/**
 * Path of a file of the program's data, allocated: under @p data_dir (NULL: not given), under $INCMAP_DATA,
 * or beside the program; NULL where it is in none of them.
 */
char *datapath_find(const char *data_dir, const char *name);

#endif
