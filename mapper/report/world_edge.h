/** @file The edge of a map of the world, where the projection has one on the page. */
#ifndef INCMAP_REPORT_WORLD_EDGE_H
#define INCMAP_REPORT_WORLD_EDGE_H

#include "project/project.h"

/** Points of the edge that world_edge writes. */
#define WORLD_EDGE_POINTS 363

/**
 * The outline of the whole world in the projection, a closed ring, where that is Equal Earth: both sides of
 * the meridian opposite to the central one, and the poles. Returns false for every other projection.
 */
bool world_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS]);

#endif
