#include "gazetteer/sea_spread.h"

#include <math.h>

// From 550 reports of piracy, 1993 to 2012, whose anchor is known (Benden and others, 2021; before 2008 there
// are only 12 beyond 200 km, so that all years had to do): up to 100 km true/stated is 0.9 to 1.2 in nine of
// ten cases, by the shore that is meant, and what the report calls by the anchor's name lies within the slack
// about it; farther out, where positions come from a chart, the error stops growing: beyond 500 km nineteen
// of twenty lie from 35 km short to 130 km over. Widths are taken so that few of the far ones, whose misses
// are by hundreds of kilometres, are outside: all together hold nine in ten, those beyond 200 km nineteen in
// twenty. A quarter wider they hold hardly more, since what they miss contradicts its words.
#define NEARER_SHARE  0.12
#define FARTHER_SHARE 0.2
// … and of what is beyond sight of the coast, where most excess is.
#define FARTHER_BEYOND 0.3
#define NEARER_MAX_M   80e3
#define FARTHER_MAX_M  140e3
// The slack of a short distance is less: nobody gives half a mile from a place that is ten wide.
#define SLACK_LEAST_M      6e3
#define SLACK_PER_DISTANCE (1 / 6.0)
// Bearings, from the same reports beyond 100 km: how far to either side the true one is in 95 of 100 cases,
// so that distance and bearing hold nine of ten together. The four winds are used like sixteen, the four
// between them for all that is left: a perfect point of eight is 22.5 degrees wide to either side.
#define HALF_WIDTH_4_DEG  24
#define HALF_WIDTH_8_DEG  34
#define HALF_WIDTH_16_DEG 17
#define HALF_WIDTH_32_DEG 13
// Up to here four winds are used like eight, by eye; farther out positions come from a chart.
#define IN_SIGHT_M 100e3

double sea_half_width_deg(const phrase_node *node)
{
    switch (node->winds) {
    case 32: return HALF_WIDTH_32_DEG;
    case 16: return HALF_WIDTH_16_DEG;
    case 8: return HALF_WIDTH_8_DEG;
    default: return node->distance_m < IN_SIGHT_M ? HALF_WIDTH_8_DEG : HALF_WIDTH_4_DEG;
    }
}

double sea_nearest_m(const phrase_node *node)
{
    return node->distance_m - fmin(node->distance_m * NEARER_SHARE, NEARER_MAX_M);
}

double sea_farthest_m(const phrase_node *node)
{
    const double stated_m = node->distance_max_m;
    double over_m =
        FARTHER_SHARE * fmin(stated_m, IN_SIGHT_M) + FARTHER_BEYOND * fmax(0, stated_m - IN_SIGHT_M);
    return stated_m + fmin(over_m, FARTHER_MAX_M);
}

double sea_slack_m(double distance_m)
{
    return fmin(SEA_SLACK_M, SLACK_LEAST_M + distance_m * SLACK_PER_DISTANCE);
}
