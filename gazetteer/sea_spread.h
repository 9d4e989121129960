/**
 * @file
 * How far from what is said ships are that are said to be at a distance and a bearing over water.
 */
#ifndef GAZETTEER_SEA_SPREAD_H
#define GAZETTEER_SEA_SPREAD_H

#include "gazetteer/phrase.h"

/** What lies so far about an anchor is called by its name. */
#define SEA_SLACK_M 11e3

/** How long the stated distance is at least and at most, in metres, without slack. */
double sea_nearest_m(const phrase_node *node);
double sea_farthest_m(const phrase_node *node);
/** How far to either side of the stated bearing the true one may be, in degrees. */
double sea_half_width_deg(const phrase_node *node);
/** The slack of a distance: short ones have less. */
double sea_slack_m(double distance_m);

#endif
