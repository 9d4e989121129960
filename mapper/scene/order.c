#include "scene/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_texts(const char *a, const char *b)
{
    if (a == b) return 0;
    if (!a || !b) return a ? 1 : -1;
    return strcmp(a, b);
}

static int compare_numbers(double a, double b)
{
    // An unknown number (NAN) comes before the known ones.
    if (isnan(a) || isnan(b)) return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static int compare_shapes(const geom_shape *a, const geom_shape *b)
{
    if (a == b) return 0;
    if (!a || !b) return a ? 1 : -1;
    if (a->kind != b->kind) return a->kind > b->kind ? 1 : -1;
    size_t count = geom_point_count(a);
    if (count != geom_point_count(b)) return count > geom_point_count(b) ? 1 : -1;
    if (a->part_count != b->part_count) return a->part_count > b->part_count ? 1 : -1;
    for (size_t i = 0; i < a->part_count; i++)
        if (a->part_ends[i] != b->part_ends[i]) return a->part_ends[i] > b->part_ends[i] ? 1 : -1;
    for (size_t i = 0; i < count; i++) {
        int order = compare_numbers(a->points[i].lon_deg, b->points[i].lon_deg);
        if (!order) order = compare_numbers(a->points[i].lat_deg, b->points[i].lat_deg);
        if (order) return order;
    }
    return 0;
}

static int compare_values(const value *a, const value *b)
{
    if (a->kind != b->kind) return a->kind > b->kind ? 1 : -1;
    switch (a->kind) {
    case VALUE_NULL: return 0;
    case VALUE_BOOL: return a->boolean - b->boolean;
    case VALUE_NUMBER: return compare_numbers(a->number, b->number);
    case VALUE_TEXT: return compare_texts(a->text, b->text);
    }
    return 0;
}

static int compare_incidents(const incident *a, const incident *b, size_t extra_count)
{
    const double firsts[][2] = {{a->date_start, b->date_start}, {a->date_end, b->date_end}};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
        if (firsts[i][0] != firsts[i][1]) return firsts[i][0] > firsts[i][1] ? 1 : -1;
    int order = compare_texts(a->id, b->id);
    if (!order) order = compare_numbers(a->position.lon_deg, b->position.lon_deg);
    if (!order) order = compare_numbers(a->position.lat_deg, b->position.lat_deg);
    if (!order) order = compare_texts(a->type, b->type);
    if (order) return order;

    const char *const texts[][2] = {
        {a->title, b->title},     {a->place, b->place},   {a->actor, b->actor}, {a->target, b->target},
        {a->source, b->source},   {a->url, b->url},       {a->notes, b->notes}, {a->rule, b->rule},
        {a->country, b->country}, {a->admin1, b->admin1},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if ((order = compare_texts(texts[i][0], texts[i][1]))) return order;
    const double numbers[][2] = {
        {a->radius_m, b->radius_m},
        {a->confidence, b->confidence},
        {a->date_prec, b->date_prec},
        {a->prec, b->prec},
        {a->killed_low, b->killed_low},
        {a->killed, b->killed},
        {a->killed_high, b->killed_high},
        {a->injured_low, b->injured_low},
        {a->injured, b->injured},
        {a->injured_high, b->injured_high},
        {a->status, b->status},
        {a->possible, b->possible},
        {a->has_position, b->has_position},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if ((order = compare_numbers(numbers[i][0], numbers[i][1]))) return order;
    if ((order = compare_shapes(a->area, b->area))) return order;
    if (!a->extras || !b->extras) return !!a->extras - !!b->extras;
    for (size_t i = 0; i < extra_count; i++)
        if ((order = compare_values(&a->extras[i], &b->extras[i]))) return order;
    return 0;
}

/** Sorted apart from the incidents, which are large: most comparisons end at the day. */
typedef struct {
    day_t day;
    uint32_t index;
} order_entry;

static bool comes_after(const incident_set *set, order_entry a, order_entry b)
{
    if (a.day != b.day) return a.day > b.day;
    return compare_incidents(&set->items[a.index], &set->items[b.index], set->extra_count) > 0;
}

/** Merge sort: stable, and n log n whatever the input. */
static void sort_entries(const incident_set *set, order_entry *entries, order_entry *spare, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2;
    sort_entries(set, entries, spare, half);
    sort_entries(set, entries + half, spare, count - half);
    if (!comes_after(set, entries[half - 1], entries[half])) return;
    memcpy(spare, entries, half * sizeof *spare);
    size_t left = 0, right = half, out = 0;
    while (left < half && right < count)
        entries[out++] = comes_after(set, spare[left], entries[right]) ? entries[right++] : spare[left++];
    while (left < half) entries[out++] = spare[left++];
}

uint32_t *incident_order(const incident_set *set)
{
    bool in_order = true;
    for (size_t i = 1; in_order && i < set->count; i++) {
        const incident *a = &set->items[i - 1], *b = &set->items[i];
        in_order = a->date_start != b->date_start ? a->date_start < b->date_start
                                                  : compare_incidents(a, b, set->extra_count) <= 0;
    }
    if (in_order) return NULL;

    order_entry *entries = mem_alloc(set->count * sizeof *entries);
    order_entry *spare = mem_alloc((set->count / 2 + 1) * sizeof *spare);
    for (size_t i = 0; i < set->count; i++) entries[i] = (order_entry){set->items[i].date_start, (uint32_t)i};
    sort_entries(set, entries, spare, set->count);
    uint32_t *order = mem_alloc(set->count * sizeof *order);
    for (size_t i = 0; i < set->count; i++) order[i] = entries[i].index;
    free(entries);
    free(spare);
    return order;
}
