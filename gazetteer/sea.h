/**
 * @file
 * Offsets at sea. A distance over water is as long as it is said to be, since no road bends it; but it is
 * counted from the nearest shore, light, buoy or harbour mouth of what is named, and what it is counted to is
 * water.
 */
#ifndef GAZETTEER_SEA_H
#define GAZETTEER_SEA_H

#include "gazetteer/resolve.h"

/** Whether there is water up to a distance around. */
gaz_status sea_is_near(store_session *session, gaz_lonlat from, double distance_m, bool *out, gaz_error *err);
/**
 * Whether an offset ends in the sea, wherever its words say: the point, and those a fifth nearer and farther,
 * are water.
 */
gaz_status sea_is_at(store_session *session, gaz_lonlat from, double bearing_deg, double distance_m,
                     bool *out, gaz_error *err);
/** How large the part of a country or province is that its point lies in: the radius of a circle of that
 * ground. */
double sea_main_radius_m(store_session *session, const outcome *anchor);
/**
 * An offset from a town, port, cape or island. Without a bearing it leads seawards: to the middle of the
 * widest stretch of water at that distance. @p out comes as a copy of the anchor.
 */
gaz_status sea_offset_from_place(store_session *session, const phrase_node *node, const outcome *anchor,
                                 outcome *out, gaz_error *err);
/**
 * An offset from the coast of a country, province or large island, or of a part of it: the band of water at
 * that distance. @p side: where its bearing says which coast, else the node's own; NULL where none does. The
 * seas among the hints' qualifiers part the band once more. @p out comes as a copy of the anchor.
 */
gaz_status sea_offset_from_coast(store_session *session, const phrase_node *node, const phrase_node *side,
                                 const outcome *anchor, const rank_hints *hints, outcome *out,
                                 gaz_error *err);

/**
 * An offset from something unknown at a country or province (rule_offset_within): what of it lies in the sea
 * that is named among the hints' qualifiers, and on the side of the land that the bearing says.
 */
void sea_narrow_to_side(store_session *session, const phrase_node *node, const outcome *container,
                        const rank_hints *hints, outcome *out);

#endif
