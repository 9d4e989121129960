#include "tiles/sqlite_parts.h"

#include <stddef.h>

bool sqlite_put_digests(sqlite3 *db, const strbuf *digests)
{
    sqlite3_stmt *stmt = NULL;
    bool done = sqlite3_exec(db, "CREATE TABLE " SQLITE_DIGESTS_TABLE " (digests BLOB NOT NULL)", NULL, NULL,
                             NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "INSERT INTO " SQLITE_DIGESTS_TABLE " VALUES (?1)", -1, &stmt, NULL) ==
                    SQLITE_OK &&
                sqlite3_bind_blob64(stmt, 1, digests->data, digests->length, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(stmt) == SQLITE_DONE;
    return sqlite3_finalize(stmt) == SQLITE_OK && done;
}

bool sqlite_take_blob(sqlite3_stmt *stmt, strbuf *out)
{
    bool found = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) == SQLITE_BLOB;
    const void *bytes = found ? sqlite3_column_blob(stmt, 0) : NULL;
    if (bytes) strbuf_append(out, bytes, (size_t)sqlite3_column_bytes(stmt, 0));
    sqlite3_reset(stmt);
    return bytes != NULL;
}

bool sqlite_take_digests(sqlite3 *db, strbuf *out)
{
    sqlite3_stmt *stmt = NULL;
    bool found =
        sqlite3_prepare_v2(db, "SELECT digests FROM " SQLITE_DIGESTS_TABLE, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite_take_blob(stmt, out);
    sqlite3_finalize(stmt);
    return found;
}
