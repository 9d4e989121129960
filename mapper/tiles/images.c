#include "tiles/images.h"

#include "base/arena.h"

#include <stdlib.h>
#include <xxhash.h>

void image_hash(uint64_t out[2], const void *bytes, size_t length)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    out[0] = hash.high64;
    out[1] = hash.low64;
}

struct image_entry {
    uint64_t hash[2];
    size_t index_plus_1; ///< 0: free
};

static struct image_entry *find_slot(struct image_entry *slots, size_t capacity, const uint64_t hash[2])
{
    size_t i = (size_t)hash[0] & (capacity - 1);
    while (slots[i].index_plus_1 && (slots[i].hash[0] != hash[0] || slots[i].hash[1] != hash[1]))
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

size_t image_table_find(image_table *table, const uint64_t hash[2], bool *is_new)
{
    if (table->count * 2 >= table->capacity) {
        size_t capacity = table->capacity ? table->capacity * 2 : 1024;
        struct image_entry *slots = mem_calloc(capacity, sizeof *slots);
        for (size_t i = 0; i < table->capacity; i++)
            if (table->slots[i].index_plus_1)
                *find_slot(slots, capacity, table->slots[i].hash) = table->slots[i];
        free(table->slots);
        table->slots = slots;
        table->capacity = capacity;
    }
    struct image_entry *slot = find_slot(table->slots, table->capacity, hash);
    *is_new = slot->index_plus_1 == 0;
    if (*is_new) *slot = (struct image_entry){{hash[0], hash[1]}, ++table->count};
    return slot->index_plus_1 - 1;
}

void image_table_dispose(image_table *table)
{
    free(table->slots);
    *table = (image_table){0};
}
