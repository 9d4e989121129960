/** @file The order in which incidents are drawn: one that follows from what they say, not from their rows. */
#ifndef INCMAP_SCENE_ORDER_H
#define INCMAP_SCENE_ORDER_H

#include "base/incident.h"

/**
 * The incidents' indices in drawing order, the lowest first: by first day (an unknown one first), last day,
 * id, position, type and then every other field; incidents equal in all of them keep their input order. A
 * sort by a style's key on top of it must be stable. NULL where the order is that of the set; else the
 * caller's, to be freed with free().
 */
uint32_t *incident_order(const incident_set *set);

#endif
