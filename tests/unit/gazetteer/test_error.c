#include "gazetteer/error.h"
#include "unit/unit.h"

#include <string.h>

START_TEST(the_first_error_sticks)
{
    gaz_error err = {0};
    ck_assert_int_eq(gaz_fail(&err, GAZ_ERROR_INPUT, "%s:%d", "x.csv", 3), GAZ_ERROR_INPUT);
    ck_assert_int_eq(gaz_fail(&err, GAZ_ERROR_STORE, "later"), GAZ_ERROR_INPUT);
    ck_assert_str_eq(err.message, "x.csv:3");
    ck_assert_int_eq(gaz_fail(NULL, GAZ_ERROR_OPEN, "nobody listens"), GAZ_ERROR_OPEN);
}
END_TEST

START_TEST(a_message_is_one_line)
{
    gaz_error err = {0};
    char text[3000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    text[0] = '\n';
    text[5] = '\x1b';
    gaz_fail(&err, GAZ_ERROR_INPUT, "%s", text);
    ck_assert_uint_eq(strlen(err.message), sizeof err.message - 1);
    ck_assert_mem_eq(err.message, " aaaa a", 7);
}
END_TEST

UNIT_MAIN("gazetteer/error", the_first_error_sticks, a_message_is_one_line)
