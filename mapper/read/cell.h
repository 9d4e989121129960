/** @file What a cell of a table says: numbers, positions, counts of people, distances, and texts made clean.
 */
#ifndef INCMAP_READ_CELL_H
#define INCMAP_READ_CELL_H

#include "base/geom.h"

#include <stdbool.h>
#include <stdint.h>

/** Whether the cell gives nothing: empty, or one of the usual words for that ("NA", "null", "-", "nan" …). */
bool cell_is_null(const char *text);

/**
 * The cell as a number, whole: a point or a comma for decimals, an exponent, space around it. Not:
 * infinities, hexadecimal, units. Independent of the locale. false leaves *out alone.
 */
bool cell_number(const char *text, double *out);

/** An angle in degrees: a number, or degrees, minutes, seconds and hemisphere ("33°47'10\"N", "42 26.5 E").
 */
bool cell_angle(const char *text, double *out_deg);

/** Two angles in one cell, latitude first, as people and map services write them: "33.79, 42.44". */
bool cell_latlon(const char *text, lonlat *out);

/** A count of people: "3", "3.0", "1,234"; "5-7" and "5 to 7" are a low and a high. Negative numbers, which
 * some exports use for unknown, fractions and words give false. All three are set, equal for a single number.
 */
bool cell_count(const char *text, int32_t *low, int32_t *best, int32_t *high);

/** A distance in metres: "5km", "500 m", "2 mi", or a bare number times @p unit_m. "exact" gives 0. */
bool cell_distance(const char *text, double unit_m, double *out_m);

/** A cell of a spreadsheet holds 32,767 characters at most; what is beyond is cut. */
#define CELL_TEXT_MAX 32767
/**
 * The text without space around it and as valid UTF-8: bytes that are not are taken for Windows-1252, which
 * is what older exports are written in. NULL for nothing. Returns @p text itself, or a copy in @p memory.
 */
const char *cell_text(arena *memory, const char *text);

#endif
