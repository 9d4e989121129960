/** @file The way from the input files to the incidents that will be mapped: read, select, resolve; every row
 * counted. */
#ifndef INCMAP_PIPELINE_H
#define INCMAP_PIPELINE_H

#include "base/error.h"
#include "base/incident.h"
#include "base/strbuf.h"
#include "locate.h"

/** A column that at least one input must have, and the option that asks for it, e.g. "--by". */
typedef struct {
    const char *option, *column;
} asked_column;

typedef struct {
    const char *const *inputs;
    size_t input_count;
    date_range range;       ///< DAY_NONE at either end: open
    const char *last;       ///< "7d", "4w", "3m", "1y" back from the newest incident; NULL: not asked for
    const char *where;      ///< SQL expression; NULL: none
    const char *const *map; ///< "field=column"
    size_t map_count;
    const char *date_order;
    const char *layer;
    const char *const *extras; ///< columns the style and options ask for
    size_t extra_count;
    asked_column asked[2];      ///< of the extras, those that the user names; column NULL: none
    const char *country;        ///< hint for the gazetteer; NULL: none
    const char *gazetteer_path; ///< NULL: no gazetteer; then places without coordinates are unresolved
    bool want_areas;            ///< fill in the areas of incidents that have only a precision code
    const char **datasets; ///< gets for each input the known export it is, NULL for none; NULL: not wanted
    strbuf *description;   ///< gets what was recognised, for people; NULL: not wanted
} pipeline_request;

/**
 * Runs it. @p set and @p acc are zeroed by the caller and disposed of by the caller, also after a failure.
 * range in the request is narrowed by @p last; the effective range is returned in *effective (may be NULL).
 */
incmap_status pipeline_load(incident_set *set, account *acc, date_range *effective,
                            attribution_list *attributions, const pipeline_request *request,
                            incmap_error *err);

#endif
