/**
 * @file
 * Numbers and texts packed into bytes, as the store keeps its look-up tables. Numbers take 7 bits a byte, low
 * bits first, the top bit set on all but the last. Reading never goes beyond the end, whatever the bytes say.
 */
#ifndef GAZETTEER_PACK_H
#define GAZETTEER_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Grows as it is written to. Zero it before use; failed: memory was exhausted, and what was written since is
 * lost. */
typedef struct {
    unsigned char *bytes;
    size_t length, capacity;
    bool failed;
} packer;

void pack_bytes(packer *to, const void *bytes, size_t length);
void pack_number(packer *to, uint64_t number);
/** Its length, then its bytes without the NUL. */
void pack_text(packer *to, const char *text, size_t length);
void packer_dispose(packer *p);

/** What is left to read. broken: the bytes ended too early, or are no packed ones; all further reads give
 * nothing. */
typedef struct {
    const unsigned char *at, *end;
    bool broken;
} unpacker;

/** A number of several bytes; for unpack_number. */
uint64_t unpack_long_number(unpacker *from);
static inline uint64_t unpack_number(unpacker *from)
{
    // Nearly all have a byte or two, and a look-up reads a hundred.
    const unsigned char *at = from->at;
    if (from->end - at >= 2 && !from->broken) {
        if (at[0] < 0x80) {
            from->at = at + 1;
            return at[0];
        }
        if (at[1] < 0x80) {
            from->at = at + 2;
            return (uint64_t)at[1] << 7 | (at[0] & 0x7F);
        }
    }
    return unpack_long_number(from);
}
/** The next bytes, in place; NULL where there are not so many. */
static inline const unsigned char *unpack_bytes(unpacker *from, size_t length)
{
    if (from->broken || length > (size_t)(from->end - from->at)) {
        from->broken = true;
        return NULL;
    }
    const unsigned char *bytes = from->at;
    from->at += length;
    return bytes;
}
/** A text of pack_text, in place and not terminated; "" of length 0 where broken. */
static inline const char *unpack_text(unpacker *from, size_t *length)
{
    *length = unpack_number(from);
    const unsigned char *bytes = unpack_bytes(from, *length);
    if (bytes) return (const char *)bytes;
    *length = 0;
    return "";
}

#endif
