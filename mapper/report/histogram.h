/** @file Incidents per day, week, month or years over the range of the page. */
#ifndef INCMAP_REPORT_HISTOGRAM_H
#define INCMAP_REPORT_HISTOGRAM_H

#include "base/incident.h"
#include "base/strbuf.h"
#include "report/furniture.h"

typedef enum { HISTOGRAM_DAY, HISTOGRAM_WEEK, HISTOGRAM_MONTH, HISTOGRAM_YEAR } histogram_unit;

/** Zero it before use; histogram_dispose frees it. */
typedef struct {
    histogram_unit unit;
    int years; ///< in a bar of HISTOGRAM_YEAR: 1, 2, 5, 10 …
    struct histogram_bar {
        int64_t sure;     ///< happened in the bar's days, and in the range
        int64_t possible; ///< only possibly in the range, or their days are those of several bars
    } * bars;
    size_t bar_count;
    int64_t highest; ///< sure and possible of the highest bar
    int64_t possible, undated;
    date_range range;
} histogram;

/** Whether there is anything to compare: two dated incidents, and a range of more than one day. */
bool histogram_is_useful(const incident_set *set, date_range range);

/**
 * Counts into bars of the shortest unit of which at most @p bars_max (1 at least) cover the range, whose ends
 * are both known. Weeks begin on Monday (ISO 8601). An incident whose days are those of several bars counts
 * in that of the middle of those days that lie in the range.
 */
void histogram_build(histogram *out, const incident_set *set, date_range range, size_t bars_max);
void histogram_dispose(histogram *h);

/** "Incidents per week". Appends. */
void histogram_put_title(strbuf *out, const wording *w, const histogram *h);

/** Draws it into the layout's box; nothing where that has no room. Possible ones are hollow. */
void histogram_draw(const furniture *f, const incident_set *set, date_range range);

#endif
