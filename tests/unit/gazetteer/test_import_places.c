#include "unit/gazetteer/import_store.h"

static gaz_import *begin(const char *name, const char *key)
{
    gaz_import *import;
    gaz_error err = {0};
    gaz_import_source source = {.store_path = import_store_path(), .name = name, .key = key};
    ck_assert_msg(gaz_import_begin(&import, &source, &err) == GAZ_OK, "%s", err.message);
    return import;
}

START_TEST(places_one_by_one)
{
    import_store_open();
    gaz_import *import = begin("own", "k1");
    gaz_error err = {0};
    const gaz_lonlat at = {40.2, 35.1}, off = {181, 0}, nan = {NAN, 3};
    const gaz_lonlat square[] = {{37, 36},       {37.2, 36},    {37.2, 36.2}, {37, 36.2},    {37, 36},
                                 {37.05, 36.05}, {37.1, 36.05}, {37.1, 36.1}, {37.05, 36.1}, {37.05, 36.05}};
    const size_t ends[] = {5, 10};
    const gaz_area area = {.ring_count = 2, .ring_ends = ends, .points = square}, none = {0};
    const gaz_import_place places[] = {
        {.name = "Barghut", .aliases = "Bargut al-Kabir|برغوت||", .kind = "village", .position = &at},
        {.name = "Zunbur Fields", .kind = "region", .area = &area},
        {.name = "", .position = &at},
        {.name = "…!", .position = &at},
        {.name = "Off", .position = &off},
        {.name = "Unreal", .position = &nan},
        {.name = "Bare"},
        {.name = "Hollow", .area = &none},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        ck_assert_msg(gaz_import_add(import, &places[i], &err) == GAZ_OK, "%s", err.message);
    gaz_import_totals totals;
    ck_assert_msg(gaz_import_commit(import, &totals, &err) == GAZ_OK, "%s", err.message);
    ck_assert_int_eq(totals.places, 2);
    ck_assert_int_eq(totals.rejected, 6);
    import_store_assert_place("برغوت", "Barghut", "village", "own", 40.2, 35.1);
    gaz *g;
    ck_assert_int_eq(gaz_open(&g, import_store_path(), &err), GAZ_OK);
    // Country and unit are those of the outlines that hold it.
    gaz_answer *answer = fixture_resolve(g, "Barghut", NULL);
    ck_assert_str_eq(answer->country, "SY");
    ck_assert_str_eq(answer->admin1, "Deir ez-Zor");
    gaz_answer_free(answer);
    // Of two rings one in the other the inner is a hole.
    answer = fixture_resolve(g, "Zunbur Fields", NULL);
    ck_assert(fixture_holds(answer->area, 37.02, 36.02));
    ck_assert(!fixture_holds(answer->area, 37.07, 36.07));
    gaz_answer_free(answer);
    gaz_close(g);
    ck_assert_ptr_null(begin("own", "k1"));
    scratch_close();
}
END_TEST

START_TEST(a_point_does_not_take_the_ground_of_an_area)
{
    import_store_open();
    gaz_error err = {0};
    const gaz_lonlat square[] = {{37, 36}, {37.1, 36}, {37.1, 36.1}, {37, 36.1}, {37, 36}},
                     at = {37.06, 36.06};
    const size_t ends[] = {5};
    const gaz_area area = {.ring_count = 1, .ring_ends = ends, .points = square};
    gaz_import *import = begin("first", "k1");
    ck_assert_int_eq(
        gaz_import_add(import, &(gaz_import_place){.name = "Zunbur Heath", .kind = "region", .area = &area},
                       &err),
        GAZ_OK);
    ck_assert_int_eq(gaz_import_commit(import, NULL, &err), GAZ_OK);
    import = begin("second", "k2");
    ck_assert_int_eq(
        gaz_import_add(import, &(gaz_import_place){.name = "Zunbur Heath", .kind = "region", .position = &at},
                       &err),
        GAZ_OK);
    ck_assert_int_eq(gaz_import_commit(import, NULL, &err), GAZ_OK);
    import_store_assert_place("Zunbur Heath", "Zunbur Heath", "region", "first", 37.05, 36.05);
    scratch_close();
}
END_TEST

START_TEST(one_import_at_a_time)
{
    import_store_open();
    gaz_import *first = begin("own", "k1"), *second;
    gaz_error err = {0};
    gaz_import_source source = {.store_path = import_store_path(), .name = "other", .key = "k2"};
    ck_assert_int_eq(gaz_import_begin(&second, &source, &err), GAZ_ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.message, "another import"));
    ck_assert_ptr_null(second);
    gaz_import_abort(first);
    gaz_import_abort(begin("other", "k2"));
    scratch_close();
}
END_TEST

START_TEST(keys_depend_on_content_and_options)
{
    import_store_open();
    scratch_write(scratch_path("a"), "ab");
    scratch_write(scratch_path("b"), "cd");
    scratch_write(scratch_path("ab"), "abcd");
    char keys[4][GAZ_IMPORT_KEY_SIZE];
    gaz_error err = {0};
    const char *two[] = {scratch_path("a"), scratch_path("b")}, *one[] = {scratch_path("ab")};
    ck_assert_int_eq(gaz_import_hash(keys[0], one, 1, "x", &err), GAZ_OK);
    ck_assert_int_eq(gaz_import_hash(keys[1], one, 1, "y", &err), GAZ_OK);
    ck_assert_int_eq(gaz_import_hash(keys[2], one, 1, "x", &err), GAZ_OK);
    ck_assert_int_eq(gaz_import_hash(keys[3], two, 2, "x", &err), GAZ_OK);
    ck_assert_str_eq(keys[0], keys[2]);
    ck_assert_str_ne(keys[0], keys[1]);
    ck_assert_str_ne(keys[0], keys[3]);
    ck_assert_uint_eq(strlen(keys[0]), 32);
    scratch_close();
}
END_TEST

UNIT_MAIN("import_places", places_one_by_one, a_point_does_not_take_the_ground_of_an_area,
          one_import_at_a_time, keys_depend_on_content_and_options)
