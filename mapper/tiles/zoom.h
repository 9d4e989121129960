/** @file The deepest zoom worth making for a set of incidents. */
#ifndef INCMAP_TILES_ZOOM_H
#define INCMAP_TILES_ZOOM_H

#include "base/incident.h"

/**
 * The zoom at which at least nine of ten distinct places stand apart by a mark's width, or sooner the one at
 * which the ground is shown finer than the best known place is known. From 4 to 14; 256-pixel tiles.
 * Incidents without a position are passed over.
 */
int zoom_choose_max(const incident_set *incidents);

#endif
