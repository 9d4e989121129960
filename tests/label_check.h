/** @file Labels of a scene checked against each other by their boxes, not by their pixels. */
#ifndef INCMAP_TESTS_LABEL_CHECK_H
#define INCMAP_TESTS_LABEL_CHECK_H

#include "scene/scene.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    px_box box; ///< of the text's layout or a piece of it, without halo and padding
    uint32_t layer, item;
} check_box;

static inline int compare_check_boxes(const void *a, const void *b)
{
    const check_box *p = a, *q = b;
    return (p->box.min_x_px > q->box.min_x_px) - (p->box.min_x_px < q->box.min_x_px);
}

/** Every label's box; in a wrapping scene also where its copy comes in at the other edge. The caller's. */
static inline check_box *check_boxes_of(const scene *s, size_t *count)
{
    check_box *boxes = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t l = 0; l < s->layer_count; l++) {
        if (s->layers[l].kind != SCENE_LABELS) continue;
        for (size_t i = 0; i < s->layers[l].count; i++) {
            const scene_label *label = &s->layers[l].labels[i];
            const px_box layout = {label->at.x_px, label->at.y_px, label->at.x_px + label->width_px,
                                   label->at.y_px + label->height_px};
            // One that is turned or follows a line covers several.
            size_t covers = label->box_end - label->box_begin;
            for (size_t k = 0; k < (covers ? covers : 1); k++) {
                check_box b = {covers ? s->layers[l].label_boxes[label->box_begin + k] : layout, (uint32_t)l,
                               (uint32_t)i};
                VEC_PUSH(boxes, *count, capacity, b);
                double shift_px = b.box.min_x_px < 0                     ? (double)s->width_px
                                  : b.box.max_x_px > (double)s->width_px ? -(double)s->width_px
                                                                         : 0;
                if (!s->wraps_x || shift_px == 0) continue;
                b.box.min_x_px += shift_px;
                b.box.max_x_px += shift_px;
                VEC_PUSH(boxes, *count, capacity, b);
            }
        }
    }
    if (*count) qsort(boxes, *count, sizeof *boxes, compare_check_boxes);
    return boxes;
}

/** The number of pairs of labels whose boxes share ground; @p first gets the first pair, where there is one.
 */
static inline size_t count_label_overlaps(const scene *s, check_box first[2])
{
    size_t count, overlaps = 0;
    check_box *boxes = check_boxes_of(s, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && boxes[k].box.min_x_px < boxes[i].box.max_x_px; k++) {
            bool is_same = boxes[i].layer == boxes[k].layer && boxes[i].item == boxes[k].item;
            if (is_same || !px_box_overlap(boxes[i].box, boxes[k].box)) continue;
            if (overlaps++ == 0 && first) {
                first[0] = boxes[i];
                first[1] = boxes[k];
            }
        }
    free(boxes);
    return overlaps;
}

/** The number of labels that reach over the picture's edge, where windows of it would cut them. */
static inline size_t count_labels_cut(const scene *s)
{
    size_t cut = 0;
    for (size_t l = 0; l < s->layer_count; l++)
        for (size_t i = 0; s->layers[l].kind == SCENE_LABELS && i < s->layers[l].count; i++) {
            px_box ink = s->layers[l].labels[i].ink;
            bool is_over_side = ink.min_x_px < 0 || ink.max_x_px > (double)s->width_px;
            cut += ink.min_y_px < 0 || ink.max_y_px > (double)s->height_px || (is_over_side && !s->wraps_x);
        }
    return cut;
}

static inline size_t count_labels(const scene *s)
{
    size_t count = 0;
    for (size_t l = 0; l < s->layer_count; l++)
        if (s->layers[l].kind == SCENE_LABELS) count += s->layers[l].count;
    return count;
}

#endif
