/**
 * @file
 * Places from a coded archive. Rows of one name in one first-level unit are one group; positions of a group
 * that lie together are one place, those far from them a namesake. A place's point is the median, which a few
 * slips of the coders do not move; its extent is what nine in ten rows lie within.
 */
#include "gazetteer/geodesy.h"
#include "gazetteer/hints.h"
#include "gazetteer/import_session.h"
#include "gazetteer/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// What is within this of the commonest position is the same place: what ranking takes for one place too.
#define CLUSTER_M 12e3
// Namesakes of one name in one unit; more is noise.
#define CLUSTERS_MAX 16
// Spellings of one place that are kept, the commonest first.
#define SPELLINGS_MAX 20
// UCDP's code 2 is "within 25 km": half a vote. A row without a code may be either.
#define WEIGHT_EXACT 1.0
#define WEIGHT_NEAR  0.5
// A place that the archive names often is spoken of more; a hundred rows and more count as a hundred.
#define ROWS_FACTOR_MAX 10.0

typedef struct {
    const char *name, *key, *country;
    gaz_lonlat position;
    double weight;
    bool is_near; ///< coded as near the place, not at it
    bool taken;   ///< belongs to a place already
} observation;

struct learner {
    scope memory;
    char *country_text;   ///< the country as the row before worded it; malloc, NULL: none yet
    char country_code[3]; ///< what that is
    observation *items;
    size_t count, capacity;
};

void learner_free(learner *l)
{
    if (!l) return;
    scope_dispose(&l->memory);
    free(l->country_text);
    free(l);
}

/** A name without the word for its kind, and that kind. Words that are the name's own ("Aleppo University")
 * stay. */
static const char *strip_name(scope *memory, fold_tools *fold, const char *name, const kind_info **kind)
{
    *kind = kind_by_name("village");
    folded keys, rest;
    if (!fold_name(fold, name, strlen(name), &keys)) return name;
    size_t length = strlen(keys.plain);
    const kind_info *found = kind_strip_back(keys.plain, &length);
    if (!found) return name;
    bool is_unit =
        found->class == KIND_DISTRICT || found->class == KIND_PROVINCE || found->class == KIND_COUNTRY;
    *kind = is_unit ? kind_by_name("place") : found;
    if (found->class != KIND_SETTLEMENT && found->class != KIND_QUARTER) return name;
    size_t words = 0, end = strlen(name);
    for (const char *c = keys.plain + length; *c; c++) words += *c == ' ';
    for (; words && end; words--) {
        while (end && name[end - 1] == ' ') end--;
        while (end && name[end - 1] != ' ') end--;
    }
    while (end && name[end - 1] == ' ') end--;
    keys.plain[length] = '\0';
    // Signs between the words would make the count wrong.
    if (!end || !fold_name(fold, name, end, &rest) || strcmp(rest.plain, keys.plain) != 0) return name;
    return scope_strndup(memory, name, end);
}

/**
 * Names as aliases, "|" behind each: as it stands and without the word for its kind; and where two names are
 * given at once, "A (B) village" or "A/B village", each of them.
 */
static const char *aliases_of(scope *memory, fold_tools *fold, const char *name)
{
    const kind_info *kind;
    const char *bare = strip_name(memory, fold, name, &kind), *out;
    out = scope_printf(memory, "%s|%s|", name, bare);
    const size_t open = strcspn(bare, "("), slash = strcspn(bare, "/");
    if (bare[open]) {
        const char *inside = bare + open + 1;
        out = scope_printf(memory, "%s%.*s|%.*s|", out, (int)strcspn(inside, ")"), inside, (int)open, bare);
        bare = scope_strndup(memory, bare, open);
        while (*bare && bare[strlen(bare) - 1] == ' ') bare = scope_strndup(memory, bare, strlen(bare) - 1);
        // "A village (B)": the word for the kind stands before the bracket.
        out = scope_printf(memory, "%s%s|", out, strip_name(memory, fold, bare, &kind));
    } else if (bare[slash]) {
        out = scope_printf(memory, "%s%.*s|%s|", out, (int)slash, bare, bare + slash + 1);
    }
    return out;
}

static double weight_of(int precision)
{
    return precision == 1 ? WEIGHT_EXACT : precision == 2 || precision == 0 ? WEIGHT_NEAR : 0;
}

/** The code of a row's country: archives give names, and the same one in most rows. */
static gaz_status read_country(gaz_import *import, const char *text, const char **out, gaz_error *err)
{
    learner *l = import->learner;
    *out = l->country_code;
    if (l->country_text && strcmp(l->country_text, text) == 0) return GAZ_OK;
    free(l->country_text);
    l->country_text = strdup(text);
    if (!l->country_text) return import_out_of_memory(err);
    gaz_status status = hints_country(import->session, text, l->country_code, NULL, err);
    scope_reset(&import->session->work);
    return status;
}

static bool observe(gaz_import *import, const gaz_observation *from, const char *country)
{
    learner *l = import->learner;
    fold_tools *fold = import->writer.fold;
    double weight = weight_of(from->precision);
    folded keys, unit = {0};
    if (!weight || !from->name || !(fabs(from->position.lon_deg) <= 180) ||
        !(fabs(from->position.lat_deg) <= 90))
        return false;
    const kind_info *kind;
    const char *stripped = strip_name(&l->memory, fold, from->name, &kind);
    if (!fold_name(fold, stripped, strlen(stripped), &keys)) return false;
    if (from->admin1) fold_name(fold, from->admin1, strlen(from->admin1), &unit);
    observation item = {
        .name = scope_strdup(&l->memory, from->name),
        .key = scope_printf(&l->memory, "%s\t%s\t%s\t%s", keys.key, kind->name, unit.key, country),
        .country = scope_strdup(&l->memory, country),
        .position = from->position,
        .weight = weight,
        .is_near = from->precision == 2,
    };
    SCOPE_PUSH(&l->memory, l->items, l->count, l->capacity, item);
    return true;
}

GAZ_API gaz_status gaz_import_observe(gaz_import *import, const gaz_observation *from, gaz_error *err)
{
    if (!import->learner && !(import->learner = calloc(1, sizeof *import->learner)))
        return import_out_of_memory(err);
    if (setjmp(import->learner->memory.trap)) return import_out_of_memory(err);
    if (setjmp(import->session->work.trap)) return import_out_of_memory(err);
    const char *country = "";
    gaz_status status = GAZ_OK;
    if (from->country && *from->country) status = read_country(import, from->country, &country, err);
    if (status == GAZ_OK && !observe(import, from, country)) import->totals.rejected++;
    return status;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/** By group, then by position, then by spelling: the order of the rows does not matter. */
static int compare_observations(const void *a, const void *b)
{
    const observation *p = a, *q = b;
    int order = strcmp(p->key, q->key);
    if (!order) order = compare_numbers(p->position.lon_deg, q->position.lon_deg);
    if (!order) order = compare_numbers(p->position.lat_deg, q->position.lat_deg);
    if (!order) order = strcmp(p->name, q->name);
    return order ? order : compare_numbers(p->weight, q->weight);
}

static bool same_position(const observation *a, const observation *b)
{
    return a->position.lon_deg == b->position.lon_deg && a->position.lat_deg == b->position.lat_deg;
}

/** The position of a group that most rows not taken yet give; NULL: all are taken. */
static const observation *commonest(const observation *items, size_t count)
{
    const observation *best = NULL;
    double best_weight = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        double weight = 0;
        while (end < count && same_position(&items[i], &items[end]))
            weight += items[end].taken ? 0 : items[end].weight, end++;
        if (weight > best_weight) {
            best = &items[i];
            best_weight = weight;
        }
        i = end;
    }
    return best;
}

typedef struct {
    double value, weight;
} weighed;

static int compare_weighed(const void *a, const void *b)
{
    const weighed *p = a, *q = b;
    int order = compare_numbers(p->value, q->value);
    return order ? order : compare_numbers(p->weight, q->weight);
}

/** The value below which @p share of the weight lies. Sorts. */
static double quantile(weighed *values, size_t count, double share)
{
    double total = 0, sum = 0;
    for (size_t i = 0; i < count; i++) total += values[i].weight;
    qsort(values, count, sizeof *values, compare_weighed);
    for (size_t i = 0; i < count; i++) {
        sum += values[i].weight;
        if (sum >= share * total) return values[i].value;
    }
    return values[count - 1].value;
}

typedef struct {
    const char *name;
    double weight;
} spelling;

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const spelling *)a)->name, ((const spelling *)b)->name);
}

static int compare_spellings(const void *a, const void *b)
{
    const spelling *p = a, *q = b;
    int order = compare_numbers(q->weight, p->weight);
    return order ? order : strcmp(p->name, q->name);
}

/** Distinct spellings of a place, the commonest first; returns their number. */
static size_t gather_spellings(const observation *const *members, size_t count, spelling *out)
{
    for (size_t i = 0; i < count; i++) out[i] = (spelling){members[i]->name, members[i]->weight};
    qsort(out, count, sizeof *out, compare_names);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && strcmp(out[kept - 1].name, out[i].name) == 0)
            out[kept - 1].weight += out[i].weight;
        else
            out[kept++] = out[i];
    }
    qsort(out, kept, sizeof *out, compare_spellings);
    return kept;
}

static gaz_status write_place(gaz_import *import, const observation *const *members, size_t count,
                              gaz_error *err)
{
    scope *s = &import->learner->memory;
    weighed *values = scope_alloc(s, count * sizeof *values);
    double weight = 0;
    size_t near_count = 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = (weighed){members[i]->position.lon_deg, members[i]->weight};
        weight += members[i]->weight;
        near_count += members[i]->is_near;
    }
    gaz_lonlat centre;
    centre.lon_deg = quantile(values, count, 0.5);
    for (size_t i = 0; i < count; i++)
        values[i] = (weighed){members[i]->position.lat_deg, members[i]->weight};
    centre.lat_deg = quantile(values, count, 0.5);
    for (size_t i = 0; i < count; i++)
        values[i] = (weighed){geodesy_distance_m(centre, members[i]->position), members[i]->weight};
    double reach_m = quantile(values, count, 0.9);

    spelling *spellings = scope_alloc(s, count * sizeof *spellings);
    size_t spelling_count = gather_spellings(members, count, spellings);
    const kind_info *kind;
    const char *name = strip_name(s, import->writer.fold, spellings[0].name, &kind);
    const char *aliases = "";
    for (size_t i = 0; i < spelling_count && i < SPELLINGS_MAX; i++)
        aliases = scope_printf(s, "%s%s", aliases, aliases_of(s, import->writer.fold, spellings[i].name));
    gaz_import_place place = {
        .name = name,
        .aliases = aliases,
        .kind = kind->name,
        .country = members[0]->country,
        .position = &centre,
        .extent_m = fmax(kind->extent_m, reach_m),
        // Where the codes are as many, the wider claim is the safer one.
        .is_vague = near_count && 2 * near_count >= count,
        .weight = IMPORT_USER_FACTOR * kind->weight_pop * fmin(ROWS_FACTOR_MAX, fmax(1, sqrt(weight))),
    };
    return gaz_import_add(import, &place, err);
}

/** Takes a group apart into places. */
static gaz_status write_group(gaz_import *import, observation *items, size_t count, gaz_error *err)
{
    scope *s = &import->learner->memory;
    const observation **members = scope_alloc(s, count * sizeof(observation *));
    size_t left = count;
    gaz_status status = GAZ_OK;
    for (int i = 0; status == GAZ_OK && left && i < CLUSTERS_MAX; i++) {
        const observation *middle = commonest(items, count);
        size_t member_count = 0;
        for (size_t k = 0; k < count; k++) {
            if (items[k].taken || geodesy_distance_m(middle->position, items[k].position) > CLUSTER_M)
                continue;
            items[k].taken = true;
            members[member_count++] = &items[k];
        }
        left -= member_count;
        status = write_place(import, members, member_count, err);
    }
    import->totals.rejected += (int64_t)left;
    return status;
}

gaz_status learner_write(gaz_import *import, gaz_error *err)
{
    learner *l = import->learner;
    if (!l || !l->count) return GAZ_OK;
    if (setjmp(l->memory.trap)) return import_out_of_memory(err);
    qsort(l->items, l->count, sizeof *l->items, compare_observations);
    gaz_status status = GAZ_OK;
    for (size_t i = 0, end; status == GAZ_OK && i < l->count; i = end) {
        end = i;
        while (end < l->count && strcmp(l->items[i].key, l->items[end].key) == 0) end++;
        status = write_group(import, &l->items[i], end - i, err);
    }
    return status;
}
