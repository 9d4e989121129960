/**
 * @file
 * Hexagons of one area over the whole globe: a regular grid in the cylindrical equal-area projection (PROJ's
 * cea) whose true parallel is that of the incidents, so that there the hexagons are regular as well and north
 * and south of it they are wider and lower, or narrower and higher, but never larger or smaller. A grid of
 * truly regular hexagons does not cover a globe, and one that is regular in Mercator compares unequal
 * grounds.
 */
#ifndef INCMAP_SCENE_HEXGRID_H
#define INCMAP_SCENE_HEXGRID_H

#include "project/project.h"

#define HEXGRID_CORNERS 6

typedef struct {
    projection *plane;
    int64_t columns; ///< around the globe, so that it closes
    double width_m;  ///< from side to side, on the ground at the true parallel; row_m apart are the rows
    double row_m;
    double half_m; ///< half the width of the plane
    double pole_m; ///< y of the pole in the plane
} hexgrid;

/** A hexagon: row 0 lies on the equator, rows count northwards; columns eastwards from 180° west, 0 to
 * columns - 1. */
typedef struct {
    int64_t col, row;
} hexgrid_cell;

/** The parallel that the grid of a set of points is true at: their median distance from the equator, rounded
 * to ten degrees so that it stays the same for similar sets; 0 for none. @p lats_deg is sorted. */
double hexgrid_parallel_deg(double *lats_deg, size_t count);

/** Hexagons about as wide as asked for; as many as fit around the globe, at least 4. *out is zeroed before,
 * disposed of by the caller. */
incmap_status hexgrid_open(hexgrid *out, double parallel_deg, double width_m, incmap_error *err);
void hexgrid_dispose(hexgrid *grid);

/** The hexagon a point is in; false for one that is nowhere. */
bool hexgrid_find(const hexgrid *grid, lonlat point, hexgrid_cell *out);
/** Its corners, the first again at the end; longitudes run on past 180°. What lies beyond a pole is cut off
 * there. */
void hexgrid_ring(const hexgrid *grid, hexgrid_cell cell, lonlat out[HEXGRID_CORNERS + 1]);
/** Area of each that no pole cuts. */
double hexgrid_area_m2(const hexgrid *grid);

#endif
