#include "tiles/tiles.h"

#include "scene/stock.h"
#include "tiles/container.h"
#include "tiles/key.h"
#include "tiles/outputs.h"
#include "tiles/run.h"
#include "tiles/zoom.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Room around the outermost places, in CSS pixels: a large mark at the greatest zoom, and smaller ones whole
// for two or three zooms above it.
#define MARGIN_CSS_PX 32.0

// Tiles of a style with a background are drawn this far around the bounds, in CSS pixels: about what a screen
// shows beside them. The basemap itself would go round the world.
#define SURROUNDINGS_CSS_PX 1024.0

// Metres in a degree of latitude, on a sphere of the WGS 84 mean radius.
#define DEGREE_M 111195.08

/** What the scenes of all zooms are made with, and where their tiles go. */
typedef struct {
    const tiles_request *request;
    tiles_result *result;
    tile_outputs *outputs;
    const projection *mercator;
    scene_stock *stock;
    proj_box bounds; ///< of where there is ink
    int64_t done;    ///< tiles of the zoom
} tile_maker;

static incmap_status take_tile(void *context, const run_zoom *zoom, const run_tile *tile, incmap_error *err)
{
    tile_maker *m = context;
    incmap_status status = tile_outputs_put(m->outputs, zoom->zoom, tile, m->result, err);
    if (status != INCMAP_OK) return status;
    m->done++;
    if (m->request->progress)
        m->request->progress(m->request->progress_context, zoom->zoom, m->done, zoom->cell_count);
    if (m->done == zoom->cell_count) m->done = 0;
    return INCMAP_OK;
}

static int recall_tile(void *context, size_t thread, int zoom, const scene_cell *cell, uint64_t digest,
                       strbuf *out, uint64_t hash[2])
{
    tile_maker *m = context;
    return tile_outputs_recall(m->outputs, thread, zoom, cell, digest, out, hash);
}

/** Where there is ink, in Web Mercator: areas, circles, and the room that marks take at the greatest zoom.
 * Readers such as GDAL cut the picture there. */
static proj_box bounds_of(const incident_set *incidents, const projection *mercator, const scene_stock *stock,
                          double margin_m)
{
    proj_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < incidents->count; i++) {
        const incident *item = &incidents->items[i];
        if (!item->has_position) continue;
        lonlat p = item->position;
        lonlat_box box = {p.lon_deg, p.lat_deg, p.lon_deg, p.lat_deg};
        if (item->area) box = geom_bounds(item->area);
        double lat_max_deg = MERCATOR_MAX_LAT_DEG;
        lonlat corners[2] = {{fmax(box.west_deg, -180), fmin(fmax(box.south_deg, -lat_max_deg), lat_max_deg)},
                             {fmin(box.east_deg, 180), fmin(fmax(box.north_deg, -lat_max_deg), lat_max_deg)}};
        projxy at[2] = {stock->at[i], stock->at[i]};
        // The stock has 180 degrees at the western edge, and positions beyond Mercator's reach where they
        // are.
        if (item->area || !(p.lon_deg >= -180 && p.lon_deg < 180 && fabs(p.lat_deg) <= lat_max_deg))
            projection_forward(mercator, corners, at, 2);
        // A circle on the ground is larger on the map by the scale at its poleward end.
        double room_m = margin_m;
        if (!item->area && item->radius_m > 0) {
            double poleward_deg = fmin(fabs(p.lat_deg) + item->radius_m / DEGREE_M, lat_max_deg);
            room_m = fmax(room_m, item->radius_m / cos(poleward_deg * M_PI / 180));
        }
        all.min_x = fmin(all.min_x, at[0].x - room_m);
        all.min_y = fmin(all.min_y, at[0].y - room_m);
        all.max_x = fmax(all.max_x, at[1].x + room_m);
        all.max_y = fmax(all.max_y, at[1].y + room_m);
    }
    // An empty set still needs bounds that the containers' specifications allow.
    if (all.min_x > all.max_x)
        return (proj_box){-MERCATOR_HALF_M, -MERCATOR_HALF_M, MERCATOR_HALF_M, MERCATOR_HALF_M};
    return (proj_box){fmax(all.min_x, -MERCATOR_HALF_M), fmax(all.min_y, -MERCATOR_HALF_M),
                      fmin(all.max_x, MERCATOR_HALF_M), fmin(all.max_y, MERCATOR_HALF_M)};
}

/** The time that outputs are dated by, as GeoPackage wants it. */
static void format_last_change(char out[32])
{
    time_t seconds = (time_t)date_output_epoch_s();
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
}

static tileset_metadata describe(const tiles_request *request, int max_zoom, const projection *mercator,
                                 const scene_stock *stock, const char *last_change)
{
    tileset_metadata m = {.name = request->name,
                          .description = request->description,
                          .attribution = request->attribution,
                          .last_change = last_change,
                          .min_zoom = request->min_zoom,
                          .max_zoom = max_zoom,
                          .tile_size_px = request->tile_size_css_px * request->scale,
                          .scale = request->scale};
    grid deepest = grid_web_mercator(max_zoom, request->tile_size_css_px);
    m.mercator_bounds = bounds_of(request->show.incidents, mercator, stock, MARGIN_CSS_PX * deepest.res_x);
    projxy corners[2] = {{m.mercator_bounds.min_x, m.mercator_bounds.min_y},
                         {m.mercator_bounds.max_x, m.mercator_bounds.max_y}};
    lonlat ground[2];
    projection_inverse(mercator, corners, ground, 2);
    // Longitudes from the metres themselves: PROJ may take the world's eastern edge for its western.
    m.bounds = (lonlat_box){corners[0].x / MERCATOR_HALF_M * 180, ground[0].lat_deg,
                            corners[1].x / MERCATOR_HALF_M * 180, ground[1].lat_deg};
    m.center =
        (lonlat){(m.bounds.west_deg + m.bounds.east_deg) / 2, (m.bounds.south_deg + m.bounds.north_deg) / 2};
    // The zoom at which the bounds are about two tiles wide: a first view that shows everything.
    double width_deg = fmax(m.bounds.east_deg - m.bounds.west_deg, m.bounds.north_deg - m.bounds.south_deg);
    int fitting = width_deg > 0 ? (int)floor(log2(360 / width_deg)) + 1 : max_zoom;
    m.center_zoom = fitting < m.min_zoom ? m.min_zoom : fitting > max_zoom ? max_zoom : fitting;
    return m;
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static incmap_status build_scene(void *context, int zoom, text_measurer text, scene **out, incmap_error *err)
{
    tile_maker *m = context;
    const tiles_request *request = m->request;
    int tile_size_px = request->tile_size_css_px * request->scale;
    scene_request wanted = scene_request_of(&request->show);
    // MapLibre counts zooms by tiles of 512 CSS pixels, and a style's zooms begin at 0.
    wanted.zoom = fmax(0, zoom + log2(request->tile_size_css_px / 512.0));
    wanted.projection = m->mercator;
    wanted.grid = grid_web_mercator(zoom, tile_size_px);
    wanted.pixel_ratio = request->scale;
    wanted.text = text;
    wanted.wraps_x = true;
    wanted.stock = m->stock;
    incmap_status status = scene_build(out, &wanted, err);
    if (status == INCMAP_OK) m->result->heat_max[zoom] = (*out)->heat.max;
    return status;
}

static px_box find_ground(void *context, int zoom)
{
    const tile_maker *m = context;
    const grid g = grid_web_mercator(zoom, m->request->tile_size_css_px * m->request->scale);
    const double around_px = SURROUNDINGS_CSS_PX * m->request->scale;
    const pxy low = grid_to_px(&g, (projxy){m->bounds.min_x, m->bounds.max_y});
    const pxy high = grid_to_px(&g, (projxy){m->bounds.max_x, m->bounds.min_y});
    return (px_box){low.x_px - around_px, low.y_px - around_px, high.x_px + around_px, high.y_px + around_px};
}

static incmap_status draw_tiles(tile_maker *m, run_crew *crew, incmap_error *err)
{
    const tiles_request *request = m->request;
    run_request wanted = {.min_zoom = m->result->min_zoom,
                          .max_zoom = m->result->max_zoom,
                          .cell_px = request->tile_size_css_px * request->scale,
                          .quantize = request->quantize,
                          .build = build_scene,
                          .find_ground = find_ground,
                          .recall = tile_outputs_has_previous(m->outputs) ? recall_tile : NULL,
                          .take = take_tile,
                          .context = m};
    return run_crew_draw(crew, &wanted, err);
}

incmap_status tiles_write(const tiles_request *request, tiles_result *result, incmap_error *err)
{
    *result = (tiles_result){.min_zoom = request->min_zoom, .max_zoom = request->max_zoom};
    if (result->max_zoom < 0) {
        result->max_zoom = zoom_choose_max(request->show.incidents);
        if (result->max_zoom < request->min_zoom) result->max_zoom = request->min_zoom;
    }
    if (request->min_zoom > result->max_zoom)
        return error_set(err, INCMAP_USAGE, "-Z %d is above -z %d; exchange the two", request->min_zoom,
                         result->max_zoom);

    run_crew *crew = run_crew_new(request->threads, request->icon_dir);
    tile_maker maker = {.request = request, .result = result};
    projection *mercator = projection_of_tiles();
    char last_change[32];
    format_last_change(last_change);
    tileset_metadata metadata = {0};
    maker.mercator = mercator;
    scene_stock_make(&maker.stock, request->show.incidents, mercator, request->show.style, request->show.by,
                     request->show.size_by, request->threads > 1);
    metadata = describe(request, result->max_zoom, mercator, maker.stock, last_change);
    maker.bounds = metadata.mercator_bounds;
    incmap_status status =
        tile_outputs_open(&maker.outputs, request, &metadata,
                          key_of_drawing(request->icon_dir, metadata.tile_size_px, request->quantize), err);
    if (request->dry_run) goto done;
    if (status == INCMAP_OK) status = draw_tiles(&maker, crew, err);
    if (status == INCMAP_OK) {
        run_seconds crew_seconds = run_crew_seconds(crew);
        double began_s = seconds_now();
        status = tile_outputs_complete(maker.outputs, err);
        result->scene_s = crew_seconds.scene_s;
        result->draw_s = crew_seconds.draw_s;
        result->encode_s = crew_seconds.encode_s;
        result->write_s = crew_seconds.write_s + seconds_now() - began_s;
    }

done:
    tile_outputs_close(maker.outputs);
    run_crew_free(crew);
    scene_stock_free(maker.stock);
    projection_close(mercator);
    return status;
}
