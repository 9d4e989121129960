#include "scene/stock.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

static const char document[] =
    "{\"version\":8,\"sources\":{},\"layers\":["
    "{\"id\":\"soft\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"#f00\"}},"
    "{\"id\":\"dates\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-color\":[\"step\",["
    "\"zoom\"],"
    "[\"case\",[\"==\",[\"get\",\"killed\"],1],\"#0f0\",\"#f0f\"],8,"
    "[\"case\",[\"<\",[\"get\",\"lon\"],0],\"#ff0\",\"#0ff\"]]}},"
    "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":[\"+\",1,["
    "\"get\","
    "\"size\"]],\"circle-color\":[\"case\",[\"==\",[\"get\",\"category_index\"],0],\"#f00\",\"#00f\"]}}]}";

/** Incidents out of order, some at the edges of the world, beyond Mercator's, with areas or without a place.
 */
static void fill_set(incident_set *set)
{
    incident_set_init(set, NULL, 0);
    static const char *const types[] = {"raid", "shelling", "raid", NULL, "blast"};
    for (int i = 0; i < 700; i++) {
        incident item = incident_none();
        item.type = types[i % 5];
        item.has_position = i % 50 != 49;
        item.position = (lonlat){remainder(i * 7.77, 360), remainder(i * 3.31, 180)};
        if (i % 100 == 0) item.position = (lonlat){i % 200 ? -180 : 180, i / 10.0};
        item.radius_m = i % 3 ? NAN : 1000.0 * i;
        item.killed = i % 4;
        item.date_start = item.date_end = (day_t)(i * 31 % 97);
        incident_set_add(set, &item);
    }
}

static void assert_same(const scene *a, const scene *b)
{
    ck_assert_uint_eq(a->layer_count, b->layer_count);
    for (size_t i = 0; i < a->layer_count; i++) {
        const scene_layer *one = &a->layers[i], *two = &b->layers[i];
        ck_assert_uint_eq(one->count, two->count);
        ck_assert_uint_gt(one->count, 30);
        for (size_t k = 0; k < one->count; k++) {
            if (one->kind == SCENE_MARKS) {
                ck_assert(one->marks[k].at.x_px == two->marks[k].at.x_px);
                ck_assert(one->marks[k].at.y_px == two->marks[k].at.y_px);
                ck_assert_uint_eq(one->marks[k].paint, two->marks[k].paint);
                ck_assert_int_eq(one->marks[k].incident, two->marks[k].incident);
            } else {
                ck_assert_int_eq(one->shapes[k].incident, two->shapes[k].incident);
                ck_assert_uint_eq(one->shapes[k].part_end, two->shapes[k].part_end);
            }
        }
    }
    ck_assert_uint_eq(a->legend_count, b->legend_count);
    for (size_t i = 0; i < a->legend_count; i++) {
        ck_assert_int_eq(a->legend[i].count, b->legend[i].count);
        ck_assert_pstr_eq(a->legend[i].category, b->legend[i].category);
    }
    ck_assert_uint_eq(a->mark_paint_count, b->mark_paint_count);
    for (size_t i = 0; i < a->mark_paint_count; i++)
        ck_assert_mem_eq(&a->mark_paints[i], &b->mark_paints[i], sizeof *a->mark_paints);
}

START_TEST(a_scene_from_the_stock_is_that_without)
{
    incident_set set = {0};
    fill_set(&set);
    incmap_error err = {0};
    style *look = NULL;
    projection *mercator = NULL;
    ck_assert_int_eq(style_parse(&look, document, strlen(document), "test", &err), INCMAP_OK);
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    scene_stock *stock = NULL;
    scene_stock_make(&stock, &set, mercator, look, "type", "killed", true);
    ck_assert_ptr_nonnull(stock->order);
    for (int zoom = 0; zoom <= 14; zoom += 7) {
        scene_request request = {.style = look,
                                 .zoom = fmax(0, zoom - 1),
                                 .projection = mercator,
                                 .grid = grid_web_mercator(zoom, 256),
                                 .pixel_ratio = 1,
                                 .incidents = &set,
                                 .by = "type",
                                 .size_by = "killed",
                                 .wraps_x = true};
        scene *without = NULL, *with = NULL;
        ck_assert_msg(scene_build(&without, &request, &err) == INCMAP_OK, "%s", err.message);
        request.stock = stock;
        ck_assert_msg(scene_build(&with, &request, &err) == INCMAP_OK, "%s", err.message);
        assert_same(without, with);
        scene_free(without);
        scene_free(with);
    }
    scene_stock_free(stock);
    scene_stock_free(NULL);
    projection_close(mercator);
    style_free(look);
    incident_set_dispose(&set);
}
END_TEST

UNIT_MAIN("scene/stock", a_scene_from_the_stock_is_that_without)
