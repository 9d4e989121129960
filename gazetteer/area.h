/** @file The areas that phrases stand for: polygons in degrees, built geodesically, split at 180°. */
#ifndef GAZETTEER_AREA_H
#define GAZETTEER_AREA_H

#include "gazetteer/gazetteer.h"
#include "gazetteer/scope.h"

/** All return NULL where GEOS fails; what they return is the scope's. */
GEOSGeometry *area_disc(scope *s, gaz_lonlat centre, double radius_m);
/**
 * The ring of that disc without GEOS, in a tenth of the time; NULL where it is more than one ring, as across
 * 180° and over a pole.
 */
gaz_area *area_disc_ring(scope *s, gaz_lonlat centre, double radius_m);
GEOSGeometry *area_ring(scope *s, gaz_lonlat centre, double inner_m, double outer_m);
/** Radius in metres around its centre that holds 90% of a ring, or of a disc where @p inner_m is 0; on the
 * mean sphere, where the ground within a distance is as the squared sine of half its angle. */
double area_ring_radius_m(double inner_m, double outer_m);
/**
 * Annular sector around @p apex: distances [inner_m, outer_m], bearings within @p half_width_deg (below 180)
 * of @p bearing_deg.
 */
GEOSGeometry *area_sector(scope *s, gaz_lonlat apex, double inner_m, double outer_m, double bearing_deg,
                          double half_width_deg);
/**
 * What "eastern" is of a polygon: the ground on that side of a line across it, so that PART_SHARE of it is
 * kept; for a direction between two cardinals, what both keep.
 */
GEOSGeometry *area_part(scope *s, const GEOSGeometry *polygon, double bearing_deg);
/** The middle: what is left when the outer fifths on all four sides are taken off. */
GEOSGeometry *area_centre(scope *s, const GEOSGeometry *polygon);
/** All within a distance of a geometry; true to scale at the middle of its latitudes. */
GEOSGeometry *area_buffer(scope *s, const GEOSGeometry *geometry, double distance_m);
/**
 * What a geometry passes over that is moved along a bearing, its own ground where it is a polygon included:
 * all that lies within the distance on that side of a river, or of a country. True to scale as area_buffer.
 */
GEOSGeometry *area_swept(scope *s, const GEOSGeometry *geometry, double bearing_deg, double distance_m);
/**
 * What lies between two places: an ellipse around both, wide enough for roads that are a tenth longer than
 * the straight line, that ends @p margin_m behind each.
 */
GEOSGeometry *area_between(scope *s, gaz_lonlat a, gaz_lonlat b, double margin_m);

#endif
