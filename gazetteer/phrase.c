#include "gazetteer/phrase.h"

#include "gazetteer/fold.h"
#include "gazetteer/parser.h"

#include <string.h>

// Deeper than any sentence: "near the outskirts of the eastern part of X, in Y" has 5 levels.
#define DEPTH_MAX 12
// A rule may read what another has tried: the attempts on a long phrase without sense are bounded, its rest
// is a name. Phrases of 20 words take up to 60.
#define ATTEMPTS_MAX 400

static const char *const fillers[] = {"in",        "at",      "the",     "on",       "of",   "within",
                                      "inside",    "into",    "from",    "to",       "a",    "an",
                                      "somewhere", "that is", "located", "situated", "both", NULL};

// Whoever writes so is not sure, or speaks of other times.
static const char *const hedges[] = {"possibly",    "probably",       "presumably",    "likely",
                                     "reportedly",  "allegedly",      "apparently",    "perhaps",
                                     "maybe",       "believed to be", "thought to be", "what is now",
                                     "present-day", "modern-day",     "mainland",      NULL};

static bool is_lower(const parser *p, size_t at)
{
    char first = p->text[p->tokens[at].begin];
    return first >= 'a' && first <= 'z';
}

/** "Jabal at Turkuman" has an article, "a checkpoint at Tabqa" and "Sake in Nord-Kivu" a preposition. */
static bool is_article_here(const parser *p, size_t at)
{
    span rest = {at, p->count};
    const char *word = parser_word(p, rest, 0), *next = parser_word(p, rest, 1);
    if (!fold_is_article(word, strlen(word), next, strlen(next)) || strcmp(word, "in") == 0) return false;
    return !is_lower(p, at - 1) || is_lower(p, at + 1);
}

/** A name with something behind it that says where it is: "X in Y", "X near Y", "X 30 km west of Y". */
static phrase_node *parse_place(parser *p, span at)
{
    static const char *const links[] = {"in",           "at",    "inside",  "within",   "near",
                                        "outside",      "off",   "around",  "close to", "on the outskirts of",
                                        "just outside", "along", "between", "on",       NULL};
    static const char *const silent[] = {"in", "at", "inside", "within", "on", NULL};
    for (size_t i = at.begin + 1; i < at.end; i++) {
        span rest = {i, at.end};
        size_t link = parser_match_any(p, rest, links);
        if (is_article_here(p, i)) continue;
        phrase_node *behind = NULL;
        if (link && i + link < at.end) {
            if (parser_match_any(p, rest, silent) == link) rest.begin += link;
            behind = parser_item(p, rest);
        } else if (p->tokens[i].kind == TOKEN_NUMBER || parser_match_any(p, rest, parser_approximations)) {
            behind = parse_offset(p, rest);
        } else {
            compass_point point;
            if (parser_compass(p, rest, &point) && point.form == COMPASS_NOUN)
                behind = parse_direction(p, rest);
            if (behind && behind->kind == PHRASE_PART) behind = NULL;
        }
        if (!behind) continue;
        phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
        parser_add_child(node, parser_item(p, (span){at.begin, i}));
        parser_add_child(node, behind);
        return node;
    }
    for (size_t i = at.begin + 1; i + 1 < at.end; i++) {
        const token *t = &p->tokens[i];
        if (t->kind != TOKEN_SLASH && strcmp(t->word, "and") != 0 && strcmp(t->word, "&") != 0 &&
            strcmp(t->word, "or") != 0)
            continue;
        phrase_node *node = parser_node(p, PHRASE_LIST, at);
        node->is_loose = t->kind == TOKEN_SLASH;
        parser_add_child(node, parser_item(p, (span){at.begin, i}));
        phrase_node *others = parser_item(p, (span){i + 1, at.end});
        if (others->kind != PHRASE_LIST)
            parser_add_child(node, others);
        else
            for (size_t k = 0; k < others->child_count; k++) parser_add_child(node, others->children[k]);
        return node;
    }
    return NULL;
}

phrase_node *parser_item(parser *p, span at)
{
    static phrase_node *(*const rules[])(parser *, span) = {
        parse_offset,     parse_direction,        parse_between, parse_capital,
        parse_possessive, parse_border,           parse_coast,   parse_bank,
        parse_junction,   parse_relation,         parse_waters,  parse_described,
        parse_part,       parse_direction_behind, parse_place,   parse_indefinite,
    };
    phrase_node *node = NULL;
    at = parser_skip_any(p, at, hedges);
    if (at.end == at.begin + 1 && p->tokens[at.begin].kind == TOKEN_POSITION) {
        node = parser_node(p, PHRASE_COORDINATES, at);
        node->at = *p->position;
        return node;
    }
    // Every rule takes at least two tokens.
    if (p->depth < DEPTH_MAX && p->attempts++ < ATTEMPTS_MAX && at.end > at.begin + 1) {
        p->depth++;
        for (size_t i = 0; !node && i < sizeof rules / sizeof *rules; i++) node = rules[i](p, at);
        if (!node) {
            span bare = parser_skip_any(p, at, fillers);
            node = bare.begin > at.begin ? parser_item(p, bare) : parse_common(p, at);
            if (node && node->kind == PHRASE_NAME)
                node->is_definite = strcmp(p->tokens[bare.begin - 1].word, "the") == 0;
        }
        p->depth--;
    }
    if (node) return node;
    node = parser_node(p, PHRASE_NAME, at);
    node->is_nameless = parser_is_nameless(p, at);
    node->is_generic = parser_is_generic(p, at);
    // "Somalia's" before "coast" is Somalia; before nothing ("St. John's") it may be a name.
    if (at.end > at.begin && at.end < p->count && p->tokens[at.end].kind == TOKEN_WORD) {
        size_t length = strlen(node->text);
        node->text = scope_strndup(p->s, node->text, parser_without_possessive(node->text, length));
    }
    return node;
}

/** Whether a token begins a clause in parentheses: the first, or one behind a comma in them. */
static bool begins_in_parentheses(const parser *p, size_t at)
{
    if (at == 0 || (p->tokens[at - 1].kind != TOKEN_OPEN && p->tokens[at - 1].kind != TOKEN_COMMA))
        return false;
    while (at > 0) {
        const token_kind kind = p->tokens[--at].kind;
        if (kind == TOKEN_OPEN || kind == TOKEN_CLOSE) return kind == TOKEN_OPEN;
    }
    return false;
}

/**
 * "(Measured 5 km south of the port)", "(coordinates of an earlier incident)": about the coding, not the
 * place. A measure in it is kept: it describes the place once more, and better than the rest.
 */
static bool is_note(parser *p, span *at)
{
    static const char *const words[] = {"measured",    "used",  "coded",    "coordinates", "estimated",
                                        "approximate", "see",   "reported", "according",   "geocoded",
                                        "position",    "exact", "precise",  "unspecified", "unknown",
                                        "based on",    NULL};
    if (!begins_in_parentheses(p, at->begin) || !parser_match_any(p, *at, words)) return false;
    for (size_t i = at->begin + 1; i < at->end; i++) {
        phrase_node *measure = p->tokens[i].kind == TOKEN_NUMBER ? parse_offset(p, (span){i, at->end}) : NULL;
        if (!measure) continue;
        at->begin = i;
        return false;
    }
    return true;
}

/** Parts a span at its commas and parentheses; a conversion of units does not part it. */
static size_t split_segments(parser *p, span at, span segments[PHRASE_CHILDREN_MAX])
{
    size_t count = 0, begin = at.begin;
    for (size_t i = at.begin; i <= at.end; i++) {
        bool sign = i == at.end || p->tokens[i].kind == TOKEN_COMMA || p->tokens[i].kind == TOKEN_OPEN ||
                    p->tokens[i].kind == TOKEN_CLOSE || (p->tokens[i].kind == TOKEN_DASH && i > at.begin);
        if (!sign) continue;
        if (i < at.end && p->tokens[i].kind == TOKEN_DASH && i + 1 < at.end &&
            p->tokens[i + 1].kind == TOKEN_NUMBER && p->tokens[i - 1].kind == TOKEN_NUMBER)
            continue;
        if (i < at.end && p->tokens[i].kind == TOKEN_COMMA &&
            parser_is_in_meeting(p, (span){begin, i}, (span){i, at.end}))
            continue;
        size_t conversion = i < at.end ? parser_conversion(p, (span){i, at.end}) : 0;
        if (conversion && i > at.begin && parser_unit_m(p->tokens[i - 1].word) > 0) {
            i += conversion - 1;
            continue;
        }
        span segment = {begin, i};
        if (i > begin && count < PHRASE_CHILDREN_MAX && !is_note(p, &segment)) segments[count++] = segment;
        begin = i + 1;
    }
    return count;
}

/** "Hong Kong - Luzon - Hainan": three or more with dashes only between. */
static bool is_dashed_list(const parser *p, const span *segments, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (segments[i].begin != segments[i - 1].end + 1 || p->tokens[segments[i - 1].end].kind != TOKEN_DASH)
            return false;
    return count >= 3;
}

static phrase_node *parse_tokens(parser *p, size_t count)
{
    // "X, at sea": that it is about ships has been noticed; it is no place.
    if (count > 2 && parser_match(p, (span){count - 2, count}, "at sea")) count -= 2;
    span segments[PHRASE_CHILDREN_MAX];
    size_t segment_count = split_segments(p, (span){0, count}, segments);
    if (segment_count == 0) return parser_node(p, PHRASE_NAME, (span){0, 0});
    if (segment_count == 1) return parser_item(p, segments[0]);

    span all = {segments[0].begin, segments[segment_count - 1].end};
    if (segment_count == 2 && segments[1].begin == segments[0].end + 1 &&
        p->tokens[segments[0].end].kind == TOKEN_DASH) {
        // "The X – Y highway" has one dash, and is no list.
        static phrase_node *(*const pairs[])(parser *, span) = {parse_between, parse_border, parse_junction};
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            phrase_node *pair = pairs[i](p, all);
            if (pair) return pair;
        }
    }
    bool list =
        parser_match(p, segments[segment_count - 1], "and") > 0 || is_dashed_list(p, segments, segment_count);
    phrase_node *node = parser_node(p, list ? PHRASE_LIST : PHRASE_QUALIFIED, all);
    node->is_loose = list && !parser_match(p, segments[segment_count - 1], "and");
    for (size_t i = 0; i < segment_count; i++) {
        span at = segments[i];
        if (list && parser_match(p, at, "and")) at.begin++;
        if (at.begin >= at.end) continue;
        phrase_node *child = parser_item(p, at);
        parser_add_child(node, child);
        if (i > 0 && i + 1 < segment_count && child->kind == PHRASE_NEAR && parser_match(p, at, "across")) {
            // "X, across the border from Y, Z": Z says where Y is, not X.
            phrase_node *other = parser_node(p, PHRASE_QUALIFIED, (span){at.begin, all.end});
            parser_add_child(other, child->children[0]);
            while (++i < segment_count) parser_add_child(other, parser_item(p, segments[i]));
            child->children[0] = other;
        }
    }
    return node;
}

/** Puts one token in the place of those between two bytes; returns how many there are now. */
static size_t merge_tokens(token *tokens, size_t count, size_t begin, size_t end)
{
    size_t kept = 0;
    bool merged = false;
    for (size_t i = 0; i < count; i++) {
        bool inside = tokens[i].end > begin && tokens[i].begin < end;
        if (!inside)
            tokens[kept++] = tokens[i];
        else if (!merged)
            tokens[kept++] = (token){.kind = TOKEN_POSITION, .word = "", .begin = begin, .end = end};
        merged = merged || inside;
    }
    return kept;
}

/** Whether something is said of the position ("5 km north of 33.31N 44.37E"), which is then not the place. */
static bool is_anchor(const phrase_node *node)
{
    bool relates = node->kind != PHRASE_QUALIFIED && node->kind != PHRASE_LIST && node->kind != PHRASE_NAME;
    for (size_t i = 0; i < node->child_count; i++) {
        if (relates && node->children[i]->kind == PHRASE_COORDINATES) return true;
        if (is_anchor(node->children[i])) return true;
    }
    return false;
}

/** A phrase that has a position in it: whatever else it says, that is the place. */
static phrase_node *parse_around(parser *p, token *tokens, size_t count, const coordinates *found)
{
    p->position = found;
    p->count = count;
    phrase_node *node = parse_tokens(p, count);
    if (is_anchor(node)) return node;
    phrase_node *position = scope_alloc(p->s, sizeof *position);
    *position = (phrase_node){.kind = PHRASE_COORDINATES, .text = p->text, .at = *found};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind != TOKEN_POSITION) tokens[kept++] = tokens[i];
    if (found->is_short && kept) parser_add_child(position, parse_tokens(p, kept));
    return position;
}

static bool has_maritime_word(const token *tokens, size_t count)
{
    static const char *const words[] = {"nm",    "nautical",  "anchorage", "anchorages", "anchored", "anchor",
                                        "roads", "straits",   "strait",    "buoy",       "offshore", "waters",
                                        "off",   "roadstead", "fairway",   "pilot",      "berth",    "vessel",
                                        "ship",  "aboard",    "tanker",    "selat",      "sea",      "nms"};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (tokens[i].word[0] == words[k][0] && strcmp(tokens[i].word, words[k]) == 0) return true;
    return false;
}

bool phrase_is_maritime(scope *s, const char *text)
{
    token *tokens;
    size_t count = lexer_read(s, text, strnlen(text, PHRASE_MAX), &tokens);
    return has_maritime_word(tokens, count);
}

phrase_node *phrase_parse_whole(scope *s, const char *text, bool *is_maritime)
{
    size_t length = strnlen(text, PHRASE_MAX), begin, end;
    const char *cut = scope_strndup(s, text, length);
    token *tokens;
    size_t count = lexer_read(s, cut, length, &tokens);
    *is_maritime = has_maritime_word(tokens, count);
    parser p = {.s = s, .text = cut, .tokens = tokens, .count = count};
    coordinates found;
    if (phrase_is_missing(cut)) {
        phrase_node *nothing = parser_node(&p, PHRASE_NAME, (span){0, count});
        nothing->is_nameless = true;
        return nothing;
    }
    if (!coordinates_find(cut, &found, &begin, &end)) return parse_tokens(&p, count);
    return parse_around(&p, tokens, merge_tokens(tokens, count, begin, end), &found);
}

phrase_node *phrase_parse(scope *s, const char *text)
{
    bool ignored;
    return phrase_parse_whole(s, text, &ignored);
}

const char *phrase_rule(phrase_kind kind)
{
    static const char *const names[] = {
        [PHRASE_NAME] = "name",           [PHRASE_QUALIFIED] = "name",
        [PHRASE_OFFSET] = "offset",       [PHRASE_DIRECTION] = "direction",
        [PHRASE_PART] = "part",           [PHRASE_NEAR] = "near",
        [PHRASE_OUTSKIRTS] = "outskirts", [PHRASE_BETWEEN] = "between",
        [PHRASE_LIST] = "list",           [PHRASE_BORDER] = "border",
        [PHRASE_COAST] = "coast",         [PHRASE_OFFSHORE] = "offshore",
        [PHRASE_ALONG] = "along",         [PHRASE_JUNCTION] = "junction",
        [PHRASE_CAPITAL] = "name",        [PHRASE_COORDINATES] = "coordinates",
    };
    return names[kind];
}
