#include "gazetteer/resolve.h"
#include "gazetteer/rules.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

// A sea or river of a town's name is near the town where it counts.
#define ASKED_EXTENT_MAX_M 25e3

const char *resolve_asked_country(const rank_hints *hints)
{
    if (hints->country) return hints->country;
    for (size_t i = 0; i < hints->qualifier_count; i++) {
        const store_place *place = hints->qualifiers[i].count ? hints->qualifiers[i].items[0].place : NULL;
        if (place && strlen(place->country) == 2) return place->country;
    }
    return NULL;
}

/** What the user can do about a name that is not known: which import would bring it. */
static gaz_status missing_remedy(store_session *session, const rank_hints *hints, const char **out,
                                 gaz_error *err)
{
    const char *country = resolve_asked_country(hints);
    bool has_dump = false;
    gaz_status status = GAZ_OK;
    if (country)
        status =
            store_has_import(session, scope_printf(&session->work, "geonames:%s", country), &has_dump, err);
    if (!country)
        *out = "say the country, or import a fuller gazetteer of it: \"incmap gazetteer import geonames:CC\"";
    else if (has_dump)
        *out = scope_printf(&session->work,
                            "nor in the dump of %s; \"incmap gazetteer import\" takes a layer (--name) or a "
                            "coded archive (--learn) of your own",
                            country);
    else
        *out = scope_printf(&session->work,
                            "\"incmap gazetteer import geonames:%s\" brings the villages of that country",
                            country);
    return status;
}

/** How sure a name is: its share of the candidates, and how it was found. */
static double name_confidence(const match *best, const rank_result *result)
{
    static const double ways[] = {0.95, 0.9, 0.75, 0.6, 0.7, 0.5};
    // The less prominent a place, the likelier it is that another, unlisted one of the name is meant.
    double known = fmin(1, 0.6 + 0.08 * log10(fmax(fmin(best->weight, best->place.weight), 1)));
    double fit = best->edits ? pow(0.85, best->edits) : 1;
    // Foreign and former names are those of other places too; a kind word that does not fit names another.
    if (best->way == MATCH_EXACT && !best->is_proper) fit *= 0.93;
    if (best->hint && !best->wanted_kind) fit *= 0.8;
    // "X State" is no town that only sounds so.
    if (best->hint && !best->wanted_kind && best->way > MATCH_STRIPPED &&
        best->hint->class >= KIND_DISTRICT && best->hint->class <= KIND_COUNTRY)
        fit *= 0.3;
    // Nobody calls a large town a village: another place of the name is meant.
    if (rank_is_large_village(best)) fit *= 0.6;
    // Articles and endings tell villages apart: where the one listed has another, it is the other one that is
    // meant in one case of six (of 313 in UCDP's events of Syria).
    if (best->way == MATCH_LOOSE && kind_is_minor(best->place.kind_info)) fit *= 0.85;
    // What seems to name a code is mostly another thing.
    if (best->weight < MATCH_CODE_WEIGHT_MAX) fit *= 0.4;
    return ways[best->way] * known * fit * result->share;
}

/**
 * "Chittagong Anchorage", and only the town is known: what is meant lies off or beside it, as far as such
 * things are large.
 */
static void widen_for_kind(const match *best, outcome *out)
{
    const kind_info *asked = best->hint;
    if (!asked || best->wanted_kind || out->precision > PREC_NEAR) return;
    if (asked->class != KIND_WATER && asked->class != KIND_LINE && asked->class != KIND_SITE &&
        asked->class != KIND_REGION && asked->class != KIND_DISTRICT)
        return;
    out->radius_m += 2 * fmin(asked->extent_m, ASKED_EXTENT_MAX_M);
    out->area = NULL;
    out->is_disc = true;
    out->precision = asked->class == KIND_DISTRICT ? PREC_DISTRICT : PREC_NEAR;
    out->confidence *= 0.8;
}

static gaz_status take_best(store_session *session, const char *name, const rank_hints *hints,
                            match_list *list, outcome *out, gaz_error *err)
{
    rank_result result = rank_matches(session, list, hints);
    if (!result.found) {
        const char *remedy = "say the country";
        const char *fact = !list->count     ? "no place of this name is known"
                           : result.outside ? "known only elsewhere than the phrase or the country hint says"
                                            : "only similar names are known";
        gaz_status told =
            list->count && !result.outside ? GAZ_OK : missing_remedy(session, hints, &remedy, err);
        if (told != GAZ_OK) return told;
        *out = resolve_unresolved(session, name, scope_printf(&session->work, "%s; %s", fact, remedy));
        out->candidates = *list;
        return GAZ_OK;
    }
    gaz_status status = resolve_place_undrawn(session, &list->items[0].place, out, err);
    out->status = result.ambiguous ? GAZ_AMBIGUOUS : GAZ_RESOLVED;
    out->confidence = name_confidence(&list->items[0], &result);
    // In the country that the table is about, a name is seldom another's; outside it, it mostly is.
    bool there = hints->country && strstr(list->items[0].place.country, hints->country) != NULL;
    if (hints->country && !there && *list->items[0].place.country) out->confidence *= 0.6;
    if (there && list->items[0].way <= MATCH_LOOSE) out->confidence = 1 - (1 - out->confidence) * 0.5;
    // A town in a country that no other place of the report lies in is mostly the namesake of one
    // that is not known.
    if (out->precision < PREC_REGION && rank_country_share(hints->context, out->place) == 0)
        out->confidence *= 0.7;
    list->items[0].why = rank_why(&session->work, &list->items[0]);
    out->candidates = *list;
    const store_place *place = out->place;
    if (status == GAZ_OK) widen_for_kind(&list->items[0], out);
    if (status == GAZ_OK && hints->at_sea) rule_at_sea(session, out);
    const bool has_district =
        place->source != session->curated_source && strcmp(place->detail, STORE_DETAIL_VAGUE) != 0;
    const char *district = has_district ? place->detail : "";
    out->explanation = SCOPE_JOIN(&session->work, place->name, ", ", place->kind, *district ? ", " : "",
                                  district, *place->admin1 ? ", " : "", place->admin1,
                                  *place->country ? ", " : "", place->country, ": ", list->items[0].why);
    return status;
}

bool resolve_is_unit(const store_place *place)
{
    kind_class class = kind_by_name(place->kind)->class;
    return class == KIND_COUNTRY || class == KIND_PROVINCE;
}

/** Whether a text may be a unit's abbreviation: "IL" is one, "al", "de" and "in" are words. */
static bool is_abbreviation(const char *text)
{
    return strlen(text) == 2 && isupper((unsigned char)text[0]) && isupper((unsigned char)text[1]);
}

// A unit written beside a name has at most this many words ("Ivory Coast", "Papua New Guinea").
#define UNIT_WORDS_MAX 3

/** The name in the country or province that the other words name; unresolved where they name none. */
static gaz_status resolve_within_unit(store_session *session, const char *name, const char *unit_name,
                                      const rank_hints *hints, outcome *out, gaz_error *err)
{
    match_list units = {0};
    gaz_status status = match_exact(session, unit_name, NULL, &units, err);
    for (size_t i = 0; status == GAZ_OK && i < units.count; i++) {
        const store_place *unit = &units.items[i].place;
        if (!resolve_is_unit(unit)) continue;
        if (hints->qualifier_count >= RANK_QUALIFIERS_MAX) return GAZ_OK;
        rank_container container = {unit, 1, NULL, unit->position, unit->extent_m};
        rank_hints inner = *hints;
        inner.qualifiers[inner.qualifier_count++] = (rank_qualifier){.items = &container, .count = 1};
        match_list list = {0};
        status = match_name(session, name, unit->country, true, &list, err);
        return status == GAZ_OK ? take_best(session, name, &inner, &list, out, err) : status;
    }
    return status;
}

/** "Douala Cameroon", "Lebanese Tyre": a unit behind or before the name. Unresolved where there is none. */
static gaz_status resolve_beside_unit(store_session *session, const char *name, const rank_hints *hints,
                                      outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    *out = resolve_unresolved(session, name, "no place of this name is known");
    size_t length = strlen(name), cut = length, front = 0;
    gaz_status status = GAZ_OK;
    for (int words = 0; words < UNIT_WORDS_MAX && status == GAZ_OK; words++, cut--) {
        while (cut > 0 && name[cut - 1] != ' ') cut--;
        if (cut < 2) break;
        if (strlen(name + cut) <= 2 && !is_abbreviation(name + cut)) continue;
        status = resolve_within_unit(session, scope_strndup(s, name, cut - 1), name + cut, hints, out, err);
        if (out->status != GAZ_UNRESOLVED) return status;
    }
    for (int words = 0; words < UNIT_WORDS_MAX && status == GAZ_OK; words++, front++) {
        front += strcspn(name + front, " ");
        if (front + 1 >= length) break;
        // Abbreviations stand behind the name.
        if (front <= 2) continue;
        status =
            resolve_within_unit(session, name + front + 1, scope_strndup(s, name, front), hints, out, err);
        if (out->status != GAZ_UNRESOLVED) return status;
    }
    return status;
}

/** "Karimun" where only "Karimun Island" is known: charts and sailors leave the word out. */
static gaz_status resolve_island(store_session *session, const char *name, const rank_hints *hints,
                                 outcome *out, gaz_error *err)
{
    static const char *const forms[] = {"%s Island", "Pulau %s", "%s Islands"};
    *out = resolve_unresolved(session, name, "no place of this name is known");
    for (size_t i = 0; i < sizeof forms / sizeof *forms && out->status == GAZ_UNRESOLVED; i++) {
        match_list list = {0};
        gaz_status status =
            match_exact(session, scope_printf(&session->work, forms[i], name), hints->country, &list, err);
        size_t kept = 0;
        for (size_t k = 0; k < list.count; k++) {
            if (kind_by_name(list.items[k].place.kind)->class != KIND_REGION) continue;
            list.items[kept] = list.items[k];
            list.items[kept++].way = MATCH_STRIPPED;
        }
        list.count = kept;
        if (status == GAZ_OK && kept) status = take_best(session, name, hints, &list, out, err);
        if (status != GAZ_OK) return status;
    }
    return GAZ_OK;
}

gaz_status resolve_name(store_session *session, const char *name, const rank_hints *hints, outcome *out,
                        gaz_error *err)
{
    match_list list = {0};
    gaz_status status = match_name(session, name, hints->country, true, &list, err);
    if (status == GAZ_OK) status = take_best(session, name, hints, &list, out, err);
    if (status != GAZ_OK || out->status != GAZ_UNRESOLVED) return status;
    outcome other;
    status = resolve_beside_unit(session, name, hints, &other, err);
    if (status == GAZ_OK && other.status == GAZ_UNRESOLVED && (hints->country || hints->qualifier_count)) {
        match_list parts = {0};
        status = match_partial(session, name, hints->country, &parts, err);
        if (status == GAZ_OK) status = take_best(session, name, hints, &parts, &other, err);
    }
    if (status == GAZ_OK && other.status == GAZ_UNRESOLVED)
        status = resolve_island(session, name, hints, &other, err);
    if (status == GAZ_OK && other.status != GAZ_UNRESOLVED) *out = other;
    return status;
}

gaz_status resolve_whole(store_session *session, const phrase_node *node, const rank_hints *hints,
                         outcome *out, bool *found, gaz_error *err)
{
    *found = false;
    match_list list = {0};
    gaz_status status = match_exact(session, node->text, hints->country, &list, err);
    // "North Kivu province" is one, and no part of Kivu.
    if (status == GAZ_OK && !list.count && node->kind == PHRASE_PART)
        status = match_unit(session, node->text, hints->country, &list, err);
    if (status != GAZ_OK || !list.count) return status;
    outcome whole;
    status = take_best(session, node->text, hints, &list, &whole, err);
    if (status == GAZ_OK && whole.status != GAZ_UNRESOLVED) {
        *out = whole;
        *found = true;
    }
    return status;
}

gaz_status resolve_capital(store_session *session, const phrase_node *node, const rank_hints *hints,
                           outcome *out, gaz_error *err)
{
    outcome owner = {.status = GAZ_UNRESOLVED};
    const char *code = hints->country;
    gaz_status status = GAZ_OK;
    if (node->child_count) {
        rank_hints inner = *hints;
        inner.need = RANK_AREA;
        status = resolve_node(session, node->children[0], &inner, &owner, err);
        code = NULL;
        if (owner.place && owner.status != GAZ_UNRESOLVED) {
            kind_class class = kind_by_name(owner.place->kind)->class;
            if (class == KIND_COUNTRY) code = owner.place->country;
            if (class == KIND_PROVINCE) code = owner.place->admin1_code;
        }
    }
    if (status != GAZ_OK) return status;
    *out = owner;
    if (!node->child_count)
        *out = resolve_unresolved(session, node->text, "a capital, but not of which country; say it");
    if (!code || !*code) return GAZ_OK;
    match_list list = {0};
    status = match_exact(session, scope_printf(&session->work, STORE_CAPITAL_NAME, code), NULL, &list, err);
    if (status != GAZ_OK || !list.count) return status;
    const char *explanation = owner.place ? owner.place->name : code;
    rank_hints plain = {.context = hints->context, .country_position = {NAN, NAN}};
    status = take_best(session, node->text, &plain, &list, out, err);
    if (status == GAZ_OK && out->place) {
        if (node->child_count) out->confidence = fmin(out->confidence, owner.confidence);
        out->explanation = SCOPE_JOIN(&session->work, out->place->name, ", the capital of ", explanation);
    }
    return status;
}
