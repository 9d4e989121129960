#include "gazetteer/sea.h"

#include "gazetteer/area.h"
#include "gazetteer/compass.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/reach.h"
#include "gazetteer/rules.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <string.h>

// From 550 reports of piracy, 1993 to 2012, whose anchor is known (Benden and others, 2021; before 2008 there
// are only 12 beyond 200 km, so that all years had to do): up to 100 km true/stated is 0.9 to 1.2 in nine of
// ten cases, by the shore that is meant, and what the report calls by the anchor's name lies within the slack
// about it; farther out, where positions come from a chart, the error stops growing: beyond 500 km nineteen
// of twenty lie from 35 km short to 130 km over. Widths are taken so that few of the far ones, whose misses
// are by hundreds of kilometres, are outside.
#define NEARER_SHARE  0.12
#define FARTHER_SHARE 0.2
// … and of what is beyond sight of the coast, where most excess is.
#define FARTHER_BEYOND 0.3
#define NEARER_MAX_M   80e3
#define FARTHER_MAX_M  140e3
#define SLACK_M        11e3
// … of a short distance less: nobody gives half a mile from a place that is ten wide.
#define SLACK_LEAST_M      6e3
#define SLACK_PER_DISTANCE (1 / 6.0)
// Bearings, from the same reports beyond 100 km: how far to either side the true one is in 95 of 100 cases,
// so that distance and bearing hold nine of ten together. The four winds are used like sixteen, the four
// between them for all that is left: a perfect point of eight is 22.5 degrees wide to either side.
#define HALF_WIDTH_4_DEG  24
#define HALF_WIDTH_8_DEG  34
#define HALF_WIDTH_16_DEG 17
#define HALF_WIDTH_32_DEG 13
// Up to here four winds are used like eight, by eye; farther out positions come from a chart.
#define IN_SIGHT_M 100e3
// Measured: offsets without a direction are wrong twice as often as those with one.
#define UNDIRECTED_CONFIDENCE 0.7
// Up to this distance an offset without a direction may be coded at the anchor itself.
#define CODED_AT_ANCHOR_M 60e3
// A town's name stands for its harbour and roads up to this far from its middle.
#define TOWN_SHORE_MAX_M 30e3
#define SHORE_STEP_M     2e3
// How far a point that would lie on land is moved on along its bearing until there is water.
#define OUTWARD_MAX_M 40e3
// Up to this reach the land in a sector is taken out of it, at this scale.
#define WATER_ONLY_MAX_M    250e3
#define SHORE_TOLERANCE_DEG 0.01
#define DEGREE_M            111195.0
// Directions that are looked at for water.
#define ROSE 24
// Capes of an island lie beyond what holds nine tenths of its ground.
#define TIP_SHARE 1.25
// Rays that look for an island's last land, and how far apart they are.
#define ASIDE_RAYS 5
#define ASIDE_DEG  10
// An island of which only the size is known has its shore somewhere between these shares of it.
#define SHORE_NEAR 0.4
#define SHORE_FAR  1.0

static const char *name_of(const outcome *anchor)
{
    return anchor->place ? anchor->place->name : "the place";
}

static double half_width_deg(const phrase_node *node)
{
    switch (node->winds) {
    case 32: return HALF_WIDTH_32_DEG;
    case 16: return HALF_WIDTH_16_DEG;
    case 8: return HALF_WIDTH_8_DEG;
    default: return node->distance_m < IN_SIGHT_M ? HALF_WIDTH_8_DEG : HALF_WIDTH_4_DEG;
    }
}

/** How long the stated distance is at least and at most. */
static double nearest_m(const phrase_node *node)
{
    return node->distance_m - fmin(node->distance_m * NEARER_SHARE, NEARER_MAX_M);
}

static double farthest_m(const phrase_node *node)
{
    const double stated_m = node->distance_max_m;
    double over_m =
        FARTHER_SHARE * fmin(stated_m, IN_SIGHT_M) + FARTHER_BEYOND * fmax(0, stated_m - IN_SIGHT_M);
    return stated_m + fmin(over_m, FARTHER_MAX_M);
}

/** Where the shore of an anchor may lie, seen from its middle. */
typedef struct {
    double near_m, middle_m, far_m;
} shore;

/** Where the ray from the middle leaves an outline for the last time; 0: it does not. */
static double last_crossing_m(scope *s, const GEOSGeometry *outline, gaz_lonlat from, double bearing_deg,
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

/** How far along a bearing the first water is; reach_m where there is none so far. */
static gaz_status first_water_m(store_session *session, gaz_lonlat from, double bearing_deg, double begin_m,
                                double reach_m, double *out, gaz_error *err)
{
    bool land = true;
    gaz_status status = GAZ_OK;
    for (*out = begin_m; *out < reach_m; *out += SHORE_STEP_M) {
        status = store_land_at(session, geodesy_direct(from, bearing_deg, *out), &land, err);
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
        status = store_land_at(session, geodesy_direct(from, bearing_deg, *out), &land, err);
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

static gaz_status find_shore(store_session *session, const outcome *anchor, double bearing_deg, shore *out,
                             gaz_error *err)
{
    *out = (shore){0, 0, 0};
    if (!anchor->place) return GAZ_OK;
    const store_place *place = anchor->place;
    kind_class class = kind_by_name(place->kind)->class;
    double extent_m = isfinite(anchor->radius_m) ? anchor->radius_m : 0;
    if (class == KIND_REGION && place->shape && anchor->area) {
        double edge_m =
            last_crossing_m(&session->work, anchor->area, anchor->position, bearing_deg, 4 * extent_m);
        *out = (shore){edge_m, edge_m, edge_m};
        return GAZ_OK;
    }
    if ((class == KIND_COUNTRY || class == KIND_PROVINCE) && anchor->area) {
        const GEOSGeometry *land = main_part(&session->work, anchor);
        double edge_m = last_crossing_m(&session->work, land, anchor->position, bearing_deg, 4 * extent_m);
        *out = (shore){edge_m, edge_m, edge_m};
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
        *out = land_m > 0 ? (shore){fmin(near_m, land_m), land_m, fmax(far_m, land_m)}
                          : (shore){near_m, (near_m + far_m) / 2, far_m};
        return GAZ_OK;
    }
    if (class == KIND_WATER || class == KIND_LINE) {
        *out = (shore){0, 0, extent_m};
        return GAZ_OK;
    }
    double reach_m = fmin(TOWN_SHORE_MAX_M, fmax(extent_m, TOWN_SHORE_MAX_M / 2));
    double water_m;
    gaz_status status = first_water_m(session, anchor->position, bearing_deg, 0, reach_m, &water_m, err);
    // A town inland is not by the sea, however far out the ship is.
    if (status == GAZ_OK && water_m < reach_m) *out = (shore){0, water_m / 2, water_m};
    return status;
}

/** The widest stretch of water around: *half_deg 180 where it is all around or nowhere. */
static gaz_status find_seaward(store_session *session, gaz_lonlat from, double distance_m,
                               double *bearing_deg, double *half_deg, gaz_error *err)
{
    bool land[ROSE];
    size_t land_count = 0;
    for (int i = 0; i < ROSE; i++) {
        gaz_status status =
            store_land_at(session, geodesy_direct(from, 360.0 * i / ROSE, distance_m), &land[i], err);
        if (status != GAZ_OK) return status;
        land_count += land[i];
    }
    *bearing_deg = 0;
    *half_deg = 180;
    if (!land_count || land_count == ROSE) return GAZ_OK;
    int widest = 0;
    for (int i = 0; i < ROSE; i++) {
        int run = 0;
        while (run < ROSE && !land[(i + run) % ROSE]) run++;
        if (run <= widest) continue;
        widest = run;
        *bearing_deg = fmod(360.0 / ROSE * (i + (run - 1) / 2.0), 360);
        *half_deg = 360.0 / ROSE * run / 2;
    }
    return GAZ_OK;
}

gaz_status sea_is_near(store_session *session, gaz_lonlat from, double distance_m, bool *out, gaz_error *err)
{
    *out = false;
    gaz_status status = GAZ_OK;
    for (int i = 0; status == GAZ_OK && !*out && i < 2 * ROSE; i++) {
        bool land;
        double reach_m = i % 2 ? distance_m : distance_m / 2;
        status = store_land_at(session, geodesy_direct(from, 180.0 * i / ROSE, reach_m), &land, err);
        *out = !land;
    }
    return status;
}

gaz_status sea_is_at(store_session *session, gaz_lonlat from, double bearing_deg, double distance_m,
                     bool *out, gaz_error *err)
{
    *out = true;
    gaz_status status = GAZ_OK;
    for (int i = -1; status == GAZ_OK && *out && i <= 1; i++) {
        bool land;
        gaz_lonlat at = geodesy_direct(from, bearing_deg, distance_m * (1 + FARTHER_SHARE * i));
        status = store_land_at(session, at, &land, err);
        *out = !land;
    }
    return status;
}

static void measure(store_session *session, outcome *out)
{
    if (out->area) out->radius_m = shape_radius_m(&session->work, out->area, out->position);
}

gaz_status sea_offset_from_place(store_session *session, const phrase_node *node, const outcome *anchor,
                                 outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    const double middle_m = (node->distance_m + node->distance_max_m) / 2;
    double bearing_deg = node->bearing_deg, half_deg = half_width_deg(node);
    gaz_status status = GAZ_OK;
    if (!node->has_bearing) {
        // Looked for a little way out, where a harbour's own arms do not count.
        status = find_seaward(session, anchor->position, fmax(middle_m, 2 * SLACK_M), &bearing_deg, &half_deg,
                              err);
    }
    shore edge = {0, 0, 0};
    if (status == GAZ_OK) status = find_shore(session, anchor, bearing_deg, &edge, err);
    if (status != GAZ_OK) return status;

    // Short distances are lost in what the anchor's name stands for, in length and in bearing.
    const double about_m = fmin(SLACK_M, SLACK_LEAST_M + middle_m * SLACK_PER_DISTANCE);
    const double slack_m = about_m + fmin(edge.far_m - edge.near_m, about_m) / 2;
    double low_m = fmax(0, edge.near_m + nearest_m(node) - slack_m);
    const double high_m = edge.far_m + farthest_m(node) + slack_m;
    half_deg += atan2(slack_m, edge.middle_m + middle_m) * 180 / M_PI;
    if (!node->has_bearing && middle_m < CODED_AT_ANCHOR_M) low_m = 0;
    const bool around = half_deg >= 150;

    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = PREC_NEAR;
    if (around) {
        out->area = low_m > 0 ? area_ring(s, anchor->position, low_m, high_m)
                              : area_disc(s, anchor->position, high_m);
    } else {
        out->area = area_sector(s, anchor->position, low_m, high_m, bearing_deg, half_deg);
    }
    // Ships are not ashore; of a wide sector's land nobody asks.
    if (out->area && high_m < WATER_ONLY_MAX_M) {
        GEOSGeometry *water;
        status = store_land_removed(session, out->area, SHORE_TOLERANCE_DEG, &water, err);
        if (status != GAZ_OK) return status;
        if (water) out->area = water;
    }
    if (!around || node->has_bearing) {
        double reach_m = edge.middle_m + middle_m, water_m;
        status = first_water_m(session, anchor->position, bearing_deg, reach_m, reach_m + OUTWARD_MAX_M,
                               &water_m, err);
        if (water_m < reach_m + OUTWARD_MAX_M) reach_m = water_m;
        out->position = geodesy_direct(anchor->position, bearing_deg, reach_m);
    }
    out->explanation =
        node->has_bearing
            ? scope_printf(s,
                           "%.4g km %s of %s over sea, %.3g to %.3g km from its middle within %.0f degrees",
                           node->distance_max_m / 1000, compass_name(bearing_deg), name_of(anchor),
                           low_m / 1000, high_m / 1000, fmin(half_deg, 180))
            : scope_printf(s, "%.4g km off %s, seawards", node->distance_max_m / 1000, name_of(anchor));
    out->confidence *= node->has_bearing ? 0.9 : UNDIRECTED_CONFIDENCE;
    measure(session, out);
    return status;
}

// Where a country has no coast on a side: what lies within this of the direction from its middle.
#define SIDE_HALF_DEG 60
// A country that is moved out to sea leaves no gaps where it is moved by at most this share of its radius.
#define SWEEP_STEP_SHARE 0.5
#define SWEEP_STEPS_MAX  16
// "East" of a coast is up to so much to either side of it.
#define SWEEP_ASIDE_DEG 30
#define SWEEP_WAYS      3
// How closely a country's outline is followed, as shares of the distance and in degrees.
#define OUTLINE_PER_DISTANCE (1 / 15.0)
#define OUTLINE_MIN_DEG      0.01

/** What of an area the seas among the qualifiers hold; the area itself where none holds any of it. */
static GEOSGeometry *in_named_sea(scope *s, GEOSGeometry *area, const rank_hints *hints)
{
    for (size_t i = 0; i < hints->qualifier_count; i++) {
        const rank_container *sea = hints->qualifiers[i].count ? hints->qualifiers[i].items : NULL;
        if (!sea || !sea->place || !sea->area || kind_by_name(sea->place->kind)->class != KIND_WATER)
            continue;
        GEOSGeometry *inside = scope_own(s, GEOSIntersection_r(s->geos, area, sea->area));
        GEOSGeometry *valid =
            inside && GEOSisEmpty_r(s->geos, inside) == 0 ? shape_make_valid(s, inside) : NULL;
        if (valid) area = valid;
    }
    return area;
}

typedef struct {
    double lon_deg, lat_deg;
} sweep_shift;

static int shift_point(double *lon_deg, double *lat_deg, void *data)
{
    const sweep_shift *by = data;
    *lon_deg += by->lon_deg;
    *lat_deg += by->lat_deg;
    return 1;
}

/**
 * What lies in about a direction from any part of the land, up to a distance: the land itself, moved there
 * step by step. "The east coast" of a country is all of that side, whichever way each stretch of it faces.
 * NULL: GEOS fails.
 */
static GEOSGeometry *sweep(scope *s, const GEOSGeometry *land, const outcome *anchor, double bearing_deg,
                           double reach_m)
{
    const double step_m = SWEEP_STEP_SHARE * fmax(anchor->radius_m, 1), rad = M_PI / 180;
    const int steps = (int)fmin(SWEEP_STEPS_MAX, ceil(reach_m / step_m));
    const double lon_scale = fmax(0.1, cos(anchor->position.lat_deg * rad));
    GEOSGeometry *copies[SWEEP_WAYS * SWEEP_STEPS_MAX];
    unsigned count = 0;
    for (int i = 0; i < SWEEP_WAYS * steps; i++) {
        double way_deg = bearing_deg + SWEEP_ASIDE_DEG * (i % SWEEP_WAYS - SWEEP_WAYS / 2);
        double moved_deg = reach_m * (i / SWEEP_WAYS + 1) / steps / DEGREE_M;
        sweep_shift by = {moved_deg * sin(way_deg * rad) / lon_scale, moved_deg * cos(way_deg * rad)};
        copies[count] = GEOSGeom_transformXY_r(s->geos, land, shift_point, &by);
        if (copies[count]) count++;
    }
    GEOSGeometry *all =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, copies, count));
    return all ? scope_own(s, GEOSUnaryUnion_r(s->geos, all)) : NULL;
}

/** What of a band lies on a side of the land; the band itself where nothing does. */
static GEOSGeometry *on_side(scope *s, GEOSGeometry *band, const GEOSGeometry *land, const outcome *anchor,
                             double bearing_deg, double reach_m)
{
    GEOSGeometry *sides[2] = {sweep(s, land, anchor, bearing_deg, reach_m), NULL};
    double sector_m = fmin(4 * fmax(anchor->radius_m, 1) + 2 * reach_m, 9e6);
    for (int i = 0; i < 2; i++) {
        if (i == 1) sides[i] = area_sector(s, anchor->position, 0, sector_m, bearing_deg, SIDE_HALF_DEG);
        GEOSGeometry *part = sides[i] ? scope_own(s, GEOSIntersection_r(s->geos, band, sides[i])) : NULL;
        if (part && GEOSisEmpty_r(s->geos, part) == 0) return part;
    }
    return band;
}

gaz_status sea_offset_from_coast(store_session *session, const phrase_node *node, const phrase_node *side,
                                 const outcome *anchor, const rank_hints *hints, outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    const double middle_m = (node->distance_m + node->distance_max_m) / 2;
    const double low_m = fmax(0, nearest_m(node) - SLACK_M), high_m = farthest_m(node) + SLACK_M;
    const phrase_node *directed = side && side->has_bearing ? side : node->has_bearing ? node : NULL;
    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = PREC_NEAR;
    out->explanation = scope_printf(s, "%.4g km off the %s%scoast of %s", node->distance_max_m / 1000,
                                    directed ? compass_name(directed->bearing_deg) : "", directed ? " " : "",
                                    name_of(anchor));
    // Which stretch of the coast is meant is seldom said.
    out->confidence *= 0.7;
    const GEOSGeometry *land =
        anchor->area && !strcmp(anchor->rule, phrase_rule(PHRASE_PART)) ? anchor->area : NULL;
    if (anchor->area && !land) land = reach_main_parts(session, anchor->place, anchor->area);
    GEOSGeometry *outer = land ? area_buffer(s, land, high_m) : NULL;
    GEOSGeometry *inner = outer && low_m > 0 ? area_buffer(s, land, low_m) : NULL;
    GEOSGeometry *band = inner ? scope_own(s, GEOSDifference_r(s->geos, outer, inner)) : outer;
    if (band && directed) band = on_side(s, band, land, anchor, directed->bearing_deg, high_m);
    GEOSGeometry *valid = band ? shape_make_valid(s, band) : NULL, *water = NULL;
    gaz_status status = GAZ_OK;
    double tolerance_deg = fmax(OUTLINE_MIN_DEG, middle_m * OUTLINE_PER_DISTANCE / DEGREE_M);
    if (valid) status = store_land_removed(session, valid, tolerance_deg, &water, err);
    if (status != GAZ_OK || !valid) return status;
    out->area = in_named_sea(s, water ? water : valid, hints);
    out->position = shape_best_point(s, out->area);
    if (directed) {
        // Straight out from where the direction leaves the country.
        double edge_m =
            last_crossing_m(s, land, anchor->position, directed->bearing_deg, 4 * fmax(anchor->radius_m, 1));
        gaz_lonlat out_there = geodesy_direct(anchor->position, directed->bearing_deg, edge_m + middle_m);
        if (shape_contains(s, out->area, out_there)) out->position = out_there;
    }
    measure(session, out);
    return status;
}
