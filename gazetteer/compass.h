/** @file The 16 points of the compass, in words and letters. */
#ifndef GAZETTEER_COMPASS_H
#define GAZETTEER_COMPASS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    COMPASS_NOUN,      ///< north, NE, northwards
    COMPASS_ADJECTIVE, ///< northern, north-eastern
} compass_form;

typedef struct {
    double bearing_deg;
    double half_width_deg; ///< of the 90% of stated bearings: 40 for N, 32 for NE, 20 for NNE
    compass_form form;
} compass_point;

/**
 * Reads one compass point from a run of lower-case words, each may hold hyphens ("north-west", "north west",
 * "nnw", "northern"). Returns how many words it took; 0: none.
 */
size_t compass_read(const char *const *words, size_t count, compass_point *out);
/** "north", "south-west" … for sentences; the nearest of 16. */
const char *compass_name(double bearing_deg);

#endif
