/**
 * @file
 * Sorting more than fits into memory: records are gathered, sorted a buffer at a time, put aside in a file as
 * runs, and merged when they are read back. What fits into the buffer never touches the disk.
 */
#ifndef GAZETTEER_RUNS_H
#define GAZETTEER_RUNS_H

#include "gazetteer/error.h"

#include <stdbool.h>
#include <stdint.h>

/** A record: ordered by number, those of one number by their bytes as memcmp does, the shorter first. */
typedef struct {
    uint64_t order;
    const unsigned char *bytes;
    size_t length;
} runs_record;

typedef struct runs runs;

/**
 * @p file_path: where a file may be made; it is unlinked at once, so that nothing is ever left behind.
 * @p buffer_bytes: what may be held in memory, e.g. RUNS_BUFFER_BYTES. NULL where memory is exhausted.
 */
runs *runs_new(const char *file_path, size_t buffer_bytes);
// A million names; all of GeoNames makes 30 runs of it.
#define RUNS_BUFFER_BYTES ((size_t)48 << 20)
/** NULL does nothing. */
void runs_free(runs *r);

/** The bytes are copied. Longer than half the buffer is an error. */
gaz_status runs_add(runs *r, uint64_t order, const void *bytes, size_t length, gaz_error *err);
/** Ends the adding. */
gaz_status runs_sort(runs *r, gaz_error *err);
/** The next record, least first, its bytes valid until the next call; *found false behind the last. */
gaz_status runs_next(runs *r, runs_record *out, bool *found, gaz_error *err);

#endif
