#include "report/typeset.h"

#include "base/arena.h"
#include "render/text_show.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

struct typesetter {
    PangoFontMap *fonts;
    PangoContext *context;
    cairo_font_options_t *options;
    const char *line_sample; ///< the tallest letters that a line of the page's words has
};

// A text longer than this fills the largest page in the smallest type; what a hostile file adds is cut.
#define TYPE_MAX_BYTES 20000

// The second try fits but for chance; a line of Arabic, whose letters change where it is broken, may take
// more.
#define WIDTH_TRIES 12

typesetter *typeset_open(const char *lang)
{
    typesetter *setter = mem_calloc(1, sizeof *setter);
    // Arabic stands taller than Latin in the fonts that cover it.
    setter->line_sample = lang && strcmp(lang, "ar") == 0 ? "Ågالع" : "Åg";
    setter->options = cairo_font_options_create();
    cairo_font_options_set_hint_style(setter->options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(setter->options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(setter->options, CAIRO_ANTIALIAS_GRAY);
    setter->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    // One point is one unit of user space.
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(setter->fonts), PAGE_PT_PER_INCH);
    setter->context = pango_font_map_create_context(setter->fonts);
    pango_cairo_context_set_font_options(setter->context, setter->options);
    pango_context_set_round_glyph_positions(setter->context, FALSE);
    // The locale must not choose glyphs.
    pango_context_set_language(setter->context, pango_language_from_string("en"));
    return setter;
}

void typeset_close(typesetter *setter)
{
    if (!setter) return;
    g_object_unref(setter->context);
    g_object_unref(setter->fonts);
    cairo_font_options_destroy(setter->options);
    free(setter);
}

char *typeset_clean(const char *text)
{
    char *valid = g_utf8_make_valid(text, (gssize)strnlen(text, TYPE_MAX_BYTES));
    char *clean = mem_strdup(valid);
    g_free(valid);
    for (char *c = clean; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
    // U+2028 and U+2029 (E2 80 A8, A9) would open lines and paragraphs that max_lines does not count.
    for (char *c = clean; (c = strstr(c, "\xE2\x80")); c++)
        if ((unsigned char)c[2] == 0xA8 || (unsigned char)c[2] == 0xA9) memcpy(c, "   ", 3);
    return clean;
}

static PangoLayout *set(typesetter *setter, const type_look *look, const char *text, double width_mm)
{
    PangoLayout *layout = pango_layout_new(setter->context);
    PangoFontDescription *font = pango_font_description_from_string(TYPE_FAMILIES);
    pango_font_description_set_weight(font, (PangoWeight)look->weight);
    // Down to quarters of a point, as type comes; Pango keeps a font for each size it has seen.
    pango_font_description_set_absolute_size(font, floor(look->size_pt * 4 + 1e-9) / 4 * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);

    char *clean = typeset_clean(text);
    pango_layout_set_text(layout, clean, -1);
    type_align align = look->align;
    if (align >= TYPE_START) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
        bool is_rtl = line && line->resolved_dir == PANGO_DIRECTION_RTL;
        align = (align == TYPE_START) == is_rtl ? TYPE_RIGHT : TYPE_LEFT;
    }
    free(clean);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(
        layout, (PangoAlignment[]){PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT}[align]);
    if (look->max_lines > 0) {
        pango_layout_set_height(layout, -look->max_lines);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    // A word of Arabic that is broken takes other letter forms at its ends, so Pango's line may come out
    // wider than it was asked to be.
    int width = (int)floor(fmax(width_mm, 0) * PAGE_PT_PER_MM * PANGO_SCALE), asked = width;
    for (int i = 0; i < WIDTH_TRIES; i++) {
        pango_layout_set_width(layout, asked);
        PangoRectangle logical;
        pango_layout_get_extents(layout, NULL, &logical);
        if (logical.width <= width) break;
        // A little more each time, or small overhangs follow one another.
        asked -= logical.width - width + i * (width / 50);
        if (asked <= 0) break;
    }
    return layout;
}

type_extent typeset_measure(typesetter *setter, const type_look *look, const char *text, double width_mm)
{
    PangoLayout *layout = set(setter, look, text, width_mm);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    const double mm = 1 / (PANGO_SCALE * PAGE_PT_PER_MM);
    type_extent extent = {
        .width_mm = logical.width * mm,
        .height_mm = logical.height * mm,
        .baseline_mm = pango_layout_get_baseline(layout) * mm,
        .line_count = pango_layout_get_line_count(layout),
        .cut = pango_layout_is_ellipsized(layout),
    };
    g_object_unref(layout);
    return extent;
}

double typeset_line_height_mm(typesetter *setter, const type_look *look)
{
    return typeset_measure(setter, look, setter->line_sample, 1e4).height_mm;
}

void typeset_draw(cairo_t *cr, typesetter *setter, const type_look *look, style_color color, const char *text,
                  page_box box)
{
    PangoLayout *layout = set(setter, look, text, box.width_mm);
    cairo_save(cr);
    cairo_set_font_options(cr, setter->options);
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
    cairo_move_to(cr, box.x_mm * PAGE_PT_PER_MM, box.y_mm * PAGE_PT_PER_MM);
    // On pixels Pango's own way has the glyphs cached.
    if (cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE)
        pango_cairo_show_layout(cr, layout);
    else
        text_show_layout(cr, layout);
    cairo_restore(cr);
    g_object_unref(layout);
}

void typeset_outline(cairo_t *cr, typesetter *setter, const type_look *look, style_color color,
                     double width_pt, const char *text, page_box box)
{
    PangoLayout *layout = set(setter, look, text, box.width_mm);
    cairo_save(cr);
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
    cairo_set_line_width(cr, 2 * width_pt);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(cr, box.x_mm * PAGE_PT_PER_MM, box.y_mm * PAGE_PT_PER_MM);
    pango_cairo_layout_path(cr, layout);
    cairo_stroke(cr);
    cairo_restore(cr);
    g_object_unref(layout);
}
