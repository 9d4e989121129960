/**
 * @file
 * The first rule of tiles: put together they are the one large picture, pixel for pixel, and where there is
 * no tile there is no ink. Over random incidents, areas and styles, with labels, at several zooms and tile
 * sizes. PROPERTY_ROUNDS in the environment asks for more rounds than the suite's.
 */
#include "encode/encode.h"
#include "render/render.h"

#include "property/random_input.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TILE_PX 256

/** Outside of its spans a sheet is blank, and encoding it by them gives the bytes of encoding it whole. */
static void check_spans(const render_sheet *sheet)
{
    for (int row = 0; row < sheet->side_px; row++)
        for (int col = 0; col < sheet->side_px; col++)
            if (sheet->argb[row * sheet->side_px + col] &&
                (col < sheet->spans[row].begin_px || col >= sheet->spans[row].end_px))
                ck_abort_msg("pixel %d %d lies outside of its row's span", col, row);
    strbuf whole = {0}, by_spans = {0};
    incmap_error err = {0};
    int side = sheet->side_px;
    ck_assert_int_eq(png_encode(&whole, sheet->argb, side, side, side, NULL, &err), INCMAP_OK);
    ck_assert_int_eq(png_encode_spans(&by_spans, sheet->argb, side, side, side, sheet->spans, NULL, &err),
                     INCMAP_OK);
    ck_assert_uint_eq(whole.length, by_spans.length);
    ck_assert(memcmp(whole.data, by_spans.data, whole.length) == 0);
    strbuf_dispose(&whole);
    strbuf_dispose(&by_spans);
}

static void check_picture(renderer *r, scene_request request, int zoom, int tile_px, double pixel_ratio)
{
    incmap_error err = {0};
    request.zoom = zoom;
    request.grid = grid_web_mercator(zoom, tile_px);
    request.pixel_ratio = pixel_ratio;
    scene *sc;
    ck_assert_msg(scene_build(&sc, &request, &err) == INCMAP_OK, "%s", err.message);
    scene_index index;
    scene_index_build(&index, sc, tile_px);
    int side = (int)sc->width_px;
    size_t pixels = (size_t)side * (size_t)side;
    uint32_t *large = malloc(pixels * sizeof *large), *stitched = calloc(pixels, sizeof *stitched);
    ck_assert(large && stitched);
    ck_assert_int_eq(render_window(r, sc, NULL, 0, (render_rect){0, 0, side, side}, large, side, &err),
                     INCMAP_OK);
    render_sheet sheet;
    render_sheet_open(&sheet, tile_px);
    for (size_t i = 0; i < index.cell_count; i++) {
        const scene_cell *cell = &index.cells[i];
        size_t x = (size_t)cell->col * (size_t)tile_px, y = (size_t)cell->row * (size_t)tile_px;
        ck_assert_int_eq(render_tile(r, sc, index.refs + cell->ref_begin, cell->ref_end - cell->ref_begin,
                                     (int64_t)x, (int64_t)y, &sheet, &err),
                         INCMAP_OK);
        check_spans(&sheet);
        for (size_t row = 0; row < (size_t)tile_px; row++)
            memcpy(stitched + (y + row) * (size_t)side + x, sheet.argb + row * (size_t)tile_px,
                   (size_t)tile_px * sizeof *stitched);
    }
    render_sheet_dispose(&sheet);
    size_t inked = 0;
    for (size_t i = 0; i < pixels; i++) {
        inked += large[i] != 0;
        // Check's own assertions write to a pipe each time they pass: too slow for every pixel.
        if (large[i] != stitched[i])
            ck_abort_msg("zoom %d, tile %d, pixel %zu %zu: %08x is %08x in its tile", zoom, tile_px,
                         i % (size_t)side, i / (size_t)side, large[i], stitched[i]);
    }
    ck_assert_uint_gt(inked, 0);

    // Any other window agrees too, wherever it starts.
    enum { W = 173, H = 91 };
    static uint32_t window_px[W * H];
    for (int k = 0; k < 4; k++) {
        int x = (int)random_between(0, side - W), y = (int)random_between(0, side - H);
        ck_assert_int_eq(render_window(r, sc, NULL, 0, (render_rect){x, y, W, H}, window_px, W, &err),
                         INCMAP_OK);
        for (int row = 0; row < H; row++)
            ck_assert_mem_eq(window_px + row * W, large + (size_t)(y + row) * (size_t)side + (size_t)x,
                             W * sizeof *large);
    }
    free(large);
    free(stitched);
    scene_index_dispose(&index);
    scene_free(sc);
}

/** A tile's pixels; blank where the index has no such cell. */
static void tile_pixels(uint32_t *out, renderer *r, const scene *sc, const scene_index *index, uint32_t col,
                        uint32_t row, render_sheet *sheet)
{
    memset(out, 0, TILE_PX * TILE_PX * sizeof *out);
    for (size_t i = 0; i < index->cell_count; i++) {
        const scene_cell *cell = &index->cells[i];
        if (cell->col != col || cell->row != row) continue;
        incmap_error err = {0};
        ck_assert_int_eq(render_tile(r, sc, index->refs + cell->ref_begin, cell->ref_end - cell->ref_begin,
                                     (int64_t)col * TILE_PX, (int64_t)row * TILE_PX, sheet, &err),
                         INCMAP_OK);
        memcpy(out, sheet->argb, TILE_PX * TILE_PX * sizeof *out);
    }
}

/** At zooms whose picture is too large: windows over the corner of four tiles are what the tiles have.
 * Returns how many pixels had ink. */
static size_t check_corners(renderer *r, scene_request request, int zoom)
{
    incmap_error err = {0};
    request.zoom = zoom;
    request.grid = grid_web_mercator(zoom, TILE_PX);
    request.pixel_ratio = 1;
    scene *sc;
    ck_assert_msg(scene_build(&sc, &request, &err) == INCMAP_OK, "%s", err.message);
    scene_index index;
    scene_index_build(&index, sc, TILE_PX);
    ck_assert_uint_gt(index.cell_count, 0);
    render_sheet sheet;
    render_sheet_open(&sheet, TILE_PX);
    static uint32_t window_px[TILE_PX * TILE_PX], tiles[4][TILE_PX * TILE_PX];
    uint32_t last = ((uint32_t)1 << zoom) - 1;
    size_t inked = 0;
    for (int k = 0; k < 8; k++) {
        const scene_cell *cell = &index.cells[(size_t)(random_unit() * (double)index.cell_count)];
        uint32_t col = cell->col < last ? cell->col : last - 1, row = cell->row < last ? cell->row : last - 1;
        for (uint32_t i = 0; i < 4; i++)
            tile_pixels(tiles[i], r, sc, &index, col + i % 2, row + i / 2, &sheet);
        int dx = (int)random_between(0, TILE_PX), dy = (int)random_between(0, TILE_PX);
        render_rect window = {(int64_t)col * TILE_PX + dx, (int64_t)row * TILE_PX + dy, TILE_PX, TILE_PX};
        ck_assert_int_eq(render_window(r, sc, NULL, 0, window, window_px, TILE_PX, &err), INCMAP_OK);
        for (int y = 0; y < TILE_PX; y++)
            for (int x = 0; x < TILE_PX; x++) {
                int across = x + dx, down = y + dy;
                uint32_t expected = tiles[2 * (down / TILE_PX) + across / TILE_PX]
                                         [down % TILE_PX * TILE_PX + across % TILE_PX];
                inked += expected != 0;
                if (window_px[y * TILE_PX + x] != expected)
                    ck_abort_msg("zoom %d, tile %u %u, pixel %d %d: %08x is %08x in its tile", zoom, col, row,
                                 across, down, window_px[y * TILE_PX + x], expected);
            }
    }
    render_sheet_dispose(&sheet);
    scene_index_dispose(&index);
    scene_free(sc);
    return inked;
}

/** One style over one basemap and crowds of incidents, at every zoom. */
static void check_round(uint32_t seed, renderer *r, const projection *mercator)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/test_windows_%ld.gpkg", BUILD_DIR, (long)getpid());
    incmap_error err = {0};
    incident_set set = {0};
    random_seed(seed);
    random_incidents(&set, 10 + (size_t)random_between(0, 120), 3);
    style *s = random_style();
    scene_request request = {.style = s,
                             .projection = mercator,
                             .incidents = &set,
                             .text = renderer_text_measurer(r),
                             .spread = random_unit() < 0.5,
                             .heat_max = random_unit() < 0.5 ? SCENE_HEAT_AUTO : 0,
                             .wraps_x = true};
    random_basemap(path, 3);
    ck_assert_int_eq(basemap_open(&request.basemap, path, &err), INCMAP_OK);
    for (int zoom = 0; zoom <= 3; zoom++) check_picture(r, request, zoom, 256, 1);
    check_picture(r, request, 1, 512, 2);
    basemap_close(request.basemap);
    incident_set_dispose(&set);
    size_t inked = 0;
    for (int zoom = 4; zoom <= 22; zoom++) {
        // A few dozen tiles across at every zoom.
        const double reach_deg = 3 * pow(0.5, zoom - 4);
        random_incidents(&set, 40, reach_deg);
        request.basemap = NULL;
        if (zoom % 3 == 0) {
            unlink(path);
            random_basemap(path, reach_deg);
            ck_assert_int_eq(basemap_open(&request.basemap, path, &err), INCMAP_OK);
        }
        inked += check_corners(r, request, zoom);
        basemap_close(request.basemap);
        incident_set_dispose(&set);
    }
    ck_assert_uint_gt(inked, 10000);
    unlink(path);
    style_free(s);
}

START_TEST(tiles_put_together_are_the_large_picture)
{
    incmap_error err = {0};
    projection *mercator;
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    renderer *r = renderer_new(NULL);
    const uint32_t rounds = random_rounds(8);
    for (uint32_t seed = 1; seed <= rounds; seed++) check_round(seed, r, mercator);
    renderer_free(r);
    projection_close(mercator);
}
END_TEST

UNIT_MAIN("property/windows", tiles_put_together_are_the_large_picture)
