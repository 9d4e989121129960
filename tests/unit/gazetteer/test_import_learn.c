#include "unit/gazetteer/fixture.h"

#include <stdlib.h>

static gaz_error err;

static gaz_import *begin(void)
{
    fixture_build(fixture_path("store.gpkg"));
    gaz_import *import;
    gaz_import_source source = {.store_path = fixture_path("store.gpkg"), .name = "archive", .key = "a"};
    ck_assert_msg(gaz_import_begin(&import, &source, &err) == GAZ_OK, "%s", err.message);
    return import;
}

static void observe(gaz_import *import, const char *name, const char *admin1, double lon_deg, double lat_deg,
                    int precision, int times)
{
    gaz_observation seen = {
        .name = name, .admin1 = admin1, .position = {lon_deg, lat_deg}, .precision = precision};
    for (int i = 0; i < times; i++)
        ck_assert_msg(gaz_import_observe(import, &seen, &err) == GAZ_OK, "%s", err.message);
}

static gaz *commit(gaz_import *import, int64_t places, int64_t rejected)
{
    gaz_import_totals totals;
    gaz *g;
    ck_assert_msg(gaz_import_commit(import, &totals, &err) == GAZ_OK, "%s", err.message);
    ck_assert_int_eq(totals.places, places);
    ck_assert_int_eq(totals.rejected, rejected);
    ck_assert_msg(gaz_open(&g, fixture_path("store.gpkg"), &err) == GAZ_OK, "%s", err.message);
    return g;
}

static void assert_place(gaz *g, const char *phrase, const char *name, const char *kind, double lon_deg,
                         double lat_deg)
{
    gaz_answer *answer = fixture_resolve(g, phrase, NULL);
    ck_assert_msg(answer->status == GAZ_RESOLVED, "%s: %s", phrase, answer->explanation);
    ck_assert_str_eq(answer->name, name);
    ck_assert_str_eq(answer->kind, kind);
    ck_assert_str_eq(answer->source, "archive");
    ck_assert_double_lt(fixture_distance_m(answer, lon_deg, lat_deg), 1);
    gaz_answer_free(answer);
}

START_TEST(the_median_is_not_moved_by_a_slip)
{
    gaz_import *import = begin();
    observe(import, "Barghut village", "Dayr az Zawr", 40.0, 35.0, 1, 4);
    // A coder's slip of 8 km.
    observe(import, "Barghut village", "Dayr az Zawr", 40.08, 35.0, 1, 1);
    gaz *g = commit(import, 1, 0);
    assert_place(g, "Barghut", "Barghut", "village", 40.0, 35.0);
    assert_place(g, "Barghut village", "Barghut", "village", 40.0, 35.0);
    // Nine in ten rows lie within 8 km of the median, not within a village's own extent.
    gaz_answer *answer = fixture_resolve(g, "Barghut", NULL);
    ck_assert_double_gt(answer->radius_m, 7000);
    ck_assert_double_lt(answer->radius_m, 7600);
    ck_assert_str_eq(answer->country, "SY");
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(exact_rows_outweigh_those_that_are_near)
{
    gaz_import *import = begin();
    observe(import, "Zunbur", NULL, 40.00, 35.0, 1, 3);
    observe(import, "Zunbur", NULL, 40.05, 35.0, 2, 5);
    gaz *g = commit(import, 1, 0);
    assert_place(g, "Zunbur", "Zunbur", "village", 40.0, 35.0);
    fixture_close(g);
}
END_TEST

static int precision_of(gaz *g, const char *phrase)
{
    gaz_answer *answer = fixture_resolve(g, phrase, NULL);
    int precision = answer->precision;
    gaz_answer_free(answer);
    return precision;
}

START_TEST(answers_have_the_code_of_most_rows)
{
    gaz_import *import = begin();
    observe(import, "Zunbur", NULL, 40.00, 35.0, 1, 3);
    observe(import, "Zunbur", NULL, 40.05, 35.0, 2, 5);
    observe(import, "Barghut", NULL, 41.00, 34.8, 1, 2);
    observe(import, "Barghut", NULL, 41.00, 34.8, 2, 2);
    observe(import, "Dabbur", NULL, 42.00, 33.5, 0, 4);
    observe(import, "Namlah", NULL, 43.00, 33.5, 2, 1);
    observe(import, "Jabal Qunfudh", NULL, 39.00, 33.5, 2, 4);
    observe(import, "Jabal Qunfudh", NULL, 39.00, 33.5, 1, 1);
    observe(import, "Jabal Hirbah", NULL, 38.00, 33.5, 1, 2);
    observe(import, "Jabal Hirbah", NULL, 38.00, 33.5, 2, 1);
    gaz *g = commit(import, 6, 0);
    ck_assert_int_eq(precision_of(g, "Zunbur"), 2);
    // As many of either.
    ck_assert_int_eq(precision_of(g, "Barghut"), 2);
    ck_assert_int_eq(precision_of(g, "Dabbur"), 1);
    ck_assert_int_eq(precision_of(g, "Jabal Qunfudh"), 2);
    ck_assert_int_eq(precision_of(g, "Jabal Hirbah"), 1);
    ck_assert_int_eq(precision_of(g, "Namlah village"), 2);
    // What is said of the place stays its own.
    gaz_answer *answer = fixture_resolve(g, "Zunbur", NULL);
    ck_assert_double_lt(answer->radius_m, 5000);
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(only_places_are_learnt)
{
    gaz_import *import = begin();
    observe(import, "Barghut district", "x", 40, 35, 3, 7);
    observe(import, "Some province", "x", 40, 35, 4, 1);
    observe(import, "Syria", NULL, 38, 35, 6, 1);
    observe(import, "", NULL, 38, 35, 1, 1);
    observe(import, NULL, NULL, 38, 35, 1, 1);
    observe(import, "(!)", NULL, 38, 35, 1, 1);
    observe(import, "Off", NULL, 181, 35, 1, 1);
    observe(import, "Unreal", NULL, NAN, NAN, 1, 1);
    observe(import, "Qasr Far air base", NULL, 40.5, 35.5, 0, 1);
    gaz *g = commit(import, 1, 14);
    assert_place(g, "Qasr Far air base", "Qasr Far air base", "air base", 40.5, 35.5);
    fixture_close(g);
}
END_TEST

START_TEST(far_apart_means_namesakes)
{
    gaz_import *import = begin();
    observe(import, "Barghut", "Dayr az Zawr", 40.0, 35.0, 1, 5);
    observe(import, "Barghut", "Dayr az Zawr", 40.9, 35.0, 1, 4);
    // The same name in another unit.
    observe(import, "Barghut", "Aleppo", 37.0, 36.0, 1, 3);
    gaz *g = commit(import, 3, 0);
    gaz_answer *answer = fixture_resolve(g, "Barghut", NULL);
    ck_assert_int_eq(answer->candidate_count, 3);
    ck_assert_double_eq(answer->candidates[0].position.lon_deg, 40.0);
    ck_assert_double_eq(answer->candidates[1].position.lon_deg, 40.9);
    ck_assert_double_eq(answer->candidates[2].position.lon_deg, 37.0);
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(spellings_meet_and_the_commonest_is_the_name)
{
    gaz_import *import = begin();
    observe(import, "Tel Zunbur town", NULL, 40.0, 35.0, 1, 1);
    observe(import, "Tall  Zunbur-Sharqi town", NULL, 40.3, 35.3, 1, 1);
    observe(import, "Tell Zunbur town", NULL, 40.0, 35.0, 1, 3);
    gaz *g = commit(import, 2, 0);
    assert_place(g, "Tel Zunbur", "Tell Zunbur", "town", 40.0, 35.0);
    assert_place(g, "Tall Zunbur Sharqi", "Tall  Zunbur-Sharqi", "town", 40.3, 35.3);
    fixture_close(g);
}
END_TEST

START_TEST(words_of_the_name_stay)
{
    gaz_import *import = begin();
    // The university is not the town; a lone generic word is a name.
    observe(import, "Zunbur University", NULL, 40.0, 35.0, 1, 2);
    observe(import, "Village", NULL, 40.6, 35.6, 1, 2);
    gaz *g = commit(import, 2, 0);
    assert_place(g, "Zunbur University", "Zunbur University", "university", 40.0, 35.0);
    assert_place(g, "Village", "Village", "village", 40.6, 35.6);
    fixture_close(g);
}
END_TEST

START_TEST(other_names_in_brackets_and_behind_slashes)
{
    gaz_import *import = begin();
    observe(import, "Barghut (Flea Hill) village", NULL, 40.0, 35.0, 1, 2);
    observe(import, "Zunbur/Wasp Hill town", NULL, 40.5, 35.5, 1, 2);
    gaz *g = commit(import, 2, 0);
    assert_place(g, "Flea Hill", "Barghut (Flea Hill)", "village", 40.0, 35.0);
    assert_place(g, "Barghut village", "Barghut (Flea Hill)", "village", 40.0, 35.0);
    assert_place(g, "Wasp Hill", "Zunbur/Wasp Hill", "town", 40.5, 35.5);
    assert_place(g, "Zunbur town", "Zunbur/Wasp Hill", "town", 40.5, 35.5);
    fixture_close(g);
}
END_TEST

START_TEST(the_order_of_the_rows_does_not_matter)
{
    int64_t lengths[2];
    char *bytes[2];
    for (int turn = 0; turn < 2; turn++) {
        gaz_import *import = begin();
        for (int i = 0; i < 40; i++) {
            int k = turn ? 39 - i : i;
            observe(import, k % 3 ? "Barghut" : "Bargut", k % 2 ? "A" : "B", 40 + 0.013 * (k % 7),
                    35 + 0.011 * (k % 5), 1 + k % 2, 1);
        }
        ck_assert_msg(gaz_import_commit(import, NULL, &err) == GAZ_OK, "%s", err.message);
        FILE *file = fopen(fixture_path("store.gpkg"), "rb");
        fseek(file, 0, SEEK_END);
        lengths[turn] = ftell(file);
        rewind(file);
        bytes[turn] = malloc((size_t)lengths[turn]);
        ck_assert_uint_eq(fread(bytes[turn], 1, (size_t)lengths[turn], file), (size_t)lengths[turn]);
        fclose(file);
    }
    ck_assert_int_eq(lengths[0], lengths[1]);
    ck_assert_mem_eq(bytes[0], bytes[1], (size_t)lengths[0]);
    free(bytes[0]);
    free(bytes[1]);
    unlink(fixture_path("store.gpkg"));
}
END_TEST

START_TEST(a_name_scattered_over_a_country_ends_in_time)
{
    gaz_import *import = begin();
    // 16 namesakes at most; the other rows are counted.
    for (int i = 0; i < 3000; i++)
        observe(import, "Barghut", NULL, 36 + i * 0.002, 30 + (i % 40) * 0.2, 1, 1);
    gaz_import_totals totals;
    ck_assert_msg(gaz_import_commit(import, &totals, &err) == GAZ_OK, "%s", err.message);
    ck_assert_int_eq(totals.places, 16);
    ck_assert_int_gt(totals.rejected, 2000);
    unlink(fixture_path("store.gpkg"));
}
END_TEST

START_TEST(the_archive_says_the_country)
{
    gaz_import *import = begin();
    // Two kilometres beyond the border as the map draws it.
    gaz_observation seen = {
        .name = "Tall Zunbur village", .country = "Syria", .position = {41.3, 34.45}, .precision = 1};
    ck_assert_int_eq(gaz_import_observe(import, &seen, &err), GAZ_OK);
    seen = (gaz_observation){
        .name = "Wadi Barghut", .country = "Freedonia", .position = {42, 33}, .precision = 1};
    ck_assert_int_eq(gaz_import_observe(import, &seen, &err), GAZ_OK);
    gaz *g = commit(import, 2, 0);
    gaz_context context = {.country = "SY"};
    gaz_answer *answer = fixture_resolve(g, "Tall Zunbur", &context);
    ck_assert_int_eq(answer->status, GAZ_RESOLVED);
    ck_assert_str_eq(answer->country, "SY");
    gaz_answer_free(answer);
    // A country that is none is the one that holds the point.
    answer = fixture_resolve(g, "Wadi Barghut", NULL);
    ck_assert_str_eq(answer->country, "IQ");
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("import_learn", the_archive_says_the_country, the_median_is_not_moved_by_a_slip,
          exact_rows_outweigh_those_that_are_near, answers_have_the_code_of_most_rows, only_places_are_learnt,
          far_apart_means_namesakes, spellings_meet_and_the_commonest_is_the_name, words_of_the_name_stay,
          other_names_in_brackets_and_behind_slashes, the_order_of_the_rows_does_not_matter,
          a_name_scattered_over_a_country_ends_in_time)
