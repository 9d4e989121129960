/** @file Rules of the phrase grammar with two ends: between, junction, border. */
#include "gazetteer/parser.h"

#include <string.h>

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
