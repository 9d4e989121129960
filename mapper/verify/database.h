/** @file A SQLite database of unknown origin, opened to be looked at. */
#ifndef INCMAP_VERIFY_DATABASE_H
#define INCMAP_VERIFY_DATABASE_H

#include "verify/parts.h"

#include <sqlite3.h>

typedef struct {
    sqlite3 *db;
    verify_report *report;
    int64_t steps_left; ///< until statements are broken off: views can be made to run for ever
} database;

/** Opens for reading alone; the database is the caller's also on failure, to be closed. */
incmap_status database_open(database *out, const char *path, verify_report *report, incmap_error *err);
void database_close(database *d);

/** Looks at the file's length and at SQLite's own pages and references: faults are said. */
void database_verify_integrity(database *d);
/** Prepares a statement; NULL, and a fault said about @p what, where the database does not have it. */
sqlite3_stmt *database_prepare(database *d, const char *what, const char *sql);
/** The next row; at the end, or after a fault, which is said, false. */
bool database_next(database *d, sqlite3_stmt *stmt, const char *what);
/** The first number of the first row; -1 where there is none. */
int64_t database_number(database *d, const char *what, const char *sql);
/** A column's text, "" where it is NULL; the statement's own until it goes on. */
const char *database_text(sqlite3_stmt *stmt, int column);
/** Looks at the tiles that a statement gives: zoom, column, row from the north, image. */
void database_verify_tiles(database *d, verifier *v, sqlite3_stmt *stmt, const char *what);

#endif
