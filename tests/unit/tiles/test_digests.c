#include "tiles/digests.h"

#include "unit/unit.h"

#include <string.h>

static const digest_key key = {{0x0123456789abcdef, 0xfedcba9876543210}};

/** Cells of three zooms, one of them the deepest there is. */
static void write_some(strbuf *out)
{
    digest_writer w = {0};
    digest_writer_add(&w, 0, 0, 11);
    for (uint64_t i = 0; i < 300; i++) digest_writer_add(&w, 5, 3 * i + (i > 150), UINT64_MAX - i);
    digest_writer_add(&w, 22, (UINT64_C(1) << 44) - 1, 13);
    digest_writer_finish(&w, key, out);
    digest_writer_dispose(&w);
}

START_TEST(what_is_written_is_read)
{
    strbuf bytes = {0};
    write_some(&bytes);
    digest_table table;
    ck_assert(digest_table_read(&table, &bytes));
    ck_assert_mem_eq(&table.key, &key, sizeof key);
    uint64_t number;
    ck_assert(digest_table_find(&table, 0, 0, &number));
    ck_assert_uint_eq(number, 11);
    for (uint64_t i = 0; i < 300; i++) {
        ck_assert(digest_table_find(&table, 5, 3 * i + (i > 150), &number));
        ck_assert_uint_eq(number, UINT64_MAX - i);
    }
    ck_assert(digest_table_find(&table, 22, (UINT64_C(1) << 44) - 1, &number));
    ck_assert_uint_eq(number, 13);
    ck_assert(!digest_table_find(&table, 5, 1023, &number));
    ck_assert(!digest_table_find(&table, 5, 1, &number));
    ck_assert(!digest_table_find(&table, 5, 453, &number));
    ck_assert(!digest_table_find(&table, 4, 0, &number));
    ck_assert(!digest_table_find(&table, 6, 0, &number));
    ck_assert(!digest_table_find(&table, -1, 0, &number));
    ck_assert(!digest_table_find(&table, 23, 0, &number));
    digest_table_dispose(&table);
    strbuf_dispose(&bytes);
}
END_TEST

START_TEST(an_empty_table_is_one)
{
    strbuf bytes = {0};
    digest_writer w = {0};
    digest_writer_finish(&w, key, &bytes);
    digest_table table;
    uint64_t number;
    ck_assert(digest_table_read(&table, &bytes));
    ck_assert(!digest_table_find(&table, 0, 0, &number));
    digest_table_dispose(&table);
    strbuf_dispose(&bytes);
}
END_TEST

START_TEST(cut_short_it_is_none_or_has_whole_zooms)
{
    strbuf bytes = {0};
    write_some(&bytes);
    digest_table table;
    int whole = 0;
    for (size_t length = 0; length < bytes.length; length++) {
        strbuf cut = {bytes.data, length, 0};
        if (!digest_table_read(&table, &cut)) continue;
        whole++;
        ck_assert_uint_eq(table.ends[TILES_ZOOM_MAX], table.ends[4] + (length > 100 ? 300 : 0));
        digest_table_dispose(&table);
    }
    // Behind the key, behind zoom 0, behind zoom 5.
    ck_assert_int_eq(whole, 3);
    strbuf_dispose(&bytes);
}
END_TEST

START_TEST(damage_does_no_harm)
{
    strbuf bytes = {0};
    write_some(&bytes);
    digest_table table;
    for (size_t at = 0; at < bytes.length; at++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[at] ^= (char)(1 << bit);
            if (digest_table_read(&table, &bytes)) {
                for (int zoom = 0; zoom <= TILES_ZOOM_MAX; zoom++) {
                    size_t begin = zoom ? table.ends[zoom - 1] : 0;
                    if (table.ends[zoom] < begin)
                        ck_abort_msg("byte %zu: zoom %d ends before it begins", at, zoom);
                    for (size_t i = begin; i < table.ends[zoom]; i++)
                        if (table.entries[i].hilbert >> (2 * zoom) ||
                            (i > begin && table.entries[i].hilbert <= table.entries[i - 1].hilbert))
                            ck_abort_msg("byte %zu: entry %zu is out of order", at, i);
                }
                digest_table_dispose(&table);
            }
            bytes.data[at] ^= (char)(1 << bit);
        }
    strbuf_dispose(&bytes);
}
END_TEST

START_TEST(a_tile_s_number_follows_from_both_hashes)
{
    const uint64_t a[2] = {5, 6}, b[2] = {7, 6};
    ck_assert_uint_ne(digest_of_tile(1, a), digest_of_tile(1, b));
    ck_assert_uint_ne(digest_of_tile(1, a), digest_of_tile(2, a));
    ck_assert_uint_ne(digest_of_tile(1, a), digest_of_tile(1, NULL));
}
END_TEST

UNIT_MAIN("tiles/digests", what_is_written_is_read, an_empty_table_is_one,
          cut_short_it_is_none_or_has_whole_zooms, damage_does_no_harm,
          a_tile_s_number_follows_from_both_hashes)
