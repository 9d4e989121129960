/** @file The source "bins": hexagons of one area with what happened in each, for the whole picture. */
#ifndef INCMAP_SCENE_BINS_H
#define INCMAP_SCENE_BINS_H

#include "scene/builder.h"

/** Width of a hexagon, CSS pixels, where neither the request nor the style's "incmap:bins" says another. */
#define BINS_WIDTH_CSS_PX 36.0

/** Fills the layers of the source "bins"; does nothing where there are none. @p order is that of drawing
 * (NULL: as they are). */
incmap_status builder_add_bins(builder *b, const uint32_t *order, incmap_error *err);

#endif
