#include "report/words.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static day_t day(int year, int month, int day_of_month)
{
    return date_to_day((civil_date){year, month, day_of_month});
}

START_TEST(dates_as_one_says_them)
{
    const struct {
        date_range range;
        const char *text;
    } cases[] = {
        {{DAY_NONE, DAY_NONE}, ""},
        {{day(2023, 11, 22), DAY_NONE}, "From 22 November 2023"},
        {{DAY_NONE, day(2023, 11, 22)}, "Until 22 November 2023"},
        {{day(2023, 11, 22), day(2023, 11, 22)}, "22 November 2023"},
        {{day(2023, 11, 17), day(2023, 11, 22)}, "17 to 22 November 2023"},
        {{day(2023, 10, 17), day(2023, 11, 22)}, "17 October to 22 November 2023"},
        {{day(2023, 10, 17), day(2024, 1, 24)}, "17 October 2023 to 24 January 2024"},
        {{day(2024, 2, 1), day(2024, 2, 29)}, "February 2024"},
        {{day(2023, 2, 1), day(2023, 2, 27)}, "1 to 27 February 2023"},
        {{day(2018, 1, 1), day(2018, 3, 31)}, "January to March 2018"},
        {{day(2018, 11, 1), day(2019, 1, 31)}, "November 2018 to January 2019"},
        {{day(2018, 1, 1), day(2018, 12, 31)}, "2018"},
        {{day(2016, 1, 1), day(2019, 12, 31)}, "2016 to 2019"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = {0};
        words_dates(&out, wording_find(NULL), cases[i].range);
        ck_assert_str_eq(strbuf_text(&out), cases[i].text);
        strbuf_dispose(&out);
    }
}
END_TEST

START_TEST(counts_are_grouped)
{
    const struct {
        int64_t count;
        const char *text;
    } cases[] = {
        {0, "0"},          {999, "999"},  {1000, "1,000"}, {123456, "123,456"}, {1234567, "1,234,567"},
        {-1234, "-1,234"}, {-123, "-123"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = {0};
        words_count(&out, cases[i].count);
        ck_assert_str_eq(strbuf_text(&out), cases[i].text);
        strbuf_dispose(&out);
    }
}
END_TEST

typedef struct {
    incident_set set;
    account acc;
    report_request request;
} fixture;

static void fixture_init(fixture *f)
{
    *f = (fixture){0};
    incident_set_init(&f->set, NULL, 0);
    f->request =
        (report_request){.show.incidents = &f->set, .account = &f->acc, .range = {DAY_NONE, DAY_NONE}};
}

static void fixture_add(fixture *f, const char *type, const char *country, day_t from, day_t to)
{
    incident item = incident_none();
    item.type = type;
    item.country = country;
    item.date_start = from;
    item.date_end = to;
    incident_set_add(&f->set, &item);
    account_add(&f->acc, &item, ROW_MAPPED, NULL);
}

static void fixture_dispose(fixture *f)
{
    incident_set_dispose(&f->set);
    account_dispose(&f->acc);
}

static void check_title(fixture *f, const char *expected)
{
    strbuf out = {0};
    words_title(&out, &f->request);
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_dispose(&out);
    fixture_dispose(f);
}

START_TEST(title_from_the_data)
{
    fixture f;
    fixture_init(&f);
    check_title(&f, "Incidents");

    fixture_init(&f);
    fixture_add(&f, "state-based violence", "Syria", DAY_NONE, DAY_NONE);
    fixture_add(&f, "state-based violence", "Syria", DAY_NONE, DAY_NONE);
    check_title(&f, "State-based violence in Syria");

    fixture_init(&f);
    fixture_add(&f, "airstrike", "Syria", DAY_NONE, DAY_NONE);
    fixture_add(&f, "clash", "Iraq", DAY_NONE, DAY_NONE);
    check_title(&f, "Incidents in Iraq and Syria");

    // A code is no word, a row without a country leaves the title without one, and four are a list.
    fixture_init(&f);
    fixture_add(&f, "clash", "IQ", DAY_NONE, DAY_NONE);
    check_title(&f, "Clash");
    fixture_init(&f);
    fixture_add(&f, NULL, "Iraq", DAY_NONE, DAY_NONE);
    fixture_add(&f, NULL, NULL, DAY_NONE, DAY_NONE);
    check_title(&f, "Incidents");
    fixture_init(&f);
    const char *const countries[] = {"Mali", "Niger", "Chad", "Togo"};
    for (int i = 0; i < 3; i++) fixture_add(&f, "", countries[i], DAY_NONE, DAY_NONE);
    fixture g = f;
    check_title(&g, "Incidents in Chad, Mali and Niger");
    fixture_init(&f);
    for (int i = 0; i < 4; i++) fixture_add(&f, "", countries[i], DAY_NONE, DAY_NONE);
    check_title(&f, "Incidents");
}
END_TEST

static void check_subtitle(fixture *f, size_t outside_count, const char *expected)
{
    strbuf out = {0};
    words_subtitle(&out, &f->request, outside_count);
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_dispose(&out);
    fixture_dispose(f);
}

START_TEST(subtitle_counts_everything)
{
    fixture f;
    fixture_init(&f);
    check_subtitle(&f, 0, "No incidents to show");

    // Without a range asked for, the days of the incidents themselves.
    fixture_init(&f);
    fixture_add(&f, NULL, NULL, day(2023, 11, 20), day(2023, 11, 21));
    fixture_add(&f, NULL, NULL, day(2023, 10, 27), DAY_NONE);
    check_subtitle(&f, 0, "27 October to 21 November 2023  ·  2 incidents shown");

    fixture_init(&f);
    for (int i = 0; i < 3; i++) fixture_add(&f, NULL, NULL, day(2023, 11, 20), day(2023, 11, 20));
    check_subtitle(&f, 2, "20 November 2023  ·  1 incident shown, 2 more outside this map");
    fixture_init(&f);
    fixture_add(&f, NULL, NULL, day(2023, 11, 20), day(2023, 11, 20));
    check_subtitle(&f, 1, "20 November 2023  ·  No incidents to show, 1 outside this map");

    fixture_init(&f);
    fixture_add(&f, NULL, NULL, day(2023, 11, 20), day(2023, 11, 21));
    f.acc.possible = 1;
    f.acc.counts[ROW_UNRESOLVED] = 1200;
    f.acc.counts[ROW_REJECTED] = 34;
    f.acc.counts[ROW_OUTSIDE_DATES] = 5;
    f.request.range = (date_range){day(2023, 11, 17), day(2023, 11, 22)};
    check_subtitle(&f, 0,
                   "17 to 22 November 2023  ·  1 incident shown, 1 of them possibly outside these dates  ·  "
                   "1,234 could not be mapped");
}
END_TEST

static void check_sources(fixture *f, const char *const *sources, size_t count, const char *dataset,
                          const char *expected)
{
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        item.source = sources[i];
        incident_set_add(&f->set, &item);
    }
    strbuf out = {0};
    words_sources(&out, wording_find(NULL), &f->set, dataset);
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_dispose(&out);
    fixture_dispose(f);
}

START_TEST(sources_by_how_often_they_are_named)
{
    fixture f;
    fixture_init(&f);
    check_sources(&f, NULL, 0, "", "");
    fixture_init(&f);
    check_sources(&f, NULL, 0, "UCDP GED", "UCDP GED");
    fixture_init(&f);
    const char *const none[] = {NULL, "", NULL};
    check_sources(&f, none, 3, "notes.csv", "notes.csv");
    fixture_init(&f);
    const char *const few[] = {"Wire B", "Wire A", NULL, "Wire C", "Wire C"};
    check_sources(&f, few, 5, "notes.csv", "Wire C; Wire A; Wire B");
    fixture_init(&f);
    const char *const many[] = {"f", "e", "d", "c", "b", "a", "f"};
    check_sources(&f, many, 7, "UCDP GED", "UCDP GED, naming 6 sources");
    fixture_init(&f);
    // References to articles are counted, and so are texts.
    char references[20][16];
    const char *articles[20];
    for (int i = 0; i < 20; i++) {
        snprintf(references[i], sizeof references[i], "r%02d", i);
        articles[i] = references[i];
    }
    check_sources(&f, articles, 20, "", "the data, naming 20 sources");
    fixture_init(&f);
    char text[62];
    memset(text, 'x', 61);
    text[61] = '\0';
    const char *const endless[] = {text, text, "Wire A", text + 1};
    check_sources(&f, endless, 4, "notes.csv", "notes.csv, naming 3 sources");
    fixture_init(&f);
    check_sources(&f, endless, 1, "notes.csv", "notes.csv, naming 1 source");
}
END_TEST

START_TEST(boundaries_are_spoken_of_as_asked)
{
    const struct {
        report_boundaries kind;
        bool has_disputed;
        const char *text;
    } cases[] = {
        {BOUNDARIES_PLAIN, true,
         "Boundaries and names shown on this map do not imply endorsement or acceptance of any claim."},
        {BOUNDARIES_UN, false,
         "The boundaries and names shown and the designations used on this map do not imply official "
         "endorsement or acceptance by the United Nations."},
        {BOUNDARIES_UN, true,
         "The boundaries and names shown and the designations used on this map do not imply official "
         "endorsement or acceptance by the United Nations. Dashed lines: boundaries that are disputed or "
         "undetermined."},
        {BOUNDARIES_DEFACTO, true,
         "Boundaries are shown as they stand on the ground (de facto), without claims; this implies no "
         "position on any of them."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = {0};
        words_boundaries(&out, wording_find(NULL), cases[i].kind, cases[i].has_disputed);
        ck_assert_str_eq(strbuf_text(&out), cases[i].text);
        strbuf_dispose(&out);
    }
}
END_TEST

UNIT_MAIN("report/words", dates_as_one_says_them, counts_are_grouped, title_from_the_data,
          subtitle_counts_everything, sources_by_how_often_they_are_named, boundaries_are_spoken_of_as_asked)
