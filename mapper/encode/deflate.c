#include "encode/deflate.h"

#include "base/arena.h"
#include "base/clones.h"
#include "encode/huffman.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// RFC 1951, 3.2.5: literals and lengths, distances, and the code of code lengths.
enum { LITLEN_SYMBOLS = 286, FIXED_LITLEN_SYMBOLS = 288, DIST_SYMBOLS = 30, CODELEN_SYMBOLS = 19 };
enum { END_OF_BLOCK = 256, MATCH_MIN = 3, MATCH_MAX = 258, WINDOW = 32768 };
enum { LITLEN_LIMIT_BITS = 15, CODELEN_LIMIT_BITS = 7 };

// Positions are remembered by a hash of four bytes; 4096 entries hold all of a tile's marks and stay in the
// cache.
#define HASH_BITS  12
#define HASH_BYTES 4
// A match of three bytes costs more than they do as literals unless it is near.
#define SHORT_MATCH_DISTANCE_MAX 256
// Of a match, the positions that are remembered.
#define MATCH_KNOWN 4

static const uint8_t length_extra_bits[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                              2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t length_base[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                         31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};

/** A literal (distance 0, length the byte), a match, or (length 0) as many longest matches of distance 1 as
 * distance says: blank rows are nothing else. */
typedef struct {
    uint16_t length, distance;
} token;

#define ZEROS_REPEATS_MAX UINT16_MAX

typedef struct {
    uint8_t lengths[FIXED_LITLEN_SYMBOLS];
    uint16_t codes[FIXED_LITLEN_SYMBOLS];
} code;

struct deflater {
    uint8_t length_symbols[MATCH_MAX + 1]; ///< of a match length, from 0 for symbol 257
    uint8_t near_dist_symbols[257];        ///< of distances to 256
    code fixed_litlen, fixed_dist;
    uint32_t heads[1 << HASH_BITS]; ///< base + position of the last byte with this hash
    uint32_t base;                  ///< of this call's positions: older entries are below it
    token *tokens;
    size_t token_count, token_capacity;
    size_t zeros_count; ///< of the matches that tokens stand for as repeats
    uint32_t litlen_counts[LITLEN_SYMBOLS], dist_counts[DIST_SYMBOLS];
};

static int dist_extra_bits(int symbol)
{
    return symbol < 4 ? 0 : symbol / 2 - 1;
}

static uint32_t dist_base(int symbol)
{
    return symbol < 4 ? (uint32_t)symbol + 1 : ((uint32_t)(2 + symbol % 2) << dist_extra_bits(symbol)) + 1;
}

static int dist_symbol(const deflater *d, uint32_t distance)
{
    if (distance <= 256) return d->near_dist_symbols[distance];
    // Two symbols for each power of two; past 256 a multiple of 128 decides.
    return d->near_dist_symbols[((distance - 1) >> 7) + 1] + 14;
}

deflater *deflater_new(void)
{
    deflater *d = mem_calloc(1, sizeof *d);
    for (int symbol = 0; symbol < 29; symbol++) {
        int end = symbol < 27 ? length_base[symbol + 1] : symbol == 27 ? MATCH_MAX : MATCH_MAX + 1;
        for (int length = length_base[symbol]; length < end; length++)
            d->length_symbols[length] = (uint8_t)symbol;
    }
    for (uint32_t distance = 1, symbol = 0; distance <= 256; distance++) {
        while (symbol + 1 < DIST_SYMBOLS && dist_base((int)symbol + 1) <= distance) symbol++;
        d->near_dist_symbols[distance] = (uint8_t)symbol;
    }
    uint8_t *lengths = d->fixed_litlen.lengths;
    for (int i = 0; i < FIXED_LITLEN_SYMBOLS; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    huffman_codes(d->fixed_litlen.codes, lengths, FIXED_LITLEN_SYMBOLS);
    memset(d->fixed_dist.lengths, 5, 32);
    huffman_codes(d->fixed_dist.codes, d->fixed_dist.lengths, 32);
    d->base = 1;
    return d;
}

void deflater_free(deflater *d)
{
    if (!d) return;
    free(d->tokens);
    free(d);
}

static void add_literal(deflater *d, uint8_t byte)
{
    d->tokens[d->token_count++] = (token){byte, 0};
    d->litlen_counts[byte]++;
}

static void add_match(deflater *d, uint32_t length, uint32_t distance)
{
    d->tokens[d->token_count++] = (token){(uint16_t)length, (uint16_t)distance};
    d->litlen_counts[END_OF_BLOCK + 1 + d->length_symbols[length]]++;
    d->dist_counts[dist_symbol(d, distance)]++;
}

static void add_zeros(deflater *d, const uint8_t *data, uint32_t begin, uint32_t end)
{
    if (begin < end && (begin == 0 || data[begin - 1] != 0)) {
        add_literal(d, 0);
        begin++;
    }
    while (end - begin >= MATCH_MAX) {
        uint32_t repeats = (end - begin) / MATCH_MAX;
        if (repeats > ZEROS_REPEATS_MAX) repeats = ZEROS_REPEATS_MAX;
        d->tokens[d->token_count++] = (token){0, (uint16_t)repeats};
        d->litlen_counts[END_OF_BLOCK + 1 + d->length_symbols[MATCH_MAX]] += repeats;
        d->dist_counts[0] += repeats;
        d->zeros_count += repeats;
        begin += repeats * MATCH_MAX;
    }
    if (end - begin >= MATCH_MIN) {
        add_match(d, end - begin, 1);
        begin = end;
    }
    while (begin < end) {
        add_literal(d, 0);
        begin++;
    }
}

static uint32_t hash_at(const uint8_t *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word * 2654435769u >> (32 - HASH_BITS);
}

static uint32_t match_length(const uint8_t *a, const uint8_t *b, uint32_t limit)
{
    uint32_t length = 0;
    for (uint64_t left, right; length + sizeof left <= limit; length += (uint32_t)sizeof left) {
        memcpy(&left, a + length, sizeof left);
        memcpy(&right, b + length, sizeof right);
        if (left != right) return length + (uint32_t)__builtin_ctzll(le64toh(left ^ right)) / 8;
    }
    while (length < limit && a[length] == b[length]) length++;
    return length;
}

/** Takes the bytes of a segment from @p at on; returns where it stopped, which may be past the segment's end.
 */
static uint32_t add_segment(deflater *d, const uint8_t *data, uint32_t length, uint32_t at, uint32_t end)
{
    while (at < end) {
        uint32_t limit = length - at < MATCH_MAX ? length - at : MATCH_MAX, best = 0, distance = 0;
        if (limit >= HASH_BYTES) {
            uint32_t *head = &d->heads[hash_at(data + at)];
            uint32_t candidate = *head;
            *head = d->base + at;
            if (candidate >= d->base && d->base + at - candidate <= WINDOW) {
                distance = d->base + at - candidate;
                best = match_length(data + at, data + at - distance, limit);
            }
        }
        bool pays = best > MATCH_MIN || (best == MATCH_MIN && distance <= SHORT_MATCH_DISTANCE_MAX);
        if (!pays) {
            add_literal(d, data[at++]);
            continue;
        }
        add_match(d, best, distance);
        uint32_t known_end = best > MATCH_KNOWN ? at + MATCH_KNOWN : at + best;
        for (uint32_t k = at + 1; k < known_end && k < end && length - k >= HASH_BYTES; k++)
            d->heads[hash_at(data + k)] = d->base + k;
        at += best;
    }
    return at;
}

/** Makes room for all tokens that the data can need: one for each byte of a segment; for each gap its first
 * zero, matches, and at most two zeros behind them. */
static void reserve_tokens(deflater *d, uint32_t length, const data_segment *segments, size_t segment_count)
{
    size_t most = 3 * (segment_count + 1) + length / MATCH_MAX + segment_count + 1;
    for (size_t i = 0; i < segment_count; i++) most += segments[i].end - segments[i].begin;
    if (most <= d->token_capacity) return;
    d->tokens = mem_realloc(d->tokens, most, sizeof *d->tokens);
    d->token_capacity = most;
}

static void parse(deflater *d, const uint8_t *data, uint32_t length, const data_segment *segments,
                  size_t segment_count)
{
    reserve_tokens(d, length, segments, segment_count);
    d->token_count = d->zeros_count = 0;
    memset(d->litlen_counts, 0, sizeof d->litlen_counts);
    memset(d->dist_counts, 0, sizeof d->dist_counts);
    // Entries of earlier data are told by being below the base; when it would overflow, they are cleared.
    if (d->base > UINT32_MAX - length) {
        memset(d->heads, 0, sizeof d->heads);
        d->base = 1;
    }
    uint32_t at = 0;
    for (size_t i = 0; i < segment_count; i++) {
        if (at < segments[i].begin) {
            add_zeros(d, data, at, segments[i].begin);
            at = segments[i].begin;
        }
        at = add_segment(d, data, length, at, segments[i].end);
    }
    add_zeros(d, data, at, length);
    d->base += length;
    d->litlen_counts[END_OF_BLOCK]++;
}

/** Bits on their way to the output, the first in the lowest place. Behind what is written there is room for a
 * word. */
typedef struct {
    uint8_t *at;
    uint64_t bits;
    int count;
} bit_writer;

/** At most 56 bits: 7 may be left from before. */
static void put_bits(bit_writer *w, uint64_t bits, int count)
{
    w->bits |= bits << w->count;
    w->count += count;
    uint64_t word = htole64(w->bits);
    memcpy(w->at, &word, sizeof word);
    int whole = w->count >> 3;
    w->at += whole;
    w->bits >>= 8 * whole;
    w->count &= 7;
}

static void put_symbol(bit_writer *w, const code *c, int symbol)
{
    put_bits(w, c->codes[symbol], c->lengths[symbol]);
}

/** The literals from the i-th token on, as many at once as a word has room for; returns the token behind
 * them. */
static size_t put_literals(bit_writer *w, const deflater *d, size_t i, const code *litlen)
{
    enum { ROOM_BITS = 56 - LITLEN_LIMIT_BITS };
    uint64_t bits = 0;
    int count = 0;
    do {
        int symbol = d->tokens[i++].length;
        bits |= (uint64_t)litlen->codes[symbol] << count;
        count += litlen->lengths[symbol];
    } while (count <= ROOM_BITS && i < d->token_count && d->tokens[i].distance == 0);
    put_bits(w, bits, count);
    return i;
}

/** A match: at most 15 + 5 + 15 + 13 bits. */
static void put_match(bit_writer *w, const deflater *d, token t, const code *litlen, const code *dist)
{
    int symbol = d->length_symbols[t.length];
    uint64_t bits = litlen->codes[END_OF_BLOCK + 1 + symbol];
    int count = litlen->lengths[END_OF_BLOCK + 1 + symbol];
    bits |= (uint64_t)(t.length - length_base[symbol]) << count;
    count += length_extra_bits[symbol];
    symbol = dist_symbol(d, t.distance);
    bits |= (uint64_t)dist->codes[symbol] << count;
    count += dist->lengths[symbol];
    bits |= (uint64_t)(t.distance - dist_base(symbol)) << count;
    put_bits(w, bits, count + dist_extra_bits(symbol));
}

/** The same match again and again, as often at once as a word has room for. */
static void put_zeros(bit_writer *w, const deflater *d, uint32_t repeats, const code *litlen,
                      const code *dist)
{
    int symbol = END_OF_BLOCK + 1 + d->length_symbols[MATCH_MAX];
    uint64_t one = litlen->codes[symbol] | (uint64_t)dist->codes[0] << litlen->lengths[symbol], many = 0;
    int one_count = litlen->lengths[symbol] + dist->lengths[0];
    uint32_t at_once = (uint32_t)(56 / one_count);
    for (uint32_t i = 0; i < at_once; i++) many |= one << (int)i * one_count;
    for (; repeats >= at_once; repeats -= at_once) put_bits(w, many, (int)at_once * one_count);
    for (; repeats > 0; repeats--) put_bits(w, one, one_count);
}

static void put_tokens(bit_writer *w, const deflater *d, const code *litlen, const code *dist)
{
    for (size_t i = 0; i < d->token_count;) {
        token t = d->tokens[i];
        if (t.distance == 0) {
            i = put_literals(w, d, i, litlen);
            continue;
        }
        if (t.length == 0)
            put_zeros(w, d, t.distance, litlen, dist);
        else
            put_match(w, d, t, litlen, dist);
        i++;
    }
    put_symbol(w, litlen, END_OF_BLOCK);
}

/** The lengths of both codes as runs (RFC 1951, 3.2.7): symbols 0 to 18, and the extra bits of the last
 * three. */
typedef struct {
    uint8_t symbols[LITLEN_SYMBOLS + DIST_SYMBOLS], extras[LITLEN_SYMBOLS + DIST_SYMBOLS];
    int count, litlen_count, dist_count;
    code lengths;
    int order_count; ///< code lengths of the code of code lengths that are written
} code_header;

enum { REPEAT_LAST = 16, REPEAT_ZERO = 17, REPEAT_ZERO_LONG = 18 };

static const uint8_t codelen_order[CODELEN_SYMBOLS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                       11, 4,  12, 3, 13, 2, 14, 1, 15};

static int used_counts(const uint32_t *counts, int count)
{
    while (count > 0 && counts[count - 1] == 0) count--;
    return count;
}

static int used_symbols(const uint8_t *lengths, int count, int least)
{
    while (count > least && lengths[count - 1] == 0) count--;
    return count;
}

static void add_run(code_header *h, uint32_t *counts, int symbol, int extra)
{
    h->symbols[h->count] = (uint8_t)symbol;
    h->extras[h->count++] = (uint8_t)extra;
    counts[symbol]++;
}

static void make_header(code_header *h, const code *litlen, const code *dist)
{
    h->count = 0;
    h->litlen_count = used_symbols(litlen->lengths, LITLEN_SYMBOLS, END_OF_BLOCK + 1);
    h->dist_count = used_symbols(dist->lengths, DIST_SYMBOLS, 1);
    uint8_t all[LITLEN_SYMBOLS + DIST_SYMBOLS];
    memcpy(all, litlen->lengths, (size_t)h->litlen_count);
    memcpy(all + h->litlen_count, dist->lengths, (size_t)h->dist_count);
    uint32_t counts[CODELEN_SYMBOLS] = {0};
    int total = h->litlen_count + h->dist_count;
    for (int i = 0, run; i < total; i += run) {
        for (run = 1; i + run < total && all[i + run] == all[i];) run++;
        int left = run;
        if (all[i] != 0) {
            add_run(h, counts, all[i], 0);
            left--;
        }
        while (left >= 3) {
            int most = all[i] ? 6 : left > 10 ? 138 : 10, part = left < most ? left : most;
            int symbol = all[i] ? REPEAT_LAST : left > 10 ? REPEAT_ZERO_LONG : REPEAT_ZERO;
            add_run(h, counts, symbol, part - (symbol == REPEAT_ZERO_LONG ? 11 : 3));
            left -= part;
        }
        for (; left > 0; left--) add_run(h, counts, all[i], 0);
    }
    huffman_lengths(h->lengths.lengths, counts, CODELEN_SYMBOLS, CODELEN_LIMIT_BITS);
    huffman_codes(h->lengths.codes, h->lengths.lengths, CODELEN_SYMBOLS);
    h->order_count = CODELEN_SYMBOLS;
    while (h->order_count > 4 && h->lengths.lengths[codelen_order[h->order_count - 1]] == 0) h->order_count--;
}

static int run_extra_bits(int symbol)
{
    return symbol == REPEAT_LAST ? 2 : symbol == REPEAT_ZERO ? 3 : symbol == REPEAT_ZERO_LONG ? 7 : 0;
}

static uint64_t header_cost(const code_header *h)
{
    uint64_t bits = 14 + 3 * (uint64_t)h->order_count;
    for (int i = 0; i < h->count; i++)
        bits += (uint64_t)(h->lengths.lengths[h->symbols[i]] + run_extra_bits(h->symbols[i]));
    return bits;
}

static void put_header(bit_writer *w, const code_header *h)
{
    put_bits(w, (uint32_t)h->litlen_count - 257, 5);
    put_bits(w, (uint32_t)h->dist_count - 1, 5);
    put_bits(w, (uint32_t)h->order_count - 4, 4);
    for (int i = 0; i < h->order_count; i++) put_bits(w, h->lengths.lengths[codelen_order[i]], 3);
    for (int i = 0; i < h->count; i++) {
        put_symbol(w, &h->lengths, h->symbols[i]);
        put_bits(w, h->extras[i], run_extra_bits(h->symbols[i]));
    }
}

/** Bits that the symbols take; the extra bits are the same in every code. */
static uint64_t symbol_cost(const deflater *d, const code *litlen, const code *dist)
{
    uint64_t bits = 0;
    for (int i = 0; i < LITLEN_SYMBOLS; i++) bits += (uint64_t)d->litlen_counts[i] * litlen->lengths[i];
    for (int i = 0; i < DIST_SYMBOLS; i++) bits += (uint64_t)d->dist_counts[i] * dist->lengths[i];
    return bits;
}

/** Adler-32 (RFC 1950): a run of n zeros leaves the lower sum and adds n times it to the upper one. */
static uint32_t adler_of(const uint8_t *data, uint32_t length, const data_segment *segments,
                         size_t segment_count)
{
    const uint32_t modulus = 65521;
    uint32_t adler = 1, at = 0;
    for (size_t i = 0; i <= segment_count; i++) {
        uint32_t end = i < segment_count ? segments[i].begin : length;
        uint32_t low = adler & 0xffff, high = adler >> 16;
        high = (uint32_t)((high + (uint64_t)(end - at) * low) % modulus);
        adler = high << 16 | low;
        if (i == segment_count) break;
        adler = libdeflate_adler32(adler, data + segments[i].begin, segments[i].end - segments[i].begin);
        at = segments[i].end;
    }
    return adler;
}

/** The code of literals and lengths. Of the bytes a tile has few, palette entries from 0 on: those behind
 * them are passed over. */
static void make_litlen(code *out, const deflater *d)
{
    enum { LENGTHS = LITLEN_SYMBOLS - END_OF_BLOCK };
    int byte_end = used_counts(d->litlen_counts, END_OF_BLOCK);
    uint32_t counts[LITLEN_SYMBOLS];
    memcpy(counts, d->litlen_counts, (size_t)byte_end * sizeof *counts);
    memcpy(counts + byte_end, d->litlen_counts + END_OF_BLOCK, LENGTHS * sizeof *counts);
    uint8_t lengths[LITLEN_SYMBOLS];
    uint16_t codes[LITLEN_SYMBOLS];
    huffman_lengths(lengths, counts, byte_end + LENGTHS, LITLEN_LIMIT_BITS);
    huffman_codes(codes, lengths, byte_end + LENGTHS);
    memcpy(out->lengths, lengths, (size_t)byte_end);
    memset(out->lengths + byte_end, 0, (size_t)(END_OF_BLOCK - byte_end));
    memcpy(out->lengths + END_OF_BLOCK, lengths + byte_end, LENGTHS);
    memcpy(out->codes, codes, (size_t)byte_end * sizeof *codes);
    memcpy(out->codes + END_OF_BLOCK, codes + byte_end, LENGTHS * sizeof *codes);
}

// Bits are shifted by what a table says: processors with BMI2 do that in one step instead of three.
CLONED_FOR("arch=haswell")
void deflate_sparse(deflater *d, strbuf *out, const uint8_t *data, uint32_t length,
                    const data_segment *segments, size_t segment_count)
{
    parse(d, data, length, segments, segment_count);
    code litlen, dist;
    make_litlen(&litlen, d);
    huffman_lengths(dist.lengths, d->dist_counts, DIST_SYMBOLS, LITLEN_LIMIT_BITS);
    huffman_codes(dist.codes, dist.lengths, DIST_SYMBOLS);
    code_header header;
    make_header(&header, &litlen, &dist);
    bool fixed = symbol_cost(d, &d->fixed_litlen, &d->fixed_dist) <=
                 header_cost(&header) + symbol_cost(d, &litlen, &dist);

    // A match takes at most 15 + 5 + 15 + 13 bits; a header 14 + 19 * 3 + 316 * 14; and writing goes a word
    // ahead.
    strbuf_reserve(out, 6 * (d->token_count + d->zeros_count + 1) + 640 + 6 + sizeof(uint64_t));
    bit_writer w = {.at = (uint8_t *)out->data + out->length};
    // Deflate with a window of 32 KiB; the second makes the header a multiple of 31 and says "fastest".
    *w.at++ = 0x78;
    *w.at++ = 0x01;
    put_bits(&w, 1, 1);
    put_bits(&w, fixed ? 1 : 2, 2);
    if (!fixed) put_header(&w, &header);
    put_tokens(&w, d, fixed ? &d->fixed_litlen : &litlen, fixed ? &d->fixed_dist : &dist);
    if (w.count > 0) put_bits(&w, 0, 8 - w.count);
    uint32_t adler = adler_of(data, length, segments, segment_count);
    for (int shift = 24; shift >= 0; shift -= 8) *w.at++ = (uint8_t)(adler >> shift);
    strbuf_advance(out, (size_t)((char *)w.at - out->data) - out->length);
}
