#include "tiles/journal.h"

#include "base/arena.h"
#include "base/mapped.h"
#include "scene/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Written at once: some fifty records, which is what a kill loses.
#define BUFFER_BYTES (64 << 10)
// "tile" and "done" in a record's first bytes.
#define TAG_TILE 0x656c6974u
#define TAG_DONE 0x656e6f64u
// No PNG of a tile is larger: 1024 pixels square, 4 bytes each, and what PNG adds.
#define IMAGE_MAX_BYTES (5u << 20)

static const char magic[16] = "incmap journal 1";

/** In the byte order of the machine that was interrupted. */
typedef struct {
    char magic[sizeof magic];
    digest_key key;
} head;

typedef struct {
    uint32_t tag, zoom;
    uint64_t hilbert, number;
    uint64_t length; ///< of the image behind it
} record;

struct journal {
    char *path;
    int fd;
    bool is_given_up, is_read; ///< is_read: an earlier run's tiles are taken from it
    strbuf buffer;
    bool was_committing;
    uint64_t outputs_hash; ///< of the run that was interrupted while committing
};

struct tile_reader {
    mapped_file file;
    size_t whole_length; ///< of its whole records
    digest_key key;
    struct place {
        uint64_t hilbert, number;
        size_t offset, length;
        int zoom;
    } * places; ///< sorted by zoom and hilbert, each cell once
    size_t count, capacity;
    bool was_committing;
    uint64_t outputs_hash;
};

static char *path_beside(const char *output_path)
{
    strbuf path = {0};
    size_t length = strlen(output_path);
    while (length > 1 && output_path[length - 1] == '/') length--;
    size_t name = length;
    while (name > 0 && output_path[name - 1] != '/') name--;
    strbuf_printf(&path, "%.*s.%.*s.incmap-resume", (int)name, output_path, (int)(length - name),
                  output_path + name);
    return path.data;
}

// ---- reading

// By place; of two of one place the later one first.
static int compare_places(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    if (p->zoom != q->zoom) return p->zoom < q->zoom ? -1 : 1;
    if (p->hilbert != q->hilbert) return p->hilbert < q->hilbert ? -1 : 1;
    return (p->offset < q->offset) - (p->offset > q->offset);
}

static void read_records(tile_reader *reader)
{
    size_t at = sizeof(head);
    while (reader->file.length - at >= sizeof(record)) {
        record r;
        memcpy(&r, reader->file.bytes + at, sizeof r);
        size_t room = reader->file.length - at - sizeof r;
        if (r.tag == TAG_DONE) {
            reader->was_committing = true;
            reader->outputs_hash = r.number;
        } else if (r.tag != TAG_TILE || r.zoom > TILES_ZOOM_MAX || r.hilbert >> (2 * r.zoom) ||
                   r.length > room || r.length > IMAGE_MAX_BYTES) {
            break;
        } else {
            struct place place = {r.hilbert, r.number, at + sizeof r, (size_t)r.length, (int)r.zoom};
            VEC_PUSH(reader->places, reader->count, reader->capacity, place);
            at += (size_t)r.length;
        }
        at += sizeof r;
    }
    reader->whole_length = at;
    if (reader->count) qsort(reader->places, reader->count, sizeof *reader->places, compare_places);
    size_t kept = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct place *p = &reader->places[i];
        if (kept && reader->places[kept - 1].zoom == p->zoom &&
            reader->places[kept - 1].hilbert == p->hilbert)
            continue;
        reader->places[kept++] = *p;
    }
    reader->count = kept;
}

static void close_journal(tile_reader *reader)
{
    mapped_close(&reader->file);
    free(reader->places);
    free(reader);
}

static tile_reader *open_journal(const char *path)
{
    mapped_file file;
    if (!mapped_open(&file, path, sizeof(head))) return NULL;
    tile_reader *reader = mem_calloc(1, sizeof *reader);
    reader->file = file;
    head h;
    memcpy(&h, file.bytes, sizeof h);
    reader->key = h.key;
    if (memcmp(h.magic, magic, sizeof magic) != 0) {
        close_journal(reader);
        return NULL;
    }
    read_records(reader);
    return reader;
}

static bool journal_digests(tile_reader *reader, strbuf *out)
{
    digest_writer writer = {0};
    for (size_t i = 0; i < reader->count; i++)
        digest_writer_add(&writer, reader->places[i].zoom, reader->places[i].hilbert,
                          reader->places[i].number);
    digest_writer_finish(&writer, reader->key, out);
    digest_writer_dispose(&writer);
    return true;
}

static bool journal_tile(tile_reader *reader, int zoom, uint32_t col, uint32_t row, strbuf *out)
{
    struct place wanted = {.zoom = zoom, .hilbert = hilbert_from_cell(zoom, col, row)};
    size_t begin = 0, end = reader->count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const struct place *p = &reader->places[middle];
        if (p->zoom < wanted.zoom || (p->zoom == wanted.zoom && p->hilbert < wanted.hilbert))
            begin = middle + 1;
        else
            end = middle;
    }
    if (begin == reader->count) return false;
    const struct place *found = &reader->places[begin];
    if (found->zoom != zoom || found->hilbert != wanted.hilbert || found->length == 0) return false;
    strbuf_append(out, reader->file.bytes + found->offset, found->length);
    return true;
}

const reader_format reader_journal = {open_journal, journal_digests, journal_tile, close_journal};

// ---- writing

static void give_up(journal *j)
{
    // The room it takes may be what the outputs lack; but a mapped file must not become shorter.
    if (!j->is_read && ftruncate(j->fd, 0) != 0) lseek(j->fd, 0, SEEK_END);
    unlink(j->path);
    j->is_given_up = true;
    strbuf_dispose(&j->buffer);
}

static void flush(journal *j)
{
    const char *at = j->buffer.data;
    size_t left = j->buffer.length;
    while (left > 0) {
        ssize_t written = write(j->fd, at, left);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            give_up(j);
            return;
        }
        at += written;
        left -= (size_t)written;
    }
    strbuf_clear(&j->buffer);
}

/** Opens the file and takes its lock; -1 where it cannot be had. */
static int open_locked(const char *path, bool *is_locked)
{
    for (;;) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0) return -1;
        struct stat opened, named;
        *is_locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
        if (*is_locked || fstat(fd, &opened) != 0) {
            close(fd);
            return -1;
        }
        // The run before may have removed it between the two calls.
        if (stat(path, &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev)
            return fd;
        close(fd);
    }
}

journal *journal_open(const char *output_path, digest_key key, journal_state *state)
{
    char *path = path_beside(output_path);
    bool is_locked = false;
    int fd = open_locked(path, &is_locked);
    *state = is_locked ? JOURNAL_LOCKED : JOURNAL_NEW;
    if (fd < 0) {
        free(path);
        return NULL;
    }
    journal *j = mem_calloc(1, sizeof *j);
    j->path = path;
    j->fd = fd;
    struct stat st;
    tile_reader *old = open_journal(path);
    if (old && memcmp(&old->key, &key, sizeof key) == 0) {
        *state = JOURNAL_FOUND;
        j->is_read = true;
        j->was_committing = old->was_committing;
        j->outputs_hash = old->outputs_hash;
        // What lies behind the last whole record was being written when the run ended.
        if (ftruncate(fd, (off_t)old->whole_length) != 0 || lseek(fd, 0, SEEK_END) < 0) give_up(j);
    } else {
        if (fstat(fd, &st) == 0 && st.st_size > 0) *state = JOURNAL_STALE;
        head h = {.key = key};
        memcpy(h.magic, magic, sizeof magic);
        strbuf_append(&j->buffer, &h, sizeof h);
        if (ftruncate(fd, 0) != 0)
            give_up(j);
        else
            flush(j);
    }
    if (old) close_journal(old);
    return j;
}

const char *journal_path(const journal *j)
{
    return j->path;
}

void journal_add(journal *j, int zoom, uint64_t hilbert, uint64_t number, const void *image, size_t length)
{
    if (j->is_given_up) return;
    record r = {TAG_TILE, (uint32_t)zoom, hilbert, number, length};
    strbuf_append(&j->buffer, &r, sizeof r);
    if (length) strbuf_append(&j->buffer, image, length);
    if (j->buffer.length >= BUFFER_BYTES) flush(j);
}

void journal_note_commit(journal *j, uint64_t outputs_hash)
{
    if (j->is_given_up) return;
    record r = {.tag = TAG_DONE, .number = outputs_hash};
    strbuf_append(&j->buffer, &r, sizeof r);
    flush(j);
}

bool journal_was_committing(const journal *j, uint64_t outputs_hash)
{
    return j->was_committing && j->outputs_hash == outputs_hash;
}

void journal_remove(journal *j)
{
    if (!j) return;
    if (!j->is_given_up) unlink(j->path);
    close(j->fd);
    strbuf_dispose(&j->buffer);
    free(j->path);
    free(j);
}
