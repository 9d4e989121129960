/**
 * @file
 * Coordinate reference systems: the only user of PROJ's transformations. Axis order is settled here, once:
 * geographic coordinates are always longitude first, projected ones easting first, whatever the authority
 * says.
 */
#ifndef INCMAP_PROJECT_H
#define INCMAP_PROJECT_H

#include "base/error.h"
#include "base/geom.h"

#include <stdint.h>

typedef struct projection projection;

/** Web Mercator's world is a square of this half side, in metres: pi * 6378137. */
#define MERCATOR_HALF_M 20037508.342789244
/** Latitude at which Web Mercator's square ends. */
#define MERCATOR_MAX_LAT_DEG 85.0511287798066

/**
 * Opens the projection from WGS 84 to @p srs: anything PROJ understands ("EPSG:32638", a PROJ string, WKT). A
 * geographic CRS is accepted too; its coordinates are degrees, longitude first. Fails with INCMAP_USAGE on an
 * unknown or a vertical or geocentric CRS, naming it. *out is the caller's; one thread at a time may use it.
 */
incmap_status projection_open(projection **out, const char *srs, incmap_error *err);
/** Web Mercator for tiles, without PROJ; the caller's. Points alone are projected, to the same bits: it has
 * no WKT, no name and no boxes. */
projection *projection_of_tiles(void);
void projection_close(projection *p);

/** WKT 2 of the target CRS for writers; the projection's own. */
const char *projection_wkt(const projection *p);
/** Name as the registry has it, e.g. "WGS 84 / UTM zone 38N"; the projection's own. */
const char *projection_name(const projection *p);
/** Metres in one unit of the target CRS; for a geographic CRS the metres in one degree of latitude (111,195).
 */
double projection_unit_m(const projection *p);
/** Whether the target CRS is in degrees. */
bool projection_is_geographic(const projection *p);

/** Forward, in place of equal count. A point the projection does not reach becomes NAN, NAN. */
void projection_forward(const projection *p, const lonlat *in, projxy *out, size_t count);
/** Inverse, likewise. */
void projection_inverse(const projection *p, const projxy *in, lonlat *out, size_t count);

/** Bounds in the target CRS of a geographic box, its edges densified; false where no part of it can be
 * projected. */
bool projection_forward_box(const projection *p, lonlat_box box, proj_box *out);
/** Geographic bounds of a box in the target CRS, densified likewise; false where nothing of it has an
 * inverse. */
bool projection_inverse_box(const projection *p, proj_box box, lonlat_box *out);

/**
 * A raster grid: a picture laid over the target CRS, pixels axis-parallel, row 0 at the top.
 * Pixel space is pxy: column x and row y, the top left corner of the picture at 0, 0.
 */
typedef struct {
    double origin_x, origin_y;   ///< target CRS coordinates of the top left corner
    double res_x, res_y;         ///< CRS units in a pixel, both positive
    int64_t width_px, height_px; ///< of the whole picture; for a tile pyramid's zoom the whole world
} grid;

/** Between the target CRS and pixels; also for what lies outside of the picture. */
pxy grid_to_px(const grid *g, projxy p);
projxy grid_from_px(const grid *g, pxy p);
/** The grid of a Web Mercator zoom level: @p tile_size_px * 2^zoom pixels square (tile_size_px 256 or 512,
 * times scale). */
grid grid_web_mercator(int zoom, int tile_size_px);
/** Bounds of the picture in the target CRS. */
proj_box grid_bounds(const grid *g);

/**
 * Metres on the ground in one pixel at a point of the picture, along the geodesic between the pixel's left
 * and right edge; NAN where the point has no inverse.
 */
double grid_ground_res_m(const grid *g, const projection *p, pxy at);

/**
 * A circle on the ground: @p count + 1 points (the last repeats the first) at @p radius_m from @p centre
 * along geodesics of WGS 84, written to @p out. Longitudes run on past ±180 so that neighbours are never 360°
 * apart.
 */
void geodesic_circle(lonlat centre, double radius_m, lonlat *out, size_t count);
/** Geodesic distance on WGS 84, metres. */
double geodesic_distance_m(lonlat a, lonlat b);

#endif
