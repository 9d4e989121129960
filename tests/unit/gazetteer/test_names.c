#include "gazetteer/names.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** The row of hash ?1. */
#define GROUPS_FIND(table) "SELECT groups FROM " table " WHERE fid<=?1 ORDER BY fid DESC LIMIT 1"

static fold_tools *tools;
static sqlite3 *db;

static void set_up(void)
{
    tools = fold_tools_new();
    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, GROUPS_CREATE(NAMES_TABLE) GROUPS_CREATE(SKELETONS_TABLE), NULL, NULL, NULL),
        SQLITE_OK);
}

static void tear_down(void)
{
    fold_tools_free(tools);
    sqlite3_close(db);
}

typedef struct {
    int64_t place;
    double weight;
    const char *country, *name;
} sample;

static size_t counted;

static void count_one(void *context, int64_t place)
{
    ck_assert_ptr_null(context);
    counted += place > 0;
}

static int64_t merge(const sample *samples, size_t count, names_range gone)
{
    gaz_error err = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/tests/names-%ld", BUILD_DIR, (long)getpid());
    runs *names = runs_new(path, 4000);
    for (size_t i = 0; i < count; i++) {
        folded keys;
        ck_assert(fold_name(tools, samples[i].name, strlen(samples[i].name), &keys));
        name_entry entry = {.place = samples[i].place,
                            .prominence = name_prominence(samples[i].weight),
                            .plain = keys.plain,
                            .plain_length = strlen(keys.plain)};
        memcpy(entry.country, samples[i].country, 2);
        ck_assert_int_eq(names_add(names, &keys, &entry, &err), GAZ_OK);
    }
    names_request request = {.db = db, .temp_path = path, .gone = gone, .count = count_one};
    int64_t added = -1;
    counted = 0;
    ck_assert_msg(names_merge(&request, names, &added, &err) == GAZ_OK, "%s", err.message);
    ck_assert_int_eq(added, (int64_t)counted);
    runs_free(names);
    return added;
}

static sqlite3_stmt *find(const char *sql, const char *name, unpacker *body)
{
    sqlite3_stmt *query = NULL;
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &query, NULL), SQLITE_OK);
    sqlite3_bind_int64(query, 1, groups_hash(name, strlen(name)));
    bool found = sqlite3_step(query) == SQLITE_ROW &&
                 groups_find(sqlite3_column_blob(query, 0), (size_t)sqlite3_column_bytes(query, 0), name,
                             strlen(name), body);
    if (!found) *body = (unpacker){0};
    return query;
}

/** "1IQ mosul; 2SY al mosul": what stands for a key. */
static const char *names_of(const char *name)
{
    static char text[2000];
    folded keys;
    ck_assert(fold_name(tools, name, strlen(name), &keys));
    unpacker body;
    sqlite3_stmt *query = find(GROUPS_FIND(NAMES_TABLE), keys.key, &body);
    name_entry entry = {0};
    size_t n = 0;
    text[0] = '\0';
    while (names_next(&body, &entry))
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%lld%.2s %.*s", n ? "; " : "",
                              (long long)entry.place, entry.country, (int)entry.plain_length, entry.plain);
    ck_assert(!body.broken);
    sqlite3_finalize(query);
    return text;
}

static const char *keys_of(const char *skeleton)
{
    static char text[2000];
    unpacker body;
    sqlite3_stmt *query = find(GROUPS_FIND(SKELETONS_TABLE), skeleton, &body);
    const char *key;
    size_t length, n = 0;
    text[0] = '\0';
    while (names_next_key(&body, &key, &length))
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", n ? " " : "", (int)length, key);
    sqlite3_finalize(query);
    return text;
}

static const names_range nothing = {0, 0};

START_TEST(the_most_prominent_comes_first)
{
    set_up();
    static const sample first[] = {{7, 100, "SY", "Qaim"},     {3, 5000, "IQ", "Al-Qa'im"},
                                   {9, 5000, "IQ", "al Qaim"}, {3, 5000, "IQ", "Al Qaim"},
                                   {4, 5000, "IQ", "Qaim"},    {5, 1e9, "IQ", "Kirkuk"}};
    // Spelt alike twice: 3 "al qaim" is one name.
    ck_assert_int_eq(merge(first, 6, nothing), 5);
    ck_assert_str_eq(names_of("qaim"), "3IQ al qaim; 4IQ qaim; 9IQ al qaim; 7SY qaim");
    // Again: nothing is new.
    ck_assert_int_eq(merge(first, 6, nothing), 0);
    ck_assert_str_eq(names_of("qaim"), "3IQ al qaim; 4IQ qaim; 9IQ al qaim; 7SY qaim");
    static const sample second[] = {{8, 6000, "IQ", "Qaim"}, {2, 1, "XX", "Qaim"}, {3, 5000, "IQ", "Qaim"}};
    ck_assert_int_eq(merge(second, 3, nothing), 3);
    ck_assert_str_eq(names_of("qaim"),
                     "8IQ qaim; 3IQ al qaim; 3IQ qaim; 4IQ qaim; 9IQ al qaim; 7SY qaim; 2XX qaim");
    tear_down();
}
END_TEST

START_TEST(places_that_go_take_their_names_and_keys_with_them)
{
    set_up();
    static const sample first[] = {{1, 10, "SY", "Tadmur"},
                                   {2, 10, "SY", "Tedmer"},
                                   {3, 10, "SY", "Tidmar"},
                                   {1, 10, "SY", "Palmyra"},
                                   {9, 10, "SY", "Tidmar"}};
    ck_assert_int_eq(merge(first, 5, nothing), 5);
    ck_assert_str_eq(keys_of("tdmr"), "tadmur tidmar tidmir");
    static const sample second[] = {{10, 10, "SY", "Tadmor"}};
    // 1 to 3 go; one key of theirs is another's too, one comes again in the same go.
    ck_assert_int_eq(merge(second, 1, (names_range){1, 4}), 1);
    ck_assert_str_eq(names_of("Tadmur"), "10SY tadmor");
    ck_assert_str_eq(names_of("Tidmar"), "9SY tidmar");
    ck_assert_str_eq(names_of("Tedmer"), "");
    ck_assert_str_eq(names_of("Palmyra"), "");
    ck_assert_str_eq(keys_of("tdmr"), "tadmur tidmar");
    ck_assert_str_eq(keys_of("flmr"), "");
    ck_assert_str_eq(keys_of("plmr"), "");
    merge(NULL, 0, (names_range){1, 100});
    ck_assert_str_eq(keys_of("tdmr"), "");
    tear_down();
}
END_TEST

START_TEST(weights_are_kept_to_a_hundredth)
{
    ck_assert_uint_eq(name_prominence(0), 0);
    ck_assert_uint_eq(name_prominence(-5), 0);
    ck_assert_uint_eq(name_prominence(1), 0);
    ck_assert_uint_eq(name_prominence(1e6), 1382);
    ck_assert_uint_eq(name_prominence(INFINITY), 65535);
    for (double weight = 2; weight < 1e10; weight *= 3)
        ck_assert_double_eq_tol(name_weight(name_prominence(weight)), weight, 0.006 * weight);
}
END_TEST

UNIT_MAIN("gazetteer/names", the_most_prominent_comes_first,
          places_that_go_take_their_names_and_keys_with_them, weights_are_kept_to_a_hundredth)
