/** @file A table, as GDAL opens it or read as plain CSV: named columns, rows of texts, and geometries brought
 * to WGS 84. */
#ifndef INCMAP_READ_SOURCE_H
#define INCMAP_READ_SOURCE_H

#include "base/error.h"
#include "base/geom.h"

#include <stdint.h>

/** An opened source; one of its layers is current. */
typedef struct source source;

/** Opens a file, or anything else GDAL knows by name. Layer 0 is current. *out is the caller's. */
incmap_status source_open(source **out, const char *path, incmap_error *err);
void source_close(source *s);

/** The path as given, for messages. */
const char *source_path(const source *s);
/** How GDAL calls the format: "CSV", "GeoJSON", "GPKG" … */
const char *source_driver(const source *s);
/** Its layers, at least one; the names are the source's own. */
size_t source_layer_count(const source *s);
const char *source_layer_name(const source *s, size_t layer);
/** Makes a layer current, all its columns wanted, at its first row. */
incmap_status source_use_layer(source *s, size_t layer, incmap_error *err);

/** Names of the current layer's columns; the source's own. */
const char *const *source_columns(const source *s, size_t *count);
/** Whether the columns' names come from the data, not from GDAL ("field_1"). */
bool source_has_header(const source *s);
/** Whether rows have a geometry beside their columns. */
bool source_has_geometry(const source *s);
/** Whether rows may be read by another thread than the one that opened the source. */
bool source_has_threads(const source *s);
/** The current row's number as a spreadsheet has it: the first is 2 below a header, else 1. */
int64_t source_row(const source *s);

/** Whether the current row has a byte of zero, so that its cells are not whole. */
bool source_is_cut(const source *s);

/** Says which columns will be asked for; the others are not parsed. Geometry is always. */
void source_want(source *s, const bool *wanted);
/** Back to the first row. */
void source_rewind(source *s);
/** Goes on to the next row; *more is false behind the last. Fails where the file breaks off. */
incmap_status source_next(source *s, bool *more, incmap_error *err);

/** The current row's cell as text; NULL where it is null or the row is shorter. Valid until the next row. */
const char *source_text(source *s, size_t column);

/** The current row's geometry, brought to one point. */
typedef struct {
    enum {
        SHAPE_NONE,
        SHAPE_POSITION,
        SHAPE_OUTSIDE
    } result;               ///< OUTSIDE: its coordinates are not on the globe
    lonlat position;        ///< the point; of a line its middle; of a polygon a point on it
    double radius_m;        ///< the farthest vertex from the position; NAN for a single point
    const geom_shape *area; ///< a polygon itself, in the arena given; else NULL
} source_shape;
source_shape source_geometry(source *s, arena *memory);

#endif
