#include "gazetteer/rank.h"
#include "unit/gazetteer/fixture.h"

static store_session *session;

static void begin(void)
{
    gaz_error err = {0};
    fixture_build(fixture_path("rank.gpkg"));
    ck_assert_msg(store_session_open(&session, fixture_path("rank.gpkg"), &err) == GAZ_OK, "%s", err.message);
    if (setjmp(session->work.trap)) ck_abort();
}

static void end(void)
{
    store_session_close(session);
    unlink(fixture_path("rank.gpkg"));
}

static match candidate(int64_t id, const char *kind, const char *country, const char *admin1_code,
                       double lon_deg, double lat_deg, double weight)
{
    return (match){.place = {.id = id,
                             .name = "X",
                             .kind = kind,
                             .kind_info = kind_by_name(kind),
                             .country = country,
                             .admin1 = "",
                             .admin1_code = admin1_code,
                             .position = {lon_deg, lat_deg},
                             .extent_m = 2000,
                             .weight = weight,
                             .source = 1},
                   .way = MATCH_EXACT,
                   .weight = weight};
}

static match_list list_of(const match *items, size_t count)
{
    match_list list = {0};
    for (size_t i = 0; i < count; i++)
        SCOPE_PUSH(&session->work, list.items, list.count, list.capacity, items[i]);
    return list;
}

START_TEST(prominence_decides_and_says_how_surely)
{
    begin();
    const match items[] = {candidate(1, "town", "US", "US.TX", -95, 33, 2.5e4),
                           candidate(2, "city", "FR", "FR.11", 2.35, 48.85, 2e6)};
    match_list list = list_of(items, 2);
    rank_hints none = {0};
    rank_result result = rank_matches(session, &list, &none);
    ck_assert(result.found && !result.ambiguous && !result.outside);
    ck_assert_int_eq(list.items[0].place.id, 2);
    ck_assert_double_eq_tol(result.share, 2e6 / 2.025e6, 1e-9);
    ck_assert_double_eq_tol(list.items[0].share + list.items[1].share, 1, 1e-12);
    end();
}
END_TEST

START_TEST(equals_are_ambiguous)
{
    begin();
    const match items[] = {candidate(3, "city", "US", "US.MO", -93, 37, 1e5),
                           candidate(1, "city", "US", "US.IL", -89, 39, 1e5),
                           candidate(2, "city", "US", "US.MA", -72, 42, 1e5)};
    match_list list = list_of(items, 3);
    rank_hints none = {0};
    rank_result result = rank_matches(session, &list, &none);
    ck_assert(result.found && result.ambiguous);
    // Equal scores are ordered by number, not by chance.
    for (int i = 0; i < 3; i++) ck_assert_int_eq(list.items[i].place.id, i + 1);
    end();
}
END_TEST

START_TEST(a_country_hint_excludes_villages_elsewhere)
{
    begin();
    match items[] = {candidate(1, "village", "JO", "JO.1", 35.8, 31, 3e3)};
    rank_hints syria = {.country = "SY", .country_position = {38, 35}};
    match_list list = list_of(items, 1);
    rank_result result = rank_matches(session, &list, &syria);
    ck_assert(!result.found && result.outside);
    // The capital next door is named in any report, but not as a village.
    items[0].place.weight = items[0].weight = 5e6;
    list = list_of(items, 1);
    ck_assert(rank_matches(session, &list, &syria).found);
    items[0].hint = kind_by_name("quarter");
    list = list_of(items, 1);
    ck_assert(!rank_matches(session, &list, &syria).found);
    end();
}
END_TEST

START_TEST(qualifiers_hold_the_candidate)
{
    begin();
    const match items[] = {candidate(1, "city", "IQ", "IQ.07", 44.4, 33.3, 5e6),
                           candidate(2, "village", "IQ", "IQ.01", 42, 33, 600)};
    const store_place anbar = {.id = 90,
                               .name = "Anbar",
                               .kind = "governorate",
                               .kind_info = kind_by_name("governorate"),
                               .country = "IQ",
                               .admin1_code = "IQ.01",
                               .position = {41.5, 33},
                               .extent_m = 2e5};
    const rank_container container = {
        .place = &anbar, .share = 1, .position = anbar.position, .reach_m = 2e5};
    rank_hints hints = {.qualifiers = {{.items = &container, .count = 1}}, .qualifier_count = 1};
    match_list list = list_of(items, 2);
    ck_assert(rank_matches(session, &list, &hints).found);
    ck_assert_int_eq(list.items[0].place.id, 2);
    // Only the wrong one: not taken, unless the qualifier says where the whole is.
    list = list_of(items, 1);
    ck_assert(!rank_matches(session, &list, &hints).found);
    hints.qualifiers[0].is_soft = true;
    list = list_of(items, 1);
    ck_assert(rank_matches(session, &list, &hints).found);
    end();
}
END_TEST

START_TEST(two_records_of_a_place_are_one)
{
    begin();
    match items[] = {candidate(1, "city", "IQ", "IQ.07", 44.18, 33.3, 9e5),
                     candidate(2, "city", "IQ", "IQ.07", 44.07, 33.29, 1e5)};
    items[0].place.population = 9e5;
    items[1].place.source = 4;
    match_list list = list_of(items, 2);
    rank_hints none = {0};
    rank_result result = rank_matches(session, &list, &none);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.items[0].place.id, 2);
    ck_assert_double_eq(list.items[0].place.population, 9e5);
    ck_assert_double_eq(result.share, 1);
    // An airport beside the town is not the town.
    items[1].place.kind = "airport";
    items[1].place.kind_info = kind_by_name("airport");
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 1);
    end();
}
END_TEST

START_TEST(kind_words_and_needs)
{
    begin();
    match items[] = {candidate(1, "city", "SY", "SY.11", 36.7, 34.7, 1.5e6),
                     candidate(2, "governorate", "SY", "SY.11", 38.3, 34.3, 4e5)};
    items[1].place.extent_m = 1.3e5;
    items[1].place.shape = 7;
    rank_hints none = {0}, area = {.need = RANK_AREA}, point = {.need = RANK_POINT};
    match_list list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 1);
    list = list_of(items, 2);
    rank_matches(session, &list, &area);
    ck_assert_int_eq(list.items[0].place.id, 2);
    list = list_of(items, 2);
    rank_matches(session, &list, &point);
    ck_assert_int_eq(list.items[0].place.id, 1);
    for (int i = 0; i < 2; i++) items[i].hint = kind_by_name("governorate");
    items[1].wanted_kind = true;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    end();
}
END_TEST

START_TEST(similar_spelling_alone_proves_nothing)
{
    begin();
    match items[] = {candidate(1, "village", "FR", "FR.11", 2, 48, 700)};
    items[0].way = MATCH_FUZZY;
    items[0].edits = 1;
    rank_hints none = {0}, france = {.country = "FR", .country_position = {2, 47}};
    match_list list = list_of(items, 1);
    ck_assert(!rank_matches(session, &list, &none).found);
    list = list_of(items, 1);
    ck_assert(rank_matches(session, &list, &france).found);
    list = (match_list){0};
    ck_assert(!rank_matches(session, &list, &none).found);
    end();
}
END_TEST

START_TEST(near_and_others_draw)
{
    begin();
    const match items[] = {candidate(1, "city", "US", "US.MO", -93, 37, 1.6e5),
                           candidate(2, "city", "US", "US.MA", -72, 42, 1.5e5)};
    const gaz_lonlat boston = {-71, 42.3};
    gaz_context near = {.has_near = true, .near = boston}, others = {.others = &boston, .other_count = 1};
    const gaz_context *contexts[] = {&near, &others};
    for (int i = 0; i < 2; i++) {
        rank_hints hints = {.context = contexts[i]};
        match_list list = list_of(items, 2);
        rank_result result = rank_matches(session, &list, &hints);
        ck_assert_int_eq(list.items[0].place.id, 2);
        ck_assert(!result.ambiguous);
    }
    end();
}
END_TEST

START_TEST(a_full_name_wins_over_nicknames_and_sounds)
{
    begin();
    const rank_hints none = {0};
    // A village called so against a metropolis that only sounds so, or that is called so in another language.
    match items[] = {candidate(1, "village", "XA", "", 10, 10, 1e5),
                     candidate(2, "city", "XB", "", 60, 40, 4e6)};
    items[0].is_proper = true;
    items[1].way = MATCH_LOOSE;
    items[1].edits = 1;
    match_list list = list_of(items, 2);
    ck_assert(!rank_matches(session, &list, &none).ambiguous);
    ck_assert_int_eq(list.items[0].place.id, 1);
    items[1].way = MATCH_EXACT;
    items[1].edits = 0;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2); // one in ten is still four times the village
    ck_assert_double_eq_tol(list.items[0].share, 0.8, 1e-9);
    items[0].is_curated = true;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 1);
    // Where nothing has the name for its own, the nickname is as good as any.
    items[0].is_curated = items[0].is_proper = false;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    // A code of an airport is no name.
    items[0].is_curated = items[0].is_proper = true;
    items[0].weight = 50;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    end();
}
END_TEST

START_TEST(a_city_of_a_name_is_not_one_that_was_called_so)
{
    begin();
    const rank_hints none = {0};
    match items[] = {candidate(1, "city", "XA", "", 10, 10, 6e4),
                     candidate(2, "city", "XB", "", 60, 40, 2e5)};
    items[0].is_proper = true;
    for (int i = 0; i < 2; i++) {
        items[i].way = MATCH_STRIPPED;
        items[i].hint = kind_by_name("city");
        items[i].wanted_kind = true;
    }
    match_list list = list_of(items, 2);
    ck_assert(!rank_matches(session, &list, &none).ambiguous);
    ck_assert_int_eq(list.items[0].place.id, 1);
    // Any settlement is called a town, whatever the name it is known by.
    for (int i = 0; i < 2; i++) {
        items[i].hint = items[i].place.kind_info = kind_by_name("town");
        items[i].place.kind = "town";
    }
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    end();
}
END_TEST

START_TEST(a_kind_word_that_is_contradicted_counts)
{
    begin();
    const rank_hints none = {0};
    static const char *const words[] = {"anchorage",   "border crossing", "power plant", "lake",
                                        "canal",       "refugee camp",    "airport",     "strait",
                                        "governorate", "mountain"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        match items[] = {candidate(1, "city", "XA", "", 10, 10, 1e6),
                         candidate(2, words[i], "XB", "", 60, 40, 3e4)};
        for (int k = 0; k < 2; k++) {
            items[k].way = MATCH_STRIPPED;
            items[k].hint = kind_by_name(words[i]);
        }
        items[1].wanted_kind = true;
        match_list list = list_of(items, 2);
        rank_matches(session, &list, &none);
        ck_assert_msg(list.items[0].place.id == 2, "%s", words[i]);
        // The place that has the words in its name.
        items[1].hint = NULL;
        items[1].wanted_kind = false;
        items[1].way = MATCH_EXACT;
        items[1].is_proper = true;
        list = list_of(items, 2);
        rank_matches(session, &list, &none);
        ck_assert_msg(list.items[0].place.id == 2, "%s by its full name", words[i]);
    }
    end();
}
END_TEST

START_TEST(a_village_is_no_river_and_no_metropolis_next_door)
{
    begin();
    const rank_hints none = {0}, iraq = {.country = "IQ", .country_position = {44, 33}};
    static const char *const others[] = {"river", "sea", "country", "governorate"};
    for (size_t i = 0; i < 4; i++) {
        match items[] = {candidate(1, others[i], "IQ", "IQ.01", 42, 33, 5e6)};
        items[0].hint = kind_by_name("village");
        match_list list = list_of(items, 1);
        ck_assert_msg(!rank_matches(session, &list, &none).found, "%s", others[i]);
    }
    match items[] = {candidate(1, "city", "IR", "IR.1", 51, 35, 8e6)};
    items[0].hint = kind_by_name("village");
    items[0].wanted_kind = true;
    match_list list = list_of(items, 1);
    ck_assert(rank_matches(session, &list, &none).found);
    list = list_of(items, 1);
    ck_assert(!rank_matches(session, &list, &iraq).found);
    end();
}
END_TEST

START_TEST(a_village_is_no_large_town_of_the_name)
{
    begin();
    const rank_hints none = {0};
    // The town as one source has it, with its people, and as another has it, without; and a village far off.
    match items[] = {candidate(1, "town", "IQ", "IQ.01", 42, 33, 3e4),
                     candidate(2, "town", "IQ", "IQ.01", 42.02, 33.01, 2e5),
                     candidate(3, "village", "IQ", "IQ.05", 45, 31, 500)};
    items[0].place.population = 20e3;
    for (size_t i = 0; i < 3; i++) {
        items[i].way = MATCH_STRIPPED;
        items[i].hint = kind_by_name("village");
        items[i].wanted_kind = true;
    }
    match_list list = list_of(items, 3);
    ck_assert(rank_matches(session, &list, &none).found);
    ck_assert_int_eq(list.items[0].place.id, 3);
    // A town that is small enough is a village to some.
    items[0].place.population = 20e3 - 1;
    list = list_of(items, 3);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    // Alone, the town is what there is.
    items[0].place.population = 20e3;
    list = list_of(items, 2);
    ck_assert(rank_matches(session, &list, &none).found);
    ck_assert_uint_eq(list.count, 1);
    end();
}
END_TEST

START_TEST(two_alike_are_ambiguous)
{
    begin();
    match items[] = {candidate(1, "city", "XA", "", 10, 10, 1e5),
                     candidate(2, "city", "XB", "", 60, 40, 1e5)};
    const rank_hints none = {0};
    match_list list = list_of(items, 2);
    rank_result result = rank_matches(session, &list, &none);
    ck_assert(result.found && result.ambiguous);
    ck_assert_double_eq(result.share, 0.5);
    items[1].weight = items[1].place.weight = 5e4;
    list = list_of(items, 2);
    ck_assert(!rank_matches(session, &list, &none).ambiguous);
    end();
}
END_TEST

START_TEST(a_country_by_a_foreign_name_is_not_above_its_own_towns)
{
    begin();
    match items[] = {candidate(1, "country", "XA", "", 10, 10, 3e8),
                     candidate(2, "city", "XB", "", 60, 40, 5e6)};
    const rank_hints none = {0};
    items[0].is_proper = true;
    match_list list = list_of(items, 2);
    ck_assert(!rank_matches(session, &list, &none).ambiguous);
    ck_assert_int_eq(list.items[0].place.id, 1);
    items[0].is_proper = false;
    list = list_of(items, 2);
    ck_assert(rank_matches(session, &list, &none).ambiguous);
    items[0].way = MATCH_LOOSE;
    list = list_of(items, 2);
    rank_matches(session, &list, &none);
    ck_assert_int_eq(list.items[0].place.id, 2);
    end();
}
END_TEST

START_TEST(countries_of_the_report_are_preferred)
{
    begin();
    const match items[] = {candidate(1, "country", "GE", "", 43.5, 42, 4e6),
                           candidate(2, "governorate", "US", "US.GA", -83.4, 32.6, 2e6)};
    const gaz_lonlat others[] = {{-95, 46}, {-77, 41}, {44.8, 41.7}, {-100, 40}};
    static const char *const american[] = {"US", "US", "", "US"}, *const georgian[] = {"US", "GE", "GE",
                                                                                       "TR"};
    // All are as far off: only the countries differ.
    gaz_context context = {.others = others, .other_count = 4, .other_countries = american};
    rank_hints hints = {.context = &context};
    const store_place *country = &items[0].place, *state = &items[1].place;
    ck_assert_double_eq(rank_country_share(&context, country), 0);
    ck_assert_double_eq(rank_country_share(&context, state), 1);
    ck_assert_double_eq(rank_country_share(NULL, state), 1);
    match_list list = list_of(items, 2);
    gaz_context places = {.others = others, .other_count = 4};
    ck_assert_double_eq(rank_country_share(&places, country), 1);
    rank_matches(session, &list, &hints);
    double american_share = list.items[0].place.id == 2 ? list.items[0].share : list.items[1].share;
    context.other_countries = georgian;
    ck_assert_double_eq(rank_country_share(&context, country), 0.5);
    list = list_of(items, 2);
    rank_matches(session, &list, &hints);
    ck_assert_int_eq(list.items[0].place.id, 1);
    ck_assert_double_gt(american_share, 10 * list.items[1].share);
    end();
}
END_TEST

UNIT_MAIN("gazetteer/rank", a_full_name_wins_over_nicknames_and_sounds,
          a_city_of_a_name_is_not_one_that_was_called_so, a_kind_word_that_is_contradicted_counts,
          a_village_is_no_river_and_no_metropolis_next_door, a_village_is_no_large_town_of_the_name,
          two_alike_are_ambiguous, a_country_by_a_foreign_name_is_not_above_its_own_towns,
          prominence_decides_and_says_how_surely, equals_are_ambiguous,
          a_country_hint_excludes_villages_elsewhere, qualifiers_hold_the_candidate,
          two_records_of_a_place_are_one, kind_words_and_needs, similar_spelling_alone_proves_nothing,
          near_and_others_draw, countries_of_the_report_are_preferred)
