#include "gazetteer/coordinates.h"
#include "unit/unit.h"

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

UNIT_MAIN("gazetteer/coordinates", decimal_degrees, minutes_and_seconds, what_is_no_position)
