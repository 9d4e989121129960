/** Phrases with what reports put around names: adjectives, owners, roads, borders. */
#include "gazetteer/gazetteer.h"
#include "unit/gazetteer/fixture.h"

static gaz *g;

static gaz_answer *answer(const char *phrase, const char *name, const char *rule, const char *country)
{
    const gaz_context context = {.country = country};
    gaz_answer *a = fixture_resolve(g, phrase, &context);
    ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrase, a->explanation);
    ck_assert_msg(!strcmp(a->name, name) && !strcmp(a->rule, rule), "%s: %s by %s (%s)", phrase, a->name,
                  a->rule, a->explanation);
    return a;
}

static void is_place(const char *phrase, const char *name)
{
    gaz_answer_free(answer(phrase, name, "name", NULL));
}

START_TEST(adjectives_say_where)
{
    g = fixture_open();
    is_place("the Iraqi city of Mosul", "Mosul");
    is_place("militia-held Mosul", "Mosul");
    is_place("the besieged northern town of Mosul", "Mosul");
    is_place("Iraqi Mosul", "Mosul");
    is_place("Syrian border town Abu Kamal", "Abū Kamāl");
    // No place is called so: what the adjective says is passed over.
    is_place("the Zyxwish city of Mosul", "Mosul");
    // Both orders of words.
    is_place("the Iraqi province of Anbar", "Anbar");
    is_place("Anbar province of Iraq", "Anbar");
    fixture_close(g);
}
END_TEST

START_TEST(what_has_no_name_is_where_it_is_said_to_be)
{
    g = fixture_open();
    gaz_answer *town = answer("Mosul", "Mosul", "name", NULL);
    gaz_answer *building = answer("a residential building in Mosul", "Mosul", "name", NULL);
    ck_assert_double_eq(building->position.lat_deg, town->position.lat_deg);
    ck_assert_double_eq(building->radius_m, town->radius_m);
    ck_assert_int_eq(building->precision, town->precision);
    ck_assert_ptr_nonnull(strstr(building->explanation, "\"residential building\" has no name"));
    gaz_answer_free(town);
    gaz_answer_free(building);
    gaz_answer_free(answer("two bridges near Mosul", "Mosul", "near", NULL));
    // With capitals it has a name, which is not known.
    gaz_answer_free(answer("Zyxw Building in Mosul", "Mosul", "containing unit", NULL));
    is_place("Mosul, Iraq's capital", "Mosul");
    fixture_close(g);
}
END_TEST

START_TEST(owners_say_where)
{
    g = fixture_open();
    is_place("Iraq's Mosul", "Mosul");
    is_place("Iraq\xE2\x80\x99s Anbar province", "Anbar");
    gaz_answer_free(answer("Syria's east", "Syria", "part", NULL));
    // An owner that is a village of the name is none.
    gaz_answer *a = fixture_resolve(g, "Villanueva's Xyzzy", NULL);
    ck_assert_int_eq(a->status, GAZ_UNRESOLVED);
    gaz_answer_free(a);
    // A country is: the answer is no more than it.
    gaz_answer_free(answer("Iraq's Xyzzy", "Iraq", "containing unit", NULL));
    fixture_close(g);
}
END_TEST

START_TEST(a_border_is_that_with_the_country_of_the_report)
{
    g = fixture_open();
    gaz_answer *any = answer("near the Iraqi border", "Iraq", "border", NULL);
    gaz_answer *with_syria = answer("near the Iraqi border", "Iraq", "border", "SY");
    gaz_answer *both = answer("the border between Iraq and Syria", "Iraq", "border", NULL);
    ck_assert_double_lt(with_syria->radius_m, any->radius_m);
    ck_assert_double_eq_tol(with_syria->position.lon_deg, both->position.lon_deg, 1e-9);
    ck_assert_double_eq_tol(with_syria->radius_m, both->radius_m, 1);
    gaz_answer_free(any);
    gaz_answer_free(with_syria);
    gaz_answer_free(both);
    fixture_close(g);
}
END_TEST

START_TEST(roads_have_two_ends)
{
    g = fixture_open();
    gaz_answer *a = answer("the Mosul-Ramadi highway", "Mosul", "between", "IQ");
    ck_assert_msg(fixture_holds(a->area, (43.11889 + 43.30778) / 2, (36.335 + 33.42056) / 2),
                  "the middle is not in it");
    gaz_answer_free(a);
    // One end is known: the answer is about it, wide and unsure.
    a = answer("between Ramadi and Xyzzy", "Ramadi", "near", "IQ");
    ck_assert_ptr_nonnull(strstr(a->explanation, "\"Xyzzy\""));
    ck_assert_double_ge(a->radius_m, 60e3);
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(what_goes_on_is_cut_where_it_is_said_to_be)
{
    g = fixture_open();
    gaz_answer *whole = answer("along the Euphrates", "Euphrates", "along", NULL);
    gaz_answer *part = answer("along the Euphrates, eastern Syria", "Euphrates", "along", NULL);
    ck_assert_double_lt(part->radius_m, whole->radius_m * 0.8);
    ck_assert_msg(fixture_holds(whole->area, 44, 32.5) && !fixture_holds(part->area, 44, 32.5),
                  "it ends in Iraq");
    gaz_answer_free(whole);
    gaz_answer_free(part);
    fixture_close(g);
}
END_TEST

START_TEST(a_coast_is_where_the_sea_is)
{
    g = fixture_open();
    gaz_answer *a = answer("the coast of Syria", "Syria", "coast", NULL);
    ck_assert_msg(fixture_holds(a->area, 35.82, 34.9), "the shore is not in it");
    ck_assert_msg(!fixture_holds(a->area, 40.9, 34.45), "the border with Iraq is in it");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/described", adjectives_say_where, what_has_no_name_is_where_it_is_said_to_be,
          owners_say_where, a_border_is_that_with_the_country_of_the_report, roads_have_two_ends,
          what_goes_on_is_cut_where_it_is_said_to_be, a_coast_is_where_the_sea_is)
