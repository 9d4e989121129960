#include "gazetteer/pack.h"

#include <stdlib.h>
#include <string.h>

void pack_bytes(packer *to, const void *bytes, size_t length)
{
    if (length > to->capacity - to->length) {
        size_t larger = to->capacity ? to->capacity * 2 : 4096;
        while (larger - to->length < length) larger *= 2;
        unsigned char *moved = realloc(to->bytes, larger);
        if (!moved) {
            to->failed = true;
            return;
        }
        to->bytes = moved;
        to->capacity = larger;
    }
    if (length) memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

void pack_number(packer *to, uint64_t number)
{
    unsigned char bytes[10];
    size_t length = 0;
    for (; number >= 0x80; number >>= 7) bytes[length++] = (unsigned char)(number | 0x80);
    bytes[length++] = (unsigned char)number;
    pack_bytes(to, bytes, length);
}

void pack_text(packer *to, const char *text, size_t length)
{
    pack_number(to, length);
    pack_bytes(to, text, length);
}

void packer_dispose(packer *p)
{
    free(p->bytes);
    *p = (packer){0};
}

uint64_t unpack_long_number(unpacker *from)
{
    uint64_t number = 0;
    for (int shift = 0; shift < 64 && from->at < from->end && !from->broken; shift += 7) {
        unsigned char byte = *from->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return number;
    }
    from->broken = true;
    return 0;
}
