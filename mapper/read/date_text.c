#include "read/date_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// Longer than any notation below with weekday, range and zone; a longer text is prose.
#define DATE_TEXT_MAX 80

int date_span_prec(day_t start, day_t end)
{
    int days = end - start + 1;
    return days <= 1 ? 1 : days < 7 ? 2 : days == 7 ? 3 : days <= 31 ? 4 : 5;
}

bool date_text_from_parts(int year, int month, int day, date_text *out)
{
    civil_date first = {year, month ? month : 1, month && day ? day : 1};
    if ((day && !month) || !date_is_valid(first)) return false;
    civil_date last = first;
    if (!month) last.month = 12;
    if (!month || !day) last.day = date_days_in_month(last.year, last.month);
    out->start = date_to_day(first);
    out->end = date_to_day(last);
    out->prec = date_span_prec(out->start, out->end);
    out->shown = ORDER_UNKNOWN;
    return true;
}

bool date_order_parse(const char *text, date_order *out)
{
    static const char *const names[] = {[ORDER_DMY] = "dmy", [ORDER_MDY] = "mdy", [ORDER_YMD] = "ymd"};
    for (date_order order = ORDER_DMY; order <= ORDER_YMD; order++)
        if (strcasecmp(text, names[order]) == 0) return *out = order, true;
    return false;
}

/** A number or a word of the text, and what stands before it. */
typedef struct {
    const char *start;
    int length;
    int number;  ///< -1 for a word
    char before; ///< the separator before it: ' ', '/', '-', '.', ','
} token;

// Weekday, day, month, year, twice, and words between: a date has fewer.
#define TOKENS_MAX 12

static const char *const month_names[] = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
static const char *const weekday_names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday"};

/** Index of the name that the word is or abbreviates to three letters or more ("sept"); -1 for none. */
static int find_name(const char *const *names, int count, const token *word)
{
    for (int i = 0; i < count && word->length >= 3; i++)
        if (strncasecmp(names[i], word->start, (size_t)word->length) == 0 &&
            (size_t)word->length <= strlen(names[i]))
            return i;
    return -1;
}

static bool token_is(const token *word, const char *text)
{
    return (size_t)word->length == strlen(text) && strncasecmp(word->start, text, (size_t)word->length) == 0;
}

static const char *skip_digits(const char *c)
{
    while (isdigit((unsigned char)*c)) c++;
    return c;
}

/** Skips the "nd" of "22nd". */
static const char *skip_ordinal(const char *c)
{
    bool is_ordinal = strncasecmp(c, "st", 2) == 0 || strncasecmp(c, "nd", 2) == 0 ||
                      strncasecmp(c, "rd", 2) == 0 || strncasecmp(c, "th", 2) == 0;
    return is_ordinal ? c + 2 : c;
}

/** Skips "T12:30:45.123", " 11:31:00 PM", "Z", "+03:00", "UTC"; NULL where the rest is something else. */
static const char *skip_time(const char *c)
{
    if (*c == 'T' || *c == 't') c++;
    while (*c == ' ' || *c == ',') c++;
    if (!*c) return c;
    if (isdigit((unsigned char)*c)) {
        const char *hours_end = skip_digits(c);
        int length = (int)(hours_end - c);
        if (length > 2 || *hours_end != ':') return NULL;
        if (length == 2 && (c[0] - '0') * 10 + c[1] - '0' > 24) return NULL;
        c = hours_end;
        for (int part = 0; part < 2 && *c == ':'; part++) {
            if (!isdigit((unsigned char)c[1]) || !isdigit((unsigned char)c[2]) || c[1] > '5') return NULL;
            c += 3;
        }
        if (*c == '.' || *c == ',') c = skip_digits(c + 1);
        while (*c == ' ') c++;
        if ((c[0] == 'A' || c[0] == 'P' || c[0] == 'a' || c[0] == 'p') && (c[1] == 'M' || c[1] == 'm'))
            c += 2;
        while (*c == ' ') c++;
    }
    if (strncasecmp(c, "utc", 3) == 0 || strncasecmp(c, "gmt", 3) == 0)
        c += 3;
    else if (*c == 'Z' || *c == 'z')
        c++;
    if (*c == '+' || *c == '-') {
        c = skip_digits(c + 1);
        if (*c == ':') c = skip_digits(c + 1);
    }
    while (*c == ' ') c++;
    return *c ? NULL : c;
}

/** Whether a time of day follows: "T" and a digit, or digits and a colon. */
static bool at_time(const char *c)
{
    while (*c == ' ' || *c == ',') c++;
    if (*c == 'T' && isdigit((unsigned char)c[1])) c++;
    const char *end = skip_digits(c);
    return end > c && end - c <= 2 && *end == ':';
}

/** Splits one date (no range) into tokens; -1 where it holds what no date does. */
static int split(const char *text, token *tokens)
{
    int count = 0;
    char before = ' ';
    const char *c = text;
    while (*c) {
        if (count && at_time(c)) return skip_time(c) ? count : -1;
        if (*c == ' ' || *c == ',' || *c == '/' || *c == '-' || *c == '.') {
            if (before == ' ' || *c != ' ') before = *c;
            c++;
            continue;
        }
        if (count == TOKENS_MAX) return -1;
        token *t = &tokens[count];
        *t = (token){.start = c, .number = -1, .before = before};
        if (isdigit((unsigned char)*c)) {
            c = skip_digits(c);
            t->length = (int)(c - t->start);
            if (t->length > 14) return -1;
            t->number = 0;
            for (int i = 0; i < t->length && i < 8; i++) t->number = t->number * 10 + t->start[i] - '0';
            if (t->length <= 2) c = skip_ordinal(c);
        } else if (isalpha((unsigned char)*c)) {
            while (isalpha((unsigned char)*c)) c++;
            t->length = (int)(c - t->start);
            bool zone = count && (token_is(t, "z") || token_is(t, "utc") || token_is(t, "gmt"));
            bool filler = token_is(t, "of") || token_is(t, "the") || token_is(t, "on");
            if (zone) return skip_time(t->start) ? count : -1;
            if (filler || find_name(weekday_names, 7, t) >= 0) {
                before = ' ';
                continue;
            }
        } else if (*c == '+' && count) {
            return skip_time(c) ? count : -1;
        } else {
            return -1;
        }
        count++;
        before = ' ';
    }
    return count;
}

static int full_year(const token *t)
{
    if (t->length != 2) return t->number;
    return t->number + (t->number < 69 ? 2000 : 1900);
}

static date_text_result from_parts(int year, int month, int day, date_text *out)
{
    return date_text_from_parts(year, month, day, out) ? DATE_TEXT_OK : DATE_TEXT_IMPOSSIBLE;
}

/** "20231122", "202311" and "2023", and a date with its time run together. */
static date_text_result parse_digits(const token *t, date_text *out)
{
    int n = t->number;
    switch (t->length) {
    case 4: return n ? from_parts(n, 0, 0, out) : DATE_TEXT_NONE;
    case 6:
        if (n / 100 < 1800 || n / 100 > 2200) return DATE_TEXT_NONE;
        return from_parts(n / 100, n % 100, 0, out);
    case 8:
    case 12:
    case 14: return from_parts(n / 10000, n / 100 % 100, n % 100, out);
    default: return DATE_TEXT_NONE;
    }
}

/** Three numbers whose year stands last: the order is shown by a part above 12, or asked for. */
static date_text_result parse_year_last(const token *t, date_order order, date_text *out)
{
    int first = t[0].number, second = t[1].number, year = full_year(&t[2]);
    date_order shown = ORDER_UNKNOWN;
    if (first > 12 && second <= 12) shown = ORDER_DMY;
    if (second > 12 && first <= 12) shown = ORDER_MDY;
    // Where points are the separators the day comes first, in every country that writes them so.
    if (t[1].before == '.') order = ORDER_DMY;
    if (order == ORDER_UNKNOWN) order = shown;
    if (order == ORDER_UNKNOWN && first == second) order = ORDER_DMY;
    if (order == ORDER_UNKNOWN) {
        date_text any;
        return date_text_from_parts(year, first, second, &any) ||
                       date_text_from_parts(year, second, first, &any)
                   ? DATE_TEXT_AMBIGUOUS
                   : DATE_TEXT_IMPOSSIBLE;
    }
    if (order == ORDER_YMD && t[2].length == 4) return DATE_TEXT_IMPOSSIBLE;
    date_text_result result = order == ORDER_YMD   ? from_parts(full_year(&t[0]), second, t[2].number, out)
                              : order == ORDER_DMY ? from_parts(year, second, first, out)
                                                   : from_parts(year, first, second, out);
    if (result == DATE_TEXT_OK && t[1].before != '.') out->shown = shown;
    return result;
}

static bool is_small(const token *t)
{
    return t->number >= 0 && t->length <= 2;
}

/** A year: four digits, or two where the other parts leave no doubt. */
static bool is_year(const token *t)
{
    return t->number >= 0 && (t->length == 4 || t->length == 2);
}

static date_text_result parse_single(const char *text, date_order order, date_text *out)
{
    token t[TOKENS_MAX];
    int count = split(text, t);
    if (count == 1 && t[0].number >= 0) return parse_digits(&t[0], out);
    if (count < 2 || count > 3) return DATE_TEXT_NONE;

    int month = -1, month_at = -1;
    for (int i = 0; i < count; i++) {
        if (t[i].number >= 0) continue;
        if (month_at >= 0) return DATE_TEXT_NONE;
        month_at = i;
        month = find_name(month_names, 12, &t[i]) + 1;
        if (month == 0) return DATE_TEXT_NONE;
    }
    if (month_at >= 0) {
        const token *a = &t[month_at == 0 ? 1 : 0], *b = &t[month_at == count - 1 ? count - 2 : count - 1];
        if (count == 2) return a->length == 4 ? from_parts(a->number, month, 0, out) : DATE_TEXT_NONE;
        if (a->length == 4 && is_small(b)) return from_parts(a->number, month, b->number, out);
        if (is_small(a) && is_year(b)) return from_parts(full_year(b), month, a->number, out);
        return DATE_TEXT_NONE;
    }

    if (t[1].before == ' ' || t[1].before == ',') return DATE_TEXT_NONE;
    if (count == 2) {
        if (t[0].length == 4 && is_small(&t[1])) return from_parts(t[0].number, t[1].number, 0, out);
        if (is_small(&t[0]) && t[1].length == 4) return from_parts(t[1].number, t[0].number, 0, out);
        return DATE_TEXT_NONE;
    }
    if (t[2].before != t[1].before) return DATE_TEXT_NONE;
    if (t[0].length == 4 && is_small(&t[1]) && is_small(&t[2]))
        return from_parts(t[0].number, t[1].number, t[2].number, out);
    if (is_small(&t[0]) && is_small(&t[1]) && is_year(&t[2])) return parse_year_last(t, order, out);
    return DATE_TEXT_NONE;
}

/** Finds what parts the two ends of a range: " to ", " - ", an en dash or, between ISO dates, a slash. */
static char *find_range(char *text, size_t *length)
{
    static const char *const words[] = {" to ",           " until ",      " - ",
                                        " \xe2\x80\x93 ", "\xe2\x80\x93", "\xe2\x80\x94"};
    // Each of them has a space or begins with this byte, and few dates have either.
    bool may_have = strpbrk(text, " \xe2") != NULL;
    for (size_t i = 0; may_have && i < sizeof words / sizeof *words; i++) {
        char *at = strcasestr(text, words[i]);
        if (at && at != text) return *length = strlen(words[i]), at;
    }
    // ISO 8601 intervals: a slash with a date of four-digit year and month on either side.
    char *slash = strchr(text, '/');
    if (slash && slash - text >= 7 && !strchr(slash + 1, '/') && strchr(slash, '-'))
        return *length = 1, slash;
    return NULL;
}

/** "17–22 November 2023": the first end is a bare day and takes month and year from the second. */
static date_text_result parse_day_range(const char *first, const char *second, date_order order,
                                        date_text *out)
{
    const char *end = skip_digits(first);
    if (*skip_ordinal(end) || end == first || end - first > 2) return DATE_TEXT_NONE;
    date_text last;
    date_text_result result = parse_single(second, order, &last);
    if (result != DATE_TEXT_OK) return result;
    if (last.start != last.end) return DATE_TEXT_NONE;
    civil_date date = date_from_day(last.start);
    date.day = end - first == 2 ? (first[0] - '0') * 10 + first[1] - '0' : first[0] - '0';
    if (!date_is_valid(date)) return DATE_TEXT_IMPOSSIBLE;
    *out = (date_text){.start = date_to_day(date), .end = last.end};
    return DATE_TEXT_OK;
}

/**
 * "November 17–22, 2023" and "28 December – 3 January 2024": the first end has a month and takes the year
 * from the second, which may take the month from the first.
 */
static date_text_result parse_year_range(const char *first, const char *second, date_text *out)
{
    size_t month_length = 0;
    while (isalpha((unsigned char)first[month_length])) month_length++;
    // Room for both ends, and for a year behind the first.
    char text[2 * DATE_TEXT_MAX];
    date_text last, start;
    date_text_result result = parse_single(second, ORDER_UNKNOWN, &last);
    if (result == DATE_TEXT_NONE && month_length) {
        snprintf(text, sizeof text, "%.*s %s", (int)month_length, first, second);
        result = parse_single(text, ORDER_UNKNOWN, &last);
    }
    if (result != DATE_TEXT_OK) return result;
    if (last.start != last.end) return DATE_TEXT_NONE;
    int year = date_from_day(last.start).year;
    for (int before = 0; before <= 1; before++) {
        snprintf(text, sizeof text, "%s %d", first, year - before);
        result = parse_single(text, ORDER_UNKNOWN, &start);
        if (result != DATE_TEXT_OK) return result;
        if (start.start != start.end) return DATE_TEXT_NONE;
        // Over the turn of a year the one that is left out is the year before.
        if (start.start <= last.start) break;
    }
    *out = (date_text){.start = start.start, .end = last.end};
    return DATE_TEXT_OK;
}

static date_text_result parse_range(const char *first, const char *second, date_order order, date_text *out)
{
    date_text range = {0}, last;
    date_text_result result = parse_day_range(first, second, order, &range);
    if (result == DATE_TEXT_NONE) result = parse_year_range(first, second, &range);
    if (result == DATE_TEXT_NONE) {
        result = parse_single(first, order, &range);
        date_text_result other = parse_single(second, order, &last);
        if (result == DATE_TEXT_OK) result = other;
        if (result != DATE_TEXT_OK) return result;
        range.end = last.end;
    }
    if (result != DATE_TEXT_OK) return result;
    if (range.end < range.start) return DATE_TEXT_IMPOSSIBLE;
    range.prec = date_span_prec(range.start, range.end);
    range.shown = ORDER_UNKNOWN;
    *out = range;
    return DATE_TEXT_OK;
}

/** The hyphen of "17-22 November 2023": the only one of a text with a word, which has no other dash.
 */
static char *find_hyphen(char *text)
{
    char *hyphen = strchr(text, '-');
    if (!hyphen || hyphen == text || strchr(hyphen + 1, '-') || !isalnum((unsigned char)hyphen[1]))
        return NULL;
    for (const char *c = text; *c; c++)
        if (isalpha((unsigned char)*c)) return hyphen;
    return NULL;
}

/** "2023-11-22" and nothing else, as nearly all tables have it; false for all that is to be looked at
 * closely. */
static bool parse_iso_day(const char *text, date_text *out)
{
    enum { LENGTH = 10, FIRST_HYPHEN = 4, SECOND_HYPHEN = 7 };
    int number[3] = {0}, part = 0;
    for (int i = 0; i < LENGTH; i++) {
        if (i == FIRST_HYPHEN || i == SECOND_HYPHEN) {
            if (text[i] != '-') return false;
            part++;
        } else {
            if (!(text[i] >= '0' && text[i] <= '9')) return false;
            number[part] = number[part] * 10 + text[i] - '0';
        }
    }
    return text[LENGTH] == '\0' && number[1] > 0 && number[2] > 0 &&
           date_text_from_parts(number[0], number[1], number[2], out);
}

date_text_result date_text_parse(const char *text, date_order order, date_text *out)
{
    if (parse_iso_day(text, out)) return DATE_TEXT_OK;
    while (isspace((unsigned char)*text)) text++;
    size_t length = strnlen(text, DATE_TEXT_MAX);
    while (length && isspace((unsigned char)text[length - 1])) length--;
    if (length == 0 || length >= DATE_TEXT_MAX) return DATE_TEXT_NONE;

    char copy[DATE_TEXT_MAX + 1];
    memcpy(copy, text, length);
    copy[length] = '\0';
    size_t mark_length = 0;
    char *mark = find_range(copy, &mark_length);
    if (!mark) {
        date_text_result result = parse_single(copy, order, out);
        if (result != DATE_TEXT_NONE || !(mark = find_hyphen(copy))) return result;
        mark_length = 1;
    }
    *mark = '\0';
    return parse_range(copy, mark + mark_length, order, out);
}
