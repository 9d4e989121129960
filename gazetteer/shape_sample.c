/** @file How far a shape reaches: grids of points over it, and quantiles of them. */
#include "gazetteer/shape.h"

#include "gazetteer/geodesy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Cells along the longer side: with 40 a radius of a province is within 2% of a fine grid's.
#define GRID_CELLS 40
// Mean radius of the Earth.
#define SPHERE_R_M 6371008.8

static int compare_doubles(const void *a, const void *b)
{
    const double *p = a, *q = b;
    return (*p > *q) - (*p < *q);
}

// What is sorted is mostly so short that qsort's calls and its memory would take longer.
#define FEW 16

static void sort_doubles(double *values, size_t count)
{
    if (count > FEW) {
        qsort(values, count, sizeof *values, compare_doubles);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        double value = values[i];
        size_t to = i;
        for (; to > 0 && values[to - 1] > value; to--) values[to] = values[to - 1];
        values[to] = value;
    }
}

typedef struct {
    double at, weight;
} weighted;

static int compare_weighted(const void *a, const void *b)
{
    return compare_doubles(&((const weighted *)a)->at, &((const weighted *)b)->at);
}

// Enough that a bucket holds a handful of a grid's 1600 samples.
#define BUCKETS 256

double shape_quantile(scope *s, const shape_samples *from, double weight)
{
    // Only the bucket that the quantile falls into is sorted.
    const size_t count = from->row_ends[from->rows - 1];
    double least = from->at[0], most = from->at[0], buckets[BUCKETS] = {0};
    for (size_t i = 1; i < count; i++) {
        least = from->at[i] < least ? from->at[i] : least;
        most = from->at[i] > most ? from->at[i] : most;
    }
    const double scale = most > least ? (BUCKETS - 1) / (most - least) : 0;
    unsigned char *bucket_of = scope_take(s, count);
    for (int row = 0; row < from->rows; row++)
        for (size_t i = row ? from->row_ends[row - 1] : 0; i < from->row_ends[row]; i++) {
            bucket_of[i] = (unsigned char)((from->at[i] - least) * scale);
            buckets[bucket_of[i]] += from->row_weights[row];
        }
    double sum = 0;
    int wanted = 0;
    while (wanted < BUCKETS - 1 && sum + buckets[wanted] < weight) sum += buckets[wanted++];
    weighted *inside = NULL;
    size_t inside_count = 0, capacity = 0;
    for (int row = 0; row < from->rows; row++) {
        const unsigned char *at = bucket_of + (row ? from->row_ends[row - 1] : 0),
                            *end = bucket_of + from->row_ends[row];
        for (; at < end && (at = memchr(at, wanted, (size_t)(end - at))); at++) {
            const weighted found = {from->at[at - bucket_of], from->row_weights[row]};
            SCOPE_PUSH(s, inside, inside_count, capacity, found);
        }
    }
    if (!inside_count) return most;
    qsort(inside, inside_count, sizeof *inside, compare_weighted);
    for (size_t i = 0; i < inside_count; i++) {
        sum += inside[i].weight;
        if (sum >= weight) return inside[i].at;
    }
    return inside[inside_count - 1].at;
}

gaz_lonlat shape_grid_point(const shape_grid *grid, int row, int column)
{
    const shape_box *box = &grid->box;
    return (gaz_lonlat){box->west_deg + (box->east_deg - box->west_deg) * (column + 0.5) / grid->columns,
                        box->south_deg + (box->north_deg - box->south_deg) * (row + 0.5) / grid->rows};
}

/** Where an edge crosses the parallel of a row. */
typedef struct {
    double lon_deg;
    int row;
} crossing;

typedef struct {
    crossing *items;
    size_t count, capacity;
} crossings;

/** Appends an edge's crossings with the rows' parallels, at most one each. */
static void cross_rows(scope *s, const shape_grid *grid, const double *row_lats_deg, double rows_per_deg,
                       gaz_lonlat a, gaz_lonlat b, crossings *out)
{
    double south_deg = a.lat_deg < b.lat_deg ? a.lat_deg : b.lat_deg,
           north_deg = a.lat_deg < b.lat_deg ? b.lat_deg : a.lat_deg;
    double low = (south_deg - grid->box.south_deg) * rows_per_deg,
           high = (north_deg - grid->box.south_deg) * rows_per_deg;
    // One more to either side, so that rounding leaves none out.
    int first = low > 1.5 ? (int)(low - 1.5) : 0,
        last = high + 0.5 < grid->rows - 1 ? (int)(high + 0.5) : grid->rows - 1;
    for (int row = first; row <= last; row++) {
        double lat_deg = row_lats_deg[row];
        if ((a.lat_deg > lat_deg) == (b.lat_deg > lat_deg)) continue;
        crossing found = {
            a.lon_deg + (lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg), row};
        SCOPE_PUSH(s, out->items, out->count, out->capacity, found);
    }
}

/** The crossings row by row, each row's from the west; row i is [ends[i], ends[i + 1]) of what is returned.
 */
static double *sort_crossings(scope *s, const crossings *from, int rows, size_t **ends)
{
    double *lons_deg = scope_take(s, (from->count + 1) * sizeof *lons_deg);
    size_t *next = scope_alloc(s, ((size_t)rows + 2) * sizeof *next);
    for (size_t i = 0; i < from->count; i++) next[from->items[i].row + 2]++;
    for (int row = 0; row < rows; row++) next[row + 2] += next[row + 1];
    // Filling a row moves its start to its end, which is the start of the next.
    for (size_t i = 0; i < from->count; i++)
        lons_deg[next[from->items[i].row + 1]++] = from->items[i].lon_deg;
    for (int row = 0; row < rows; row++) sort_doubles(lons_deg + next[row], next[row + 1] - next[row]);
    *ends = next;
    return lons_deg;
}

/** The first column that is not west of a longitude; their number where all are. */
static int first_column(const double *lons_deg, int columns, double columns_per_deg, double lon_deg)
{
    const double guess = (lon_deg - lons_deg[0]) * columns_per_deg;
    int column = guess > columns ? columns : guess > 0 ? (int)guess : 0;
    // A guess is off by rounding at most.
    while (column > 0 && lons_deg[column - 1] >= lon_deg) column--;
    while (column < columns && lons_deg[column] < lon_deg) column++;
    return column;
}

const shape_run *shape_runs(scope *s, const gaz_area *area, const shape_grid *grid, size_t *count)
{
    double *row_lats_deg = scope_take(s, (size_t)grid->rows * sizeof *row_lats_deg);
    double *column_lons_deg = scope_take(s, (size_t)grid->columns * sizeof *column_lons_deg);
    for (int row = 0; row < grid->rows; row++) row_lats_deg[row] = shape_grid_point(grid, row, 0).lat_deg;
    for (int column = 0; column < grid->columns; column++)
        column_lons_deg[column] = shape_grid_point(grid, 0, column).lon_deg;
    const double rows_per_deg = grid->rows / (grid->box.north_deg - grid->box.south_deg),
                 columns_per_deg = grid->columns / (grid->box.east_deg - grid->box.west_deg);
    crossings found = {0};
    size_t begin = 0, *ends;
    for (size_t ring = 0; ring < area->ring_count; begin = area->ring_ends[ring++])
        for (size_t i = begin + 1; i < area->ring_ends[ring]; i++)
            cross_rows(s, grid, row_lats_deg, rows_per_deg, area->points[i - 1], area->points[i], &found);
    const double *lons_deg = sort_crossings(s, &found, grid->rows, &ends);
    shape_run *runs = scope_take(s, (found.count / 2 + (size_t)grid->rows) * sizeof *runs);
    *count = 0;
    for (int row = 0; row < grid->rows; row++)
        // Inside behind an odd number of outlines.
        for (size_t i = ends[row]; i < ends[row + 1]; i += 2) {
            const int from = first_column(column_lons_deg, grid->columns, columns_per_deg, lons_deg[i]);
            const int to = i + 1 < ends[row + 1] ? first_column(column_lons_deg, grid->columns,
                                                                columns_per_deg, lons_deg[i + 1])
                                                 : grid->columns;
            if (from < to) runs[(*count)++] = (shape_run){row, from, to};
        }
    return runs;
}

double shape_radius_m(scope *s, const GEOSGeometry *polygon, gaz_lonlat centre)
{
    const double rad = M_PI / 180;
    shape_box box = shape_bounds(s, polygon);
    double width_deg = box.east_deg - box.west_deg, height_deg = box.north_deg - box.south_deg;
    const gaz_area *area = width_deg > 0 && height_deg > 0 ? shape_to_area(s, polygon) : NULL;
    if (!area || !area->ring_count) return 0;
    double cos_lat = cos((box.north_deg + box.south_deg) / 2 * rad);
    double longer_deg = fmax(width_deg * cos_lat, height_deg);
    int columns = (int)fmax(4, ceil(GRID_CELLS * width_deg * cos_lat / longer_deg));
    int rows = (int)fmax(4, ceil(GRID_CELLS * height_deg / longer_deg));
    const shape_grid grid = {box, rows, columns};
    size_t run_count, count = 0;
    const shape_run *runs = shape_runs(s, area, &grid, &run_count), *run = runs, *end = runs + run_count;
    double *half_chords = scope_take(s, (size_t)columns * sizeof *half_chords);
    for (int column = 0; column < columns; column++) {
        double half = sin((shape_grid_point(&grid, 0, column).lon_deg - centre.lon_deg) * rad / 2);
        half_chords[column] = half * half;
    }
    double *at = scope_take(s, (size_t)columns * (size_t)rows * sizeof *at);
    double *weights = scope_take(s, (size_t)rows * sizeof *weights), total = 0;
    size_t *row_ends = scope_take(s, (size_t)rows * sizeof *row_ends);
    for (int row = 0; row < rows; row++) {
        double lat_deg = shape_grid_point(&grid, row, 0).lat_deg, weight = cos(lat_deg * rad);
        double half_lat = sin((lat_deg - centre.lat_deg) * rad / 2), squared = half_lat * half_lat;
        double cosines = weight * cos(centre.lat_deg * rad);
        for (; run < end && run->row == row; run++)
            for (int column = run->begin; column < run->end; column++) {
                at[count++] = squared + cosines * half_chords[column];
                total += weight;
            }
        weights[row] = weight;
        row_ends[row] = count;
    }
    const shape_samples samples = {at, row_ends, weights, rows};
    // The haversine formula on the mean sphere.
    if (count) return 2 * SPHERE_R_M * asin(sqrt(fmin(shape_quantile(s, &samples, 0.9 * total), 1)));
    // A sliver that every sample missed: the reach of its box.
    gaz_lonlat corner = {box.west_deg, box.south_deg}, opposite = {box.east_deg, box.north_deg};
    return geodesy_rough_distance_m(corner, opposite) / 2;
}

// Of the whole ground; and in radii of the largest part from the centre.
#define SMALL_PART 0.2
#define FAR_RADII  5

double shape_home_radius_m(scope *s, const GEOSGeometry *country, gaz_lonlat centre)
{
    const int count = GEOSGetNumGeometries_r(s->geos, country);
    double whole = 0, largest = 0;
    const GEOSGeometry *home = country;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, country, i);
        double area = 0;
        GEOSArea_r(s->geos, part, &area);
        whole += area;
        if (area <= largest) continue;
        largest = area;
        home = part;
    }
    const double reach_m = FAR_RADII * shape_radius_m(s, home, centre);
    GEOSGeometry **kept = scope_alloc(s, ((size_t)count + 1) * sizeof *kept);
    unsigned kept_count = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, country, i);
        double area = 0;
        GEOSArea_r(s->geos, part, &area);
        const bool far = geodesy_rough_distance_m(centre, shape_best_point(s, part)) > reach_m;
        GEOSGeometry *own = far && area < SMALL_PART * whole ? NULL : GEOSGeom_clone_r(s->geos, part);
        if (own) kept[kept_count++] = own;
    }
    const GEOSGeometry *ground =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, kept, kept_count));
    return shape_radius_m(s, ground && kept_count ? ground : country, centre);
}
