#include "base/geom.h"

#include <math.h>
#include <string.h>

const px_box PX_BOX_EMPTY = {INFINITY, INFINITY, -INFINITY, -INFINITY};

size_t geom_point_count(const geom_shape *shape)
{
    return shape->part_count ? shape->part_ends[shape->part_count - 1] : 0;
}

lonlat_box geom_bounds(const geom_shape *shape)
{
    lonlat_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    size_t count = geom_point_count(shape);
    for (size_t i = 0; i < count; i++) {
        lonlat p = shape->points[i];
        box.west_deg = fmin(box.west_deg, p.lon_deg);
        box.south_deg = fmin(box.south_deg, p.lat_deg);
        box.east_deg = fmax(box.east_deg, p.lon_deg);
        box.north_deg = fmax(box.north_deg, p.lat_deg);
    }
    return box;
}

bool geom_contains(const geom_shape *shape, lonlat point)
{
    if (shape->kind != GEOM_POLYGON) return false;
    bool inside = false;
    size_t start = 0;
    for (size_t part = 0; part < shape->part_count; start = shape->part_ends[part++]) {
        for (size_t i = start + 1; i < shape->part_ends[part]; i++) {
            lonlat a = shape->points[i - 1], b = shape->points[i];
            if ((a.lat_deg > point.lat_deg) == (b.lat_deg > point.lat_deg)) continue;
            double t = (point.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);
            if (point.lon_deg < a.lon_deg + t * (b.lon_deg - a.lon_deg)) inside = !inside;
        }
    }
    return inside;
}

geom_shape geom_copy(arena *memory, const geom_shape *shape)
{
    size_t count = geom_point_count(shape);
    lonlat *points = arena_alloc(memory, count * sizeof *points);
    size_t *ends = arena_alloc(memory, shape->part_count * sizeof *ends);
    if (count) memcpy(points, shape->points, count * sizeof *points);
    if (shape->part_count) memcpy(ends, shape->part_ends, shape->part_count * sizeof *ends);
    return (geom_shape){shape->kind, shape->part_count, ends, points};
}

bool lonlat_is_valid(lonlat point)
{
    // Written so that a NaN fails.
    return point.lat_deg >= -90 && point.lat_deg <= 90 && point.lon_deg >= -180 && point.lon_deg <= 180;
}

px_box px_box_union(px_box a, px_box b)
{
    return (px_box){fmin(a.min_x_px, b.min_x_px), fmin(a.min_y_px, b.min_y_px), fmax(a.max_x_px, b.max_x_px),
                    fmax(a.max_y_px, b.max_y_px)};
}
