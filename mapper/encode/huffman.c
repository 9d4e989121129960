#include "encode/huffman.h"

#include "encode/radix.h"

#include <string.h>

typedef struct {
    uint32_t count;
    uint16_t symbol;
} leaf;

/** By count; those of equal counts stay by symbol, as they came. */
static void sort_leaves(leaf *leaves, int count)
{
    uint64_t keys[HUFFMAN_SYMBOLS_MAX], spare[HUFFMAN_SYMBOLS_MAX];
    for (int i = 0; i < count; i++) keys[i] = (uint64_t)leaves[i].count << 16 | leaves[i].symbol;
    radix_sort(keys, spare, count, 2);
    for (int i = 0; i < count; i++) leaves[i] = (leaf){(uint32_t)(keys[i] >> 16), (uint16_t)keys[i]};
}

/** Depths of the leaves, ascending by count, in the tree that the two-queue method builds; how many of each
 * depth. */
static void count_depths(uint32_t *of_depth, const leaf *leaves, int leaf_count)
{
    uint32_t weight[HUFFMAN_SYMBOLS_MAX];
    int parent[HUFFMAN_SYMBOLS_MAX], leaf_parent[HUFFMAN_SYMBOLS_MAX];
    int node_count = 0, next_leaf = 0, next_node = 0;
    while (node_count < leaf_count - 1) {
        uint32_t sum = 0;
        for (int side = 0; side < 2; side++) {
            bool takes_leaf = next_node >= node_count ||
                              (next_leaf < leaf_count && leaves[next_leaf].count <= weight[next_node]);
            if (takes_leaf) {
                sum += leaves[next_leaf].count;
                leaf_parent[next_leaf++] = node_count;
            } else {
                sum += weight[next_node];
                parent[next_node++] = node_count;
            }
        }
        weight[node_count++] = sum;
    }
    int depth[HUFFMAN_SYMBOLS_MAX];
    depth[node_count - 1] = 0;
    for (int i = node_count - 2; i >= 0; i--) depth[i] = depth[parent[i]] + 1;
    for (int i = 0; i < leaf_count; i++) of_depth[depth[leaf_parent[i]] + 1]++;
}

/** Moves leaves that lie too deep, the @p deepest at most, up, each for one that moves down, until the code
 * is whole (Kraft's sum is one). */
static void limit_depths(uint32_t *of_depth, int deepest, int limit)
{
    uint64_t kraft = 0;
    for (int depth = deepest; depth > limit; depth--) {
        of_depth[limit] += of_depth[depth];
        of_depth[depth] = 0;
    }
    for (int depth = 1; depth <= limit; depth++) kraft += (uint64_t)of_depth[depth] << (limit - depth);
    while (kraft > (uint64_t)1 << limit) {
        int depth = limit - 1;
        while (of_depth[depth] == 0) depth--;
        of_depth[depth]--;
        of_depth[depth + 1] += 2;
        of_depth[limit]--;
        kraft--;
    }
}

void huffman_lengths(uint8_t *lengths, const uint32_t *counts, int symbol_count, int limit_bits)
{
    leaf leaves[HUFFMAN_SYMBOLS_MAX + 1];
    int leaf_count = 0;
    memset(lengths, 0, (size_t)symbol_count);
    // Without a branch, which none could foretell.
    for (int i = 0; i < symbol_count; i++) {
        leaves[leaf_count] = (leaf){counts[i], (uint16_t)i};
        leaf_count += counts[i] != 0;
    }
    if (leaf_count == 0) return;
    if (leaf_count == 1) {
        lengths[leaves[0].symbol] = 1;
        return;
    }
    sort_leaves(leaves, leaf_count);
    // A tree of n leaves is at most n - 1 deep.
    uint32_t of_depth[HUFFMAN_SYMBOLS_MAX + 1];
    int deepest = leaf_count - 1;
    memset(of_depth, 0, ((size_t)(deepest > limit_bits ? deepest : limit_bits) + 1) * sizeof *of_depth);
    count_depths(of_depth, leaves, leaf_count);
    limit_depths(of_depth, deepest, limit_bits);
    int next = 0;
    for (int depth = limit_bits; depth >= 1; depth--)
        for (uint32_t i = 0; i < of_depth[depth]; i++) lengths[leaves[next++].symbol] = (uint8_t)depth;
}

/** The lowest @p bits of 16 in the other order: neighbours are exchanged, then pairs, fours, eights. */
static uint16_t reversed(uint32_t code, int bits)
{
    code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
    code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
    code = (code & 0x0f0f) << 4 | (code >> 4 & 0x0f0f);
    code = (code & 0x00ff) << 8 | (code >> 8 & 0x00ff);
    return (uint16_t)(code >> (16 - bits));
}

void huffman_codes(uint16_t *codes, const uint8_t *lengths, int symbol_count)
{
    uint32_t of_length[16] = {0}, next[16] = {0};
    for (int i = 0; i < symbol_count; i++) of_length[lengths[i]]++;
    of_length[0] = 0;
    for (int bits = 1; bits < 16; bits++) next[bits] = (next[bits - 1] + of_length[bits - 1]) << 1;
    for (int i = 0; i < symbol_count; i++)
        codes[i] = reversed(next[lengths[i]]++, lengths[i]); // 0 where the length is
}
