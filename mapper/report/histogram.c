#include "report/histogram.h"

#include "base/arena.h"

#include <stdlib.h>

/** Where bars begin: a day's number, a week's, a month's or a year's; the same for all days of one bar. */
static int64_t serial_of(day_t day, histogram_unit unit, int years)
{
    civil_date date = date_from_day(day);
    switch (unit) {
    case HISTOGRAM_DAY: return day;
    case HISTOGRAM_WEEK: {
        // 1970-01-01 was a Thursday, the fourth day of its week.
        int64_t since_monday = (int64_t)day + 3;
        return since_monday >= 0 ? since_monday / 7 : (since_monday - 6) / 7;
    }
    case HISTOGRAM_MONTH: return (int64_t)date.year * 12 + date.month - 1;
    case HISTOGRAM_YEAR: return date.year / years;
    }
    return 0;
}

bool histogram_is_useful(const incident_set *set, date_range range)
{
    if (range.from == DAY_NONE || range.to == DAY_NONE || range.from >= range.to) return false;
    size_t dated = 0;
    for (size_t i = 0; i < set->count && dated < 2; i++) dated += set->items[i].date_start != DAY_NONE;
    return dated >= 2;
}

static void choose_unit(histogram *h, size_t bars_max)
{
    static const struct {
        histogram_unit unit;
        int years;
    } units[] = {{HISTOGRAM_DAY, 1},    {HISTOGRAM_WEEK, 1},    {HISTOGRAM_MONTH, 1},
                 {HISTOGRAM_YEAR, 1},   {HISTOGRAM_YEAR, 2},    {HISTOGRAM_YEAR, 5},
                 {HISTOGRAM_YEAR, 10},  {HISTOGRAM_YEAR, 20},   {HISTOGRAM_YEAR, 50},
                 {HISTOGRAM_YEAR, 100}, {HISTOGRAM_YEAR, 1000}, {HISTOGRAM_YEAR, 10000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        h->unit = units[i].unit;
        h->years = units[i].years;
        h->bar_count = (size_t)(serial_of(h->range.to, h->unit, h->years) -
                                serial_of(h->range.from, h->unit, h->years)) +
                       1;
        if (h->bar_count <= bars_max) return;
    }
}

static day_t clamp_day(day_t day, date_range range)
{
    return day < range.from ? range.from : day > range.to ? range.to : day;
}

void histogram_build(histogram *out, const incident_set *set, date_range range, size_t bars_max)
{
    out->range = range;
    choose_unit(out, bars_max);
    out->bars = mem_calloc(out->bar_count, sizeof *out->bars);
    int64_t first = serial_of(range.from, out->unit, out->years);
    for (size_t i = 0; i < set->count; i++) {
        const incident *item = &set->items[i];
        if (item->date_start == DAY_NONE) {
            out->undated++;
            continue;
        }
        day_t end = item->date_end == DAY_NONE ? item->date_start : item->date_end;
        bool is_sure = !item->possible && serial_of(item->date_start, out->unit, out->years) ==
                                              serial_of(end, out->unit, out->years);
        int64_t from = clamp_day(item->date_start, range), to = clamp_day(end, range);
        struct histogram_bar *bar =
            &out->bars[serial_of((day_t)((from + to) / 2), out->unit, out->years) - first];
        if (is_sure)
            bar->sure++;
        else
            bar->possible++;
        out->possible += !is_sure;
        if (bar->sure + bar->possible > out->highest) out->highest = bar->sure + bar->possible;
    }
}

void histogram_dispose(histogram *h)
{
    free(h->bars);
    *h = (histogram){0};
}

void histogram_put_title(strbuf *out, const wording *w, const histogram *h)
{
    static const word names[] = {WORD_PER_DAY, WORD_PER_WEEK, WORD_PER_MONTH, WORD_PER_YEAR};
    if (h->years > 1)
        wording_put_count(out, w, WORD_PER_YEARS, h->years, NULL);
    else
        strbuf_puts(out, wording_text(w, names[h->unit]));
}
