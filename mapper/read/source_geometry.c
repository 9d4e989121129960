#include "read/source_geometry.h"

#include "project/project.h"
#include "read/cell.h"

#include <math.h>
#include <string.h>

OGRCoordinateTransformationH source_transformation(OGRLayerH layer)
{
    OGRSpatialReferenceH from = OGR_L_GetSpatialRef(layer);
    if (!from) return NULL;
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL), own = OSRClone(from);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH transformation =
        OSRIsSame(own, wgs84) ? NULL : OCTNewCoordinateTransformation(own, wgs84);
    OSRDestroySpatialReference(own);
    OSRDestroySpatialReference(wgs84);
    return transformation;
}

/** A growing shape; the points stay with malloc until it is done. */
typedef struct {
    lonlat *points;
    size_t point_count, point_capacity;
    size_t *ends;
    size_t end_count, end_capacity;
} builder;

static void add_points(builder *b, OGRGeometryH line)
{
    int count = OGR_G_GetPointCount(line);
    for (int i = 0; i < count; i++) {
        lonlat point = {OGR_G_GetX(line, i), OGR_G_GetY(line, i)};
        VEC_PUSH(b->points, b->point_count, b->point_capacity, point);
    }
    VEC_PUSH(b->ends, b->end_count, b->end_capacity, b->point_count);
}

/** Collects the vertices of all parts; a part is a ring, a line or a point. */
static void add_parts(builder *b, OGRGeometryH geometry)
{
    int count = OGR_G_GetGeometryCount(geometry);
    if (count == 0) add_points(b, geometry);
    for (int i = 0; i < count; i++) add_parts(b, OGR_G_GetGeometryRef(geometry, i));
}

/** A point that stands for the geometry: on it, and in the middle where that can be said. */
static bool representative(OGRGeometryH geometry, lonlat *out)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    OGRGeometryH point = NULL;
    if (type == wkbPolygon || type == wkbMultiPolygon) {
        point = OGR_G_PointOnSurface(geometry);
    } else if (type == wkbLineString) {
        point = OGR_G_Value(geometry, OGR_G_Length(geometry) / 2);
    }
    if (!point || OGR_G_IsEmpty(point)) {
        if (point) OGR_G_DestroyGeometry(point);
        point = OGR_G_CreateGeometry(wkbPoint);
        if (OGR_G_Centroid(geometry, point) != OGRERR_NONE || OGR_G_IsEmpty(point)) {
            OGR_G_DestroyGeometry(point);
            return false;
        }
    }
    *out = (lonlat){OGR_G_GetX(point, 0), OGR_G_GetY(point, 0)};
    OGR_G_DestroyGeometry(point);
    return true;
}

static source_shape shape_of_many(OGRGeometryH geometry, arena *memory)
{
    source_shape shape = {.result = SHAPE_OUTSIDE, .radius_m = NAN};
    builder b = {0};
    add_parts(&b, geometry);
    bool valid =
        b.point_count > 0 && representative(geometry, &shape.position) && lonlat_is_valid(shape.position);
    for (size_t i = 0; i < b.point_count && valid; i++) valid = lonlat_is_valid(b.points[i]);
    if (!valid) goto done;

    shape.result = SHAPE_POSITION;
    double radius_m = 0;
    for (size_t i = 0; i < b.point_count; i++) {
        double dist_m = geodesic_distance_m(shape.position, b.points[i]);
        if (dist_m > radius_m) radius_m = dist_m;
    }
    if (radius_m > 0) shape.radius_m = radius_m;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    if (type == wkbPolygon || type == wkbMultiPolygon) {
        geom_shape area = {GEOM_POLYGON, b.end_count, b.ends, b.points};
        geom_shape *copy = arena_alloc(memory, sizeof *copy);
        *copy = geom_copy(memory, &area);
        shape.area = copy;
    }
done:
    free(b.points);
    free(b.ends);
    return shape;
}

source_shape source_shape_of(OGRGeometryH geometry, OGRCoordinateTransformationH to_wgs84, arena *memory)
{
    if (OGR_G_IsEmpty(geometry)) return (source_shape){.result = SHAPE_NONE};
    OGRGeometryH own = NULL;
    if (to_wgs84 || OGR_G_HasCurveGeometry(geometry, 0)) {
        own = OGR_G_HasCurveGeometry(geometry, 0) ? OGR_G_GetLinearGeometry(geometry, 0, NULL)
                                                  : OGR_G_Clone(geometry);
        if (!own || (to_wgs84 && OGR_G_Transform(own, to_wgs84) != OGRERR_NONE)) {
            if (own) OGR_G_DestroyGeometry(own);
            return (source_shape){.result = SHAPE_OUTSIDE};
        }
        geometry = own;
    }
    source_shape shape;
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPoint) {
        shape = (source_shape){.result = SHAPE_POSITION, .radius_m = NAN};
        shape.position = (lonlat){OGR_G_GetX(geometry, 0), OGR_G_GetY(geometry, 0)};
        if (!lonlat_is_valid(shape.position)) shape.result = SHAPE_OUTSIDE;
    } else {
        shape = shape_of_many(geometry, memory);
    }
    if (own) OGR_G_DestroyGeometry(own);
    return shape;
}

const char *source_clean_name(arena *memory, const char *name)
{
    if (strncmp(name, "\xef\xbb\xbf", 3) == 0) name += 3;
    const char *clean = cell_text(memory, name);
    return clean ? clean : "";
}
