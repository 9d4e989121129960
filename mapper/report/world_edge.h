/** @file The edge of a map of the world, where the projection has one on the page. */
#ifndef INCMAP_REPORT_WORLD_EDGE_H
#define INCMAP_REPORT_WORLD_EDGE_H

#include "project/project.h"

/** Points of the edge that world_edge writes. */
#define WORLD_EDGE_POINTS 363

/**
 * The outline of all that the projection shows of the world, a closed ring. Of Equal Earth both sides of the
 * meridian opposite to the central one, and the poles; of a PROJ string for an azimuthal projection (ortho,
 * laea, aeqd, nsper, geos) the horizon, or the ring that the antipode is. Returns false for every other
 * projection.
 */
bool world_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS]);

#endif
