/**
 * @file
 * Text of the page: set by Pango, measured as it will be drawn, in millimetres, whatever the page is drawn
 * onto. Hinting is off, so that a line breaks at the same word in the PNG and in the PDF.
 */
#ifndef INCMAP_REPORT_TYPESET_H
#define INCMAP_REPORT_TYPESET_H

#include "report/page.h"
#include "style/style.h"

#include <cairo.h>
#include <stdbool.h>

/** TYPE_LEFT and TYPE_RIGHT are the beginning and the end of a line: the other way round in a text that runs
 * from the right. TYPE_START is the left in either, TYPE_END the right. */
typedef enum { TYPE_LEFT, TYPE_CENTRE, TYPE_RIGHT, TYPE_START, TYPE_END } type_align;

typedef struct {
    double size_pt;
    int weight;    ///< 400 regular, 700 bold
    int max_lines; ///< further ones are cut off with an ellipsis; 0: as many as it takes
    type_align align;
} type_look;

typedef struct {
    double width_mm, height_mm; ///< of the lines that are set
    double baseline_mm;         ///< of the first line, from the top
    int line_count;
    bool cut; ///< an ellipsis stands for the rest
} type_extent;

typedef struct typesetter typesetter;

/** Font families of the page, in the order of choice. */
#define TYPE_FAMILIES "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, DejaVu Sans, sans-serif"

/** The caller's, to be closed with typeset_close. One thread at a time may use it. @p lang: of the page's own
 * words, "ar" or "en"; NULL: "en". */
typesetter *typeset_open(const char *lang);
void typeset_close(typesetter *setter);

/** A text as it will be set, for where it is written but not drawn. The caller's, to be freed. */
char *typeset_clean(const char *text);

/**
 * Measures a text set into lines of at most @p width_mm. The text is one paragraph: line breaks and control
 * characters in it count as spaces, bytes that are not UTF-8 as U+FFFD.
 */
type_extent typeset_measure(typesetter *setter, const type_look *look, const char *text, double width_mm);

/** Height of one line of the page's own words. */
double typeset_line_height_mm(typesetter *setter, const type_look *look);

/**
 * Draws what typeset_measure measured, its lines' box with the top left corner at that of @p box and as wide
 * as it. User space of @p cr is points.
 */
void typeset_draw(cairo_t *cr, typesetter *setter, const type_look *look, style_color color, const char *text,
                  page_box box);

/** Draws the outline of the same text, @p width_pt wide on either side of it: a halo under typeset_draw. */
void typeset_outline(cairo_t *cr, typesetter *setter, const type_look *look, style_color color,
                     double width_pt, const char *text, page_box box);

#endif
