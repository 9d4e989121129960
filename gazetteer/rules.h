/** @file Each relation of the grammar: from the anchor's outcome to the phrase's point and area. */
#ifndef GAZETTEER_RULES_H
#define GAZETTEER_RULES_H

#include "gazetteer/resolve.h"

#include <string.h>

/** UCDP's where_prec. */
enum {
    PREC_EXACT = 1,
    PREC_NEAR = 2,
    PREC_DISTRICT = 3,
    PREC_PROVINCE = 4,
    PREC_REGION = 5,
    PREC_COUNTRY = 6,
    PREC_WATERS = 7
};

/** UCDP's own rule: "near" is within 25 km. */
#define RULE_NEAR_MAX_M 25e3

/** Its place's name, in sentences. */
const char *rule_name_of(const outcome *o);
/** Sets the radius from the area. */
void rule_measure(store_session *session, outcome *out);
/** Whether the area of an outcome is its place's own outline. */
bool rule_is_whole(const outcome *o);
/** The anchor's own outline where it has one, else its area. */
gaz_status rule_outline_of(store_session *session, const outcome *anchor, GEOSGeometry **out, gaz_error *err);

/** The tip of a country or island: a part that is no larger than this is a point of its coast. */
#define RULE_TIP_MAX_M 30e3
static inline bool rule_is_tip(const outcome *o)
{
    return !strcmp(o->rule, phrase_rule(PHRASE_PART)) && o->radius_m < RULE_TIP_MAX_M;
}

/** Fill in the point, area, radius, precision and explanation. @p out comes as a copy of the anchor. */
void rule_offset(store_session *session, const phrase_node *node, const outcome *anchor,
                 const outcome *towards, outcome *out);
/**
 * An offset whose anchor is unknown or no place ("5 nm from the fairway buoy, X"): around @p container, or
 * in a belt along its edge.
 */
void rule_offset_within(store_session *session, const phrase_node *node, const outcome *container,
                        outcome *out);
/** What a named place is in a report about ships: with the sea off it. */
void rule_at_sea(store_session *session, outcome *out);
gaz_status rule_direction(store_session *session, const phrase_node *node, const outcome *anchor, bool at_sea,
                          outcome *out, gaz_error *err);
gaz_status rule_part(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                     gaz_error *err);
void rule_near(store_session *session, const outcome *anchor, bool at_sea, outcome *out);
/** Between or at the meeting of two places of which one is known; @p reason says what is wrong with the
 * other. */
void rule_one_end(store_session *session, const outcome *known, const char *reason, outcome *out);
void rule_outskirts(store_session *session, const outcome *anchor, outcome *out);
void rule_between(store_session *session, const outcome *a, const outcome *b, outcome *out);
gaz_status rule_border(store_session *session, const phrase_node *node, const outcome *a, const outcome *b,
                       outcome *out, gaz_error *err);
gaz_status rule_coast(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                      gaz_error *err);
gaz_status rule_junction(store_session *session, const outcome *a, const outcome *b, outcome *out,
                         gaz_error *err);
/** Where the outlines of all come together; those of places that do not are listed. */
gaz_status rule_meeting(store_session *session, const outcome *items, size_t count, outcome *out,
                        gaz_error *err);
gaz_status rule_along(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                      gaz_error *err);
void rule_list(store_session *session, const outcome *items, size_t count, outcome *out);

#endif
