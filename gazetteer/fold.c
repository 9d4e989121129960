#include "gazetteer/fold.h"
#include "gazetteer/fold_words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

// Transliteration lengthens: one Han sign becomes up to 7 letters and a space.
#define WIDE_MAX (4 * FOLD_NAME_MAX)

// Latin writing with its accents and dashes lies below: what one sign becomes is remembered.
#define FORMS_END 0x2070

/** The ASCII form of one sign. */
typedef struct {
    unsigned char state; ///< FORM_UNKNOWN, FORM_OTHER, or FORM_KNOWN + bytes of the text
    char text[7];
} ascii_form;
enum { FORM_UNKNOWN = 0, FORM_OTHER = 1, FORM_KNOWN = 2 };

struct fold_tools {
    UTransliterator *latin;   ///< NULL until a script asks for it
    const UNormalizer2 *nfkd; ///< ICU's own
    UChar wide[WIDE_MAX], normal[WIDE_MAX];
    char ascii[WIDE_MAX];
    ascii_form forms[FORMS_END]; ///< by code point
};

fold_tools *fold_tools_new(void)
{
    return calloc(1, sizeof(fold_tools));
}

void fold_tools_free(fold_tools *tools)
{
    if (!tools) return;
    if (tools->latin) utrans_close(tools->latin);
    free(tools);
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80) return false;
    return true;
}

/** Signs that only mark a glottal stop or a soft letter and never part words. */
static bool is_apostrophe(UChar32 c)
{
    return c == '\'' || c == '`' || c == 0x00B4 || (c >= 0x02B0 && c <= 0x02FF) || c == 0x2018 ||
           c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x02BC || c == 0x0640;
}

/** Letters that decompose to nothing plainer, but are only dressed-up Latin ones; NULL for the others. */
static const char *latin_letter(UChar32 c)
{
    switch (c) {
    case 0x00C6:
    case 0x00E6: return "ae";
    case 0x0152:
    case 0x0153: return "oe";
    case 0x00D8:
    case 0x00F8: return "o";
    case 0x0110:
    case 0x0111:
    case 0x00D0:
    case 0x00F0: return "d";
    case 0x0141:
    case 0x0142: return "l";
    case 0x00DE:
    case 0x00FE: return "th";
    case 0x00DF: return "ss";
    case 0x0131: return "i";
    case 0x0126:
    case 0x0127: return "h";
    case 0x014A:
    case 0x014B: return "ng";
    case 0x018F:
    case 0x0259: return "a";
    default: return NULL;
    }
}

/** One spelling for the letters that Arabic writing exchanges freely; 0 drops the sign. */
static UChar arabic_letter(UChar c)
{
    switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671: return 0x0627; // alef with hamza or madda: alef
    case 0x0649:
    case 0x06CC: return 0x064A; // alef maqsura, Farsi yeh: yeh
    case 0x0629: return 0x0647; // teh marbuta: heh
    case 0x06A9: return 0x0643; // keheh: kaf
    case 0x0639: return u'a';   // ayn: Latin writing has the vowel beside it, ICU nothing but an apostrophe
    case 0x0640: return 0;      // tatweel
    default: return c >= 0x064B && c <= 0x065F ? 0 : c; // short vowels
    }
}

static bool is_arabic(UChar c)
{
    return c >= 0x0600 && c <= 0x06FF;
}

/**
 * Unifies Arabic letters and parts the article from its word, which Latin writing does too. Returns the new
 * length; @p to has room for one more unit a word.
 */
static int32_t prepare_arabic(const UChar *from, int32_t length, UChar *to)
{
    int32_t written = 0, word_start = 0;
    for (int32_t i = 0; i <= length && written < WIDE_MAX - 2; i++) {
        UChar c = i < length ? from[i] : u' ';
        if (is_arabic(c)) {
            UChar letter = arabic_letter(c);
            if (!letter) continue;
            to[written++] = letter;
            // Three letters behind the article: shorter words may own their alef and lam.
            if (written - word_start == 5 && to[word_start] == 0x0627 && to[word_start + 1] == 0x0644) {
                memmove(to + word_start + 3, to + word_start + 2, 3 * sizeof *to);
                to[word_start + 2] = u' ';
                written++;
            }
        } else {
            to[written++] = c;
            word_start = written;
        }
    }
    return written > 0 ? written - 1 : 0;
}

/** What a decomposed sign becomes, appended to the text; false for a letter of another script. */
static bool append_ascii(UChar32 c, char *ascii, size_t *length)
{
    const char *letter;
    if (c < 0x80 || is_apostrophe(c))
        ascii[(*length)++] = c < 0x80 ? (char)c : '\'';
    else if ((letter = latin_letter(c)))
        while (*letter) ascii[(*length)++] = *letter++;
    else if (u_charType(c) == U_NON_SPACING_MARK)
        return true;
    else if (u_isalpha(c))
        return false;
    else
        ascii[(*length)++] = ' ';
    return true;
}

static bool decompose(fold_tools *tools, int32_t length, int32_t *normal_length)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!tools->nfkd) tools->nfkd = unorm2_getNFKDInstance(&code);
    *normal_length = unorm2_normalize(tools->nfkd, tools->wide, length, tools->normal, WIDE_MAX, &code);
    return U_SUCCESS(code);
}

/** Latin writing to ASCII by decomposition alone; false where a letter of another script is met. */
static bool latin_to_ascii(fold_tools *tools, int32_t length, size_t *ascii_length)
{
    int32_t normal_length;
    if (!decompose(tools, length, &normal_length)) return false;
    size_t n = 0;
    for (int32_t i = 0; i < normal_length && n + 4 < WIDE_MAX;) {
        UChar32 c;
        U16_NEXT(tools->normal, i, normal_length, c);
        if (!append_ascii(c, tools->ascii, &n)) return false;
    }
    *ascii_length = n;
    return true;
}

/** Finds out what one sign becomes wherever it stands. */
static void learn_form(fold_tools *tools, UChar32 c, ascii_form *form)
{
    int32_t normal_length;
    form->state = FORM_OTHER;
    tools->wide[0] = (UChar)c;
    // Longer decompositions are rare signs.
    if (!decompose(tools, 1, &normal_length) || normal_length > 3) return;
    size_t n = 0;
    for (int32_t i = 0; i < normal_length; i++) {
        UChar part = tools->normal[i];
        // Decomposing a text puts the marks behind a letter in order. They are dropped, so that their order
        // is nothing; a sign that is kept and could change its place is not known by itself alone.
        if (u_getCombiningClass(part) != 0 && u_charType(part) != U_NON_SPACING_MARK) return;
        if (U16_IS_SURROGATE(part) || !append_ascii(part, form->text, &n)) return;
    }
    form->state = (unsigned char)(FORM_KNOWN + n);
}

/** Latin writing to ASCII sign by sign; false where another sign than such is met. */
static bool known_to_ascii(fold_tools *tools, const char *name, size_t length, size_t *ascii_length)
{
    size_t n = 0;
    for (int32_t i = 0; i < (int32_t)length;) {
        UChar32 c;
        U8_NEXT(name, i, (int32_t)length, c);
        if (c < 0 || c >= FORMS_END) return false;
        if (c < 0x80) {
            tools->ascii[n++] = (char)c;
            continue;
        }
        ascii_form *form = &tools->forms[c];
        if (form->state == FORM_UNKNOWN) learn_form(tools, c, form);
        if (form->state == FORM_OTHER) return false;
        // A sign of two bytes or more becomes four letters at most: there is room.
        for (int k = 0; k < form->state - FORM_KNOWN; k++) tools->ascii[n++] = form->text[k];
    }
    *ascii_length = n;
    return true;
}

static bool any_to_ascii(fold_tools *tools, int32_t length, size_t *ascii_length)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!tools->latin)
        tools->latin = utrans_openU(u"Any-Latin; NFKD; [:Mn:] Remove; Latin-ASCII", -1, UTRANS_FORWARD, NULL,
                                    0, NULL, &code);
    if (U_FAILURE(code)) return false;
    int32_t prepared = prepare_arabic(tools->wide, length, tools->normal);
    int32_t limit = prepared;
    utrans_transUChars(tools->latin, tools->normal, &prepared, WIDE_MAX, 0, &limit, &code);
    if (U_FAILURE(code)) return false;
    size_t n = 0;
    for (int32_t i = 0; i < prepared;) {
        UChar32 c;
        U16_NEXT(tools->normal, i, prepared, c);
        if (c < 0x80 || is_apostrophe(c))
            tools->ascii[n++] = c < 0x80 ? (char)c : '\'';
        else
            tools->ascii[n++] = ' ';
    }
    *ascii_length = n;
    return true;
}

/** ASCII to the plain key: lower case, one space between words. Returns its length. */
static size_t make_plain(const char *ascii, size_t length, char plain[FOLD_MAX])
{
    size_t n = 0;
    size_t word_start = 0;
    bool gap = false, initials = false;
    for (size_t i = 0; i < length && n + 2 < FOLD_MAX; i++) {
        unsigned char c = (unsigned char)ascii[i];
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            if (gap && n) plain[n++] = ' ';
            if (gap || !n) word_start = n, initials = false;
            gap = false;
            plain[n++] = (char)c;
        } else if (c == '.' && n && !gap && (n - word_start == 1 || initials)) {
            // "U.S.A." is one word, "St. Paul" two.
            initials = true;
        } else if (c != '\'' && c != '`') {
            gap = true;
        }
    }
    plain[n] = '\0';
    return n;
}

#define VOWELS (FOLD_LETTER('a') | FOLD_LETTER('e') | FOLD_LETTER('i') | FOLD_LETTER('o') | FOLD_LETTER('u'))
// Those that an h behind makes another sound of.
#define BEFORE_H                                                                                             \
    (FOLD_LETTER('d') | FOLD_LETTER('t') | FOLD_LETTER('k') | FOLD_LETTER('g') | FOLD_LETTER('p') |          \
     FOLD_LETTER('c') | FOLD_LETTER('s') | FOLD_LETTER('z'))
#define SUN_LETTERS                                                                                          \
    (FOLD_LETTER('d') | FOLD_LETTER('n') | FOLD_LETTER('r') | FOLD_LETTER('s') | FOLD_LETTER('t') |          \
     FOLD_LETTER('z'))

bool fold_is_article(const char *word, size_t length, const char *next, size_t next_length)
{
    if (next_length < 2 || length < 2 || length > 3) return false;
    if (!fold_is_one_of(word[0], VOWELS & ~FOLD_LETTER('o'))) return false;
    if (length == 2 && word[1] == 'l') return true;
    // Before a sun letter the l is spoken, and often written, as that letter.
    return fold_is_one_of(word[1], SUN_LETTERS) && memcmp(word + 1, next, length - 1) == 0 &&
           (length == 2 || word[2] == 'h');
}

/** Letters up to the next gap or the end. */
static inline size_t word_length(const char *word)
{
    size_t length = 0;
    while (word[length] && word[length] != ' ') length++;
    return length;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'i' || c == 'u';
}

/** Appends the loose form of a word to the key; returns the key's new length. */
static size_t append_loose(const char *word, size_t length, char *key, size_t n)
{
    const size_t start = n;
    for (size_t i = 0; i < length && n + 2 < FOLD_MAX; i++) {
        char c = word[i], next = i + 1 < length ? word[i + 1] : '\0';
        const bool last = i + 1 == length;
        if (c == 'h' && last && i && fold_is_one_of(word[i - 1], VOWELS)) break;
        if (next == 'h' && fold_is_one_of(c, BEFORE_H)) {
            i++;
            c = c == 'p' ? 'f' : c == 'c' || c == 's' ? 'x' : c;
        } else if (c == 'd' && next == 'j') {
            continue;
        }
        switch (c) {
        case 'e': c = last || (i + 2 == length && next == 'h') ? 'a' : 'i'; break;
        case 'y': c = 'i'; break;
        case 'o':
        case 'w': c = 'u'; break;
        case 'q':
        case 'g':
        case 'c': c = 'k'; break;
        default: break;
        }
        if (n > start && key[n - 1] == c) continue;
        // ai, ei, ay, ey: one sound with i; au, aw: one with u.
        if (n > start && key[n - 1] == 'a' && (c == 'i' || c == 'u') && n - 1 > start) {
            key[n - 1] = c;
            if (n - 1 > start && key[n - 2] == c) n--;
            continue;
        }
        key[n++] = c;
    }
    return n;
}

static void make_key(const char *plain, size_t plain_length, char key[FOLD_MAX])
{
    size_t n = 0, length_here = word_length(plain);
    for (size_t i = 0; i < plain_length;) {
        size_t end = i + length_here;
        size_t next = end < plain_length ? end + 1 : end;
        size_t next_length = word_length(plain + next);
        const char *word = plain + i;
        size_t length = length_here;
        i = next;
        length_here = next_length;
        if (fold_is_article(word, length, plain + next, next_length)) continue;
        word = fold_common_form(word, &length);
        n = append_loose(word, length, key, n);
    }
    key[n] = '\0';
}

void fold_core(const char *plain, char core[FOLD_MAX])
{
    size_t n = 0, length = word_length(plain);
    while (*plain) {
        const char *word = plain;
        plain += length + (plain[length] == ' ');
        const size_t next_length = word_length(plain);
        if (!fold_is_article(word, length, plain, next_length)) {
            word = fold_common_form(word, &length);
            // Some forms are longer than what they stand for.
            if (length > FOLD_MAX - 1 - n) length = FOLD_MAX - 1 - n;
            memcpy(core + n, word, length);
            n += length;
        }
        length = next_length;
    }
    core[n] = '\0';
}

void fold_skeleton(const char *key, char skeleton[FOLD_MAX])
{
    size_t n = 0;
    for (size_t i = 0; key[i]; i++) {
        if (is_vowel(key[i]) || key[i] == 'h') {
            if (i == 0) skeleton[n++] = 'a';
            continue;
        }
        if (n && skeleton[n - 1] == key[i]) continue;
        skeleton[n++] = key[i];
    }
    skeleton[n] = '\0';
}

/** The ASCII form of a name by ICU; false where it cannot be made. */
static bool icu_to_ascii(fold_tools *tools, const char *name, size_t length, size_t *ascii_length)
{
    int32_t wide_length = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8WithSub(tools->wide, WIDE_MAX, &wide_length, name, (int32_t)length, u' ', NULL, &code);
    return U_SUCCESS(code) && (latin_to_ascii(tools, wide_length, ascii_length) ||
                               any_to_ascii(tools, wide_length, ascii_length));
}

/** Returns the plain key's length; 0 where nothing is left of the name. */
static size_t fold_plain(fold_tools *tools, const char *name, size_t length, bool by_icu,
                         char plain[FOLD_MAX])
{
    *plain = '\0';
    // A byte of UTF-8 gives at most one UTF-16 unit.
    if (length > FOLD_NAME_MAX) length = FOLD_NAME_MAX;
    const char *ascii = name;
    size_t ascii_length = length;
    if (!is_ascii(name, length)) {
        ascii = tools->ascii;
        if ((by_icu || !known_to_ascii(tools, name, length, &ascii_length)) &&
            !icu_to_ascii(tools, name, length, &ascii_length))
            return 0;
    }
    return make_plain(ascii, ascii_length, plain);
}

static bool fold(fold_tools *tools, const char *name, size_t length, bool by_icu, folded *out)
{
    *out->key = *out->core = *out->skeleton = '\0';
    size_t plain_length = fold_plain(tools, name, length, by_icu, out->plain);
    if (!plain_length) return false;
    make_key(out->plain, plain_length, out->key);
    fold_core(out->plain, out->core);
    // A name of articles alone ("El Al") is searched by its letters.
    if (!out->key[0]) out->key[append_loose(out->plain, plain_length, out->key, 0)] = '\0';
    fold_skeleton(out->key, out->skeleton);
    return true;
}

bool fold_name(fold_tools *tools, const char *name, size_t length, folded *out)
{
    return fold(tools, name, length, false, out);
}

bool fold_name_by_icu(fold_tools *tools, const char *name, size_t length, folded *out)
{
    return fold(tools, name, length, true, out);
}

/** Whether a name of ASCII letters with single gaps is this plain key. Where not, it may still give it. */
static bool is_spelt_so(const char *name, const char *plain)
{
    for (; *name; name++, plain++) {
        unsigned char c = (unsigned char)*name;
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c - 'A' + 'a');
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        // A gap has a word before and behind it, as make_plain writes it.
        if (!letter && c != ' ' && c != '-') return false;
        if (*plain != (letter ? (char)c : ' ')) return false;
    }
    return !*plain;
}

bool fold_gives(fold_tools *tools, const char *name, const char *plain)
{
    char own[FOLD_MAX];
    // Nearly all are asked of a place's own name.
    if (is_spelt_so(name, plain)) return *plain != '\0';
    return fold_plain(tools, name, strlen(name), false, own) && strcmp(own, plain) == 0;
}
