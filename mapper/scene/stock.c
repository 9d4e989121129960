#include "scene/stock.h"

#include "scene/order.h"

#include <math.h>
#include <stdlib.h>

void scene_stock_make(scene_stock **out, const incident_set *incidents, const projection *projection,
                      const style *style, const char *by, const char *size_by)
{
    scene_stock *stock = mem_calloc(1, sizeof *stock);
    incident_features_open(&stock->features, incidents, by, size_by);
    stock->order = incident_order(incidents);
    stock->class_count = style_layer_count(style);
    stock->classes = mem_calloc(stock->class_count, sizeof *stock->classes);
    // Projected in place: a position and its projection are both two numbers.
    stock->at = mem_alloc(incidents->count * sizeof *stock->at);
    enum { CHUNK = 1024 };
    lonlat ground[CHUNK];
    for (size_t begin = 0; begin < incidents->count; begin += CHUNK) {
        size_t count = incidents->count - begin < CHUNK ? incidents->count - begin : CHUNK;
        for (size_t i = 0; i < count; i++) {
            const incident *item = &incidents->items[begin + i];
            ground[i] = item->has_position ? item->position : (lonlat){(double)NAN, (double)NAN};
            ground[i].lon_deg -= 360 * floor((ground[i].lon_deg + 180) / 360);
        }
        projection_forward(projection, ground, stock->at + begin, count);
    }
    *out = stock;
}

void scene_stock_free(scene_stock *stock)
{
    if (!stock) return;
    incident_features_dispose(&stock->features);
    for (size_t i = 0; i < stock->class_count; i++) look_classes_dispose(&stock->classes[i]);
    free(stock->classes);
    free(stock->order);
    free(stock->at);
    free(stock);
}
