/**
 * @file
 * Tiles that are there already: in a container that an earlier run made, or in the journal of one that was
 * interrupted (journal.h). One reader for each thread.
 */
#ifndef INCMAP_TILES_READER_H
#define INCMAP_TILES_READER_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct tile_reader tile_reader;

typedef struct {
    /** Opens what stands at @p path; NULL where it is not of this format or cannot be read. */
    tile_reader *(*open)(const char *path);
    /** The digests (digests.h) kept with the tiles, appended; false where there are none. */
    bool (*digests)(tile_reader *reader, strbuf *out);
    /** A tile in XYZ numbering, appended; false where there is none. What comes may be damaged: the digest
     * tells. */
    bool (*tile)(tile_reader *reader, int zoom, uint32_t col, uint32_t row, strbuf *out);
    void (*close)(tile_reader *reader);
} reader_format;

extern const reader_format reader_xyz, reader_mbtiles, reader_pmtiles, reader_gpkg, reader_journal;

#endif
