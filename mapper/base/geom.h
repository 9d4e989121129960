/**
 * @file
 * Coordinates, one type for each coordinate space, so that no bare x, y can cross from one into another.
 *
 * - lonlat: geographic coordinates, WGS 84 (EPSG:4326), longitude first, degrees;
 * - projxy: easting and northing in a projected CRS, in its own units, y up;
 * - pxy:    pixels of a target picture, origin at its top left corner, y down, pixel centres at .5.
 */
#ifndef INCMAP_BASE_GEOM_H
#define INCMAP_BASE_GEOM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double lon_deg, lat_deg;
} lonlat;

typedef struct {
    double x, y;
} projxy;

typedef struct {
    double x_px, y_px;
} pxy;

/** A geographic box; west > east means that it crosses the antimeridian, as in RFC 7946. */
typedef struct {
    double west_deg, south_deg, east_deg, north_deg;
} lonlat_box;

typedef struct {
    double min_x, min_y, max_x, max_y;
} proj_box;

typedef struct {
    double min_x_px, min_y_px, max_x_px, max_y_px;
} px_box;

/** Columns [begin_px, end_px) of one row of a picture; empty where the two are equal. */
typedef struct {
    int begin_px, end_px;
} row_span;

typedef enum {
    GEOM_POINTS,  ///< every part is one point
    GEOM_LINES,   ///< every part is a line
    GEOM_POLYGON, ///< every part is a ring, closed (last point repeats the first); inside is even-odd
} geom_kind;

/** A shape in geographic coordinates: parts one behind the other in one array of points. */
typedef struct {
    geom_kind kind;
    size_t part_count;
    const size_t *part_ends; ///< part i is points [i ? part_ends[i-1] : 0, part_ends[i])
    const lonlat *points;
} geom_shape;

/** Number of points in all parts. */
size_t geom_point_count(const geom_shape *shape);
/** Bounds of all points; an empty shape gives a box with west > east and south > north. Not split at 180°. */
lonlat_box geom_bounds(const geom_shape *shape);
/** Even-odd point in polygon on the plane of degrees; false for other kinds. */
bool geom_contains(const geom_shape *shape, lonlat point);
/** A copy whose arrays live in @p memory. */
geom_shape geom_copy(arena *memory, const geom_shape *shape);

/** Whether latitude is in [-90, 90] and longitude in [-180, 180], and both are finite. */
bool lonlat_is_valid(lonlat point);

/** The smallest box around both; an empty one (min > max) adds nothing. */
px_box px_box_union(px_box a, px_box b);
/** Boxes that share at least one inner point. */
static inline bool px_box_overlap(px_box a, px_box b)
{
    return a.min_x_px < b.max_x_px && b.min_x_px < a.max_x_px && a.min_y_px < b.max_y_px &&
           b.min_y_px < a.max_y_px;
}
/** All that lies no further than @p reach_px from the point, in x and in y. */
static inline px_box px_box_around(pxy at, double reach_px)
{
    return (px_box){at.x_px - reach_px, at.y_px - reach_px, at.x_px + reach_px, at.y_px + reach_px};
}
static inline px_box px_box_grown(px_box box, double by_px)
{
    return (px_box){box.min_x_px - by_px, box.min_y_px - by_px, box.max_x_px + by_px, box.max_y_px + by_px};
}
static inline px_box px_box_moved(px_box box, double right_px)
{
    return (px_box){box.min_x_px + right_px, box.min_y_px, box.max_x_px + right_px, box.max_y_px};
}
extern const px_box PX_BOX_EMPTY;

#endif
