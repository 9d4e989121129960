/** @file The locator inset: the surroundings of the map, with its frame in them. */
#ifndef INCMAP_REPORT_INSET_H
#define INCMAP_REPORT_INSET_H

#include "base/error.h"
#include "report/frame.h"
#include "report/furniture.h"

/** A map wider than this needs no other to be found on the globe. */
#define INSET_FRAME_MAX_M 4500e3

/** Whether a map of what the frame shows gains from an inset: it has a basemap and is not too large. */
bool inset_is_useful(const frame *f, const report_request *request);

typedef struct {
    const style *map_style; ///< whose colours of land and sea the inset takes
    double map_zoom;        ///< at which they are taken
    style_color sea;        ///< the colour of what is not land
    const frame *frame;
    const grid *grid; ///< the map's
    basemap *basemap;
    const char *lang; ///< of the names, as the scene's
    renderer *renderer;
    double dpi; ///< of the inset's own scene
} inset_request;

/** Draws it into the layout's inset box; nothing where that has no room. */
incmap_status inset_draw(const furniture *f, const inset_request *request, incmap_error *err);

#endif
