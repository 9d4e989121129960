#include "gazetteer/rank.h"

#include "gazetteer/geodesy.h"
#include "gazetteer/rank_same.h"
#include "gazetteer/shape.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// How much less a looser match is worth, as a factor on prominence: a village whose name is spelt just so
// beats a town five times its size whose name only sounds so, and each letter that differs takes two thirds
// again.
static double way_factor(const match *m)
{
    static const double ways[] = {1, 0.7, 0.2, 0.1, 0.1, 0.03};
    return m->edits ? ways[m->way] * pow(0.3, m->edits) : ways[m->way];
}

// An alternate name, many of which are other languages' words or out of use, beside somebody's main name.
#define ALTERNATE_FACTOR 0.1
// Beside a curated place of exactly this name, which is curated because reports name it so.
#define ALTERNATE_BESIDE_CURATED 0.005
// What only sounds like the name, or is named so without its kind word and of another kind, beside a place of
// exactly this name, and beside a curated one.
#define PART_BESIDE_EXACT   0.1
#define PART_BESIDE_CURATED 0.02
// A country's prominence is that of its own name; by a foreign name it is less, by one that only sounds so it
// is a place like any.
#define COUNTRY_FOREIGN_WEIGHT 6e6
#define COUNTRY_SOUND_WEIGHT   1e6
// Codes of airports and ports have a weight of their own, far below their town's.
#define CODE_PART 0.01

/** The best name that the phrase as a whole is, among the candidates that the hints allow. */
typedef enum { FULL_NONE, FULL_ALTERNATE, FULL_PROPER, FULL_CURATED } full_name;

static full_name full_name_of(const match *m)
{
    // "The city of X" is as full a name of a city as X; "X town" may be any settlement's.
    const bool with_kind =
        m->way == MATCH_STRIPPED && m->hint == kind_by_name("city") && m->place.kind_info == m->hint;
    if (m->way != MATCH_EXACT && !with_kind) return FULL_NONE;
    if (m->weight < CODE_PART * m->place.weight) return FULL_NONE;
    // A province has its name from a town, whatever that is called today.
    if (!m->is_proper || rank_is_unit(m->place.kind_info)) return FULL_ALTERNATE;
    return m->is_curated ? FULL_CURATED : FULL_PROPER;
}

/** The full name of one place is not another's nickname: what others lose beside it. */
static double beside_factor(const match *m, full_name best)
{
    if (best == FULL_NONE || full_name_of(m) >= FULL_PROPER) return 1;
    bool part = m->way > MATCH_STRIPPED;
    if (m->way == MATCH_STRIPPED) part = m->hint && m->place.kind_info != m->hint;
    if (part) return best == FULL_CURATED ? PART_BESIDE_CURATED : PART_BESIDE_EXACT;
    const kind_info *kind = m->place.kind_info;
    if (best == FULL_ALTERNATE || kind->class == KIND_COUNTRY) return 1;
    if (rank_is_unit(kind)) return best == FULL_CURATED ? ALTERNATE_FACTOR : 1;
    return best == FULL_CURATED ? ALTERNATE_BESIDE_CURATED : ALTERNATE_FACTOR;
}

// Outside the hinted country, or the place that a qualifier names: kept for the list of candidates, but not
// to be taken.
#define OUTSIDE_FACTOR 0.002
// A candidate that lies in what a qualifier names no surer than this lies outside.
#define QUALIFIER_LEAST 0.005
// A qualifier that describes the whole and not the anchor ("105 nm south of Salalah, Gulf of Aden") only
// speaks for candidates that lie in it.
#define SOFT_FACTOR 0.1
// A candidate at this distance from the other places of a report is half as likely as one among them.
#define NEAR_HALF_M 150e3
// Reports name far places too: the nearest is no more than five hundred times likelier.
#define NEAR_FACTOR_MIN 0.002
// Below this share of all the best candidate is no answer alone: two that are alike have half each.
#define AMBIGUOUS_SHARE 0.6

static bool country_has(const char *countries, const char *country)
{
    return strstr(countries, country) != NULL;
}

/** What a kind word costs a candidate of another kind. */
static double contradiction_factor(const kind_info *asked, const kind_info *kind)
{
    // The town in which the prison stands is near enough, and a suburb is a town to others.
    bool settled = kind->class == KIND_SETTLEMENT || kind->class == KIND_QUARTER;
    if (settled && (asked->class == KIND_SETTLEMENT || asked->class == KIND_QUARTER)) return 0.6;
    return settled && asked->class == KIND_SITE ? 0.05 : 0.02;
}

/** "X village" is no river, sea, country or province of the name, whatever else is known of it. */
static bool contradicts_settlement(const match *m)
{
    if (!m->hint || m->wanted_kind || m->hint->class != KIND_SETTLEMENT) return false;
    kind_class class = m->place.kind_info->class;
    return class == KIND_WATER || class == KIND_LINE || class == KIND_COUNTRY || class == KIND_PROVINCE;
}

// A large town is no village to anyone, while a village of its name may be.
#define LARGE_VILLAGE_FACTOR 0.001

bool rank_is_large_village(const match *m)
{
    // Every candidate is asked; few have a hint.
    return m->hint && m->place.population >= RANK_VILLAGE_PEOPLE_MAX && m->hint == kind_by_name("village");
}

static double kind_factor(const match *m, rank_need need)
{
    const kind_info *kind = m->place.kind_info;
    double factor = 1;
    if (m->hint) {
        // "Homs governorate" is never the town; "Abu Ghraib prison" may be in the town of that name.
        // The Singapore Strait is no country.
        if (kind == m->hint)
            factor *= 4;
        else if (m->wanted_kind)
            factor *= rank_is_large_village(m) ? LARGE_VILLAGE_FACTOR : 2;
        else if (kind->class == KIND_COUNTRY)
            factor *= 1e-5;
        else
            factor *=
                rank_is_unit(m->hint) || rank_is_unit(kind) ? 0.02 : contradiction_factor(m->hint, kind);
    }
    if (need == RANK_AREA) factor *= m->place.shape ? 10 : 0.2;
    if (need == RANK_POINT && rank_is_unit(kind)) factor *= kind->class == KIND_COUNTRY ? 0.5 : 0.1;
    return factor;
}

double rank_inside(store_session *session, const store_place *place, const rank_container *container)
{
    const store_place *holder = container->place;
    if (holder) {
        kind_class class = holder->kind_info->class;
        if (holder->id == place->id) return 0.01;
        if (class == KIND_COUNTRY)
            return *place->country && country_has(place->country, holder->country) ? 1 : 0;
        if (class == KIND_PROVINCE && *place->admin1_code)
            return strcmp(place->admin1_code, holder->admin1_code) == 0 ? 1 : 0;
    }
    double distance_m = geodesy_rough_distance_m(container->position, place->position);
    if (container->area) {
        if (shape_contains(&session->work, container->area, place->position)) return 1;
        // Outlines are crude, and stated distances too: what lies just outside is not wrong.
        return distance_m < 1.5 * container->reach_m ? 0.3 : 0;
    }
    double reach_m = fmax(container->reach_m, 1);
    return distance_m > 6 * reach_m ? 0 : 1 / (1 + (distance_m / reach_m) * (distance_m / reach_m));
}

// Reports name other countries' places too, the less the fewer of their other places lie there; a country of
// a third of them is the report's as much as any.
#define COUNTRY_FACTOR_MIN 0.03
#define COUNTRY_SHARE_FULL (1 / 3.0)

double rank_country_share(const gaz_context *context, const store_place *place)
{
    if (!context || !context->other_countries || !*place->country) return 1;
    size_t known = 0, same = 0;
    for (size_t i = 0; i < context->other_count; i++) {
        const char *country = context->other_countries[i];
        if (!*country) continue;
        known++;
        same += country_has(place->country, country);
    }
    return known ? (double)same / (double)known : 1;
}

static double country_factor(const gaz_context *context, const store_place *place)
{
    return fmax(COUNTRY_FACTOR_MIN, fmin(1, rank_country_share(context, place) / COUNTRY_SHARE_FULL));
}

static double near_factor(const gaz_context *context, const store_place *place)
{
    gaz_lonlat at = place->position;
    double nearest_m = INFINITY;
    if (context->has_near) nearest_m = geodesy_rough_distance_m(context->near, at);
    for (size_t i = 0; i < context->other_count; i++)
        nearest_m = fmin(nearest_m, geodesy_rough_distance_m(context->others[i], at));
    if (!isfinite(nearest_m)) return 1;
    // A large place is as near as its edge.
    double steps = fmax(0, nearest_m - place->extent_m) / NEAR_HALF_M;
    return fmax(NEAR_FACTOR_MIN, 1 / (1 + steps * steps));
}

// Outlines and coders disagree about places this close to the border of two units.
#define UNIT_MARGIN_DEG 0.15

/** How well a place agrees with the hinted unit. */
static double admin1_factor(store_session *session, const store_place *place, const rank_container *unit)
{
    if (strcmp(place->admin1_code, unit->place->admin1_code) == 0) return 1;
    scope *s = &session->work;
    GEOSGeometry *at =
        scope_own(s, GEOSGeom_createPointFromXY_r(s->geos, place->position.lon_deg, place->position.lat_deg));
    double off_deg = INFINITY;
    if (at && unit->area) GEOSDistance_r(s->geos, unit->area, at, &off_deg);
    return off_deg <= UNIT_MARGIN_DEG ? 0.3 : 0;
}

/** Whether a place is so small that a first-level unit holds it. */
static bool lies_in_units(const match *m)
{
    kind_class class = m->place.kind_info->class;
    return class == KIND_SETTLEMENT || class == KIND_QUARTER || class == KIND_SITE || class == KIND_DISTRICT;
}

// How much of a soft qualifier's reach counts for a name that only sounds so.
#define OTHER_SPELLING_REACH 0.25

/** Whether a candidate lies within reach of what a soft qualifier could mean. */
static bool is_near(const match *m, const rank_qualifier *qualifier)
{
    // A name that only sounds so must be next to it.
    double reach_m = qualifier->soft_reach_m * (m->way <= MATCH_STRIPPED ? 1 : OTHER_SPELLING_REACH);
    for (size_t i = 0; i < qualifier->count; i++) {
        const rank_container *container = &qualifier->items[i];
        double from_edge_m = geodesy_rough_distance_m(container->position, m->place.position) -
                             1.5 * (container->reach_m + m->place.extent_m);
        if (from_edge_m <= reach_m) return true;
    }
    return false;
}

/** The score's factors; *inside says whether the qualifiers and hints allow the candidate. */
static double score_of(store_session *session, const match *m, const rank_hints *hints, bool *inside)
{
    double weight = fmax(fmin(m->weight, m->place.weight), 1);
    if (m->place.kind_info->class == KIND_COUNTRY) {
        if (!m->is_proper) weight = fmin(weight, COUNTRY_FOREIGN_WEIGHT);
        if (m->way > MATCH_STRIPPED) weight = fmin(weight, COUNTRY_SOUND_WEIGHT);
    }
    double score = weight * way_factor(m) * kind_factor(m, hints->need);
    *inside = true;
    if (hints->country && *m->place.country && !country_has(m->place.country, hints->country)) {
        score *= OUTSIDE_FACTOR;
        // A report on one country names the capitals and great cities next door, but no village of theirs.
        *inside = m->way <= MATCH_STRIPPED && m->place.weight >= 1e6 &&
                  (!m->hint || m->hint == m->place.kind_info) &&
                  (!isfinite(hints->country_position.lon_deg) ||
                   geodesy_rough_distance_m(hints->country_position, m->place.position) < 2000e3);
    }
    if (contradicts_settlement(m)) *inside = false;
    if (hints->admin1 && lies_in_units(m)) {
        double in = admin1_factor(session, &m->place, hints->admin1);
        if (in < QUALIFIER_LEAST) *inside = false;
        score *= fmax(in, OUTSIDE_FACTOR);
    }
    bool near_any = hints->qualifier_count == 0;
    for (size_t i = 0; i < hints->qualifier_count; i++) {
        double best = 0;
        for (size_t k = 0; k < hints->qualifiers[i].count; k++) {
            const rank_container *container = &hints->qualifiers[i].items[k];
            best = fmax(best, container->share * rank_inside(session, &m->place, container));
        }
        if (best < QUALIFIER_LEAST && !hints->qualifiers[i].is_soft) *inside = false;
        near_any = near_any || best >= QUALIFIER_LEAST || is_near(m, &hints->qualifiers[i]);
        score *= fmax(best, hints->qualifiers[i].is_soft ? SOFT_FACTOR : OUTSIDE_FACTOR);
    }
    if (!near_any) *inside = false;
    if (hints->context)
        score *= near_factor(hints->context, &m->place) * country_factor(hints->context, &m->place);
    return score;
}

static int compare_scores(const void *a, const void *b)
{
    const match *p = a, *q = b;
    if (p->score != q->score) return p->score > q->score ? -1 : 1;
    return (p->place.id > q->place.id) - (p->place.id < q->place.id);
}

// So few are in order nearly, since the store has them by prominence.
#define FEW_MATCHES 12

static void sort_matches(match_list *list)
{
    if (list->count > FEW_MATCHES) {
        qsort(list->items, list->count, sizeof *list->items, compare_scores);
        return;
    }
    for (size_t i = 1; i < list->count; i++) {
        size_t to = i;
        while (to > 0 && compare_scores(&list->items[to - 1], &list->items[i]) > 0) to--;
        if (to == i) continue;
        match moved = list->items[i];
        memmove(&list->items[to + 1], &list->items[to], (i - to) * sizeof moved);
        list->items[to] = moved;
    }
}

// ", ", a number of at most 15 digits, " people".
#define PEOPLE_TEXT_MAX 32

/** ", 5000 people", written at @p to; returns its length. */
static size_t write_people(char to[PEOPLE_TEXT_MAX], double population)
{
    // Without printf, which takes longer than all else about a candidate.
    static const char unit[] = " people";
    char digits[20];
    size_t at = sizeof digits, length;
    for (uint64_t rest = (uint64_t)population; rest; rest /= 10) digits[--at] = (char)('0' + rest % 10);
    length = sizeof digits - at;
    memcpy(to, ", ", 2);
    memcpy(to + 2, digits + at, length);
    memcpy(to + 2 + length, unit, sizeof unit - 1);
    return 2 + length + sizeof unit - 1;
}

const char *rank_why(scope *s, const match *m)
{
    // Each with its length: every candidate of every answer has such a text.
#define TEXT(words)                                                                                          \
    {                                                                                                        \
        words, sizeof(words) - 1                                                                             \
    }
    static const struct {
        const char *words;
        size_t length;
    } ways[] = {
        TEXT("same name"),        TEXT("same name without the generic word"), TEXT("same sound"),
        TEXT("part of the name"), TEXT("same name but for the article"),      TEXT("similar spelling")};
#undef TEXT
    static const char fits[] = ", kind fits",
                      elsewhere[] = ", not where the rest of the phrase or the hint says";
    const double population = m->place.population;
    const bool whole = population <= 1e15 && population == floor(population);
    char people[PEOPLE_TEXT_MAX];
    size_t people_length = 0;
    // Few sources have halves of people.
    if (population >= 1 && !whole)
        return SCOPE_JOIN(s, ways[m->way].words, scope_printf(s, ", %.0f people", population),
                          m->wanted_kind ? fits : "", m->is_inside ? "" : elsewhere);
    if (population >= 1) people_length = write_people(people, population);
    const size_t way_length = ways[m->way].length;
    char *why = scope_take(s, way_length + people_length + sizeof fits + sizeof elsewhere), *at = why;
    memcpy(at, ways[m->way].words, way_length);
    at += way_length;
    memcpy(at, people, people_length);
    at += people_length;
    if (m->wanted_kind) {
        memcpy(at, fits, sizeof fits - 1);
        at += sizeof fits - 1;
    }
    if (!m->is_inside) {
        memcpy(at, elsewhere, sizeof elsewhere - 1);
        at += sizeof elsewhere - 1;
    }
    *at = '\0';
    return why;
}

/** A town that a package and the curated places both know has the curated names, whichever record is found.
 */
static void share_names(match_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const match *curated = &list->items[i];
        if (!curated->is_curated || full_name_of(curated) != FULL_CURATED) continue;
        for (size_t k = 0; k < list->count; k++) {
            match *m = &list->items[k];
            if (m->is_curated || m->way != curated->way ||
                m->place.kind_info->class != curated->place.kind_info->class ||
                geodesy_rough_distance_m(m->place.position, curated->place.position) > RANK_SAME_PLACE_M)
                continue;
            m->is_proper = m->is_curated = true;
        }
    }
}

rank_result rank_matches(store_session *session, match_list *list, const rank_hints *hints)
{
    rank_result result = {0};
    if (!list->count) return result;
    share_names(list);
    rank_share_with_seats(list);
    rank_share_people(list);
    bool any_inside = false;
    full_name best_name = FULL_NONE;
    for (size_t i = 0; i < list->count; i++) {
        bool inside;
        match *m = &list->items[i];
        m->score = score_of(session, m, hints, &inside);
        any_inside = any_inside || inside;
        // What the hints rule out stands behind all that they allow.
        m->is_inside = inside;
        if (!inside) m->score *= 1e-9;
        if (inside && full_name_of(m) > best_name) best_name = full_name_of(m);
    }
    for (size_t i = 0; i < list->count; i++)
        list->items[i].score *= beside_factor(&list->items[i], best_name);
    sort_matches(list);
    rank_merge_same(list);
    double total = 0;
    for (size_t i = 0; i < list->count; i++) total += list->items[i].score;
    for (size_t i = 0; i < list->count; i++) {
        match *m = &list->items[i];
        m->share = m->score / total;
    }

    const match *best = &list->items[0];
    result.outside = !any_inside;
    result.share = best->share;
    // A similar spelling alone proves nothing: something else must point to the place.
    bool pointed = hints->country || hints->qualifier_count ||
                   (hints->context && (hints->context->has_near || hints->context->other_count));
    bool plausible = best->way != MATCH_FUZZY || pointed || best->place.weight >= 1e5;
    result.found = any_inside && plausible;
    result.ambiguous = result.found && best->share < AMBIGUOUS_SHARE;
    return result;
}
