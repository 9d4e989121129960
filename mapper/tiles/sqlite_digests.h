/** @file The table of digests in MBTiles and GeoPackages. */
#ifndef INCMAP_TILES_SQLITE_DIGESTS_H
#define INCMAP_TILES_SQLITE_DIGESTS_H

#include "base/strbuf.h"

#include <sqlite3.h>
#include <stdbool.h>

/** One row, one column of the same name: what digest_writer_finish made. */
#define SQLITE_DIGESTS_TABLE "incmap_digests"

/** Makes the table; false where SQLite cannot, whose message says why. */
bool sqlite_put_digests(sqlite3 *db, const strbuf *digests);
/** Appends what it holds; false where there is none. */
bool sqlite_take_digests(sqlite3 *db, strbuf *out);
/** The first column of a statement's first row, appended, and the statement reset; false where that is no
 * blob. */
bool sqlite_take_blob(sqlite3_stmt *stmt, strbuf *out);

#endif
