#include "gazetteer/rules.h"

#include "gazetteer/area.h"
#include "gazetteer/compass.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/reach.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <string.h>

// Stated distances are mostly by road and rounded: measured true/stated ratios are 0.56 (5th percentile),
// 0.92 (median), 1.39 (90th, in conflict reports).
#define OFFSET_LOW    0.56
#define OFFSET_MIDDLE 0.92
#define OFFSET_HIGH   1.39
#define NEAR_MIN_M    5e3
// How far "south of X" reaches from X's edge: 25 km for a village; for a capital of 20 km radius, strikes
// reported so lay 60 km from its centre, three radii.
#define DIRECTION_MIN_M      25e3
#define DIRECTION_PER_EXTENT 3.0
// Where the sector begins: suburbs inside the edge are already "south of" the centre.
#define DIRECTION_EDGE 0.6
// Beside an outline, what lies this much of the reach to either side of the direction counts too.
#define BESIDE_MARGIN 0.2
// How far inland reports call "on the coast".
#define COAST_M 15e3
// Off a town the roadstead and the fishing grounds; off a country, its waters: as far as the land is wide, up
// to the 200 nautical miles of the law of the sea.
#define OFFSHORE_M     90e3
#define OFFSHORE_MAX_M 370e3
// Places that reports name as the two ends of a road are mostly less than twice this apart.
#define ONE_END_M 75e3
// How far ships lie off a place by whose name they are reported, from the same reports: off a port or a cape
// 15 nautical miles; off a province as far as fishing goes; off a country its exclusive economic zone; about
// a strait or sea, whose limits no report keeps.
#define SEA_PORT_M     28e3
#define SEA_PROVINCE_M 90e3
#define SEA_COUNTRY_M  370e3
#define SEA_WATER_M    40e3
// "South of X" at sea: nothing lies between that could be named instead.
#define SEA_DIRECTION_M 180e3
// How closely shores are followed where water within 90 km and more of a part of a country is sought.
#define SHORE_TOLERANCE_DEG 0.05
// A belt along a coast keeps this much of the land, since outlines are crude.
#define BELT_INLAND_M 30e3
// Its outer edge is as crude, and the same for many phrases.
#define BELT_STEP_M 20e3
// Which part of a coast is "the west coast", seen from the middle; no sector is longer than this.
#define COAST_SIDE_HALF_DEG 60
#define COAST_SIDE_MAX_M    9e6

const char *rule_name_of(const outcome *o)
{
    return o->place ? o->place->name : "the place";
}

static double anchor_extent_m(const outcome *anchor)
{
    return isfinite(anchor->radius_m) ? anchor->radius_m : 0;
}

void rule_measure(store_session *session, outcome *out)
{
    if (out->area) out->radius_m = shape_radius_m(&session->work, out->area, out->position);
}

bool rule_is_whole(const outcome *o)
{
    return o->place && o->place->shape &&
           (!strcmp(o->rule, phrase_rule(PHRASE_NAME)) || !strcmp(o->rule, RESOLVE_RULE_UNIT));
}

/** The area of an outcome within a distance; kept for the next phrase where it is its place's own outline. */
static GEOSGeometry *widened(store_session *session, const outcome *o, double distance_m)
{
    return rule_is_whole(o) ? reach_of(session, o->place, o->area, distance_m)
                            : area_buffer(&session->work, o->area, distance_m);
}

/** From a country or province distances are counted from its border or coast. */
static void offset_from_edge(store_session *session, const phrase_node *node, const outcome *anchor,
                             double low_m, double high_m, outcome *out)
{
    scope *s = &session->work;
    GEOSGeometry *outer = area_buffer(s, anchor->area, high_m), *inner = area_buffer(s, anchor->area, low_m);
    GEOSGeometry *band = outer && inner ? scope_own(s, GEOSDifference_r(s->geos, outer, inner)) : NULL;
    if (band && node->has_bearing) {
        // Wider than from a point, since the side of a country is long.
        GEOSGeometry *side = area_sector(s, anchor->position, 0, 3 * anchor_extent_m(anchor) + 2 * high_m,
                                         node->bearing_deg, fmin(60, 1.5 * node->half_width_deg));
        band = side ? scope_own(s, GEOSIntersection_r(s->geos, band, side)) : NULL;
    }
    out->area = band ? shape_of_overlay(s, band) : NULL;
    if (out->area) out->position = shape_best_point(s, out->area);
    out->explanation =
        scope_printf(s, "%.4g km from the edge of %s", node->distance_max_m / 1000, rule_name_of(anchor));
}

/** Sets the area around the anchor, whose position @p out has: a ring, or a disc where @p inner_m is 0. */
static void set_ring(store_session *session, const outcome *anchor, double inner_m, double outer_m,
                     outcome *out)
{
    out->area = inner_m > 0 ? area_ring(&session->work, anchor->position, inner_m, outer_m)
                            : area_disc(&session->work, anchor->position, outer_m);
    out->radius_m = area_ring_radius_m(inner_m, outer_m);
}

void rule_offset(store_session *session, const phrase_node *node, const outcome *anchor,
                 const outcome *towards, outcome *out)
{
    scope *s = &session->work;
    double low_m = node->distance_m * OFFSET_LOW, high_m = node->distance_max_m * OFFSET_HIGH;
    double middle_m = (node->distance_m + node->distance_max_m) / 2 * OFFSET_MIDDLE;
    double half_width_deg = node->half_width_deg;
    // A short distance is counted from somewhere in the town, not from its middle.
    high_m += fmin(anchor_extent_m(anchor), node->distance_max_m) / 2;
    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = PREC_NEAR;
    bool from_edge =
        anchor->area && anchor->place && anchor->place->shape && anchor_extent_m(anchor) > node->distance_m;
    bool from_shore = !from_edge && anchor->place && anchor_extent_m(anchor) > node->distance_m &&
                      kind_by_name(anchor->place->kind)->class == KIND_REGION;
    const bool is_ring = !from_edge && !from_shore && !node->has_bearing && !towards;
    if (from_shore) {
        // An island of which only the size is known: its shore is anywhere in it.
        double extent_m = anchor_extent_m(anchor);
        double inner_m = 0.4 * extent_m, outer_m = extent_m + high_m;
        out->area = node->has_bearing ? area_sector(s, anchor->position, inner_m, outer_m, node->bearing_deg,
                                                    fmin(90, 1.5 * node->half_width_deg))
                                      : area_ring(s, anchor->position, inner_m, outer_m);
        if (node->has_bearing)
            out->position = geodesy_direct(anchor->position, node->bearing_deg, 0.7 * extent_m + middle_m);
        out->explanation = scope_printf(s, "%.4g km from the shore of %s", node->distance_max_m / 1000,
                                        rule_name_of(anchor));
    } else if (from_edge) {
        offset_from_edge(session, node, anchor, low_m, high_m, out);
    } else if (!is_ring) {
        double bearing =
            towards ? geodesy_bearing_deg(anchor->position, towards->position) : node->bearing_deg;
        // A road does not run straight to where it leads.
        double half_width = towards ? 32 : half_width_deg;
        out->position = geodesy_direct(anchor->position, bearing, middle_m);
        out->area = area_sector(s, anchor->position, low_m, high_m, bearing, half_width);
        out->explanation = scope_printf(s, "%.4g km %s of %s, taken as %.3g to %.3g km within %.0f degrees",
                                        node->distance_max_m / 1000, compass_name(bearing),
                                        rule_name_of(anchor), low_m / 1000, high_m / 1000, half_width);
    } else {
        set_ring(session, anchor, low_m, high_m, out);
        out->explanation = scope_printf(s, "%.4g km from %s in any direction", node->distance_max_m / 1000,
                                        rule_name_of(anchor));
    }
    out->confidence *= 0.9;
    if (!is_ring) rule_measure(session, out);
}

void rule_offset_within(store_session *session, const phrase_node *node, const outcome *container,
                        outcome *out)
{
    scope *s = &session->work;
    match_list candidates = out->candidates;
    *out = *container;
    out->candidates = candidates;
    // A country's outlying islands are nobody's neighbours.
    const bool afloat = node->at_sea && container->precision == PREC_COUNTRY;
    double about_m =
        node->distance_max_m * OFFSET_HIGH +
        (afloat ? fmin(SEA_PROVINCE_M, fmax(SEA_PORT_M, anchor_extent_m(container))) : SEA_PORT_M);
    double reach_m = ceil(about_m / BELT_STEP_M) * BELT_STEP_M;
    if (container->area && anchor_extent_m(container) > node->distance_max_m && container->place->shape) {
        GEOSGeometry *outer = widened(session, container, reach_m);
        // The belt lies outside a country; what a town-sized unit is counted from may be inside, and
        // what a sea holds is.
        const bool water = kind_by_name(container->place->kind)->class == KIND_WATER;
        GEOSGeometry *inner = !water && anchor_extent_m(container) > 4 * BELT_INLAND_M
                                  ? widened(session, container, -BELT_INLAND_M)
                                  : NULL;
        GEOSGeometry *belt = outer && inner ? scope_own(s, GEOSDifference_r(s->geos, outer, inner)) : outer;
        if (belt) out->area = shape_make_valid(s, belt);
        if (out->area && inner) out->position = shape_best_point(s, out->area);
    } else {
        out->area = area_disc(s, container->position, anchor_extent_m(container) + reach_m);
    }
    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = container->precision > PREC_NEAR ? container->precision : PREC_NEAR;
    out->confidence *= container->precision >= PREC_PROVINCE ? 0.5 : 0.6;
    out->explanation = scope_printf(s, "%.4g km from something unknown at %s", node->distance_max_m / 1000,
                                    rule_name_of(container));
    rule_measure(session, out);
}

void rule_at_sea(store_session *session, outcome *out)
{
    scope *s = &session->work;
    const store_place *place = out->place;
    if (!place || (!out->area && !out->is_disc) || out->status == GAZ_UNRESOLVED) return;
    double reach_m = SEA_PORT_M;
    switch (kind_by_name(place->kind)->class) {
    case KIND_COUNTRY: reach_m = SEA_COUNTRY_M; break;
    case KIND_PROVINCE: reach_m = SEA_PROVINCE_M; break;
    case KIND_WATER:
        if (place->extent_m > SEA_PORT_M)
            reach_m = fmin(SEA_PROVINCE_M, fmax(SEA_WATER_M, place->extent_m / 4));
        break;
    default: break;
    }
    if (place->shape && !out->is_disc)
        out->area = widened(session, out, reach_m);
    else
        out->area = area_disc(s, out->position, out->radius_m + reach_m);
    out->is_disc = false;
    if (out->precision < PREC_NEAR) out->precision = PREC_NEAR;
    rule_measure(session, out);
}

/**
 * From what has an outline, directions are counted from its edge: "south of the river" is all that lies south
 * of any of its bends. NULL: it has none, or is a town, which is seen as a point.
 */
static gaz_status beside_outline(store_session *session, const phrase_node *node, const outcome *anchor,
                                 double reach_m, GEOSGeometry **out, gaz_error *err)
{
    scope *s = &session->work;
    *out = NULL;
    if (!rule_is_whole(anchor)) return GAZ_OK;
    kind_class class = kind_by_name(anchor->place->kind)->class;
    if (class == KIND_SETTLEMENT || class == KIND_QUARTER || class == KIND_SITE) return GAZ_OK;
    GEOSGeometry *outline;
    gaz_status status = rule_outline_of(session, anchor, &outline, err);
    if (status != GAZ_OK || !outline) return status;
    GEOSGeometry *swept = area_swept(s, outline, node->bearing_deg, reach_m);
    GEOSGeometry *wide = swept ? area_buffer(s, swept, reach_m * BESIDE_MARGIN) : NULL;
    GEOSGeometry *beside = wide;
    if (wide && GEOSGeom_getDimensions_r(s->geos, outline) == 2)
        beside = scope_own(s, GEOSDifference_r(s->geos, swept, outline));
    *out = beside ? shape_make_valid(s, beside) : NULL;
    return GAZ_OK;
}

gaz_status rule_direction(store_session *session, const phrase_node *node, const outcome *anchor, bool at_sea,
                          outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    double extent_m = anchor_extent_m(anchor);
    double inner_m = DIRECTION_EDGE * extent_m;
    double outer_m = extent_m + fmax(DIRECTION_MIN_M, DIRECTION_PER_EXTENT * extent_m);
    // Nobody means a place 300 km away by "south of the province".
    outer_m = fmin(outer_m, extent_m + 4 * DIRECTION_MIN_M);
    if (at_sea) outer_m = extent_m + SEA_DIRECTION_M;
    out->rule = phrase_rule(PHRASE_DIRECTION);
    out->precision = PREC_NEAR;
    out->confidence *= 0.85;
    if (!at_sea) {
        const double reach_m = fmin(4 * DIRECTION_MIN_M, fmax(DIRECTION_MIN_M, extent_m / 2));
        GEOSGeometry *beside;
        gaz_status status = beside_outline(session, node, anchor, reach_m, &beside, err);
        if (status != GAZ_OK) return status;
        if (beside) {
            out->area = beside;
            out->position = shape_best_point(s, beside);
            out->explanation =
                scope_printf(s, "%s of %s, up to %.3g km from its edge", compass_name(node->bearing_deg),
                             rule_name_of(anchor), reach_m / 1000);
            rule_measure(session, out);
            if (out->radius_m > RULE_NEAR_MAX_M) out->precision = PREC_REGION;
            return GAZ_OK;
        }
    }
    out->area = area_sector(s, anchor->position, inner_m, outer_m, node->bearing_deg, node->half_width_deg);
    out->position = geodesy_direct(anchor->position, node->bearing_deg, (inner_m + outer_m) / 2);
    out->explanation = scope_printf(s, "%s of %s, %.3g to %.3g km from its centre, within %.0f degrees",
                                    compass_name(node->bearing_deg), rule_name_of(anchor), inner_m / 1000,
                                    outer_m / 1000, node->half_width_deg);
    rule_measure(session, out);
    return GAZ_OK;
}

gaz_status rule_outline_of(store_session *session, const outcome *anchor, GEOSGeometry **out, gaz_error *err)
{
    *out = NULL;
    gaz_status status = GAZ_OK;
    if (anchor->place && anchor->place->shape)
        status = store_shape_get(session, anchor->place->shape, out, err);
    if (status == GAZ_OK && !*out) *out = anchor->area;
    return status;
}

void rule_near(store_session *session, const outcome *anchor, bool at_sea, outcome *out)
{
    double extent_m = anchor_extent_m(anchor);
    double reach_m = fmin(RULE_NEAR_MAX_M, fmax(NEAR_MIN_M, 2 * extent_m));
    if (at_sea) reach_m = RULE_NEAR_MAX_M + SEA_PORT_M;
    out->rule = phrase_rule(PHRASE_NEAR);
    out->precision = PREC_NEAR;
    if (anchor->area && extent_m > RULE_NEAR_MAX_M) {
        out->area = widened(session, anchor, at_sea ? reach_m : RULE_NEAR_MAX_M);
        rule_measure(session, out);
    } else {
        set_ring(session, anchor, 0, extent_m + reach_m, out);
    }
    out->explanation = scope_printf(&session->work, "near %s: within %.3g km of its edge",
                                    rule_name_of(anchor), reach_m / 1000);
    out->confidence *= 0.9;
}

void rule_one_end(store_session *session, const outcome *known, const char *reason, outcome *out)
{
    *out = *known;
    out->rule = phrase_rule(PHRASE_NEAR);
    out->precision = PREC_REGION;
    out->area = known->area ? widened(session, known, ONE_END_M) : NULL;
    out->explanation = scope_printf(&session->work, "within %.0f km of %s; %s", ONE_END_M / 1000,
                                    rule_name_of(known), reason);
    out->confidence *= 0.6;
    rule_measure(session, out);
}

void rule_outskirts(store_session *session, const outcome *anchor, outcome *out)
{
    double extent_m = anchor_extent_m(anchor);
    double reach_m = fmin(RULE_NEAR_MAX_M, fmax(NEAR_MIN_M, extent_m));
    out->rule = phrase_rule(PHRASE_OUTSKIRTS);
    out->precision = PREC_NEAR;
    set_ring(session, anchor, extent_m / 2, extent_m + reach_m, out);
    out->explanation = scope_printf(&session->work, "the edge of %s, %.3g to %.3g km from its centre",
                                    rule_name_of(anchor), extent_m / 2000, (extent_m + reach_m) / 1000);
    out->confidence *= 0.9;
}

void rule_between(store_session *session, const outcome *a, const outcome *b, outcome *out)
{
    scope *s = &session->work;
    double distance_m = geodesy_distance_m(a->position, b->position);
    double bearing = geodesy_bearing_deg(a->position, b->position);
    double margin_m = fmax(2000, distance_m / 10);
    out->rule = phrase_rule(PHRASE_BETWEEN);
    out->precision = distance_m > 2 * RULE_NEAR_MAX_M ? PREC_REGION : PREC_NEAR;
    out->position = geodesy_direct(a->position, bearing, distance_m / 2);
    out->area = area_between(s, a->position, b->position, margin_m);
    out->explanation = scope_printf(s, "between %s and %s, %.3g km apart", rule_name_of(a), rule_name_of(b),
                                    distance_m / 1000);
    out->confidence = a->confidence * b->confidence * 0.9;
    rule_measure(session, out);
}

/** The water within a distance of an outcome's area; where there is none (a country inland), what is around
 * it. */
static gaz_status water_off(store_session *session, const outcome *anchor, double reach_m, GEOSGeometry **out,
                            gaz_error *err)
{
    scope *s = &session->work;
    GEOSGeometry *wide = NULL;
    gaz_status status = GAZ_OK;
    if (rule_is_whole(anchor)) {
        status = reach_water_of(session, anchor->place, anchor->area, reach_m, out, err);
    } else {
        wide = area_buffer(s, anchor->area, reach_m);
        if (wide) status = store_land_removed(session, wide, SHORE_TOLERANCE_DEG, out, err);
    }
    if (status != GAZ_OK || *out) return status;
    if (!wide) wide = widened(session, anchor, reach_m);
    *out = wide ? scope_own(s, GEOSDifference_r(s->geos, wide, anchor->area)) : NULL;
    return GAZ_OK;
}

/** Takes the land out of the area off a town, whose point becomes one in the roadstead; inland all stays. */
static gaz_status keep_water(store_session *session, const outcome *anchor, outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    GEOSGeometry *water, *roadstead = NULL;
    GEOSGeometry *near = area_disc(s, anchor->position, anchor_extent_m(anchor) + SEA_PORT_M);
    gaz_status status = store_land_removed(session, out->area, SHORE_TOLERANCE_DEG, &water, err);
    if (status != GAZ_OK || !water) return status;
    out->area = water;
    if (near) status = store_land_removed(session, near, SHORE_TOLERANCE_DEG, &roadstead, err);
    out->position = shape_best_point(s, roadstead ? roadstead : water);
    return status;
}

gaz_status rule_coast(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                      gaz_error *err)
{
    scope *s = &session->work;
    bool at_sea = node->kind == PHRASE_OFFSHORE;
    GEOSGeometry *outline = NULL;
    gaz_status status = rule_outline_of(session, anchor, &outline, err);
    if (status != GAZ_OK) return status;
    out->rule = phrase_rule(node->kind);
    out->precision = at_sea ? PREC_WATERS : PREC_REGION;
    double reach_m = at_sea ? fmin(OFFSHORE_MAX_M, fmax(OFFSHORE_M, anchor_extent_m(anchor))) : COAST_M;
    bool large = anchor_extent_m(anchor) > RULE_NEAR_MAX_M;
    if (large && outline && anchor->area) {
        GEOSGeometry *side = NULL;
        if (at_sea) {
            status = water_off(session, anchor, reach_m, &side, err);
            if (status != GAZ_OK) return status;
        } else {
            if (rule_is_whole(anchor))
                status = reach_shore_of(session, anchor->place, outline, reach_m, &side, err);
            if (status != GAZ_OK) return status;
            // Of an island in a lake, or half a country, the whole edge.
            GEOSGeometry *line = side ? NULL : scope_own(s, GEOSBoundary_r(s->geos, outline));
            GEOSGeometry *strip = line ? area_buffer(s, line, reach_m) : NULL;
            if (strip) side = scope_own(s, GEOSIntersection_r(s->geos, strip, outline));
        }
        if (side && node->has_bearing) {
            double far_m = fmin(4 * anchor_extent_m(anchor) + reach_m, COAST_SIDE_MAX_M);
            GEOSGeometry *half =
                area_sector(s, anchor->position, 0, far_m, node->bearing_deg, COAST_SIDE_HALF_DEG);
            GEOSGeometry *part = half ? scope_own(s, GEOSIntersection_r(s->geos, side, half)) : NULL;
            if (part && GEOSisEmpty_r(s->geos, part) == 0) side = part;
        }
        out->area = side ? shape_of_overlay(s, side) : NULL;
        if (out->area) out->position = shape_best_point(s, out->area);
    } else {
        out->area = area_disc(s, anchor->position, anchor_extent_m(anchor) + reach_m);
        if (at_sea && out->area) status = keep_water(session, anchor, out, err);
        if (status != GAZ_OK) return status;
    }
    out->explanation = scope_printf(s, "%s %s, %.0f km", at_sea ? "the sea off" : "the coast of",
                                    rule_name_of(anchor), reach_m / 1000);
    out->confidence *= 0.8;
    rule_measure(session, out);
    return GAZ_OK;
}

void rule_list(store_session *session, const outcome *items, size_t count, outcome *out)
{
    scope *s = &session->work;
    GEOSGeometry *joined = NULL;
    size_t resolved = 0;
    double confidence = 1;
    for (size_t i = 0; i < count; i++) {
        if (items[i].status == GAZ_UNRESOLVED || !items[i].area) continue;
        if (!resolved++) *out = items[i];
        joined = joined ? scope_own(s, GEOSUnion_r(s->geos, joined, items[i].area)) : items[i].area;
        if (items[i].precision > out->precision) out->precision = items[i].precision;
        confidence = fmin(confidence, items[i].confidence);
        if (items[i].status == GAZ_AMBIGUOUS) out->status = GAZ_AMBIGUOUS;
    }
    out->rule = phrase_rule(PHRASE_LIST);
    if (!resolved) return;
    out->confidence = confidence * (double)resolved / (double)count;
    out->area = joined ? shape_make_valid(s, joined) : NULL;
    if (out->area && resolved > 1) {
        // The point of a list is inside one of its places, not between them.
        out->position = shape_best_point(s, out->area);
    }
    out->explanation = scope_printf(s, "%zu of the %zu places named", resolved, count);
    rule_measure(session, out);
}
