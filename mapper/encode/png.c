/**
 * @file
 * PNG (W3C Recommendation, third edition). The container is written here because libpng compresses through
 * zlib only; libdeflate gives smaller files in less than half the time.
 */
#include "base/arena.h"
#include "encode/encode.h"
#include "encode/palette.h"

#include <libdeflate.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { COLOR_RGB = 2, COLOR_PALETTE = 3, COLOR_RGBA = 6 };
enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH };

// libdeflate compresses whole buffers, so a picture's rows are in memory once more: 2^28 pixels are 1 GB.
#define PIXELS_MAX (INT64_C(1) << 28)

// libdeflate's levels go to 12; above 6 the time doubles for each percent of size.
#define DEFLATE_LEVEL 6

// A compressor's tables are large enough that allocating them for each tile shows: one a thread is kept.
static pthread_key_t compressor_key;
static pthread_once_t compressor_once = PTHREAD_ONCE_INIT;

static void free_compressor(void *compressor)
{
    libdeflate_free_compressor(compressor);
}

static void make_key(void)
{
    pthread_key_create(&compressor_key, free_compressor);
}

static struct libdeflate_compressor *thread_compressor(void)
{
    pthread_once(&compressor_once, make_key);
    struct libdeflate_compressor *compressor = pthread_getspecific(compressor_key);
    if (!compressor) {
        compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
        pthread_setspecific(compressor_key, compressor);
    }
    return compressor;
}

static void put_u32(uint8_t out[4], uint32_t number)
{
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(number >> (24 - 8 * i));
}

static void append_chunk(strbuf *out, const char *type, const void *data, size_t length)
{
    uint8_t word[4];
    put_u32(word, (uint32_t)length);
    strbuf_append(out, word, 4);
    strbuf_append(out, type, 4);
    if (length) strbuf_append(out, data, length);
    uint32_t crc = libdeflate_crc32(0, type, 4);
    if (length) crc = libdeflate_crc32(crc, data, length);
    put_u32(word, crc);
    strbuf_append(out, word, 4);
}

static void append_header(strbuf *out, int width_px, int height_px, int bit_depth, int color_type)
{
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    strbuf_append(out, signature, sizeof signature);
    uint8_t header[13] = {[8] = (uint8_t)bit_depth, [9] = (uint8_t)color_type};
    put_u32(header, (uint32_t)width_px);
    put_u32(header + 4, (uint32_t)height_px);
    append_chunk(out, "IHDR", header, sizeof header);
}

static void append_palette(strbuf *out, const palette *colors)
{
    uint8_t rgb[3 * PALETTE_MAX], alpha[PALETTE_MAX];
    size_t alpha_count = 0;
    for (int i = 0; i < colors->count; i++) {
        uint8_t rgba[4];
        pixel_unpremultiply(colors->colors[i], rgba);
        memcpy(rgb + 3 * i, rgba, 3);
        alpha[i] = rgba[3];
        if (rgba[3] < 255) alpha_count = (size_t)i + 1;
    }
    append_chunk(out, "PLTE", rgb, 3 * (size_t)colors->count);
    if (alpha_count) append_chunk(out, "tRNS", alpha, alpha_count);
}

static void append_resolution(strbuf *out, double dpi)
{
    const double inch_m = 0.0254;
    uint8_t data[9] = {[8] = 1}; // unit: metre
    uint32_t per_m = (uint32_t)lround(dpi / inch_m);
    put_u32(data, per_m);
    put_u32(data + 4, per_m);
    append_chunk(out, "pHYs", data, sizeof data);
}

static int palette_depth(int count)
{
    return count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
}

/** Rows of palette indices, each behind filter type 0: indices have no gradient that a filter could use. */
static uint8_t *palette_rows(size_t *length, const palette *colors, const uint32_t *argb, int width_px,
                             int height_px, int stride_px)
{
    int depth = palette_depth(colors->count);
    size_t row_bytes = ((size_t)width_px * (size_t)depth + 7) / 8;
    *length = (row_bytes + 1) * (size_t)height_px;
    uint8_t *rows = mem_calloc(*length, 1);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        uint8_t *out = rows + (row_bytes + 1) * (size_t)row + 1;
        uint8_t entry = palette_index(colors, line[0]);
        // The transparent ground is entry 0 of any palette that has it, and the rows are zero already.
        if (entry == 0 && row_is_uniform(line, width_px)) continue;
        for (int col = 0; col < width_px; col++) {
            if (col > 0 && line[col] != line[col - 1]) entry = palette_index(colors, line[col]);
            size_t bit = (size_t)col * (size_t)depth;
            out[bit / 8] |= (uint8_t)(entry << (8 - depth - (int)(bit % 8)));
        }
    }
    return rows;
}

static uint8_t paeth(int left, int above, int corner)
{
    int estimate = left + above - corner;
    int to_left = abs(estimate - left), to_above = abs(estimate - above), to_corner = abs(estimate - corner);
    if (to_left <= to_above && to_left <= to_corner) return (uint8_t)left;
    return (uint8_t)(to_above <= to_corner ? above : corner);
}

/** Filters a row with one of the five types; returns the sum of its bytes taken as signed magnitudes. */
static uint64_t filter_row(uint8_t *out, int type, const uint8_t *line, const uint8_t *above, size_t length,
                           size_t pixel_bytes)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        int left = i >= pixel_bytes ? line[i - pixel_bytes] : 0;
        int corner = i >= pixel_bytes ? above[i - pixel_bytes] : 0;
        int guess = 0;
        switch (type) {
        case FILTER_SUB: guess = left; break;
        case FILTER_UP: guess = above[i]; break;
        case FILTER_AVERAGE: guess = (left + above[i]) / 2; break;
        case FILTER_PAETH: guess = paeth(left, above[i], corner); break;
        default: break;
        }
        out[i] = (uint8_t)(line[i] - guess);
        sum += out[i] < 128 ? out[i] : 256u - out[i];
    }
    return sum;
}

/** Rows of RGB or RGBA, each with the filter of the least sum: the heuristic that the PNG specification
 * gives (12.7). */
static uint8_t *true_color_rows(size_t *length, bool opaque, const uint32_t *argb, int width_px,
                                int height_px, int stride_px)
{
    size_t pixel_bytes = opaque ? 3 : 4, row_bytes = (size_t)width_px * pixel_bytes;
    *length = (row_bytes + 1) * (size_t)height_px;
    uint8_t *rows = mem_alloc(*length);
    uint8_t *line = mem_calloc(row_bytes, 1), *above = mem_calloc(row_bytes, 1),
            *trial = mem_alloc(row_bytes);
    for (int row = 0; row < height_px; row++) {
        const uint32_t *pixels = argb + (size_t)row * (size_t)stride_px;
        for (int col = 0; col < width_px; col++) {
            uint8_t rgba[4];
            pixel_unpremultiply(pixels[col], rgba);
            memcpy(line + (size_t)col * pixel_bytes, rgba, pixel_bytes);
        }
        uint8_t *out = rows + (row_bytes + 1) * (size_t)row;
        if (row > 0 && memcmp(line, above, row_bytes) == 0) {
            out[0] = FILTER_UP;
            memset(out + 1, 0, row_bytes);
            continue;
        }
        uint64_t best = UINT64_MAX;
        for (int type = FILTER_NONE; type <= FILTER_PAETH; type++) {
            uint64_t sum = filter_row(trial, type, line, above, row_bytes, pixel_bytes);
            if (sum >= best) continue;
            best = sum;
            out[0] = (uint8_t)type;
            memcpy(out + 1, trial, row_bytes);
        }
        uint8_t *swap = above;
        above = line;
        line = swap;
    }
    free(line);
    free(above);
    free(trial);
    return rows;
}

static bool pixels_are_opaque(const uint32_t *argb, int width_px, int height_px, int stride_px)
{
    for (int row = 0; row < height_px; row++)
        for (int col = 0; col < width_px; col++)
            if (argb[(size_t)row * (size_t)stride_px + (size_t)col] >> 24 != 255) return false;
    return true;
}

incmap_status png_encode(strbuf *out, const uint32_t *argb, int width_px, int height_px, int stride_px,
                         const png_options *options, incmap_error *err)
{
    if (width_px < 1 || height_px < 1 || (int64_t)width_px * height_px > PIXELS_MAX)
        return error_set(err, INCMAP_FAILED, "a picture of %d × %d pixels cannot be a PNG; make it smaller",
                         width_px, height_px);
    palette colors;
    uint8_t *rows;
    size_t length;
    if (palette_collect(&colors, argb, width_px, height_px, stride_px)) {
        append_header(out, width_px, height_px, palette_depth(colors.count), COLOR_PALETTE);
        append_palette(out, &colors);
        rows = palette_rows(&length, &colors, argb, width_px, height_px, stride_px);
    } else {
        bool opaque = pixels_are_opaque(argb, width_px, height_px, stride_px);
        append_header(out, width_px, height_px, 8, opaque ? COLOR_RGB : COLOR_RGBA);
        rows = true_color_rows(&length, opaque, argb, width_px, height_px, stride_px);
    }
    if (options && options->dpi > 0) append_resolution(out, options->dpi);

    struct libdeflate_compressor *compressor = thread_compressor();
    size_t bound = libdeflate_zlib_compress_bound(compressor, length);
    uint8_t *packed = mem_alloc(bound);
    size_t packed_length = libdeflate_zlib_compress(compressor, rows, length, packed, bound);
    append_chunk(out, "IDAT", packed, packed_length);
    append_chunk(out, "IEND", NULL, 0);
    free(packed);
    free(rows);
    return INCMAP_OK;
}
