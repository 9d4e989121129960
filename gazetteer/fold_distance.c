/** @file How many letters two names differ in. */
#include "gazetteer/fold.h"

#include <stdint.h>
#include <string.h>

/** Row by row (Wagner and Fischer), for what is longer than a word of bits. */
static int distance_by_rows(const char *a, size_t a_length, const char *b, size_t b_length, int limit)
{
    int rows[3][FOLD_MAX];
    int *before = rows[0], *previous = rows[1], *current = rows[2];
    for (size_t j = 0; j <= b_length; j++) previous[j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int least = current[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int best = previous[j - 1] + (a[i - 1] != b[j - 1]);
            if (previous[j] + 1 < best) best = previous[j] + 1;
            if (current[j - 1] + 1 < best) best = current[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            current[j] = best;
            if (best < least) least = best;
        }
        if (least > limit) return limit + 1;
        int *spare = before;
        before = previous;
        previous = current;
        current = spare;
    }
    return previous[b_length];
}

/**
 * A column at a time in the bits of a word, with the exchange of neighbours: H. Hyyrö, "A bit-vector
 * algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003).
 */
static int distance_by_bits(const char *a, size_t a_length, const char *b, size_t b_length)
{
    uint64_t places[256]; // of each letter in a; only those that either has are read
    for (size_t i = 0; i < a_length; i++) places[(unsigned char)a[i]] = 0;
    for (size_t j = 0; j < b_length; j++) places[(unsigned char)b[j]] = 0;
    for (size_t i = 0; i < a_length; i++) places[(unsigned char)a[i]] |= (uint64_t)1 << i;
    const uint64_t last = (uint64_t)1 << (a_length - 1);
    uint64_t rises = ~(uint64_t)0, falls = 0, same = 0, at_before = 0;
    int distance = (int)a_length;
    for (size_t j = 0; j < b_length; j++) {
        const uint64_t at = places[(unsigned char)b[j]];
        const uint64_t exchanged = ((~same & at) << 1) & at_before;
        same = exchanged | (((at & rises) + rises) ^ rises) | at | falls;
        uint64_t grows = falls | ~(same | rises), shrinks = same & rises;
        distance += (grows & last) != 0;
        distance -= (shrinks & last) != 0;
        grows = grows << 1 | 1;
        shrinks <<= 1;
        rises = shrinks | ~(same | grows);
        falls = grows & same;
        at_before = at;
    }
    return distance;
}

int fold_distance(const char *a, const char *b, int limit)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    size_t gap = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (gap > (size_t)limit || a_length >= FOLD_MAX || b_length >= FOLD_MAX) return limit + 1;
    if (!a_length) return (int)b_length;
    int distance = a_length <= 64 ? distance_by_bits(a, a_length, b, b_length)
                                  : distance_by_rows(a, a_length, b, b_length, limit);
    return distance > limit ? limit + 1 : distance;
}
