#include "render/text.h"

#include "unit/render/handmade.h"
#include "unit/unit.h"

#include <locale.h>

#define SIDE 128

static const style_color black = {0, 0, 0, 1}, white = {1, 1, 1, 1};
static const scene_font sans = {"DejaVu Sans", 20, 400, false, 0};

static void size_of(const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    text_setter *t = text_setter_new();
    text_measure(t, font, text, wrap_px, width_px, height_px);
    text_setter_free(t);
}

START_TEST(sizes_are_the_fonts_own_unhinted)
{
    double width_px, height_px;
    // DejaVu Sans has 2048 units to the em: "H" is 1540 wide, ascent 1901 and descent 483 make a line.
    size_of(&sans, "HHHH", 0, &width_px, &height_px);
    ck_assert_double_eq_tol(width_px, 4 * 1540 * 20 / 2048.0, 0.01);
    ck_assert_double_eq_tol(height_px, (1901 + 483) * 20 / 2048.0, 0.01);
    scene_font half = sans;
    half.size_px = 10;
    size_of(&half, "HHHH", 0, &width_px, &height_px);
    ck_assert_double_eq_tol(width_px, 4 * 1540 * 10 / 2048.0, 0.01);
}
END_TEST

START_TEST(spacing_weight_and_wrap_show_in_the_size)
{
    double plain, spaced, bold, wrapped, height_px, wrapped_height_px;
    size_of(&sans, "three words wrap", 0, &plain, &height_px);
    scene_font font = sans;
    font.letter_spacing_px = 2;
    size_of(&font, "three words wrap", 0, &spaced, &height_px);
    ck_assert_double_eq_tol(spaced, plain + 2 * 15, 0.1);
    font = sans;
    font.weight = 700;
    size_of(&font, "three words wrap", 0, &bold, &height_px);
    ck_assert_double_gt(bold, plain * 1.05);
    size_of(&sans, "three words wrap", 80, &wrapped, &wrapped_height_px);
    ck_assert_double_le(wrapped, 80);
    ck_assert_double_eq_tol(wrapped_height_px, 3 * height_px, 0.01);
    // A word longer than the line is not broken, as in MapLibre.
    size_of(&sans, "Donaudampfschifffahrt", 0, &plain, &height_px);
    size_of(&sans, "Donaudampfschifffahrt", 50, &wrapped, &wrapped_height_px);
    ck_assert_double_eq(wrapped, plain);
    ck_assert_double_eq(wrapped_height_px, height_px);
}
END_TEST

START_TEST(lines_are_as_far_apart_as_the_font_says)
{
    double width_px, one_px, own_px, wide_px, tight_px;
    scene_font font = sans;
    size_of(&font, "one", 0, &width_px, &one_px);
    size_of(&font, "three words wrap", 80, &width_px, &own_px);
    ck_assert_double_eq_tol(own_px, 3 * one_px, 0.01);
    font.line_height_px = 40;
    size_of(&font, "three words wrap", 80, &width_px, &wide_px);
    ck_assert_double_eq_tol(wide_px, one_px + 2 * 40, 0.1);
    font.line_height_px = 15;
    size_of(&font, "three words wrap", 80, &width_px, &tight_px);
    ck_assert_double_eq_tol(tight_px, one_px + 2 * 15, 0.1);
    // A single line is what it is.
    size_of(&font, "one", 0, &width_px, &wide_px);
    ck_assert_double_eq(wide_px, one_px);
}
END_TEST

START_TEST(neither_earlier_use_nor_the_locale_changes_a_size)
{
    text_setter *t = text_setter_new();
    double first[2], later[2];
    text_measure(t, &sans, "Al-Qāʾim القائم", 0, &first[0], &first[1]);
    text_measure(t, &(scene_font){"DejaVu Serif", 31, 700, true, 3}, "between", 12, &later[0], &later[1]);
    text_measure(t, &sans, "Al-Qāʾim القائم", 0, &later[0], &later[1]);
    ck_assert_double_eq(first[0], later[0]);
    ck_assert_double_eq(first[1], later[1]);
    text_setter_free(t);
    setenv("LANG", "ja_JP.UTF-8", 1);
    setenv("LC_ALL", "ar_IQ.UTF-8", 1);
    setlocale(LC_ALL, "");
    size_of(&sans, "Al-Qāʾim القائم", 0, &later[0], &later[1]);
    ck_assert_double_eq(first[0], later[0]);
    ck_assert_double_eq(first[1], later[1]);
}
END_TEST

START_TEST(hostile_texts_and_fonts_have_a_size)
{
    static char longest[200000];
    memset(longest, 'x', sizeof longest - 1);
    static const char *const texts[] = {"",      "\n\n\n", "\xff\xfe\x80",
                                        "a\xc3", longest,  "\xe2\x80\xae\xe2\x80\xae"};
    static const scene_font fonts[] = {{"", 20, 400, false, 0},
                                       {NULL, 0, 0, false, 0},
                                       {"x", NAN, -5, false, NAN},
                                       {"DejaVu Sans", 1e300, 9999, true, -1e300},
                                       {"DejaVu Sans", -3, 1, true, 0}};
    text_setter *t = text_setter_new();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof fonts / sizeof *fonts; k++) {
            double width_px = NAN, height_px = NAN;
            text_measure(t, &fonts[k], texts[i], k % 2 ? 1e300 : NAN, &width_px, &height_px);
            ck_assert(isfinite(width_px) && isfinite(height_px));
        }
    text_setter_free(t);
}
END_TEST

static void draw(text_setter *t, const char *text, const scene_text_paint *paint, double wrap_px, int align,
                 pxy at, bool as_vector, uint32_t *argb)
{
    memset(argb, 0, SIDE * SIDE * sizeof *argb);
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)argb, CAIRO_FORMAT_ARGB32, SIDE, SIDE, SIDE * 4);
    cairo_t *cr = cairo_create(surface);
    scene_label label = {.at = at, .text = text, .wrap_px = wrap_px, .align = align};
    text_draw(t, cr, &label, NULL, paint, at, as_vector);
    ck_assert_int_eq(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

typedef struct {
    int left, top, right, bottom;
    double sum;
} ink;

static ink find_ink(const uint32_t *argb)
{
    ink found = {SIDE, SIDE, 0, 0, 0};
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int a = (int)(argb[y * SIDE + x] >> 24);
            if (a == 0) continue;
            if (x < found.left) found.left = x;
            if (x >= found.right) found.right = x + 1;
            if (y < found.top) found.top = y;
            if (y >= found.bottom) found.bottom = y + 1;
            found.sum += a / 255.0;
        }
    return found;
}

START_TEST(a_label_begins_at_its_place_to_a_fraction_of_a_pixel)
{
    text_setter *t = text_setter_new();
    static uint32_t argb[SIDE * SIDE];
    scene_text_paint paint = {.font = sans, .color = black};
    // The stem of "I" is 201 to 403 of 2048 units from the left; the capital's height is 1493 below 1901.
    for (int i = 0; i < 5; i++) {
        double shift = i * 0.2;
        draw(t, "I", &paint, 0, 0, (pxy){10 + shift, 20}, false, argb);
        double left = 10 + shift + 201 * 20 / 2048.0, right = 10 + shift + 403 * 20 / 2048.0;
        uint32_t first = argb[30 * SIDE + (int)left] >> 24;
        double covered = fmin(right, floor(left) + 1) - left;
        ck_assert_double_eq_tol(first / 255.0, covered, 0.02);
        ink found = find_ink(argb);
        ck_assert_int_eq(found.top, 20 + (int)floor((1901 - 1493) * 20 / 2048.0));
    }
    text_setter_free(t);
}
END_TEST

START_TEST(a_blurred_halo_fades_from_the_letter_outwards)
{
    text_setter *t = text_setter_new();
    static uint32_t argb[SIDE * SIDE];
    // The stem of "I" begins 201 of 2048 units from the left: 62 px. Its halo ends 12 px before it, and fades
    // over 8.
    scene_text_paint paint = {
        .font = sans, .color = black, .halo = white, .halo_width_px = 12, .halo_blur_px = 4};
    draw(t, "I", &paint, 0, 0, (pxy){62 - 201 * 20 / 2048.0, 50}, false, argb);
    const uint32_t *row = argb + 60 * SIDE;
    int levels = 0;
    for (int x = 40; x < 60; x++) {
        int a = (int)(row[x] >> 24), before = (int)(row[x - 1] >> 24);
        ck_assert_int_ge(a, before);
        levels += a != before;
    }
    ck_assert_int_ge(levels, 7);
    ck_assert_uint_eq(row[62 - 17] >> 24, 0);
    ck_assert_uint_ge(row[62 - 7] >> 24, 250);
    // Half of it at the edge.
    ck_assert_uint_ge(row[62 - 12] >> 24, 96);
    ck_assert_uint_le(row[62 - 13] >> 24, 160);
    // Without a blur there is an edge.
    paint.halo_blur_px = 0;
    draw(t, "I", &paint, 0, 0, (pxy){62 - 201 * 20 / 2048.0, 50}, false, argb);
    ck_assert_uint_eq(row[62 - 14] >> 24, 0);
    ck_assert_uint_eq(row[62 - 11] >> 24, 255);
    text_setter_free(t);
}
END_TEST

START_TEST(centred_lines_stay_in_the_measured_box)
{
    text_setter *t = text_setter_new();
    static uint32_t argb[SIDE * SIDE];
    scene_text_paint paint = {.font = {"DejaVu Sans", 12, 400, false, 0}, .color = black};
    double width_px, height_px;
    text_measure(t, &paint.font, "two lines", 60, &width_px, &height_px);
    for (int align = 0; align < 3; align++) {
        draw(t, "two lines", &paint, 60, align, (pxy){30, 30}, false, argb);
        ink found = find_ink(argb);
        ck_assert_int_ge(found.left, 30);
        ck_assert_double_le(found.right, 31 + width_px);
        ck_assert_int_ge(found.top, 30);
        ck_assert_double_le(found.bottom, 31 + height_px);
    }
    text_setter_free(t);
}
END_TEST

START_TEST(a_halo_lies_under_the_letters_and_reaches_its_width)
{
    text_setter *t = text_setter_new();
    static uint32_t bare[SIDE * SIDE], haloed[SIDE * SIDE];
    scene_text_paint paint = {.font = sans, .color = black};
    draw(t, "H", &paint, 0, 0, (pxy){40, 40}, false, bare);
    paint.halo = white;
    paint.halo_width_px = 3;
    draw(t, "H", &paint, 0, 0, (pxy){40, 40}, false, haloed);
    ink a = find_ink(bare), b = find_ink(haloed);
    ck_assert_int_eq(a.left - b.left, 3);
    ck_assert_int_eq(b.bottom - a.bottom, 3);
    for (int i = 0; i < SIDE * SIDE; i++)
        if (bare[i] == 0xff000000) ck_assert_uint_eq(haloed[i], 0xff000000);
    text_setter_free(t);
}
END_TEST

START_TEST(vector_text_looks_like_the_outlines)
{
    text_setter *t = text_setter_new();
    static uint32_t outlines[SIDE * SIDE], glyphs[SIDE * SIDE];
    scene_text_paint paint = {.font = sans, .color = black};
    draw(t, "Baghdad", &paint, 0, 0, (pxy){10, 40}, false, outlines);
    draw(t, "Baghdad", &paint, 0, 0, (pxy){10, 40}, true, glyphs);
    // Cairo puts glyphs on whole pixels of an image, so only the ink as a whole is the same.
    ink a = find_ink(outlines), b = find_ink(glyphs);
    ck_assert_double_eq_tol(a.sum, b.sum, a.sum * 0.03);
    ck_assert_int_le(abs(a.left - b.left), 1);
    ck_assert_int_le(abs(a.right - b.right), 1);
    ck_assert_int_le(abs(a.top - b.top), 1);
    text_setter_free(t);
}
END_TEST

UNIT_MAIN("render/text", a_blurred_halo_fades_from_the_letter_outwards,
          lines_are_as_far_apart_as_the_font_says, sizes_are_the_fonts_own_unhinted,
          spacing_weight_and_wrap_show_in_the_size, neither_earlier_use_nor_the_locale_changes_a_size,
          hostile_texts_and_fonts_have_a_size, a_label_begins_at_its_place_to_a_fraction_of_a_pixel,
          centred_lines_stay_in_the_measured_box, a_halo_lies_under_the_letters_and_reaches_its_width,
          vector_text_looks_like_the_outlines)
