#include "render/text.h"

#include "render/text_show.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

// Longer texts are no labels. Bounds the layout's time; the cut is made between characters.
#define TEXT_BYTES_MAX 4096

// Strokes that a blurred halo is made of: steps of opacity that are not told apart.
#define HALO_STEPS 8

// A font larger than this is a mistake in the style; keeps Pango's 22.10 fixed point from overflowing.
#define SIZE_MAX_PX 2000.0

/** All NULL until the first text: fonts are looked for on the disk, and many maps have no text. */
struct text_setter {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout;
};

text_setter *text_setter_new(void)
{
    return mem_calloc(1, sizeof(text_setter));
}

static void open_fonts(text_setter *t)
{
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
}

void text_setter_free(text_setter *t)
{
    if (!t) return;
    if (t->layout) {
        g_object_unref(t->layout);
        g_object_unref(t->context);
        g_object_unref(t->fonts);
    }
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
    const size_t length = text_cut_length(text, TEXT_BYTES_MAX);
    // Pango complains of broken UTF-8 on stderr.
    char *valid = g_utf8_make_valid(text, (gssize)length);
    pango_layout_set_text(t->layout, valid, -1);
    g_free(valid);
}

/** Sets lines as far apart as the font says, whatever its letters would take. */
static void set_line_height(text_setter *t, const scene_font *font)
{
    pango_layout_set_line_spacing(t->layout, 0);
    if (font->line_height_px <= 0 || pango_layout_get_line_count(t->layout) < 2) return;
    PangoRectangle logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(t->layout, 0), NULL, &logical);
    if (logical.height <= 0) return;
    const double height_px = (double)logical.height / PANGO_SCALE;
    pango_layout_set_line_spacing(t->layout, (float)(fmin(font->line_height_px, SIZE_MAX_PX) / height_px));
}

static void set_layout(text_setter *t, const scene_font *font, const char *text, double wrap_px, int align)
{
    if (!t->layout) open_fonts(t);
    set_text(t, text);
    set_font(t, font);
    pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD);
    pango_layout_set_width(t->layout, wrap_px > 0 ? pango_units(wrap_px) : -1);
    pango_layout_set_alignment(t->layout, align == 1   ? PANGO_ALIGN_CENTER
                                          : align == 2 ? PANGO_ALIGN_RIGHT
                                                       : PANGO_ALIGN_LEFT);
    set_line_height(t, font);
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

/** A line that a text follows, from its start on. */
typedef struct {
    const pxy *points;
    size_t count;
    double right_px, down_px; ///< added to the points
} text_way;

/** The place of a point of the layout: along the line, and beside it by how far it is from the middle. */
static pxy bent(const text_way *way, double along_px, double below_px)
{
    size_t i = 1;
    double length_px = 0;
    for (;; i++) {
        length_px = hypot(way->points[i].x_px - way->points[i - 1].x_px,
                          way->points[i].y_px - way->points[i - 1].y_px);
        if (along_px <= length_px || i + 1 == way->count) break;
        along_px -= length_px;
    }
    const pxy a = way->points[i - 1], b = way->points[i];
    double x = length_px > 0 ? (b.x_px - a.x_px) / length_px : 1,
           y = length_px > 0 ? (b.y_px - a.y_px) / length_px : 0;
    return (pxy){a.x_px + along_px * x - below_px * y + way->right_px,
                 a.y_px + along_px * y + below_px * x + way->down_px};
}

/** Bends the current path, which starts at 0, 0, along a line; @p middle_px is what lies on it. */
static void bend_path(cairo_t *cr, const text_way *way, double middle_px)
{
    static const int point_counts[] = {
        [CAIRO_PATH_MOVE_TO] = 1, [CAIRO_PATH_LINE_TO] = 1, [CAIRO_PATH_CURVE_TO] = 3};
    cairo_path_t *path = cairo_copy_path(cr);
    cairo_new_path(cr);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *data = &path->data[i];
        pxy to[3];
        int count = data->header.type == CAIRO_PATH_CLOSE_PATH ? 0 : point_counts[data->header.type];
        for (int k = 0; k < count; k++)
            to[k] = bent(way, data[k + 1].point.x, data[k + 1].point.y - middle_px);
        switch (data->header.type) {
        case CAIRO_PATH_MOVE_TO: cairo_move_to(cr, to[0].x_px, to[0].y_px); break;
        case CAIRO_PATH_LINE_TO: cairo_line_to(cr, to[0].x_px, to[0].y_px); break;
        case CAIRO_PATH_CURVE_TO:
            cairo_curve_to(cr, to[0].x_px, to[0].y_px, to[1].x_px, to[1].y_px, to[2].x_px, to[2].y_px);
            break;
        case CAIRO_PATH_CLOSE_PATH: cairo_close_path(cr); break;
        }
    }
    cairo_path_destroy(path);
}

/** The halo around the current path. One with a blur is strokes on each other, the widest and faintest first,
 * that together fade as a smooth step does. */
static void draw_halo(cairo_t *cr, const scene_text_paint *paint)
{
    if (!(paint->halo.a > 0 && paint->halo_width_px > 0)) return;
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    const int steps = paint->halo_blur_px > 0 ? HALO_STEPS : 1;
    double reached = 0;
    for (int i = 0; i < steps; i++) {
        const double inward = ((double)i + 0.5) / steps;
        const double reach_px = paint->halo_width_px + paint->halo_blur_px * (1 - 2 * inward);
        const double wanted = steps == 1 ? paint->halo.a : paint->halo.a * inward * inward * (3 - 2 * inward);
        if (reach_px <= 0) break;
        style_color color = paint->halo;
        color.a = (wanted - reached) / (1 - reached);
        reached = wanted;
        cairo_set_line_width(cr, 2 * reach_px);
        set_color(cr, color);
        cairo_stroke_preserve(cr);
    }
}

/** The layout's letters with its origin at a place, or along a line. */
static void draw_letters(text_setter *t, cairo_t *cr, const scene_text_paint *paint, double x_px, double y_px,
                         const text_way *way, bool as_vector)
{
    cairo_new_path(cr);
    cairo_move_to(cr, x_px, y_px);
    pango_cairo_layout_path(cr, t->layout);
    if (way) {
        PangoRectangle logical;
        pango_layout_get_extents(t->layout, NULL, &logical);
        bend_path(cr, way, (double)logical.height / PANGO_SCALE / 2);
    }
    draw_halo(cr, paint);
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

void text_draw(text_setter *t, cairo_t *cr, const scene_label *label, const pxy *curves,
               const scene_text_paint *paint, pxy at, bool as_vector)
{
    set_layout(t, &paint->font, label->text, label->wrap_px, label->align);
    PangoRectangle logical;
    pango_layout_get_extents(t->layout, NULL, &logical);
    // Lines that are centred or right-aligned lie within the wrap width; the label's box is the lines' own.
    double x_px = at.x_px - (double)logical.x / PANGO_SCALE, y_px = at.y_px - (double)logical.y / PANGO_SCALE;
    pxy moved = {at.x_px - label->at.x_px, at.y_px - label->at.y_px};
    if (label->curve_end > label->curve_begin) {
        const text_way way = {curves + label->curve_begin, label->curve_end - label->curve_begin, moved.x_px,
                              moved.y_px};
        draw_letters(t, cr, paint, -(double)logical.x / PANGO_SCALE, -(double)logical.y / PANGO_SCALE, &way,
                     false);
        return;
    }
    cairo_save(cr);
    if (label->turn_rad != 0) {
        pxy pivot = {label->pivot.x_px + moved.x_px, label->pivot.y_px + moved.y_px};
        cairo_translate(cr, pivot.x_px, pivot.y_px);
        cairo_rotate(cr, label->turn_rad);
        cairo_translate(cr, -pivot.x_px, -pivot.y_px);
    }
    draw_letters(t, cr, paint, x_px, y_px, NULL, as_vector);
    cairo_restore(cr);
}
