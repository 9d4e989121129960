#include "render/text.h"

#include "render/text_show.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

// Longer texts are no labels. Bounds the layout's time; the cut is made between characters.
#define TEXT_BYTES_MAX 4096

// A font larger than this is a mistake in the style; keeps Pango's 22.10 fixed point from overflowing.
#define SIZE_MAX_PX 2000.0

struct text_setter {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout;
};

text_setter *text_setter_new(void)
{
    text_setter *t = mem_calloc(1, sizeof *t);
    // A map of its own: Pango's default one belongs to a thread, and its answers depend on who used it
    // before.
    t->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    t->context = pango_font_map_create_context(t->fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(t->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(t->context, FALSE);
    // Pango would take the language, and with it fonts, from the environment.
    pango_context_set_language(t->context, pango_language_from_string("en"));
    pango_context_set_base_dir(t->context, PANGO_DIRECTION_LTR);
    t->layout = pango_layout_new(t->context);
    return t;
}

void text_setter_free(text_setter *t)
{
    if (!t) return;
    g_object_unref(t->layout);
    g_object_unref(t->context);
    g_object_unref(t->fonts);
    free(t);
}

static int pango_units(double length_px)
{
    return (int)lround(fmin(fmax(length_px, 0), 1e6) * PANGO_SCALE);
}

/** Letters that are joined in writing are not to be drawn apart, and so is no text that has one of them. */
static bool can_be_spaced(const char *text)
{
    for (; *text; text = g_utf8_next_char(text)) switch (g_unichar_get_script(g_utf8_get_char(text))) {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_MONGOLIAN:
        case G_UNICODE_SCRIPT_MANDAIC:
        case G_UNICODE_SCRIPT_ADLAM:
        case G_UNICODE_SCRIPT_DEVANAGARI:
        case G_UNICODE_SCRIPT_BENGALI:
        case G_UNICODE_SCRIPT_GURMUKHI: return false;
        default: break;
        }
    return true;
}

static void set_font(text_setter *t, const scene_font *font)
{
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, font->families ? font->families : "sans-serif");
    pango_font_description_set_weight(description, (PangoWeight)(font->weight ? font->weight : 400));
    pango_font_description_set_style(description, font->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(description, pango_units(fmin(font->size_px, SIZE_MAX_PX)));
    pango_layout_set_font_description(t->layout, description);
    pango_font_description_free(description);
    PangoAttrList *attributes = NULL;
    if (font->letter_spacing_px != 0 && can_be_spaced(pango_layout_get_text(t->layout))) {
        attributes = pango_attr_list_new();
        double spacing_px = fmin(fmax(font->letter_spacing_px, -SIZE_MAX_PX), SIZE_MAX_PX);
        pango_attr_list_insert(attributes,
                               pango_attr_letter_spacing_new((int)lround(spacing_px * PANGO_SCALE)));
    }
    pango_layout_set_attributes(t->layout, attributes);
    if (attributes) pango_attr_list_unref(attributes);
}

static void set_text(text_setter *t, const char *text)
{
    size_t length = strlen(text);
    if (length > TEXT_BYTES_MAX) {
        length = TEXT_BYTES_MAX;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    }
    // Pango complains of broken UTF-8 on stderr.
    char *valid = g_utf8_make_valid(text, (gssize)length);
    pango_layout_set_text(t->layout, valid, -1);
    g_free(valid);
}

static void set_layout(text_setter *t, const scene_font *font, const char *text, double wrap_px, int align)
{
    set_text(t, text);
    set_font(t, font);
    pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD);
    pango_layout_set_width(t->layout, wrap_px > 0 ? pango_units(wrap_px) : -1);
    pango_layout_set_alignment(t->layout, align == 1   ? PANGO_ALIGN_CENTER
                                          : align == 2 ? PANGO_ALIGN_RIGHT
                                                       : PANGO_ALIGN_LEFT);
}

void text_measure(text_setter *t, const scene_font *font, const char *text, double wrap_px, double *width_px,
                  double *height_px)
{
    set_layout(t, font, text, wrap_px, 0);
    PangoRectangle logical;
    pango_layout_get_extents(t->layout, NULL, &logical);
    *width_px = (double)logical.width / PANGO_SCALE;
    *height_px = (double)logical.height / PANGO_SCALE;
}

static void set_color(cairo_t *cr, style_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

void text_draw(text_setter *t, cairo_t *cr, const scene_label *label, const scene_text_paint *paint, pxy at,
               bool as_vector)
{
    set_layout(t, &paint->font, label->text, label->wrap_px, label->align);
    PangoRectangle logical;
    pango_layout_get_extents(t->layout, NULL, &logical);
    // Lines that are centred or right-aligned lie within the wrap width; the label's box is the lines' own.
    double x_px = at.x_px - (double)logical.x / PANGO_SCALE, y_px = at.y_px - (double)logical.y / PANGO_SCALE;
    cairo_new_path(cr);
    cairo_move_to(cr, x_px, y_px);
    pango_cairo_layout_path(cr, t->layout);
    if (paint->halo.a > 0 && paint->halo_width_px > 0) {
        cairo_set_line_width(cr, 2 * paint->halo_width_px);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        set_color(cr, paint->halo);
        cairo_stroke_preserve(cr);
    }
    set_color(cr, paint->color);
    if (as_vector) {
        cairo_new_path(cr);
        cairo_move_to(cr, x_px, y_px);
        text_show_layout(cr, t->layout);
    } else {
        // Letters of variable fonts overlap themselves.
        cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
        cairo_fill(cr);
    }
    cairo_new_path(cr);
}
