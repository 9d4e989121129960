/** @file The directories of a PMTiles archive (spec/v3), and where its ids lie. */
#ifndef INCMAP_TILES_PMTILES_DIRECTORY_H
#define INCMAP_TILES_PMTILES_DIRECTORY_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Tiles with one image, one behind the other; with run_length 0 a pointer to a leaf. */
typedef struct {
    uint64_t tile_id, offset;
    uint32_t length, run_length;
} pmtiles_entry;

/** A directory as the archive holds it before it is compressed, appended to @p out. */
void pmtiles_directory_put(strbuf *out, const pmtiles_entry *entries, size_t count);
/** Reads one; *out is allocated. false, and nothing allocated, where it is not whole. */
bool pmtiles_directory_take(pmtiles_entry **out, size_t *count, const strbuf *bytes);

/** The id of a tile: zoom after zoom, within one along the Hilbert curve. */
uint64_t pmtiles_id_of(int zoom, uint32_t col, uint32_t row);
/** Zoom, column and row of a tile's id; false beyond zoom @p max_zoom. */
bool pmtiles_place_of(uint64_t tile_id, int max_zoom, int *zoom, uint32_t *col, uint32_t *row);

#endif
