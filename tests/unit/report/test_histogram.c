#include "report/histogram.h"
#include "unit/unit.h"

#include <string.h>

static day_t day(int year, int month, int day_of_month)
{
    return date_to_day((civil_date){year, month, day_of_month});
}

static void add(incident_set *set, day_t start, day_t end, bool possible)
{
    incident item = incident_none();
    item.date_start = start;
    item.date_end = end;
    item.possible = possible;
    incident_set_add(set, &item);
}

START_TEST(days_and_who_is_sure)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    date_range range = {day(2023, 11, 17), day(2023, 11, 22)};
    add(&set, day(2023, 11, 17), day(2023, 11, 17), false);
    add(&set, day(2023, 11, 22), DAY_NONE, false);
    add(&set, day(2023, 11, 22), day(2023, 11, 22), false);
    add(&set, day(2023, 11, 18), day(2023, 11, 20), false); // three bars: the middle one, hollow
    add(&set, day(2023, 11, 1), day(2023, 11, 30), true);   // 17 to 22 of it, whose middle is the 19th
    add(&set, DAY_NONE, DAY_NONE, true);
    histogram h = {0};
    histogram_build(&h, &set, range, 40);
    ck_assert_int_eq(h.unit, HISTOGRAM_DAY);
    ck_assert_uint_eq(h.bar_count, 6);
    const int64_t sure[] = {1, 0, 0, 0, 0, 2}, possible[] = {0, 0, 2, 0, 0, 0};
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(h.bars[i].sure, sure[i]);
        ck_assert_int_eq(h.bars[i].possible, possible[i]);
    }
    ck_assert_int_eq(h.highest, 2);
    ck_assert_int_eq(h.possible, 2);
    ck_assert_int_eq(h.undated, 1);
    histogram_dispose(&h);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(units_grow_with_the_range)
{
    const struct {
        date_range range;
        size_t bars_max, bars;
        const char *title;
    } cases[] = {
        {{day(2023, 10, 17), day(2023, 11, 22)}, 40, 37, "Incidents per day"},
        {{day(2023, 10, 17), day(2023, 11, 22)}, 36, 6, "Incidents per week"},
        // A Sunday and the Monday after it are two weeks.
        {{day(2023, 11, 19), day(2023, 11, 20)}, 2, 2, "Incidents per day"},
        {{day(1969, 12, 28), day(1969, 12, 29)}, 1, 1, "Incidents per month"},
        {{day(1969, 12, 29), day(1970, 1, 4)}, 6, 1, "Incidents per week"},
        {{day(2016, 1, 1), day(2019, 12, 1)}, 50, 48, "Incidents per month"},
        {{day(1993, 1, 2), day(2012, 12, 29)}, 46, 20, "Incidents per year"},
        {{day(1993, 1, 2), day(2012, 12, 29)}, 19, 11, "Incidents per 2 years"},
        {{day(1, 1, 1), day(9999, 12, 31)}, 40, 10, "Incidents per 1,000 years"},
        {{day(1, 1, 1), day(9999, 12, 31)}, 1, 1, "Incidents per 10,000 years"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        incident_set set = {0};
        incident_set_init(&set, NULL, 0);
        add(&set, cases[i].range.from, cases[i].range.from, false);
        add(&set, cases[i].range.to, cases[i].range.to, false);
        // What lies beyond the range is counted at its end, not beside the bars.
        add(&set, day(1, 1, 1), day(9999, 12, 31), true);
        histogram h = {0};
        histogram_build(&h, &set, cases[i].range, cases[i].bars_max);
        strbuf title = {0};
        histogram_put_title(&title, wording_find(NULL), &h);
        ck_assert_str_eq(strbuf_text(&title), cases[i].title);
        ck_assert_uint_eq(h.bar_count, cases[i].bars);
        ck_assert_int_ge(h.bars[0].sure, 1);
        ck_assert_int_ge(h.bars[h.bar_count - 1].sure, 1);
        ck_assert_int_eq(h.possible, 1);
        strbuf_dispose(&title);
        histogram_dispose(&h);
        incident_set_dispose(&set);
    }
}
END_TEST

START_TEST(one_day_is_no_histogram)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    date_range range = {day(2023, 11, 17), day(2023, 11, 22)};
    add(&set, day(2023, 11, 17), DAY_NONE, false);
    add(&set, DAY_NONE, DAY_NONE, false);
    ck_assert(!histogram_is_useful(&set, range));
    add(&set, day(2023, 11, 17), DAY_NONE, false);
    ck_assert(histogram_is_useful(&set, range));
    ck_assert(!histogram_is_useful(&set, (date_range){range.from, range.from}));
    ck_assert(!histogram_is_useful(&set, (date_range){range.from, DAY_NONE}));
    ck_assert(!histogram_is_useful(&set, (date_range){DAY_NONE, DAY_NONE}));
    incident_set_dispose(&set);
}
END_TEST

UNIT_MAIN("report/histogram", days_and_who_is_sure, units_grow_with_the_range, one_day_is_no_histogram)
