#include "report/report.h"

#include "base/outfile.h"
#include "report/histogram.h"
#include "report/inset.h"
#include "report/key_gpkg.h"
#include "report/report_parts.h"
#include "report/words.h"
#include "scene/overlap.h"

#include <math.h>
#include <stdio.h>

// A vector page's scene is laid out at four times the point, so that what the scene rounds to its pixels,
// 0.09 mm, is finer than a printer's dot.
#define VECTOR_DPI 288.0

// Beyond this latitude styles are asked for the zoom that the scale has on it.
#define ZOOM_LAT_MAX_DEG 60.0

// What millimetres and back may lose of a whole pixel.
#define ROUNDING_PX 1e-6

double report_dpi(const report_request *request)
{
    return request->dpi == 0 ? PAGE_DPI_DEFAULT : request->dpi;
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
    r->shows_tiles = r->format == PAGE_PNG &&
                     tile_window_find(&r->tiles, &r->grid, r->frame.projection, r->dpi / PAGE_CSS_DPI);
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
    double ratio = r->dpi / PAGE_CSS_DPI;
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

static void report_dispose(report *r)
{
    graticule_dispose(&r->graticule);
    key_dispose(&r->key);
    logo_close(r->logo);
    backdrop_close(r->backdrop);
    scene_free(r->scene);
    frame_dispose(&r->frame);
    renderer_free(r->renderer);
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
    if (status == INCMAP_OK) status = page_parse(&r->page, page, report_dpi(request), err);
    if (status == INCMAP_OK && r->format == PAGE_PNG)
        status = page_pixels(r->page, report_dpi(request), &width_px, &height_px, err);
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
    double dpi = report_dpi(request);
    incmap_status status = prepare_page(&r, err);
    if (status != INCMAP_OK) goto done;
    r.dpi = r.format == PAGE_PNG ? dpi : VECTOR_DPI;

    status = frame_open(&r.frame, request, err);
    if (status == INCMAP_OK)
        status = outfile_begin(&outs[0], request->output, OUTFILE_FILE, request->force, err);
    if (status == INCMAP_OK && request->key_output)
        status = outfile_begin(&outs[1], request->key_output, OUTFILE_FILE, request->force, err);
    if (status != INCMAP_OK || request->dry_run) goto done;
    r.renderer = renderer_new(request->icon_dir);
    r.setter = typeset_open(request->show.lang);
    report_write_words(&r);
    lay_out(&r);
    count_outside(&r);
    status = build_scene(&r, err);
    if (status == INCMAP_OK)
        status = sheet_open(&c, r.format, r.page, dpi, outs[0].temp_path, request->output,
                            (sheet_metadata){strbuf_text(&r.title), r.time.epoch_s}, err);
    if (status == INCMAP_OK) status = report_draw_page(&r, &c, err);
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
    scene_count_overlaps(r.scene, &result->mark_count, &result->overlap_count);
done:
    sheet_dispose(&c);
    for (size_t i = 0; i < out_count; i++) outfile_abort(&outs[i]);
    report_dispose(&r);
    return status;
}
