/** @file Plus Codes: Open Location Code 1.0, decoding and recovery of short codes. */
#include "gazetteer/coordinates.h"

#include <math.h>
#include <string.h>

#define DIGITS "23456789CFGHJMPQRVWX"
// Digits before the plus of a full code; five pairs come first, then single digits of a finer grid.
#define SEPARATOR_AT 8
#define PAIR_DIGITS  10
#define CODE_MAX     15
#define GRID_COLUMNS 4
#define GRID_ROWS    5
#define DEGREE_M     111320.0

static int digit_value(char c)
{
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    const char *at = c ? strchr(DIGITS, c) : NULL;
    return at ? (int)(at - DIGITS) : -1;
}

/** Decodes a full code: digits, padding and all. */
static void decode(const char *code, coordinates *out)
{
    double lat_deg = -90, lon_deg = -180, height_deg = 400, width_deg = 400;
    int count = 0;
    for (const char *c = code; *c; c++) {
        int value = digit_value(*c);
        if (value < 0) continue;
        if (count >= PAIR_DIGITS) {
            height_deg /= GRID_ROWS;
            width_deg /= GRID_COLUMNS;
            lat_deg += value / GRID_COLUMNS * height_deg;
            lon_deg += value % GRID_COLUMNS * width_deg;
        } else if (count % 2 == 0) {
            height_deg /= 20;
            lat_deg += value * height_deg;
        } else {
            width_deg /= 20;
            lon_deg += value * width_deg;
        }
        count++;
    }
    out->position = (gaz_lonlat){lon_deg + width_deg / 2, lat_deg + height_deg / 2};
    double half_width_m = width_deg / 2 * DEGREE_M * cos(out->position.lat_deg * M_PI / 180);
    out->extent_m = fmax(1, hypot(half_width_m, height_deg / 2 * DEGREE_M));
}

size_t coordinates_read_plus(const char *text, coordinates *out)
{
    size_t before = 0, zeros = 0, behind = 0;
    while (before < SEPARATOR_AT && (digit_value(text[before]) >= 0 || (before && text[before] == '0'))) {
        // Padding ends the digits.
        if (zeros && text[before] != '0') return 0;
        zeros += text[before++] == '0';
    }
    if (text[before] != '+' || before < 2 || before % 2 || zeros % 2) return 0;
    bool is_short = before < SEPARATOR_AT;
    if (is_short && zeros) return 0;
    while (before + behind < CODE_MAX && digit_value(text[before + 1 + behind]) >= 0) behind++;
    char next = (char)(text[before + 1 + behind] | 0x20);
    if ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == '+') return 0;
    // One digit behind the plus is half a pair; a padded code ends at the plus, a short one cannot.
    if (behind == 1 || (zeros && behind) || (is_short && !behind)) return 0;
    // The first digits count to 20 in steps of 20°: latitude ends at 90°, longitude at 180°.
    if (!is_short && (digit_value(text[0]) > 8 || digit_value(text[1]) > 17)) return 0;
    *out = (coordinates){.is_short = is_short, .position = {NAN, NAN}};
    memcpy(out->code, text, before + 1 + behind);
    if (!is_short) decode(out->code, out);
    return before + 1 + behind;
}

/** The first @p count digits of the full code of a point. */
static void encode(gaz_lonlat at, size_t count, char *code)
{
    double lat = fmin(fmax(at.lat_deg + 90, 0), 180 - 1e-9), lon = fmod(at.lon_deg + 540, 360), unit = 400;
    for (size_t i = 0; i < count; i++) {
        double *axis = i % 2 ? &lon : &lat;
        if (i % 2 == 0) unit /= 20;
        int value = (int)floor(*axis / unit);
        *axis -= value * unit;
        code[i] = DIGITS[value < 19 ? value : 19];
    }
}

void coordinates_recover(coordinates *code, gaz_lonlat near)
{
    size_t missing = SEPARATOR_AT - (size_t)(strchr(code->code, '+') - code->code);
    char full[SEPARATOR_AT + sizeof code->code];
    encode(near, missing, full);
    strcpy(full + missing, code->code);
    decode(full, code);
    // The prefix names a cell of this size; the next one may be nearer.
    double cell_deg = 400 / pow(20, (double)(missing / 2));
    gaz_lonlat *at = &code->position;
    if (near.lat_deg + cell_deg / 2 < at->lat_deg && at->lat_deg - cell_deg >= -90)
        at->lat_deg -= cell_deg;
    else if (near.lat_deg - cell_deg / 2 > at->lat_deg && at->lat_deg + cell_deg <= 90)
        at->lat_deg += cell_deg;
    if (near.lon_deg + cell_deg / 2 < at->lon_deg)
        at->lon_deg -= cell_deg;
    else if (near.lon_deg - cell_deg / 2 > at->lon_deg)
        at->lon_deg += cell_deg;
    if (at->lon_deg > 180) at->lon_deg -= 360;
    if (at->lon_deg < -180) at->lon_deg += 360;
}
