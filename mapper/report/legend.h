/** @file The legend: what is really drawn, in words, and where each row of it stands. */
#ifndef INCMAP_REPORT_LEGEND_H
#define INCMAP_REPORT_LEGEND_H

#include "report/report.h"
#include "report/typeset.h"
#include "report/wording.h"
#include "scene/scene.h"

typedef enum {
    LEGEND_HEADING, ///< a word above the rows that follow
    LEGEND_MARK,    ///< a look of marks
    LEGEND_AREA,    ///< a look of areas
    LEGEND_NEST,    ///< circles of several sizes within each other, with their numbers
    LEGEND_RAMP,    ///< the colours of a heat map
    LEGEND_NOTE,    ///< a sentence without a swatch
} legend_kind;

/** Circles that the legend of sizes shows. */
#define LEGEND_SIZES 3

/** Colours of a ramp, between which it goes straight. */
#define LEGEND_RAMP_STEPS 17

/** A circle as large as the marks of a number are. */
typedef struct {
    double radius_mm;
    char text[24]; ///< the number
} legend_ring;

typedef struct {
    legend_kind kind;
    char *label;
    bool counts_as_category; ///< one of those that "and 3 more" may stand for
    int64_t incident_count;  ///< of a category: the incidents that look so
    double swatch_mm;        ///< side that the swatch needs where it may not shrink; 0: it may
    int paint_count;
    uint32_t paints[SCENE_LEGEND_LAYERS]; ///< in the scene's mark_paints or shape_paints, lowest first
    int ring_count;                       ///< of a nest
    legend_ring rings[LEGEND_SIZES];      ///< the largest first
    style_color ramp[LEGEND_RAMP_STEPS];
} legend_item;

/** Zero it before use; legend_dispose frees it. */
typedef struct {
    legend_item *items;
    size_t count, capacity;
    double mark_reach_px; ///< of the largest mark in it, scene pixels
} legend;

/**
 * The rows that the legend will have, from the data alone, so that the page can leave room for them before
 * the scene exists. As long as the legend of the scene or longer; its items have no paints.
 */
void legend_expect(legend *out, const report_request *request);
/** The legend of a scene built for the request; @p mm_per_px is the size of the scene's pixel on the page. */
void legend_from_scene(legend *out, const scene *s, const report_request *request, double mm_per_px);

typedef struct {
    const style *style;
    double zoom;
    const char *column; ///< what the sizes are of
    double largest;     ///< of the numbers shown; INFINITY where there are none: as large as marks get
    double mm_per_css_px;
} legend_size_request;

/**
 * Adds a heading and circles with the area of the style's marks for up to three round numbers (1, 2 or 5
 * times a power of ten): the largest that is shown, and about a quarter and a sixteenth of it, radii that
 * halve where sizes are area-true. Nothing where the style's marks do not grow with a number.
 */
void legend_add_nest(legend *l, const legend_size_request *request);
/** The largest number of the request's size_by among the incidents that the scene has marks of; 0 for none.
 */
double legend_largest_size(const scene *s, const report_request *request);
/** Adds what is said of a heat map whose colour of a density of i / (LEGEND_RAMP_STEPS - 1) is @p colors [i].
 */
void legend_add_heat(legend *l, const wording *w, const style_color colors[LEGEND_RAMP_STEPS]);
/** Adds rows for the crowds of a page (legend_crowds.c): the scale of a heat map, and hexagons, which come
 * first, then clusters and marks that were fanned out; and room for all of them. */
void legend_add_densities(legend *l, const scene *s, const report_request *request);
void legend_add_crowds(legend *l, const scene *s, const report_request *request);
void legend_expect_crowds(legend *l, const report_request *request);
/** Adds a row with a copy of @p label; the legend's own, until the next one is added. */
legend_item *legend_add(legend *l, legend_kind kind, const char *label);
/** Adds a heading made of a column's name: "killed_high" gives "Killed high". */
void legend_add_column_heading(legend *l, const char *column);
void legend_dispose(legend *l);

/** One row, placed. */
typedef struct {
    const legend_item *item; ///< NULL for "and 3 more"
    char *label;             ///< as it is printed
    page_box swatch, text;   ///< swatch without width where there is none
} legend_row;

typedef struct {
    legend_row *rows;
    size_t count;
    double height_mm; ///< of all of it
} legend_rows;

typedef struct {
    type_look heading, row;
    double swatch_width_mm, gap_mm; ///< gap between swatch and text, between columns twice it
    int columns;
    const wording *words; ///< in a language from the right swatches stand right of their texts, and the first
                          ///< column is the rightmost
} legend_look;

/**
 * Sets the legend into a box: downwards, then into the next column, columns as even as may be. What does not
 * fit is left out, the last row then counting the categories that are missing; a heading never stands without
 * a row below it.
 */
legend_rows legend_flow(typesetter *setter, const legend *l, const legend_look *look, page_box box);
void legend_rows_dispose(legend_rows *rows);

#endif
