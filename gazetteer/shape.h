/** @file Geometries as the store keeps them (GeoPackage blobs), and what the library does with them in GEOS.
 */
#ifndef GAZETTEER_SHAPE_H
#define GAZETTEER_SHAPE_H

#include "gazetteer/gazetteer.h"
#include "gazetteer/scope.h"

#include <stdint.h>

/** Bytes that live in the scope. */
typedef struct {
    unsigned char *bytes;
    size_t length;
} shape_blob;

typedef struct {
    double west_deg, south_deg, east_deg, north_deg;
} shape_box;

/** A point as a GeoPackage blob (header of 8 bytes without envelope, little-endian WKB): OGC
 * 12-128r18, 2.1.3.
 */
#define SHAPE_POINT_BYTES 29
void shape_point_blob(gaz_lonlat at, unsigned char out[SHAPE_POINT_BYTES]);
/** Any geometry as a GeoPackage blob with an XY envelope. *length 0 where GEOS fails. */
shape_blob shape_to_blob(scope *s, const GEOSGeometry *geometry);
/** The geometry of a GeoPackage blob, the scope's own; NULL where it is none. In shape_read.c. */
GEOSGeometry *shape_from_blob(scope *s, const void *bytes, size_t length);
/** The geometry of a WKT text; NULL where it is none, or has points off the globe. */
GEOSGeometry *shape_from_wkt(scope *s, const char *wkt);

/** Valid polygons only, lines and points that MakeValid leaves dropped. NULL where nothing is left. */
GEOSGeometry *shape_make_valid(scope *s, const GEOSGeometry *geometry);
/** The same of what GEOS' overlay (union, intersection, difference) has made, which needs no mending: at no
 * cost where it is polygons. */
GEOSGeometry *shape_of_overlay(scope *s, GEOSGeometry *made);
shape_box shape_bounds(scope *s, const GEOSGeometry *geometry);
/** A point inside a polygon: its centroid where that is inside, else GEOS' point on surface. */
gaz_lonlat shape_best_point(scope *s, const GEOSGeometry *geometry);
/** The middle of a line: the point halfway along its longest part. */
gaz_lonlat shape_middle(scope *s, const GEOSGeometry *line);
bool shape_contains(scope *s, const GEOSGeometry *geometry, gaz_lonlat point);

/**
 * Radius around @p centre that holds 90% of a polygon's ground, in metres: sampled on a grid of about 40 x 40
 * cells over its bounds, each weighted by its true size. In shape_sample.c, like all below it but rings.
 */
double shape_radius_m(scope *s, const GEOSGeometry *polygon, gaz_lonlat centre);

/**
 * The same for a country as its name is meant: without small parts far from the rest, such as islands in
 * another ocean, where a tenth of France lies but hardly anything that is reported of it.
 */
double shape_home_radius_m(scope *s, const GEOSGeometry *country, gaz_lonlat centre);

/** Rings of a polygon or multipolygon in the order and orientation that gaz_area promises, in the scope. */
gaz_area *shape_to_area(scope *s, const GEOSGeometry *geometry);
GEOSGeometry *shape_from_ring(scope *s, const gaz_lonlat *points, size_t count);

/** The middles of rows and columns of cells over a box. */
typedef struct {
    shape_box box;
    int rows, columns;
} shape_grid;
gaz_lonlat shape_grid_point(const shape_grid *grid, int row, int column);
/** Neighbouring points of a grid: columns [begin, end) of a row. */
typedef struct {
    int row, begin, end;
} shape_run;
/** The points that lie inside an area (even-odd), row by row from the south, in the scope. */
const shape_run *shape_runs(scope *s, const gaz_area *area, const shape_grid *grid, size_t *count);

/** Numbers found at points of a grid, row by row; those of a row weigh the same. */
typedef struct {
    const double *at;
    const size_t *row_ends; ///< row i's are [i ? row_ends[i-1] : 0, row_ends[i])
    const double *row_weights;
    int rows;
} shape_samples;
/** Up to which number they weigh this much, in the order of the numbers; there is one at least. */
double shape_quantile(scope *s, const shape_samples *samples, double weight);

#endif
