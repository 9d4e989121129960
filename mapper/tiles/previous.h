/**
 * @file
 * Where tiles may be that need not be drawn: the tile sets that the new ones take the place of, and the
 * journal of an interrupted run. A tile is taken from there where its digest says that it is what would be
 * drawn.
 */
#ifndef INCMAP_TILES_PREVIOUS_H
#define INCMAP_TILES_PREVIOUS_H

#include "scene/index.h"
#include "tiles/digests.h"
#include "tiles/reader.h"

/** No source has the tile. */
#define PREVIOUS_NONE (-1)

typedef struct previous previous;

/** @p threads: how many will look. */
previous *previous_open(size_t threads);
void previous_close(previous *p);

typedef enum {
    PREVIOUS_TAKEN,  ///< it is looked into
    PREVIOUS_OTHER,  ///< its tiles are of another key: none of them can be taken
    PREVIOUS_UNKNOWN ///< it is not of that format, or its tiles have no digests
} previous_kind;

/** Adds a source; the path is the caller's and outlives it. Sources are numbered from 0 in the order they are
 * taken; *number is this one's. */
previous_kind previous_add(previous *p, const reader_format *format, const char *path, digest_key key,
                           int *number);

/**
 * Looks for a cell of which @p cell_digest is what it shows. Returns the source that has it, and its tile is
 * appended to @p out with its hash in @p hash (nothing where the cell has no ink); or PREVIOUS_NONE. Each
 * thread has its own number.
 */
int previous_find(previous *p, size_t thread, int zoom, const scene_cell *cell, uint64_t cell_digest,
                  strbuf *out, uint64_t hash[2]);

#endif
