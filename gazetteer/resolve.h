/** @file A parsed phrase against the store: each rule of the grammar gets its point and its area. */
#ifndef GAZETTEER_RESOLVE_H
#define GAZETTEER_RESOLVE_H

#include "gazetteer/phrase.h"
#include "gazetteer/rank.h"

/** The rule of what stands for something unknown in it. */
#define RESOLVE_RULE_UNIT "containing unit"

/** What a phrase, or a part of one, stands for. All in the session's scope. */
typedef struct {
    gaz_answer_status status;
    const char *rule;
    const store_place *place; ///< what is meant, or the anchor; NULL where unresolved or for coordinates
    gaz_lonlat position;
    GEOSGeometry *area;
    double radius_m;
    int precision;
    double confidence;       ///< a product of guesses that orders answers, until it is calibrated
    double evidence;         ///< the same, kept when it is
    const char *calibration; ///< the setting of the calibration; NULL: none
    const char *explanation;
    match_list candidates; ///< of the name, or of the anchor's
} outcome;

/** Evaluates the tree. Hints are passed on to every name in it. */
gaz_status resolve_node(store_session *session, const phrase_node *node, const rank_hints *hints,
                        outcome *out, gaz_error *err);
/** The outcome that a place is by itself: its outline, or a disc. */
gaz_status resolve_place(store_session *session, const store_place *place, outcome *out, gaz_error *err);
/** What is unresolved, but is known to lie in a unit: the unit, with its area, stands for it. */
gaz_status resolve_in_admin1(store_session *session, const store_place *unit, outcome *out, gaz_error *err);

#endif
