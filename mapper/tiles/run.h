/**
 * @file
 * The unit of tile work: a run, a contiguous range of a zoom's cells along the Hilbert curve. Runs are drawn
 * by many threads and handed on by one, in order, so that the result does not depend on how many there are.
 */
#ifndef INCMAP_TILES_RUN_H
#define INCMAP_TILES_RUN_H

#include "base/error.h"
#include "scene/index.h"
#include "tiles/container.h"

/** A tile as it comes out; valid during the call. */
typedef struct {
    uint32_t col, row;
    tile_image image;
} run_tile;

typedef struct {
    const scene *scene;
    const scene_index *index;
    const char *icon_dir;
    int threads;
    /** Called on the caller's thread for every tile that is not blank, along the curve. */
    incmap_status (*take)(void *context, const run_tile *tile, incmap_error *err);
    void *context;
} run_request;

/** Draws every cell of the index. The first error, in the order of the cells, ends it. */
incmap_status runs_render(const run_request *request, incmap_error *err);

#endif
