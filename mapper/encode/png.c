/**
 * @file
 * PNG (W3C Recommendation, third edition). The container is written here because libpng compresses through
 * zlib only; libdeflate gives smaller files in less than half the time.
 */
#include "base/arena.h"
#include "encode/deflate.h"
#include "encode/encode.h"
#include "encode/palette.h"

#include <endian.h>
#include <libdeflate.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { COLOR_RGB = 2, COLOR_PALETTE = 3, COLOR_RGBA = 6 };

// libdeflate compresses whole buffers, so a picture's rows are in memory once more: 2^28 pixels are 1 GB.
#define PIXELS_MAX (INT64_C(1) << 28)

// libdeflate's levels go to 12. 89 tiles of zooms 0 to 6 of a million marks take 623 µs and 35.2 kB each at
// level 1, 794 µs and 33.3 kB at level 2: in a run of such tiles encoding weighs most, and other renderers'
// files are half as large again.
#define DEFLATE_LEVEL 1

// A picture of which at most one byte in this many is ink is compressed by what it has, not by what it is. Of
// the same 89 tiles, with 4 here, 2 and 1: 623, 583 and 594 µs, 35.2, 35.6 and 39.1 kB.
#define SPARSE_SHARE 2

// Fewer blank bytes than this between two parts with ink are not worth a segment of their own.
#define SEGMENT_GAP 16

/** What encoding needs and a thread keeps from one picture to the next. */
typedef struct {
    struct libdeflate_compressor *compressor;
    deflater *sparse;
    uint8_t *rows, *numbers; ///< all zero between pictures
    size_t rows_capacity, numbers_capacity;
    row_span *spans;
    size_t span_capacity;
    data_segment *segments;
    size_t segment_count, segment_capacity;
    palette colors;
} workspace;

static pthread_key_t workspace_key;
static pthread_once_t workspace_once = PTHREAD_ONCE_INIT;

static void free_workspace(void *context)
{
    workspace *w = context;
    libdeflate_free_compressor(w->compressor);
    deflater_free(w->sparse);
    free(w->rows);
    free(w->spans);
    free(w->numbers);
    free(w->segments);
    free(w);
}

static void make_key(void)
{
    pthread_key_create(&workspace_key, free_workspace);
}

static workspace *thread_workspace(void)
{
    pthread_once(&workspace_once, make_key);
    workspace *w = pthread_getspecific(workspace_key);
    if (!w) {
        w = mem_calloc(1, sizeof *w);
        w->compressor = mem_checked(libdeflate_alloc_compressor(DEFLATE_LEVEL));
        w->sparse = deflater_new();
        pthread_setspecific(workspace_key, w);
    }
    return w;
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
    uint8_t rgb[3 * PALETTE_MAX] = {0}, alpha[PALETTE_MAX];
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

/** Room for the rows of a picture, all zero, and for a word that begins at the last of their bytes. */
static void reserve_blank(uint8_t **rows, size_t *capacity, size_t length)
{
    if (length <= *capacity) return;
    free(*rows);
    *rows = mem_calloc(length + sizeof(uint64_t), 1);
    *capacity = length;
}

static void add_segment(workspace *w, uint32_t begin, uint32_t end)
{
    data_segment segment = {begin, end};
    VEC_PUSH(w->segments, w->segment_count, w->segment_capacity, segment);
}

/** Eight bytes, the first in the lowest place; 0 for those from @p end on. */
static uint64_t word_at(const uint8_t *rows, uint32_t at, uint32_t end)
{
    uint64_t word;
    memcpy(&word, rows + at, sizeof word);
    word = le64toh(word);
    return end - at < sizeof word ? word & ~(~UINT64_C(0) << 8 * (end - at)) : word;
}

/** Notes the parts of the bytes [begin, end) of a row that are not zero. */
static void add_segments(workspace *w, const uint8_t *rows, uint32_t begin, uint32_t end)
{
    const uint32_t step = sizeof(uint64_t);
    uint32_t at = begin;
    while (at < end) {
        uint64_t word = word_at(rows, at, end);
        if (!word) {
            at += step;
            continue;
        }
        uint32_t start = at + (uint32_t)__builtin_ctzll(word) / 8, stop = start;
        for (; at < end && at <= stop + SEGMENT_GAP; at += step) {
            word = word_at(rows, at, end);
            if (word) stop = at + step - (uint32_t)__builtin_clzll(word) / 8;
        }
        add_segment(w, start, stop);
    }
}

// Every row has filter type 0, none. Marks and areas are flat colours with hard edges, whose repetitions a
// filter breaks: 2,906 tiles with 100,000 marks take 26.4 MB so, 32.2 MB with "sub", 35.2 MB with "up" and
// 35.3 MB with the least sum of each row, the specification's heuristic.

// Between rows of a byte a pixel there is the byte of the next one's filter type.
#define FILTER_BYTES 1

/**
 * Rows of palette indices, from those of a byte each in w->numbers. Also notes where they are not zero. The
 * transparent ground is entry 0 of any palette that has it outside of the spans.
 */
static const uint8_t *palette_rows(workspace *w, size_t *length, int width_px, int height_px)
{
    int depth = palette_depth(w->colors.count), per_byte = 8 / depth;
    size_t row_bytes = ((size_t)width_px * (size_t)depth + 7) / 8, stride = row_bytes + FILTER_BYTES;
    *length = stride * (size_t)height_px;
    if (depth < 8) reserve_blank(&w->rows, &w->rows_capacity, *length);
    uint8_t *rows = depth < 8 ? w->rows : w->numbers;
    w->segment_count = 0;
    for (int row = 0; row < height_px; row++) {
        row_span span = w->spans[row];
        if (span.begin_px == span.end_px) continue;
        uint32_t start = (uint32_t)(stride * (size_t)row + FILTER_BYTES);
        if (depth < 8) {
            uint8_t *numbers = w->numbers + (size_t)row * ((size_t)width_px + FILTER_BYTES) + FILTER_BYTES;
            for (int col = span.begin_px; col < span.end_px; col++)
                rows[start + (uint32_t)(col / per_byte)] |=
                    (uint8_t)(numbers[col] << (8 - depth * (1 + col % per_byte)));
            memset(numbers + span.begin_px, 0, (size_t)(span.end_px - span.begin_px));
        }
        add_segments(w, rows, start + (uint32_t)(span.begin_px / per_byte),
                     start + (uint32_t)((span.end_px + per_byte - 1) / per_byte));
    }
    return rows;
}

/** Rows of RGB or RGBA, likewise: the transparent ground is zero there, too. */
static const uint8_t *true_color_rows(workspace *w, size_t *length, bool opaque, const uint32_t *argb,
                                      int width_px, int height_px, int stride_px)
{
    size_t pixel_bytes = opaque ? 3 : 4, stride = (size_t)width_px * pixel_bytes + FILTER_BYTES;
    *length = stride * (size_t)height_px;
    reserve_blank(&w->rows, &w->rows_capacity, *length);
    uint8_t *rows = w->rows;
    w->segment_count = 0;
    for (int row = 0; row < height_px; row++) {
        row_span span = w->spans[row];
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        uint32_t start = (uint32_t)(stride * (size_t)row + FILTER_BYTES);
        uint8_t rgba[4] = {0};
        for (int col = span.begin_px; col < span.end_px; col++) {
            if (col == span.begin_px || line[col] != line[col - 1]) pixel_unpremultiply(line[col], rgba);
            memcpy(rows + start + (size_t)col * pixel_bytes, rgba, pixel_bytes);
        }
        add_segments(w, rows, start + (uint32_t)((size_t)span.begin_px * pixel_bytes),
                     start + (uint32_t)((size_t)span.end_px * pixel_bytes));
    }
    return rows;
}

static bool pixels_are_opaque(const uint32_t *argb, int width_px, int height_px, int stride_px)
{
    for (int row = 0; row < height_px; row++)
        for (int col = 0; col < width_px; col++)
            if (argb[(size_t)row * (size_t)stride_px + (size_t)col] >> 24 != 255) return false;
    return true;
}

/** Draws the spans in to the pixels that are not blank; returns whether any pixel lies outside of them. */
static bool tighten(workspace *w, const uint32_t *argb, int width_px, int height_px, int stride_px,
                    const row_span *spans)
{
    if ((size_t)height_px > w->span_capacity) {
        w->span_capacity = (size_t)height_px;
        w->spans = mem_realloc(w->spans, w->span_capacity, sizeof *w->spans);
    }
    bool has_blank = false;
    for (int row = 0; row < height_px; row++) {
        row_span span = spans ? spans[row] : (row_span){0, width_px};
        const uint32_t *line = argb + (size_t)row * (size_t)stride_px;
        while (span.begin_px < span.end_px && line[span.begin_px] == 0) span.begin_px++;
        while (span.begin_px < span.end_px && line[span.end_px - 1] == 0) span.end_px--;
        if (span.end_px - span.begin_px < width_px) has_blank = true;
        w->spans[row] = span;
    }
    return has_blank;
}

static void append_image_data(strbuf *out, workspace *w, const uint8_t *rows, size_t length)
{
    size_t bound = libdeflate_zlib_compress_bound(w->compressor, length);
    uint8_t *packed = mem_alloc(bound);
    append_chunk(out, "IDAT", packed, libdeflate_zlib_compress(w->compressor, rows, length, packed, bound));
    free(packed);
}

/** The same, compressed in time that goes with the ink. */
static void append_sparse_image_data(strbuf *out, workspace *w, const uint8_t *rows, size_t length)
{
    static const uint8_t length_and_type[8] = {0, 0, 0, 0, 'I', 'D', 'A', 'T'};
    size_t start = out->length;
    strbuf_append(out, length_and_type, sizeof length_and_type);
    deflate_sparse(w->sparse, out, rows, (uint32_t)length, w->segments, w->segment_count);
    size_t data_length = out->length - start - sizeof length_and_type;
    put_u32((uint8_t *)out->data + start, (uint32_t)data_length);
    uint8_t crc[4];
    put_u32(crc, libdeflate_crc32(0, out->data + start + 4, data_length + 4));
    strbuf_append(out, crc, sizeof crc);
}

/** Compresses rows, of which the workspace has the segments, and makes them blank again. */
static void append_rows(strbuf *out, workspace *w, const uint8_t *rows, size_t length)
{
    size_t ink = 0;
    for (size_t i = 0; i < w->segment_count; i++) ink += w->segments[i].end - w->segments[i].begin;
    if (ink * SPARSE_SHARE <= length)
        append_sparse_image_data(out, w, rows, length);
    else
        append_image_data(out, w, rows, length);
    uint8_t *own = rows == w->rows ? w->rows : w->numbers;
    for (size_t i = 0; i < w->segment_count; i++)
        memset(own + w->segments[i].begin, 0, w->segments[i].end - w->segments[i].begin);
}

/** Numbers the colours into w->numbers; false, and that is blank again, where they are too many. */
static bool collect_colors(workspace *w, const uint32_t *argb, int width_px, int height_px, int stride_px,
                           bool has_blank)
{
    int stride = width_px + FILTER_BYTES;
    reserve_blank(&w->numbers, &w->numbers_capacity, (size_t)stride * (size_t)height_px);
    uint8_t *first = w->numbers + FILTER_BYTES;
    if (palette_collect(&w->colors, first, stride, argb, height_px, stride_px, w->spans, has_blank))
        return true;
    for (int row = 0; row < height_px; row++)
        memset(first + (size_t)row * (size_t)stride + w->spans[row].begin_px, 0,
               (size_t)(w->spans[row].end_px - w->spans[row].begin_px));
    return false;
}

incmap_status png_encode_spans(strbuf *out, const uint32_t *argb, int width_px, int height_px, int stride_px,
                               const row_span *spans, const png_options *options, incmap_error *err)
{
    if (width_px < 1 || height_px < 1 || (int64_t)width_px * height_px > PIXELS_MAX)
        return error_set(err, INCMAP_FAILED, "a picture of %d × %d pixels cannot be a PNG; make it smaller",
                         width_px, height_px);
    workspace *w = thread_workspace();
    bool has_blank = tighten(w, argb, width_px, height_px, stride_px, spans);
    bool has_palette = collect_colors(w, argb, width_px, height_px, stride_px, has_blank);
    bool opaque = !has_palette && !has_blank && pixels_are_opaque(argb, width_px, height_px, stride_px);
    append_header(out, width_px, height_px, has_palette ? palette_depth(w->colors.count) : 8,
                  has_palette ? COLOR_PALETTE
                  : opaque    ? COLOR_RGB
                              : COLOR_RGBA);
    if (has_palette) append_palette(out, &w->colors);
    if (options && options->dpi > 0) append_resolution(out, options->dpi);
    size_t length;
    const uint8_t *rows = has_palette
                              ? palette_rows(w, &length, width_px, height_px)
                              : true_color_rows(w, &length, opaque, argb, width_px, height_px, stride_px);
    append_rows(out, w, rows, length);
    append_chunk(out, "IEND", NULL, 0);
    return INCMAP_OK;
}

incmap_status png_encode(strbuf *out, const uint32_t *argb, int width_px, int height_px, int stride_px,
                         const png_options *options, incmap_error *err)
{
    return png_encode_spans(out, argb, width_px, height_px, stride_px, NULL, options, err);
}
