#include "scene/crowd.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char document[] =
    "{\"version\":8,\"sources\":{\"incidents\":{\"type\":\"geojson\",\"cluster\":true,\"clusterRadius\":40,"
    "\"clusterMaxZoom\":12,\"clusterProperties\":{\"killed\":[\"+\",[\"coalesce\",[\"get\",\"killed\"],0]],"
    "\"first\":[[\"case\",[\"<\",[\"get\",\"first\"],[\"accumulated\"]],[\"get\",\"first\"],[\"accumulated\"]"
    "],"
    "[\"get\",\"title\"]]}}},\"layers\":["
    "{\"id\":\"areas\",\"type\":\"fill\",\"source\":\"areas\"},"
    "{\"id\":\"marks\",\"type\":\"circle\",\"source\":\"incidents\",\"filter\":[\"!\",[\"has\",\"point_"
    "count\"]]},"
    "{\"id\":\"clusters\",\"type\":\"circle\",\"source\":\"incidents\",\"filter\":[\"has\",\"point_count\"]},"
    "{\"id\":\"counts\",\"type\":\"symbol\",\"source\":\"incidents\",\"filter\":[\"==\",[\"get\",\"cluster\"]"
    ",true],"
    "\"layout\":{\"text-field\":[\"to-string\",[\"get\",\"point_count\"]],\"text-allow-overlap\":true,"
    "\"text-ignore-placement\":true}}]}";

static uint32_t random_state;

static double random_between(double low, double high)
{
    random_state = random_state * 1664525u + 1013904223u;
    return low + (high - low) * (random_state >> 8) / 16777216.0;
}

static void measure(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    (void)context, (void)wrap_px;
    *width_px = 0.5 * font->size_px * (double)strlen(text);
    *height_px = 1.25 * font->size_px;
}

static void fill_set(incident_set *set, size_t count)
{
    incident_set_init(set, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        item.has_position = true;
        item.position = (lonlat){random_between(30, 50), random_between(-40, 40)};
        if (i % 3) item.position = (lonlat){random_between(35, 36), random_between(32, 33)};
        item.radius_m = i % 4 ? random_between(10, 500) : random_between(1e3, 3e5);
        item.killed = (int32_t)random_between(0, 9);
        incident_set_add(set, &item);
    }
}

static const scene_layer *layer_of(const scene *s, const char *id)
{
    for (size_t i = 0; i < s->layer_count; i++)
        if (strcmp(s->layers[i].id, id) == 0) return &s->layers[i];
    ck_abort_msg("no layer %s", id);
    return NULL;
}

START_TEST(counts_sum_to_all_at_every_zoom)
{
    enum { COUNT = 1500 };
    incmap_error err = {0};
    incident_set set = {0};
    style *doc;
    projection *mercator;
    random_state = 5;
    fill_set(&set, COUNT);
    ck_assert_int_eq(style_parse(&doc, document, strlen(document), "test", &err), INCMAP_OK);
    ck_assert_int_eq(projection_open(&mercator, "EPSG:3857", &err), INCMAP_OK);
    size_t clusters_before = 0;
    for (int zoom = 0; zoom <= 14; zoom++) {
        scene_request request = {.style = doc,
                                 .zoom = fmax(0, zoom - 1),
                                 .projection = mercator,
                                 .grid = grid_web_mercator(zoom, 256),
                                 .pixel_ratio = 1,
                                 .incidents = &set,
                                 .text = {NULL, measure},
                                 .wraps_x = true};
        scene *s;
        ck_assert_int_eq(scene_build(&s, &request, &err), INCMAP_OK);
        const scene_layer *counts = layer_of(s, "counts");
        int64_t written = 0;
        for (size_t i = 0; i < counts->count; i++) written += atoll(counts->labels[i].text);
        ck_assert_int_eq(written, s->clusters.incident_count);
        ck_assert_uint_eq(counts->count, layer_of(s, "clusters")->count);
        ck_assert_int_eq(s->clusters.count, (int64_t)counts->count);
        // Shapes and marks of one look are shared; the legend counts the incidents behind them.
        int64_t alone = 0;
        for (size_t i = 0; i < s->legend_count; i++) alone += s->legend[i].count;
        ck_assert_int_eq(written + alone, COUNT);
        if (zoom <= 13) ck_assert_int_gt(written, 0);
        // Styled with zoom 13, beyond the last one with clusters.
        if (zoom == 14) ck_assert_int_eq(written, 0);
        if (zoom == 2) clusters_before = counts->count;
        if (zoom == 6) ck_assert_uint_gt(counts->count, clusters_before);
        scene_free(s);
    }
    projection_close(mercator);
    style_free(doc);
    incident_set_dispose(&set);
}
END_TEST

static value property(crowd *c, size_t index, const char *name)
{
    style_feature feature = crowd_feature(c, index);
    value v = {.kind = VALUE_NULL};
    feature.get(feature.context, name, &v);
    return v;
}

START_TEST(clusters_have_the_properties_of_maplibres)
{
    static const size_t sizes[] = {2, 999, 1000, 1049, 1050, 9950, 12500};
    static const char *const abbreviated[] = {NULL, NULL, "1k", "1k", "1.1k", "10k", "13k"};
    incmap_error err = {0};
    style *doc;
    ck_assert_int_eq(style_parse(&doc, document, strlen(document), "test", &err), INCMAP_OK);
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    size_t total = 0;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) total += sizes[k];
    pxy *at = malloc(total * sizeof *at);
    for (size_t k = 0, n = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (size_t i = 0; i < sizes[k]; i++) {
            incident item = incident_none();
            char title[32];
            snprintf(title, sizeof title, "t%05zu", (i + 1) % sizes[k]);
            item.title = title;
            item.killed = i == 0 ? COUNT_NONE : 2;
            incident_set_add(&set, &item);
            at[n++] = (pxy){500 * (double)(k + 1), 100};
        }
    incident_features features = {0};
    incident_features_open(&features, &set, NULL, NULL);
    scene_request request = {
        .style = doc, .zoom = 12.9, .grid = {.width_px = 9000, .height_px = 900}, .pixel_ratio = 2};
    crowd c = {0};
    crowd_open(&c, &request, &features, at, NULL, NULL);
    ck_assert_uint_eq(c.count, sizeof sizes / sizeof *sizes);
    for (size_t k = 0; k < c.count; k++) {
        ck_assert_uint_eq(c.clusters[k].count, sizes[k]);
        value is_cluster = property(&c, k, "cluster"), id = property(&c, k, "cluster_id");
        ck_assert(is_cluster.kind == VALUE_BOOL && is_cluster.boolean);
        ck_assert(id.kind == VALUE_NUMBER && id.number == (double)k);
        ck_assert_double_eq(property(&c, k, "point_count").number, (double)sizes[k]);
        value shown = property(&c, k, "point_count_abbreviated");
        if (abbreviated[k])
            ck_assert_str_eq(shown.text, abbreviated[k]);
        else
            ck_assert_double_eq(shown.number, (double)sizes[k]);
        ck_assert_double_eq(property(&c, k, "killed").number, 2 * (double)(sizes[k] - 1));
        ck_assert_str_eq(property(&c, k, "first").text, "t00000");
        ck_assert_int_eq(property(&c, k, "type").kind, VALUE_NULL);
    }
    ck_assert(crowd_holds(&c, 0) && crowd_holds(&c, total - 1));
    crowd_dispose(&c);
    request.zoom = 13;
    crowd_open(&c, &request, &features, at, NULL, NULL);
    ck_assert(!crowd_holds(&c, 0));
    crowd_dispose(&c);
    incident_features_dispose(&features);
    incident_set_dispose(&set);
    style_free(doc);
    free(at);
}
END_TEST

START_TEST(what_is_not_in_the_picture_is_in_no_number)
{
    incmap_error err = {0};
    style *doc;
    ck_assert_int_eq(style_parse(&doc, document, strlen(document), "test", &err), INCMAP_OK);
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    incident item = incident_none();
    for (int i = 0; i < 4; i++) incident_set_add(&set, &item);
    const pxy at[] = {{1, 1}, {2, 2}, {-1, 1}, {NAN, NAN}};
    incident_features features = {0};
    incident_features_open(&features, &set, NULL, NULL);
    scene_request request = {
        .style = doc, .zoom = 3, .grid = {.width_px = 100, .height_px = 100}, .pixel_ratio = 1};
    crowd c = {0};
    crowd_open(&c, &request, &features, at, NULL, NULL);
    ck_assert_uint_eq(c.count, 1);
    ck_assert_uint_eq(c.clusters[0].count, 2);
    ck_assert(!crowd_holds(&c, 2));
    crowd_dispose(&c);
    incident_features_dispose(&features);
    incident_set_dispose(&set);
    style_free(doc);
}
END_TEST

UNIT_MAIN("scene/crowd", counts_sum_to_all_at_every_zoom, clusters_have_the_properties_of_maplibres,
          what_is_not_in_the_picture_is_in_no_number)
