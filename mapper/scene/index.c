#include "scene/index.h"

#include "scene/cells.h"
#include "scene/paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Ink reaches this much further than geometry says: antialiasing, and the renderer's snapping of marks.
#define INK_MARGIN_PX 1.0

typedef struct {
    uint64_t hilbert;
    scene_ref ref;
} entry;

// Cells whose place along the curve is remembered: those of zoom 6 all, of deeper ones those in use.
#define PLACES_KNOWN 4096

typedef struct {
    uint32_t col, row;
    uint64_t hilbert;
} known_place;

typedef struct {
    const scene *s;
    int cell_px, order;
    known_place *places; ///< by a hash of the cell
    int64_t cols, rows;
    entry *entries;
    size_t count, capacity;
    scene_ref ref; ///< of the item being added
} builder;

// A quadrant's place along the curve and the turn inside it; the recurrence is the one PMTiles' specification
// uses.
static void hilbert_turn(uint32_t side, uint32_t *col, uint32_t *row, uint32_t right, uint32_t lower)
{
    if (lower) return;
    if (right) {
        *col = side - 1 - *col;
        *row = side - 1 - *row;
    }
    uint32_t swap = *col;
    *col = *row;
    *row = swap;
}

uint64_t hilbert_from_cell(int order, uint32_t col, uint32_t row)
{
    uint64_t hilbert = 0;
    for (int bit = order - 1; bit >= 0; bit--) {
        uint32_t side = (uint32_t)1 << bit;
        uint32_t right = (col >> bit) & 1, lower = (row >> bit) & 1;
        hilbert += (uint64_t)side * side * ((3 * right) ^ lower);
        col &= side - 1;
        row &= side - 1;
        hilbert_turn(side, &col, &row, right, lower);
    }
    return hilbert;
}

void hilbert_to_cell(int order, uint64_t hilbert, uint32_t *col, uint32_t *row)
{
    uint32_t x = 0, y = 0;
    for (int bit = 0; bit < order; bit++) {
        uint32_t side = (uint32_t)1 << bit;
        uint32_t right = 1 & (uint32_t)(hilbert >> 1);
        uint32_t lower = 1 & ((uint32_t)hilbert ^ right);
        hilbert_turn(side, &x, &y, right, lower);
        x += side * right;
        y += side * lower;
        hilbert >>= 2;
    }
    *col = x;
    *row = y;
}

static void add_cell(void *context, int64_t col, int64_t row)
{
    builder *b = context;
    known_place *place = &b->places[(uint32_t)(col + row * 64) % PLACES_KNOWN];
    if (place->col != (uint32_t)col || place->row != (uint32_t)row)
        *place = (known_place){(uint32_t)col, (uint32_t)row,
                               hilbert_from_cell(b->order, (uint32_t)col, (uint32_t)row)};
    entry e = {place->hilbert, b->ref};
    VEC_PUSH(b->entries, b->count, b->capacity, e);
}

static void add_box(builder *b, px_box ink)
{
    cell_range range;
    if (!cells_of_box(&range, ink, b->cell_px, b->cols, b->rows)) return;
    for (int64_t row = range.row_begin; row < range.row_end; row++)
        for (int64_t col = range.col_begin; col < range.col_end; col++) add_cell(b, col, row);
}

/** An item, @p dx_px to the right, with ink in the box. */
static void add_item(builder *b, const scene_layer *layer, size_t item, px_box ink, double dx_px)
{
    // Soft edges fade out beyond the outline, too.
    if (layer->kind != SCENE_SHAPES || layer->shapes[item].soft) {
        add_box(b, ink);
        return;
    }
    const scene_shape *shape = &layer->shapes[item];
    const scene_shape_paint *paint = &b->s->shape_paints[shape->paint];
    bool stroked = paint->stroke.a > 0 && paint->stroke_width_px > 0;
    double reach = INK_MARGIN_PX + (stroked ? paint_stroke_reach_px(paint) : 0);
    cell_shape outline = {.points = b->s->points,
                          .part_ends = b->s->part_ends,
                          .part_begin = shape->part_begin,
                          .part_end = shape->part_end,
                          .filled = shape->kind == GEOM_POLYGON && (paint->fill.a > 0 || paint->pattern),
                          .reach_px = reach,
                          .dx_px = dx_px};
    cells_of_shape(&outline, ink, b->cell_px, b->cols, b->rows, add_cell, b);
}

/** A mark that lies wholly within the picture, as nearly all do, has one copy and few cells. */
static bool add_inner_mark(builder *b, px_box ink)
{
    if (!(ink.min_x_px > 0 && ink.min_y_px > 0 && ink.max_x_px < (double)b->s->width_px &&
          ink.max_y_px < (double)b->s->height_px))
        return false;
    double side = b->cell_px;
    int64_t col_end = (int64_t)(ink.max_x_px / side) + 1, row_end = (int64_t)(ink.max_y_px / side) + 1;
    b->ref.wrap = 0;
    for (int64_t row = (int64_t)(ink.min_y_px / side); row < row_end; row++)
        for (int64_t col = (int64_t)(ink.min_x_px / side); col < col_end; col++) add_cell(b, col, row);
    return true;
}

static void add_wrapped(builder *b, const scene_layer *layer, size_t item)
{
    double width_px = (double)b->s->width_px;
    px_box ink = px_box_grown(scene_item_ink(b->s, layer, item), INK_MARGIN_PX);
    if (layer->kind == SCENE_MARKS && add_inner_mark(b, ink)) return;
    if (!b->s->wraps_x || !(ink.min_x_px <= ink.max_x_px)) {
        b->ref.wrap = 0;
        add_item(b, layer, item, ink, 0);
        return;
    }
    // Every copy, a whole world to the left or right, whose ink falls into the picture.
    int first = (int)ceil(-ink.max_x_px / width_px), last = (int)floor((width_px - ink.min_x_px) / width_px);
    for (int wrap = first; wrap <= last; wrap++) {
        b->ref.wrap = wrap;
        add_item(b, layer, item, px_box_moved(ink, wrap * width_px), wrap * width_px);
    }
}

// Least significant digit first, so that entries of one cell stay in the order they were added: drawing
// order.
static void sort_by_hilbert(entry *entries, size_t count, int order)
{
    enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };
    entry *from = entries, *to = count ? mem_alloc(count * sizeof *to) : NULL, *spare = to;
    for (int shift = 0; count > 1 && shift < 2 * order; shift += DIGIT_BITS) {
        size_t starts[DIGITS + 1] = {0};
        for (size_t i = 0; i < count; i++) starts[((from[i].hilbert >> shift) & (DIGITS - 1)) + 1]++;
        for (int d = 0; d < DIGITS; d++) starts[d + 1] += starts[d];
        for (size_t i = 0; i < count; i++) to[starts[(from[i].hilbert >> shift) & (DIGITS - 1)]++] = from[i];
        entry *swap = from;
        from = to;
        to = swap;
    }
    if (from != entries) memcpy(entries, from, count * sizeof *entries);
    free(spare);
}

void scene_index_build(scene_index *out, const scene *s, int cell_px)
{
    builder b = {.s = s, .cell_px = cell_px};
    b.cols = (s->width_px + cell_px - 1) / cell_px;
    b.rows = (s->height_px + cell_px - 1) / cell_px;
    b.places = mem_alloc(PLACES_KNOWN * sizeof *b.places);
    for (size_t i = 0; i < PLACES_KNOWN; i++) b.places[i].col = UINT32_MAX;
    while (((int64_t)1 << b.order) < b.cols || ((int64_t)1 << b.order) < b.rows) b.order++;

    for (size_t l = 0; l < s->layer_count; l++) {
        b.ref.layer = (uint32_t)l;
        for (size_t i = 0; i < s->layers[l].count; i++) {
            b.ref.item = (uint32_t)i;
            add_wrapped(&b, &s->layers[l], i);
        }
    }
    sort_by_hilbert(b.entries, b.count, b.order);

    *out = (scene_index){.cell_px = cell_px, .ref_count = b.count};
    out->refs = mem_alloc(b.count * sizeof *out->refs);
    size_t capacity = 0;
    for (size_t i = 0; i < b.count; i++) {
        out->refs[i] = b.entries[i].ref;
        if (i == 0 || b.entries[i].hilbert != b.entries[i - 1].hilbert) {
            scene_cell cell = {.hilbert = b.entries[i].hilbert, .ref_begin = i};
            hilbert_to_cell(b.order, cell.hilbert, &cell.col, &cell.row);
            VEC_PUSH(out->cells, out->cell_count, capacity, cell);
        }
        out->cells[out->cell_count - 1].ref_end = i + 1;
    }
    free(b.entries);
    free(b.places);
}

static int compare_cells(const void *a, const void *b)
{
    const scene_cell *p = a, *q = b;
    return (p->hilbert > q->hilbert) - (p->hilbert < q->hilbert);
}

void scene_index_cover(scene_index *index, const scene *s, px_box box)
{
    const int64_t cols = (s->width_px + index->cell_px - 1) / index->cell_px;
    const int64_t rows = (s->height_px + index->cell_px - 1) / index->cell_px;
    cell_range range = {0};
    if (!cells_of_box(&range, box, index->cell_px, cols, rows)) range = (cell_range){0};
    int order = 0;
    while (((int64_t)1 << order) < cols || ((int64_t)1 << order) < rows) order++;
    const size_t width = (size_t)(range.col_end - range.col_begin);
    const size_t count = width * (size_t)(range.row_end - range.row_begin);
    scene_cell *all = mem_alloc((count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        const uint32_t col = (uint32_t)((size_t)range.col_begin + i % width);
        const uint32_t row = (uint32_t)((size_t)range.row_begin + i / width);
        all[i] = (scene_cell){.col = col, .row = row, .hilbert = hilbert_from_cell(order, col, row)};
    }
    for (size_t i = 0; i < index->cell_count; i++) {
        const scene_cell *cell = &index->cells[i];
        if (cell->col < range.col_begin || cell->col >= range.col_end || cell->row < range.row_begin ||
            cell->row >= range.row_end)
            continue;
        all[((size_t)cell->row - (size_t)range.row_begin) * width + cell->col - (size_t)range.col_begin] =
            *cell;
    }
    if (count) qsort(all, count, sizeof *all, compare_cells);
    free(index->cells);
    index->cells = all;
    index->cell_count = count;
}

void scene_index_dispose(scene_index *index)
{
    free(index->cells);
    free(index->refs);
    *index = (scene_index){0};
}
