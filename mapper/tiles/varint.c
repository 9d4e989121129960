#include "tiles/varint.h"

void varint_put(strbuf *out, uint64_t number)
{
    while (number >= 0x80) {
        unsigned char byte = (unsigned char)(number | 0x80);
        strbuf_append(out, &byte, 1);
        number >>= 7;
    }
    unsigned char byte = (unsigned char)number;
    strbuf_append(out, &byte, 1);
}

bool varint_take(uint64_t *out, const strbuf *bytes, size_t *at)
{
    *out = 0;
    for (int shift = 0; shift < 64 && *at < bytes->length; shift += 7) {
        uint8_t byte = (uint8_t)bytes->data[(*at)++];
        *out |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}
