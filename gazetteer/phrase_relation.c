/** @file Rules of the phrase grammar that relate to one place or two: near, off, between, border. */
#include "gazetteer/parser.h"

#include <string.h>

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
    return node;
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

static const char *const coast_words[] = {"coast",  "coastline", "coasts", "shore",
                                          "shores", "shoreline", NULL};

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
    size_t coast = parser_match_any(p, rest, coast_words);
    rest.begin += coast;
    size_t link = parser_match_any(p, rest, links);
    rest.begin += link;
    // Without a link "Coast X" is a name; a side of it is none.
    if (!coast || (!link && !compass) || rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, PHRASE_COAST, at);
    if (compass) parser_set_bearing(node, &side);
    parser_add_child(node, parser_item(p, rest));
    return node;
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

static phrase_node *two_ends(parser *p, phrase_kind kind, span at, span both, const char *link)
{
    size_t split = parser_find(p, both, link);
    if (split <= both.begin || split + 1 >= both.end) return NULL;
    phrase_node *node = parser_node(p, kind, at);
    parser_add_child(node, parser_item(p, (span){both.begin, split}));
    parser_add_child(node, parser_item(p, (span){split + 1, both.end}));
    return node;
}

/** "Iraq-Syria": one word to the lexer, since most hyphens are inside names. NULL where @p both is none. */
static phrase_node *hyphenated_pair(parser *p, phrase_kind kind, span at, span both)
{
    if (both.end != both.begin + 1 || p->tokens[both.begin].kind != TOKEN_WORD) return NULL;
    const token *single = &p->tokens[both.begin];
    const char *hyphen = strchr(single->word, '-');
    if (!hyphen || !hyphen[1]) return NULL;
    size_t cut = (size_t)(hyphen - single->word);
    phrase_node *node = parser_node(p, kind, at);
    for (int i = 0; i < 2; i++) {
        phrase_node *side = parser_node(p, PHRASE_NAME, both);
        side->text = i == 0 ? scope_strndup(p->s, p->text + single->begin, cut)
                            : scope_strndup(p->s, p->text + single->begin + cut + 1,
                                            single->end - single->begin - cut - 1);
        parser_add_child(node, side);
    }
    return node;
}

/** "X/Y", "X – Y": NULL where there is no such sign in @p both. */
static phrase_node *parted_pair(parser *p, phrase_kind kind, span at, span both)
{
    for (size_t i = both.begin + 1; i + 1 < both.end; i++) {
        if (p->tokens[i].kind != TOKEN_DASH && p->tokens[i].kind != TOKEN_SLASH) continue;
        phrase_node *node = parser_node(p, kind, at);
        parser_add_child(node, parser_item(p, (span){both.begin, i}));
        parser_add_child(node, parser_item(p, (span){i + 1, both.end}));
        return node;
    }
    return NULL;
}

phrase_node *parse_between(parser *p, span at)
{
    static const char *const before[] = {"the road",   "road",       "the highway", "highway",  "the area",
                                         "area",       "midway",     "halfway",     "on",       "in",
                                         "along",      "mid-way",    "the route",   "en route", "enroute",
                                         "on the way", "travelling", NULL};
    span rest = parser_skip_any(p, at, before);
    if (parser_match(p, rest, "between")) {
        rest.begin++;
        phrase_node *node = two_ends(p, PHRASE_BETWEEN, at, rest, "and");
        return node ? node : two_ends(p, PHRASE_BETWEEN, at, rest, "&");
    }
    // "the road from X to Y"
    if (rest.begin > at.begin && parser_match(p, rest, "from")) {
        rest.begin++;
        return two_ends(p, PHRASE_BETWEEN, at, rest, "to");
    }
    // "The X-Y highway"
    static const char *const roads[] = {"road", "highway", "motorway", "route", NULL};
    span both = {rest.begin, at.end - 1};
    if (both.end <= both.begin || !parser_match_any(p, (span){both.end, at.end}, roads)) return NULL;
    phrase_node *node = hyphenated_pair(p, PHRASE_BETWEEN, at, both);
    return node ? node : parted_pair(p, PHRASE_BETWEEN, at, both);
}

/** "The junction of X and Y", "where X meets Y", "the X-Y intersection". */
phrase_node *parse_junction(parser *p, span at)
{
    static const char *const before[] = {"at", "near", "the", "a", "main", "road", "highway", NULL};
    static const char *const words[] = {"junction", "intersection", "crossroads",    "confluence",
                                        "crossing", "interchange",  "meeting point", NULL};
    static const char *const meets[] = {"meets", "joins", "crosses", NULL};
    static const char *const links[] = {"of", "between", "the", NULL};
    span rest = parser_skip_any(p, at, before);
    if (parser_match(p, rest, "where")) {
        rest.begin++;
        for (size_t i = 0; meets[i]; i++) {
            phrase_node *node = two_ends(p, PHRASE_JUNCTION, at, rest, meets[i]);
            if (node) return node;
        }
        return NULL;
    }
    size_t count = parser_match_any(p, rest, words);
    if (count) {
        span both = parser_skip_any(p, (span){rest.begin + count, rest.end}, links);
        if (both.begin == rest.begin + count) return NULL;
        phrase_node *node = two_ends(p, PHRASE_JUNCTION, at, both, "and");
        return node ? node : two_ends(p, PHRASE_JUNCTION, at, both, "with");
    }
    span both = {rest.begin, at.end - 1};
    if (both.end <= both.begin || !parser_match_any(p, (span){both.end, at.end}, words)) return NULL;
    phrase_node *node = hyphenated_pair(p, PHRASE_JUNCTION, at, both);
    return node ? node : parted_pair(p, PHRASE_JUNCTION, at, both);
}

/** "X-Y border", "X border with Y", "border between X and Y", "border of X", "X and Y border". */
phrase_node *parse_border(parser *p, span at)
{
    static const char *const before[] = {"near",     "on", "at", "along",         "the",
                                         "close to", "in", "by", "international", "area",
                                         "areas",    "of", NULL};
    static const char *const border_words[] = {"border",        "borders",      "border area", "frontier",
                                               "border region", "border areas", NULL};
    span rest = parser_skip_any(p, at, before);
    size_t count;
    size_t border = parser_find_any(p, rest, border_words, &count);
    if (border >= rest.end) return NULL;
    span behind = {border + count, rest.end};
    if (border == rest.begin) {
        static const char *const links[] = {"with", "between", "of", "the", "to", NULL};
        behind = parser_skip_any(p, behind, links);
        if (behind.begin >= behind.end) return NULL;
        phrase_node *node = two_ends(p, PHRASE_BORDER, at, behind, "and");
        if (node) return node;
        node = parser_node(p, PHRASE_BORDER, at);
        parser_add_child(node, parser_item(p, behind));
        return node;
    }
    span first = {rest.begin, border};
    phrase_node *node = NULL;
    if (behind.begin >= behind.end) {
        node = two_ends(p, PHRASE_BORDER, at, first, "and");
        if (!node) node = hyphenated_pair(p, PHRASE_BORDER, at, first);
        if (!node) node = parted_pair(p, PHRASE_BORDER, at, first);
        if (!node) {
            node = parser_node(p, PHRASE_BORDER, at);
            parser_add_child(node, parser_item(p, first));
        }
        return node;
    }
    static const char *const with[] = {"with", "in", "inside", NULL};
    size_t link = parser_match_any(p, behind, with);
    if (!link) return NULL;
    behind.begin += link;
    if (behind.begin >= behind.end) return NULL;
    node = parser_node(p, PHRASE_BORDER, at);
    parser_add_child(node, parser_item(p, first));
    parser_add_child(node, parser_item(p, behind));
    return node;
}
