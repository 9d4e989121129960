/**
 * @file
 * Second-level units by GeoNames' names of them. No map has their outlines: a district is where its towns are
 * or, where none of them is known, around the town that it has its name from.
 */
#include "gazetteer/build.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A district is spoken of less than a town of as many people: a third, as with provinces.
#define UNIT_SHARE 0.3
// City boroughs and the steppe's largest.
#define EXTENT_MIN_M 8e3
#define EXTENT_MAX_M 60e3
// Districts touch: the third nearest seat is about where the ground of one ends.
#define NEIGHBOUR 3

typedef struct {
    const admin_name *name;
    gaz_lonlat position;
    double people, reach_m;
    bool is_placed;
} district;

typedef struct {
    builder *b;
    size_t *rows;      ///< indices of the towns, ordered by second-level code
    const char **keys; ///< folded names of the towns, as b->rows
} towns;

static int compare_by_admin2(const void *a, const void *b, void *rows)
{
    const geonames_row *all = rows;
    size_t i = *(const size_t *)a, k = *(const size_t *)b;
    int order = strcmp(all[i].admin2_code, all[k].admin2_code);
    return order ? order : (i > k) - (i < k);
}

static towns index_towns(builder *b)
{
    towns t = {b, scope_alloc(&b->work, b->row_count * sizeof *t.rows),
               scope_alloc(&b->work, b->row_count * sizeof *t.keys)};
    for (size_t i = 0; i < b->row_count; i++) {
        folded keys;
        t.rows[i] = i;
        bool usable = fold_name(b->writer.fold, b->rows[i].name, b->rows[i].name_length, &keys);
        t.keys[i] = usable ? scope_strdup(&b->work, keys.key) : "";
    }
    qsort_r(t.rows, b->row_count, sizeof *t.rows, compare_by_admin2, b->rows);
    return t;
}

/** The first of the ordered towns whose code is not before @p code. */
static size_t first_town(const towns *t, const char *code)
{
    size_t low = 0, high = t->b->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(t->b->rows[t->rows[middle]].admin2_code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** "IQ.01" of "IQ.01.99"; in the scope. */
static const char *admin1_of(builder *b, const char *code)
{
    const char *last = strrchr(code, '.');
    return scope_strndup(&b->work, code, last ? (size_t)(last - code) : strlen(code));
}

/** Puts a district among its towns; false where none is known. */
static bool place_by_towns(const towns *t, district *d)
{
    const double rad = M_PI / 180;
    double x = 0, y = 0, z = 0;
    size_t begin = first_town(t, d->name->code), end = begin;
    for (; end < t->b->row_count; end++) {
        const geonames_row *row = &t->b->rows[t->rows[end]];
        if (strcmp(row->admin2_code, d->name->code) != 0) break;
        double lat = row->position.lat_deg * rad, lon = row->position.lon_deg * rad;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
        d->people += row->population;
    }
    if (begin == end) return false;
    d->position = (gaz_lonlat){atan2(y, x) / rad, atan2(z, hypot(x, y)) / rad};
    for (size_t i = begin; i < end; i++)
        d->reach_m = fmax(d->reach_m, geodesy_rough_distance_m(d->position, t->b->rows[t->rows[i]].position));
    return true;
}

/** The key of a district's name without the word for its kind; "" where it has none, or nothing else. */
static void bare_key(builder *b, const char *name, char key[FOLD_MAX])
{
    folded keys, bare;
    *key = '\0';
    if (!fold_name(b->writer.fold, name, strlen(name), &keys)) return;
    size_t start = 0, length = strlen(keys.plain);
    const char *rest = keys.plain;
    if (!kind_strip_back(keys.plain, &length)) {
        if (!kind_strip_front(keys.plain, &start)) return;
        rest += start;
        length = strlen(rest);
    }
    if (fold_name(b->writer.fold, rest, length, &bare)) strcpy(key, bare.key);
}

/** The largest town of a key in a first-level unit; NULL: none. */
static const geonames_row *town_of(const towns *t, const char *admin1_code, const char *key)
{
    size_t begin, end;
    const geonames_row *best = NULL;
    build_unit_rows(t->b, admin1_code, &begin, &end);
    for (size_t i = begin; *key && i < end; i++) {
        const geonames_row *row = &t->b->rows[t->b->rows_by_admin1[i]];
        if (strcmp(t->keys[t->b->rows_by_admin1[i]], key) != 0) continue;
        if (!best || row->population > best->population) best = row;
    }
    return best;
}

static void place_district(const towns *t, district *d)
{
    char key[FOLD_MAX];
    const char *admin1_code = admin1_of(t->b, d->name->code);
    bare_key(t->b, d->name->name, key);
    if (!*key) {
        // A unit that is named just as a town of it is that town for whoever writes the name.
        folded keys;
        fold_name(t->b->writer.fold, d->name->name, strlen(d->name->name), &keys);
        if (town_of(t, admin1_code, keys.key)) return;
    }
    d->is_placed = place_by_towns(t, d);
    const geonames_row *seat = d->is_placed ? NULL : town_of(t, admin1_code, key);
    if (!seat) return;
    d->is_placed = true;
    d->position = seat->position;
    d->people = seat->population;
}

/** How far a district reaches: to its neighbours in the same first-level unit, [begin, end) of all. */
static double extent_of(const district *all, size_t begin, size_t end, const district *d)
{
    double nearest_m[NEIGHBOUR];
    for (size_t i = 0; i < NEIGHBOUR; i++) nearest_m[i] = INFINITY;
    for (size_t i = begin; i < end; i++) {
        if (&all[i] == d || !all[i].is_placed) continue;
        double distance_m = geodesy_rough_distance_m(all[i].position, d->position);
        for (size_t k = 0; k < NEIGHBOUR; k++) {
            if (distance_m >= nearest_m[k]) continue;
            double next_m = nearest_m[k];
            nearest_m[k] = distance_m;
            distance_m = next_m;
        }
    }
    double extent_m =
        isfinite(nearest_m[NEIGHBOUR - 1]) ? nearest_m[NEIGHBOUR - 1] : kind_by_name("district")->extent_m;
    return fmin(EXTENT_MAX_M, fmax(EXTENT_MIN_M, fmax(extent_m, d->reach_m)));
}

static gaz_status write_districts(builder *b, const district *all, size_t begin, size_t end, size_t *written,
                                  gaz_error *err)
{
    const kind_info *kind = kind_by_name("district");
    gaz_status status = GAZ_OK;
    for (size_t i = begin; status == GAZ_OK && i < end; i++) {
        const district *d = &all[i];
        if (!d->is_placed) continue;
        const char *admin1_code = admin1_of(b, d->name->code);
        store_new_place place = {
            .name = d->name->name,
            .kind = kind->name,
            .country = scope_strndup(&b->work, d->name->code, 2),
            .admin1 = build_admin_name(b->admin1, b->admin1_count, admin1_code),
            .admin1_code = admin1_code,
            .detail = "",
            .position = d->position,
            .population = d->people,
            .extent_m = extent_of(all, begin, end, d),
            .weight = fmax(kind->weight_pop, UNIT_SHARE * d->people),
            .unit_level = -1,
            .source = b->geonames_source,
        };
        int64_t id;
        status = store_write_place(&b->writer, &place, &id, err);
        ++*written;
    }
    return status;
}

gaz_status import_districts(builder *b, gaz_error *err)
{
    if (!b->row_count || !b->admin2_count) return GAZ_OK;
    const towns t = index_towns(b);
    district *all = scope_alloc(&b->work, b->admin2_count * sizeof *all);
    for (size_t i = 0; i < b->admin2_count; i++) {
        all[i].name = &b->admin2[i];
        if (strlen(all[i].name->code) > 3) place_district(&t, &all[i]);
    }
    gaz_status status = GAZ_OK;
    size_t written = 0;
    for (size_t begin = 0, end; status == GAZ_OK && begin < b->admin2_count; begin = end) {
        // The names are ordered by code: those of one first-level unit stand together.
        const char *code = all[begin].name->code, *last = strrchr(code, '.');
        size_t length = last ? (size_t)(last - code) + 1 : strlen(code);
        for (end = begin + 1; end < b->admin2_count && !strncmp(all[end].name->code, code, length);) end++;
        status = write_districts(b, all, begin, end, &written, err);
    }
    if (status == GAZ_OK) build_report(b, "geonames: %zu districts", written);
    return status;
}
