#include "encode/quantize.h"

#include "unit/unit.h"

#include <string.h>

enum { SIDE = 256 };
static uint32_t before[SIDE * SIDE], after[SIDE * SIDE];

static int compare_pixels(const void *a, const void *b)
{
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return (p > q) - (p < q);
}

static int count_colors(const uint32_t *argb)
{
    static uint32_t sorted[SIDE * SIDE];
    memcpy(sorted, argb, sizeof sorted);
    qsort(sorted, SIDE * SIDE, sizeof *sorted, compare_pixels);
    int count = 1;
    for (int i = 1; i < SIDE * SIDE; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

/** A soft disc of red to blue, blank around it. */
static void draw_disc(void)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int reach = (x - 128) * (x - 128) + (y - 128) * (y - 128);
            uint32_t a = reach < 10000 ? 255 - (uint32_t)reach / 40 : 0;
            before[y * SIDE + x] = a << 24 | (a * (uint32_t)x / 256) << 16 | a * (uint32_t)(255 - x) / 256;
        }
    memcpy(after, before, sizeof after);
}

START_TEST(many_colours_become_256_that_are_near_and_blank_stays_blank)
{
    if (!quantize_is_available()) return;
    incmap_error err = {0};
    draw_disc();
    ck_assert_int_gt(count_colors(before), 5000);
    ck_assert_int_eq(quantize_pixels(after, SIDE, SIDE, SIDE, &err), INCMAP_OK);
    int colors = count_colors(after);
    ck_assert_int_le(colors, 256);
    ck_assert_int_gt(colors, 128);
    double error = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        if (!before[i] && after[i]) ck_abort_msg("pixel %d was blank", i);
        for (int shift = 0; shift < 32; shift += 8) {
            int step = (int)(before[i] >> shift & 0xff) - (int)(after[i] >> shift & 0xff);
            // A step of a tenth would be seen as a band.
            if (abs(step) > 25) ck_abort_msg("pixel %d: %08x became %08x", i, before[i], after[i]);
            error += abs(step);
        }
        if ((after[i] >> 16 & 0xff) > after[i] >> 24 || (after[i] & 0xff) > after[i] >> 24)
            ck_abort_msg("pixel %d: %08x is not premultiplied", i, after[i]);
    }
    ck_assert_double_lt(error / (4 * SIDE * SIDE), 2);
    // The same again, from the same pixels.
    static uint32_t again[SIDE * SIDE];
    memcpy(again, before, sizeof again);
    ck_assert_int_eq(quantize_pixels(again, SIDE, SIDE, SIDE, &err), INCMAP_OK);
    ck_assert_mem_eq(again, after, sizeof again);
}
END_TEST

START_TEST(few_colours_stay_as_they_are)
{
    if (!quantize_is_available()) return;
    incmap_error err = {0};
    for (int i = 0; i < SIDE * SIDE; i++)
        before[i] = i % 256 ? 0xff000000u | (uint32_t)(i % 256) * 65793u : 0;
    memcpy(after, before, sizeof after);
    ck_assert_int_eq(count_colors(before), 256);
    ck_assert_int_eq(quantize_pixels(after, SIDE, SIDE, SIDE, &err), INCMAP_OK);
    ck_assert_mem_eq(after, before, sizeof after);
}
END_TEST

START_TEST(without_the_library_it_says_so)
{
    if (quantize_is_available()) return;
    incmap_error err = {0};
    draw_disc();
    ck_assert_int_eq(quantize_pixels(after, SIDE, SIDE, SIDE, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "libimagequant"));
}
END_TEST

UNIT_MAIN("encode/quantize", many_colours_become_256_that_are_near_and_blank_stays_blank,
          few_colours_stay_as_they_are, without_the_library_it_says_so)
