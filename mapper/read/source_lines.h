/** @file Inside read/: a CSV file of one column, which GDAL's own driver does not open. Only gdal_table.c
 * uses it. */
#ifndef INCMAP_READ_SOURCE_LINES_H
#define INCMAP_READ_SOURCE_LINES_H

#include <gdal.h>

/**
 * Opens a text file whose first line, the header, has no separator, as a table of one column in memory. NULL
 * where it is no such file, or larger than such a table can sensibly be. Closed with GDALClose.
 */
GDALDatasetH source_lines_open(const char *path);

#endif
