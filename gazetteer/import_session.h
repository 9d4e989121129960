/** @file What the importers of a user's data share: an open import, seen from inside. */
#ifndef GAZETTEER_IMPORT_SESSION_H
#define GAZETTEER_IMPORT_SESSION_H

#include "gazetteer/store.h"
#include "gazetteer/store_write.h"

struct gaz_import {
    char *store_path, *temp_path;
    int lock;               ///< descriptor of the temporary file, which is locked; -1: none
    store_session *session; ///< the store as it was
    store_writer writer;
    int source;
    gaz_import_totals totals;
};

/** Where a memory's trap leads to: what an import says that ran out of it. */
gaz_status import_out_of_memory(gaz_error *err);

#endif
