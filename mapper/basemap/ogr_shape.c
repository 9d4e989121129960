#include "basemap/ogr_shape.h"

#include <math.h>

/** Adds a point, line or ring. Coordinates beyond the world are drawn back to it; without a number the part
 * goes. */
static void read_part(shape_buffer *out, OGRGeometryH geometry, geom_kind kind)
{
    size_t count = (size_t)OGR_G_GetPointCount(geometry), start = out->point_count;
    while (out->point_capacity < start + count)
        out->points = mem_grow(out->points, out->point_capacity, &out->point_capacity, sizeof *out->points);
    if (count == 0) return;
    lonlat *points = out->points + start;
    OGR_G_GetPoints(geometry, &points->lon_deg, sizeof *points, &points->lat_deg, sizeof *points, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(points[i].lon_deg) || !isfinite(points[i].lat_deg)) return;
        points[i].lon_deg = fmin(fmax(points[i].lon_deg, -180), 180);
        points[i].lat_deg = fmin(fmax(points[i].lat_deg, -90), 90);
    }
    out->point_count += count;
    shape_buffer_end_part(out, kind);
}

/** Adds the parts of one kind; other kinds in a collection are passed over. */
static void read_parts(shape_buffer *out, OGRGeometryH geometry, geom_kind kind)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
        if (kind == GEOM_POINTS) read_part(out, geometry, kind);
        break;
    case wkbLineString:
        if (kind == GEOM_LINES) read_part(out, geometry, kind);
        break;
    case wkbPolygon:
        if (kind != GEOM_POLYGON) break;
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            read_part(out, OGR_G_GetGeometryRef(geometry, i), kind);
        break;
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            read_parts(out, OGR_G_GetGeometryRef(geometry, i), kind);
        break;
    default: break;
    }
}

bool ogr_shape_read(shape_buffer *out, OGRGeometryH geometry, geom_shape *shape)
{
    if (!geometry) return false;
    OGRGeometryH linear =
        OGR_G_HasCurveGeometry(geometry, 1) ? OGR_G_GetLinearGeometry(geometry, 0, NULL) : geometry;
    if (!linear) return false;
    shape_buffer_clear(out);
    const geom_kind kinds[] = {GEOM_POINTS, GEOM_LINES, GEOM_POLYGON};
    int dimension = OGR_G_GetDimension(linear);
    geom_kind kind = kinds[dimension >= 0 && dimension <= 2 ? dimension : 0];
    read_parts(out, linear, kind);
    if (linear != geometry) OGR_G_DestroyGeometry(linear);
    *shape = shape_buffer_shape(out, kind);
    return shape->part_count > 0;
}
