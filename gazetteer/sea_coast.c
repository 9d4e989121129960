#include "gazetteer/sea.h"

#include "gazetteer/area.h"
#include "gazetteer/compass.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/reach.h"
#include "gazetteer/rules.h"
#include "gazetteer/sea_shore.h"
#include "gazetteer/sea_spread.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <string.h>

// Where a country has no coast on a side: what lies within this of the direction from its middle.
#define SIDE_HALF_DEG 60
// A country that is moved out to sea leaves no gaps where it is moved by at most this share of its radius.
#define SWEEP_STEP_SHARE 0.5
#define SWEEP_STEPS_MAX  16
// "East" of a coast is up to so much to either side of it.
#define SWEEP_ASIDE_DEG 30
#define SWEEP_WAYS      3
// What is not known may be an island that the outline does not have, so far from it.
#define OUTLYING_M          90e3
#define UNKNOWN_OUTLINE_DEG 0.1
// How closely a country's outline is followed, as shares of the distance and in degrees.
#define OUTLINE_PER_DISTANCE (1 / 15.0)
#define OUTLINE_MIN_DEG      0.01
#define DEGREE_M             111195.0

/** What of an area the seas among the qualifiers hold; the area itself where none holds any of it. */
static GEOSGeometry *named_part(scope *s, GEOSGeometry *area, const rank_hints *hints)
{
    for (size_t i = 0; i < hints->qualifier_count; i++) {
        const rank_container *sea = hints->qualifiers[i].count ? hints->qualifiers[i].items : NULL;
        if (!sea || !sea->place || !sea->area || kind_by_name(sea->place->kind)->class != KIND_WATER)
            continue;
        GEOSGeometry *inside = scope_own(s, GEOSIntersection_r(s->geos, area, sea->area));
        GEOSGeometry *valid =
            inside && GEOSisEmpty_r(s->geos, inside) == 0 ? shape_of_overlay(s, inside) : NULL;
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

/**
 * The point of a band that is nearest to its middle, which is mostly on the land it bends around, and from
 * there @p deeper_m farther out.
 */
static gaz_lonlat band_point(scope *s, const GEOSGeometry *band, double deeper_m)
{
    gaz_lonlat at = shape_best_point(s, band), middle;
    const GEOSGeometry *centroid = scope_own(s, GEOSGetCentroid_r(s->geos, band));
    if (!centroid || GEOSGeomGetX_r(s->geos, centroid, &middle.lon_deg) != 1 ||
        GEOSGeomGetY_r(s->geos, centroid, &middle.lat_deg) != 1)
        return at;
    if (shape_contains(s, band, middle)) return middle;
    GEOSCoordSequence *nearest = GEOSNearestPoints_r(s->geos, band, centroid);
    if (!nearest) return at;
    GEOSCoordSeq_getXY_r(s->geos, nearest, 0, &at.lon_deg, &at.lat_deg);
    GEOSCoordSeq_destroy_r(s->geos, nearest);
    const gaz_lonlat inside = geodesy_direct(at, geodesy_bearing_deg(middle, at), deeper_m);
    return shape_contains(s, band, inside) ? inside : at;
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
    const double low_m = fmax(0, sea_nearest_m(node) - SEA_SLACK_M),
                 high_m = sea_farthest_m(node) + SEA_SLACK_M;
    const phrase_node *directed = side && side->has_bearing ? side : node->has_bearing ? node : NULL;
    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = PREC_NEAR;
    out->explanation = scope_printf(s, "%.4g km off the %s%scoast of %s", node->distance_max_m / 1000,
                                    directed ? compass_name(directed->bearing_deg) : "", directed ? " " : "",
                                    rule_name_of(anchor));
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
    out->area = named_part(s, water ? water : valid, hints);
    out->position = band_point(s, out->area, middle_m - low_m);
    if (directed) {
        // Straight out from where the direction leaves the country.
        double edge_m = sea_last_crossing_m(s, land, anchor->position, directed->bearing_deg,
                                            4 * fmax(anchor->radius_m, 1));
        gaz_lonlat out_there = geodesy_direct(anchor->position, directed->bearing_deg, edge_m + middle_m);
        if (shape_contains(s, out->area, out_there)) out->position = out_there;
    }
    rule_measure(session, out);
    if (out->radius_m > RULE_NEAR_MAX_M) out->precision = PREC_WATERS;
    return status;
}

void sea_narrow_to_side(store_session *session, const phrase_node *node, const outcome *container,
                        const rank_hints *hints, outcome *out)
{
    scope *s = &session->work;
    if (!out->area || !container->area || !container->place->shape) return;
    const GEOSGeometry *land = reach_main_parts(session, container->place, container->area);
    // So far about what is not known no bay is seen.
    const GEOSGeometry *plain =
        scope_own(s, GEOSTopologyPreserveSimplify_r(s->geos, land, UNKNOWN_OUTLINE_DEG));
    if (plain) land = plain;
    GEOSGeometry *part = named_part(s, out->area, hints);
    if (node->has_bearing)
        part = on_side(s, part, land, container, node->bearing_deg,
                       sea_farthest_m(node) + fmin(OUTLYING_M, container->radius_m));
    GEOSGeometry *valid = part != out->area ? shape_make_valid(s, part) : NULL;
    if (!valid) return;
    out->area = valid;
    out->position = shape_best_point(s, valid);
    rule_measure(session, out);
}
