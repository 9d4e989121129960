/**
 * @file
 * What gazetteer.h promises of threads: any number may ask one handle at once, and each may have a handle of
 * its own; the answers are those of one thread alone. To be run under ThreadSanitizer and AddressSanitizer,
 * too.
 */
#include "unit/gazetteer/fixture.h"

#include <pthread.h>
#include <stdlib.h>

#define THREADS 6
#define ROUNDS  40

static const char *const phrases[] = {"Abu Ghraib",
                                      "30 km west of Baghdad",
                                      "Al-Qa'im",
                                      "القائم",
                                      "Багдад",
                                      "eastern Syria",
                                      "near Mosul",
                                      "Abu Ghreeb",
                                      "Nowhere At All",
                                      "between Mosul and Baghdad",
                                      "the border of Iraq",
                                      "33.3 N 44.4 E",
                                      "Bağdat",
                                      "Qaim, Anbar",
                                      "western Anbar province",
                                      "outskirts of Aleppo",
                                      "Deir ez-Zor village",
                                      "south of Damascus"};
#define PHRASES (sizeof phrases / sizeof *phrases)

static char store_path[512];
static char *expected[PHRASES];

/** All that an answer says, in malloc'd memory. */
static char *say(gaz *g, const char *phrase)
{
    gaz_error err = {0};
    gaz_answer *a;
    if (gaz_resolve(g, phrase, NULL, &a, &err) != GAZ_OK) return NULL;
    size_t points = a->area && a->area->ring_count ? a->area->ring_ends[a->area->ring_count - 1] : 0;
    double sum = 0;
    for (size_t i = 0; i < points; i++)
        sum += (double)(i + 1) * (a->area->points[i].lon_deg - a->area->points[i].lat_deg);
    char *text = malloc(2000);
    snprintf(text, 2000, "%d|%s|%s|%s|%a|%a|%a|%d|%a|%s|%s|%zu|%a|%zu", (int)a->status, a->name, a->kind,
             a->country, a->position.lon_deg, a->position.lat_deg, a->radius_m, a->precision, a->confidence,
             a->rule, a->explanation, points, sum, a->candidate_count);
    gaz_answer_free(a);
    return text;
}

typedef struct {
    gaz *shared; ///< NULL: the thread opens its own
    size_t number, wrong;
} worker;

static void *work(void *context)
{
    worker *w = context;
    gaz_error err = {0};
    gaz *g = w->shared;
    if (!g && gaz_open(&g, store_path, &err) != GAZ_OK) w->wrong++;
    for (size_t i = 0; g && i < ROUNDS * PHRASES; i++) {
        // Each begins elsewhere, so that different work meets.
        size_t at = (i * 7 + w->number * 5) % PHRASES;
        char *said = say(g, phrases[at]);
        if (!said || strcmp(said, expected[at]) != 0) w->wrong++;
        free(said);
    }
    if (!w->shared) gaz_close(g);
    return NULL;
}

static void run_threads(gaz *shared)
{
    pthread_t threads[THREADS];
    worker workers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (worker){.shared = shared, .number = i};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_uint_eq(workers[i].wrong, 0);
    }
}

static gaz *set_up(void)
{
    snprintf(store_path, sizeof store_path, "%s/tests/threads-%ld.gpkg", BUILD_DIR, (long)getpid());
    fixture_build(store_path);
    gaz_error err = {0};
    gaz *g;
    ck_assert_msg(gaz_open(&g, store_path, &err) == GAZ_OK, "%s", err.message);
    for (size_t i = 0; i < PHRASES; i++) {
        expected[i] = say(g, phrases[i]);
        ck_assert_ptr_nonnull(expected[i]);
    }
    return g;
}

static void tear_down(gaz *g)
{
    gaz_close(g);
    for (size_t i = 0; i < PHRASES; i++) free(expected[i]);
    unlink(store_path);
}

START_TEST(threads_share_a_gazetteer)
{
    gaz *g = set_up();
    run_threads(g);
    tear_down(g);
}
END_TEST

START_TEST(threads_have_a_gazetteer_each)
{
    gaz *g = set_up();
    run_threads(NULL);
    tear_down(g);
}
END_TEST

UNIT_MAIN("gazetteer/threads", threads_share_a_gazetteer, threads_have_a_gazetteer_each)
