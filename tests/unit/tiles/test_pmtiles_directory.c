#include "tiles/pmtiles_directory.h"

#include "tiles/varint.h"
#include "unit/unit.h"

#include <string.h>

START_TEST(numbers_take_seven_bits_a_byte)
{
    const struct {
        uint64_t number;
        size_t bytes;
    } cases[] = {{0, 1}, {127, 1}, {128, 2}, {16383, 2}, {16384, 3}, {UINT32_MAX, 5}, {UINT64_MAX, 10}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf bytes = {0};
        varint_put(&bytes, cases[i].number);
        ck_assert_uint_eq(bytes.length, cases[i].bytes);
        uint64_t number;
        size_t at = 0;
        ck_assert(varint_take(&number, &bytes, &at));
        ck_assert_uint_eq(number, cases[i].number);
        ck_assert_uint_eq(at, bytes.length);
        ck_assert(!varint_take(&number, &bytes, &at));
        strbuf_dispose(&bytes);
    }
    char bytes[12];
    memset(bytes, 0xff, sizeof bytes);
    strbuf endless = {bytes, sizeof bytes, 0};
    uint64_t number;
    size_t at = 0;
    ck_assert(!varint_take(&number, &endless, &at));
}
END_TEST

// The specification's own list of ids.
START_TEST(ids_are_the_specification_s)
{
    ck_assert_uint_eq(pmtiles_id_of(0, 0, 0), 0);
    ck_assert_uint_eq(pmtiles_id_of(1, 0, 0), 1);
    ck_assert_uint_eq(pmtiles_id_of(1, 0, 1), 2);
    ck_assert_uint_eq(pmtiles_id_of(1, 1, 1), 3);
    ck_assert_uint_eq(pmtiles_id_of(1, 1, 0), 4);
    ck_assert_uint_eq(pmtiles_id_of(2, 0, 0), 5);
    ck_assert_uint_eq(pmtiles_id_of(12, 3423, 1763), 19078479);
    int zoom;
    uint32_t col, row;
    ck_assert(pmtiles_place_of(19078479, 30, &zoom, &col, &row));
    ck_assert(zoom == 12 && col == 3423 && row == 1763);
    ck_assert(!pmtiles_place_of(5, 1, &zoom, &col, &row));
    ck_assert(!pmtiles_place_of(UINT64_MAX, 30, &zoom, &col, &row));
}
END_TEST

START_TEST(a_directory_comes_back_and_cut_short_does_not)
{
    const pmtiles_entry entries[] = {{0, 0, 10, 1}, {1, 10, 20, 3}, {9, 0, 10, 1}, {1000000, 500, 7, 0}};
    strbuf bytes = {0};
    pmtiles_directory_put(&bytes, entries, 4);
    pmtiles_entry *read;
    size_t count;
    ck_assert(pmtiles_directory_take(&read, &count, &bytes));
    ck_assert_uint_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(read[i].tile_id, entries[i].tile_id);
        ck_assert_uint_eq(read[i].offset, entries[i].offset);
        ck_assert_uint_eq(read[i].length, entries[i].length);
        ck_assert_uint_eq(read[i].run_length, entries[i].run_length);
    }
    free(read);
    for (size_t length = 0; length < bytes.length; length++) {
        strbuf cut = {bytes.data, length, 0};
        ck_assert(!pmtiles_directory_take(&read, &count, &cut));
        ck_assert_ptr_null(read);
    }
    strbuf_append(&bytes, "", 1);
    ck_assert(!pmtiles_directory_take(&read, &count, &bytes));
    // A count that the bytes cannot hold is not believed.
    strbuf many = {0};
    varint_put(&many, UINT64_C(1) << 60);
    for (int i = 0; i < 100; i++) varint_put(&many, 1);
    ck_assert(!pmtiles_directory_take(&read, &count, &many));
    strbuf_dispose(&many);
    strbuf_dispose(&bytes);
}
END_TEST

UNIT_MAIN("tiles/pmtiles_directory", numbers_take_seven_bits_a_byte, ids_are_the_specification_s,
          a_directory_comes_back_and_cut_short_does_not)
