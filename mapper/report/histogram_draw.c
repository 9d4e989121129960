#include "report/histogram.h"
#include "report/words.h"

#include <math.h>

// Narrower bars are a hatching.
#define BAR_MIN_MM 1.1
// A few days do not make broad blocks.
#define BAR_MAX_MM 6.0
// Of a bar's width, between it and the next.
#define BAR_GAP   0.16
#define HOLLOW_PT 0.5
#define AXIS_PT   0.4

static double pt(double mm)
{
    return mm * PAGE_PT_PER_MM;
}

static void set_color(cairo_t *cr, style_color color)
{
    cairo_set_source_rgb(cr, color.r, color.g, color.b);
}

/** "27 Oct 2023", "Oct 2023" or "2023", as finely as the bars tell. */
static void put_end(strbuf *out, const wording *w, day_t day, histogram_unit unit)
{
    civil_date date = date_from_day(day);
    if (unit <= HISTOGRAM_WEEK) strbuf_printf(out, "%d ", date.day);
    if (unit <= HISTOGRAM_MONTH)
        strbuf_printf(out, "%s ", wording_text(w, (word)(WORD_MONTH_SHORT + date.month - 1)));
    strbuf_printf(out, "%d", date.year);
}

/** One bar from @p low to @p high incidents, on a floor at @p floor_mm. */
static void draw_part(const furniture *f, double x_mm, double width_mm, double floor_mm,
                      double mm_per_incident, int64_t low, int64_t high, bool is_hollow)
{
    if (high <= low) return;
    cairo_t *cr = f->cr;
    double half_line_pt = is_hollow ? HOLLOW_PT * f->layout->unit / 2 : 0;
    double top_pt = pt(floor_mm - (double)high * mm_per_incident) + half_line_pt;
    double height_pt = pt((double)(high - low) * mm_per_incident) - 2 * half_line_pt;
    cairo_rectangle(cr, pt(x_mm) + half_line_pt, top_pt, pt(width_mm) - 2 * half_line_pt, fmax(height_pt, 0));
    set_color(cr, f->colors.muted);
    cairo_set_line_width(cr, 2 * half_line_pt);
    if (is_hollow)
        cairo_stroke(cr);
    else
        cairo_fill(cr);
}

/** The two ends of the range below the floor: the second one where the last bar ends, or behind the first
 * where the bars are too few for both; left out where @p line is too short. */
static void draw_ends(const furniture *f, const histogram *h, page_box line, double chart_width_mm)
{
    // The chart runs from the left in every language, as its scale and its years do.
    type_look look = f->layout->scale_look;
    look.align = TYPE_START;
    strbuf text = {0};
    put_end(&text, f->words, h->range.from, h->unit);
    double from_mm = typeset_measure(f->setter, &look, strbuf_text(&text), line.width_mm).width_mm;
    typeset_draw(f->cr, f->setter, &look, f->colors.muted, strbuf_text(&text), line);
    strbuf_clear(&text);
    put_end(&text, f->words, h->range.to, h->unit);
    double to_mm = typeset_measure(f->setter, &look, strbuf_text(&text), line.width_mm).width_mm;
    look.align = TYPE_END;
    double needed_mm = from_mm + line.height_mm + to_mm;
    bool has_room = needed_mm <= line.width_mm;
    line.width_mm = fmax(chart_width_mm, needed_mm);
    if (has_room) typeset_draw(f->cr, f->setter, &look, f->colors.muted, strbuf_text(&text), line);
    strbuf_dispose(&text);
}

void histogram_draw(const furniture *f, const incident_set *set, date_range range)
{
    page_box box = f->layout->histogram;
    if (box.height_mm <= 0 || box.width_mm <= 0) return;
    const type_look *look = &f->layout->scale_look;
    type_look heading = f->layout->legend_look.heading;
    heading.max_lines = 1;
    histogram h = {0};
    histogram_build(&h, set, range, (size_t)fmax(1, floor(box.width_mm / (BAR_MIN_MM * f->layout->unit))));

    strbuf text = {0};
    histogram_put_title(&text, f->words, &h);
    double heading_mm = typeset_line_height_mm(f->setter, &heading);
    double line_mm = typeset_line_height_mm(f->setter, look);
    furniture_draw_text(f, (page_box){box.x_mm, box.y_mm, box.width_mm, heading_mm}, &heading, f->colors.ink,
                        strbuf_text(&text));

    double bar_mm = fmin(box.width_mm / (double)h.bar_count, BAR_MAX_MM * f->layout->unit);
    page_box chart = {box.x_mm, box.y_mm + heading_mm + line_mm, bar_mm * (double)h.bar_count,
                      box.height_mm - heading_mm - 2 * line_mm};
    if (h.possible > 0) chart.height_mm -= line_mm;
    double floor_mm = chart.y_mm + chart.height_mm;
    double mm_per_incident = h.highest > 0 ? chart.height_mm / (double)h.highest : 0;

    // A line as high as the highest bar, with its number.
    strbuf_clear(&text);
    words_count(&text, h.highest);
    typeset_draw(f->cr, f->setter, look, f->colors.muted, strbuf_text(&text),
                 (page_box){box.x_mm, chart.y_mm - line_mm, box.width_mm, line_mm});
    set_color(f->cr, f->colors.rule);
    cairo_set_line_width(f->cr, AXIS_PT * f->layout->unit);
    cairo_move_to(f->cr, pt(chart.x_mm), pt(chart.y_mm));
    cairo_line_to(f->cr, pt(chart.x_mm + chart.width_mm), pt(chart.y_mm));
    cairo_move_to(f->cr, pt(chart.x_mm), pt(floor_mm));
    cairo_line_to(f->cr, pt(chart.x_mm + chart.width_mm), pt(floor_mm));
    cairo_stroke(f->cr);

    for (size_t i = 0; i < h.bar_count; i++) {
        double x_mm = chart.x_mm + ((double)i + BAR_GAP / 2) * bar_mm, width_mm = (1 - BAR_GAP) * bar_mm;
        int64_t sure = h.bars[i].sure;
        draw_part(f, x_mm, width_mm, floor_mm, mm_per_incident, 0, sure, false);
        draw_part(f, x_mm, width_mm, floor_mm, mm_per_incident, sure, sure + h.bars[i].possible, true);
    }
    draw_ends(f, &h, (page_box){box.x_mm, floor_mm, box.width_mm, line_mm}, chart.width_mm);
    if (h.possible > 0)
        furniture_draw_text(f, (page_box){box.x_mm, floor_mm + line_mm, box.width_mm, line_mm}, look,
                            f->colors.muted, wording_text(f->words, WORD_HOLLOW));
    strbuf_dispose(&text);
    histogram_dispose(&h);
}
