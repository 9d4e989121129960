#include "tiles/previous.h"

#include "base/arena.h"
#include "tiles/images.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const reader_format *format;
    const char *path;
    digest_table digests;
    tile_reader **readers; ///< of each thread, NULL until it looks
} source;

struct previous {
    size_t thread_count;
    source *sources;
    size_t count, capacity;
};

previous *previous_open(size_t threads)
{
    previous *p = mem_calloc(1, sizeof *p);
    p->thread_count = threads;
    return p;
}

void previous_close(previous *p)
{
    if (!p) return;
    for (size_t i = 0; i < p->count; i++) {
        source *s = &p->sources[i];
        for (size_t k = 0; k < p->thread_count; k++)
            if (s->readers[k]) s->format->close(s->readers[k]);
        free(s->readers);
        digest_table_dispose(&s->digests);
    }
    free(p->sources);
    free(p);
}

previous_kind previous_add(previous *p, const reader_format *format, const char *path, digest_key key,
                           int *number)
{
    previous_kind kind = PREVIOUS_UNKNOWN;
    tile_reader *reader = format->open(path);
    strbuf bytes = {0};
    source s = {.format = format, .path = path};
    if (reader && format->digests(reader, &bytes) && digest_table_read(&s.digests, &bytes)) {
        kind = memcmp(&s.digests.key, &key, sizeof key) == 0 ? PREVIOUS_TAKEN : PREVIOUS_OTHER;
        if (kind == PREVIOUS_OTHER) digest_table_dispose(&s.digests);
    }
    strbuf_dispose(&bytes);
    if (kind == PREVIOUS_TAKEN) {
        s.readers = mem_calloc(p->thread_count, sizeof *s.readers);
        s.readers[0] = reader;
        *number = (int)p->count;
        VEC_PUSH(p->sources, p->count, p->capacity, s);
    } else if (reader) {
        format->close(reader);
    }
    return kind;
}

/** Whether the source has the cell as it would be drawn; its tile is appended. */
static bool find_in(source *s, size_t thread, int zoom, const scene_cell *cell, uint64_t cell_digest,
                    strbuf *out, uint64_t hash[2])
{
    uint64_t number;
    if (!digest_table_find(&s->digests, zoom, cell->hilbert, &number)) return false;
    if (!s->readers[thread]) s->readers[thread] = s->format->open(s->path);
    if (!s->readers[thread]) return false;
    size_t before = out->length;
    if (!s->format->tile(s->readers[thread], zoom, cell->col, cell->row, out))
        return number == digest_of_tile(cell_digest, NULL);
    image_hash(hash, out->data + before, out->length - before);
    if (number == digest_of_tile(cell_digest, hash)) return true;
    out->length = before;
    return false;
}

int previous_find(previous *p, size_t thread, int zoom, const scene_cell *cell, uint64_t cell_digest,
                  strbuf *out, uint64_t hash[2])
{
    for (size_t i = 0; i < p->count; i++)
        if (find_in(&p->sources[i], thread, zoom, cell, cell_digest, out, hash)) return (int)i;
    return PREVIOUS_NONE;
}
