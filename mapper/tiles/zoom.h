/** @file The deepest zoom worth making for a set of incidents. */
#ifndef INCMAP_TILES_ZOOM_H
#define INCMAP_TILES_ZOOM_H

#include "base/incident.h"

/**
 * The zoom at which at least nine of ten distinct places stand apart by a mark's width, and at which the
 * areas of the better known quarter are 32 pixels in radius, so that they are seen for what they are; but not
 * deeper than the one at which the best known place's area fills a screen, nor than the one
 * at which the areas cover 13 tiles each in the mean. From 4 to 14; 256-pixel tiles.
 * Incidents without a position are passed over.
 */
int zoom_choose_max(const incident_set *incidents);

#endif
