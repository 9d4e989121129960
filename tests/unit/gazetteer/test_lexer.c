#include "gazetteer/lexer.h"
#include "unit/unit.h"

#include <string.h>

static scope memory;

static void reads(const char *text, const char *kinds)
{
    if (setjmp(memory.trap)) ck_abort();
    token *tokens;
    size_t count = lexer_read(&memory, text, strlen(text), &tokens);
    char found[64] = "";
    for (size_t i = 0; i < count && i < 63; i++) found[i] = "WN,()/-"[tokens[i].kind];
    ck_assert_msg(strcmp(found, kinds) == 0, "%s: %s", text, found);
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        ck_assert(tokens[i].begin >= end && tokens[i].end > tokens[i].begin);
        end = tokens[i].end;
    }
    ck_assert_uint_le(end, strlen(text));
    scope_dispose(&memory);
}

START_TEST(words_numbers_signs)
{
    reads("30 km (20 miles) west of Baghdad", "NW(NW)WWW");
    reads("30km W of Baghdad", "NWWWW");
    reads("1,200 m", "NW");
    reads("20-30 km", "N-NW");
    reads("Hama/Homs", "W/W");
    reads("Hama - Homs", "W-W");
    reads("Iraq-Syria border", "WW");
    reads("Deir ez-Zor, Syria", "WW,W");
    reads("K-1 base", "WW");
    reads("10th brigade", "WW");
    reads("Hama–Homs", "W-W");
    reads("St. Paul", "WW");
    reads("Gulf of Oman. Arabian Sea", "WWW,WW");
    reads("", "");
    reads("...", "W");
}
END_TEST

START_TEST(numbers_have_values)
{
    if (setjmp(memory.trap)) ck_abort();
    token *tokens;
    ck_assert_uint_eq(lexer_read(&memory, "1,200.5 km", 10, &tokens), 2);
    ck_assert_double_eq(tokens[0].number, 1200.5);
    ck_assert_str_eq(tokens[1].word, "km");
    // A comma before a length's last digits is a decimal one; in a list it is not.
    ck_assert_uint_eq(lexer_read(&memory, "2,6NM", 5, &tokens), 2);
    ck_assert_double_eq(tokens[0].number, 2.6);
    ck_assert_uint_eq(lexer_read(&memory, "2,65 km", 7, &tokens), 2);
    ck_assert_double_eq(tokens[0].number, 2.65);
    ck_assert_uint_eq(lexer_read(&memory, "3,5 and 7", 9, &tokens), 5);
    ck_assert_double_eq(tokens[0].number, 3);
    ck_assert_uint_eq(lexer_read(&memory, "2,6", 3, &tokens), 3);
    ck_assert_uint_eq(lexer_read(&memory, "7, 8", 4, &tokens), 3);
    ck_assert_double_eq(tokens[2].number, 8);
    scope_dispose(&memory);
}
END_TEST

UNIT_MAIN("gazetteer/lexer", words_numbers_signs, numbers_have_values)
