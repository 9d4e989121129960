#include "scene/spread.h"

#include "scene/value_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ONE_RING_MAX 8

// Two marks half a spacing from their place would hide it.
#define RING_LEAST 0.75

/** Marks that ring number @p ring, one spacing from the one inside it, has room for. */
static size_t ring_room(size_t ring)
{
    return (size_t)floor(2 * M_PI * (double)ring);
}

static pxy on_ring(double radius, size_t index, size_t count)
{
    double turn = 2 * M_PI * (double)index / (double)count;
    return (pxy){radius * sin(turn), -radius * cos(turn)};
}

pxy spread_offset(size_t index, size_t count)
{
    if (count < 2) return (pxy){0, 0};
    if (count <= ONE_RING_MAX)
        return on_ring(fmax(RING_LEAST, 0.5 / sin(M_PI / (double)count)), index, count);
    size_t ring = 1, left = count;
    for (; index >= ring_room(ring); ring++) {
        index -= ring_room(ring);
        left -= ring_room(ring);
    }
    return on_ring((double)ring, index, left < ring_room(ring) ? left : ring_room(ring));
}

static double spacing_px(const builder *b)
{
    const json_t *wanted = json_object_get(style_metadata(b->request->style), "incmap:spread");
    double spacing_css_px = json_number_value(json_object_get(wanted, "spacing"));
    if (!(spacing_css_px >= 1)) spacing_css_px = SPREAD_SPACING_CSS_PX;
    return spacing_css_px * b->request->pixel_ratio;
}

/** The places of the marks, those with few enough of them; alone ones too, with a count of one. */
static void find_places(spread *s, const builder *b, const pxy *true_at, const bool *is_mark,
                        const uint32_t *order)
{
    const incident_set *set = b->request->incidents;
    value_table numbers = {.item_size = sizeof(pxy)};
    size_t capacity = 0;
    for (size_t k = 0; k < set->count; k++) {
        size_t i = order ? order[k] : k;
        if (!is_mark[i] || !isfinite(true_at[i].x_px) || !isfinite(true_at[i].y_px)) continue;
        size_t known = numbers.count;
        uint32_t number = value_table_add(&numbers, &true_at[i]);
        if (number == known) {
            spread_place fresh = {true_at[i], 0, true};
            VEC_PUSH(s->places, s->place_count, capacity, fresh);
        }
        spread_place *place = &s->places[number];
        place->count++;
        place->is_exact = place->is_exact && set->items[i].prec == PREC_EXACT;
        s->place_of[i] = number + 1;
    }
    value_table_dispose(&numbers);
}

void spread_open(spread *s, const builder *b, const pxy *true_at, const bool *is_mark, const uint32_t *order)
{
    const size_t count = b->request->incidents->count;
    if (!b->request->spread) return;
    const double spacing = spacing_px(b);
    s->at = mem_alloc(count * sizeof *s->at);
    s->place_of = mem_calloc(count, sizeof *s->place_of);
    memcpy(s->at, true_at, count * sizeof *s->at);
    find_places(s, b, true_at, is_mark, order);
    size_t *seen = mem_calloc(s->place_count, sizeof *seen);
    for (size_t k = 0; k < count; k++) {
        size_t i = order ? order[k] : k;
        if (!s->place_of[i]) continue;
        size_t number = s->place_of[i] - 1;
        const spread_place *place = &s->places[number];
        if (place->count < 2 || place->count > SPREAD_MARKS_MAX) {
            s->place_of[i] = 0;
            continue;
        }
        pxy offset = spread_offset(seen[number]++, place->count);
        s->at[i].x_px += offset.x_px * spacing;
        s->at[i].y_px += offset.y_px * spacing;
    }
    free(seen);
}

void spread_dispose(spread *s)
{
    free(s->at);
    free(s->place_of);
    free(s->places);
    *s = (spread){0};
}

static bool get_property(void *context, const char *name, value *out)
{
    const spread_place *place = context;
    if (strcmp(name, "exact") == 0)
        *out = (value){.kind = VALUE_BOOL, .boolean = place->is_exact};
    else if (strcmp(name, "count") == 0)
        *out = (value){.kind = VALUE_NUMBER, .number = (double)place->count};
    else
        return false;
    return true;
}

static style_feature feature_of(const spread_place *place, const char *geometry_type)
{
    return (style_feature){(void *)place, get_property, geometry_type, {.kind = VALUE_NULL}};
}

static void add_line(builder *b, builder_layer *layer, const spread_place *place, pxy to, int32_t incident)
{
    style_feature feature = feature_of(place, "LineString");
    paint_look look = paint_evaluate(&b->paints, layer->layer, &feature, GEOM_LINES);
    if (!look.is_drawn) return;
    path *px = &b->outliner.px;
    path_clear(px);
    path_add(px, place->at.x_px, place->at.y_px);
    path_add(px, to.x_px, to.y_px);
    path_end_part(px, 2);
    builder_parts parts = builder_keep_outline(b);
    builder_add_shape(b, layer, &parts, GEOM_LINES, look, incident);
}

static void add_place(builder *b, builder_layer *layer, const spread_place *place)
{
    style_feature feature = feature_of(place, "Point");
    paint_look look = paint_evaluate(&b->paints, layer->layer, &feature, GEOM_POINTS);
    if (look.is_drawn) builder_add_mark(b, layer, place->at, look, -1);
}

void builder_add_spread(builder *b, const spread *s, const uint32_t *order)
{
    for (size_t i = 0; i < b->request->incidents->count && s->at; i++)
        b->out->spread_count += s->place_of[i] != 0;
    for (size_t l = 0; l < b->layer_count && s->at; l++) {
        builder_layer *layer = &b->layers[l];
        if (!builder_draws_from(layer, "spread")) continue;
        for (size_t k = 0; k < b->request->incidents->count && layer->type == STYLE_LINE; k++) {
            size_t i = order ? order[k] : k;
            if (s->place_of[i]) add_line(b, layer, &s->places[s->place_of[i] - 1], s->at[i], (int32_t)i);
        }
        for (size_t p = 0; p < s->place_count && layer->has_marks; p++)
            if (s->places[p].count > 1 && s->places[p].count <= SPREAD_MARKS_MAX)
                add_place(b, layer, &s->places[p]);
        arena_dispose(&b->paints.scratch);
    }
}
