#include "gazetteer/compass.h"
#include "unit/unit.h"

#include <string.h>

static void reads(const char *a, const char *b, const char *c, size_t taken, double bearing_deg,
                  double half_width_deg, compass_form form)
{
    const char *const words[] = {a, b, c, "homs"};
    size_t count = c ? 4 : b ? 2 : 1;
    compass_point point;
    ck_assert_msg(compass_read(words, count, &point) == taken, "%s %s %s", a, b ? b : "", c ? c : "");
    ck_assert_double_eq(point.bearing_deg, bearing_deg);
    ck_assert_double_eq(point.half_width_deg, half_width_deg);
    ck_assert_int_eq(point.form, form);
}

START_TEST(words_and_letters)
{
    reads("north", NULL, NULL, 1, 0, 40, COMPASS_NOUN);
    reads("w", NULL, NULL, 1, 270, 40, COMPASS_NOUN);
    reads("se", NULL, NULL, 1, 135, 32, COMPASS_NOUN);
    reads("n.w", NULL, NULL, 1, 315, 32, COMPASS_NOUN);
    reads("s-w", NULL, NULL, 1, 225, 32, COMPASS_NOUN);
    reads("wnw", NULL, NULL, 1, 292.5, 20, COMPASS_NOUN);
    reads("northwest", NULL, NULL, 1, 315, 32, COMPASS_NOUN);
    reads("north-north-west", NULL, NULL, 1, 337.5, 20, COMPASS_NOUN);
    reads("north", "west", "of", 2, 315, 32, COMPASS_NOUN);
    reads("south", "south", "east", 3, 157.5, 20, COMPASS_NOUN);
    reads("north", "of", "homs", 1, 0, 40, COMPASS_NOUN);
    reads("eastern", "syria", NULL, 1, 90, 40, COMPASS_ADJECTIVE);
    reads("north-eastern", NULL, NULL, 1, 45, 32, COMPASS_ADJECTIVE);
    reads("southwards", NULL, NULL, 1, 180, 40, COMPASS_NOUN);
}
END_TEST

START_TEST(by_points_of_sailors)
{
    reads("nxe", NULL, NULL, 1, 11.25, 16, COMPASS_NOUN);
    reads("nbw", NULL, NULL, 1, 348.75, 16, COMPASS_NOUN);
    reads("swbs", NULL, NULL, 1, 213.75, 16, COMPASS_NOUN);
    reads("e", "x", "n", 3, 78.75, 16, COMPASS_NOUN);
    reads("south", "by", "west", 3, 191.25, 16, COMPASS_NOUN);
    reads("north-west", "by", "north", 3, 326.25, 16, COMPASS_NOUN);
    const char *const four[] = {"north", "east", "by", "east"};
    compass_point point;
    ck_assert_uint_eq(compass_read(four, 4, &point), 4);
    ck_assert_double_eq(point.bearing_deg, 56.25);
    ck_assert_int_eq(point.winds, 32);
    ck_assert_uint_eq(compass_read(four, 2, &point), 2);
    ck_assert_int_eq(point.winds, 8);
    // Not towards a neighbour: the point before the word is all there is.
    reads("north", "by", "south", 1, 0, 40, COMPASS_NOUN);
    reads("nne", "by", "east", 1, 22.5, 20, COMPASS_NOUN);
    reads("west", "x", "rayed", 1, 270, 40, COMPASS_NOUN);
    reads("north", "by", "eastern", 1, 0, 40, COMPASS_NOUN);
}
END_TEST

START_TEST(what_is_no_direction)
{
    static const char *const words[] = {
        "",    "x",   "northumberland", "eastleigh",   "westminster", "nn",         "ns", "ew", "nxs", "nxn",
        "xne", "exx", "nnexe",          "south-north", "nnnn",        "southsouth", "-",  "."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        compass_point point;
        ck_assert_msg(compass_read(&words[i], 1, &point) == 0, "%s is read as %.1f", words[i],
                      point.bearing_deg);
    }
    compass_point point;
    ck_assert_uint_eq(compass_read(words, 0, &point), 0);
}
END_TEST

START_TEST(slips_of_the_pen)
{
    static const struct {
        const char *word;
        double bearing_deg;
        int winds;
    } slips[] = {{"nroth", 0, 4},      {"sout", 180, 4},      {"southh", 180, 4},
                 {"northest", 45, 8},  {"souhteast", 135, 8}, {"south-wst", 225, 8},
                 {"nnww", 337.5, 16},  {"eese", 112.5, 16},   {"nort-north-east", 22.5, 16},
                 {"northeast", 45, 8}, {"aouth", 180, 4}};
    compass_point point;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        ck_assert_msg(compass_read_misspelt(slips[i].word, &point), "%s", slips[i].word);
        ck_assert_double_eq(point.bearing_deg, slips[i].bearing_deg);
        ck_assert_int_eq(point.winds, slips[i].winds);
    }
    // Two slips, other words, and what is too short to have one.
    static const char *const others[] = {
        "noorht", "youth", "worth", "tooth", "birth", "mouth", "forth",
        "est",    "best",  "past",  "nn",    "",      "-",     "nort-wst-of-the-harbour-entrance",
        "nswe"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!compass_read_misspelt(others[i], &point), "%s", others[i]);
}
END_TEST

START_TEST(bearings_have_names)
{
    ck_assert_str_eq(compass_name(0), "north");
    ck_assert_str_eq(compass_name(359), "north");
    ck_assert_str_eq(compass_name(-90), "west");
    ck_assert_str_eq(compass_name(450), "east");
    ck_assert_str_eq(compass_name(200), "south-south-west");
}
END_TEST

UNIT_MAIN("gazetteer/compass", words_and_letters, by_points_of_sailors, what_is_no_direction,
          slips_of_the_pen, bearings_have_names)
