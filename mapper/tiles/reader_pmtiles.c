/** @file Tiles in a PMTiles archive as this program makes them. */
#include "base/arena.h"
#include "base/mapped.h"
#include "tiles/pmtiles_directory.h"
#include "tiles/reader.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 127
// The program's own archives have a root and leaves.
#define DEPTH_MAX 1
// gzip packs at most this many times.
#define UNPACK_FACTOR_MAX 1032
enum { COMPRESSION_GZIP = 2 };

struct tile_reader {
    mapped_file file;
    uint64_t leaves_offset, leaves_length, data_offset, data_length;
    pmtiles_entry *entries; ///< of tiles, in ascending order of ids
    size_t count, capacity;
};

static void close_pmtiles(tile_reader *reader)
{
    mapped_close(&reader->file);
    free(reader->entries);
    free(reader);
}

static uint64_t number_at(const tile_reader *reader, size_t offset)
{
    uint64_t number = 0;
    for (int i = 8; i-- > 0;) number = number << 8 | reader->file.bytes[offset + (size_t)i];
    return number;
}

static bool fits(uint64_t offset, uint64_t length, uint64_t room)
{
    return offset <= room && length <= room - offset;
}

/** Takes in the entries of a directory, and of the leaves that it points to; false where that cannot be done.
 */
static bool read_directory(tile_reader *reader, uint64_t offset, uint64_t length, int depth)
{
    // The last four bytes of gzip say how much it unpacks to.
    if (!fits(offset, length, reader->file.length) || length < 18) return false;
    const unsigned char *packed = reader->file.bytes + offset, *end = packed + length;
    size_t room = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    if (room > length * UNPACK_FACTOR_MAX) return false;
    strbuf plain = {0};
    strbuf_reserve(&plain, room);
    struct libdeflate_decompressor *unpacker = mem_checked(libdeflate_alloc_decompressor());
    pmtiles_entry *entries = NULL;
    size_t count = 0;
    bool whole = libdeflate_gzip_decompress(unpacker, packed, (size_t)length, plain.data, room, NULL) ==
                 LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(unpacker);
    strbuf_advance(&plain, room);
    whole = whole && pmtiles_directory_take(&entries, &count, &plain);
    strbuf_dispose(&plain);
    for (size_t i = 0; whole && i < count; i++) {
        if (entries[i].run_length)
            VEC_PUSH(reader->entries, reader->count, reader->capacity, entries[i]);
        else
            whole = depth < DEPTH_MAX && fits(entries[i].offset, entries[i].length, reader->leaves_length) &&
                    read_directory(reader, reader->leaves_offset + entries[i].offset, entries[i].length,
                                   depth + 1);
    }
    free(entries);
    return whole;
}

static tile_reader *open_pmtiles(const char *path)
{
    mapped_file file;
    if (!mapped_open(&file, path, HEADER_BYTES)) return NULL;
    tile_reader *reader = mem_calloc(1, sizeof *reader);
    reader->file = file;
    reader->leaves_offset = number_at(reader, 40);
    reader->leaves_length = number_at(reader, 48);
    reader->data_offset = number_at(reader, 56);
    reader->data_length = number_at(reader, 64);
    if (memcmp(reader->file.bytes, "PMTiles\3", 8) == 0 && reader->file.bytes[97] == COMPRESSION_GZIP &&
        fits(reader->leaves_offset, reader->leaves_length, reader->file.length) &&
        fits(reader->data_offset, reader->data_length, reader->file.length) &&
        read_directory(reader, number_at(reader, 8), number_at(reader, 16), 0))
        return reader;
    close_pmtiles(reader);
    return NULL;
}

static bool pmtiles_digests(tile_reader *reader, strbuf *out)
{
    // They end the tile data, no entry points to them; their length stands behind them.
    if (reader->data_length < 8) return false;
    uint64_t end = reader->data_offset + reader->data_length - 8, length = number_at(reader, end);
    if (length > reader->data_length - 8) return false;
    strbuf_append(out, reader->file.bytes + end - length, length);
    return true;
}

static bool pmtiles_tile(tile_reader *reader, int zoom, uint32_t col, uint32_t row, strbuf *out)
{
    uint64_t id = pmtiles_id_of(zoom, col, row);
    size_t begin = 0, end = reader->count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const pmtiles_entry *e = &reader->entries[middle];
        if (id < e->tile_id) {
            end = middle;
        } else if (id - e->tile_id >= e->run_length) {
            begin = middle + 1;
        } else {
            if (!fits(e->offset, e->length, reader->data_length)) return false;
            strbuf_append(out, reader->file.bytes + reader->data_offset + e->offset, e->length);
            return true;
        }
    }
    return false;
}

const reader_format reader_pmtiles = {open_pmtiles, pmtiles_digests, pmtiles_tile, close_pmtiles};
