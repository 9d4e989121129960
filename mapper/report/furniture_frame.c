#include "report/furniture.h"

#include <math.h>

#define LINE_PT 0.35
// The lines are there for who looks for them.
#define LINE_OPACITY 0.5

void furniture_draw_graticule(const furniture *f, const graticule *lines, double px_per_mm)
{
    page_box map = f->layout->map;
    cairo_t *cr = f->cr;
    cairo_save(cr);
    cairo_translate(cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    cairo_rectangle(cr, 0, 0, map.width_mm * PAGE_PT_PER_MM, map.height_mm * PAGE_PT_PER_MM);
    cairo_clip(cr);
    double pt_per_px = PAGE_PT_PER_MM / px_per_mm;
    for (size_t i = 0; i < lines->line_count; i++) {
        cairo_new_sub_path(cr);
        for (size_t k = 0; k < lines->lines[i].count; k++)
            cairo_line_to(cr, lines->lines[i].points[k].x_px * pt_per_px,
                          lines->lines[i].points[k].y_px * pt_per_px);
    }
    cairo_set_source_rgba(cr, f->colors.rule.r, f->colors.rule.g, f->colors.rule.b, LINE_OPACITY);
    cairo_set_line_width(cr, LINE_PT * f->layout->unit);
    cairo_stroke(cr);
    cairo_restore(cr);
}

/** Draws those of one edge along a line of @p length_mm, from the left; the strip hangs below it. */
static void draw_edge(const furniture *f, const graticule *lines, graticule_edge edge, double length_mm,
                      double px_per_mm)
{
    const type_look *look = &f->layout->frame_look;
    double free_from_mm = 0;
    for (size_t i = 0; i < lines->mark_count; i++) {
        // Parallels come from the south; read from the strip's left, the foot of the map, so do they.
        const graticule_mark *mark = &lines->marks[i];
        if (mark->edge != edge) continue;
        double along_mm = mark->along_px / px_per_mm;
        if (edge != GRATICULE_BOTTOM) along_mm = length_mm - along_mm;
        type_extent extent = typeset_measure(f->setter, look, mark->text, length_mm);
        page_box box = {along_mm - extent.width_mm / 2, 0, extent.width_mm, extent.height_mm};
        if (box.x_mm < free_from_mm || box.x_mm + box.width_mm > length_mm) continue;
        // A hair more than was measured, or the last letter may be cut.
        box.width_mm += 1;
        typeset_draw(f->cr, f->setter, look, f->colors.muted, mark->text, box);
        free_from_mm = box.x_mm + 2 * extent.width_mm;
    }
}

void furniture_draw_frame_labels(const furniture *f, const graticule *lines, double px_per_mm)
{
    cairo_t *cr = f->cr;
    page_box bottom = f->layout->frame_bottom, beside = f->layout->frame_beside, map = f->layout->map;
    if (bottom.height_mm > 0) {
        cairo_save(cr);
        cairo_translate(cr, map.x_mm * PAGE_PT_PER_MM, bottom.y_mm * PAGE_PT_PER_MM);
        draw_edge(f, lines, GRATICULE_BOTTOM, map.width_mm, px_per_mm);
        cairo_restore(cr);
    }
    if (beside.height_mm > 0) {
        cairo_save(cr);
        cairo_translate(cr, beside.x_mm * PAGE_PT_PER_MM, (map.y_mm + map.height_mm) * PAGE_PT_PER_MM);
        cairo_rotate(cr, -M_PI / 2);
        draw_edge(f, lines, f->words->is_rtl ? GRATICULE_RIGHT : GRATICULE_LEFT, map.height_mm, px_per_mm);
        cairo_restore(cr);
    }
}
