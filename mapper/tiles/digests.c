#include "tiles/digests.h"

#include "base/arena.h"
#include "tiles/varint.h"

#include <stdlib.h>
#include <string.h>

static const char magic[] = "incmap digests 1\n";
#define NUMBER_BYTES 8

uint64_t digest_of_tile(uint64_t cell_digest, const uint64_t image_hash[2])
{
    // Both are hashes of their own, so that either one being another shows.
    return image_hash ? cell_digest ^ image_hash[0] : cell_digest;
}

static void put_number(strbuf *out, uint64_t number)
{
    unsigned char bytes[NUMBER_BYTES];
    for (int i = 0; i < NUMBER_BYTES; i++) bytes[i] = (unsigned char)(number >> (8 * i));
    strbuf_append(out, bytes, NUMBER_BYTES);
}

static bool take_number(uint64_t *out, const strbuf *bytes, size_t *at)
{
    if (bytes->length - *at < NUMBER_BYTES) return false;
    *out = 0;
    for (int i = NUMBER_BYTES; i-- > 0;) *out = *out << 8 | (uint8_t)bytes->data[*at + (size_t)i];
    *at += NUMBER_BYTES;
    return true;
}

static void end_zoom(digest_writer *w)
{
    if (w->count) {
        varint_put(&w->zooms, (uint64_t)w->zoom);
        varint_put(&w->zooms, w->count);
        strbuf_append(&w->zooms, w->cells.data, w->cells.length);
    }
    strbuf_clear(&w->cells);
    w->count = w->next_hilbert = 0;
}

void digest_writer_add(digest_writer *w, int zoom, uint64_t hilbert, uint64_t number)
{
    if (zoom != w->zoom) end_zoom(w);
    w->zoom = zoom;
    varint_put(&w->cells, hilbert - w->next_hilbert);
    put_number(&w->cells, number);
    w->next_hilbert = hilbert + 1;
    w->count++;
}

void digest_writer_finish(digest_writer *w, digest_key key, strbuf *out)
{
    end_zoom(w);
    strbuf_puts(out, magic);
    for (size_t i = 0; i < 2; i++) put_number(out, key.parts[i]);
    strbuf_append(out, w->zooms.data ? w->zooms.data : "", w->zooms.length);
}

void digest_writer_dispose(digest_writer *w)
{
    strbuf_dispose(&w->zooms);
    strbuf_dispose(&w->cells);
}

/** Reads the cells of one zoom; false where they are not whole. */
static bool read_zoom(digest_table *table, size_t *count, int *zoom, const strbuf *bytes, size_t *at)
{
    uint64_t read_zoom, cells, next = 0;
    if (!varint_take(&read_zoom, bytes, at) || !varint_take(&cells, bytes, at)) return false;
    // A cell takes nine bytes at least; zooms come in ascending order.
    if (read_zoom > TILES_ZOOM_MAX || (int)read_zoom <= *zoom ||
        cells > (bytes->length - *at) / (NUMBER_BYTES + 1))
        return false;
    while (++*zoom < (int)read_zoom) table->ends[*zoom] = *count;
    for (uint64_t i = 0; i < cells; i++) {
        digest_entry *e = &table->entries[*count];
        uint64_t step;
        if (!varint_take(&step, bytes, at) || step > UINT64_MAX - next || !take_number(&e->number, bytes, at))
            return false;
        e->hilbert = next + step;
        if (e->hilbert >> (2 * *zoom)) return false;
        next = e->hilbert + 1;
        ++*count;
    }
    table->ends[*zoom] = *count;
    return true;
}

bool digest_table_read(digest_table *out, const strbuf *bytes)
{
    *out = (digest_table){0};
    size_t at = strlen(magic), count = 0;
    if (bytes->length < at || memcmp(bytes->data, magic, at) != 0) return false;
    for (size_t i = 0; i < 2; i++)
        if (!take_number(&out->key.parts[i], bytes, &at)) return false;
    out->entries = mem_alloc(bytes->length / (NUMBER_BYTES + 1) * sizeof *out->entries);
    int zoom = -1;
    bool whole = true;
    while (whole && at < bytes->length) whole = read_zoom(out, &count, &zoom, bytes, &at);
    while (++zoom <= TILES_ZOOM_MAX) out->ends[zoom] = count;
    if (!whole) digest_table_dispose(out);
    return whole;
}

void digest_table_dispose(digest_table *table)
{
    free(table->entries);
    *table = (digest_table){0};
}

bool digest_table_find(const digest_table *table, int zoom, uint64_t hilbert, uint64_t *number)
{
    if (zoom < 0 || zoom > TILES_ZOOM_MAX) return false;
    size_t begin = zoom ? table->ends[zoom - 1] : 0, end = table->ends[zoom];
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (table->entries[middle].hilbert < hilbert)
            begin = middle + 1;
        else
            end = middle;
    }
    if (begin >= table->ends[zoom] || table->entries[begin].hilbert != hilbert) return false;
    *number = table->entries[begin].number;
    return true;
}
