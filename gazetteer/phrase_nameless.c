/** @file What stands where a place should, and names none: missing values, and words that any place has. */
#include "gazetteer/kinds.h"
#include "gazetteer/parser.h"

#include <string.h>
#include <strings.h>

bool phrase_is_missing(const char *text)
{
    // As tables have it; "Nan" is a province, so that one only as programs write it.
    static const char *const values[] = {"n/a",
                                         "na",
                                         "n.a.",
                                         "n.a",
                                         "none",
                                         "null",
                                         "nil",
                                         "tbd",
                                         "tbc",
                                         "tba",
                                         "unknown",
                                         "unk",
                                         "unspecified",
                                         "undisclosed",
                                         "various",
                                         "multiple",
                                         "other",
                                         "others",
                                         "not available",
                                         "not known",
                                         "missing",
                                         "not specified",
                                         "not stated",
                                         "not reported",
                                         "no data",
                                         "not applicable",
                                         "no location",
                                         "see notes",
                                         "as above",
                                         "ditto",
                                         "same",
                                         "nationwide",
                                         "countrywide",
                                         "online",
                                         "?",
                                         "??",
                                         "???",
                                         "-",
                                         "--",
                                         "---",
                                         ".",
                                         "*"};
    static const char *const exact[] = {"nan", "NaN", "NAN"};
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1])) length--;
    // Every phrase is asked: nearly all differ from all values in their first letter.
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if ((values[i][0] | 0x20) == (text[0] | 0x20) && strlen(values[i]) == length &&
            strncasecmp(values[i], text, length) == 0)
            return true;
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (exact[i][0] == text[0] && strlen(exact[i]) == length && strncmp(exact[i], text, length) == 0)
            return true;
    return false;
}

/** "Several", "an undisclosed": what stands behind, in small letters, is one or some of many. */
static bool is_indefinite(const parser *p, size_t at)
{
    static const char *const words[] = {
        "a",       "an",      "several", "some",      "various",      "many",         "multiple",
        "two",     "three",   "four",    "five",      "six",          "seven",        "eight",
        "nine",    "ten",     "dozens",  "numerous",  "unknown",      "unspecified",  "undisclosed",
        "another", "unnamed", "other",   "different", "unidentified", "neighbouring", NULL};
    return parser_match_any(p, (span){at, at + 1}, words) > 0;
}

/** Whether a word is said of places in general. */
static bool is_general(const char *word)
{
    static const char words[] =
        "|here|there|home|border|frontier|location|locations|place|places|site|sites|front|frontline|line|"
        "lines|"
        "enclave|house|houses|building|buildings|high|seas|international|scene|interior|coast|road|downtown|"
        "outskirts|suburbs|vicinity|"
        "south-east|south-west|north-east|north-west|southeast|southwest|northeast|northwest|";
    const size_t length = strlen(word);
    if (length <= 2 || strchr(word, '|')) return false;
    const char *found = strstr(words, word);
    while (found && !(found[-1] == '|' && found[length] == '|')) found = strstr(found + 1, word);
    return found || kind_is_generic(word, length);
}

bool parser_is_generic(const parser *p, span at)
{
    for (size_t i = at.begin; i < at.end; i++)
        if (p->tokens[i].kind != TOKEN_WORD || !is_general(p->tokens[i].word)) return false;
    return at.begin < at.end;
}

bool parser_is_nameless(const parser *p, span at)
{
    if (at.begin >= at.end) return false;
    size_t general = 0;
    for (size_t i = at.begin; i < at.end; i++) {
        // Names have capitals, or letters of another script; in tables without capitals they are other words.
        if (p->tokens[i].kind != TOKEN_WORD || parser_has_capital(p, i)) return false;
        for (const char *c = p->tokens[i].word; *c; c++)
            if ((unsigned char)*c >= 0x80) return false;
        general += is_general(p->tokens[i].word) || (is_indefinite(p, i) && at.end > at.begin + 1);
    }
    if (general == at.end - at.begin) return true;
    return is_indefinite(p, at.begin) || (at.begin > 0 && is_indefinite(p, at.begin - 1));
}
