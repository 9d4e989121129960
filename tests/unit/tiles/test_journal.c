#include "tiles/journal.h"

#include "scene/index.h"
#include "unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const digest_key key = {{1, 2}}, other_key = {{1, 3}};

static char folder[] = "/tmp/incmap-journal-XXXXXX";
static char output[64], journal_name[64];

static void enter_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(output, sizeof output, "%s/x.mbtiles", folder);
    snprintf(journal_name, sizeof journal_name, "%s/.x.mbtiles.incmap-resume", folder);
}

static void leave_folder(void)
{
    unlink(journal_name);
    ck_assert_int_eq(rmdir(folder), 0);
}

static journal *open_as(journal_state expected, digest_key with)
{
    journal_state state;
    journal *j = journal_open(output, with, &state);
    ck_assert_int_eq(state, expected);
    return j;
}

/** As a kill leaves it: the file stays, the lock goes. What is not written yet is lost. */
static void kill_run(journal *j)
{
    strbuf bytes = {0};
    FILE *f = fopen(journal_path(j), "rb");
    strbuf_reserve(&bytes, 1 << 20);
    strbuf_advance(&bytes, fread(bytes.data, 1, 1 << 20, f));
    fclose(f);
    journal_remove(j);
    f = fopen(journal_name, "wb");
    fwrite(bytes.data, 1, bytes.length, f);
    fclose(f);
    strbuf_dispose(&bytes);
}

static void add_some(journal *j)
{
    journal_add(j, 0, 0, 100, "zero", 4);
    journal_add(j, 3, 5, 105, "five", 4);
    journal_add(j, 3, 6, 106, NULL, 0);
    journal_add(j, 3, 9, 109, "nine!", 5);
    journal_note_commit(j, 77);
}

static bool has(tile_reader *reader, int zoom, uint64_t hilbert, const char *text)
{
    uint32_t col, row;
    hilbert_to_cell(zoom, hilbert, &col, &row);
    strbuf bytes = {0};
    bool found = reader_journal.tile(reader, zoom, col, row, &bytes) && bytes.length == strlen(text) &&
                 memcmp(bytes.data, text, bytes.length) == 0;
    strbuf_dispose(&bytes);
    return found;
}

START_TEST(what_an_interrupted_run_drew_is_found)
{
    enter_folder();
    journal *j = open_as(JOURNAL_NEW, key);
    add_some(j);
    kill_run(j);
    j = open_as(JOURNAL_FOUND, key);
    ck_assert(journal_was_committing(j, 77));
    ck_assert(!journal_was_committing(j, 78));
    tile_reader *reader = reader_journal.open(journal_name);
    ck_assert_ptr_nonnull(reader);
    ck_assert(has(reader, 0, 0, "zero") && has(reader, 3, 5, "five") && has(reader, 3, 9, "nine!"));
    ck_assert(!has(reader, 3, 6, "") && !has(reader, 3, 4, "five") && !has(reader, 2, 5, "five"));
    strbuf bytes = {0};
    digest_table table;
    uint64_t number;
    ck_assert(reader_journal.digests(reader, &bytes) && digest_table_read(&table, &bytes));
    ck_assert_mem_eq(&table.key, &key, sizeof key);
    ck_assert(digest_table_find(&table, 3, 6, &number) && number == 106);
    digest_table_dispose(&table);
    strbuf_dispose(&bytes);
    reader_journal.close(reader);

    // The run that goes on adds to it; of two tiles of one cell the later one counts.
    journal_add(j, 3, 20, 120, "twenty", 6);
    journal_add(j, 3, 5, 205, "FIVE", 4);
    journal_note_commit(j, 1);
    kill_run(j);
    reader = reader_journal.open(journal_name);
    ck_assert(has(reader, 0, 0, "zero") && has(reader, 3, 20, "twenty") && has(reader, 3, 5, "FIVE"));
    reader_journal.close(reader);
    j = open_as(JOURNAL_FOUND, key);
    journal_remove(j);
    ck_assert_int_ne(access(journal_name, F_OK), 0);
    leave_folder();
}
END_TEST

START_TEST(of_another_key_it_is_thrown_away)
{
    enter_folder();
    journal *j = open_as(JOURNAL_NEW, other_key);
    add_some(j);
    kill_run(j);
    j = open_as(JOURNAL_STALE, key);
    ck_assert(!journal_was_committing(j, 77));
    tile_reader *reader = reader_journal.open(journal_name);
    ck_assert(!has(reader, 0, 0, "zero"));
    reader_journal.close(reader);
    kill_run(j);
    // Nor is a file that is none.
    FILE *f = fopen(journal_name, "wb");
    fputs("something else altogether, and long enough to be a journal's head and a record", f);
    fclose(f);
    j = open_as(JOURNAL_STALE, key);
    journal_remove(j);
    leave_folder();
}
END_TEST

START_TEST(one_run_at_a_time)
{
    enter_folder();
    journal *j = open_as(JOURNAL_NEW, key);
    ck_assert_ptr_null(open_as(JOURNAL_LOCKED, key));
    ck_assert_int_eq(access(journal_name, F_OK), 0);
    journal_remove(j);
    journal_remove(open_as(JOURNAL_NEW, key));
    leave_folder();
}
END_TEST

START_TEST(cut_anywhere_it_has_the_tiles_before)
{
    enter_folder();
    journal *j = open_as(JOURNAL_NEW, key);
    add_some(j);
    kill_run(j);
    static char whole[4096];
    FILE *f = fopen(journal_name, "rb");
    size_t length = fread(whole, 1, sizeof whole, f);
    fclose(f);
    int tiles_before = 0;
    const size_t head_bytes = 32;
    for (size_t cut = head_bytes; cut <= length; cut++) {
        f = fopen(journal_name, "wb");
        fwrite(whole, 1, cut, f);
        // Blocks that were not written come back as zeros.
        static const char zeros[100];
        if (cut % 2) fwrite(zeros, 1, sizeof zeros, f);
        fclose(f);
        tile_reader *reader = reader_journal.open(journal_name);
        ck_assert_ptr_nonnull(reader);
        int tiles = has(reader, 0, 0, "zero") + has(reader, 3, 5, "five") + has(reader, 3, 9, "nine!");
        reader_journal.close(reader);
        if (cut % 2 == 0) ck_assert_int_ge(tiles, tiles_before);
        if (cut % 2 == 0) tiles_before = tiles;
        // What is added behind the cut is found, too.
        j = open_as(JOURNAL_FOUND, key);
        journal_add(j, 7, 9, 9, "behind", 6);
        journal_note_commit(j, 1);
        reader = reader_journal.open(journal_name);
        ck_assert(has(reader, 7, 9, "behind"));
        reader_journal.close(reader);
        journal_remove(j);
    }
    ck_assert_int_eq(tiles_before, 3);
    leave_folder();
}
END_TEST

START_TEST(where_it_cannot_be_written_it_is_given_up)
{
    enter_folder();
    signal(SIGXFSZ, SIG_IGN);
    journal *j = open_as(JOURNAL_NEW, key);
    struct rlimit before, small = {1000, 0};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    static const char image[4096];
    for (uint64_t i = 0; i < 200; i++) journal_add(j, 8, i, i, image, sizeof image);
    setrlimit(RLIMIT_FSIZE, &before);
    ck_assert_int_ne(access(journal_name, F_OK), 0);
    journal_remove(j);

    // In a folder that is not there, there is none, and that is no failure.
    journal_state state;
    ck_assert_ptr_null(journal_open("/nonexistent/x.mbtiles", key, &state));
    ck_assert_int_eq(state, JOURNAL_NEW);
    leave_folder();
}
END_TEST

UNIT_MAIN("tiles/journal", what_an_interrupted_run_drew_is_found, of_another_key_it_is_thrown_away,
          one_run_at_a_time, cut_anywhere_it_has_the_tiles_before, where_it_cannot_be_written_it_is_given_up)
