/**
 * @file
 * The compiled basemap (basemap.gpkg): land, countries, provinces, boundaries, rivers, lakes, place labels.
 *
 * Source-layers, what their features are, and their properties (absent where unknown):
 * - land: polygons;
 * - country: polygons; name, iso_a2;
 * - admin1: provinces, polygons; name, name:en, iso_a2, fips, country;
 * - boundary: lines between countries and between provinces, never coasts; admin_level (2 country, 4
 * province), disputed (0 or 1), left_name, right_name, name (of a claim);
 * - river, lake: lines and polygons;
 * - place: label points, most important first; name, name:en, name:ar, class (country, province, city, town,
 *   village), capital (2 of a country, 4 of a province), iso_a2, population, min_zoom (from which it is worth
 * its room), rank (1 the most important of all).
 *
 * A source-layer is one table of its name, or up to three at different scales: land_110m, land_50m, land_10m.
 */
#ifndef INCMAP_BASEMAP_H
#define INCMAP_BASEMAP_H

#include "base/error.h"
#include "base/geom.h"
#include "base/incident.h"

typedef struct basemap basemap;

/** One feature, valid during the call. */
typedef struct {
    const geom_shape *shape;
    void *context; ///< for get
    /** A property by its name in the layer; false where there is none. A text is valid during the call. */
    bool (*get)(void *context, const char *name, value *out);
} basemap_feature;

/** Opens a basemap GeoPackage for reading. *out is the caller's; one thread at a time may use it. */
incmap_status basemap_open(basemap **out, const char *path, incmap_error *err);
/** NULL is allowed. */
void basemap_close(basemap *b);

/**
 * Visits the features of a source-layer whose bounds touch @p box, in the order they are stored. What is left
 * out cannot be seen: shapes are cut a quarter of the box's size beyond it, and a feature whose min_zoom lies
 * more than a level beyond that of the resolution is passed over. A shape that comes from both sides of the
 * antimeridian is visited once for each. @p is_whole: shapes are not cut, and each is visited once. @p
 * ground_res_m, metres on the ground in a pixel, chooses the scale of the data: generalised outlines for
 * small scales. A source-layer that the basemap lacks is no error: nothing is visited.
 * @p visit returns false to stop.
 */
incmap_status basemap_visit(basemap *b, const char *source_layer, lonlat_box box, bool is_whole,
                            double ground_res_m, bool (*visit)(void *context, const basemap_feature *feature),
                            void *context, incmap_error *err);

/** Counts a source-layer as visited, at all of its scales: for an output that says whose work it is before it
 * is drawn. */
void basemap_credit(basemap *b, const char *source_layer);

/** The attributions of what was visited since it was opened, "Natural Earth" …; the basemap's own. */
const char *const *basemap_attributions(const basemap *b, size_t *count);

#endif
