/** @file Where in a phrase a position stands. */
#include "gazetteer/coordinates.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

// Bytes of the longest position in words, and with its labels.
#define LENGTH_MAX 110
// Digits of the shortest: "1N 2E" is no position that is worth a guess.
#define DIGITS_MIN 4
// Bare numbers beside other words: fewer decimals are prices, counts and versions.
#define BARE_DECIMALS_MIN 2

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/** Whether a position may begin here: at a number, its sign, or a hemisphere, not within a word or number. */
static bool may_begin(const char *text, size_t at)
{
    char c = text[at], before = at ? text[at - 1] : ' ';
    if (is_letter(before) || is_digit(before) || before == '.' || (unsigned char)before >= 0x80) return false;
    if (is_digit(c)) return true;
    if (c == '-' || c == '+') return is_digit(text[at + 1]);
    return is_letter(c) && (strchr("NSEWnsew", c) || strncasecmp(text + at, "lat", 3) == 0 ||
                            strncasecmp(text + at, "lon", 3) == 0);
}

/** Whether a position may end before this byte. */
static bool may_end(const char *text, size_t end)
{
    char last = text[end - 1], next = text[end];
    if (is_space(last) || strchr(",;/-+(:", last)) return false;
    if (!next || strchr(" \t,;)]/", next)) return true;
    return next == '.' && !is_digit(text[end + 1]);
}

static size_t decimals_of(const char *text, size_t begin, size_t end, size_t *numbers)
{
    size_t least = SIZE_MAX;
    *numbers = 0;
    for (size_t i = begin; i < end; i++) {
        if (!is_digit(text[i])) continue;
        size_t decimals = 0;
        while (i < end && is_digit(text[i])) i++;
        if (i + 1 < end && (text[i] == '.' || text[i] == ',') && is_digit(text[i + 1]))
            for (i++; i < end && is_digit(text[i]); i++) decimals++;
        if (decimals < least) least = decimals;
        ++*numbers;
    }
    return least;
}

/** "4.52, 6.25 km": a unit of length behind makes it a length. */
static bool is_length(const char *text, size_t end)
{
    static const char *const units[] = {"km",         "mi",         "mile",   "miles",  "nm",   "nmi", "m",
                                        "kilometers", "kilometres", "metres", "meters", "feet", "ft"};
    while (is_space(text[end])) end++;
    size_t letters = 0;
    while (is_letter(text[end + letters])) letters++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i]) == letters && strncasecmp(units[i], text + end, letters) == 0) return true;
    return false;
}

/** Whether these bytes, which read as a position, are meant as one beside other words. */
static bool is_meant(const char *text, size_t begin, size_t end)
{
    size_t numbers, letters = 0;
    size_t decimals = decimals_of(text, begin, end, &numbers);
    bool has_sign = false;
    for (size_t i = begin; i < end; i++) {
        letters += is_letter(text[i]);
        has_sign = has_sign || (unsigned char)text[i] == 0xB0 || (unsigned char)text[i] == 0xBA;
    }
    if (letters >= 2 || has_sign) return true;
    return letters == 0 && decimals >= BARE_DECIMALS_MIN && numbers == 2 && !is_length(text, end);
}

/** The longest position in degrees that begins here; 0: none. */
static size_t read_degrees(const char *text, size_t begin, coordinates *out)
{
    size_t limit = strnlen(text + begin, LENGTH_MAX);
    for (size_t length = limit; length >= DIGITS_MIN; length--) {
        if (!may_end(text, begin + length)) continue;
        char part[LENGTH_MAX + 1];
        memcpy(part, text + begin, length);
        part[length] = '\0';
        coordinates found = {0};
        if (!coordinates_parse(part, &found.position, &found.extent_m)) continue;
        bool whole = begin == 0 && !text[length];
        if (!whole && !is_meant(text, begin, begin + length)) continue;
        *out = found;
        return length;
    }
    return 0;
}

/**
 * A point as programs write it, longitude first: WKT's "POINT (44.36 33.31)" (OGC 06-103r4) and the
 * "coordinates":[44.36,33.31] of GeoJSON (RFC 7946). 0: there is none here.
 */
static size_t read_program(const char *text, coordinates *out)
{
    static const struct {
        const char *front, *open, *close;
    } forms[] = {{"POINT", "(", ")"}, {"\"coordinates\"", "[", "]"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        static const char number[] = "+-.0123456789";
        if (strncasecmp(text, forms[i].front, strlen(forms[i].front)) != 0) continue;
        const char *lon = text + strlen(forms[i].front);
        lon += strspn(lon, " :Z");
        if (*lon++ != *forms[i].open) continue;
        const size_t lon_length = strspn(lon, number);
        const char *lat = lon + lon_length + strspn(lon + lon_length, ", ");
        const size_t lat_length = strspn(lat, number), rest = strcspn(lat, forms[i].close);
        char pair[LENGTH_MAX];
        coordinates found = {0};
        if (!lat[rest] || lon_length + lat_length + 3 > sizeof pair) continue;
        snprintf(pair, sizeof pair, "%.*s, %.*s", (int)lat_length, lat, (int)lon_length, lon);
        if (!coordinates_parse(pair, &found.position, &found.extent_m)) continue;
        *out = found;
        return (size_t)(lat - text) + rest + 1;
    }
    return 0;
}

bool coordinates_find(const char *text, coordinates *out, size_t *begin, size_t *end)
{
    size_t digits = 0;
    bool has_plus = false;
    for (const char *c = text; *c; c++) {
        digits += is_digit(*c);
        has_plus = has_plus || *c == '+';
    }
    if (digits < DIGITS_MIN && !has_plus) return false;
    for (size_t i = 0; text[i]; i++) {
        char before = i ? text[i - 1] : ' ';
        size_t length = 0;
        bool fresh = !is_letter(before) && !is_digit(before) && before != '.' && before != '+';
        if (fresh && has_plus) length = coordinates_read_plus(text + i, out);
        if (fresh && !length && (is_digit(text[i]) || strchr("UuMmZz", text[i])))
            length = coordinates_read_grid(text + i, out);
        if (fresh && !length) length = read_program(text + i, out);
        if (!length && may_begin(text, i)) length = read_degrees(text, i, out);
        if (!length) continue;
        *begin = i;
        *end = i + length;
        return true;
    }
    return false;
}
