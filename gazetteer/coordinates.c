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
    bool negative;
    char hemisphere; ///< N, S, E, W; 0: not given
    bool closed;     ///< its hemisphere stood behind it, or a comma did: the next number is of the other axis
} axis;

/** Skips signs that part degrees, minutes and seconds, in ASCII and Unicode. Returns where text goes on. */
static const char *skip_marks(const char *at)
{
    static const char *const marks[] = {" ",  "\t",           "\xC2\xB0",     "\xC2\xBA",     "'",
                                        "\"", "\xE2\x80\xB2", "\xE2\x80\xB3", "\xE2\x80\x99", "\xE2\x80\x9D",
                                        ":",  "\xC2\xA0",     "\xCB\x9A"};
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

static const char *skip_label(const char *at)
{
    static const char *const labels[] = {"latitude", "longitude", "position", "lat",
                                         "lon",      "long",      "pos",      "deg"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t length = strlen(labels[i]);
        bool ends = strncasecmp(at, labels[i], length) == 0 &&
                    !strchr("abcdefghijklmnopqrstuvwxyz", at[length] | 0x20);
        if (ends || (strncasecmp(at, labels[i], length) == 0 && !at[length]))
            return at + length + (at[length] == '.');
    }
    return at;
}

static bool read_number(const char **at, axis *a)
{
    size_t length = strspn(*at, "0123456789.");
    const char *point = memchr(*at, '.', length);
    double number;
    if (a->count == PARTS_MAX || length > 20 || !text_parse_number(*at, length, &number)) return false;
    a->decimals = point ? (int)(*at + length - point - 1) : 0;
    a->parts[a->count++] = number;
    *at += length;
    return true;
}

static bool axis_degrees(const axis *a, double *out)
{
    if (a->count == 0) return false;
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

bool coordinates_parse(const char *text, gaz_lonlat *out, double *extent_m)
{
    axis axes[2] = {0};
    int current = 0;
    for (const char *at = text; *(at = skip_marks(skip_label(skip_marks(at))));) {
        axis *a = &axes[current];
        if (strchr("0123456789", *at)) {
            if (a->closed && (current == 1 || (current = 1, a = &axes[1], false))) return false;
            if (!read_number(&at, a)) return false;
        } else if (strchr("NSEWnsew", *at)) {
            char letter = (char)(*at & ~0x20);
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
            at++;
        } else if (strchr(",;/", *at)) {
            if (!a->count || current == 1) return false;
            a->closed = true;
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
    gaz_lonlat at = lon_first || lat_second ? (gaz_lonlat){first, second} : (gaz_lonlat){second, first};
    if (fabs(at.lat_deg) > 90 || fabs(at.lon_deg) > 180) return false;
    *out = at;
    *extent_m = fmax(1, fmax(axis_resolution_m(&axes[0]), axis_resolution_m(&axes[1])));
    return true;
}
