/**
 * @file
 * The journal of a tile run: every tile that was drawn, while the containers are not complete yet, under a
 * name that says what it is (".NAME.incmap-resume"). A run that finds the journal of one that was interrupted
 * takes its tiles over, as far as they are what it would draw itself (digests.h). Losing its end, as in a
 * power failure, does no harm; so it is never synced.
 */
#ifndef INCMAP_TILES_JOURNAL_H
#define INCMAP_TILES_JOURNAL_H

#include "tiles/digests.h"
#include "tiles/reader.h"

typedef struct journal journal;

typedef enum {
    JOURNAL_NEW,    ///< there was none
    JOURNAL_FOUND,  ///< that of an interrupted run is gone on with
    JOURNAL_STALE,  ///< there was one of another key, and it is thrown away
    JOURNAL_LOCKED, ///< another run is at it; there is none for this one
} journal_state;

/**
 * Opens the journal beside the output @p output_path. NULL where another run is at it, or it cannot be
 * written: a run does without. *state says which.
 */
journal *journal_open(const char *output_path, digest_key key, journal_state *state);
/** Where it stands; the journal's own. */
const char *journal_path(const journal *j);
/** Adds a tile; @p image NULL: the cell has no ink. Where it cannot be written, it is given up. */
void journal_add(journal *j, int zoom, uint64_t hilbert, uint64_t number, const void *image, size_t length);
/** Notes that all tiles are drawn and these outputs are about to appear. */
void journal_note_commit(journal *j, uint64_t outputs_hash);
/** Whether the interrupted run had come to that with the same outputs. */
bool journal_was_committing(const journal *j, uint64_t outputs_hash);
/** Removes it: the run has ended, well or not. */
void journal_remove(journal *j);

#endif
