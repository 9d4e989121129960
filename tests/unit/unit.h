/** @file What every unit test program shares: one suite, run in one process, with Check's own exit code. */
#ifndef INCMAP_TESTS_UNIT_H
#define INCMAP_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

/** Defines main(): runs the test functions listed after the suite's name. */
#define UNIT_MAIN(suite_name, ...)                                                                           \
    int main(void)                                                                                           \
    {                                                                                                        \
        const TTest *const tests[] = {__VA_ARGS__};                                                          \
        Suite *suite = suite_create(suite_name);                                                             \
        TCase *tcase = tcase_create(suite_name);                                                             \
        /* Under AddressSanitizer on a loaded machine Check's own four seconds are not enough; this only     \
         * ends what hangs. */                                                                               \
        tcase_set_timeout(tcase, 600);                                                                       \
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) tcase_add_test(tcase, tests[i]);           \
        suite_add_tcase(suite, tcase);                                                                       \
        SRunner *runner = srunner_create(suite);                                                             \
        srunner_run_all(runner, CK_NORMAL);                                                                  \
        int failed = srunner_ntests_failed(runner);                                                          \
        srunner_free(runner);                                                                                \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                                         \
    }

#endif
