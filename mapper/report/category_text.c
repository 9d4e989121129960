#include "report/category_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

// Of the weapons, victims and organisations that incident data names; none of them is a word as well.
static const char *const initials[] = {"IED",  "VBIED", "SVBIED", "PBIED", "RCIED", "WBIED", "UXO",
                                       "ERW",  "UAV",   "UAS",    "UCAV",  "RPG",   "ATGM",  "MANPADS",
                                       "CBRN", "IDP",   "NGO",    "INGO",  "EOD",   "SGBV",  "USV"};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/** Whether the word is set as any word is: in small letters, at most its first a capital. */
static bool is_plain(const char *word, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (word[i] >= 'A' && word[i] <= 'Z') return false;
    return true;
}

/** How many of a word's letters are initials: all, or all but the s of more than one. */
static size_t initials_of(const char *word, size_t length)
{
    if (!is_plain(word, length)) return 0;
    for (size_t i = 0; i < sizeof initials / sizeof *initials; i++) {
        const size_t count = strlen(initials[i]);
        if (strncasecmp(word, initials[i], count) != 0) continue;
        if (length == count || (length == count + 1 && word[count] == 's')) return count;
    }
    return 0;
}

void category_put(strbuf *out, const char *text)
{
    bool is_first = true;
    for (const char *at = text; *at;) {
        size_t length = 0;
        while (is_letter(at[length])) length++;
        // A byte of another script's letter belongs to a word of it.
        const bool is_whole =
            (at == text || (unsigned char)at[-1] < 0x80) && (unsigned char)at[length] < 0x80;
        const size_t capitals = length && is_whole ? initials_of(at, length) : 0;
        for (size_t i = 0; i < length; i++) {
            const bool is_small = at[i] >= 'a' && at[i] <= 'z';
            const bool is_capital = i < capitals || (i == 0 && is_first);
            const char letter = is_small && is_capital ? (char)(at[i] - 'a' + 'A') : at[i];
            strbuf_append(out, &letter, 1);
        }
        at += length;
        is_first = false;
        if (length == 0) {
            strbuf_append(out, *at == '_' ? " " : at, 1);
            at++;
        }
    }
}
