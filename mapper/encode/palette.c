#include "encode/palette.h"

#include <string.h>

static uint32_t first_slot(uint32_t color)
{
    // Fibonacci hashing: the high bits of a product with 2^32 / golden ratio.
    return color * 2654435769u >> 22;
}

/** The place of a colour that is not in its first slot, taken in where it is new; -1 where there is no room.
 */
static int find_further(palette *p, uint32_t color, uint32_t slot)
{
    while (p->slot_numbers[slot] && p->slot_colors[slot] != color) slot = (slot + 1) % PALETTE_SLOTS;
    if (p->slot_numbers[slot]) return p->slot_numbers[slot] - 1;
    if (p->count == PALETTE_MAX) return -1;
    p->colors[p->count++] = color;
    p->slot_colors[slot] = color;
    p->slot_numbers[slot] = (uint16_t)p->count;
    return p->count - 1;
}

// That a pixel is as the one before is not asked: along an edge nobody could foretell it, and looking it up
// costs less than a wrong guess.
static int number_of(palette *p, uint32_t color)
{
    uint32_t slot = first_slot(color);
    if (p->slot_colors[slot] == color && p->slot_numbers[slot]) return p->slot_numbers[slot] - 1;
    return find_further(p, color, slot);
}

bool palette_collect(palette *out, uint8_t *numbers, int number_stride, const uint32_t *argb, int height_px,
                     int stride_px, const row_span *spans, bool has_blank)
{
    _Static_assert(PALETTE_SLOTS == 1u << (32 - 22), "first_slot gives a slot");
    out->count = 0;
    memset(out->slot_numbers, 0, sizeof out->slot_numbers);
    if (has_blank) number_of(out, 0);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        uint8_t *line_numbers = numbers + (size_t)row * (size_t)number_stride;
        for (int col = spans[row].begin_px; col < spans[row].end_px; col++) {
            int number = number_of(out, line[col]);
            if (number < 0) return false;
            line_numbers[col] = (uint8_t)number;
        }
    }
    return true;
}
