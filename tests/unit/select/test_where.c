#include "select/where.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const columns[] = {"best", "Side A", "code", "killed", "note", "odd\"name", "empty"};
static const value cells[] = {
    {.kind = VALUE_NUMBER, .number = 12},
    {.kind = VALUE_TEXT, .text = "Army of A"},
    {.kind = VALUE_TEXT, .text = "007"},
    {.kind = VALUE_TEXT, .text = "4.0"},
    {.kind = VALUE_TEXT, .text = "it's 5 pm"},
    {.kind = VALUE_TEXT, .text = "x"},
    {.kind = VALUE_NULL},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static incident item;

static void set_up(void)
{
    item = incident_none();
    item.row = 7;
    item.type = "airstrike";
    item.place = "Al Asad";
    item.date_start = item.date_end = date_to_day((civil_date){2023, 11, 22});
    item.date_prec = 1;
    item.killed = 9; // hidden by the input's own column
    item.injured = 3;
    item.has_position = true;
    item.position = (lonlat){42.441, 33.786};
    item.radius_m = NAN;
    item.prec = PREC_EXACT;
    item.status = INCIDENT_CLAIMED;
}

/** 1 passes, 0 does not, -1 does not compile, -2 fails on the row. */
static int test(const char *expression, incmap_error *err)
{
    set_up();
    where *w;
    *err = (incmap_error){0};
    if (where_compile(&w, expression, columns, COLUMNS, err) != INCMAP_OK) {
        ck_assert_ptr_null(w);
        ck_assert_ptr_null(strchr(err->message, '\n'));
        return -1;
    }
    size_t count;
    const char *const *asked = where_columns(w, &count);
    value given[COLUMNS];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < COLUMNS; k++)
            if (strcmp(asked[i], columns[k]) == 0) given[i] = cells[k];
    bool passes = false;
    int result = where_test(w, &item, given, &passes, err) == INCMAP_OK ? passes : -2;
    bool again = !passes;
    if (result >= 0) {
        ck_assert_int_eq(where_test(w, &item, given, &again, err), INCMAP_OK);
        ck_assert_int_eq(again, passes);
    }
    where_free(w);
    return result;
}

START_TEST(conditions_hold_or_do_not)
{
    static const struct {
        const char *expression;
        int passes;
    } cases[] = {
        {"best > 3", 1},
        {"best>=12 and best<=12", 1},
        {"best > 100", 0},
        {"best < 5", 0},
        {"best = '12'", 1},
        {"best BETWEEN 9 AND 20", 1},
        {"best * 2 = 24", 1},
        {"BEST > 3", 1},
        {"\"Side A\" = 'Army of A'", 1},
        {"\"side a\" LIKE '%army%'", 1},
        {"[Side A] GLOB 'Army*'", 1},
        {"code = '007'", 1},
        {"code = 7", 1},
        {"length(code) = 3", 1},
        {"killed = 4", 1},
        {"injured = 3", 1},
        {"type = 'airstrike'", 1},
        {"type IN ('drone', 'airstrike')", 1},
        {"type NOT IN ('drone')", 1},
        {"date_start >= '2023-11-01' AND date_end < '2023-12-01'", 1},
        {"date_start >= '2023-12-01'", 0},
        {"strftime('%Y', date_start) = '2023'", 1},
        {"lat > 33.7 and lon < 42.5", 1},
        {"place_prec = 1 and date_prec = 1", 1},
        {"status = 'claimed'", 1},
        {"radius_m IS NULL", 1},
        {"radius_m > 0", 0},
        {"empty", 0},
        {"empty IS NULL", 1},
        {"empty > 3", 0},
        {"NOT (empty > 3)", 0},
        {"coalesce(empty, 5) = 5", 1},
        {"note = 'it''s 5 pm'", 1},
        {"\"odd\"\"name\" = 'x'", 1},
        {"title IS NULL", 1},
        {"1", 1},
        {"0", 0},
        {"'2'", 1},
        {"best > 3 -- a remark", 1},
        {"/* a remark */ best > 3", 1},
        {"CASE WHEN best > 3 THEN type = 'airstrike' ELSE 0 END", 1},
        {"note LIKE '%;%'", 0},
        {"max(best, 100) = 100", 1},
        {"best % 5 = 2", 1},
        {"best || 'x' = '12x'", 1},
    };
    incmap_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int result = test(cases[i].expression, &err);
        ck_assert_msg(result == cases[i].passes, "%s gave %d %s", cases[i].expression, result, err.message);
    }
}
END_TEST

START_TEST(only_the_columns_named_are_asked_for)
{
    where *w;
    incmap_error err = {0};
    ck_assert_int_eq(where_compile(&w, "best > 3 AND \"side a\" <> ''", columns, COLUMNS, &err), INCMAP_OK);
    size_t count;
    const char *const *asked = where_columns(w, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(asked[0], "best");
    ck_assert_str_eq(asked[1], "Side A");
    where_free(w);
    // A million columns cost nothing where they are not named.
    size_t many = 100000;
    const char **names = malloc(many * sizeof *names);
    for (size_t i = 0; i < many; i++) names[i] = "unused";
    names[many - 1] = "last";
    ck_assert_int_eq(where_compile(&w, "last = 1", names, many, &err), INCMAP_OK);
    where_columns(w, &count);
    ck_assert_uint_eq(count, 1);
    where_free(w);
    free(names);
}
END_TEST

START_TEST(an_unknown_name_is_answered_with_the_names_there_are)
{
    incmap_error err;
    ck_assert_int_eq(test("deaths > 1", &err), -1);
    ck_assert_int_eq(err.status, INCMAP_USAGE);
    static const char *const parts[] = {"--where deaths > 1", "no such column: deaths", "best, Side A, code",
                                        "injured"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(strstr(err.message, parts[i]), "%s", err.message);
}
END_TEST

START_TEST(anything_but_a_condition_is_refused)
{
    static const char *const cases[] = {
        "",
        "   ",
        "best >",
        "best > 3; DROP TABLE x",
        "best > 3;",
        "1) OR (1",
        "1) UNION SELECT (1",
        "1) FROM incident --",
        "1 /* open",
        "'open",
        "\"open",
        "(best",
        "best)",
        "(SELECT 1)",
        "best IN (SELECT 1)",
        "EXISTS (SELECT * FROM sqlite_master)",
        "best IN sqlite_master",
        "count(*) > 0",
        "sum(best) > 0",
        "row_number() OVER () = 1",
        "1, 2",
        "random() > 0",
        "randomblob(9) > 0",
        "load_extension('x')",
        "CURRENT_DATE > '2000-01-01'",
        "RAISE(ABORT, 'x')",
        "nosuchfunction(best)",
        "?1 = 1",
        ":name = 1",
        "best > 3 ORDER BY 1",
        "best > 3 LIMIT 0",
    };
    incmap_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(test(cases[i], &err) == -1, "%s", cases[i]);
        ck_assert_int_eq(err.status, INCMAP_USAGE);
    }
}
END_TEST

START_TEST(expressions_that_eat_time_or_memory_are_stopped)
{
    incmap_error err;
    ck_assert_int_eq(test("length(zeroblob(2000000000)) > 0", &err), -2);
    ck_assert_int_eq(test("length(printf('%.*c', 2000000000, 'x')) > 1000000", &err), -1);
    ck_assert_int_eq(test("replace(hex(zeroblob(400000)), '0', hex(zeroblob(400))) = 1", &err), -2);
    char *text = malloc(20001);
    memset(text, '1', 20000);
    text[20000] = '\0';
    ck_assert_int_eq(test(text, &err), -1);
    ck_assert(strstr(err.message, "longer than"));
    // As deep as SQLite's stack allows, and deeper.
    memset(text, '(', 4000);
    text[4000] = '1';
    memset(text + 4001, ')', 4000);
    text[8001] = '\0';
    ck_assert_int_eq(test(text, &err), -1);
    free(text);
}
END_TEST

START_TEST(random_expressions_never_break_it)
{
    static const char *const words[] = {"best", "code", "killed", "(",    ")",    "AND",    "OR",  "NOT",
                                        "=",    "<",    "'x'",    "12",   "NULL", "LIKE",   "'%'", "IN",
                                        ",",    "+",    "-",      "/",    "0",    "SELECT", "\"",  "--",
                                        ";",    "CASE", "WHEN",   "THEN", "END",  "abs(",   "IS"};
    unsigned seed = 5;
    int passed = 0;
    for (int i = 0; i < 3000; i++) {
        char text[256] = "";
        unsigned count = ((seed = seed * 1103515245u + 12345u) >> 16) % 9 + 1;
        for (unsigned k = 0; k < count; k++) {
            strcat(text,
                   words[((seed = seed * 1103515245u + 12345u) >> 16) % (sizeof words / sizeof *words)]);
            strcat(text, " ");
        }
        incmap_error err;
        passed += test(text, &err) >= 0;
    }
    ck_assert_int_gt(passed, 50);
}
END_TEST

UNIT_MAIN("select/where", conditions_hold_or_do_not, only_the_columns_named_are_asked_for,
          an_unknown_name_is_answered_with_the_names_there_are, anything_but_a_condition_is_refused,
          expressions_that_eat_time_or_memory_are_stopped, random_expressions_never_break_it)
