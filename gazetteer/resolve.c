#include "gazetteer/resolve.h"

#include "gazetteer/area.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/rules.h"
#include "gazetteer/shape.h"

#include <math.h>
#include <string.h>

// Lines are drawn as strips of this half width, so that a river is an area too.
#define LINE_HALF_M 10e3
// "The village" is a town in Oklahoma by chance, "the Gulf" no chance.
#define GENERIC_WEIGHT_MAX 1e5
// Of two readings the first is dropped where it finds no more than a like name.
#define OTHER_READING_CONFIDENCE 0.5

static int place_precision(const store_place *place)
{
    const bool is_vague = strcmp(place->detail, STORE_DETAIL_VAGUE) == 0;
    switch (kind_by_name(place->kind)->class) {
    case KIND_SETTLEMENT:
    case KIND_QUARTER:
    case KIND_SITE: return is_vague ? PREC_NEAR : PREC_EXACT;
    case KIND_DISTRICT: return PREC_DISTRICT;
    case KIND_PROVINCE: return PREC_PROVINCE;
    case KIND_COUNTRY: return PREC_COUNTRY;
    case KIND_WATER: return *place->country ? PREC_REGION : PREC_WATERS;
    case KIND_REGION:
    case KIND_LINE: return is_vague ? PREC_NEAR : place->extent_m <= 5000 ? PREC_EXACT : PREC_REGION;
    }
    return PREC_EXACT;
}

gaz_status resolve_place_undrawn(store_session *session, const store_place *place, outcome *out,
                                 gaz_error *err)
{
    scope *s = &session->work;
    *out = (outcome){.status = GAZ_RESOLVED,
                     .rule = phrase_rule(PHRASE_NAME),
                     .place = place,
                     .position = place->position,
                     .radius_m = place->extent_m,
                     .precision = place_precision(place),
                     .confidence = 1,
                     .explanation = ""};
    if (place->shape) {
        GEOSGeometry *geometry;
        gaz_status status = store_shape_get(session, place->shape, &geometry, err);
        if (status != GAZ_OK) return status;
        int dimension = geometry ? GEOSGeom_getDimensions_r(s->geos, geometry) : -1;
        if (dimension == 2)
            out->area = geometry;
        else if (dimension == 1)
            out->area = area_buffer(s, geometry, LINE_HALF_M);
        if (dimension == 1 && out->area) out->radius_m = shape_radius_m(s, out->area, out->position);
    }
    out->is_disc = !out->area;
    return GAZ_OK;
}

void resolve_draw(store_session *session, outcome *o)
{
    if (o->is_disc) o->area = area_disc(&session->work, o->position, o->radius_m);
    o->is_disc = false;
}

gaz_status resolve_place(store_session *session, const store_place *place, outcome *out, gaz_error *err)
{
    gaz_status status = resolve_place_undrawn(session, place, out, err);
    if (status == GAZ_OK) resolve_draw(session, out);
    return status;
}

outcome resolve_unresolved(store_session *session, const char *what, const char *why)
{
    return (outcome){.status = GAZ_UNRESOLVED,
                     .rule = phrase_rule(PHRASE_NAME),
                     .position = {NAN, NAN},
                     .radius_m = NAN,
                     .explanation = scope_printf(&session->work, "\"%s\": %s", what, why)};
}

static gaz_status resolve_list(store_session *session, const phrase_node *node, const rank_hints *hints,
                               outcome *out, gaz_error *err)
{
    outcome *items = scope_alloc(&session->work, node->child_count * sizeof *items);
    bool found;
    for (size_t i = 0; i < node->child_count; i++) {
        gaz_status status = resolve_node(session, node->children[i], hints, &items[i], err);
        if (status != GAZ_OK) return status;
    }
    gaz_status status = resolve_path(session, node, items, hints, out, &found, err);
    if (status != GAZ_OK || found) return status;
    *out = resolve_unresolved(session, node->text, "none of the places named is known");
    rule_list(session, items, node->child_count, out);
    return GAZ_OK;
}

static rank_need anchor_need(const phrase_node *node)
{
    switch (node->kind) {
    case PHRASE_DIRECTION:
    case PHRASE_OUTSKIRTS:
    case PHRASE_NEAR:
    case PHRASE_BETWEEN: return RANK_POINT;
    // Towns have centres; of provinces it is said with their word.
    case PHRASE_PART: return node->is_central ? RANK_POINT : RANK_AREA;
    case PHRASE_CAPITAL:
    case PHRASE_BORDER:
    case PHRASE_COAST:
    case PHRASE_ALONG:
    case PHRASE_JUNCTION: return RANK_AREA;
    default: return RANK_ANY;
    }
}

/** "The Turkish border" in a report on Syria is the one that the two have, where they have one. */
static gaz_status border_neighbour(store_session *session, const outcome *anchor, const rank_hints *hints,
                                   outcome *out, bool *known, gaz_error *err)
{
    const char *asked = resolve_asked_country(hints);
    const store_place *place = anchor->place;
    store_place *neighbour;
    *known = false;
    if (!asked || !place || kind_by_name(place->kind)->class != KIND_COUNTRY ||
        !strcmp(place->country, asked))
        return GAZ_OK;
    gaz_status status = store_unit_by_code(session, asked, &neighbour, err);
    if (status != GAZ_OK || !neighbour) return status;
    status = resolve_place(session, neighbour, out, err);
    if (status != GAZ_OK || !anchor->area || !out->area) return status;
    *known = GEOSIntersects_r(session->work.geos, anchor->area, out->area) == 1;
    return GAZ_OK;
}

/** The rules with one or two anchors. */
static gaz_status resolve_relation(store_session *session, const phrase_node *node, const rank_hints *hints,
                                   outcome *out, gaz_error *err)
{
    rank_hints inner = *hints;
    inner.need = anchor_need(node);
    // The rule itself says how far out to sea it is.
    inner.at_sea = false;
    outcome anchors[2] = {0};
    size_t unknown = 0;
    for (size_t i = 0; i < node->child_count && i < 2; i++) {
        gaz_status status = resolve_node(session, node->children[i], &inner, &anchors[i], err);
        if (status != GAZ_OK) return status;
        if (anchors[i].status == GAZ_UNRESOLVED) unknown++;
    }
    const bool has_ends = node->kind == PHRASE_BETWEEN || node->kind == PHRASE_JUNCTION;
    if (has_ends && unknown == 1) {
        const bool first = anchors[0].status != GAZ_UNRESOLVED;
        rule_one_end(session, &anchors[first ? 0 : 1], anchors[first ? 1 : 0].explanation, out);
        return GAZ_OK;
    }
    if (unknown) {
        *out = anchors[anchors[0].status == GAZ_UNRESOLVED ? 0 : 1];
        return GAZ_OK;
    }
    if (anchors[0].stands_in) {
        // The outskirts of what is unknown in a province are in the province, not at its edge.
        *out = anchors[0];
        return GAZ_OK;
    }
    const outcome *second = node->child_count > 1 ? &anchors[1] : NULL;
    if (node->kind == PHRASE_BORDER && !second) {
        bool known;
        gaz_status status = border_neighbour(session, &anchors[0], hints, &anchors[1], &known, err);
        if (status != GAZ_OK) return status;
        if (known) second = &anchors[1];
    }
    *out = anchors[0];
    switch (node->kind) {
    case PHRASE_DIRECTION: return rule_direction(session, node, &anchors[0], hints->at_sea, out, err);
    case PHRASE_PART: return rule_part(session, node, &anchors[0], out, err);
    case PHRASE_NEAR: rule_near(session, &anchors[0], hints->at_sea, out); break;
    case PHRASE_OUTSKIRTS: rule_outskirts(session, &anchors[0], out); break;
    case PHRASE_BETWEEN: rule_between(session, &anchors[0], second, out); break;
    case PHRASE_BORDER: return rule_border(session, node, &anchors[0], second, out, err);
    case PHRASE_COAST:
    case PHRASE_OFFSHORE: return rule_coast(session, node, &anchors[0], out, err);
    case PHRASE_ALONG: return rule_along(session, node, &anchors[0], out, err);
    case PHRASE_JUNCTION: return rule_junction(session, &anchors[0], second, out, err);
    case PHRASE_OFFSET:
    case PHRASE_NAME:
    case PHRASE_QUALIFIED:
    case PHRASE_LIST:
    case PHRASE_CAPITAL:
    case PHRASE_COORDINATES: break;
    }
    return GAZ_OK;
}

/** Where three countries or more meet. */
static gaz_status resolve_meeting(store_session *session, const phrase_node *node, const rank_hints *hints,
                                  outcome *out, gaz_error *err)
{
    rank_hints inner = *hints;
    inner.need = RANK_AREA;
    inner.at_sea = false;
    outcome *items = scope_alloc(&session->work, node->child_count * sizeof *items);
    for (size_t i = 0; i < node->child_count; i++) {
        gaz_status status = resolve_node(session, node->children[i], &inner, &items[i], err);
        if (status != GAZ_OK) return status;
        if (items[i].status != GAZ_UNRESOLVED) continue;
        *out = items[i];
        return GAZ_OK;
    }
    return rule_meeting(session, items, node->child_count, out, err);
}

/**
 * "Sadr City district of Baghdad" and "Iraqi province of Anbar" are built alike. The first reading is meant
 * where what it names is there and smaller than what it is said to be in, or where nothing else is known.
 */
static gaz_status resolve_other_reading(store_session *session, const phrase_node *node,
                                        const rank_hints *hints, outcome *out, bool *found, gaz_error *err)
{
    *found = false;
    gaz_status status = resolve_node(session, node->other, hints, out, err);
    if (status != GAZ_OK || out->status != GAZ_RESOLVED) return status;
    outcome holder;
    const bool itself = strcmp(out->rule, RESOLVE_RULE_UNIT) != 0;
    const phrase_node *where = itself ? node->other->children[1] : node->children[1];
    status = resolve_node(session, where, hints, &holder, err);
    if (status == GAZ_OK && itself) {
        *found = holder.status == GAZ_RESOLVED && out->radius_m < holder.radius_m &&
                 out->confidence >= OTHER_READING_CONFIDENCE;
    } else {
        *found = holder.status == GAZ_UNRESOLVED || holder.radius_m < out->radius_m;
    }
    return status;
}

static gaz_status resolve_described(store_session *session, const phrase_node *node, const rank_hints *hints,
                                    outcome *out, gaz_error *err)
{
    bool found = false;
    gaz_status status = GAZ_OK;
    if (node->other) status = resolve_other_reading(session, node, hints, out, &found, err);
    if (status != GAZ_OK || found) return status;
    status = resolve_qualified(session, node, hints, out, err);
    if (status != GAZ_OK) return status;
    bool itself = out->status != GAZ_UNRESOLVED && strcmp(out->rule, RESOLVE_RULE_UNIT) != 0;
    if (itself || (out->place && resolve_is_unit(out->place))) return GAZ_OK;
    // "Kurdish", "Sunni": not every adjective says where.
    status = resolve_node(session, node->children[0], hints, out, err);
    if (status != GAZ_OK || out->status != GAZ_UNRESOLVED) return status;
    // "X village II" is no description.
    return resolve_name(session, node->text, hints, out, err);
}

/** "Airport" names one by chance, unless something says where; "Anchorage" is known by its name. */
static gaz_status resolve_generic(store_session *session, const phrase_node *node, const rank_hints *hints,
                                  outcome *out, gaz_error *err)
{
    gaz_status status = resolve_name(session, node->text, hints, out, err);
    const bool pointed = hints->country || hints->qualifier_count ||
                         (hints->context && (hints->context->has_near || hints->context->other_count));
    const store_place *place = out->place;
    // Who has imported a place of this name means it.
    const bool meant =
        place && (place->weight >= GENERIC_WEIGHT_MAX || place->source > session->curated_source);
    if (status == GAZ_OK && !pointed && !meant)
        *out = resolve_unresolved(session, node->text, "names no place by itself; say what it belongs to");
    return status;
}

/** Whether the whole text may be a name although the grammar reads more into it. */
static bool may_be_name(const phrase_node *node)
{
    switch (node->kind) {
    case PHRASE_PART:
    case PHRASE_LIST:
    case PHRASE_NEAR:
    case PHRASE_COAST:
    case PHRASE_BORDER:
    case PHRASE_OUTSKIRTS:
    case PHRASE_BETWEEN:
    case PHRASE_JUNCTION:
    case PHRASE_QUALIFIED: return strpbrk(node->text, ",;()") == NULL;
    default: return false;
    }
}

gaz_status resolve_node(store_session *session, const phrase_node *node, const rank_hints *hints,
                        outcome *out, gaz_error *err)
{
    gaz_status status = resolve_undrawn(session, node, hints, out, err);
    if (status == GAZ_OK) resolve_draw(session, out);
    return status;
}

gaz_status resolve_undrawn(store_session *session, const phrase_node *node, const rank_hints *hints,
                           outcome *out, gaz_error *err)
{
    if (may_be_name(node)) {
        bool found;
        gaz_status status = resolve_whole(session, node, hints, out, &found, err);
        if (status != GAZ_OK || found) return status;
    }
    switch (node->kind) {
    case PHRASE_NAME:
        if (node->is_definite) {
            // "The Gulf", "the Berm": names by their article, which else says nothing.
            phrase_node whole = {.kind = PHRASE_NAME, .text = SCOPE_JOIN(&session->work, "the ", node->text)};
            bool found;
            gaz_status status = resolve_whole(session, &whole, hints, out, &found, err);
            if (status != GAZ_OK) return status;
            found = found && !(node->is_nameless && out->place->weight < GENERIC_WEIGHT_MAX);
            if (found) return GAZ_OK;
        }
        if (node->is_nameless) {
            *out = resolve_unresolved(session, node->text, "names no place");
            return GAZ_OK;
        }
        if (node->is_generic) return resolve_generic(session, node, hints, out, err);
        return resolve_name(session, node->text, hints, out, err);
    case PHRASE_QUALIFIED:
        if (node->is_described) return resolve_described(session, node, hints, out, err);
        return resolve_qualified(session, node, hints, out, err);
    case PHRASE_LIST: return resolve_list(session, node, hints, out, err);
    case PHRASE_OFFSET: return resolve_offset(session, node, hints, out, err);
    case PHRASE_COORDINATES: return resolve_coordinates(session, node, hints, out, err);
    case PHRASE_CAPITAL: return resolve_capital(session, node, hints, out, err);
    case PHRASE_BORDER:
        if (node->child_count > 2) return resolve_meeting(session, node, hints, out, err);
        return resolve_relation(session, node, hints, out, err);
    default: return resolve_relation(session, node, hints, out, err);
    }
}
