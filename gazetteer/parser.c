#include "gazetteer/parser.h"

#include <string.h>

const char *parser_word(const parser *p, span at, size_t offset)
{
    size_t i = at.begin + offset;
    return i < at.end && p->tokens[i].kind == TOKEN_WORD ? p->tokens[i].word : "";
}

bool parser_has_capital(const parser *p, size_t at)
{
    unsigned char first = (unsigned char)p->text[p->tokens[at].begin];
    return p->tokens[at].kind == TOKEN_WORD && ((first >= 'A' && first <= 'Z') || first >= 0x80);
}

phrase_node *parser_node(parser *p, phrase_kind kind, span at)
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

void parser_add_child(phrase_node *node, phrase_node *child)
{
    if (node->child_count < PHRASE_CHILDREN_MAX) node->children[node->child_count++] = child;
}

size_t parser_match_words(const parser *p, span at, const char *words)
{
    size_t count = 0;
    while (*words) {
        const char *word = parser_word(p, at, count);
        while (*word && *word == *words) word++, words++;
        if (*word || (*words && *words != ' ')) return 0;
        words += *words == ' ';
        count++;
    }
    return count;
}

size_t parser_match_any(const parser *p, span at, const char *const *phrases)
{
    size_t best = 0;
    for (; *phrases; phrases++) {
        size_t count = parser_match(p, at, *phrases);
        if (count > best) best = count;
    }
    return best;
}

span parser_skip_any(const parser *p, span at, const char *const *phrases)
{
    for (size_t count; (count = parser_match_any(p, at, phrases)) > 0 && at.begin + count < at.end;)
        at.begin += count;
    return at;
}

const char *const parser_approximations[] = {
    "about",     "some", "around",  "approximately", "approx",    "roughly",   "nearly",
    "almost",    "just", "only",    "over",          "more than", "less than", "up to",
    "at least",  "ca",   "c",       "circa",         "at",        "in",        "the",
    "a",         "an",   "another", "within",        "position",  "~",         "abt",
    "estimated", NULL};

size_t parser_find(const parser *p, span at, const char *words)
{
    for (size_t i = at.begin; i < at.end; i++)
        if (parser_match(p, (span){i, at.end}, words)) return i;
    return at.end;
}

size_t parser_find_any(const parser *p, span at, const char *const *phrases, size_t *count)
{
    for (size_t i = at.begin; i < at.end; i++)
        if ((*count = parser_match_any(p, (span){i, at.end}, phrases)) > 0) return i;
    return at.end;
}

size_t parser_compass(const parser *p, span at, compass_point *point)
{
    const char *words[COMPASS_WORDS_MAX];
    size_t count = 0;
    while (count < COMPASS_WORDS_MAX && *parser_word(p, at, count)) {
        words[count] = parser_word(p, at, count);
        count++;
    }
    return compass_read(words, count, point);
}

void parser_set_bearing(phrase_node *node, const compass_point *point)
{
    node->has_bearing = true;
    node->bearing_deg = point->bearing_deg;
    node->half_width_deg = point->half_width_deg;
    node->winds = point->winds;
}

double parser_unit_m(const char *word)
{
    static const struct {
        const char *words;
        double length_m;
    } units[] = {
        {"|km|kms|kilometer|kilometers|kilometre|kilometres|klicks|", 1000},
        {"|mi|mile|miles|", 1609.344},
        {"|nm|nms|nmi|n.m|nautical|naut|", 1852},
        {"|m|meter|meters|metre|metres|", 1},
        {"|yard|yards|yd|yds|", 0.9144},
        {"|foot|feet|ft|", 0.3048},
    };
    size_t length = strlen(word);
    if (length == 0 || strchr(word, '|')) return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *found = strstr(units[i].words, word);
        if (found && found[-1] == '|' && found[length] == '|') return units[i].length_m;
    }
    return 0;
}

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
        size_t count = parser_match(p, at, numbers[i].words);
        if (count && parser_unit_m(parser_word(p, at, count)) > 0) {
            *low = numbers[i].low;
            *high = numbers[i].high;
            return count;
        }
    }
    return 0;
}

/** A unit of time in minutes, without its plural and possessive; 0: none. */
static double time_unit_min(const char *word)
{
    static const char *const hours[] = {"hour", "hours", "hour's", "hours'", "hr", "hrs"};
    static const char *const minutes[] = {"minute", "minutes", "minute's", "minutes'", "min", "mins"};
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        if (strcmp(word, hours[i]) == 0) return 60;
        if (strcmp(word, minutes[i]) == 0) return 1;
    }
    return 0;
}

// How far people get in a minute who say how long they took: over tracks and round road blocks, and on a
// highway; on foot.
#define DRIVE_LOW_M_MIN  (25e3 / 60)
#define DRIVE_HIGH_M_MIN (80e3 / 60)
#define WALK_LOW_M_MIN   (3e3 / 60)
#define WALK_HIGH_M_MIN  (5.5e3 / 60)

/** Tokens that "an hour's drive", "two-hour drive", "30 minutes' walk" take; 0: there is no journey. */
static size_t read_journey(const parser *p, span at, length_range *out)
{
    static const struct {
        const char *word;
        double number;
    } numbers[] = {{"an", 1},   {"a", 1},   {"one", 1},   {"two", 2},  {"three", 3},   {"four", 4},
                   {"five", 5}, {"six", 6}, {"half", .5}, {"ten", 10}, {"twenty", 20}, {"thirty", 30}};
    static const char *const drives[] = {"drive", "ride", "journey", "by car", "by road", NULL};
    static const char *const walks[] = {"walk", "on foot", "march", NULL};
    size_t i = at.begin;
    double number = 0, unit_min = 0;
    if (i < at.end && p->tokens[i].kind == TOKEN_NUMBER) {
        number = p->tokens[i++].number;
        i += i < at.end && p->tokens[i].kind == TOKEN_DASH;
    } else {
        // "Two-hour" is one word, "half an hour" three.
        const char *word = parser_word(p, at, 0), *hyphen = strchr(word, '-');
        const size_t length = hyphen ? (size_t)(hyphen - word) : strlen(word);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            if (strlen(numbers[k].word) == length && memcmp(numbers[k].word, word, length) == 0)
                number = numbers[k].number;
        if (number == 0) return 0;
        if (hyphen) unit_min = time_unit_min(hyphen + 1);
        i++;
        i += !hyphen && number < 1 && !strcmp(parser_word(p, (span){i, at.end}, 0), "an");
    }
    if (unit_min == 0) unit_min = time_unit_min(parser_word(p, (span){i++, at.end}, 0));
    if (unit_min == 0) return 0;
    size_t walk = parser_match_any(p, (span){i, at.end}, walks);
    size_t drive = parser_match_any(p, (span){i, at.end}, drives);
    *out = (length_range){.min_m = number * unit_min * (walk ? WALK_LOW_M_MIN : DRIVE_LOW_M_MIN),
                          .max_m = number * unit_min * (walk ? WALK_HIGH_M_MIN : DRIVE_HIGH_M_MIN),
                          .vague = true};
    return i + walk + drive - at.begin;
}

size_t parser_length(const parser *p, span at, length_range *out)
{
    const size_t journey = read_journey(p, at, out);
    if (journey) return journey;
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
    double length_m = parser_unit_m(parser_word(p, (span){i, at.end}, 0));
    if (length_m == 0) return 0;
    bool nautical = length_m == 1852;
    i++;
    if (nautical && parser_unit_m(parser_word(p, (span){i, at.end}, 0)) == 1609.344) i++;
    if (low > high) {
        double swap = low;
        low = high;
        high = swap;
    }
    out->min_m = low * length_m;
    out->max_m = high * length_m;
    return i - at.begin;
}

size_t parser_conversion(const parser *p, span at)
{
    if (at.begin >= at.end) return 0;
    token_kind kind = p->tokens[at.begin].kind;
    bool opened = kind == TOKEN_OPEN;
    if (!opened && kind != TOKEN_SLASH && kind != TOKEN_COMMA && strcmp(p->tokens[at.begin].word, "or") != 0)
        return 0;
    length_range ignored;
    span inner = parser_skip_any(p, (span){at.begin + 1, at.end}, parser_approximations);
    size_t count = parser_length(p, inner, &ignored);
    if (!count) return 0;
    size_t i = inner.begin + count;
    if (opened && (i >= at.end || p->tokens[i].kind != TOKEN_CLOSE)) return 0;
    return i + opened - at.begin;
}
