/** @file A place with something behind it: "X, Y province, Z", "X (Y)", "X, 30 km west of Z". */
#include "gazetteer/resolve.h"

#include "gazetteer/area.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/rules.h"
#include "gazetteer/shape.h"

#include <math.h>
#include <string.h>

// Alternatives of a qualifier that are looked at: the tenth is never the one that is meant.
#define ALTERNATIVES_MAX 8
// Beside a country of the name its namesakes elsewhere are no alternative ("Oman" is a village too), unless
// they are nearly as likely.
#define BESIDE_COUNTRY_SHARE 0.2

/** What a resolved qualifier could mean, as something for the head to lie in. */
static gaz_status as_qualifier(store_session *session, const phrase_node *node, const outcome *o,
                               rank_qualifier *out, gaz_error *err)
{
    size_t count = 1;
    bool named = node->kind == PHRASE_NAME || node->kind == PHRASE_QUALIFIED;
    if (named && o->candidates.count)
        count = o->candidates.count < ALTERNATIVES_MAX ? o->candidates.count : ALTERNATIVES_MAX;
    rank_container *items = scope_alloc(&session->work, count * sizeof *items);
    if (!named || !o->candidates.count) {
        items[0] =
            (rank_container){.share = 1, .area = o->area, .position = o->position, .reach_m = o->radius_m};
        *out = (rank_qualifier){.items = items, .count = 1};
        return GAZ_OK;
    }
    size_t kept = 0;
    const match *best = &o->candidates.items[0];
    const bool country = kind_by_name(best->place.kind)->class == KIND_COUNTRY;
    for (size_t i = 0; i < count; i++) {
        const store_place *place = &o->candidates.items[i].place;
        const kind_info *kind = kind_by_name(place->kind);
        if (country && kind->class != KIND_COUNTRY &&
            o->candidates.items[i].share < BESIDE_COUNTRY_SHARE * best->share)
            continue;
        GEOSGeometry *area = NULL;
        if (kind->class != KIND_COUNTRY && place->shape) {
            gaz_status status = store_shape_get(session, place->shape, &area, err);
            if (status != GAZ_OK) return status;
            if (area && GEOSGeom_getDimensions_r(session->work.geos, area) != 2) area = NULL;
        }
        // A village "in X" lies around the town that gives X its name.
        double reach_m = fmax(place->extent_m, kind->class == KIND_DISTRICT ? 25e3 : 15e3);
        // The best alternative is not less likely for having rivals: where the head lies decides between
        // them.
        double share = fmax(o->candidates.items[i].share, 0.05) / fmax(best->share, 0.05);
        items[kept++] = (rank_container){place, fmin(share, 1), area, place->position, reach_m};
    }
    *out = (rank_qualifier){.items = items, .count = kept};
    return GAZ_OK;
}

/** Whether the likeliest meaning of a qualifier is an administrative unit. */
static bool names_unit(const rank_qualifier *qualifier)
{
    const store_place *place = qualifier->count ? qualifier->items[0].place : NULL;
    kind_class class = place ? kind_by_name(place->kind)->class : KIND_SITE;
    return class == KIND_COUNTRY || class == KIND_PROVINCE || class == KIND_DISTRICT;
}

/** The head is not known, or not there: the narrowest qualifier that is, stands for it. */
static void take_container(store_session *session, const outcome *qualifier, outcome *out)
{
    match_list candidates = out->candidates;
    const char *reason = out->explanation;
    *out = *qualifier;
    out->candidates = candidates;
    if (!strcmp(out->rule, phrase_rule(PHRASE_NAME))) out->rule = RESOLVE_RULE_UNIT;
    // Measured: a province that stands for what is unknown in it is right in seven of ten reports, a country
    // in one of three, mostly because what is meant lies at sea.
    out->confidence *= out->precision >= PREC_REGION ? 0.4 : 0.7;
    if (out->precision < PREC_NEAR) out->precision = PREC_NEAR;
    out->stands_in = true;
    out->explanation = scope_printf(&session->work, "%s; %s stands for it", reason,
                                    out->place ? out->place->name : "what else is said of it");
}

static bool has_capital(const char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z') return true;
    return false;
}

/**
 * "A residential building in X", "three villages near Y": beside a name with capitals, words without are no
 * name. What is said behind them is all that is known, and nothing is wrong with it.
 */
static bool is_common(const phrase_node *node)
{
    const phrase_node *head = node->children[0];
    bool ascii = true;
    for (const char *c = node->text; *c; c++) ascii = ascii && (unsigned char)*c < 0x80;
    return ascii && head->kind == PHRASE_NAME && !has_capital(head->text) && has_capital(node->text);
}

static void take_surroundings(store_session *session, const char *what, const outcome *qualifier,
                              outcome *out)
{
    match_list candidates = out->candidates;
    *out = *qualifier;
    out->candidates = candidates;
    out->confidence *= 0.95;
    out->explanation = SCOPE_JOIN(&session->work, "\"", what, "\" has no name; ", qualifier->explanation);
}

gaz_status resolve_in_admin1(store_session *session, const store_place *unit, outcome *out, gaz_error *err)
{
    outcome container;
    gaz_status status = resolve_place_undrawn(session, unit, &container, err);
    if (status == GAZ_OK) take_container(session, &container, out);
    return status;
}

bool resolve_names_nothing(store_session *session, const phrase_node *node)
{
    folded keys;
    if (node->kind == PHRASE_PART || node->kind == PHRASE_COAST)
        return resolve_names_nothing(session, node->children[0]);
    // What else is said of it gives it no name ("the anchorage in the shipping lanes"), unless that is whose
    // it is ("the fairway buoy off X").
    if (node->kind == PHRASE_QUALIFIED && node->child_count > 1)
        return node->children[1]->kind != PHRASE_OFFSHORE && node->children[1]->kind != PHRASE_NEAR &&
               resolve_names_nothing(session, node->children[0]);
    return node->kind == PHRASE_NAME && fold_name(session->fold, node->text, strlen(node->text), &keys) &&
           kind_is_generic(keys.plain, strlen(keys.plain));
}

/** Whether a part of a phrase is an offset from "the port" or "the town" that the others name. */
static bool measures_from_nothing(store_session *session, const phrase_node *node)
{
    return node->kind == PHRASE_OFFSET && resolve_names_nothing(session, node->children[0]);
}

// How far outside what is said of a relation its anchor may lie: a sea or port is next to it, but "off
// Somalia" is said of what is two thousand kilometres from it; neither of another continent. And how much of
// the distance from the anchor counts too.
#define SOFT_REACH_M       400e3
#define OFFSHORE_REACH_M   1500e3
#define REACH_PER_DISTANCE 1.5
#define STRETCH_MARGIN_M   10e3
// Descriptions of one place are this near to each other's areas; a namesake elsewhere is not.
#define AGREE_M 300e3

/** Whether two descriptions can be of one place. What is not known contradicts nothing. */
static bool agree(const outcome *a, const outcome *b)
{
    if (a->status == GAZ_UNRESOLVED || b->status == GAZ_UNRESOLVED) return true;
    return geodesy_rough_distance_m(a->position, b->position) < 2 * fmax(a->radius_m, b->radius_m) + AGREE_M;
}

/**
 * A phrase may say in a later part how far from what ("Indian Ocean, 900 nm east of Eyl", "off X (5 km south
 * of the port)"): that stands for the whole where it is narrower than the head.
 */
static gaz_status take_measure(store_session *session, const phrase_node *node, outcome *qualifiers,
                               const rank_hints *hints, outcome *out, bool *replaced, gaz_error *err)
{
    const outcome head = *out;
    for (size_t i = 1; i < node->child_count; i++) {
        if (node->children[i]->kind != PHRASE_OFFSET) continue;
        outcome *measure = &qualifiers[i];
        if (measures_from_nothing(session, node->children[i])) {
            if (!head.place) continue;
            gaz_status status = resolve_offset_again(session, node->children[i], &head, hints, measure, err);
            if (status != GAZ_OK) return status;
        }
        if (measure->status == GAZ_UNRESOLVED || !agree(measure, &head)) continue;
        if (out->status != GAZ_UNRESOLVED && !(measure->radius_m < out->radius_m)) continue;
        bool contradicted = false;
        for (size_t k = 1; k < node->child_count; k++)
            contradicted = contradicted || !agree(measure, &qualifiers[k]);
        if (contradicted) continue;
        *out = *measure;
        *replaced = true;
    }
    return GAZ_OK;
}

// "The area", "the port" name a place of this weight at most by chance; Anchorage is one.
#define GENERIC_WEIGHT_MAX 1e5
// What sounds alike but is spelt otherwise and is little known.
#define CHANCE_CONFIDENCE 0.5

/**
 * A town or village under another spelling, or one that is called "Area", is no ground to look for what is
 * named before it in.
 */
static bool is_chance(store_session *session, const phrase_node *node, const outcome *qualifier)
{
    if (!qualifier->place || !qualifier->candidates.count) return false;
    kind_class class = kind_by_name(qualifier->place->kind)->class;
    bool large = class == KIND_COUNTRY || class == KIND_PROVINCE || class == KIND_WATER;
    if (node->kind == PHRASE_NAME && qualifier->place->weight < GENERIC_WEIGHT_MAX &&
        resolve_names_nothing(session, node))
        return true;
    const match_way way = qualifier->candidates.items[0].way;
    return !large &&
           (way == MATCH_FUZZY || (way > MATCH_STRIPPED && qualifier->confidence < CHANCE_CONFIDENCE));
}

// "Martha's Vineyard": who owns what is not known is no village that is called so, but a place that readers
// know.
#define OWNER_WEIGHT_MIN 1e5

/** Whether what is known of a place's surroundings may stand for it. */
static bool may_stand(const phrase_node *node, const outcome *container)
{
    if (!node->is_possessive || !container->place) return true;
    kind_class class = kind_by_name(container->place->kind)->class;
    return class == KIND_COUNTRY || class == KIND_PROVINCE || container->place->weight >= OWNER_WEIGHT_MIN;
}

static bool is_relation(const phrase_node *node)
{
    return node->kind != PHRASE_NAME && node->kind != PHRASE_QUALIFIED;
}

/** Borders, coasts, rivers and roads go on far beyond the unit that they are said to be in. */
static bool is_stretch(const phrase_node *node)
{
    return node->kind == PHRASE_BORDER || node->kind == PHRASE_ALONG || node->kind == PHRASE_COAST;
}

/** What lies in both; outlines are crude, and a border's strip has another country's half. */
static void narrow_to(store_session *session, const outcome *container, outcome *out)
{
    scope *s = &session->work;
    if (container->status == GAZ_UNRESOLVED || !container->area || !out->area) return;
    GEOSGeometry *around = area_buffer(s, container->area, STRETCH_MARGIN_M);
    GEOSGeometry *both = around ? scope_own(s, GEOSIntersection_r(s->geos, around, out->area)) : NULL;
    GEOSGeometry *area = both ? shape_of_overlay(s, both) : NULL;
    if (!area) return;
    out->area = area;
    out->position = shape_best_point(s, area);
    out->radius_m = shape_radius_m(s, area, out->position);
    out->explanation = SCOPE_JOIN(s, out->explanation, container->place ? ", in or near " : "",
                                  container->place ? container->place->name : "");
}

/** "Eastern boarding ground" is made of common words alone, but one is known by just these, there. */
static bool is_known_by(const phrase_node *anchor, const outcome *o)
{
    return o->status == GAZ_RESOLVED && strchr(anchor->text, ' ') && o->candidates.count &&
           o->candidates.items[0].way == MATCH_EXACT;
}

/** An offset from a country's or province's coast: "65 nm off the coast of X". */
static bool is_from_coast(const phrase_node *head, const outcome *o)
{
    kind_class class =
        o->status != GAZ_UNRESOLVED && o->place ? kind_by_name(o->place->kind)->class : KIND_SITE;
    return head->children[0]->kind == PHRASE_COAST && (class == KIND_COUNTRY || class == KIND_PROVINCE);
}

// What is larger than a cape or islet is as long as a coast itself.
#define ON_COAST_MAX_M 20e3

/** A town, port or cape named beside it says which stretch of the coast is meant. */
static bool is_on_coast(const outcome *o)
{
    kind_class class = o->place ? kind_by_name(o->place->kind)->class : KIND_COUNTRY;
    return o->status == GAZ_RESOLVED && (class == KIND_SETTLEMENT || class == KIND_SITE ||
                                         (class == KIND_REGION && o->place->extent_m < ON_COAST_MAX_M));
}

/** "…, Kenya, off Somalia (next to Seychelles)": a country lies in no other that is named behind it. */
static gaz_status resolve_country_beside(store_session *session, const phrase_node *child,
                                         const rank_hints *hints, outcome *qualifier, gaz_error *err)
{
    rank_hints plain = *hints;
    plain.need = RANK_AREA;
    outcome country;
    gaz_status status = resolve_node(session, child, &plain, &country, err);
    if (status == GAZ_OK && country.status == GAZ_RESOLVED && country.place &&
        kind_by_name(country.place->kind)->class == KIND_COUNTRY)
        *qualifier = country;
    return status;
}

gaz_status resolve_qualified(store_session *session, const phrase_node *node, const rank_hints *hints,
                             outcome *out, gaz_error *err)
{
    rank_hints inner = *hints;
    outcome *qualifiers = scope_alloc(&session->work, node->child_count * sizeof *qualifiers);
    gaz_status status = GAZ_OK;
    size_t narrowest = 0;
    const bool relation = is_relation(node->children[0]), common = is_common(node);
    // A village is in a province; a building is in a town.
    const rank_need holder_need =
        common && !resolve_names_nothing(session, node->children[0]) ? RANK_ANY : RANK_AREA;
    const bool from_nothing = measures_from_nothing(session, node->children[0]);
    // From the last, the widest, to the first: each is looked for within those behind it. Measures come after
    // them all: their anchors are as often in what stands before.
    for (int measures = 0; measures < 2; measures++) {
        for (size_t i = node->child_count - 1; i >= 1 && status == GAZ_OK; i--) {
            const phrase_node *child = node->children[i];
            if ((child->kind == PHRASE_OFFSET) != (measures == 1)) continue;
            if (measures_from_nothing(session, child)) {
                qualifiers[i] = resolve_unresolved(session, child->text, "counted from what the rest names");
                continue;
            }
            rank_hints around = inner;
            around.need = child->kind == PHRASE_NAME ? holder_need : RANK_ANY;
            // The buoy or light that the first part leaves without a name is the port's behind it.
            if (i == 1 && from_nothing) around.need = RANK_POINT;
            around.at_sea = measures == 1 && hints->at_sea;
            // "X, Y's capital" is a description of X, and in Y whether it is right or not.
            const bool capital = child->kind == PHRASE_CAPITAL && child->child_count;
            status =
                resolve_node(session, capital ? child->children[0] : child, &around, &qualifiers[i], err);
            if (status == GAZ_OK && qualifiers[i].status == GAZ_UNRESOLVED && child->kind == PHRASE_NAME &&
                inner.qualifier_count > hints->qualifier_count)
                status = resolve_country_beside(session, child, hints, &qualifiers[i], err);
            if (status != GAZ_OK || qualifiers[i].status == GAZ_UNRESOLVED) continue;
            if (is_chance(session, child, &qualifiers[i])) {
                qualifiers[i] = resolve_unresolved(session, child->text, "only similar names are known");
                continue;
            }
            // What only measures once more is no place for a relation's anchor to lie in.
            if (measures == 1 && relation) continue;
            if (node->has_sea &&
                kind_by_name(qualifiers[i].place ? qualifiers[i].place->kind : "")->class != KIND_WATER)
                continue;
            narrowest = i;
            if (node->has_sea) continue;
            if (inner.qualifier_count >= RANK_QUALIFIERS_MAX) continue;
            rank_qualifier *qualifier = &inner.qualifiers[inner.qualifier_count++];
            status = as_qualifier(session, child, &qualifiers[i], qualifier, err);
            qualifier->soft_reach_m = (child->kind == PHRASE_OFFSHORE ? OFFSHORE_REACH_M : SOFT_REACH_M) +
                                      REACH_PER_DISTANCE * node->children[0]->distance_max_m;
            // "Off Somalia" says where ships are, not in what the country named before it lies.
            qualifier->is_soft = is_relation(child);
        }
    }
    const size_t outer_count = hints->qualifier_count;
    for (size_t i = outer_count; i < inner.qualifier_count; i++)
        inner.qualifiers[i].is_soft =
            relation && (node->children[0]->kind == PHRASE_BORDER || !names_unit(&inner.qualifiers[i]));
    if (status == GAZ_OK) status = resolve_undrawn(session, node->children[0], &inner, out, err);
    if (status == GAZ_OK && relation && out->status == GAZ_UNRESOLVED &&
        inner.qualifier_count > outer_count) {
        // An island may be another country's, or be said to be off one: for what lies at sea near is enough
        // where nothing lies in the country.
        rank_hints softer = inner;
        outcome other;
        for (size_t i = outer_count; i < softer.qualifier_count; i++) softer.qualifiers[i].is_soft = true;
        status = resolve_undrawn(session, node->children[0], &softer, &other, err);
        kind_class class =
            status == GAZ_OK && other.place ? kind_by_name(other.place->kind)->class : KIND_SITE;
        if (other.status != GAZ_UNRESOLVED && (class == KIND_REGION || class == KIND_WATER)) {
            *out = other;
            out->confidence *= 0.8;
        }
    }
    // Ships are said to be off one country and next to another: the anchor is in one of them.
    for (size_t kept = inner.qualifier_count; relation && status == GAZ_OK && out->status == GAZ_UNRESOLVED &&
                                              inner.qualifier_count > outer_count + 1 && kept > outer_count;
         kept--) {
        if (inner.qualifiers[kept - 1].is_soft) continue;
        rank_hints one = inner;
        for (size_t i = outer_count; i < one.qualifier_count; i++)
            one.qualifiers[i].is_soft = i != kept - 1 || inner.qualifiers[i].is_soft;
        status = resolve_undrawn(session, node->children[0], &one, out, err);
    }
    // What is said of a place need not agree ("…, Visayan Sea, Iloilo Province, Indonesia"): the widest gives
    // way first, the narrowest never. An anchor elsewhere is none: the container stands for it.
    for (size_t first = outer_count + 1;
         !relation && status == GAZ_OK && out->status == GAZ_UNRESOLVED && first < inner.qualifier_count;
         first++) {
        rank_hints fewer = *hints;
        for (size_t i = first; i < inner.qualifier_count; i++)
            fewer.qualifiers[fewer.qualifier_count++] = inner.qualifiers[i];
        status = resolve_undrawn(session, node->children[0], &fewer, out, err);
    }
    if (status != GAZ_OK) return status;
    const phrase_node *head = node->children[0];
    bool replaced = false;
    status = take_measure(session, node, qualifiers, hints, out, &replaced, err);
    if (status != GAZ_OK || replaced) return status;
    if (narrowest && (out->status == GAZ_UNRESOLVED || (out->place && resolve_is_unit(out->place)))) {
        status = resolve_reversed(session, node, qualifiers, hints, out, &replaced, err);
        if (status != GAZ_OK || replaced) return status;
    }
    if (narrowest && head->kind == PHRASE_OFFSET && is_from_coast(head, out) &&
        is_on_coast(&qualifiers[narrowest])) {
        status = resolve_offset_again(session, head, &qualifiers[narrowest], hints, out, err);
    } else if (narrowest && head->kind == PHRASE_OFFSET && qualifiers[narrowest].place &&
               (out->status == GAZ_UNRESOLVED || (resolve_names_nothing(session, head->children[0]) &&
                                                  !is_known_by(head->children[0], out)))) {
        status = resolve_offset_within(session, head, &qualifiers[narrowest], &inner, out, err);
    } else if (out->status == GAZ_UNRESOLVED && narrowest && !out->candidates.count &&
               node->children[narrowest]->kind == PHRASE_CAPITAL) {
        outcome capital;
        status = resolve_node(session, node->children[narrowest], hints, &capital, err);
        if (status == GAZ_OK) take_container(session, &capital, out);
    } else if (out->status == GAZ_UNRESOLVED && narrowest && may_stand(node, &qualifiers[narrowest])) {
        if (common)
            take_surroundings(session, node->children[0]->text, &qualifiers[narrowest], out);
        else
            take_container(session, &qualifiers[narrowest], out);
        if (hints->at_sea) rule_at_sea(session, out);
    } else if (out->status != GAZ_UNRESOLVED && narrowest && is_stretch(head)) {
        for (size_t i = 1; i < node->child_count; i++) narrow_to(session, &qualifiers[i], out);
    } else if (out->status != GAZ_UNRESOLVED && narrowest && strcmp(out->rule, "name") == 0) {
        // Two things said of one place that agree make it surer.
        out->confidence = 1 - (1 - out->confidence) * 0.7;
    }
    return status;
}
