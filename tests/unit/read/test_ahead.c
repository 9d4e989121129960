#include "read/ahead.h"

#include "unit/unit.h"

#include <stdio.h>

typedef struct {
    int64_t row_count, given; ///< rows in all, and those of batches filled so far
    bool fails;
} numbers;

/** Rows numbered from 0, with their number as id and, twice that, as first value; batches of uneven size. */
static void fill_numbers(void *context, read_batch *batch)
{
    numbers *n = context;
    int64_t size = 1 + n->given % BATCH_ROWS;
    for (; size > 0 && n->given < n->row_count; size--, n->given++) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)n->given);
        read_row *row = &batch->rows[batch->count];
        *row = (read_row){.item = {.row = n->given, .id = arena_strdup(&batch->memory, text)}};
        batch->values[2 * batch->count] = (value){.kind = VALUE_NUMBER, .number = 2 * (double)n->given};
        row->columns = &batch->values[2 * batch->count];
        batch->count++;
    }
    batch->is_last = n->given == n->row_count;
    if (batch->is_last && n->fails) error_set(&batch->err, INCMAP_FAILED, "broken behind %s", "the last row");
}

START_TEST(all_rows_come_in_order)
{
    static const int64_t counts[] = {0, 1, 2, 511, 512, 513, 20000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int in_thread = 0; in_thread < 2; in_thread++) {
            numbers n = {.row_count = counts[i], .fails = i % 2};
            read_ahead *a = read_ahead_new(fill_numbers, &n, 2, in_thread);
            int64_t expected = 0;
            const read_batch *batch;
            do {
                batch = read_ahead_take(a);
                for (size_t k = 0; k < batch->count; k++, expected++) {
                    ck_assert_int_eq(batch->rows[k].item.row, expected);
                    ck_assert_int_eq(atoll(batch->rows[k].item.id), expected);
                    ck_assert_double_eq(batch->rows[k].columns[0].number, 2 * (double)expected);
                }
            } while (!batch->is_last);
            ck_assert_int_eq(expected, counts[i]);
            ck_assert_int_eq(batch->err.status, n.fails ? INCMAP_FAILED : INCMAP_OK);
            ck_assert_ptr_eq(read_ahead_take(a), batch);
            read_ahead_free(a);
        }
}
END_TEST

START_TEST(it_can_be_left_at_any_time)
{
    for (int takes = 0; takes < 12; takes++) {
        numbers n = {.row_count = 1000000};
        read_ahead *a = read_ahead_new(fill_numbers, &n, 2, true);
        for (int i = 0; i < takes; i++) read_ahead_take(a);
        read_ahead_free(a);
        // Never more than the two batches there are, ahead of the one that was taken.
        ck_assert_int_le(n.given, (takes + 2) * BATCH_ROWS);
    }
    read_ahead_free(NULL);
}
END_TEST

UNIT_MAIN("read/ahead", all_rows_come_in_order, it_can_be_left_at_any_time)
