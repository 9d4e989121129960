#include "gazetteer/pages.h"
#include "unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What SQLite writes, SQLite's own answers say how to read.
static sqlite3 *db;
static char path[512];
static scope s;
static uint64_t state;

static uint64_t next_random(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 20;
}

static void run(const char *sql)
{
    char *message = NULL;
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", sql, message);
}

static void begin(const char *pragmas)
{
    state = 7;
    snprintf(path, sizeof path, "%s/tests/pages-%ld", BUILD_DIR, (long)getpid());
    unlink(path);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    run(pragmas);
    run("CREATE TABLE other(a); CREATE TABLE t(fid INTEGER PRIMARY KEY, b BLOB NOT NULL)");
}

static void end(void)
{
    sqlite3_close(db);
    unlink(path);
    scope_dispose(&s);
}

/** Numbers of all lengths and signs, close together and far apart. */
static int64_t some_number(void)
{
    uint64_t bits = next_random() % 63, value = next_random() << 30 ^ next_random();
    int64_t number = (int64_t)(value & (((uint64_t)1 << bits) - 1));
    return next_random() % 4 ? number : -number;
}

static void fill(int rows, size_t longest)
{
    sqlite3_stmt *put = NULL;
    unsigned char *blob = malloc(longest + 1);
    ck_assert_int_eq(sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO t VALUES(?1,?2)", -1, &put, NULL),
                     SQLITE_OK);
    run("BEGIN");
    for (int i = 0; i < rows; i++) {
        // Mostly short, some as long as may be: those go on in other pages.
        size_t length = next_random() % (next_random() % 8 ? longest / 20 + 1 : longest + 1);
        for (size_t k = 0; k < length; k++) blob[k] = (unsigned char)next_random();
        sqlite3_bind_int64(put, 1, some_number());
        sqlite3_bind_blob(put, 2, blob, (int)length, SQLITE_STATIC);
        ck_assert_int_eq(sqlite3_step(put), SQLITE_DONE);
        sqlite3_reset(put);
    }
    run("COMMIT");
    sqlite3_finalize(put);
    free(blob);
}

static uint32_t root_of(const char *table)
{
    sqlite3_stmt *query = NULL;
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_master WHERE name=?1", -1, &query, NULL),
        SQLITE_OK);
    sqlite3_bind_text(query, 1, table, -1, SQLITE_STATIC);
    ck_assert_int_eq(sqlite3_step(query), SQLITE_ROW);
    uint32_t root = (uint32_t)sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return root;
}

static void check_number(const pages *p, uint32_t root, sqlite3_stmt *same, sqlite3_stmt *before,
                         int64_t number)
{
    sqlite3_stmt *const queries[] = {[PAGES_SAME] = same, [PAGES_SAME_OR_BEFORE] = before};
    for (pages_wanted wanted = PAGES_SAME; wanted <= PAGES_SAME_OR_BEFORE; wanted++) {
        sqlite3_stmt *query = queries[wanted];
        pages_row row;
        sqlite3_bind_int64(query, 1, number);
        bool there = sqlite3_step(query) == SQLITE_ROW;
        ck_assert_int_eq(pages_find(p, root, number, wanted, &s, &row), there ? PAGES_FOUND : PAGES_NONE);
        if (there) {
            ck_assert_uint_eq(row.length, (size_t)sqlite3_column_bytes(query, 0));
            if (row.length) ck_assert_mem_eq(row.bytes, sqlite3_column_blob(query, 0), row.length);
        }
        sqlite3_reset(query);
    }
    scope_reset(&s);
}

/** Every row, its neighbours, and numbers drawn at random. */
static void check_each(bool keeps_nodes)
{
    pages p;
    const uint32_t root = root_of("t");
    ck_assert(pages_map(&p, path));
    if (keeps_nodes) pages_keep_nodes(&p);
    sqlite3_stmt *same = NULL, *before = NULL, *all = NULL;
    ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT b FROM t WHERE fid=?1", -1, &same, NULL), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, "SELECT b FROM t WHERE fid<=?1 ORDER BY fid DESC LIMIT 1", -1, &before, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT fid FROM t", -1, &all, NULL), SQLITE_OK);
    while (sqlite3_step(all) == SQLITE_ROW)
        for (int64_t step = -1; step <= 1; step++) {
            int64_t number = sqlite3_column_int64(all, 0);
            if (number > INT64_MIN + 1 && number < INT64_MAX)
                check_number(&p, root, same, before, number + step);
        }
    for (int i = 0; i < 2000; i++) check_number(&p, root, same, before, some_number());
    check_number(&p, root, same, before, INT64_MIN);
    check_number(&p, root, same, before, INT64_MAX);
    sqlite3_finalize(same);
    sqlite3_finalize(before);
    sqlite3_finalize(all);
    pages_unmap(&p);
    ck_assert_ptr_null(p.bytes);
    ck_assert_ptr_null(p.nodes);
}

static void check_all(void)
{
    check_each(false);
    check_each(true);
}

START_TEST(rows_are_those_that_sqlite_finds)
{
    static const struct {
        const char *pragmas;
        int rows;
        size_t longest;
    } files[] = {
        {"PRAGMA page_size=512", 3000, 700},
        {"PRAGMA page_size=4096", 4000, 1400},
        {"PRAGMA page_size=4096", 500, 60000},
        {"PRAGMA page_size=65536", 2000, 100000},
        {"PRAGMA page_size=1024; PRAGMA auto_vacuum=FULL", 2000, 3000},
        {"PRAGMA encoding='UTF-16'", 300, 300},
        {"PRAGMA page_size=4096", 0, 1},
        {"PRAGMA page_size=4096", 1, 4061},
    };
    if (setjmp(s.trap)) ck_abort();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        begin(files[i].pragmas);
        fill(files[i].rows, files[i].longest);
        check_all();
        // Gaps, moved cells, and numbers between pages that no row has any more.
        run("DELETE FROM t WHERE abs(fid)%3=1");
        check_all();
        run("DELETE FROM t WHERE fid>1000");
        check_all();
        end();
    }
}
END_TEST

START_TEST(lengths_about_the_edge_of_a_page)
{
    if (setjmp(s.trap)) ck_abort();
    // A payload of the usable size less 35 just fits; the record's head takes three or four bytes of it.
    begin("PRAGMA page_size=1024");
    run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3200)"
        " INSERT INTO t SELECT i,randomblob(i) FROM n WHERE i BETWEEN 900 AND 1100 OR i BETWEEN 1900 AND 2200"
        " OR i>3000");
    check_all();
    end();
}
END_TEST

START_TEST(what_is_no_database_is_refused)
{
    pages p;
    static const char *const names[] = {"/dev/null", "/nowhere/at/all", "/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert(!pages_map(&p, names[i]));
        ck_assert_ptr_null(p.bytes);
        pages_unmap(&p);
    }
    unsigned char header[512] = "SQLite format 3";
    static const struct {
        unsigned page_bytes, reserved;
        bool good;
    } heads[] = {{512, 0, true},  {512, 32, true},  {512, 33, false}, {1, 255, true},
                 {256, 0, false}, {1000, 0, false}, {0, 0, false},    {32768, 8, true}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        header[16] = (unsigned char)(heads[i].page_bytes >> 8);
        header[17] = (unsigned char)heads[i].page_bytes;
        header[20] = (unsigned char)heads[i].reserved;
        ck_assert_msg(pages_view(&p, header, sizeof header) == heads[i].good, "%zu", i);
        ck_assert(!pages_view(&p, header, 99));
    }
    header[3] = 'x';
    ck_assert(!pages_view(&p, header, sizeof header));
}
END_TEST

static unsigned char *read_all(size_t *size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

START_TEST(damage_is_noticed_or_harmless)
{
    if (setjmp(s.trap)) ck_abort();
    begin("PRAGMA page_size=512");
    fill(400, 2000);
    const uint32_t root = root_of("t");
    size_t size, damaged = 0;
    unsigned char *whole = read_all(&size);
    for (int round = 0; round < 3000; round++) {
        // Memory of its own, so that what reads beyond it is caught.
        size_t length = round % 3 ? size : next_random() % (size + 1);
        unsigned char *bytes = malloc(length + 1);
        memcpy(bytes, whole, length);
        for (uint64_t flips = next_random() % 60; length > 100 && flips; flips--)
            bytes[100 + next_random() % (length - 100)] = (unsigned char)next_random();
        pages p, kept;
        const bool is_view = pages_view(&p, bytes, length);
        kept = p;
        pages_keep_nodes(&kept);
        for (int i = 0; is_view && i < 10; i++) {
            pages_row row, same;
            const uint32_t from = i ? root : (uint32_t)next_random();
            const int64_t number = some_number();
            const pages_wanted wanted = i % 2 ? PAGES_SAME : PAGES_SAME_OR_BEFORE;
            pages_result result = pages_find(&p, from, number, wanted, &s, &row);
            damaged += result == PAGES_DAMAGED;
            unsigned sum = 0;
            for (size_t k = 0; result == PAGES_FOUND && k < row.length; k++) sum += row.bytes[k];
            ck_assert_uint_le(sum, 255 * size);
            ck_assert_uint_le(row.length, size);
            ck_assert_int_eq(pages_find(&kept, from, number, wanted, &s, &same), result);
            if (result == PAGES_FOUND) {
                ck_assert_uint_eq(same.length, row.length);
                if (row.length) ck_assert_mem_eq(same.bytes, row.bytes, row.length);
            }
        }
        pages_drop_nodes(&kept);
        free(bytes);
        scope_reset(&s);
    }
    ck_assert_uint_gt(damaged, 1000);
    free(whole);
    end();
}
END_TEST

START_TEST(a_tree_that_bites_its_tail_ends)
{
    if (setjmp(s.trap)) ck_abort();
    begin("PRAGMA page_size=512");
    fill(400, 20);
    const uint32_t root = root_of("t");
    size_t size;
    unsigned char *bytes = read_all(&size);
    unsigned char *page = bytes + (size_t)(root - 1) * 512;
    ck_assert_int_eq(page[0], 5);
    // Its last child is the page itself; likewise all the others.
    const unsigned cells = (unsigned)page[3] << 8 | page[4];
    for (unsigned i = 0; i <= cells; i++) {
        unsigned at = i == cells ? 8 : (unsigned)page[12 + 2 * i] << 8 | page[13 + 2 * i];
        for (int k = 0; k < 4; k++) page[at + (unsigned)k] = (unsigned char)(root >> (24 - 8 * k));
    }
    pages p;
    pages_row row;
    ck_assert(pages_view(&p, bytes, size));
    for (int round = 0; round < 2; round++) {
        ck_assert_int_eq(pages_find(&p, root, INT64_MAX, PAGES_SAME, &s, &row), PAGES_DAMAGED);
        ck_assert_int_eq(pages_find(&p, root, 5, PAGES_SAME_OR_BEFORE, &s, &row), PAGES_DAMAGED);
        ck_assert_int_eq(pages_find(&p, root, INT64_MIN, PAGES_SAME_OR_BEFORE, &s, &row), PAGES_DAMAGED);
        pages_keep_nodes(&p);
    }
    pages_drop_nodes(&p);
    free(bytes);
    end();
}
END_TEST

UNIT_MAIN("gazetteer/pages", rows_are_those_that_sqlite_finds, lengths_about_the_edge_of_a_page,
          what_is_no_database_is_refused, damage_is_noticed_or_harmless, a_tree_that_bites_its_tail_ends)
