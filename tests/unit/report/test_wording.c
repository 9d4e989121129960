#include "report/wording.h"

#include "unit/unit.h"

#include <string.h>

/** Which of {1} to {9} and {n} a stretch of text has, as bits. */
static unsigned placeholders(const char *text, size_t length)
{
    unsigned found = 0;
    for (size_t i = 0; i + 2 < length; i++) {
        if (text[i] != '{') continue;
        ck_assert_int_eq(text[i + 2], '}');
        if (text[i + 1] == 'n') continue;
        ck_assert_msg(text[i + 1] >= '1' && text[i + 1] <= '9', "%.*s", (int)length, text);
        found |= 1u << (text[i + 1] - '0');
    }
    return found;
}

static int forms(const char *text)
{
    int count = 1;
    for (; *text; text++) count += *text == '|';
    return count;
}

START_TEST(every_language_has_every_word)
{
    const wording *en = wording_find("en");
    ck_assert_ptr_eq(wording_find(NULL), en);
    ck_assert_ptr_null(wording_find("tlh"));
    int languages = 0;
    for (; wording_at((size_t)languages); languages++) {
        const wording *w = wording_at((size_t)languages);
        ck_assert_ptr_eq(wording_find(w->code), w);
        for (int key = 0; key < WORD_COUNT; key++) {
            const char *text = w->texts[key], *model = en->texts[key];
            ck_assert_msg(text && *text, "%s lacks word %d", w->code, key);
            ck_assert_msg((forms(model) > 1) == (forms(text) > 1), "%s: %s", w->code, text);
            if (forms(text) > 1) ck_assert_msg(forms(text) == w->form_count, "%s: %s", w->code, text);
            // Each form says all that English does; a count may be said in words.
            for (const char *form = text; form;) {
                size_t length = strcspn(form, "|");
                if (length > 0)
                    ck_assert_msg(placeholders(form, length) == placeholders(model, strcspn(model, "|")),
                                  "%s: %.*s", w->code, (int)length, form);
                form = form[length] ? form + length + 1 : NULL;
            }
        }
    }
    ck_assert_int_ge(languages, 2);
}
END_TEST

static void check_count(const char *code, word key, int64_t count, const char *expected)
{
    strbuf out = {0};
    wording_put_count(&out, wording_find(code), key, count, (const char *const[]){"x"});
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_dispose(&out);
}

START_TEST(counts_take_the_plural_of_the_language)
{
    check_count(NULL, WORD_SHOWN, 1, "1 incident shown");
    check_count(NULL, WORD_SHOWN, 0, "0 incidents shown");
    check_count(NULL, WORD_SHOWN, 1234567, "1,234,567 incidents shown");
    check_count(NULL, WORD_NAMING, 5, "x, naming 5 sources");
    check_count("ar", WORD_SHOWN, 0, "لا حوادث معروضة");
    check_count("ar", WORD_SHOWN, 1, "حادثة واحدة معروضة");
    check_count("ar", WORD_SHOWN, 2, "حادثتان معروضتان");
    check_count("ar", WORD_SHOWN, 9, "9 حوادث معروضة");
    check_count("ar", WORD_SHOWN, 110, "110 حوادث معروضة");
    check_count("ar", WORD_KILLED, 11, "11 قتيلًا");
    check_count("ar", WORD_KILLED, 99, "99 قتيلًا");
    check_count("ar", WORD_KILLED, 100, "100 قتيل");
    check_count("ar", WORD_KILLED, 102, "102 قتيل");
    check_count("ar", WORD_KILLED, 1003, "1,003 قتلى");
}
END_TEST

START_TEST(what_is_filled_in_stays_together)
{
    strbuf out = {0};
    const char *const parts[] = {"a.csv (SHA-256 12ab)", "{2} {n}"};
    wording_put(&out, wording_find("en"), WORD_DAY_TO_DAY, parts);
    ck_assert_str_eq(strbuf_text(&out), "a.csv (SHA-256 12ab) to {2} {n}");
    strbuf_clear(&out);
    wording_put(&out, wording_find("ar"), WORD_DAY_TO_DAY, parts);
    ck_assert_str_eq(strbuf_text(&out), "\u2068a.csv (SHA-256 12ab)\u2069 إلى \u2068{2} {n}\u2069");
    strbuf_dispose(&out);
}
END_TEST

UNIT_MAIN("report/wording", every_language_has_every_word, counts_take_the_plural_of_the_language,
          what_is_filled_in_stays_together)
