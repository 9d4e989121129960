/**
 * @file
 * Names on their way into the store: a thread of its own folds and sorts them while the caller reads and
 * writes places, which takes as long.
 */
#ifndef GAZETTEER_NAME_FEED_H
#define GAZETTEER_NAME_FEED_H

#include "gazetteer/names.h"

typedef struct name_feed name_feed;

/** @p temp_path: where a file may be made for a while. NULL where memory is exhausted. */
name_feed *name_feed_new(const char *temp_path);
/** Ends the thread. NULL does nothing. */
void name_feed_free(name_feed *feed);

/**
 * Adds a name of a place; one that folds to nothing is left out. @p country: two letters, or NULs. A failure
 * may be one of names before.
 */
gaz_status name_feed_add(name_feed *feed, int64_t place, const char country[2], double weight,
                         const char *name, size_t length, gaz_error *err);
/** Waits for all that was added. *names is the feed's, not sorted yet; *count is how many were not left out.
 */
gaz_status name_feed_finish(name_feed *feed, runs **names, int64_t *count, gaz_error *err);

#endif
