/** @file Sorting the few numbers that a tile has of anything: colours, counts of symbols. */
#ifndef INCMAP_ENCODE_RADIX_H
#define INCMAP_ENCODE_RADIX_H

#include <stdint.h>

/**
 * Sorts ascending by the bytes from @p first_byte (0: the lowest) upwards; keys that are equal there stay in
 * their order. @p spare has room for as many keys.
 */
void radix_sort(uint64_t *keys, uint64_t *spare, int count, int first_byte);

#endif
