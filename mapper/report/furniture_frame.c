#include "report/furniture.h"

#include <math.h>

#define LINE_PT 0.35
// The lines are there for who looks for them.
#define LINE_OPACITY 0.5

// Between the edge of the world and its degrees, on A4.
#define LABEL_GAP_MM 0.8

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

/** A place on the page, in millimetres from the map's corner; NAN off the map. */
static pxy place_mm(const grid *g, const projection *p, lonlat at, double px_per_mm)
{
    projxy projected;
    projection_forward(p, &at, &projected, 1);
    pxy px = grid_to_px(g, projected);
    return (pxy){px.x_px / px_per_mm, px.y_px / px_per_mm};
}

void furniture_draw_world_labels(const furniture *f, const graticule *lines, const grid *g,
                                 const projection *p, double px_per_mm)
{
    type_look look = f->layout->frame_look;
    if (look.size_pt <= 0 || lines->line_count == 0) return;
    page_box map = f->layout->map;
    // The central meridian is the middle of a map of the whole world.
    lonlat centre;
    projxy middle = grid_from_px(g, (pxy){(double)g->width_px / 2, (double)g->height_px / 2});
    projection_inverse(p, &middle, &centre, 1);
    double gap_mm = LABEL_GAP_MM * f->layout->unit, inset_deg = 1e-4, free_from_mm = -INFINITY;
    char text[GRATICULE_TEXT_MAX];
    cairo_save(f->cr);
    cairo_translate(f->cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    for (double lat_deg = -90 + lines->lat_step_deg; lat_deg < 90; lat_deg += lines->lat_step_deg) {
        pxy at = place_mm(g, p, (lonlat){centre.lon_deg - 180 + inset_deg, lat_deg}, px_per_mm);
        graticule_text(f->words, lat_deg, true, text);
        type_extent extent = typeset_measure(f->setter, &look, text, map.width_mm);
        page_box box = {at.x_px - gap_mm - extent.width_mm, at.y_px - extent.height_mm / 2,
                        extent.width_mm + 1, extent.height_mm};
        if (box.x_mm >= 0) typeset_draw(f->cr, f->setter, &look, f->colors.muted, text, box);
    }
    for (double lon_deg = -180 + lines->lon_step_deg; lon_deg < 180; lon_deg += lines->lon_step_deg) {
        pxy at =
            place_mm(g, p, (lonlat){remainder(centre.lon_deg + lon_deg, 360), -90 + inset_deg}, px_per_mm);
        graticule_text(f->words, centre.lon_deg + lon_deg, false, text);
        type_extent extent = typeset_measure(f->setter, &look, text, map.width_mm);
        page_box box = {at.x_px - extent.width_mm / 2, at.y_px + gap_mm, extent.width_mm + 1,
                        extent.height_mm};
        if (box.x_mm < free_from_mm || box.y_mm + box.height_mm > map.height_mm) continue;
        typeset_draw(f->cr, f->setter, &look, f->colors.muted, text, box);
        free_from_mm = box.x_mm + extent.width_mm + gap_mm;
    }
    cairo_restore(f->cr);
}
