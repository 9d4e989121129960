/** @file What layout.c and layout_template.c share: cutting the page into parts. Not for others. */
#ifndef INCMAP_REPORT_LAYOUT_CUT_H
#define INCMAP_REPORT_LAYOUT_CUT_H

#include "report/layout.h"

typedef struct {
    page_layout *out;
    typesetter *setter;
    const layout_request *request;
    page_box rest; ///< what is not taken yet
    double gap_mm;
    double thrift; ///< what the parts' shares of the page are multiplied by
} cutter;

/** Type of A4, in points: what it is at a unit of 1, and the least that is read. */
#define LAYOUT_TITLE_PT        20.0
#define LAYOUT_TITLE_PT_MIN    9.0
#define LAYOUT_SUBTITLE_PT     10.0
#define LAYOUT_SUBTITLE_PT_MIN 6.5
/** Least width of a column of the legend, on A4. */
#define LAYOUT_COLUMN_MM 46.0

double layout_sized(double a4_pt, double unit, double least_pt);

/**
 * The largest type, down to the least, in which the whole text has room; at the least type the text is cut
 * to as many lines as have room. Returns its height, 0 where not even a line has.
 */
double layout_fit_text(typesetter *setter, type_look *look, const char *text, double width_mm,
                       double height_max_mm, double least_pt);

/** Gives each note as many lines as it takes, or as there are in @p budget_mm, those of the best rank first,
 * at the foot of what is left. */
void layout_cut_notes(cutter *c, double budget_mm);

/** What is left is the map, and the degrees on its frame. @p within: those beside it take room of the map's,
 * and do not stand in the margin. */
void layout_cut_map(cutter *c, bool within);

/** Places every part where the request's template has it. */
void layout_from_template(cutter *c);

#endif
