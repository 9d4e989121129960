#include "gazetteer/groups.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

// Three rows fill a page of 4096 bytes, heads of the page and of the rows counted. Longer rows take longer to
// search; shorter ones are more.
#define ROW_BYTES_MAX 1340

int64_t groups_hash(const char *name, size_t length)
{
    return (int64_t)(XXH3_64bits(name, length) >> 2);
}

/** Reads a group; false at the end. */
static bool next_group(unpacker *row, const char **name, size_t *name_length, unpacker *body)
{
    if (row->at >= row->end) return false;
    *name = unpack_text(row, name_length);
    size_t length = unpack_number(row);
    const unsigned char *bytes = unpack_bytes(row, length);
    if (!bytes) return false;
    *body = (unpacker){.at = bytes, .end = bytes + length};
    return true;
}

bool groups_find(const void *row, size_t row_length, const char *name, size_t name_length, unpacker *body)
{
    unpacker from = {.at = row, .end = (const unsigned char *)row + row_length};
    const char *there;
    size_t there_length;
    while (next_group(&from, &there, &there_length, body))
        if (there_length == name_length && memcmp(there, name, name_length) == 0) return true;
    return false;
}

gaz_status groups_add(runs *to, const char *name, size_t name_length, const void *bytes, size_t length,
                      gaz_error *err)
{
    unsigned char record[2 + 256 + 1024];
    if (name_length > 255 || length > 1024)
        return gaz_fail(err, GAZ_ERROR_INPUT, "a name of %zu bytes is too long", name_length + length);
    // Groups of one hash lie in the order of their names' lengths and letters; none of these has a NUL.
    record[0] = (unsigned char)name_length;
    memcpy(record + 1, name, name_length);
    memcpy(record + 1 + name_length, bytes, length);
    return runs_add(to, (uint64_t)groups_hash(name, name_length), record, 1 + name_length + length, err);
}

/** A merge on its way through the table. */
typedef struct {
    sqlite3 *db;
    sqlite3_stmt *find, *next, *put, *remove;
    runs *records;
    const groups_merger *merger;
    runs_record record; ///< the one that comes next
    bool has_record;
    packer body, out;
    int64_t row;      ///< number of the row that out becomes
    int64_t out_hash; ///< of the last group in out
    bool put_any;     ///< a row was put since the old one was read
} merge;

static gaz_status failed(merge *m, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE,
                    "the gazetteer cannot be written: %s; free some space and try again",
                    sqlite3_errmsg(m->db));
}

static gaz_status prepare(merge *m, sqlite3_stmt **out, const char *sql, const char *table, gaz_error *err)
{
    char text[256];
    sqlite3_snprintf(sizeof text, text, sql, table);
    return sqlite3_prepare_v3(m->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK
               ? GAZ_OK
               : failed(m, err);
}

static gaz_status step_done(merge *m, sqlite3_stmt *statement, gaz_error *err)
{
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? GAZ_OK : failed(m, err);
}

static gaz_status put_row(merge *m, gaz_error *err)
{
    if (!m->out.length) return GAZ_OK;
    sqlite3_bind_int64(m->put, 1, m->row);
    sqlite3_bind_blob64(m->put, 2, m->out.bytes, m->out.length, SQLITE_STATIC);
    m->out.length = 0;
    m->put_any = true;
    return step_done(m, m->put, err);
}

/** Appends a group to the row in the making; begins another row where that would be too long. */
static gaz_status append_group(merge *m, int64_t hash, const char *name, size_t name_length, const void *body,
                               size_t body_length, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    // Groups of one hash stand in one row.
    if (m->out.length && m->out.length + name_length + body_length + 6 > ROW_BYTES_MAX &&
        hash != m->out_hash) {
        status = put_row(m, err);
        m->row = hash;
    }
    pack_text(&m->out, name, name_length);
    pack_number(&m->out, body_length);
    pack_bytes(&m->out, body, body_length);
    m->out_hash = hash;
    if (status == GAZ_OK && m->out.failed)
        status = gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while writing names");
    return status;
}

static gaz_status next_record(merge *m, gaz_error *err)
{
    return runs_next(m->records, &m->record, &m->has_record, err);
}

/** Sign of the order of a group and of the record's: by hash, length and letters. */
static int compare_to_record(const merge *m, int64_t hash, const char *name, size_t name_length)
{
    if ((uint64_t)hash != m->record.order) return (uint64_t)hash < m->record.order ? -1 : 1;
    size_t record_length = m->record.bytes[0];
    if (name_length != record_length) return name_length < record_length ? -1 : 1;
    return memcmp(name, m->record.bytes + 1, name_length);
}

/** Lets the merger make a group of its old body and the records for it. */
static gaz_status merge_group(merge *m, int64_t hash, const char *name, size_t name_length, unpacker old_body,
                              gaz_error *err)
{
    char own_name[256];
    memcpy(own_name, name, name_length);
    m->merger->begin(m->merger->context, own_name, name_length, old_body);
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && m->has_record && compare_to_record(m, hash, own_name, name_length) == 0) {
        m->merger->add(m->merger->context, m->record.bytes + 1 + name_length,
                       m->record.length - 1 - name_length);
        status = next_record(m, err);
    }
    m->body.length = 0;
    if (status == GAZ_OK) status = m->merger->end(m->merger->context, &m->body, err);
    if (status == GAZ_OK && m->body.failed)
        status = gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while writing names");
    if (status == GAZ_OK && m->body.length)
        status = append_group(m, hash, own_name, name_length, m->body.bytes, m->body.length, err);
    return status;
}

/** Groups that are new and come before the given place. */
static gaz_status merge_new(merge *m, int64_t before_hash, const char *before_name, size_t before_length,
                            gaz_error *err)
{
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && m->has_record &&
           compare_to_record(m, before_hash, before_name, before_length) > 0) {
        int64_t hash = (int64_t)m->record.order;
        status =
            merge_group(m, hash, (const char *)m->record.bytes + 1, m->record.bytes[0], (unpacker){0}, err);
    }
    return status;
}

/** The row that may hold a hash, into malloc'd memory, and where the one behind it begins. */
static gaz_status read_row(merge *m, int64_t hash, packer *row, int64_t *row_end, gaz_error *err)
{
    row->length = 0;
    m->row = 0;
    *row_end = INT64_MAX;
    sqlite3_bind_int64(m->find, 1, hash);
    int code = sqlite3_step(m->find);
    if (code == SQLITE_ROW) {
        m->row = sqlite3_column_int64(m->find, 0);
        const void *bytes = sqlite3_column_blob(m->find, 1);
        pack_bytes(row, bytes, (size_t)sqlite3_column_bytes(m->find, 1));
    }
    sqlite3_reset(m->find);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return failed(m, err);
    sqlite3_bind_int64(m->next, 1, hash);
    code = sqlite3_step(m->next);
    if (code == SQLITE_ROW) *row_end = sqlite3_column_int64(m->next, 0);
    sqlite3_reset(m->next);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return failed(m, err);
    return row->failed ? gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while writing names") : GAZ_OK;
}

/** One row of the table and all records that belong into it. */
static gaz_status merge_row(merge *m, packer *old, int64_t row_end, gaz_error *err)
{
    const int64_t old_row = m->row;
    unpacker from = {.at = old->bytes, .end = old->bytes + old->length}, body;
    const char *name;
    size_t name_length;
    gaz_status status = GAZ_OK;
    m->put_any = false;
    while (status == GAZ_OK && next_group(&from, &name, &name_length, &body)) {
        int64_t hash = groups_hash(name, name_length);
        status = merge_new(m, hash, name, name_length, err);
        if (status != GAZ_OK) break;
        bool has_records = m->has_record && compare_to_record(m, hash, name, name_length) == 0;
        status = has_records || m->merger->touches_all
                     ? merge_group(m, hash, name, name_length, body, err)
                     : append_group(m, hash, name, name_length, body.at, (size_t)(body.end - body.at), err);
    }
    if (status == GAZ_OK && from.broken)
        status = gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer is damaged; build it again");
    while (status == GAZ_OK && m->has_record && m->record.order < (uint64_t)row_end) {
        int64_t hash = (int64_t)m->record.order;
        status =
            merge_group(m, hash, (const char *)m->record.bytes + 1, m->record.bytes[0], (unpacker){0}, err);
    }
    if (status == GAZ_OK) status = put_row(m, err);
    // All its groups went: the row before it is then searched for what it might have held.
    if (status == GAZ_OK && !m->put_any && old->length) {
        sqlite3_bind_int64(m->remove, 1, old_row);
        status = step_done(m, m->remove, err);
    }
    return status;
}

gaz_status groups_merge(sqlite3 *db, const char *table, runs *records, const groups_merger *merger,
                        gaz_error *err)
{
    merge m = {.db = db, .records = records, .merger = merger};
    packer row = {0};
    gaz_status status =
        prepare(&m, &m.find, "SELECT fid,groups FROM %s WHERE fid<=?1 ORDER BY fid DESC LIMIT 1", table, err);
    if (status == GAZ_OK)
        status = prepare(&m, &m.next, "SELECT fid FROM %s WHERE fid>?1 ORDER BY fid LIMIT 1", table, err);
    if (status == GAZ_OK) status = prepare(&m, &m.put, "INSERT OR REPLACE INTO %s VALUES(?1,?2)", table, err);
    if (status == GAZ_OK) status = prepare(&m, &m.remove, "DELETE FROM %s WHERE fid=?1", table, err);
    if (status == GAZ_OK) status = next_record(&m, err);
    int64_t row_end = 0;
    while (status == GAZ_OK && row_end < INT64_MAX && (m.has_record || merger->touches_all)) {
        // Rows that nothing is for are passed over.
        int64_t at = merger->touches_all ? row_end : (int64_t)m.record.order;
        status = read_row(&m, at, &row, &row_end, err);
        if (status == GAZ_OK) status = merge_row(&m, &row, row_end, err);
    }
    sqlite3_stmt *const statements[] = {m.find, m.next, m.put, m.remove};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    packer_dispose(&row);
    packer_dispose(&m.out);
    packer_dispose(&m.body);
    return status;
}
