/** @file Dates as tables write them: from "2023-11-22" to "16 May 2025", "11/2023" and "17–22 November 2023".
 */
#ifndef INCMAP_READ_DATE_TEXT_H
#define INCMAP_READ_DATE_TEXT_H

#include "base/date.h"

/** Which of the three numbers in 01/03/2024 is which. A year of four digits is always recognised. */
typedef enum { ORDER_UNKNOWN, ORDER_DMY, ORDER_MDY, ORDER_YMD } date_order;

typedef enum {
    DATE_TEXT_OK,
    DATE_TEXT_NONE,       ///< not a date in any notation known here
    DATE_TEXT_IMPOSSIBLE, ///< a date by its form, of a day that does not exist
    DATE_TEXT_AMBIGUOUS,  ///< 01/03/2024 while the order is unknown
} date_text_result;

/** The days a text speaks of. */
typedef struct {
    day_t start, end; ///< both inclusive; a month, a year or a range gives more than one day
    int prec;         ///< UCDP's date_prec: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 more
    date_order shown; ///< the order that the numbers themselves prove (a part above 12), else ORDER_UNKNOWN
} date_text;

/**
 * Reads @p text, whole; a time of day and a zone behind the date are checked for form and dropped, since the
 * day as written is what reports mean. Notations: year first with "-", "/" or "."; YYYYMMDD with or without a
 * time; d.m.yyyy (always day first); d/m/yyyy and d-m-yyyy by @p order; month names in English; year and
 * month, or a year alone; a month or day of 0 for unknown; ranges "A/B", "A to B", "A - B", "17-22 November
 * 2023", "November 17-22, 2023", "28 December - 3 January 2024" (a dash of any length). Years of two digits
 * are 1969 to 2068, as POSIX has it. *out is set only for DATE_TEXT_OK.
 */
date_text_result date_text_parse(const char *text, date_order order, date_text *out);

/** The days of a year, of a month (day 0) or of one day; false where there are none such. Month 0: the year.
 */
bool date_text_from_parts(int year, int month, int day, date_text *out);

/** UCDP's date_prec for a span of days. */
int date_span_prec(day_t start, day_t end);

/** "dmy", "mdy" or "ymd"; false where it is none of them. */
bool date_order_parse(const char *text, date_order *out);

#endif
