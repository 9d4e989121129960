/** @file Which square cells of a picture a shape has ink in: along its edges, and inside where it is filled.
 */
#ifndef INCMAP_SCENE_CELLS_H
#define INCMAP_SCENE_CELLS_H

#include "scene/scene.h"

typedef struct {
    int64_t col_begin, col_end, row_begin, row_end; ///< half open
} cell_range;

/** The cells a box touches, cut to the picture's @p cols and @p rows; false where there are none. */
bool cells_of_box(cell_range *out, px_box box, int cell_px, int64_t cols, int64_t rows);

typedef struct {
    const pxy *points;
    const size_t *part_ends; ///< part i is points [i ? part_ends[i-1] : 0, part_ends[i])
    size_t part_begin, part_end;
    bool filled;     ///< even-odd inside counts as ink
    double reach_px; ///< ink lies this far to every side of the edges
    double dx_px;    ///< added to every x
} cell_shape;

/**
 * Calls @p visit once for each cell within @p ink (the shape's own bounds) that the shape has ink in, by
 * rows, then columns. Every cell with ink is visited; one that the edges merely pass within reach of may be
 * too.
 */
void cells_of_shape(const cell_shape *shape, px_box ink, int cell_px, int64_t cols, int64_t rows,
                    void (*visit)(void *context, int64_t col, int64_t row), void *context);

#endif
