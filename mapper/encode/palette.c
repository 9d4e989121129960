#include "encode/palette.h"

#include <stdlib.h>
#include <string.h>

static uint32_t first_slot(uint32_t color)
{
    // Fibonacci hashing: the high bits of a product with 2^32 / golden ratio.
    return color * 2654435769u >> 22;
}

static uint32_t find_slot(const palette *p, uint32_t color)
{
    uint32_t slot = first_slot(color);
    while (p->slot_entries[slot] && p->slot_colors[slot] != color) slot = (slot + 1) % PALETTE_SLOTS;
    return slot;
}

static int compare_colors(const void *a, const void *b)
{
    // Alpha is the highest byte, so plain order by value is order by opacity first.
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

bool row_is_uniform(const uint32_t *line, int width_px)
{
    // Without an early end, so that the compiler makes vectors of it.
    uint32_t differs = 0;
    for (int col = 1; col < width_px; col++) differs |= line[col] ^ line[0];
    return differs == 0;
}

bool palette_collect(palette *out, const uint32_t *argb, int width_px, int height_px, int stride_px)
{
    _Static_assert(PALETTE_SLOTS == 1u << (32 - 22), "first_slot gives a slot");
    out->count = 0;
    memset(out->slot_entries, 0, sizeof out->slot_entries);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        int last = row_is_uniform(line, width_px) ? 1 : width_px;
        for (int col = 0; col < last; col++) {
            if (col > 0 && line[col] == line[col - 1]) continue;
            uint32_t slot = find_slot(out, line[col]);
            if (out->slot_entries[slot]) continue;
            if (out->count == PALETTE_MAX) return false;
            out->colors[out->count++] = line[col];
            out->slot_colors[slot] = line[col];
            out->slot_entries[slot] = (uint16_t)out->count;
        }
    }
    qsort(out->colors, (size_t)out->count, sizeof *out->colors, compare_colors);
    for (int i = 0; i < out->count; i++)
        out->slot_entries[find_slot(out, out->colors[i])] = (uint16_t)(i + 1);
    return true;
}

uint8_t palette_index(const palette *p, uint32_t color)
{
    return (uint8_t)(p->slot_entries[find_slot(p, color)] - 1);
}
