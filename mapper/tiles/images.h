/** @file The distinct images of a tile set, by the hash of their bytes. */
#ifndef INCMAP_TILES_IMAGES_H
#define INCMAP_TILES_IMAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The hash by which equal images are known. */
void image_hash(uint64_t out[2], const void *bytes, size_t length);

/** Zero it before use. */
typedef struct {
    struct image_entry *slots;
    size_t count, capacity;
} image_table;

/** Number of the image with this hash, numbered from 0 in the order they first come; *is_new says that it
 * just came. */
size_t image_table_find(image_table *table, const uint64_t hash[2], bool *is_new);
void image_table_dispose(image_table *table);

#endif
