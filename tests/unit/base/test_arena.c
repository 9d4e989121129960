#include "base/arena.h"

#include "unit/unit.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

START_TEST(allocations_keep_their_content_and_alignment)
{
    arena a = {0};
    unsigned char *blocks[500];
    // Sizes on both sides of the block size, so that small and outsized requests mix.
    for (size_t i = 0; i < 500; i++) {
        size_t size = i % 50 == 0 ? 100000 + i : i;
        blocks[i] = arena_alloc(&a, size);
        ck_assert_uint_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        memset(blocks[i], (int)(i & 0xff), size);
    }
    for (size_t i = 0; i < 500; i++) {
        size_t size = i % 50 == 0 ? 100000 + i : i;
        for (size_t j = 0; j < size; j++) ck_assert_uint_eq(blocks[i][j], i & 0xff);
    }
    arena_dispose(&a);
    ck_assert_str_eq(arena_strdup(&a, "usable again"), "usable again");
    arena_dispose(&a);
}
END_TEST

START_TEST(equal_texts_are_kept_once)
{
    arena a = {0};
    strpool pool = {.memory = &a};
    const char *kept[1000];
    char text[32];
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "place %d", i);
        kept[i] = strpool_intern(&pool, text);
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "place %d", i);
        ck_assert_ptr_eq(strpool_intern(&pool, text), kept[i]);
        ck_assert_str_eq(kept[i], text);
    }
    ck_assert_uint_eq(pool.count, 1000);
    ck_assert_ptr_null(strpool_intern(&pool, NULL));
    strpool_dispose(&pool);
    arena_dispose(&a);
}
END_TEST

START_TEST(a_long_text_is_cut_between_characters)
{
    arena a = {0};
    const char *text = "abc\xd8\xa7"
                       "d";
    ck_assert_ptr_eq(arena_cut(&a, text, 6), text);
    ck_assert_str_eq(arena_cut(&a, text, 5), "abc\xd8\xa7\xe2\x80\xa6");
    // Byte 4 is within a character, which goes as a whole.
    ck_assert_str_eq(arena_cut(&a, text, 4), "abc\xe2\x80\xa6");
    ck_assert_str_eq(arena_cut(&a, text, 0), "\xe2\x80\xa6");
    // Bytes that begin no character at all.
    ck_assert_str_eq(arena_cut(&a, "\x80\x80\x80", 2), "\xe2\x80\xa6");
    arena_dispose(&a);
}
END_TEST

START_TEST(a_cut_length_takes_no_part_of_a_character)
{
    const char *text = "abc\xd8\xa7\xe2\x80\xa6";
    const size_t expected[] = {0, 1, 2, 3, 3, 5, 5, 5, 8, 8};
    for (size_t bytes = 0; bytes < sizeof expected / sizeof *expected; bytes++)
        ck_assert_uint_eq(text_cut_length(text, bytes), expected[bytes]);
    ck_assert_uint_eq(text_cut_length("", 0), 0);
}
END_TEST

START_TEST(a_cleared_arena_is_used_again)
{
    arena a = {0};
    arena_clear(&a);
    ck_assert_ptr_null(a.blocks);
    for (int round = 0; round < 3; round++) {
        char *texts[200];
        // More than a block of 64 KiB, one text larger than a block.
        for (int i = 0; i < 200; i++) {
            size_t size = i == 100 ? 100000 : 1000;
            texts[i] = memset(arena_alloc(&a, size), i, size);
        }
        for (int i = 0; i < 200; i++) ck_assert_int_eq((unsigned char)texts[i][999], i);
        arena_clear(&a);
        ck_assert_ptr_nonnull(a.blocks);
        ck_assert_uint_eq(a.used_bytes, 0);
        ck_assert_str_eq(arena_strdup(&a, "again"), "again");
    }
    arena_dispose(&a);
}
END_TEST

UNIT_MAIN("base/arena", a_cleared_arena_is_used_again, allocations_keep_their_content_and_alignment,
          equal_texts_are_kept_once, a_long_text_is_cut_between_characters,
          a_cut_length_takes_no_part_of_a_character)
