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
    const phrase_node *node = parsed("Ras Isa, Yemen (Coordinates of an earlier report)");
    ck_assert_int_eq(node->kind, PHRASE_QUALIFIED);
    ck_assert_uint_eq(node->child_count, 2);
    ck_assert_str_eq(node->children[1]->text, "Yemen");
    // A measure in a note says where it was; the words before it do not.
    node = parsed("Ras Isa, Yemen (Measured roughly 5 km west of the pier)");
    ck_assert_uint_eq(node->child_count, 3);
    ck_assert_int_eq(node->children[2]->kind, PHRASE_OFFSET);
    ck_assert_double_eq(node->children[2]->bearing_deg, 270);
    ck_assert_str_eq(node->children[2]->children[0]->text, "pier");
    ck_assert_int_eq(parsed("Ras Isa (used coordinates of the town)")->kind, PHRASE_NAME);
    // … also behind a comma in the note.
    node = parsed("Ras Isa (Based on earlier reports, coordinates are measured 5 km west of Hodeidah)");
    ck_assert_uint_eq(node->child_count, 2);
    ck_assert_int_eq(node->children[1]->kind, PHRASE_OFFSET);
    ck_assert_str_eq(node->children[1]->children[0]->text, "Hodeidah");
    ck_assert_uint_eq(parsed("Ras Isa (near Hodeidah), Exact Point")->child_count, 3);
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
                                          "3 nm off Qwzrtplk Rock, Hit, Iraq", "3 nm of breakwater, Hit",
                                          "3 nm from the fairway buoy off Hit, Iraq",
                                          "3 nm south of the signal station near Hit, Iraq"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrases[i], a->explanation);
        ck_assert_str_eq(a->rule, "offset");
        ck_assert_str_eq(a->name, "Hīt");
        ck_assert(fixture_holds(a->area, 42.825, 33.64167));
        ck_assert_msg(a->evidence < 0.6, "%s: %g", phrases[i], a->evidence);
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

static const gaz_lonlat tarat = {35.82, 34}, qadima = {34.5, 34}, sahla = {33, 33};

START_TEST(offsets_over_water_are_as_long_as_said)
{
    gaz *g = fixture_open();
    // The port is 2 km from the water.
    gaz_answer *a = fixture_resolve(g, "40 nm west of Tarat", NULL);
    fixture_lies(a, tarat, 40 * 1852, 3e3, 270, 1);
    const gaz_lonlat half = geodesy_direct(tarat, 270, 50e3), far = geodesy_direct(tarat, 270, 78e3);
    ck_assert(!fixture_holds(a->area, half.lon_deg, half.lat_deg));
    ck_assert(fixture_holds(a->area, far.lon_deg, far.lat_deg));
    gaz_answer_free(a);
    // Miles are sea miles where a ship is meant, and roads bend nothing.
    const gaz_context ships = {.at_sea = true};
    gaz_answer *sea = fixture_resolve(g, "150 km west of Tarat", &ships),
               *wet = fixture_resolve(g, "150 km west of Tarat", NULL),
               *land = fixture_resolve(g, "150 km east of Tarat", NULL);
    fixture_lies(sea, tarat, 150e3, 3e3, 270, 1);
    // What ends in the sea is at sea, whatever it is said to be.
    fixture_lies(wet, tarat, 150e3, 3e3, 270, 1);
    fixture_lies(land, tarat, 138e3, 3e3, 90, 1);
    ck_assert_double_lt(sea->radius_m, land->radius_m);
    gaz_answer_free(sea);
    gaz_answer_free(wet);
    gaz_answer_free(land);
    // A finer direction is better known.
    gaz_answer *cardinal = fixture_resolve(g, "90 nm west of Qadima Island, Syria", NULL),
               *by = fixture_resolve(g, "90 nm WxN of Qadima Island, Syria", NULL);
    fixture_lies(by, qadima, 90 * 1852 + 5600, 1e3, 281.25, 1);
    ck_assert_double_lt(by->radius_m, cardinal->radius_m);
    gaz_answer_free(cardinal);
    gaz_answer_free(by);
    fixture_close(g);
}
END_TEST

START_TEST(offsets_without_a_direction_lead_seawards)
{
    gaz *g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "10 nm off Tarat", NULL);
    fixture_lies(a, tarat, 10 * 1852, 3e3, 270, 15);
    ck_assert(!fixture_holds(a->area, 36.02, 34));
    gaz_answer_free(a);
    // There is no sea about a town inland, whatever is said: all directions are alike.
    a = fixture_resolve(g, "10 nm off Baghdad", NULL);
    for (int bearing = 0; bearing < 360; bearing += 60) {
        gaz_lonlat at = geodesy_direct((gaz_lonlat){44.40088, 33.34058}, bearing, 10 * 1852);
        ck_assert_msg(fixture_holds(a->area, at.lon_deg, at.lat_deg), "not at %d degrees", bearing);
    }
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(islands_are_measured_from_their_shore)
{
    gaz *g = fixture_open();
    // 46.7 km from its middle to its eastern cape, 11 km to its southern shore.
    gaz_answer *east = fixture_resolve(g, "20 nm east of Sahla Island", NULL),
               *south = fixture_resolve(g, "20 nm south of Sahla Island", NULL);
    fixture_lies(east, sahla, 46.7e3 + 20 * 1852, 1e3, 90, 1);
    fixture_lies(south, sahla, 11.1e3 + 20 * 1852, 1e3, 180, 1);
    gaz_answer_free(east);
    gaz_answer_free(south);
    // 4.6 km of land to the west.
    gaz_answer *west = fixture_resolve(g, "20 nm west of Nisfa Island", NULL);
    fixture_lies(west, (gaz_lonlat){35.85, 34}, 4.6e3 + 20 * 1852, 4e3, 270, 1);
    gaz_answer_free(west);
    fixture_close(g);
}
END_TEST

START_TEST(coasts_have_bands_of_water)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {"30 nm off the coast of Syria", "30 nm off Syria",
                                          "30 nm from the Syrian coast", "30 nm from the coast, Syria",
                                          "30 nm off west coast Syria"};
    const gaz_lonlat out = geodesy_direct((gaz_lonlat){35.8, 34}, 270, 30 * 1852);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_str_eq(a->rule, "offset");
        ck_assert_msg(fixture_holds(a->area, out.lon_deg, out.lat_deg), "%s", phrases[i]);
        ck_assert_msg(!fixture_holds(a->area, 35.7, 34), "%s: at the shore", phrases[i]);
        // Iraq, on the other side, is land.
        ck_assert_msg(!fixture_holds(a->area, 42.5, 34.2), "%s: in Iraq", phrases[i]);
        gaz_answer_free(a);
    }
    gaz_answer *a = fixture_resolve(g, "30 nm off the west coast of Syria", NULL);
    fixture_lies(a, (gaz_lonlat){35.8, a->position.lat_deg}, 30 * 1852, 6e3, 270, 5);
    ck_assert(!fixture_holds(a->area, 39, 37.6));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(a_side_of_a_coast_is_all_of_it)
{
    gaz *g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "20 nm off the west coast of Syria", NULL);
    // The coast runs from 32.7 to 36.8 north, and from its middle the ends lie south-south-west and north.
    for (double lat_deg = 33; lat_deg < 36.5; lat_deg += 0.5) {
        const double shore_deg = lat_deg < 35 ? 35.8 : 35.8 + (lat_deg - 35) * 0.4 / 1.8;
        gaz_lonlat out = geodesy_direct((gaz_lonlat){shore_deg, lat_deg}, 270, 20 * 1852);
        ck_assert_msg(fixture_holds(a->area, out.lon_deg, out.lat_deg), "not at %g north", lat_deg);
    }
    gaz_lonlat north = geodesy_direct((gaz_lonlat){39, 36.9}, 0, 20 * 1852);
    ck_assert(!fixture_holds(a->area, north.lon_deg, north.lat_deg));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(from_afar_a_country_is_a_place)
{
    gaz *g = fixture_open();
    const gaz_lonlat middle = {38, 35}, shore = {35.8, 35};
    gaz_answer *far = fixture_resolve(g, "300 nm west of Syria", NULL),
               *near = fixture_resolve(g, "30 nm west of Syria", NULL);
    fixture_lies(far, middle, geodesy_distance_m(middle, shore) + 300 * 1852, 3e3, 270, 1);
    fixture_lies(near, middle, geodesy_distance_m(middle, shore) + 30 * 1852, 3e3, 270, 1);
    // Counted from any part of its western side, but west of it; a band follows the coast.
    ck_assert(fixture_holds(far->area, 30.2, 36.5));
    ck_assert(fixture_holds(far->area, 30, 32));
    ck_assert(!fixture_holds(far->area, 31.5, 29.5));
    ck_assert(fixture_holds(near->area, 35.2, 33.2));
    gaz_answer_free(far);
    gaz_answer_free(near);
    fixture_close(g);
}
END_TEST

START_TEST(sea_miles_are_counted_by_the_sea)
{
    gaz *g = fixture_open();
    gaz_answer *coast = fixture_resolve(g, "30 nm west of Tarat", NULL),
               *inland = fixture_resolve(g, "30 nm west of Baghdad", NULL),
               *land = fixture_resolve(g, "30 km west of Baghdad", NULL);
    ck_assert_double_lt(inland->evidence, 0.6 * coast->evidence);
    ck_assert_double_lt(inland->evidence, 0.6 * land->evidence);
    ck_assert_int_eq(inland->status, GAZ_RESOLVED);
    // No water is sought where there is none: what is left is the ground about the town, not a sliver of it.
    ck_assert(fixture_holds(inland->area, 44.4 - 0.5, 33.3));
    ck_assert(fixture_holds(inland->area, 44.4, 33.3 + 0.45));
    gaz_answer_free(coast);
    gaz_answer_free(inland);
    gaz_answer_free(land);
    fixture_close(g);
}
END_TEST

START_TEST(what_is_kept_gives_the_same_answers)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {
        "off Syria",         "30 nm off Syria",          "Syria anchorage",
        "40 nm off Syria",   "5 nm off Qwzrtplk, Syria", "east coast of Syria",
        "off southern Syria"};
    double radius_m[7];
    // The first time each is made, then each is what was kept, whatever was asked in between.
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 7; i++) {
            size_t k = round == 2 ? 6 - i : i;
            gaz_answer *a = at_sea(g, phrases[k]);
            ck_assert_msg(a->area != NULL, "%s: %s", phrases[k], a->explanation);
            if (round == 0) radius_m[k] = a->radius_m;
            ck_assert_double_eq(radius_m[k], a->radius_m);
            gaz_answer_free(a);
        }
    }
    fixture_close(g);
}
END_TEST

START_TEST(off_a_coast_is_water)
{
    gaz *g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "off the coast of Syria", NULL),
               *south = fixture_resolve(g, "off southern Syria", NULL);
    ck_assert(fixture_holds(a->area, 35.3, 34));
    ck_assert(!fixture_holds(a->area, 42.5, 34.2)); // in Iraq
    ck_assert(fixture_holds(south->area, 35.3, 33.5));
    ck_assert_double_lt(south->radius_m, a->radius_m);
    gaz_answer_free(a);
    gaz_answer_free(south);
    fixture_close(g);
}
END_TEST

START_TEST(off_a_port_is_water_with_a_point_in_it)
{
    gaz *g = fixture_open();
    // On a coast that runs along 35.8 E.
    gaz_answer *port = fixture_resolve(g, "off the coast of Tarat", NULL),
               *inland = fixture_resolve(g, "off the coast of Deir ez-Zor", NULL);
    ck_assert(fixture_holds(port->area, 35.3, 34) && !fixture_holds(port->area, 36.2, 34));
    ck_assert(fixture_holds(port->area, port->position.lon_deg, port->position.lat_deg));
    // In the roadstead, no more than 28 km out.
    ck_assert_double_lt(port->position.lon_deg, 35.8);
    ck_assert_double_lt(fixture_distance_m(port, 35.82, 34), 28e3);
    // Where there is no water the ground stays.
    ck_assert(fixture_holds(inland->area, inland->position.lon_deg, inland->position.lat_deg));
    gaz_answer_free(port);
    gaz_answer_free(inland);
    fixture_close(g);
}
END_TEST

START_TEST(the_measure_speaks_wherever_it_stands)
{
    gaz *g = fixture_open();
    static const struct {
        const char *text;
        gaz_lonlat from;
        double distance_m, bearing_deg;
    } cases[] = {
        {"(Test Sea), around 40 nm west of Tarat, Syria", {35.82, 34}, 40 * 1852, 270},
        {"At anchor, 40 nm west of Tarat", {35.82, 34}, 40 * 1852, 270},
        {"Off Tarat, Syria (Measured 40 km west of the port)", {35.82, 34}, 40e3, 270},
        {"Off Syria (Measured 40 km west of Tarat)", {35.82, 34}, 40e3, 270},
        {"40 km off Tarat, Syria (Measured 40 km due SW of Tarat)", {35.82, 34}, 40e3, 225},
        {"Wrld 2,5 nm west of Tarat, Syria", {35.82, 34}, 2.5 * 1852, 270},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_answer *a = fixture_resolve(g, cases[i].text, NULL);
        ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", cases[i].text, a->explanation);
        ck_assert_msg(!strcmp(a->rule, "offset"), "%s: %s", cases[i].text, a->rule);
        fixture_lies(a, cases[i].from, cases[i].distance_m, 3e3, cases[i].bearing_deg, 2);
        gaz_answer_free(a);
    }
    // A place that is known better than that is not replaced, nor by a measure from somewhere else.
    gaz_answer *a = fixture_resolve(g, "Abu Ghraib, 30 km west of Baghdad", NULL);
    ck_assert_str_eq(a->rule, "name");
    gaz_answer_free(a);
    a = fixture_resolve(g, "Off Tarat, Syria (measured 5 km west of Springfield)", NULL);
    ck_assert_str_eq(a->name, "Tarat");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(islands_without_their_word)
{
    gaz *g = fixture_open();
    gaz_answer *bare = fixture_resolve(g, "20 nm north of Sahla", NULL),
               *whole = fixture_resolve(g, "20 nm north of Sahla Island", NULL);
    fixture_lies(bare, sahla, 11.1e3 + 20 * 1852, 1e3, 0, 1);
    ck_assert_str_eq(bare->name, "Sahla Island");
    ck_assert_double_lt(bare->evidence, whole->evidence);
    gaz_answer_free(bare);
    gaz_answer_free(whole);
    // What is known by that name stays it, and what is no island is not made one.
    bare = fixture_resolve(g, "Tarat", NULL);
    ck_assert_str_eq(bare->kind, "port");
    gaz_answer_free(bare);
    bare = fixture_resolve(g, "Qwzrtplk", NULL);
    ck_assert_int_eq(bare->status, GAZ_UNRESOLVED);
    gaz_answer_free(bare);
    fixture_close(g);
}
END_TEST

START_TEST(namesakes_in_other_oceans_are_not_meant)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {"20 nm west of Qadima Island, Syria",
                                          "20 nm west of Qadima Island, off Syria",
                                          "20 nm west of Qadima Island. Off Syria"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrases[i], a->explanation);
        fixture_lies(a, qadima, 20 * 1852 + 5600, 1e3, 270, 1);
        gaz_answer_free(a);
    }
    // Known, but an ocean away from all that is said of it.
    gaz_answer *a = fixture_resolve(g, "20 nm west of Springfield, Test Sea", NULL);
    ck_assert_str_ne(a->country, "US");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/sea", words_of_the_sea, offsets_at_sea, notes_in_parentheses_are_no_places,
          places_reach_out_to_sea, directions_and_vicinities_are_wider_at_sea,
          short_offsets_at_sea_may_be_coded_at_the_anchor, offsets_from_what_has_no_name,
          offsets_over_water_are_as_long_as_said, offsets_without_a_direction_lead_seawards,
          islands_are_measured_from_their_shore, coasts_have_bands_of_water, a_side_of_a_coast_is_all_of_it,
          from_afar_a_country_is_a_place, sea_miles_are_counted_by_the_sea,
          what_is_kept_gives_the_same_answers, off_a_coast_is_water, off_a_port_is_water_with_a_point_in_it,
          the_measure_speaks_wherever_it_stands, islands_without_their_word,
          namesakes_in_other_oceans_are_not_meant)
