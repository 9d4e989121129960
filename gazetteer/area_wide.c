/** @file What lies around a geometry, or on one side of it. */
#include "gazetteer/area.h"
#include "gazetteer/area_plane.h"
#include "gazetteer/shape.h"

#include <math.h>

// One degree of latitude, the mean over the ellipsoid.
#define DEGREE_M 111195.0
// A coast of 30,000 points and 1,000 islands takes ten seconds and a gigabyte to buffer. What a twentieth of
// the distance, or a two-thousandth of the whole, smooths is not seen.
#define SMOOTH_PER_DISTANCE (1 / 20.0)
#define SMOOTH_PER_EXTENT   (1 / 2000.0)

/** Without the points and parts that are smaller than the tolerance; never without its largest part. */
static GEOSGeometry *smoothed(scope *s, GEOSGeometry *flat, double tolerance_deg)
{
    GEOSGeometry *simple = scope_own(s, GEOSSimplify_r(s->geos, flat, tolerance_deg));
    if (!simple || GEOSisEmpty_r(s->geos, simple) != 0) return flat;
    int count = GEOSGetNumGeometries_r(s->geos, simple);
    if (count < 2) return simple;
    GEOSGeometry **parts = scope_alloc(s, (size_t)count * sizeof *parts);
    unsigned kept = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, simple, i);
        if (GEOSisEmpty_r(s->geos, part) != 0) continue;
        shape_box box = shape_bounds(s, part);
        if (fmax(box.east_deg - box.west_deg, box.north_deg - box.south_deg) < 2 * tolerance_deg) continue;
        parts[kept] = GEOSGeom_clone_r(s->geos, part);
        if (parts[kept]) kept++;
    }
    if (!kept) return simple;
    GEOSGeometry *joined =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, parts, kept));
    return joined ? joined : simple;
}

/** A geometry in the plane, without what is not seen beside what lies a distance around it. */
static GEOSGeometry *flattened(scope *s, const GEOSGeometry *geometry, double cos_lat, double distance_deg)
{
    GEOSGeometry *flat = area_plane_scale(s, geometry, 0, cos_lat);
    if (!flat) return NULL;
    shape_box box = shape_bounds(s, flat);
    double extent_deg = hypot(box.east_deg - box.west_deg, box.north_deg - box.south_deg);
    return smoothed(s, flat, fmax(distance_deg * SMOOTH_PER_DISTANCE, extent_deg * SMOOTH_PER_EXTENT));
}

GEOSGeometry *area_buffer(scope *s, const GEOSGeometry *geometry, double distance_m)
{
    const int quarter_segments = 8;
    double cos_lat = area_plane_cos(s, geometry), distance_deg = distance_m / DEGREE_M;
    GEOSGeometry *flat = flattened(s, geometry, cos_lat, distance_deg);
    if (!flat) return NULL;
    GEOSGeometry *wide = scope_own(s, GEOSBuffer_r(s->geos, flat, distance_deg, quarter_segments));
    GEOSGeometry *back = wide ? area_plane_scale(s, wide, 0, 1 / cos_lat) : NULL;
    return back ? area_plane_wrap(s, back) : NULL;
}

/** Which edges of a line or ring are moved, by the side on which the way lies. */
typedef enum { SWEEP_LEFT = 1, SWEEP_RIGHT = -1, SWEEP_BOTH = 0 } sweep_side;

/** What a run of points passes over; *count one more. All its edges have the way on the same side, so that it
 * and its end make a ring that does not cross itself. */
static void sweep_run(scope *s, const gaz_lonlat *run, size_t length, double dx_deg, double dy_deg,
                      GEOSGeometry **parts, unsigned *count)
{
    gaz_lonlat *ring = scope_alloc(s, (2 * length + 1) * sizeof *ring);
    for (size_t i = 0; i < length; i++) {
        ring[i] = run[i];
        ring[2 * length - 1 - i] = (gaz_lonlat){run[i].lon_deg + dx_deg, run[i].lat_deg + dy_deg};
    }
    ring[2 * length] = ring[0];
    const GEOSGeometry *part = shape_from_ring(s, ring, 2 * length + 1);
    GEOSGeometry *own = part ? GEOSGeom_clone_r(s->geos, part) : NULL;
    if (own) parts[(*count)++] = own;
}

/** What the edges of a line or ring pass over that have the way on that side; *count as many more. */
static void sweep_edges(scope *s, const GEOSGeometry *line, sweep_side side, double dx_deg, double dy_deg,
                        GEOSGeometry **parts, unsigned *count)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(s->geos, line);
    unsigned length = 0;
    if (!points || !GEOSCoordSeq_getSize_r(s->geos, points, &length) || length == 0) return;
    gaz_lonlat *run = scope_alloc(s, length * sizeof *run);
    size_t run_length = 0;
    int run_side = 0;
    for (unsigned i = 0; i < length; i++) {
        gaz_lonlat at;
        GEOSCoordSeq_getXY_r(s->geos, points, i, &at.lon_deg, &at.lat_deg);
        if (i > 0) {
            const gaz_lonlat before = run[run_length - 1];
            double across = (at.lon_deg - before.lon_deg) * dy_deg - (at.lat_deg - before.lat_deg) * dx_deg;
            // An edge along the way passes over nothing.
            int here = across > 0 ? SWEEP_LEFT : across < 0 ? SWEEP_RIGHT : 0;
            if (side != SWEEP_BOTH && here != side) here = 0;
            if (run_length > 1 && here != run_side)
                sweep_run(s, run, run_length, dx_deg, dy_deg, parts, count);
            if (here != run_side || here == 0) {
                run[0] = before;
                run_length = here ? 1 : 0;
            }
            run_side = here;
        }
        run[run_length++] = at;
    }
    if (run_length > 1) sweep_run(s, run, run_length, dx_deg, dy_deg, parts, count);
}

/** Calls sweep_edges for each line and exterior ring of a geometry; with @p parts NULL only counts edges. */
static void sweep_all(scope *s, const GEOSGeometry *geometry, double dx_deg, double dy_deg,
                      GEOSGeometry **parts, unsigned *count)
{
    int members = GEOSGetNumGeometries_r(s->geos, geometry);
    for (int i = 0; i < members; i++) {
        const GEOSGeometry *member = GEOSGetGeometryN_r(s->geos, geometry, i);
        int type = GEOSGeomTypeId_r(s->geos, member);
        if (type > GEOS_POLYGON) {
            sweep_all(s, member, dx_deg, dy_deg, parts, count);
            continue;
        }
        const GEOSGeometry *line = type == GEOS_POLYGON ? GEOSGetExteriorRing_r(s->geos, member) : member;
        if (type == GEOS_POINT || !line) continue;
        sweep_side side = SWEEP_BOTH;
        char ccw;
        // Ground is left over the edges that face the way; what the others pass over lies behind these.
        if (type == GEOS_POLYGON &&
            GEOSCoordSeq_isCCW_r(s->geos, GEOSGeom_getCoordSeq_r(s->geos, line), &ccw))
            side = ccw ? SWEEP_RIGHT : SWEEP_LEFT;
        if (parts)
            sweep_edges(s, line, side, dx_deg, dy_deg, parts, count);
        else
            *count += (unsigned)GEOSGetNumCoordinates_r(s->geos, line);
    }
}

GEOSGeometry *area_swept(scope *s, const GEOSGeometry *geometry, double bearing_deg, double distance_m)
{
    double cos_lat = area_plane_cos(s, geometry), distance_deg = distance_m / DEGREE_M;
    GEOSGeometry *flat = flattened(s, geometry, cos_lat, distance_deg);
    if (!flat) return NULL;
    double dx_deg = sin(bearing_deg * M_PI / 180) * distance_deg,
           dy_deg = cos(bearing_deg * M_PI / 180) * distance_deg;
    unsigned capacity = 0, count = 0;
    sweep_all(s, flat, dx_deg, dy_deg, NULL, &capacity);
    GEOSGeometry **parts = scope_alloc(s, (capacity + 1) * sizeof *parts);
    sweep_all(s, flat, dx_deg, dy_deg, parts, &count);
    if (GEOSGeom_getDimensions_r(s->geos, flat) == 2) {
        GEOSGeometry *own = GEOSGeom_clone_r(s->geos, flat);
        if (own) parts[count++] = own;
    }
    if (!count) return NULL;
    GEOSGeometry *all =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, parts, count));
    // A buffer of nothing joins all at once; a union takes them two by two, three times as long.
    GEOSGeometry *joined = all ? scope_own(s, GEOSBuffer_r(s->geos, all, 0, 1)) : NULL;
    GEOSGeometry *back = joined ? area_plane_scale(s, joined, 0, 1 / cos_lat) : NULL;
    return back ? area_plane_wrap(s, back) : NULL;
}
