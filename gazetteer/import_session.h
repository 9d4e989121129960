/** @file What the importers of a user's data share: an open import, seen from inside. */
#ifndef GAZETTEER_IMPORT_SESSION_H
#define GAZETTEER_IMPORT_SESSION_H

#include "gazetteer/store.h"
#include "gazetteer/store_write.h"

// What a user names is spoken of: as with curated places, five times as often as others of its kind.
#define IMPORT_USER_FACTOR 5

/** What a coded archive has said so far; its places are written at the commit. */
typedef struct learner learner;

struct gaz_import {
    char *store_path, *temp_path;
    int lock;               ///< descriptor of the temporary file, which is locked; -1: none
    store_session *session; ///< the store as it was
    store_writer writer;
    learner *learner; ///< NULL: nothing was observed
    int source;
    bool may_name_only; ///< a dump may have nothing but names of units that are there
    gaz_import_totals totals;
};

/** Where a memory's trap leads to: what an import says that ran out of it. */
gaz_status import_out_of_memory(gaz_error *err);

/** Writes the places that the observations make. */
gaz_status learner_write(gaz_import *import, gaz_error *err);
/** NULL does nothing. */
void learner_free(learner *l);

#endif
