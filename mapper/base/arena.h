/**
 * @file
 * Memory that lives and dies together, and growing arrays.
 *
 * Exhaustion of memory is not a status here: the process ends with one line on stderr (mem_exhausted). What
 * is allocated is bounded by the readers' own limits, so this is the machine's trouble and not the input's.
 */
#ifndef INCMAP_BASE_ARENA_H
#define INCMAP_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

/** malloc, calloc and realloc that never return NULL. Free with free(). A product that overflows ends the
 * process. */
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_realloc(void *block, size_t count, size_t size);
char *mem_strdup(const char *text);
/** @p block itself, which a library has allocated; NULL ends the process. */
void *mem_checked(void *block);
/** What is called before a process without memory ends with exit code 1, from whichever thread. */
void mem_on_exhausted(void (*function)(void));

/**
 * Makes room for one more element in a growing array: doubles *capacity when *count has reached it.
 * Used through VEC_PUSH.
 */
void *mem_grow(void *items, size_t count, size_t *capacity, size_t item_size);

/** Appends @p item to the array @p items of @p count elements with room for @p capacity (all lvalues). */
#define VEC_PUSH(items, count, capacity, item)                                                               \
    do {                                                                                                     \
        (items) = mem_grow((items), (count), &(capacity), sizeof *(items));                                  \
        (items)[(count)++] = (item);                                                                         \
    } while (0)

typedef struct arena_block arena_block;

/** An arena: allocate at will, dispose of all at once. Zero it before use. Not for sharing between threads.
 */
typedef struct {
    arena_block *blocks;
    size_t used_bytes;     ///< of the newest block
    size_t capacity_bytes; ///< of the newest block
} arena;

/** Memory aligned for any type, undefined content; lives until arena_dispose. */
void *arena_alloc(arena *a, size_t size);
/** A copy of @p length bytes of @p text, with a NUL behind; lives until arena_dispose. */
char *arena_strndup(arena *a, const char *text, size_t length);
char *arena_strdup(arena *a, const char *text);
/** The length of @p text, or what of @p bytes_max bytes does not cut a UTF-8 character in two. */
size_t text_cut_length(const char *text, size_t bytes_max);
/** @p text itself where it has at most @p bytes_max bytes, else a copy cut there between UTF-8 characters,
 * with "…" behind: how a cell of any length is shown in one line. */
const char *arena_cut(arena *a, const char *text, size_t bytes_max);
/** Empties the arena for other contents and keeps a block of it: cheaper than arena_dispose where that is
 * done often. */
void arena_clear(arena *a);
/** Frees everything and leaves the arena empty and usable. */
void arena_dispose(arena *a);

/** A set of equal strings kept once, in the arena's memory. Zero it, then set .memory. */
typedef struct {
    arena *memory;
    const char **slots;
    uint32_t *hashes; ///< of the slots' texts, so that they need not be looked at
    size_t count, capacity;
} strpool;

/** The one copy of @p text in the pool: equal texts give equal pointers. NULL gives NULL. */
const char *strpool_intern(strpool *pool, const char *text);
/** Frees the table, not the strings, which are the arena's. */
void strpool_dispose(strpool *pool);

#endif
