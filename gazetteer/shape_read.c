/** @file Geometries out of GeoPackage blobs. */
#include "gazetteer/shape.h"

#include <endian.h>
#include <string.h>

#define HEADER_BYTES 8
#define POINT_BYTES  (2 * sizeof(double))
// Well-known binary: what begins a little-endian geometry, and its types.
#define LITTLE_ENDIAN_MARK 1
#define WKB_POLYGON        3
#define WKB_MULTIPOLYGON   6

/** Polygons on the way through them. Every reading gives 0 behind the end, and says so. */
typedef struct {
    const unsigned char *at, *end;
    bool broken;
} wkb;

static uint32_t read_number(wkb *from)
{
    if (from->end - from->at < 4) from->broken = true;
    if (from->broken) return 0;
    const unsigned char *b = from->at;
    from->at += 4;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/** How many members a geometry of this type has; 0, and broken, where it is another. */
static uint32_t read_head(wkb *from, uint32_t type)
{
    if (from->at == from->end || *from->at++ != LITTLE_ENDIAN_MARK) from->broken = true;
    if (read_number(from) != type) from->broken = true;
    return read_number(from);
}

/** The points of a ring, in place and unaligned; NULL, and broken, where there are not so many. */
static const unsigned char *read_points(wkb *from, uint32_t *count)
{
    *count = read_number(from);
    const unsigned char *points = from->at;
    if (*count > (size_t)(from->end - from->at) / POINT_BYTES) from->broken = true;
    if (from->broken) return NULL;
    from->at += *count * POINT_BYTES;
    return points;
}

/** What there is to make room for. */
typedef struct {
    uint32_t parts, rings_of_part, points_of_ring; ///< the latter two: the most
} extent;

static bool measure(wkb from, bool many, extent *out)
{
    *out = (extent){.parts = many ? read_head(&from, WKB_MULTIPOLYGON) : 1};
    for (uint32_t i = 0; i < out->parts && !from.broken; i++) {
        const uint32_t rings = read_head(&from, WKB_POLYGON);
        if (rings > out->rings_of_part) out->rings_of_part = rings;
        for (uint32_t k = 0; k < rings && !from.broken; k++) {
            uint32_t count;
            read_points(&from, &count);
            if (count > out->points_of_ring) out->points_of_ring = count;
            if (!count) from.broken = true;
        }
        if (!rings) from.broken = true;
    }
    return !from.broken && from.at == from.end && out->parts;
}

static GEOSGeometry *make_ring(scope *s, wkb *from, double *room)
{
    uint32_t count;
    const unsigned char *points = read_points(from, &count);
    memcpy(room, points, count * POINT_BYTES);
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(s->geos, room, count, 0, 0);
    return sequence ? GEOSGeom_createLinearRing_r(s->geos, sequence) : NULL;
}

static GEOSGeometry *make_polygon(scope *s, wkb *from, double *room, GEOSGeometry **rings)
{
    const uint32_t wanted = read_head(from, WKB_POLYGON);
    uint32_t count = 0;
    while (count < wanted && (rings[count] = make_ring(s, from, room))) count++;
    if (count == wanted) return GEOSGeom_createPolygon_r(s->geos, rings[0], rings + 1, count - 1);
    while (count) GEOSGeom_destroy_r(s->geos, rings[--count]);
    return NULL;
}

/**
 * Polygons, as nearly all outlines are, ring by ring: GEOS' own reader sets number by number, which takes
 * four times as long. NULL: that must read it, or say what is wrong.
 */
static GEOSGeometry *read_polygons(scope *s, wkb from)
{
    extent most;
    wkb ahead = from;
    ahead.at += from.at < from.end;
    const bool many = read_number(&ahead) == WKB_MULTIPOLYGON;
    // Coordinates are copied as they are.
    if (htole32(1) != 1 || !measure(from, many, &most)) return NULL;
    // All room is taken here: what GEOS has made by then would be lost where memory is exhausted.
    double *room = scope_take(s, most.points_of_ring * POINT_BYTES);
    GEOSGeometry **rings = scope_take(s, most.rings_of_part * sizeof *rings);
    GEOSGeometry **parts = scope_take(s, most.parts * sizeof *parts);
    if (many) read_head(&from, WKB_MULTIPOLYGON);
    uint32_t count = 0;
    while (count < most.parts && (parts[count] = make_polygon(s, &from, room, rings))) count++;
    if (count == most.parts && !many) return parts[0];
    if (count == most.parts)
        return GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, parts, most.parts);
    while (count) GEOSGeom_destroy_r(s->geos, parts[--count]);
    return NULL;
}

GEOSGeometry *shape_from_blob(scope *s, const void *bytes, size_t length)
{
    static const size_t envelope_bytes[] = {0, 32, 48, 48, 64};
    const unsigned char *blob = bytes;
    if (length < HEADER_BYTES || blob[0] != 'G' || blob[1] != 'P') return NULL;
    const size_t envelope_code = blob[3] >> 1 & 7;
    if (envelope_code >= sizeof envelope_bytes / sizeof *envelope_bytes) return NULL;
    const size_t offset = HEADER_BYTES + envelope_bytes[envelope_code];
    if (length <= offset) return NULL;
    GEOSGeometry *polygons = read_polygons(s, (wkb){.at = blob + offset, .end = blob + length});
    if (polygons) return scope_own(s, polygons);
    GEOSWKBReader *reader = GEOSWKBReader_create_r(s->geos);
    if (!reader) return NULL;
    GEOSGeometry *geometry = GEOSWKBReader_read_r(s->geos, reader, blob + offset, length - offset);
    GEOSWKBReader_destroy_r(s->geos, reader);
    return scope_own(s, geometry);
}
