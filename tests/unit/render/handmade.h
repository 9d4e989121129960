/** @file Scenes made by hand for tests: layers, paints and items are added one by one. */
#ifndef INCMAP_TESTS_HANDMADE_H
#define INCMAP_TESTS_HANDMADE_H

#include "scene/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** Zero it, set scene.width_px and height_px, add; handmade_dispose frees it. */
typedef struct {
    scene scene;
    size_t layer_capacity, shape_paint_capacity, mark_paint_capacity, text_paint_capacity;
    size_t point_count, point_capacity, part_count, part_capacity;
    size_t item_capacity;
} handmade;

static inline scene_layer *handmade_layer(handmade *h, scene_layer_kind kind)
{
    scene *s = &h->scene;
    if (s->layer_count == 0 || s->layers[s->layer_count - 1].kind != kind) {
        scene_layer layer = {.id = "layer", .kind = kind};
        VEC_PUSH(s->layers, s->layer_count, h->layer_capacity, layer);
        h->item_capacity = 0;
    }
    return &s->layers[s->layer_count - 1];
}

static inline void handmade_mark(handmade *h, pxy at, scene_mark_paint paint)
{
    scene *s = &h->scene;
    scene_layer *layer = handmade_layer(h, SCENE_MARKS);
    if (paint.reach_px == 0)
        paint.reach_px = (paint.icon ? paint.icon_size_px / 2 : paint.radius_px) + paint.stroke_width_px + 1;
    VEC_PUSH(s->mark_paints, s->mark_paint_count, h->mark_paint_capacity, paint);
    scene_mark mark = {at, (uint32_t)s->mark_paint_count - 1, -1};
    VEC_PUSH(layer->marks, layer->count, h->item_capacity, mark);
}

/** Adds a shape of one part. */
static inline void handmade_shape(handmade *h, geom_kind kind, const pxy *points, size_t count,
                                  scene_shape_paint paint)
{
    scene *s = &h->scene;
    scene_layer *layer = handmade_layer(h, SCENE_SHAPES);
    VEC_PUSH(s->shape_paints, s->shape_paint_count, h->shape_paint_capacity, paint);
    scene_shape shape = {.paint = (uint32_t)s->shape_paint_count - 1,
                         .incident = -1,
                         .kind = kind,
                         .part_begin = h->part_count,
                         .ink = PX_BOX_EMPTY};
    double margin_px = paint.stroke_width_px + 1;
    for (size_t i = 0; i < count; i++) {
        VEC_PUSH(s->points, h->point_count, h->point_capacity, points[i]);
        px_box at = {points[i].x_px - margin_px, points[i].y_px - margin_px, points[i].x_px + margin_px,
                     points[i].y_px + margin_px};
        shape.ink = px_box_union(shape.ink, at);
    }
    VEC_PUSH(s->part_ends, h->part_count, h->part_capacity, h->point_count);
    shape.part_end = h->part_count;
    VEC_PUSH(layer->shapes, layer->count, h->item_capacity, shape);
}

/** Adds a label; its box is measured, its ink is the box and the halo and two pixels more. */
static inline void handmade_label(handmade *h, text_measurer measurer, pxy at, const char *text,
                                  double wrap_px, int align, scene_text_paint paint)
{
    scene *s = &h->scene;
    scene_layer *layer = handmade_layer(h, SCENE_LABELS);
    VEC_PUSH(s->text_paints, s->text_paint_count, h->text_paint_capacity, paint);
    scene_label label = {.at = at,
                         .wrap_px = wrap_px,
                         .align = align,
                         .text = text,
                         .paint = (uint32_t)s->text_paint_count - 1,
                         .incident = -1};
    measurer.measure(measurer.context, &paint.font, text, wrap_px, &label.width_px, &label.height_px);
    double margin_px = paint.halo_width_px + 2;
    label.ink = (px_box){at.x_px - margin_px, at.y_px - margin_px, at.x_px + label.width_px + margin_px,
                         at.y_px + label.height_px + margin_px};
    VEC_PUSH(layer->labels, layer->count, h->item_capacity, label);
}

static inline void handmade_dispose(handmade *h)
{
    scene *s = &h->scene;
    for (size_t i = 0; i < s->layer_count; i++) {
        free(s->layers[i].shapes);
        free(s->layers[i].marks);
        free(s->layers[i].labels);
    }
    free(s->layers);
    free(s->shape_paints);
    free(s->mark_paints);
    free(s->text_paints);
    free(s->points);
    free(s->part_ends);
    *h = (handmade){0};
}

/** A circle as a closed ring of @p count + 1 points. */
static inline void handmade_circle(pxy *out, size_t count, pxy centre, double radius_px)
{
    for (size_t i = 0; i <= count; i++) {
        double angle = 2 * M_PI * (double)(i % count) / (double)count;
        out[i] = (pxy){centre.x_px + radius_px * cos(angle), centre.y_px + radius_px * sin(angle)};
    }
}

/** The largest difference of a channel between two pixels. */
static inline int handmade_difference(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int d = abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff));
        if (d > most) most = d;
    }
    return most;
}

#endif
