#include "scene/crowd.h"

#include "scene/lookup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Of each cluster, its properties from its members, taken in drawing order. */
static void sum_up(crowd *c, incident_features *features, double zoom, const uint32_t *order)
{
    const size_t item_count = features->set->count;
    c->properties = mem_calloc(c->count * c->property_count, sizeof *c->properties);
    bool *has_first = mem_calloc(c->count, sizeof *has_first);
    look_cache reader = {0};
    look_cache_open(&reader, features, NULL);
    for (size_t k = 0; k < item_count; k++) {
        size_t i = order ? order[k] : k;
        uint32_t number = c->cluster_of[i];
        if (number == CLUSTER_NONE) continue;
        style_feature feature = look_feature(&reader, i, GEOM_POINTS);
        for (size_t p = 0; p < c->property_count; p++) {
            value *sum = &c->properties[number * c->property_count + p];
            value added = style_cluster_map(c->style, p, &feature, zoom, &c->memory);
            *sum =
                has_first[number] ? style_cluster_reduce(c->style, p, sum, &added, zoom, &c->memory) : added;
        }
        has_first[number] = true;
    }
    look_cache_dispose(&reader);
    free(has_first);
}

void crowd_open(crowd *c, const scene_request *request, incident_features *features, const pxy *at,
                const float *reach_px, const uint32_t *order)
{
    const style_cluster wanted = style_get_cluster(request->style);
    // The specification's clusters are those of whole zooms.
    const double zoom = floor(request->zoom);
    if (!(wanted.is_on || request->cluster) || zoom > wanted.max_zoom) return;
    const size_t count = features->set->count;
    const double width_px = (double)request->grid.width_px, height_px = (double)request->grid.height_px;
    const cluster_rules rules = {.radius_px = wanted.radius_css_px * request->pixel_ratio,
                                 .deeper_zooms = (int)fmin(wanted.max_zoom - zoom, 64),
                                 .min_points = wanted.min_points,
                                 .wrap_px = request->wraps_x ? width_px : 0};
    cluster_point *points = mem_alloc(count * sizeof *points);
    for (size_t i = 0; i < count; i++) {
        // What lies beyond the picture's edge is not on the map, nor in a number on it.
        bool is_seen =
            at[i].y_px >= 0 && at[i].y_px <= height_px && at[i].x_px >= 0 && at[i].x_px <= width_px;
        pxy nowhere = {(double)NAN, (double)NAN};
        points[i] = (cluster_point){is_seen ? at[i] : nowhere, reach_px ? (double)reach_px[i] : 0};
    }
    c->style = request->style;
    c->cluster_of = mem_alloc(count * sizeof *c->cluster_of);
    c->clusters = cluster_points(&c->count, c->cluster_of, points, count, &rules);
    free(points);
    c->property_count = wanted.property_count;
    if (c->property_count && c->count) sum_up(c, features, request->zoom, order);
}

void crowd_dispose(crowd *c)
{
    free(c->cluster_of);
    free(c->clusters);
    free(c->properties);
    arena_dispose(&c->memory);
    *c = (crowd){0};
}

bool crowd_holds(const crowd *c, size_t item)
{
    return c->cluster_of && c->cluster_of[item] != CLUSTER_NONE;
}

/** As supercluster abbreviates: 999, 1.2k, 12k. A number up to 999, like there. */
static value abbreviate(crowd *c, size_t count)
{
    if (count < 1000) return (value){.kind = VALUE_NUMBER, .number = (double)count};
    double thousands = (double)count / 1000;
    if (count >= 10000)
        snprintf(c->abbreviated, sizeof c->abbreviated, "%.0fk", floor(thousands + 0.5));
    else
        snprintf(c->abbreviated, sizeof c->abbreviated, "%.15gk", floor(thousands * 10 + 0.5) / 10);
    return (value){.kind = VALUE_TEXT, .text = c->abbreviated};
}

static bool get_property(void *context, const char *name, value *out)
{
    crowd *c = context;
    const double count = (double)c->clusters[c->asked].count;
    if (strcmp(name, "cluster") == 0) {
        *out = (value){.kind = VALUE_BOOL, .boolean = true};
        return true;
    }
    if (strcmp(name, "cluster_id") == 0) {
        *out = (value){.kind = VALUE_NUMBER, .number = (double)c->asked};
        return true;
    }
    if (strcmp(name, "point_count") == 0) {
        *out = (value){.kind = VALUE_NUMBER, .number = count};
        return true;
    }
    if (strcmp(name, "point_count_abbreviated") == 0) {
        *out = abbreviate(c, c->clusters[c->asked].count);
        return true;
    }
    for (size_t p = 0; p < c->property_count; p++)
        if (strcmp(name, style_cluster_property(c->style, p)) == 0) {
            *out = c->properties[c->asked * c->property_count + p];
            return true;
        }
    return false;
}

style_feature crowd_feature(crowd *c, size_t index)
{
    c->asked = index;
    return (style_feature){c, get_property, "Point", {.kind = VALUE_NUMBER, .number = (double)index}};
}
