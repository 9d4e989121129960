#include "encode/palette.h"

#include "encode/radix.h"

#include <string.h>

static uint32_t first_slot(uint32_t color)
{
    // Fibonacci hashing: the high bits of a product with 2^32 / golden ratio.
    return color * 2654435769u >> 22;
}

/** The how-manieth this colour came, taken in where it is new; -1 where there is no room. */
static int number_of(palette *p, uint32_t color)
{
    uint32_t slot = first_slot(color);
    while (p->slot_numbers[slot] && p->slot_colors[slot] != color) slot = (slot + 1) % PALETTE_SLOTS;
    if (p->slot_numbers[slot]) return p->slot_numbers[slot] - 1;
    if (p->count == PALETTE_MAX) return -1;
    p->colors[p->count++] = color;
    p->slot_colors[slot] = color;
    p->slot_numbers[slot] = (uint16_t)p->count;
    return p->count - 1;
}

/** Alpha is the highest byte, so plain order by value is order by opacity first. */
static void sort_colors(palette *p)
{
    uint64_t keys[PALETTE_MAX], spare[PALETTE_MAX];
    for (int i = 0; i < p->count; i++) keys[i] = (uint64_t)p->colors[i] << 8 | (uint64_t)i;
    radix_sort(keys, spare, p->count, 1);
    for (int i = 0; i < p->count; i++) {
        p->colors[i] = (uint32_t)(keys[i] >> 8);
        p->places[keys[i] & 0xff] = (uint8_t)i;
    }
}

bool palette_collect(palette *out, uint8_t *numbers, const uint32_t *argb, int width_px, int height_px,
                     int stride_px, const row_span *spans, bool has_blank)
{
    _Static_assert(PALETTE_SLOTS == 1u << (32 - 22), "first_slot gives a slot");
    _Static_assert(PALETTE_MAX <= 1 << 8, "a number fits below the colour in a key");
    out->count = 0;
    memset(out->slot_numbers, 0, sizeof out->slot_numbers);
    if (has_blank) number_of(out, 0);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        uint8_t *line_numbers = numbers + (size_t)row * (size_t)width_px;
        int number = 0;
        for (int col = spans[row].begin_px; col < spans[row].end_px; col++) {
            if (col == spans[row].begin_px || line[col] != line[col - 1]) number = number_of(out, line[col]);
            if (number < 0) return false;
            line_numbers[col] = (uint8_t)number;
        }
    }
    sort_colors(out);
    return true;
}
