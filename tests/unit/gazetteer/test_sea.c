#include "gazetteer/gazetteer.h"
#include "gazetteer/phrase.h"
#include "unit/gazetteer/fixture.h"

static scope memory;

static bool maritime(const char *text)
{
    if (setjmp(memory.trap)) ck_abort_msg("out of memory");
    bool found = phrase_is_maritime(&memory, text);
    scope_dispose(&memory);
    return found;
}

START_TEST(words_of_the_sea)
{
    ck_assert(maritime("4 nm S of Ras Isa"));
    ck_assert(maritime("4NM south of Ras Isa"));
    ck_assert(maritime("Ras Isa outer anchorage"));
    ck_assert(maritime("Off Ras Isa, Yemen"));
    ck_assert(maritime("Dover Straits"));
    ck_assert(!maritime("4 km south of Ras Isa"));
    ck_assert(!maritime("Offenbach, Hesse"));
    ck_assert(!maritime("Seattle"));
    ck_assert(!maritime(""));
}
END_TEST

static const phrase_node *parsed(const char *text)
{
    if (setjmp(memory.trap)) ck_abort_msg("out of memory");
    return phrase_parse(&memory, text);
}

START_TEST(offsets_at_sea)
{
    static const struct {
        const char *text;
        bool at_sea;
    } cases[] = {{"6 nm north of Ras Isa", true},     {"6 miles off Ras Isa", true},
                 {"6 nautical miles Ras Isa", true},  {"2NM Ras Isa", true},
                 {"6 miles north of Ras Isa", false}, {"6 km from Ras Isa", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const phrase_node *node = parsed(cases[i].text);
        ck_assert_msg(node->kind == PHRASE_OFFSET, "%s", cases[i].text);
        ck_assert_msg(node->at_sea == cases[i].at_sea, "%s", cases[i].text);
        ck_assert_str_eq(node->children[0]->text, "Ras Isa");
    }
    // On land a length before a name is part of it.
    ck_assert_int_eq(parsed("12 km camp")->kind, PHRASE_NAME);
    scope_dispose(&memory);
}
END_TEST

START_TEST(notes_in_parentheses_are_no_places)
{
    const phrase_node *node = parsed("Ras Isa, Yemen (Measured 5 km west of the pier)");
    ck_assert_int_eq(node->kind, PHRASE_QUALIFIED);
    ck_assert_uint_eq(node->child_count, 2);
    ck_assert_str_eq(node->children[1]->text, "Yemen");
    ck_assert_int_eq(parsed("Ras Isa (used coordinates of the town)")->kind, PHRASE_NAME);
    // A name in parentheses is one, and so is a note's word outside them.
    ck_assert_uint_eq(parsed("Ras Isa (Hodeidah)")->child_count, 2);
    ck_assert_str_eq(parsed("Exact Point")->text, "Exact Point");
    scope_dispose(&memory);
}
END_TEST

static gaz_answer *at_sea(gaz *g, const char *phrase)
{
    const gaz_context ships = {.at_sea = true};
    return fixture_resolve(g, phrase, &ships);
}

START_TEST(places_reach_out_to_sea)
{
    gaz *g = fixture_open();
    // 25 km west of a town's middle.
    const gaz_lonlat off = geodesy_direct((gaz_lonlat){43.30778, 33.42056}, 270, 25e3);
    gaz_answer *land = fixture_resolve(g, "Ramadi", NULL), *sea = at_sea(g, "Ramadi"),
               *word = fixture_resolve(g, "Ramadi anchorage", NULL);
    ck_assert(!fixture_holds(land->area, off.lon_deg, off.lat_deg));
    ck_assert(fixture_holds(sea->area, off.lon_deg, off.lat_deg));
    ck_assert(fixture_holds(word->area, off.lon_deg, off.lat_deg));
    ck_assert_double_eq(land->position.lon_deg, sea->position.lon_deg);
    ck_assert_int_eq(land->precision, 1);
    ck_assert_int_eq(sea->precision, 2);
    gaz_answer_free(land);
    gaz_answer_free(sea);
    gaz_answer_free(word);
    // A country has its waters, 200 nautical miles of them; its town has not.
    land = fixture_resolve(g, "Syria", NULL);
    sea = at_sea(g, "Syria");
    ck_assert(!fixture_holds(land->area, 32.5, 35));
    ck_assert(fixture_holds(sea->area, 32.5, 35));
    ck_assert(!fixture_holds(sea->area, 28, 35));
    gaz_answer_free(land);
    gaz_answer_free(sea);
    fixture_close(g);
}
END_TEST

START_TEST(directions_and_vicinities_are_wider_at_sea)
{
    gaz *g = fixture_open();
    const gaz_lonlat mosul = {43.11889, 36.335};
    const gaz_lonlat south = geodesy_direct(mosul, 180, 120e3), beside = geodesy_direct(mosul, 90, 50e3);
    static const char *const phrases[] = {"south of Mosul", "near Mosul"};
    const gaz_lonlat points[] = {south, beside};
    for (int i = 0; i < 2; i++) {
        gaz_answer *land = fixture_resolve(g, phrases[i], NULL), *sea = at_sea(g, phrases[i]);
        ck_assert_msg(!fixture_holds(land->area, points[i].lon_deg, points[i].lat_deg), "%s", phrases[i]);
        ck_assert_msg(fixture_holds(sea->area, points[i].lon_deg, points[i].lat_deg), "%s", phrases[i]);
        gaz_answer_free(land);
        gaz_answer_free(sea);
    }
    fixture_close(g);
}
END_TEST

START_TEST(short_offsets_at_sea_may_be_coded_at_the_anchor)
{
    gaz *g = fixture_open();
    gaz_answer *sea = fixture_resolve(g, "4 nm off Mosul", NULL),
               *land = fixture_resolve(g, "40 km from Mosul", NULL);
    ck_assert(fixture_holds(sea->area, 43.11889, 36.335));
    ck_assert(!fixture_holds(land->area, 43.11889, 36.335));
    ck_assert_str_eq(sea->rule, "offset");
    gaz_answer_free(sea);
    gaz_answer_free(land);
    fixture_close(g);
}
END_TEST

START_TEST(offsets_from_what_has_no_name)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {"3 nm from the fairway buoy, Hit, Iraq",
                                          "3 nm off Qwzrtplk Rock, Hit, Iraq", "3 nm of breakwater, Hit"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrases[i], a->explanation);
        ck_assert_str_eq(a->rule, "offset");
        ck_assert_str_eq(a->name, "Hīt");
        ck_assert(fixture_holds(a->area, 42.825, 33.64167));
        ck_assert_msg(a->confidence < 0.8, "%s: %g", phrases[i], a->confidence);
        gaz_answer_free(a);
    }
    // A namesake of the anchor in another country is not taken for it: Syria knows no Mosul.
    gaz_answer *a = fixture_resolve(g, "20 nm off Mosul, Syria", NULL);
    ck_assert_str_eq(a->name, "Syria");
    ck_assert_int_eq(a->precision, 6);
    ck_assert_msg(fixture_holds(a->area, 35.6, 35), "the coast is not in it");
    ck_assert_msg(!fixture_holds(a->area, 38.5, 35), "the middle of the country is in it");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/sea", words_of_the_sea, offsets_at_sea, notes_in_parentheses_are_no_places,
          places_reach_out_to_sea, directions_and_vicinities_are_wider_at_sea,
          short_offsets_at_sea_may_be_coded_at_the_anchor, offsets_from_what_has_no_name)
