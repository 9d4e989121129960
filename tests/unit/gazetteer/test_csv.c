#include "gazetteer/csv.h"
#include "unit/unit.h"

static scope memory;

START_TEST(fields_and_lines)
{
    if (setjmp(memory.trap)) ck_abort();
    csv_reader r = csv_begin(
        &memory, "\xEF\xBB\xBFid,name\r\n1,\"a, b\"\r\n\r\n2,\"say \"\"so\"\"\"\n3,\"two\nlines\"\n4,\n");
    ck_assert(csv_next(&r));
    ck_assert_str_eq(r.fields[0], "id");
    ck_assert(csv_next(&r));
    ck_assert_str_eq(r.fields[1], "a, b");
    ck_assert_int_eq(r.line, 2);
    ck_assert(csv_next(&r));
    ck_assert_str_eq(r.fields[1], "say \"so\"");
    ck_assert_int_eq(r.line, 4);
    ck_assert(csv_next(&r));
    ck_assert_str_eq(r.fields[1], "two\nlines");
    ck_assert_int_eq(r.line, 5);
    ck_assert(csv_next(&r));
    ck_assert_int_eq(r.line, 7);
    ck_assert_uint_eq(r.count, 2);
    ck_assert_str_eq(r.fields[1], "");
    ck_assert(!csv_next(&r));
    scope_dispose(&memory);
}
END_TEST

START_TEST(open_quotes_end_with_the_text)
{
    if (setjmp(memory.trap)) ck_abort();
    csv_reader r = csv_begin(&memory, "a,\"never closed, 1\n2,3\n");
    ck_assert(csv_next(&r));
    ck_assert_uint_eq(r.count, 2);
    ck_assert_str_eq(r.fields[1], "never closed, 1\n2,3\n");
    ck_assert(!csv_next(&r));
    r = csv_begin(&memory, "");
    ck_assert(!csv_next(&r));
    r = csv_begin(&memory, "\"a\"b,\"c\"");
    ck_assert(csv_next(&r));
    ck_assert_str_eq(r.fields[0], "ab");
    ck_assert_str_eq(r.fields[1], "c");
    scope_dispose(&memory);
}
END_TEST

static size_t bytes_read(const char *text)
{
    if (setjmp(memory.trap)) ck_abort();
    csv_reader r = csv_begin(&memory, text);
    size_t rows = 0;
    while (csv_next(&r)) ck_assert_uint_le(++rows, 64);
    scope_dispose(&memory);
    return (size_t)(r.at - text);
}

/** Random bytes of the signs that matter: every byte is read once, no row is endless. */
START_TEST(any_text_ends)
{
    static const char signs[] = "a,\"\r\n\"\",b";
    unsigned state = 5;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        size_t length = (state = state * 1103515245u + 12345u) % 60;
        for (size_t i = 0; i < length; i++)
            text[i] = signs[((state = state * 1103515245u + 12345u) >> 16) % (sizeof signs - 1)];
        text[length] = '\0';
        ck_assert_uint_eq(bytes_read(text), length);
    }
}
END_TEST

UNIT_MAIN("gazetteer/csv", fields_and_lines, open_quotes_end_with_the_text, any_text_ends)
