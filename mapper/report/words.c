#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

// Four newspapers fill a line of a page; what is longer than half a line is a text, not a name.
#define SOURCES_SHOWN_MAX 4
#define SOURCE_LENGTH_MAX 60

// More names than this in a title are a list, not a title.
#define TITLE_COUNTRIES_MAX 3

void words_count(strbuf *out, int64_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') strbuf_puts(out, ",");
        strbuf_append(out, &digits[i], 1);
    }
}

static void put_month(strbuf *out, const wording *w, int month)
{
    strbuf_puts(out, wording_text(w, (word)(WORD_MONTH + month - 1)));
}

static void put_day(strbuf *out, const wording *w, civil_date date, bool with_month, bool with_year)
{
    strbuf_printf(out, "%d", date.day);
    if (with_month) {
        strbuf_puts(out, " ");
        put_month(out, w, date.month);
    }
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

/** The two ends of a range of months or years. */
static void put_months(strbuf *first, strbuf *last, const wording *w, civil_date from, civil_date to)
{
    bool whole_years = from.month == 1 && to.month == 12, same_year = from.year == to.year;
    if (whole_years) {
        strbuf_printf(first, "%d", from.year);
        if (!same_year) strbuf_printf(last, "%d", to.year);
        return;
    }
    bool same_month = same_year && from.month == to.month;
    put_month(first, w, from.month);
    if (!same_year || same_month) strbuf_printf(first, " %d", from.year);
    if (same_month) return;
    put_month(last, w, to.month);
    strbuf_printf(last, " %d", to.year);
}

void words_dates(strbuf *out, const wording *w, date_range range)
{
    if (range.from == DAY_NONE && range.to == DAY_NONE) return;
    strbuf first = {0}, last = {0};
    if (range.from == DAY_NONE || range.to == DAY_NONE) {
        put_day(&first, w, date_from_day(range.from == DAY_NONE ? range.to : range.from), true, true);
        wording_put(out, w, range.from == DAY_NONE ? WORD_UNTIL_DAY : WORD_FROM_DAY,
                    (const char *const[]){strbuf_text(&first)});
        strbuf_dispose(&first);
        return;
    }
    civil_date from = date_from_day(range.from), to = date_from_day(range.to);
    bool same_year = from.year == to.year, same_month = same_year && from.month == to.month;
    if (range.from == range.to) {
        put_day(&first, w, from, true, true);
    } else if (is_whole_month_start(from) && is_whole_month_end(to)) {
        put_months(&first, &last, w, from, to);
    } else {
        put_day(&first, w, from, !same_month, !same_year);
        put_day(&last, w, to, true, true);
    }
    if (last.length)
        wording_put(out, w, WORD_DAY_TO_DAY, (const char *const[]){strbuf_text(&first), strbuf_text(&last)});
    else
        strbuf_puts(out, strbuf_text(&first));
    strbuf_dispose(&first);
    strbuf_dispose(&last);
}

date_range words_shown_range(const report_request *request)
{
    date_range range = request->range, seen = {DAY_NONE, DAY_NONE};
    for (size_t i = 0; i < request->show.incidents->count; i++) {
        const incident *item = &request->show.incidents->items[i];
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

// Names of countries and of types are short; what is longer is cut by the table's own readers before.
#define COUNTRY_NAME_MAX 256

/** A country's name in the page's language, which ICU knows by its English one; else as it is. */
static const char *country_in_language(const wording *w, const char *name, char out[COUNTRY_NAME_MAX])
{
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        char region[8];
        snprintf(region, sizeof region, "_%s", *code);
        UChar shown[COUNTRY_NAME_MAX / 4];
        UErrorCode status = U_ZERO_ERROR;
        uloc_getDisplayCountry(region, "en", shown, COUNTRY_NAME_MAX / 4, &status);
        u_strToUTF8(out, COUNTRY_NAME_MAX, NULL, shown, -1, &status);
        if (U_FAILURE(status) || strcmp(out, name) != 0) continue;
        status = U_ZERO_ERROR;
        uloc_getDisplayCountry(region, w->code, shown, COUNTRY_NAME_MAX / 4, &status);
        u_strToUTF8(out, COUNTRY_NAME_MAX, NULL, shown, -1, &status);
        return status == U_ZERO_ERROR ? out : name;
    }
    return name;
}

static void put_countries(strbuf *out, const wording *w, const country_list *list)
{
    const bool is_english = w == wording_find(NULL);
    for (size_t i = 0; i < list->count; i++) {
        char shown[COUNTRY_NAME_MAX];
        const char *name = is_english ? list->names[i] : country_in_language(w, list->names[i], shown);
        if (i > 0 && i + 1 == list->count) {
            strbuf before = *out;
            *out = (strbuf){0};
            wording_put(out, w, WORD_AND, (const char *const[]){strbuf_text(&before), name});
            strbuf_dispose(&before);
        } else {
            strbuf_printf(out, "%s%s", i > 0 ? wording_text(w, WORD_COMMA) : "", name);
        }
    }
}

void words_title(strbuf *out, const report_request *request)
{
    const wording *w = wording_find(request->show.lang);
    const char *type = only_type(request->show.incidents);
    // A type is a word of the data, which is English or is not to be mixed with the page's language.
    bool says_type = type && *type && w == wording_find(NULL);
    strbuf what = {0}, where = {0};
    strbuf_puts(&what, says_type ? type : wording_text(w, WORD_INCIDENTS));
    if (*what.data >= 'a' && *what.data <= 'z') *what.data = (char)(*what.data - 'a' + 'A');
    country_list list = countries_of(request->show.incidents);
    if (list.complete) put_countries(&where, w, &list);
    if (where.length)
        wording_put(out, w, WORD_IN_COUNTRIES,
                    (const char *const[]){strbuf_text(&what), strbuf_text(&where)});
    else
        strbuf_puts(out, strbuf_text(&what));
    strbuf_dispose(&what);
    strbuf_dispose(&where);
}

void words_subtitle(strbuf *out, const report_request *request, size_t outside_count)
{
    const wording *w = wording_find(request->show.lang);
    const account *acc = request->account;
    size_t start = out->length;
    words_dates(out, w, words_shown_range(request));
    if (out->length > start) strbuf_puts(out, "  ·  ");

    int64_t shown = acc->counts[ROW_MAPPED] - (int64_t)outside_count;
    if (shown <= 0)
        strbuf_puts(out, wording_text(w, WORD_NOTHING_SHOWN));
    else
        wording_put_count(out, w, WORD_SHOWN, shown, NULL);
    // Those beyond the frame are not told apart by their dates.
    if (acc->possible > 0 && outside_count == 0)
        wording_put_count(out, w, WORD_POSSIBLE, acc->possible, NULL);
    if (outside_count > 0)
        wording_put_count(out, w, shown > 0 ? WORD_MORE_OUTSIDE : WORD_OUTSIDE, (int64_t)outside_count, NULL);
    int64_t lost = acc->counts[ROW_UNRESOLVED] + acc->counts[ROW_REJECTED];
    if (lost > 0) {
        strbuf_puts(out, "  ·  ");
        wording_put_count(out, w, WORD_LOST, lost, NULL);
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

void words_sources(strbuf *out, const wording *w, const incident_set *set, const char *dataset)
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
    if (!are_names)
        wording_put_count(out, w, WORD_NAMING, (int64_t)distinct,
                          (const char *const[]){*dataset ? dataset : wording_text(w, WORD_THE_DATA)});
    free(sources);
}

void words_boundaries(strbuf *out, const wording *w, report_boundaries kind, bool has_disputed)
{
    static const word sentences[] = {[BOUNDARIES_PLAIN] = WORD_BOUNDARIES_PLAIN,
                                     [BOUNDARIES_UN] = WORD_BOUNDARIES_UN,
                                     [BOUNDARIES_DEFACTO] = WORD_BOUNDARIES_DEFACTO};
    strbuf_puts(out, wording_text(w, sentences[kind]));
    if (has_disputed && kind == BOUNDARIES_UN) strbuf_printf(out, " %s", wording_text(w, WORD_DISPUTED_UN));
}
