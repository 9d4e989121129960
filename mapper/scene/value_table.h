/** @file A table of values that keeps equal ones once and numbers them in the order of their first use. */
#ifndef INCMAP_SCENE_VALUE_TABLE_H
#define INCMAP_SCENE_VALUE_TABLE_H

#include <stddef.h>
#include <stdint.h>

/** Zero it, then set item_size. Values are equal when their bytes are: zero a struct whole before filling it
 * in. */
typedef struct {
    size_t item_size;
    unsigned char *items;
    size_t count, capacity;
    uint32_t *slots; ///< item numbers plus one, by hash; 0 is free
    size_t slot_capacity;
} value_table;

/** The number of the value; it is the table's count before the call where the value is new. */
uint32_t value_table_add(value_table *table, const void *item);
void value_table_dispose(value_table *table);

#endif
