/** @file Rules of the phrase grammar with a distance or a direction. */
#include "gazetteer/parser.h"

#include <string.h>

static const char *const roads[] = {
    "on the road to",      "along the road to", "on the way to",       "on the highway to",
    "on the road towards", "towards",           "in the direction of", NULL};

/** Whether a length that stands in [at.begin, end) is in nautical miles. */
static bool is_nautical(const parser *p, span at, size_t end)
{
    static const char *const units[] = {"nm", "nms", "nmi", "nautical"};
    for (size_t i = at.begin; i < end; i++)
        for (size_t k = 0; k < sizeof units / sizeof *units; k++)
            if (strcmp(p->tokens[i].word, units[k]) == 0) return true;
    return false;
}

// What is so near in metres that it would be on the quay: sailors write "10m off" for miles.
#define METRES_MIN_M 100

/**
 * Words between the length and the direction that say nothing; and one more where a direction and a link
 * stand behind it, whatever it is ("18 nm ooff NW of X").
 */
static span skip_to_direction(const parser *p, span rest)
{
    static const char *const before_direction[] = {"away",     "to the", "to",   "the",    "due",
                                                   "further",  "in the", "just", "inland", "drive",
                                                   "offshore", "true",   NULL};
    rest = parser_skip_any(p, rest, before_direction);
    compass_point point;
    span next = {rest.begin + 1, rest.end};
    if (rest.begin >= rest.end || parser_compass(p, rest, &point)) return rest;
    size_t count = *parser_word(p, rest, 0) ? parser_compass(p, next, &point) : 0;
    static const char *const links[] = {"of", "off", "from", NULL};
    bool stray = count && !parser_match_any(p, rest, links) && point.form == COMPASS_NOUN &&
                 parser_match_any(p, (span){next.begin + count, next.end}, links);
    return stray ? next : rest;
}

/** A direction with a slip in it ("540 nm nortwest of X"): only with a link behind it. 0: none. */
static size_t misspelt_compass(const parser *p, span at, compass_point *point)
{
    static const char *const links[] = {"of", "off", "from", NULL};
    const char *word = parser_word(p, at, 0);
    if (!*word || !parser_match_any(p, (span){at.begin + 1, at.end}, links)) return 0;
    return compass_read_misspelt(word, point) ? 1 : 0;
}

/** Length, perhaps a direction, anchor: NULL where the span is nothing of the sort. */
phrase_node *parse_offset(parser *p, span at)
{
    span rest = parser_skip_any(p, at, parser_approximations);
    length_range length;
    size_t count = parser_length(p, rest, &length);
    if (!count && rest.begin > at.begin) {
        // "An hour's drive" begins with a number that else says nothing.
        rest.begin--;
        count = parser_length(p, rest, &length);
    }
    if (!count) return NULL;
    bool nautical = is_nautical(p, at, rest.begin + count);
    bool bare_m = strcmp(p->tokens[rest.begin + count - 1].word, "m") == 0;
    rest.begin += count;
    rest.begin += parser_conversion(p, rest);
    bool offshore = parser_match(p, rest, "offshore") > 0;
    rest = skip_to_direction(p, rest);
    compass_point point;
    size_t compass = parser_compass(p, rest, &point);
    if (!compass) compass = misspelt_compass(p, rest, &point);
    rest.begin += compass;
    static const char *const links[] = {"of",         "from",     "off",        "outside", "away",
                                        "direction",  "side",     "part",       "the",     "away from",
                                        "outside of", "beyond",   "inside",     "to",      "off of",
                                        "offshore",   "out from", "seaward of", NULL};
    offshore = offshore || parser_match(p, rest, "offshore") > 0 || parser_match(p, rest, "off shore") > 0;
    size_t linked = parser_match_any(p, rest, links);
    bool off = offshore || parser_match(p, rest, "off") > 0;
    // Sailors leave the link out: "2 nm Jankat Island".
    if (!compass && !linked && !nautical && !offshore) return NULL;
    // Where nothing stands behind ("11 nm offshore", the port in the next clause), the link stays as the
    // anchor.
    rest = parser_skip_any(p, rest, links);
    if (rest.begin >= rest.end) return NULL;

    phrase_node *node = parser_node(p, PHRASE_OFFSET, at);
    double factor = bare_m && length.max_m < METRES_MIN_M && (off || compass) ? parser_unit_m("mile") : 1;
    node->distance_m = length.min_m * factor;
    node->distance_max_m = length.max_m * factor;
    node->is_vague = length.vague;
    node->at_sea = nautical || off;
    if (compass) parser_set_bearing(node, &point);
    size_t road_words = 0;
    size_t road = parser_find_any(p, rest, roads, &road_words);
    if (road > rest.begin && road + road_words < rest.end) {
        parser_add_child(node, parser_item(p, (span){rest.begin, road}));
        if (!compass) parser_add_child(node, parser_item(p, (span){road + road_words, rest.end}));
    } else {
        parser_add_child(node, parser_item(p, rest));
    }
    return node;
}

/** "The far north", "deep in southern X": how far, which the part of a place does not know. */
static bool is_intensity(const parser *p, size_t at)
{
    static const char *const words[] = {"far", "extreme", "deep", NULL};
    return !parser_has_capital(p, at) && parser_match_any(p, (span){at, at + 1}, words) > 0;
}

phrase_node *parse_direction(parser *p, span at)
{
    static const char *const before[] = {"just",    "to the",   "to",          "the",      "due",  "far",
                                         "further", "directly", "immediately", "slightly", "away", "area",
                                         "areas",   "in",       "extreme",     NULL};
    span rest = parser_skip_any(p, at, before);
    compass_point point;
    size_t compass = parser_compass(p, rest, &point);
    if (!compass || point.form != COMPASS_NOUN) return NULL;
    rest.begin += compass;
    // "in the east of Syria" is a part of it, "to the east of Syria", "east of Syria" a direction.
    size_t first = rest.begin - compass;
    while (first > at.begin && is_intensity(p, first - 1)) first--;
    bool inside = first > at.begin && !strcmp(p->tokens[first - 1].word, "the") &&
                  (first - 1 == at.begin || strcmp(p->tokens[first - 2].word, "to") != 0);
    if (!parser_match(p, rest, "of") && !parser_match(p, rest, "from")) return NULL;
    rest.begin++;
    if (rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, inside ? PHRASE_PART : PHRASE_DIRECTION, at);
    parser_set_bearing(node, &point);
    parser_add_child(node, parser_item(p, rest));
    return node;
}

phrase_node *parse_part(parser *p, span at)
{
    compass_point point = {0};
    bool central = false;
    static const char *const centres[] = {"city centre", "city center", "town centre",
                                          "town center", "downtown",    NULL};
    for (size_t i = at.begin + 1; i < at.end; i++) {
        size_t words = parser_match_any(p, (span){i, at.end}, centres);
        if (!words || i + words != at.end) continue;
        phrase_node *node = parser_node(p, PHRASE_PART, at);
        node->is_central = true;
        parser_add_child(node, parser_item(p, (span){at.begin, i}));
        return node;
    }
    if (is_intensity(p, at.begin) && at.begin + 1 < at.end) at.begin++;
    size_t count = parser_compass(p, at, &point);
    if (!count &&
        (parser_match(p, at, "central") || parser_match(p, at, "mid") || parser_match(p, at, "middle") ||
         parser_match(p, at, "downtown") || parser_match(p, at, "interior"))) {
        central = true;
        count = 1;
    }
    if (!count) return NULL;
    span rest = {at.begin + count, at.end};
    static const char *const nouns[] = {"part of",
                                        "parts of",
                                        "half of",
                                        "portion of",
                                        "region of",
                                        "side of",
                                        "countryside of",
                                        "outskirts of",
                                        "districts of",
                                        "suburbs of",
                                        "corner of",
                                        "edge of",
                                        "the",
                                        "of",
                                        "rural",
                                        "provinces of",
                                        "areas of",
                                        "sector of",
                                        "section of",
                                        "entrance to",
                                        "entrance of",
                                        "approaches to",
                                        "approach to",
                                        "approaches of",
                                        NULL};
    static const char *const tips[] = {"tip of", "end of", "extremity of", NULL};
    const size_t tip = central ? 0 : parser_match_any(p, rest, tips);
    rest.begin += tip;
    rest = parser_skip_any(p, rest, nouns);
    if (rest.begin >= rest.end) return NULL;
    phrase_node *node = parser_node(p, PHRASE_PART, at);
    if (!central) parser_set_bearing(node, &point);
    node->is_central = central;
    node->is_tip = tip > 0;
    parser_add_child(node, parser_item(p, rest));
    return node;
}
