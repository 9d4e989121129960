/** @file Texts that turn: along a line, or about their point; the line they follow and the ground they cover.
 */
#ifndef INCMAP_SCENE_LABEL_LINE_H
#define INCMAP_SCENE_LABEL_LINE_H

#include "base/geom.h"

/** Points that the line of a text has at most. */
#define LABEL_CURVE_MAX 256

/** A line and the text that would follow it. */
typedef struct {
    const pxy *line;
    size_t count;
    double middle_px; ///< where the text's middle would be, from the line's start
    double width_px;  ///< of the text
    double em_px;
    double max_turn_rad; ///< how much it may bend over some letters
    bool keeps_upright;  ///< it runs from left to right, whichever way the line does
    double down_px;      ///< how far below the line its middle line is, seen by a reader
} label_way;

/**
 * The line that the middle of the text's lines follows, smoothed over a letter, so that rivers' small bends
 * do not shake it. Returns the number of points; 0 where the line is too short or bends too much.
 */
size_t label_follow(pxy out[LABEL_CURVE_MAX], const label_way *way);

/** Boxes, at most LABEL_CURVE_MAX - 1, that cover a text of that height along its line; returns how many. */
size_t label_cover_curve(px_box *out, const pxy *curve, size_t count, double height_px);

/** Boxes that cover a text's box turned about a point, clockwise; likewise. */
size_t label_cover_turned(px_box *out, px_box box, pxy pivot, double turn_rad);

#endif
