#include "scene/cells.h"

#include <math.h>
#include <stdlib.h>

/** Columns [begin, end) of one row of cells that an edge passes. */
typedef struct {
    int64_t row, begin, end;
} span;

typedef struct {
    span *items;
    size_t count, capacity;
} span_list;

bool cells_of_box(cell_range *out, px_box box, int cell_px, int64_t cols, int64_t rows)
{
    if (!(box.min_x_px <= box.max_x_px) || !(box.min_y_px <= box.max_y_px)) return false;
    double side = cell_px;
    // Clamped as doubles first: ink may lie further out than an integer reaches.
    out->col_begin = (int64_t)fmin(fmax(floor(box.min_x_px / side), 0), (double)cols);
    out->row_begin = (int64_t)fmin(fmax(floor(box.min_y_px / side), 0), (double)rows);
    out->col_end = (int64_t)fmin(fmax(floor(box.max_x_px / side) + 1, 0), (double)cols);
    out->row_end = (int64_t)fmin(fmax(floor(box.max_y_px / side) + 1, 0), (double)rows);
    return out->col_begin < out->col_end && out->row_begin < out->row_end;
}

// The cells that a segment widened by reach passes: for each row of cells, the columns between the places
// where the segment enters and leaves the row's band.
static void add_edge(span_list *spans, pxy a, pxy b, double reach_px, double side, const cell_range *range)
{
    if (a.y_px > b.y_px) {
        pxy swap = a;
        a = b;
        b = swap;
    }
    cell_range rows;
    px_box box = {fmin(a.x_px, b.x_px) - reach_px, a.y_px - reach_px, fmax(a.x_px, b.x_px) + reach_px,
                  b.y_px + reach_px};
    if (!cells_of_box(&rows, box, (int)side, range->col_end, range->row_end)) return;
    if (rows.row_begin < range->row_begin) rows.row_begin = range->row_begin;
    double slope = b.y_px > a.y_px ? (b.x_px - a.x_px) / (b.y_px - a.y_px) : 0;
    for (int64_t row = rows.row_begin; row < rows.row_end; row++) {
        double top = fmax((double)row * side - reach_px, a.y_px);
        double bottom = fmin((double)(row + 1) * side + reach_px, b.y_px);
        double x0 = b.y_px > a.y_px ? a.x_px + (top - a.y_px) * slope : a.x_px;
        double x1 = b.y_px > a.y_px ? a.x_px + (bottom - a.y_px) * slope : b.x_px;
        double left = floor((fmin(x0, x1) - reach_px) / side),
               right = floor((fmax(x0, x1) + reach_px) / side) + 1;
        left = fmax(left, (double)range->col_begin);
        right = fmin(right, (double)range->col_end);
        if (left >= right) continue;
        span s = {row, (int64_t)left, (int64_t)right};
        VEC_PUSH(spans->items, spans->count, spans->capacity, s);
    }
}

// Where the outline crosses the horizontal line through the middle of a row of cells. Between two crossings
// of an even and an odd number a cell that no edge touches is wholly inside.
static void add_crossings(double **crossings, size_t *counts, size_t *capacities, pxy a, pxy b, double side,
                          const cell_range *range)
{
    double low = fmin(a.y_px, b.y_px), high = fmax(a.y_px, b.y_px);
    if (low == high) return;
    double first = fmax(ceil(low / side - 0.5), (double)range->row_begin);
    double last = fmin(ceil(high / side - 0.5), (double)range->row_end);
    for (int64_t row = (int64_t)first; row < (int64_t)last; row++) {
        double y = ((double)row + 0.5) * side;
        double x = a.x_px + (y - a.y_px) * (b.x_px - a.x_px) / (b.y_px - a.y_px);
        size_t r = (size_t)(row - range->row_begin);
        VEC_PUSH(crossings[r], counts[r], capacities[r], x);
    }
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_inside(span_list *spans, const cell_shape *shape, double side, const cell_range *range)
{
    size_t row_count = (size_t)(range->row_end - range->row_begin);
    double **crossings = mem_calloc(row_count, sizeof *crossings);
    size_t *counts = mem_calloc(row_count, sizeof *counts),
           *capacities = mem_calloc(row_count, sizeof *capacities);
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        for (size_t i = (part ? shape->part_ends[part - 1] : 0) + 1; i < shape->part_ends[part]; i++) {
            pxy a = shape->points[i - 1], b = shape->points[i];
            a.x_px += shape->dx_px;
            b.x_px += shape->dx_px;
            add_crossings(crossings, counts, capacities, a, b, side, range);
        }
    }
    for (size_t r = 0; r < row_count; r++) {
        if (counts[r] == 0) continue;
        qsort(crossings[r], counts[r], sizeof **crossings, compare_doubles);
        for (size_t i = 0; i + 1 < counts[r]; i += 2) {
            double left = fmax(floor(crossings[r][i] / side), (double)range->col_begin);
            double right = fmin(floor(crossings[r][i + 1] / side) + 1, (double)range->col_end);
            if (left >= right) continue;
            span s = {range->row_begin + (int64_t)r, (int64_t)left, (int64_t)right};
            VEC_PUSH(spans->items, spans->count, spans->capacity, s);
        }
        free(crossings[r]);
    }
    free(crossings);
    free(counts);
    free(capacities);
}

static int compare_spans(const void *a, const void *b)
{
    const span *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

void cells_of_shape(const cell_shape *shape, px_box ink, int cell_px, int64_t cols, int64_t rows,
                    void (*visit)(void *context, int64_t col, int64_t row), void *context)
{
    cell_range range;
    if (!cells_of_box(&range, ink, cell_px, cols, rows)) return;
    if (range.col_end - range.col_begin == 1 && range.row_end - range.row_begin == 1) {
        visit(context, range.col_begin, range.row_begin);
        return;
    }
    double side = cell_px;
    span_list spans = {0};
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        size_t begin = part ? shape->part_ends[part - 1] : 0, end = shape->part_ends[part];
        for (size_t i = begin; i < end; i++) {
            pxy a = shape->points[i > begin ? i - 1 : i], b = shape->points[i];
            a.x_px += shape->dx_px;
            b.x_px += shape->dx_px;
            add_edge(&spans, a, b, shape->reach_px, side, &range);
        }
    }
    if (shape->filled) add_inside(&spans, shape, side, &range);
    if (spans.count) qsort(spans.items, spans.count, sizeof *spans.items, compare_spans);

    int64_t row = -1, next = 0;
    for (size_t i = 0; i < spans.count; i++) {
        if (spans.items[i].row != row) {
            row = spans.items[i].row;
            next = range.col_begin;
        }
        int64_t col = spans.items[i].begin > next ? spans.items[i].begin : next;
        for (; col < spans.items[i].end; col++) visit(context, col, row);
        if (col > next) next = col;
    }
    free(spans.items);
}
