#include "report/inset.h"

#include "base/strbuf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The frame takes this share of the inset's short side: its neighbours are seen, and it is not lost.
#define FRAME_SHARE 0.28
// Half of the short side in metres: less shows no outline that people know, more than this is no region.
#define HALF_SIDE_MIN_M 700e3
#define HALF_SIDE_MAX_M 3300e3
// A frame drawn smaller than this is not found.
#define FRAME_SIDE_MIN_PT 4.0
#define FRAME_LINE_PT     1.1
#define NEAT_LINE_PT      0.5
// Points on each side of the frame, which is bent in the inset's projection.
#define SIDE_POINTS 32

/** Length on the ground between the middles of two opposite sides of a box; NAN where it leaves the globe. */
static double reach_m(const projection *p, proj_box box, bool is_height)
{
    double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    projxy ends[3] = {{box.min_x, y}, {x, y}, {box.max_x, y}};
    if (is_height) {
        ends[0] = (projxy){x, box.min_y};
        ends[2] = (projxy){x, box.max_y};
    }
    lonlat ground[3];
    projection_inverse(p, ends, ground, 3);
    for (int i = 0; i < 3; i++)
        if (!isfinite(ground[i].lon_deg) || !isfinite(ground[i].lat_deg)) return NAN;
    // In two halves: the shorter way round the globe is not always the one across the map.
    return geodesic_distance_m(ground[0], ground[1]) + geodesic_distance_m(ground[1], ground[2]);
}

bool inset_is_useful(const frame *f, const report_request *request)
{
    if (!request->show.basemap || request->no_inset) return false;
    double width_m = reach_m(f->projection, f->shown, false),
           height_m = reach_m(f->projection, f->shown, true);
    return fmax(width_m, height_m) <= INSET_FRAME_MAX_M && isfinite(width_m) && isfinite(height_m);
}

/** The colour of the map's land, where one serves all of it. */
static bool land_color(const inset_request *request, style_color *out)
{
    for (size_t i = 0; i < style_layer_count(request->map_style); i++) {
        const style_layer *layer = style_layer_at(request->map_style, i);
        if (style_layer_get_type(layer) != STYLE_FILL ||
            strcmp(style_layer_source_layer(layer), "land") != 0 ||
            style_depends_on_feature(layer, STYLE_FILL_COLOR))
            continue;
        *out = style_get_color(layer, STYLE_FILL_COLOR, NULL, request->map_zoom);
        return true;
    }
    return false;
}

static void put_color(strbuf *out, style_color color)
{
    strbuf_printf(out, "\"rgb(%d,%d,%d)\"", (int)lround(color.r * 255), (int)lround(color.g * 255),
                  (int)lround(color.b * 255));
}

/** Sea, land, countries and their names, in the map's and the page's colours. */
static void write_style(strbuf *out, const furniture *f, const inset_request *request)
{
    style_color land, sea = request->sea;
    if (sea.a < 0.5) sea = f->colors.paper;
    if (!land_color(request, &land)) land = f->colors.paper;
    strbuf_puts(out, "{\"version\":8,\"sources\":{\"basemap\":{\"type\":\"vector\"}},\"layers\":["
                     "{\"id\":\"sea\",\"type\":\"background\",\"paint\":{\"background-color\":");
    put_color(out, sea);
    strbuf_puts(out, "}},{\"id\":\"land\",\"type\":\"fill\",\"source\":\"basemap\",\"source-layer\":\"land\","
                     "\"paint\":{\"fill-color\":");
    put_color(out, land);
    strbuf_puts(out,
                "}},{\"id\":\"coast\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"land\","
                "\"paint\":{\"line-width\":0.4,\"line-color\":");
    put_color(out, f->colors.rule);
    strbuf_puts(
        out, "}},{\"id\":\"boundary\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"boundary\","
             "\"filter\":[\"==\",[\"get\",\"admin_level\"],2],\"paint\":{\"line-width\":0.4,\"line-color\":");
    put_color(out, f->colors.rule);
    strbuf_puts(
        out, "}},{\"id\":\"country\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"place\","
             "\"filter\":[\"==\",[\"get\",\"class\"],\"country\"],\"layout\":{\"text-field\":[\"coalesce\","
             "[\"get\",\"name:en\"],[\"get\",\"name\"]],\"text-font\":[\"Noto Sans Regular\"],"
             "\"text-size\":7,\"text-max-width\":7,\"text-padding\":3,"
             "\"symbol-sort-key\":[\"get\",\"rank\"]},\"paint\":{\"text-halo-width\":0.8,\"text-color\":");
    put_color(out, f->colors.muted);
    strbuf_puts(out, ",\"text-halo-color\":");
    put_color(out, land);
    strbuf_puts(out, "}}]}");
}

/** Takes away the names that the frame would cross. */
static void clear_ring(scene *s, const pxy ring[4 * SIDE_POINTS])
{
    for (size_t i = 0; i < s->layer_count; i++) {
        scene_layer *layer = &s->layers[i];
        if (layer->kind != SCENE_LABELS) continue;
        size_t kept = 0;
        for (size_t k = 0; k < layer->count; k++) {
            px_box ink = layer->labels[k].ink;
            bool is_crossed = false;
            for (int at = 0; at < 4 * SIDE_POINTS && !is_crossed; at++) {
                pxy a = ring[at], b = ring[(at + 1) % (4 * SIDE_POINTS)];
                is_crossed = fmin(a.x_px, b.x_px) < ink.max_x_px && fmax(a.x_px, b.x_px) > ink.min_x_px &&
                             fmin(a.y_px, b.y_px) < ink.max_y_px && fmax(a.y_px, b.y_px) > ink.min_y_px;
            }
            if (!is_crossed) layer->labels[kept++] = layer->labels[k];
        }
        layer->count = kept;
    }
}

/** The map's frame as a ring in the inset's pixels; false where a part of it is not on the inset's world. */
static bool frame_ring(const inset_request *request, const projection *p, const grid *g,
                       pxy out[4 * SIDE_POINTS])
{
    proj_box box = grid_bounds(request->grid);
    const projxy corners[5] = {{box.min_x, box.min_y},
                               {box.max_x, box.min_y},
                               {box.max_x, box.max_y},
                               {box.min_x, box.max_y},
                               {box.min_x, box.min_y}};
    for (int i = 0; i < 4 * SIDE_POINTS; i++) {
        double share = (double)(i % SIDE_POINTS) / SIDE_POINTS;
        const projxy *a = &corners[i / SIDE_POINTS], *b = a + 1;
        projxy at = {a->x + share * (b->x - a->x), a->y + share * (b->y - a->y)};
        lonlat ground;
        projection_inverse(request->frame->projection, &at, &ground, 1);
        projection_forward(p, &ground, &at, 1);
        if (!isfinite(at.x) || !isfinite(at.y)) return false;
        out[i] = grid_to_px(g, at);
    }
    return true;
}

static void draw_ring(const furniture *f, const pxy ring[4 * SIDE_POINTS], double pt_per_px)
{
    cairo_t *cr = f->cr;
    px_box box = PX_BOX_EMPTY;
    for (int i = 0; i < 4 * SIDE_POINTS; i++)
        box = px_box_union(box, (px_box){ring[i].x_px, ring[i].y_px, ring[i].x_px, ring[i].y_px});
    double side_min_px = FRAME_SIDE_MIN_PT / pt_per_px;
    if (fmin(box.max_x_px - box.min_x_px, box.max_y_px - box.min_y_px) < side_min_px) {
        double half_width_px = fmax(box.max_x_px - box.min_x_px, side_min_px) / 2;
        double half_height_px = fmax(box.max_y_px - box.min_y_px, side_min_px) / 2;
        cairo_rectangle(cr, (box.min_x_px + box.max_x_px) / 2 - half_width_px,
                        (box.min_y_px + box.max_y_px) / 2 - half_height_px, 2 * half_width_px,
                        2 * half_height_px);
    } else {
        for (int i = 0; i < 4 * SIDE_POINTS; i++) cairo_line_to(cr, ring[i].x_px, ring[i].y_px);
        cairo_close_path(cr);
    }
    cairo_set_source_rgba(cr, f->colors.ink.r, f->colors.ink.g, f->colors.ink.b, 0.08);
    cairo_fill_preserve(cr);
    cairo_set_source_rgb(cr, f->colors.ink.r, f->colors.ink.g, f->colors.ink.b);
    cairo_set_line_width(cr, FRAME_LINE_PT / pt_per_px);
    cairo_stroke(cr);
}

incmap_status inset_draw(const furniture *f, const inset_request *request, incmap_error *err)
{
    page_box box = f->layout->inset;
    if (box.height_mm <= 0) return INCMAP_OK;
    style *look = NULL;
    projection *p = NULL;
    scene *s = NULL;
    strbuf json = {0};
    incident_set nothing = {0};

    proj_box shown = grid_bounds(request->grid);
    projxy middle = {(shown.min_x + shown.max_x) / 2, (shown.min_y + shown.max_y) / 2};
    lonlat centre;
    projection_inverse(request->frame->projection, &middle, &centre, 1);
    double frame_m = fmax(reach_m(request->frame->projection, shown, false),
                          reach_m(request->frame->projection, shown, true));
    if (!isfinite(frame_m) || !lonlat_is_valid(centre)) return INCMAP_OK;
    double half_m = fmin(fmax(frame_m / FRAME_SHARE / 2, HALF_SIDE_MIN_M), HALF_SIDE_MAX_M);

    // On whole degrees, so that a small step of the map does not redraw its surroundings.
    char srs[SRS_CHOICE_MAX];
    snprintf(srs, sizeof srs, "+proj=laea +lat_0=%.0f +lon_0=%.0f +datum=WGS84 +units=m +type=crs",
             centre.lat_deg, centre.lon_deg);
    incmap_status status = projection_open(&p, srs, err);
    if (status != INCMAP_OK) goto done;
    projection_forward(p, &centre, &middle, 1);
    double px_per_mm = request->dpi / PAGE_MM_PER_INCH, pt_per_px = PAGE_PT_PER_INCH / request->dpi;
    double width_px = round(box.width_mm * px_per_mm), height_px = round(box.height_mm * px_per_mm);
    double res_m = 2 * half_m / fmin(width_px, height_px);
    grid g = {middle.x - res_m * width_px / 2,
              middle.y + res_m * height_px / 2,
              res_m,
              res_m,
              (int64_t)width_px,
              (int64_t)height_px};

    write_style(&json, f, request);
    status = style_parse(&look, json.data, json.length, "inset", err);
    if (status != INCMAP_OK) goto done;
    double ratio = request->dpi / PAGE_CSS_DPI;
    const scene_request asked = {
        .style = look,
        // The equator's zoom, whatever the latitude: the inset has one size on the page.
        .zoom = scene_zoom(res_m * ratio, 0),
        .projection = p,
        .grid = g,
        .pixel_ratio = ratio,
        .incidents = &nothing,
        .basemap = request->basemap,
        .lang = request->lang,
        .text = renderer_text_measurer(request->renderer),
    };
    status = scene_build(&s, &asked, err);
    if (status != INCMAP_OK) goto done;

    cairo_save(f->cr);
    cairo_translate(f->cr, box.x_mm * PAGE_PT_PER_MM, box.y_mm * PAGE_PT_PER_MM);
    cairo_scale(f->cr, pt_per_px, pt_per_px);
    cairo_rectangle(f->cr, 0, 0, width_px, height_px);
    cairo_clip_preserve(f->cr);
    cairo_set_source_rgb(f->cr, s->background.r, s->background.g, s->background.b);
    cairo_fill(f->cr);
    pxy ring[4 * SIDE_POINTS];
    bool has_ring = frame_ring(request, p, &g, ring);
    if (has_ring) clear_ring(s, ring);
    status = render_vector(request->renderer, s, f->cr, err);
    if (status == INCMAP_OK && has_ring) draw_ring(f, ring, pt_per_px);
    cairo_reset_clip(f->cr);
    cairo_rectangle(f->cr, 0, 0, width_px, height_px);
    cairo_set_source_rgb(f->cr, f->colors.rule.r, f->colors.rule.g, f->colors.rule.b);
    cairo_set_line_width(f->cr, NEAT_LINE_PT / pt_per_px);
    cairo_stroke(f->cr);
    cairo_restore(f->cr);
done:
    scene_free(s);
    style_free(look);
    projection_close(p);
    strbuf_dispose(&json);
    return status;
}
