#include "scene/stock.h"

#include "scene/order.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

/** Incidents on their way to where they are on the map. */
typedef struct {
    const incident_set *incidents;
    const projection *projection;
    projxy *at;
} placing;

static void *place_all(void *context)
{
    const placing *p = context;
    enum { CHUNK = 1024 };
    lonlat ground[CHUNK];
    for (size_t begin = 0; begin < p->incidents->count; begin += CHUNK) {
        size_t count = p->incidents->count - begin < CHUNK ? p->incidents->count - begin : CHUNK;
        for (size_t i = 0; i < count; i++) {
            const incident *item = &p->incidents->items[begin + i];
            ground[i] = item->has_position ? item->position : (lonlat){(double)NAN, (double)NAN};
            ground[i].lon_deg -= 360 * floor((ground[i].lon_deg + 180) / 360);
        }
        projection_forward(p->projection, ground, p->at + begin, count);
    }
    return NULL;
}

void scene_stock_make(scene_stock **out, const incident_set *incidents, const projection *projection,
                      const style *style, const char *by, const char *size_by, bool in_thread)
{
    scene_stock *stock = mem_calloc(1, sizeof *stock);
    stock->at = mem_alloc(incidents->count * sizeof *stock->at);
    placing work = {incidents, projection, stock->at};
    pthread_t thread;
    in_thread = in_thread && pthread_create(&thread, NULL, place_all, &work) == 0;
    if (!in_thread) place_all(&work);
    incident_features_open(&stock->features, incidents, by, size_by);
    stock->order = incident_order(incidents);
    stock->class_count = style_layer_count(style);
    stock->classes = mem_calloc(stock->class_count, sizeof *stock->classes);
    if (in_thread) pthread_join(thread, NULL);
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
