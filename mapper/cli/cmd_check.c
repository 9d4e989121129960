/** @file incmap check: what would be mapped, what not, and why. Draws nothing. */
#include "cli/common.h"
#include "incmap.h"

int incmap_cmd_check(int argc, char **argv)
{
    common c = {0};
    common_init(&c);
    opt_spec options[COMMON_OPTIONS_MAX];
    int exit_code;
    if (!common_parse(&c, common_options(&c, options), "incmap check INPUT…", argc, argv, &exit_code))
        return exit_code;
    incmap_error err = {0};
    incmap_status status = common_load(&c, NULL, &err);
    return common_finish(&c, status, &err);
}
