#include "gazetteer/area.h"

#include "gazetteer/area_plane.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/shape.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// An arc of 5 degrees deviates from its circle by a thousandth of the radius.
#define ARC_STEP_DEG 5.0
#define RING_MAX     256
// "Eastern" keeps this share of the ground: reports are generous with the word (half would leave a third of
// what they call so outside).
#define PART_SHARE 0.6
#define GRID_CELLS 60
// Mean radius of the ellipsoid (2a + b) / 3.
#define SPHERE_R_M 6371008.8

typedef struct {
    gaz_lonlat points[RING_MAX];
    size_t count;
} outline;

// Points of a disc's ring, without the last that repeats the first.
#define DISC_POINTS 72

static geodesy_direction disc_directions[DISC_POINTS];
static pthread_once_t disc_once = PTHREAD_ONCE_INIT;

/** Bearing of a point of an arc of @p steps steps. */
static double arc_bearing_deg(double from_deg, double to_deg, int step, int steps)
{
    return from_deg + (to_deg - from_deg) * step / steps;
}

static void fill_disc(void)
{
    for (int i = 0; i < DISC_POINTS; i++)
        disc_directions[i] =
            geodesy_direction_of(arc_bearing_deg(0, -(360 - ARC_STEP_DEG), i, DISC_POINTS - 1));
}

/** A circle of points around a centre, by the quickest way that is true enough. */
typedef struct {
    enum { CIRCLE_PLANE, CIRCLE_SHORT, CIRCLE_GEODESIC } way;
    gaz_lonlat centre;
    double radius_m;
    geodesy_plane plane;
    geodesy_short curved;
} circle;

static circle circle_at(gaz_lonlat centre, double radius_m)
{
    circle c = {.way = CIRCLE_GEODESIC, .centre = centre, .radius_m = radius_m};
    if (radius_m <= GEODESY_STEP_MAX_M && fabs(centre.lat_deg) <= GEODESY_STEP_LAT_MAX) {
        c.way = CIRCLE_PLANE;
        c.plane = geodesy_plane_at(centre);
    } else if (radius_m <= GEODESY_SHORT_MAX_M && fabs(centre.lat_deg) <= GEODESY_SHORT_LAT_MAX) {
        c.way = CIRCLE_SHORT;
        c.curved = geodesy_short_at(centre, radius_m);
    }
    return c;
}

static gaz_lonlat circle_point(const circle *c, double bearing_deg, geodesy_direction direction)
{
    switch (c->way) {
    case CIRCLE_PLANE: return geodesy_step(&c->plane, direction, c->radius_m);
    case CIRCLE_SHORT: return geodesy_short_step(&c->curved, direction);
    case CIRCLE_GEODESIC: break;
    }
    return geodesy_direct(c->centre, bearing_deg, c->radius_m);
}

static void add_arc(outline *ring, gaz_lonlat centre, double radius_m, double from_deg, double to_deg)
{
    int steps = (int)fmax(1, ceil(fabs(to_deg - from_deg) / ARC_STEP_DEG));
    circle c = circle_at(centre, radius_m);
    for (int i = 0; i <= steps && ring->count < RING_MAX - 4; i++) {
        double bearing_deg = arc_bearing_deg(from_deg, to_deg, i, steps);
        ring->points[ring->count++] = circle_point(&c, bearing_deg, geodesy_direction_of(bearing_deg));
    }
}

/** Turns longitudes that jump at 180° into a continuous line, and leads a ring around a pole over it. */
static void unwrap(outline *ring)
{
    for (size_t i = 1; i < ring->count; i++) {
        double step = ring->points[i].lon_deg - ring->points[i - 1].lon_deg;
        if (fabs(step) >= 180) ring->points[i].lon_deg -= 360 * round(step / 360);
    }
    gaz_lonlat first = ring->points[0], last = ring->points[ring->count - 1];
    double turn = last.lon_deg - first.lon_deg;
    if (fabs(turn) > 180) {
        double pole = first.lat_deg > 0 ? 90 : -90;
        ring->points[ring->count++] = (gaz_lonlat){last.lon_deg, pole};
        ring->points[ring->count++] = (gaz_lonlat){first.lon_deg, pole};
    }
    ring->points[ring->count++] = first;
}

static GEOSGeometry *polygon_of(scope *s, outline *ring)
{
    unwrap(ring);
    double west_deg = INFINITY, east_deg = -INFINITY;
    for (size_t i = 0; i < ring->count; i++) {
        double lon_deg = ring->points[i].lon_deg;
        if (lon_deg < west_deg) west_deg = lon_deg;
        if (lon_deg > east_deg) east_deg = lon_deg;
    }
    GEOSGeometry *polygon = shape_from_ring(s, ring->points, ring->count);
    return west_deg >= -180 && east_deg <= 180 ? polygon : area_plane_wrap(s, polygon);
}

/** A disc's ring, not closed; counter-clockwise from its northernmost point. */
static void disc_points(gaz_lonlat centre, double radius_m, gaz_lonlat points[DISC_POINTS])
{
    // Nearly every answer has such a disc: its directions are known.
    pthread_once(&disc_once, fill_disc);
    circle c = circle_at(centre, fmax(radius_m, 1));
    if (c.way == CIRCLE_PLANE) {
        // As circle_point, in a loop that the compiler makes vectors of.
        for (int i = 0; i < DISC_POINTS; i++)
            points[i] = geodesy_step(&c.plane, disc_directions[i], c.radius_m);
        return;
    }
    for (int i = 0; i < DISC_POINTS; i++) {
        // East of the meridian as west of it.
        const int west = DISC_POINTS - i;
        if (c.way == CIRCLE_SHORT && west < i)
            points[i] =
                (gaz_lonlat){centre.lon_deg - (points[west].lon_deg - centre.lon_deg), points[west].lat_deg};
        else
            points[i] = circle_point(&c, arc_bearing_deg(0, -(360 - ARC_STEP_DEG), i, DISC_POINTS - 1),
                                     disc_directions[i]);
    }
}

GEOSGeometry *area_disc(scope *s, gaz_lonlat centre, double radius_m)
{
    outline ring = {.count = DISC_POINTS};
    disc_points(centre, radius_m, ring.points);
    return polygon_of(s, &ring);
}

// Larger circles may turn the other way on the map.
#define DISC_RING_MAX_M 5000e3

gaz_area *area_disc_ring(scope *s, gaz_lonlat centre, double radius_m)
{
    if (!(radius_m <= DISC_RING_MAX_M)) return NULL;
    gaz_lonlat *points = scope_take(s, (DISC_POINTS + 1) * sizeof *points);
    disc_points(centre, radius_m, points);
    points[DISC_POINTS] = points[0];
    // Most cannot come near: 150 km from 80 degrees of latitude end within nine of longitude.
    bool may_leave = fabs(centre.lon_deg) > 170 || fabs(centre.lat_deg) > GEODESY_SHORT_LAT_MAX ||
                     radius_m > GEODESY_SHORT_MAX_M;
    for (int i = 0; may_leave && i < DISC_POINTS; i++) {
        bool jumps = fabs(points[i + 1].lon_deg - points[i].lon_deg) >= 180;
        if (jumps || fabs(points[i].lon_deg) > 180) return NULL;
    }
    gaz_area *area = scope_take(s, sizeof *area);
    static const size_t ends[] = {DISC_POINTS + 1};
    static const bool holes[] = {false};
    *area = (gaz_area){1, ends, holes, points};
    return area;
}

// Radii by the short step are true to a thousandth: discs this much apart do not touch.
#define RING_RATIO_MAX 0.99

/** A disc without the disc within it, where both lie in one piece; NULL where GEOS fails. */
static GEOSGeometry *disc_with_hole(scope *s, const GEOSGeometry *outer, const GEOSGeometry *inner)
{
    GEOSGeometry *shell = GEOSGeom_clone_r(s->geos, GEOSGetExteriorRing_r(s->geos, outer));
    GEOSGeometry *hole = GEOSGeom_clone_r(s->geos, GEOSGetExteriorRing_r(s->geos, inner));
    if (shell && hole) return scope_own(s, GEOSGeom_createPolygon_r(s->geos, shell, &hole, 1));
    if (shell) GEOSGeom_destroy_r(s->geos, shell);
    if (hole) GEOSGeom_destroy_r(s->geos, hole);
    return NULL;
}

GEOSGeometry *area_ring(scope *s, gaz_lonlat centre, double inner_m, double outer_m)
{
    GEOSGeometry *outer = area_disc(s, centre, outer_m), *inner = area_disc(s, centre, inner_m);
    if (!outer || !inner) return NULL;
    shape_box box = shape_bounds(s, outer);
    bool simple = GEOSGeomTypeId_r(s->geos, outer) == GEOS_POLYGON && box.east_deg - box.west_deg < 180 &&
                  fmax(inner_m, 1) < RING_RATIO_MAX * outer_m;
    return simple ? disc_with_hole(s, outer, inner) : scope_own(s, GEOSDifference_r(s->geos, outer, inner));
}

double area_ring_radius_m(double inner_m, double outer_m)
{
    const double inner = sin(fmin(inner_m / SPHERE_R_M, M_PI) / 2),
                 outer = sin(fmin(outer_m / SPHERE_R_M, M_PI) / 2);
    return 2 * SPHERE_R_M * asin(sqrt(0.1 * inner * inner + 0.9 * outer * outer));
}

GEOSGeometry *area_sector(scope *s, gaz_lonlat apex, double inner_m, double outer_m, double bearing_deg,
                          double half_width_deg)
{
    outline ring;
    ring.count = 0;
    double from = bearing_deg - half_width_deg, to = bearing_deg + half_width_deg;
    add_arc(&ring, apex, outer_m, to, from);
    if (inner_m > 1)
        add_arc(&ring, apex, inner_m, from, to);
    else
        ring.points[ring.count++] = apex;
    return polygon_of(s, &ring);
}

/** A polygon across 180° put in one piece east of Greenwich; others as they are. */
static const GEOSGeometry *in_one_piece(scope *s, const GEOSGeometry *polygon)
{
    shape_box box = shape_bounds(s, polygon);
    if (box.east_deg - box.west_deg < 180) return polygon;
    // The western half moved a turn to the east: what was at -170 is at 190, and joins what ends at 180.
    GEOSGeometry *west = scope_own(s, GEOSClipByRect_r(s->geos, polygon, -180, -90, 0, 90));
    GEOSGeometry *east = scope_own(s, GEOSClipByRect_r(s->geos, polygon, 0, -90, 180, 90));
    GEOSGeometry *moved = west ? area_plane_scale(s, west, 360, 1) : NULL;
    GEOSGeometry *joined = moved && east ? scope_own(s, GEOSUnion_r(s->geos, moved, east)) : NULL;
    return joined ? joined : polygon;
}

typedef struct {
    double lat_deg, lon_deg; ///< unit vector of the direction, in degrees scaled to equal lengths
    double cos_lat;
} axis;

/** Where along an axis the given share of a polygon's ground lies behind. Sampled on a grid. */
static double quantile_along(scope *s, const GEOSGeometry *polygon, axis along, double share)
{
    const shape_grid grid = {shape_bounds(s, polygon), GRID_CELLS, GRID_CELLS};
    const gaz_area *area = shape_to_area(s, polygon);
    size_t run_count = 0, count = 0, row_ends[GRID_CELLS];
    const shape_run *run = area ? shape_runs(s, area, &grid, &run_count) : NULL,
                    *end = run ? run + run_count : NULL;
    double *at = scope_take(s, GRID_CELLS * GRID_CELLS * sizeof *at);
    double east[GRID_CELLS], weights[GRID_CELLS], total = 0;
    for (int column = 0; column < GRID_CELLS; column++)
        east[column] = shape_grid_point(&grid, 0, column).lon_deg * along.cos_lat * along.lon_deg;
    for (int row = 0; row < GRID_CELLS; row++) {
        const double lat_deg = shape_grid_point(&grid, row, 0).lat_deg, north = lat_deg * along.lat_deg;
        weights[row] = cos(lat_deg * M_PI / 180);
        for (; run < end && run->row == row; run++)
            for (int column = run->begin; column < run->end; column++) {
                at[count++] = east[column] + north;
                total += weights[row];
            }
        row_ends[row] = count;
    }
    const shape_samples samples = {at, row_ends, weights, GRID_CELLS};
    if (count) return shape_quantile(s, &samples, share * total);
    return (grid.box.west_deg + grid.box.east_deg) / 2 * along.cos_lat * along.lon_deg +
           (grid.box.south_deg + grid.box.north_deg) / 2 * along.lat_deg;
}

static axis axis_of(double bearing_deg, double cos_lat)
{
    double angle = bearing_deg * M_PI / 180;
    return (axis){cos(angle), sin(angle), cos_lat};
}

/** What of a polygon lies beyond the line across the axis at @p from. */
static GEOSGeometry *beyond(scope *s, const GEOSGeometry *polygon, axis a, double from)
{
    // A square so large that its far sides lie off any polygon, turned so that one side is the line.
    const double far = 1000;
    double side_lon = -a.lat_deg, side_lat = a.lon_deg;
    gaz_lonlat ring[5];
    const double along[] = {from, from + far, from + far, from}, across[] = {-far, -far, far, far};
    for (int i = 0; i < 4; i++)
        ring[i] = (gaz_lonlat){(along[i] * a.lon_deg + across[i] * side_lon) / a.cos_lat,
                               along[i] * a.lat_deg + across[i] * side_lat};
    ring[4] = ring[0];
    GEOSGeometry *half = shape_from_ring(s, ring, 5);
    return half ? scope_own(s, GEOSIntersection_r(s->geos, polygon, half)) : NULL;
}

static GEOSGeometry *finish_part(scope *s, GEOSGeometry *part)
{
    GEOSGeometry *valid = part ? shape_of_overlay(s, part) : NULL;
    return valid ? area_plane_wrap(s, valid) : NULL;
}

GEOSGeometry *area_part(scope *s, const GEOSGeometry *polygon, double bearing_deg)
{
    const GEOSGeometry *whole = in_one_piece(s, polygon);
    double cos_lat = area_plane_cos(s, whole);
    double turned = fmod(bearing_deg + 360, 90);
    if (turned < 12 || turned > 78) {
        axis a = axis_of(bearing_deg, cos_lat);
        return finish_part(s, beyond(s, whole, a, quantile_along(s, whole, a, 1 - PART_SHARE)));
    }
    double first = floor(bearing_deg / 90) * 90;
    axis a = axis_of(first, cos_lat), b = axis_of(first + 90, cos_lat);
    GEOSGeometry *half = beyond(s, whole, a, quantile_along(s, whole, a, 1 - PART_SHARE));
    return half ? finish_part(s, beyond(s, half, b, quantile_along(s, whole, b, 1 - PART_SHARE))) : NULL;
}

GEOSGeometry *area_centre(scope *s, const GEOSGeometry *polygon)
{
    const GEOSGeometry *whole = in_one_piece(s, polygon);
    double cos_lat = area_plane_cos(s, whole);
    GEOSGeometry *rest = scope_own(s, GEOSGeom_clone_r(s->geos, whole));
    for (int side = 0; rest && side < 4; side++) {
        axis a = axis_of(90.0 * side, cos_lat);
        rest = beyond(s, rest, a, quantile_along(s, whole, a, 0.2));
    }
    return finish_part(s, rest);
}

GEOSGeometry *area_between(scope *s, gaz_lonlat a, gaz_lonlat b, double margin_m)
{
    double distance_m = geodesy_distance_m(a, b), bearing = geodesy_bearing_deg(a, b);
    gaz_lonlat middle = geodesy_direct(a, bearing, distance_m / 2);
    double along = geodesy_bearing_deg(middle, b);
    double half_long_m = distance_m / 2 + margin_m;
    // Foci at the ends, sum of distances 1.1 times the straight line: half of sqrt(1.1² - 1).
    double half_wide_m = fmax(margin_m, distance_m * sqrt(1.1 * 1.1 - 1) / 2);
    outline ring;
    ring.count = 0;
    for (double angle = 0; angle < 360; angle += ARC_STEP_DEG) {
        double u = cos(angle * M_PI / 180) * half_long_m, v = -sin(angle * M_PI / 180) * half_wide_m;
        double turn = atan2(v, u) * 180 / M_PI;
        ring.points[ring.count++] = geodesy_look(middle, along + turn, hypot(u, v));
    }
    return polygon_of(s, &ring);
}
