#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One page run: small enough that a short run stays small, large enough that a million rows need a few
// thousand.
#define ARENA_BLOCK_BYTES ((size_t)64 * 1024)

struct arena_block {
    arena_block *next;
    alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void mem_exhausted(size_t size)
{
    fprintf(stderr,
            "incmap: out of memory (%zu bytes asked for); use a smaller range or a machine with more\n",
            size);
    abort();
}

void *mem_alloc(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block) mem_exhausted(size);
    return block;
}

void *mem_calloc(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size ? size : 1);
    if (!block) mem_exhausted(count * size);
    return block;
}

void *mem_realloc(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) mem_exhausted(SIZE_MAX);
    void *moved = realloc(block, bytes ? bytes : 1);
    if (!moved) mem_exhausted(bytes);
    return moved;
}

char *mem_strdup(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(mem_alloc(bytes), text, bytes);
}

void *mem_grow(void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity) return items;
    *capacity = *capacity ? *capacity * 2 : 8;
    return mem_realloc(items, *capacity, item_size);
}

void *arena_alloc(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t bytes = (size + align - 1) & ~(align - 1);
    if (bytes < size) mem_exhausted(size);
    if (!a->blocks || bytes > a->capacity_bytes - a->used_bytes) {
        size_t capacity = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;
        arena_block *block = mem_alloc(sizeof *block + capacity);
        block->next = a->blocks;
        a->blocks = block;
        a->capacity_bytes = capacity;
        a->used_bytes = 0;
    }
    void *memory = a->blocks->bytes + a->used_bytes;
    a->used_bytes += bytes;
    return memory;
}

char *arena_strndup(arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

const char *arena_cut(arena *a, const char *text, size_t bytes_max)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    if (strlen(text) <= bytes_max) return text;
    size_t length = bytes_max;
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    char *copy = arena_alloc(a, length + sizeof ellipsis);
    memcpy(copy, text, length);
    memcpy(copy + length, ellipsis, sizeof ellipsis);
    return copy;
}

void arena_dispose(arena *a)
{
    for (arena_block *block = a->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *a = (arena){0};
}

// FNV-1a, 64 bit (Fowler, Noll, Vo; http://www.isthe.com/chongo/tech/comp/fnv/).
static uint64_t hash_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}

static const char **pool_slot(const char **slots, size_t capacity, const char *text)
{
    size_t i = hash_text(text) & (capacity - 1);
    while (slots[i] && strcmp(slots[i], text) != 0) i = (i + 1) & (capacity - 1);
    return &slots[i];
}

const char *strpool_intern(strpool *pool, const char *text)
{
    if (!text) return NULL;
    if (pool->count * 2 >= pool->capacity) {
        size_t capacity = pool->capacity ? pool->capacity * 2 : 64;
        const char **slots = mem_calloc(capacity, sizeof *slots);
        for (size_t i = 0; i < pool->capacity; i++)
            if (pool->slots[i]) *pool_slot(slots, capacity, pool->slots[i]) = pool->slots[i];
        free(pool->slots);
        pool->slots = slots;
        pool->capacity = capacity;
    }
    const char **slot = pool_slot(pool->slots, pool->capacity, text);
    if (!*slot) {
        *slot = arena_strdup(pool->memory, text);
        pool->count++;
    }
    return *slot;
}

void strpool_dispose(strpool *pool)
{
    free(pool->slots);
    pool->slots = NULL;
    pool->count = pool->capacity = 0;
}
