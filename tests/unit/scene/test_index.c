#include "scene/index.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

START_TEST(the_curve_starts_as_the_pmtiles_specification_shows)
{
    // PMTiles 3, tile ids of zoom 1 are 1 to 4 for (0,0) (0,1) (1,1) (1,0): places 0 to 3 within the zoom.
    static const uint32_t order_1[4][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    for (uint64_t h = 0; h < 4; h++) {
        uint32_t col, row;
        hilbert_to_cell(1, h, &col, &row);
        ck_assert(col == order_1[h][0] && row == order_1[h][1]);
    }
    // … and of zoom 2 the first is tile id 5 at (0,0), then (1,0).
    ck_assert_uint_eq(hilbert_from_cell(2, 0, 0), 0);
    ck_assert_uint_eq(hilbert_from_cell(2, 1, 0), 1);
}
END_TEST

START_TEST(the_curve_goes_through_every_cell_once_to_a_neighbour)
{
    for (int order = 1; order <= 7; order++) {
        uint32_t last_col = 0, last_row = 0;
        for (uint64_t h = 0; h < (uint64_t)1 << (2 * order); h++) {
            uint32_t col, row;
            hilbert_to_cell(order, h, &col, &row);
            ck_assert_uint_eq(hilbert_from_cell(order, col, row), h);
            if (h) ck_assert_int_eq(abs((int)col - (int)last_col) + abs((int)row - (int)last_row), 1);
            last_col = col;
            last_row = row;
        }
    }
    uint32_t col, row;
    hilbert_to_cell(24, hilbert_from_cell(24, 12345678, 9876543), &col, &row);
    ck_assert(col == 12345678 && row == 9876543);
}
END_TEST

static scene_mark_paint dot = {.radius_px = 4, .fill = {1, 0, 0, 1}, .reach_px = 5};

static scene mark_scene(scene_layer *layer, scene_mark *marks, size_t count, int64_t side_px, bool wraps)
{
    *layer = (scene_layer){.id = "marks", .kind = SCENE_MARKS, .count = count, .marks = marks};
    return (scene){.width_px = side_px,
                   .height_px = side_px,
                   .pixel_ratio = 1,
                   .wraps_x = wraps,
                   .layer_count = 1,
                   .layers = layer,
                   .mark_paint_count = 1,
                   .mark_paints = &dot};
}

static const scene_cell *find_cell(const scene_index *index, uint32_t col, uint32_t row)
{
    for (size_t i = 0; i < index->cell_count; i++)
        if (index->cells[i].col == col && index->cells[i].row == row) return &index->cells[i];
    return NULL;
}

START_TEST(a_mark_is_in_every_cell_its_ink_reaches_and_no_other)
{
    scene_mark marks[] = {{{100, 100}, 0, 0}, {{256, 256}, 0, 1}, {{700, 100}, 0, 2}, {{101, 100}, 0, 3}};
    scene_layer layer;
    scene s = mark_scene(&layer, marks, 4, 1024, false);
    scene_index index;
    scene_index_build(&index, &s, 256);
    ck_assert_uint_eq(index.cell_count, 5);
    ck_assert_uint_eq(index.ref_count, 3 + 4);
    const scene_cell *first = find_cell(&index, 0, 0);
    ck_assert_ptr_nonnull(first);
    ck_assert_uint_eq(first->ref_end - first->ref_begin, 3);
    // Drawing order is kept within a cell.
    ck_assert_uint_eq(index.refs[first->ref_begin].item, 0);
    ck_assert_uint_eq(index.refs[first->ref_begin + 1].item, 1);
    ck_assert_uint_eq(index.refs[first->ref_begin + 2].item, 3);
    ck_assert_ptr_nonnull(find_cell(&index, 2, 0));
    ck_assert_ptr_null(find_cell(&index, 3, 0));
    for (size_t i = 1; i < index.cell_count; i++)
        ck_assert(index.cells[i - 1].hilbert < index.cells[i].hilbert);
    scene_index_dispose(&index);
}
END_TEST

START_TEST(ink_beyond_the_antimeridian_shows_on_the_other_side)
{
    scene_mark marks[] = {{{1, 512}, 0, 0}, {{1023, 200}, 0, 1}};
    scene_layer layer;
    scene s = mark_scene(&layer, marks, 2, 1024, true);
    scene_index index;
    scene_index_build(&index, &s, 256);
    const scene_cell *right = find_cell(&index, 3, 2);
    ck_assert_ptr_nonnull(right);
    ck_assert_int_eq(index.refs[right->ref_begin].wrap, 1);
    const scene_cell *left = find_cell(&index, 0, 0);
    ck_assert_ptr_nonnull(left);
    ck_assert_uint_eq(index.refs[left->ref_begin].item, 1);
    ck_assert_int_eq(index.refs[left->ref_begin].wrap, -1);
    scene_index_dispose(&index);

    s.wraps_x = false;
    scene_index_build(&index, &s, 256);
    ck_assert_ptr_null(find_cell(&index, 3, 2));
    scene_index_dispose(&index);
}
END_TEST

START_TEST(ink_far_outside_the_picture_and_an_empty_scene_do_no_harm)
{
    scene_mark marks[] = {{{-1e15, 5}, 0, 0}, {{5, 1e300}, 0, 1}, {{2000, 10}, 0, 2}};
    scene_layer layer;
    scene s = mark_scene(&layer, marks, 3, 1024, false);
    scene_index index;
    scene_index_build(&index, &s, 256);
    ck_assert_uint_eq(index.cell_count, 0);
    scene_index_dispose(&index);
    s.layer_count = 0;
    scene_index_build(&index, &s, 256);
    ck_assert_uint_eq(index.cell_count, 0);
    scene_index_dispose(&index);
}
END_TEST

// A small generator of its own, so that a failing case is the same everywhere.
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

enum { CELL = 16, SIDE = 256 };

static double distance_to_segment(pxy p, pxy a, pxy b)
{
    double dx = b.x_px - a.x_px, dy = b.y_px - a.y_px, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p.x_px - a.x_px) * dx + (p.y_px - a.y_px) * dy) / length2 : 0;
    t = fmin(1, fmax(0, t));
    return hypot(p.x_px - a.x_px - t * dx, p.y_px - a.y_px - t * dy);
}

static bool inside(const pxy *points, size_t count, pxy p)
{
    bool in = false;
    for (size_t i = 1; i < count; i++) {
        pxy a = points[i - 1], b = points[i];
        if ((a.y_px > p.y_px) == (b.y_px > p.y_px)) continue;
        if (p.x_px < a.x_px + (p.y_px - a.y_px) / (b.y_px - a.y_px) * (b.x_px - a.x_px)) in = !in;
    }
    return in;
}

START_TEST(no_inked_pixel_of_a_random_shape_lies_in_a_missing_cell)
{
    uint32_t random = 7;
    for (int round = 0; round < 100; round++) {
        pxy points[9];
        size_t count = 3 + next_random(&random) % 5;
        px_box ink = PX_BOX_EMPTY;
        for (size_t i = 0; i < count; i++) {
            points[i] =
                (pxy){next_random(&random) % 40000 / 100.0 - 70, next_random(&random) % 40000 / 100.0 - 70};
            ink = px_box_union(ink, (px_box){points[i].x_px, points[i].y_px, points[i].x_px, points[i].y_px});
        }
        points[count] = points[0];
        size_t ends[] = {count + 1};
        bool filled = round % 2;
        scene_shape_paint paint = {.fill = {0, 0, 0, filled ? 1 : 0},
                                   .stroke = {0, 0, 0, 1},
                                   .stroke_width_px = 1 + next_random(&random) % 8,
                                   .join = 1};
        double half = paint.stroke_width_px / 2;
        ink = (px_box){ink.min_x_px - half, ink.min_y_px - half, ink.max_x_px + half, ink.max_y_px + half};
        scene_shape shape = {
            .kind = GEOM_POLYGON, .part_begin = 0, .part_end = 1, .ink = ink, .incident = -1};
        scene_layer layer = {.id = "s", .kind = SCENE_SHAPES, .count = 1, .shapes = &shape};
        scene s = {.width_px = SIDE,
                   .height_px = SIDE,
                   .pixel_ratio = 1,
                   .layer_count = 1,
                   .layers = &layer,
                   .shape_paint_count = 1,
                   .shape_paints = &paint,
                   .points = points,
                   .part_ends = ends};
        scene_index index;
        scene_index_build(&index, &s, CELL);
        bool has[SIDE / CELL][SIDE / CELL] = {0};
        for (size_t i = 0; i < index.cell_count; i++) {
            ck_assert(!has[index.cells[i].row][index.cells[i].col]);
            has[index.cells[i].row][index.cells[i].col] = true;
        }
        scene_index_dispose(&index);

        for (int y = 0; y < SIDE; y += 3) {
            for (int x = 0; x < SIDE; x += 3) {
                pxy p = {x + 0.5, y + 0.5};
                bool inked = filled && inside(points, count + 1, p);
                double nearest = INFINITY;
                for (size_t i = 1; i <= count; i++)
                    nearest = fmin(nearest, distance_to_segment(p, points[i - 1], points[i]));
                inked = inked || nearest <= half;
                ck_assert_msg(!inked || has[y / CELL][x / CELL], "round %d, pixel %d %d", round, x, y);
                // And not everything is claimed: a cell whose ink is a cell's diagonal away stays out.
                bool blank = !inked && !(filled && inside(points, count + 1, p)) && nearest > half + 3 * CELL;
                ck_assert_msg(!blank || !has[y / CELL][x / CELL], "round %d, pixel %d %d is blank", round, x,
                              y);
            }
        }
    }
}
END_TEST

/** The first and the last column and row of the cells, and that none is missing between them. */
static void check_block(const scene_index *index, uint32_t left, uint32_t top, uint32_t right,
                        uint32_t bottom)
{
    ck_assert_uint_eq(index->cell_count, (right - left + 1) * (size_t)(bottom - top + 1));
    for (uint32_t row = top; row <= bottom; row++)
        for (uint32_t col = left; col <= right; col++) ck_assert_ptr_nonnull(find_cell(index, col, row));
    for (size_t i = 1; i < index->cell_count; i++)
        ck_assert_uint_lt(index->cells[i - 1].hilbert, index->cells[i].hilbert);
}

START_TEST(a_background_covers_its_box_and_nothing_beyond_it)
{
    scene_mark marks[] = {{{100, 100}, 0, 0}, {{600, 600}, 0, 1}, {{1800, 1800}, 0, 2}};
    scene_layer layer;
    scene s = mark_scene(&layer, marks, 3, 2048, false);
    scene_index index;
    scene_index_build(&index, &s, 256);
    ck_assert_uint_eq(index.cell_count, 3);
    scene_index_cover(&index, &s, (px_box){300, 256, 800, 1000});
    check_block(&index, 1, 1, 3, 3);
    // The one with a mark keeps it, those without have none.
    for (size_t i = 0; i < index.cell_count; i++) {
        const scene_cell *cell = &index.cells[i];
        const bool has_mark = cell->col == 2 && cell->row == 2;
        ck_assert_uint_eq(cell->ref_end - cell->ref_begin, has_mark ? 1 : 0);
        if (has_mark) ck_assert_uint_eq(index.refs[cell->ref_begin].item, 1);
    }
    scene_index_dispose(&index);

    // A box beyond the picture is cut to it; one that lies outside leaves nothing, an empty scene is covered
    // too.
    scene_index_build(&index, &s, 256);
    scene_index_cover(&index, &s, (px_box){-1e300, -50, 10, 1e300});
    check_block(&index, 0, 0, 0, 7);
    scene_index_cover(&index, &s, (px_box){5000, 5000, 6000, 6000});
    ck_assert_uint_eq(index.cell_count, 0);
    scene_index_dispose(&index);
    layer.count = 0;
    scene_index_build(&index, &s, 256);
    scene_index_cover(&index, &s, (px_box){0, 0, 2048, 2048});
    check_block(&index, 0, 0, 7, 7);
    ck_assert_ptr_nonnull(index.refs);
    scene_index_dispose(&index);
}
END_TEST

UNIT_MAIN("scene/index", a_background_covers_its_box_and_nothing_beyond_it,
          the_curve_starts_as_the_pmtiles_specification_shows,
          the_curve_goes_through_every_cell_once_to_a_neighbour,
          a_mark_is_in_every_cell_its_ink_reaches_and_no_other,
          ink_beyond_the_antimeridian_shows_on_the_other_side,
          ink_far_outside_the_picture_and_an_empty_scene_do_no_harm,
          no_inked_pixel_of_a_random_shape_lies_in_a_missing_cell)
