/** @file Coordinates as people write them: degrees in all typographies, UTM, MGRS and Plus Codes. */
#ifndef GAZETTEER_COORDINATES_H
#define GAZETTEER_COORDINATES_H

#include "gazetteer/gazetteer.h"

/** A position, and what the notation leaves open. */
typedef struct {
    gaz_lonlat position;
    double extent_m;  ///< half the cell that the digits name: to its corner, or the half unit of the last
                      ///< digit; at least 1 m
    bool has_other;   ///< it may as well be read as another place: "38S 443000 3685000" is in UTM's zone 38,
    gaz_lonlat other; ///< southern hemisphere, or in the band S of the northern
    bool is_short;    ///< a Plus Code without its first digits: its position hangs on a place nearby
    char code[16];    ///< that code
} coordinates;

/**
 * Reads a phrase that is nothing but a position: decimal degrees ("33.786, 42.441"; latitude first, as on
 * every map service; hemispheres may say otherwise; "33,786 42,441" with decimal commas), degrees with
 * minutes, or with minutes and seconds ("33°47'10\"N 42°26'28\"E", "01:10.5N 103:25E", "N 33 47 10 E 42 26
 * 28", "334710N 0422628E", "33 degrees 47 minutes north, 42 degrees 26 minutes east"). @p extent_m is the
 * half unit of the last digit given, at least 1 m. False where it is anything else.
 */
bool coordinates_parse(const char *text, gaz_lonlat *out, double *extent_m);

/**
 * Reads UTM ("38N 443000 3685000", with a hemisphere or a latitude band behind the zone) or MGRS
 * ("38SMB4412378901", spaces between or not; NGA.STND.0037) at the front of a text; on WGS 84. Returns how
 * many bytes it takes; 0: there is none. The polar grids (UPS) are not read.
 */
size_t coordinates_read_grid(const char *text, coordinates *out);

/**
 * Reads a Plus Code ("8FVC9G8F+6X", short "9G8F+6X"; Open Location Code 1.0) at the front of a text. Returns
 * how many bytes it takes; 0: there is none.
 */
size_t coordinates_read_plus(const char *text, coordinates *out);
/** The place of a short Plus Code that is nearest to @p near: fills in position and extent. */
void coordinates_recover(coordinates *code, gaz_lonlat near);

/**
 * The first position in a phrase, in any notation; [*begin, *end) are its bytes, labels such as "lat" among
 * them. A bare pair of numbers beside other words is one only with two decimals each. False: there is none.
 */
bool coordinates_find(const char *text, coordinates *out, size_t *begin, size_t *end);

#endif
