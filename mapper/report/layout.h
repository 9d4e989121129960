/**
 * @file
 * Where everything on the page stands: boxes in millimetres, from the page's size and the texts as they are
 * measured. Pure geometry. No two parts overlap and none leaves the page, because each is cut from what the
 * ones before it have left.
 *
 *     wide pages                        others
 *     title                             title
 *     subtitle                          subtitle
 *     map                  | legend     map
 *                          | histogram  histogram       | inset
 *                          | inset      legend          | scale
 *                          | scale                      | north
 *     notes                | north      notes
 */
#ifndef INCMAP_REPORT_LAYOUT_H
#define INCMAP_REPORT_LAYOUT_H

#include "report/legend.h"
#include "report/page.h"
#include "report/template.h"
#include "report/typeset.h"

#define LAYOUT_NOTES_MAX 4

/** Height of one scale bar with its numbers and the gap below it, in lines of its type. */
#define LAYOUT_SCALE_BAR_LINES 1.9

typedef struct {
    page_size page;
    const char *title, *subtitle;        ///< subtitle "": none
    const char *notes[LAYOUT_NOTES_MAX]; ///< in the order they stand
    int note_ranks[LAYOUT_NOTES_MAX];    ///< 0 is the last to be left out where there is too little room
    int note_count;
    bool has_frame_labels;         ///< the map's frame says degrees
    const wording *words;          ///< a page in a language from the right is laid out as in a mirror
    double logo_aspect;            ///< width through height; 0: there is none
    const page_box *boxes;         ///< of a template, PART_COUNT of them; NULL: the page is laid out as above
    double type_scale;             ///< the template's
    bool has_inset, has_histogram; ///< asked for; where they have room
    const legend *legend;          ///< as expected: what room is kept for
} layout_request;

/** A box without height is a part that has no room on this page. */
typedef struct {
    page_size page;
    bool is_wide;
    double unit; ///< 1 on A4: what lengths and type sizes are multiplied by
    page_box title, subtitle, map, legend, inset, histogram, logo, scale, north, notes[LAYOUT_NOTES_MAX];
    page_box frame_bottom, frame_beside; ///< strips beside the map's frame, as long as its sides
    type_look frame_look;
    type_look title_look, subtitle_look, note_looks[LAYOUT_NOTES_MAX], scale_look;
    legend_look legend_look;
} page_layout;

/** Lays out a page, mirrored where its words are read from the right; *out keeps no pointer to the request's
 * parts. */
void layout_page(page_layout *out, typesetter *setter, const layout_request *request);

/**
 * Moves the notes together, down to their foot, when they are at last known: their number is that of the
 * request, and none takes more lines than it was given.
 */
void layout_settle_notes(page_layout *out, typesetter *setter, const char *const *notes, int count);

#endif
