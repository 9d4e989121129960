/** Which place a name, with or without hints, stands for. */
#include "gazetteer/gazetteer.h"
#include "unit/gazetteer/fixture.h"

static gaz *g;

static void expect_point(const char *phrase, double lon_deg, double lat_deg, double within_m,
                         const char *rule)
{
    gaz_answer *a = fixture_resolve(g, phrase, NULL);
    ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrase, a->explanation);
    double error_m = fixture_distance_m(a, lon_deg, lat_deg);
    ck_assert_msg(error_m <= within_m, "%s: %.0f m off at %f %f (%s)", phrase, error_m, a->position.lon_deg,
                  a->position.lat_deg, a->name);
    ck_assert_str_eq(a->rule, rule);
    ck_assert_double_gt(a->radius_m, 0);
    ck_assert(a->confidence > 0 && a->confidence <= 1);
    gaz_answer_free(a);
}

START_TEST(names_of_the_theatre)
{
    g = fixture_open();
    expect_point("Al Asad", 42.441, 33.786, 3000, "name");
    expect_point("Ain al-Asad Air Base in Anbar", 42.441, 33.786, 3000, "name");
    expect_point("عين الأسد", 42.441, 33.786, 3000, "name");
    // The curated point, not that of the package.
    expect_point("Abu Ghraib", 44.066, 33.292, 3000, "name");
    expect_point("Abu Ghraib, 30 kilometers (20 miles) west of Baghdad", 44.066, 33.292, 3000, "name");
    expect_point("Mosul", 43.11889, 36.335, 1, "name");
    expect_point("Al Mawsil", 43.11889, 36.335, 1, "name");
    expect_point("al-Qa'im", 41.0945, 34.3689, 1, "name");
    expect_point("Mosul city", 43.11889, 36.335, 1, "name");
    expect_point("Bagdhad", 44.40088, 33.34058, 1, "name");
    fixture_close(g);
}
END_TEST

START_TEST(offset_holds_the_place_it_describes)
{
    g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "30 km west of Baghdad", NULL);
    ck_assert_int_eq(a->status, GAZ_RESOLVED);
    ck_assert_str_eq(a->rule, "offset");
    ck_assert_str_eq(a->name, "Baghdad");
    ck_assert_int_eq(a->precision, 2);
    ck_assert_msg(fixture_holds(a->area, 44.066, 33.292), "Abu Ghraib is not in it");
    ck_assert_msg(!fixture_holds(a->area, 44.401, 33.341), "Baghdad's centre is in it");
    ck_assert_msg(!fixture_holds(a->area, 44.70, 33.34), "the east is in it");
    ck_assert(fixture_holds(a->area, a->position.lon_deg, a->position.lat_deg));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(direction_from_a_capital_reaches_far)
{
    g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "south of Baghdad", NULL);
    ck_assert_str_eq(a->rule, "direction");
    ck_assert_msg(fixture_holds(a->area, 44.209, 32.871), "Jurf al-Sakhar is not in it");
    ck_assert_msg(!fixture_holds(a->area, 44.25, 33.51), "Taji is in it");
    ck_assert_msg(!fixture_holds(a->area, 44.401, 33.341), "the centre is in it");
    gaz_answer *village = fixture_resolve(g, "south of Villanueva", NULL);
    ck_assert_msg(village->radius_m < a->radius_m, "a village's south reaches as far as a capital's");
    gaz_answer_free(village);
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(parts_of_a_country_and_a_province)
{
    g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "eastern Syria", NULL);
    ck_assert_str_eq(a->rule, "part");
    ck_assert_str_eq(a->country, "SY");
    ck_assert_msg(fixture_holds(a->area, 40.141, 35.336), "Deir ez-Zor is not in it");
    ck_assert_msg(fixture_holds(a->area, 40.919, 34.452), "Abu Kamal is not in it");
    ck_assert_msg(!fixture_holds(a->area, 36.291, 33.510), "Damascus is in it");
    ck_assert_msg(!fixture_holds(a->area, 37.161, 36.201), "Aleppo is in it");
    gaz_answer_free(a);
    a = fixture_resolve(g, "western Anbar province", NULL);
    ck_assert_str_eq(a->name, "Anbar");
    ck_assert_str_eq(a->kind, "governorate");
    ck_assert(fixture_holds(a->area, 40, 32.5));
    ck_assert(!fixture_holds(a->area, 43.5, 33.2));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(ambiguous_and_unknown_are_said)
{
    g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "Springfield", NULL);
    ck_assert_int_eq(a->status, GAZ_AMBIGUOUS);
    ck_assert_uint_eq(a->candidate_count, 3);
    ck_assert_double_lt(a->evidence, 0.5);
    gaz_answer_free(a);
    a = fixture_resolve(g, "Springfield, Massachusetts", NULL);
    ck_assert_int_eq(a->status, GAZ_RESOLVED);
    ck_assert_str_eq(a->admin1, "Massachusetts");
    gaz_answer_free(a);
    static const char *const unknown[] = {"Xyzzyqua",      "", "   ", "30 km west of Xyzzyqua", "...",
                                          "Qwrtzpl, Iqraa"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        a = fixture_resolve(g, unknown[i], NULL);
        ck_assert_msg(a->status == GAZ_UNRESOLVED, "\"%s\" is %s", unknown[i], a->name);
        ck_assert(isnan(a->position.lon_deg) && isnan(a->position.lat_deg) && isnan(a->radius_m));
        ck_assert_ptr_null(a->area);
        ck_assert_int_eq(a->precision, 0);
        ck_assert_double_eq(a->confidence, 0);
        ck_assert_str_ne(a->explanation, "");
        gaz_answer_free(a);
    }
    fixture_close(g);
}
END_TEST

START_TEST(hints_decide)
{
    g = fixture_open();
    gaz_context near = {.has_near = true, .near = {44.95, 36.0}};
    gaz_context illinois = {.country = "US", .admin1 = "Illinois"};
    gaz_answer *a = fixture_resolve(g, "Springfield", &illinois);
    ck_assert_str_eq(a->admin1, "Illinois");
    gaz_answer_free(a);
    // A village of 900 next door is likelier than a city of a million 170 km away only as far as that goes.
    a = fixture_resolve(g, "Mosul", &near);
    ck_assert_uint_eq(a->candidate_count, 2);
    gaz_answer_free(a);
    gaz_context guatemala = {.country = "GT"};
    a = fixture_resolve(g, "Springfield", &guatemala);
    ck_assert_int_eq(a->status, GAZ_UNRESOLVED);
    gaz_answer_free(a);
    gaz_context by_name = {.country = "Syria"};
    a = fixture_resolve(g, "Deir ez-Zor city", &by_name);
    ck_assert_str_eq(a->kind, "city");
    ck_assert_str_eq(a->country, "SY");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(unknown_village_of_a_known_province_is_the_province)
{
    g = fixture_open();
    gaz_answer *a = fixture_resolve(g, "Xyzzyqua village, Anbar province", NULL);
    ck_assert_int_eq(a->status, GAZ_RESOLVED);
    ck_assert_str_eq(a->rule, "containing unit");
    ck_assert_str_eq(a->name, "Anbar");
    ck_assert_int_eq(a->precision, 4);
    ck_assert(fixture_holds(a->area, 41, 32.5));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(a_hinted_unit_holds_the_place_or_stands_for_it)
{
    gaz *g = fixture_open();
    gaz_context anbar = {.country = "IQ", .admin1 = "Anbar Province"};
    gaz_answer *answer = fixture_resolve(g, "Al Asad", &anbar);
    ck_assert_str_eq(answer->name, "Ain al-Asad Air Base");
    gaz_answer_free(answer);
    // Abu Ghraib is known, but lies in another unit: the hinted one stands for the namesake that is not.
    gaz_context syrian = {.country = "SY", .admin1 = "Aleppo"};
    const struct {
        const char *phrase;
        const gaz_context *context;
        const char *unit;
    } cases[] = {{"Tall Nowhere", &anbar, "Anbar"}, {"Tall Nowhere village", &syrian, "Aleppo"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        answer = fixture_resolve(g, cases[i].phrase, cases[i].context);
        ck_assert_int_eq(answer->status, GAZ_RESOLVED);
        ck_assert_str_eq(answer->name, cases[i].unit);
        ck_assert_str_eq(answer->rule, "containing unit");
        ck_assert_int_eq(answer->precision, 4);
        ck_assert_ptr_nonnull(answer->area);
        ck_assert_double_lt(answer->confidence, 0.95);
        gaz_answer_free(answer);
    }
    // A unit that is not known is no hint.
    gaz_context unknown = {.country = "IQ", .admin1 = "Ruritania"};
    answer = fixture_resolve(g, "Tall Nowhere", &unknown);
    ck_assert_int_eq(answer->status, GAZ_UNRESOLVED);
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(a_country_is_where_reference_works_put_it)
{
    gaz *g = fixture_open();
    gaz_answer *answer = fixture_resolve(g, "Syria", NULL);
    ck_assert_double_eq(answer->position.lon_deg, 38);
    ck_assert_double_eq(answer->position.lat_deg, 35);
    // The outline stays the map's, and the radius is that around the point: the corners are 450 km off.
    ck_assert(fixture_holds(answer->area, 36, 33.2) && fixture_holds(answer->area, 41.9, 36.9));
    ck_assert_double_gt(answer->radius_m, 200e3);
    ck_assert_double_lt(answer->radius_m, 400e3);
    gaz_answer_free(answer);
    answer = fixture_resolve(g, "Bilad Test", NULL);
    ck_assert_str_eq(answer->name, "Syria");
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(states_have_the_abbreviations_of_addresses)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {"Springfield, IL", "Springfield IL", "Springfield (IL)"};
    for (size_t i = 0; i < 3; i++) {
        gaz_answer *answer = fixture_resolve(g, phrases[i], NULL);
        ck_assert_int_eq(answer->status, GAZ_RESOLVED);
        ck_assert_double_lt(fixture_distance_m(answer, -89.64371, 39.80172), 100);
        gaz_answer_free(answer);
    }
    gaz_answer *answer = fixture_resolve(g, "MA", NULL);
    ck_assert_str_eq(answer->kind, "governorate");
    ck_assert_str_eq(answer->name, "Massachusetts");
    gaz_answer_free(answer);
    // A word of two letters that stands before or behind a name is none, nor one that is no capitals.
    static const char *const others[] = {"IL Springfield", "Springfield il", "Springfield XQ"};
    for (size_t i = 0; i < 3; i++) {
        answer = fixture_resolve(g, others[i], NULL);
        ck_assert_msg(answer->status != GAZ_RESOLVED, "%s", others[i]);
        gaz_answer_free(answer);
    }
    fixture_close(g);
}
END_TEST

START_TEST(districts_lie_among_their_towns)
{
    gaz *g = fixture_open();
    gaz_answer *answer = fixture_resolve(g, "Ramadi district", NULL);
    ck_assert_str_eq(answer->name, "Ramadi District");
    ck_assert_str_eq(answer->kind, "district");
    ck_assert_str_eq(answer->country, "IQ");
    ck_assert_str_eq(answer->admin1, "Anbar");
    ck_assert_int_eq(answer->precision, 3);
    // Half way between the two towns of its code, Ramadi and Hit.
    ck_assert_double_lt(fixture_distance_m(answer, (43.30778 + 42.825) / 2, (33.42056 + 33.64167) / 2), 100);
    ck_assert_double_gt(answer->radius_m, 25e3);
    gaz_answer_free(answer);
    // No town has this one's code: around the town of its name, article or not.
    answer = fixture_resolve(g, "Qaim District", NULL);
    ck_assert_str_eq(answer->name, "Al-Qaim District");
    ck_assert_double_lt(fixture_distance_m(answer, 41.0945, 34.3689), 1);
    gaz_answer_free(answer);
    // The town is no district, and says which one it lies in.
    answer = fixture_resolve(g, "Ramadi", NULL);
    ck_assert_str_eq(answer->kind, "city");
    ck_assert_ptr_nonnull(strstr(answer->explanation, "Ramadi District"));
    gaz_answer_free(answer);
    // A district whose name is a town's and that has no word of its own is that town.
    answer = fixture_resolve(g, "Abu Ghurayb", NULL);
    ck_assert_str_eq(answer->kind, "city");
    gaz_answer_free(answer);
    // One of which nothing says where it is, is not known; the town's name with a district's word reaches
    // far.
    answer = fixture_resolve(g, "Nowhere District", NULL);
    ck_assert_int_eq(answer->status, GAZ_UNRESOLVED);
    gaz_answer_free(answer);
    gaz_context iraq = {.country = "IQ"};
    answer = fixture_resolve(g, "Abu Ghraib district", &iraq);
    ck_assert_int_eq(answer->precision, 3);
    ck_assert_double_gt(answer->radius_m, 40e3);
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

START_TEST(positions_are_the_place_whatever_else_is_said)
{
    gaz *g = fixture_open();
    static const struct {
        const char *phrase;
        double lon_deg, lat_deg, within_m;
        const char *rule;
    } cases[] = {{"Ramadi, 33.9012N 42.5034E", 42.5034, 33.9012, 1, "coordinates"},
                 {"near the bridge, 38N 443000 3685000", 44.38773, 33.30259, 5, "coordinates"},
                 {"8FXH+2Q Baghdad", 44.47944, 33.34756, 5, "coordinates"},
                 {"near 33.9012N 42.5034E", 42.5034, 33.9012, 1, "near"},
                 // A tenth short of the stated distance, as stated distances mostly are.
                 {"10 km north of 33.9012N, 42.5034E", 42.5034, 33.9012 + 0.083, 1500, "offset"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_answer *answer = fixture_resolve(g, cases[i].phrase, NULL);
        ck_assert_msg(answer->status == GAZ_RESOLVED, "%s: %s", cases[i].phrase, answer->explanation);
        ck_assert_str_eq(answer->rule, cases[i].rule);
        double off_m = fixture_distance_m(answer, cases[i].lon_deg, cases[i].lat_deg);
        ck_assert_msg(off_m < cases[i].within_m, "%s: %.0f m off", cases[i].phrase, off_m);
        gaz_answer_free(answer);
    }
    gaz_answer *answer = fixture_resolve(g, "38S 443000 3685000", NULL);
    ck_assert_int_eq(answer->status, GAZ_AMBIGUOUS);
    ck_assert_uint_eq(answer->candidate_count, 2);
    gaz_answer_free(answer);
    gaz_context iraq = {.country = "IQ"};
    answer = fixture_resolve(g, "38S 443000 3685000", &iraq);
    ck_assert_int_eq(answer->status, GAZ_RESOLVED);
    ck_assert_double_lt(fixture_distance_m(answer, 44.38773, 33.30259), 5);
    gaz_answer_free(answer);
    gaz_context south = {.has_near = true, .near = {45, -57}};
    answer = fixture_resolve(g, "38S 443000 3685000", &south);
    ck_assert_int_eq(answer->status, GAZ_RESOLVED);
    ck_assert_double_lt(answer->position.lat_deg, -50);
    gaz_answer_free(answer);
    answer = fixture_resolve(g, "8FXH+2Q", NULL);
    ck_assert_int_eq(answer->status, GAZ_UNRESOLVED);
    ck_assert_ptr_nonnull(strstr(answer->explanation, "8FXH+2Q"));
    gaz_answer_free(answer);
    fixture_close(g);
}
END_TEST

/** A made-up name of four syllables; the x at its end is no language's here. */
static void make_name(unsigned *state, char name[16])
{
    static const char *const syllables[] = {"zu",  "bri", "tha", "mok", "gel",
                                            "fai", "run", "dos", "pli", "kwe"};
    *name = '\0';
    for (int i = 0; i < 4; i++) {
        *state = *state * 1103515245u + 12345u;
        strcat(name, syllables[(*state >> 16) % 10]);
    }
    name[0] = (char)(name[0] - 'a' + 'A');
    strcat(name, "x");
}

START_TEST(what_is_not_known_is_never_a_namesake)
{
    g = fixture_open();
    static const struct {
        const char *format, *country, *unit; ///< what may stand for the name; NULL: nothing
    } cases[] = {{"%s", NULL, NULL},
                 {"%s village", NULL, NULL},
                 {"%s", "SY", NULL},
                 {"%s town", "IQ", NULL},
                 {"%s, Anbar province", NULL, "Anbar"},
                 {"%s village in Anbar", "IQ", "Anbar"},
                 {"5 km north of %s", "SY", NULL},
                 {"near %s, Syria", NULL, "Syria"}};
    unsigned state = 11;
    for (int round = 0; round < 50; round++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            char name[24], phrase[80];
            make_name(&state, name);
            snprintf(phrase, sizeof phrase, cases[i].format, name);
            gaz_context context = {.country = cases[i].country};
            gaz_answer *a = fixture_resolve(g, phrase, &context);
            if (a->status != GAZ_UNRESOLVED) {
                ck_assert_msg(cases[i].unit && strcmp(a->name, cases[i].unit) == 0, "%s is %s", phrase,
                              a->name);
                // The whole unit stands for it, not a point.
                ck_assert_int_ge(a->precision, 4);
                ck_assert_double_gt(a->radius_m, 50e3);
            }
            gaz_answer_free(a);
        }
    // A name that the store lost: its sound-alikes elsewhere do not step in.
    static const char *const lost[] = {"Springfeld, Syria", "Ramady Kwebrix", "Haditha, Anbar",
                                       "Al-Hasakah, Syria"};
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        gaz_answer *a = fixture_resolve(g, lost[i], NULL);
        if (a->status != GAZ_UNRESOLVED) ck_assert_str_eq(a->rule, "containing unit");
        gaz_answer_free(a);
    }
    fixture_close(g);
}
END_TEST

START_TEST(a_large_town_is_hardly_meant_by_a_village)
{
    g = fixture_open();
    gaz_context iraq = {.country = "IQ"};
    gaz_answer *village = fixture_resolve(g, "Ramadi village", &iraq),
               *city = fixture_resolve(g, "Ramadi city", &iraq);
    ck_assert_str_eq(city->name, "Ramadi");
    ck_assert_double_lt(village->evidence, 0.9 * city->evidence);
    ck_assert_double_lt(village->confidence, city->confidence);
    gaz_answer_free(village);
    gaz_answer_free(city);
    fixture_close(g);
}
END_TEST

START_TEST(an_article_more_parts_villages)
{
    g = fixture_open();
    gaz_context iraq = {.country = "IQ"};
    gaz_answer *same = fixture_resolve(g, "Qseiba village", &iraq),
               *other = fixture_resolve(g, "Al Qseibah village", &iraq);
    ck_assert_str_eq(same->name, "Qseiba");
    ck_assert_str_eq(other->name, "Qseiba");
    ck_assert_double_lt(other->evidence, 0.9 * same->evidence);
    gaz_answer_free(same);
    gaz_answer_free(other);
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/places", names_of_the_theatre, offset_holds_the_place_it_describes,
          direction_from_a_capital_reaches_far, parts_of_a_country_and_a_province,
          ambiguous_and_unknown_are_said, hints_decide, unknown_village_of_a_known_province_is_the_province,
          a_hinted_unit_holds_the_place_or_stands_for_it, a_country_is_where_reference_works_put_it,
          states_have_the_abbreviations_of_addresses, districts_lie_among_their_towns,
          positions_are_the_place_whatever_else_is_said, what_is_not_known_is_never_a_namesake,
          a_large_town_is_hardly_meant_by_a_village, an_article_more_parts_villages)
