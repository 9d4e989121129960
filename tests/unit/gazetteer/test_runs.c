#include "gazetteer/runs.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint32_t random_state;

static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)random_state * below >> 32);
}

typedef struct {
    uint64_t order;
    size_t length;
    unsigned char *bytes;
} known_record;

static int compare_known(const void *a, const void *b)
{
    const known_record *p = a, *q = b;
    if (p->order != q->order) return p->order < q->order ? -1 : 1;
    int order = memcmp(p->bytes, q->bytes, p->length < q->length ? p->length : q->length);
    return order ? order : (p->length > q->length) - (p->length < q->length);
}

static const char *temp_path(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/tests/runs-%ld", BUILD_DIR, (long)getpid());
    return path;
}

/** Records of @p orders different orders, so that ties are many or few, through a buffer of a given size. */
static void check_sorted(size_t count, uint32_t orders, size_t buffer_bytes)
{
    gaz_error err = {0};
    known_record *known = calloc(count + 1, sizeof *known);
    runs *r = runs_new(temp_path(), buffer_bytes);
    for (size_t i = 0; i < count; i++) {
        known[i].order = random_below(orders) * 0x123456789ABCDEFull;
        known[i].length = random_below(50) ? random_below(12) : random_below(600);
        known[i].bytes = malloc(known[i].length + 1);
        for (size_t k = 0; k < known[i].length; k++) known[i].bytes[k] = (unsigned char)random_below(3);
        ck_assert_int_eq(runs_add(r, known[i].order, known[i].bytes, known[i].length, &err), GAZ_OK);
    }
    // What is put aside leaves no trace in the folder.
    ck_assert_int_ne(access(temp_path(), F_OK), 0);
    ck_assert_int_eq(runs_sort(r, &err), GAZ_OK);
    qsort(known, count, sizeof *known, compare_known);
    runs_record record;
    bool found;
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(runs_next(r, &record, &found, &err), GAZ_OK);
        ck_assert(found);
        ck_assert_uint_eq(record.order, known[i].order);
        ck_assert_uint_eq(record.length, known[i].length);
        if (record.length) ck_assert_mem_eq(record.bytes, known[i].bytes, record.length);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(runs_next(r, &record, &found, &err), GAZ_OK);
        ck_assert(!found);
    }
    runs_free(r);
    for (size_t i = 0; i < count; i++) free(known[i].bytes);
    free(known);
}

START_TEST(records_come_back_in_order)
{
    static const size_t counts[] = {0, 1, 2, 100, 5000}, buffers[] = {1300, 4096, 50000, 1 << 20};
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < 4; k++) {
            random_state = (uint32_t)(i * 10 + k);
            check_sorted(counts[i], 7, buffers[k]);
            check_sorted(counts[i], 1000000, buffers[k]);
        }
}
END_TEST

START_TEST(so_many_that_they_are_spread_first)
{
    random_state = 5;
    // Orders all over, of few bits only, all alike, and those of one order in several buckets.
    check_sorted(70000, UINT32_MAX, 64 << 20);
    check_sorted(70000, 50, 64 << 20);
    check_sorted(66000, 1, 64 << 20);
    check_sorted(150000, 100000, 3 << 20);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
    gaz_error err = {0};
    static unsigned char bytes[3000];
    runs *r = runs_new(temp_path(), 4096);
    ck_assert_int_eq(runs_add(r, 1, bytes, 2049, &err), GAZ_ERROR_INPUT);
    err = (gaz_error){0};
    ck_assert_int_eq(runs_add(r, 1, bytes, 2048, &err), GAZ_OK);
    runs_free(r);
}
END_TEST

START_TEST(a_file_that_cannot_be_made_is_said)
{
    gaz_error err = {0};
    unsigned char bytes[100] = {0};
    runs *r = runs_new("/nowhere/at-all/runs", 1000);
    gaz_status status = GAZ_OK;
    for (int i = 0; i < 100 && status == GAZ_OK; i++) status = runs_add(r, 1, bytes, sizeof bytes, &err);
    ck_assert_int_eq(status, GAZ_ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/at-all/runs: cannot be written"));
    runs_free(r);
    runs_free(NULL);
}
END_TEST

UNIT_MAIN("gazetteer/runs", records_come_back_in_order, so_many_that_they_are_spread_first,
          what_is_too_long_is_refused, a_file_that_cannot_be_made_is_said)
