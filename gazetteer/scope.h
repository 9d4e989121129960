/**
 * @file
 * What the work on one phrase, or one import, owns: memory and GEOS geometries that live and die together.
 *
 * Exhaustion of memory jumps to the trap that the entry point has set, so that the code between has no
 * half-made results to carry about; the entry point disposes of the scope and reports GAZ_ERROR_MEMORY.
 */
#ifndef GAZETTEER_SCOPE_H
#define GAZETTEER_SCOPE_H

#include <geos_c.h>
#include <setjmp.h>
#include <stddef.h>

typedef struct scope_block scope_block;

/** Zero it, set geos where geometries will be owned, and set the trap before the first allocation. */
typedef struct {
    scope_block *blocks;
    unsigned char *room;               ///< the newest block's bytes, or what was lent; NULL: none yet
    size_t used_bytes, capacity_bytes; ///< of room
    GEOSContextHandle_t geos;
    GEOSGeometry **geometries;
    size_t geometry_count, geometry_capacity;
    jmp_buf trap; ///< set with setjmp by the entry point: where exhausted memory goes
} scope;

/**
 * Memory of the caller's, aligned for any type, that is used before any of the scope's own: what is small
 * needs no other. For a zeroed scope; it stays the caller's, and lives until scope_dispose.
 */
void scope_lend(scope *s, void *bytes, size_t size);
/** Memory aligned for any type, zeroed; lives until scope_dispose. */
void *scope_alloc(scope *s, size_t size);
/** The same, not zeroed: for what is filled at once. */
void *scope_take(scope *s, size_t size);
char *scope_strndup(scope *s, const char *text, size_t length);
char *scope_strdup(scope *s, const char *text);
char *scope_printf(scope *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Texts one behind the other: an eighth of the time of scope_printf, for what is made at every name. */
char *scope_join(scope *s, const char *const *parts, size_t count);
#define SCOPE_JOIN(s, ...)                                                                                   \
    scope_join((s), (const char *const[]){__VA_ARGS__},                                                      \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/** Room for one more element in a growing array that lives in the scope, not zeroed; used through SCOPE_PUSH.
 */
void *scope_grow(scope *s, void *items, size_t count, size_t *capacity, size_t item_size);
#define SCOPE_PUSH(s, items, count, capacity, item)                                                          \
    do {                                                                                                     \
        (items) = scope_grow((s), (items), (count), &(capacity), sizeof *(items));                           \
        (items)[(count)++] = (item);                                                                         \
    } while (0)

/** Hands a geometry to the scope and returns it. NULL (GEOS failed) stays NULL. */
GEOSGeometry *scope_own(scope *s, GEOSGeometry *geometry);
/** Frees all but the newest block, which is kept for the next use, and destroys the geometries. */
void scope_reset(scope *s);
void scope_dispose(scope *s);

#endif
