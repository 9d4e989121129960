/**
 * @file
 * The grammar of place phrases: text to a tree. It knows the words that relate places to each other and
 * nothing of the places themselves; a node keeps the text it was read from, so that whoever evaluates it can
 * try that text as a name first ("North Macedonia" is no part of Macedonia).
 *
 * - phrase: coordinates, or items with commas between; further items qualify the first, or are a list
 * - item: any of what follows, or a name, perhaps with "in" item or "and" item
 * - offset: [about] number unit [direction] of item ["on the road to" item]
 * - direction: [to the] compass of item
 * - part: compass-adjective item, compass "part of" item, item"'s" compass
 * - relation: "near", "outskirts of", "off", "along" … item
 * - two ends: "between" item "and" item, item"-"item "highway", "the junction of" item "and" item, where they
 * meet
 * - border: item [compass] "border" ["with" item], item "side of the" border, "the tri-border area of" items
 * - coast: [compass] [item] "coast of" item, item [compass] "coast"; bank: [compass] "bank of" item
 * - capital: "the capital of" item, item "capital", item"'s capital"
 * - common: words without capitals "of" item ("the farmland of northern X"), "a" name words ("an X hotel")
 * - described: adjectives noun "of" item ("the Omani port city of"), owner"'s" item
 */
#ifndef GAZETTEER_PHRASE_H
#define GAZETTEER_PHRASE_H

#include "gazetteer/coordinates.h"
#include "gazetteer/scope.h"

typedef enum {
    PHRASE_NAME,      ///< a toponym; no children
    PHRASE_QUALIFIED, ///< child 0 is meant; the others say where it is, or describe it once more
    PHRASE_OFFSET,    ///< distance from child 0; bearing where has_bearing, or towards child 1 where there is
                      ///< one
    PHRASE_DIRECTION, ///< bearing from child 0, no distance
    PHRASE_PART,      ///< part of child 0
    PHRASE_NEAR,      ///< close to child 0
    PHRASE_OUTSKIRTS, ///< the edge of child 0
    PHRASE_BETWEEN,   ///< between child 0 and child 1
    PHRASE_LIST,      ///< each of the children
    PHRASE_BORDER,   ///< the border of child 0, with child 1 where there is one; of one side of child 0 where
                     ///< has_bearing; where three or more meet
    PHRASE_COAST,    ///< the land side of the coast of child 0; of one side of it where has_bearing
    PHRASE_OFFSHORE, ///< the sea off child 0
    PHRASE_ALONG,    ///< along child 0: a river or road; on one bank where has_bearing
    PHRASE_JUNCTION, ///< where child 0 and child 1, roads or rivers, meet
    PHRASE_CAPITAL,  ///< the seat of the government of child 0; without a child, of the country in question
    PHRASE_COORDINATES, ///< at; child 0, where there is one, is the place beside a short Plus Code
} phrase_kind;

typedef struct phrase_node phrase_node;
struct phrase_node {
    phrase_kind kind;
    const char *text; ///< what it was read from, in the scope
    bool has_bearing;
    bool is_definite;                  ///< PHRASE_NAME: "the" stood before it
    bool is_nameless;                  ///< PHRASE_NAME: its words are those of any place, or of none
    bool is_generic;                   ///< PHRASE_NAME: the same, but for a capital letter: "Airport"
    bool is_central;                   ///< PHRASE_PART: the middle
    bool is_tip;                       ///< PHRASE_PART: the farthest point on that side
    double bearing_deg;                ///< of the direction or part, clockwise from north
    double half_width_deg;             ///< how far to either side the true bearing is in 90% of cases
    int winds;                         ///< how fine the compass rose is that has the bearing: 4, 8, 16, 32
    double distance_m, distance_max_m; ///< equal unless a range was given
    bool at_sea;                       ///< PHRASE_OFFSET: in nautical miles, or "off" the anchor
    bool is_vague;      ///< "a few km", "several miles": distance_m to distance_max_m is a guess
    bool is_described;  ///< PHRASE_QUALIFIED: child 1 is an adjective, or whose child 0 is said to be
    bool is_loose;      ///< PHRASE_LIST: by signs alone, so that one may as well say where another is
    bool has_sea;       ///< PHRASE_QUALIFIED: child 1 is the sea at which child 0, a coast, is meant
    bool is_reversed;   ///< PHRASE_QUALIFIED: "Z, Y, X" as it has been read anew, as X, Y, Z
    bool is_possessive; ///< PHRASE_QUALIFIED: "child 1's child 0"
    phrase_node
        *other; ///< PHRASE_QUALIFIED: what "X district of Y" says where X is no adjective; NULL: nothing
    coordinates at;
    phrase_node *children[8]; ///< a list of more than 8 places is no place
    size_t child_count;
};
#define PHRASE_CHILDREN_MAX 8

/** Longest phrase that is read, bytes. */
#define PHRASE_MAX 512

/**
 * Parses the first PHRASE_MAX bytes of @p text (broken UTF-8 is kept as it is). The tree lives in the scope.
 * Never NULL: what is no other thing is a name, empty where the text holds none.
 */
phrase_node *phrase_parse(scope *s, const char *text);
/** The same and phrase_is_maritime at once. */
phrase_node *phrase_parse_whole(scope *s, const char *text, bool *is_maritime);
/** Whether the words of a phrase say that it is about ships or the sea: "nm", "anchorage", "off", "straits" …
 */
bool phrase_is_maritime(scope *s, const char *text);
/** Whether a text is what tables have where nothing is known: "N/A", "unknown", "various". */
bool phrase_is_missing(const char *text);
/** "name", "offset" …: the rule's name in answers. */
const char *phrase_rule(phrase_kind kind);

#endif
