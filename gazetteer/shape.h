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
 * cells over its bounds, each weighted by its true size.
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

typedef struct {
    double at, weight;
} shape_weighted;
/** Up to where samples weigh this much, in the order of where they are at; @p count is above 0. */
double shape_quantile(scope *s, const shape_weighted *samples, size_t count, double weight);

/** The middles of rows and columns of cells over a box. */
typedef struct {
    shape_box box;
    int rows, columns;
} shape_grid;
gaz_lonlat shape_grid_point(const shape_grid *grid, int row, int column);
/** Whether each of the points lies inside an area (even-odd): row by row from the south, in the scope. */
const bool *shape_sample(scope *s, const gaz_area *area, const shape_grid *grid);

#endif
