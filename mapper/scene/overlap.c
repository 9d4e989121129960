#include "scene/overlap.h"

#include "scene/value_table.h"

#include <math.h>

typedef struct {
    int64_t col, row;
} square;

void scene_count_overlaps(const scene *s, size_t *mark_count, size_t *overlap_count)
{
    const double side_px = OVERLAP_SIDE_CSS_PX * s->pixel_ratio;
    // A mark may be put together from several layers' discs and rings.
    value_table incidents = {.item_size = sizeof(int32_t)}, squares = {.item_size = sizeof(square)};
    *mark_count = 0;
    for (size_t l = 0; l < s->layer_count; l++) {
        const scene_layer *layer = &s->layers[l];
        for (size_t i = 0; i < layer->count && layer->kind == SCENE_MARKS; i++) {
            const scene_mark *mark = &layer->marks[i];
            if (mark->incident < 0 || mark->at.x_px < 0 || mark->at.y_px < 0 ||
                mark->at.x_px >= (double)s->width_px || mark->at.y_px >= (double)s->height_px)
                continue;
            const size_t known = incidents.count;
            if (value_table_add(&incidents, &mark->incident) < known) continue;
            const square at = {(int64_t)floor(mark->at.x_px / side_px),
                               (int64_t)floor(mark->at.y_px / side_px)};
            value_table_add(&squares, &at);
        }
    }
    *mark_count = incidents.count;
    *overlap_count = incidents.count - squares.count;
    value_table_dispose(&incidents);
    value_table_dispose(&squares);
}
