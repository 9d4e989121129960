/**
 * @file
 * The short cut of folding gives what ICU gives: for every sign it takes, alone and behind a letter, and for
 * random texts of letters, marks, signs, other scripts and broken UTF-8.
 */
#include "gazetteer/fold.h"
#include "unit/unit.h"

#include <stdint.h>
#include <string.h>

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)random_state * below >> 32);
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/** Two sets of tools, so that what one remembers does not help the other. */
static void check_same(fold_tools *quick, fold_tools *slow, const char *text, size_t length)
{
    folded a, b;
    bool some = fold_name(quick, text, length, &a);
    ck_assert_int_eq(some, fold_name_by_icu(slow, text, length, &b));
    ck_assert_msg(strcmp(a.plain, b.plain) == 0, "\"%.*s\": \"%s\", by ICU \"%s\"", (int)length, text,
                  a.plain, b.plain);
    ck_assert_str_eq(a.core, b.core);
    ck_assert_str_eq(a.key, b.key);
    ck_assert_str_eq(a.skeleton, b.skeleton);
}

START_TEST(every_sign_alone_and_behind_a_letter)
{
    fold_tools *quick = fold_tools_new(), *slow = fold_tools_new();
    for (uint32_t c = 1; c < 0x2100; c++) {
        char text[16] = "Q";
        size_t length = 1 + put_utf8(text + 1, c);
        check_same(quick, slow, text, length);
        check_same(quick, slow, text + 1, length - 1);
        text[length++] = 'x';
        check_same(quick, slow, text, length);
    }
    fold_tools_free(quick);
    fold_tools_free(slow);
}
END_TEST

/** Mostly what names are made of, now and then anything. */
static size_t put_random(char *out)
{
    switch (random_below(12)) {
    case 0:
    case 1:
    case 2:
    case 3: return put_utf8(out, 'A' + random_below(58));
    case 4:
    case 5: return put_utf8(out, 0xA0 + random_below(0x1B0));
    case 6: return put_utf8(out, 0x300 + random_below(0x70));
    case 7: return put_utf8(out, 0x1E00 + random_below(0x100));
    case 8: return put_utf8(out, 0x2000 + random_below(0x80));
    case 9: return put_utf8(out, random_below(8) ? ' ' : 0x600 + random_below(0x60));
    case 10: return put_utf8(out, random_below(4) ? '-' : random_below(0x3000) + 1);
    default: return random_below(6) ? put_utf8(out, '\'') : (*out = (char)(0x80 + random_below(128)), 1);
    }
}

START_TEST(random_texts)
{
    fold_tools *quick = fold_tools_new(), *slow = fold_tools_new();
    for (int i = 0; i < 20000; i++) {
        char text[4 * 40];
        size_t length = 0;
        for (uint32_t signs = 1 + random_below(30); signs; signs--) length += put_random(text + length);
        check_same(quick, slow, text, length);
    }
    fold_tools_free(quick);
    fold_tools_free(slow);
}
END_TEST

START_TEST(the_longest_names)
{
    // Longer than what is read, and with signs that become four letters, so that buffers are met full.
    fold_tools *quick = fold_tools_new(), *slow = fold_tools_new();
    static const uint32_t signs[] = {0xC6, 0x1C4, 0x14A, 0xDF, 0x133, 0x1F0, 0x2014, 0xAF};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        char text[3000];
        for (size_t wanted = 500; wanted < 540; wanted++) {
            size_t length = 0;
            while (length < wanted) length += put_utf8(text + length, signs[k]);
            check_same(quick, slow, text, length);
        }
    }
    fold_tools_free(quick);
    fold_tools_free(slow);
}
END_TEST

/** By the definition, with no short cut. */
static int plain_distance(const char *a, const char *b)
{
    static int d[FOLD_MAX + 1][FOLD_MAX + 1];
    int rows = (int)strlen(a), columns = (int)strlen(b);
    for (int i = 0; i <= rows; i++)
        for (int j = 0; j <= columns; j++) {
            int best = i && j ? d[i - 1][j - 1] + (a[i - 1] != b[j - 1]) : i + j;
            if (i && d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
            if (j && d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[rows][columns];
}

START_TEST(distances_are_those_of_the_definition)
{
    for (int i = 0; i < 20000; i++) {
        char a[FOLD_MAX] = "", b[FOLD_MAX] = "";
        // Some around the 64 letters that fit into a word; few letters, so that exchanges are many.
        uint32_t length = i % 10 ? random_below(12) : 60 + random_below(9), letters = 2 + random_below(4);
        for (uint32_t k = 0; k < length; k++) a[k] = (char)('a' + random_below(letters));
        strcpy(b, a);
        for (uint32_t edits = random_below(6); edits && *b; edits--) {
            size_t at = random_below((uint32_t)strlen(b));
            switch (random_below(3)) {
            case 0: memmove(b + at, b + at + 1, strlen(b + at)); break;
            case 1: memmove(b + at + 1, b + at, strlen(b + at) + 1); break;
            default: b[at] = (char)('a' + random_below(letters));
            }
        }
        int true_distance = plain_distance(a, b);
        for (int limit = 0; limit < 5; limit++)
            ck_assert_msg(fold_distance(a, b, limit) == (true_distance > limit ? limit + 1 : true_distance),
                          "%s %s %d", a, b, limit);
    }
}
END_TEST

UNIT_MAIN("property/fold", distances_are_those_of_the_definition, every_sign_alone_and_behind_a_letter,
          random_texts, the_longest_names)
