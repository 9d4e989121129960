#include "scene/hexgrid.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Nearer to the pole the hexagons of the lower latitudes would be slivers.
#define PARALLEL_MAX_DEG 60.0

#define COLUMNS_MIN 4.0
// A metre wide; finer than any place is known.
#define COLUMNS_MAX 4e7

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double hexgrid_parallel_deg(double *lats_deg, size_t count)
{
    if (count == 0) return 0;
    for (size_t i = 0; i < count; i++) lats_deg[i] = fabs(lats_deg[i]);
    qsort(lats_deg, count, sizeof *lats_deg, compare_doubles);
    return fmin(round(lats_deg[count / 2] / 10) * 10, PARALLEL_MAX_DEG);
}

incmap_status hexgrid_open(hexgrid *out, double parallel_deg, double width_m, incmap_error *err)
{
    char srs[80];
    snprintf(srs, sizeof srs, "+proj=cea +lat_ts=%.0f +datum=WGS84 +units=m +type=crs", parallel_deg);
    incmap_status status = projection_open(&out->plane, srs, err);
    if (status != INCMAP_OK) return status;
    const lonlat ends[] = {{90, 0}, {0, 90}};
    projxy at[2];
    projection_forward(out->plane, ends, at, 2);
    out->half_m = 2 * at[0].x;
    out->pole_m = at[1].y;
    double columns = fmin(fmax(round(2 * out->half_m / fmax(width_m, 1)), COLUMNS_MIN), COLUMNS_MAX);
    out->columns = (int64_t)columns;
    out->width_m = 2 * out->half_m / columns;
    out->row_m = out->width_m * sqrt(3) / 2;
    return INCMAP_OK;
}

void hexgrid_dispose(hexgrid *grid)
{
    projection_close(grid->plane);
    *grid = (hexgrid){0};
}

/** Odd rows are half a hexagon further east. */
static double centre_x(const hexgrid *grid, int64_t col, int64_t row)
{
    double shift = row % 2 != 0 ? 0.5 : 0;
    return ((double)col + 0.5 + shift) * grid->width_m - grid->half_m;
}

bool hexgrid_find(const hexgrid *grid, lonlat point, hexgrid_cell *out)
{
    projxy at;
    projection_forward(grid->plane, &point, &at, 1);
    if (!isfinite(at.x) || !isfinite(at.y)) return false;
    // The nearest centre is in one of the two rows the point lies between.
    int64_t below = (int64_t)floor(at.y / grid->row_m);
    double best_m2 = INFINITY;
    for (int64_t row = below; row <= below + 1; row++) {
        double shift = row % 2 != 0 ? 0.5 : 0;
        int64_t col = (int64_t)floor((at.x + grid->half_m) / grid->width_m - shift);
        double right_m = at.x - centre_x(grid, col, row), up_m = at.y - (double)row * grid->row_m;
        double m2 = right_m * right_m + up_m * up_m;
        if (m2 >= best_m2) continue;
        best_m2 = m2;
        *out = (hexgrid_cell){((col % grid->columns) + grid->columns) % grid->columns, row};
    }
    return true;
}

void hexgrid_ring(const hexgrid *grid, hexgrid_cell cell, lonlat out[HEXGRID_CORNERS + 1])
{
    // In units of half a width and of a third of a row, from the top clockwise. Whole numbers, so that
    // neighbours have the same corners.
    static const int right[] = {0, 1, 1, 0, -1, -1}, up[] = {2, 1, -1, -2, -1, 1};
    projxy corners[HEXGRID_CORNERS];
    lonlat ground[HEXGRID_CORNERS];
    int64_t half_columns = 2 * cell.col + 1 + (cell.row % 2 != 0);
    for (int i = 0; i < HEXGRID_CORNERS; i++) {
        double y = (double)(3 * cell.row + up[i]) * grid->row_m / 3;
        corners[i] = (projxy){0, fmin(fmax(y, -grid->pole_m), grid->pole_m)};
        ground[i].lon_deg = (double)(half_columns + right[i]) * 180 / (double)grid->columns - 180;
    }
    lonlat parallels[HEXGRID_CORNERS];
    projection_inverse(grid->plane, corners, parallels, HEXGRID_CORNERS);
    for (int i = 0; i < HEXGRID_CORNERS; i++) out[i] = (lonlat){ground[i].lon_deg, parallels[i].lat_deg};
    out[HEXGRID_CORNERS] = out[0];
}

double hexgrid_area_m2(const hexgrid *grid)
{
    return grid->width_m * grid->row_m;
}
