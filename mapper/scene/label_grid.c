#include "scene/label_grid.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

// About the size of a label, so that a box lies in few cells and a cell has few boxes.
#define CELL_CSS_PX 64.0

void label_grid_open(label_grid *grid, double pixel_ratio, double wrap_px)
{
    grid->cell_px = CELL_CSS_PX * pixel_ratio;
    grid->wrap_px = wrap_px;
}

void label_grid_dispose(label_grid *grid)
{
    free(grid->entries);
    free(grid->cells);
    *grid = (label_grid){0};
}

typedef struct {
    int64_t min_col, min_row, max_col, max_row;
} cell_range;

static cell_range cells_of(const label_grid *grid, px_box box)
{
    return (cell_range){
        (int64_t)floor(box.min_x_px / grid->cell_px), (int64_t)floor(box.min_y_px / grid->cell_px),
        (int64_t)floor(box.max_x_px / grid->cell_px), (int64_t)floor(box.max_y_px / grid->cell_px)};
}

static label_cell *find_cell(label_cell *cells, size_t capacity, int64_t col, int64_t row)
{
    uint64_t hash = ((uint64_t)col * 0x9e3779b97f4a7c15u ^ (uint64_t)row) * 0xc2b2ae3d27d4eb4fu;
    size_t i = (hash ^ hash >> 31) & (capacity - 1);
    while (cells[i].first && (cells[i].col != col || cells[i].row != row)) i = (i + 1) & (capacity - 1);
    return &cells[i];
}

static bool is_free_at(const label_grid *grid, px_box box)
{
    cell_range range = cells_of(grid, box);
    for (int64_t row = range.min_row; row <= range.max_row; row++)
        for (int64_t col = range.min_col; col <= range.max_col; col++) {
            uint32_t entry = find_cell(grid->cells, grid->cell_capacity, col, row)->first;
            for (; entry; entry = grid->entries[entry - 1].next)
                if (px_box_overlap(grid->entries[entry - 1].box, box)) return false;
        }
    return true;
}

static void take_at(label_grid *grid, px_box box, bool is_mark)
{
    cell_range range = cells_of(grid, box);
    for (int64_t row = range.min_row; row <= range.max_row; row++)
        for (int64_t col = range.min_col; col <= range.max_col; col++) {
            if (grid->cell_count * 2 >= grid->cell_capacity) {
                size_t capacity = grid->cell_capacity ? grid->cell_capacity * 2 : 256;
                label_cell *cells = mem_calloc(capacity, sizeof *cells);
                for (size_t i = 0; i < grid->cell_capacity; i++)
                    if (grid->cells[i].first)
                        *find_cell(cells, capacity, grid->cells[i].col, grid->cells[i].row) = grid->cells[i];
                free(grid->cells);
                grid->cells = cells;
                grid->cell_capacity = capacity;
            }
            label_cell *cell = find_cell(grid->cells, grid->cell_capacity, col, row);
            if (!cell->first) grid->cell_count++;
            label_entry entry = {box, is_mark, cell->first};
            VEC_PUSH(grid->entries, grid->entry_count, grid->entry_capacity, entry);
            *cell = (label_cell){col, row, (uint32_t)grid->entry_count};
        }
}

static void take(label_grid *grid, px_box box, bool is_mark)
{
    take_at(grid, box, is_mark);
    if (!grid->wrap_px) return;
    if (box.min_x_px < 0) take_at(grid, px_box_moved(box, grid->wrap_px), is_mark);
    if (box.max_x_px > grid->wrap_px) take_at(grid, px_box_moved(box, -grid->wrap_px), is_mark);
}

void label_grid_take(label_grid *grid, px_box box)
{
    take(grid, box, false);
}

void label_grid_take_mark(label_grid *grid, px_box box)
{
    take(grid, box, true);
}

/** The ground that marks take together in the box, each counted by itself; infinite and negative where
 * something else lies in it. */
static double marked_px2(const label_grid *grid, px_box box)
{
    const cell_range range = cells_of(grid, box);
    double sum_px2 = 0;
    for (int64_t row = range.min_row; row <= range.max_row; row++)
        for (int64_t col = range.min_col; col <= range.max_col; col++) {
            uint32_t number = find_cell(grid->cells, grid->cell_capacity, col, row)->first;
            for (; number; number = grid->entries[number - 1].next) {
                const label_entry *entry = &grid->entries[number - 1];
                if (!px_box_overlap(entry->box, box)) continue;
                if (!entry->is_mark) return -INFINITY;
                const px_box shared = {
                    fmax(box.min_x_px, entry->box.min_x_px), fmax(box.min_y_px, entry->box.min_y_px),
                    fmin(box.max_x_px, entry->box.max_x_px), fmin(box.max_y_px, entry->box.max_y_px)};
                // A mark is in all cells that it touches; it counts in that of its first corner in the box.
                if ((int64_t)floor(shared.min_x_px / grid->cell_px) != col ||
                    (int64_t)floor(shared.min_y_px / grid->cell_px) != row)
                    continue;
                sum_px2 += (shared.max_x_px - shared.min_x_px) * (shared.max_y_px - shared.min_y_px);
            }
        }
    return sum_px2;
}

/** The same for a box that may lie across the edge of a picture that wraps. */
static double all_marked_px2(const label_grid *grid, px_box box)
{
    double sum_px2 = marked_px2(grid, box);
    if (grid->wrap_px && box.min_x_px < 0) sum_px2 += marked_px2(grid, px_box_moved(box, grid->wrap_px));
    if (grid->wrap_px && box.max_x_px > grid->wrap_px)
        sum_px2 += marked_px2(grid, px_box_moved(box, -grid->wrap_px));
    return sum_px2;
}

bool label_grid_has_marks_alone(const label_grid *grid, px_box box)
{
    return grid->cell_capacity && all_marked_px2(grid, box) > 0;
}

static bool is_crowd(const label_grid *grid, px_box box)
{
    return all_marked_px2(grid, box) >=
           LABEL_CROWD_COVER * (box.max_x_px - box.min_x_px) * (box.max_y_px - box.min_y_px);
}

static bool is_free(const label_grid *grid, px_box box)
{
    if (!is_free_at(grid, box)) return false;
    if (!grid->wrap_px) return true;
    if (box.min_x_px < 0 && !is_free_at(grid, px_box_moved(box, grid->wrap_px))) return false;
    return box.max_x_px <= grid->wrap_px || is_free_at(grid, px_box_moved(box, -grid->wrap_px));
}

bool label_grid_is_free(const label_grid *grid, px_box box)
{
    if (!grid->cell_capacity) return true;
    return is_free(grid, box) || (grid->lends_crowds && is_crowd(grid, box));
}
