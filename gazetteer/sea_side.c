#include "gazetteer/sea_side.h"

#include "gazetteer/area.h"
#include "gazetteer/shape.h"

#include <math.h>

#define DEGREE_M 111195.0
// A sector of 300 km that is moved by a fifth of that leaves no gap to the next.
#define STEP_PER_REACH 0.2
// Of the whole hull.
#define STEPS_MAX 32

/** The corners of a hull, in degrees, the longitudes shrunk to the latitudes' scale at its middle. */
typedef struct {
    gaz_lonlat *corners; ///< a ring: the last repeats the first
    unsigned count;
    double lon_scale, turn; ///< turn: 1 where it runs counter-clockwise, -1 clockwise
    double around_m;
} hull;

static bool read_hull(scope *s, const GEOSGeometry *land, double tolerance_deg, hull *out)
{
    const GEOSGeometry *whole = scope_own(s, GEOSConvexHull_r(s->geos, land));
    const GEOSGeometry *around =
        whole ? scope_own(s, GEOSTopologyPreserveSimplify_r(s->geos, whole, tolerance_deg)) : NULL;
    const GEOSGeometry *ring = around && GEOSGeomTypeId_r(s->geos, around) == GEOS_POLYGON
                                   ? GEOSGetExteriorRing_r(s->geos, around)
                                   : NULL;
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(s->geos, ring) : NULL;
    if (!points || !GEOSCoordSeq_getSize_r(s->geos, points, &out->count) || out->count < 4) return false;
    shape_box box = shape_bounds(s, around);
    out->lon_scale = fmax(0.1, cos((box.south_deg + box.north_deg) / 2 * M_PI / 180));
    out->corners = scope_alloc(s, out->count * sizeof *out->corners);
    double doubled_area = 0;
    out->around_m = 0;
    for (unsigned i = 0; i < out->count; i++) {
        gaz_lonlat *at = &out->corners[i];
        if (!GEOSCoordSeq_getXY_r(s->geos, points, i, &at->lon_deg, &at->lat_deg)) return false;
        if (!i) continue;
        doubled_area += (at[-1].lon_deg - at->lon_deg) * (at[-1].lat_deg + at->lat_deg);
        out->around_m +=
            DEGREE_M * hypot((at->lon_deg - at[-1].lon_deg) * out->lon_scale, at->lat_deg - at[-1].lat_deg);
    }
    out->turn = doubled_area > 0 ? 1 : -1;
    return box.east_deg - box.west_deg < 180;
}

GEOSGeometry *sea_side_sector(scope *s, const GEOSGeometry *land, double low_m, double high_m,
                              double bearing_deg, double half_width_deg)
{
    hull h;
    if (!read_hull(s, land, STEP_PER_REACH * high_m / DEGREE_M, &h)) return NULL;
    const double east = sin(bearing_deg * M_PI / 180), north = cos(bearing_deg * M_PI / 180);
    const double step_m = fmax(STEP_PER_REACH * high_m, h.around_m / STEPS_MAX);
    GEOSGeometry **sectors = scope_alloc(s, (2 * h.count + STEPS_MAX) * sizeof *sectors);
    unsigned count = 0;
    for (unsigned i = 1; i < h.count; i++) {
        gaz_lonlat a = h.corners[i - 1], b = h.corners[i];
        double along_lon = (b.lon_deg - a.lon_deg) * h.lon_scale, along_lat = b.lat_deg - a.lat_deg;
        // The outward normal is to the right of a ring that runs counter-clockwise.
        if (h.turn * (along_lat * east - along_lon * north) <= 0) continue;
        const int steps = (int)ceil(hypot(along_lon, along_lat) * DEGREE_M / step_m);
        for (int k = 0; k <= steps; k++) {
            double part = (double)k / fmax(steps, 1);
            gaz_lonlat from = {a.lon_deg + part * (b.lon_deg - a.lon_deg),
                               a.lat_deg + part * (b.lat_deg - a.lat_deg)};
            GEOSGeometry *one = area_sector(s, from, low_m, high_m, bearing_deg, half_width_deg);
            sectors[count] = one ? GEOSGeom_clone_r(s->geos, one) : NULL;
            if (sectors[count]) count++;
        }
    }
    if (!count) return NULL;
    GEOSGeometry *all =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, sectors, count));
    GEOSGeometry *joined = all ? scope_own(s, GEOSUnaryUnion_r(s->geos, all)) : NULL;
    return joined ? shape_of_overlay(s, joined) : NULL;
}
