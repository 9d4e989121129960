/** @file What MBTiles and GeoPackages share as SQLite databases. */
#ifndef INCMAP_TILES_SQLITE_PARTS_H
#define INCMAP_TILES_SQLITE_PARTS_H

#include "base/strbuf.h"

#include <sqlite3.h>
#include <stdbool.h>

/** Before anything else: no journal and no syncs, for the file is under a temporary name, and synced as a
 * whole before it gets its own. */
#define SQLITE_UNGUARDED                                                                                     \
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"

/** The table of digests: one row, one column of the same name: what digest_writer_finish made. */
#define SQLITE_DIGESTS_TABLE "incmap_digests"

/** Makes the table; false where SQLite cannot, whose message says why. */
bool sqlite_put_digests(sqlite3 *db, const strbuf *digests);
/** Appends what it holds; false where there is none. */
bool sqlite_take_digests(sqlite3 *db, strbuf *out);
/** The first column of a statement's first row, appended, and the statement reset; false where that is no
 * blob. */
bool sqlite_take_blob(sqlite3_stmt *stmt, strbuf *out);

#endif
