#include "scene/bins.h"
#include "scene/builder.h"
#include "scene/crowd.h"
#include "scene/lookup.h"
#include "scene/order.h"
#include "scene/spread.h"
#include "scene/symbol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

// A circle is drawn as a polygon; this is how far, in pixels, its sides may lie inside of it.
#define CIRCLE_ERROR_PX   0.08
#define CIRCLE_POINTS_MIN 90
// Reached at a radius of 4 million pixels, 160 km at zoom 22; beyond it the sides show as such.
#define CIRCLE_POINTS_MAX 16384
// Wider circles say nothing about a place, and do not stay on their side of the globe.
#define CIRCLE_MAX_RADIUS_M 5e6

// Over this distance the scale at a point is measured: far more than rounding, far less than any projection
// bends.
#define SCALE_STEP_M    100.0
#define DEGREE_M        111195.0
#define SCALE_COS_LEAST 0.01

/**
 * Two incidents of the same key have the same outline. Polygons are known by a hash of their points, of 128
 * bits: that two of a map's have the same is less likely than that the machine errs.
 */
typedef struct {
    XXH128_hash_t area;
    double lon_deg, lat_deg, radius_m; ///< of the circle; 0 where there is an area
} area_key;

typedef struct {
    builder *b;
    const uint32_t *order; ///< NULL: as they are
    pxy *at;               ///< of each incident
    float *radius_px;      ///< of each incident that is drawn as an area; 0: it is a mark; NULL: all are
    float *reach_px;       ///< how far from its point each may be, 0: it is there; NULL: all are
    crowd crowd;
    spread spread;
    value_table area_keys;
    builder_parts *areas; ///< by number of the key
    uint32_t *area_of;    ///< of each incident: the number plus one; 0: not known yet; NULL before the first
    size_t area_capacity;
    bool wants_soft;  ///< a layer draws areas with soft edges
    pxy *soft_points; ///< working memory
    size_t soft_point_capacity;
    size_t circle_end;
    lonlat *circle;      ///< room for CIRCLE_POINTS_MAX + 1
    uint32_t *legend_of; ///< entry plus one by category (none the last) and status; 0: none yet
    size_t *last_layer;  ///< by entry: layer that last added a paint, plus one; marks, then areas
    size_t last_layer_capacity;
    uint8_t *counted; ///< of each incident, as which it is counted
    size_t legend_capacity;
} incident_work;

enum { COUNTED_MARK = 1, COUNTED_AREA = 2 };
#define STATUS_COUNT (INCIDENT_DISPUTED + 1)

double builder_area_radius_m(const incident *item)
{
    if (item->radius_m > 0) return fmin(item->radius_m, CIRCLE_MAX_RADIUS_M);
    if (!item->area || geom_point_count(item->area) == 0) return 0;
    lonlat_box box = geom_bounds(item->area);
    double diagonal_m =
        geodesic_distance_m((lonlat){box.west_deg, box.south_deg}, (lonlat){box.east_deg, box.north_deg});
    return diagonal_m / 2;
}

/** Pixels in a metre at each of the points, the mean over all directions (by area); NAN where unknown. */
static void measure_scale(const outliner *o, const lonlat *points, double *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lonlat p = points[i];
        double step_deg = SCALE_STEP_M / DEGREE_M;
        double east_deg = step_deg / fmax(cos(p.lat_deg * M_PI / 180), SCALE_COS_LEAST);
        lonlat ground[3] = {p, {p.lon_deg + east_deg, p.lat_deg}, {p.lon_deg, p.lat_deg + step_deg}};
        if (p.lat_deg > 0) ground[2].lat_deg = p.lat_deg - step_deg;
        if (p.lon_deg > 0) ground[1].lon_deg = p.lon_deg - east_deg;
        pxy px[3];
        outline_points(o, ground, px, 3);
        double area_px2 = fabs((px[1].x_px - px[0].x_px) * (px[2].y_px - px[0].y_px) -
                               (px[1].y_px - px[0].y_px) * (px[2].x_px - px[0].x_px));
        out[i] = sqrt(area_px2) / SCALE_STEP_M;
    }
}

static void find_areas(incident_work *w)
{
    const builder *b = w->b;
    const incident_set *set = b->request->incidents;
    bool has_layer = false;
    for (size_t i = 0; i < b->layer_count; i++)
        has_layer =
            has_layer || builder_draws_from(&b->layers[i], "areas") || b->layers[i].type == STYLE_HEATMAP;
    if (!has_layer) return;
    w->radius_px = mem_calloc(set->count, sizeof *w->radius_px);
    w->reach_px = mem_calloc(set->count, sizeof *w->reach_px);
    const double least_px = SCENE_AREA_MIN_RADIUS_CSS_PX * b->request->pixel_ratio;
    for (size_t i = 0; i < set->count; i++) {
        const incident *item = &set->items[i];
        double radius_m = builder_area_radius_m(item);
        if (!(radius_m > 0)) continue;
        double scale;
        measure_scale(&b->outliner, &item->position, &scale, 1);
        // An area around a point that the projection does not reach may still be seen in part.
        double radius_px = isfinite(scale) ? radius_m * scale : least_px;
        if (radius_px >= least_px) w->radius_px[i] = (float)fmin(radius_px, 1e9);
        if (item->prec != PREC_EXACT) w->reach_px[i] = (float)fmin(radius_px, 1e9);
    }
}

/** How much larger a circle's polar side may be drawn than its middle: as Mercator would, the most uneven of
 * the projections in use. */
static double growth_towards_pole(double lat_deg, double radius_m)
{
    double polar_lat_deg = fmin(fabs(lat_deg) + radius_m / DEGREE_M, MERCATOR_MAX_LAT_DEG);
    return fmax(1, cos(lat_deg * M_PI / 180) / cos(polar_lat_deg * M_PI / 180));
}

/**
 * The shape in pixels, uncut: its edge fades into the picture from beyond it too. False where the projection
 * does not reach all of it, or tears it.
 */
static bool project_uncut(incident_work *w, const geom_shape *shape)
{
    const outliner *o = &w->b->outliner;
    const size_t count = geom_point_count(shape);
    if (count > w->soft_point_capacity) {
        w->soft_points = mem_realloc(w->soft_points, count, sizeof *w->soft_points);
        w->soft_point_capacity = count;
    }
    outline_points(o, shape->points, w->soft_points, count);
    const double west_deg = o->window.min[0];
    for (size_t part = 0, begin = 0; part < shape->part_count; begin = shape->part_ends[part++])
        for (size_t i = begin; i < shape->part_ends[part]; i++) {
            const lonlat *p = shape->points + i;
            if (i == 0) continue;
            if (o->wraps_x) {
                // A part keeps to the first, its points to each other.
                const pxy *near = w->soft_points + (i > begin ? i - 1 : 0);
                pxy *at = w->soft_points + i;
                at->x_px += o->world_px * round((near->x_px - at->x_px) / o->world_px);
            } else if (isfinite(west_deg) &&
                       floor((p->lon_deg - west_deg) / 360) != floor((p[-1].lon_deg - west_deg) / 360)) {
                return false;
            }
        }
    return true;
}

/** Makes the soft edge of an outline; none where it cannot be had. */
static void add_soft_edge(incident_work *w, builder_parts *parts, const geom_shape *shape)
{
    builder *b = w->b;
    scene *s = b->out;
    soft_edge edge;
    if (parts->begin == parts->end || !project_uncut(w, shape) ||
        !soft_make(&edge, w->soft_points, shape->part_ends, shape->part_count))
        return;
    if (s->wraps_x) {
        // Whole turns, as the outline was moved into the picture.
        px_box box = soft_bounds(&edge);
        double ahead_px = (parts->bounds.min_x_px + parts->bounds.max_x_px - box.min_x_px - box.max_x_px) / 2;
        double shift_px = b->outliner.world_px * round(ahead_px / b->outliner.world_px);
        edge.centre.x_px += shift_px;
        edge.corner.x_px += shift_px;
    }
    VEC_PUSH(s->softs, s->soft_count, b->soft_capacity, edge);
    parts->soft = (uint32_t)s->soft_count;
}

/** The number, in w->areas, of an incident's outline, made once for all of the same place. */
static uint32_t area_number(incident_work *w, size_t index)
{
    builder *b = w->b;
    const incident *item = &b->request->incidents->items[index];
    if (!w->area_of) w->area_of = mem_calloc(b->request->incidents->count, sizeof *w->area_of);
    if (w->area_of[index]) return w->area_of[index] - 1;
    area_key key;
    memset(&key, 0, sizeof key);
    if (item->area) {
        const geom_shape *area = item->area;
        XXH64_hash_t parts = XXH3_64bits(area->part_ends, area->part_count * sizeof *area->part_ends);
        key.area = XXH3_128bits_withSeed(area->points, geom_point_count(area) * sizeof *area->points, parts);
    } else {
        key.lon_deg = item->position.lon_deg;
        key.lat_deg = item->position.lat_deg;
        key.radius_m = builder_area_radius_m(item);
    }
    size_t known = w->area_keys.count;
    uint32_t number = value_table_add(&w->area_keys, &key);
    w->area_of[index] = number + 1;
    if (number < known) return number;

    geom_shape circle = {GEOM_POLYGON, 1, &w->circle_end, w->circle};
    const geom_shape *shape = item->area ? item->area : &circle;
    if (!item->area) {
        // The side of a polygon of n corners lies at most r (1 - cos(pi/n)), about r pi^2 / 2n^2, inside.
        double largest_px = w->radius_px[index] * growth_towards_pole(item->position.lat_deg, key.radius_m);
        double corners = ceil(M_PI * sqrt(largest_px / (2 * CIRCLE_ERROR_PX)));
        size_t count = (size_t)fmin(fmax(corners, CIRCLE_POINTS_MIN), CIRCLE_POINTS_MAX);
        geodesic_circle(item->position, key.radius_m, w->circle, count);
        w->circle_end = count + 1;
    }
    outline_shape(&b->outliner, shape, true);
    builder_parts parts = builder_keep_outline(b);
    if (w->wants_soft) add_soft_edge(w, &parts, shape);
    VEC_PUSH(w->areas, known, w->area_capacity, parts);
    return number;
}

/** Counts an incident that is drawn and keeps how. */
static void note_in_legend(incident_work *w, size_t layer, size_t index, uint32_t paint, bool is_area)
{
    builder *b = w->b;
    scene *s = b->out;
    const incident *item = &b->request->incidents->items[index];
    uint32_t category = b->features->category_of[index];
    size_t place = category == CATEGORY_NONE ? b->features->category_count : category;
    uint32_t *entry_of = &w->legend_of[place * STATUS_COUNT + (size_t)item->status];
    if (!*entry_of) {
        scene_legend_entry entry = {.status = item->status};
        if (category != CATEGORY_NONE)
            entry.category = arena_strdup(&s->memory, b->features->categories[category]);
        VEC_PUSH(s->legend, s->legend_count, w->legend_capacity, entry);
        *entry_of = (uint32_t)s->legend_count;
        size_t count = 2 * (s->legend_count - 1);
        for (int i = 0; i < 2; i++) VEC_PUSH(w->last_layer, count, w->last_layer_capacity, 0);
    }
    scene_legend_entry *entry = &s->legend[*entry_of - 1];
    uint8_t counted_as = is_area ? COUNTED_AREA : COUNTED_MARK;
    if (!w->counted[index]) entry->count++;
    if (!(w->counted[index] & counted_as)) {
        w->counted[index] |= counted_as;
        *(is_area ? &entry->area_count : &entry->mark_count) += 1;
    }
    size_t *last_layer = &w->last_layer[2 * (*entry_of - 1) + is_area];
    if (*last_layer == layer + 1) return;
    *last_layer = layer + 1;
    int *paint_count = is_area ? &entry->area_paint_count : &entry->mark_paint_count;
    uint32_t *paints = is_area ? entry->area_paints : entry->mark_paints;
    if (*paint_count < SCENE_LEGEND_LAYERS) paints[(*paint_count)++] = paint;
}

/** Where an incident's mark is put. */
static pxy shown_at(const incident_work *w, size_t index)
{
    return w->spread.at ? w->spread.at[index] : w->at[index];
}

static void add_symbol(incident_work *w, builder_layer *layer, look_cache *cache, size_t index,
                       geom_kind kind)
{
    builder *b = w->b;
    pxy at = kind == GEOM_POINTS ? shown_at(w, index) : w->at[index];
    // Along a line there is no place for a point.
    if (layer->placement != LABEL_AT_POINT) return;
    if (!isfinite(at.x_px) || !isfinite(at.y_px)) return;
    style_feature feature = look_feature(cache, index, kind);
    label_candidate candidate;
    if (!symbol_evaluate(&candidate, &b->paints, layer->layer, &feature, &b->out->memory)) return;
    candidate.at = at;
    candidate.incident = (int32_t)index;
    VEC_PUSH(layer->symbols.items, layer->symbols.count, layer->symbols.capacity, candidate);
}

/** An area as it is drawn. */
typedef struct {
    uint32_t number, paint;
} area_look;

/** Adds an area unless it is drawn already: the same one on top of itself, a hundred times, would say nothing
 * but hide the map. Returns whether it is to be seen. */
static bool add_area(incident_work *w, builder_layer *layer, value_table *drawn, size_t index,
                     paint_look look)
{
    area_look key = {area_number(w, index), look.paint};
    builder_parts parts = w->areas[key.number];
    if (layer->soft_limit <= 0) parts.soft = 0;
    if (parts.soft) parts.bounds = soft_bounds(&w->b->out->softs[parts.soft - 1]);
    size_t known = drawn->count;
    if (value_table_add(drawn, &key) < known) return builder_is_seen(w->b, &parts, look);
    return builder_add_shape(w->b, layer, &parts, GEOM_POLYGON, look, (int32_t)index);
}

static bool is_area(const incident_work *w, size_t index)
{
    return w->radius_px && w->radius_px[index] > 0;
}

/** A place that is known exactly keeps its mark where its own extent is drawn as well. */
static bool is_mark(const incident_work *w, size_t index)
{
    return !is_area(w, index) || w->b->request->incidents->items[index].prec == PREC_EXACT;
}

/** What is known of the layer's looks from other zooms; NULL: nothing. */
static look_classes *layer_classes(const builder *b, const builder_layer *layer)
{
    for (size_t i = 0; b->stock && i < b->stock->class_count; i++)
        if (style_layer_at(b->request->style, i) == layer->layer) return &b->stock->classes[i];
    return NULL;
}

/** Fans out the marks that are shown as such. */
static void spread_marks(incident_work *w)
{
    const builder *b = w->b;
    const size_t count = b->request->incidents->count;
    if (!b->request->spread) return;
    bool *shows = mem_alloc(count * sizeof *shows);
    for (size_t i = 0; i < count; i++) shows[i] = is_mark(w, i) && !crowd_holds(&w->crowd, i);
    spread_open(&w->spread, b, w->at, shows, w->order);
    free(shows);
}

/** The clusters in a layer of incidents, above them. */
static void add_clusters(incident_work *w, builder_layer *layer)
{
    builder *b = w->b;
    scene_clusters *shown = &b->out->clusters;
    bool is_noted = false;
    for (size_t i = 0; i < w->crowd.count; i++) {
        const cluster *c = &w->crowd.clusters[i];
        style_feature feature = crowd_feature(&w->crowd, i);
        if (layer->type == STYLE_SYMBOL && !layer->has_marks) {
            label_candidate candidate;
            if (!symbol_evaluate(&candidate, &b->paints, layer->layer, &feature, &b->out->memory)) continue;
            candidate.at = c->at;
            candidate.incident = -1;
            candidate.rank = -(double)c->count;
            VEC_PUSH(layer->symbols.items, layer->symbols.count, layer->symbols.capacity, candidate);
            continue;
        }
        paint_look look = paint_evaluate(&b->paints, layer->layer, &feature, GEOM_POINTS);
        if (!look.is_drawn || !builder_add_mark(b, layer, c->at, look, -1) || is_noted) continue;
        is_noted = true;
        if (shown->mark_paint_count < SCENE_LEGEND_LAYERS)
            shown->mark_paints[shown->mark_paint_count++] = look.paint;
    }
}

static void count_clustered(incident_work *w)
{
    scene_clusters *shown = &w->b->out->clusters;
    shown->count = (int64_t)w->crowd.count;
    for (size_t i = 0; i < w->crowd.count; i++) shown->incident_count += (int64_t)w->crowd.clusters[i].count;
}

static void add_layer(incident_work *w, size_t layer_index)
{
    builder *b = w->b;
    builder_layer *layer = &b->layers[layer_index];
    bool wants_areas = builder_draws_from(layer, "areas");
    if (!wants_areas && !builder_draws_from(layer, "incidents")) return;
    bool wants_shapes = layer->type == STYLE_FILL || layer->type == STYLE_LINE;
    if (wants_shapes && !wants_areas) return;
    bool is_heat = layer->type == STYLE_HEATMAP;
    geom_kind kind = wants_areas ? GEOM_POLYGON : GEOM_POINTS;
    look_cache cache = {0};
    value_table drawn = {.item_size = sizeof(area_look)};
    look_cache_open(&cache, b->features, layer_classes(b, layer));
    for (size_t k = 0; k < b->request->incidents->count; k++) {
        size_t i = w->order ? w->order[k] : k;
        if (!is_heat && (crowd_holds(&w->crowd, i) || (wants_areas ? !is_area(w, i) : !is_mark(w, i))))
            continue;
        if (layer->type == STYLE_SYMBOL && !layer->has_marks) {
            add_symbol(w, layer, &cache, i, kind);
            continue;
        }
        paint_look look = look_cache_get(&cache, &b->paints, layer->layer, i, kind);
        if (look.is_drawn && is_heat && !is_mark(w, i))
            look = paint_spread_heat(&b->paints, look, w->radius_px[i]);
        if (!look.is_drawn) continue;
        bool is_added =
            wants_shapes ? add_area(w, layer, &drawn, i, look)
                         : builder_add_mark(b, layer, is_heat ? w->at[i] : shown_at(w, i), look, (int32_t)i);
        if (is_added && !is_heat && !layer->is_range)
            note_in_legend(w, layer_index, i, look.paint, wants_shapes);
    }
    look_cache_dispose(&cache);
    value_table_dispose(&drawn);
    if (!wants_areas && !is_heat) add_clusters(w, layer);
    arena_dispose(&b->paints.scratch);
}

/** Puts the legend in the order of the categories, then of the statuses. */
static void sort_legend(incident_work *w)
{
    scene *s = w->b->out;
    if (!s->legend_count) return;
    scene_legend_entry *sorted = mem_alloc(s->legend_count * sizeof *sorted);
    size_t places = (w->b->features->category_count + 1) * STATUS_COUNT, count = 0;
    for (size_t i = 0; i < places; i++)
        if (w->legend_of[i]) sorted[count++] = s->legend[w->legend_of[i] - 1];
    free(s->legend);
    s->legend = sorted;
}

/** The incidents' places in the picture. */
static void place_incidents(const builder *b, pxy *out)
{
    const incident_set *set = b->request->incidents;
    if (b->stock) {
        for (size_t i = 0; i < set->count; i++) out[i] = grid_to_px(&b->request->grid, b->stock->at[i]);
        return;
    }
    lonlat *positions = mem_alloc(set->count * sizeof *positions);
    for (size_t i = 0; i < set->count; i++)
        positions[i] =
            set->items[i].has_position ? set->items[i].position : (lonlat){(double)NAN, (double)NAN};
    outline_points(&b->outliner, positions, out, set->count);
    free(positions);
}

incmap_status builder_add_incidents(builder *b, incmap_error *err)
{
    const incident_set *set = b->request->incidents;
    uint32_t *own_order = b->stock ? NULL : incident_order(set);
    incident_work w = {
        .b = b, .order = b->stock ? b->stock->order : own_order, .area_keys.item_size = sizeof(area_key)};
    w.at = mem_alloc(set->count * sizeof *w.at);
    place_incidents(b, w.at);
    w.circle = mem_alloc((CIRCLE_POINTS_MAX + 1) * sizeof *w.circle);
    w.legend_of = mem_calloc((b->features->category_count + 1) * STATUS_COUNT, sizeof *w.legend_of);
    w.counted = mem_calloc(set->count, sizeof *w.counted);
    find_areas(&w);
    for (size_t i = 0; i < b->layer_count; i++) w.wants_soft = w.wants_soft || b->layers[i].soft_limit > 0;
    crowd_open(&w.crowd, b->request, b->features, w.at, w.reach_px, w.order);
    count_clustered(&w);
    spread_marks(&w);
    builder_add_spread(b, &w.spread, w.order);
    incmap_status status = builder_add_bins(b, w.order, err);
    for (size_t i = 0; i < b->layer_count; i++) add_layer(&w, i);
    sort_legend(&w);
    free(own_order);
    free(w.at);
    free(w.radius_px);
    free(w.reach_px);
    crowd_dispose(&w.crowd);
    spread_dispose(&w.spread);
    value_table_dispose(&w.area_keys);
    free(w.areas);
    free(w.area_of);
    free(w.circle);
    free(w.soft_points);
    free(w.legend_of);
    free(w.last_layer);
    free(w.counted);
    return status;
}
