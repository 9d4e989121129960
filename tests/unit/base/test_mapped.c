#include "base/mapped.h"

#include "unit/scratch.h"

#include <errno.h>

START_TEST(a_file_of_enough_bytes_is_mapped)
{
    scratch_open();
    scratch_write(scratch_path("five"), "abcde");
    mapped_file file;
    ck_assert(mapped_open(&file, scratch_path("five"), 5));
    ck_assert_uint_eq(file.length, 5);
    ck_assert_mem_eq(file.bytes, "abcde", 5);
    mapped_close(&file);
    ck_assert_ptr_null(file.bytes);
    mapped_close(&file);
    scratch_close();
}
END_TEST

START_TEST(what_is_none_or_too_short_is_not)
{
    scratch_open();
    scratch_write(scratch_path("five"), "abcde");
    scratch_write(scratch_path("none"), "");
    mapped_file file;
    const struct {
        const char *path;
        size_t least_bytes;
        int trouble;
    } cases[] = {{"five", 6, EINVAL}, {"none", 0, EINVAL}, {"absent", 0, ENOENT}, {".", 0, EINVAL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        errno = 0;
        ck_assert(!mapped_open(&file, scratch_path(cases[i].path), cases[i].least_bytes));
        ck_assert_int_eq(errno, cases[i].trouble);
        ck_assert_ptr_null(file.bytes);
    }
    scratch_close();
}
END_TEST

UNIT_MAIN("base/mapped", a_file_of_enough_bytes_is_mapped, what_is_none_or_too_short_is_not)
