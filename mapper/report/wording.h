/**
 * @file
 * The page's own words, one table a language (wording_en.c, wording_ar.c). Texts of the data, names of files
 * and options stay as they are; digits are Western in every language, as on the map and in the data.
 */
#ifndef INCMAP_REPORT_WORDING_H
#define INCMAP_REPORT_WORDING_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/** {1}, {2} … stand for what is filled in, {n} for a count; a text with a count has one form for each plural
 * of the language, between bars. */
typedef enum {
    // Title and subtitle.
    WORD_INCIDENTS,
    WORD_IN_COUNTRIES, ///< what, countries
    WORD_AND,          ///< the last two of a list
    WORD_COMMA,
    WORD_SEMICOLON,
    WORD_FROM_DAY,
    WORD_UNTIL_DAY,
    WORD_DAY_TO_DAY,
    WORD_NOTHING_SHOWN,
    WORD_SHOWN,        ///< count
    WORD_POSSIBLE,     ///< count
    WORD_MORE_OUTSIDE, ///< count, beside those shown
    WORD_OUTSIDE,      ///< count, where none is shown
    WORD_LOST,         ///< count
    WORD_MONTH,        ///< January; the others follow
    WORD_MONTH_SHORT = WORD_MONTH + 12,
    // Notes.
    WORD_SOURCES = WORD_MONTH_SHORT + 12,
    WORD_SOURCES_OF_MAP,
    WORD_NAMING, ///< data set, count
    WORD_THE_DATA,
    WORD_BOUNDARIES_PLAIN,
    WORD_BOUNDARIES_UN,
    WORD_BOUNDARIES_DEFACTO,
    WORD_DISPUTED_UN,
    WORD_PROJECTION,
    WORD_SEE_KEY,
    WORD_ROWS,        ///< read, mapped, outside dates, filtered, unresolved, rejected
    WORD_MADE_WITH,   ///< program
    WORD_MADE_ON,     ///< time, program
    WORD_INPUT_OF,    ///< time of the newest input, program
    WORD_TIME_OF_DAY, ///< day, hours and minutes
    WORD_INPUT,
    WORD_OPTIONS,
    WORD_AND_MORE, ///< count
    WORD_STANDARD_INPUT,
    // Projections.
    WORD_UTM,
    WORD_TRANSVERSE_MERCATOR,
    WORD_AZIMUTHAL,
    WORD_EQUAL_EARTH,
    WORD_CONIC,
    WORD_NORTH,
    WORD_SOUTH,
    WORD_EAST,
    WORD_WEST,
    // Legend.
    WORD_TYPE_OF_INCIDENT,
    WORD_WHERE_IT_WAS,
    WORD_AREA,
    WORD_HOW_SURE,
    WORD_STATUS_NONE,
    WORD_STATUS_CONFIRMED,
    WORD_STATUS_CLAIMED,
    WORD_STATUS_DISPUTED,
    WORD_DENSITY,
    WORD_HEAT,
    WORD_RINGS,
    WORD_HEAT_MAX, ///< number, of what
    WORD_HEXAGON,  ///< its area in km²
    WORD_LESS_THAN_ONE,
    WORD_CLOSE_TOGETHER,
    WORD_CLUSTERS, ///< count of circles, incidents in them
    WORD_SPREAD,
    WORD_NOT_STATED,
    WORD_MORE_ROWS, ///< count, their incidents
    // Histogram and scale.
    WORD_PER_DAY,
    WORD_PER_WEEK,
    WORD_PER_MONTH,
    WORD_PER_YEAR,
    WORD_PER_YEARS, ///< count
    WORD_HOLLOW,
    WORD_KILOMETRES,
    WORD_MILES,
    WORD_AT_CENTRE,
    // Key.
    WORD_KEY_PAGE,
    WORD_KEY_NUMBER,
    WORD_KEY_DATE,
    WORD_KEY_PLACE,
    WORD_KEY_WHAT,
    WORD_KEY_SOURCE,
    WORD_DATE_UNKNOWN,
    WORD_KILLED,      ///< count
    WORD_KILLED_FROM, ///< least, most
    WORD_INCIDENT,
    WORD_CLAIMED,
    WORD_DISPUTED,
    WORD_BY,
    WORD_AGAINST,
    WORD_COUNT,
} word;

/** First Strong Isolate and Pop Directional Isolate: what stands between them is one piece to what is
 * outside. */
#define WORDING_ISOLATE     "\u2068"
#define WORDING_ISOLATE_END "\u2069"

/** A language. */
typedef struct {
    const char *code; ///< ISO 639: "en"
    bool is_rtl;
    int form_count;                ///< plurals: between bars in texts with a count
    int (*form_of)(int64_t count); ///< which of them a count takes
    const char *const *texts;      ///< WORD_COUNT of them
} wording;

/** The words of a language, "en" for NULL; NULL where there are none in it. */
const wording *wording_find(const char *code);
/** Languages in the order they are listed; NULL at the end. */
const wording *wording_at(size_t index);

/** A text without anything to be filled in. */
const char *wording_text(const wording *w, word key);
/** Appends a text, {1} and so on being @p parts. In a language from the right each part is kept together
 * (Unicode's isolates), so that a name or a number in it does not turn round what stands beside it. */
void wording_put(strbuf *out, const wording *w, word key, const char *const *parts);
/** Appends a text with a count, its digits grouped; @p parts may be NULL. */
void wording_put_count(strbuf *out, const wording *w, word key, int64_t count, const char *const *parts);

#endif
