/** @file The compiled basemap (basemap.gpkg): land, water, countries, admin-1, boundaries, rivers, lakes,
 * places. */
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
    /** A property by its name in the layer ("name", "name_en", "rank", "min_zoom" …); false where there is
     * none. */
    bool (*get)(void *context, const char *name, value *out);
} basemap_feature;

/** Opens a basemap GeoPackage for reading. *out is the caller's; one thread at a time may use it. */
incmap_status basemap_open(basemap **out, const char *path, incmap_error *err);
void basemap_close(basemap *b);

/**
 * Visits the features of a source-layer that touch @p box, in the order they are stored. @p ground_res_m,
 * metres on the ground in a pixel, chooses the scale of the data: generalised outlines for small scales. A
 * source-layer that the basemap lacks is no error: nothing is visited. @p visit returns false to stop.
 */
incmap_status basemap_visit(basemap *b, const char *source_layer, lonlat_box box, double ground_res_m,
                            bool (*visit)(void *context, const basemap_feature *feature), void *context,
                            incmap_error *err);

/** The attributions of what was visited since it was opened, "Natural Earth" …; the basemap's own. */
const char *const *basemap_attributions(const basemap *b, size_t *count);

#endif
