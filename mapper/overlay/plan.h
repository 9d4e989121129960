/** @file Where an overlay lies and how large it is. */
#ifndef INCMAP_OVERLAY_PLAN_H
#define INCMAP_OVERLAY_PLAN_H

#include "overlay/overlay.h"

/**
 * Decides the raster's grid from what the request gives: the extent, or that of the incidents with room for
 * their marks; the size, or the resolution, or OVERLAY_SIDE_DEFAULT_PX. A given extent is kept to the last
 * digit where the size is given or chosen; with a resolution its left and top edge are. @p target is the
 * request's projection.
 */
incmap_status overlay_plan(overlay_result *out, const overlay_request *request, const projection *target,
                           incmap_error *err);

#endif
