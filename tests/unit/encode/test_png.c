#include "encode/encode.h"

#include "base/arena.h"
#include "unit/unit.h"

#include <libdeflate.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** A small generator of its own (xorshift32, Marsaglia 2003), so that a failure can be repeated. */
static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint32_t random_color(uint32_t *state, bool opaque)
{
    uint32_t a = opaque ? 255 : random_next(state) % 256;
    uint32_t argb = a << 24;
    for (int shift = 0; shift < 24; shift += 8) argb |= random_next(state) % (a + 1) << shift;
    return argb;
}

/** libpng passes over a wrong checksum of the stream of rows; others do not. */
static void check_stream(const strbuf *png)
{
    const uint8_t *type = memmem(png->data, png->length, "IDAT", 4);
    ck_assert_ptr_nonnull(type);
    size_t length = (size_t)type[-4] << 24 | (size_t)type[-3] << 16 | (size_t)type[-2] << 8 | type[-1];
    const size_t most = (size_t)1 << 22;
    uint8_t *rows = mem_alloc(most);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    size_t row_bytes;
    ck_assert_int_eq(libdeflate_zlib_decompress(decompressor, type + 4, length, rows, most, &row_bytes),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(decompressor);
    free(rows);
}

/** What libpng reads back, as straight RGBA; the caller frees it. */
static uint8_t *decode(const strbuf *png, int width_px, int height_px)
{
    check_stream(png);
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert_msg(png_image_begin_read_from_memory(&image, png->data, png->length), "%s", image.message);
    ck_assert_uint_eq(image.width, (unsigned)width_px);
    ck_assert_uint_eq(image.height, (unsigned)height_px);
    image.format = PNG_FORMAT_RGBA;
    uint8_t *rgba = mem_alloc(PNG_IMAGE_SIZE(image));
    ck_assert_msg(png_image_finish_read(&image, NULL, rgba, 0, NULL), "%s", image.message);
    return rgba;
}

static void check_round_trip(const uint32_t *argb, int width_px, int height_px, int stride_px, int depth,
                             int color_type)
{
    strbuf png = {0}, again = {0};
    incmap_error err = {0};
    ck_assert_int_eq(png_encode(&png, argb, width_px, height_px, stride_px, NULL, &err), INCMAP_OK);
    ck_assert_int_eq(png_encode(&again, argb, width_px, height_px, stride_px, NULL, &err), INCMAP_OK);
    ck_assert_uint_eq(png.length, again.length);
    ck_assert_mem_eq(png.data, again.data, png.length);
    // IHDR follows the signature: length, type, width, height, bit depth, colour type.
    ck_assert_int_eq(png.data[24], depth);
    ck_assert_int_eq(png.data[25], color_type);
    uint8_t *rgba = decode(&png, width_px, height_px);
    for (int row = 0; row < height_px; row++)
        for (int col = 0; col < width_px; col++) {
            uint8_t expected[4];
            pixel_unpremultiply(argb[row * stride_px + col], expected);
            ck_assert_mem_eq(rgba + 4 * (row * width_px + col), expected, 4);
        }
    free(rgba);
    strbuf_dispose(&png);
    strbuf_dispose(&again);
}

static const struct {
    int colors, depth;
} palettes[] = {{1, 1}, {2, 1}, {3, 2}, {4, 2}, {5, 4}, {16, 4}, {17, 8}, {255, 8}, {256, 8}};

START_TEST(few_colours_become_the_smallest_palette)
{
    for (size_t i = 0; i < sizeof palettes / sizeof *palettes; i++) {
        uint32_t pixels[23 * 17];
        // 7 has no factor in common with any of the counts, so every colour comes up.
        for (int k = 0; k < 23 * 17; k++) pixels[k] = 0xff800000 | (uint32_t)(k * 7 % palettes[i].colors);
        check_round_trip(pixels, 19, 17, 23, palettes[i].depth, 3);
    }
}
END_TEST

START_TEST(more_colours_become_rgb_where_opaque_and_rgba_elsewhere)
{
    uint32_t pixels[257];
    for (uint32_t i = 0; i < 257; i++) pixels[i] = 0xff000000 | i;
    check_round_trip(pixels, 257, 1, 257, 8, 2);
    check_round_trip(pixels, 1, 257, 1, 8, 2);
    pixels[200] = 0x80404040;
    check_round_trip(pixels, 257, 1, 257, 8, 6);
}
END_TEST

START_TEST(random_pictures_come_back_as_they_were)
{
    uint32_t state = 2463534242;
    for (int trial = 0; trial < 300; trial++) {
        int width_px = 1 + (int)(random_next(&state) % 40), height_px = 1 + (int)(random_next(&state) % 40);
        int stride_px = width_px + (int)(random_next(&state) % 5);
        uint32_t used[400];
        int count = 1 + (int)(random_next(&state) % (trial % 2 ? 400 : 20));
        bool opaque = random_next(&state) % 2;
        for (int i = 0; i < count; i++) used[i] = random_color(&state, opaque);
        uint32_t *pixels = mem_calloc((size_t)stride_px * (size_t)height_px, sizeof *pixels);
        for (int i = 0; i < stride_px * height_px; i++)
            pixels[i] = used[random_next(&state) % (uint32_t)count];
        strbuf png = {0};
        incmap_error err = {0};
        ck_assert_int_eq(png_encode(&png, pixels, width_px, height_px, stride_px, NULL, &err), INCMAP_OK);
        uint8_t *rgba = decode(&png, width_px, height_px);
        for (int row = 0; row < height_px; row++)
            for (int col = 0; col < width_px; col++) {
                uint8_t expected[4];
                pixel_unpremultiply(pixels[row * stride_px + col], expected);
                ck_assert_mem_eq(rgba + 4 * (row * width_px + col), expected, 4);
            }
        free(rgba);
        free(pixels);
        strbuf_dispose(&png);
    }
}
END_TEST

START_TEST(the_palette_begins_with_the_blank_ground_outside_of_the_spans)
{
    const uint32_t pixels[] = {0xff0000ff, 0, 0x80008000, 0xff0000ff, 0, 0, 0, 0};
    const row_span spans[] = {{0, 4}, {0, 0}};
    strbuf a = {0}, b = {0};
    incmap_error err = {0};
    ck_assert_int_eq(png_encode(&a, pixels, 4, 2, 4, NULL, &err), INCMAP_OK);
    ck_assert_int_eq(png_encode_spans(&b, pixels, 4, 2, 4, spans, NULL, &err), INCMAP_OK);
    ck_assert_uint_eq(a.length, b.length);
    ck_assert_mem_eq(a.data, b.data, a.length);
    // Signature 8 + IHDR 25, then PLTE of three colours (12 + 9), and tRNS up to the last that is not opaque.
    static const uint8_t colors[9] = {0, 0, 0, 0, 0, 255, 0, 255, 0}, alphas[3] = {0, 255, 128};
    ck_assert_mem_eq(a.data + 33 + 8, colors, 9);
    ck_assert_mem_eq(a.data + 33 + 21 + 4, "tRNS", 4);
    ck_assert_mem_eq(a.data + 33 + 21 + 8, alphas, 3);
    strbuf_dispose(&a);
    strbuf_dispose(&b);

    // Where the spans leave nothing out, colours are as they come, the blank one among them.
    ck_assert_int_eq(png_encode(&a, pixels, 4, 1, 4, NULL, &err), INCMAP_OK);
    static const uint8_t as_they_come[9] = {0, 0, 255, 0, 0, 0, 0, 255, 0};
    ck_assert_mem_eq(a.data + 33 + 8, as_they_come, 9);
    strbuf_dispose(&a);
}
END_TEST

START_TEST(ink_at_both_edges_comes_back)
{
    // The end of a row and the beginning of the next lie side by side in the stream.
    enum { SIDE = 256 };
    uint32_t *pixels = mem_calloc(SIDE * SIDE, sizeof *pixels);
    for (int colors = 1; colors <= 40; colors += 13)
        for (int gap = 0; gap < 12; gap++) {
            memset(pixels, 0, SIDE * SIDE * sizeof *pixels);
            for (int row = 3; row < 9; row++) {
                for (int col = (3 * row + gap) % 8; col < 17; col++)
                    pixels[row * SIDE + col] = 0xff000000 | (uint32_t)(1 + (row + col) % colors);
                for (int col = SIDE - 9; col < SIDE - (row + gap) % 3; col++)
                    pixels[row * SIDE + col] = 0xff000000 | (uint32_t)(1 + (row * col) % colors);
            }
            strbuf png = {0};
            incmap_error err = {0};
            ck_assert_int_eq(png_encode(&png, pixels, SIDE, SIDE, SIDE, NULL, &err), INCMAP_OK);
            uint8_t *rgba = decode(&png, SIDE, SIDE);
            for (int i = 0; i < SIDE * SIDE; i++) {
                uint8_t expected[4];
                pixel_unpremultiply(pixels[i], expected);
                ck_assert_mem_eq(rgba + 4 * i, expected, 4);
            }
            free(rgba);
            strbuf_dispose(&png);
        }
    free(pixels);
}
END_TEST

START_TEST(a_picture_leaves_no_trace_in_the_next)
{
    enum { SIDE = 64 };
    uint32_t *few = mem_calloc(SIDE * SIDE, sizeof *few), *many = mem_calloc(SIDE * SIDE, sizeof *many);
    for (int i = 20 * SIDE + 9; i < 20 * SIDE + 30; i++) few[i] = 0xff000000 | (uint32_t)(i % 21);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) many[i] = 0xff000000 | i % 1000;
    strbuf first = {0}, again = {0}, other = {0};
    incmap_error err = {0};
    ck_assert_int_eq(png_encode(&first, few, SIDE, SIDE, SIDE, NULL, &err), INCMAP_OK);
    for (int colors = 2; colors <= 1000; colors += 199) {
        // Palettes of 1 to 8 bits, then none, in the same memory.
        for (uint32_t i = 0; i < SIDE * SIDE; i++) many[i] = 0xff000000 | i % (uint32_t)colors;
        ck_assert_int_eq(png_encode(&other, many, SIDE, SIDE, SIDE, NULL, &err), INCMAP_OK);
        strbuf_clear(&again);
        ck_assert_int_eq(png_encode(&again, few, SIDE, SIDE, SIDE, NULL, &err), INCMAP_OK);
        ck_assert_uint_eq(again.length, first.length);
        ck_assert_mem_eq(again.data, first.data, first.length);
    }
    strbuf_dispose(&first);
    strbuf_dispose(&again);
    strbuf_dispose(&other);
    free(few);
    free(many);
}
END_TEST

START_TEST(resolution_is_written_in_pixels_per_metre)
{
    uint32_t pixel = 0xff123456;
    strbuf png = {0};
    incmap_error err = {0};
    ck_assert_int_eq(png_encode(&png, &pixel, 1, 1, 1, &(png_options){.dpi = 300}, &err), INCMAP_OK);
    const uint8_t *phys = memmem(png.data, png.length, "pHYs", 4);
    ck_assert_ptr_nonnull(phys);
    // 300 / 0.0254 = 11811.02
    static const uint8_t expected[9] = {0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1};
    ck_assert_mem_eq(phys + 4, expected, 9);
    strbuf_dispose(&png);
    ck_assert_int_eq(png_encode(&png, &pixel, 1, 1, 1, NULL, &err), INCMAP_OK);
    ck_assert_ptr_null(memmem(png.data, png.length, "pHYs", 4));
    strbuf_dispose(&png);
}
END_TEST

START_TEST(sizes_that_make_no_picture_are_refused)
{
    uint32_t pixel = 0;
    static const int sizes[][2] = {{0, 1}, {1, 0}, {-1, 5}, {1 << 20, 1 << 20}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        strbuf png = {0};
        incmap_error err = {0};
        ck_assert_int_eq(png_encode(&png, &pixel, sizes[i][0], sizes[i][1], 1, NULL, &err), INCMAP_FAILED);
        ck_assert_uint_eq(png.length, 0);
        ck_assert_ptr_nonnull(strstr(err.message, "make it smaller"));
    }
}
END_TEST

START_TEST(pngcheck_finds_nothing_wrong)
{
    char folder[] = "/tmp/incmap-png-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int colors = 1; colors <= 1024; colors *= 4) {
        uint32_t pixels[33 * 31];
        for (int i = 0; i < 33 * 31; i++) {
            uint32_t seed = 77 + (uint32_t)(i % colors);
            pixels[i] = random_color(&seed, false);
        }
        strbuf png = {0}, command = {0};
        incmap_error err = {0};
        ck_assert_int_eq(png_encode(&png, pixels, 33, 31, 33, &(png_options){.dpi = 96}, &err), INCMAP_OK);
        char path[64];
        snprintf(path, sizeof path, "%s/%d.png", folder, colors);
        FILE *f = fopen(path, "wb");
        ck_assert_uint_eq(fwrite(png.data, 1, png.length, f), png.length);
        fclose(f);
        strbuf_printf(&command, "pngcheck -q %s", path);
        ck_assert_int_eq(system(strbuf_text(&command)), 0);
        unlink(path);
        strbuf_dispose(&png);
        strbuf_dispose(&command);
    }
    rmdir(folder);
}
END_TEST

UNIT_MAIN("encode/png", few_colours_become_the_smallest_palette,
          more_colours_become_rgb_where_opaque_and_rgba_elsewhere, random_pictures_come_back_as_they_were,
          ink_at_both_edges_comes_back, the_palette_begins_with_the_blank_ground_outside_of_the_spans,
          a_picture_leaves_no_trace_in_the_next, resolution_is_written_in_pixels_per_metre,
          sizes_that_make_no_picture_are_refused, pngcheck_finds_nothing_wrong)
