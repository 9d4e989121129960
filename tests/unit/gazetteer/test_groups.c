#include "gazetteer/groups.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** The row of hash ?1. */
#define GROUPS_FIND(table) "SELECT groups FROM " table " WHERE fid<=?1 ORDER BY fid DESC LIMIT 1"

#define NAMES 700
#define MARKS 64

static uint32_t random_state = 3;

static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)random_state * below >> 32);
}

/**
 * What the table should hold: for each name a number of marks. A record is one mark; the body is the marks;
 * a mark of '-' empties the group before it is written.
 */
static char expected[NAMES][MARKS + 1];
static size_t padding[NAMES]; ///< bytes by which a name's body is longer: some fill rows, some several pages

typedef struct {
    packer body;
    size_t name_number;
    bool drops_odd;
} marks;

static size_t number_of(const char *name, size_t length)
{
    char text[32];
    snprintf(text, sizeof text, "%.*s", (int)length, name);
    return (size_t)atol(strchr(text, '#') + 1);
}

static void begin(void *context, const char *name, size_t length, unpacker old)
{
    marks *m = context;
    m->name_number = number_of(name, length);
    m->body.length = 0;
    size_t there = (size_t)(old.end - old.at);
    if (there) pack_bytes(&m->body, old.at, there - padding[m->name_number]);
}

static void add(void *context, const unsigned char *bytes, size_t length)
{
    marks *m = context;
    ck_assert_uint_eq(length, 1);
    if (*bytes == '-')
        m->body.length = 0;
    else
        pack_bytes(&m->body, bytes, length);
}

static gaz_status end(void *context, packer *body, gaz_error *err)
{
    (void)err;
    marks *m = context;
    if (!m->body.length || (m->drops_odd && m->name_number % 2)) return GAZ_OK;
    pack_bytes(body, m->body.bytes, m->body.length);
    for (size_t i = 0; i < padding[m->name_number]; i++) pack_bytes(body, ".", 1);
    return GAZ_OK;
}

static size_t name_of(size_t number, char out[32])
{
    return (size_t)snprintf(out, 32, "%.*s#%zu", (int)(number % 7), "abcdefg", number);
}

static void check_table(sqlite3 *db)
{
    sqlite3_stmt *find = NULL;
    ck_assert_int_eq(sqlite3_prepare_v2(db, GROUPS_FIND("t"), -1, &find, NULL), SQLITE_OK);
    for (size_t i = 0; i < NAMES + 50; i++) {
        char name[32];
        size_t length = name_of(i, name);
        unpacker body;
        sqlite3_bind_int64(find, 1, groups_hash(name, length));
        bool found = sqlite3_step(find) == SQLITE_ROW &&
                     groups_find(sqlite3_column_blob(find, 0), (size_t)sqlite3_column_bytes(find, 0), name,
                                 length, &body);
        ck_assert_msg(found == (i < NAMES && *expected[i]), "%s", name);
        if (found) {
            ck_assert_uint_eq((size_t)(body.end - body.at), strlen(expected[i]) + padding[i]);
            ck_assert_mem_eq(body.at, expected[i], strlen(expected[i]));
        }
        sqlite3_reset(find);
    }
    sqlite3_finalize(find);
}

static void merge(sqlite3 *db, size_t records, bool drops_odd)
{
    gaz_error err = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/tests/groups-%ld", BUILD_DIR, (long)getpid());
    runs *sorted = runs_new(path, 2000);
    for (size_t i = 0; i < records; i++) {
        size_t number = random_below(NAMES);
        char name[32], mark = random_below(20) ? '*' : '-';
        // Marks of one merge arrive sorted, '*' before '-'.
        if (strchr(expected[number], '\n') || strlen(expected[number]) >= MARKS - 2) continue;
        size_t length = name_of(number, name);
        ck_assert_int_eq(groups_add(sorted, name, length, &mark, 1, &err), GAZ_OK);
        strcat(expected[number], mark == '-' ? "\n" : "*");
    }
    marks m = {.drops_odd = drops_odd};
    const groups_merger merger = {&m, begin, add, end, drops_odd};
    ck_assert_int_eq(runs_sort(sorted, &err), GAZ_OK);
    ck_assert_msg(groups_merge(db, "t", sorted, &merger, &err) == GAZ_OK, "%s", err.message);
    for (size_t i = 0; i < NAMES; i++)
        if (strchr(expected[i], '\n') || (drops_odd && i % 2)) *expected[i] = '\0';
    runs_free(sorted);
    packer_dispose(&m.body);
    check_table(db);
}

START_TEST(a_table_holds_what_was_merged_into_it)
{
    for (size_t i = 0; i < NAMES; i++) {
        padding[i] = i % 50 == 0 ? 9000 : random_below(90);
        *expected[i] = '\0';
    }
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, GROUPS_CREATE("t"), NULL, NULL, NULL), SQLITE_OK);
    check_table(db);
    merge(db, 0, false);
    merge(db, 0, true);
    merge(db, 1, false);
    merge(db, 3000, false);
    merge(db, 5, false);
    merge(db, 800, false);
    merge(db, 100, true);
    merge(db, 2000, false);
    merge(db, 0, true);
    sqlite3_close(db);
}
END_TEST

START_TEST(damaged_rows_hold_nothing)
{
    packer row = {0};
    pack_text(&row, "abc", 3);
    pack_number(&row, 4);
    pack_bytes(&row, "body", 4);
    unpacker body;
    ck_assert(groups_find(row.bytes, row.length, "abc", 3, &body));
    ck_assert_mem_eq(body.at, "body", 4);
    ck_assert(!groups_find(row.bytes, row.length, "ab", 2, &body));
    for (size_t length = 0; length < row.length; length++) {
        unsigned char *cut = malloc(length + 1);
        memcpy(cut, row.bytes, length);
        ck_assert(!groups_find(cut, length, "abc", 3, &body));
        free(cut);
    }
    for (size_t at = 0; at < row.length; at++)
        for (int value = 0; value < 256; value++) {
            unsigned char *changed = malloc(row.length);
            memcpy(changed, row.bytes, row.length);
            changed[at] = (unsigned char)value;
            if (groups_find(changed, row.length, "abc", 3, &body))
                ck_assert(body.end <= changed + row.length);
            free(changed);
        }
    packer_dispose(&row);
}
END_TEST

START_TEST(a_damaged_table_is_refused)
{
    sqlite3 *db = NULL;
    gaz_error err = {0};
    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, GROUPS_CREATE("t") "INSERT INTO t VALUES(0,x'0361')", NULL, NULL, NULL),
                     SQLITE_OK);
    char path[512];
    snprintf(path, sizeof path, "%s/tests/groups-%ld", BUILD_DIR, (long)getpid());
    runs *sorted = runs_new(path, 2000);
    groups_add(sorted, "#1", 2, "*", 1, &err);
    marks m = {0};
    const groups_merger merger = {&m, begin, add, end, false};
    runs_sort(sorted, &err);
    ck_assert_int_eq(groups_merge(db, "t", sorted, &merger, &err), GAZ_ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.message, "damaged"));
    runs_free(sorted);
    packer_dispose(&m.body);
    sqlite3_close(db);
}
END_TEST

UNIT_MAIN("gazetteer/groups", a_table_holds_what_was_merged_into_it, damaged_rows_hold_nothing,
          a_damaged_table_is_refused)
