#include "report/report.h"

#include "base/outfile.h"
#include "base/strbuf.h"
#include "encode/encode.h"
#include "render/render.h"
#include "report/backdrop.h"
#include "report/frame.h"
#include "report/furniture.h"
#include "report/histogram.h"
#include "report/inset.h"
#include "report/key.h"
#include "report/key_gpkg.h"
#include "report/layout.h"
#include "report/logo.h"
#include "report/provenance.h"
#include "report/scalebar.h"
#include "report/sheet.h"
#include "report/tile_window.h"
#include "report/words.h"
#include "report/world_edge.h"
#include "scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A vector page's scene is laid out at four times the point, so that what the scene rounds to its pixels,
// 0.09 mm, is finer than a printer's dot.
#define VECTOR_DPI 288.0

// Lines across the map's short side: enough to read a place off, too few to be a grid.
#define GRATICULE_LINES 4.0

// Beyond this latitude styles are asked for the zoom that the scale has on it.
#define ZOOM_LAT_MAX_DEG 60.0

// What millimetres and back may lose of a whole pixel.
#define ROUNDING_PX 1e-6

// CSS defines its pixel as 1/96 inch.
#define CSS_DPI 96.0

enum { NOTE_SOURCES, NOTE_BOUNDARIES, NOTE_ACCOUNT, NOTE_PROVENANCE, NOTE_COUNT };

// Stands for the basemap's attribution until the basemap has been read.
static const char *const attribution_reserve = "Natural Earth; GSHHG; GeoNames (CC BY 4.0)";

/** All that one page needs on its way. */
typedef struct {
    const report_request *request;
    page_size page;
    page_format format;
    double dpi;  ///< of the scene
    double zoom; ///< the style's
    const wording *words;
    typesetter *setter;
    renderer *renderer;
    frame frame;
    bool has_template;
    page_template template;
    page_box boxes[PART_COUNT]; ///< the template's
    logo *logo;
    backdrop *backdrop;
    provenance_time time;
    strbuf title, subtitle, notes[NOTE_COUNT];
    page_layout layout;
    grid grid;
    bool shows_tiles; ///< the map is a window of tiles
    tile_window tiles;
    graticule graticule;
    bool is_whole_world; ///< the map shows the world's edge, all of it
    scene *scene;
    style_color sea; ///< the style's background
    key key;
    int page_count;
    size_t outside_count;
} report;

static double dpi_of(const report_request *request)
{
    return request->dpi == 0 ? PAGE_DPI_DEFAULT : request->dpi;
}

/** Appends a name that is not among the first @p count of @p names. */
static void put_source(strbuf *out, const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return;
    strbuf_printf(out, "%s%s", out->length ? "; " : "", name);
}

/** Appends a sentence to a note. */
static void put_note(strbuf *out, const wording *w, word sentence, const char *part)
{
    if (out->length) strbuf_puts(out, "  ");
    wording_put(out, w, sentence, &part);
}

/** Where the incidents come from, then where places and basemap do. */
static void put_sources(strbuf *out, const report *r, bool is_reserve)
{
    const report_request *request = r->request;
    strbuf incidents = {0}, data = {0}, dataset = {0};
    provenance_put_datasets(&dataset, r->words, request->inputs, request->datasets, request->input_count);
    words_sources(&incidents, r->words, request->show.incidents, strbuf_text(&dataset));
    strbuf_dispose(&dataset);
    const char *const *places = request->attributions;
    size_t place_count = request->attribution_count;
    for (size_t i = 0; i < place_count; i++) put_source(&data, places[i], places, i);
    if (r->backdrop) {
        size_t count = request->backdrop_attribution_count;
        const char *const *names = request->backdrop_attributions;
        if (count == 0) names = backdrop_attributions(r->backdrop, &count);
        for (size_t i = 0; i < count; i++) put_source(&data, names[i], names, i);
    }
    if (request->show.basemap && is_reserve) {
        put_source(&data, attribution_reserve, NULL, 0);
    } else if (request->show.basemap) {
        size_t count;
        const char *const *names = basemap_attributions(request->show.basemap, &count);
        for (size_t i = 0; i < count; i++) put_source(&data, names[i], places, place_count);
    }
    strbuf_clear(out);
    if (incidents.length) put_note(out, r->words, WORD_SOURCES, strbuf_text(&incidents));
    if (data.length) put_note(out, r->words, WORD_SOURCES_OF_MAP, strbuf_text(&data));
    strbuf_dispose(&incidents);
    strbuf_dispose(&data);
}

/** Whether the style tells disputed boundaries from others. */
static bool draws_disputed(const style *s)
{
    size_t count;
    const char *const *asked = style_feature_properties(s, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(asked[i], "disputed") == 0) return true;
    return false;
}

/** The account of rows in the page's words. */
static void put_account(report *r)
{
    const account *acc = r->request->account;
    const int64_t counts[] = {
        account_read(acc),         acc->counts[ROW_MAPPED],     acc->counts[ROW_OUTSIDE_DATES],
        acc->counts[ROW_FILTERED], acc->counts[ROW_UNRESOLVED], acc->counts[ROW_REJECTED]};
    char digits[sizeof counts / sizeof *counts][24];
    const char *parts[sizeof counts / sizeof *counts];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        snprintf(digits[i], sizeof digits[i], "%lld", (long long)counts[i]);
        parts[i] = digits[i];
    }
    strbuf *out = &r->notes[NOTE_ACCOUNT];
    if (out->length) strbuf_puts(out, "  ");
    wording_put(out, r->words, WORD_ROWS, parts);
}

/** What is said of the boundaries, and in which projection they are. */
static void put_boundaries(report *r, bool has_disputed)
{
    strbuf *out = &r->notes[NOTE_BOUNDARIES];
    strbuf_clear(out);
    if (r->request->show.basemap || r->backdrop)
        words_boundaries(out, r->words, r->request->boundaries, !r->backdrop && has_disputed);
    put_note(out, r->words, WORD_PROJECTION, r->frame.srs_title);
}

static void write_words(report *r)
{
    const report_request *request = r->request;
    if (request->title)
        strbuf_puts(&r->title, request->title);
    else
        words_title(&r->title, request);
    if (request->subtitle)
        strbuf_puts(&r->subtitle, request->subtitle);
    else
        words_subtitle(&r->subtitle, request, 0);
    put_sources(&r->notes[NOTE_SOURCES], r, true);
    const wording *w = r->words;
    put_boundaries(r, draws_disputed(request->show.style));
    provenance_put(&r->notes[NOTE_PROVENANCE], w, request->inputs, request->input_count, request->options);
    if (request->key) put_note(&r->notes[NOTE_ACCOUNT], w, WORD_SEE_KEY, NULL);
    put_account(r);
    r->time = provenance_find_time(request->inputs, request->input_count);
    strbuf_puts(&r->notes[NOTE_ACCOUNT], "  ");
    provenance_put_time(&r->notes[NOTE_ACCOUNT], w, r->time);
}

static void lay_out(report *r)
{
    legend expected;
    legend_expect(&expected, r->request);
    layout_request request = {
        .page = r->page,
        .title = strbuf_text(&r->title),
        .subtitle = strbuf_text(&r->subtitle),
        .note_count = NOTE_COUNT,
        .note_ranks = {[NOTE_ACCOUNT] = 0, [NOTE_SOURCES] = 1, [NOTE_BOUNDARIES] = 2, [NOTE_PROVENANCE] = 3},
        .words = r->words,
        .logo_aspect = r->logo ? logo_aspect(r->logo) : 0,
        .boxes = r->has_template ? r->boxes : NULL,
        .type_scale = r->template.type_scale,
        .has_histogram = !r->request->no_histogram &&
                         histogram_is_useful(r->request->show.incidents, words_shown_range(r->request)),
        .has_inset = inset_is_useful(&r->frame, r->request),
        .has_frame_labels = !r->request->no_graticule,
        .legend = &expected,
    };
    for (int i = 0; i < NOTE_COUNT; i++) request.notes[i] = strbuf_text(&r->notes[i]);
    layout_page(&r->layout, r->setter, &request);
    legend_dispose(&expected);

    // The map's picture is whole pixels, at whole pixels of the page.
    double px_per_mm = r->dpi / PAGE_MM_PER_INCH;
    page_box *map = &r->layout.map;
    double right_px = floor((map->x_mm + map->width_mm) * px_per_mm + ROUNDING_PX);
    double bottom_px = floor((map->y_mm + map->height_mm) * px_per_mm + ROUNDING_PX);
    double left_px = ceil(map->x_mm * px_per_mm - ROUNDING_PX);
    double top_px = ceil(map->y_mm * px_per_mm - ROUNDING_PX);
    *map = (page_box){left_px / px_per_mm, top_px / px_per_mm, (right_px - left_px) / px_per_mm,
                      (bottom_px - top_px) / px_per_mm};
    r->grid = frame_grid(&r->frame, (int64_t)(right_px - left_px), (int64_t)(bottom_px - top_px));
    r->shows_tiles =
        r->format == PAGE_PNG && tile_window_find(&r->tiles, &r->grid, r->frame.projection, r->dpi / CSS_DPI);
}

/** Counts what lies beyond the frame; the subtitle says it, and may then need another line. */
static void count_outside(report *r)
{
    // A frame that was made for the incidents shows them all.
    if (r->request->has_extent || r->request->srs)
        r->outside_count = frame_count_outside(&r->frame, &r->grid, r->request->show.incidents);
    if (r->outside_count == 0 || r->request->subtitle) return;
    strbuf_clear(&r->subtitle);
    words_subtitle(&r->subtitle, r->request, r->outside_count);
    lay_out(r);
}

static incmap_status build_scene(report *r, incmap_error *err)
{
    pxy centre_px = {(double)r->grid.width_px / 2, (double)r->grid.height_px / 2};
    projxy centre = grid_from_px(&r->grid, centre_px);
    lonlat at;
    projection_inverse(r->frame.projection, &centre, &at, 1);
    double ratio = r->dpi / CSS_DPI;
    double ground_res_m = grid_ground_res_m(&r->grid, r->frame.projection, centre_px);
    // Towards the poles Mercator's zoom runs off to nothing, while a page's scale does not.
    at.lat_deg = fmin(fmax(at.lat_deg, -ZOOM_LAT_MAX_DEG), ZOOM_LAT_MAX_DEG);
    // A frame whose centre is off the world is styled by its projected resolution, at the equator.
    if (!isfinite(ground_res_m) || !isfinite(at.lat_deg)) {
        ground_res_m = r->grid.res_x * projection_unit_m(r->frame.projection);
        at.lat_deg = 0;
    }
    r->zoom = scene_zoom(ground_res_m * ratio, at.lat_deg);
    // As tiles are styled: MapLibre counts zooms by tiles of 512 CSS pixels.
    if (r->shows_tiles) r->zoom = fmax(0, r->tiles.zoom - 1);
    // Theirs, to the last digit.
    projection *of_tiles = r->shows_tiles ? projection_of_tiles() : NULL;
    scene_request request = scene_request_of(&r->request->show);
    if (r->backdrop) request.basemap = NULL;
    request.zoom = r->zoom;
    request.projection = of_tiles ? of_tiles : r->frame.projection;
    request.grid = r->shows_tiles ? r->tiles.world : r->grid;
    request.wraps_x = r->shows_tiles;
    request.has_window = r->shows_tiles;
    request.window = r->tiles.window;
    request.pixel_ratio = ratio;
    request.is_defacto = r->request->boundaries == BOUNDARIES_DEFACTO;
    request.text = renderer_text_measurer(r->renderer);
    incmap_status status = scene_build(&r->scene, &request, err);
    projection_close(of_tiles);
    // Without the land that lies on it a style's background would be a sea everywhere.
    if (status == INCMAP_OK) r->sea = r->scene->background;
    if (status == INCMAP_OK && !request.basemap)
        r->scene->background = furniture_colors(r->scene->background).paper;
    return status;
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
    cairo_save(c->cr);
    cairo_rectangle(c->cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM,
                    map.width_mm * PAGE_PT_PER_MM, map.height_mm * PAGE_PT_PER_MM);
    cairo_clip(c->cr);
    cairo_translate(c->cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    cairo_scale(c->cr, PAGE_PT_PER_INCH / r->dpi, PAGE_PT_PER_INCH / r->dpi);
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
    page_box map = r->layout.map;
    const backdrop_place place = {.projection = r->frame.projection,
                                  .grid = r->grid,
                                  .pixel_ratio = r->dpi / CSS_DPI,
                                  .image_dpi = dpi_of(r->request),
                                  .map_dpi = r->dpi,
                                  .ink = f->colors.ink};
    cairo_save(c->cr);
    cairo_rectangle(c->cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM,
                    map.width_mm * PAGE_PT_PER_MM, map.height_mm * PAGE_PT_PER_MM);
    cairo_clip(c->cr);
    cairo_translate(c->cr, map.x_mm * PAGE_PT_PER_MM, map.y_mm * PAGE_PT_PER_MM);
    cairo_scale(c->cr, PAGE_PT_PER_INCH / r->dpi, PAGE_PT_PER_INCH / r->dpi);
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

static incmap_status draw_page(report *r, sheet *c, incmap_error *err)
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

    put_sources(&r->notes[NOTE_SOURCES], r, false);
    put_boundaries(r, r->scene->has_disputed);
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

static void report_dispose(report *r)
{
    graticule_dispose(&r->graticule);
    key_dispose(&r->key);
    logo_close(r->logo);
    backdrop_close(r->backdrop);
    scene_free(r->scene);
    frame_dispose(&r->frame);
    renderer_close(r->renderer);
    typeset_close(r->setter);
    strbuf_dispose(&r->title);
    strbuf_dispose(&r->subtitle);
    for (int i = 0; i < NOTE_COUNT; i++) strbuf_dispose(&r->notes[i]);
}

/** The page, its format, its template and its logo: all that does not need the incidents. */
static incmap_status prepare_page(report *r, incmap_error *err)
{
    const report_request *request = r->request;
    const char *page = request->page, *template_path = request->template_path;
    int width_px, height_px;
    incmap_status status = page_format_parse(&r->format, request->output, err);
    if (status == INCMAP_OK && template_path) {
        status = template_load(&r->template, template_path, err);
        r->has_template = true;
        if (!page && *r->template.page) page = r->template.page;
    }
    if (status == INCMAP_OK) status = page_parse(&r->page, page, dpi_of(request), err);
    if (status == INCMAP_OK && r->format == PAGE_PNG)
        status = page_pixels(r->page, dpi_of(request), &width_px, &height_px, err);
    if (status == INCMAP_OK && r->has_template)
        status = template_place(r->boxes, &r->template, r->page, template_path, err);
    if (status == INCMAP_OK && request->key_output && !request->key)
        status = error_set(err, INCMAP_USAGE, "-o %s: holds the numbers of the key; give --key too",
                           request->key_output);
    if (status == INCMAP_OK && request->key && r->format != PAGE_PDF)
        status = error_set(err, INCMAP_USAGE, "--key: its table goes on further pages; write a .pdf");
    r->words = wording_find(request->show.lang);
    if (status == INCMAP_OK && !r->words)
        status = error_set(err, INCMAP_USAGE, "--lang %s: give ar or en", request->show.lang);
    if (status == INCMAP_OK && request->logo_path) status = logo_open(&r->logo, request->logo_path, err);
    if (status == INCMAP_OK && request->backdrop_count > 0)
        status = backdrop_open(&r->backdrop, request->backdrops, request->backdrop_count, err);
    return status;
}

incmap_status report_check(const report_request *request, incmap_error *err)
{
    report r = {.request = request};
    incmap_status status = prepare_page(&r, err);
    logo_close(r.logo);
    backdrop_close(r.backdrop);
    return status;
}

incmap_status report_write(const report_request *request, report_result *result, incmap_error *err)
{
    report r = {.request = request, .page_count = 1};
    outfile outs[2] = {0}; // the page, and the key
    const size_t out_count = request->key_output ? 2 : 1;
    sheet c = {0};
    *result = (report_result){0};
    double dpi = dpi_of(request);
    incmap_status status = prepare_page(&r, err);
    if (status != INCMAP_OK) goto done;
    r.dpi = r.format == PAGE_PNG ? dpi : VECTOR_DPI;

    status = frame_open(&r.frame, request, err);
    if (status == INCMAP_OK) status = renderer_open(&r.renderer, request->icon_dir, err);
    if (status == INCMAP_OK)
        status = outfile_begin(&outs[0], request->output, OUTFILE_FILE, request->force, err);
    if (status == INCMAP_OK && request->key_output)
        status = outfile_begin(&outs[1], request->key_output, OUTFILE_FILE, request->force, err);
    if (status != INCMAP_OK || request->dry_run) goto done;
    r.setter = typeset_open(request->show.lang);
    write_words(&r);
    lay_out(&r);
    count_outside(&r);
    status = build_scene(&r, err);
    if (status == INCMAP_OK)
        status = sheet_open(&c, r.format, r.page, dpi, outs[0].temp_path, request->output,
                            (sheet_metadata){strbuf_text(&r.title), r.time.epoch_s}, err);
    if (status == INCMAP_OK) status = draw_page(&r, &c, err);
    if (status == INCMAP_OK) status = sheet_finish(&c, err);
    if (status == INCMAP_OK && request->key_output)
        status = key_write_gpkg(&r.key, request->show.incidents, r.time.epoch_s, outs[1].temp_path,
                                request->key_output, err);
    if (status == INCMAP_OK) status = outfile_commit_all(outs, out_count, err);
    if (status != INCMAP_OK) goto done;
    snprintf(result->srs, sizeof result->srs, "%s", r.frame.srs);
    result->page_count = r.page_count;
    result->heat_max = r.scene->heat.max;
    if (r.backdrop && request->backdrop_attribution_count == 0 && backdrop_nameless(r.backdrop))
        snprintf(result->nameless, sizeof result->nameless, "%s", backdrop_nameless(r.backdrop));
    result->outside_count = r.outside_count;
done:
    sheet_dispose(&c);
    for (size_t i = 0; i < out_count; i++) outfile_abort(&outs[i]);
    report_dispose(&r);
    return status;
}
