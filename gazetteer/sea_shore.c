#include "gazetteer/sea_shore.h"

#include "gazetteer/geodesy.h"
#include "gazetteer/rules.h"
#include "gazetteer/sea.h"
#include "gazetteer/store_land.h"

#include <math.h>

// A town's name stands for its harbour and roads up to this far from its middle; that of a river port for the
// river's mouth, up to that.
#define TOWN_SHORE_MAX_M  30e3
#define RIVER_SHORE_MAX_M 60e3
#define SHORE_STEP_M      2e3
#define DEGREE_M          111195.0
// Capes of an island lie beyond what holds nine tenths of its ground.
#define TIP_SHARE 1.25
// Rays that look for an island's last land, and how far apart they are.
#define ASIDE_RAYS 5
#define ASIDE_DEG  10
// An island of which only the size is known has its shore somewhere between these shares of it.
#define SHORE_NEAR 0.4
#define SHORE_FAR  1.0

double sea_last_crossing_m(scope *s, const GEOSGeometry *outline, gaz_lonlat from, double bearing_deg,
                           double reach_m)
{
    gaz_lonlat ends[2] = {from, geodesy_direct(from, bearing_deg, reach_m)};
    if (fabs(ends[1].lon_deg - ends[0].lon_deg) > 180) return 0;
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(s->geos, (const double *)ends, 2, 0, 0);
    GEOSGeometry *ray = sequence ? scope_own(s, GEOSGeom_createLineString_r(s->geos, sequence)) : NULL;
    GEOSGeometry *inside = ray ? scope_own(s, GEOSIntersection_r(s->geos, ray, outline)) : NULL;
    double farthest_m = 0;
    for (int i = 0; inside && i < GEOSGetNumGeometries_r(s->geos, inside); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, inside, i);
        const GEOSCoordSequence *points =
            GEOSGeomTypeId_r(s->geos, part) == GEOS_LINESTRING && GEOSisEmpty_r(s->geos, part) == 0
                ? GEOSGeom_getCoordSeq_r(s->geos, part)
                : NULL;
        unsigned count = 0;
        if (points) GEOSCoordSeq_getSize_r(s->geos, points, &count);
        for (unsigned k = 0; k < count; k++) {
            gaz_lonlat at;
            if (GEOSCoordSeq_getXY_r(s->geos, points, k, &at.lon_deg, &at.lat_deg))
                farthest_m = fmax(farthest_m, geodesy_distance_m(from, at));
        }
    }
    return farthest_m;
}

gaz_status sea_first_water_m(store_session *session, gaz_lonlat from, double bearing_deg, double begin_m,
                             double reach_m, double *out, gaz_error *err)
{
    bool land = true;
    gaz_status status = GAZ_OK;
    for (*out = begin_m; *out < reach_m; *out += SHORE_STEP_M) {
        status = store_land_at(session, geodesy_look(from, bearing_deg, *out), &land, err);
        if (status != GAZ_OK || !land) return status;
    }
    *out = reach_m;
    return status;
}

/** How far along a bearing the last land is, up to a reach; 0 where there is none. */
static gaz_status last_land_m(store_session *session, gaz_lonlat from, double bearing_deg, double reach_m,
                              double *out, gaz_error *err)
{
    bool land = false;
    gaz_status status = GAZ_OK;
    double step_m = fmin(SHORE_STEP_M, reach_m / 8);
    for (*out = reach_m; status == GAZ_OK && step_m > 0 && *out > 0; *out -= step_m) {
        status = store_land_at(session, geodesy_look(from, bearing_deg, *out), &land, err);
        if (land) return status;
    }
    *out = 0;
    return status;
}

/** The part of an anchor's ground that its point lies in or next to. */
static const GEOSGeometry *main_part(scope *s, const outcome *anchor)
{
    const int count = GEOSGetNumGeometries_r(s->geos, anchor->area);
    GEOSGeometry *at = scope_own(
        s, GEOSGeom_createPointFromXY_r(s->geos, anchor->position.lon_deg, anchor->position.lat_deg));
    const GEOSGeometry *best = anchor->area;
    double least_deg = INFINITY, off_deg;
    for (int i = 0; at && i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, anchor->area, i);
        if (GEOSDistance_r(s->geos, part, at, &off_deg) != 1 || off_deg >= least_deg) continue;
        least_deg = off_deg;
        best = part;
    }
    return best;
}

double sea_main_radius_m(store_session *session, const outcome *anchor)
{
    scope *s = &session->work;
    double area = 0;
    if (!anchor->area || GEOSArea_r(s->geos, main_part(s, anchor), &area) != 1) return anchor->radius_m;
    // In square degrees; a circle of the same ground.
    return DEGREE_M * sqrt(area * cos(anchor->position.lat_deg * M_PI / 180) / M_PI);
}

gaz_status sea_find_shore(store_session *session, const outcome *anchor, double bearing_deg,
                          double seawards_m, sea_shore *out, gaz_error *err)
{
    *out = (sea_shore){0, 0, 0};
    if (!anchor->place || rule_is_tip(anchor)) return GAZ_OK;
    const store_place *place = anchor->place;
    kind_class class = kind_by_name(place->kind)->class;
    double extent_m = isfinite(anchor->radius_m) ? anchor->radius_m : 0;
    if (class == KIND_REGION && place->shape && anchor->area) {
        double edge_m =
            sea_last_crossing_m(&session->work, anchor->area, anchor->position, bearing_deg, 4 * extent_m);
        *out = (sea_shore){edge_m, edge_m, edge_m};
        return GAZ_OK;
    }
    if ((class == KIND_COUNTRY || class == KIND_PROVINCE) && anchor->area) {
        const GEOSGeometry *land = main_part(&session->work, anchor);
        double edge_m =
            sea_last_crossing_m(&session->work, land, anchor->position, bearing_deg, 4 * extent_m);
        *out = (sea_shore){edge_m, edge_m, edge_m};
        return GAZ_OK;
    }
    if (class == KIND_REGION) {
        double land_m = 0;
        gaz_status status = GAZ_OK;
        // Between two islets of a group there is none, but to one side.
        for (int i = 0; i < ASIDE_RAYS && land_m == 0; i++) {
            double ray_deg = bearing_deg + ASIDE_DEG * (i % 2 ? -1 : 1) * ((i + 1) / 2);
            status = last_land_m(session, anchor->position, ray_deg, TIP_SHARE * extent_m, &land_m, err);
            if (status != GAZ_OK) return status;
        }
        const double near_m = SHORE_NEAR * extent_m, far_m = SHORE_FAR * extent_m;
        // The coast that is known tells the likeliest point; reports measure from any cape of it.
        *out = land_m > 0 ? (sea_shore){fmin(near_m, land_m), land_m, fmax(far_m, land_m)}
                          : (sea_shore){near_m, (near_m + far_m) / 2, far_m};
        return GAZ_OK;
    }
    if (class == KIND_WATER || class == KIND_LINE) {
        *out = (sea_shore){0, 0, extent_m};
        return GAZ_OK;
    }
    if (seawards_m > 0) {
        double land_m;
        gaz_status status = last_land_m(session, anchor->position, bearing_deg,
                                        fmin(RIVER_SHORE_MAX_M, seawards_m), &land_m, err);
        *out = (sea_shore){0, land_m / 2, land_m};
        return status;
    }
    double reach_m = fmin(TOWN_SHORE_MAX_M, fmax(extent_m, TOWN_SHORE_MAX_M / 2));
    double water_m;
    gaz_status status = sea_first_water_m(session, anchor->position, bearing_deg, 0, reach_m, &water_m, err);
    // A town inland is not by the sea, however far out the ship is.
    if (status == GAZ_OK && water_m < reach_m) *out = (sea_shore){0, water_m / 2, water_m};
    return status;
}
