#include "gazetteer/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Grows from here, so that the import of a few villages takes no large buffer.
#define BUFFER_BYTES_MIN ((size_t)64 << 10)
// Of each run, what is read at a time: 30 of them are a few megabytes.
#define WINDOW_BYTES ((size_t)128 << 10)
// A record's number and length before its bytes.
#define HEAD_BYTES 12

/** A record in the buffer. */
typedef struct {
    uint64_t order;
    size_t offset; ///< of its head
} item;

/** A sorted run in the file, and how far it has been read. */
typedef struct {
    int64_t file_at, file_end; ///< what is not in the window yet
    unsigned char *window;
    size_t begin, end, capacity;
    runs_record head;
} run;

struct runs {
    char *file_path;
    int file; ///< -1: none was needed yet
    int64_t file_bytes;
    unsigned char *buffer;
    size_t length, capacity, limit;
    item *items;
    size_t item_count, item_capacity, next_item;
    run *runs;
    size_t run_count, run_capacity;
    size_t *heap; ///< runs that have a record left, the one of the least on top
    size_t heap_count;
    bool top_given; ///< the top's record was given and is to be followed by its next
};

static gaz_status out_of_memory(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_MEMORY,
                    "out of memory while sorting names; close something and try again");
}

static gaz_status file_failed(const runs *r, const char *what, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be %s: %s; free some space and try again", r->file_path,
                    what, strerror(errno));
}

runs *runs_new(const char *file_path, size_t buffer_bytes)
{
    runs *r = calloc(1, sizeof *r);
    if (!r || !(r->file_path = strdup(file_path))) {
        free(r);
        return NULL;
    }
    r->file = -1;
    r->limit = buffer_bytes;
    return r;
}

void runs_free(runs *r)
{
    if (!r) return;
    for (size_t i = 0; i < r->run_count; i++) free(r->runs[i].window);
    if (r->file >= 0) close(r->file);
    free(r->heap);
    free(r->runs);
    free(r->items);
    free(r->buffer);
    free(r->file_path);
    free(r);
}

static runs_record read_record(const unsigned char *head)
{
    runs_record record = {.bytes = head + HEAD_BYTES};
    uint32_t length;
    memcpy(&record.order, head, sizeof record.order);
    memcpy(&length, head + sizeof record.order, sizeof length);
    record.length = length;
    return record;
}

static int compare_records(const runs_record *a, const runs_record *b)
{
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->bytes, b->bytes, shorter);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_items(const void *a, const void *b, void *buffer)
{
    const item *p = a, *q = b;
    if (p->order != q->order) return p->order < q->order ? -1 : 1;
    const unsigned char *bytes = buffer;
    runs_record first = read_record(bytes + p->offset), second = read_record(bytes + q->offset);
    return compare_records(&first, &second);
}

// Orders are hashes, and so spread evenly: by their top bits nearly all find their place. Fewer records are
// sorted as they are.
#define SPREAD_BITS 14
#define BUCKETS     ((size_t)1 << SPREAD_BITS)
#define SPREAD_MIN  (4 * BUCKETS)
// Longer ones take less time in a proper sort.
#define INSERTION_MAX 32

static void sort_items(runs *r, item *items, size_t count)
{
    if (count > INSERTION_MAX) {
        qsort_r(items, count, sizeof *items, compare_items, r->buffer);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        item moved = items[i];
        size_t at = i;
        for (; at > 0 && compare_items(&moved, &items[at - 1], r->buffer) < 0; at--)
            items[at] = items[at - 1];
        items[at] = moved;
    }
}

/** Sorts the items by their top bits first; false, with nothing done, where there is no memory for it. */
static bool spread_items(runs *r)
{
    size_t *ends = calloc(BUCKETS + 1, sizeof *ends);
    item *spread = malloc(r->item_count * sizeof *spread);
    bool whole = ends && spread;
    if (whole) {
        uint64_t all = 0;
        for (size_t i = 0; i < r->item_count; i++) all |= r->items[i].order;
        // The highest bit that any has is the top one.
        int shift = 64 - SPREAD_BITS - (all ? __builtin_clzll(all) : 0);
        if (shift < 0) shift = 0;
        for (size_t i = 0; i < r->item_count; i++) ends[(r->items[i].order >> shift) + 1]++;
        for (size_t k = 1; k <= BUCKETS; k++) ends[k] += ends[k - 1];
        for (size_t i = 0; i < r->item_count; i++) spread[ends[r->items[i].order >> shift]++] = r->items[i];
        for (size_t k = 0; k < BUCKETS; k++) {
            size_t begin = k ? ends[k - 1] : 0;
            sort_items(r, spread + begin, ends[k] - begin);
        }
        free(r->items);
        r->items = spread;
        r->item_capacity = r->item_count;
    } else {
        free(spread);
    }
    free(ends);
    return whole;
}

static void sort_buffer(runs *r)
{
    if (r->item_count < SPREAD_MIN || !spread_items(r)) sort_items(r, r->items, r->item_count);
}

static gaz_status write_all(runs *r, const unsigned char *bytes, size_t length, gaz_error *err)
{
    while (length) {
        ssize_t put = write(r->file, bytes, length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return file_failed(r, "written", err);
        bytes += put;
        length -= (size_t)put;
        r->file_bytes += put;
    }
    return GAZ_OK;
}

/** The buffer, sorted, becomes a run behind the others. */
static gaz_status put_aside(runs *r, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    if (r->file < 0) {
        unlink(r->file_path);
        r->file = open(r->file_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (r->file < 0) return file_failed(r, "written", err);
        unlink(r->file_path);
    }
    if (r->run_count == r->run_capacity) {
        size_t larger = r->run_capacity ? r->run_capacity * 2 : 16;
        run *moved = realloc(r->runs, larger * sizeof *moved);
        if (!moved) return out_of_memory(err);
        r->runs = moved;
        r->run_capacity = larger;
    }
    unsigned char *out = malloc(WINDOW_BYTES);
    if (!out) return out_of_memory(err);
    run fresh = {.file_at = r->file_bytes};
    size_t filled = 0;
    sort_buffer(r);
    for (size_t i = 0; status == GAZ_OK && i < r->item_count; i++) {
        const unsigned char *head = r->buffer + r->items[i].offset;
        size_t size = HEAD_BYTES + read_record(head).length;
        if (size > WINDOW_BYTES - filled) {
            status = write_all(r, out, filled, err);
            filled = 0;
        }
        if (size > WINDOW_BYTES) {
            if (status == GAZ_OK) status = write_all(r, head, size, err);
        } else {
            memcpy(out + filled, head, size);
            filled += size;
        }
    }
    if (status == GAZ_OK) status = write_all(r, out, filled, err);
    free(out);
    fresh.file_end = r->file_bytes;
    r->runs[r->run_count++] = fresh;
    r->length = r->item_count = 0;
    return status;
}

gaz_status runs_add(runs *r, uint64_t order, const void *bytes, size_t length, gaz_error *err)
{
    size_t size = HEAD_BYTES + length;
    if (length > r->limit / 2 || length > UINT32_MAX)
        return gaz_fail(err, GAZ_ERROR_INPUT, "a record of %zu bytes is too long to be sorted", length);
    // A record takes its place among the items, too.
    if (r->length + size + (r->item_count + 1) * sizeof *r->items > r->limit && r->item_count) {
        gaz_status status = put_aside(r, err);
        if (status != GAZ_OK) return status;
    }
    if (size > r->capacity - r->length) {
        size_t larger = r->capacity ? r->capacity : BUFFER_BYTES_MIN;
        while (larger - r->length < size) larger *= 2;
        unsigned char *moved = realloc(r->buffer, larger);
        if (!moved) return out_of_memory(err);
        r->buffer = moved;
        r->capacity = larger;
    }
    if (r->item_count == r->item_capacity) {
        size_t larger = r->item_capacity ? r->item_capacity * 2 : 1024;
        item *moved = realloc(r->items, larger * sizeof *moved);
        if (!moved) return out_of_memory(err);
        r->items = moved;
        r->item_capacity = larger;
    }
    unsigned char *head = r->buffer + r->length;
    uint32_t length32 = (uint32_t)length;
    memcpy(head, &order, sizeof order);
    memcpy(head + sizeof order, &length32, sizeof length32);
    if (length) memcpy(head + HEAD_BYTES, bytes, length);
    r->items[r->item_count++] = (item){order, r->length};
    r->length += size;
    return GAZ_OK;
}

/** Makes @p wanted bytes of a run stand in its window; false where the file cannot be read. */
static bool fill_window(runs *r, run *from, size_t wanted)
{
    if (from->end - from->begin >= wanted) return true;
    if (from->begin) memmove(from->window, from->window + from->begin, from->end - from->begin);
    from->end -= from->begin;
    from->begin = 0;
    size_t capacity = wanted > WINDOW_BYTES ? wanted : WINDOW_BYTES;
    if (capacity > from->capacity) {
        unsigned char *moved = realloc(from->window, capacity);
        if (!moved) return false;
        from->window = moved;
        from->capacity = capacity;
    }
    while (from->end < wanted) {
        size_t room = from->capacity - from->end;
        if ((int64_t)room > from->file_end - from->file_at) room = (size_t)(from->file_end - from->file_at);
        ssize_t got = pread(r->file, from->window + from->end, room, from->file_at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        from->end += (size_t)got;
        from->file_at += got;
    }
    return true;
}

/** Reads a run's next record into its head; *found false behind the last. */
static gaz_status advance(runs *r, run *from, bool *found, gaz_error *err)
{
    *found = from->begin < from->end || from->file_at < from->file_end;
    if (!*found) return GAZ_OK;
    errno = 0;
    if (fill_window(r, from, HEAD_BYTES)) {
        size_t size = HEAD_BYTES + read_record(from->window + from->begin).length;
        if (fill_window(r, from, size)) {
            from->head = read_record(from->window + from->begin);
            from->begin += size;
            return GAZ_OK;
        }
    }
    return file_failed(r, "read", err);
}

static bool is_before(const runs *r, size_t a, size_t b)
{
    return compare_records(&r->runs[a].head, &r->runs[b].head) < 0;
}

static void sink(runs *r, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < r->heap_count; at = child) {
        if (child + 1 < r->heap_count && is_before(r, r->heap[child + 1], r->heap[child])) child++;
        if (!is_before(r, r->heap[child], r->heap[at])) return;
        size_t swap = r->heap[at];
        r->heap[at] = r->heap[child];
        r->heap[child] = swap;
    }
}

gaz_status runs_sort(runs *r, gaz_error *err)
{
    if (!r->run_count) {
        sort_buffer(r);
        return GAZ_OK;
    }
    gaz_status status = r->item_count ? put_aside(r, err) : GAZ_OK;
    if (status != GAZ_OK) return status;
    // The windows take the buffer's place.
    free(r->buffer);
    free(r->items);
    r->buffer = NULL;
    r->items = NULL;
    r->capacity = r->item_capacity = 0;
    r->heap = malloc(r->run_count * sizeof *r->heap);
    if (!r->heap) return out_of_memory(err);
    for (size_t i = 0; i < r->run_count; i++) {
        bool found;
        status = advance(r, &r->runs[i], &found, err);
        if (status != GAZ_OK) return status;
        if (found) r->heap[r->heap_count++] = i;
    }
    for (size_t i = r->heap_count / 2; i-- > 0;) sink(r, i);
    return GAZ_OK;
}

gaz_status runs_next(runs *r, runs_record *out, bool *found, gaz_error *err)
{
    if (!r->run_count) {
        *found = r->next_item < r->item_count;
        if (*found) *out = read_record(r->buffer + r->items[r->next_item++].offset);
        return GAZ_OK;
    }
    if (r->top_given) {
        bool more;
        gaz_status status = advance(r, &r->runs[r->heap[0]], &more, err);
        if (status != GAZ_OK) return status;
        if (!more) r->heap[0] = r->heap[--r->heap_count];
        sink(r, 0);
        r->top_given = false;
    }
    *found = r->heap_count > 0;
    if (*found) {
        *out = r->runs[r->heap[0]].head;
        r->top_given = true;
    }
    return GAZ_OK;
}
