/**
 * @file
 * A zlib stream (RFC 1950, RFC 1951) of mostly zero bytes, made in time that goes with the bytes that are not
 * zero. General compressors look at every byte; of a tile with a few marks 99 in 100 are blank.
 */
#ifndef INCMAP_ENCODE_DEFLATE_H
#define INCMAP_ENCODE_DEFLATE_H

#include "base/strbuf.h"

#include <stdint.h>

/** A part of the data that is not zero: bytes [begin, end). */
typedef struct {
    uint32_t begin, end;
} data_segment;

typedef struct deflater deflater;

/** A deflater keeps the tables that compressing needs. One for each thread; free with deflater_free. */
deflater *deflater_new(void);
void deflater_free(deflater *d);

/**
 * Appends the zlib stream of @p length bytes of @p data. All of them but those of the segments are zero;
 * segments are in ascending order, not empty, and do not overlap. The same data gives the same stream however
 * its non-zero bytes are covered by segments, as long as each segment begins and ends with one.
 */
void deflate_sparse(deflater *d, strbuf *out, const uint8_t *data, uint32_t length,
                    const data_segment *segments, size_t segment_count);

#endif
