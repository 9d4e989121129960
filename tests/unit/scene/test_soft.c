#include "scene/soft.h"

#include "base/arena.h"
#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>

/** Twice the area of a triangle, counterclockwise positive. */
static double cross(pxy a, pxy b, pxy c)
{
    return (b.x_px - a.x_px) * (c.y_px - a.y_px) - (b.y_px - a.y_px) * (c.x_px - a.x_px);
}

static bool is_inside(const pxy *points, const size_t *ends, size_t ring_count, pxy p)
{
    bool inside = false;
    for (size_t ring = 0, begin = 0; ring < ring_count; begin = ends[ring++])
        for (size_t i = begin + 1; i < ends[ring]; i++) {
            pxy a = points[i - 1], b = points[i];
            if ((a.y_px > p.y_px) != (b.y_px > p.y_px) && (cross(a, b, p) > 0) == (b.y_px > a.y_px))
                inside = !inside;
        }
    return inside;
}

/** Opacity of a mask at a place, as it is to be read: straight between the middles of the cells. */
static double opacity_at(const soft_edge *edge, pxy p)
{
    double across = (p.x_px - edge->corner.x_px) / edge->cell_px - 0.5;
    double down = (p.y_px - edge->corner.y_px) / edge->cell_px - 0.5;
    double sum = 0;
    for (int row = (int)floor(down); row <= (int)floor(down) + 1; row++)
        for (int column = (int)floor(across); column <= (int)floor(across) + 1; column++)
            if (row >= 0 && column >= 0 && row < edge->rows && column < edge->columns)
                sum += edge->cells[row * edge->columns + column] / 255.0 * (1 - fabs(across - column)) *
                       (1 - fabs(down - row));
    return sum;
}

/** Share of a mask's opacity that lies outside of the polygon, and, in *all, the whole of it in square
 * pixels. */
static double share_outside(const soft_edge *edge, const pxy *points, const size_t *ends, size_t ring_count,
                            double *all)
{
    const px_box box = soft_bounds(edge);
    const double step_px = (box.max_x_px - box.min_x_px) / 400;
    double outside = 0, sum = 0;
    for (double y = box.min_y_px + step_px / 2; y < box.max_y_px; y += step_px)
        for (double x = box.min_x_px + step_px / 2; x < box.max_x_px; x += step_px) {
            double opacity = opacity_at(edge, (pxy){x, y});
            sum += opacity;
            if (!is_inside(points, ends, ring_count, (pxy){x, y})) outside += opacity;
        }
    *all = sum * step_px * step_px;
    return outside / sum;
}

START_TEST(nine_tenths_of_a_disc_lie_within_its_outline)
{
    double within = 0, all = 0;
    const double step = 1e-4;
    for (double r = step / 2; r < 2; r += step) {
        double ring = 2 * M_PI * r * step * soft_ellipse_opacity(r * r);
        all += ring;
        if (r < 1) within += ring;
    }
    ck_assert_double_eq_tol(within / all, 0.9, 1e-5);
    ck_assert_double_eq(soft_ellipse_opacity(0), 1);
    ck_assert_double_eq(soft_ellipse_opacity(0.74 * 0.74), 1);
    ck_assert_double_eq_tol(soft_ellipse_opacity(1), 0.5, 1e-12);
    ck_assert_double_eq(soft_ellipse_opacity(1.26 * 1.26), 0);
    for (double r = 0; r < 1.5; r += 0.01)
        ck_assert_double_ge(soft_ellipse_opacity(r * r), soft_ellipse_opacity((r + 0.01) * (r + 0.01)));
}
END_TEST

static size_t make_ellipse(pxy *out, size_t count, pxy centre, double x_px, double y_px)
{
    for (size_t i = 0; i < count; i++) {
        double angle = 2 * M_PI * (double)i / (double)count;
        out[i] = (pxy){centre.x_px + x_px * sin(angle), centre.y_px - y_px * cos(angle)};
    }
    out[count] = out[0];
    return count + 1;
}

START_TEST(a_circle_in_any_projection_is_an_ellipse)
{
    pxy points[722];
    soft_edge edge;
    size_t end = make_ellipse(points, 360, (pxy){1e8 + 0.25, -7.5}, 40, 25);
    ck_assert(soft_make(&edge, points, &end, 1));
    ck_assert_ptr_null(edge.cells);
    ck_assert_double_eq_tol(edge.centre.x_px, 1e8 + 0.25, 1e-6);
    ck_assert_double_eq_tol(edge.centre.y_px, -7.5, 1e-9);
    ck_assert_double_eq_tol(edge.half_axis_px[0], 40, 1e-6);
    ck_assert_double_eq_tol(edge.half_axis_px[1], 25, 1e-9);
    px_box box = soft_bounds(&edge);
    ck_assert_double_eq_tol(box.max_y_px - box.min_y_px, 50 * (1 + SOFT_WIDTH), 1e-9);

    // One half of a percent out of shape is no ellipse, and a ring with a hole neither.
    points[90].x_px += 2;
    ck_assert(soft_make(&edge, points, &end, 1));
    ck_assert_ptr_nonnull(edge.cells);
    soft_dispose(&edge);
    size_t ends[2] = {make_ellipse(points, 360, (pxy){0, 0}, 40, 40)};
    ends[1] = ends[0] + make_ellipse(points + ends[0], 360, (pxy){0, 0}, 20, 20);
    ck_assert(soft_make(&edge, points, ends, 2));
    ck_assert_ptr_nonnull(edge.cells);
    soft_dispose(&edge);
    ck_assert_ptr_null(edge.cells);
}
END_TEST

/** Checks the mask of a polygon, whose area is known. */
static void check_mask(const pxy *points, const size_t *ends, size_t ring_count, double area_px2)
{
    soft_edge edge;
    double all_px2;
    ck_assert(soft_make(&edge, points, ends, ring_count));
    ck_assert_ptr_nonnull(edge.cells);
    ck_assert_int_le(edge.columns, 240);
    ck_assert_int_le(edge.rows, 240);
    // A strip is only ten cells wide.
    ck_assert_double_eq_tol(share_outside(&edge, points, ends, ring_count, &all_px2), 0.1, 0.01);
    ck_assert_double_eq_tol(all_px2 / area_px2, 1, 0.01);
    // The fade ends within the mask.
    for (int i = 0; i < edge.columns; i++)
        ck_assert(!edge.cells[i] && !edge.cells[(edge.rows - 1) * edge.columns + i]);
    for (int i = 0; i < edge.rows; i++)
        ck_assert(!edge.cells[i * edge.columns] && !edge.cells[(i + 1) * edge.columns - 1]);
    soft_dispose(&edge);
}

START_TEST(nine_tenths_of_any_shape_lie_within_its_outline)
{
    const pxy square[] = {{100, 100}, {900, 100}, {900, 900}, {100, 900}, {100, 100}};
    const size_t square_end = 5;
    check_mask(square, &square_end, 1, 800 * 800);

    // A sector of 80 degrees between two radii, far from the origin.
    pxy sector[100];
    size_t sector_end = 0;
    for (int i = 0; i <= 40; i++)
        sector[sector_end++] = (pxy){4e6 + 60 * cos(i * M_PI / 90), -3e6 + 60 * sin(i * M_PI / 90)};
    for (int i = 40; i >= 0; i--)
        sector[sector_end++] = (pxy){4e6 + 20 * cos(i * M_PI / 90), -3e6 + 20 * sin(i * M_PI / 90)};
    sector[sector_end++] = sector[0];
    check_mask(sector, &sector_end, 1, 20 * M_PI / 90 * (60 * 60 - 20 * 20));

    // A square with a square hole, drawn either way round, and another part.
    const pxy parts[] = {{0, 0},   {90, 0},  {90, 90}, {0, 90},  {0, 0},    {20, 20},  {70, 20}, {70, 70},
                         {20, 70}, {20, 20}, {200, 0}, {240, 0}, {240, 90}, {200, 90}, {200, 0}};
    const size_t part_ends[] = {5, 10, 15};
    check_mask(parts, part_ends, 3, 90 * 90 - 50 * 50 + 40 * 90);

    // A strip ten times as long as wide, on a slant.
    const pxy strip[] = {{0, 0}, {300, 400}, {260, 430}, {-40, 30}, {0, 0}};
    const size_t strip_end = 5;
    check_mask(strip, &strip_end, 1, 500 * 50);
}
END_TEST

START_TEST(shapes_without_an_inside_have_no_edge)
{
    soft_edge edge;
    const size_t three = 3, four = 4, none = 0;
    const pxy point[] = {{5, 5}, {5, 5}, {5, 5}, {5, 5}};
    const pxy line[] = {{0, 7}, {50, 7}, {100, 7}, {0, 7}};
    const pxy unknown[] = {{0, 0}, {50, (double)NAN}, {100, 0}, {0, 0}};
    const pxy endless[] = {{0, 0}, {INFINITY, 10}, {100, 0}, {0, 0}};
    ck_assert(!soft_make(&edge, point, &four, 1));
    ck_assert(!soft_make(&edge, line, &four, 1));
    ck_assert(!soft_make(&edge, line, &three, 1));
    ck_assert(!soft_make(&edge, unknown, &four, 1));
    ck_assert(!soft_make(&edge, endless, &four, 1));
    ck_assert(!soft_make(&edge, NULL, NULL, 0));
    ck_assert(!soft_make(&edge, line, &none, 1));
    ck_assert_ptr_null(edge.cells);
}
END_TEST

START_TEST(hostile_outlines_end)
{
    // A hundred thousand corners up and down, and a triangle of a billion pixels.
    const size_t count = 100001;
    pxy *zigzag = mem_alloc(count * sizeof *zigzag);
    for (size_t i = 0; i + 1 < count; i++) zigzag[i] = (pxy){(double)i, i % 2 ? 1e5 : 0};
    zigzag[count - 1] = zigzag[0];
    soft_edge edge;
    if (soft_make(&edge, zigzag, &count, 1)) soft_dispose(&edge);
    free(zigzag);
    const pxy giant[] = {{-1e9, -1e9}, {1e9, -1e9}, {0, 1e9}, {-1e9, -1e9}};
    const size_t giant_end = 4;
    check_mask(giant, &giant_end, 1, 2e18);
}
END_TEST

UNIT_MAIN("scene/soft", nine_tenths_of_a_disc_lie_within_its_outline,
          a_circle_in_any_projection_is_an_ellipse, nine_tenths_of_any_shape_lie_within_its_outline,
          shapes_without_an_inside_have_no_edge, hostile_outlines_end)
