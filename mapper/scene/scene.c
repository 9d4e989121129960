#include "base/strbuf.h"
#include "scene/builder.h"
#include "scene/heat_scale.h"
#include "scene/symbol.h"
#include "scene/value_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// MapLibre's world is 512 CSS pixels wide at zoom 0.
#define ZOOM_0_RES_M (2 * MERCATOR_HALF_M / 512)

// Square of the first eccentricity of WGS 84 (NIMA TR8350.2, table 3.3).
#define WGS84_E2 6.69437999014e-3

// A style may ask whether the zoom is at least 6: a scale that is zoom 6 is it to the last digit.
#define ZOOM_STEPS 1e4

double scene_zoom(double ground_res_m_per_css_px, double lat_deg)
{
    double lat = lat_deg * M_PI / 180;
    // Along a parallel, whose radius on the ellipsoid is a cos(lat) / sqrt(1 - e2 sin2(lat)).
    double zoom_0_res_m = ZOOM_0_RES_M * cos(lat) / sqrt(1 - WGS84_E2 * sin(lat) * sin(lat));
    return fmax(round(log2(zoom_0_res_m / ground_res_m_per_css_px) * ZOOM_STEPS) / ZOOM_STEPS, 0);
}

double scene_res_m(double zoom)
{
    return ZOOM_0_RES_M * exp2(-zoom);
}

bool builder_draws_from(const builder_layer *layer, const char *source)
{
    return strcmp(style_layer_source(layer->layer), source) == 0;
}

builder_parts builder_keep_outline(builder *b)
{
    scene *s = b->out;
    const path *px = &b->outliner.px;
    builder_parts parts = {b->part_count, b->part_count + px->part_count, PX_BOX_EMPTY, 0};
    const size_t first_point = b->point_count;
    for (size_t i = 0; i < px->count; i++) {
        pxy at = {px->pairs[2 * i], px->pairs[2 * i + 1]};
        VEC_PUSH(s->points, b->point_count, b->point_capacity, at);
        parts.bounds = px_box_union(parts.bounds, (px_box){at.x_px, at.y_px, at.x_px, at.y_px});
    }
    for (size_t i = 0; i < px->part_count; i++)
        VEC_PUSH(s->part_ends, b->part_count, b->part_capacity, first_point + px->ends[i]);
    return parts;
}

static void keep_sort_key(builder_layer *layer, size_t count, double sort_key)
{
    style_property property = layer->type == STYLE_FILL     ? STYLE_FILL_SORT_KEY
                              : layer->type == STYLE_LINE   ? STYLE_LINE_SORT_KEY
                              : layer->type == STYLE_CIRCLE ? STYLE_CIRCLE_SORT_KEY
                                                            : STYLE_SYMBOL_SORT_KEY;
    if (layer->is_by_y || style_depends_on_feature(layer->layer, property))
        VEC_PUSH(layer->sort_keys, count, layer->sort_key_capacity, sort_key);
}

/** Bounds of a shape's ink. */
static px_box shape_ink(const builder *b, const builder_parts *parts, paint_look look)
{
    const scene_shape_paint *paint = (const scene_shape_paint *)b->paints.shapes.items + look.paint;
    return px_box_grown(parts->bounds, paint_stroke_reach_px(paint));
}

bool builder_is_seen(const builder *b, const builder_parts *parts, paint_look look)
{
    return parts->begin != parts->end &&
           outline_touches(&b->outliner, shape_ink(b, parts, look), b->outliner.seen);
}

bool builder_add_shape(builder *b, builder_layer *layer, const builder_parts *parts, geom_kind kind,
                       paint_look look, int32_t incident)
{
    if (!builder_is_seen(b, parts, look)) return false;
    keep_sort_key(layer, layer->shape_count, look.sort_key);
    scene_shape shape = {
        look.paint, incident, kind, parts->soft, parts->begin, parts->end, shape_ink(b, parts, look)};
    VEC_PUSH(layer->shapes, layer->shape_count, layer->shape_capacity, shape);
    return true;
}

bool builder_add_mark(builder *b, builder_layer *layer, pxy at, paint_look look, int32_t incident)
{
    double reach_px = ((const scene_mark_paint *)b->paints.marks.items)[look.paint].reach_px;
    px_box ink = px_box_around(at, reach_px);
    // Written so that a point that could not be projected is left out.
    if (!(isfinite(at.x_px) && isfinite(at.y_px))) return false;
    const bool is_seen = outline_touches(&b->outliner, ink, b->outliner.seen);
    // Labels keep off marks that are not seen, too; the greatest heat is that of what is seen.
    if (!is_seen && (layer->type == STYLE_HEATMAP || !outline_touches(&b->outliner, ink, b->outliner.near)))
        return false;
    scene_mark mark = {at, look.paint, incident};
    keep_sort_key(layer, layer->mark_count, layer->is_by_y ? at.y_px : look.sort_key);
    VEC_PUSH(layer->marks, layer->mark_count, layer->mark_capacity, mark);
    return is_seen;
}

typedef struct {
    double sort_key;
    size_t index;
} item_order;

static int compare_item_order(const void *a, const void *b)
{
    const item_order *p = a, *q = b;
    if (p->sort_key != q->sort_key) return p->sort_key < q->sort_key ? -1 : 1;
    return p->index < q->index ? -1 : p->index > q->index;
}

/** The items in the order of the layer's sort keys, those of equal keys as they are. Takes @p items over. */
static void *sort_items(const builder_layer *layer, void *items, size_t count, size_t item_size)
{
    if (!layer->sort_keys || count < 2) return items;
    item_order *order = mem_alloc(count * sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = (item_order){layer->sort_keys[i], i};
    qsort(order, count, sizeof *order, compare_item_order);
    unsigned char *sorted = mem_alloc(count * item_size);
    for (size_t i = 0; i < count; i++)
        memcpy(sorted + i * item_size, (unsigned char *)items + order[i].index * item_size, item_size);
    free(order);
    free(items);
    return sorted;
}

/** Whether the style's metadata names the layer as one whose marks no label may cover. */
static bool is_obstacle(const builder *b, const builder_layer *layer)
{
    return style_metadata_lists(b->request->style, "incmap:label-obstacles", style_layer_id(layer->layer));
}

/** Keeps labels off a layer's marks; those that may cover crowds off single ones, where @p may_crowd. */
static void take_marks(label_grid *grid, const builder_layer *layer, const scene_mark_paint *paints,
                       bool may_crowd)
{
    // Marks that lie exactly on each other are one to the eye.
    value_table known = {.item_size = sizeof(px_box)};
    for (size_t k = 0; k < layer->mark_count; k++) {
        px_box box = px_box_around(layer->marks[k].at, paints[layer->marks[k].paint].reach_px);
        size_t count = known.count;
        if (value_table_add(&known, &box) < count) continue;
        if (may_crowd)
            label_grid_take_mark(grid, box);
        else
            label_grid_take(grid, box);
    }
    value_table_dispose(&known);
}

/** Whether the layer's icons keep labels of lower layers away, as the specification has it. */
static bool hinders_lower_layers(const builder *b, const builder_layer *layer)
{
    return layer->type == STYLE_SYMBOL && layer->has_marks && !is_obstacle(b, layer) &&
           !style_boolean(layer->layer, STYLE_ICON_IGNORE_PLACEMENT, NULL, b->request->zoom);
}

static void place_symbols(builder *b)
{
    const scene_request *request = b->request;
    const scene_mark_paint *marks = (const scene_mark_paint *)b->paints.marks.items;
    const label_looks looks = {(const label_rules *)b->paints.rules.items,
                               (const scene_text_paint *)b->paints.texts.items, marks};
    label_grid grid = {0};
    label_grid_open(&grid, request->pixel_ratio, request->wraps_x ? (double)request->grid.width_px : 0);
    for (size_t i = 0; i < b->layer_count; i++)
        if (is_obstacle(b, &b->layers[i])) take_marks(&grid, &b->layers[i], marks, true);
    for (size_t i = b->layer_count; i-- > 0;) {
        builder_layer *layer = &b->layers[i];
        if (hinders_lower_layers(b, layer)) take_marks(&grid, layer, marks, false);
        if (layer->type != STYLE_SYMBOL) continue;
        label_place(&layer->placed, layer->covers_crowds ? &layer->over : NULL, &grid, &layer->symbols,
                    request, &looks);
        b->out->cut_label_count += layer->placed.cut_count + layer->over.cut_count;
    }
    label_grid_dispose(&grid);
}

/** A heat map's colours. */
static const style_color *heat_colors(builder *b, const style_layer *layer)
{
    style_color *colors = arena_alloc(&b->out->memory, SCENE_HEAT_COLORS * sizeof *colors);
    double opacity = style_number(layer, STYLE_HEATMAP_OPACITY, NULL, b->request->zoom);
    for (int i = 0; i < SCENE_HEAT_COLORS; i++)
        colors[i] = paint_color(style_heatmap_color(layer, (double)i / (SCENE_HEAT_COLORS - 1)), opacity);
    return colors;
}

static double heat_max(const builder *b, const builder_layer *layer)
{
    double wanted = b->request->heat_max;
    if (wanted == SCENE_HEAT_AUTO)
        wanted =
            heat_greatest(layer->marks, layer->mark_count, (const scene_mark_paint *)b->paints.marks.items);
    return wanted > 0 ? wanted : 1;
}

/** What a density stands for on the ground: the kernel's volume is 2 pi times the square of its standard
 * deviation, a third of the radius, times its peak. */
static double heat_per_km2(const builder *b, const style_layer *layer)
{
    const scene_request *request = b->request;
    if (style_depends_on_feature(layer, STYLE_HEATMAP_RADIUS)) return 0;
    px_box seen = {0, 0, (double)request->grid.width_px, (double)request->grid.height_px};
    if (request->has_window) seen = request->window;
    pxy centre = {(seen.min_x_px + seen.max_x_px) / 2, (seen.min_y_px + seen.max_y_px) / 2};
    double res_m = grid_ground_res_m(&request->grid, request->projection, centre);
    double radius_m =
        style_number(layer, STYLE_HEATMAP_RADIUS, NULL, request->zoom) * request->pixel_ratio * res_m;
    double intensity = style_number(layer, STYLE_HEATMAP_INTENSITY, NULL, request->zoom);
    double volume_km2 = HEAT_KERNEL_PEAK * 2 * M_PI * radius_m * radius_m / 9 / 1e6 * intensity;
    return volume_km2 > 0 && isfinite(volume_km2) ? 1 / volume_km2 : 0;
}

/** The scale of the lowest heat map. */
static void note_heat(builder *b, const scene_layer *layer, const style_layer *style)
{
    scene_heat *heat = &b->out->heat;
    if (heat->max > 0 || layer->count == 0) return;
    heat->max = layer->heat_max;
    heat->per_km2 = heat_per_km2(b, style);
}

static void add_scene_layer(scene *s, scene_layer layer)
{
    s->layers[s->layer_count++] = layer;
}

static int compare_marks_by_y(const void *a, const void *b)
{
    const scene_mark *p = a, *q = b;
    if (p->at.y_px != q->at.y_px) return p->at.y_px < q->at.y_px ? -1 : 1;
    return (p->at.x_px > q->at.x_px) - (p->at.x_px < q->at.x_px);
}

static int compare_labels_by_y(const void *a, const void *b)
{
    const scene_label *p = a, *q = b;
    if (p->at.y_px != q->at.y_px) return p->at.y_px < q->at.y_px ? -1 : 1;
    if (p->at.x_px != q->at.x_px) return p->at.x_px < q->at.x_px ? -1 : 1;
    return strcmp(p->text, q->text);
}

/** Icons, then the labels they belong to. */
static void hand_over_placed(scene *s, const char *id, label_placed *placed, bool is_by_y)
{
    if (is_by_y && placed->icon_count)
        qsort(placed->icons, placed->icon_count, sizeof *placed->icons, compare_marks_by_y);
    if (is_by_y && placed->label_count)
        qsort(placed->labels, placed->label_count, sizeof *placed->labels, compare_labels_by_y);
    if (placed->icon_count)
        add_scene_layer(s, (scene_layer){id, SCENE_MARKS, placed->icon_count, .marks = placed->icons});
    add_scene_layer(s, (scene_layer){id, SCENE_LABELS, placed->label_count, .labels = placed->labels,
                                     .curves = placed->curves, .label_boxes = placed->boxes});
    *placed = (label_placed){0};
}

/** Hands the items and paints over to the scene. */
static void hand_over(builder *b)
{
    scene *s = b->out;
    s->layers = mem_alloc(4 * b->layer_count * sizeof *s->layers);
    for (size_t i = 0; i < b->layer_count; i++) {
        builder_layer *layer = &b->layers[i];
        const char *id = arena_strdup(&s->memory, style_layer_id(layer->layer));
        if (layer->type == STYLE_HEATMAP) {
            scene_layer heat = {id,
                                SCENE_HEAT,
                                layer->mark_count,
                                .marks = layer->marks,
                                .heat_colors = heat_colors(b, layer->layer),
                                .heat_max = heat_max(b, layer)};
            note_heat(b, &heat, layer->layer);
            add_scene_layer(s, heat);
            layer->marks = NULL;
        } else if (layer->has_marks) {
            layer->marks = sort_items(layer, layer->marks, layer->mark_count, sizeof *layer->marks);
            add_scene_layer(s, (scene_layer){id, SCENE_MARKS, layer->mark_count, .marks = layer->marks});
            layer->marks = NULL;
        } else if (layer->type == STYLE_SYMBOL) {
            hand_over_placed(s, id, &layer->placed, layer->is_by_y);
        } else {
            layer->shapes = sort_items(layer, layer->shapes, layer->shape_count, sizeof *layer->shapes);
            add_scene_layer(s, (scene_layer){id, SCENE_SHAPES, layer->shape_count, .shapes = layer->shapes,
                                             .soft_limit = layer->soft_limit});
            layer->shapes = NULL;
        }
    }
    for (size_t i = 0; i < b->layer_count; i++) {
        if (b->layers[i].over.label_count == 0) continue;
        strbuf id = {0};
        strbuf_printf(&id, "%s over crowds", style_layer_id(b->layers[i].layer));
        hand_over_placed(s, arena_strdup(&s->memory, strbuf_text(&id)), &b->layers[i].over,
                         b->layers[i].is_by_y);
        strbuf_dispose(&id);
    }
    s->shape_paint_count = b->paints.shapes.count;
    s->shape_paints = (scene_shape_paint *)b->paints.shapes.items;
    s->mark_paint_count = b->paints.marks.count;
    s->mark_paints = (scene_mark_paint *)b->paints.marks.items;
    s->text_paint_count = b->paints.texts.count;
    s->text_paints = (scene_text_paint *)b->paints.texts.items;
    b->paints.shapes.items = b->paints.marks.items = b->paints.texts.items = NULL;
}

static void builder_dispose(builder *b)
{
    for (size_t i = 0; i < b->layer_count; i++) {
        builder_layer *layer = &b->layers[i];
        free(layer->shapes);
        free(layer->marks);
        free(layer->sort_keys);
        free(layer->symbols.items);
        label_placed_dispose(&layer->placed);
        label_placed_dispose(&layer->over);
    }
    free(b->layers);
    incident_features_dispose(&b->own_features);
    outliner_dispose(&b->outliner);
    value_table_dispose(&b->paints.shapes);
    value_table_dispose(&b->paints.marks);
    value_table_dispose(&b->paints.texts);
    value_table_dispose(&b->paints.rules);
    arena_dispose(&b->paints.scratch);
    strpool_dispose(&b->strings);
}

incmap_status scene_build(scene **out, const scene_request *request, incmap_error *err)
{
    *out = NULL;
    scene *s = mem_calloc(1, sizeof *s);
    builder b = {.request = request, .out = s};
    s->width_px = request->grid.width_px;
    s->height_px = request->grid.height_px;
    s->pixel_ratio = request->pixel_ratio;
    s->zoom = request->zoom;
    s->wraps_x = request->wraps_x;
    b.strings.memory = &s->memory;
    b.paints = (paint_box){.zoom = request->zoom,
                           .pixel_ratio = request->pixel_ratio,
                           .shapes.item_size = sizeof(scene_shape_paint),
                           .marks.item_size = sizeof(scene_mark_paint),
                           .texts.item_size = sizeof(scene_text_paint),
                           .rules.item_size = sizeof(label_rules),
                           .strings = &b.strings};
    b.stock = request->stock;
    b.features = b.stock ? &b.stock->features : &b.own_features;
    if (!b.stock) incident_features_open(&b.own_features, request->incidents, request->by, request->size_by);
    outliner_open(&b.outliner, request);

    incmap_status status = builder_collect_layers(&b, err);
    if (status != INCMAP_OK) goto done;
    if ((status = builder_add_basemap(&b, err)) != INCMAP_OK) goto done;
    if ((status = builder_add_incidents(&b, err)) != INCMAP_OK) goto done;
    place_symbols(&b);
    hand_over(&b);
    *out = s;
done:
    builder_dispose(&b);
    if (status != INCMAP_OK) scene_free(s);
    return status;
}

px_box scene_item_ink(const scene *s, const scene_layer *layer, size_t item)
{
    switch (layer->kind) {
    case SCENE_SHAPES: return layer->shapes[item].ink;
    case SCENE_LABELS: return layer->labels[item].ink;
    default: return px_box_around(layer->marks[item].at, s->mark_paints[layer->marks[item].paint].reach_px);
    }
}

void scene_free(scene *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->layer_count; i++) {
        free(s->layers[i].shapes);
        free(s->layers[i].marks);
        free(s->layers[i].labels);
        free(s->layers[i].curves);
        free(s->layers[i].label_boxes);
    }
    free(s->layers);
    free(s->shape_paints);
    free(s->mark_paints);
    free(s->text_paints);
    free(s->points);
    free(s->part_ends);
    for (size_t i = 0; i < s->soft_count; i++) soft_dispose(&s->softs[i]);
    free(s->softs);
    free(s->legend);
    arena_dispose(&s->memory);
    free(s);
}
