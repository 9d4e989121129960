#include "report/furniture.h"

#include "base/strbuf.h"
#include "report/words.h"

#include <math.h>
#include <stdio.h>

#define NEAT_LINE_PT 0.5
#define NEST_LINE_PT 0.6
#define BAR_MM       1.3

page_colors furniture_colors(style_color map_background)
{
    // Relative luminance, WCAG 2.1; a transparent map shows the paper.
    double luminance = 0.2126 * map_background.r + 0.7152 * map_background.g + 0.0722 * map_background.b;
    if (map_background.a < 0.5 || luminance >= 0.35)
        return (page_colors){.paper = {1, 1, 1, 1},
                             .ink = {0.09, 0.10, 0.11, 1},
                             .muted = {0.36, 0.38, 0.40, 1},
                             .rule = {0.55, 0.57, 0.59, 1}};
    return (page_colors){.paper = {0.07, 0.08, 0.09, 1},
                         .ink = {0.95, 0.95, 0.94, 1},
                         .muted = {0.68, 0.70, 0.71, 1},
                         .rule = {0.45, 0.47, 0.49, 1}};
}

static double pt(double mm)
{
    return mm * PAGE_PT_PER_MM;
}

static void set_color(cairo_t *cr, style_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

void furniture_draw_text(const furniture *f, page_box box, const type_look *look, style_color color,
                         const char *text)
{
    if (box.height_mm <= 0) return;
    type_look begun = *look;
    // Text from the left, too, begins at the right of a page that is read from there.
    if (f->words->is_rtl && begun.align == TYPE_LEFT) begun.align = TYPE_END;
    typeset_draw(f->cr, f->setter, &begun, color, text, box);
}

void furniture_draw_neat_line(const furniture *f)
{
    page_box map = f->layout->map;
    cairo_rectangle(f->cr, pt(map.x_mm), pt(map.y_mm), pt(map.width_mm), pt(map.height_mm));
    set_color(f->cr, f->colors.rule);
    cairo_set_line_width(f->cr, NEAT_LINE_PT);
    cairo_stroke(f->cr);
}

/** A number as it stands under a bar: 0.5, 20, 1,000. */
static void put_length(strbuf *out, double length)
{
    if (length < 1)
        strbuf_printf(out, "%g", length);
    else
        words_count(out, (int64_t)llround(length));
}

/** One bar with its numbers above it. */
static void draw_bar(const furniture *f, const scale_bar *bar, double px_per_mm, word unit, double y_mm)
{
    const type_look *look = &f->layout->scale_look;
    page_box part = f->layout->scale;
    double line_mm = typeset_line_height_mm(f->setter, look);
    double width_mm = bar->width_px / px_per_mm, bar_mm = BAR_MM * f->layout->unit;
    double bar_y_mm = y_mm + line_mm;

    strbuf label = {0}, digits = {0};
    put_length(&digits, bar->length);
    double digits_mm = typeset_measure(f->setter, look, strbuf_text(&digits), part.width_mm).width_mm;
    wording_put(&label, f->words, unit, (const char *const[]){strbuf_text(&digits)});
    strbuf_dispose(&digits);
    // The number stands over the bar's end, where it can, its unit behind it.
    double label_mm = typeset_measure(f->setter, look, strbuf_text(&label), part.width_mm).width_mm;
    double before_mm = f->words->is_rtl ? label_mm - digits_mm / 2 : digits_mm / 2;
    double x_mm = fmin(fmax(part.x_mm + width_mm - before_mm, part.x_mm + 3 * bar_mm),
                       part.x_mm + part.width_mm - label_mm);
    typeset_draw(f->cr, f->setter, look, f->colors.ink, "0",
                 (page_box){part.x_mm, y_mm, part.width_mm, line_mm});
    type_look from_left = *look;
    from_left.align = TYPE_START;
    typeset_draw(f->cr, f->setter, &from_left, f->colors.ink, strbuf_text(&label),
                 (page_box){x_mm, y_mm, label_mm + 1, line_mm});
    strbuf_dispose(&label);

    for (int i = 0; i < bar->divisions; i++) {
        double step_mm = width_mm / bar->divisions;
        cairo_rectangle(f->cr, pt(part.x_mm + i * step_mm), pt(bar_y_mm), pt(step_mm), pt(bar_mm));
        set_color(f->cr, i % 2 == 0 ? f->colors.ink : f->colors.paper);
        cairo_fill(f->cr);
    }
    cairo_rectangle(f->cr, pt(part.x_mm), pt(bar_y_mm), pt(width_mm), pt(bar_mm));
    set_color(f->cr, f->colors.ink);
    cairo_set_line_width(f->cr, NEAT_LINE_PT * f->layout->unit);
    cairo_stroke(f->cr);
}

void furniture_draw_scale(const furniture *f, const scale_words *words)
{
    const type_look *look = &f->layout->scale_look;
    page_box part = f->layout->scale;
    if (part.height_mm <= 0 || part.width_mm <= 0) return;
    double line_mm = typeset_line_height_mm(f->setter, look);
    double bar_mm = line_mm * LAYOUT_SCALE_BAR_LINES;
    const struct {
        const scale_bar *bar;
        word unit;
    } bars[] = {{&words->km, WORD_KILOMETRES}, {&words->miles, WORD_MILES}};

    // Kilometres first; where the part is too low for all of it, the last ones are left out.
    bool shown[2];
    double rest_mm = part.height_mm + 1e-6;
    for (int i = 0; i < 2; i++) {
        shown[i] = bars[i].bar->length > 0 && rest_mm >= bar_mm;
        if (shown[i]) rest_mm -= bar_mm;
    }
    bool shows_ratio = words->denominator > 0 && rest_mm >= line_mm;
    if (shows_ratio) rest_mm -= line_mm;

    // Beside the map it stands on the page's foot, below the map it hangs from the strip's top.
    double y_mm = part.y_mm + (f->layout->is_wide ? rest_mm : 0);
    for (int i = 0; i < 2; i++) {
        if (!shown[i]) continue;
        draw_bar(f, bars[i].bar, words->px_per_mm, bars[i].unit, y_mm);
        y_mm += bar_mm;
    }
    if (!shows_ratio) return;
    strbuf ratio = {0}, text = {0};
    strbuf_puts(&ratio, "1 : ");
    words_count(&ratio, (int64_t)words->denominator);
    wording_put(&text, f->words, WORD_AT_CENTRE, (const char *const[]){strbuf_text(&ratio)});
    // The number itself must not be cut.
    bool has_room = !typeset_measure(f->setter, look, strbuf_text(&text), part.width_mm).cut;
    type_look begun = *look;
    begun.align = has_room || !f->words->is_rtl ? TYPE_LEFT : TYPE_END;
    typeset_draw(f->cr, f->setter, &begun, f->colors.muted, strbuf_text(has_room ? &text : &ratio),
                 (page_box){part.x_mm, y_mm, part.width_mm, line_mm});
    strbuf_dispose(&ratio);
    strbuf_dispose(&text);
}

void furniture_draw_north(const furniture *f, double angle_deg)
{
    page_box box = f->layout->north;
    if (!isfinite(angle_deg) || box.height_mm <= 0) return;
    // The arrow turns within the box's largest circle; the letter stands at its tip.
    double radius_pt = pt(fmin(box.width_mm, box.height_mm) / 2);
    cairo_t *cr = f->cr;
    cairo_save(cr);
    cairo_translate(cr, pt(box.x_mm + box.width_mm / 2), pt(box.y_mm + box.height_mm) - radius_pt);
    cairo_rotate(cr, angle_deg * M_PI / 180);

    double letter_pt = 0.62 * radius_pt;
    double tip_pt = -0.22 * radius_pt, tail_pt = 0.98 * radius_pt, half_pt = 0.38 * radius_pt;
    double notch_pt = tail_pt - 0.30 * radius_pt;
    set_color(cr, f->colors.ink);
    cairo_set_line_width(cr, NEAT_LINE_PT * f->layout->unit);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (int side = -1; side <= 1; side += 2) {
        cairo_move_to(cr, 0, tip_pt);
        cairo_line_to(cr, side * half_pt, tail_pt);
        cairo_line_to(cr, 0, notch_pt);
        cairo_close_path(cr);
        if (side > 0) cairo_fill_preserve(cr);
        cairo_stroke(cr);
    }
    const type_look look = {.size_pt = letter_pt, .weight = 700, .max_lines = 1, .align = TYPE_CENTRE};
    const char *north = wording_text(f->words, WORD_NORTH);
    type_extent letter = typeset_measure(f->setter, &look, north, 2 * radius_pt);
    double width_mm = 2 * radius_pt / PAGE_PT_PER_MM;
    double baseline_mm = (tip_pt - 0.14 * radius_pt) / PAGE_PT_PER_MM;
    typeset_draw(cr, f->setter, &look, f->colors.ink, north,
                 (page_box){-width_mm / 2, baseline_mm - letter.baseline_mm, width_mm, letter.height_mm});
    cairo_restore(cr);
}

/** A scene of one swatch around the origin: a mark, or a rounded patch as large as the box. */
static incmap_status draw_swatch(const furniture *f, renderer *r, const scene *s, const legend_item *item,
                                 page_box box, double pt_per_px, incmap_error *err)
{
    bool is_mark = item->kind == LEGEND_MARK;
    scene_mark marks[SCENE_LEGEND_LAYERS];
    scene_shape shapes[SCENE_LEGEND_LAYERS];
    scene_layer layers[SCENE_LEGEND_LAYERS];
    double reach_px = 0;
    for (int i = 0; is_mark && i < item->paint_count; i++)
        reach_px = fmax(reach_px, s->mark_paints[item->paints[i]].reach_px);
    double scale = pt_per_px;
    if (is_mark && reach_px > 0) scale = fmin(scale, pt(fmin(box.width_mm, box.height_mm)) / (2 * reach_px));

    // An area's swatch keeps its outline, half a millimetre wide at most, inside the box.
    double half_width_px = (pt(box.width_mm) / 2 - 1) / scale,
           half_height_px = (pt(box.height_mm) / 2 - 1) / scale;
    // The swatch is a small scene of its own, its middle on whole pixels.
    double middle_px = ceil(fmax(half_width_px, reach_px) + 2 / scale);
    pxy middle = {middle_px, middle_px};
    pxy points[5] = {{middle_px - half_width_px, middle_px - half_height_px},
                     {middle_px + half_width_px, middle_px - half_height_px},
                     {middle_px + half_width_px, middle_px + half_height_px},
                     {middle_px - half_width_px, middle_px + half_height_px},
                     {middle_px - half_width_px, middle_px - half_height_px}};
    size_t part_ends[1] = {5};
    px_box ink = {0, 0, 2 * middle_px, 2 * middle_px};
    for (int i = 0; i < item->paint_count; i++) {
        marks[i] = (scene_mark){.at = middle, .paint = item->paints[i], .incident = -1};
        shapes[i] = (scene_shape){.paint = item->paints[i],
                                  .incident = -1,
                                  .kind = GEOM_POLYGON,
                                  .part_begin = 0,
                                  .part_end = 1,
                                  .ink = ink};
        layers[i] = (scene_layer){.id = "legend", .kind = is_mark ? SCENE_MARKS : SCENE_SHAPES, .count = 1};
        if (is_mark)
            layers[i].marks = &marks[i];
        else
            layers[i].shapes = &shapes[i];
    }
    scene swatch = *s;
    swatch.width_px = swatch.height_px = (int64_t)(2 * middle_px);
    swatch.background = (style_color){0};
    swatch.wraps_x = false;
    swatch.layer_count = (size_t)item->paint_count;
    swatch.layers = layers;
    swatch.points = points;
    swatch.part_ends = part_ends;

    cairo_save(f->cr);
    cairo_translate(f->cr, pt(box.x_mm + box.width_mm / 2), pt(box.y_mm + box.height_mm / 2));
    cairo_scale(f->cr, scale, scale);
    cairo_translate(f->cr, -middle_px, -middle_px);
    incmap_status status = render_vector(r, &swatch, f->cr, err);
    cairo_restore(f->cr);
    return status;
}

/** The colours of a heat map from none to most, from left to right. */
static void draw_ramp(const furniture *f, const legend_item *item, page_box box)
{
    cairo_pattern_t *ramp = cairo_pattern_create_linear(pt(box.x_mm), 0, pt(box.x_mm + box.width_mm), 0);
    for (int i = 0; i < LEGEND_RAMP_STEPS; i++) {
        style_color c = item->ramp[i];
        cairo_pattern_add_color_stop_rgba(ramp, (double)i / (LEGEND_RAMP_STEPS - 1), c.r, c.g, c.b, c.a);
    }
    cairo_rectangle(f->cr, pt(box.x_mm), pt(box.y_mm), pt(box.width_mm), pt(box.height_mm));
    cairo_set_source(f->cr, ramp);
    cairo_fill_preserve(f->cr);
    cairo_pattern_destroy(ramp);
    set_color(f->cr, f->colors.rule);
    cairo_set_line_width(f->cr, NEST_LINE_PT);
    cairo_stroke(f->cr);
}

/** Circles that stand on one line, and their numbers beside their tops, each on a line of its own. */
static void draw_nest(const furniture *f, const legend_row *row)
{
    const legend_item *item = row->item;
    const legend_look *look = &f->layout->legend_look;
    const double line_mm = typeset_line_height_mm(f->setter, &look->row);
    const double side_mm = fmin(row->swatch.width_mm, row->swatch.height_mm - line_mm / 2);
    const double scale = fmin(1, side_mm / fmax(2 * item->rings[0].radius_mm, 1e-9));
    const double bottom_mm = row->swatch.y_mm + row->swatch.height_mm;
    const double middle_mm = row->swatch.x_mm + row->swatch.width_mm / 2;
    const double edge_mm = f->words->is_rtl ? row->text.x_mm + row->text.width_mm : row->text.x_mm;
    double free_mm = row->swatch.y_mm;
    cairo_set_line_width(f->cr, NEST_LINE_PT);
    for (int i = 0; i < item->ring_count; i++) {
        double radius_mm = scale * item->rings[i].radius_mm, top_mm = bottom_mm - 2 * radius_mm;
        // The numbers below still need their lines.
        double text_mm =
            fmin(fmax(top_mm - line_mm / 2, free_mm), bottom_mm - (item->ring_count - i) * line_mm);
        text_mm = fmax(text_mm, free_mm);
        free_mm = text_mm + line_mm;
        cairo_new_path(f->cr);
        cairo_arc(f->cr, pt(middle_mm), pt(bottom_mm - radius_mm), pt(radius_mm), 0, 2 * M_PI);
        set_color(f->cr, f->colors.ink);
        cairo_stroke(f->cr);
        cairo_move_to(f->cr, pt(middle_mm), pt(top_mm));
        cairo_line_to(f->cr, pt(row->swatch.x_mm + (f->words->is_rtl ? 0 : row->swatch.width_mm)),
                      pt(text_mm + line_mm / 2));
        cairo_line_to(f->cr, pt(edge_mm + (f->words->is_rtl ? 1 : -1) * look->gap_mm / 3),
                      pt(text_mm + line_mm / 2));
        set_color(f->cr, f->colors.muted);
        cairo_stroke(f->cr);
        furniture_draw_text(f, (page_box){row->text.x_mm, text_mm, row->text.width_mm, line_mm}, &look->row,
                            f->colors.ink, item->rings[i].text);
    }
}

incmap_status furniture_draw_legend(const furniture *f, renderer *r, const scene *s, const legend_rows *rows,
                                    double pt_per_px, incmap_error *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        const legend_row *row = &rows->rows[i];
        bool is_heading = row->item && row->item->kind == LEGEND_HEADING;
        type_look look = is_heading ? f->layout->legend_look.heading : f->layout->legend_look.row;
        furniture_draw_text(f, row->text, &look, f->colors.ink, row->label);
        if (row->item && row->item->kind == LEGEND_NEST) draw_nest(f, row);
        if (row->item && row->item->kind == LEGEND_RAMP) draw_ramp(f, row->item, row->swatch);
        if (row->swatch.width_mm <= 0 || row->item->paint_count == 0) continue;
        incmap_status status = draw_swatch(f, r, s, row->item, row->swatch, pt_per_px, err);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}
