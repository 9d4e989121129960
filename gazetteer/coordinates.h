/** @file Coordinates as people write them. */
#ifndef GAZETTEER_COORDINATES_H
#define GAZETTEER_COORDINATES_H

#include "gazetteer/gazetteer.h"

/**
 * Reads a phrase that is nothing but a position: decimal degrees ("33.786, 42.441"; latitude first, as on
 * every map service; hemispheres may say otherwise), degrees with minutes, or with minutes and seconds
 * ("33°47'10\"N 42°26'28\"E", "01:10.5N 103:25E", "N 33 47 10 E 42 26 28"). @p extent_m is the half unit of
 * the last digit given, at least 1 m. False where it is anything else.
 */
bool coordinates_parse(const char *text, gaz_lonlat *out, double *extent_m);

#endif
