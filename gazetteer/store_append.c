/** @file Adding a source to a store that is there already. */
#include "gazetteer/store.h"
#include "gazetteer/store_write.h"

#include <string.h>

// As at the building of a store. Pages are written in order: a small cache does.
static const char *const setup = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;"
                                 "PRAGMA locking_mode=EXCLUSIVE; BEGIN;";

static gaz_status failed(store_writer *w, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE,
                    "the gazetteer cannot be written: %s; free some space and try again",
                    w->db ? sqlite3_errmsg(w->db) : "SQLite cannot open it");
}

/** Runs a statement with up to two texts and a number bound; @p out gets the first column of the first row.
 */
static gaz_status run(store_writer *w, const char *sql, const char *a, const char *b, int64_t number,
                      int64_t *out, gaz_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(w->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        int count = sqlite3_bind_parameter_count(statement);
        if (count >= 1) sqlite3_bind_int64(statement, 1, number);
        if (count >= 2) sqlite3_bind_text(statement, 2, a, -1, SQLITE_STATIC);
        if (count >= 3) sqlite3_bind_text(statement, 3, b, -1, SQLITE_STATIC);
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW && out) *out = sqlite3_column_int64(statement, 0);
    }
    gaz_status status = code == SQLITE_ROW || code == SQLITE_DONE ? GAZ_OK : failed(w, err);
    sqlite3_finalize(statement);
    return status;
}

gaz_status store_append_begin(store_writer *out, const char *path, gaz_error *err)
{
    *out = (store_writer){0};
    out->fold = fold_tools_new();
    if (!out->fold) return gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while importing");
    gaz_status status = GAZ_OK;
    if (sqlite3_open_v2(path, &out->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(out->db, setup, NULL, NULL, NULL) != SQLITE_OK)
        status = failed(out, err);
    if (status == GAZ_OK) status = store_write_prepare(out, path, err);
    if (status != GAZ_OK) store_write_drop(out);
    return status;
}

/** Takes out what an earlier version of the source brought; its names go when the new ones come. */
static gaz_status drop_places(store_writer *w, int64_t source, gaz_error *err)
{
    // They were written in one go, and so have numbers in a row.
    int64_t begin = 0, last = 0;
    gaz_status status = run(w, "SELECT min(fid) FROM place WHERE source=?1", NULL, NULL, source, &begin, err);
    if (status == GAZ_OK)
        status = run(w, "SELECT max(fid) FROM place WHERE source=?1", NULL, NULL, source, &last, err);
    if (status != GAZ_OK || !last) return status;
    w->gone = (names_range){begin, last + 1};
    // Of the cards, the rows that are wholly theirs; what stays in the first and last, no name leads to.
    char end[32];
    sqlite3_snprintf(sizeof end, end, "%lld", (long long)((last + 1) / CARDS_SPAN));
    status = run(w, "DELETE FROM " CARDS_TABLE " WHERE fid>=?1 AND fid<CAST(?2 AS INTEGER)", end, NULL,
                 (begin + CARDS_SPAN - 1) / CARDS_SPAN, NULL, err);
    static const char *const statements[] = {
        "DELETE FROM shape WHERE fid IN (SELECT shape FROM place WHERE source=?1)",
        "DELETE FROM place WHERE source=?1",
    };
    for (size_t i = 0; status == GAZ_OK && i < sizeof statements / sizeof *statements; i++)
        status = run(w, statements[i], NULL, NULL, source, NULL, err);
    return status;
}

gaz_status store_append_source(store_writer *w, const gaz_import_source *from, int *source, gaz_error *err)
{
    int64_t known = 0;
    gaz_status status = run(w,
                            "SELECT fid FROM source WHERE name=?2 AND ?1=0 AND EXISTS"
                            " (SELECT 1 FROM gazetteer_meta WHERE key=?3||?2)",
                            from->name, "import:", 0, &known, err);
    if (status == GAZ_OK && known) {
        status = drop_places(w, known, err);
        if (status == GAZ_OK)
            status = run(w, "UPDATE source SET version=?2,licence=?3 WHERE fid=?1", from->version,
                         from->licence, known, NULL, err);
        if (status == GAZ_OK)
            status = run(w, "UPDATE source SET attribution=?2 WHERE fid=?1", from->attribution, NULL, known,
                         NULL, err);
        *source = (int)known;
    } else if (status == GAZ_OK) {
        status =
            store_write_source(w, from->name, from->version, from->licence, from->attribution, source, err);
    }
    if (status == GAZ_OK)
        status = run(w, "INSERT OR REPLACE INTO gazetteer_meta SELECT 'import:'||?2,?3 WHERE ?1=0",
                     from->name, from->key, 0, NULL, err);
    return status;
}

gaz_status store_append_finish(store_writer *w, int source, int64_t *names, gaz_error *err)
{
    gaz_status status = store_write_tables(w, names, err);
    char name_count[32], place_count[32];
    sqlite3_snprintf(sizeof name_count, name_count, "%lld", (long long)*names);
    sqlite3_snprintf(sizeof place_count, place_count, "%lld", (long long)w->place_count);
    if (status == GAZ_OK)
        status = run(w,
                     "UPDATE source SET name_count=CAST(?2 AS INTEGER),place_count=CAST(?3 AS INTEGER)"
                     " WHERE fid=?1",
                     name_count, place_count, source, NULL, err);
    if (status == GAZ_OK) status = run(w, "COMMIT", NULL, NULL, 0, NULL, err);
    store_write_drop(w);
    return status;
}
