#include "report/histogram.h"
#include "report/inset.h"
#include "report/report_parts.h"
#include "report/scalebar.h"
#include "report/words.h"
#include "report/world_edge.h"

#include <math.h>
#include <string.h>

// Lines across the map's short side: enough to read a place off, too few to be a grid.
#define GRATICULE_LINES 4.0

/** From here on the context's unit is the map's pixel, and nothing is drawn beyond the map; until
 * cairo_restore. */
static void enter_map(const report *r, cairo_t *cr)
{
    page_box map = r->layout.map;
    cairo_save(cr);
    cairo_rectangle(cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM, map.width_mm * PAGE_PT_PER_MM,
                    map.height_mm * PAGE_PT_PER_MM);
    cairo_clip(cr);
    cairo_translate(cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    cairo_scale(cr, PAGE_PT_PER_INCH / r->dpi, PAGE_PT_PER_INCH / r->dpi);
}

/** Draws layers @p begin to @p end - 1 of the scene; @p over: without the background, over what is there. */
static incmap_status draw_layers(report *r, sheet *c, size_t begin, size_t end, bool over, incmap_error *err)
{
    page_box map = r->layout.map;
    double px_per_mm = r->dpi / PAGE_MM_PER_INCH;
    scene part = *r->scene;
    part.layers += begin;
    part.layer_count = end - begin;
    if (over) part.background = (style_color){0};
    if (c->format == PAGE_PNG) {
        render_rect whole = {0, 0, (int)r->grid.width_px, (int)r->grid.height_px};
        if (r->shows_tiles) {
            whole.x_px = (int64_t)r->tiles.window.min_x_px;
            whole.y_px = (int64_t)r->tiles.window.min_y_px;
        }
        return sheet_draw_pixels(c, (int)lround(map.x_mm * px_per_mm), (int)lround(map.y_mm * px_per_mm),
                                 r->renderer, &part, whole, over || part.background.a < 1, err);
    }
    enter_map(r, c->cr);
    incmap_status status = render_vector(r->renderer, &part, c->cr, err);
    cairo_restore(c->cr);
    return status;
}

/** Covers what lies beyond the edge of the world: there is paper, not sea. */
static void draw_world_edge(const report *r, cairo_t *cr, style_color paper,
                            const projxy edge[WORLD_EDGE_POINTS])
{
    page_box map = r->layout.map;
    double pt_per_px = PAGE_PT_PER_INCH / r->dpi;
    cairo_save(cr);
    cairo_translate(cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    cairo_scale(cr, pt_per_px, pt_per_px);
    cairo_rectangle(cr, 0, 0, (double)r->grid.width_px, (double)r->grid.height_px);
    cairo_clip_preserve(cr);
    cairo_new_sub_path(cr);
    for (size_t i = 0; i < WORLD_EDGE_POINTS; i++) {
        pxy at = grid_to_px(&r->grid, edge[i]);
        cairo_line_to(cr, at.x_px, at.y_px);
    }
    cairo_close_path(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_source_rgb(cr, paper.r, paper.g, paper.b);
    cairo_fill(cr);
    cairo_restore(cr);
}

/** The map's ground where the user's own files are it. */
static incmap_status draw_backdrop(report *r, sheet *c, const furniture *f, incmap_error *err)
{
    const backdrop_place place = {.projection = r->frame.projection,
                                  .grid = r->grid,
                                  .pixel_ratio = r->dpi / PAGE_CSS_DPI,
                                  .image_dpi = report_dpi(r->request),
                                  .map_dpi = r->dpi,
                                  .ink = f->colors.ink};
    enter_map(r, c->cr);
    incmap_status status = backdrop_draw(r->backdrop, c->cr, &place, err);
    cairo_restore(c->cr);
    return status;
}

/** Whether all of the world's edge is on the map, which then needs no other frame. */
static bool is_in_picture(const grid *g, const projxy edge[WORLD_EDGE_POINTS])
{
    proj_box box = grid_bounds(g);
    for (size_t i = 0; i < WORLD_EDGE_POINTS; i++)
        if (!(edge[i].x >= box.min_x && edge[i].x <= box.max_x && edge[i].y >= box.min_y &&
              edge[i].y <= box.max_y))
            return false;
    return true;
}

/** The scene in two: what lies on the ground, the graticule, and then what is shown on it. */
static incmap_status draw_map(report *r, sheet *c, const furniture *f, incmap_error *err)
{
    size_t count = r->scene->layer_count;
    projxy edge[WORLD_EDGE_POINTS];
    bool has_edge = world_edge(r->frame.projection, r->frame.srs, edge);
    r->is_whole_world = has_edge && is_in_picture(&r->grid, edge);
    if (!has_edge && r->graticule.line_count == 0 && !r->backdrop)
        return draw_layers(r, c, 0, count, false, err);

    // Marks and labels may stand out over the edge; land and sea may not.
    size_t ground = 0;
    while (ground < count && r->scene->layers[ground].kind == SCENE_SHAPES &&
           (r->scene->layers[ground].count == 0 || r->scene->layers[ground].shapes[0].incident < 0))
        ground++;
    incmap_status status = draw_layers(r, c, 0, ground, false, err);
    if (status == INCMAP_OK && r->backdrop) status = draw_backdrop(r, c, f, err);
    if (status != INCMAP_OK) return status;
    furniture_draw_graticule(f, &r->graticule, r->dpi / PAGE_MM_PER_INCH);
    if (has_edge) draw_world_edge(r, c->cr, f->colors.paper, edge);
    return draw_layers(r, c, ground, count, true, err);
}

/** The numbers on the map and, on further pages, the table. */
static void draw_key(report *r, const furniture *f, double mark_mm)
{
    double px_per_mm = r->dpi / PAGE_MM_PER_INCH;
    key *k = &r->key;
    key_number(k, r->request->show.incidents, r->frame.projection, &r->grid, px_per_mm);
    key_place(k, r->setter, r->layout.unit, r->layout.map.width_mm, r->layout.map.height_mm, mark_mm);
    key_draw_labels(f, k);
    key_draw_table(f, k, r->request->show.incidents, strbuf_text(&r->title), &r->page_count);
}

incmap_status report_draw_page(report *r, sheet *c, incmap_error *err)
{
    const page_layout *layout = &r->layout;
    furniture f = {c->cr, r->setter, layout, furniture_colors(r->scene->background), r->words};
    double px_per_mm = r->dpi / PAGE_MM_PER_INCH;
    legend shown = {0};
    legend_rows rows = {0};

    cairo_set_source_rgb(c->cr, f.colors.paper.r, f.colors.paper.g, f.colors.paper.b);
    cairo_paint(c->cr);
    // What is drawn first is read first, by whom the page is read to.
    furniture_draw_text(&f, layout->title, &layout->title_look, f.colors.ink, strbuf_text(&r->title));
    furniture_draw_text(&f, layout->subtitle, &layout->subtitle_look, f.colors.muted,
                        strbuf_text(&r->subtitle));
    if (!r->request->no_graticule)
        graticule_build(&r->graticule, r->words, &r->grid, r->frame.projection, GRATICULE_LINES);
    incmap_status status = draw_map(r, c, &f, err);
    if (status != INCMAP_OK) goto done;
    if (r->is_whole_world && strstr(r->frame.srs, "+proj=eqearth")) {
        furniture_draw_world_labels(&f, &r->graticule, &r->grid, r->frame.projection, px_per_mm);
    } else if (!r->is_whole_world) {
        furniture_draw_neat_line(&f);
        furniture_draw_frame_labels(&f, &r->graticule, px_per_mm);
    }

    legend_from_scene(&shown, r->scene, r->request, 1 / px_per_mm);
    rows = legend_flow(r->setter, &shown, &layout->legend_look, layout->legend);
    status = furniture_draw_legend(&f, r->renderer, r->scene, &rows, PAGE_PT_PER_INCH / r->dpi, err);
    if (status != INCMAP_OK) goto done;

    const scale_words words = {
        .km = scalebar_choose(&r->grid, r->frame.projection, KILOMETRE_M, layout->scale.width_mm * px_per_mm),
        .miles = scalebar_choose(&r->grid, r->frame.projection, MILE_M, layout->scale.width_mm * px_per_mm),
        .px_per_mm = px_per_mm,
        .denominator = scalebar_denominator(&r->grid, r->frame.projection, px_per_mm * 1000),
    };
    furniture_draw_scale(&f, &words);
    furniture_draw_north(&f, north_angle_deg(&r->grid, r->frame.projection));

    histogram_draw(&f, r->request->show.incidents, words_shown_range(r->request));
    const inset_request inset = {.map_style = r->request->show.style,
                                 .map_zoom = r->zoom,
                                 .sea = r->sea,
                                 .frame = &r->frame,
                                 .grid = &r->grid,
                                 .basemap = r->request->show.basemap,
                                 .lang = r->request->show.lang,
                                 .renderer = r->renderer,
                                 .dpi = r->dpi};
    status = inset_draw(&f, &inset, err);
    if (status == INCMAP_OK && r->logo) status = logo_draw(&f, r->logo, err);
    if (status != INCMAP_OK) goto done;

    report_settle_notes(r);
    const char *notes[NOTE_COUNT];
    for (int i = 0; i < NOTE_COUNT; i++) notes[i] = strbuf_text(&r->notes[i]);
    layout_settle_notes(&r->layout, r->setter, notes, NOTE_COUNT);
    for (int i = 0; i < NOTE_COUNT; i++)
        furniture_draw_text(&f, layout->notes[i], &layout->note_looks[i], f.colors.muted, notes[i]);
    if (r->request->key) draw_key(r, &f, shown.mark_reach_px / px_per_mm);
done:
    legend_rows_dispose(&rows);
    legend_dispose(&shown);
    return status;
}
