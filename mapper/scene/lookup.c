#include "scene/lookup.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

// After this many, looks that were found again less often than half of the time are no longer remembered.
#define PATIENCE 4096

void look_cache_open(look_cache *cache, incident_features *features)
{
    cache->features = features;
}

static void forget(look_cache *cache)
{
    free(cache->keys);
    free(cache->looks);
    free(cache->slots);
    cache->keys = NULL;
    cache->looks = NULL;
    cache->slots = NULL;
    cache->count = cache->capacity = cache->slot_capacity = 0;
}

void look_cache_dispose(look_cache *cache)
{
    forget(cache);
    *cache = (look_cache){0};
}

static void note_field(look_cache *cache, int field)
{
    for (int i = 0; i < cache->field_count; i++)
        if (cache->fields[i] == field) return;
    if (cache->field_count == LOOKUP_FIELDS_MAX) {
        cache->is_off = true;
        return;
    }
    cache->fields[cache->field_count++] = field;
    cache->has_grown = true;
}

static bool get_property(void *context, const char *name, value *out)
{
    look_cache *cache = context;
    int field = feature_field(cache->features, name);
    if (field == FIELD_NONE) return false;
    if (!cache->is_off) note_field(cache, field);
    *out = feature_value(cache->features, cache->item, field);
    return true;
}

style_feature look_feature(look_cache *cache, size_t item, geom_kind kind)
{
    cache->item = item;
    return (style_feature){
        cache, get_property, kind == GEOM_POLYGON ? "Polygon" : "Point", {.kind = VALUE_NULL}};
}

static void make_key(const look_cache *cache, size_t item, uint64_t *key)
{
    uint64_t kinds = 0;
    for (int i = 0; i < cache->field_count; i++) {
        feature_key part = feature_value_key(cache->features, item, cache->fields[i]);
        key[i] = part.bits;
        kinds |= (uint64_t)part.kind << (4 * i);
    }
    key[cache->field_count] = kinds;
}

static uint32_t *find_slot(const look_cache *cache, uint32_t *slots, size_t capacity, const uint64_t *key)
{
    const size_t words = (size_t)cache->field_count + 1;
    size_t slot = XXH3_64bits(key, words * sizeof *key) & (capacity - 1);
    while (slots[slot] && memcmp(cache->keys + (slots[slot] - 1) * words, key, words * sizeof *key) != 0)
        slot = (slot + 1) & (capacity - 1);
    return &slots[slot];
}

static void remember(look_cache *cache, const uint64_t *key, paint_look look)
{
    const size_t words = (size_t)cache->field_count + 1;
    if (cache->count * 2 >= cache->slot_capacity) {
        size_t capacity = cache->slot_capacity ? cache->slot_capacity * 2 : 64;
        uint32_t *slots = mem_calloc(capacity, sizeof *slots);
        for (size_t i = 0; i < cache->count; i++)
            *find_slot(cache, slots, capacity, cache->keys + i * words) = (uint32_t)i + 1;
        free(cache->slots);
        cache->slots = slots;
        cache->slot_capacity = capacity;
    }
    if (cache->count == cache->capacity) {
        cache->capacity = cache->capacity ? cache->capacity * 2 : 64;
        cache->keys = mem_realloc(cache->keys, cache->capacity, words * sizeof *cache->keys);
        cache->looks = mem_realloc(cache->looks, cache->capacity, sizeof *cache->looks);
    }
    memcpy(cache->keys + cache->count * words, key, words * sizeof *key);
    cache->looks[cache->count] = look;
    *find_slot(cache, cache->slots, cache->slot_capacity, key) = (uint32_t)++cache->count;
}

paint_look look_cache_get(look_cache *cache, paint_box *box, const style_layer *layer, size_t item,
                          geom_kind kind)
{
    uint64_t key[LOOKUP_FIELDS_MAX + 1];
    style_feature feature = look_feature(cache, item, kind);
    if (cache->is_off) return paint_evaluate(box, layer, &feature, kind);

    make_key(cache, item, key);
    cache->asked++;
    if (cache->count) {
        uint32_t slot = *find_slot(cache, cache->slots, cache->slot_capacity, key);
        if (slot) {
            cache->found++;
            return cache->looks[slot - 1];
        }
    }
    if (cache->asked > PATIENCE && cache->found * 2 < cache->asked) {
        cache->is_off = true;
        forget(cache);
    }
    cache->has_grown = false;
    paint_look look = paint_evaluate(box, layer, &feature, kind);
    if (cache->is_off) {
        forget(cache);
    } else {
        // What was remembered says nothing of a property that was not known to be read.
        if (cache->has_grown) {
            forget(cache);
            make_key(cache, item, key);
        }
        remember(cache, key, look);
    }
    return look;
}
