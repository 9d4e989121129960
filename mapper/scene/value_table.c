#include "scene/value_table.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static uint32_t *find_slot(const value_table *table, uint32_t *slots, size_t capacity, const void *item)
{
    size_t i = XXH3_64bits(item, table->item_size) & (capacity - 1);
    while (slots[i] && memcmp(table->items + (slots[i] - 1) * table->item_size, item, table->item_size) != 0)
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

uint32_t value_table_add(value_table *table, const void *item)
{
    if (table->count * 2 >= table->slot_capacity) {
        size_t capacity = table->slot_capacity ? table->slot_capacity * 2 : 32;
        uint32_t *slots = mem_calloc(capacity, sizeof *slots);
        for (size_t i = 0; i < table->count; i++)
            *find_slot(table, slots, capacity, table->items + i * table->item_size) = (uint32_t)i + 1;
        free(table->slots);
        table->slots = slots;
        table->slot_capacity = capacity;
    }
    uint32_t *slot = find_slot(table, table->slots, table->slot_capacity, item);
    if (!*slot) {
        table->items = mem_grow(table->items, table->count, &table->capacity, table->item_size);
        memcpy(table->items + table->count * table->item_size, item, table->item_size);
        *slot = (uint32_t)++table->count;
    }
    return *slot - 1;
}

void value_table_dispose(value_table *table)
{
    free(table->items);
    free(table->slots);
    *table = (value_table){0};
}
