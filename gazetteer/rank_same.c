#include "gazetteer/rank_same.h"

#include "gazetteer/geodesy.h"
#include "gazetteer/rank.h"

#include <math.h>
#include <string.h>

/** Whether two candidates are one place for whoever asks: two records of a town, or a town and its district.
 */
static bool same_place(const match *better, const match *other)
{
    bool nested = (rank_is_unit(better->place.kind_info) || rank_is_unit(other->place.kind_info)) &&
                  *better->place.admin1_code &&
                  strcmp(better->place.admin1_code, other->place.admin1_code) == 0;
    if (nested) return true;
    // Of a common name there are a thousand pairs: no calls for what is smaller and larger.
    const double extent_m =
        better->place.extent_m < other->place.extent_m ? better->place.extent_m : other->place.extent_m;
    const double reach_m = extent_m > RANK_SAME_PLACE_M ? extent_m : RANK_SAME_PLACE_M;
    // Most pairs lie parallels apart; a degree of latitude has 111 km on the sphere of that distance.
    if (fabs(better->place.position.lat_deg - other->place.position.lat_deg) * 111e3 > reach_m) return false;
    return geodesy_rough_distance_m(better->place.position, other->place.position) <= reach_m;
}

/**
 * Two records of one place: the later source's point and extent (curated above packages, a user's own above
 * both), the larger number of people.
 */
static void take_over(match *better, const match *other)
{
    double population = fmax(better->place.population, other->place.population);
    bool alike = better->place.kind_info->class == other->place.kind_info->class;
    // A mere point, of however late a source, is no better than the place's own ground.
    bool keeps_ground = other->place.shape || !better->place.shape;
    if (alike && keeps_ground && other->way <= better->way && other->place.source > better->place.source) {
        double weight = better->place.weight;
        better->place = other->place;
        better->place.weight = fmax(weight, other->place.weight);
    }
    better->place.population = population;
}

void rank_merge_same(match_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        match *m = &list->items[i];
        bool merged = false;
        for (size_t k = 0; k < kept && !merged; k++) {
            match *better = &list->items[k];
            if (!same_place(better, m)) continue;
            merged = true;
            take_over(better, m);
        }
        if (merged) continue;
        if (kept < i) list->items[kept] = *m;
        kept++;
    }
    list->count = kept;
}

void rank_share_with_seats(match_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const match *unit = &list->items[i];
        if (unit->place.kind_info->class != KIND_PROVINCE || unit->way != MATCH_EXACT || unit->is_proper)
            continue;
        for (size_t k = 0; k < list->count; k++) {
            match *m = &list->items[k];
            if (m->place.kind_info->class == KIND_SETTLEMENT && m->way == MATCH_EXACT &&
                *m->place.admin1_code && strcmp(m->place.admin1_code, unit->place.admin1_code) == 0)
                m->is_proper = true;
        }
    }
}

void rank_share_people(match_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const match *counted = &list->items[i];
        if (!rank_is_large_village(counted)) continue;
        for (size_t k = 0; k < list->count; k++) {
            match *m = &list->items[k];
            if (m->place.population >= counted->place.population || !m->wanted_kind ||
                geodesy_rough_distance_m(m->place.position, counted->place.position) > RANK_SAME_PLACE_M)
                continue;
            m->place.population = counted->place.population;
        }
    }
}
