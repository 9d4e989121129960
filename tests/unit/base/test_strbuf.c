#include "base/strbuf.h"

#include "unit/scratch.h"

#include <errno.h>

START_TEST(a_file_is_read_up_to_its_limit_and_one_byte)
{
    scratch_open();
    scratch_write(scratch_path("five"), "abcde");
    scratch_write(scratch_path("none"), "");
    strbuf text = {0};
    strbuf_puts(&text, "before ");
    ck_assert(strbuf_add_file(&text, scratch_path("five"), 5));
    ck_assert_str_eq(text.data, "before abcde");
    strbuf_clear(&text);
    ck_assert(strbuf_add_file(&text, scratch_path("five"), 3));
    ck_assert_str_eq(text.data, "abcd");
    ck_assert_uint_eq(text.length, 4);
    strbuf_clear(&text);
    ck_assert(strbuf_add_file(&text, scratch_path("none"), 5));
    ck_assert_uint_eq(text.length, 0);
    // Larger than what is read at once, a NUL among it.
    enum { BYTES = 200001 };
    FILE *file = fopen(scratch_path("large"), "wb");
    for (int i = 0; i < BYTES; i++) fputc(i % 251, file);
    fclose(file);
    ck_assert(strbuf_add_file(&text, scratch_path("large"), SIZE_MAX - 1));
    ck_assert_uint_eq(text.length, BYTES);
    for (int i = 0; i < BYTES; i++) ck_assert_int_eq((unsigned char)text.data[i], i % 251);
    strbuf_dispose(&text);
    scratch_close();
}
END_TEST

START_TEST(what_cannot_be_read_is_told_with_its_reason)
{
    scratch_open();
    strbuf text = {0};
    errno = 0;
    ck_assert(!strbuf_add_file(&text, scratch_path("absent"), 5));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert(!strbuf_add_file(&text, scratch_folder, 5));
    ck_assert_int_eq(errno, EISDIR);
    ck_assert_uint_eq(text.length, 0);
    strbuf_dispose(&text);
    scratch_close();
}
END_TEST

UNIT_MAIN("base/strbuf", a_file_is_read_up_to_its_limit_and_one_byte,
          what_cannot_be_read_is_told_with_its_reason)
