/** @file Rules of the phrase grammar with two ends: between, junction, border. */
#include "gazetteer/fold.h"
#include "gazetteer/parser.h"

#include <ctype.h>
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

static bool begins_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/**
 * Where a hyphen in a word parts two names: not behind or before an article ("al-Bab-Manbij" has one such
 * hyphen), nor inside a name that goes on with a small letter ("Rostov-on-Don"). 0: nowhere.
 */
static size_t hyphen_between(const parser *p, const token *word)
{
    const char *text = p->text + word->begin;
    const size_t length = word->end - word->begin;
    size_t begin = 0;
    for (size_t i = 1; i + 1 < length; i++) {
        if (text[i] != '-') continue;
        const bool article = i - begin <= 2 && !isdigit((unsigned char)text[i - 1]);
        const char *behind = text + i + 1;
        const size_t next = strcspn(behind, "- "), rest = i + 1 + next < length ? length - i - 2 - next : 0;
        const bool goes_on = begins_lower(*behind) && !begins_lower(*text) &&
                             !fold_is_article(behind, next, behind + next + 1, rest);
        if (!article && !goes_on) return i;
        begin = i + 1;
    }
    return 0;
}

/** Words for a kind of unit, which two names have together: "the X-Y Oblast border". */
static const char *const unit_words[] = {"oblast",       "oblasts", "province", "provinces", "governorate",
                                         "governorates", "region",  "regions",  "district",  "districts",
                                         "state",        "states",  "counties", "county",    NULL};

/**
 * "Iraq-Syria": one word to the lexer, since most hyphens are inside names. Words before it are the first
 * name's, words behind it the second's. NULL where @p both is none.
 */
static phrase_node *hyphenated_pair(parser *p, phrase_kind kind, span at, span both)
{
    static const char *const before[] = {"on", "along", "at", "near", "in", "the", "main", NULL};
    both = parser_skip_any(p, both, before);
    for (size_t i = both.begin; i < both.end; i++) {
        const token *word = &p->tokens[i];
        const size_t cut = word->kind == TOKEN_WORD ? hyphen_between(p, word) : 0;
        // "X on the Y-Z border" has a place before it.
        if (!cut && !parser_has_capital(p, i)) return NULL;
        if (!cut) continue;
        const size_t begin = p->tokens[both.begin].begin, end = p->tokens[both.end - 1].end;
        phrase_node *node = parser_node(p, kind, at);
        phrase_node *first = parser_node(p, PHRASE_NAME, both), *second = parser_node(p, PHRASE_NAME, both);
        const span behind = {i + 1, both.end};
        const bool shared = behind.begin + 1 == behind.end && parser_match_any(p, behind, unit_words);
        first->text = scope_strndup(p->s, p->text + begin, word->begin + cut - begin);
        if (shared) first->text = SCOPE_JOIN(p->s, first->text, " ", p->tokens[i + 1].word);
        second->text = scope_strndup(p->s, p->text + word->begin + cut + 1, end - (word->begin + cut + 1));
        parser_add_child(node, first);
        parser_add_child(node, second);
        return node;
    }
    return NULL;
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
    if (parser_match(p, rest, "from")) {
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

static const char *const meeting_words[] = {
    "tri-border",        "triborder",           "tri border",        "three-border",      "tripoint",
    "border triangle",   "triple border",       "tri-border area",   "tri-border region", "tri-border zone",
    "three-border area", "three-border region", "three-border zone", "triborder area",    NULL};

/** Names with commas, slashes, dashes and "and" between, as children of @p node; hyphens too where told. */
static void add_names(parser *p, phrase_node *node, span names, bool hyphens)
{
    if (names.begin >= names.end) return;
    const char *text = p->text + p->tokens[names.begin].begin, *end = p->text + p->tokens[names.end - 1].end;
    while (text < end) {
        size_t length = 0, sign = 0;
        const size_t left = (size_t)(end - text);
        for (; length < left && !sign; length += !sign) {
            const char *at = text + length;
            if (strchr(",/&", *at) || (hyphens && *at == '-'))
                sign = 1;
            else if (left - length >= 3 && !memcmp(at, "\xE2\x80\x93", 3))
                sign = 3;
            else if (left - length >= 5 && !memcmp(at, " and ", 5))
                sign = 5;
        }
        const char *begin = text + strspn(text, " "), *stop = text + length;
        while (stop > begin && stop[-1] == ' ') stop--;
        if (stop - begin > 4 && !memcmp(begin, "and ", 4)) begin += 4;
        if (stop > begin) {
            phrase_node *name = parser_node(p, PHRASE_NAME, names);
            name->text = scope_strndup(p->s, begin, (size_t)(stop - begin));
            parser_add_child(node, name);
        }
        text += length + sign;
    }
}

bool parser_is_in_meeting(const parser *p, span before, span behind)
{
    size_t count, meeting = parser_find_any(p, before, meeting_words, &count);
    return count && parser_find(p, (span){meeting, before.end}, "and") == before.end &&
           parser_find(p, behind, "and") < behind.end;
}

phrase_node *parse_meeting(parser *p, span at)
{
    static const char *const links[] = {"of", "between", "where", "with", "shared by", "the", NULL};
    static const char *const before[] = {"in", "at", "near", "the", "around", "from", NULL};
    span rest = parser_skip_any(p, at, before);
    size_t count, meeting = parser_find_any(p, rest, meeting_words, &count);
    if (!count) return NULL;
    phrase_node *node = parser_node(p, PHRASE_BORDER, at);
    span behind = {meeting + count, at.end};
    if (meeting > rest.begin) {
        if (behind.begin < behind.end) return NULL;
        add_names(p, node, (span){rest.begin, meeting}, true);
    } else {
        add_names(p, node, parser_skip_any(p, behind, links), false);
    }
    return node->child_count >= 3 ? node : NULL;
}

/** What stands before the word "border", and what behind it. */
static phrase_node *border_between(parser *p, span at, span first, span behind)
{
    if (first.begin == first.end) {
        static const char *const links[] = {"with", "between", "of", "the", "to", NULL};
        behind = parser_skip_any(p, behind, links);
        if (behind.begin >= behind.end) return NULL;
        phrase_node *node = two_ends(p, PHRASE_BORDER, at, behind, "and");
        if (node) return node;
        node = parser_node(p, PHRASE_BORDER, at);
        parser_add_child(node, parser_item(p, behind));
        return node;
    }
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

/** "The X side of the crossing": that one, of which X has a half. */
static phrase_node *parse_side(parser *p, span at)
{
    static const char *const before[] = {"on", "at", "the", NULL};
    span rest = parser_skip_any(p, at, before);
    compass_point point;
    size_t side = parser_find(p, rest, "side of the");
    if (side <= rest.begin || side + 3 >= rest.end || !parser_has_capital(p, rest.begin) ||
        parser_compass(p, rest, &point))
        return NULL;
    phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
    node->is_described = true;
    parser_add_child(node, parser_item(p, (span){side + 3, rest.end}));
    parser_add_child(node, parser_item(p, (span){rest.begin, side}));
    return node;
}

/** "The X side of the border with Y": the border, in X. NULL where the span is none such. */
static phrase_node *border_side(parser *p, span at, span rest)
{
    static const char *const sides[] = {"side of the", "side of", NULL};
    size_t count, side = parser_find_any(p, rest, sides, &count);
    compass_point point;
    if (!count || side == rest.begin || parser_compass(p, rest, &point)) return NULL;
    const span whose = {rest.begin, side}, behind = {side + count, rest.end};
    phrase_node *border = parse_border(p, behind);
    if (!border) {
        if (!parser_match(p, behind, "border") && !parser_match(p, behind, "frontier"))
            return parse_side(p, at);
        // "The border with Y" is X's too.
        border = parser_node(p, PHRASE_BORDER, at);
        parser_add_child(border, parser_item(p, whose));
    } else if (border->child_count == 1) {
        border->children[border->child_count++] = parser_item(p, whose);
    }
    phrase_node *node = parser_node(p, PHRASE_QUALIFIED, at);
    parser_add_child(node, border);
    parser_add_child(node, parser_item(p, whose));
    return node;
}

/** "X-Y border", "X border with Y", "border between X and Y", "border of X", "X and Y border". */
phrase_node *parse_border(parser *p, span at)
{
    static const char *const before[] = {"near",     "on", "at", "along",         "the",
                                         "close to", "in", "by", "international", "area",
                                         "areas",    "of", NULL};
    static const char *const border_words[] = {"border",        "borders",      "border area", "frontier",
                                               "border region", "border areas", NULL};
    phrase_node *meeting = parse_meeting(p, at);
    if (meeting) return meeting;
    span rest = parser_skip_any(p, at, before);
    size_t count;
    size_t border = parser_find_any(p, rest, border_words, &count);
    if (border >= rest.end) return parse_side(p, at);
    // "X on the border": a place at it.
    static const char *const links[] = {"on", "near", "at", "along", "in", NULL};
    size_t link;
    if (parser_find_any(p, (span){rest.begin, border}, links, &link) < border) return NULL;
    phrase_node *one_side = border_side(p, at, rest);
    if (one_side) return one_side;
    // "X's northern border", "the northern border of X".
    compass_point side;
    size_t compass_begin = border;
    for (size_t i = rest.begin; i < border && compass_begin == border; i++)
        if (parser_compass(p, (span){i, border}, &side) == border - i && side.form == COMPASS_ADJECTIVE)
            compass_begin = i;
    phrase_node *node =
        border_between(p, at, (span){rest.begin, compass_begin}, (span){border + count, rest.end});
    if (node && compass_begin < border && node->child_count == 1) parser_set_bearing(node, &side);
    return node;
}
