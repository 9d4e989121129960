/**
 * @file
 * A look-up table from names to bytes within SQLite: groups (a name and what stands for it), ordered by the
 * hash of their names, packed into rows of a third of a page. The row of a name is found by one search for a
 * number, and adding a sorted million of groups touches each row once; a row for each name takes three times
 * the room and five times the time.
 *
 * A row's number is the least hash that may stand in it; the first row's is 0. Within it, a group is its name
 * (pack_text), the length of its body (pack_number) and the body.
 */
#ifndef GAZETTEER_GROUPS_H
#define GAZETTEER_GROUPS_H

#include "gazetteer/pack.h"
#include "gazetteer/runs.h"

#include <sqlite3.h>

/** Hash of a name, 62 bits (XXH3). */
int64_t groups_hash(const char *name, size_t length);

/** SQL that makes an empty table. @p table is a literal. */
#define GROUPS_CREATE(table) "CREATE TABLE " table "(fid INTEGER PRIMARY KEY, groups BLOB NOT NULL);"

/** The body of a group in a row, in place; false where the row has none of this name. */
bool groups_find(const void *row, size_t row_length, const char *name, size_t name_length, unpacker *body);

/** Adds a record for groups_merge: what @p bytes is to the group of this name is for the merger to say. */
gaz_status groups_add(runs *to, const char *name, size_t name_length, const void *bytes, size_t length,
                      gaz_error *err);

/**
 * How groups change. For each that is touched: begin with its old body (empty: it is new), add for each
 * record, in the order of their bytes, end. What end writes is the new body; nothing: the group goes.
 */
typedef struct {
    void *context;
    void (*begin)(void *context, const char *name, size_t name_length, unpacker old_body);
    void (*add)(void *context, const unsigned char *bytes, size_t length);
    gaz_status (*end)(void *context, packer *body, gaz_error *err);
    bool touches_all; ///< also groups that no record is for
} groups_merger;

/** Brings sorted records (runs_sort) into a table. */
gaz_status groups_merge(sqlite3 *db, const char *table, runs *records, const groups_merger *merger,
                        gaz_error *err);

#endif
