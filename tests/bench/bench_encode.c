/**
 * @file
 * What tiles weigh and take as PNG, by filter, library and level: bench_encode FOLDER
 *
 * FOLDER holds PNG files, as `incmap tiles INPUT -o FOLDER/` makes them. Each is decoded and encoded again,
 * without loss, in every way; a line for each way gives the bytes of all and the processor time for one. All
 * ways but the last write the whole of a picture's rows: palette entries where there are at most 256 colours,
 * in the order of their opacity, else RGBA.
 */
#include "encode/encode.h"

#include <ftw.h>
#include <libdeflate.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#define FILES_MAX  4000
#define COLORS_MAX 256

typedef struct {
    uint32_t *argb; ///< premultiplied
    int width_px, height_px;
} picture;

static char *paths[FILES_MAX];
static size_t path_count;

static int note_path(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info, (void)place;
    const char *ending = strrchr(path, '.');
    if (kind == FTW_F && ending && strcmp(ending, ".png") == 0 && path_count < FILES_MAX)
        paths[path_count++] = strdup(path);
    return 0;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_picture(picture *out, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) return false;
    image.format = PNG_FORMAT_RGBA;
    uint8_t *rgba = malloc(PNG_IMAGE_SIZE(image));
    bool is_read = png_image_finish_read(&image, NULL, rgba, 0, NULL);
    *out = (picture){malloc(4 * (size_t)image.width * image.height), (int)image.width, (int)image.height};
    for (size_t i = 0; is_read && i < (size_t)image.width * image.height; i++) {
        const uint8_t *p = rgba + 4 * i;
        uint32_t a = p[3], color = a << 24;
        for (int k = 0; k < 3; k++) color |= (p[k] * a + 127) / 255 << (16 - 8 * k);
        out->argb[i] = color;
    }
    free(rgba);
    return is_read;
}

static int compare_colors(const void *a, const void *b)
{
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return (p > q) - (p < q);
}

/** The picture's colours in ascending order, at most COLORS_MAX of them; 0 where there are more. */
static size_t find_colors(const picture *p, uint32_t colors[COLORS_MAX])
{
    size_t count = 0, pixels = (size_t)p->width_px * (size_t)p->height_px;
    for (size_t i = 0; i < pixels; i++) {
        if (i && p->argb[i] == p->argb[i - 1]) continue;
        size_t low = 0, high = count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (colors[middle] < p->argb[i])
                low = middle + 1;
            else
                high = middle;
        }
        if (low < count && colors[low] == p->argb[i]) continue;
        if (count == COLORS_MAX) return 0;
        memmove(colors + low + 1, colors + low, (count - low) * sizeof *colors);
        colors[low] = p->argb[i];
        count++;
    }
    return count;
}

/** Rows without filters, each led by a byte for its filter; returns the bytes of a pixel, 0 for less than
 * one. */
static int make_rows(const picture *p, uint8_t *out, size_t *row_bytes)
{
    uint32_t colors[COLORS_MAX];
    size_t count = find_colors(p, colors), width = (size_t)p->width_px;
    int depth = count == 0 ? 32 : count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
    *row_bytes = 1 + (width * (size_t)depth + 7) / 8;
    memset(out, 0, *row_bytes * (size_t)p->height_px);
    for (int y = 0; y < p->height_px; y++) {
        uint8_t *row = out + (size_t)y * *row_bytes + 1;
        for (size_t x = 0; x < width; x++) {
            uint32_t color = p->argb[(size_t)y * width + x];
            if (depth == 32) {
                pixel_unpremultiply(color, row + 4 * x);
                continue;
            }
            const uint32_t *found = bsearch(&color, colors, count, sizeof *colors, compare_colors);
            size_t bit = x * (size_t)depth;
            row[bit / 8] |= (uint8_t)((size_t)(found - colors) << (8 - depth - (int)(bit % 8)));
        }
    }
    return depth / 8;
}

enum { FILTER_LEAST = 5 };
static const char *const filter_names[] = {"none", "sub", "up", "average", "Paeth", "least sum"};

static uint8_t paeth(int a, int b, int c)
{
    int to_a = abs(b - c), to_b = abs(a - c), to_c = abs(a + b - 2 * c);
    return (uint8_t)(to_a <= to_b && to_a <= to_c ? a : to_b <= to_c ? b : c);
}

/** A row under one filter (PNG specification, 9.2); returns the sum of its bytes as signed numbers. */
static uint64_t filter_row(uint8_t *out, const uint8_t *row, const uint8_t *above, size_t length, size_t step,
                           int filter)
{
    uint64_t sum = 0;
    out[0] = (uint8_t)filter;
    for (size_t i = 1; i < length; i++) {
        uint8_t a = i > step ? row[i - step] : 0, b = above ? above[i] : 0,
                c = above && i > step ? above[i - step] : 0;
        uint8_t guesses[] = {0, a, b, (uint8_t)((a + b) / 2), paeth(a, b, c)};
        out[i] = (uint8_t)(row[i] - guesses[filter]);
        sum += (uint64_t)abs((int8_t)out[i]);
    }
    return sum;
}

static void filter_rows(uint8_t *out, const uint8_t *rows, size_t row_bytes, int height_px, int pixel_bytes,
                        int filter)
{
    size_t step = pixel_bytes ? (size_t)pixel_bytes : 1;
    uint8_t *trial = malloc(row_bytes);
    for (int y = 0; y < height_px; y++) {
        const uint8_t *row = rows + (size_t)y * row_bytes, *above = y ? row - row_bytes : NULL;
        uint8_t *to = out + (size_t)y * row_bytes;
        uint64_t least = UINT64_MAX;
        for (int f = filter == FILTER_LEAST ? 0 : filter; f <= (filter == FILTER_LEAST ? 4 : filter); f++) {
            uint64_t sum = filter_row(trial, row, above, row_bytes, step, f);
            if (sum >= least) continue;
            least = sum;
            memcpy(to, trial, row_bytes);
        }
    }
    free(trial);
}

static double processor_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

typedef struct {
    const char *library;
    int level, filter;
} way;

/** Bytes of the compressed rows; *seconds is what compressing them took, and filtering them. */
static size_t compress_rows(const picture *p, way w, uint8_t *rows, uint8_t *filtered, uint8_t *packed,
                            size_t room, struct libdeflate_compressor *compressor, double *seconds)
{
    size_t row_bytes;
    int pixel_bytes = make_rows(p, rows, &row_bytes);
    size_t length = row_bytes * (size_t)p->height_px;
    double began_s = processor_s();
    if (w.filter) filter_rows(filtered, rows, row_bytes, p->height_px, pixel_bytes, w.filter);
    const uint8_t *from = w.filter ? filtered : rows;
    size_t size;
    if (compressor) {
        size = libdeflate_zlib_compress(compressor, from, length, packed, room);
    } else {
        uLongf zlib_size = room;
        compress2(packed, &zlib_size, from, length, w.level);
        size = zlib_size;
    }
    *seconds += processor_s() - began_s;
    return size;
}

static void measure_way(const picture *pictures, size_t count, way w)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = (4 * (size_t)pictures[i].width_px + 1) * (size_t)pictures[i].height_px;
        if (bytes > most) most = bytes;
    }
    size_t room = 2 * most + 1000, total = 0;
    uint8_t *rows = malloc(most), *filtered = malloc(most), *packed = malloc(room);
    bool is_zlib = strcmp(w.library, "zlib") == 0;
    struct libdeflate_compressor *compressor = is_zlib ? NULL : libdeflate_alloc_compressor(w.level);
    double seconds = 0;
    for (size_t i = 0; i < count; i++)
        total += compress_rows(&pictures[i], w, rows, filtered, packed, room, compressor, &seconds);
    printf("| %s | %d | %s | %zu | %.1f |\n", w.library, w.level, filter_names[w.filter], total / 1000,
           1e6 * seconds / (double)count);
    fflush(stdout);
    if (compressor) libdeflate_free_compressor(compressor);
    free(rows);
    free(filtered);
    free(packed);
}

static void measure_own(const picture *pictures, size_t count)
{
    strbuf out = {0};
    size_t total = 0;
    double began_s = processor_s();
    for (size_t i = 0; i < count; i++) {
        incmap_error err = {0};
        strbuf_clear(&out);
        const picture *p = &pictures[i];
        png_encode(&out, p->argb, p->width_px, p->height_px, p->width_px, NULL, &err);
        total += out.length;
    }
    printf("| incmap, whole PNG | | none | %zu | %.1f |\n", total / 1000,
           1e6 * (processor_s() - began_s) / (double)count);
    strbuf_dispose(&out);
}

int main(int argc, char **argv)
{
    static const way ways[] = {{"zlib", 1, 0},       {"zlib", 6, 0},        {"zlib", 9, 0},
                               {"libdeflate", 1, 0}, {"libdeflate", 2, 0},  {"libdeflate", 4, 0},
                               {"libdeflate", 6, 0}, {"libdeflate", 12, 0}, {"libdeflate", 2, 1},
                               {"libdeflate", 2, 2}, {"libdeflate", 2, 4},  {"libdeflate", 2, FILTER_LEAST}};
    if (argc != 2 || nftw(argv[1], note_path, 32, FTW_PHYS) != 0 || path_count == 0) {
        fprintf(stderr, "usage: bench_encode FOLDER of PNG files\n");
        return 2;
    }
    qsort(paths, path_count, sizeof *paths, compare_paths);
    picture *pictures = calloc(path_count, sizeof *pictures);
    size_t count = 0;
    for (size_t i = 0; i < path_count; i++) count += read_picture(&pictures[count], paths[i]);
    printf("%zu pictures\n\n| library | level | filter | kB | µs a picture |\n|---|---|---|---|---|\n",
           count);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) measure_way(pictures, count, ways[i]);
    measure_own(pictures, count);
    for (size_t i = 0; i < count; i++) free(pictures[i].argb);
    for (size_t i = 0; i < path_count; i++) free(paths[i]);
    free(pictures);
    return 0;
}
