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

/** Takes in a colour; false where there is no room. */
static bool add_color(palette *p, uint32_t color)
{
    uint32_t slot = find_slot(p, color);
    if (p->slot_entries[slot]) return true;
    if (p->count == PALETTE_MAX) return false;
    p->colors[p->count++] = color;
    p->slot_colors[slot] = color;
    p->slot_entries[slot] = (uint16_t)p->count;
    return true;
}

bool palette_collect(palette *out, const uint32_t *argb, int height_px, int stride_px, const row_span *spans,
                     bool has_blank)
{
    _Static_assert(PALETTE_SLOTS == 1u << (32 - 22), "first_slot gives a slot");
    out->count = 0;
    memset(out->slot_entries, 0, sizeof out->slot_entries);
    if (has_blank) add_color(out, 0);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        for (int col = spans[row].begin_px; col < spans[row].end_px; col++) {
            if (col > spans[row].begin_px && line[col] == line[col - 1]) continue;
            if (!add_color(out, line[col])) return false;
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
