#include "scene/digest.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

// Whoever adds a field to an item has to say here what it looks like; paints are taken in whole.
_Static_assert(sizeof(scene_mark) == 24, "a mark's new field is to be digested");
_Static_assert(sizeof(scene_shape) == 64, "a shape's new field is to be digested");
_Static_assert(sizeof(scene_label) == 136, "a label's new field is to be digested");

static uint64_t digest(uint64_t so_far, const void *bytes, size_t length)
{
    return XXH3_64bits_withSeed(bytes, length, so_far);
}

/** NULL differs from "". */
static uint64_t digest_text(uint64_t so_far, const char *text)
{
    return text ? digest(so_far, text, strlen(text) + 1) : digest(so_far, "\1", 1);
}

// Paints are zeroed before they are filled in (value_table.h), so their bytes tell them apart once the
// pointers are out.
static uint64_t digest_shape_paint(const scene_shape_paint *paint)
{
    scene_shape_paint plain;
    memcpy(&plain, paint, sizeof plain);
    plain.pattern = NULL;
    return digest_text(digest(SCENE_SHAPES, &plain, sizeof plain), paint->pattern);
}

static uint64_t digest_mark_paint(const scene_mark_paint *paint)
{
    scene_mark_paint plain;
    memcpy(&plain, paint, sizeof plain);
    plain.icon = NULL;
    return digest_text(digest(SCENE_MARKS, &plain, sizeof plain), paint->icon);
}

static uint64_t digest_text_paint(const scene_text_paint *paint)
{
    scene_text_paint plain;
    memcpy(&plain, paint, sizeof plain);
    plain.font.families = NULL;
    return digest_text(digest(SCENE_LABELS, &plain, sizeof plain), paint->font.families);
}

static uint64_t digest_soft(uint64_t so_far, const soft_edge *edge)
{
    const double numbers[] = {edge->centre.x_px,     edge->centre.y_px, edge->half_axis_px[0],
                              edge->half_axis_px[1], edge->corner.x_px, edge->corner.y_px,
                              edge->cell_px,         edge->columns,     edge->rows};
    uint64_t d = digest(so_far, numbers, sizeof numbers);
    return edge->cells ? digest(d, edge->cells, (size_t)edge->columns * (size_t)edge->rows) : d;
}

static uint64_t digest_shape(const scene *s, const scene_shape *shape, const uint64_t *paints)
{
    uint64_t d = digest(paints[shape->paint], &shape->kind, sizeof shape->kind);
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        size_t begin = part ? s->part_ends[part - 1] : 0;
        d = digest(d, s->points + begin, (s->part_ends[part] - begin) * sizeof *s->points);
    }
    return shape->soft ? digest_soft(d, &s->softs[shape->soft - 1]) : d;
}

static uint64_t digest_label(const scene_layer *layer, const scene_label *label, const uint64_t *paints)
{
    const double numbers[] = {
        label->at.x_px,  label->at.y_px,      label->width_px,     label->height_px,    label->wrap_px,
        label->align,    label->ink.min_x_px, label->ink.min_y_px, label->ink.max_x_px, label->ink.max_y_px,
        label->turn_rad, label->pivot.x_px,   label->pivot.y_px};
    uint64_t d = digest(paints[label->paint], numbers, sizeof numbers);
    if (label->curve_end > label->curve_begin)
        d = digest(d, layer->curves + label->curve_begin,
                   (label->curve_end - label->curve_begin) * sizeof *layer->curves);
    return digest_text(d, label->text);
}

static uint64_t digest_layer(const scene_layer *layer)
{
    const int kind = (int)layer->kind;
    uint64_t d = digest(digest(0, &kind, sizeof kind), &layer->soft_limit, sizeof layer->soft_limit);
    if (layer->kind == SCENE_HEAT)
        d = digest(digest(d, &layer->heat_max, sizeof layer->heat_max), layer->heat_colors,
                   SCENE_HEAT_COLORS * sizeof *layer->heat_colors);
    return d;
}

void scene_digest_open(scene_digest *out, const scene *s)
{
    *out = (scene_digest){.scene = s};
    const double ground[] = {s->pixel_ratio,  s->background.r, s->background.g,
                             s->background.b, s->background.a, (double)s->width_px};
    out->ground = digest(0, ground, sizeof ground);
    out->mark_paints = mem_alloc(s->mark_paint_count * sizeof *out->mark_paints);
    for (size_t i = 0; i < s->mark_paint_count; i++)
        out->mark_paints[i] = digest_mark_paint(&s->mark_paints[i]);
    uint64_t *shape_paints = mem_alloc(s->shape_paint_count * sizeof *shape_paints);
    for (size_t i = 0; i < s->shape_paint_count; i++)
        shape_paints[i] = digest_shape_paint(&s->shape_paints[i]);
    uint64_t *text_paints = mem_alloc(s->text_paint_count * sizeof *text_paints);
    for (size_t i = 0; i < s->text_paint_count; i++) text_paints[i] = digest_text_paint(&s->text_paints[i]);

    out->layers = mem_alloc(s->layer_count * sizeof *out->layers);
    out->items = mem_calloc(s->layer_count, sizeof *out->items);
    for (size_t l = 0; l < s->layer_count; l++) {
        const scene_layer *layer = &s->layers[l];
        out->layers[l] = digest_layer(layer);
        if (layer->kind != SCENE_SHAPES && layer->kind != SCENE_LABELS) continue;
        out->items[l] = mem_alloc(layer->count * sizeof **out->items);
        for (size_t i = 0; i < layer->count; i++)
            out->items[l][i] = layer->kind == SCENE_SHAPES
                                   ? digest_shape(s, &layer->shapes[i], shape_paints)
                                   : digest_label(layer, &layer->labels[i], text_paints);
    }
    free(shape_paints);
    free(text_paints);
}

void scene_digest_dispose(scene_digest *d)
{
    for (size_t l = 0; d->items && l < d->scene->layer_count; l++) free(d->items[l]);
    free(d->items);
    free(d->layers);
    free(d->mark_paints);
    *d = (scene_digest){0};
}

/** An item seen from a cell; where a shape or a label lies is in its look. */
typedef struct {
    uint64_t look, layer;
    pxy at;
    int64_t wrap;
} seen_item;

uint64_t scene_digest_cell(const scene_digest *d, const scene_ref *refs, size_t ref_count)
{
    // As many at once as hashing is quick with and the stack has room for.
    enum { AT_ONCE = 64, MARKS_AHEAD = 12 };
    seen_item seen[AT_ONCE];
    uint64_t so_far = d->ground;
    for (size_t begin = 0; begin < ref_count; begin += AT_ONCE) {
        size_t count = ref_count - begin < AT_ONCE ? ref_count - begin : AT_ONCE;
        for (size_t i = 0; i < count; i++) {
            scene_ref ref = refs[begin + i];
            // A cell's marks lie all over their layer; asked for in time, none is waited for.
            if (begin + i + MARKS_AHEAD < ref_count) {
                scene_ref ahead = refs[begin + i + MARKS_AHEAD];
                if (!d->items[ahead.layer])
                    __builtin_prefetch(&d->scene->layers[ahead.layer].marks[ahead.item]);
            }
            seen[i] = (seen_item){.layer = d->layers[ref.layer], .wrap = ref.wrap};
            if (d->items[ref.layer]) {
                seen[i].look = d->items[ref.layer][ref.item];
            } else {
                const scene_mark *mark = &d->scene->layers[ref.layer].marks[ref.item];
                seen[i].look = d->mark_paints[mark->paint];
                seen[i].at = mark->at;
            }
        }
        so_far = digest(so_far, seen, count * sizeof *seen);
    }
    return so_far;
}
