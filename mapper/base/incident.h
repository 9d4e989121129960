/**
 * @file
 * The incident, the one schema every source is read into; the set of those that will be mapped; and the
 * account that says what became of every row.
 */
#ifndef INCMAP_BASE_INCIDENT_H
#define INCMAP_BASE_INCIDENT_H

#include "base/arena.h"
#include "base/date.h"
#include "base/geom.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    INCIDENT_STATUS_NONE, ///< the source does not say
    INCIDENT_CONFIRMED,
    INCIDENT_CLAIMED,
    INCIDENT_DISPUTED,
} incident_status;

/** A count of people that the source does not give. */
#define COUNT_NONE (-1)

/** UCDP's where_prec: 1 exact place … 7 international waters or airspace; 0 where nothing is known of it. */
typedef enum {
    PREC_NONE = 0,
    PREC_EXACT = 1,   ///< the place itself
    PREC_NEAR = 2,    ///< within about 25 km of it
    PREC_ADM2 = 3,    ///< the district
    PREC_ADM1 = 4,    ///< the province
    PREC_LINEAR = 5,  ///< a line or a fuzzy region
    PREC_COUNTRY = 6, ///< the country
    PREC_WATERS = 7,  ///< international waters or airspace
} place_prec;

typedef enum { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_TEXT } value_kind;

/** A value of a column that the schema has no field for, kept because a style or an option asks for it by
 * name. */
typedef struct {
    value_kind kind;
    bool boolean;
    double number;
    const char *text;
} value;

/** Texts are NULL where the source gives none, and belong to the set's (or the reader's) memory. */
typedef struct {
    int32_t input; ///< index of the input file, from 0
    int64_t row; ///< as a spreadsheet numbers it: the header of a table is row 1. Without a header, the first
                 ///< is 1.

    const char *id, *title, *place, *type, *actor, *target, *source, *url, *notes;
    const char *country; ///< ISO 3166-1 alpha-2 or a name, as the source gives it: a hint for the gazetteer
    const char *admin1;  ///< likewise, of the first-level unit

    day_t date_start, date_end; ///< the days it may have happened on, both inclusive
    int date_prec;              ///< UCDP 1–5: day, 2–6 days, week, month, up to a year; 0 unknown

    bool has_position;
    lonlat position;
    double radius_m; ///< 90% of the possible true places are within; NAN where unknown
    place_prec prec;
    const geom_shape *area; ///< the 90% area itself; NULL where only the radius is known
    double confidence;      ///< of a resolved place, 0 to 1; 1 where the source gave coordinates
    const char *rule;       ///< the gazetteer's rule; "coordinates" where the source gave them

    int32_t killed_low, killed, killed_high, injured_low, injured, injured_high; ///< COUNT_NONE where unknown
    incident_status status;
    bool possible; ///< only some of its days lie in the range asked for

    const value *extras; ///< as many as the set has extra names, in that order; NULL where there are none
} incident;

/** An incident with every field unknown. */
incident incident_none(void);
const char *incident_status_name(incident_status status); ///< "confirmed" …; NULL for none

/**
 * The radius that a precision code stands for where the source gives no better, in metres: how far the true
 * place may be in 90% of cases. UCDP's codebook (GED 23.1, where_prec) gives 25 km for code 2; the others are
 * the radius of a circle of a typical district, province and country of the region (see incident.c).
 */
double incident_prec_radius_m(place_prec prec);

/** The incidents to be mapped, in input order, and the memory their texts and areas live in. Zero it before
 * use. */
typedef struct {
    incident *items;
    size_t count, capacity;
    const char **extra_names;
    size_t extra_count;
    arena memory;
    strpool texts;
} incident_set;

/** Prepares the set: which extra columns its incidents carry. Names are copied. */
void incident_set_init(incident_set *set, const char *const *extra_names, size_t extra_count);
/** Adds a copy of @p item, texts, area and extras included; the copy's texts are the set's, equal ones but
 * identifiers once. */
void incident_set_add(incident_set *set, const incident *item);
/** Frees all that it holds; to be initialised again before the next use. */
void incident_set_dispose(incident_set *set);

/** What became of a row. The order is that of the account line. */
typedef enum {
    ROW_MAPPED,
    ROW_OUTSIDE_DATES,
    ROW_FILTERED,
    ROW_UNRESOLVED,
    ROW_REJECTED,
    ROW_FATE_COUNT,
} row_fate;

typedef struct {
    int32_t input;
    int64_t row;
    row_fate fate;
    const char *reason; ///< one line: why it is not mapped and, where there is one, what to do
} account_row;

/** What became of every row read. read is always the sum of the fates. Zero it before use. */
typedef struct {
    int64_t counts[ROW_FATE_COUNT];
    int64_t possible;  ///< of the mapped ones: only possibly inside the dates
    account_row *rows; ///< those unresolved and rejected, in input order; the others need no reason
    size_t row_count, row_capacity;
    arena memory;
    strpool reasons;
} account;

/** Counts a row; with a reason (copied) it is also listed. @p reason NULL: only counted. */
void account_add(account *acc, const incident *item, row_fate fate, const char *reason);
/** Rows read: the sum of the fates. */
int64_t account_read(const account *acc);
/** "outside_dates" and so on: the keys of the JSON account. */
const char *row_fate_key(row_fate fate);
/** Room for account_format_line with any counts. */
#define ACCOUNT_LINE_MAX 192
/** "read 812 = mapped 640 + outside dates 131 + filtered 0 + unresolved 29 + rejected 12"; returns @p out. */
char *account_format_line(const account *acc, char out[ACCOUNT_LINE_MAX]);
/** Frees the reasons and leaves it zeroed. */
void account_dispose(account *acc);

#endif
