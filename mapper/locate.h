/** @file Places for the incidents that have none, and areas for those coded to a province or a country. */
#ifndef INCMAP_LOCATE_H
#define INCMAP_LOCATE_H

#include "base/error.h"
#include "base/incident.h"

/** Attributions of the gazetteer's sources that were used, each once; in the set's memory. */
typedef struct {
    const char **items;
    size_t count;
} attribution_list;

typedef struct {
    const char *gazetteer_path; ///< NULL: none
    const char *country;        ///< hint where a row names no country; NULL: none
    bool want_areas;
    const bool *of_ships; ///< of each input, whether it is about ships (columns_are_of_ships)
} locate_request;

/**
 * Resolves the place of every incident of the set that has no position, equal phrases once. What cannot be
 * resolved gets its reason in @p reasons (as many as incidents, NULL at first; the set's memory). The
 * gazetteer is opened only where it is needed. @p attributions (may be NULL) gets those of the sources used.
 */
incmap_status locate_incidents(incident_set *set, const char **reasons, attribution_list *attributions,
                               const locate_request *request, incmap_error *err);

#endif
