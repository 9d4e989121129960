#include "base/date.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_is_valid(civil_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= date_days_in_month(date.year, date.month);
}

day_t date_to_day(civil_date date)
{
    int year = date.year - (date.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

civil_date date_from_day(day_t day)
{
    int shifted = day + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march + (month_from_march < 10 ? 3 : -9);
    return (civil_date){.year = year_of_era + era * 400 + (month <= 2),
                        .month = month,
                        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

// The last second of the year 9999, where ISO 8601 dates end.
#define EPOCH_MAX_S 253402300799LL

int64_t date_output_epoch_s(void)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    if (!text || !*text) return 0;
    char *end;
    errno = 0;
    long long seconds = strtoll(text, &end, 10);
    return *end || errno || seconds < 0 || seconds > EPOCH_MAX_S ? 0 : seconds;
}

bool date_parse_iso(const char *text, day_t *out)
{
    int digits[8], n = 0;
    for (int i = 0; i < 10; i++) {
        char c = text[i];
        if (i == 4 || i == 7) {
            if (c != '-') return false;
        } else {
            if (c < '0' || c > '9') return false;
            digits[n++] = c - '0';
        }
    }
    if (text[10]) return false;
    civil_date date = {digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3],
                       digits[4] * 10 + digits[5], digits[6] * 10 + digits[7]};
    if (!date_is_valid(date)) return false;
    *out = date_to_day(date);
    return true;
}

char *date_format_iso(day_t day, char out[DATE_ISO_MAX])
{
    out[0] = '\0';
    if (day == DAY_NONE) return out;
    civil_date date = date_from_day(day);
    snprintf(out, DATE_ISO_MAX, "%04d-%02d-%02d", date.year, date.month, date.day);
    return out;
}

date_match date_range_match(date_range range, day_t start, day_t end)
{
    bool bounded = range.from != DAY_NONE || range.to != DAY_NONE;
    if (start == DAY_NONE) return bounded ? DATE_POSSIBLE : DATE_INSIDE;
    if (end == DAY_NONE || end < start) end = start;
    if (range.from != DAY_NONE && end < range.from) return DATE_OUTSIDE;
    if (range.to != DAY_NONE && start > range.to) return DATE_OUTSIDE;
    if (range.from != DAY_NONE && start < range.from) return DATE_POSSIBLE;
    if (range.to != DAY_NONE && end > range.to) return DATE_POSSIBLE;
    return DATE_INSIDE;
}
