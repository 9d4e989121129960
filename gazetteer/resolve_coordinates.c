/** @file Positions in a phrase: most are the answer; two notations hang on what else is known. */
#include "gazetteer/geodesy.h"
#include "gazetteer/resolve.h"
#include "gazetteer/rules.h"

#include <math.h>
#include <string.h>

static void take_position(const coordinates *at, outcome *out)
{
    *out = (outcome){.status = GAZ_RESOLVED,
                     .rule = phrase_rule(PHRASE_COORDINATES),
                     .position = at->position,
                     .is_disc = true,
                     .radius_m = at->extent_m,
                     // UCDP's bounds: the village; 25 km.
                     .precision = at->extent_m <= 5000    ? PREC_EXACT
                                  : at->extent_m <= 25000 ? PREC_NEAR
                                                          : PREC_DISTRICT,
                     .confidence = 0.99,
                     .explanation = "the coordinates as given"};
}

/** A position as a candidate of its own. */
static match as_candidate(store_session *session, gaz_lonlat at, double share)
{
    return (match){.place = {.name = scope_printf(&session->work, "%.5f, %.5f", at.lat_deg, at.lon_deg),
                             .kind = "coordinates",
                             .kind_info = kind_by_name("coordinates"),
                             .country = "",
                             .admin1 = "",
                             .admin1_code = "",
                             .detail = "",
                             .position = at},
                   .share = share,
                   .why = "a reading of the coordinates"};
}

/** "38S …" of UTM, zone and hemisphere or zone and band: the hints tell, or nothing does. */
static gaz_status choose_reading(store_session *session, const coordinates *at, const rank_hints *hints,
                                 outcome *out, gaz_error *err)
{
    const gaz_lonlat readings[] = {at->position, at->other};
    const gaz_context *context = hints->context;
    bool fits[2] = {false, false};
    for (int i = 0; i < 2; i++) {
        if (hints->country) {
            store_place *country;
            gaz_status status = store_unit_at(session, readings[i], 0, &country, err);
            if (status != GAZ_OK) return status;
            fits[i] = country && strcmp(country->country, hints->country) == 0;
        } else if (context && context->has_near) {
            fits[i] = geodesy_rough_distance_m(context->near, readings[i]) <
                      geodesy_rough_distance_m(context->near, readings[1 - i]);
        }
    }
    coordinates chosen = *at;
    if (fits[1] && !fits[0]) chosen.position = at->other;
    take_position(&chosen, out);
    if (fits[0] != fits[1]) return GAZ_OK;
    out->status = GAZ_AMBIGUOUS;
    out->confidence = 0.5;
    for (int i = 0; i < 2; i++)
        SCOPE_PUSH(&session->work, out->candidates.items, out->candidates.count, out->candidates.capacity,
                   as_candidate(session, readings[i], 0.5));
    out->explanation = "S is the southern hemisphere or the band S of the northern; say the country";
    return GAZ_OK;
}

static gaz_status recover_short(store_session *session, const phrase_node *node, const rank_hints *hints,
                                outcome *out, gaz_error *err)
{
    coordinates at = node->at;
    gaz_lonlat near = {NAN, NAN};
    outcome place = {.confidence = 1};
    if (node->child_count) {
        gaz_status status = resolve_node(session, node->children[0], hints, &place, err);
        if (status != GAZ_OK) return status;
        if (place.status != GAZ_UNRESOLVED) near = place.position;
    } else if (hints->context && hints->context->has_near) {
        near = hints->context->near;
    }
    if (!isfinite(near.lon_deg)) {
        *out = (outcome){.status = GAZ_UNRESOLVED,
                         .rule = phrase_rule(PHRASE_COORDINATES),
                         .position = near,
                         .radius_m = NAN,
                         .explanation = scope_printf(
                             &session->work,
                             "the short Plus Code %s needs a town beside it, or its first digits", at.code)};
        return GAZ_OK;
    }
    coordinates_recover(&at, near);
    take_position(&at, out);
    out->confidence = fmin(out->confidence, place.confidence);
    return GAZ_OK;
}

gaz_status resolve_coordinates(store_session *session, const phrase_node *node, const rank_hints *hints,
                               outcome *out, gaz_error *err)
{
    if (node->at.is_short) return recover_short(session, node, hints, out, err);
    if (node->at.has_other) return choose_reading(session, &node->at, hints, out, err);
    take_position(&node->at, out);
    return GAZ_OK;
}
