/** @file Calendar days in the proleptic Gregorian calendar, without times and time zones: reports give days.
 */
#ifndef INCMAP_BASE_DATE_H
#define INCMAP_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/** Days since 1970-01-01, negative before it. */
typedef int32_t day_t;

/** No day given: an unknown date, or an open end of a range. */
#define DAY_NONE INT32_MIN

typedef struct {
    int year, month, day; ///< month and day from 1
} civil_date;

/** Whether the day exists: 29 February only in leap years. Years 1 to 9999. */
bool date_is_valid(civil_date date);
/** @p date must be valid. Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
day_t date_to_day(civil_date date);
/** The way back. */
civil_date date_from_day(day_t day);
/** Days in a month, 28 to 31; month from 1 to 12. */
int date_days_in_month(int year, int month);

/** Parses exactly YYYY-MM-DD of a day that exists; false otherwise, *out untouched. */
bool date_parse_iso(const char *text, day_t *out);

/** More than "9999-12-31" needs: room for any three ints, so that no compiler fears a cut. */
#define DATE_ISO_MAX 40
/** Writes YYYY-MM-DD and returns @p out; DAY_NONE gives an empty text. */
char *date_format_iso(day_t day, char out[DATE_ISO_MAX]);

/** Seconds since 1970-01-01 in UTC by which outputs are dated, never the clock's: SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch); 0 where that is not set or no second of the
 * years 1970 to 9999. */
int64_t date_output_epoch_s(void);

/** An inclusive range of days; DAY_NONE at either end leaves it open. */
typedef struct {
    day_t from, to;
} date_range;

typedef enum {
    DATE_OUTSIDE,  ///< no day of the incident can lie in the range
    DATE_POSSIBLE, ///< some of the days it may have happened on do, some do not
    DATE_INSIDE,   ///< all of them do
} date_match;

/**
 * How an incident that happened on one or more days of [start, end] lies to the range. An unknown start is
 * DATE_POSSIBLE where the range is bounded at all, else DATE_INSIDE.
 */
date_match date_range_match(date_range range, day_t start, day_t end);

#endif
