/** @file A scene of a few incidents and a style's text, for tests. */
#ifndef INCMAP_TESTS_SCENE_STAGE_H
#define INCMAP_TESTS_SCENE_STAGE_H

#include "scene/scene.h"

#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENT(layers)                                                                                     \
    "{\"version\":8,\"sources\":{\"incidents\":{\"type\":\"geojson\",\"data\":\"i\"},\"areas\":{\"type\":"   \
    "\"geojson\","                                                                                           \
    "\"data\":\"a\"}},\"glyphs\":\"f/{fontstack}/{range}.pbf\",\"layers\":[" layers "]}"

/** Areas with a soft fill and a dashed edge, and marks. */
#define STAGE_AREAS                                                                                          \
    DOCUMENT(                                                                                                \
        "{\"id\":\"soft\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"#f00\",\"fill-" \
        "opacity\":0.25}},"                                                                                  \
        "{\"id\":\"edge\",\"type\":\"line\",\"source\":\"areas\",\"layout\":{\"line-join\":\"round\"},"      \
        "\"paint\":{"                                                                                        \
        "\"line-"                                                                                            \
        "color\":\"#f00\",\"line-width\":2,\"line-dasharray\":[4,2]}},"                                      \
        "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":5}}")

typedef struct {
    incident_set set;
    style *style;
    projection *projection;
    scene_request request;
    scene *scene;
} stage;

static inline void measure(void *context, const scene_font *font, const char *text, double wrap_px,
                           double *width_px, double *height_px)
{
    (void)context, (void)wrap_px;
    *width_px = 0.5 * font->size_px * (double)strlen(text);
    *height_px = 1.25 * font->size_px;
}

static inline void open_stage(stage *st, const char *document)
{
    *st = (stage){0};
    incident_set_init(&st->set, NULL, 0);
    incmap_error err = {0};
    incmap_status status = style_parse(&st->style, document, strlen(document), "test", &err);
    ck_assert_msg(status == INCMAP_OK, "%s", err.message);
}

static inline void add_incident(stage *st, const char *type, double lon_deg, double lat_deg, double radius_m)
{
    incident item = incident_none();
    item.type = item.title = type;
    item.has_position = true;
    item.position = (lonlat){lon_deg, lat_deg};
    item.radius_m = radius_m;
    item.date_start = item.date_end = (day_t)st->set.count;
    incident_set_add(&st->set, &item);
}

static inline void build(stage *st, const char *srs, grid g, double pixel_ratio)
{
    incmap_error err = {0};
    scene_free(st->scene);
    projection_close(st->projection);
    ck_assert_int_eq(projection_open(&st->projection, srs, &err), INCMAP_OK);
    st->request = (scene_request){.style = st->style,
                                  .zoom = 5,
                                  .projection = st->projection,
                                  .grid = g,
                                  .pixel_ratio = pixel_ratio,
                                  .incidents = &st->set,
                                  .text = {NULL, measure},
                                  .wraps_x = strcmp(srs, "EPSG:3857") == 0};
    incmap_status status = scene_build(&st->scene, &st->request, &err);
    ck_assert_msg(status == INCMAP_OK, "%s", err.message);
}

static inline void build_tiles(stage *st, int zoom)
{
    build(st, "EPSG:3857", grid_web_mercator(zoom, 256), 1);
}

static inline void close_stage(stage *st)
{
    scene_free(st->scene);
    style_free(st->style);
    projection_close(st->projection);
    incident_set_dispose(&st->set);
}

static inline const scene_layer *layer_of(const stage *st, const char *id)
{
    for (size_t i = 0; i < st->scene->layer_count; i++)
        if (strcmp(st->scene->layers[i].id, id) == 0) return &st->scene->layers[i];
    ck_abort_msg("no layer %s", id);
    return NULL;
}

/** Puts incidents into another order, which srand decides. */
static inline void shuffle(incident *items, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int k = rand() % (i + 1);
        incident swap = items[i];
        items[i] = items[k];
        items[k] = swap;
    }
}

#endif
