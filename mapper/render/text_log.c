#include "render/text_log.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct text_log {
    strbuf svg; ///< the elements
};

static const cairo_user_data_key_t log_key;

static void free_log(void *data)
{
    text_log *log = data;
    strbuf_dispose(&log->svg);
    free(log);
}

text_log *text_log_attach(cairo_surface_t *surface)
{
    text_log *log = mem_calloc(1, sizeof *log);
    if (cairo_surface_set_user_data(surface, &log_key, log, free_log) == CAIRO_STATUS_SUCCESS) return log;
    free_log(log);
    return NULL;
}

text_log *text_log_of(cairo_t *cr)
{
    return cairo_surface_get_user_data(cairo_get_target(cr), &log_key);
}

/** Text as XML has it; characters that XML 1.0 has not at all become spaces. */
static void put_escaped(strbuf *out, const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *next; text < end; text = next) {
        next = g_utf8_next_char(text);
        gunichar c = g_utf8_get_char(text);
        if (c == '&')
            strbuf_puts(out, "&amp;");
        else if (c == '<')
            strbuf_puts(out, "&lt;");
        else if (c == '>')
            strbuf_puts(out, "&gt;");
        else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c & 0xfffe) == 0xfffe)
            strbuf_puts(out, " ");
        else
            strbuf_append(out, text, (size_t)(next - text));
    }
}

/** Where a line begins, and how long it is, in the layout's own units. */
static void put_place(strbuf *out, PangoLayoutIter *line, bool is_rtl)
{
    PangoRectangle extent;
    pango_layout_iter_get_line_extents(line, NULL, &extent);
    const double unit = 1.0 / PANGO_SCALE;
    strbuf_printf(out, " x=\"%.3f\" y=\"%.3f\"", (extent.x + (is_rtl ? extent.width : 0)) * unit,
                  pango_layout_iter_get_baseline(line) * unit);
    // Whatever font a viewer takes for it, the text is as long as the letters that are seen.
    if (extent.width > 0) strbuf_printf(out, " textLength=\"%.3f\"", extent.width * unit);
    strbuf_puts(out, " lengthAdjust=\"spacingAndGlyphs\"");
    if (is_rtl) strbuf_puts(out, " direction=\"rtl\" unicode-bidi=\"embed\"");
    strbuf_puts(out, ">");
}

void text_log_add(text_log *log, cairo_t *cr, PangoLayout *layout, double x, double y)
{
    strbuf *out = &log->svg;
    const char *text = pango_layout_get_text(layout);
    if (!*text) return;
    cairo_matrix_t at;
    cairo_get_matrix(cr, &at);
    cairo_matrix_translate(&at, x, y);
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    strbuf_printf(out, "<text transform=\"matrix(%.6g %.6g %.6g %.6g %.3f %.3f)\" font-size=\"%.3f\"", at.xx,
                  at.yx, at.xy, at.yy, at.x0, at.y0,
                  (double)pango_font_description_get_size(font) / PANGO_SCALE);
    if (pango_font_description_get_weight(font) >= PANGO_WEIGHT_BOLD)
        strbuf_puts(out, " font-weight=\"bold\"");

    bool is_single = pango_layout_get_line_count(layout) == 1;
    if (!is_single) strbuf_puts(out, ">");
    PangoLayoutIter *lines = pango_layout_get_iter(layout);
    do {
        const PangoLayoutLine *line = pango_layout_iter_get_line_readonly(lines);
        if (!is_single) strbuf_puts(out, "<tspan");
        put_place(out, lines, line->resolved_dir == PANGO_DIRECTION_RTL);
        put_escaped(out, text + line->start_index, (size_t)line->length);
        if (!is_single) strbuf_puts(out, "</tspan>");
    } while (pango_layout_iter_next_line(lines));
    pango_layout_iter_free(lines);
    strbuf_puts(out, "</text>\n");
}

void text_log_put_svg(strbuf *out, const text_log *log)
{
    // Filled, if not to be seen: an element without any fill cannot be selected.
    strbuf_puts(out, "<g id=\"text\" fill=\"black\" fill-opacity=\"0\" stroke=\"none\" "
                     "font-family=\"Noto Sans, sans-serif\" xml:space=\"preserve\">\n");
    strbuf_append(out, log->svg.data, log->svg.length);
    strbuf_puts(out, "</g>\n");
}
