#include "scene/incident_class.h"

#include <stdbool.h>
#include <string.h>

/** A part of a category's text, in lower case, and the class it stands for. */
typedef struct {
    const char *word, *name;
    bool is_start; ///< only at the start of the text: "ied" is also the end of "unidentified"
} class_word;

// The first that is found decides, so what a text may be in two ways stands in the right order: ACLED's
// "Air/drone strike" is an air strike, "suicide drone" a drone, "armed drone" no clash.
static const class_word words[] = {
    {"air/drone", "air", false},
    {"airstrike", "air", false},
    {"air strike", "air", false},
    {"aerial", "air", false},
    {"air raid", "air", false},
    {"drone", "drone", false},
    {"uav", "drone", false},
    {"unmanned", "drone", false},
    {"missile", "missile", false},
    {"rocket", "rocket", false},
    {"shell", "rocket", false},
    {"mortar", "rocket", false},
    {"artillery", "rocket", false},
    {"improvised", "explosive", false},
    {"bomb", "explosive", false},
    {"explosi", "explosive", false},
    {"suicide", "explosive", false},
    {"landmine", "explosive", false},
    {"ied", "explosive", true},
    {"one-sided", "attack_on_civilians", false},
    {"civilian", "attack_on_civilians", false},
    {"assassin", "attack_on_civilians", false},
    {"execution", "attack_on_civilians", false},
    {"kidnap", "attack_on_civilians", false},
    {"hostage", "attack_on_civilians", false},
    {"abduct", "attack_on_civilians", false},
    {"non-state", "unrest", false},
    {"riot", "unrest", false},
    {"protest", "unrest", false},
    {"demonstration", "unrest", false},
    {"clash", "clash", false},
    {"battle", "clash", false},
    {"armed", "clash", false},
    {"gun", "clash", false},
    {"shoot", "clash", false},
    {"raid", "clash", false},
    {"state-based", "clash", false},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with(const char *text, const char *word)
{
    while (*word && lower(*text) == *word) text++, word++;
    return !*word;
}

static bool has_word(const char *text, const class_word *w)
{
    if (w->is_start) return begins_with(text, w->word);
    for (; *text; text++)
        if (begins_with(text, w->word)) return true;
    return false;
}

const char *incident_class_of(const char *category)
{
    for (size_t i = 0; category && i < sizeof words / sizeof *words; i++)
        if (has_word(category, &words[i])) return words[i].name;
    return "other";
}
