/** @file Candidates that are one place, or tell about each other. */
#ifndef GAZETTEER_RANK_SAME_H
#define GAZETTEER_RANK_SAME_H

#include "gazetteer/match.h"

// Same name, this close: one place in two sources.
#define RANK_SAME_PLACE_M 12e3

/** Whether a kind is a country or a part of one, that has no point of its own. */
static inline bool rank_is_unit(const kind_info *kind)
{
    return kind->class == KIND_PROVINCE || kind->class == KIND_COUNTRY || kind->class == KIND_DISTRICT;
}

/** Drops those that are the same place as a better one, which comes before them. */
void rank_merge_same(match_list *list);

/** A town has the other names of the unit that is called after it as properly as the unit. */
void rank_share_with_seats(match_list *list);

/** A town that several sources know has the people that one of them counts. */
void rank_share_people(match_list *list);

#endif
