#include "tiles/zoom.h"

#include "project/project.h"

#include <math.h>
#include <stdlib.h>

// Shallower, a theatre is a thumbnail; deeper, 2 km, the extent of a place known exactly, fills half a
// screen.
#define ZOOM_LEAST 4
#define ZOOM_MOST  14
// A mark with its outline is about this wide, in CSS pixels.
#define MARK_CSS_PX 16.0
#define APART_SHARE 0.9
// A place's own uncertainty drawn this many pixels in radius is seen for what it is …
#define TYPICAL_RADIUS_CSS_PX 32.0
// … and drawn this many tells all there is to know.
#define GREATEST_RADIUS_CSS_PX 256.0
// Where circles cover more tiles in the mean, a deeper zoom shows the same wide shapes in four times the
// tiles, however close the exact places among them are. Circles of the greatest radius, rounded up to a whole
// zoom, cover 4 pi.
#define AREA_TILES_MOST 13.0

typedef struct {
    double x, y; ///< of the Mercator square, 0 to 1
} unit_xy;

static int compare_unit_xy(const void *a, const void *b)
{
    const unit_xy *p = a, *q = b;
    if (p->y != q->y) return p->y < q->y ? -1 : 1;
    return (p->x > q->x) - (p->x < q->x);
}

// Web Mercator on the sphere (EPSG:1024), scaled to the unit square; only used to choose a zoom.
static unit_xy to_unit(lonlat p)
{
    double lat = fmax(-MERCATOR_MAX_LAT_DEG, fmin(MERCATOR_MAX_LAT_DEG, p.lat_deg)) * M_PI / 180;
    return (unit_xy){(p.lon_deg + 180) / 360, 0.5 - log(tan(M_PI / 4 + lat / 2)) / (2 * M_PI)};
}

static size_t drop_equal(unit_xy *points, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_unit_xy(&points[kept - 1], &points[i]) != 0) points[kept++] = points[i];
    return kept;
}

// Distinct places, counted by the squares of a mark's width that they fall into.
static size_t count_apart(const unit_xy *points, size_t count, int zoom, unit_xy *scratch)
{
    double squares = ldexp(256, zoom) / MARK_CSS_PX;
    for (size_t i = 0; i < count; i++)
        scratch[i] = (unit_xy){floor(points[i].x * squares), floor(points[i].y * squares)};
    qsort(scratch, count, sizeof *scratch, compare_unit_xy);
    return drop_equal(scratch, count);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/** Tiles of 256 pixels that an incident's circle covers, in the mean. */
static double area_tiles(const double *pixel_zooms, size_t count, int zoom)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += M_PI * exp2(2 * (zoom - pixel_zooms[i] - 8));
    return sum / (double)count;
}

int zoom_choose_max(const incident_set *incidents)
{
    unit_xy *points = mem_alloc(2 * incidents->count * sizeof *points);
    // Of each incident, the zoom at which its radius is one pixel.
    double *pixel_zooms = mem_alloc(incidents->count * sizeof *pixel_zooms);
    size_t count = 0;
    for (size_t i = 0; i < incidents->count; i++) {
        const incident *item = &incidents->items[i];
        if (!item->has_position) continue;
        double radius_m = isfinite(item->radius_m) && item->radius_m > 0 ? item->radius_m
                                                                         : incident_prec_radius_m(PREC_EXACT);
        double zoom_0_res_m = 2 * MERCATOR_HALF_M / 256 * cos(item->position.lat_deg * M_PI / 180);
        pixel_zooms[count] = log2(fmax(zoom_0_res_m, 1) / radius_m);
        points[count++] = to_unit(item->position);
    }
    int zoom = ZOOM_LEAST;
    if (count > 0) {
        qsort(pixel_zooms, count, sizeof *pixel_zooms, compare_doubles);
        double typical = ceil(pixel_zooms[count * 3 / 4] + log2(TYPICAL_RADIUS_CSS_PX));
        double greatest = fmin(ZOOM_MOST, ceil(pixel_zooms[count - 1] + log2(GREATEST_RADIUS_CSS_PX)));
        while (greatest > ZOOM_LEAST && area_tiles(pixel_zooms, count, (int)greatest) > AREA_TILES_MOST)
            greatest--;
        qsort(points, count, sizeof *points, compare_unit_xy);
        count = drop_equal(points, count);
        while (zoom < greatest &&
               (zoom < typical ||
                (double)count_apart(points, count, zoom, points + count) < APART_SHARE * (double)count))
            zoom++;
    }
    free(pixel_zooms);
    free(points);
    return zoom;
}
