#include "gazetteer/match.h"
#include "unit/gazetteer/fixture.h"

static store_session *session;

static void begin(void)
{
    gaz_error err = {0};
    fixture_build(fixture_path("match.gpkg"));
    ck_assert_msg(store_session_open(&session, fixture_path("match.gpkg"), &err) == GAZ_OK, "%s",
                  err.message);
    if (setjmp(session->work.trap)) ck_abort();
}

static void end(void)
{
    store_session_close(session);
    unlink(fixture_path("match.gpkg"));
}

static match_list find(const char *name, const char *country, bool fuzzy)
{
    match_list list = {0};
    gaz_error err = {0};
    ck_assert_msg(match_name(session, name, country, fuzzy, &list, &err) == GAZ_OK, "%s", err.message);
    return list;
}

/** How a name finds the place whose main name is given; -1: it does not. */
static int way_to(const match_list *list, const char *place)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].place.name, place) == 0) return (int)list->items[i].way;
    return -1;
}

START_TEST(each_way_of_finding)
{
    begin();
    match_list list = find("Ramadi", NULL, true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_EXACT);
    list = find("ar-RAMADI", NULL, true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_EXACT);
    list = find("Ramadi city", NULL, true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_STRIPPED);
    ck_assert(list.items[0].wanted_kind);
    list = find("Rammadi", NULL, true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_LOOSE);
    ck_assert_int_eq(list.items[0].edits, 1);
    list = find("Alramadi", NULL, true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_AFFIXED);
    list = find("Damasucs", NULL, true);
    ck_assert_int_eq(way_to(&list, "Damascus"), MATCH_FUZZY);
    list = find("Damasucs", NULL, false);
    ck_assert_uint_eq(list.count, 0);
    end();
}
END_TEST

START_TEST(the_first_vowel_may_be_dropped)
{
    begin();
    match_list list = find("Rmadi", "IQ", true);
    ck_assert_int_eq(way_to(&list, "Ramadi"), MATCH_LOOSE);
    list = find("Msul village", NULL, true);
    ck_assert_int_eq(way_to(&list, "Mosul"), MATCH_LOOSE);
    static const char *const spellings[] = {"Qusaybah", "Kusaiba town", "al-Qaseiba"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        list = find(spellings[i], "IQ", true);
        ck_assert_msg(way_to(&list, "Qseiba") == MATCH_LOOSE, "%s", spellings[i]);
    }
    // Any other vowel, or a consonant, is another name; so is what is written without hope of a misspelling.
    ck_assert_int_eq(way_to(&list, "Ramadi"), -1);
    list = find("Qusaba", "IQ", true);
    ck_assert_int_ne(way_to(&list, "Qseiba"), MATCH_LOOSE);
    list = find("Rmadi", "IQ", false);
    ck_assert_uint_eq(list.count, 0);
    list = find("Rdi", NULL, true);
    ck_assert_uint_eq(list.count, 0);
    end();
}
END_TEST

START_TEST(what_is_too_far_is_not_found)
{
    begin();
    static const char *const names[] = {"Rmd", "Damask", "Aleppinos", "Mosulistan",
                                        "Hx",  "",       "village",   "Qwzrtplk"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        match_list list = find(names[i], NULL, true);
        ck_assert_msg(list.count == 0, "%s finds %s", names[i], list.count ? list.items[0].place.name : "");
    }
    end();
}
END_TEST

START_TEST(partial_names_leave_generic_words_only)
{
    begin();
    match_list list = {0};
    gaz_error err = {0};
    ck_assert_int_eq(match_partial(session, "Mosul outer anchorage B", NULL, &list, &err), GAZ_OK);
    ck_assert_int_eq(way_to(&list, "Mosul"), MATCH_PARTIAL);
    list = (match_list){0};
    ck_assert_int_eq(match_partial(session, "Berth No. 5 Mosul", NULL, &list, &err), GAZ_OK);
    ck_assert_int_eq(way_to(&list, "Mosul"), MATCH_PARTIAL);
    list = (match_list){0};
    ck_assert_int_eq(match_partial(session, "Mosul Xyzzy", NULL, &list, &err), GAZ_OK);
    ck_assert_uint_eq(list.count, 0);
    end();
}
END_TEST

START_TEST(codes_find_airports_but_weigh_nothing)
{
    begin();
    match_list list = find("ORAA", NULL, false);
    ck_assert_int_eq(way_to(&list, "Al Asad Air Base"), MATCH_EXACT);
    ck_assert_double_le(list.items[0].weight, 105);
    ck_assert_double_gt(list.items[0].place.weight, 1e4);
    end();
}
END_TEST

START_TEST(exact_means_exact)
{
    begin();
    match_list list = {0};
    gaz_error err = {0};
    ck_assert_int_eq(match_exact(session, "Syrian", NULL, &list, &err), GAZ_OK);
    ck_assert_int_eq(way_to(&list, "Syria"), MATCH_EXACT);
    list = (match_list){0};
    ck_assert_int_eq(match_exact(session, "Rammadi", NULL, &list, &err), GAZ_OK);
    ck_assert_uint_eq(list.count, 0);
    end();
}
END_TEST

START_TEST(units_are_found_without_their_kind_word)
{
    begin();
    gaz_error err = {0};
    static const struct {
        const char *name, *unit;
    } cases[] = {
        {"Aleppo governorate", "Aleppo"},
        {"Baghdad Province", "Baghdad"},
        {"aleppo STATE", "Aleppo"},
        {"Aleppo village", NULL},
        {"Ramadi province", NULL},
        {"Halepo province", NULL},
        {"province", NULL},
        {"Aleppo", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        match_list list = {0};
        ck_assert_int_eq(match_unit(session, cases[i].name, NULL, &list, &err), GAZ_OK);
        ck_assert_msg((list.count > 0) == (cases[i].unit != NULL), "%s: %zu", cases[i].name, list.count);
        for (size_t k = 0; k < list.count; k++) {
            ck_assert_str_eq(list.items[k].place.name, cases[i].unit);
            ck_assert_str_eq(list.items[k].place.kind, "governorate");
        }
    }
    end();
}
END_TEST

START_TEST(kind_words_have_other_forms)
{
    begin();
    static const char *const names[] = {"Seas of Test", "Test Seas"};
    match_list list = find("Sea Test", NULL, false);
    ck_assert_int_eq(way_to(&list, "Test Sea"), MATCH_STRIPPED);
    ck_assert(list.items[0].wanted_kind);
    // Another kind's word is not exchanged, and what has no kind word is left alone.
    list = find("Lake Test", NULL, false);
    ck_assert_int_eq(way_to(&list, "Test Sea"), -1);
    for (size_t i = 0; i < 2; i++) {
        list = find(names[i], NULL, false);
        ck_assert_msg(way_to(&list, "Test Sea") == -1, "%s", names[i]);
    }
    end();
}
END_TEST

START_TEST(kinds_stand_in_front_in_other_languages)
{
    begin();
    static const char *const names[] = {"Zaytar mountain", "Mount Zeytar", "Zaytar hill"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        match_list list = find(names[i], NULL, false);
        ck_assert_msg(way_to(&list, "Jabal al-Zaytar") >= 0, "%s", names[i]);
        for (size_t k = 0; k < list.count; k++)
            ck_assert_int_eq(list.items[k].wanted_kind, strcmp(list.items[k].place.name, "Zaytar") != 0);
    }
    // The words part no name, and stand for no other kind.
    match_list list = find("Jabal Ramadi", NULL, false);
    ck_assert_uint_eq(list.count, 0);
    list = find("Zaytar lake", NULL, false);
    ck_assert_int_eq(way_to(&list, "Jabal al-Zaytar"), -1);
    end();
}
END_TEST

START_TEST(parts_of_a_village_are_near_it)
{
    begin();
    static const char *const names[] = {"Zaytar al-Fawqani", "Upper Zaytar", "Zaytar Sharqiyah", "Zaytar II",
                                        "Zaytar al Kabir village"};
    gaz_error err = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        match_list list = {0};
        ck_assert_int_eq(match_partial(session, names[i], "IQ", &list, &err), GAZ_OK);
        ck_assert_msg(way_to(&list, "Zaytar") == MATCH_PARTIAL, "%s", names[i]);
    }
    // Such words alone name nothing.
    match_list list = {0};
    ck_assert_int_eq(match_partial(session, "Sharqi Fawqani", "IQ", &list, &err), GAZ_OK);
    ck_assert_uint_eq(list.count, 0);
    end();
}
END_TEST

START_TEST(curated_villages_are_no_better_known)
{
    begin();
    match_list list = find("Ramadi", NULL, false);
    ck_assert_uint_eq(list.count, 2);
    for (size_t i = 0; i < list.count; i++) {
        ck_assert(!list.items[i].is_curated);
        if (strcmp(list.items[i].place.country, "SY") == 0) ck_assert_double_lt(list.items[i].weight, 5e3);
    }
    end();
}
END_TEST

START_TEST(own_names_and_others)
{
    begin();
    match_list list = find("Mosul", NULL, false);
    ck_assert(list.items[0].is_proper && !list.items[0].is_curated);
    list = find("Al Asad", NULL, false);
    bool curated = false;
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].is_curated) curated = list.items[i].is_proper;
    ck_assert(curated);
    list = find("Al Mawsil", NULL, false);
    ck_assert_int_ge(way_to(&list, "Mosul"), 0);
    ck_assert(!list.items[0].is_proper);
    end();
}
END_TEST

UNIT_MAIN("gazetteer/match", units_are_found_without_their_kind_word, kind_words_have_other_forms,
          kinds_stand_in_front_in_other_languages, parts_of_a_village_are_near_it,
          curated_villages_are_no_better_known, own_names_and_others, each_way_of_finding,
          the_first_vowel_may_be_dropped, what_is_too_far_is_not_found,
          partial_names_leave_generic_words_only, codes_find_airports_but_weigh_nothing, exact_means_exact)
