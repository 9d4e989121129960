#include "read/cell.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/utf8.h>

// Above this many characters a cell is no number; the longest double in full has 17 digits and an exponent.
#define NUMBER_MAX 64

static const char *skip_space(const char *c)
{
    while (isspace((unsigned char)*c)) c++;
    return c;
}

bool cell_is_null(const char *text)
{
    static const char *const words[] = {"na", "n/a", "null", "none", "nan", "nil", "-", "--", "?", "#n/a"};
    if (!text) return true;
    text = skip_space(text);
    // Nearly all cells begin with none of the words' first letters.
    if (*text && !strchr("nN-?#", *text)) return false;
    size_t length = strnlen(text, 8);
    while (length && isspace((unsigned char)text[length - 1])) length--;
    if (length == 0) return text[0] == '\0' || text[strspn(text, " \t\r\n\v\f")] == '\0';
    if (length > 4 || text[length] > ' ') return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && strncasecmp(text, words[i], length) == 0) return true;
    return false;
}

static locale_t plain;

static void make_locale(void)
{
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static locale_t plain_locale(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locale);
    return plain;
}

/**
 * Reads a number's digits at @p text; *end is behind them. Exact without the library's help where the digits
 * fit in 53 bits and the power of ten is exact in a double (Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990), which is nearly always; else the library's, in the locale that has a point.
 */
static bool scan_number(const char *text, const char **end, char decimal, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *c = text;
    bool negative = *c == '-';
    if (*c == '-' || *c == '+')
        c++;
    else if (strncmp(c, "\xe2\x88\x92", 3) == 0) // U+2212, the typographer's minus
        negative = true, c += 3;
    const char *first = c;
    uint64_t digits = 0;
    int digit_count = 0, exponent = 0;
    bool any = false, after = false;
    for (;; c++) {
        if (*c == decimal && !after) {
            after = true;
        } else if (isdigit((unsigned char)*c)) {
            any = true;
            if (digit_count < 19) {
                digits = digits * 10 + (uint64_t)(*c - '0');
                if (digits) digit_count++;
                exponent -= after;
            } else {
                digit_count++;
                exponent += !after;
            }
        } else {
            break;
        }
        if (c - text > NUMBER_MAX) return false;
    }
    if (!any) return false;
    if ((*c == 'e' || *c == 'E') &&
        (isdigit((unsigned char)c[1]) || ((c[1] == '-' || c[1] == '+') && isdigit((unsigned char)c[2])))) {
        bool down = c[1] == '-';
        c += isdigit((unsigned char)c[1]) ? 1 : 2;
        int power = 0;
        for (; isdigit((unsigned char)*c); c++)
            if (power < 10000) power = power * 10 + *c - '0';
        exponent += down ? -power : power;
    }
    *end = c;
    double number;
    if (digit_count <= 19 && digits < (1ull << 53) && exponent >= -22 && exponent <= 22) {
        number = exponent < 0 ? (double)digits / powers[-exponent] : (double)digits * powers[exponent];
    } else {
        char copy[NUMBER_MAX * 2];
        size_t length = (size_t)(c - first);
        if (length >= sizeof copy) return false;
        memcpy(copy, first, length);
        copy[length] = '\0';
        char *point = strchr(copy, decimal);
        if (point) *point = '.';
        number = strtod_l(copy, NULL, plain_locale());
    }
    if (!isfinite(number)) return false;
    *out = negative ? -number : number;
    return true;
}

bool cell_number(const char *text, double *out)
{
    text = skip_space(text);
    const char *end;
    double number;
    if (!scan_number(text, &end, '.', &number)) {
        if (!scan_number(text, &end, ',', &number)) return false;
    } else if (*end == ',' && !memchr(text, '.', (size_t)(end - text))) {
        if (!scan_number(text, &end, ',', &number)) return false;
    }
    if (*skip_space(end)) return false;
    *out = number;
    return true;
}

/** Skips a sign for degrees, minutes or seconds; returns 0, 1 or 2 for it, -1 for none. */
static int skip_unit(const char **c)
{
    static const struct {
        const char *sign;
        int unit;
    } signs[] = {{"\xc2\xb0", 0}, {"\xc2\xba", 0},     {"deg", 0},          {"d", 0},
                 {"''", 2},       {"\"", 2},           {"\xe2\x80\xb3", 2}, {"\xe2\x80\x9d", 2},
                 {"'", 1},        {"\xe2\x80\xb2", 1}, {"\xe2\x80\x99", 1}};
    *c = skip_space(*c);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i].sign);
        if (strncasecmp(*c, signs[i].sign, length) == 0) return *c += length, signs[i].unit;
    }
    return -1;
}

static int hemisphere(char c)
{
    switch (c) {
    case 'N':
    case 'n':
    case 'E':
    case 'e': return 1;
    case 'S':
    case 's':
    case 'W':
    case 'w': return -1;
    default: return 0;
    }
}

/** Whether nothing but digits stands before the next letter of a hemisphere. */
static bool letter_ends_number(const char *c)
{
    c += strspn(c, "0123456789., ");
    return hemisphere(*c) && !isalpha((unsigned char)c[1]);
}

/** Reads one angle at @p text; *end is behind it and behind space. *letter: the hemisphere, upper case, or 0.
 */
static bool scan_angle(const char *text, const char **end, char decimal, double *out_deg, char *letter)
{
    const char *c = skip_space(text);
    *letter = 0;
    if (hemisphere(*c) && !isalpha((unsigned char)c[1])) {
        *letter = (char)toupper((unsigned char)*c);
        c = skip_space(c + 1);
    }
    double parts[3] = {0};
    const char *start = c;
    bool signs = false;
    int count = 0;
    while (count < 3) {
        const char *after;
        double part;
        if (count && (*c == '-' || *c == '+')) break;
        if (!scan_number(c, &after, decimal, &part)) break;
        const char *behind = after;
        int unit = skip_unit(&behind);
        if (unit >= 0 && unit < count) return false;
        bool whole = part == floor(part) && !memchr(c, decimal, (size_t)(after - c));
        if (count && (part < 0 || part >= 60)) return false;
        parts[unit > count ? unit : count] = part;
        count = (unit > count ? unit : count) + 1;
        signs |= unit >= 0;
        c = unit >= 0 ? skip_space(behind) : skip_space(after);
        // "42 33" is two angles, "42 33 N" one of degrees and minutes.
        if (!whole || (!signs && !letter_ends_number(c))) break;
    }
    if (count == 0) return false;
    if (!*letter && hemisphere(*c) && !isalpha((unsigned char)c[1])) {
        *letter = (char)toupper((unsigned char)*c);
        c = skip_space(c + 1);
    }
    bool negative = *start == '-' || (unsigned char)*start == 0xe2;
    if (negative && *letter) return false;
    double angle_deg = fabs(parts[0]) + parts[1] / 60 + parts[2] / 3600;
    *out_deg = negative || (*letter && hemisphere(*letter) < 0) ? -angle_deg : angle_deg;
    *end = c;
    return true;
}

bool cell_angle(const char *text, double *out_deg)
{
    if (cell_number(text, out_deg)) return true;
    const char *end;
    char letter;
    double angle_deg;
    if (!scan_angle(text, &end, '.', &angle_deg, &letter) || *end) return false;
    *out_deg = angle_deg;
    return true;
}

static bool scan_latlon(const char *text, char decimal, const char *separators, lonlat *out)
{
    const char *c = skip_space(text);
    char first_letter, second_letter, close = *c == '(' ? ')' : *c == '[' ? ']' : '\0';
    if (close) c++;
    double first_deg, second_deg;
    if (!scan_angle(c, &c, decimal, &first_deg, &first_letter)) return false;
    if (*c && strchr(separators, *c))
        c++;
    else if (!first_letter && !isspace((unsigned char)c[-1]))
        return false;
    if (!scan_angle(c, &c, decimal, &second_deg, &second_letter)) return false;
    if (close && *c == close) c = skip_space(c + 1);
    if (*c) return false;
    bool swapped = first_letter == 'E' || first_letter == 'W' || second_letter == 'N' || second_letter == 'S';
    *out = swapped ? (lonlat){first_deg, second_deg} : (lonlat){second_deg, first_deg};
    return true;
}

bool cell_latlon(const char *text, lonlat *out)
{
    if (strnlen(text, NUMBER_MAX * 2) == NUMBER_MAX * 2) return false;
    return scan_latlon(text, '.', ",;/", out) || scan_latlon(text, ',', ";/", out);
}

// No event in history reaches it; a larger number in a count column is something else.
#define COUNT_MAX 100000000.0

static bool scan_count(const char *text, const char **end, int32_t *out)
{
    double number = 0;
    const char *c = skip_space(text), *start = c;
    // Thousands: groups of three digits behind a comma.
    for (; isdigit((unsigned char)*c) ||
           (*c == ',' && c > start && isdigit((unsigned char)c[1]) && isdigit((unsigned char)c[2]) &&
            isdigit((unsigned char)c[3]) && !isdigit((unsigned char)c[4]));
         c++)
        if (*c != ',') number = number * 10 + *c - '0';
    if (c == start || number > COUNT_MAX) return false;
    if (*c == '.') {
        // People are whole; and three digits behind a point may be a fraction or, in half of Europe,
        // thousands.
        size_t zeros = strspn(c + 1, "0");
        if (zeros == 0 || zeros == 3 || isdigit((unsigned char)c[1 + zeros])) return false;
        c += 1 + zeros;
    }
    *out = (int32_t)number;
    *end = skip_space(c);
    return true;
}

bool cell_count(const char *text, int32_t *low, int32_t *best, int32_t *high)
{
    const char *c;
    int32_t first, second;
    if (!scan_count(text, &c, &first)) return false;
    second = first;
    if (*c == '-' || strncmp(c, "\xe2\x80\x93", 3) == 0 || strncasecmp(c, "to ", 3) == 0) {
        c += *c == '-' ? 1 : 3;
        if (!scan_count(c, &c, &second) || second < first) return false;
    }
    if (*c) return false;
    *low = first;
    *high = second;
    *best = first + (second - first) / 2;
    return true;
}

bool cell_distance(const char *text, double unit_m, double *out_m)
{
    static const struct {
        const char *name;
        double m;
    } units[] = {{"m", 1}, {"km", 1e3}, {"mi", 1609.344}, {"miles", 1609.344}, {"nm", 1852}, {"ft", 0.3048}};
    text = skip_space(text);
    if (strcasecmp(text, "exact") == 0) return *out_m = 0, true;
    const char *c;
    double number;
    if (!scan_number(text, &c, '.', &number) || number < 0) return false;
    c = skip_space(c);
    size_t length = strcspn(c, " \t\r\n");
    if (*skip_space(c + length)) return false;
    if (length == 0) return *out_m = number * unit_m, true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == length && strncasecmp(units[i].name, c, length) == 0)
            return *out_m = number * units[i].m, true;
    return false;
}

static bool is_utf8(const char *text, size_t length)
{
    for (int32_t at = 0; at < (int32_t)length;) {
        UChar32 character;
        U8_NEXT((const uint8_t *)text, at, (int32_t)length, character);
        if (character < 0) return false;
    }
    return true;
}

/** Windows-1252 as UTF-8. Five of its bytes stand for nothing and are left out. */
static const char *from_cp1252(arena *memory, const char *text, size_t length)
{
    static const uint16_t upper[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                       0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};
    char *out = arena_alloc(memory, 3 * length + 1);
    int32_t end = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        UChar32 character = byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80] : byte;
        if (character) U8_APPEND_UNSAFE((uint8_t *)out, end, character);
    }
    out[end] = '\0';
    return out;
}

const char *cell_text(arena *memory, const char *text)
{
    if (!text) return NULL;
    text = skip_space(text);
    size_t length = 0;
    bool ascii = true;
    for (; text[length] && length <= CELL_TEXT_MAX; length++) ascii &= (signed char)text[length] > 0;
    bool cut = length > CELL_TEXT_MAX;
    if (cut) {
        length = CELL_TEXT_MAX;
        while (length && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    }
    size_t trimmed = length;
    while (trimmed && isspace((unsigned char)text[trimmed - 1])) trimmed--;
    if (trimmed == 0) return NULL;
    if (ascii && trimmed == length && !cut) return text;
    char *copy = arena_strndup(memory, text, trimmed);
    return ascii || is_utf8(copy, trimmed) ? copy : from_cp1252(memory, copy, trimmed);
}
