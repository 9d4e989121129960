#include "pipeline.h"

#include "gazetteer/gazetteer.h"
#include "unit/unit.h"

#include <cpl_string.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/incmap-test-XXXXXX";
static char gazetteer_path[64];

static void add_layer(const char *map, const char *name, bool first)
{
    char path[512];
    snprintf(path, sizeof path, TEST_DATA_DIR "/pipeline/%s.geojson", name);
    GDALDatasetH from = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(from);
    char **arguments = CSLAddString(NULL, "-f");
    arguments = CSLAddString(arguments, "GPKG");
    if (!first) arguments = CSLAddString(arguments, "-update");
    arguments = CSLAddString(arguments, "-nln");
    arguments = CSLAddString(arguments, name);
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(arguments, NULL);
    GDALDatasetH to = first ? NULL : GDALOpenEx(map, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    to = GDALVectorTranslate(first ? map : NULL, to, 1, &from, options, NULL);
    ck_assert_ptr_nonnull(to);
    GDALVectorTranslateOptionsFree(options);
    CSLDestroy(arguments);
    GDALClose(to);
    GDALClose(from);
}

/** A gazetteer of four invented places in a folder of its own; once for each test, since Check forks. */
static const char *gazetteer(void)
{
    if (*gazetteer_path) return gazetteer_path;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char map[64];
    snprintf(map, sizeof map, "%s/world_map.gpkg", folder);
    OGRRegisterAll();
    add_layer(map, "countries", true);
    add_layer(map, "states_provinces", false);
    snprintf(gazetteer_path, sizeof gazetteer_path, "%s/gazetteer.gpkg", folder);
    const gaz_build_request request = {
        .curated_dir = TEST_DATA_DIR "/pipeline/curated", .package_dir = folder, .out_path = gazetteer_path};
    gaz_error err = {0};
    ck_assert_msg(gaz_build(&request, &err) == GAZ_OK, "%s", err.message);
    unlink(map);
    return gazetteer_path;
}

static void gazetteer_remove(void)
{
    unlink(gazetteer_path);
    rmdir(folder);
    *gazetteer_path = '\0';
    memcpy(folder, "/tmp/incmap-test-XXXXXX", sizeof folder);
}

/** A table that lives as long as its path is wanted. */
typedef struct {
    char path[64];
} table;

static table table_write(const char *text)
{
    table t;
    strcpy(t.path, "/tmp/incmap-test-XXXXXX.csv");
    int fd = mkstemps(t.path, 4);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return t;
}

typedef struct {
    incident_set set;
    account acc;
    date_range effective;
    attribution_list attributions;
    incmap_error err;
    incmap_status status;
} outcome;

static outcome run_tables(const table *tables, size_t count, pipeline_request request)
{
    outcome o = {0};
    const char *inputs[4];
    for (size_t i = 0; i < count; i++) inputs[i] = tables[i].path;
    request.inputs = inputs;
    request.input_count = count;
    o.status = pipeline_load(&o.set, &o.acc, &o.effective, &o.attributions, &request, &o.err);
    for (size_t i = 0; i < count; i++) unlink(tables[i].path);
    return o;
}

static outcome run_text(const char *text, pipeline_request request)
{
    table t = table_write(text);
    return run_tables(&t, 1, request);
}

static void dispose(outcome *o)
{
    incident_set_dispose(&o->set);
    account_dispose(&o->acc);
}

static date_range days(const char *from, const char *to)
{
    date_range range = {DAY_NONE, DAY_NONE};
    if (from) ck_assert(date_parse_iso(from, &range.from));
    if (to) ck_assert(date_parse_iso(to, &range.to));
    return range;
}

static void assert_account(const outcome *o, const char *line)
{
    char text[ACCOUNT_LINE_MAX];
    ck_assert_msg(o->status == INCMAP_OK, "%s", o->err.message);
    ck_assert_str_eq(account_format_line(&o->acc, text), line);
    ck_assert_int_eq(o->acc.counts[ROW_MAPPED], (int64_t)o->set.count);
}

#define ALL                                                                                                  \
    {                                                                                                        \
        DAY_NONE, DAY_NONE                                                                                   \
    }

START_TEST(each_row_has_one_fate_and_the_first_that_applies)
{
    // Rejected before outside, outside before filtered, filtered before unresolved.
    const char *text = "id,date,lat,lon,place,killed\n"
                       "1,2023-11-20,34.5,41.25,,5\n"
                       "2,2022-01-01,934.5,41.25,,0\n"
                       "3,2022-01-01,34.5,41.25,,0\n"
                       "4,2022-01-01,,,Nowhereville,0\n"
                       "5,2023-11-20,34.5,41.25,,0\n"
                       "6,2023-11-20,,,Nowhereville,0\n"
                       "7,2023-11-20,,,Nowhereville,5\n"
                       "8,2023-11-20,,,,5\n";
    outcome o =
        run_text(text, (pipeline_request){.range = days("2023-11-01", "2023-11-30"), .where = "killed > 1"});
    assert_account(&o, "read 8 = mapped 1 + outside dates 2 + filtered 2 + unresolved 1 + rejected 2");
    ck_assert_str_eq(o.set.items[0].id, "1");
    static const int64_t rows[] = {3, 8, 9};
    static const row_fate fates[] = {ROW_REJECTED, ROW_UNRESOLVED, ROW_REJECTED};
    ck_assert_uint_eq(o.acc.row_count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(o.acc.rows[i].row, rows[i]);
        ck_assert_int_eq(o.acc.rows[i].fate, fates[i]);
    }
    ck_assert_str_eq(o.acc.rows[1].reason,
                     "place \"Nowhereville\": no gazetteer was found; \"./bootstrap build\" makes "
                     "one, or give --gazetteer FILE");
    dispose(&o);
}
END_TEST

START_TEST(a_range_takes_what_may_lie_in_it)
{
    const char *text = "id,date,date_end,lat,lon\n"
                       "in,2023-11-18,,1,2\n"
                       "month,2023-11,,1,2\n"
                       "undated,,,1,2\n"
                       "across,2023-11-10,2023-11-17,1,2\n"
                       "before,2023-11-10,2023-11-16,1,2\n"
                       "after,2023-11-23,,1,2\n"
                       "edges,2023-11-17,2023-11-22,1,2\n";
    outcome o = run_text(text, (pipeline_request){.range = days("2023-11-17", "2023-11-22")});
    assert_account(&o, "read 7 = mapped 5 + outside dates 2 + filtered 0 + unresolved 0 + rejected 0");
    ck_assert_int_eq(o.acc.possible, 3);
    static const char *const ids[] = {"in", "month", "undated", "across", "edges"};
    static const bool possible[] = {false, true, true, true, false};
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(o.set.items[i].id, ids[i]);
        ck_assert_int_eq(o.set.items[i].possible, possible[i]);
    }
    ck_assert_int_eq(o.effective.from, date_to_day((civil_date){2023, 11, 17}));
    dispose(&o);
}
END_TEST

START_TEST(last_counts_back_from_the_newest)
{
    const char *text =
        "id,date,lat,lon\na,2024-02-29,1,2\nb,2024-03-31,1,2\nc,2024-03-25,1,2\nd,2024-03-24,1,2\n"
        "e,2023-03-31,1,2\nf,2023-04-01,1,2\ng,bad,1,2\n";
    static const struct {
        const char *last, *from, *account;
    } cases[] = {
        {"7d", "2024-03-25", "read 7 = mapped 2 + outside dates 4 + filtered 0 + unresolved 0 + rejected 1"},
        {"1w", "2024-03-25", "read 7 = mapped 2 + outside dates 4 + filtered 0 + unresolved 0 + rejected 1"},
        {"1m", "2024-03-01", "read 7 = mapped 3 + outside dates 3 + filtered 0 + unresolved 0 + rejected 1"},
        {"1y", "2023-04-01", "read 7 = mapped 5 + outside dates 1 + filtered 0 + unresolved 0 + rejected 1"},
        {"9999y", "0001-01-01",
         "read 7 = mapped 6 + outside dates 0 + filtered 0 + unresolved 0 + rejected 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome o = run_text(text, (pipeline_request){.range = ALL, .last = cases[i].last});
        assert_account(&o, cases[i].account);
        char from[DATE_ISO_MAX];
        ck_assert_str_eq(date_format_iso(o.effective.from, from), cases[i].from);
        ck_assert_str_eq(date_format_iso(o.effective.to, from), "2024-03-31");
        dispose(&o);
    }
    // --to moves the end, --from holds where it is later.
    outcome o = run_text(text, (pipeline_request){.range = days("2024-02-29", "2024-03-26"), .last = "2m"});
    assert_account(&o, "read 7 = mapped 3 + outside dates 3 + filtered 0 + unresolved 0 + rejected 1");
    dispose(&o);
    static const char *const bad[] = {"", "d", "7", "7x", "0d", "-1d", "7dd", "99999999999d", "1.5d"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        o = run_text(text, (pipeline_request){.range = ALL, .last = bad[i]});
        ck_assert_msg(o.status == INCMAP_USAGE, "%s", bad[i]);
        ck_assert(strstr(o.err.message, "--last"));
        dispose(&o);
    }
}
END_TEST

START_TEST(dates_asked_of_a_table_without_them_are_an_error)
{
    const char *text = "id,lat,lon\na,1,2\n";
    outcome o = run_text(text, (pipeline_request){.range = days("2024-01-01", NULL)});
    ck_assert_int_eq(o.status, INCMAP_FAILED);
    ck_assert(strstr(o.err.message, "--map date="));
    dispose(&o);
    o = run_text(text, (pipeline_request){.range = ALL, .last = "7d"});
    ck_assert_int_eq(o.status, INCMAP_FAILED);
    dispose(&o);
    o = run_text(text, (pipeline_request){.range = ALL});
    assert_account(&o, "read 1 = mapped 1 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    dispose(&o);
}
END_TEST

START_TEST(several_inputs_keep_their_order_and_their_own_columns)
{
    const table tables[] = {table_write("date,lat,lon,score\n2024-01-02,1,2,7\n2024-01-02,1,,8\n"),
                            table_write("day,where,y,x\n2024-01-01,A,1,2\n2024-01-02,B,91,2\n")};
    static const char *const extras[] = {"score", "where"};
    outcome o = run_tables(tables, 2, (pipeline_request){.range = ALL, .extras = extras, .extra_count = 2});
    assert_account(&o, "read 4 = mapped 2 + outside dates 0 + filtered 0 + unresolved 0 + rejected 2");
    ck_assert_int_eq(o.set.items[0].input, 0);
    ck_assert_int_eq(o.set.items[1].input, 1);
    ck_assert_double_eq(o.set.items[0].extras[0].number, 7);
    ck_assert_int_eq(o.set.items[0].extras[1].kind, VALUE_NULL);
    ck_assert_int_eq(o.set.items[1].extras[0].kind, VALUE_NULL);
    ck_assert_str_eq(o.set.items[1].extras[1].text, "A");
    ck_assert_int_eq(o.acc.rows[0].input, 0);
    ck_assert_int_eq(o.acc.rows[1].input, 1);
    dispose(&o);
}
END_TEST

START_TEST(places_are_resolved_and_the_rest_explained)
{
    const char *text = "id,date,place,country,lat,lon\n"
                       "1,2024-01-01,Oldtown,,,\n"
                       "2,2024-01-01,Qwzrtplk,,,\n"
                       "3,2024-01-01,Oldtown,,,\n"
                       "4,2024-01-01,Oldtown,,1,2\n"
                       "5,2024-01-01,Twinville,Yemen,,\n";
    outcome o = run_text(text, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer()});
    assert_account(&o, "read 5 = mapped 4 + outside dates 0 + filtered 0 + unresolved 1 + rejected 0");
    const incident *first = &o.set.items[0], *second = &o.set.items[1], *given = &o.set.items[2],
                   *yemen = &o.set.items[3];
    ck_assert_str_eq(first->id, "1");
    ck_assert_double_eq_tol(first->position.lon_deg, 41.25, 1e-6);
    ck_assert_double_eq_tol(first->position.lat_deg, 34.5, 1e-6);
    ck_assert_double_gt(first->radius_m, 0);
    ck_assert_double_gt(first->confidence, 0.5);
    ck_assert_double_le(first->confidence, 1);
    ck_assert_str_eq(first->rule, "name");
    ck_assert_ptr_nonnull(first->area);
    ck_assert(geom_contains(first->area, first->position));
    ck_assert_str_eq(second->id, "3");
    ck_assert_ptr_eq(second->area, first->area);
    ck_assert_str_eq(given->rule, "coordinates");
    ck_assert_double_eq(given->position.lon_deg, 2);
    ck_assert_str_eq(yemen->id, "5");
    ck_assert_double_eq_tol(yemen->position.lat_deg, 15.5, 1e-6);
    ck_assert_int_eq(o.acc.rows[0].row, 3);
    ck_assert(strstr(o.acc.rows[0].reason, "place \"Qwzrtplk\": "));
    dispose(&o);
    gazetteer_remove();
}
END_TEST

START_TEST(places_of_ships_reach_out_to_sea)
{
    // One phrase in three tables, of which the second is about ships.
    const table tables[3] = {table_write("date,place,township\n2024-01-01,Oldtown,A\n"),
                             table_write("date,place,Vessel Name\n2024-01-01,Oldtown,B\n"),
                             table_write("date,place,type\n2024-01-01,Oldtown,shipping\n")};
    outcome o = run_tables(tables, 3, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer()});
    assert_account(&o, "read 3 = mapped 3 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    const incident *land = &o.set.items[0], *sea = &o.set.items[1], *word = &o.set.items[2];
    ck_assert_double_gt(sea->radius_m, 2 * land->radius_m);
    ck_assert_int_eq(sea->prec, PREC_NEAR);
    ck_assert_int_eq(land->prec, PREC_EXACT);
    ck_assert_ptr_eq(word->area, land->area);
    dispose(&o);
    gazetteer_remove();
}
END_TEST

START_TEST(an_ambiguous_place_names_its_candidates_and_the_country_settles_it)
{
    const char *text = "date,place\n2024-01-01,Twinville\n";
    outcome o = run_text(text, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer()});
    assert_account(&o, "read 1 = mapped 0 + outside dates 0 + filtered 0 + unresolved 1 + rejected 0");
    ck_assert_msg(strstr(o.acc.rows[0].reason, "could be Twinville (town, ") &&
                      strstr(o.acc.rows[0].reason, " or Twinville (town, ") &&
                      strstr(o.acc.rows[0].reason, "IQ") && strstr(o.acc.rows[0].reason, "YE"),
                  "%s", o.acc.rows[0].reason);
    dispose(&o);
    o = run_text(text, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer(), .country = "YE"});
    assert_account(&o, "read 1 = mapped 1 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    ck_assert_double_eq_tol(o.set.items[0].position.lat_deg, 15.5, 1e-6);
    dispose(&o);
    // A row's own country is nearer than the one for all.
    o = run_text("date,place,country\n2024-01-01,Twinville,IQ\n",
                 (pipeline_request){.range = ALL, .gazetteer_path = gazetteer(), .country = "YE"});
    assert_account(&o, "read 1 = mapped 1 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    ck_assert_double_eq_tol(o.set.items[0].position.lat_deg, 34.55, 1e-6);
    dispose(&o);
    // So are the other places of the table.
    o = run_text("date,place\n2024-01-01,Twinville\n2024-01-01,Oldtown\n2024-01-01,Hillcamp\n",
                 (pipeline_request){.range = ALL, .gazetteer_path = gazetteer()});
    assert_account(&o, "read 3 = mapped 3 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    ck_assert_double_eq_tol(o.set.items[0].position.lat_deg, 34.55, 1e-6);
    dispose(&o);
    gazetteer_remove();
}
END_TEST

START_TEST(rows_coded_to_a_unit_get_its_polygon_where_it_is_wanted)
{
    const char *text =
        "date,lat,lon,where_prec\n2024-01-01,34.5,41.25,4\n2024-01-01,35,42,4\n2024-01-01,33.5,42,4\n"
        "2024-01-01,34.5,41.25,6\n2024-01-01,34.5,41.25,1\n2024-01-01,0,1,4\n";
    outcome o =
        run_text(text, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer(), .want_areas = true});
    assert_account(&o, "read 6 = mapped 6 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    const incident *items = o.set.items;
    ck_assert_ptr_nonnull(items[0].area);
    ck_assert_ptr_eq(items[1].area, items[0].area);
    ck_assert_double_eq_tol(geom_bounds(items[0].area).south_deg, 34, 1e-6);
    ck_assert_double_eq_tol(geom_bounds(items[2].area).north_deg, 34, 1e-6);
    ck_assert_double_eq_tol(geom_bounds(items[3].area).south_deg, 33, 1e-6);
    ck_assert_double_eq_tol(geom_bounds(items[3].area).north_deg, 37, 1e-6);
    ck_assert_ptr_null(items[4].area);
    ck_assert_ptr_null(items[5].area);
    ck_assert_double_eq(items[0].radius_m, incident_prec_radius_m(PREC_ADM1));
    dispose(&o);
    o = run_text(text, (pipeline_request){.range = ALL, .gazetteer_path = gazetteer()});
    ck_assert_ptr_null(o.set.items[0].area);
    dispose(&o);
    gazetteer_remove();
}
END_TEST

START_TEST(a_gazetteer_is_opened_only_where_it_is_needed)
{
    outcome o =
        run_text("lat,lon\n1,2\n", (pipeline_request){.range = ALL, .gazetteer_path = "/nowhere.gpkg"});
    assert_account(&o, "read 1 = mapped 1 + outside dates 0 + filtered 0 + unresolved 0 + rejected 0");
    ck_assert_uint_eq(o.attributions.count, 0);
    dispose(&o);
    o = run_text("place\nOldtown\n", (pipeline_request){.range = ALL, .gazetteer_path = "/nowhere.gpkg"});
    ck_assert_int_eq(o.status, INCMAP_FAILED);
    ck_assert(strstr(o.err.message, "/nowhere.gpkg"));
    dispose(&o);
}
END_TEST

START_TEST(a_failure_names_the_input)
{
    const table t[] = {table_write("lat,lon\n1,2\n"), table_write("colour\nred\n")};
    outcome o = run_tables(t, 2, (pipeline_request){.range = ALL});
    ck_assert_int_eq(o.status, INCMAP_FAILED);
    ck_assert(strstr(o.err.message, t[1].path));
    dispose(&o);
    o = run_text("lat,lon\n1,2\n", (pipeline_request){.range = ALL, .where = "deaths > 1"});
    ck_assert_int_eq(o.status, INCMAP_USAGE);
    dispose(&o);
}
END_TEST

/** A pseudo-random number below @p count: the same sequence in every run. */
static unsigned pick(unsigned count)
{
    static unsigned seed = 23;
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % count;
}

START_TEST(the_account_of_random_tables_adds_up)
{
    static const char *const dates[] = {
        "2024-01-01", "2024-01", "2023",       "",           "NA",
        "2024-02-30", "soon",    "2030-01-01", "1 May 2024", "2024-01-01 to 2024-01-05"};
    static const char *const lats[] = {"1", "34.5", "", "91", "x", "-12,5", "1e2", "NA", "12N"};
    static const char *const places[] = {"", "Oldtown", "Nowhere", "\"a, b\"", "NA", "\"two\nlines\""};
    static const char *const wheres[] = {NULL, "score > 3", "place IS NULL", "lat > 0 OR killed > 1",
                                         "date_start < '2024'"};
    for (int i = 0; i < 150; i++) {
        strbuf text = {0};
        strbuf_puts(&text, "date,lat,lon,place,score,killed\n");
        int64_t count = pick(40);
        for (int64_t k = 0; k < count; k++) {
            strbuf_puts(&text, dates[pick(10)]);
            strbuf_printf(&text, ",\"%s\"", lats[pick(9)]);
            strbuf_printf(&text, ",\"%s\"", lats[pick(9)]);
            strbuf_printf(&text, ",%s", places[pick(6)]);
            strbuf_printf(&text, ",%u", pick(9));
            strbuf_printf(&text, ",%u\n", pick(4));
            if (pick(7) == 0) strbuf_puts(&text, "\n");
        }
        pipeline_request request = {.range = ALL, .where = wheres[pick(5)]};
        const char *from = pick(2) ? "2023-06-01" : NULL, *to = pick(2) ? "2024-01-03" : NULL;
        if (pick(2)) request.range = days(from, to);
        if (pick(4) == 0) request.last = "30d";
        outcome o = run_text(strbuf_text(&text), request);
        ck_assert_msg(o.status == INCMAP_OK, "%s\n%s", o.err.message, strbuf_text(&text));
        ck_assert_int_eq(account_read(&o.acc), count);
        ck_assert_int_eq(o.acc.counts[ROW_MAPPED], (int64_t)o.set.count);
        ck_assert_int_eq(o.acc.counts[ROW_UNRESOLVED] + o.acc.counts[ROW_REJECTED], (int64_t)o.acc.row_count);
        for (size_t k = 0; k < o.acc.row_count; k++) {
            ck_assert_ptr_nonnull(o.acc.rows[k].reason);
            if (k) ck_assert_int_lt(o.acc.rows[k - 1].row, o.acc.rows[k].row);
        }
        for (size_t k = 0; k < o.set.count; k++) {
            ck_assert(o.set.items[k].has_position && lonlat_is_valid(o.set.items[k].position));
            if (k) ck_assert_int_lt(o.set.items[k - 1].row, o.set.items[k].row);
            ck_assert(date_range_match(o.effective, o.set.items[k].date_start, o.set.items[k].date_end) !=
                      DATE_OUTSIDE);
        }
        dispose(&o);
        strbuf_dispose(&text);
    }
}
END_TEST

UNIT_MAIN("pipeline", each_row_has_one_fate_and_the_first_that_applies, a_range_takes_what_may_lie_in_it,
          last_counts_back_from_the_newest, dates_asked_of_a_table_without_them_are_an_error,
          several_inputs_keep_their_order_and_their_own_columns, places_are_resolved_and_the_rest_explained,
          places_of_ships_reach_out_to_sea,
          an_ambiguous_place_names_its_candidates_and_the_country_settles_it,
          rows_coded_to_a_unit_get_its_polygon_where_it_is_wanted,
          a_gazetteer_is_opened_only_where_it_is_needed, a_failure_names_the_input,
          the_account_of_random_tables_adds_up)
