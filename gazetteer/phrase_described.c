/**
 * @file
 * Rules of the phrase grammar for names as reports word them, with what they are and whose before them: "the
 * Syrian border town of X", "rebel-held X", "Iraq's X province". Reports write names with capitals; what has
 * none is told from a name by that.
 */
#include "gazetteer/kinds.h"
#include "gazetteer/parser.h"

#include <string.h>

// "The embattled north-western Syrian rebel-held border town of X": longer descriptions are sentences.
#define DESCRIPTION_WORDS_MAX 8

typedef enum {
    NOUN_PLACE, ///< what stands before it says whose it is: "the Syrian city of X"
    NOUN_UNIT,  ///< or is its name: "X province of Iraq"
    NOUN_PART,  ///< likewise; behind a mere direction, a part: "the western area of X"
} noun_class;

/** What a place is, between the words that describe it and its name. */
static const struct {
    const char *words;
    size_t silent; ///< words at its front that say nothing of the kind: "port" in "port city"
    noun_class class;
} nouns[] = {
    {"city", 0, NOUN_PLACE},
    {"port city", 1, NOUN_PLACE},
    {"border city", 1, NOUN_PLACE},
    {"capital", 1, NOUN_PLACE},
    {"capital city", 1, NOUN_PLACE},
    {"provincial capital", 2, NOUN_PLACE},
    {"town", 0, NOUN_PLACE},
    {"border town", 1, NOUN_PLACE},
    {"port town", 1, NOUN_PLACE},
    {"village", 0, NOUN_PLACE},
    {"border village", 1, NOUN_PLACE},
    {"hamlet", 0, NOUN_PLACE},
    {"settlement", 0, NOUN_PLACE},
    {"community", 1, NOUN_PLACE},
    {"commune", 1, NOUN_PLACE},
    {"enclave", 1, NOUN_PLACE},
    {"stronghold", 1, NOUN_PLACE},
    {"bastion", 1, NOUN_PLACE},
    {"hub", 1, NOUN_PLACE},
    {"island", 0, NOUN_PLACE},
    {"port", 0, NOUN_PLACE},
    {"province", 0, NOUN_UNIT},
    {"governorate", 0, NOUN_UNIT},
    {"state", 0, NOUN_UNIT},
    {"oblast", 0, NOUN_UNIT},
    {"county", 0, NOUN_UNIT},
    {"municipality", 0, NOUN_UNIT},
    {"refugee camp", 0, NOUN_UNIT},
    {"camp", 0, NOUN_UNIT},
    {"air base", 0, NOUN_UNIT},
    {"airbase", 0, NOUN_UNIT},
    {"military base", 0, NOUN_UNIT},
    {"base", 0, NOUN_UNIT},
    {"border crossing", 0, NOUN_UNIT},
    {"crossing", 0, NOUN_UNIT},
    {"region", 0, NOUN_PART},
    {"district", 0, NOUN_PART},
    {"subdistrict", 0, NOUN_PART},
    {"sub-district", 0, NOUN_PART},
    {"area", 0, NOUN_PART},
    {"quarter", 0, NOUN_PART},
    {"neighbourhood", 0, NOUN_PART},
    {"neighborhood", 0, NOUN_PART},
    {"suburb", 1, NOUN_PART},
};

/** Said of any place, by whoever writes about it. */
static const char *const epithets[] = {"besieged",  "restive",   "volatile",     "troubled",  "embattled",
                                       "war-torn",  "nearby",    "neighbouring", "strategic", "neighboring",
                                       "key",       "coastal",   "historic",     "ancient",   "occupied",
                                       "contested", "rural",     "remote",       "disputed",  "devastated",
                                       "former",    "breakaway", "frontline",    NULL};

/** "Rebel-held", "Russian-occupied", "oil-rich". */
static bool is_epithet(const parser *p, size_t at)
{
    static const char *const endings[] = {"-held", "-controlled",   "-occupied", "-ruled",
                                          "-run",  "-dominated",    "-majority", "-besieged",
                                          "-torn", "-administered", "-rich",     "-backed"};
    const char *word = p->tokens[at].word;
    size_t length = strlen(word);
    for (size_t i = 0; strchr(word, '-') && i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(word + length - ending, endings[i]) == 0) return true;
    }
    return parser_match_any(p, (span){at, at + 1}, epithets) == 1;
}

static bool is_link(const parser *p, size_t at)
{
    static const char *const links[] = {"of", "in",    "at",      "near",    "from",   "to",     "and",
                                        "or", "with",  "between", "off",     "on",     "by",     "for",
                                        "&",  "along", "into",    "outside", "inside", "around", NULL};
    return parser_match_any(p, (span){at, at + 1}, links) == 1;
}

/** Index of the longest noun at the front; -1: there is none. *count: its words. */
static int find_noun(const parser *p, span at, size_t *count)
{
    int best = -1;
    *count = 0;
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        size_t words = parser_match(p, at, nouns[i].words);
        if (words <= *count) continue;
        *count = words;
        best = (int)i;
    }
    return best;
}

/** Of a description, the words that name whose or where it is: "northern Syrian" of "the northern Syrian
 * border". */
static span owner_in(const parser *p, span description)
{
    compass_point point;
    size_t end = description.end;
    while (end > description.begin && (!parser_has_capital(p, end - 1) || is_epithet(p, end - 1) ||
                                       parser_compass(p, (span){end - 1, end}, &point)))
        end--;
    size_t begin = end;
    while (begin > description.begin && parser_has_capital(p, begin - 1) && !is_epithet(p, begin - 1))
        begin--;
    if (begin < end && begin > description.begin && parser_compass(p, (span){begin - 1, begin}, &point))
        begin--;
    return (span){begin, end};
}

phrase_node *parse_described(parser *p, span at)
{
    if (is_epithet(p, at.begin) && p->tokens[at.begin].kind == TOKEN_WORD)
        return parser_item(p, (span){at.begin + 1, at.end});
    for (size_t i = at.begin; i < at.end && i < at.begin + DESCRIPTION_WORDS_MAX; i++) {
        if (p->tokens[i].kind != TOKEN_WORD || is_link(p, i)) return NULL;
        size_t count;
        int noun = find_noun(p, (span){i, at.end}, &count);
        if (noun < 0) continue;
        size_t name = i + count;
        bool linked = parser_match(p, (span){name, at.end}, "of") > 0;
        name += linked;
        if (name < at.end && parser_match(p, (span){name, at.end}, "the")) name++;
        // "Sadr City", "Port Sudan" are names; "port city Aden" describes one.
        if (!linked && parser_has_capital(p, name - 1)) continue;
        compass_point part;
        size_t named = name < at.end ? name + parser_compass(p, (span){name, at.end}, &part) : name;
        if (named >= at.end || !(parser_has_capital(p, name) || parser_has_capital(p, named))) return NULL;
        size_t kind = nouns[noun].silent < count ? i + nouns[noun].silent : name;
        span described = {kind, at.end}, owner = owner_in(p, (span){at.begin, i});
        if (owner.begin == owner.end) {
            // What begins with a plain kind word is a name like any.
            if (nouns[noun].class == NOUN_PART || kind == at.begin) return NULL;
            return parser_item(p, described);
        }
        phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
        node->is_described = true;
        parser_add_child(node, parser_item(p, described));
        parser_add_child(node, parser_item(p, owner));
        if (linked && nouns[noun].class != NOUN_PLACE) {
            node->other = parser_node(p, PHRASE_QUALIFIED, at);
            parser_add_child(node->other, parser_node(p, PHRASE_NAME, (span){owner.begin, i + count}));
            parser_add_child(node->other, parser_item(p, (span){name, at.end}));
        }
        return node;
    }
    return NULL;
}

static phrase_node *capital_of(parser *p, span at, span owner)
{
    phrase_node *node = parser_node(p, PHRASE_CAPITAL, at);
    if (owner.begin < owner.end) parser_add_child(node, parser_item(p, owner));
    return node;
}

phrase_node *parse_capital(parser *p, span at)
{
    static const char *const words[] = {"capital", "capital city", NULL};
    static const char *const sorts[] = {"provincial", "regional", "state", "county",
                                        "district",   "national", NULL};
    span bare = parser_match(p, at, "the") ? (span){at.begin + 1, at.end} : at;
    size_t sort = parser_match_any(p, bare, sorts);
    span front = {bare.begin + sort, at.end};
    size_t count = parser_match_any(p, front, words);
    if (count && parser_match(p, (span){front.begin + count, at.end}, "of")) {
        span owner = {front.begin + count + 1, at.end};
        return owner.begin < owner.end ? capital_of(p, at, owner) : NULL;
    }
    // "The X capital Y" is Y's description.
    for (size_t i = bare.begin; i < at.end; i++) {
        if (p->tokens[i].kind != TOKEN_WORD || is_link(p, i)) return NULL;
        count = parser_match_any(p, (span){i, at.end}, words);
        if (!count || i + count != at.end) continue;
        size_t end = i;
        if (end > bare.begin && parser_match_any(p, (span){end - 1, end}, sorts)) end--;
        // "Capital" with a capital letter behind a name is part of it.
        return i > bare.begin && parser_has_capital(p, i) ? NULL : capital_of(p, at, (span){bare.begin, end});
    }
    return NULL;
}

/** The first token of the span that is not written with a small letter; its end where all are. */
static size_t first_capital(const parser *p, span at)
{
    size_t i = at.begin;
    while (i < at.end && p->tokens[i].kind == TOKEN_WORD && !parser_has_capital(p, i)) i++;
    return i;
}

static phrase_node *nameless_at(parser *p, span at, span what, phrase_node *where)
{
    phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
    phrase_node *nameless = parser_node(p, PHRASE_NAME, what);
    nameless->is_nameless = true;
    parser_add_child(node, nameless);
    parser_add_child(node, where);
    return node;
}

phrase_node *parse_indefinite(parser *p, span at)
{
    const size_t name = at.begin + 1;
    if (!parser_match(p, at, "a") && !parser_match(p, at, "an")) return NULL;
    size_t end = name;
    while (end < at.end && parser_has_capital(p, end)) end++;
    // Small letters behind the name alone.
    if (end == name || end == at.end || first_capital(p, (span){end, at.end}) < at.end) return NULL;
    return nameless_at(p, at, (span){end, at.end}, parser_item(p, (span){name, end}));
}

phrase_node *parse_common(parser *p, span at)
{
    const size_t capital = first_capital(p, at);
    if (capital >= at.end || capital == at.begin) return NULL;
    const size_t of = parser_find(p, (span){at.begin + 1, capital}, "of");
    if (of >= capital) return NULL;
    const char *last = p->tokens[of - 1].word;
    size_t count;
    const bool kind = find_noun(p, (span){of - 1, of}, &count) >= 0 || kind_is_generic(last, strlen(last));
    phrase_node *where = parser_item(p, (span){of + 1, at.end});
    // "Town of X" has the kind before the name, not something without a name at X.
    return kind && where->kind == PHRASE_NAME ? NULL : nameless_at(p, at, (span){at.begin, of}, where);
}

size_t parser_without_possessive(const char *word, size_t length)
{
    static const char *const endings[] = {"'s", "\xE2\x80\x99s", "s'", "s\xE2\x80\x99"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        bool plural = *endings[i] == 's';
        if (length > ending && memcmp(word + length - ending, endings[i], ending) == 0)
            return length - ending + plural;
    }
    return length;
}

static bool is_possessive(const parser *p, size_t at)
{
    const char *word = p->tokens[at].word;
    return parser_without_possessive(word, strlen(word)) < strlen(word);
}

phrase_node *parse_possessive(parser *p, span at)
{
    static const char *const parts[] = {"countryside", "suburbs", "outskirts", "part", "parts",
                                        "districts",   "area",    "areas",     "edge", "half",
                                        "region",      "flank",   "provinces", NULL};
    size_t owner = at.begin;
    while (owner < at.end && p->tokens[owner].kind == TOKEN_WORD && !is_link(p, owner) &&
           !is_possessive(p, owner))
        owner++;
    if (owner + 1 >= at.end || !is_possessive(p, owner)) return NULL;
    static const char *const edges[] = {"coast",   "coastline", "coasts", "shore",       "shores",  "border",
                                        "borders", "frontier",  "waters", "territorial", "coastal", NULL};
    static const char *const intensities[] = {"far", "deep", "extreme", NULL};
    span rest = parser_skip_any(p, (span){owner + 1, at.end}, intensities);
    compass_point point;
    size_t compass = parser_compass(p, rest, &point);
    span behind = {rest.begin + compass, rest.end};
    // "Somalia's east coast", "Iraq's border with Iran": other rules'.
    if (parser_match_any(p, behind, edges)) return NULL;
    phrase_node *whose = parser_item(p, (span){at.begin, owner + 1}), *node;
    if (!compass && parser_match(p, (span){at.end - 1, at.end}, "coast")) {
        // "Yemen's Red Sea coast": that of Yemen, at that sea.
        node = parser_node(p, PHRASE_QUALIFIED, at);
        node->has_sea = true;
        parser_add_child(node, parser_node(p, PHRASE_COAST, at));
        parser_add_child(node->children[0], whose);
        parser_add_child(node, parser_item(p, (span){rest.begin, at.end - 1}));
        return node;
    }
    if (compass && parser_match_any(p, behind, parts) == behind.end - behind.begin) {
        node = parser_node(p, PHRASE_PART, at);
        parser_set_bearing(node, &point);
    } else {
        node = parser_node(p, PHRASE_QUALIFIED, at);
        node->is_possessive = true;
        parser_add_child(node, parser_item(p, rest));
    }
    parser_add_child(node, whose);
    return node;
}
