#include "scene/lookup.h"

#include <stdlib.h>
#include <string.h>

// After this many, looks that were found again less often than half of the time are no longer remembered.
#define PATIENCE 4096

void look_cache_open(look_cache *cache, incident_features *features, look_classes *classes)
{
    cache->features = features;
    cache->classes = classes ? classes : &cache->own;
}

static void forget(look_classes *classes)
{
    value_table_dispose(&classes->keys);
    free(classes->class_of);
    classes->class_of = NULL;
}

void look_classes_dispose(look_classes *classes)
{
    forget(classes);
    *classes = (look_classes){0};
}

void look_cache_dispose(look_cache *cache)
{
    look_classes_dispose(&cache->own);
    free(cache->looks);
    *cache = (look_cache){0};
}

static void note_field(look_cache *cache, int field)
{
    look_classes *classes = cache->classes;
    for (int i = 0; i < classes->field_count; i++)
        if (classes->fields[i] == field) return;
    // What was remembered says nothing of a property that was not known to be read.
    forget(classes);
    if (cache->look_count) memset(cache->looks, 0, cache->look_count * sizeof *cache->looks);
    cache->has_grown = true;
    if (classes->field_count == LOOKUP_FIELDS_MAX)
        classes->is_off = true;
    else
        classes->fields[classes->field_count++] = field;
}

static bool get_property(void *context, const char *name, value *out)
{
    look_cache *cache = context;
    int field = feature_field(cache->features, name);
    if (field == FIELD_NONE) return false;
    if (!cache->classes->is_off) note_field(cache, field);
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
    const look_classes *classes = cache->classes;
    uint64_t kinds = 0;
    for (int i = 0; i < classes->field_count; i++) {
        feature_key part = feature_value_key(cache->features, item, classes->fields[i]);
        key[i] = part.bits;
        kinds |= (uint64_t)part.kind << (4 * i);
    }
    key[classes->field_count] = kinds;
}

/** The look of an incident's class. NULL where looks are no longer remembered. */
static known_look *find_look(look_cache *cache, size_t item)
{
    look_classes *classes = cache->classes;
    if (classes->is_off) return NULL;
    if (!classes->class_of)
        classes->class_of = mem_calloc(cache->features->set->count, sizeof *classes->class_of);
    uint32_t *class_of = &classes->class_of[item];
    if (!*class_of) {
        uint64_t key[LOOKUP_FIELDS_MAX + 1];
        make_key(cache, item, key);
        classes->keys.item_size = ((size_t)classes->field_count + 1) * sizeof *key;
        const size_t known = classes->keys.count;
        const uint32_t number = value_table_add(&classes->keys, key);
        *class_of = number + 1;
        classes->asked++;
        classes->found += number < known;
        if (classes->asked > PATIENCE && classes->found * 2 < classes->asked) {
            classes->is_off = true;
            forget(classes);
            return NULL;
        }
    }
    if (*class_of > cache->look_count) {
        size_t count = classes->keys.capacity;
        cache->looks = mem_realloc(cache->looks, count, sizeof *cache->looks);
        memset(cache->looks + cache->look_count, 0, (count - cache->look_count) * sizeof *cache->looks);
        cache->look_count = count;
    }
    return &cache->looks[*class_of - 1];
}

paint_look look_cache_get(look_cache *cache, paint_box *box, const style_layer *layer, size_t item,
                          geom_kind kind)
{
    style_feature feature = look_feature(cache, item, kind);
    known_look *known = find_look(cache, item);
    if (known && known->is_known) return known->look;
    cache->has_grown = false;
    paint_look look = paint_evaluate(box, layer, &feature, kind);
    if (cache->has_grown) known = find_look(cache, item);
    if (known) *known = (known_look){look, true};
    return look;
}
