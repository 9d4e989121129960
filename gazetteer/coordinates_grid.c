/** @file UTM and MGRS: a zone, a band or hemisphere, and metres. PROJ does the projection. */
#include "gazetteer/coordinates.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Latitude bands of 8° from 80° S, without I and O; X reaches to 84° N.
#define BANDS "CDEFGHJKLMNPQRSTUVWX"
// Letters of the squares' rows, and of their columns, without I and O.
#define ROWS     "ABCDEFGHJKLMNPQRSTUV"
#define COLUMNS  "ABCDEFGHJKLMNPQRSTUVWXYZ"
#define SQUARE_M 1e5
// The rows' letters come round again.
#define ROW_CYCLE_M 2e6
// A zone is nowhere wider than this, at the equator.
#define EASTING_MIN_M  1e5
#define EASTING_MAX_M  9e5
#define NORTHING_MAX_M 1e7
// Squares and eastings at the edge of a band lie partly beyond it.
#define BAND_MARGIN_DEG 1.0

typedef struct {
    const char *at;
    int zone;
    char letter; ///< band or hemisphere, upper case
} grid_zone;

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_spaces(const char *at)
{
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

/** The word at the front in any case, and the spaces behind it; the text itself where it is not there. */
static const char *skip_word(const char *at, const char *word)
{
    size_t i = 0;
    for (; word[i]; i++)
        if (upper(at[i]) != word[i]) return at;
    return skip_spaces(at + i);
}

static bool read_zone(const char *text, grid_zone *out)
{
    const char *at = skip_word(skip_word(skip_word(text, "MGRS"), "UTM"), "ZONE");
    int digits = 0;
    *out = (grid_zone){0};
    while (is_digit(at[digits]) && digits < 3) out->zone = out->zone * 10 + at[digits++] - '0';
    if (digits == 0 || digits > 2 || out->zone < 1 || out->zone > 60) return false;
    at = skip_spaces(at + digits);
    out->letter = upper(*at);
    out->at = at + 1;
    return out->letter && strchr(BANDS, out->letter);
}

/** False where PROJ fails, or the point is none. */
static bool from_utm(int zone, bool south, double easting_m, double northing_m, gaz_lonlat *out)
{
    char definition[64];
    snprintf(definition, sizeof definition, "+proj=utm +zone=%d +ellps=WGS84%s", zone,
             south ? " +south" : "");
    PJ_CONTEXT *context = proj_context_create();
    PJ *utm = context ? proj_create(context, definition) : NULL;
    bool known = false;
    if (utm) {
        PJ_COORD at = proj_trans(utm, PJ_INV, proj_coord(easting_m, northing_m, 0, 0));
        *out = (gaz_lonlat){proj_todeg(at.lp.lam), proj_todeg(at.lp.phi)};
        known = fabs(out->lat_deg) <= 90 && fabs(out->lon_deg) <= 180;
    }
    proj_destroy(utm);
    proj_context_destroy(context);
    return known;
}

static double band_south_deg(char letter)
{
    return -80 + 8 * (double)(strchr(BANDS, letter) - BANDS);
}

static bool in_band(char letter, gaz_lonlat at)
{
    double south_deg = band_south_deg(letter), north_deg = south_deg + (letter == 'X' ? 12 : 8);
    return at.lat_deg >= south_deg - BAND_MARGIN_DEG && at.lat_deg <= north_deg + BAND_MARGIN_DEG;
}

/** A number of metres, its unit letters skipped; *resolution_m is the unit of the last digit. NULL: none. */
static const char *read_metres(const char *at, double *metres, double *resolution_m)
{
    *metres = 0;
    *resolution_m = 1;
    at = skip_spaces(at);
    int digits = 0;
    for (; is_digit(*at) && digits < 8; at++, digits++) *metres = *metres * 10 + (*at - '0');
    if (digits < 5 || is_digit(*at)) return NULL;
    if (*at == '.' && is_digit(at[1]))
        for (at++; is_digit(*at); at++) *metres += (*at - '0') * (*resolution_m /= 10);
    const char *unit = skip_spaces(at);
    size_t letters = 0;
    if (upper(unit[letters]) == 'M') letters++;
    if (unit[letters] && strchr("EN", upper(unit[letters]))) letters++;
    // "443000 Erbil": letters that go on are a word.
    char next = upper(unit[letters]);
    if (letters && !(next >= 'A' && next <= 'Z')) at = unit + letters;
    return at;
}

static size_t read_utm(const char *text, const grid_zone *zone, coordinates *out)
{
    double easting_m, northing_m, east_unit_m, north_unit_m;
    const char *at = zone->at + (*zone->at == ',');
    at = read_metres(at, &easting_m, &east_unit_m);
    if (at && *skip_spaces(at) == ',') at = skip_spaces(at) + 1;
    if (at) at = read_metres(at, &northing_m, &north_unit_m);
    if (!at || easting_m < EASTING_MIN_M || easting_m > EASTING_MAX_M || northing_m > NORTHING_MAX_M)
        return 0;

    gaz_lonlat north, south;
    bool has_north = from_utm(zone->zone, false, easting_m, northing_m, &north);
    bool has_south = from_utm(zone->zone, true, easting_m, northing_m, &south);
    // N is the band from the equator or the northern hemisphere, which have the same numbers. S is both a
    // band and the southern hemisphere.
    bool as_band = zone->letter == 'N' || (zone->letter < 'N' ? has_south && in_band(zone->letter, south)
                                                              : has_north && in_band(zone->letter, north));
    bool as_south = zone->letter == 'S' && has_south;
    if (!as_band && !as_south) return 0;
    *out = (coordinates){.extent_m = fmax(1, fmax(east_unit_m, north_unit_m) / 2)};
    out->position = zone->letter < 'N' || !as_band ? south : north;
    out->has_other = as_band && as_south;
    if (out->has_other) out->other = south;
    return (size_t)(at - text);
}

/** The letters of a 100 km square: its south-west corner within the zone, northing still to be put into the
 * band. */
static bool read_square(int zone, char column, char row, double *easting_m, double *northing_m)
{
    const char *column_at = column ? strchr(COLUMNS, column) : NULL, *row_at = row ? strchr(ROWS, row) : NULL;
    if (!column_at || !row_at) return false;
    // Three zones share the alphabet: A to H, J to R, S to Z.
    long index = column_at - COLUMNS - 8L * ((zone - 1) % 3);
    if (index < 0 || index > 7) return false;
    // Rows of even zones begin with F.
    long row_index = (row_at - ROWS + (zone % 2 ? 0 : 15)) % 20;
    *easting_m = (double)(index + 1) * SQUARE_M;
    *northing_m = (double)row_index * SQUARE_M;
    return true;
}

static size_t read_mgrs(const char *text, const grid_zone *zone, coordinates *out)
{
    const char *at = skip_spaces(zone->at);
    double easting_m, northing_m;
    if (!*at || !read_square(zone->zone, upper(at[0]), upper(at[1]), &easting_m, &northing_m)) return 0;
    at = skip_spaces(at + 2);
    char digits[11];
    size_t count = 0;
    // As one run, or as two of one length with a space between.
    const char *end = at;
    while (is_digit(*end) && count < 10) digits[count++] = *end++;
    size_t first = count;
    const char *second = skip_spaces(end);
    if (first && first <= 5 && second > end && is_digit(*second)) {
        while (is_digit(*second) && count < 2 * first) digits[count++] = *second++;
        end = second;
    }
    char next = upper(*end);
    if (!count || count % 2 || is_digit(next) || (next >= 'A' && next <= 'Z')) return 0;
    double unit_m = SQUARE_M, east_m = 0, north_m = 0;
    for (size_t i = 0; i < count / 2; i++) {
        unit_m /= 10;
        east_m += (digits[i] - '0') * unit_m;
        north_m += (digits[count / 2 + i] - '0') * unit_m;
    }
    // A reference names a cell, by its south-western corner; its middle is the best point.
    easting_m += east_m + unit_m / 2;
    northing_m += north_m + unit_m / 2;
    bool south = zone->letter < 'N';
    for (; northing_m < NORTHING_MAX_M; northing_m += ROW_CYCLE_M) {
        gaz_lonlat position;
        if (!from_utm(zone->zone, south, easting_m, northing_m, &position) ||
            !in_band(zone->letter, position))
            continue;
        *out = (coordinates){.position = position, .extent_m = fmax(1, unit_m * M_SQRT1_2)};
        return (size_t)(end - text);
    }
    return 0;
}

size_t coordinates_read_grid(const char *text, coordinates *out)
{
    grid_zone zone;
    if (!read_zone(text, &zone)) return 0;
    size_t length = read_mgrs(text, &zone, out);
    return length ? length : read_utm(text, &zone, out);
}
