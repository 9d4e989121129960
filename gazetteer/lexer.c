#include "gazetteer/lexer.h"

#include "gazetteer/text.h"

#include <string.h>
#include <strings.h>

// Bytes of the longest abbreviation with its stop.
#define ABBREVIATION_MAX 4

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/** Length of a dash (hyphen, en or em dash) at this place; 0: none. */
static size_t dash_length(const char *at, size_t left)
{
    if (*at == '-') return 1;
    if (left >= 3 && memcmp(at, "\xE2\x80", 2) == 0 && (at[2] == '\x93' || at[2] == '\x94')) return 3;
    return 0;
}

/** Whether the letters behind a number are a unit that may be written without a space: 30km, 7nm. */
static bool is_unit(const char *at, size_t length)
{
    static const char *const units[] = {"km",  "kms", "mi",         "mile",       "nm",    "nms",
                                        "nmi", "m",   "kilometers", "kilometres", "miles", "nauticalmiles"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i]) == length && strncasecmp(units[i], at, length) == 0) return true;
    return false;
}

/** Whether a unit of length stands here, perhaps behind a space. */
static bool unit_follows(const char *at, size_t left)
{
    size_t i = left && *at == ' ' ? 1 : 0, letters = i;
    while (letters < left && is_letter(at[letters])) letters++;
    return is_unit(at + i, letters - i);
}

/** Length of a number: 30, 30.5, 1,200, and before a unit 2,6; 0: none. *value is set. */
static size_t number_length(const char *at, size_t left, double *value)
{
    char digits[32];
    size_t n = 0, i = 0;
    while (i < left && n < sizeof digits) {
        bool inner = i > 0 && i + 1 < left && is_digit(at[i + 1]);
        if (is_digit(at[i])) {
            digits[n++] = at[i++];
        } else if (at[i] == '.' && inner && !memchr(digits, '.', n)) {
            digits[n++] = at[i++];
        } else if (at[i] == ',' && inner && i + 3 < left && is_digit(at[i + 2]) && is_digit(at[i + 3]) &&
                   (i + 4 >= left || !is_digit(at[i + 4]))) {
            i++;
        } else if (at[i] == ',' && inner && !memchr(digits, '.', n)) {
            // A comma before one digit or two is a decimal one where a length follows; else it parts a list.
            size_t end = i + 1;
            while (end < left && is_digit(at[end])) end++;
            if (end - i > 3 || !unit_follows(at + end, left - end)) break;
            digits[n++] = '.';
            i++;
        } else {
            break;
        }
    }
    return n && text_parse_number(digits, n, value) ? i : 0;
}

static char *lower_word(scope *s, const char *text, size_t length)
{
    while (length && text[length - 1] == '.') length--;
    char *word = scope_strndup(s, text, length);
    for (char *c = word; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return word;
}

/** A longer word than others are cut to, whose stop ends nothing: "Approx. 15 nm", "Anbar Prov.". */
static bool is_long_abbreviation(const char *word)
{
    static const char *const words[] = {"approx", "apprx", "aprox", "anch", "prov", "dist"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0) return true;
    return false;
}

size_t lexer_read(scope *s, const char *text, size_t length, token **out)
{
    size_t count = 0, capacity = 0;
    *out = NULL;
    for (size_t i = 0; i < length;) {
        if (is_space(text[i])) {
            i++;
            continue;
        }
        token t = {.word = "", .begin = i};
        const size_t dash = dash_length(text + i, length - i);
        const token *before = count ? &(*out)[count - 1] : NULL;
        bool after_number = before && before->kind == TOKEN_NUMBER && before->end == i;
        if (is_digit(text[i])) {
            size_t number = number_length(text + i, length - i, &t.number);
            size_t letters = i + number;
            while (letters < length && is_letter(text[letters])) letters++;
            bool unit = is_unit(text + i + number, letters - i - number);
            if (number && (letters == i + number || unit)) {
                t.kind = TOKEN_NUMBER;
                i += number;
            }
        } else if (strchr(",;:>|", text[i])) {
            t.kind = TOKEN_COMMA;
            i++;
        } else if (text[i] == '(' || text[i] == '[') {
            t.kind = TOKEN_OPEN;
            i++;
        } else if (text[i] == ')' || text[i] == ']') {
            t.kind = TOKEN_CLOSE;
            i++;
        } else if (text[i] == '/') {
            t.kind = TOKEN_SLASH;
            i++;
        } else if (dash && (after_number || i + dash >= length || is_space(text[i + dash]) || i == 0 ||
                            (dash == 3 && before))) {
            t.kind = TOKEN_DASH;
            i += dash;
        }
        if (i == t.begin) {
            // A word runs to the next space or sign; hyphens, apostrophes and stops are inside it.
            t.kind = TOKEN_WORD;
            while (i < length && !is_space(text[i]) && !strchr(",;:>|()[]/", text[i]) &&
                   dash_length(text + i, length - i) != 3)
                i++;
            if (i == t.begin) i++;
            t.word = lower_word(s, text + t.begin, i - t.begin);
            // A stop behind a whole word ends a sentence, as a comma ends a clause; behind a short one it
            // abbreviates ("St.", "Mt.", "Prov.").
            if (i < length && text[i - 1] == '.' && i - t.begin > ABBREVIATION_MAX &&
                !is_long_abbreviation(t.word)) {
                t.end = i - 1;
                SCOPE_PUSH(s, *out, count, capacity, t);
                t = (token){.kind = TOKEN_COMMA, .word = "", .begin = i - 1};
            }
        }
        t.end = i;
        SCOPE_PUSH(s, *out, count, capacity, t);
    }
    return count;
}
