/** @file Every known export, by a fixture of invented rows under its real header. */
#include "unit/read/read_fixture.h"

#include <math.h>

/** What a row of a fixture must give. */
typedef struct {
    const char *file, *format;
    size_t index;
    const char *text; ///< as describe() writes it
} expected_row;

static const expected_row rows[] = {
    {"acled.csv", "ACLED", 0,
     "2 | ZZZ101 | Oldtown | 2025-05-16 (1) | Explosions/Remote violence | Army of A | The Gazette | "
     "Testland | 41.25 34.5 | 2000 m, 1 | 3-3-3 | -"},
    {"acled.csv", "ACLED", 1,
     "3 | ZZZ102 | Newtown | 2025-05-30 2025-06-05 (3) | Battles | Army of A | The Gazette | Testland | 41.5 "
     "34.6 | 25000 m, 2 | 0-0-0 | -"},
    {"acled.csv", "ACLED", 2,
     "4 | ZZZ103 | Southern | 2025-06-01 2025-06-30 (4) | Other | Army of A | The Gazette | Testland | 40.75 "
     "33.1 | 64000 m, 4 | 0-0-0 | -"},
    {"acled_old.csv", "ACLED", 0,
     "2 | ZZZ9 | Oldtown | 2019-04-03 (1) | Riots | Rioters | The Gazette | Testland | 41.25 34.5 | 2000 m, "
     "1 | 1-1-1 | -"},
    {"ucdp.csv", "UCDP GED", 0,
     "2 | 11 | Oldtown village | 2018-01-01 (1) | state-based conflict | Government of A | "
     "\"Agency,2018-01-02,Two killed\" | Testland | 41.25 34.5 | 2000 m, 1 | 1-2-3 | -"},
    {"ucdp.csv", "UCDP GED", 1,
     "3 | 12 | Northern province | 2018-01-01 2018-01-31 (4) | one-sided violence | Government of A | "
     "\"Agency,2018-02-02,Twenty killed\" | Testland | 41.5 34.75 | 64000 m, 4 | 20-20-20 | -"},
    {"gtd.csv", "GTD", 0,
     "2 | 201405000001 | M\xc3\xa9rida | 2014-05-01 2014-05-31 (4) | Bombing/Explosion | Group B | Gazette | "
     "Testland | 41.25 34.5 | 2000 m, 1 | 2-2-2 | 5"},
    {"gtd.csv", "GTD", 1,
     "3 | 201400000002 | Unknown | 2014-01-01 2014-12-31 (5) | Armed Assault | Unknown | - | Testland | 41.5 "
     "34.75 | 64000 m, 4 | - | -"},
    {"gtd.csv", "GTD", 2,
     "4 | 201405070003 | Newtown | 2014-05-07 (1) | Armed Assault | Unknown | - | Testland | 41.5 34.6 | "
     "29000 m, 3 | - | -"},
    {"gdelt2.export.CSV", "GDELT 2 events", 0,
     "1 | 900000001 | Oldtown, Northern, Testland | 2023-11-22 (1) | 190 | ARMY OF A | - | - | 41.25 34.5 | "
     "2000 m, 1 | - | -"},
    {"gdelt2.export.CSV", "GDELT 2 events", 1,
     "2 | 900000002 | Oldtown, Northern, Testland | 2023-11-22 (1) | 190 | ARMY OF A | - | - | 41.25 34.5 | "
     "243000 m, 6 | - | -"},
    {"gdelt1.export.CSV", "GDELT 1 events", 0,
     "1 | 900000001 | Oldtown, Northern, Testland | 2023-11-22 (1) | 190 | ARMY OF A | - | - | 41.25 34.5 | "
     "2000 m, 1 | - | -"},
    {"gdelt1_57.export.CSV", "GDELT 1 events", 1,
     "2 | 900000002 | Oldtown, Northern, Testland | 2023-11-22 (1) | 190 | ARMY OF A | - | - | 41.25 34.5 | "
     "243000 m, 6 | - | -"},
    {"polecat.tsv", "POLECAT", 0,
     "2 | 20231122-1 | Oldtown | 2023-11-22 (1) | ASSAULT | Army of A | Gazette | Testland | 41.25 34.5 | -, "
     "0 | - | -"},
    {"hxl.csv", "HXL", 0,
     "4 | - | Oldtown | 2023-11-22 (1) | shelling | - | Gazette | - | 41.25 34.5 | -, 0 | 3-3-3 | 4"},
    {"insecurity.csv", "Insecurity Insight", 0,
     "2 | 501 | - | 2023-11-22 (1) | - | - | - | TST | 41.25 34.5 | 2000 m, 1 | 1-1-1 | 2"},
    {"timemap.json", "TimeMap", 0,
     "1 | E1 | Oldtown | 2022-06-05 (1) | shelling | - | https://example.org/1; https://example.org/2 | - | "
     "41.25 34.5 | -, 0 | - | -"},
    {"timemap.json", "TimeMap", 1,
     "2 | E2 | Newtown | 2023-11-22 (1) | - | - | - | - | 41.5 34.6 | -, 0 | - | -"},
    {"geoconfirmed.json", "GeoConfirmed", 0,
     "1 | g1 | - | 2023-11-22 (1) | - | - | https://example.org/1 | - | 41.25 34.5 | -, 0 | - | -"},
    {"cen4infores.geojson", "Cen4InfoRes", 0,
     "1 | UA1 | Oldtown | 2023-11-22 (1) | - | - | - | Testland | 41.25 34.5 | -, 0 | - | -"},
    {"texty.csv", "Texty", 0,
     "2 | - | Oldtown | 2023-11-22 (1) | school | - | - | - | 41.25 34.5 | 2000 m, 1 | - | -"},
    {"texty.csv", "Texty", 1,
     "3 | - | Newtown | 2023-11-23 (1) | mill | - | - | - | 41.5 34.6 | -, 0 | - | -"},
    {"viina.csv", "VIINA", 0,
     "2 | 77 | Oldtown | 2023-11-22 (1) | - | - | gazette | - | 41.25 34.5 | -, 0 | - | -"},
    {"pirates.csv", "pirate attacks", 0,
     "2 | - | 7 nm SE of the lighthouse | 2003-01-02 (1) | Boarded | - | testdata | ERI | 41.25 14.5 | -, 0 "
     "| - | -"},
    {"asam.csv", "ASAM", 0,
     "2 | 2023-1 | - | 2023-11-22 (1) | - | Pirates | - | - | 41.25 14.5 | -, 0 | - | -"},
    {"nasa.csv", "NASA Global Landslide Catalog", 0,
     "2 | 1 | Mill hill, Oldtown | 2008-08-01 (1) | landslide | - | Gazette | Testland | 41.25 34.5 | 2000 "
     "m, 1 | 11-11-11 | -"},
    {"nasa.csv", "NASA Global Landslide Catalog", 1,
     "3 | 2 | Newtown | 2008-08-13 (1) | mudslide | - | Gazette | Testland | 41.5 34.6 | 25000 m, 0 | 0-0-0 "
     "| 3"},
    {"nasa.csv", "NASA Global Landslide Catalog", 2,
     "4 | 3 | Newtown | 2008-08-14 (1) | mudslide | - | Gazette | Testland | 41.5 34.6 | -, 0 | - | -"},
    {"usgs.csv", "USGS earthquakes", 0,
     "2 | us1 | - | 2023-11-22 (1) | earthquake | - | us | - | 41.25 34.5 | 7500 m, 0 | - | -"},
    {"firms.csv", "FIRMS", 0, "2 | - | - | 2023-11-22 (1) | - | - | N | - | 41.25 34.5 | -, 0 | - | -"},
    {"denver.csv", "Denver crime", 0,
     "2 | 2016376978 | 1 EXAMPLE ST | 2016-06-15 (1) | all-other-crimes | - | - | - | -104.75 39.75 | -, 0 | "
     "- | -"},
    {"denver.csv", "Denver crime", 1,
     "3 | 2016376979 | 2 EXAMPLE ST | 2016-06-03 2016-06-05 (2) | burglary | - | - | - | -104.5 39.5 | -, 0 "
     "| - | -"},
    {"ushahidi.csv", "Ushahidi", 0,
     "2 | 17 | - | 2023-11-22 (1) | Road report | - | - | - | 41.25 34.5 | -, 0 | - | -"},
};

static void put_text(strbuf *out, const char *text)
{
    strbuf_printf(out, " | %s", text ? text : "-");
}

/**
 * Row | id | place | days (date_prec) | type | actor | source | country | lon lat | radius, place_prec |
 * killed as low-best-high | injured; "-" for what is absent.
 */
static const char *describe(strbuf *out, const incident *item)
{
    strbuf_clear(out);
    strbuf_printf(out, "%d", (int)item->row);
    put_text(out, item->id);
    put_text(out, item->place);
    strbuf_printf(out, " | %s (%d)", fixture_days(item), item->date_prec);
    put_text(out, item->type);
    put_text(out, item->actor);
    put_text(out, item->source);
    put_text(out, item->country);
    strbuf_printf(out, " | %.12g %.12g | ", item->position.lon_deg, item->position.lat_deg);
    if (isnan(item->radius_m))
        strbuf_puts(out, "-");
    else
        strbuf_printf(out, "%.12g m", item->radius_m);
    strbuf_printf(out, ", %d | ", (int)item->prec);
    if (item->killed_low == COUNT_NONE && item->killed == COUNT_NONE && item->killed_high == COUNT_NONE)
        strbuf_puts(out, "-");
    else
        strbuf_printf(out, "%d-%d-%d", item->killed_low, item->killed, item->killed_high);
    strbuf_printf(out, item->injured == COUNT_NONE ? " | -" : " | %d", item->injured);
    return strbuf_text(out);
}

START_TEST(every_export_is_recognised_and_read)
{
    strbuf text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const expected_row *r = &rows[i];
        fixture f = fixture_read_named(r->file);
        ck_assert_msg(f.status == INCMAP_OK, "%s: %s", r->file, f.err.message);
        char line[64];
        snprintf(line, sizeof line, "recognised as %s\n", r->format);
        ck_assert_msg(strstr(strbuf_text(&f.description), line), "%s: %s", r->file,
                      strbuf_text(&f.description));
        ck_assert_uint_lt(r->index, f.count);
        ck_assert_msg(!f.rejected[r->index], "%s: %s", r->file, f.rejected[r->index]);
        const incident *item = &f.set.items[r->index];
        ck_assert(item->has_position);
        ck_assert_str_eq(item->rule, "coordinates");
        ck_assert_double_eq(item->confidence, 1);
        ck_assert_str_eq(describe(&text, item), r->text);
        fixture_dispose(&f);
    }
    strbuf_dispose(&text);
}
END_TEST

START_TEST(rows_without_coordinates_keep_their_place)
{
    fixture f = fixture_read_named("cen4infores.geojson");
    ck_assert_uint_eq(f.count, 2);
    ck_assert_ptr_null(f.rejected[1]);
    ck_assert(!f.set.items[1].has_position);
    ck_assert_str_eq(f.set.items[1].place, "Newtown");
    ck_assert_str_eq(f.set.items[1].admin1, "Northern");
    fixture_dispose(&f);
    f = fixture_read_named("hxl.csv");
    ck_assert_uint_eq(f.count, 2);
    ck_assert(!f.set.items[1].has_position);
    ck_assert_str_eq(f.set.items[1].place, "Newtown");
    ck_assert_int_eq(f.set.items[1].row, 5);
    fixture_dispose(&f);
}
END_TEST

START_TEST(faults_of_exports_are_rejected_row_by_row)
{
    fixture f = fixture_read_named("ucdp.csv");
    ck_assert_uint_eq(f.count, 3);
    ck_assert_str_eq(f.rejected[2],
                     "column \"date_end\": 2018-03-03 00:00:00.000 is before the start, 2018-03-05 "
                     "00:00:00.000; correct one of them");
    fixture_dispose(&f);
    f = fixture_read_named("geoconfirmed.json");
    ck_assert_str_eq(
        f.rejected[1],
        "column \"date\": 1527391234567890 is no date; write it as YYYY-MM-DD or empty the cell");
    fixture_dispose(&f);
}
END_TEST

UNIT_MAIN("read/formats", every_export_is_recognised_and_read, rows_without_coordinates_keep_their_place,
          faults_of_exports_are_rejected_row_by_row)
