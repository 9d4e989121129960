/**
 * @file
 * The digests of a tile set: of every cell that was drawn, one number that follows from what the cell shows
 * (scene/digest.h) and from the bytes of its tile. Kept with the tiles, so that a later run knows which of
 * them are still right. A cell that turned out to have no ink has its number, too, and no tile.
 */
#ifndef INCMAP_TILES_DIGESTS_H
#define INCMAP_TILES_DIGESTS_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Deeper than this no tile is made. */
#define TILES_ZOOM_MAX 22

/** What all tiles of a set depend on beside the scene: the program, its libraries, the icons, the options of
 * encoding. */
typedef struct {
    uint64_t parts[2];
} digest_key;

/** A cell's number: of what it shows, and of its image; @p image_hash NULL where it has no ink. */
uint64_t digest_of_tile(uint64_t cell_digest, const uint64_t image_hash[2]);

/** Puts digests together. Zero it before use. */
typedef struct {
    strbuf zooms; ///< complete ones
    strbuf cells; ///< of the zoom at hand
    int zoom;
    uint64_t count, next_hilbert; ///< of the zoom at hand
} digest_writer;

/** Zoom after zoom, within one in ascending order along the Hilbert curve. */
void digest_writer_add(digest_writer *w, int zoom, uint64_t hilbert, uint64_t number);
/** All of it as bytes, appended to @p out; nothing can be added afterwards. */
void digest_writer_finish(digest_writer *w, digest_key key, strbuf *out);
void digest_writer_dispose(digest_writer *w);

typedef struct {
    uint64_t hilbert, number;
} digest_entry;

typedef struct {
    digest_key key;
    digest_entry *entries;           ///< zoom after zoom, within one in ascending order
    size_t ends[TILES_ZOOM_MAX + 1]; ///< zoom z is entries [z ? ends[z-1] : 0, ends[z])
} digest_table;

/** Reads what digest_writer_finish made; false, and nothing to be disposed of, where it is not that. */
bool digest_table_read(digest_table *out, const strbuf *bytes);
void digest_table_dispose(digest_table *table);
/** Whether the cell has a number in the table, and which. */
bool digest_table_find(const digest_table *table, int zoom, uint64_t hilbert, uint64_t *number);

#endif
