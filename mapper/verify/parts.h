/** @file What the files that verify one format each share. */
#ifndef INCMAP_VERIFY_PARTS_H
#define INCMAP_VERIFY_PARTS_H

#include "tiles/images.h"
#include "verify/verify.h"

#include <jansson.h>
#include <stdbool.h>

// Deeper than this no tile has an address in any of the formats.
#define VERIFY_ZOOM_MAX 30

/** A tile set being looked at. Zero it, set report; verifier_dispose frees it. */
typedef struct {
    verify_report *report;
    int tile_width_px, tile_height_px; ///< of the first tile, or what the format says; 0: not known yet
    image_table seen;                  ///< images that were decoded: equal ones are looked at once
} verifier;

void verifier_dispose(verifier *v);

/** Counts a fault and says it. */
void verify_fault(verify_report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** The same where @p holds is false; returns @p holds. */
bool verify_that(verify_report *report, bool holds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Looks at one tile: its place is in the square of its zoom, it decodes as a PNG (looked at once for equal
 * ones), and it is of the size of the others. @p where names it in a fault. */
void verify_tile(verifier *v, int64_t zoom, int64_t col, int64_t row, const void *bytes, size_t length,
                 const char *where);
/** Takes in a tile's place and counts it, without looking at an image that was looked at before. */
void verify_count_tile(verifier *v, int64_t zoom, int64_t col, int64_t row);

/** Bounds: west, south, east, north in degrees; center: longitude, latitude, zoom, or NULL. Some of the tiles
 * of the greatest zoom, which have been seen by now, must lie within the bounds. */
void verify_extent(verify_report *report, const double bounds[4], const double center[3], double min_zoom,
                   double max_zoom);
/** That tiles were found at the declared least and greatest zoom, and none beyond them. */
void verify_zooms(verify_report *report, double min_zoom, double max_zoom);

incmap_status verify_folder(const char *path, verify_report *report, incmap_error *err);
incmap_status verify_mbtiles(const char *path, verify_report *report, incmap_error *err);
incmap_status verify_gpkg(const char *path, verify_report *report, incmap_error *err);
incmap_status verify_pmtiles(const char *path, verify_report *report, incmap_error *err);
incmap_status verify_geotiff(const char *path, verify_report *report, incmap_error *err);

#endif
