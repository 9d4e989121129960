/**
 * @file
 * The first rule of tiles: put together they are the one large picture, pixel for pixel, and where there is
 * no tile there is no ink. Over random incidents, areas and styles, with labels, at several zooms and tile
 * sizes.
 */
#include "encode/encode.h"
#include "render/render.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint32_t random_state;

static double random_unit(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) / 16777216.0;
}

static double random_between(double low, double high)
{
    return low + (high - low) * random_unit();
}

/** Incidents around a few places, some of them on the antimeridian; every third has a ragged area. */
static void fill_set(incident_set *set, size_t count)
{
    static const char *const types[] = {"airstrike", "drone attack", "rocket attack", "clash", NULL};
    static const lonlat centres[] = {{44, 33}, {40, 35}, {179.6, -17}, {-179.7, 66}, {0, 0}};
    incident_set_init(set, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        lonlat centre = centres[(size_t)(random_unit() * 5)];
        item.has_position = true;
        item.position =
            (lonlat){centre.lon_deg + random_between(-3, 3), centre.lat_deg + random_between(-3, 3)};
        if (item.position.lon_deg > 180) item.position.lon_deg -= 360;
        if (item.position.lon_deg < -180) item.position.lon_deg += 360;
        char title[32];
        snprintf(title, sizeof title, "Incident %zu", i);
        item.title = title;
        item.type = types[(size_t)(random_unit() * 5)];
        item.killed = (int32_t)random_between(0, 40);
        item.date_start = item.date_end = (day_t)random_between(19000, 20000);
        item.radius_m = random_between(500, 80e3);
        lonlat ring[14];
        size_t ends[] = {14};
        geom_shape area = {GEOM_POLYGON, 1, ends, ring};
        if (i % 3 == 0) {
            for (size_t k = 0; k < 13; k++) {
                double angle = 2 * M_PI * (double)k / 13, reach = random_between(0.1, 1.2);
                ring[k] = (lonlat){item.position.lon_deg + reach * cos(angle),
                                   item.position.lat_deg + reach * sin(angle)};
            }
            ring[13] = ring[0];
            item.area = &area;
            item.prec = PREC_ADM1;
        }
        incident_set_add(set, &item);
    }
}

static style *random_style(void)
{
    char json[4096];
    snprintf(
        json, sizeof json,
        "{\"version\":8,\"sources\":{},\"layers\":["
        "{\"id\":\"a\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"rgba(200,30,30,%."
        "2f)\"}},"
        "{\"id\":\"o\",\"type\":\"line\",\"source\":\"areas\",\"paint\":{\"line-color\":\"#202080\","
        "\"line-width\":%.2f%s}},"
        "{\"id\":\"h\",\"type\":\"heatmap\",\"source\":\"incidents\",\"paint\":{\"heatmap-radius\":%.2f,"
        "\"heatmap-opacity\":0.5}},"
        "{\"id\":\"c\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":[\"+\",%.2f,"
        "[\"/"
        "\",[\"coalesce\",[\"get\",\"killed\"],0],8]],\"circle-stroke-width\":%.2f,\"circle-opacity\":%.2f,"
        "\"circle-blur\":%.2f,\"circle-color\":[\"match\",[\"get\",\"type\"],\"airstrike\",\"#d55e00\","
        "\"clash\","
        "\"#0072b2\",\"#009e73\"],\"circle-stroke-color\":\"#fff\"}},"
        "{\"id\":\"t\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"get\","
        "\"title\"],"
        "\"text-size\":%.2f,\"text-anchor\":\"left\",\"text-offset\":[1,0]},\"paint\":{\"text-halo-width\":1."
        "5,"
        "\"text-halo-color\":\"#fff\"}}]}",
        random_between(0.1, 1), random_between(0.3, 6),
        random_unit() < 0.5 ? ",\"line-dasharray\":[3,2]" : "", random_between(5, 60), random_between(1, 9),
        random_between(0, 4), random_between(0.2, 1), random_unit() < 0.3 ? 0.6 : 0.0, random_between(9, 16));
    incmap_error err = {0};
    style *s = NULL;
    ck_assert_msg(style_parse(&s, json, strlen(json), "random", &err) == INCMAP_OK, "%s", err.message);
    return s;
}

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

static void check_picture(renderer *r, const incident_set *set, const style *s, const projection *mercator,
                          int zoom, int tile_px, double pixel_ratio)
{
    incmap_error err = {0};
    scene_request request = {.style = s,
                             .zoom = zoom,
                             .projection = mercator,
                             .grid = grid_web_mercator(zoom, tile_px),
                             .pixel_ratio = pixel_ratio,
                             .incidents = set,
                             .text = renderer_text_measurer(r),
                             .wraps_x = true};
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

START_TEST(tiles_put_together_are_the_large_picture)
{
    incmap_error err = {0};
    projection *mercator;
    renderer *r;
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    ck_assert_int_eq(renderer_open(&r, NULL, &err), INCMAP_OK);
    for (uint32_t seed = 1; seed <= 8; seed++) {
        random_state = seed * 2654435761u;
        incident_set set = {0};
        fill_set(&set, 10 + (size_t)random_between(0, 120));
        style *s = random_style();
        for (int zoom = 0; zoom <= 3; zoom++) check_picture(r, &set, s, mercator, zoom, 256, 1);
        check_picture(r, &set, s, mercator, 1, 512, 2);
        style_free(s);
        incident_set_dispose(&set);
    }
    renderer_close(r);
    projection_close(mercator);
}
END_TEST

UNIT_MAIN("property/windows", tiles_put_together_are_the_large_picture)
