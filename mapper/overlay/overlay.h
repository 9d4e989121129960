/** @file A GeoTIFF of the incidents in any projection: RGBA, to be laid over a map in a GIS. */
#ifndef INCMAP_OVERLAY_H
#define INCMAP_OVERLAY_H

#include "base/error.h"
#include "base/incident.h"
#include "project/project.h"
#include "scene/subject.h"

/** Longest side of a raster that is written: more is a slip of the resolution, not a map. */
#define OVERLAY_SIDE_MAX_PX 100000

/** Long side where neither size nor resolution is given: a screen of today, or an A3 print at 250 dpi. */
#define OVERLAY_SIDE_DEFAULT_PX 4096

typedef struct {
    scene_subject show;
    const char *icon_dir;
    const char *output;
    const char *srs; ///< NULL: EPSG:3857
    bool has_extent;
    double extent[4];            ///< xmin ymin xmax ymax
    const char *extent_srs;      ///< NULL: that of srs
    double res_x, res_y;         ///< target units in a pixel; 0: from the size, or chosen
    int64_t width_px, height_px; ///< 0: from the resolution, or chosen; one alone decides the other
    double pixel_ratio;          ///< device pixels in a CSS pixel
    int threads;                 ///< that draw; the result does not depend on it. Below 1: one
    const char *attribution;     ///< written as TIFF metadata; may be ""
    bool force;
    bool dry_run; ///< do all but draw and write
} overlay_request;

typedef struct {
    grid grid;             ///< the raster as it was written
    bool chose_extent;     ///< it is that of the incidents' ink
    bool chose_size;       ///< neither size nor resolution was given
    double heat_max;       ///< density of a heat map's last colour; 0: there is none
    int64_t outside_count; ///< mapped incidents that lie wholly outside the extent
} overlay_result;

/**
 * Renders and writes. Memory is bounded by the scene and some blocks, not by the raster's size. What makes no
 * sense (an unknown SRS, an extent turned round, both a size and a resolution, more than OVERLAY_SIDE_MAX_PX)
 * is INCMAP_USAGE, and nothing is written.
 */
incmap_status overlay_write(const overlay_request *request, overlay_result *result, incmap_error *err);

#endif
