#include "gazetteer/coordinates.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static void reads(const char *text, double lat_deg, double lon_deg, double extent_m)
{
    gaz_lonlat at;
    double extent;
    ck_assert_msg(coordinates_parse(text, &at, &extent), "%s is not read", text);
    ck_assert_msg(at.lat_deg > lat_deg - 1e-9 && at.lat_deg < lat_deg + 1e-9, "%s: latitude %.9f", text,
                  at.lat_deg);
    ck_assert_msg(at.lon_deg > lon_deg - 1e-9 && at.lon_deg < lon_deg + 1e-9, "%s: longitude %.9f", text,
                  at.lon_deg);
    ck_assert_msg(extent > extent_m * 0.99 && extent < extent_m * 1.01, "%s: extent %f", text, extent);
}

START_TEST(decimal_degrees)
{
    reads("33.786, 42.441", 33.786, 42.441, 55.66);
    reads("33.786 42.441", 33.786, 42.441, 55.66);
    reads("-33.5,-70.25", -33.5, -70.25, 5566);
    reads("33.786 N, 42.441 E", 33.786, 42.441, 55.66);
    reads("42.441E 33.786N", 33.786, 42.441, 55.66);
    reads("N33.786 E42.441", 33.786, 42.441, 55.66);
    reads("lat 33.786 lon 42.441", 33.786, 42.441, 55.66);
    reads("33.786123456, 42.441123456", 33.786123456, 42.441123456, 1);
    reads("12 S 77 W", -12, -77, 55660);
}
END_TEST

START_TEST(minutes_and_seconds)
{
    reads("33°47'10\"N 42°26'28\"E", 33 + 47 / 60.0 + 10 / 3600.0, 42 + 26 / 60.0 + 28 / 3600.0, 15.46);
    reads("33° 47′ 10″ N, 42° 26′ 28″ E", 33 + 47 / 60.0 + 10 / 3600.0, 42 + 26 / 60.0 + 28 / 3600.0, 15.46);
    reads("01:10.5N 103:25.0E", 1 + 10.5 / 60, 103 + 25 / 60.0, 92.77);
    reads("01:10N - 103:25E", 1 + 10 / 60.0, 103 + 25 / 60.0, 927.7);
    reads("N 33 47 10 E 42 26 28", 33 + 47 / 60.0 + 10 / 3600.0, 42 + 26 / 60.0 + 28 / 3600.0, 15.46);
    reads("Position: 06:15.2S, 003:23.1W", -(6 + 15.2 / 60), -(3 + 23.1 / 60), 92.77);
}
END_TEST

START_TEST(words_tell_the_axes)
{
    reads("lon 103.25, lat -1.5", -1.5, 103.25, 5566);
    reads("longitude: 103.25; latitude: 1.5", 1.5, 103.25, 5566);
    reads("103.25 lon, 1.25 lat", 1.25, 103.25, 556.6);
    reads("1.25 lat 103.25 long", 1.25, 103.25, 556.6);
    reads("Lon 103 15 00 E Lat 1 30 00 S", -1.5, 103.25, 15.46);
    gaz_lonlat at;
    double extent_m;
    ck_assert(!coordinates_parse("lat 1.25, lat 103.25", &at, &extent_m));
    ck_assert(!coordinates_parse("lat 1.25E, lon 103.25", &at, &extent_m));
    ck_assert(!coordinates_parse("lon 103.25N, lat 1.25", &at, &extent_m));
}
END_TEST

START_TEST(hyphens_between_degrees_and_minutes)
{
    reads("01-30N 103-15E", 1.5, 103.25, 927.7);
    reads("S01-30.6 W103-15.0", -1.51, -103.25, 92.77);
    reads("01-30-36S/103-15-00E", -1.51, 103.25, 15.46);
    // With nothing that says so the second number is negative.
    reads("33.5 -70.25", 33.5, -70.25, 5566);
}
END_TEST

START_TEST(what_is_no_position)
{
    static const char *const texts[] = {"",
                                        "33.786",
                                        "30 km west of Baghdad",
                                        "95.5, 42.4",
                                        "33.5, 181.0",
                                        "33°61'N 42°26'E",
                                        "17 October",
                                        "2023 11",
                                        "33 N 42 N",
                                        "33 E 42 E",
                                        "33.5 N 42.5 E 12.5",
                                        "N S E W",
                                        "1 2 3 4 5 6 7 8",
                                        "-",
                                        "--1.5, 2.5",
                                        "33.5N.5, 42.5E",
                                        "999999999999999999999999, 1.5",
                                        "1:2:3:4N 5E",
                                        "H-3",
                                        "K1",
                                        "12,",
                                        "-33.5S 12.5E",
                                        "33.5°47'N 42°E"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gaz_lonlat at;
        double extent;
        ck_assert_msg(!coordinates_parse(texts[i], &at, &extent), "%s is read as %f %f", texts[i], at.lat_deg,
                      at.lon_deg);
    }
}
END_TEST

START_TEST(words_commas_and_compact_forms)
{
    reads("33,786 42,441", 33.786, 42.441, 55.66);
    reads("33,786N; 42,441E", 33.786, 42.441, 55.66);
    reads("33.786,42.441", 33.786, 42.441, 55.66);
    reads("33 degrees 47 minutes north, 42 degrees 26 minutes east", 33 + 47 / 60.0, 42 + 26 / 60.0, 927.7);
    reads("12 deg 30 min South, 77 deg 15 min West", -12.5, -77.25, 927.7);
    reads("334710N 0422628E", 33 + 47 / 60.0 + 10 / 3600.0, 42 + 26 / 60.0 + 28 / 3600.0, 15.46);
    reads("0110.5N 10325.0E", 1 + 10.5 / 60, 103 + 25 / 60.0, 92.77);
    reads("\xE2\x88\x92"
          "33.5, \xE2\x88\x92"
          "70.25",
          -33.5, -70.25, 5566);
    gaz_lonlat at;
    double extent_m;
    // Three commas between digits do not tell which of them is which.
    ck_assert(!coordinates_parse("33,5,42,5", &at, &extent_m));
    ck_assert(!coordinates_parse("336110N 0422628E", &at, &extent_m));
    ck_assert(!coordinates_parse("33 northern 42 eastern", &at, &extent_m));
}
END_TEST

static void grid_reads(const char *text, double lat_deg, double lon_deg, double extent_m)
{
    coordinates found;
    ck_assert_msg(coordinates_read_grid(text, &found) == strlen(text), "%s is not read whole", text);
    // The examples come from implementations with series of their own: they agree to a few metres.
    ck_assert_msg(fabs(found.position.lat_deg - lat_deg) < 5e-5, "%s: latitude %.6f", text,
                  found.position.lat_deg);
    ck_assert_msg(fabs(found.position.lon_deg - lon_deg) < 5e-5, "%s: longitude %.6f", text,
                  found.position.lon_deg);
    ck_assert_msg(fabs(found.extent_m - extent_m) < 1, "%s: extent %f", text, found.extent_m);
}

START_TEST(military_grid)
{
    // The middle of the cell, as the mgrs library's documentation has them.
    grid_reads("33UXP04", 48.24949, 16.41445, 7071);
    grid_reads("24XWT783908", 83.62778, -32.66434, 71);
    grid_reads("33U XP 0 4", 48.24949, 16.41445, 7071);
    grid_reads("mgrs 24x wt 783 908", 83.62778, -32.66434, 71);
    coordinates found;
    static const char *const texts[] = {
        "61SMB12",   "0SMB12", "38IMB12", "38SIB12",  "38SMO12",    "38SMB123",
        "38SMB1 23", "38SMB",  "38SAB12", "38SMB12A", "38SMB 12 3", "38SMB12345678901",
        "ASMB12",    "",       "3",       "38",       "38S",        "38SM"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!coordinates_read_grid(texts[i], &found), "%s is read as %f %f", texts[i],
                      found.position.lat_deg, found.position.lon_deg);
}
END_TEST

START_TEST(transverse_mercator)
{
    // The CN Tower, as in the articles on the grid.
    grid_reads("17N 630084 4833438", 43.64256, -79.38714, 1);
    grid_reads("17T 630084 4833438", 43.64256, -79.38714, 1);
    grid_reads("UTM zone 17T 630084mE, 4833438mN", 43.64256, -79.38714, 1);
    coordinates found;
    // On the central meridian: the equator in the north, and 10,000 km of it in the south.
    ck_assert(coordinates_read_grid("31N 500000 00000", &found));
    ck_assert_double_eq_tol(found.position.lon_deg, 3, 1e-9);
    ck_assert_double_eq_tol(found.position.lat_deg, 0, 1e-9);
    // Both hemisphere and band: two places, unless the northing is none of the band's.
    ck_assert(coordinates_read_grid("38S 443000 3685000", &found) && found.has_other);
    ck_assert_double_eq_tol(found.position.lat_deg, 33.30259, 2e-5);
    ck_assert_double_lt(found.other.lat_deg, -50);
    ck_assert(coordinates_read_grid("56S 334873 6252266", &found) && !found.has_other);
    ck_assert_double_eq_tol(found.position.lat_deg, -33.857, 1e-3);
    static const char *const texts[] = {"17T 63008 4833438",   "17P 630084 4833438", "17T 630084",
                                        "17T 630084 48334380", "17T 950000 4833438", "17 630084 4833438",
                                        "99N 630084 4833438"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!coordinates_read_grid(texts[i], &found), "%s is read", texts[i]);
}
END_TEST

START_TEST(plus_codes)
{
    // From the test data of the specification: code, middle of its area.
    static const struct {
        const char *code;
        double lat_deg, lon_deg, tolerance_deg;
    } cases[] = {{"7FG49Q00+", 20.375, 2.775, 1e-9},
                 {"7FG49QCJ+2V", 20.3700625, 2.7821875, 1e-9},
                 {"7FG49QCJ+2VX", 20.3701125, 2.782234375, 1e-9},
                 {"8FVC2222+22", 47.0000625, 8.0000625, 1e-9},
                 {"4VCPPQGP+Q9", -41.2730625, 174.7859375, 1e-9},
                 {"62G20000+", 0.5, -179.5, 1e-9},
                 {"22220000+", -89.5, -179.5, 1e-9},
                 {"7fg40000+", 20.5, 2.5, 1e-9}};
    coordinates found;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(coordinates_read_plus(cases[i].code, &found) == strlen(cases[i].code), "%s",
                      cases[i].code);
        ck_assert(!found.is_short);
        ck_assert_double_eq_tol(found.position.lat_deg, cases[i].lat_deg, cases[i].tolerance_deg);
        ck_assert_double_eq_tol(found.position.lon_deg, cases[i].lon_deg, cases[i].tolerance_deg);
    }
    // Short codes of its test data, with the reference they were shortened by.
    static const struct {
        const char *code;
        gaz_lonlat near;
        double lat_deg, lon_deg;
    } shorts[] = {{"CJ+2VX", {-1.217765625, 51.3708675}, 51.3701125, -1.217765625},
                  {"9QCJ+2VX", {-1.217765625, 51.8701125}, 51.3701125, -1.217765625},
                  {"9G8F+6X", {8.6, 47.4}, 47.3655625, 8.5249375},
                  // Across the antimeridian, and at the edge of a cell.
                  {"2222+22", {179.9, 0.1}, 0.0000625, 180.0000625 - 360}};
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++) {
        ck_assert(coordinates_read_plus(shorts[i].code, &found) && found.is_short);
        coordinates_recover(&found, shorts[i].near);
        ck_assert_double_eq_tol(found.position.lat_deg, shorts[i].lat_deg, 1e-6);
        ck_assert_double_eq_tol(found.position.lon_deg, shorts[i].lon_deg, 1e-6);
    }
    // validityTests.csv of the specification, those that are no codes.
    static const char *const texts[] = {"8FWC2345+G",
                                        "8FWC2_45+G6",
                                        "8FWC2\xCE\xB7"
                                        "45+G6",
                                        "8FWC2345+G6+",
                                        "8FWC2300+G6",
                                        "WC2300+G6g",
                                        "WC2345+G",
                                        "WC2300+",
                                        "8FWC2345",
                                        "+",
                                        "2+2",
                                        "XX000000+",
                                        "8F0C2345+G6",
                                        ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!coordinates_read_plus(texts[i], &found), "%s is read", texts[i]);
}
END_TEST

START_TEST(positions_within_phrases)
{
    static const struct {
        const char *text, *part;
    } cases[] = {{"strike at 33.31N, 44.36E near the river", "33.31N, 44.36E"},
                 {"Ramadi (33.4256, 43.2993)", "33.4256, 43.2993"},
                 {"camp 38SMB4412378901, Iraq", "38SMB4412378901"},
                 {"Tower at 17T 630084 4833438.", "17T 630084 4833438"},
                 {"9G8F+6X Zurich", "9G8F+6X"},
                 {"position lat 33.31 lon 44.36 reported", "lat 33.31 lon 44.36"},
                 {"from 33\xC2\xB0"
                  "18'N 44\xC2\xB0"
                  "21'E to the south",
                  "33\xC2\xB0"
                  "18'N 44\xC2\xB0"
                  "21'E"}};
    coordinates found;
    size_t begin, end;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(coordinates_find(cases[i].text, &found, &begin, &end), "%s", cases[i].text);
        size_t at = (size_t)(strstr(cases[i].text, cases[i].part) - cases[i].text);
        ck_assert_msg(begin == at && end == at + strlen(cases[i].part), "%s: %zu to %zu", cases[i].text,
                      begin, end);
    }
    static const char *const texts[] = {"4.52, 6.25 km west of Ramadi",
                                        "Highway 15 and 27.5",
                                        "17 November 2023, 14:30",
                                        "120.50, 300.75 dollars",
                                        "B2345+C6 road",
                                        "5 killed, 12.5 wounded, 2023",
                                        "1200 families in 3 camps",
                                        "",
                                        "12"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!coordinates_find(texts[i], &found, &begin, &end), "%s: %.*s", texts[i],
                      (int)(end - begin), texts[i] + begin);
}
END_TEST

START_TEST(programs_write_longitude_first)
{
    static const char *const texts[] = {"POINT(103.25 -1.5)", "SRID=4326;Point Z (103.25 -1.5 12)",
                                        "{\"type\":\"Point\",\"coordinates\":[103.25, -1.5]}",
                                        "camp, POINT (103.25 -1.5), Jambi"};
    coordinates found;
    size_t begin, end;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ck_assert_msg(coordinates_find(texts[i], &found, &begin, &end), "%s", texts[i]);
        ck_assert_double_eq(found.position.lon_deg, 103.25);
        ck_assert_double_eq(found.position.lat_deg, -1.5);
    }
    static const char *const others[] = {"Point (5 6)",       "POINT(103.25 -91.5)",
                                         "POINT(103.25 -1.5", "POINT()",
                                         "point 1234",        "\"coordinates\":[[[103.25,-1.5]]]"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!coordinates_find(others[i], &found, &begin, &end), "%s", others[i]);
}
END_TEST

UNIT_MAIN("gazetteer/coordinates", decimal_degrees, minutes_and_seconds, words_tell_the_axes,
          hyphens_between_degrees_and_minutes, what_is_no_position, words_commas_and_compact_forms,
          military_grid, transverse_mercator, plus_codes, positions_within_phrases,
          programs_write_longitude_first)
