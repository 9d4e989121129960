/** @file The sentences of the page: title, subtitle, notes, made from what is shown. */
#ifndef INCMAP_REPORT_WORDS_H
#define INCMAP_REPORT_WORDS_H

#include "base/strbuf.h"
#include "report/report.h"
#include "report/wording.h"

/** "Airstrikes" by the commonest… : "State-based violence in Syria", "Incidents in Iraq and Syria",
 * "Incidents": the type where all share one, the countries where there are at most three. Appends. */
void words_title(strbuf *out, const report_request *request);
/** "20 October to 24 January 2024 · 12 incidents, 2 of them possibly outside these dates · 3 could not be
 * mapped". @p outside_count of the mapped incidents lie beyond the map's frame. Appends. */
void words_subtitle(strbuf *out, const report_request *request, size_t outside_count);
/** "17 to 22 November 2023", "1 January 2024", "from 3 May 2023", "" for an open range. Appends. */
void words_dates(strbuf *out, const wording *w, date_range range);
/** The sources the incidents name, the commonest first, where they are at most four short names; else the
 * name of the data set ("the data" for "") and their number; the data set alone where they name none.
 * Appends. */
void words_sources(strbuf *out, const wording *w, const incident_set *set, const char *dataset);
/** What is said of the boundaries shown; @p has_disputed: disputed ones are drawn dashed. Appends. */
void words_boundaries(strbuf *out, const wording *w, report_boundaries kind, bool has_disputed);
/** The days the shown incidents happened on, narrowed to the range asked for; an end that nothing says is
 * DAY_NONE. */
date_range words_shown_range(const report_request *request);
/** 12,345. Appends. */
void words_count(strbuf *out, int64_t count);

#endif
