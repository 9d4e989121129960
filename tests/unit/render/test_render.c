#include "render/render.h"

#include "unit/render/handmade.h"
#include "unit/unit.h"

#include <string.h>

static const style_color red = {0.8, 0.1, 0.1, 1}, blue_glass = {0.1, 0.2, 0.9, 0.5}, white = {1, 1, 1, 1},
                         black = {0, 0, 0, 1}, none = {0};

static renderer *open_renderer(void)
{
    return renderer_new(TEST_DATA_DIR "/icons");
}

static uint32_t *draw(renderer *r, const scene *s, render_rect window)
{
    incmap_error err = {0};
    uint32_t *argb = mem_alloc((size_t)window.width_px * (size_t)window.height_px * sizeof *argb);
    // Rubbish, because the buffer is to be overwritten whole.
    memset(argb, 0xa5, (size_t)window.width_px * (size_t)window.height_px * sizeof *argb);
    ck_assert_msg(render_window(r, s, NULL, 0, window, argb, window.width_px, &err) == INCMAP_OK, "%s",
                  err.message);
    return argb;
}

/** One of everything around @p origin, in a picture as wide as zoom 22 is. */
static void add_everything(handmade *h, renderer *r, pxy origin)
{
    h->scene.pixel_ratio = 1;
    h->scene.width_px = h->scene.height_px = INT64_C(1) << 30;
    double x = origin.x_px, y = origin.y_px;
    pxy ring[361];
    handmade_circle(ring, 360, (pxy){x + 300.37, y + 280.61}, 230.3);
    handmade_shape(h, GEOM_POLYGON, ring, 361,
                   (scene_shape_paint){.fill = blue_glass,
                                       .stroke = red,
                                       .stroke_width_px = 2.5,
                                       .dash_px = {7, 3, 1},
                                       .dash_count = 3,
                                       .cap = 1,
                                       .join = 1});
    handmade_circle(ring, 360, (pxy){x + 400, y + 300}, 150.5);
    handmade_shape(
        h, GEOM_POLYGON, ring, 361,
        (scene_shape_paint){.fill = red, .pattern = "hatch-cross", .stroke = black, .stroke_width_px = 1});
    // A country at zoom 22: corners far beyond what 24.8 fixed point holds.
    const pxy land[] = {{0, 0}, {x + 250.3, y + 17.9}, {1e9, 3e8}, {x + 111.1, y + 601.7}, {4, 1e9}, {0, 0}};
    handmade_shape(h, GEOM_POLYGON, land, 6,
                   (scene_shape_paint){.fill = {0.9, 0.9, 0.6, 0.4},
                                       .stroke = black,
                                       .stroke_width_px = 3,
                                       .dash_px = {12, 5},
                                       .dash_count = 2});
    const pxy line[] = {{1, 2}, {x + 100.2, y + 50}, {x + 120, y + 300.7}, {x + 500, y + 310}, {1e9, 1e9}};
    handmade_shape(h, GEOM_LINES, line, 5,
                   (scene_shape_paint){.stroke = {0, 0.5, 0, 0.7}, .stroke_width_px = 9, .join = 0});
    for (int i = 0; i < 60; i++) {
        scene_mark_paint paint = {
            .radius_px = 3 + i % 7, .stroke_width_px = 1.5, .fill = blue_glass, .stroke = white};
        if (i % 11 == 0) paint.blur = 0.6;
        if (i == 33) paint.radius_px = 90;
        handmade_mark(h, (pxy){x + 10.137 * i, y + fmod(97.31 * i, 600)}, paint);
    }
    scene_text_paint text = {
        .font = {"DejaVu Sans", 15, 400, false, 0}, .color = black, .halo = white, .halo_width_px = 1.5};
    text_measurer measurer = renderer_text_measurer(r);
    handmade_label(h, measurer, (pxy){x + 200.3, y + 250.6}, "Ain al-Asad, Wāw / AV", 0, 0, text);
    text.font.italic = true;
    text.font.letter_spacing_px = 1.2;
    handmade_label(h, measurer, (pxy){x + 221.9, y + 500.2}, "two lines of text that wrap", 90, 1, text);
}

START_TEST(windows_of_any_size_and_place_agree_pixel_for_pixel)
{
    renderer *r = open_renderer(), *other = open_renderer();
    handmade h = {0};
    // 2^29 + 100 is no multiple of a cell, so the windows' edges fall anywhere.
    const int64_t left = (INT64_C(1) << 29) + 100, top = (INT64_C(1) << 29) - 77;
    add_everything(&h, r, (pxy){(double)left, (double)top});
    const int side = 640;
    uint32_t *whole = draw(r, &h.scene, (render_rect){left, top, side, side});
    static const int steps[][2] = {{256, 256}, {64, 640}, {97, 131}, {512, 512}, {640, 1}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (int y = 0; y < side; y += steps[i][1])
            for (int x = 0; x < side; x += steps[i][0]) {
                // Another renderer, whose sprites were drawn in another order.
                int width = side - x < steps[i][0] ? side - x : steps[i][0];
                int height = side - y < steps[i][1] ? side - y : steps[i][1];
                if (steps[i][1] == 1 && y % 40 != 0) continue;
                uint32_t *part =
                    draw(i % 2 ? r : other, &h.scene, (render_rect){left + x, top + y, width, height});
                for (int row = 0; row < height; row++)
                    ck_assert_mem_eq(part + row * width, whole + (y + row) * side + x,
                                     (size_t)width * sizeof *part);
                free(part);
            }
    free(whole);
    handmade_dispose(&h);
    renderer_free(r);
    renderer_free(other);
}
END_TEST

START_TEST(the_place_in_the_scene_does_not_show)
{
    renderer *r = open_renderer();
    handmade near = {0}, far = {0};
    // No line to infinity here: its slope would differ.
    const pxy places[2] = {{512, 512}, {(double)(1 << 30) - 2048, 512}};
    uint32_t *drawn[2];
    handmade *made[2] = {&near, &far};
    for (int i = 0; i < 2; i++) {
        made[i]->scene.width_px = made[i]->scene.height_px = 1 << 30;
        made[i]->scene.pixel_ratio = 1;
        pxy ring[91];
        handmade_circle(ring, 90, (pxy){places[i].x_px + 128.25, places[i].y_px + 128.5}, 100.125);
        for (int k = 0; k < 91; k++) {
            // Coordinates that a double holds exactly at either place.
            ring[k].x_px = floor(ring[k].x_px * 64) / 64;
            ring[k].y_px = floor(ring[k].y_px * 64) / 64;
        }
        handmade_shape(made[i], GEOM_POLYGON, ring, 91,
                       (scene_shape_paint){.fill = blue_glass, .stroke = red, .stroke_width_px = 2});
        handmade_mark(made[i], (pxy){places[i].x_px + 60.375, places[i].y_px + 41.25},
                      (scene_mark_paint){.radius_px = 5, .stroke_width_px = 1, .fill = red, .stroke = white});
        scene_text_paint text = {.font = {"DejaVu Sans", 13, 700, false, 0}, .color = black};
        handmade_label(made[i], renderer_text_measurer(r),
                       (pxy){places[i].x_px + 30.25, places[i].y_px + 100.5}, "Al-Tanf", 0, 0, text);
        drawn[i] = draw(r, &made[i]->scene,
                        (render_rect){(int64_t)places[i].x_px, (int64_t)places[i].y_px, 256, 256});
    }
    ck_assert_mem_eq(drawn[0], drawn[1], 256 * 256 * sizeof **drawn);
    for (int i = 0; i < 2; i++) {
        free(drawn[i]);
        handmade_dispose(made[i]);
    }
    renderer_free(r);
}
END_TEST

/** Drawn by Cairo in one piece, without cells or clipping. */
static uint32_t *draw_at_once(const handmade *h, int side)
{
    uint32_t *argb = mem_calloc((size_t)side * (size_t)side, sizeof *argb);
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)argb, CAIRO_FORMAT_ARGB32, side, side, side * 4);
    cairo_t *cr = cairo_create(surface);
    const scene *s = &h->scene;
    for (size_t i = 0; i < s->layers[0].count; i++) {
        const scene_shape *shape = &s->layers[0].shapes[i];
        const scene_shape_paint *paint = &s->shape_paints[shape->paint];
        size_t begin = shape->part_begin ? s->part_ends[shape->part_begin - 1] : 0;
        for (size_t k = begin; k < s->part_ends[shape->part_begin]; k++)
            cairo_line_to(cr, s->points[k].x_px, s->points[k].y_px);
        if (shape->kind == GEOM_POLYGON) {
            cairo_close_path(cr);
            cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
            cairo_set_source_rgba(cr, paint->fill.r, paint->fill.g, paint->fill.b, paint->fill.a);
            cairo_fill_preserve(cr);
        }
        cairo_set_line_width(cr, paint->stroke_width_px);
        cairo_set_miter_limit(cr, 2);
        cairo_set_dash(cr, paint->dash_px, paint->dash_count, 0);
        cairo_set_line_join(cr, (cairo_line_join_t)paint->join);
        cairo_set_source_rgba(cr, paint->stroke.r, paint->stroke.g, paint->stroke.b, paint->stroke.a);
        cairo_stroke(cr);
        cairo_new_path(cr);
    }
    ck_assert_int_eq(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return argb;
}

START_TEST(cells_show_no_seam_against_one_drawing)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 1024, .height_px = 1024, .pixel_ratio = 1}};
    pxy ring[721];
    handmade_circle(ring, 720, (pxy){512.3, 500.9}, 420.7);
    handmade_shape(&h, GEOM_POLYGON, ring, 721,
                   (scene_shape_paint){.fill = blue_glass, .stroke = red, .stroke_width_px = 3, .join = 1});
    const pxy star[] = {{500.2, 3.3},    {800.7, 1010.1}, {10.5, 300.9},
                        {1014.3, 310.2}, {200.8, 1000.4}, {500.2, 3.3}};
    handmade_shape(&h, GEOM_POLYGON, star, 6,
                   (scene_shape_paint){.fill = {0.2, 0.6, 0.2, 0.6}, .stroke = black, .stroke_width_px = 1});
    const pxy line[] = {{5.5, 1000.3}, {700.1, 20.2}, {1000.6, 900.9}, {300.3, 512.2}};
    handmade_shape(
        &h, GEOM_LINES, line, 4,
        (scene_shape_paint){.stroke = black, .stroke_width_px = 4, .dash_px = {16, 6}, .dash_count = 2});
    uint32_t *cells = draw(r, &h.scene, (render_rect){0, 0, 1024, 1024}), *once = draw_at_once(&h, 1024);
    int worst = 0, plain = 0;
    for (int i = 0; i < 1024 * 1024; i++) {
        int d = handmade_difference(cells[i], once[i]);
        if (d > worst) worst = d;
        plain += d > 3;
    }
    // Cairo rounds an edge's end to 1/256 px where it leaves the surface, a cell here, and samples each row
    // of pixels 15 times: a nearly level edge may miss or gain one sample, 255 / 15 = 17 levels. Elsewhere
    // the coverage moves by 1/256 for each of the shapes.
    ck_assert_int_le(worst, 17);
    ck_assert_int_lt(plain, 1024 * 1024 / 1000);
    free(cells);
    free(once);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(a_mark_is_centred_to_a_sixteenth_of_a_pixel)
{
    renderer *r = open_renderer();
    for (int i = 0; i < 40; i++) {
        handmade h = {.scene = {.width_px = 512, .height_px = 512}};
        pxy at = {256 + fmod(i * 0.137, 3), 256 - fmod(i * 0.279, 3)};
        handmade_mark(
            &h, at,
            (scene_mark_paint){.radius_px = 4.5, .stroke_width_px = 1.25, .fill = red, .stroke = red});
        uint32_t *argb = draw(r, &h.scene, (render_rect){0, 0, 512, 512});
        double sum = 0, sum_x = 0, sum_y = 0;
        for (int y = 0; y < 512; y++)
            for (int x = 0; x < 512; x++) {
                double a = argb[y * 512 + x] >> 24;
                sum += a;
                sum_x += a * (x + 0.5);
                sum_y += a * (y + 0.5);
            }
        // 1/16 px of snapping, and what antialiasing in 15 steps across a row leaves.
        ck_assert_double_eq_tol(sum_x / sum, at.x_px, 1.0 / 16 + 0.01);
        ck_assert_double_eq_tol(sum_y / sum, at.y_px, 1.0 / 16 + 0.01);
        ck_assert_double_eq_tol(sum / 255, M_PI * 5.75 * 5.75, 0.5);
        free(argb);
        handmade_dispose(&h);
    }
    renderer_free(r);
}
END_TEST

START_TEST(fills_follow_even_odd_and_order)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 64, .height_px = 64, .background = {0, 0, 1, 0.5}}};
    const pxy square[] = {{8, 8}, {40, 8}, {40, 40}, {8, 40}, {8, 8}};
    handmade_shape(&h, GEOM_POLYGON, square, 5, (scene_shape_paint){.fill = {1, 0, 0, 1}});
    // A second part, a hole.
    const pxy hole[] = {{16, 16}, {24, 16}, {24, 24}, {16, 24}, {16, 16}};
    for (int i = 0; i < 5; i++) VEC_PUSH(h.scene.points, h.point_count, h.point_capacity, hole[i]);
    VEC_PUSH(h.scene.part_ends, h.part_count, h.part_capacity, h.point_count);
    h.scene.layers[0].shapes[0].part_end = h.part_count;
    handmade_shape(&h, GEOM_POLYGON, square, 5, (scene_shape_paint){.fill = {0, 1, 0, 0.5}});
    uint32_t *argb = draw(r, &h.scene, (render_rect){0, 0, 64, 64});
    ck_assert_uint_eq(argb[2 * 64 + 2], 0x80000080);
    ck_assert_uint_eq(argb[50 * 64 + 50], 0x80000080);
    ck_assert_int_le(handmade_difference(argb[10 * 64 + 10], 0xff7f8000), 1);
    ck_assert_int_le(handmade_difference(argb[20 * 64 + 20], 0xc0008040), 1);
    free(argb);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(a_shape_of_a_billion_pixels_is_drawn_where_it_is)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 1 << 30, .height_px = 1 << 30}};
    // Its slanted edge passes through 5e8, 5e8 at 45 degrees; the inside is below.
    const pxy land[] = {{0, 0}, {1e9, 1e9}, {0, 1e9}, {0, 0}};
    handmade_shape(&h, GEOM_POLYGON, land, 4, (scene_shape_paint){.fill = red});
    const pxy line[] = {{0, 5e8 + 10.5}, {1e9, 5e8 + 10.5}};
    handmade_shape(&h, GEOM_LINES, line, 2, (scene_shape_paint){.stroke = black, .stroke_width_px = 1});
    uint32_t *argb = draw(r, &h.scene, (render_rect){500000000 - 200, 500000000 - 200, 400, 400});
    for (int y = 0; y < 400; y++)
        for (int x = 0; x < 400; x++) {
            if (x == y) continue;
            uint32_t expected = y == 210 ? 0xff000000 : y > x ? 0xffcc1919 : 0;
            ck_assert_msg(argb[y * 400 + x] == expected, "%d,%d: %08x", x, y, argb[y * 400 + x]);
        }
    free(argb);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(ink_beyond_one_edge_shows_at_the_other_where_the_scene_wraps)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 512, .height_px = 512, .wraps_x = true}};
    handmade_mark(&h, (pxy){2, 100}, (scene_mark_paint){.radius_px = 6, .fill = red});
    const pxy square[] = {{500, 200}, {530, 200}, {530, 220}, {500, 220}, {500, 200}};
    handmade_shape(&h, GEOM_POLYGON, square, 5, (scene_shape_paint){.fill = red});
    uint32_t *argb = draw(r, &h.scene, (render_rect){0, 0, 512, 512});
    ck_assert_uint_eq(argb[100 * 512 + 510] >> 24, 255);
    ck_assert_uint_eq(argb[100 * 512 + 506] >> 24, 0);
    ck_assert_uint_eq(argb[210 * 512 + 17] >> 24, 255);
    ck_assert_uint_eq(argb[210 * 512 + 18] >> 24, 0);
    // The same through references, as an index gives them.
    const scene_ref refs[] = {{0, 0, 0}, {0, 0, 1}, {1, 0, -1}, {1, 0, 0}};
    uint32_t *again = mem_alloc(512 * 512 * sizeof *again);
    incmap_error err = {0};
    ck_assert_int_eq(render_window(r, &h.scene, refs, 4, (render_rect){0, 0, 512, 512}, again, 512, &err),
                     INCMAP_OK);
    ck_assert_mem_eq(argb, again, 512 * 512 * sizeof *argb);
    h.scene.wraps_x = false;
    uint32_t *cut = draw(r, &h.scene, (render_rect){0, 0, 512, 512});
    ck_assert_uint_eq(cut[100 * 512 + 510], 0);
    free(argb);
    free(again);
    free(cut);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(nothing_is_painted_beyond_the_declared_ink)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 256, .height_px = 256}};
    handmade_mark(&h, (pxy){50, 50}, (scene_mark_paint){.radius_px = 20, .fill = red, .reach_px = 10});
    const pxy square[] = {{100, 100}, {200, 100}, {200, 200}, {100, 200}, {100, 100}};
    handmade_shape(&h, GEOM_POLYGON, square, 5, (scene_shape_paint){.fill = red});
    h.scene.layers[1].shapes[0].ink = (px_box){120.5, 120, 150, 149.5};
    uint32_t *argb = draw(r, &h.scene, (render_rect){0, 0, 256, 256});
    int inked = 0;
    for (int i = 0; i < 256 * 256; i++) inked += argb[i] != 0;
    ck_assert_int_eq(inked, 20 * 20 + 30 * 30);
    free(argb);
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(hostile_coordinates_draw_nothing_and_harm_nothing)
{
    renderer *r = open_renderer();
    handmade h = {.scene = {.width_px = 256, .height_px = 256, .pixel_ratio = 1}};
    const pxy bad[] = {{NAN, 3},   {1e300, -1e300}, {-INFINITY, 8}, {1e18, 1e18},   {-1e300, 1e300},
                       {NAN, NAN}, {-1e18, 5},      {7, INFINITY},  {1e300, -1e300}};
    scene_shape_paint paint = {.fill = blue_glass, .stroke = red, .stroke_width_px = 1};
    handmade_shape(&h, GEOM_POLYGON, bad, 9, paint);
    handmade_shape(&h, GEOM_LINES, bad, 9, paint);
    paint.dash_count = 2;
    paint.dash_px[0] = paint.dash_px[1] = 1e-9;
    handmade_shape(&h, GEOM_LINES, bad, 9, paint);
    paint.dash_px[0] = 0.3;
    paint.dash_px[1] = 0.3;
    handmade_shape(&h, GEOM_LINES, bad, 9, paint);
    handmade_shape(&h, GEOM_POLYGON, bad, 0, paint);
    handmade_shape(&h, GEOM_LINES, bad + 3, 1, paint);
    for (size_t i = 0; i < h.scene.layers[0].count; i++)
        h.scene.layers[0].shapes[i].ink = (px_box){0, 0, 256, 256};
    for (int i = 0; i < 9; i++) handmade_mark(&h, bad[i], (scene_mark_paint){.radius_px = 5, .fill = red});
    const double sizes[] = {NAN, INFINITY, -5, 0, 1e300};
    for (int i = 0; i < 5; i++)
        handmade_mark(&h, (pxy){-400, -400},
                      (scene_mark_paint){.radius_px = sizes[i],
                                         .stroke_width_px = sizes[i],
                                         .fill = none,
                                         .stroke = red,
                                         .reach_px = sizes[i]});
    scene_text_paint text = {.font = {"no such family", 1e9, 5000, false, 1e300}, .color = black};
    handmade_label(&h, renderer_text_measurer(r), (pxy){-1e9, 5}, "\xff\xfe broken \xc3", 1e300, 7, text);
    free(draw(r, &h.scene, (render_rect){0, 0, 256, 256}));
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

START_TEST(what_is_not_there_is_named)
{
    renderer *r = open_renderer();
    static const char *const names[] = {"no-such-icon", "../../etc/passwd", "", ".hidden"};
    uint32_t pixels[64];
    for (int i = 0; i < 4; i++) {
        handmade h = {.scene = {.width_px = 8, .height_px = 8}};
        handmade_mark(&h, (pxy){4, 4}, (scene_mark_paint){.icon = names[i], .icon_size_px = 6, .fill = red});
        incmap_error err = {0};
        ck_assert_int_eq(render_window(r, &h.scene, NULL, 0, (render_rect){0, 0, 8, 8}, pixels, 8, &err),
                         INCMAP_FAILED);
        ck_assert_ptr_nonnull(strstr(err.message, names[i]));
        ck_assert_ptr_null(strchr(err.message, '\n'));
        handmade_dispose(&h);
    }
    handmade h = {.scene = {.width_px = 8, .height_px = 8, .pixel_ratio = 1}};
    const pxy square[] = {{0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}};
    handmade_shape(&h, GEOM_POLYGON, square, 5, (scene_shape_paint){.fill = red, .pattern = "tartan"});
    incmap_error err = {0};
    ck_assert_int_eq(render_window(r, &h.scene, NULL, 0, (render_rect){0, 0, 8, 8}, pixels, 8, &err),
                     INCMAP_FAILED);
    ck_assert_str_eq(
        err.message,
        "pattern \"tartan\": no such hatching; there are hatch, hatch-back, hatch-cross, hatch-level");
    handmade_dispose(&h);
    renderer_free(r);
}
END_TEST

UNIT_MAIN("render/render", windows_of_any_size_and_place_agree_pixel_for_pixel,
          the_place_in_the_scene_does_not_show, cells_show_no_seam_against_one_drawing,
          a_mark_is_centred_to_a_sixteenth_of_a_pixel, fills_follow_even_odd_and_order,
          a_shape_of_a_billion_pixels_is_drawn_where_it_is,
          ink_beyond_one_edge_shows_at_the_other_where_the_scene_wraps,
          nothing_is_painted_beyond_the_declared_ink, hostile_coordinates_draw_nothing_and_harm_nothing,
          what_is_not_there_is_named)
