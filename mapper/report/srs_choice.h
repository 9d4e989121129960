/** @file The projection of a report map, chosen from what it shows. */
#ifndef INCMAP_REPORT_SRS_CHOICE_H
#define INCMAP_REPORT_SRS_CHOICE_H

#include "base/geom.h"
#include "report/wording.h"

#include <stddef.h>

#define SRS_CHOICE_MAX 256

/**
 * Chooses by the box's size and place:
 * - inside one UTM zone (within 3.5° of its central meridian, between 80° S and 84° N): that zone,
 * "EPSG:326ZZ" or "EPSG:327ZZ";
 * - to 6° wide: a transverse Mercator on the box's own meridian;
 * - beyond 100° wide or 120° high: the world in Equal Earth (Šavrič, Patterson, Jenny 2018);
 * - within reach of a pole, or astride the equator: Lambert's azimuthal equal-area on the box's centre;
 * - else: Lambert's conformal conic with its standard parallels a sixth of the height inside the box
 *   (Snyder, Map Projections: A Working Manual, USGS 1987, p. 99).
 * Centres are rounded, so that one more incident does not give another projection. Returns @p out: an
 * authority code or a PROJ string.
 */
char *srs_choose(lonlat_box box, char out[SRS_CHOICE_MAX]);

/**
 * The smallest box around points on the globe, across the antimeridian where that is shorter (then
 * west > east). A single point gives a box without size. @p count 0 gives the world.
 */
lonlat_box srs_bounds(const lonlat *points, size_t count);

/** Degrees from the west edge to the east edge, going east: 0 to 360. */
double srs_box_width_deg(lonlat_box box);

/** A name people know: "UTM zone 37N", "Lambert conformal conic, 35° and 37° N"; of a string that was not
 * chosen here, @p name as it is. Returns @p out. */
#define SRS_TITLE_MAX 256
char *srs_title(const wording *w, const char *srs, const char *name, char out[SRS_TITLE_MAX]);

#endif
