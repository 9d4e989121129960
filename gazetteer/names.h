/**
 * @file
 * The names in the store, as its two tables of groups keep them: by key, the places that have a name of this
 * key; by skeleton, the keys that have it.
 */
#ifndef GAZETTEER_NAMES_H
#define GAZETTEER_NAMES_H

#include "gazetteer/fold.h"
#include "gazetteer/groups.h"

#define NAMES_TABLE     "name_key"
#define SKELETONS_TABLE "name_skeleton"

/** A name of a place, within the group of its key. */
typedef struct {
    int64_t place;
    unsigned prominence; ///< 100 times the logarithm of its weight
    char country[2];     ///< of the place; NULs where it has none or several
    const char *plain;   ///< plain key of the spelling; not terminated
    size_t plain_length;
} name_entry;

unsigned name_prominence(double weight);
double name_weight(unsigned prominence);

/** The next entry of a group's body, the most prominent first; false at the end. @p entry is that before, or
 * zeroed. */
bool names_next(unpacker *body, name_entry *entry);
/** The next key of a skeleton's body, in alphabetical order, not terminated; false at the end. */
bool names_next_key(unpacker *body, const char **key, size_t *length);

/** Adds a name for names_merge. */
gaz_status names_add(runs *to, const folded *keys, const name_entry *entry, gaz_error *err);

/** Places of numbers [begin, end) whose names go; zeroed: none. */
typedef struct {
    int64_t begin, end;
} names_range;

/**
 * Brings names into a store's tables. @p temp_path: where a file may be made for a while. *added is the
 * number of those that were not there; @p count, where not NULL, is called for each of them.
 */
typedef struct {
    sqlite3 *db;
    const char *temp_path;
    names_range gone;
    void (*count)(void *context, int64_t place);
    void *count_context;
} names_request;
gaz_status names_merge(const names_request *request, runs *names, int64_t *added, gaz_error *err);

#endif
