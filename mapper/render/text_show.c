#include "render/text_show.h"

#include "base/arena.h"
#include "render/text_log.h"

#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char ellipsis[] = "…";

/** One run on its way to Cairo: glyphs and clusters from left to right. */
typedef struct {
    const char *text; ///< the layout's
    const PangoGlyphItem *run;
    bool is_rtl, is_spaced;
    cairo_glyph_t *glyphs;
    int *drawn_before; ///< of each of the run's glyphs, how many before it are drawn; an empty one is not
    strbuf letters;
    cairo_text_cluster_t *clusters;
    int cluster_count;
    bool ends_in_mark; ///< the newest cluster is of a sign that stands over or under a letter
} reading;

/** Takes the glyphs' places; false where one is missing in all fonts: Pango draws a box with its number. */
static bool place_glyphs(reading *r, double x, double y)
{
    const PangoGlyphString *set = r->run->glyphs;
    int count = 0;
    for (int i = 0; i < set->num_glyphs; i++) {
        const PangoGlyphInfo *info = &set->glyphs[i];
        r->drawn_before[i] = count;
        if (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) return false;
        if (info->glyph != PANGO_GLYPH_EMPTY)
            r->glyphs[count++] =
                (cairo_glyph_t){info->glyph, x + (double)info->geometry.x_offset / PANGO_SCALE,
                                y + (double)info->geometry.y_offset / PANGO_SCALE};
        x += (double)info->geometry.width / PANGO_SCALE;
    }
    r->drawn_before[set->num_glyphs] = count;
    return true;
}

/** The letters of a cluster; those of a line from the right in the order they are seen. */
static size_t put_letters(reading *r, const char *begin, const char *end)
{
    size_t before = r->letters.length;
    if (r->is_rtl)
        for (const char *next; end > begin; end = next) {
            next = g_utf8_prev_char(end);
            strbuf_append(&r->letters, next, (size_t)(end - next));
        }
    else
        strbuf_append(&r->letters, begin, (size_t)(end - begin));
    return r->letters.length - before;
}

/** Whether a cluster is one with that before it: both are of one word whose letters are spaced, which a
 * reader would take for spaces between words; or a letter and the sign over it, which readers do not bring
 * together. */
static bool is_one_with_last(const reading *r, const PangoGlyphItemIter *at, bool is_mark)
{
    if (r->cluster_count == 0) return false;
    if (r->is_rtl ? r->ends_in_mark : is_mark) return true;
    if (!r->is_spaced || r->is_rtl || at->start_index <= r->run->item->offset) return false;
    const char *begin = r->text + at->start_index;
    return !g_unichar_isspace(g_utf8_get_char(begin)) &&
           !g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(begin)));
}

static void add_cluster(reading *r, const PangoGlyphItemIter *at)
{
    // Of a run from the right the iterator gives the glyphs from their other end.
    int first = at->start_glyph < at->end_glyph ? at->start_glyph : at->end_glyph + 1;
    int behind = at->start_glyph < at->end_glyph ? at->end_glyph : at->start_glyph + 1;
    const char *begin = r->text + at->start_index, *end = r->text + at->end_index;
    cairo_text_cluster_t cluster = {.num_bytes = (int)put_letters(r, begin, end),
                                    .num_glyphs = r->drawn_before[behind] - r->drawn_before[first]};
    bool is_mark = g_unichar_ismark(g_utf8_get_char(begin));
    cairo_text_cluster_t *last = r->cluster_count > 0 ? &r->clusters[r->cluster_count - 1] : NULL;
    if (!is_one_with_last(r, at, is_mark)) {
        r->clusters[r->cluster_count++] = cluster;
    } else if (r->is_rtl) {
        // A reader measures a letter by its cluster's first and last glyph: the sign's is by itself, and says
        // nothing.
        cluster.num_bytes += last->num_bytes;
        last->num_bytes = 0;
        r->clusters[r->cluster_count++] = cluster;
    } else {
        last->num_bytes += cluster.num_bytes;
        last->num_glyphs += cluster.num_glyphs;
    }
    r->ends_in_mark = is_mark;
}

static void add_clusters(reading *r)
{
    // What the layout has for an ellipsis is the text that it stands for.
    if (r->run->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) {
        strbuf_puts(&r->letters, ellipsis);
        r->clusters[r->cluster_count++] =
            (cairo_text_cluster_t){(int)r->letters.length, r->drawn_before[r->run->glyphs->num_glyphs]};
        return;
    }
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)(void *)r->run;
    gboolean more = r->is_rtl ? pango_glyph_item_iter_init_end(&at, run, r->text)
                              : pango_glyph_item_iter_init_start(&at, run, r->text);
    while (more) {
        add_cluster(r, &at);
        more = r->is_rtl ? pango_glyph_item_iter_prev_cluster(&at) : pango_glyph_item_iter_next_cluster(&at);
    }
}

static bool has_spaced_letters(const PangoItem *item)
{
    for (const GSList *i = item->analysis.extra_attrs; i; i = i->next)
        if (((const PangoAttribute *)i->data)->klass->type == PANGO_ATTR_LETTER_SPACING) return true;
    return false;
}

/** Draws a run with its baseline's left end at (@p x, @p y). */
static void show_run(cairo_t *cr, const char *text, const PangoGlyphItem *run, double x, double y)
{
    size_t glyph_count = (size_t)run->glyphs->num_glyphs;
    reading r = {
        .text = text,
        .run = run,
        .is_rtl = run->item->analysis.level % 2 != 0,
        .is_spaced = has_spaced_letters(run->item),
        .glyphs = mem_calloc(glyph_count + 1, sizeof *r.glyphs),
        .drawn_before = mem_calloc(glyph_count + 1, sizeof *r.drawn_before),
        .clusters = mem_calloc(glyph_count + 1, sizeof *r.clusters),
    };
    cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font((PangoCairoFont *)run->item->analysis.font);
    if (!font || !place_glyphs(&r, x, y)) {
        cairo_move_to(cr, x, y);
        pango_cairo_show_glyph_item(cr, text, (PangoGlyphItem *)(void *)run);
    } else {
        add_clusters(&r);
        cairo_set_scaled_font(cr, font);
        cairo_show_text_glyphs(cr, strbuf_text(&r.letters), (int)r.letters.length, r.glyphs,
                               r.drawn_before[glyph_count], r.clusters, r.cluster_count, 0);
    }
    strbuf_dispose(&r.letters);
    free(r.glyphs);
    free(r.drawn_before);
    free(r.clusters);
}

void text_show_layout(cairo_t *cr, PangoLayout *layout)
{
    double left, top;
    cairo_get_current_point(cr, &left, &top);
    text_log *log = text_log_of(cr);
    if (log) text_log_add(log, cr, layout, left, top);
    cairo_save(cr);
    PangoLayoutIter *runs = pango_layout_get_iter(layout);
    do {
        const PangoGlyphItem *run = pango_layout_iter_get_run_readonly(runs);
        if (!run) continue;
        PangoRectangle extent;
        pango_layout_iter_get_run_extents(runs, NULL, &extent);
        show_run(cr, pango_layout_get_text(layout), run, left + (double)extent.x / PANGO_SCALE,
                 top + (double)pango_layout_iter_get_baseline(runs) / PANGO_SCALE);
    } while (pango_layout_iter_next_run(runs));
    pango_layout_iter_free(runs);
    cairo_restore(cr);
}
