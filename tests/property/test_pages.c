/**
 * @file
 * A page's map at the scale of a zoom shows the pixels of its tiles, all of them, but for the labels that its
 * edge would cut: over random styles, basemaps and crowds, wherever the map lies. PROPERTY_ROUNDS in the
 * environment asks for more rounds than the suite's.
 */
#include "page_check.h"
#include "property/random_input.h"
#include "report/tile_window.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    size_t inked, labels, cut;
} sums;

/** A map of random size with one of the incidents on it. */
static px_box random_map(const scene_request *tiles)
{
    const incident *item =
        &tiles->incidents->items[(size_t)(random_unit() * (double)tiles->incidents->count)];
    const double side_px = (double)tiles->grid.width_px;
    const double width_px = floor(random_between(100, 900)), height_px = floor(random_between(100, 700));
    projxy at;
    projection_forward(tiles->projection, &item->position, &at, 1);
    const pxy px = grid_to_px(&tiles->grid, at);
    double left_px = floor(px.x_px - random_between(0, width_px));
    double top_px = floor(isfinite(px.y_px) ? px.y_px - random_between(0, height_px) : 0);
    left_px -= side_px * floor(left_px / side_px);
    top_px = fmin(fmax(top_px, 0), side_px - height_px);
    return (px_box){left_px, top_px, left_px + width_px, top_px + height_px};
}

static void check_map(sums *sum, renderer *r, const scene_request *tiles, uint32_t seed, int zoom)
{
    const px_box map = random_map(tiles);
    page_difference found;
    page_compare(&found, r, tiles, map);
    ck_assert_msg(found.forbidden == 0,
                  "seed %u, zoom %d, map %.0f %.0f: %zu pixels differ, the first %lld %lld", seed, zoom,
                  map.min_x_px, map.min_y_px, found.forbidden, (long long)found.x_px, (long long)found.y_px);
    ck_assert_msg(found.same_labels, "seed %u, zoom %d, map %.0f %.0f: other labels", seed, zoom,
                  map.min_x_px, map.min_y_px);
    sum->inked += found.inked;
    sum->labels += found.labels;
    sum->cut += found.cut;
}

START_TEST(a_page_shows_what_the_tiles_show)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/test_pages_%ld.gpkg", BUILD_DIR, (long)getpid());
    incmap_error err = {0};
    projection *mercator;
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    renderer *r = renderer_new(NULL);
    const uint32_t rounds = random_rounds(2);
    sums sum = {0};
    for (uint32_t seed = 1; seed <= rounds; seed++) {
        random_seed(seed + 300);
        style *s = random_style();
        scene_request tiles = {.style = s,
                               .projection = mercator,
                               .pixel_ratio = 1,
                               .text = renderer_text_measurer(r),
                               .spread = random_unit() < 0.5,
                               .bin_width_m = random_unit() < 0.5 ? 20e3 : 0,
                               .wraps_x = true};
        for (int zoom = 3; zoom <= 13; zoom++) {
            const double reach_deg = 6 * pow(0.5, zoom - 4);
            incident_set set = {0};
            random_incidents(&set, 150, reach_deg);
            random_basemap(path, reach_deg);
            ck_assert_int_eq(basemap_open(&tiles.basemap, path, &err), INCMAP_OK);
            tiles.zoom = zoom - 1;
            tiles.grid = grid_web_mercator(zoom, 256);
            tiles.incidents = &set;
            check_map(&sum, r, &tiles, seed, zoom);
            basemap_close(tiles.basemap);
            incident_set_dispose(&set);
            unlink(path);
        }
        style_free(s);
    }
    ck_assert_uint_gt(sum.inked, 100000);
    ck_assert_uint_gt(sum.labels, 100);
    ck_assert_uint_gt(sum.cut, 20);
    renderer_free(r);
    projection_close(mercator);
}
END_TEST

/** The grid of a map with its top left corner at these pixels of a zoom. */
static grid map_at(int zoom, int tile_px, double left_px, double top_px, int64_t width_px, int64_t height_px)
{
    const grid world = grid_web_mercator(zoom, tile_px);
    return (grid){world.origin_x + left_px * world.res_x,
                  world.origin_y - top_px * world.res_y,
                  world.res_x,
                  world.res_y,
                  width_px,
                  height_px};
}

START_TEST(maps_of_a_zoom_are_known)
{
    incmap_error err = {0};
    projection *mercator, *utm;
    tile_window found;
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    ck_assert_int_eq(projection_open(&utm, "EPSG:32637", &err), INCMAP_OK);

    grid map = map_at(9, 256, 1000.3, 2000.4, 800, 600);
    ck_assert(tile_window_find(&found, &map, mercator, 1));
    ck_assert_int_eq(found.zoom, 9);
    ck_assert_int_eq(found.world.width_px, 256 << 9);
    ck_assert_double_eq(found.window.min_x_px, 1000);
    ck_assert_double_eq(found.window.min_y_px, 2000);
    ck_assert_double_eq(found.window.max_x_px, 1800);
    ck_assert_double_eq(found.window.max_y_px, 2600);
    const grid whole = map_at(9, 256, 1000, 2000, 800, 600);
    ck_assert_double_eq(map.origin_x, whole.origin_x);
    ck_assert_double_eq(map.origin_y, whole.origin_y);

    // Of twice the resolution, and of another printer's.
    map = map_at(9, 512, 10, 20, 800, 600);
    ck_assert(tile_window_find(&found, &map, mercator, 2));
    ck_assert_int_eq(found.zoom, 9);
    map = map_at(4, 800, 10, 20, 800, 600);
    ck_assert(tile_window_find(&found, &map, mercator, 3.125));
    ck_assert_int_eq(found.zoom, 4);
    ck_assert_int_eq(found.world.width_px, 800 << 4);
    // At twice the resolution, the same grid is one of a zoom less.
    map = map_at(9, 256, 10, 20, 800, 600);
    ck_assert(tile_window_find(&found, &map, mercator, 2));
    ck_assert_int_eq(found.zoom, 8);

    // Across the antimeridian, whichever way its metres are counted.
    map = map_at(3, 256, 2000, 500, 300, 200);
    ck_assert(tile_window_find(&found, &map, mercator, 1));
    ck_assert_double_eq(found.window.min_x_px, 2000);
    ck_assert_double_eq(found.window.max_x_px, 2300);
    map = map_at(3, 256, -48, 500, 300, 200);
    ck_assert(tile_window_find(&found, &map, mercator, 1));
    ck_assert_double_eq(found.window.min_x_px, 2000);

    // Between two zooms, a little off one, wider than the world, beyond its edge, too deep, of another kind.
    map = map_at(9, 300, 10, 20, 800, 600);
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(9, 256, 10, 20, 800, 600);
    map.res_x *= 1 + 0.02 / 800;
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(1, 256, 0, 0, 513, 512);
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(3, 256, 10, 2000, 300, 200);
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(3, 256, 10, -5, 300, 200);
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(23, 256, 10, 20, 800, 600);
    ck_assert(!tile_window_find(&found, &map, mercator, 1));
    map = map_at(9, 256, 10, 20, 800, 600);
    ck_assert(!tile_window_find(&found, &map, mercator, 1.001));
    ck_assert(!tile_window_find(&found, &map, utm, 1));
    projection_close(mercator);
    projection_close(utm);
}
END_TEST

UNIT_MAIN("property/pages", a_page_shows_what_the_tiles_show, maps_of_a_zoom_are_known)
