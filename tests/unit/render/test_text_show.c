#include "render/text_show.h"

#include "render/text.h"
#include "unit/unit.h"

#include <cairo-svg.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

#define SIDE 200

static cairo_status_t swallow(void *closure, const unsigned char *bytes, unsigned int length)
{
    (void)closure, (void)bytes, (void)length;
    return CAIRO_STATUS_SUCCESS;
}

/** The log of one text on a page of points, its layout's corner at (10, 20) of a space of half points. */
static void log_of(strbuf *out, const char *text, const char *font, int width_px, bool ellipsize)
{
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(swallow, NULL, SIDE, SIDE);
    text_log *log = text_log_attach(surface);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, 0.5, 0.5);
    PangoLayout *layout = pango_cairo_create_layout(cr);
    PangoFontDescription *description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_text(layout, text, -1);
    if (width_px > 0) pango_layout_set_width(layout, width_px * PANGO_SCALE);
    if (ellipsize) pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_move_to(cr, 10, 20);
    text_show_layout(cr, layout);
    ck_assert_int_eq(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    text_log_put_svg(out, log);
    g_object_unref(layout);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

START_TEST(a_text_is_noted_where_it_stands)
{
    strbuf svg = {0};
    log_of(&svg, "Deir ez-Zor", "DejaVu Sans 16px", 0, false);
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), "matrix(0.5 0 0 0.5 5.000 10.000)"));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), "font-size=\"16.000\" x=\"0.000\""));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), ">Deir ez-Zor</text>"));
    ck_assert_ptr_null(strstr(strbuf_text(&svg), "rtl"));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), "fill-opacity=\"0\""));
    strbuf_dispose(&svg);
}
END_TEST

START_TEST(a_text_from_the_right_begins_at_its_right_end)
{
    strbuf svg = {0};
    log_of(&svg, "القائم", "DejaVu Sans 16px", 0, false);
    const char *x = strstr(strbuf_text(&svg), " x=\""), *length = strstr(strbuf_text(&svg), "textLength=\"");
    ck_assert(x && length);
    ck_assert_double_gt(strtod(x + 4, NULL), 10);
    ck_assert_double_eq_tol(strtod(x + 4, NULL), strtod(length + 12, NULL), 0.002);
    ck_assert_ptr_nonnull(
        strstr(strbuf_text(&svg), "direction=\"rtl\" unicode-bidi=\"embed\">القائم</text>"));
    strbuf_dispose(&svg);
}
END_TEST

START_TEST(lines_are_noted_one_by_one)
{
    strbuf svg = {0};
    log_of(&svg, "one two", "DejaVu Sans 16px", 40, false);
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), ">one </tspan><tspan"));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), ">two</tspan></text>"));
    strbuf_dispose(&svg);
}
END_TEST

START_TEST(what_xml_has_not_is_not_written)
{
    strbuf svg = {0};
    log_of(&svg, "<b>&\x01\x7f\xef\xbf\xbf]]>", "DejaVu Sans 16px", 0, false);
    ck_assert_ptr_nonnull(strstr(strbuf_text(&svg), ">&lt;b&gt;&amp;   ]]&gt;</text>"));
    strbuf_clear(&svg);
    log_of(&svg, "", "DejaVu Sans 16px", 0, false);
    ck_assert_ptr_null(strstr(strbuf_text(&svg), "<text"));
    strbuf_dispose(&svg);
}
END_TEST

/** Differing pixels of the text drawn here and by Pango. */
static int difference(const char *text, int width_px, double spacing_px)
{
    cairo_surface_t *surfaces[2];
    for (int way = 0; way < 2; way++) {
        surfaces[way] = cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE, SIDE);
        cairo_t *cr = cairo_create(surfaces[way]);
        PangoLayout *layout = pango_cairo_create_layout(cr);
        PangoFontDescription *font = pango_font_description_from_string("DejaVu Sans 17px");
        pango_layout_set_font_description(layout, font);
        pango_font_description_free(font);
        pango_layout_set_text(layout, text, -1);
        PangoAttrList *attributes = pango_attr_list_new();
        if (spacing_px > 0)
            pango_attr_list_insert(attributes,
                                   pango_attr_letter_spacing_new((int)(spacing_px * PANGO_SCALE)));
        pango_layout_set_attributes(layout, attributes);
        pango_attr_list_unref(attributes);
        if (width_px > 0) {
            pango_layout_set_width(layout, width_px * PANGO_SCALE);
            pango_layout_set_height(layout, -2);
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        }
        cairo_move_to(cr, 5, 5);
        if (way == 0)
            pango_cairo_show_layout(cr, layout);
        else
            text_show_layout(cr, layout);
        g_object_unref(layout);
        cairo_destroy(cr);
        cairo_surface_flush(surfaces[way]);
    }
    const unsigned char *a = cairo_image_surface_get_data(surfaces[0]),
                        *b = cairo_image_surface_get_data(surfaces[1]);
    int differing = 0, inked = 0, stride = cairo_image_surface_get_stride(surfaces[0]);
    for (int i = 0; i < SIDE * stride; i++) {
        differing += a[i] != b[i];
        inked += a[i] > 0;
    }
    ck_assert_int_gt(inked, 40);
    cairo_surface_destroy(surfaces[0]);
    cairo_surface_destroy(surfaces[1]);
    return differing;
}

START_TEST(it_looks_as_pango_draws_it)
{
    ck_assert_int_eq(difference("Deir ez-Zor", 0, 0), 0);
    ck_assert_int_eq(difference("PALESTINE, IRAQ", 0, 3), 0);
    ck_assert_int_eq(difference("اللاذقية", 0, 0), 0);
    ck_assert_int_eq(difference("Syria سوريا (2023) العراق", 120, 0), 0);
    ck_assert_int_eq(difference("the end of this is not to be seen on two lines", 80, 0), 0);
    // Vowel signs stand over and under their letters, and share a cluster with them.
    ck_assert_int_eq(difference("عُمَان e\u0301a\u0308", 0, 0), 0);
    // A letter that no font has is a box with its number.
    ck_assert_int_eq(difference("x\U000F1234y", 0, 0), 0);
}
END_TEST

START_TEST(joined_letters_are_not_spaced)
{
    text_setter *t = text_setter_new();
    const scene_font plain = {"DejaVu Sans", 20, 400, false, 0}, spaced = {"DejaVu Sans", 20, 400, false, 5};
    double width_px[2], height_px;
    text_measure(t, &plain, "العراق", 0, &width_px[0], &height_px);
    text_measure(t, &spaced, "العراق", 0, &width_px[1], &height_px);
    ck_assert_double_eq(width_px[0], width_px[1]);
    text_measure(t, &plain, "IRAQ", 0, &width_px[0], &height_px);
    text_measure(t, &spaced, "IRAQ", 0, &width_px[1], &height_px);
    ck_assert_double_eq_tol(width_px[1] - width_px[0], 17.5, 2.6);
    text_measure(t, &spaced, "العراق IRAQ", 0, &width_px[0], &height_px);
    text_measure(t, &plain, "العراق IRAQ", 0, &width_px[1], &height_px);
    ck_assert_double_eq(width_px[0], width_px[1]);
    text_setter_free(t);
}
END_TEST

UNIT_MAIN("render/text_show", a_text_is_noted_where_it_stands, a_text_from_the_right_begins_at_its_right_end,
          lines_are_noted_one_by_one, what_xml_has_not_is_not_written, it_looks_as_pango_draws_it,
          joined_letters_are_not_spaced)
