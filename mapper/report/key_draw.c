#include "report/key.h"

#include "base/strbuf.h"
#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The table's type and spaces, for A4.
#define TABLE_MARGIN_MM 11.0
#define TABLE_PT        7.6
#define TABLE_PT_MIN    5.0
#define HEADING_PT      11.0
#define CELL_GAP_MM     3.0
#define ROW_GAP_MM      1.1
#define CELL_LINES_MAX  5
// Of the width, for the number of the page.
#define FOLIO_SHARE 0.12
#define LEADER_PT   0.4
#define HALO_PT     1.6

enum { COLUMN_NUMBER, COLUMN_DATE, COLUMN_PLACE, COLUMN_WHAT, COLUMN_SOURCE, COLUMN_COUNT };

static const struct {
    word heading;
    double share; ///< of the table's width
} columns[COLUMN_COUNT] = {{WORD_KEY_NUMBER, 0.05},
                           {WORD_KEY_DATE, 0.15},
                           {WORD_KEY_PLACE, 0.25},
                           {WORD_KEY_WHAT, 0.35},
                           {WORD_KEY_SOURCE, 0.20}};

void key_draw_labels(const furniture *f, const key *k)
{
    page_box map = f->layout->map;
    cairo_t *cr = f->cr;
    cairo_save(cr);
    cairo_translate(cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    for (size_t i = 0; i < k->label_count; i++) {
        const key_label *label = &k->labels[i];
        if (!label->has_leader || label->box.height_mm <= 0) continue;
        cairo_move_to(cr, label->x_mm * PAGE_PT_PER_MM, label->y_mm * PAGE_PT_PER_MM);
        cairo_line_to(cr, (label->box.x_mm + label->box.width_mm / 2) * PAGE_PT_PER_MM,
                      (label->box.y_mm + label->box.height_mm / 2) * PAGE_PT_PER_MM);
        cairo_set_source_rgba(cr, f->colors.ink.r, f->colors.ink.g, f->colors.ink.b, 0.7);
        cairo_set_line_width(cr, LEADER_PT);
        cairo_stroke(cr);
    }
    for (size_t i = 0; i < k->label_count; i++) {
        const key_label *label = &k->labels[i];
        if (label->box.height_mm <= 0) continue;
        char text[KEY_NUMBER_MAX];
        key_label_text(label, text);
        type_extent extent = typeset_measure(f->setter, &k->look, text, map.width_mm);
        page_box line = {label->box.x_mm, label->box.y_mm + (label->box.height_mm - extent.height_mm) / 2,
                         extent.width_mm + 1, extent.height_mm};
        typeset_outline(cr, f->setter, &k->look, f->colors.paper, HALO_PT, text, line);
        typeset_draw(cr, f->setter, &k->look, f->colors.ink, text, line);
    }
    cairo_restore(cr);
}

static void put_date(strbuf *out, const wording *w, const incident *item)
{
    if (item->date_start == DAY_NONE)
        strbuf_puts(out, wording_text(w, WORD_DATE_UNKNOWN));
    else
        words_dates(
            out, w,
            (date_range){item->date_start, item->date_end == DAY_NONE ? item->date_start : item->date_end});
}

static void put_killed(strbuf *out, const wording *w, const incident *item)
{
    if (item->killed_low >= 0 && item->killed_high > item->killed_low) {
        strbuf low = {0}, high = {0};
        words_count(&low, item->killed_low);
        words_count(&high, item->killed_high);
        wording_put(out, w, WORD_KILLED_FROM, (const char *const[]){strbuf_text(&low), strbuf_text(&high)});
        strbuf_dispose(&low);
        strbuf_dispose(&high);
    } else if (item->killed > 0 || item->killed_high > 0) {
        wording_put_count(out, w, WORD_KILLED, item->killed > 0 ? item->killed : item->killed_high, NULL);
    }
}

/** The title, or type, actor and target; then the dead and what the status says. */
static void put_what(strbuf *out, const wording *w, const incident *item)
{
    if (item->title && *item->title) {
        strbuf_puts(out, item->title);
    } else {
        strbuf_puts(out, item->type ? item->type : wording_text(w, WORD_INCIDENT));
        if (item->actor) wording_put(out, w, WORD_BY, &item->actor);
        if (item->target) wording_put(out, w, WORD_AGAINST, &item->target);
    }
    strbuf killed = {0};
    put_killed(&killed, w, item);
    if (killed.length) strbuf_printf(out, "%s%s", wording_text(w, WORD_SEMICOLON), strbuf_text(&killed));
    strbuf_dispose(&killed);
    if (item->status == INCIDENT_CLAIMED || item->status == INCIDENT_DISPUTED)
        strbuf_printf(out, " (%s)",
                      wording_text(w, item->status == INCIDENT_CLAIMED ? WORD_CLAIMED : WORD_DISPUTED));
}

static void put_cell(strbuf *out, const wording *w, const incident *item, size_t number, int column)
{
    strbuf_clear(out);
    switch (column) {
    case COLUMN_NUMBER: strbuf_printf(out, "%zu", number); break;
    case COLUMN_DATE: put_date(out, w, item); break;
    case COLUMN_PLACE: strbuf_puts(out, item->place ? item->place : ""); break;
    case COLUMN_WHAT: put_what(out, w, item); break;
    default: strbuf_puts(out, item->source ? item->source : ""); break;
    }
}

typedef struct {
    const furniture *f;
    const char *title;
    type_look look, head_look, title_look;
    double left_mm, top_mm, width_mm, bottom_mm, unit;
    double y_mm;
    int page; ///< of the document; the map is page 1
} table;

static page_box cell_box(const table *t, int column)
{
    double before_mm = 0, share_mm = columns[column].share * t->width_mm;
    for (int i = 0; i < column; i++) before_mm += columns[i].share * t->width_mm;
    page_box box = {t->left_mm + before_mm, t->y_mm, share_mm - CELL_GAP_MM * t->unit, 0};
    // The gap lies behind a cell, whichever way the table is read.
    if (t->f->words->is_rtl) box.x_mm = t->left_mm + t->width_mm - before_mm - box.width_mm;
    return box;
}

static void draw_cell(const table *t, int column, const type_look *look, style_color color, const char *text)
{
    page_box box = cell_box(t, column);
    box.height_mm = t->bottom_mm - t->y_mm;
    furniture_draw_text(t->f, box, look, color, text);
}

static void draw_rule(const table *t, double width_pt, double opacity)
{
    cairo_t *cr = t->f->cr;
    style_color rule = t->f->colors.rule;
    cairo_set_source_rgba(cr, rule.r, rule.g, rule.b, rule.a * opacity);
    cairo_set_line_width(cr, width_pt);
    cairo_move_to(cr, t->left_mm * PAGE_PT_PER_MM, t->y_mm * PAGE_PT_PER_MM);
    cairo_line_to(cr, (t->left_mm + t->width_mm) * PAGE_PT_PER_MM, t->y_mm * PAGE_PT_PER_MM);
    cairo_stroke(cr);
}

static void begin_page(table *t)
{
    const furniture *f = t->f;
    cairo_show_page(f->cr);
    t->page++;
    cairo_set_source_rgb(f->cr, f->colors.paper.r, f->colors.paper.g, f->colors.paper.b);
    cairo_paint(f->cr);

    t->y_mm = t->top_mm;
    char page[16];
    snprintf(page, sizeof page, "%d", t->page);
    strbuf number = {0};
    wording_put(&number, f->words, WORD_KEY_PAGE, (const char *const[]){page});
    type_look folio = t->look;
    folio.align = f->words->is_rtl ? TYPE_RIGHT : TYPE_END;
    double title_mm = (1 - FOLIO_SHARE) * t->width_mm, folio_mm = FOLIO_SHARE * t->width_mm;
    double height_mm = typeset_measure(f->setter, &t->title_look, t->title, title_mm).height_mm;
    page_box title = {t->left_mm, t->y_mm, title_mm, height_mm};
    page_box corner = {t->left_mm + title_mm, t->y_mm, folio_mm, height_mm};
    if (f->words->is_rtl) {
        title.x_mm = t->left_mm + folio_mm;
        corner.x_mm = t->left_mm;
    }
    furniture_draw_text(f, title, &t->title_look, f->colors.ink, t->title);
    furniture_draw_text(f, corner, &folio, f->colors.muted, strbuf_text(&number));
    strbuf_dispose(&number);
    t->y_mm += height_mm + 2 * ROW_GAP_MM * t->unit;

    for (int i = 0; i < COLUMN_COUNT; i++)
        draw_cell(t, i, &t->head_look, f->colors.ink, wording_text(f->words, columns[i].heading));
    t->y_mm += typeset_line_height_mm(f->setter, &t->head_look) + ROW_GAP_MM * t->unit / 2;
    draw_rule(t, 0.8 * t->unit, 1);
    t->y_mm += ROW_GAP_MM * t->unit;
}

/** Of a cell's first line, from its top. */
static double baseline_of(const table *t, int column, const type_look *look, const char *text)
{
    return typeset_measure(t->f->setter, look, text, cell_box(t, column).width_mm).baseline_mm;
}

static void draw_row(table *t, const incident *item, size_t number)
{
    const furniture *f = t->f;
    strbuf text = {0};
    double below_mm = 0, baseline_mm = 0;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        put_cell(&text, f->words, item, number, i);
        type_extent extent =
            typeset_measure(f->setter, &t->look, strbuf_text(&text), cell_box(t, i).width_mm);
        baseline_mm = fmax(baseline_mm, extent.baseline_mm);
        below_mm = fmax(below_mm, extent.height_mm - extent.baseline_mm);
    }
    double height_mm = baseline_mm + below_mm;
    if (t->page == 1 || t->y_mm + height_mm > t->bottom_mm) begin_page(t);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        put_cell(&text, f->words, item, number, i);
        style_color color = i == COLUMN_SOURCE ? f->colors.muted : f->colors.ink;
        const type_look *look = i == COLUMN_NUMBER ? &t->head_look : &t->look;
        // Letters of another script stand taller; the first lines of all cells are on one line.
        double down_mm = baseline_mm - baseline_of(t, i, look, strbuf_text(&text));
        t->y_mm += down_mm;
        draw_cell(t, i, look, color, strbuf_text(&text));
        t->y_mm -= down_mm;
    }
    strbuf_dispose(&text);
    t->y_mm += height_mm + ROW_GAP_MM * t->unit;
    draw_rule(t, 0.4 * t->unit, 0.5);
    t->y_mm += ROW_GAP_MM * t->unit;
}

void key_draw_table(const furniture *f, const key *k, const incident_set *set, const char *title,
                    int *page_count)
{
    page_size page = f->layout->page;
    double unit = f->layout->unit, margin_mm = TABLE_MARGIN_MM * unit;
    double size_pt = fmax(TABLE_PT * unit, TABLE_PT_MIN);
    table t = {
        .f = f,
        .title = title,
        .look = {.size_pt = size_pt, .weight = 400, .max_lines = CELL_LINES_MAX},
        .head_look = {.size_pt = size_pt, .weight = 700, .max_lines = 1},
        .title_look = {.size_pt = HEADING_PT * unit, .weight = 700, .max_lines = 1},
        .left_mm = margin_mm,
        .top_mm = margin_mm,
        .width_mm = page.width_mm - 2 * margin_mm,
        .bottom_mm = page.height_mm - margin_mm,
        .unit = unit,
        .page = 1,
    };
    for (size_t i = 0; i < k->count; i++) draw_row(&t, &set->items[k->entries[i].incident], i + 1);
    *page_count = t.page;
}
