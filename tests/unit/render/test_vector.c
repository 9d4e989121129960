#include "render/render.h"

#include "unit/render/handmade.h"
#include "unit/unit.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH  300
#define HEIGHT 200

static void add_page(handmade *h, renderer *r)
{
    h->scene.width_px = WIDTH;
    h->scene.height_px = HEIGHT;
    h->scene.pixel_ratio = 1;
    h->scene.background = (style_color){0.95, 0.95, 0.9, 1};
    // A country larger than any page.
    const pxy land[] = {{-1e9, -1e9}, {1e9, -1e9}, {150.5, 120.25}, {-1e9, 1e9}, {-1e9, -1e9}};
    handmade_shape(h, GEOM_POLYGON, land, 5,
                   (scene_shape_paint){.fill = {0.8, 0.85, 0.8, 1},
                                       .stroke = {0, 0, 0, 1},
                                       .stroke_width_px = 1,
                                       .dash_px = {6, 3},
                                       .dash_count = 2});
    pxy ring[91];
    handmade_circle(ring, 90, (pxy){200, 100}, 70);
    handmade_shape(h, GEOM_POLYGON, ring, 91,
                   (scene_shape_paint){.fill = {0.8, 0.1, 0.1, 0.3},
                                       .pattern = "hatch",
                                       .stroke = {0.8, 0.1, 0.1, 1},
                                       .stroke_width_px = 2});
    for (int i = 0; i < 5; i++)
        handmade_mark(h, (pxy){40.3 + 30 * i, 60.7},
                      (scene_mark_paint){.radius_px = 4 + i,
                                         .stroke_width_px = 2,
                                         .fill = {0.8, 0.1, 0.1, 1},
                                         .stroke = {1, 1, 1, 1},
                                         .blur = i == 4 ? 0.5 : 0});
    handmade_mark(h, (pxy){40, 100},
                  (scene_mark_paint){.icon = "square",
                                     .icon_size_px = 12,
                                     .fill = {0, 0, 0.8, 1},
                                     .stroke = {1, 1, 1, 1},
                                     .stroke_width_px = 2});
    handmade_label(h, renderer_text_measurer(r), (pxy){60, 150}, "Deir ez-Zor", 0, 0,
                   (scene_text_paint){.font = {"DejaVu Sans", 16, 400, false, 0},
                                      .color = {0, 0, 0, 1},
                                      .halo = {1, 1, 1, 1},
                                      .halo_width_px = 2});
}

START_TEST(vectors_look_like_the_pixels)
{
    incmap_error err = {0};
    renderer *r = renderer_new(TEST_DATA_DIR "/icons");
    handmade h = {0};
    add_page(&h, r);
    static uint32_t pixels[WIDTH * HEIGHT], vectors[WIDTH * HEIGHT];
    ck_assert_int_eq(
        render_window(r, &h.scene, NULL, 0, (render_rect){0, 0, WIDTH, HEIGHT}, pixels, WIDTH, &err),
        INCMAP_OK);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)vectors, CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT, WIDTH * 4);
    cairo_t *cr = cairo_create(surface);
    ck_assert_msg(render_vector(r, &h.scene, cr, &err) == INCMAP_OK, "%s", err.message);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    long sum = 0;
    int far = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int d = handmade_difference(pixels[i], vectors[i]);
        sum += d;
        far += d > 64;
    }
    // Marks are snapped on pixels and not on vectors, glyphs the other way round: edges differ, and little
    // else.
    ck_assert_double_lt((double)sum / (WIDTH * HEIGHT), 1.0);
    ck_assert_int_lt(far, WIDTH * HEIGHT / 150);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(a_pdf_holds_text_that_can_be_searched_and_no_picture)
{
    char path[] = "/tmp/incmap-vector-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    incmap_error err = {0};
    renderer *r = renderer_new(TEST_DATA_DIR "/icons");
    handmade h = {0};
    add_page(&h, r);
    cairo_surface_t *surface = cairo_pdf_surface_create(path, WIDTH * 0.75, HEIGHT * 0.75);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, 0.75, 0.75);
    ck_assert_int_eq(render_vector(r, &h.scene, cr, &err), INCMAP_OK);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    ck_assert_int_eq(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    char command[256];
    snprintf(command, sizeof command, "pdftotext %s - | grep -qx 'Deir ez-Zor'", path);
    ck_assert_int_eq(system(command), 0);
    // Two lines of heading, and no third: not one image.
    snprintf(command, sizeof command, "[ $(pdfimages -list %s | wc -l) = 2 ]", path);
    ck_assert_int_eq(system(command), 0);
    unlink(path);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

/** How far, on the whole, the scene drawn as vectors is from its pixels: the mean over all channels' steps.
 */
static double mean_difference(renderer *r, const scene *s)
{
    static uint32_t pixels[WIDTH * HEIGHT], vectors[WIDTH * HEIGHT];
    incmap_error err = {0};
    memset(vectors, 0, sizeof vectors);
    ck_assert_int_eq(render_window(r, s, NULL, 0, (render_rect){0, 0, WIDTH, HEIGHT}, pixels, WIDTH, &err),
                     INCMAP_OK);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)vectors, CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT, WIDTH * 4);
    cairo_t *cr = cairo_create(surface);
    ck_assert_msg(render_vector(r, s, cr, &err) == INCMAP_OK, "%s", err.message);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    long sum = 0, inked = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        sum += handmade_difference(pixels[i], vectors[i]);
        inked += pixels[i] != 0;
    }
    ck_assert_int_gt(inked, 200);
    return (double)sum / (double)inked;
}

START_TEST(icons_with_colours_of_their_own_and_without_are_stencils)
{
    // A square is drawn in the look's colours, a ring that is green in its file is put through a mask.
    static const char *const icons[] = {"square", "ring"};
    for (int i = 0; i < 2; i++) {
        renderer *r = renderer_new(TEST_DATA_DIR "/icons");
        handmade h = {.scene = {.width_px = WIDTH, .height_px = HEIGHT, .pixel_ratio = 1}};
        for (int k = 0; k < 3; k++)
            handmade_mark(&h, (pxy){50 + 80 * k, 90},
                          (scene_mark_paint){.icon = icons[i],
                                             .icon_size_px = 40,
                                             .fill = {0.8, 0.1, 0.1, 1},
                                             .stroke = {0, 0, k == 1, 1},
                                             .stroke_width_px = k});
        // Casings have 24 corners in pixels and 8 or round ones here; a wrong colour would be 80 or more off.
        ck_assert_msg(mean_difference(r, &h.scene) < 20, "%s: %g", icons[i], mean_difference(r, &h.scene));
        handmade_dispose(&h);
        renderer_free(r);
    }
}
END_TEST

START_TEST(heat_on_a_page_is_that_of_the_pixels)
{
    incmap_error err = {0};
    renderer *r = renderer_new(NULL);
    handmade h = {.scene = {.width_px = WIDTH, .height_px = HEIGHT, .pixel_ratio = 1}};
    for (int k = 0; k < 3; k++)
        handmade_mark(&h, (pxy){250 + 8 * k, 90.3 + k},
                      (scene_mark_paint){.radius_px = 40, .weight = 0.8, .reach_px = 60});
    style_color colors[SCENE_HEAT_COLORS];
    for (int i = 0; i < SCENE_HEAT_COLORS; i++) colors[i] = (style_color){1, 1 - i / 255.0, 0, i / 255.0};
    h.scene.layers[0].kind = SCENE_HEAT;
    h.scene.layers[0].heat_colors = colors;
    h.scene.layers[0].heat_max = 1;
    // Something on top, so that the heat is painted before it, and not at the end.
    handmade_mark(&h, (pxy){258, 91}, (scene_mark_paint){.radius_px = 9, .fill = {0, 0, 0, 1}});
    ck_assert_double_lt(mean_difference(r, &h.scene), 1);
    uint32_t middle;
    ck_assert_int_eq(render_window(r, &h.scene, NULL, 0, (render_rect){258, 91, 1, 1}, &middle, 1, &err),
                     INCMAP_OK);
    ck_assert_uint_eq(middle, 0xff000000);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

UNIT_MAIN("render/vector", icons_with_colours_of_their_own_and_without_are_stencils,
          heat_on_a_page_is_that_of_the_pixels, vectors_look_like_the_pixels,
          a_pdf_holds_text_that_can_be_searched_and_no_picture)
