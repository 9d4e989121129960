/** @file Answers to phrases that come again: tables name one town in many rows. */
#ifndef INCMAP_CLI_ANSWER_CACHE_H
#define INCMAP_CLI_ANSWER_CACHE_H

#include "gazetteer/gazetteer.h"

// A table's towns of a month; an answer holds a few hundred kilobytes at most, mostly two.
#define ANSWER_CACHE_SLOTS 1024

/** Zero it before use. One slot a hash: a phrase of the same hash takes the place of the one before. */
typedef struct {
    struct {
        char *key;
        gaz_answer *answer;
    } slots[ANSWER_CACHE_SLOTS];
} answer_cache;

/**
 * The slot of a key: its answer, or NULL for the caller to fill in. What another key left there is freed. An
 * answer is the cache's until its slot is asked for another key.
 */
gaz_answer **answer_cache_slot(answer_cache *cache, const char *key);
/** Frees all answers. */
void answer_cache_clear(answer_cache *cache);

#endif
