/**
 * @file
 * Labels and icons find their places: greedily, for the whole picture, the upper layers first, within a layer
 * by sort key and rank. What is placed keeps later ones out.
 */
#ifndef INCMAP_SCENE_LABEL_H
#define INCMAP_SCENE_LABEL_H

#include "scene/label_grid.h"
#include "scene/scene.h"

/** Anchors that text-variable-anchor may list. */
#define LABEL_ANCHORS_MAX 9

/** Where a text may stand by the point it belongs to. */
typedef struct {
    double anchor[2];    ///< the point of the text's box that lies there: 0 left or top, 1 right or bottom
    double offset_px[2]; ///< of that from the point, right and down
} label_anchor;

/** Where a layer's symbols are: at points, along lines again and again, or once at a line's middle. */
typedef enum { LABEL_AT_POINT, LABEL_ALONG_LINE, LABEL_AT_LINE_CENTER } label_placement;

/** How a symbol is placed; symbols placed in one way share one. */
typedef struct {
    int anchor_count;
    label_anchor anchors[LABEL_ANCHORS_MAX]; ///< the first that is free is taken
    double wrap_px;                          ///< 0: lines are not broken
    double text_padding_px;
    double text_turn_rad;     ///< clockwise, about the point
    double text_max_bend_rad; ///< along a line, over some letters
    bool text_keeps_upright;  ///< along a line
    int align;                ///< as scene_label's; -1: towards the point
    bool text_may_overlap, text_is_ignored, text_is_optional;
    double icon_offset_px[2];  ///< of the icon's centre from the point
    double icon_padding_px[4]; ///< top, right, bottom, left
    bool icon_may_overlap, icon_is_ignored, icon_is_optional;
} label_rules;

#define LABEL_NO_ICON UINT32_MAX

/** A symbol that a layer would like to show at a point. */
typedef struct {
    pxy at;
    int32_t incident; ///< -1 for the basemap
    uint32_t rules;   ///< number of its label_rules
    double sort_key;  ///< the lowest is placed first
    double rank;      ///< likewise, where sort keys are equal; then the order of the candidates
    const char *text; ///< NULL: only an icon
    uint32_t text_paint;
    uint32_t icon_paint; ///< LABEL_NO_ICON: only a text
    const pxy *line;     ///< that the text follows, @c at being on it; NULL: none
    size_t line_count;
    double line_px; ///< of @c at from the line's start
} label_candidate;

typedef struct {
    label_candidate *items;
    size_t count, capacity;
} label_candidates;

/** What candidates' numbers stand for. */
typedef struct {
    const label_rules *rules;
    const scene_text_paint *texts;
    const scene_mark_paint *icons;
} label_looks;

/** Where placed symbols go. */
typedef struct {
    scene_label *labels;
    size_t label_count, label_capacity;
    scene_mark *icons;
    size_t icon_count, icon_capacity;
    pxy *curves; ///< of the labels
    size_t curve_count, curve_capacity;
    px_box *boxes; ///< likewise
    size_t box_count, box_capacity;
    int64_t cut_count; ///< texts of a window that its edge would cut
} label_placed;

void label_placed_dispose(label_placed *placed);

/**
 * Places a layer's candidates. A text that follows a line is left out where the line is too short for it or
 * bends too much. A text must lie wholly within the picture (in a wrapping one: from top to
 * bottom), so that no label is cut at an edge. Where a text or an icon finds no room, the other is left out
 * as well, unless the one without room is optional. A text that has found its place in a picture and would be
 * cut by the edge of the request's window takes its room, and is left out with its icon.
 *
 * @p over gets those that find room only where marks are a crowd (label_grid.h), to be drawn above the marks.
 * With it a text whose icon marks hide, and nothing else, stands beside them without it. NULL: both are left
 * out.
 */
void label_place(label_placed *out, label_placed *over, label_grid *grid, const label_candidates *candidates,
                 const scene_request *request, const label_looks *looks);

#endif
