/** @file The ground that labels, icons and marks of a picture have taken. */
#ifndef INCMAP_SCENE_LABEL_GRID_H
#define INCMAP_SCENE_LABEL_GRID_H

#include "base/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    px_box box;
    bool is_mark;
    uint32_t next; ///< the next entry of the same cell, plus one; 0: the last
} label_entry;

typedef struct {
    int64_t col, row;
    uint32_t first; ///< entry plus one; 0: the slot is free
} label_cell;

/** Boxes that are taken, in a grid of cells. */
typedef struct {
    double cell_px;
    bool lends_crowds; ///< the ground of a crowd of marks counts as free
    double wrap_px;    ///< width of a picture that wraps, 0 of one that does not
    label_entry *entries;
    size_t entry_count, entry_capacity;
    label_cell *cells;
    size_t cell_count, cell_capacity;
} label_grid;

/** Marks of which that many lie on each other are a crowd, whose single marks are not told apart. */
#define LABEL_CROWD_COVER 2.0

/** Zeroed before; disposed of by the caller. */
void label_grid_open(label_grid *grid, double pixel_ratio, double wrap_px);
void label_grid_dispose(label_grid *grid);
/** Whether nothing is in the box; or nothing but a crowd, where the grid lends them: marks that together
 * would cover the box LABEL_CROWD_COVER times. */
bool label_grid_is_free(const label_grid *grid, px_box box);
void label_grid_take(label_grid *grid, px_box box);
/** Takes the box of a mark, which a text may cover where marks hide each other. */
void label_grid_take_mark(label_grid *grid, px_box box);

/** Whether there are marks in the box, and nothing else. */
bool label_grid_has_marks_alone(const label_grid *grid, px_box box);

#endif
