/** @file Inside read/: JSON that is a list of objects, which GDAL does not know as a table. Only source.c
 * uses it. */
#ifndef INCMAP_READ_SOURCE_JSON_H
#define INCMAP_READ_SOURCE_JSON_H

#include <gdal.h>
#include <stddef.h>

/**
 * Opens a file that holds a JSON array of objects, or an object with one such array, as a table in memory:
 * one text column for each key, "outer.inner" for keys within objects; several values in one cell are joined
 * by "; ", two numbers by ", ". NULL, and why in @p trouble, where it is no such thing. Closed with
 * GDALClose.
 */
GDALDatasetH source_json_open(const char *path, char *trouble, size_t trouble_size);

#endif
