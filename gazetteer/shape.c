#include "gazetteer/shape.h"

#include <math.h>
#include <string.h>

#define HEADER_BYTES   8
#define ENVELOPE_BYTES 32
#define SRS_WGS84      4326

static void put_header(unsigned char *at, unsigned char envelope_code)
{
    const unsigned char flags = (unsigned char)(1 | envelope_code << 1);
    const unsigned char header[HEADER_BYTES] = {'G', 'P', 0, flags, SRS_WGS84 & 0xff, SRS_WGS84 >> 8, 0, 0};
    memcpy(at, header, sizeof header);
}

void shape_point_blob(gaz_lonlat at, unsigned char out[SHAPE_POINT_BYTES])
{
    put_header(out, 0);
    const unsigned char wkb_point[5] = {1, 1, 0, 0, 0};
    memcpy(out + HEADER_BYTES, wkb_point, sizeof wkb_point);
    memcpy(out + HEADER_BYTES + 5, &at, 2 * sizeof(double));
}

shape_blob shape_to_blob(scope *s, const GEOSGeometry *geometry)
{
    shape_blob blob = {0};
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(s->geos);
    if (!writer) return blob;
    GEOSWKBWriter_setByteOrder_r(s->geos, writer, GEOS_WKB_NDR);
    GEOSWKBWriter_setOutputDimension_r(s->geos, writer, 2);
    size_t wkb_length = 0;
    unsigned char *wkb = GEOSWKBWriter_write_r(s->geos, writer, geometry, &wkb_length);
    GEOSWKBWriter_destroy_r(s->geos, writer);
    if (!wkb) return blob;
    shape_box box = shape_bounds(s, geometry);
    const double envelope[4] = {box.west_deg, box.east_deg, box.south_deg, box.north_deg};
    blob.length = HEADER_BYTES + ENVELOPE_BYTES + wkb_length;
    blob.bytes = scope_alloc(s, blob.length);
    put_header(blob.bytes, 1);
    memcpy(blob.bytes + HEADER_BYTES, envelope, ENVELOPE_BYTES);
    memcpy(blob.bytes + HEADER_BYTES + ENVELOPE_BYTES, wkb, wkb_length);
    GEOSFree_r(s->geos, wkb);
    return blob;
}

GEOSGeometry *shape_from_wkt(scope *s, const char *wkt)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(s->geos);
    if (!reader) return NULL;
    GEOSGeometry *geometry = GEOSWKTReader_read_r(s->geos, reader, wkt);
    GEOSWKTReader_destroy_r(s->geos, reader);
    if (!scope_own(s, geometry) || GEOSisEmpty_r(s->geos, geometry) != 0) return NULL;
    shape_box box = shape_bounds(s, geometry);
    bool on_globe =
        box.west_deg >= -180 && box.east_deg <= 180 && box.south_deg >= -90 && box.north_deg <= 90;
    return on_globe ? geometry : NULL;
}

GEOSGeometry *shape_make_valid(scope *s, const GEOSGeometry *geometry)
{
    GEOSGeometry *valid = scope_own(s, GEOSMakeValid_r(s->geos, geometry));
    if (!valid) return NULL;
    int type = GEOSGeomTypeId_r(s->geos, valid);
    if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON)
        return GEOSisEmpty_r(s->geos, valid) == 0 ? valid : NULL;
    // A collection: its polygons are the area, the rest are spikes that had none.
    GEOSGeometry *joined = NULL;
    int count = GEOSGetNumGeometries_r(s->geos, valid);
    for (int i = 0; type == GEOS_GEOMETRYCOLLECTION && i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, valid, i);
        int part_type = GEOSGeomTypeId_r(s->geos, part);
        if (part_type != GEOS_POLYGON && part_type != GEOS_MULTIPOLYGON) continue;
        joined = scope_own(s, joined ? GEOSUnion_r(s->geos, joined, part) : GEOSGeom_clone_r(s->geos, part));
        if (!joined) return NULL;
    }
    return joined && GEOSisEmpty_r(s->geos, joined) == 0 ? joined : NULL;
}

GEOSGeometry *shape_of_overlay(scope *s, GEOSGeometry *made)
{
    const int type = GEOSGeomTypeId_r(s->geos, made);
    if (type != GEOS_POLYGON && type != GEOS_MULTIPOLYGON) return shape_make_valid(s, made);
    return GEOSisEmpty_r(s->geos, made) == 0 ? made : NULL;
}

shape_box shape_bounds(scope *s, const GEOSGeometry *geometry)
{
    shape_box box = {NAN, NAN, NAN, NAN};
    GEOSGeom_getXMin_r(s->geos, geometry, &box.west_deg);
    GEOSGeom_getXMax_r(s->geos, geometry, &box.east_deg);
    GEOSGeom_getYMin_r(s->geos, geometry, &box.south_deg);
    GEOSGeom_getYMax_r(s->geos, geometry, &box.north_deg);
    return box;
}

static gaz_lonlat point_of(scope *s, GEOSGeometry *point)
{
    gaz_lonlat at = {NAN, NAN};
    if (scope_own(s, point) && GEOSisEmpty_r(s->geos, point) == 0) {
        GEOSGeomGetX_r(s->geos, point, &at.lon_deg);
        GEOSGeomGetY_r(s->geos, point, &at.lat_deg);
    }
    return at;
}

bool shape_contains(scope *s, const GEOSGeometry *geometry, gaz_lonlat point)
{
    GEOSGeometry *at = scope_own(s, GEOSGeom_createPointFromXY_r(s->geos, point.lon_deg, point.lat_deg));
    return at && GEOSIntersects_r(s->geos, geometry, at) == 1;
}

/** The part that is more than half of the whole, where there is one: no point of the United States is sought
 * between Alaska and Texas. Else the whole. */
static const GEOSGeometry *main_part(scope *s, const GEOSGeometry *geometry)
{
    double whole = 0;
    GEOSArea_r(s->geos, geometry, &whole);
    for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, geometry); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        double area = 0;
        if (GEOSArea_r(s->geos, part, &area) == 1 && area > whole / 2) return part;
    }
    return geometry;
}

gaz_lonlat shape_best_point(scope *s, const GEOSGeometry *whole)
{
    const GEOSGeometry *geometry = main_part(s, whole);
    gaz_lonlat centroid = point_of(s, GEOSGetCentroid_r(s->geos, geometry));
    if (isfinite(centroid.lon_deg) && shape_contains(s, geometry, centroid)) return centroid;
    gaz_lonlat inside = point_of(s, GEOSPointOnSurface_r(s->geos, geometry));
    return isfinite(inside.lon_deg) ? inside : centroid;
}

gaz_lonlat shape_middle(scope *s, const GEOSGeometry *line)
{
    const GEOSGeometry *longest = line;
    double longest_deg = -1;
    for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, line); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, line, i);
        double length_deg = 0;
        GEOSLength_r(s->geos, part, &length_deg);
        if (length_deg > longest_deg) {
            longest = part;
            longest_deg = length_deg;
        }
    }
    return point_of(s, GEOSInterpolateNormalized_r(s->geos, longest, 0.5));
}

/** Whether a closed ring runs counter-clockwise: twice its area, from its first point, is above zero. */
static bool is_ccw(const gaz_lonlat *points, size_t count)
{
    double area = 0;
    gaz_lonlat origin = points[0];
    for (size_t i = 1; i + 1 < count; i++)
        area += (points[i].lon_deg - origin.lon_deg) * (points[i + 1].lat_deg - origin.lat_deg) -
                (points[i + 1].lon_deg - origin.lon_deg) * (points[i].lat_deg - origin.lat_deg);
    return area > 0;
}

/** Appends one ring, turned counter-clockwise for an exterior and clockwise for a hole. */
static bool append_ring(scope *s, const GEOSGeometry *ring, bool hole, gaz_lonlat *points, size_t *count)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(s->geos, ring);
    unsigned size = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(s->geos, sequence, &size)) return false;
    gaz_lonlat *ring_points = points + *count;
    if (!GEOSCoordSeq_copyToBuffer_r(s->geos, sequence, (double *)ring_points, 0, 0)) return false;
    *count += size;
    bool turn = size >= 4 && hole == is_ccw(ring_points, size);
    for (size_t i = 0, k = size; turn && i + 1 < k; i++) {
        gaz_lonlat swap = ring_points[i];
        ring_points[i] = ring_points[--k];
        ring_points[k] = swap;
    }
    return true;
}

gaz_area *shape_to_area(scope *s, const GEOSGeometry *geometry)
{
    int part_count = GEOSGetNumGeometries_r(s->geos, geometry);
    int point_count = GEOSGetNumCoordinates_r(s->geos, geometry);
    size_t ring_count = 0;
    for (int i = 0; i < part_count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        if (GEOSGeomTypeId_r(s->geos, part) != GEOS_POLYGON) return NULL;
        ring_count += 1 + (size_t)GEOSGetNumInteriorRings_r(s->geos, part);
    }
    if (part_count <= 0 || point_count <= 0) return NULL;
    gaz_area *area = scope_alloc(s, sizeof *area);
    size_t *ends = scope_alloc(s, ring_count * sizeof *ends);
    bool *holes = scope_alloc(s, ring_count * sizeof *holes);
    gaz_lonlat *points = scope_take(s, (size_t)point_count * sizeof *points);
    size_t rings = 0, count = 0;
    for (int i = 0; i < part_count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        int hole_count = GEOSGetNumInteriorRings_r(s->geos, part);
        for (int k = -1; k < hole_count; k++) {
            const GEOSGeometry *ring =
                k < 0 ? GEOSGetExteriorRing_r(s->geos, part) : GEOSGetInteriorRingN_r(s->geos, part, k);
            if (!ring || !append_ring(s, ring, k >= 0, points, &count)) return NULL;
            holes[rings] = k >= 0;
            ends[rings++] = count;
        }
    }
    *area = (gaz_area){rings, ends, holes, points};
    return area;
}

GEOSGeometry *shape_from_ring(scope *s, const gaz_lonlat *points, size_t count)
{
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(s->geos, (const double *)points, (unsigned)count, 0, 0);
    GEOSGeometry *ring = sequence ? GEOSGeom_createLinearRing_r(s->geos, sequence) : NULL;
    return ring ? scope_own(s, GEOSGeom_createPolygon_r(s->geos, ring, NULL, 0)) : NULL;
}
