/** What reports say of places beside their names, against the fixture's store. */
#include "gazetteer/gazetteer.h"
#include "unit/gazetteer/fixture.h"

static gaz *g;

static gaz_answer *answer(const char *phrase, const char *country)
{
    const gaz_context context = {.country = country};
    return fixture_resolve(g, phrase, &context);
}

static void is_place(const char *phrase, const char *country, const char *name, const char *kind)
{
    gaz_answer *a = answer(phrase, country);
    ck_assert_msg(a->status == GAZ_RESOLVED && !strcmp(a->name, name) && !strcmp(a->kind, kind),
                  "%s: %s, %s (%s)", phrase, a->name, a->kind, a->explanation);
    gaz_answer_free(a);
}

static void is_nowhere(const char *phrase, const char *country, const char *why)
{
    gaz_answer *a = answer(phrase, country);
    ck_assert_msg(a->status == GAZ_UNRESOLVED && strstr(a->explanation, why), "%s: %s (%s)", phrase, a->name,
                  a->explanation);
    gaz_answer_free(a);
}

START_TEST(seats_of_governments)
{
    g = fixture_open();
    is_place("the Iraqi capital", NULL, "Baghdad", "city");
    is_place("Iraq's capital", NULL, "Baghdad", "city");
    is_place("the capital", "IQ", "Baghdad", "city");
    is_nowhere("the capital", NULL, "of which country");
    gaz_answer *seat = answer("30 km south of the capital of Iraq", NULL);
    ck_assert_str_eq(seat->rule, "offset");
    ck_assert_double_lt(fixture_distance_m(seat, 44.4, 33.07), 15e3);
    gaz_answer_free(seat);
    // Of what is not known by its name the capital stands for it; else the name decides.
    is_place("Xyzzy, Iraq's capital", NULL, "Baghdad", "city");
    is_place("Mosul, Iraq's capital", NULL, "Mosul", "city");
    fixture_close(g);
}
END_TEST

START_TEST(where_three_meet)
{
    g = fixture_open();
    // Syria, Iraq and Anbar come together at 38.8 33.4; nothing else of them does but the line to 41 34.4.
    gaz_answer *a = answer("the tri-border area of Syria, Iraq and Anbar", NULL);
    ck_assert_msg(a->status == GAZ_RESOLVED && !strcmp(a->rule, "border"), "%s", a->explanation);
    ck_assert(fixture_holds(a->area, 38.8, 33.4));
    ck_assert(fixture_holds(a->area, 40, 34));
    ck_assert(!fixture_holds(a->area, 44.4, 33.3));
    ck_assert(!fixture_holds(a->area, 36.5, 36));
    gaz_answer_free(a);
    is_nowhere("the tri-border area of Syria, Iraq and Xyzzy", NULL, "\"Xyzzy\"");
    fixture_close(g);
}
END_TEST

START_TEST(one_side_of_a_border)
{
    g = fixture_open();
    gaz_answer *whole = answer("the border between Syria and Iraq", NULL);
    gaz_answer *side = answer("the Syrian side of the border with Iraq", NULL);
    ck_assert_msg(side->status == GAZ_RESOLVED && !strcmp(side->rule, "border"), "%s", side->explanation);
    // 15 km from the line to either side at its middle.
    ck_assert(fixture_holds(whole->area, 39.83, 34.02) && fixture_holds(side->area, 39.83, 34.02));
    ck_assert(fixture_holds(whole->area, 40.0, 33.78) && !fixture_holds(side->area, 40.0, 33.78));
    gaz_answer_free(whole);
    gaz_answer_free(side);

    gaz_answer *south = answer("the southern border of Iraq", NULL);
    ck_assert_msg(south->status == GAZ_RESOLVED && !strcmp(south->rule, "border"), "%s", south->explanation);
    ck_assert(fixture_holds(south->area, 42, 30.55));
    ck_assert(!fixture_holds(south->area, 42.4, 37.1));
    gaz_answer_free(south);
    fixture_close(g);
}
END_TEST

START_TEST(directions_from_an_outline)
{
    g = fixture_open();
    // Anbar's east is the line from 43.9 30.5 to 43.9 34.5.
    gaz_answer *a = answer("east of Anbar province", NULL);
    ck_assert_msg(a->status == GAZ_RESOLVED && !strcmp(a->rule, "direction"), "%s", a->explanation);
    ck_assert(fixture_holds(a->area, 44.1, 34) && fixture_holds(a->area, 44.1, 31.2));
    ck_assert(!fixture_holds(a->area, 43, 33) && !fixture_holds(a->area, 46, 33));
    gaz_answer_free(a);
    // The Euphrates runs from the north-west to the south-east: all that lies north of any of its bends.
    a = answer("north of the Euphrates", NULL);
    ck_assert(fixture_holds(a->area, 39, 36) && fixture_holds(a->area, 42, 34.3));
    ck_assert(!fixture_holds(a->area, 41, 33.9) && !fixture_holds(a->area, 38.5, 35.3));
    gaz_answer_free(a);
    a = answer("the north bank of the Euphrates", NULL);
    ck_assert_str_eq(a->rule, "along");
    ck_assert(fixture_holds(a->area, 42, 34.05) && !fixture_holds(a->area, 42, 33.9));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(the_widest_may_stand_first)
{
    g = fixture_open();
    is_place("Iraq, Baghdad, Abu Ghraib", NULL, "Abu Ghraib", "city");
    is_place("Iraq > Anbar > Ramadi", NULL, "Ramadi", "city");
    is_place("Iraq / Mosul", NULL, "Mosul", "city");
    is_place("Mosul / Iraq", NULL, "Mosul", "city");
    is_place("Iraq - Baghdad - Abu Ghraib", NULL, "Abu Ghraib", "city");
    gaz_answer *a = answer("Iraq, south of Baghdad", NULL);
    ck_assert_str_eq(a->rule, "direction");
    gaz_answer_free(a);
    // Both are meant.
    a = answer("Iraq / Syria", NULL);
    ck_assert_str_eq(a->rule, "list");
    ck_assert(fixture_holds(a->area, 37, 34) && fixture_holds(a->area, 44, 32));
    gaz_answer_free(a);
    // What is not known stays in the narrowest.
    a = answer("Iraq, Anbar, Xyzzy", NULL);
    ck_assert_str_eq(a->rule, "containing unit");
    ck_assert_msg(!strncmp(a->name, "Al-Anbar", 8) || !strcmp(a->name, "Anbar"), "%s", a->name);
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(words_that_name_no_place)
{
    g = fixture_open();
    static const char *const phrases[] = {
        "N/A",        "unknown",       "several villages",       "the village",
        "a house",    "here",          "two towns in the north", "at sea",
        "the region", "the front line"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) is_nowhere(phrases[i], "IQ", "");
    is_nowhere("various", NULL, "names no place");
    is_nowhere("Airport", NULL, "names no place by itself");
    // A unit is asked for; what only sounds so is none.
    is_nowhere("Ramaddi State", NULL, "");
    // Where it is said to be is known all the same.
    is_place("an undisclosed location in Mosul", NULL, "Mosul", "city");
    is_place("a Mosul hotel", NULL, "Mosul", "city");
    // What surrounds something unknown is not at its container's edge.
    gaz_answer *a = answer("the outskirts of Xyzzy in Anbar province", NULL);
    ck_assert_str_eq(a->rule, "containing unit");
    ck_assert(fixture_holds(a->area, 42, 33));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/reports", seats_of_governments, where_three_meet, one_side_of_a_border,
          directions_from_an_outline, the_widest_may_stand_first, words_that_name_no_place)
