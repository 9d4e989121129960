#include "unit/scene/stage.h"

/** A layer of texts with more of a layout. */
#define TEXTS(layout)                                                                                        \
    DOCUMENT("{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":"    \
             "\"{title}\",\"text-size\":10," layout "}}")

START_TEST(each_anchor_has_its_own_offset)
{
    stage st;
    open_stage(&st, TEXTS("\"text-variable-anchor-offset\":[\"left\",[1,0.5],\"bottom-right\",[-2,-3]]"));
    add_incident(&st, "abcd", 44, 33, NAN);
    add_incident(&st, "abcd", 44, 33, NAN);
    add_incident(&st, "abcd", 44, 33, NAN);
    build_tiles(&st, 6);
    const scene_layer *names = layer_of(&st, "names");
    // The first takes the first, the second the other, the third finds neither free.
    ck_assert_uint_eq(names->count, 2);
    pxy at = {(44 + 180) / 360.0 * 16384, 0};
    ck_assert_double_eq_tol(names->labels[0].at.x_px, at.x_px + 10, 1e-6);
    ck_assert_double_eq_tol(names->labels[1].at.x_px, at.x_px - 20 - 20, 1e-6);
    // The middle of the one's left side is half an em below the point, the foot of the other three ems above
    // it.
    ck_assert_double_eq_tol(names->labels[0].at.y_px + 12.5 / 2 - 5, names->labels[1].at.y_px + 12.5 + 30,
                            1e-6);
    close_stage(&st);
}
END_TEST

/** Which of the incidents' texts is drawn first, second … */
static void check_order(const char *document, const char *expected)
{
    stage st;
    open_stage(&st, document);
    add_incident(&st, "m", 44, 33, NAN);
    add_incident(&st, "n", 44, 35, NAN);
    add_incident(&st, "s", 44, 31, NAN);
    build_tiles(&st, 6);
    const scene_layer *names = layer_of(&st, "names");
    ck_assert_uint_eq(names->count, 3);
    for (int i = 0; i < 3; i++) ck_assert_int_eq(names->labels[i].text[0], expected[i]);
    close_stage(&st);
}

START_TEST(symbols_that_may_overlap_are_drawn_from_the_top_down)
{
    check_order(TEXTS("\"text-size\":10"), "mns");
    check_order(TEXTS("\"text-allow-overlap\":true"), "nms");
    check_order(TEXTS("\"text-allow-overlap\":true,\"symbol-z-order\":\"source\""), "mns");
    check_order(TEXTS("\"text-allow-overlap\":true,\"symbol-sort-key\":[\"get\",\"lat\"]"), "smn");
    check_order(TEXTS("\"text-allow-overlap\":true,\"symbol-sort-key\":[\"get\",\"lat\"],\"symbol-z-order\":"
                      "\"viewport-y\""),
                "nms");
    // Icons that need no placing, likewise.
    stage st;
    open_stage(&st, DOCUMENT("{\"id\":\"icons\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{"
                             "\"icon-image\":\"a\",\"icon-allow-overlap\":true}}"));
    for (int i = 0; i < 3; i++) add_incident(&st, "a", 44, 31 + i * i % 3 * 2 + i, NAN);
    build_tiles(&st, 6);
    const scene_layer *icons = layer_of(&st, "icons");
    ck_assert_uint_eq(icons->count, 3);
    for (int i = 1; i < 3; i++) ck_assert_double_lt(icons->marks[i - 1].at.y_px, icons->marks[i].at.y_px);
    close_stage(&st);
}
END_TEST

START_TEST(text_lines_halos_and_mitres_are_the_styles)
{
    stage st;
    open_stage(
        &st,
        DOCUMENT(
            "{\"id\":\"edge\",\"type\":\"line\",\"source\":\"areas\",\"layout\":{\"line-miter-limit\":4},"
            "\"paint\":{\"line-width\":3}},"
            "{\"id\":\"wild\",\"type\":\"line\",\"source\":\"areas\",\"layout\":{\"line-miter-limit\":"
            "1e9}},"
            "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":"
            "\"{title}\",\"text-size\":10,\"text-line-height\":1.5},\"paint\":{\"text-halo-width\":2,"
            "\"text-halo-color\":\"#fff\",\"text-halo-blur\":1}}"));
    add_incident(&st, "a", 44, 33, NAN);
    add_incident(&st, "b", 44, 30, 200e3);
    build(&st, "EPSG:3857", grid_web_mercator(6, 512), 2);
    const scene_layer *edge = layer_of(&st, "edge"), *wild = layer_of(&st, "wild");
    const scene_shape *shape = &edge->shapes[0];
    ck_assert_double_eq(st.scene->shape_paints[shape->paint].miter_limit, 4);
    ck_assert_double_eq(st.scene->shape_paints[wild->shapes[0].paint].miter_limit, 10);
    // Ink of 4 half widths of 3 px each beside an outline whose own width is that of a miter of 10 half
    // widths of 1 px.
    ck_assert_double_eq_tol(wild->shapes[0].ink.min_x_px - shape->ink.min_x_px, 12 - 10, 1e-6);
    const scene_label *label = &layer_of(&st, "names")->labels[0];
    const scene_text_paint *text = &st.scene->text_paints[label->paint];
    ck_assert_double_eq(text->font.line_height_px, 30);
    ck_assert_double_eq(text->halo_blur_px, 2.38);
    // Halo, its blur, and a fifth of an em.
    ck_assert_double_eq_tol(label->at.x_px - label->ink.min_x_px, 4 + 2.38 + 4, 1e-9);
    close_stage(&st);
}
END_TEST

START_TEST(glyphs_that_each_stand_upright_along_a_line_are_refused)
{
    stage st;
    open_stage(&st, TEXTS("\"text-rotation-alignment\":\"viewport-glyph\""));
    incmap_error err = {0};
    scene_request request = {.style = st.style,
                             .zoom = 5,
                             .grid = grid_web_mercator(3, 256),
                             .pixel_ratio = 1,
                             .incidents = &st.set,
                             .text = {NULL, measure},
                             .wraps_x = true};
    ck_assert_int_eq(projection_open(&st.projection, "EPSG:3857", &err), INCMAP_OK);
    request.projection = st.projection;
    ck_assert_int_eq(scene_build(&st.scene, &request, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "\"names\": text-rotation-alignment \"viewport-glyph\""));
    close_stage(&st);
}
END_TEST

UNIT_MAIN("scene/symbol_looks", each_anchor_has_its_own_offset,
          symbols_that_may_overlap_are_drawn_from_the_top_down, text_lines_halos_and_mitres_are_the_styles,
          glyphs_that_each_stand_upright_along_a_line_are_refused)
