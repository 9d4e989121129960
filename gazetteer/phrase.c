#include "gazetteer/phrase.h"

#include "gazetteer/compass.h"
#include "gazetteer/coordinates.h"
#include "gazetteer/fold.h"
#include "gazetteer/lexer.h"

#include <string.h>

// Deeper than any sentence: "near the outskirts of the eastern part of X, in Y" has 5 levels.
#define DEPTH_MAX 12
// A rule may read what another has tried: the attempts on a long phrase without sense are bounded, its rest
// is a name. Phrases of 20 words take up to 60.
#define ATTEMPTS_MAX 400

typedef struct {
    scope *s;
    const char *text;
    const token *tokens;
    int depth, attempts;
} parser;

/** A run of tokens: [begin, end). */
typedef struct {
    size_t begin, end;
} span;

static phrase_node *parse_item(parser *p, span at);

static const char *word_at(const parser *p, span at, size_t offset)
{
    size_t i = at.begin + offset;
    return i < at.end && p->tokens[i].kind == TOKEN_WORD ? p->tokens[i].word : "";
}

static phrase_node *new_node(parser *p, phrase_kind kind, span at)
{
    phrase_node *node = scope_alloc(p->s, sizeof *node);
    node->kind = kind;
    if (at.begin < at.end) {
        size_t begin = p->tokens[at.begin].begin, end = p->tokens[at.end - 1].end;
        node->text = scope_strndup(p->s, p->text + begin, end - begin);
    } else {
        node->text = "";
    }
    return node;
}

static void add_child(phrase_node *node, phrase_node *child)
{
    if (node->child_count < PHRASE_CHILDREN_MAX) node->children[node->child_count++] = child;
}

/** Whether the words of a phrase ("close to") stand at the front; returns how many, 0: they do not. */
static size_t match_words(const parser *p, span at, const char *words)
{
    size_t count = 0;
    while (*words) {
        size_t length = strcspn(words, " ");
        const char *word = word_at(p, at, count);
        if (strlen(word) != length || memcmp(word, words, length) != 0) return 0;
        words += length + (words[length] == ' ');
        count++;
    }
    return count;
}

/** The longest of a NULL-ended list of phrases that stands at the front. */
static size_t match_any(const parser *p, span at, const char *const *phrases)
{
    size_t best = 0;
    for (; *phrases; phrases++) {
        size_t count = match_words(p, at, *phrases);
        if (count > best) best = count;
    }
    return best;
}

static span skip_any(const parser *p, span at, const char *const *phrases)
{
    for (size_t count; (count = match_any(p, at, phrases)) > 0 && at.begin + count < at.end;)
        at.begin += count;
    return at;
}

static const char *const fillers[] = {"in",        "at",      "the",     "on",       "of",   "within",
                                      "inside",    "into",    "from",    "to",       "a",    "an",
                                      "somewhere", "that is", "located", "situated", "both", NULL};
static const char *const approximations[] = {
    "about",    "some", "around",  "approximately", "approx",    "roughly",   "nearly",
    "almost",   "just", "only",    "over",          "more than", "less than", "up to",
    "at least", "ca",   "c",       "circa",         "at",        "in",        "the",
    "a",        "an",   "another", "within",        "position",  "~",         NULL};

/** The first token of a word in the span at which @p words stand; the span's end where they do not. */
static size_t find_words(const parser *p, span at, const char *words)
{
    for (size_t i = at.begin; i < at.end; i++)
        if (match_words(p, (span){i, at.end}, words)) return i;
    return at.end;
}

static size_t find_any(const parser *p, span at, const char *const *phrases, size_t *count)
{
    for (size_t i = at.begin; i < at.end; i++)
        if ((*count = match_any(p, (span){i, at.end}, phrases)) > 0) return i;
    return at.end;
}

static size_t read_compass(const parser *p, span at, compass_point *point)
{
    const char *words[3];
    size_t count = 0;
    while (count < 3 && *word_at(p, at, count)) {
        words[count] = word_at(p, at, count);
        count++;
    }
    return compass_read(words, count, point);
}

/** Metres of a unit of length; 0 where the word is none. */
static double unit_m(const char *word)
{
    static const struct {
        const char *words;
        double length_m;
    } units[] = {
        {"|km|kms|kilometer|kilometers|kilometre|kilometres|klicks|", 1000},
        {"|mi|mile|miles|", 1609.344},
        {"|nm|nmi|nautical|naut|", 1852},
        {"|m|meter|meters|metre|metres|", 1},
        {"|yard|yards|yd|yds|", 0.9144},
        {"|foot|feet|ft|", 0.3048},
    };
    size_t length = strlen(word);
    for (size_t i = 0; length && i < sizeof units / sizeof *units; i++) {
        const char *found = strstr(units[i].words, word);
        if (found && found[-1] == '|' && found[length] == '|') return units[i].length_m;
    }
    return 0;
}

typedef struct {
    double min_m, max_m;
    bool vague;
} length_range;

/** Words that stand for a number: what people mean by them is a wide range. */
static size_t read_vague_number(const parser *p, span at, double *low, double *high)
{
    static const struct {
        const char *words;
        double low, high;
    } numbers[] = {
        {"a few", 2, 6},       {"few", 2, 6},        {"several", 3, 10},    {"a couple of", 1.5, 3},
        {"couple of", 1.5, 3}, {"half a", 0.5, 0.5}, {"half", 0.5, 0.5},    {"a", 1, 1},
        {"one", 1, 1},         {"two", 2, 2},        {"three", 3, 3},       {"four", 4, 4},
        {"five", 5, 5},        {"six", 6, 6},        {"seven", 7, 7},       {"eight", 8, 8},
        {"nine", 9, 9},        {"ten", 10, 10},      {"twelve", 12, 12},    {"fifteen", 15, 15},
        {"twenty", 20, 20},    {"thirty", 30, 30},   {"forty", 40, 40},     {"fifty", 50, 50},
        {"sixty", 60, 60},     {"tens of", 15, 60},  {"dozens of", 20, 70}, {"a dozen", 12, 12},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t count = match_words(p, at, numbers[i].words);
        if (count && unit_m(word_at(p, at, count)) > 0) {
            *low = numbers[i].low;
            *high = numbers[i].high;
            return count;
        }
    }
    return 0;
}

/** Reads "30 km", "20-30 km", "20 to 30 miles", "half a mile", "several km"; returns the tokens taken. */
static size_t read_length(const parser *p, span at, length_range *out)
{
    size_t i = at.begin;
    double low, high;
    *out = (length_range){0};
    if (i < at.end && p->tokens[i].kind == TOKEN_NUMBER) {
        low = high = p->tokens[i++].number;
        bool range = i + 1 < at.end && p->tokens[i + 1].kind == TOKEN_NUMBER &&
                     (p->tokens[i].kind == TOKEN_DASH || strcmp(p->tokens[i].word, "to") == 0);
        if (range) {
            high = p->tokens[i + 1].number;
            i += 2;
        }
    } else {
        size_t count = read_vague_number(p, at, &low, &high);
        if (!count) return 0;
        out->vague = high > low;
        i += count;
    }
    double length_m = unit_m(word_at(p, (span){i, at.end}, 0));
    if (length_m == 0) return 0;
    bool nautical = length_m == 1852;
    i++;
    if (nautical && unit_m(word_at(p, (span){i, at.end}, 0)) == 1609.344) i++;
    if (low > high) {
        double swap = low;
        low = high;
        high = swap;
    }
    out->min_m = low * length_m;
    out->max_m = high * length_m;
    return i - at.begin;
}

/** The same length in another unit behind the first: "(20 miles)", "/ 20 mi", "or 20 miles". */
static size_t skip_conversion(const parser *p, span at)
{
    if (at.begin >= at.end) return 0;
    token_kind kind = p->tokens[at.begin].kind;
    bool opened = kind == TOKEN_OPEN;
    if (!opened && kind != TOKEN_SLASH && kind != TOKEN_COMMA && strcmp(p->tokens[at.begin].word, "or") != 0)
        return 0;
    length_range ignored;
    span inner = skip_any(p, (span){at.begin + 1, at.end}, approximations);
    size_t count = read_length(p, inner, &ignored);
    if (!count) return 0;
    size_t i = inner.begin + count;
    if (opened && (i >= at.end || p->tokens[i].kind != TOKEN_CLOSE)) return 0;
    return i + opened - at.begin;
}

static const char *const roads[] = {
    "on the road to",      "along the road to", "on the way to",       "on the highway to",
    "on the road towards", "towards",           "in the direction of", NULL};

/** Length, perhaps a direction, anchor: NULL where the span is nothing of the sort. */
static phrase_node *parse_offset(parser *p, span at)
{
    span rest = skip_any(p, at, approximations);
    length_range length;
    size_t count = read_length(p, rest, &length);
    if (!count) return NULL;
    rest.begin += count;
    rest.begin += skip_conversion(p, rest);
    static const char *const before_direction[] = {"away",   "to the",  "to",       "the",
                                                   "due",    "further", "in the",   "just",
                                                   "inland", "drive",   "offshore", NULL};
    rest = skip_any(p, rest, before_direction);
    compass_point point;
    size_t compass = read_compass(p, rest, &point);
    rest.begin += compass;
    static const char *const links[] = {"of",         "from",   "off",    "outside", "away",
                                        "direction",  "side",   "part",   "the",     "away from",
                                        "outside of", "beyond", "inside", "to",      NULL};
    size_t linked = match_any(p, rest, links);
    if (!compass && !linked) return NULL;
    rest = skip_any(p, rest, links);
    if (rest.begin >= rest.end) return NULL;

    phrase_node *node = new_node(p, PHRASE_OFFSET, at);
    node->distance_m = length.min_m;
    node->distance_max_m = length.max_m;
    node->is_vague = length.vague;
    node->has_bearing = compass > 0;
    if (compass) {
        node->bearing_deg = point.bearing_deg;
        node->half_width_deg = point.half_width_deg;
    }
    size_t road_words = 0;
    size_t road = find_any(p, rest, roads, &road_words);
    if (road > rest.begin && road + road_words < rest.end) {
        add_child(node, parse_item(p, (span){rest.begin, road}));
        if (!compass) add_child(node, parse_item(p, (span){road + road_words, rest.end}));
    } else {
        add_child(node, parse_item(p, rest));
    }
    return node;
}

static phrase_node *parse_direction(parser *p, span at)
{
    static const char *const before[] = {"just", "to the",  "to",       "the",         "due",
                                         "far",  "further", "directly", "immediately", "slightly",
                                         "away", "area",    "areas",    "in",          NULL};
    span rest = skip_any(p, at, before);
    compass_point point;
    size_t compass = read_compass(p, rest, &point);
    if (!compass || point.form != COMPASS_NOUN) return NULL;
    rest.begin += compass;
    // "in the east of Syria" is a part of it, "to the east of Syria", "east of Syria" a direction.
    bool inside = match_words(p, at, "in the") > 0 || match_words(p, at, "the") > 0;
    if (!match_words(p, rest, "of") && !match_words(p, rest, "from")) return NULL;
    rest.begin++;
    if (rest.begin >= rest.end) return NULL;
    phrase_node *node = new_node(p, inside ? PHRASE_PART : PHRASE_DIRECTION, at);
    node->has_bearing = true;
    node->bearing_deg = point.bearing_deg;
    node->half_width_deg = point.half_width_deg;
    add_child(node, parse_item(p, rest));
    return node;
}

static phrase_node *parse_part(parser *p, span at)
{
    compass_point point = {0};
    bool central = false;
    size_t count = read_compass(p, at, &point);
    if (!count &&
        (match_words(p, at, "central") || match_words(p, at, "mid") || match_words(p, at, "middle") ||
         match_words(p, at, "downtown") || match_words(p, at, "interior"))) {
        central = true;
        count = 1;
    }
    if (!count) return NULL;
    span rest = {at.begin + count, at.end};
    static const char *const nouns[] = {
        "part of",        "parts of",     "half of",      "portion of", "region of", "side of",
        "countryside of", "outskirts of", "districts of", "suburbs of", "corner of", "edge of",
        "tip of",         "end of",       "the",          "of",         "rural",     "provinces of",
        "areas of",       "sector of",    "section of",   "coast of",   NULL};
    rest = skip_any(p, rest, nouns);
    if (rest.begin >= rest.end) return NULL;
    phrase_node *node = new_node(p, PHRASE_PART, at);
    node->has_bearing = !central;
    node->is_central = central;
    node->bearing_deg = point.bearing_deg;
    node->half_width_deg = point.half_width_deg;
    add_child(node, parse_item(p, rest));
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
    {"coast of", PHRASE_COAST},
    {"the coast of", PHRASE_COAST},
    {"on the coast of", PHRASE_COAST},
    {"along the coast of", PHRASE_COAST},
    {"along", PHRASE_ALONG},
    {"on the banks of", PHRASE_ALONG},
    {"on the bank of", PHRASE_ALONG},
    {"banks of", PHRASE_ALONG},
    {"bank of", PHRASE_ALONG},
    {"the banks of", PHRASE_ALONG},
    {"on the shores of", PHRASE_ALONG},
    {"along the banks of", PHRASE_ALONG},
    {"the road to", PHRASE_ALONG},
    {"on the road to", PHRASE_ALONG},
};

static phrase_node *parse_relation(parser *p, span at)
{
    size_t best = 0;
    phrase_kind kind = PHRASE_NEAR;
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        size_t count = match_words(p, at, relations[i].words);
        if (count > best) {
            best = count;
            kind = relations[i].kind;
        }
    }
    span rest = {at.begin + best, at.end};
    if (!best || rest.begin >= rest.end) return NULL;
    phrase_node *node = new_node(p, kind, at);
    add_child(node, parse_item(p, rest));
    return node;
}

/** "Nigerian waters", "Hong Kong territorial waters": the sea off what stands before. */
static phrase_node *parse_waters(parser *p, span at)
{
    static const char *const words[] = {"waters", "territorial waters", "coastal waters", "water", NULL};
    size_t count;
    size_t waters = find_any(p, at, words, &count);
    if (!count || waters == at.begin || waters + count != at.end) return NULL;
    phrase_node *node = new_node(p, PHRASE_OFFSHORE, at);
    add_child(node, parse_item(p, (span){at.begin, waters}));
    return node;
}

static phrase_node *two_ends(parser *p, phrase_kind kind, span at, span both, const char *link)
{
    size_t split = find_words(p, both, link);
    if (split <= both.begin || split + 1 >= both.end) return NULL;
    phrase_node *node = new_node(p, kind, at);
    add_child(node, parse_item(p, (span){both.begin, split}));
    add_child(node, parse_item(p, (span){split + 1, both.end}));
    return node;
}

static phrase_node *parse_between(parser *p, span at)
{
    static const char *const before[] = {"the road", "road",    "the highway", "highway", "the area",
                                         "area",     "midway",  "halfway",     "on",      "in",
                                         "along",    "mid-way", "the route",   NULL};
    span rest = skip_any(p, at, before);
    if (match_words(p, rest, "between")) {
        rest.begin++;
        phrase_node *node = two_ends(p, PHRASE_BETWEEN, at, rest, "and");
        return node ? node : two_ends(p, PHRASE_BETWEEN, at, rest, "&");
    }
    // "the road from X to Y"
    if (rest.begin > at.begin && match_words(p, rest, "from")) {
        rest.begin++;
        return two_ends(p, PHRASE_BETWEEN, at, rest, "to");
    }
    return NULL;
}

/** "X-Y border", "X border with Y", "border between X and Y", "border of X", "X and Y border". */
static phrase_node *parse_border(parser *p, span at)
{
    static const char *const before[] = {"near",     "on", "at", "along",         "the",
                                         "close to", "in", "by", "international", "area",
                                         "areas",    "of", NULL};
    static const char *const border_words[] = {"border",        "borders",      "border area", "frontier",
                                               "border region", "border areas", NULL};
    span rest = skip_any(p, at, before);
    size_t count;
    size_t border = find_any(p, rest, border_words, &count);
    if (border >= rest.end) return NULL;
    span behind = {border + count, rest.end};
    if (border == rest.begin) {
        static const char *const links[] = {"with", "between", "of", "the", "to", NULL};
        behind = skip_any(p, behind, links);
        if (behind.begin >= behind.end) return NULL;
        phrase_node *node = two_ends(p, PHRASE_BORDER, at, behind, "and");
        if (node) return node;
        node = new_node(p, PHRASE_BORDER, at);
        add_child(node, parse_item(p, behind));
        return node;
    }
    span first = {rest.begin, border};
    phrase_node *node = NULL;
    if (behind.begin >= behind.end) {
        node = two_ends(p, PHRASE_BORDER, at, first, "and");
        const token *single = &p->tokens[first.begin];
        const char *hyphen = single->kind == TOKEN_WORD ? strchr(single->word, '-') : NULL;
        if (!node && first.end == first.begin + 1 && hyphen && hyphen[1]) {
            // "Iraq-Syria": one word to the lexer, since most hyphens are inside names.
            size_t cut = (size_t)(hyphen - single->word);
            node = new_node(p, PHRASE_BORDER, at);
            for (int i = 0; i < 2; i++) {
                phrase_node *side = new_node(p, PHRASE_NAME, first);
                side->text = i == 0 ? scope_strndup(p->s, p->text + single->begin, cut)
                                    : scope_strndup(p->s, p->text + single->begin + cut + 1,
                                                    single->end - single->begin - cut - 1);
                add_child(node, side);
            }
        }
        if (!node) {
            for (size_t i = first.begin + 1; i + 1 < first.end; i++) {
                if (p->tokens[i].kind != TOKEN_DASH && p->tokens[i].kind != TOKEN_SLASH) continue;
                node = new_node(p, PHRASE_BORDER, at);
                add_child(node, parse_item(p, (span){first.begin, i}));
                add_child(node, parse_item(p, (span){i + 1, first.end}));
                break;
            }
        }
        if (!node) {
            node = new_node(p, PHRASE_BORDER, at);
            add_child(node, parse_item(p, first));
        }
        return node;
    }
    if (!match_words(p, behind, "with")) return NULL;
    behind.begin++;
    if (behind.begin >= behind.end) return NULL;
    node = new_node(p, PHRASE_BORDER, at);
    add_child(node, parse_item(p, first));
    add_child(node, parse_item(p, behind));
    return node;
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
        size_t link = match_any(p, rest, links);
        // "Jabal at Turkuman" has an article, no preposition.
        const char *word = word_at(p, rest, 0), *next = word_at(p, rest, 1);
        if (fold_is_article(word, strlen(word), next, strlen(next))) continue;
        phrase_node *behind = NULL;
        if (link && i + link < at.end) {
            if (match_any(p, rest, silent) == link) rest.begin += link;
            behind = parse_item(p, rest);
        } else if (p->tokens[i].kind == TOKEN_NUMBER || match_any(p, rest, approximations)) {
            behind = parse_offset(p, rest);
        } else {
            compass_point point;
            if (read_compass(p, rest, &point) && point.form == COMPASS_NOUN)
                behind = parse_direction(p, rest);
            if (behind && behind->kind == PHRASE_PART) behind = NULL;
        }
        if (!behind) continue;
        phrase_node *node = new_node(p, PHRASE_QUALIFIED, at);
        add_child(node, parse_item(p, (span){at.begin, i}));
        add_child(node, behind);
        return node;
    }
    for (size_t i = at.begin + 1; i + 1 < at.end; i++) {
        const token *t = &p->tokens[i];
        if (t->kind != TOKEN_SLASH && strcmp(t->word, "and") != 0 && strcmp(t->word, "&") != 0 &&
            strcmp(t->word, "or") != 0)
            continue;
        phrase_node *node = new_node(p, PHRASE_LIST, at);
        add_child(node, parse_item(p, (span){at.begin, i}));
        phrase_node *others = parse_item(p, (span){i + 1, at.end});
        if (others->kind != PHRASE_LIST)
            add_child(node, others);
        else
            for (size_t k = 0; k < others->child_count; k++) add_child(node, others->children[k]);
        return node;
    }
    return NULL;
}

static phrase_node *parse_item(parser *p, span at)
{
    static phrase_node *(*const rules[])(parser *, span) = {
        parse_offset,   parse_direction, parse_between, parse_border,
        parse_relation, parse_waters,    parse_part,    parse_place,
    };
    phrase_node *node = NULL;
    if (p->depth < DEPTH_MAX && p->attempts++ < ATTEMPTS_MAX) {
        p->depth++;
        for (size_t i = 0; !node && i < sizeof rules / sizeof *rules; i++) node = rules[i](p, at);
        if (!node) {
            span bare = skip_any(p, at, fillers);
            if (bare.begin > at.begin) node = parse_item(p, bare);
        }
        p->depth--;
    }
    return node ? node : new_node(p, PHRASE_NAME, at);
}

/** Parts a span at its commas and parentheses; a conversion of units does not part it. */
static size_t split_segments(const parser *p, span at, span segments[PHRASE_CHILDREN_MAX])
{
    size_t count = 0, begin = at.begin;
    for (size_t i = at.begin; i <= at.end; i++) {
        bool sign = i == at.end || p->tokens[i].kind == TOKEN_COMMA || p->tokens[i].kind == TOKEN_OPEN ||
                    p->tokens[i].kind == TOKEN_CLOSE || (p->tokens[i].kind == TOKEN_DASH && i > at.begin);
        if (!sign) continue;
        if (i < at.end && p->tokens[i].kind == TOKEN_DASH && i + 1 < at.end &&
            p->tokens[i + 1].kind == TOKEN_NUMBER && p->tokens[i - 1].kind == TOKEN_NUMBER)
            continue;
        size_t conversion = i < at.end ? skip_conversion(p, (span){i, at.end}) : 0;
        bool behind_unit = i > at.begin && unit_m(p->tokens[i - 1].word) > 0;
        if (conversion && behind_unit) {
            i += conversion - 1;
            continue;
        }
        if (i > begin && count < PHRASE_CHILDREN_MAX) segments[count++] = (span){begin, i};
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

phrase_node *phrase_parse(scope *s, const char *text)
{
    size_t length = strnlen(text, PHRASE_MAX);
    const char *cut = scope_strndup(s, text, length);
    gaz_lonlat position;
    double extent_m;
    if (coordinates_parse(cut, &position, &extent_m)) {
        phrase_node *node = scope_alloc(s, sizeof *node);
        *node = (phrase_node){
            .kind = PHRASE_COORDINATES, .text = cut, .position = position, .extent_m = extent_m};
        return node;
    }
    token *tokens;
    size_t count = lexer_read(s, cut, length, &tokens);
    parser p = {.s = s, .text = cut, .tokens = tokens};
    span segments[PHRASE_CHILDREN_MAX];
    size_t segment_count = split_segments(&p, (span){0, count}, segments);
    if (segment_count == 0) return new_node(&p, PHRASE_NAME, (span){0, 0});
    if (segment_count == 1) return parse_item(&p, segments[0]);

    span all = {segments[0].begin, segments[segment_count - 1].end};
    bool list = match_words(&p, segments[segment_count - 1], "and") > 0 ||
                is_dashed_list(&p, segments, segment_count);
    phrase_node *node = new_node(&p, list ? PHRASE_LIST : PHRASE_QUALIFIED, all);
    for (size_t i = 0; i < segment_count; i++) {
        span at = segments[i];
        if (list && match_words(&p, at, "and")) at.begin++;
        if (at.begin < at.end) add_child(node, parse_item(&p, at));
    }
    return node;
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
        [PHRASE_ALONG] = "along",         [PHRASE_COORDINATES] = "coordinates",
    };
    return names[kind];
}
