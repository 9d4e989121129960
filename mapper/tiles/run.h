/**
 * @file
 * The unit of tile work: a run, a contiguous range of a zoom's cells along the Hilbert curve. A crew of
 * threads makes the scenes of the zooms, draws the runs and hands them on in order, by one thread at a time,
 * so that the result does not depend on how many there are. While the last runs of a zoom are drawn, the next
 * one's scene is made and its first are begun: no thread waits for another at a zoom's end.
 */
#ifndef INCMAP_TILES_RUN_H
#define INCMAP_TILES_RUN_H

#include "base/error.h"
#include "render/render.h"
#include "tiles/container.h"

/** A cell as it comes out; valid during the call. */
typedef struct {
    uint32_t col, row;
    uint64_t hilbert;
    uint64_t digest;  ///< of what it shows (scene/digest.h)
    int source;       ///< what recall returned; -1: it was drawn
    tile_image image; ///< length 0: there is no ink in it
} run_tile;

/** The zoom that a tile is of. */
typedef struct {
    int zoom;
    int64_t cell_count;
} run_zoom;

typedef struct {
    int min_zoom, max_zoom;
    int cell_px;   ///< side of a tile, a multiple of 256
    bool quantize; ///< encode/quantize.h
    /** Makes a zoom's scene, which the crew frees: by any thread of the crew, but one at a time and one zoom
     * after the other. At most two scenes are there at once. @p text is for this call. */
    incmap_status (*build)(void *context, int zoom, text_measurer text, scene **out, incmap_error *err);
    /** Where a scene's background is drawn, where it has one: there the zoom is without a gap, and beyond it
     * no cell is drawn. */
    px_box (*find_ground)(void *context, int zoom);
    /** Looks for a cell that need not be drawn: returns where it is, at least 0, with its tile appended to
     * @p out and its hash in @p hash; or -1. Called by all threads of the crew at once, each with its own
     * number. NULL: all are drawn. */
    int (*recall)(void *context, size_t thread, int zoom, const scene_cell *cell, uint64_t digest,
                  strbuf *out, uint64_t hash[2]);
    /** Called for every cell, zoom after zoom along the curve, also for those that turn out to have no ink:
     * by any thread of the crew, but one at a time. */
    incmap_status (*take)(void *context, const run_zoom *zoom, const run_tile *tile, incmap_error *err);
    void *context;
} run_request;

/** Seconds that the threads took together. */
typedef struct {
    double scene_s, draw_s, encode_s, write_s;
} run_seconds;

/** What a number of threads need to draw. */
typedef struct run_crew run_crew;

/** @p threads of at least 1, the caller's own among them. */
run_crew *run_crew_new(int threads, const char *icon_dir);
void run_crew_free(run_crew *crew);

/** Draws every cell of every zoom. The first error, in the order of the cells, ends it. */
incmap_status run_crew_draw(run_crew *crew, const run_request *request, incmap_error *err);
/** Where the time went in all that the crew has drawn. */
run_seconds run_crew_seconds(const run_crew *crew);

#endif
