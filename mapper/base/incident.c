#include "base/incident.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

incident incident_none(void)
{
    return (incident){.date_start = DAY_NONE,
                      .date_end = DAY_NONE,
                      .radius_m = NAN,
                      .killed_low = COUNT_NONE,
                      .killed = COUNT_NONE,
                      .killed_high = COUNT_NONE,
                      .injured_low = COUNT_NONE,
                      .injured = COUNT_NONE,
                      .injured_high = COUNT_NONE};
}

const char *incident_status_name(incident_status status)
{
    static const char *const names[] = {NULL, "confirmed", "claimed", "disputed"};
    return names[status];
}

double incident_prec_radius_m(place_prec prec)
{
    // District and province: the radius of a circle of the median area of the second- and first-level units
    // of Iraq and Syria (about 2,700 and 13,000 km²). Country: the same for Syria (185,000 km²). A line and
    // open waters have no such unit; UCDP places their point within sight of the event, so a province's is
    // taken.
    static const double radius_m[] = {
        [PREC_NONE] = NAN,  [PREC_EXACT] = 2e3,   [PREC_NEAR] = 25e3,     [PREC_ADM2] = 29e3,
        [PREC_ADM1] = 64e3, [PREC_LINEAR] = 64e3, [PREC_COUNTRY] = 243e3, [PREC_WATERS] = 64e3,
    };
    return radius_m[prec];
}

void incident_set_init(incident_set *set, const char *const *extra_names, size_t extra_count)
{
    set->texts.memory = &set->memory;
    set->extra_count = extra_count;
    set->extra_names = arena_alloc(&set->memory, extra_count * sizeof *set->extra_names);
    for (size_t i = 0; i < extra_count; i++) set->extra_names[i] = arena_strdup(&set->memory, extra_names[i]);
}

void incident_set_add(incident_set *set, const incident *item)
{
    incident copy = *item;
    // No two incidents share an identifier, so there is nothing to look for among the others.
    if (copy.id) copy.id = arena_strdup(&set->memory, copy.id);
    const char **texts[] = {&copy.title, &copy.place, &copy.type,    &copy.actor,  &copy.target, &copy.source,
                            &copy.url,   &copy.notes, &copy.country, &copy.admin1, &copy.rule};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = strpool_intern(&set->texts, *texts[i]);
    if (item->area) {
        geom_shape *area = arena_alloc(&set->memory, sizeof *area);
        *area = geom_copy(&set->memory, item->area);
        copy.area = area;
    }
    if (item->extras && set->extra_count) {
        value *extras = arena_alloc(&set->memory, set->extra_count * sizeof *extras);
        memcpy(extras, item->extras, set->extra_count * sizeof *extras);
        for (size_t i = 0; i < set->extra_count; i++)
            if (extras[i].kind == VALUE_TEXT) extras[i].text = strpool_intern(&set->texts, extras[i].text);
        copy.extras = extras;
    } else {
        copy.extras = NULL;
    }
    VEC_PUSH(set->items, set->count, set->capacity, copy);
}

void incident_set_dispose(incident_set *set)
{
    free(set->items);
    strpool_dispose(&set->texts);
    arena_dispose(&set->memory);
    *set = (incident_set){0};
}

void account_add(account *acc, const incident *item, row_fate fate, const char *reason)
{
    acc->counts[fate]++;
    if (fate == ROW_MAPPED && item->possible) acc->possible++;
    if (!reason) return;
    acc->reasons.memory = &acc->memory;
    account_row row = {item->input, item->row, fate, strpool_intern(&acc->reasons, reason)};
    VEC_PUSH(acc->rows, acc->row_count, acc->row_capacity, row);
}

int64_t account_read(const account *acc)
{
    int64_t sum = 0;
    for (int fate = 0; fate < ROW_FATE_COUNT; fate++) sum += acc->counts[fate];
    return sum;
}

const char *row_fate_key(row_fate fate)
{
    static const char *const keys[] = {"mapped", "outside_dates", "filtered", "unresolved", "rejected"};
    return keys[fate];
}

char *account_format_line(const account *acc, char out[ACCOUNT_LINE_MAX])
{
    snprintf(out, ACCOUNT_LINE_MAX,
             "read %lld = mapped %lld + outside dates %lld + filtered %lld + unresolved %lld + rejected %lld",
             (long long)account_read(acc), (long long)acc->counts[ROW_MAPPED],
             (long long)acc->counts[ROW_OUTSIDE_DATES], (long long)acc->counts[ROW_FILTERED],
             (long long)acc->counts[ROW_UNRESOLVED], (long long)acc->counts[ROW_REJECTED]);
    return out;
}

void account_dispose(account *acc)
{
    free(acc->rows);
    strpool_dispose(&acc->reasons);
    arena_dispose(&acc->memory);
    *acc = (account){0};
}
