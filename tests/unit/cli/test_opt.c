#include "cli/opt.h"

#include "unit/unit.h"

#include <string.h>

static bool force;
static const char *srs;
static opt_list outputs, inputs;
static int zoom;
static double extent[4];
static bool has_extent;
static day_t from;
static incmap_error err;

static incmap_status parse(int argc, const char **argv)
{
    opt_list_dispose(&outputs);
    opt_list_dispose(&inputs);
    force = has_extent = false;
    srs = NULL;
    zoom = -1;
    from = DAY_NONE;
    err = (incmap_error){0};
    static const opt_spec inner[] = {{OPT_FLAG, "force", 'f', &force, .help = "replace"}, {OPT_END}};
    static opt_spec table[] = {
        {OPT_TEXT, "t_srs", .value = &srs, .metavar = "SRS", .help = "target"},
        {OPT_TEXTS, "output", 'o', &outputs, .metavar = "OUT", .help = "output"},
        {OPT_INT, NULL, 'z', &zoom, .metavar = "ZOOM", .help = "zoom", .min = 0, .max = 22},
        {OPT_REALS, "te", .value = extent, .metavar = "xmin ymin xmax ymax", .help = "extent", .count = 4,
         .seen = &has_extent},
        {OPT_DAY, "from", .value = &from, .metavar = "DATE", .help = "first day"},
        {OPT_TABLE, .value = (void *)inner},
        {OPT_END},
    };
    return opt_parse(table, argc, (char **)argv, &inputs, &err);
}

#define PARSE(...)                                                                                           \
    parse((int)(sizeof((const char *[]){"cmd", __VA_ARGS__}) / sizeof(char *)),                              \
          (const char *[]){"cmd", __VA_ARGS__})

START_TEST(every_spelling_of_an_option_is_taken)
{
    ck_assert_int_eq(PARSE("in.csv", "-t_srs", "EPSG:3857", "-o", "a", "--output", "b", "-oc", "--output=d",
                           "-z12", "-f", "-te", "-10", "-20.5", "30", "4e1", "--from=2023-10-17", "-", "--",
                           "-odd"),
                     INCMAP_OK);
    ck_assert_str_eq(srs, "EPSG:3857");
    ck_assert_uint_eq(outputs.count, 4);
    ck_assert_str_eq(outputs.items[2], "c");
    ck_assert_str_eq(outputs.items[3], "d");
    ck_assert_int_eq(zoom, 12);
    ck_assert(force && has_extent);
    ck_assert(extent[0] == -10 && extent[1] == -20.5 && extent[2] == 30 && extent[3] == 40);
    ck_assert_int_eq(from, 19647);
    ck_assert_uint_eq(inputs.count, 3);
    ck_assert_str_eq(inputs.items[1], "-");
    ck_assert_str_eq(inputs.items[2], "-odd");
}
END_TEST

START_TEST(a_wrong_command_line_is_a_usage_error_that_names_the_option)
{
    static const char *const cases[][6] = {
        {"--nosuch"},
        {"-q"},
        {"-z"},
        {"-z", "23"},
        {"-z", "3x"},
        {"-te", "1", "2", "3"},
        {"-fz"},
        {"--force=yes"},
        {"-te", "1", "2", "3", "x"},
        {"--from", "2023-02-30"},
        {"--t_srs"},
        {"-z", "99999999999999999999"},
        {"-te", "nan", "1", "2", "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *argv[7] = {"cmd"};
        int argc = 1;
        for (; argc < 7 && cases[i][argc - 1]; argc++) argv[argc] = cases[i][argc - 1];
        ck_assert_msg(parse(argc, argv) == INCMAP_USAGE, "%s", cases[i][0]);
        ck_assert_msg(strstr(err.message, cases[i][0]), "%s: %s", cases[i][0], err.message);
    }
}
END_TEST

UNIT_MAIN("cli/opt", every_spelling_of_an_option_is_taken,
          a_wrong_command_line_is_a_usage_error_that_names_the_option)
