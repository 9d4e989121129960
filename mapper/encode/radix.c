#include "encode/radix.h"

#include <string.h>

// Fewer are sorted sooner by putting each in its place than the digits are counted.
#define FEW 24

static void sort_few(uint64_t *keys, int count, int first_byte)
{
    for (int i = 1; i < count; i++) {
        uint64_t key = keys[i];
        int to = i;
        for (; to > 0 && keys[to - 1] >> 8 * first_byte > key >> 8 * first_byte; to--)
            keys[to] = keys[to - 1];
        keys[to] = key;
    }
}

void radix_sort(uint64_t *keys, uint64_t *spare, int count, int first_byte)
{
    if (count <= FEW) {
        sort_few(keys, count, first_byte);
        return;
    }
    uint64_t all = ~UINT64_C(0), any = 0;
    for (int i = 0; i < count; i++) {
        all &= keys[i];
        any |= keys[i];
    }
    uint64_t *from = keys, *to = spare;
    for (int byte = first_byte; byte < 8; byte++) {
        int shift = 8 * byte;
        // A byte that is the same in all keys says nothing of their order.
        if (((all ^ any) >> shift & 0xff) == 0) continue;
        int starts[257] = {0};
        for (int i = 0; i < count; i++) starts[(from[i] >> shift & 0xff) + 1]++;
        for (int digit = 0; digit < 256; digit++) starts[digit + 1] += starts[digit];
        for (int i = 0; i < count; i++) to[starts[from[i] >> shift & 0xff]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) memcpy(keys, from, (size_t)count * sizeof *keys);
}
