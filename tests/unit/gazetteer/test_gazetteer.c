/** What the library promises of itself: units, areas, threads, sources, searches, hostile texts. */
#include "gazetteer/gazetteer.h"
#include "unit/gazetteer/fixture.h"

#include <pthread.h>

static gaz *g;

START_TEST(units_hold_points)
{
    g = fixture_open();
    gaz_error err = {0};
    gaz_answer *a;
    ck_assert_int_eq(gaz_unit_at(g, (gaz_lonlat){42.4, 33.8}, GAZ_LEVEL_ADMIN1, &a, &err), GAZ_OK);
    ck_assert_str_eq(a->name, "Anbar");
    ck_assert_str_eq(a->rule, "containing unit");
    ck_assert_int_eq(a->precision, 4);
    gaz_answer_free(a);
    ck_assert_int_eq(gaz_unit_at(g, (gaz_lonlat){42.4, 33.8}, GAZ_LEVEL_COUNTRY, &a, &err), GAZ_OK);
    ck_assert_str_eq(a->country, "IQ");
    gaz_answer_free(a);
    ck_assert_int_eq(gaz_unit_at(g, (gaz_lonlat){-30, 0}, GAZ_LEVEL_COUNTRY, &a, &err), GAZ_OK);
    ck_assert_int_eq(a->status, GAZ_UNRESOLVED);
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(areas_are_well_formed)
{
    g = fixture_open();
    static const char *const phrases[] = {"Baghdad",
                                          "30 km west of Baghdad",
                                          "near Mosul",
                                          "eastern Syria",
                                          "Dateline Isles",
                                          "western Dateline Isles",
                                          "Test Sea",
                                          "Euphrates",
                                          "along the Euphrates",
                                          "between Baghdad and Mosul",
                                          "Iraq-Syria border",
                                          "off the coast of Syria",
                                          "outskirts of Damascus",
                                          "Baghdad and Mosul",
                                          "central Iraq",
                                          "33.786, 42.441",
                                          "10 km from Hit",
                                          "north of the Euphrates",
                                          "the east bank of the Euphrates",
                                          "east of the Dateline Isles",
                                          "the western border of Iraq",
                                          "the Syrian side of the border with Iraq",
                                          "the tri-border area of Syria, Iraq and Anbar"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrases[i], a->explanation);
        ck_assert_msg(a->area && a->area->ring_count, "%s has no area", phrases[i]);
        ck_assert_msg(!a->area->ring_is_hole[0], "%s begins with a hole", phrases[i]);
        size_t begin = 0;
        for (size_t ring = 0; ring < a->area->ring_count; begin = a->area->ring_ends[ring++]) {
            size_t end = a->area->ring_ends[ring];
            ck_assert_uint_ge(end - begin, 4);
            ck_assert_mem_eq(&a->area->points[begin], &a->area->points[end - 1], sizeof(gaz_lonlat));
            double twice = 0;
            for (size_t k = begin + 1; k < end; k++) {
                gaz_lonlat p = a->area->points[k - 1], q = a->area->points[k];
                ck_assert(fabs(p.lon_deg) <= 180 && fabs(p.lat_deg) <= 90);
                twice += p.lon_deg * q.lat_deg - q.lon_deg * p.lat_deg;
            }
            ck_assert_msg((twice < 0) == a->area->ring_is_hole[ring], "%s: ring %zu turns the wrong way",
                          phrases[i], ring);
        }
        gaz_answer_free(a);
    }
    fixture_close(g);
}
END_TEST

/** Every answer in bytes that can be compared. */
static void print_answer(char *out, size_t size, const gaz_answer *a)
{
    size_t n = (size_t)snprintf(out, size, "%s|%d|%s|%s|%.17g|%.17g|%.17g|%.17g|%s|", a->query, a->status,
                                a->name, a->rule, a->position.lon_deg, a->position.lat_deg, a->radius_m,
                                a->confidence, a->explanation);
    for (size_t i = 0; i < a->candidate_count && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s %.17g|", a->candidates[i].name, a->candidates[i].score);
}

static const char *const many[] = {
    "Baghdad", "30 km west of Baghdad", "Springfield", "eastern Syria", "near Mosul", "القائم",
    "Xyzzy",   "Baghdad and Mosul"};
#define MANY (sizeof many / sizeof *many)

static void *resolve_many(void *context)
{
    char(*lines)[2000] = context;
    for (int round = 0; round < 20; round++)
        for (size_t i = 0; i < MANY; i++) {
            gaz_answer *a = NULL;
            gaz_error err = {0};
            if (gaz_resolve(g, many[i], NULL, &a, &err) != GAZ_OK) return g;
            char line[2000];
            print_answer(line, sizeof line, a);
            gaz_answer_free(a);
            if (round == 0)
                memcpy(lines[i], line, sizeof line);
            else if (strcmp(lines[i], line) != 0)
                return g;
        }
    return NULL;
}

START_TEST(threads_share_a_handle)
{
    g = fixture_open();
    static char lines[4][MANY][2000];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, resolve_many, lines[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *trouble;
        pthread_join(threads[i], &trouble);
        ck_assert_ptr_null(trouble);
        for (size_t k = 0; k < MANY; k++) ck_assert_str_eq(lines[i][k], lines[0][k]);
    }
    fixture_close(g);
}
END_TEST

START_TEST(random_phrases_are_answered)
{
    g = fixture_open();
    static const char *const words[] = {"between",
                                        "and",
                                        "near",
                                        "10",
                                        "km",
                                        "north",
                                        "of",
                                        "border",
                                        "in",
                                        ",",
                                        "(",
                                        ")",
                                        "Baghdad",
                                        "Syria",
                                        "Mosul",
                                        "eastern",
                                        "off",
                                        "-",
                                        "Springfield",
                                        "القائم",
                                        "\xFF\xFE",
                                        "'",
                                        "Euphrates",
                                        "along",
                                        "Iraq",
                                        "90N",
                                        "180E",
                                        "33.31N 44.36E",
                                        "38S 443000 3685000",
                                        "38SMB12",
                                        "8FXH+2Q",
                                        "8FVC9G8F+6X",
                                        "the"};
    const size_t word_count = sizeof words / sizeof *words;
    unsigned state = 7;
    for (int round = 0; round < 400; round++) {
        char text[900] = "";
        size_t n = 0;
        state = state * 1103515245u + 12345u;
        for (int i = 0, count = 1 + (int)(state >> 16) % 40; i < count; i++) {
            state = state * 1103515245u + 12345u;
            n += (size_t)snprintf(text + n, sizeof text - n, "%s ", words[(state >> 16) % word_count]);
        }
        gaz_answer *a = fixture_resolve(g, text, NULL);
        ck_assert(a->confidence >= 0 && a->confidence <= 1);
        ck_assert_int_eq(a->status == GAZ_UNRESOLVED, isnan(a->position.lon_deg));
        gaz_answer_free(a);
    }
    fixture_close(g);
}
END_TEST

START_TEST(long_phrases_are_cut_and_say_so)
{
    g = fixture_open();
    char text[5000];
    memset(text, ' ', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text, "Mosul", 5);
    gaz_answer *a = fixture_resolve(g, text, NULL);
    ck_assert_int_eq(a->status, GAZ_RESOLVED);
    ck_assert_ptr_nonnull(strstr(a->explanation, "512 bytes"));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(what_is_no_gazetteer_is_refused)
{
    gaz_error err = {0};
    ck_assert_int_eq(gaz_open(&g, "/nonexistent/x.gpkg", &err), GAZ_ERROR_OPEN);
    ck_assert_ptr_null(g);
    ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/x.gpkg"));
    gaz_error second = {0};
    ck_assert_int_eq(gaz_open(&g, FIXTURE_DATA "/curated/places.csv", &second), GAZ_ERROR_OPEN);
    ck_assert_ptr_nonnull(strstr(second.message, "places.csv"));
    gaz_close(NULL);
    gaz_answer_free(NULL);
}
END_TEST

START_TEST(sources_are_told)
{
    g = fixture_open();
    const gaz_source *sources;
    size_t count;
    gaz_error err = {0};
    ck_assert_int_eq(gaz_sources(g, &sources, &count, &err), GAZ_OK);
    ck_assert_uint_eq(count, 4);
    ck_assert_str_eq(sources[1].name, "geonames");
    ck_assert_str_eq(sources[1].licence, "CC BY 4.0");
    ck_assert_int_eq(sources[1].place_count, 17);
    ck_assert_str_eq(sources[3].name, "curated");
    // The governorate only lends its names to the unit of the map.
    ck_assert_int_eq(sources[3].place_count, 17);
    fixture_close(g);
}
END_TEST

START_TEST(search_lists_candidates)
{
    g = fixture_open();
    gaz_answer *a;
    gaz_error err = {0};
    ck_assert_int_eq(gaz_search(g, "Springfield", NULL, 2, &a, &err), GAZ_OK);
    ck_assert_uint_eq(a->candidate_count, 2);
    ck_assert(a->candidates[0].score >= a->candidates[1].score);
    ck_assert_str_ne(a->candidates[0].why, "");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(countries_by_code_and_name)
{
    static const char *const cases[][2] = {
        {"SY", "SY"},      {"sy", "SY"},
        {"Syria", "SY"},   {"\xD8\xB3\xD9\x88\xD8\xB1\xD9\x8A\xD8\xA7", "SY"},
        {"FR", "FR"},      {"XK", "XK"},
        {"ZZ", ""},        {"", ""},
        {"Freedonia", ""}, {"Abu Ghraib", ""}};
    gaz *g = fixture_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char code[GAZ_COUNTRY_SIZE] = "??";
        gaz_error err = {0};
        ck_assert_int_eq(gaz_country(g, cases[i][0], code, &err), GAZ_OK);
        ck_assert_str_eq(code, cases[i][1]);
    }
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/gazetteer", units_hold_points, areas_are_well_formed, threads_share_a_handle,
          random_phrases_are_answered, long_phrases_are_cut_and_say_so, what_is_no_gazetteer_is_refused,
          sources_are_told, search_lists_candidates, countries_by_code_and_name)
