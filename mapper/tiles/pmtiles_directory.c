#include "tiles/pmtiles_directory.h"

#include "base/arena.h"
#include "scene/index.h"
#include "tiles/varint.h"

#include <stdlib.h>

void pmtiles_directory_put(strbuf *out, const pmtiles_entry *entries, size_t count)
{
    varint_put(out, count);
    for (size_t i = 0; i < count; i++) varint_put(out, entries[i].tile_id - (i ? entries[i - 1].tile_id : 0));
    for (size_t i = 0; i < count; i++) varint_put(out, entries[i].run_length);
    for (size_t i = 0; i < count; i++) varint_put(out, entries[i].length);
    for (size_t i = 0; i < count; i++) {
        bool follows = i > 0 && entries[i].offset == entries[i - 1].offset + entries[i - 1].length;
        varint_put(out, follows ? 0 : entries[i].offset + 1);
    }
}

bool pmtiles_directory_take(pmtiles_entry **out, size_t *count, const strbuf *bytes)
{
    size_t at = 0;
    uint64_t number = 0, tile_id = 0;
    pmtiles_entry *entries = NULL;
    // An entry takes four bytes at least.
    bool whole = varint_take(&number, bytes, &at) && number > 0 && number <= bytes->length / 4;
    if (whole) {
        *count = (size_t)number;
        entries = mem_calloc(*count, sizeof *entries);
    }
    for (size_t i = 0; whole && i < *count; i++) {
        whole = varint_take(&number, bytes, &at) && number <= UINT64_MAX - tile_id;
        entries[i].tile_id = tile_id += number;
    }
    for (int column = 0; column < 2; column++)
        for (size_t i = 0; whole && i < *count; i++) {
            whole = varint_take(&number, bytes, &at) && number <= UINT32_MAX;
            *(column ? &entries[i].length : &entries[i].run_length) = (uint32_t)number;
        }
    for (size_t i = 0; whole && i < *count; i++) {
        whole = varint_take(&number, bytes, &at) && (number > 0 || i > 0);
        entries[i].offset = number ? number - 1 : i ? entries[i - 1].offset + entries[i - 1].length : 0;
    }
    *out = entries;
    if (whole && at == bytes->length) return true;
    free(entries);
    *out = NULL;
    return false;
}

uint64_t pmtiles_id_of(int zoom, uint32_t col, uint32_t row)
{
    // A tile for each cell of every shallower zoom comes before.
    return (((uint64_t)1 << (2 * zoom)) - 1) / 3 + hilbert_from_cell(zoom, col, row);
}

bool pmtiles_place_of(uint64_t tile_id, int max_zoom, int *zoom, uint32_t *col, uint32_t *row)
{
    for (*zoom = 0; *zoom <= max_zoom; ++*zoom) {
        uint64_t in_zoom = (uint64_t)1 << (2 * *zoom);
        if (tile_id < in_zoom) {
            hilbert_to_cell(*zoom, tile_id, col, row);
            return true;
        }
        tile_id -= in_zoom;
    }
    return false;
}
