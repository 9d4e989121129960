#include "report/key.h"

#include "base/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Height of a row that is read from left to right, on paper.
#define BAND_MM 12.0

// Marks so close are one spot to the eye.
#define SPOT_MM 1.0

#define NUMBER_PT     6.6
#define NUMBER_PT_MIN 5.0
#define NUMBER_GAP_MM 0.35

// Around a spot: rings of places to try, the first touching the mark, the others with a leader line.
#define RING_COUNT   6
#define RING_STEP_MM 3.2
#define RING_PLACES  16

// ---- numbering

typedef struct {
    key_entry entry;
    const incident *item;
    int band;
} candidate;

static int compare_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int in_reading_order(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->band != y->band) return x->band < y->band ? -1 : 1;
    if (x->entry.x_mm != y->entry.x_mm) return x->entry.x_mm < y->entry.x_mm ? -1 : 1;
    if (x->entry.y_mm != y->entry.y_mm) return x->entry.y_mm < y->entry.y_mm ? -1 : 1;
    if (x->item->date_start != y->item->date_start) return x->item->date_start < y->item->date_start ? -1 : 1;
    int order = compare_text(x->item->id, y->item->id);
    if (order) return order;
    return x->entry.incident < y->entry.incident ? -1 : x->entry.incident > y->entry.incident;
}

void key_number(key *out, const incident_set *set, const projection *p, const grid *g, double px_per_mm)
{
    *out = (key){0};
    candidate *found = mem_alloc((set->count + 1) * sizeof *found);
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (!set->items[i].has_position) continue;
        projxy at;
        projection_forward(p, &set->items[i].position, &at, 1);
        if (isnan(at.x)) continue;
        pxy px = grid_to_px(g, at);
        if (px.x_px < 0 || px.y_px < 0 || px.x_px > (double)g->width_px || px.y_px > (double)g->height_px)
            continue;
        key_entry entry = {i, px.x_px / px_per_mm, px.y_px / px_per_mm};
        found[count++] = (candidate){entry, &set->items[i], (int)floor(entry.y_mm / BAND_MM)};
    }
    if (count) qsort(found, count, sizeof *found, in_reading_order);
    out->entries = mem_alloc((count + 1) * sizeof *out->entries);
    out->count = count;
    for (size_t i = 0; i < count; i++) out->entries[i] = found[i].entry;
    free(found);
}

void key_dispose(key *k)
{
    free(k->entries);
    free(k->labels);
    *k = (key){0};
}

char *key_label_text(const key_label *label, char out[KEY_NUMBER_MAX])
{
    if (label->first == label->last)
        snprintf(out, KEY_NUMBER_MAX, "%d", label->first);
    else
        snprintf(out, KEY_NUMBER_MAX, "%d–%d", label->first, label->last);
    return out;
}

// ---- placement: a grid of cells over the map, each with the boxes that touch it

typedef struct {
    page_box *boxes;
    size_t count, capacity;
} box_cell;

typedef struct {
    box_cell *cells;
    int columns, rows;
    double cell_mm;
} box_grid;

static int cell_index(double at_mm, double cell_mm, int count)
{
    int index = (int)floor(at_mm / cell_mm);
    return index < 0 ? 0 : index >= count ? count - 1 : index;
}

static bool boxes_overlap(page_box a, page_box b)
{
    return a.x_mm < b.x_mm + b.width_mm && b.x_mm < a.x_mm + a.width_mm && a.y_mm < b.y_mm + b.height_mm &&
           b.y_mm < a.y_mm + a.height_mm;
}

/** Whether a box is free; @p take adds it. */
static bool grid_visit(box_grid *g, page_box box, bool take)
{
    int left = cell_index(box.x_mm, g->cell_mm, g->columns);
    int right = cell_index(box.x_mm + box.width_mm, g->cell_mm, g->columns);
    int top = cell_index(box.y_mm, g->cell_mm, g->rows);
    int bottom = cell_index(box.y_mm + box.height_mm, g->cell_mm, g->rows);
    for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
            box_cell *cell = &g->cells[row * g->columns + column];
            if (take) {
                VEC_PUSH(cell->boxes, cell->count, cell->capacity, box);
                continue;
            }
            for (size_t i = 0; i < cell->count; i++)
                if (boxes_overlap(cell->boxes[i], box)) return false;
        }
    }
    return true;
}

/** Labels for the entries in order; neighbours in the list that stand on one spot share one. */
static void group_entries(key *k)
{
    size_t capacity = 0;
    for (size_t i = 0; i < k->count; i++) {
        key_entry entry = k->entries[i];
        key_label *last = k->label_count ? &k->labels[k->label_count - 1] : NULL;
        if (last && hypot(last->x_mm - entry.x_mm, last->y_mm - entry.y_mm) <= SPOT_MM) {
            last->last = (int)i + 1;
            continue;
        }
        key_label label = {.first = (int)i + 1, .last = (int)i + 1, .x_mm = entry.x_mm, .y_mm = entry.y_mm};
        VEC_PUSH(k->labels, k->label_count, capacity, label);
    }
}

/** Tries the places around a label's spot, near ones first, upper right before the others. */
static void place_label(key_label *label, box_grid *grid, double width_mm, double height_mm,
                        double map_width_mm, double map_height_mm, double mark_mm)
{
    for (int ring = 0; ring < RING_COUNT; ring++) {
        for (int i = 0; i < RING_PLACES; i++) {
            double angle = (i % 2 ? -1 : 1) * ((i + 1) / 2) * 2 * M_PI / RING_PLACES - M_PI / 4;
            double reach_mm = mark_mm + NUMBER_GAP_MM + ring * RING_STEP_MM;
            // The box's near side touches the ring.
            double x_mm = label->x_mm + cos(angle) * (reach_mm + width_mm / 2) - width_mm / 2;
            double y_mm = label->y_mm + sin(angle) * (reach_mm + height_mm / 2) - height_mm / 2;
            page_box box = {x_mm, y_mm, width_mm, height_mm};
            if (x_mm < 0 || y_mm < 0 || x_mm + width_mm > map_width_mm || y_mm + height_mm > map_height_mm ||
                !grid_visit(grid, box, false))
                continue;
            grid_visit(grid, box, true);
            label->box = box;
            label->has_leader = ring > 0;
            return;
        }
    }
}

void key_place(key *k, typesetter *setter, double unit, double map_width_mm, double map_height_mm,
               double mark_mm)
{
    k->look = (type_look){.size_pt = fmax(NUMBER_PT * unit, NUMBER_PT_MIN), .weight = 700, .max_lines = 1};
    group_entries(k);
    box_grid grid = {.cell_mm = 8};
    grid.columns = (int)ceil(map_width_mm / grid.cell_mm) + 1;
    grid.rows = (int)ceil(map_height_mm / grid.cell_mm) + 1;
    grid.cells = mem_calloc((size_t)grid.columns * (size_t)grid.rows, sizeof *grid.cells);
    for (size_t i = 0; i < k->label_count; i++)
        // Seven tenths of the disc's radius: the square inside it, so that the first ring stays free.
        grid_visit(&grid,
                   (page_box){k->labels[i].x_mm - 0.7 * mark_mm, k->labels[i].y_mm - 0.7 * mark_mm,
                              1.4 * mark_mm, 1.4 * mark_mm},
                   true);
    for (size_t i = 0; i < k->label_count; i++) {
        char text[KEY_NUMBER_MAX];
        type_extent extent =
            typeset_measure(setter, &k->look, key_label_text(&k->labels[i], text), map_width_mm);
        // The digits alone: the line's box is half as high again.
        place_label(&k->labels[i], &grid, extent.width_mm, 0.72 * extent.height_mm, map_width_mm,
                    map_height_mm, mark_mm);
    }
    for (int i = 0; i < grid.columns * grid.rows; i++) free(grid.cells[i].boxes);
    free(grid.cells);
}
