/**
 * @file
 * Confidence: how often answers like this one are right, measured on reports whose places are known.
 *
 * An answer brings the ranking's own evidence, a product of guesses that only orders answers. The table says,
 * for each setting, what share of the answers with that evidence was right (the true point in the 90% area or
 * within 25 km of the answer). tests/bench/calibrate.py makes it; its head names the data.
 */
#ifndef GAZETTEER_CALIBRATION_H
#define GAZETTEER_CALIBRATION_H

/** What was known beside the phrase: the stronger of them. */
typedef enum {
    CALIBRATION_ALONE,     ///< nothing
    CALIBRATION_NEIGHBOUR, ///< where the report's other places are
    CALIBRATION_COUNTRY,   ///< the country
    CALIBRATION_SEA,       ///< that ships are spoken of
} calibration_context;
#define CALIBRATION_CONTEXTS 4

/** What sort of answer it is. */
typedef enum {
    CALIBRATION_PLACE,  ///< a place by its name, up to a province in size
    CALIBRATION_LARGE,  ///< a region, country or sea by its name
    CALIBRATION_PART,   ///< a direction, part, border …
    CALIBRATION_UNIT,   ///< the unit or town that stands for something unknown in it
    CALIBRATION_OFFSET, ///< a distance, mostly with a direction, from a place
} calibration_family;
#define CALIBRATION_FAMILIES 5

/** The share of right answers at this evidence, 0 to 1; never falls as evidence rises. */
double calibration_confidence(calibration_context context, calibration_family family, double evidence);
/** "sea/part", as the table and its maker write it; owned by the library. */
const char *calibration_setting_name(calibration_context context, calibration_family family);

#endif
