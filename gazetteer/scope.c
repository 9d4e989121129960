#include "gazetteer/scope.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// An answer takes 3 to 6 kB, the work on a phrase 10 to 60: blocks begin small and double.
#define BLOCK_BYTES_MIN ((size_t)8 * 1024)
#define BLOCK_BYTES_MAX ((size_t)256 * 1024)

struct scope_block {
    scope_block *older;
    alignas(max_align_t) unsigned char bytes[];
};

static void *obtain(scope *s, size_t size)
{
    void *memory = malloc(size);
    if (!memory) longjmp(s->trap, 1);
    return memory;
}

void scope_lend(scope *s, void *bytes, size_t size)
{
    s->room = bytes;
    s->capacity_bytes = size;
    s->used_bytes = 0;
}

void *scope_take(scope *s, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2) longjmp(s->trap, 1);
    size = (size + align - 1) / align * align;
    if (!s->room || size > s->capacity_bytes - s->used_bytes) {
        size_t capacity = s->blocks ? s->capacity_bytes * 2 : BLOCK_BYTES_MIN;
        if (capacity > BLOCK_BYTES_MAX) capacity = BLOCK_BYTES_MAX;
        if (capacity < size) capacity = size;
        scope_block *block = obtain(s, sizeof *block + capacity);
        block->older = s->blocks;
        s->blocks = block;
        s->room = block->bytes;
        s->capacity_bytes = capacity;
        s->used_bytes = 0;
    }
    void *memory = s->room + s->used_bytes;
    s->used_bytes += size;
    return memory;
}

void *scope_alloc(scope *s, size_t size)
{
    return memset(scope_take(s, size), 0, size);
}

char *scope_strndup(scope *s, const char *text, size_t length)
{
    char *copy = scope_take(s, length + 1);
    if (length) memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *scope_strdup(scope *s, const char *text)
{
    return scope_strndup(s, text, strlen(text));
}

char *scope_printf(scope *s, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    // Into what is left of the block; only what does not fit is written a second time.
    size_t room = s->room ? s->capacity_bytes - s->used_bytes : 0;
    int length = vsnprintf(room ? (char *)s->room + s->used_bytes : NULL, room, format, args);
    size_t size = (size_t)(length < 0 ? 0 : length) + 1;
    char *text = scope_take(s, size);
    if (size > room) vsnprintf(text, size, format, again);
    if (length < 0) *text = '\0';
    va_end(again);
    va_end(args);
    return text;
}

char *scope_join(scope *s, const char *const *parts, size_t count)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++) size += strlen(parts[i]);
    char *text = scope_take(s, size), *at = text;
    for (size_t i = 0; i < count; i++) at = stpcpy(at, parts[i]);
    *at = '\0';
    return text;
}

void *scope_grow(scope *s, void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity) return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    if (larger > SIZE_MAX / 2 / item_size) longjmp(s->trap, 1);
    void *moved = scope_take(s, larger * item_size);
    if (count) memcpy(moved, items, count * item_size);
    *capacity = larger;
    return moved;
}

GEOSGeometry *scope_own(scope *s, GEOSGeometry *geometry)
{
    if (!geometry) return NULL;
    if (s->geometry_count == s->geometry_capacity) {
        size_t larger = s->geometry_capacity ? s->geometry_capacity * 2 : 16;
        GEOSGeometry **moved = realloc(s->geometries, larger * sizeof *moved);
        if (!moved) {
            GEOSGeom_destroy_r(s->geos, geometry);
            longjmp(s->trap, 1);
        }
        s->geometries = moved;
        s->geometry_capacity = larger;
    }
    s->geometries[s->geometry_count++] = geometry;
    return geometry;
}

static void drop_geometries(scope *s)
{
    for (size_t i = 0; i < s->geometry_count; i++) GEOSGeom_destroy_r(s->geos, s->geometries[i]);
    s->geometry_count = 0;
}

static void drop_blocks(scope_block *block)
{
    while (block) {
        scope_block *older = block->older;
        free(block);
        block = older;
    }
}

void scope_reset(scope *s)
{
    drop_geometries(s);
    if (s->blocks) {
        drop_blocks(s->blocks->older);
        s->blocks->older = NULL;
    }
    s->used_bytes = 0;
}

void scope_dispose(scope *s)
{
    drop_geometries(s);
    free(s->geometries);
    drop_blocks(s->blocks);
    s->blocks = NULL;
    s->room = NULL;
    s->geometries = NULL;
    s->geometry_capacity = s->used_bytes = s->capacity_bytes = 0;
}
