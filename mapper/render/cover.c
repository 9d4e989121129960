#include "render/cover.h"

/** The bits [begin, end) of a word; 0 <= begin < end <= 64. */
static uint64_t bits_between(int begin, int end)
{
    return ~UINT64_C(0) >> (64 - (end - begin)) << begin;
}

/** The part of a span that lies in the rectangle, in columns of the canvas; false where there is none. */
static bool clip_span(row_span *out, row_span span, int spans_left, cover_rect rect)
{
    out->begin_px = span.begin_px + spans_left > rect.left ? span.begin_px + spans_left : rect.left;
    out->end_px = span.end_px + spans_left < rect.right ? span.end_px + spans_left : rect.right;
    return out->begin_px < out->end_px;
}

/** Whether all blocks that the rectangle touches are full. */
static bool blocks_hide(const cover *c, cover_rect rect)
{
    uint32_t wanted =
        (uint32_t)bits_between(rect.left / COVER_BLOCK_PX, (rect.right - 1) / COVER_BLOCK_PX + 1);
    for (int row = rect.top / COVER_BLOCK_PX; row <= (rect.bottom - 1) / COVER_BLOCK_PX; row++)
        if (wanted & ~c->full_blocks[row]) return false;
    return true;
}

bool cover_hides(const cover *c, cover_rect rect, const row_span *spans, int spans_left)
{
    if (blocks_hide(c, rect)) return true;
    for (int row = rect.top; row < rect.bottom; row++) {
        row_span span;
        if (!clip_span(&span, spans[row - rect.top], spans_left, rect)) continue;
        for (int begin = span.begin_px; begin < span.end_px;) {
            int word = begin / 64, end = span.end_px < 64 * (word + 1) ? span.end_px : 64 * (word + 1);
            if (bits_between(begin % 64, end - 64 * word) & ~c->rows[row][word]) return false;
            begin = end;
        }
    }
    return true;
}

/** Notes which blocks that the rectangle touches have become full. */
static void fill_blocks(cover *c, cover_rect rect)
{
    for (int block_row = rect.top / COVER_BLOCK_PX; block_row <= (rect.bottom - 1) / COVER_BLOCK_PX;
         block_row++)
        for (int word = rect.left / 64; word <= (rect.right - 1) / 64; word++) {
            uint64_t all = ~UINT64_C(0);
            for (int row = 0; row < COVER_BLOCK_PX; row++)
                all &= c->rows[block_row * COVER_BLOCK_PX + row][word];
            for (int block = 0; block < 64 / COVER_BLOCK_PX; block++)
                if ((all >> COVER_BLOCK_PX * block & 0xff) == 0xff)
                    c->full_blocks[block_row] |= (uint32_t)1 << (64 / COVER_BLOCK_PX * word + block);
        }
}

void cover_add(cover *c, cover_rect rect, const row_span *spans, int spans_left)
{
    for (int row = rect.top; row < rect.bottom; row++) {
        row_span span;
        if (!clip_span(&span, spans[row - rect.top], spans_left, rect)) continue;
        for (int begin = span.begin_px; begin < span.end_px;) {
            int word = begin / 64, end = span.end_px < 64 * (word + 1) ? span.end_px : 64 * (word + 1);
            c->rows[row][word] |= bits_between(begin % 64, end - 64 * word);
            begin = end;
        }
    }
    fill_blocks(c, rect);
}
