/** @file Offsets in resolving: what they are counted from, on land and at sea, and what a second one is
 * worth. */
#include "gazetteer/resolve.h"

#include "gazetteer/area.h"
#include "gazetteer/rules.h"
#include "gazetteer/sea.h"

#include <math.h>
#include <string.h>
#include <strings.h>

// An anchor that is not known, at a place that is: buoys and pilot stations lie this far about it.
#define UNKNOWN_ABOUT_M 10e3

// River ports lie so far from the sea.
#define SEASIDE_M 90e3
// Measured: offsets from countries and provinces are right in seven of ten reports, from places in nine.
#define UNIT_CONFIDENCE 0.8

static bool is_unit(const outcome *o)
{
    kind_class class = o->place ? kind_by_name(o->place->kind)->class : KIND_SITE;
    return class == KIND_COUNTRY || class == KIND_PROVINCE;
}

/** Whether an offset at sea is counted from a line rather than from a point. */
static bool has_long_shore(store_session *session, const phrase_node *node, const outcome *anchor,
                           const phrase_node *coast)
{
    if (!anchor->place || !anchor->place->shape || !anchor->area) return false;
    // The tip of a country is a cape.
    if (rule_is_tip(anchor)) return false;
    // From far enough a country is a place like any, most of all one that is an island.
    const bool directed = node->has_bearing || (coast && coast->has_bearing);
    if (directed && is_unit(anchor) &&
        node->distance_m > (coast ? anchor->radius_m : sea_main_radius_m(session, anchor)))
        return false;
    if (coast || is_unit(anchor) || !strcmp(anchor->rule, phrase_rule(PHRASE_PART))) return true;
    bool large =
        kind_by_name(anchor->place->kind)->class == KIND_REGION && anchor->radius_m > node->distance_m;
    return large && !node->has_bearing;
}

/** An offset from a known anchor. @p coast: the child that says "coast", perhaps which; NULL where none does.
 */
static gaz_status offset_from(store_session *session, const phrase_node *node, const phrase_node *coast,
                              const outcome *anchor, const rank_hints *hints, outcome *out, gaz_error *err)
{
    *out = *anchor;
    bool at_sea = node->at_sea || coast;
    if (!at_sea && hints->at_sea) {
        gaz_status status =
            sea_is_near(session, anchor->position, node->distance_max_m + anchor->radius_m, &at_sea, err);
        if (status != GAZ_OK) return status;
    }
    if (!at_sea && node->has_bearing) {
        gaz_status status =
            sea_is_at(session, anchor->position, node->bearing_deg, node->distance_max_m, &at_sea, err);
        if (status != GAZ_OK) return status;
    }
    if (!at_sea) {
        rule_offset(session, node, anchor, NULL, out);
        return GAZ_OK;
    }
    bool by_the_sea = true;
    if (node->at_sea && node->has_bearing && !is_unit(anchor)) {
        gaz_status status =
            sea_is_near(session, anchor->position, SEASIDE_M + anchor->radius_m, &by_the_sea, err);
        if (status != GAZ_OK) return status;
    }
    // What of a country is meant is seldom said, however far the ship is.
    if (is_unit(anchor)) out->confidence *= UNIT_CONFIDENCE;
    // Nobody counts sea miles from far inland: a namesake on the coast is meant.
    if (!by_the_sea) out->confidence *= 0.5;
    const phrase_node *side = coast && coast->has_bearing ? coast : NULL;
    if (has_long_shore(session, node, anchor, coast))
        return sea_offset_from_coast(session, node, side, anchor, hints, out, err);
    phrase_node directed = *node;
    if (side && !node->has_bearing) {
        directed.has_bearing = true;
        directed.bearing_deg = side->bearing_deg;
        directed.winds = side->winds;
    }
    return sea_offset_from_place(session, &directed, anchor, out, err);
}

/** "The fairway buoy off X", "the signal station near X": X; NULL where the front has a name of its own. */
static const phrase_node *behind_fixture(store_session *session, const phrase_node *anchor, bool *off)
{
    *off = false;
    if (anchor->kind != PHRASE_QUALIFIED || anchor->child_count != 2 ||
        !resolve_names_nothing(session, anchor->children[0]))
        return NULL;
    const phrase_node *behind = anchor->children[1];
    *off = behind->kind == PHRASE_OFFSHORE;
    return *off || behind->kind == PHRASE_NEAR ? behind->children[0] : NULL;
}

gaz_status resolve_offset(store_session *session, const phrase_node *node, const rank_hints *hints,
                          outcome *out, gaz_error *err)
{
    rank_hints inner = *hints;
    inner.need = RANK_POINT;
    // The rule itself says how far out to sea it is.
    inner.at_sea = false;
    const phrase_node *child = node->children[0], *coast = NULL;
    outcome anchor, towards;
    gaz_status status = GAZ_OK;
    bool found = false, off;
    const phrase_node *fixed = behind_fixture(session, child, &off);
    if (fixed) {
        status = resolve_node(session, fixed, &inner, &anchor, err);
        if (status != GAZ_OK) return status;
        if (anchor.status != GAZ_UNRESOLVED && anchor.place && !is_unit(&anchor)) {
            phrase_node from_it = *node;
            from_it.at_sea = node->at_sea || off;
            *out = anchor;
            return resolve_offset_within(session, &from_it, &anchor, hints, out, err);
        }
    }
    if (child->kind == PHRASE_COAST) {
        inner.need = RANK_AREA;
        // "Ivory Coast" is a country.
        status = resolve_whole(session, child, &inner, &anchor, &found, err);
        if (status == GAZ_OK && !found) {
            coast = child;
            child = child->children[0];
        }
        if (status == GAZ_OK && found) resolve_draw(session, &anchor);
    }
    if (status == GAZ_OK && !found) status = resolve_node(session, child, &inner, &anchor, err);
    if (status == GAZ_OK && anchor.status != GAZ_UNRESOLVED && node->child_count > 1) {
        status = resolve_node(session, node->children[1], &inner, &towards, err);
        if (status != GAZ_OK) return status;
        *out = towards.status == GAZ_UNRESOLVED ? towards : anchor;
        if (towards.status != GAZ_UNRESOLVED) rule_offset(session, node, &anchor, &towards, out);
        return GAZ_OK;
    }
    if (status != GAZ_OK || anchor.status == GAZ_UNRESOLVED) {
        *out = anchor;
        return status;
    }
    return offset_from(session, node, coast, &anchor, hints, out, err);
}

/** "the coast", "offshore": what is said of a country's edge without naming it again. */
static bool names_coast(const phrase_node *anchor)
{
    static const char *const words[] = {"coast",     "coastline", "shore",     "shoreline", "offshore",
                                        "off shore", "the coast", "the shore", "coast line"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(anchor->text, words[i]) == 0) return true;
    return false;
}

gaz_status resolve_offset_within(store_session *session, const phrase_node *node, const outcome *container,
                                 const rank_hints *hints, outcome *out, gaz_error *err)
{
    match_list candidates = out->candidates;
    gaz_status status = GAZ_OK;
    bool at_sea = node->at_sea || hints->at_sea;
    const bool water = container->place && kind_by_name(container->place->kind)->class == KIND_WATER &&
                       container->radius_m > node->distance_max_m;
    if (at_sea && names_coast(node->children[0])) {
        status = offset_from(session, node, node->children[0], container, hints, out, err);
    } else if (at_sea && !is_unit(container) && container->place && !water) {
        status = offset_from(session, node, NULL, container, hints, out, err);
        if (status != GAZ_OK || !out->area) return status;
        out->area = area_buffer(&session->work, out->area, UNKNOWN_ABOUT_M);
        out->radius_m += UNKNOWN_ABOUT_M;
        out->confidence *= 0.6;
        out->explanation = scope_printf(&session->work, "%.4g km from something unknown at %s",
                                        node->distance_max_m / 1000, container->place->name);
    } else {
        rule_offset_within(session, node, container, out);
        if (at_sea && is_unit(container)) sea_narrow_to_side(session, node, container, hints, out);
    }
    out->candidates = candidates;
    return status;
}

gaz_status resolve_offset_again(store_session *session, const phrase_node *node, const outcome *place,
                                const rank_hints *hints, outcome *out, gaz_error *err)
{
    outcome anchor;
    gaz_status status = resolve_place(session, place->place, &anchor, err);
    anchor.confidence = place->confidence;
    anchor.candidates = place->candidates;
    return status == GAZ_OK ? offset_from(session, node, NULL, &anchor, hints, out, err) : status;
}
