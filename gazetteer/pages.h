/**
 * @file
 * Rows of the store's packed tables, read where they lie in the file: what SQLite calls a table B-tree, of
 * rows that are a number and a blob (https://www.sqlite.org/fileformat2.html, sections 1.3 to 2.1). SQLite
 * finds such a row in 4000 instructions, of which nearly all go into starting, stepping and ending a
 * statement and into the copy of the row; this takes 1000, and a name asks for half a dozen rows.
 *
 * For files that nobody changes, as the store is opened (SQLite's "immutable"). Reading never goes beyond the
 * file, whatever its bytes say.
 */
#ifndef GAZETTEER_PAGES_H
#define GAZETTEER_PAGES_H

#include "gazetteer/scope.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct pages_nodes pages_nodes;
/** A file in memory. */
typedef struct {
    const unsigned char *bytes; ///< NULL: none
    size_t size;
    uint32_t page_bytes, usable_bytes; ///< of a page; the rest of it is not SQLite's
    pages_nodes *nodes;                ///< see pages_keep_nodes; NULL: none are kept
} pages;

/** Maps a file. False, and an empty @p out, where it cannot be read or is no SQLite database. */
bool pages_map(pages *out, const char *path);
/** Ends what pages_map began. Zeroed ones are fine. */
void pages_unmap(pages *p);
/** The same of bytes that are the caller's. */
bool pages_view(pages *out, const void *bytes, size_t size);
/**
 * From now on the numbers of inner pages are unpacked when they are first met and kept, 4 kB each, which
 * makes of a search's 1000 instructions 400. Not for several threads at once any more. Exhausted memory only
 * makes it slower.
 */
void pages_keep_nodes(pages *p);
/** Drops what is kept; pages_unmap does so as well. */
void pages_drop_nodes(pages *p);

typedef enum { PAGES_NONE, PAGES_FOUND, PAGES_DAMAGED } pages_result;
typedef enum { PAGES_SAME, PAGES_SAME_OR_BEFORE } pages_wanted;

/** The blob of a row: in place, good as long as the pages are; one that spans pages is joined in the scope.
 */
typedef struct {
    const unsigned char *bytes;
    size_t length;
} pages_row;

/**
 * The row of this number, or the one with the largest number up to it, in the table whose B-tree begins at
 * page @p root.
 */
pages_result pages_find(const pages *p, uint32_t root, int64_t number, pages_wanted wanted, scope *s,
                        pages_row *out);
/** Whether a row lies in the pages, and not in a scope. */
static inline bool pages_hold(const pages *p, const pages_row *row)
{
    return (uintptr_t)row->bytes - (uintptr_t)p->bytes < p->size;
}

#endif
