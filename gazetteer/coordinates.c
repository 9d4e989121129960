#include "gazetteer/coordinates.h"

#include "gazetteer/text.h"

#include <math.h>
#include <string.h>
#include <strings.h>

// Degrees, minutes, seconds, for two axes.
#define PARTS_MAX 3
// A degree of latitude, for turning the last digit into metres.
#define DEGREE_M 111320.0

typedef struct {
    double parts[PARTS_MAX];
    int count;
    int decimals; ///< of the last part
    int digits;   ///< of the first part before its point, leading zeros counted
    bool negative;
    char hemisphere; ///< N, S, E, W; 0: not given
    char label;      ///< x or y, where a word says which axis it is; 0: none does
    bool closed;     ///< its hemisphere stood behind it, or a comma did: the next number is of the other axis
} axis;

/** Skips signs that part degrees, minutes and seconds, in ASCII and Unicode. Returns where text goes on. */
static const char *skip_marks(const char *at)
{
    static const char *const marks[] = {" ",  "\t",           "\xC2\xB0",     "\xC2\xBA",     "'",
                                        "\"", "\xE2\x80\xB2", "\xE2\x80\xB3", "\xE2\x80\x99", "\xE2\x80\x9D",
                                        ":",  "\xC2\xA0",     "\xCB\x9A",     "\xE2\x80\x9C", "\xE2\x80\x98"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks;) {
        size_t length = strlen(marks[i]);
        if (strncmp(at, marks[i], length) == 0) {
            at += length;
            i = 0;
        } else {
            i++;
        }
    }
    return at;
}

/** Whether a word stands here, in any case, with no letter behind it. */
static bool begins_with_word(const char *at, const char *word)
{
    size_t length = strlen(word);
    if (strncasecmp(at, word, length) != 0) return false;
    char next = (char)(at[length] | 0x20);
    return !(next >= 'a' && next <= 'z');
}

static const char *skip_label(const char *at)
{
    static const char *const labels[] = {"latitude", "longitude", "position", "lat", "lon",        "long",
                                         "pos",      "degrees",   "degree",   "deg", "minutes",    "minute",
                                         "min",      "seconds",   "second",   "sec", "coordinates"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t length = strlen(labels[i]);
        if (begins_with_word(at, labels[i])) return at + length + (at[length] == '.');
    }
    return at;
}

/** Which axis a label names: x, y, or 0, as most ("position", "degrees"). */
static char axis_of_label(const char *label)
{
    if (!strncasecmp(label, "lat", 3)) return 'y';
    return !strncasecmp(label, "lon", 3) ? 'x' : '\0';
}

/** The hemisphere that stands here, as a letter or a word, and the bytes it takes; 0: none. */
static char read_hemisphere(const char *at, size_t *length)
{
    static const char *const words[] = {"north", "south", "east", "west"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *length = strlen(words[i]);
        if (begins_with_word(at, words[i])) return (char)(*at & ~0x20);
    }
    *length = 1;
    return strchr("NSEWnsew", *at) ? (char)(*at & ~0x20) : '\0';
}

static bool read_number(const char **at, axis *a)
{
    size_t length = strspn(*at, "0123456789.");
    const char *point = memchr(*at, '.', length);
    double number;
    if (a->count == PARTS_MAX || length > 20 || !text_parse_number(*at, length, &number)) return false;
    a->decimals = point ? (int)(*at + length - point - 1) : 0;
    if (!a->count) a->digits = (int)length - (point ? a->decimals + 1 : 0);
    a->parts[a->count++] = number;
    *at += length;
    return true;
}

/** "331830N", "04422.1E": degrees, minutes and seconds written together, as in aviation and at sea. */
static void split_compact(axis *a)
{
    bool is_lon = a->hemisphere == 'E' || a->hemisphere == 'W';
    int digits = a->digits - is_lon;
    if (a->count != 1 || !a->hemisphere || (digits != 4 && digits != 6)) return;
    double number = a->parts[0];
    double whole = digits == 6 ? 1e4 : 100;
    a->parts[0] = floor(number / whole);
    double rest = number - a->parts[0] * whole;
    a->parts[1] = digits == 6 ? floor(rest / 100) : rest;
    a->parts[2] = digits == 6 ? rest - a->parts[1] * 100 : 0;
    a->count = digits == 6 ? 3 : 2;
}

static bool axis_degrees(axis *a, double *out)
{
    if (a->count == 0) return false;
    split_compact(a);
    double degrees = a->parts[0];
    for (int i = 1; i < a->count; i++) {
        // Minutes and seconds below 60, and only whole units before them.
        if (a->parts[i] >= 60 || a->parts[i - 1] != floor(a->parts[i - 1])) return false;
        degrees += a->parts[i] / (i == 1 ? 60 : 3600);
    }
    bool minus = a->negative || a->hemisphere == 'S' || a->hemisphere == 'W';
    *out = minus ? -degrees : degrees;
    return !(a->negative && a->hemisphere);
}

static double axis_resolution_m(const axis *a)
{
    static const double unit_m[] = {DEGREE_M, DEGREE_M / 60, DEGREE_M / 3600};
    return unit_m[a->count - 1] * pow(10, -a->decimals) / 2;
}

// Longer texts are no position: three parts for each axis, in words.
#define TEXT_MAX 128

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/**
 * Copies a text with one kind of minus and, where two commas stand between digits ("33,786 42,441"), with
 * decimal points for them: one comma alone parts latitude and longitude. False where it is too long.
 */
static bool normalise(const char *text, char copy[TEXT_MAX])
{
    size_t length = 0, commas = 0;
    for (const char *at = text; *at; at++) {
        if (length + 1 >= TEXT_MAX) return false;
        bool minus = strncmp(at, "\xE2\x88\x92", 3) == 0 || strncmp(at, "\xE2\x80\x93", 3) == 0;
        copy[length++] = minus ? '-' : *at;
        if (minus) at += 2;
        commas += *at == ',' && at > text && is_digit(at[-1]) && is_digit(at[1]);
    }
    copy[length] = '\0';
    for (size_t i = 1; commas == 2 && i + 1 < length; i++)
        if (copy[i] == ',' && is_digit(copy[i - 1]) && is_digit(copy[i + 1])) copy[i] = '.';
    return true;
}

/** Whether the hyphen here parts degrees from minutes ("12-25N 043-10E"), which a hemisphere tells. */
static bool parts_degrees(const char *at, const axis *a)
{
    if (*at != '-' || !a->count || a->closed || a->decimals || !is_digit(at[-1]) || !is_digit(at[1]))
        return false;
    if (a->hemisphere) return true;
    at += strspn(at, "0123456789.-");
    at += *at == ' ';
    return *at && strchr("NSEWnsew", *at);
}

/** Notes that a word says which axis the number behind it, or where words follow numbers before it, is of. */
static bool take_label(axis axes[2], int *current, bool *labels_lead, char label)
{
    axis *a = &axes[*current];
    if (!axes[0].count && !axes[0].label) *labels_lead = true;
    if (*labels_lead && a->count) {
        if (*current == 1) return false;
        a->closed = true;
        a = &axes[ *current = 1];
    }
    if (a->label) return a->label == label;
    a->label = label;
    a->closed = !*labels_lead;
    return true;
}

bool coordinates_parse(const char *original, gaz_lonlat *out, double *extent_m)
{
    axis axes[2] = {0};
    int current = 0;
    char text[TEXT_MAX];
    if (!normalise(original, text)) return false;
    bool labels_lead = false;
    for (const char *at = text; *(at = skip_marks(at));) {
        const char *label = at;
        at = skip_label(at);
        if (at > label) {
            char which = axis_of_label(label);
            if (which && !take_label(axes, &current, &labels_lead, which)) return false;
            continue;
        }
        axis *a = &axes[current];
        size_t letter_length = 0;
        char letter = read_hemisphere(at, &letter_length);
        if (is_digit(*at)) {
            if (a->closed && (current == 1 || (current = 1, a = &axes[1], false))) return false;
            if (!read_number(&at, a)) return false;
        } else if (letter) {
            // Before its number ("N33") or behind it ("33N").
            if (a->count && !a->hemisphere) {
                a->hemisphere = letter;
                a->closed = true;
            } else if (a->count && current == 0) {
                axes[current = 1].hemisphere = letter;
            } else if (!a->count && !a->hemisphere) {
                a->hemisphere = letter;
            } else {
                return false;
            }
            at += letter_length;
        } else if (strchr(",;/", *at)) {
            if (!a->count || current == 1) return false;
            a->closed = true;
            at++;
        } else if (parts_degrees(at, a)) {
            at++;
        } else if (*at == '-' || *at == '+') {
            if (a->count && current == 0) a = &axes[current = 1];
            if (a->count || a->negative) return false;
            // Between two positions with hemispheres a dash only parts them.
            if (!(current == 1 && axes[0].hemisphere && at[1] == ' ')) a->negative = *at == '-';
            at++;
        } else {
            return false;
        }
    }
    // "33.786 42.441": two decimal numbers with nothing between.
    if (axes[0].count == 2 && axes[1].count == 0 && axes[0].parts[0] != floor(axes[0].parts[0])) {
        axes[1] = (axis){.parts = {axes[0].parts[1]}, .count = 1, .decimals = axes[0].decimals};
        axes[0].count = 1;
    }
    double first, second;
    if (!axis_degrees(&axes[0], &first) || !axis_degrees(&axes[1], &second)) return false;
    // Two bare whole numbers are a count or a date, not a position.
    if (!axes[0].hemisphere && !axes[1].hemisphere && axes[0].count == 1 && axes[0].decimals == 0 &&
        axes[1].decimals == 0)
        return false;
    bool lon_first = axes[0].hemisphere == 'E' || axes[0].hemisphere == 'W';
    bool lat_second = axes[1].hemisphere == 'N' || axes[1].hemisphere == 'S';
    bool lat_first = axes[0].hemisphere == 'N' || axes[0].hemisphere == 'S';
    if ((lon_first && axes[1].hemisphere && !lat_second) || (lat_first && lat_second)) return false;
    // What words say of the order holds where no hemisphere does, and may not gainsay one.
    bool lon_told = axes[0].label == 'x' || axes[1].label == 'y';
    bool lat_told = axes[0].label == 'y' || axes[1].label == 'x';
    if (lon_told && lat_told) return false;
    if ((lon_told && (lat_first || (axes[1].hemisphere && !lat_second))) ||
        (lat_told && (lon_first || lat_second)))
        return false;
    lon_first = lon_first || lon_told;
    gaz_lonlat at = lon_first || lat_second ? (gaz_lonlat){first, second} : (gaz_lonlat){second, first};
    if (fabs(at.lat_deg) > 90 || fabs(at.lon_deg) > 180) return false;
    *out = at;
    *extent_m = fmax(1, fmax(axis_resolution_m(&axes[0]), axis_resolution_m(&axes[1])));
    return true;
}
