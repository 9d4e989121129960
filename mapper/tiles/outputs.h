/**
 * @file
 * The containers of one rendering: opened together, filled with the same tiles, appearing together; and what
 * helps them: tiles that are there already, and the journal that an interrupted run leaves.
 */
#ifndef INCMAP_TILES_OUTPUTS_H
#define INCMAP_TILES_OUTPUTS_H

#include "tiles/digests.h"
#include "tiles/run.h"
#include "tiles/tiles.h"

typedef struct tile_outputs tile_outputs;

/**
 * Claims the places of a request's outputs and opens their containers. *out is the caller's also after a
 * failure, to be closed. The request and the metadata outlive it.
 */
incmap_status tile_outputs_open(tile_outputs **out, const tiles_request *request,
                                const tileset_metadata *metadata, digest_key key, incmap_error *err);
/** Whether there are tiles already that need not be drawn. */
bool tile_outputs_has_previous(const tile_outputs *o);
/** Looks for one: as recall in run.h. */
int tile_outputs_recall(tile_outputs *o, size_t thread, int zoom, const scene_cell *cell, uint64_t digest,
                        strbuf *out, uint64_t hash[2]);
/** Puts a cell into all containers, and counts it in @p result. */
incmap_status tile_outputs_put(tile_outputs *o, int zoom, const run_tile *tile, tiles_result *result,
                               incmap_error *err);
/** Completes the containers; they appear all or none. */
incmap_status tile_outputs_complete(tile_outputs *o, incmap_error *err);
/** Ends it; what has not appeared is removed. */
void tile_outputs_close(tile_outputs *o);

#endif
