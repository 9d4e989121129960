#include "render/sprite.h"

#include "unit/render/handmade.h"
#include "unit/unit.h"

#define SIDE 96

static const style_color red = {0.8, 0.1, 0.1, 0.9}, white = {1, 1, 1, 1}, none = {0};

static void put(sprite_cache *cache, const handmade *h, size_t item, uint32_t *argb)
{
    static icon_shelf icons = {.folder = TEST_DATA_DIR "/icons"};
    canvas c = {.argb = argb, .stride_px = SIDE, .width_px = SIDE, .height_px = SIDE};
    incmap_error err = {0};
    sprite_cache_begin(cache);
    ck_assert_msg(sprite_put(cache, &icons, &c, &h->scene, &h->scene.layers[0].marks[item], 0, &err) ==
                      INCMAP_OK,
                  "%s", err.message);
    ck_assert_int_eq(canvas_end(&c), CAIRO_STATUS_SUCCESS);
}

/** Cairo's own drawing on a transparent ground, at the snapped place. */
static void draw_with_cairo(const scene_mark_paint *paint, pxy at, uint32_t *argb)
{
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)argb, CAIRO_FORMAT_ARGB32, SIDE, SIDE, SIDE * 4);
    cairo_t *cr = cairo_create(surface);
    cairo_translate(cr, floor(at.x_px * 8 + 0.5) / 8, floor(at.y_px * 8 + 0.5) / 8);
    icon_shelf icons = {.folder = TEST_DATA_DIR "/icons"};
    incmap_error err = {0};
    ck_assert_int_eq(mark_draw(cr, &icons, paint, &err), INCMAP_OK);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    icon_shelf_dispose(&icons);
}

START_TEST(a_sprite_is_within_its_bound_of_cairos_own_drawing)
{
    static const scene_mark_paint paints[] = {
        {.radius_px = 6.25, .stroke_width_px = 1.5, .fill = {0.8, 0.1, 0.1, 0.9}, .stroke = {1, 1, 1, 1}},
        {.radius_px = 6.25, .stroke_width_px = 1.5, .fill = {0}, .stroke = {0, 0, 0, 0.5}},
        {.radius_px = 3, .fill = {0, 0.4, 0.8, 1}},
        {.radius_px = 0.4, .fill = {0, 0, 0, 1}},
        {.radius_px = 30, .stroke_width_px = 0.3, .fill = {0.2, 0.9, 0.2, 0.3}, .stroke = {0, 0, 0, 1}},
        {.radius_px = 12, .stroke_width_px = 3, .fill = {1, 0, 0, 1}, .stroke = {0, 0, 1, 1}, .blur = 0.5},
        {.icon = "square", .icon_size_px = 11, .fill = {0, 0.5, 0, 1}},
    };
    for (size_t i = 0; i < sizeof paints / sizeof *paints; i++) {
        sprite_cache cache = {0};
        handmade h = {.scene = {.width_px = SIDE, .height_px = SIDE}};
        for (int k = 0; k < 64; k++)
            handmade_mark(&h, (pxy){40 + k % 8 / 8.0 + 0.03, 40 + k / 8 / 8.0 - 0.05}, paints[i]);
        int worst = 0;
        for (size_t k = 0; k < 64; k++) {
            static uint32_t ours[SIDE * SIDE], cairos[SIDE * SIDE];
            memset(ours, 0, sizeof ours);
            memset(cairos, 0, sizeof cairos);
            put(&cache, &h, k, ours);
            draw_with_cairo(&paints[i], h.scene.layers[0].marks[k].at, cairos);
            for (int p = 0; p < SIDE * SIDE; p++) {
                int d = handmade_difference(ours[p], cairos[p]);
                if (d > worst) worst = d;
            }
        }
        // Half a step of 16 is 8 levels, at each of the two edges of a ring; and rounding.
        bool is_disc = !paints[i].icon && paints[i].blur == 0;
        bool has_ring = paints[i].stroke_width_px > 0 && paints[i].fill.a > 0;
        ck_assert_msg(worst <= (!is_disc ? 0 : has_ring ? 18 : 10), "paint %zu: %d", i, worst);
        sprite_cache_dispose(&cache);
        handmade_dispose(&h);
    }
}
END_TEST

START_TEST(marks_of_six_looks_fit_a_palette)
{
    sprite_cache cache = {0};
    handmade h = {.scene = {.width_px = SIDE, .height_px = SIDE}};
    static uint32_t argb[SIDE * SIDE], seen[512];
    int distinct = 0;
    for (int look = 0; look < 6; look++)
        for (int k = 0; k < 64; k++)
            handmade_mark(&h, (pxy){30 + k % 8 / 8.0, 30 + k / 8 / 8.0},
                          (scene_mark_paint){.radius_px = 6.25,
                                             .stroke_width_px = 1.5,
                                             .stroke = white,
                                             .fill = {look / 6.0, 0.5, 1 - look / 6.0, 1}});
    for (size_t i = 0; i < h.scene.layers[0].count; i++) {
        memset(argb, 0, sizeof argb);
        put(&cache, &h, i, argb);
        for (int p = 0; p < SIDE * SIDE; p++) {
            int k = 0;
            while (k < distinct && seen[k] != argb[p]) k++;
            if (k == distinct) seen[distinct++] = argb[p];
            ck_assert_int_lt(distinct, 512);
        }
    }
    // 17 steps of the outer edge; 15 between the ring and each fill, and the fill.
    ck_assert_int_le(distinct, 17 + 6 * 16);
    sprite_cache_dispose(&cache);
    handmade_dispose(&h);
}
END_TEST

START_TEST(a_look_that_changes_under_its_number_is_drawn_anew)
{
    sprite_cache cache = {0};
    handmade h = {.scene = {.width_px = SIDE, .height_px = SIDE}};
    handmade_mark(&h, (pxy){40, 40}, (scene_mark_paint){.radius_px = 5, .fill = red, .reach_px = 20});
    static uint32_t argb[SIDE * SIDE];
    static const scene_mark_paint looks[] = {
        {.radius_px = 5, .fill = {0, 1, 0, 1}, .reach_px = 20},
        {.radius_px = 9, .fill = {0, 1, 0, 1}, .reach_px = 20},
        {.icon = "square", .icon_size_px = 9, .fill = {0, 0, 1, 1}, .reach_px = 20},
        {.icon = "square", .icon_size_px = 3, .fill = {0, 0, 1, 1}, .reach_px = 20},
    };
    static const struct {
        int x_px;
        uint32_t expected;
    } at[] = {{40, 0xff00ff00}, {47, 0xff00ff00}, {43, 0xff0000ff}, {43, 0}};
    put(&cache, &h, 0, argb);
    for (int i = 0; i < 4; i++) {
        h.scene.mark_paints[0] = looks[i];
        memset(argb, 0, sizeof argb);
        put(&cache, &h, 0, argb);
        ck_assert_uint_eq(argb[40 * SIDE + at[i].x_px], at[i].expected);
    }
    sprite_cache_dispose(&cache);
    handmade_dispose(&h);
}
END_TEST

START_TEST(runs_are_composed_as_pixman_does)
{
    // Every pair of alpha and value over a spread of grounds, against cairo.
    static uint32_t src[256 * 256], ours[256 * 256], cairos[256 * 256];
    for (uint32_t a = 0; a < 256; a++)
        for (uint32_t c = 0; c < 256; c++) {
            uint32_t value = c > a ? a : c, ground = (c * 7 + a) % 256;
            src[a * 256 + c] = a << 24 | value << 16 | (a - value) << 8 | value / 2;
            ours[a * 256 + c] = cairos[a * 256 + c] =
                ground << 24 | ground << 16 | ground / 2 << 8 | ground / 3;
        }
    argb_over(ours, src, 256 * 256);
    cairo_surface_t *to =
        cairo_image_surface_create_for_data((unsigned char *)cairos, CAIRO_FORMAT_ARGB32, 256, 256, 1024);
    cairo_surface_t *from =
        cairo_image_surface_create_for_data((unsigned char *)src, CAIRO_FORMAT_ARGB32, 256, 256, 1024);
    cairo_t *cr = cairo_create(to);
    cairo_set_source_surface(cr, from, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(from);
    cairo_surface_destroy(to);
    ck_assert_mem_eq(ours, cairos, sizeof ours);
}
END_TEST

START_TEST(an_icon_is_a_stencil_with_a_casing)
{
    sprite_cache cache = {0};
    handmade h = {.scene = {.width_px = SIDE, .height_px = SIDE}};
    handmade_mark(&h, (pxy){40, 40},
                  (scene_mark_paint){.icon = "square",
                                     .icon_size_px = 10,
                                     .fill = {0, 0.4, 0, 1},
                                     .stroke = {1, 1, 1, 0.5},
                                     .stroke_width_px = 3});
    handmade_mark(&h, (pxy){40, 40}, (scene_mark_paint){.icon = "square", .icon_size_px = 10, .fill = none});
    static uint32_t argb[SIDE * SIDE];
    put(&cache, &h, 0, argb);
    ck_assert_uint_eq(argb[40 * SIDE + 40], 0xff006600);
    ck_assert_uint_eq(argb[40 * SIDE + 44], 0xff006600);
    ck_assert_uint_eq(argb[40 * SIDE + 46] >> 24, 0x80);
    ck_assert_uint_eq(argb[40 * SIDE + 48], 0);
    memset(argb, 0, sizeof argb);
    put(&cache, &h, 1, argb);
    for (int i = 0; i < SIDE * SIDE; i++) ck_assert_uint_eq(argb[i], 0);
    sprite_cache_dispose(&cache);
    handmade_dispose(&h);
}
END_TEST

UNIT_MAIN("render/sprite", a_sprite_is_within_its_bound_of_cairos_own_drawing,
          marks_of_six_looks_fit_a_palette, a_look_that_changes_under_its_number_is_drawn_anew,
          runs_are_composed_as_pixman_does, an_icon_is_a_stencil_with_a_casing)
