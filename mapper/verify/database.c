#include "verify/database.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// Steps of SQLite's machine between two looks at the count, and in all. A tile takes about a hundred, its
// share of the integrity check among them, so this is enough for ten million tiles.
#define STEPS_AT_ONCE 100000
#define STEPS_MAX     INT64_C(1000000000)

static int count_steps(void *context)
{
    database *d = context;
    d->steps_left -= STEPS_AT_ONCE;
    return d->steps_left < 0;
}

incmap_status database_open(database *out, const char *path, verify_report *report, incmap_error *err)
{
    *out = (database){.report = report, .steps_left = STEPS_MAX};
    if (sqlite3_open_v2(path, &out->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", path, sqlite3_errmsg(out->db));
    sqlite3_db_config(out->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(out->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_progress_handler(out->db, STEPS_AT_ONCE, count_steps, out);
    return INCMAP_OK;
}

void database_close(database *d)
{
    sqlite3_close(d->db);
    *d = (database){0};
}

const char *database_text(sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? text : "";
}

sqlite3_stmt *database_prepare(database *d, const char *what, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(d->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        verify_fault(d->report, "%s: %s", what, sqlite3_errmsg(d->db));
    return stmt;
}

bool database_next(database *d, sqlite3_stmt *stmt, const char *what)
{
    if (!stmt) return false;
    int result = sqlite3_step(stmt);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) verify_fault(d->report, "%s: %s", what, sqlite3_errmsg(d->db));
    return false;
}

int64_t database_number(database *d, const char *what, const char *sql)
{
    sqlite3_stmt *stmt = database_prepare(d, what, sql);
    int64_t number = database_next(d, stmt, what) ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_finalize(stmt);
    return number;
}

/** A file shorter than its pages: what is missing of the last one SQLite takes for zeros. */
static void verify_length(database *d)
{
    unsigned char header[100];
    FILE *file = fopen(sqlite3_db_filename(d->db, "main"), "rb");
    struct stat st;
    // Its numbers are of 16 and 32 bits, the highest first (https://www.sqlite.org/fileformat.html, 1.3).
    if (file && fread(header, sizeof header, 1, file) == 1 && fstat(fileno(file), &st) == 0) {
        uint64_t page_bytes = (uint64_t)header[16] << 8 | header[17], page_count = 0;
        if (page_bytes == 1) page_bytes = 65536;
        for (int i = 28; i < 32; i++) page_count = page_count << 8 | header[i];
        // Writers before SQLite 3.7 left the count behind, as these two numbers then tell.
        bool is_count_valid = memcmp(header + 24, header + 92, 4) == 0;
        verify_that(d->report, !is_count_valid || (uint64_t)st.st_size >= page_bytes * page_count,
                    "file: has %lld bytes, not the %llu that its header says; it is cut short",
                    (long long)st.st_size, (unsigned long long)(page_bytes * page_count));
    }
    if (file) fclose(file);
}

void database_verify_integrity(database *d)
{
    verify_length(d);
    sqlite3_stmt *stmt = database_prepare(d, "integrity", "PRAGMA integrity_check(20)");
    while (database_next(d, stmt, "integrity")) {
        const char *finding = database_text(stmt, 0);
        if (strcmp(finding, "ok") != 0) verify_fault(d->report, "integrity: %s", finding);
    }
    sqlite3_finalize(stmt);
    stmt = database_prepare(d, "references", "PRAGMA foreign_key_check");
    while (database_next(d, stmt, "references"))
        verify_fault(d->report, "table %s: row %lld refers to nothing in %s", database_text(stmt, 0),
                     (long long)sqlite3_column_int64(stmt, 1), database_text(stmt, 2));
    sqlite3_finalize(stmt);
}

void database_verify_tiles(database *d, verifier *v, sqlite3_stmt *stmt, const char *what)
{
    while (database_next(d, stmt, what)) {
        char where[96];
        bool is_numbered = true;
        for (int i = 0; i < 3; i++) is_numbered &= sqlite3_column_type(stmt, i) == SQLITE_INTEGER;
        snprintf(where, sizeof where, "%s/%s/%s", database_text(stmt, 0), database_text(stmt, 1),
                 database_text(stmt, 2));
        if (!verify_that(d->report, is_numbered, "tile %s: its zoom, column and row are not whole numbers",
                         where))
            continue;
        int64_t zoom = sqlite3_column_int64(stmt, 0), col = sqlite3_column_int64(stmt, 1),
                row = sqlite3_column_int64(stmt, 2);
        const void *bytes = sqlite3_column_blob(stmt, 3);
        verify_tile(v, zoom, col, row, bytes, (size_t)sqlite3_column_bytes(stmt, 3), where);
    }
}
