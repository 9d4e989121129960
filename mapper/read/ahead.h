/**
 * @file Inside read/: rows in batches, and the next batch read by a thread of its own while one is taken:
 * parsing a row and keeping what it says take about as long. Only read.c uses it.
 */
#ifndef INCMAP_READ_AHEAD_H
#define INCMAP_READ_AHEAD_H

#include "read/read.h"

/** Rows read together: enough that handing over costs nothing, few enough to stay in the cache. */
#define BATCH_ROWS 512

typedef struct {
    read_row rows[BATCH_ROWS];
    size_t count;
    bool is_last;     ///< no batch comes behind it
    incmap_error err; ///< what went wrong behind its rows, where something did: then it is the last
    value *values;    ///< of the rows' extras and columns
    arena memory;     ///< of the rows' texts and areas
} read_batch;

typedef struct read_ahead read_ahead;

/** Fills a batch with the rows that come next; its memory is empty. */
typedef void (*batch_fill)(void *context, read_batch *batch);

/** Prepares. Nothing is read yet. With @p in_thread, fill is called by another thread from the first take on.
 */
read_ahead *read_ahead_new(batch_fill fill, void *context, size_t values_in_row, bool in_thread);
/** The next batch, which stays until the next call; after the last, the same again. */
const read_batch *read_ahead_take(read_ahead *a);
/** Waits until fill has returned, and frees all. NULL is allowed. */
void read_ahead_free(read_ahead *a);

#endif
