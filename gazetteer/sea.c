#include "gazetteer/sea.h"

#include "gazetteer/area.h"
#include "gazetteer/compass.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/reach.h"
#include "gazetteer/rules.h"
#include "gazetteer/sea_shore.h"
#include "gazetteer/sea_side.h"
#include "gazetteer/sea_spread.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <string.h>

// Measured: offsets without a direction are wrong twice as often as those with one.
#define UNDIRECTED_CONFIDENCE 0.7
// Up to this distance an offset without a direction may be coded at the anchor itself.
#define CODED_AT_ANCHOR_M 60e3
// How far a point that would lie on land is moved on along its bearing until there is water.
#define OUTWARD_MAX_M 40e3
// The scale at which the land in a sector is taken out of it, and that of sectors that reach farther than
// this.
#define SHORE_TOLERANCE_DEG 0.01
#define SHORE_NEAR_MAX_M    250e3
#define FAR_TOLERANCE_DEG   0.05
// A sector with less water than this is on land, where no ship is: then the sea off the anchor is meant, less
// surely.
#define ASHORE_SHARE      0.25
#define ASHORE_CONFIDENCE 0.7
// Islands whose extent is above this are measured from all of the side that faces the ship.
#define LARGE_MIN_M 20e3
// Directions that are looked at for water.
#define ROSE 24
// "Ends in the sea": so do a fifth less and a fifth more.
#define ENDS_SHARE 0.2

/** The widest stretch of water around: *half_deg 180 where it is all around or nowhere. */
static gaz_status find_seaward(store_session *session, gaz_lonlat from, double distance_m,
                               double *bearing_deg, double *half_deg, gaz_error *err)
{
    bool land[ROSE];
    size_t land_count = 0;
    for (int i = 0; i < ROSE; i++) {
        gaz_status status =
            store_land_at(session, geodesy_look(from, 360.0 * i / ROSE, distance_m), &land[i], err);
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
        status = store_land_at(session, geodesy_look(from, 180.0 * i / ROSE, reach_m), &land, err);
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
        gaz_lonlat at = geodesy_look(from, bearing_deg, distance_m * (1 + ENDS_SHARE * i));
        status = store_land_at(session, at, &land, err);
        *out = !land;
    }
    return status;
}

/** The ground of a country, province, archipelago or long island, any part of which may be meant; *out NULL
 * for what is smaller. */
static gaz_status large_land(store_session *session, const outcome *anchor, const GEOSGeometry **out,
                             gaz_error *err)
{
    *out = NULL;
    if (rule_is_tip(anchor)) return GAZ_OK;
    const store_place *place = anchor->place;
    const kind_class class = place ? kind_by_name(place->kind)->class : KIND_SITE;
    if (class == KIND_REGION && !place->shape && place->extent_m > LARGE_MIN_M) {
        GEOSGeometry *islands;
        gaz_status status = store_land_island(session, anchor->position, place->extent_m,
                                              strcmp(place->kind, "islands") == 0, &islands, err);
        *out = islands;
        return status;
    }
    if (!place || !place->shape || !anchor->area) return GAZ_OK;
    if (!strcmp(anchor->rule, phrase_rule(PHRASE_PART)))
        *out = anchor->area;
    else if (class == KIND_COUNTRY || class == KIND_PROVINCE)
        *out = reach_main_parts(session, place, anchor->area);
    else if (class == KIND_REGION)
        *out = anchor->area;
    return GAZ_OK;
}

// Bearings and distances at which a sector is looked at.
#define DRY_BEARINGS  5
#define DRY_DISTANCES 3

/** Whether a sector is land wherever one looks, as most are that are counted from a town inland: cutting the
 * land out of it takes as long as a hundred such looks. */
static gaz_status is_dry(store_session *session, gaz_lonlat apex, double low_m, double high_m,
                         double bearing_deg, double half_deg, bool *out, gaz_error *err)
{
    const int bearings = half_deg >= 150 ? ROSE : DRY_BEARINGS;
    const double step_deg = half_deg >= 150 ? 360.0 / ROSE : 2 * half_deg / (DRY_BEARINGS - 1);
    const double first_deg = half_deg >= 150 ? 0 : bearing_deg - half_deg;
    gaz_status status = GAZ_OK;
    *out = true;
    // The far edge first: if anything is water, that is.
    for (int i = 0; status == GAZ_OK && *out && i < bearings * DRY_DISTANCES; i++) {
        const double distance_m = high_m - (high_m - low_m) * (i / bearings) / (DRY_DISTANCES - 1);
        gaz_lonlat at = geodesy_look(apex, first_deg + step_deg * (i % bearings), distance_m);
        status = store_land_at(session, at, out, err);
    }
    return status;
}

/** Whether hardly anything of a sector is water: the bearing was turned round, or of something else. */
static bool is_ashore(scope *s, const GEOSGeometry *sector, const GEOSGeometry *water)
{
    double whole = 0, wet = 0;
    return !water || (GEOSArea_r(s->geos, sector, &whole) == 1 && GEOSArea_r(s->geos, water, &wet) == 1 &&
                      wet < ASHORE_SHARE * whole);
}

gaz_status sea_offset_from_place(store_session *session, const phrase_node *node, const outcome *anchor,
                                 outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    const double middle_m = (node->distance_m + node->distance_max_m) / 2;
    double bearing_deg = node->bearing_deg, half_deg = sea_half_width_deg(node);
    gaz_status status = GAZ_OK;
    // Looked for a little way out, where a harbour's own arms do not count.
    const double out_m = fmax(middle_m, 2 * SEA_SLACK_M);
    if (!node->has_bearing) {
        status = find_seaward(session, anchor->position, out_m, &bearing_deg, &half_deg, err);
    }
    sea_shore edge = {0, 0, 0};
    if (status == GAZ_OK)
        status = sea_find_shore(session, anchor, bearing_deg, node->has_bearing ? 0 : out_m, &edge, err);
    if (status != GAZ_OK) return status;

    // Short distances are lost in what the anchor's name stands for, in length and in bearing.
    const double about_m = sea_slack_m(middle_m);
    const double slack_m = about_m + fmin(edge.far_m - edge.near_m, about_m) / 2;
    const GEOSGeometry *land = NULL;
    if (node->has_bearing) status = large_land(session, anchor, &land, err);
    if (status != GAZ_OK) return status;
    half_deg += atan2(slack_m, edge.middle_m + middle_m) * 180 / M_PI;
    // From the shore of what is large, from the middle of what is small.
    const double near_m = sea_nearest_m(node) - slack_m, far_m = sea_farthest_m(node) + slack_m;
    GEOSGeometry *side =
        land ? sea_side_sector(s, land, fmax(0, near_m), far_m, bearing_deg, half_deg) : NULL;
    double low_m = fmax(0, (side ? 0 : edge.near_m) + near_m);
    const double high_m = (side ? 0 : edge.far_m) + far_m;
    if (!node->has_bearing && middle_m < CODED_AT_ANCHOR_M) low_m = 0;
    const bool around = half_deg >= 150;

    out->rule = phrase_rule(PHRASE_OFFSET);
    out->precision = PREC_NEAR;
    if (side) {
        out->area = side;
    } else if (around) {
        out->area = low_m > 0 ? area_ring(s, anchor->position, low_m, high_m)
                              : area_disc(s, anchor->position, high_m);
    } else {
        out->area = area_sector(s, anchor->position, low_m, high_m, bearing_deg, half_deg);
    }
    // Ships are not ashore.
    if (out->area) {
        GEOSGeometry *water = NULL;
        bool dry = false;
        if (!side)
            status = is_dry(session, anchor->position, low_m, high_m, bearing_deg, half_deg, &dry, err);
        if (status == GAZ_OK && !dry)
            status = store_land_removed(session, out->area,
                                        high_m < SHORE_NEAR_MAX_M ? SHORE_TOLERANCE_DEG : FAR_TOLERANCE_DEG,
                                        &water, err);
        if (status != GAZ_OK) return status;
        if (node->has_bearing && is_ashore(s, out->area, water)) {
            phrase_node seawards = *node;
            seawards.has_bearing = false;
            out->confidence *= ASHORE_CONFIDENCE;
            return sea_offset_from_place(session, &seawards, anchor, out, err);
        }
        if (water) out->area = water;
    }
    if (!around || node->has_bearing) {
        double reach_m = edge.middle_m + middle_m, water_m;
        status = sea_first_water_m(session, anchor->position, bearing_deg, reach_m, reach_m + OUTWARD_MAX_M,
                                   &water_m, err);
        if (water_m < reach_m + OUTWARD_MAX_M) reach_m = water_m;
        out->position = geodesy_direct(anchor->position, bearing_deg, reach_m);
    }
    out->explanation =
        node->has_bearing
            ? scope_printf(s, "%.4g km %s of %s over sea, %.3g to %.3g km from its %s within %.0f degrees",
                           node->distance_max_m / 1000, compass_name(bearing_deg), rule_name_of(anchor),
                           low_m / 1000, high_m / 1000, side ? "shore on that side" : "middle",
                           fmin(half_deg, 180))
            : scope_printf(s, "%.4g km off %s, seawards", node->distance_max_m / 1000, rule_name_of(anchor));
    out->confidence *= node->has_bearing ? 0.9 : UNDIRECTED_CONFIDENCE;
    rule_measure(session, out);
    return status;
}
