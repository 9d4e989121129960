#include "gazetteer/compass.h"

#include "gazetteer/fold.h"

#include <math.h>
#include <string.h>

// 90% of true bearings lie within this of the stated one: measured on Wikipedia's and conflict data's
// offset phrases; the finer the point that is named, the better it was known.
#define CARDINAL_HALF_DEG      40
#define INTERCARDINAL_HALF_DEG 32
#define SECONDARY_HALF_DEG     20
#define BY_POINT_HALF_DEG      16
// A by-point lies half a step of the 16-point rose from a principal wind.
#define BY_POINT_DEG 11.25

static const struct {
    const char *letters;
    const char *name;
} points[16] = {
    {"n", "north"}, {"nne", "north-north-east"}, {"ne", "north-east"}, {"ene", "east-north-east"},
    {"e", "east"},  {"ese", "east-south-east"},  {"se", "south-east"}, {"sse", "south-south-east"},
    {"s", "south"}, {"ssw", "south-south-west"}, {"sw", "south-west"}, {"wsw", "west-south-west"},
    {"w", "west"},  {"wnw", "west-north-west"},  {"nw", "north-west"}, {"nnw", "north-north-west"},
};

static const char *const cardinals[] = {"north", "east", "south", "west"};

/**
 * Reads the letters of a word made of cardinals run together or with hyphens ("northwest",
 * "north-north-west") into @p letters. False where it is no such word.
 */
static bool read_letters(const char *word, char letters[4], size_t *count, compass_form *form)
{
    while (*word) {
        if (*word == '-' && *count) word++;
        size_t i = 0;
        while (i < 4 && strncmp(word, cardinals[i], strlen(cardinals[i])) != 0) i++;
        if (i == 4 || *count == 3) return false;
        letters[(*count)++] = cardinals[i][0];
        word += strlen(cardinals[i]);
        if (strcmp(word, "ern") == 0 || strcmp(word, "ernmost") == 0) {
            *form = COMPASS_ADJECTIVE;
            return true;
        }
        if (strcmp(word, "wards") == 0 || strcmp(word, "ward") == 0 || strcmp(word, "erly") == 0 ||
            strcmp(word, "bound") == 0)
            return true;
    }
    return *count > 0;
}

static bool find_point(const char letters[4], compass_point *out)
{
    for (size_t i = 0; i < 16; i++) {
        if (strcmp(points[i].letters, letters) != 0) continue;
        out->bearing_deg = 22.5 * (double)i;
        out->winds = i % 4 == 0 ? 4 : i % 2 == 0 ? 8 : 16;
        out->half_width_deg = i % 4 == 0   ? CARDINAL_HALF_DEG
                              : i % 2 == 0 ? INTERCARDINAL_HALF_DEG
                                           : SECONDARY_HALF_DEG;
        return true;
    }
    return false;
}

/** Letters with or without stops and hyphens: "ne", "n.e", "s-w". */
static bool read_abbreviation(const char *word, char letters[4])
{
    size_t n = 0;
    for (; *word; word++) {
        if (*word == '.' || *word == '-') continue;
        if (n == 3 || !strchr("nesw", *word)) return false;
        letters[n++] = *word;
    }
    letters[n] = '\0';
    return n > 0;
}

/** "north by east": from a principal wind half a step towards the next cardinal. False where it is not the
 * next. */
static bool turn_by(compass_point *point, const char *cardinal)
{
    compass_point toward;
    char letter[4] = "", word[4] = "";
    compass_form form = COMPASS_NOUN;
    size_t count = 0;
    bool one = read_abbreviation(cardinal, letter) && !letter[1];
    bool whole = !one && read_letters(cardinal, word, &count, &form) && count == 1 && form == COMPASS_NOUN;
    if (point->winds > 8 || (!one && !whole) || !find_point(one ? letter : word, &toward)) return false;
    double turn_deg = remainder(toward.bearing_deg - point->bearing_deg, 360);
    if (fabs(turn_deg) != (point->winds == 4 ? 90 : 45)) return false;
    point->bearing_deg = fmod(point->bearing_deg + copysign(BY_POINT_DEG, turn_deg) + 360, 360);
    point->half_width_deg = BY_POINT_HALF_DEG;
    point->winds = 32;
    return true;
}

/** "nxe", "swbs": a by-point in one word. */
static bool read_by_abbreviation(const char *word, compass_point *out)
{
    size_t length = strlen(word);
    char base[4] = "", letters[4] = "";
    if (length < 3 || length > 4 || !strchr("xb", word[length - 2])) return false;
    memcpy(base, word, length - 2);
    return read_abbreviation(base, letters) && find_point(letters, out) && turn_by(out, word + length - 1);
}

/** The words of a point of 16. */
static size_t read_point(const char *const *words, size_t count, compass_point *out)
{
    char letters[4] = "";
    out->form = COMPASS_NOUN;
    if (read_abbreviation(words[0], letters) && find_point(letters, out)) return 1;
    // The longest run of words that is a point: "north", "north west", "north north west".
    size_t best = 0;
    char all[4] = "";
    size_t n = 0;
    compass_form form = COMPASS_NOUN;
    for (size_t i = 0; i < count && i < 3 && form == COMPASS_NOUN; i++) {
        char next[4] = "";
        size_t next_count = 0;
        if (!read_letters(words[i], next, &next_count, &form) || n + next_count > 3) break;
        memcpy(all + n, next, next_count);
        n += next_count;
        all[n] = '\0';
        compass_point point = {.form = form};
        if (find_point(all, &point)) {
            *out = point;
            best = i + 1;
        }
    }
    return best;
}

size_t compass_read(const char *const *words, size_t count, compass_point *out)
{
    if (!count) return 0;
    *out = (compass_point){.form = COMPASS_NOUN};
    if (read_by_abbreviation(words[0], out)) return 1;
    size_t taken = read_point(words, count, out);
    if (!taken || taken + 1 >= count || out->form != COMPASS_NOUN) return taken;
    const char *link = words[taken];
    bool by = strcmp(link, "by") == 0 || strcmp(link, "x") == 0 || strcmp(link, "b") == 0;
    return by && turn_by(out, words[taken + 1]) ? taken + 2 : taken;
}

// Longest word of a rose of 16, "southsoutheast", and one letter too many.
#define MISSPELT_MAX 15
// Words shorter than "sout" are others' abbreviations and prepositions.
#define MISSPELT_MIN 4

/** "esse": one letter of an abbreviation struck twice. */
static bool read_doubled_letter(const char *word, compass_point *out)
{
    size_t length = strlen(word);
    for (size_t i = 1; length == 4 && i < length; i++) {
        if (word[i] != word[i - 1]) continue;
        char letters[4] = "";
        memcpy(letters, word, i);
        memcpy(letters + i, word + i + 1, length - i - 1);
        if (find_point(letters, out)) return true;
    }
    return false;
}

bool compass_read_misspelt(const char *word, compass_point *out)
{
    char plain[MISSPELT_MAX + 1];
    size_t length = 0;
    for (; *word; word++) {
        if (*word == '-') continue;
        if (length == MISSPELT_MAX) return false;
        plain[length++] = *word;
    }
    plain[length] = '\0';
    *out = (compass_point){.form = COMPASS_NOUN};
    if (length < MISSPELT_MIN) return false;
    if (read_doubled_letter(plain, out)) return true;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        char name[MISSPELT_MAX + 1];
        size_t n = 0;
        for (const char *c = points[i].name; *c; c++)
            if (*c != '-') name[n++] = *c;
        name[n] = '\0';
        // "Best" and "past" are words, "mouth" and "forth" too; "nort" and "aouth" are none.
        bool begins = name[0] == plain[0] || (length == n && !strchr("bfmwyt", plain[0]));
        if (n < MISSPELT_MIN + 1 || !begins || fold_distance(plain, name, 1) > 1) continue;
        return find_point(points[i].letters, out);
    }
    return false;
}

const char *compass_name(double bearing_deg)
{
    double turned = fmod(bearing_deg, 360);
    if (turned < 0) turned += 360;
    return points[(int)lround(turned / 22.5) % 16].name;
}
