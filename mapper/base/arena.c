#include "base/arena.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// One page run: small enough that a short run stays small, large enough that a million rows need a few
// thousand.
#define ARENA_BLOCK_BYTES ((size_t)64 * 1024)

struct arena_block {
    arena_block *next;
    alignas(max_align_t) unsigned char bytes[];
};

static void (*clean_up)(void);

void mem_on_exhausted(void (*function)(void))
{
    clean_up = function;
}

static _Noreturn void mem_exhausted(size_t size)
{
    // The first thread speaks and ends the process; others wait for that.
    static atomic_flag is_ending = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&is_ending)) pause();
    char asked[48] = "";
    if (size) snprintf(asked, sizeof asked, " (%zu bytes asked for)", size);
    fprintf(stderr, "incmap: out of memory%s; use a smaller range or a machine with more\n", asked);
    if (clean_up) clean_up();
    // Exit's own handlers may want memory, too.
    _exit(1);
}

void *mem_checked(void *block)
{
    if (!block) mem_exhausted(0);
    return block;
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

size_t text_cut_length(const char *text, size_t bytes_max)
{
    size_t length = strnlen(text, bytes_max + 1);
    if (length <= bytes_max) return length;
    for (length = bytes_max; length && ((unsigned char)text[length] & 0xc0) == 0x80;) length--;
    return length;
}

const char *arena_cut(arena *a, const char *text, size_t bytes_max)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    const size_t length = text_cut_length(text, bytes_max);
    if (!text[length]) return text;
    char *copy = arena_alloc(a, length + sizeof ellipsis);
    memcpy(copy, text, length);
    memcpy(copy + length, ellipsis, sizeof ellipsis);
    return copy;
}

void arena_clear(arena *a)
{
    if (!a->blocks) return;
    arena_block *kept = a->blocks;
    size_t capacity_bytes = a->capacity_bytes;
    a->blocks = kept->next;
    arena_dispose(a);
    kept->next = NULL;
    *a = (arena){.blocks = kept, .capacity_bytes = capacity_bytes};
}

void arena_dispose(arena *a)
{
    for (arena_block *block = a->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *a = (arena){0};
}

/** Eight bytes at a time: multiplied by an odd number near 2^64 / golden ratio, the upper half folded into
 * the lower. */
static uint32_t hash_text(const char *text, size_t length)
{
    const uint64_t factor = 0x9e3779b97f4a7c15u;
    uint64_t hash = length * factor, word;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, text, length);
    hash = (hash ^ word) * factor;
    return (uint32_t)(hash >> 32);
}

static void grow_pool(strpool *pool)
{
    size_t capacity = pool->capacity ? pool->capacity * 2 : 64;
    const char **slots = mem_calloc(capacity, sizeof *slots);
    uint32_t *hashes = mem_calloc(capacity, sizeof *hashes);
    for (size_t i = 0; i < pool->capacity; i++) {
        if (!pool->slots[i]) continue;
        size_t to = pool->hashes[i] & (capacity - 1);
        while (slots[to]) to = (to + 1) & (capacity - 1);
        slots[to] = pool->slots[i];
        hashes[to] = pool->hashes[i];
    }
    free(pool->slots);
    free(pool->hashes);
    pool->slots = slots;
    pool->hashes = hashes;
    pool->capacity = capacity;
}

const char *strpool_intern(strpool *pool, const char *text)
{
    if (!text) return NULL;
    if (pool->count * 2 >= pool->capacity) grow_pool(pool);
    size_t length = strlen(text);
    uint32_t hash = hash_text(text, length);
    size_t i = hash & (pool->capacity - 1);
    while (pool->slots[i] && (pool->hashes[i] != hash || strcmp(pool->slots[i], text) != 0))
        i = (i + 1) & (pool->capacity - 1);
    if (!pool->slots[i]) {
        pool->slots[i] = arena_strndup(pool->memory, text, length);
        pool->hashes[i] = hash;
        pool->count++;
    }
    return pool->slots[i];
}

void strpool_dispose(strpool *pool)
{
    free(pool->slots);
    free(pool->hashes);
    pool->slots = NULL;
    pool->hashes = NULL;
    pool->count = pool->capacity = 0;
}
