/** @file Which of the candidates is meant. */
#ifndef GAZETTEER_RANK_H
#define GAZETTEER_RANK_H

#include "gazetteer/match.h"

/** What a rule needs of its anchor. */
typedef enum {
    RANK_ANY,
    RANK_POINT, ///< something with an edge to measure from: a town before the province of its name
    RANK_AREA,  ///< something that has parts or borders: the province before the town
} rank_need;

/** One thing that a qualifier could mean, and how likely that is. */
typedef struct {
    const store_place *place; ///< NULL: only the area counts
    double share;
    const GEOSGeometry *area; ///< NULL: not known, or not needed
    gaz_lonlat position;
    double reach_m; ///< what lies within this of position belongs to it
} rank_container;

/** The alternatives of one qualifier; a candidate shall lie in one of them. */
typedef struct {
    const rank_container *items;
    size_t count;
    bool is_soft; ///< says where the whole is, not the anchor: candidates outside are only less likely
    /** How far outside a soft one the anchor may still lie; what is in none and beyond this of all is not
     * meant. */
    double soft_reach_m;
} rank_qualifier;

typedef struct {
    const char *country; ///< alpha-2; NULL: no hint
    gaz_lonlat country_position;
    const rank_container *admin1; ///< the first-level unit that holds what is meant; NULL: no hint
    const gaz_context *context;   ///< for near and others; NULL: none
    rank_qualifier qualifiers[8];
    size_t qualifier_count;
    rank_need need;
    bool at_sea; ///< what is named is meant with the sea off it
} rank_hints;
#define RANK_QUALIFIERS_MAX 8

typedef struct {
    bool found;     ///< the best candidate may be taken for the answer
    bool ambiguous; ///< … but the second best as well
    double share;   ///< of the best in all, candidates that are the same place counted together
    bool outside;   ///< nothing lay where the qualifiers or the country hint say
} rank_result;

/** The share of the report's other places that lie in a place's country, 0 to 1; 1 where that is not known.
 */
double rank_country_share(const gaz_context *context, const store_place *place);

/** Sorts the candidates, best first, drops those that are the same place as a better one, and judges. */
rank_result rank_matches(store_session *session, match_list *list, const rank_hints *hints);

/** Villages of the Levant and the Punjab have up to so many people. */
#define RANK_VILLAGE_PEOPLE_MAX 20e3

/** Whether the phrase calls a village what has more people than one. */
bool rank_is_large_village(const match *m);

/** What spoke for a candidate of rank_matches, in words, in a scope. */
const char *rank_why(scope *s, const match *m);

/** Whether a place lies in what a qualifier names, 0 (no) to 1. */
double rank_inside(store_session *session, const store_place *place, const rank_container *container);

#endif
