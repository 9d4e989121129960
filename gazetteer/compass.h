/** @file The points of the compass, in words and letters: 16, and the 16 "by-points" of sailors between them.
 */
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
    double half_width_deg; ///< of the 90% of stated bearings: 40 for N, 32 for NE, 20 for NNE, 16 for NbE
    int winds; ///< points of the coarsest rose that has it: 4 for N, 8 for NE, 16 for NNE, 32 for NbE
    compass_form form;
} compass_point;

/**
 * Reads one compass point from a run of lower-case words, each may hold hyphens ("north-west", "north west",
 * "nnw", "northern", "north by east", "nxe", "se x s"). Returns how many words it took; 0: none.
 * COMPASS_WORDS_MAX words are looked at.
 */
#define COMPASS_WORDS_MAX 4
size_t compass_read(const char *const *words, size_t count, compass_point *out);
/**
 * Reads one word that is a point but for one slip: a letter too many, too few, wrong or exchanged
 * ("nortwest", "souhteast"), or struck twice ("esse"). Only to be asked where a direction must stand.
 */
bool compass_read_misspelt(const char *word, compass_point *out);
/** "north", "south-west" … for sentences; the nearest of 16. */
const char *compass_name(double bearing_deg);

#endif
