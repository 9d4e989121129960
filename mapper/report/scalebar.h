/** @file How long a kilometre is on the page, and where north is, at the centre of the map. */
#ifndef INCMAP_REPORT_SCALEBAR_H
#define INCMAP_REPORT_SCALEBAR_H

#include "project/project.h"

#define KILOMETRE_M 1000.0
/** International mile, 1959. */
#define MILE_M 1609.344

typedef struct {
    double length;   ///< in units: 50 of a bar of 50 km; 0 where the map has no scale
    double width_px; ///< from end to end
    int divisions;   ///< parts of round length, 2 to 5
} scale_bar;

/**
 * Pixels between two points left and right of the picture's centre, on its middle row, that lie @p length_m
 * apart along the geodesic. NAN where the map does not reach so far.
 */
double scalebar_width_px(const grid *g, const projection *p, double length_m);

/** The longest bar of a round length (1, 2 or 5 times a power of ten) that is at most @p width_max_px long.
 */
scale_bar scalebar_choose(const grid *g, const projection *p, double unit_m, double width_max_px);

/**
 * The N of 1:N: metres on the ground for a metre on the page at the centre, rounded to three digits.
 * 0 where the centre is off the map's world.
 */
double scalebar_denominator(const grid *g, const projection *p, double px_per_m);

/**
 * Direction of true north at the picture's centre, degrees clockwise from the top of the page, -180 to 180.
 * NAN where the centre is off the map's world.
 */
double north_angle_deg(const grid *g, const projection *p);

#endif
