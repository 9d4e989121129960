/** @file Inside read/: what stands behind a source: GDAL's data set, or a plain CSV file read without GDAL.
 * Only source.c and those two use it. */
#ifndef INCMAP_READ_TABLE_H
#define INCMAP_READ_TABLE_H

#include "read/source.h"

/** Where a table's row or layer cannot be had: what its reader says of it. */
#define TABLE_TROUBLE_MAX 256

/** The columns of a layer, filled in by use_layer; freed by the source. */
typedef struct {
    const char **names; ///< each allocated
    size_t count;
    bool has_geometry;
} table_layer;

/** A kind of table. What is given as @p table is what its open function returned. */
typedef struct {
    bool has_threads; ///< its rows may be read by another thread than the one that opened it
    void (*close)(void *table);
    const char *(*format)(const void *table);
    size_t (*layer_count)(const void *table);
    const char *(*layer_name)(const void *table, size_t layer);
    /** Makes a layer current; at most @p columns_max columns are filled in, out->count says how many there
     * are. */
    void (*use_layer)(void *table, size_t layer, size_t columns_max, table_layer *out);
    void (*want)(void *table, const bool *wanted);
    void (*rewind)(void *table);
    /** The next row; false behind the last, and where it cannot be read: then @p trouble is not empty. */
    bool (*next)(void *table, char trouble[TABLE_TROUBLE_MAX]);
    const char *(*text)(void *table, size_t column);
    source_shape (*geometry)(void *table, arena *memory);
} table_kind;

/**
 * Opens whatever GDAL reads: *out is the table and *kind its kind, or both NULL, and perhaps why in @p
 * trouble, where it does not. @p is_json, @p is_text: how the file begins. Fails only where GDAL cannot be
 * had.
 */
incmap_status gdal_table_open(void **out, const table_kind **kind, const char *path, bool is_json,
                              bool is_text, char trouble[TABLE_TROUBLE_MAX], incmap_error *err);

#endif
