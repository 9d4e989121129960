#include "gazetteer/scope.h"
#include "unit/unit.h"

#include <stdint.h>
#include <string.h>

static scope s;

START_TEST(memory_is_zeroed_and_aligned)
{
    if (setjmp(s.trap)) ck_abort();
    for (size_t size = 0; size < 5000; size += 37) {
        unsigned char *memory = scope_alloc(&s, size);
        ck_assert_uint_eq((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++) ck_assert_uint_eq(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    // What is reused after a reset is zeroed again.
    scope_reset(&s);
    unsigned char *again = scope_alloc(&s, 1000);
    for (size_t i = 0; i < 1000; i++) ck_assert_uint_eq(again[i], 0);
    scope_dispose(&s);
}
END_TEST

START_TEST(texts)
{
    if (setjmp(s.trap)) ck_abort();
    ck_assert_str_eq(scope_strndup(&s, "Mosul", 3), "Mos");
    ck_assert_str_eq(scope_strdup(&s, ""), "");
    ck_assert_str_eq(scope_printf(&s, "%s-%d", "x", 7), "x-7");
    char *longest = scope_printf(&s, "%0*d", 200000, 1);
    ck_assert_uint_eq(strlen(longest), 200000);
    ck_assert_str_eq(SCOPE_JOIN(&s, "", "Al", "-", "Qaim", ""), "Al-Qaim");
    ck_assert_str_eq(SCOPE_JOIN(&s, ""), "");
    // Texts that end just before, at and behind the end of a block.
    for (int length = 0; length < 9000; length++) {
        const char *text = scope_printf(&s, "%0*d", length + 1, 0);
        ck_assert_uint_eq(strlen(text), (size_t)length + 1);
        if (length % 64 == 0) scope_alloc(&s, 16);
    }
    scope_dispose(&s);
}
END_TEST

START_TEST(arrays_grow_and_keep)
{
    if (setjmp(s.trap)) ck_abort();
    int *items = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++) SCOPE_PUSH(&s, items, count, capacity, i);
    for (int i = 0; i < 1000; i++) ck_assert_int_eq(items[i], i);
    scope_dispose(&s);
}
END_TEST

START_TEST(exhausted_memory_jumps_to_the_trap)
{
    static volatile int jumps;
    if (setjmp(s.trap)) jumps++;
    if (jumps == 0) scope_alloc(&s, SIZE_MAX - 5);
    ck_assert_int_eq(jumps, 1);
    scope_dispose(&s);
}
END_TEST

START_TEST(lent_memory_comes_first)
{
    static _Alignas(16) unsigned char lent[256];
    if (setjmp(s.trap)) ck_abort();
    s = (scope){0};
    if (setjmp(s.trap)) ck_abort();
    scope_lend(&s, lent, sizeof lent);
    unsigned char *first = scope_take(&s, 100), *second = scope_take(&s, 100);
    ck_assert_ptr_eq(first, lent);
    ck_assert_ptr_eq(second, lent + 112);
    memset(second, 0x55, 100);
    // What does not fit is the scope's own, and what was lent stays as it is.
    unsigned char *third = scope_alloc(&s, 100);
    ck_assert(third < lent || third >= lent + sizeof lent);
    memset(third, 0xAA, 100);
    ck_assert_str_eq(scope_printf(&s, "%s", "Mosul"), "Mosul");
    for (int i = 0; i < 100; i++) ck_assert_uint_eq(second[i], 0x55);
    scope_dispose(&s);
    // A text that fits what is left to the last byte.
    s = (scope){0};
    if (setjmp(s.trap)) ck_abort();
    scope_lend(&s, lent, 16);
    ck_assert_ptr_eq(scope_printf(&s, "%015d", 1), (char *)lent);
    ck_assert_ptr_null(s.blocks);
    scope_dispose(&s);
}
END_TEST

START_TEST(geometries_are_owned)
{
    s.geos = GEOS_init_r();
    if (setjmp(s.trap)) ck_abort();
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(scope_own(&s, GEOSGeom_createPointFromXY_r(s.geos, i, i)));
    ck_assert_uint_eq(s.geometry_count, 100);
    ck_assert_ptr_null(scope_own(&s, NULL));
    scope_reset(&s);
    ck_assert_uint_eq(s.geometry_count, 0);
    scope_dispose(&s);
    scope_dispose(&s);
    GEOS_finish_r(s.geos);
}
END_TEST

UNIT_MAIN("gazetteer/scope", memory_is_zeroed_and_aligned, texts, arrays_grow_and_keep,
          exhausted_memory_jumps_to_the_trap, lent_memory_comes_first, geometries_are_owned)
