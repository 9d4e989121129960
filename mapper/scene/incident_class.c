#include "scene/incident_class.h"

#include <stdbool.h>
#include <string.h>

/** The kinds of incident that have an icon of their own. */
#define AIR       "air"
#define DRONE     "drone"
#define MISSILE   "missile"
#define ROCKET    "rocket"
#define EXPLOSIVE "explosive"
#define CIVILIANS "attack_on_civilians"
#define UNREST    "unrest"
#define CLASH     "clash"
#define GROUPS    "group_clash"
#define OTHER     "other"

/**
 * Whole words of a category's text, in lower case, and the class they stand for. A space is any run of spaces
 * and punctuation; a star at the end, the rest of the word.
 */
typedef struct {
    const char *words, *name;
} class_words;

// The first that is found decides, so what a text may be in two ways stands in the right order: ACLED's
// "Air/drone strike" is an air strike and its "Shelling/artillery/missile attack" shelling, "suicide drone"
// is a drone, "armed drone" no clash.
static const class_words table[] = {
    {"air drone strike", AIR},
    {"airstrike*", AIR},
    {"air strike*", AIR},
    {"air raid*", AIR},
    {"air attack*", AIR},
    {"aerial", AIR},
    {"barrel bomb*", AIR},
    {"shelling artillery missile attack", ROCKET},
    {"drone*", DRONE},
    {"uav*", DRONE},
    {"unmanned", DRONE},
    {"quadcopter*", DRONE},
    {"loitering", DRONE},
    {"missile*", MISSILE},
    {"rocket*", ROCKET},
    {"shell", ROCKET},
    {"shells", ROCKET},
    {"shelled", ROCKET},
    {"shelling*", ROCKET},
    {"mortar*", ROCKET},
    {"artillery", ROCKET},
    {"howitzer*", ROCKET},
    {"bombard*", ROCKET},
    {"improvised", EXPLOSIVE},
    {"bomb*", EXPLOSIVE},
    {"explosi*", EXPLOSIVE},
    {"unexploded", EXPLOSIVE},
    {"suicide", EXPLOSIVE},
    {"landmine*", EXPLOSIVE},
    {"land mine*", EXPLOSIVE},
    {"grenade*", EXPLOSIVE},
    {"ied", EXPLOSIVE},
    {"ieds", EXPLOSIVE},
    {"vbied*", EXPLOSIVE},
    {"svbied*", EXPLOSIVE},
    {"blast*", EXPLOSIVE},
    {"chemical weapon*", EXPLOSIVE},
    {"one sided", CIVILIANS},
    {"violence against civilians", CIVILIANS},
    {"civilian*", CIVILIANS},
    {"sexual violence", CIVILIANS},
    {"assassin*", CIVILIANS},
    {"execution*", CIVILIANS},
    {"massacre*", CIVILIANS},
    {"kidnap*", CIVILIANS},
    {"hostage*", CIVILIANS},
    {"abduct*", CIVILIANS},
    {"forced disappearance*", CIVILIANS},
    {"hijack*", CIVILIANS},
    {"unarmed assault*", CIVILIANS},
    // UCDP: fighting between armed groups, none of them a state's.
    {"non state conflict*", GROUPS},
    {"non state violence", GROUPS},
    {"communal", GROUPS},
    {"intercommunal", GROUPS},
    {"tribal", GROUPS},
    {"riot*", UNREST},
    {"protest*", UNREST},
    {"demonstration*", UNREST},
    {"mob violence", UNREST},
    {"unrest", UNREST},
    {"clash*", CLASH},
    {"battle*", CLASH},
    {"armed", CLASH},
    {"firefight*", CLASH},
    {"skirmish*", CLASH},
    {"ambush*", CLASH},
    {"gun*", CLASH},
    {"shoot*", CLASH},
    {"raid*", CLASH},
    {"regains territory", CLASH},
    {"overtakes territory", CLASH},
    {"state based", CLASH},
};

/** Codes of one field of a known export. */
static const struct {
    const char *field, *code, *name;
} codes[] = {
    // UCDP GED codebook: 1 state-based conflict, 2 non-state conflict, 3 one-sided violence.
    {"type_of_violence", "1", CLASH},
    {"type_of_violence", "2", GROUPS},
    {"type_of_violence", "3", CIVILIANS},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/** Of a word: a letter or a digit; every letter beyond ASCII is taken for one. */
static bool is_letter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/** Whether the text, at the start of a word, goes on with these words. */
static bool goes_on_with(const char *text, const char *words)
{
    for (; *words && *words != '*'; words++) {
        if (*words == ' ') {
            if (!*text || is_letter(*text)) return false;
            while (*text && !is_letter(*text)) text++;
        } else if (lower(*text++) != *words) {
            return false;
        }
    }
    return *words == '*' || !is_letter(*text);
}

static bool has_words(const char *text, const char *words)
{
    for (const char *at = text; *at; at++)
        if ((at == text || !is_letter(at[-1])) && goes_on_with(at, words)) return true;
    return false;
}

const char *incident_class_of(const char *field, const char *category)
{
    if (!category) return OTHER;
    for (size_t i = 0; field && i < sizeof codes / sizeof *codes; i++)
        if (strcmp(field, codes[i].field) == 0 && strcmp(category, codes[i].code) == 0) return codes[i].name;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (has_words(category, table[i].words)) return table[i].name;
    return OTHER;
}
