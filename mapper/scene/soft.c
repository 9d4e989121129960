#include "scene/soft.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// An outline is taken for an ellipse where it is nowhere further off, in shares of its half axes or in
// pixels. The first is a tenth of the tolerance in the area's size that is asked for, the second cannot be
// seen.
#define ELLIPSE_MISS       0.002
#define ELLIPSE_MISS_PX    0.25
#define ELLIPSE_POINTS_MIN 60

// Cells across a mask. The edge of a compact shape is then 14 of them wide.
#define MASK_CELLS 112
// Finer would only cost time.
#define MASK_CELL_MIN_PX 0.5
// Lines that a row of cells is scanned in.
#define SCAN_LINES 4

#define OUTSIDE_SHARE     0.1
#define OUTSIDE_TOLERANCE 0.001
#define BLUR_ROUNDS       8
// A disc has the longest edge for its area to stay inside of: 10% of it leave where the deviation is this
// part of its radius, and less of any other shape.
#define BLUR_OF_RADIUS_MAX 0.14
// Three boxes of one half width h reach 3 h, and have a deviation of about h.
#define BLUR_REACH 3.2

double soft_ellipse_opacity(double distance2)
{
    double t = (1 + (sqrt(distance2) - 1) / SOFT_WIDTH) / 2;
    if (!(t > 0)) return 1;
    return t < 1 ? 1 - t * t * (3 - 2 * t) : 0;
}

px_box soft_bounds(const soft_edge *edge)
{
    if (edge->cells)
        return (px_box){edge->corner.x_px, edge->corner.y_px,
                        edge->corner.x_px + edge->columns * edge->cell_px,
                        edge->corner.y_px + edge->rows * edge->cell_px};
    double x_px = (1 + SOFT_WIDTH) * edge->half_axis_px[0], y_px = (1 + SOFT_WIDTH) * edge->half_axis_px[1];
    return (px_box){edge->centre.x_px - x_px, edge->centre.y_px - y_px, edge->centre.x_px + x_px,
                    edge->centre.y_px + y_px};
}

static px_box bounds_of(const pxy *points, size_t count)
{
    px_box box = PX_BOX_EMPTY;
    for (size_t i = 0; i < count; i++)
        box = px_box_union(box, (px_box){points[i].x_px, points[i].y_px, points[i].x_px, points[i].y_px});
    return box;
}

/** Whether the points lie on the ellipse that fills the box. */
static bool is_ellipse(const pxy *points, size_t count, px_box box, soft_edge *out)
{
    double half[2] = {(box.max_x_px - box.min_x_px) / 2, (box.max_y_px - box.min_y_px) / 2};
    pxy centre = {(box.min_x_px + box.max_x_px) / 2, (box.min_y_px + box.max_y_px) / 2};
    if (count < ELLIPSE_POINTS_MIN || !(half[0] > 0) || !(half[1] > 0)) return false;
    double miss = fmax(ELLIPSE_MISS, ELLIPSE_MISS_PX / fmin(half[0], half[1]));
    for (size_t i = 0; i < count; i++) {
        double r = hypot((points[i].x_px - centre.x_px) / half[0], (points[i].y_px - centre.y_px) / half[1]);
        if (fabs(r - 1) > miss) return false;
    }
    *out = (soft_edge){.centre = centre, .half_axis_px = {half[0], half[1]}};
    return true;
}

/** A picture of cells with a margin around the shape. */
typedef struct {
    float *cover; ///< share of each cell that is inside
    int columns, rows;
    double cell_px;
    pxy corner;
} mask;

static int compare_doubles(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

/** Adds what lies between two columns of a line, @p share of a row high. */
static void add_span(float *row, int columns, double from, double to, float share)
{
    from = fmax(from, 0);
    to = fmin(to, columns);
    if (!(from < to)) return;
    int first = (int)from, last = (int)ceil(to) - 1;
    if (first == last) {
        row[first] += share * (float)(to - from);
        return;
    }
    row[first] += share * (float)(first + 1 - from);
    for (int i = first + 1; i < last; i++) row[i] += share;
    row[last] += share * (float)(to - last);
}

/** Fills in the cover, even-odd, and returns the area in cells. */
static double scan(mask *m, const pxy *points, const size_t *ends, size_t ring_count)
{
    double *crossings = NULL, area = 0;
    size_t capacity = 0;
    for (int line = 0; line < m->rows * SCAN_LINES; line++) {
        const double y = (line + 0.5) / SCAN_LINES;
        size_t count = 0;
        for (size_t ring = 0, begin = 0; ring < ring_count; begin = ends[ring++])
            for (size_t i = begin + 1; i < ends[ring]; i++) {
                double y0 = (points[i - 1].y_px - m->corner.y_px) / m->cell_px;
                double y1 = (points[i].y_px - m->corner.y_px) / m->cell_px;
                if ((y0 > y) == (y1 > y)) continue;
                double x0 = (points[i - 1].x_px - m->corner.x_px) / m->cell_px;
                double x1 = (points[i].x_px - m->corner.x_px) / m->cell_px;
                VEC_PUSH(crossings, count, capacity, x0 + (y - y0) / (y1 - y0) * (x1 - x0));
            }
        if (count) qsort(crossings, count, sizeof *crossings, compare_doubles);
        float *row = m->cover + (size_t)(line / SCAN_LINES) * (size_t)m->columns;
        for (size_t i = 0; i + 1 < count; i += 2)
            add_span(row, m->columns, crossings[i], crossings[i + 1], 1.0F / SCAN_LINES);
    }
    free(crossings);
    for (int i = 0; i < m->columns * m->rows; i++) area += m->cover[i];
    return area;
}

/** The mean over 2 @p half + 1 cells of a line, the outermost two counted in part: Gwosdek et al. 2011. What
 * is beyond the line is nothing. */
static void box_line(float *out, const float *in, int count, ptrdiff_t step, double half)
{
    const int whole = (int)half;
    const double part = half - whole, width = 2 * half + 1;
    double sum = 0;
    for (int i = 0; i < whole && i < count; i++) sum += in[i * step];
    for (int i = 0; i < count; i++) {
        if (i + whole < count) sum += in[(i + whole) * step];
        double edges = (i + whole + 1 < count ? in[(i + whole + 1) * step] : 0) +
                       (i - whole - 1 >= 0 ? in[(i - whole - 1) * step] : 0);
        out[i * step] = (float)((sum + part * edges) / width);
        if (i - whole >= 0) sum -= in[(i - whole) * step];
    }
}

static void blur(float *out, float *spare, const mask *m, double deviation)
{
    // Three boxes have three times the variance of one, ((2 h + 1)^2 - 1) / 12.
    const double half = (sqrt(1 + 4 * deviation * deviation) - 1) / 2;
    const size_t count = (size_t)m->columns * (size_t)m->rows;
    memcpy(out, m->cover, count * sizeof *out);
    for (int round = 0; round < 3; round++) {
        for (int y = 0; y < m->rows; y++)
            box_line(spare + (ptrdiff_t)y * m->columns, out + (ptrdiff_t)y * m->columns, m->columns, 1, half);
        for (int x = 0; x < m->columns; x++) box_line(out + x, spare + x, m->rows, m->columns, half);
    }
}

static double outside_share(const mask *m, const float *blurred)
{
    double outside = 0, all = 0;
    for (int i = 0; i < m->columns * m->rows; i++) {
        all += blurred[i];
        outside += blurred[i] * (1 - fmin(m->cover[i], 1));
    }
    return outside / all;
}

static double perimeter_px(const pxy *points, const size_t *ends, size_t ring_count)
{
    double sum = 0;
    for (size_t ring = 0, begin = 0; ring < ring_count; begin = ends[ring++])
        for (size_t i = begin + 1; i < ends[ring]; i++)
            sum += hypot(points[i].x_px - points[i - 1].x_px, points[i].y_px - points[i - 1].y_px);
    return sum;
}

bool soft_make(soft_edge *out, const pxy *points, const size_t *ends, size_t ring_count)
{
    *out = (soft_edge){0};
    const size_t count = ring_count ? ends[ring_count - 1] : 0;
    for (size_t i = 0; i < count; i++)
        if (!isfinite(points[i].x_px) || !isfinite(points[i].y_px)) return false;
    const px_box box = bounds_of(points, count);
    const double extent_px = fmax(box.max_x_px - box.min_x_px, box.max_y_px - box.min_y_px);
    if (!(extent_px > 0) || !isfinite(extent_px)) return false;
    if (ring_count == 1 && is_ellipse(points, count, box, out)) return true;

    mask m = {.cell_px = fmax(extent_px / MASK_CELLS, MASK_CELL_MIN_PX)};
    // No shape is larger than its box.
    const int margin = (int)ceil(BLUR_REACH * BLUR_OF_RADIUS_MAX * extent_px / m.cell_px) + 2;
    m.columns = (int)ceil((box.max_x_px - box.min_x_px) / m.cell_px) + 2 * margin;
    m.rows = (int)ceil((box.max_y_px - box.min_y_px) / m.cell_px) + 2 * margin;
    m.corner = (pxy){box.min_x_px - margin * m.cell_px, box.min_y_px - margin * m.cell_px};
    const size_t cell_count = (size_t)m.columns * (size_t)m.rows;
    m.cover = mem_calloc(cell_count, sizeof *m.cover);
    float *blurred = mem_alloc(2 * cell_count * sizeof *blurred);
    const double area = scan(&m, points, ends, ring_count);
    const double most = BLUR_OF_RADIUS_MAX * sqrt(area / M_PI);
    // Across a straight edge of length P an outflow of P s / sqrt(2 pi).
    double edge = perimeter_px(points, ends, ring_count) / m.cell_px;
    double deviation = fmin(OUTSIDE_SHARE * area * sqrt(2 * M_PI) / edge, most);
    for (int round = 0; round < BLUR_ROUNDS && area > 0; round++) {
        blur(blurred, blurred + cell_count, &m, deviation);
        double share = outside_share(&m, blurred);
        if (fabs(share - OUTSIDE_SHARE) < OUTSIDE_TOLERANCE || !(share > 0)) break;
        // The share grows with the deviation, a little slower.
        double next = fmin(deviation * fmin(fmax(OUTSIDE_SHARE / share, 0.5), 2), most);
        if (next == deviation) break;
        deviation = next;
    }
    if (area > 0) {
        out->cells = mem_alloc(cell_count);
        for (size_t i = 0; i < cell_count; i++)
            out->cells[i] = (uint8_t)lround(255 * fmin(fmax(blurred[i], 0), 1));
        out->columns = m.columns;
        out->rows = m.rows;
        out->cell_px = m.cell_px;
        out->corner = m.corner;
    }
    free(m.cover);
    free(blurred);
    return area > 0;
}

void soft_dispose(soft_edge *edge)
{
    free(edge->cells);
    *edge = (soft_edge){0};
}
