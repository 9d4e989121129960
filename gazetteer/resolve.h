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
    const char *rule;         ///< a constant, like calibration
    const store_place *place; ///< what is meant, or the anchor; NULL where unresolved or for coordinates
    gaz_lonlat position;
    GEOSGeometry *area;
    bool is_disc;   ///< area is NULL, and a disc of radius_m about position: see resolve_draw
    bool stands_in; ///< for something in it that is not known
    double radius_m;
    int precision;
    double confidence;       ///< a product of guesses that orders answers, until it is calibrated
    double evidence;         ///< the same, kept when it is
    const char *calibration; ///< the setting of the calibration; NULL: none
    const char *explanation;
    match_list candidates; ///< of the name, or of the anchor's
} outcome;

/** Evaluates the tree. Hints are passed on to every name in it. The area is drawn. */
gaz_status resolve_node(store_session *session, const phrase_node *node, const rank_hints *hints,
                        outcome *out, gaz_error *err);
/** The same for who needs no geometry: a disc is left as is_disc. Most answers are a name's, and such. */
gaz_status resolve_undrawn(store_session *session, const phrase_node *node, const rank_hints *hints,
                           outcome *out, gaz_error *err);
/** Makes the geometry of an outcome that is a disc; others stay. */
void resolve_draw(store_session *session, outcome *o);
/** A name that the grammar does not take apart. In resolve_name.c, like the next three. Not drawn. */
gaz_status resolve_name(store_session *session, const char *name, const rank_hints *hints, outcome *out,
                        gaz_error *err);
/** A phrase that the grammar takes apart, but that is a name as it stands: *found says whether. Not drawn. */
gaz_status resolve_whole(store_session *session, const phrase_node *node, const rank_hints *hints,
                         outcome *out, bool *found, gaz_error *err);
/** Which country a name that is not known would be in; NULL where nothing says so. */
const char *resolve_asked_country(const rank_hints *hints);
/** Whether a place is a country or a first-level unit. */
bool resolve_is_unit(const store_place *place);
/** What is not known, and why, in words. */
outcome resolve_unresolved(store_session *session, const char *what, const char *why);
/** A PHRASE_QUALIFIED. In resolve_qualified.c. */
gaz_status resolve_qualified(store_session *session, const phrase_node *node, const rank_hints *hints,
                             outcome *out, gaz_error *err);
/**
 * "Syria, Aleppo, X": tables have the widest first. *found: the first is a unit that holds what stands behind
 * it, and the whole was read from its end. @p qualifiers are what the children come to. In resolve_path.c.
 */
gaz_status resolve_reversed(store_session *session, const phrase_node *node, const outcome *qualifiers,
                            const rank_hints *hints, outcome *out, bool *found, gaz_error *err);
/**
 * "X / Syria", "Syria - X": a country at one end of what signs alone part says where the rest is. *found: it
 * does, and the rest is there. @p items are what the children come to. In resolve_path.c.
 */
gaz_status resolve_path(store_session *session, const phrase_node *node, const outcome *items,
                        const rank_hints *hints, outcome *out, bool *found, gaz_error *err);
/** "The fairway buoy", "pilot station", "the northern tip of the island": every port and island has one. */
bool resolve_names_nothing(store_session *session, const phrase_node *node);
/** A PHRASE_OFFSET. In resolve_offset.c, like the next two. */
gaz_status resolve_offset(store_session *session, const phrase_node *node, const rank_hints *hints,
                          outcome *out, gaz_error *err);
/** One whose anchor is unknown or no place, at a container that is known. @p out: what the anchor came to. */
gaz_status resolve_offset_within(store_session *session, const phrase_node *node, const outcome *container,
                                 const rank_hints *hints, outcome *out, gaz_error *err);
/** One whose anchor only says "the port" or "the town" once more: that of @p place. */
gaz_status resolve_offset_again(store_session *session, const phrase_node *node, const outcome *place,
                                const rank_hints *hints, outcome *out, gaz_error *err);
/** A PHRASE_CAPITAL. In resolve_name.c. */
gaz_status resolve_capital(store_session *session, const phrase_node *node, const rank_hints *hints,
                           outcome *out, gaz_error *err);
/** A PHRASE_COORDINATES. In resolve_coordinates.c. */
gaz_status resolve_coordinates(store_session *session, const phrase_node *node, const rank_hints *hints,
                               outcome *out, gaz_error *err);
/** The outcome that a place is by itself: its outline, or a disc. */
gaz_status resolve_place(store_session *session, const store_place *place, outcome *out, gaz_error *err);
/** The same without drawing the disc. */
gaz_status resolve_place_undrawn(store_session *session, const store_place *place, outcome *out,
                                 gaz_error *err);
/** What is unresolved, but is known to lie in a unit: the unit, with its area, stands for it. */
gaz_status resolve_in_admin1(store_session *session, const store_place *unit, outcome *out, gaz_error *err);

#endif
