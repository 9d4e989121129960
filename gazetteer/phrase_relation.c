/** @file Rules of the phrase grammar that relate to one place: near, off, along, coast. */
#include "gazetteer/parser.h"

/** "Along X in Y" is what lies in Y of what runs along X. */
static phrase_node *stretch_of(parser *p, phrase_node *stretch, span at)
{
    phrase_node *child = stretch->children[0];
    if (child->kind != PHRASE_QUALIFIED || child->is_described || child->is_possessive) return stretch;
    phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
    parser_add_child(node, stretch);
    stretch->children[0] = child->children[0];
    for (size_t i = 1; i < child->child_count; i++) parser_add_child(node, child->children[i]);
    return node;
}

/** Words before an anchor that relate to it, and what they make of it. */
static const struct {
    const char *words;
    phrase_kind kind;
} relations[] = {
    {"near", PHRASE_NEAR},
    {"near to", PHRASE_NEAR},
    {"close to", PHRASE_NEAR},
    {"nearby", PHRASE_NEAR},
    {"in the vicinity of", PHRASE_NEAR},
    {"vicinity of", PHRASE_NEAR},
    {"the vicinity of", PHRASE_NEAR},
    {"around", PHRASE_NEAR},
    {"adjacent to", PHRASE_NEAR},
    {"next to", PHRASE_NEAR},
    {"not far from", PHRASE_NEAR},
    {"in the area of", PHRASE_NEAR},
    {"area of", PHRASE_NEAR},
    {"beside", PHRASE_NEAR},
    {"by", PHRASE_NEAR},
    {"opposite", PHRASE_NEAR},
    {"across from", PHRASE_NEAR},
    {"across the border from", PHRASE_NEAR},
    {"across the river from", PHRASE_NEAR},
    {"direction of", PHRASE_NEAR},
    {"in the direction of", PHRASE_NEAR},
    {"surroundings of", PHRASE_NEAR},
    {"approaches to", PHRASE_NEAR},
    {"outside", PHRASE_OUTSKIRTS},
    {"just outside", PHRASE_OUTSKIRTS},
    {"outside of", PHRASE_OUTSKIRTS},
    {"just outside of", PHRASE_OUTSKIRTS},
    {"outskirts of", PHRASE_OUTSKIRTS},
    {"on the outskirts of", PHRASE_OUTSKIRTS},
    {"the outskirts of", PHRASE_OUTSKIRTS},
    {"at the edge of", PHRASE_OUTSKIRTS},
    {"on the edge of", PHRASE_OUTSKIRTS},
    {"suburb of", PHRASE_OUTSKIRTS},
    {"suburbs of", PHRASE_OUTSKIRTS},
    {"a suburb of", PHRASE_OUTSKIRTS},
    {"the suburbs of", PHRASE_OUTSKIRTS},
    {"countryside of", PHRASE_OUTSKIRTS},
    {"the countryside of", PHRASE_OUTSKIRTS},
    {"environs of", PHRASE_OUTSKIRTS},
    {"off", PHRASE_OFFSHORE},
    {"just off", PHRASE_OFFSHORE},
    {"off the coast of", PHRASE_OFFSHORE},
    {"off the coasts of", PHRASE_OFFSHORE},
    {"off coast of", PHRASE_OFFSHORE},
    {"in waters off", PHRASE_OFFSHORE},
    {"in the waters off", PHRASE_OFFSHORE},
    {"waters off", PHRASE_OFFSHORE},
    {"offshore", PHRASE_OFFSHORE},
    {"offshore of", PHRASE_OFFSHORE},
    {"off the shore of", PHRASE_OFFSHORE},
    {"off the shores of", PHRASE_OFFSHORE},
    {"along", PHRASE_ALONG},
    {"on the banks of", PHRASE_ALONG},
    {"on the bank of", PHRASE_ALONG},
    {"banks of", PHRASE_ALONG},
    {"bank of", PHRASE_ALONG},
    {"the banks of", PHRASE_ALONG},
    {"on the shores of", PHRASE_ALONG},
    {"along the banks of", PHRASE_ALONG},
    {"towards", PHRASE_NEAR},
    {"toward", PHRASE_NEAR},
    {"the road to", PHRASE_ALONG},
    {"on the road to", PHRASE_ALONG},
};

phrase_node *parse_relation(parser *p, span at)
{
    size_t best = 0;
    phrase_kind kind = PHRASE_NEAR;
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        size_t count = parser_match(p, at, relations[i].words);
        if (count > best) {
            best = count;
            kind = relations[i].kind;
        }
    }
    span rest = {at.begin + best, at.end};
    if (!best || rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, kind, at);
    parser_add_child(node, parser_item(p, rest));
    return kind == PHRASE_ALONG ? stretch_of(p, node, at) : node;
}

/** "Nigerian waters", "Hong Kong territorial waters": the sea off what stands before. */
phrase_node *parse_waters(parser *p, span at)
{
    static const char *const words[] = {"waters", "territorial waters", "coastal waters", "water", NULL};
    size_t count;
    size_t waters = parser_find_any(p, at, words, &count);
    if (!count || waters == at.begin || waters + count != at.end) return NULL;
    phrase_node *node = parser_node(p, PHRASE_OFFSHORE, at);
    parser_add_child(node, parser_item(p, (span){at.begin, waters}));
    return node;
}

phrase_node *parse_direction_behind(parser *p, span at)
{
    static const char *const words[] = {"direction",  "axis",   "front", "frontline",
                                        "front line", "sector", NULL};
    for (size_t i = at.begin + 1; i < at.end; i++) {
        size_t count = parser_match_any(p, (span){i, at.end}, words);
        if (!count || i + count != at.end) continue;
        phrase_node *node = parser_node(p, PHRASE_NEAR, at);
        parser_add_child(node, parser_item(p, (span){at.begin, i}));
        return node;
    }
    return NULL;
}

phrase_node *parse_bank(parser *p, span at)
{
    static const char *const before[] = {"on", "along", "at", "near", "the", "opposite", NULL};
    static const char *const hands[] = {"left", "right", NULL};
    static const char *const banks[] = {"bank of", "banks of", "bank of the", "banks of the", NULL};
    span rest = parser_skip_any(p, at, before);
    compass_point side;
    size_t compass = parser_compass(p, rest, &side);
    rest.begin += compass ? compass : parser_match_any(p, rest, hands);
    size_t bank = parser_match_any(p, rest, banks);
    rest.begin += bank;
    if (!bank || rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, PHRASE_ALONG, at);
    if (compass) parser_set_bearing(node, &side);
    parser_add_child(node, parser_item(p, rest));
    return stretch_of(p, node, at);
}

static const char *const coast_words[] = {"coast",  "coastline", "coasts", "shore",
                                          "shores", "shoreline", NULL};

// "Mediterranean", "Red Sea", "Gulf of Aden": words of a sea's name before "coast".
#define SEA_WORDS_MAX 3

/** The words of a sea before "coast of": "the Red Sea coast of X". 0: there are none. */
static size_t sea_before_coast(const parser *p, span at)
{
    if (at.begin >= at.end || !parser_has_capital(p, at.begin)) return 0;
    for (size_t i = 1; i <= SEA_WORDS_MAX && at.begin + i < at.end; i++) {
        span rest = {at.begin + i, at.end};
        if (parser_match_any(p, rest, coast_words) && parser_match(p, (span){rest.begin + 1, at.end}, "of"))
            return i;
        if (!*parser_word(p, rest, 0)) return 0;
    }
    return 0;
}

/** "the west coast of X", "coast off X", "east coast X": NULL where the span does not begin so. */
static phrase_node *coast_before(parser *p, span at)
{
    static const char *const before[] = {"on", "along", "at", "near", "the", "nearest", NULL};
    static const char *const links[] = {"of", "off",     "of the",     "off the",
                                        "to", "nearest", "nearest to", NULL};
    span rest = parser_skip_any(p, at, before);
    compass_point side;
    size_t compass = parser_compass(p, rest, &side);
    rest.begin += compass;
    const span sea = {rest.begin, rest.begin + sea_before_coast(p, rest)};
    rest.begin = sea.end;
    size_t coast = parser_match_any(p, rest, coast_words);
    rest.begin += coast;
    size_t link = parser_match_any(p, rest, links);
    rest.begin += link;
    // Without a link "Coast X" is a name; a side of it is none.
    if (!coast || (!link && !compass) || rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, PHRASE_COAST, at);
    if (compass) parser_set_bearing(node, &side);
    parser_add_child(node, parser_item(p, rest));
    if (sea.begin == sea.end) return node;
    phrase_node *at_sea = parser_node(p, PHRASE_QUALIFIED, at);
    at_sea->has_sea = true;
    parser_add_child(at_sea, node);
    parser_add_child(at_sea, parser_item(p, sea));
    return at_sea;
}

/** "X coast", "Somali east coast", "X's northern shore". */
static phrase_node *coast_behind(parser *p, span at)
{
    if (at.end < at.begin + 2 || !parser_match_any(p, (span){at.end - 1, at.end}, coast_words)) return NULL;
    // The direction, if any, is the longest run of words before the last that is one.
    for (size_t begin = at.begin + 1; begin < at.end; begin++) {
        compass_point side;
        size_t left = at.end - 1 - begin;
        if (left && parser_compass(p, (span){begin, at.end - 1}, &side) != left) continue;
        phrase_node *node = parser_node(p, PHRASE_COAST, at);
        if (left) parser_set_bearing(node, &side);
        parser_add_child(node, parser_item(p, (span){at.begin, begin}));
        return node;
    }
    return NULL;
}

phrase_node *parse_coast(parser *p, span at)
{
    phrase_node *node = coast_before(p, at);
    return node ? node : coast_behind(p, at);
}
