/** @file Random incidents and styles, the same for the same seed. */
#ifndef INCMAP_TESTS_RANDOM_INPUT_H
#define INCMAP_TESTS_RANDOM_INPUT_H

#include "base/incident.h"
#include "style/style.h"

void random_seed(uint32_t seed);
/** From 0 up to, but without, 1. */
double random_unit(void);
double random_between(double low, double high);

/**
 * Incidents within @p reach_deg of a few places, some of them on the antimeridian, at the poles' edge of
 * Mercator and beyond it; every third has a ragged area, which is smaller with the reach, too. The set is the
 * caller's.
 */
void random_incidents(incident_set *set, size_t count, double reach_deg);

/** A style of areas (some with soft edges), their outlines, heat, bins, clusters, spread marks, circles,
 * labels and a basemap, some of it at random; the dashes never fit. The caller's. */
style *random_style(void);

/** Writes a basemap to @p path: land, boundaries and places within @p reach_deg of some of the incidents'
 * places, and beyond. */
void random_basemap(const char *path, double reach_deg);

/** How many rounds a test does: those that PROPERTY_ROUNDS in the environment asks for, or @p in_suite. At
 * least one. */
uint32_t random_rounds(uint32_t in_suite);

#endif
