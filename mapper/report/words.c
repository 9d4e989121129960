#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Four newspapers fill a line of a page; what is longer than half a line is a text, not a name.
#define SOURCES_SHOWN_MAX 4
#define SOURCE_LENGTH_MAX 60

// More names than this in a title are a list, not a title.
#define TITLE_COUNTRIES_MAX 3

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

const char *words_month(int month)
{
    return month_names[month - 1];
}

void words_count(strbuf *out, int64_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') strbuf_puts(out, ",");
        strbuf_append(out, &digits[i], 1);
    }
}

static void put_day(strbuf *out, civil_date date, bool with_month, bool with_year)
{
    strbuf_printf(out, "%d", date.day);
    if (with_month) strbuf_printf(out, " %s", month_names[date.month - 1]);
    if (with_year) strbuf_printf(out, " %d", date.year);
}

static bool is_whole_month_start(civil_date date)
{
    return date.day == 1;
}

static bool is_whole_month_end(civil_date date)
{
    return date.day == date_days_in_month(date.year, date.month);
}

void words_dates(strbuf *out, date_range range)
{
    if (range.from == DAY_NONE && range.to == DAY_NONE) return;
    if (range.from == DAY_NONE || range.to == DAY_NONE) {
        strbuf_puts(out, range.from == DAY_NONE ? "Until " : "From ");
        put_day(out, date_from_day(range.from == DAY_NONE ? range.to : range.from), true, true);
        return;
    }
    civil_date from = date_from_day(range.from), to = date_from_day(range.to);
    bool same_year = from.year == to.year, same_month = same_year && from.month == to.month;
    if (range.from == range.to) {
        put_day(out, from, true, true);
    } else if (is_whole_month_start(from) && is_whole_month_end(to)) {
        if (same_year && from.month == 1 && to.month == 12) {
            strbuf_printf(out, "%d", from.year);
        } else if (from.month == 1 && to.month == 12) {
            strbuf_printf(out, "%d to %d", from.year, to.year);
        } else {
            if (!same_month) {
                strbuf_puts(out, month_names[from.month - 1]);
                if (!same_year) strbuf_printf(out, " %d", from.year);
                strbuf_puts(out, " to ");
            }
            strbuf_printf(out, "%s %d", month_names[to.month - 1], to.year);
        }
    } else {
        put_day(out, from, !same_month, !same_year);
        strbuf_puts(out, " to ");
        put_day(out, to, true, true);
    }
}

date_range words_shown_range(const report_request *request)
{
    date_range range = request->range, seen = {DAY_NONE, DAY_NONE};
    for (size_t i = 0; i < request->incidents->count; i++) {
        const incident *item = &request->incidents->items[i];
        if (item->date_start == DAY_NONE) continue;
        day_t end = item->date_end == DAY_NONE ? item->date_start : item->date_end;
        if (seen.from == DAY_NONE || item->date_start < seen.from) seen.from = item->date_start;
        if (seen.to == DAY_NONE || end > seen.to) seen.to = end;
    }
    if (range.from == DAY_NONE) range.from = seen.from;
    if (range.to == DAY_NONE) range.to = seen.to;
    return range;
}

typedef struct {
    const char *names[TITLE_COUNTRIES_MAX];
    size_t count;
    bool complete; ///< every incident says its country, and there are no more than fit
} country_list;

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static country_list countries_of(const incident_set *set)
{
    country_list list = {.complete = set->count > 0};
    for (size_t i = 0; i < set->count && list.complete; i++) {
        const char *country = set->items[i].country;
        // A code is no word for a title.
        if (!country || strlen(country) < 3) {
            list.complete = false;
            break;
        }
        size_t known = 0;
        while (known < list.count && strcmp(list.names[known], country) != 0) known++;
        if (known < list.count) continue;
        list.complete = list.count < TITLE_COUNTRIES_MAX;
        if (list.complete) list.names[list.count++] = country;
    }
    if (list.count) qsort(list.names, list.count, sizeof *list.names, by_name);
    return list;
}

static const char *only_type(const incident_set *set)
{
    if (set->count == 0) return NULL;
    const char *type = set->items[0].type;
    for (size_t i = 1; i < set->count && type; i++)
        if (!set->items[i].type || strcmp(set->items[i].type, type) != 0) type = NULL;
    return type;
}

void words_title(strbuf *out, const report_request *request)
{
    const char *type = only_type(request->incidents);
    size_t start = out->length;
    strbuf_puts(out, type && *type ? type : "Incidents");
    char *first = out->data + start;
    if (*first >= 'a' && *first <= 'z') *first = (char)(*first - 'a' + 'A');

    country_list list = countries_of(request->incidents);
    for (size_t i = 0; list.complete && i < list.count; i++)
        strbuf_printf(out, "%s%s", i == 0 ? " in " : i + 1 == list.count ? " and " : ", ", list.names[i]);
}

void words_subtitle(strbuf *out, const report_request *request, size_t outside_count)
{
    const account *acc = request->account;
    size_t start = out->length;
    words_dates(out, words_shown_range(request));
    if (out->length > start) strbuf_puts(out, "  ·  ");

    int64_t shown = acc->counts[ROW_MAPPED] - (int64_t)outside_count;
    if (shown <= 0)
        strbuf_puts(out, "No incidents to show");
    else
        words_count(out, shown);
    if (shown > 0) strbuf_puts(out, shown == 1 ? " incident shown" : " incidents shown");
    // Those beyond the frame are not told apart by their dates.
    if (acc->possible > 0 && outside_count == 0) {
        strbuf_puts(out, ", ");
        words_count(out, acc->possible);
        strbuf_puts(out, " of them possibly outside these dates");
    }
    if (outside_count > 0) {
        strbuf_puts(out, ", ");
        words_count(out, (int64_t)outside_count);
        strbuf_puts(out, shown > 0 ? " more outside this map" : " outside this map");
    }
    int64_t lost = acc->counts[ROW_UNRESOLVED] + acc->counts[ROW_REJECTED];
    if (lost > 0) {
        strbuf_puts(out, "  ·  ");
        words_count(out, lost);
        strbuf_puts(out, " could not be mapped");
    }
}

typedef struct {
    const char *name;
    size_t count;
} source_count;

static int by_source(const void *a, const void *b)
{
    const source_count *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static int by_count_then_source(const void *a, const void *b)
{
    const source_count *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return strcmp(x->name, y->name);
}

void words_sources(strbuf *out, const incident_set *set, const char *dataset)
{
    source_count *sources = mem_alloc((set->count + 1) * sizeof *sources);
    size_t count = 0, distinct = 0;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].source && *set->items[i].source)
            sources[count++] = (source_count){set->items[i].source, 1};
    qsort(sources, count, sizeof *sources, by_source);
    for (size_t i = 0; i < count; i++) {
        if (distinct > 0 && strcmp(sources[distinct - 1].name, sources[i].name) == 0)
            sources[distinct - 1].count++;
        else
            sources[distinct++] = sources[i];
    }
    qsort(sources, distinct, sizeof *sources, by_count_then_source);

    bool are_names = distinct <= SOURCES_SHOWN_MAX;
    for (size_t i = 0; are_names && i < distinct; i++)
        are_names = strlen(sources[i].name) <= SOURCE_LENGTH_MAX;
    for (size_t i = 0; are_names && i < distinct; i++)
        strbuf_printf(out, "%s%s", i > 0 ? "; " : "", sources[i].name);
    if (distinct == 0) strbuf_puts(out, dataset);
    if (!are_names) {
        strbuf_printf(out, "%s, naming ", *dataset ? dataset : "the data");
        words_count(out, (int64_t)distinct);
        strbuf_puts(out, distinct == 1 ? " source" : " sources");
    }
    free(sources);
}

void words_boundaries(strbuf *out, report_boundaries kind, bool has_disputed)
{
    static const char *const sentences[] = {
        [BOUNDARIES_PLAIN] =
            "Boundaries and names shown on this map do not imply endorsement or acceptance of any claim.",
        // As United Nations maps have it (Geospatial Information Section, general disclaimer).
        [BOUNDARIES_UN] = "The boundaries and names shown and the designations used on this map do not imply "
                          "official endorsement or acceptance by the United Nations.",
        [BOUNDARIES_DEFACTO] = "Boundaries are shown as they stand on the ground (de facto); this implies no "
                               "position on any claim.",
    };
    strbuf_puts(out, sentences[kind]);
    if (has_disputed && kind != BOUNDARIES_PLAIN)
        strbuf_puts(out, kind == BOUNDARIES_UN
                             ? " Dashed lines: boundaries that are disputed or undetermined."
                             : " Dashed lines: boundaries that are disputed.");
}
