#include "basemap/cut.h"

#include <math.h>
#include <stdlib.h>

void shape_buffer_clear(shape_buffer *b)
{
    b->point_count = 0;
    b->part_count = 0;
    b->part_start = 0;
}

void shape_buffer_add(shape_buffer *b, lonlat point)
{
    VEC_PUSH(b->points, b->point_count, b->point_capacity, point);
}

static bool same_place(lonlat a, lonlat b)
{
    return a.lon_deg == b.lon_deg && a.lat_deg == b.lat_deg;
}

void shape_buffer_end_part(shape_buffer *b, geom_kind kind)
{
    size_t count = b->point_count - b->part_start;
    if (kind == GEOM_POLYGON && count > 0 &&
        !same_place(b->points[b->part_start], b->points[b->point_count - 1])) {
        lonlat first = b->points[b->part_start];
        shape_buffer_add(b, first);
        count++;
    }
    size_t least = kind == GEOM_POLYGON ? 4 : kind == GEOM_LINES ? 2 : 1;
    if (count < least)
        b->point_count = b->part_start;
    else
        VEC_PUSH(b->part_ends, b->part_count, b->part_capacity, b->point_count);
    b->part_start = b->point_count;
}

geom_shape shape_buffer_shape(const shape_buffer *b, geom_kind kind)
{
    return (geom_shape){
        .kind = kind, .part_count = b->part_count, .part_ends = b->part_ends, .points = b->points};
}

void shape_buffer_dispose(shape_buffer *b)
{
    free(b->points);
    free(b->part_ends);
    *b = (shape_buffer){0};
}

/** One straight side of the box: which coordinate it bounds, where, and which side of it is kept. */
typedef struct {
    bool on_lon;
    double limit_deg;
    bool keep_above;
} side;

static double across(side s, lonlat p)
{
    return s.on_lon ? p.lon_deg : p.lat_deg;
}

static bool is_kept(side s, lonlat p)
{
    return s.keep_above ? across(s, p) >= s.limit_deg : across(s, p) <= s.limit_deg;
}

/** Where a-b meets the side. The bounded coordinate is the limit itself, so that later tests on it are exact.
 */
static lonlat crossing(side s, lonlat a, lonlat b)
{
    double t = (s.limit_deg - across(s, a)) / (across(s, b) - across(s, a));
    if (s.on_lon) return (lonlat){s.limit_deg, a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    return (lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg), s.limit_deg};
}

static void cut_ring_at(shape_buffer *out, const lonlat *points, size_t count, side s)
{
    for (size_t i = 0; i + 1 < count; i++) {
        lonlat a = points[i], b = points[i + 1];
        bool a_in = is_kept(s, a), b_in = is_kept(s, b);
        if (a_in) shape_buffer_add(out, a);
        if (a_in != b_in) shape_buffer_add(out, crossing(s, a, b));
    }
    shape_buffer_end_part(out, GEOM_POLYGON);
}

static bool both_on_edge(lonlat a, lonlat b, lonlat_box box)
{
    return (a.lon_deg == b.lon_deg && (a.lon_deg == box.west_deg || a.lon_deg == box.east_deg)) ||
           (a.lat_deg == b.lat_deg && (a.lat_deg == box.south_deg || a.lat_deg == box.north_deg));
}

/** Copies a ring with points put into its edges along the box. */
static void add_ring_in_steps(shape_buffer *out, const lonlat *points, size_t count, lonlat_box box,
                              double step_deg)
{
    for (size_t i = 0; i < count; i++) {
        shape_buffer_add(out, points[i]);
        if (i + 1 == count || !both_on_edge(points[i], points[i + 1], box)) continue;
        lonlat a = points[i], b = points[i + 1];
        double length_deg = fmax(fabs(b.lon_deg - a.lon_deg), fabs(b.lat_deg - a.lat_deg));
        size_t steps = (size_t)ceil(length_deg / step_deg);
        for (size_t k = 1; k < steps; k++) {
            double t = (double)k / (double)steps;
            shape_buffer_add(out, (lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                                           a.lat_deg + t * (b.lat_deg - a.lat_deg)});
        }
    }
    shape_buffer_end_part(out, GEOM_POLYGON);
}

static void cut_ring(shape_buffer *out, shape_buffer *scratch, const lonlat *points, size_t count,
                     lonlat_box box, double step_deg)
{
    const side sides[] = {{true, box.west_deg, true},
                          {true, box.east_deg, false},
                          {false, box.south_deg, true},
                          {false, box.north_deg, false}};
    shape_buffer_clear(scratch);
    for (size_t i = 0; i < 4; i++) {
        size_t start = scratch->part_start;
        // The result of each side stands behind its input in one buffer; growing it moves both, so it is
        // made room for beforehand: each edge gives at most two points, and one closes the ring.
        while (scratch->point_capacity < scratch->point_count + 2 * count + 1)
            scratch->points =
                mem_grow(scratch->points, scratch->point_capacity, &scratch->point_capacity, sizeof(lonlat));
        if (i > 0) points = scratch->points + (start - count);
        cut_ring_at(scratch, points, count, sides[i]);
        count = scratch->point_count - start;
        if (count == 0) return;
    }
    add_ring_in_steps(out, scratch->points + scratch->point_count - count, count, box, step_deg);
}

/** Liang and Barsky's test of one side: narrows [*t0, *t1], the stretch of the segment that is inside. */
static bool narrow(double *t0, double *t1, double direction, double distance)
{
    if (direction == 0) return distance >= 0;
    double t = distance / direction;
    if (direction < 0) {
        if (t > *t1) return false;
        if (t > *t0) *t0 = t;
    } else {
        if (t < *t0) return false;
        if (t < *t1) *t1 = t;
    }
    return true;
}

static void cut_line(shape_buffer *out, const lonlat *points, size_t count, lonlat_box box)
{
    for (size_t i = 0; i + 1 < count; i++) {
        lonlat a = points[i], b = points[i + 1];
        double dlon = b.lon_deg - a.lon_deg, dlat = b.lat_deg - a.lat_deg, t0 = 0, t1 = 1;
        if (!narrow(&t0, &t1, -dlon, a.lon_deg - box.west_deg) ||
            !narrow(&t0, &t1, dlon, box.east_deg - a.lon_deg) ||
            !narrow(&t0, &t1, -dlat, a.lat_deg - box.south_deg) ||
            !narrow(&t0, &t1, dlat, box.north_deg - a.lat_deg)) {
            shape_buffer_end_part(out, GEOM_LINES);
            continue;
        }
        if (t0 > 0) shape_buffer_end_part(out, GEOM_LINES);
        if (out->point_count == out->part_start)
            shape_buffer_add(out, t0 > 0 ? (lonlat){a.lon_deg + t0 * dlon, a.lat_deg + t0 * dlat} : a);
        shape_buffer_add(out, t1 < 1 ? (lonlat){a.lon_deg + t1 * dlon, a.lat_deg + t1 * dlat} : b);
        if (t1 < 1) shape_buffer_end_part(out, GEOM_LINES);
    }
    shape_buffer_end_part(out, GEOM_LINES);
}

void shape_cut(shape_buffer *out, shape_buffer *scratch, const geom_shape *shape, lonlat_box box,
               double edge_step_deg)
{
    shape_buffer_clear(out);
    size_t start = 0;
    for (size_t i = 0; i < shape->part_count; i++) {
        const lonlat *points = shape->points + start;
        size_t count = shape->part_ends[i] - start;
        start = shape->part_ends[i];
        switch (shape->kind) {
        case GEOM_POLYGON: cut_ring(out, scratch, points, count, box, edge_step_deg); break;
        case GEOM_LINES: cut_line(out, points, count, box); break;
        case GEOM_POINTS:
            if (points->lon_deg >= box.west_deg && points->lon_deg <= box.east_deg &&
                points->lat_deg >= box.south_deg && points->lat_deg <= box.north_deg)
                shape_buffer_add(out, *points);
            shape_buffer_end_part(out, GEOM_POINTS);
            break;
        }
    }
}
