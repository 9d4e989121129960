/**
 * @file
 * Whether a tile set or a GeoTIFF is whole and to the letter of its specification: XYZ folder with TileJSON
 * 3, MBTiles 1.3, PMTiles 3, GeoPackage tiles (OGC 12-128), GeoTIFF.
 */
#ifndef INCMAP_VERIFY_H
#define INCMAP_VERIFY_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/** Where faults go. Zero it, set say. */
typedef struct {
    /** Called for each fault: one line that says what is wrong and where in the file. */
    void (*say)(void *context, const char *fault);
    void *context;
    size_t fault_count;
    const char *kind;           ///< of what was found, e.g. "MBTiles"; NULL where it is none of those known
    int64_t tile_count;         ///< of tiles, -1 for a GeoTIFF
    int32_t min_zoom, max_zoom; ///< of the tiles; min above max where there are none
    struct {
        int64_t zoom, col_min, col_max, row_min, row_max;
    } deepest; ///< which tiles there are at the greatest zoom
} verify_report;

/**
 * Looks at all of a file or folder; every tile is decoded. Faults are counted and said; only what keeps from
 * looking at all (no such file, no right to read it) is a failure of the run.
 */
incmap_status verify_path(const char *path, verify_report *report, incmap_error *err);

#endif
