/** @file Huffman codes of limited length, as deflate writes them (RFC 1951, 3.2.2). */
#ifndef INCMAP_ENCODE_HUFFMAN_H
#define INCMAP_ENCODE_HUFFMAN_H

#include <stdbool.h>
#include <stdint.h>

#define HUFFMAN_SYMBOLS_MAX 288

/**
 * Code lengths of at most @p limit_bits for symbols of these counts; 0 for one that does not occur. A lone
 * symbol gets one bit. Ties go by symbol, so that equal counts give equal lengths everywhere.
 */
void huffman_lengths(uint8_t *lengths, const uint32_t *counts, int symbol_count, int limit_bits);
/** The canonical codes of the lengths, bits reversed as deflate packs them. */
void huffman_codes(uint16_t *codes, const uint8_t *lengths, int symbol_count);

#endif
