/**
 * @file
 * Countries and first-level units: outlines of the world map under the codes and names of GeoNames. Where
 * the map is finer (England's counties, France's departments), the unit is the union of the outlines that
 * lie in it, and each of those is a district of its own.
 */
#include "gazetteer/build.h"
#include "gazetteer/country_names.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

/** Languages whose names of countries are known: those of most of the news. */
static const char *const languages[] = {"en", "ar", "fr", "es", "ru", "uk", "de",
                                        "tr", "fa", "he", "zh", "pt", "it"};

static gaz_status add_name(builder *b, const built_unit *unit, const char *name, gaz_error *err)
{
    return store_write_name(&b->writer, unit->place, unit->weight, name, strlen(name), err);
}

// Short forms and adjectives stand for the country less surely than its name.
#define ALIAS_SHARE 0.2

static gaz_status add_country_names(builder *b, const built_unit *unit, const char *country, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    char locale[8] = "und_";
    memcpy(locale + 4, country, 3);
    for (size_t i = 0; status == GAZ_OK && i < sizeof languages / sizeof *languages; i++) {
        UChar wide[128];
        char name[512];
        UErrorCode code = U_ZERO_ERROR;
        int32_t length = 0;
        uloc_getDisplayCountry(locale, languages[i], wide, 128, &code);
        u_strToUTF8(name, sizeof name, &length, wide, -1, &code);
        if (U_SUCCESS(code) && length > 2) status = add_name(b, unit, name, err);
    }
    for (size_t i = 0; status == GAZ_OK && i < country_alias_count; i++) {
        if (strcmp(country_aliases[i].country, country) != 0) continue;
        for (const char *at = country_aliases[i].names; status == GAZ_OK && *at;) {
            size_t alias_length = strcspn(at, "|");
            status =
                store_write_name(&b->writer, unit->place, ALIAS_SHARE * unit->weight, at, alias_length, err);
            at += alias_length + (at[alias_length] == '|');
        }
    }
    return status;
}

/** The English name that ICU knows a country by; NULL: none. */
static const char *country_name(builder *b, const char *country)
{
    char locale[8] = "und_";
    memcpy(locale + 4, country, 3);
    UChar wide[128];
    char name[512];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = 0;
    uloc_getDisplayCountry(locale, "en", wide, 128, &code);
    u_strToUTF8(name, sizeof name, &length, wide, -1, &code);
    return U_SUCCESS(code) && length > 2 ? scope_strdup(&b->work, name) : NULL;
}

static void remember(builder *b, const char *code, const char *name, int level, int64_t place, double weight)
{
    folded keys;
    fold_name(b->writer.fold, name, strlen(name), &keys);
    built_unit unit = {code, name, scope_strdup(&b->work, keys.key), place, weight, level};
    SCOPE_PUSH(&b->work, b->units, b->unit_count, b->unit_capacity, unit);
}

/**
 * Where no part of a country of islands is more than half of it, the one with its largest town is what is
 * meant: of the Seychelles Mahé, not Aldabra. Else the whole.
 */
static const GEOSGeometry *home_part(builder *b, const store_new_place *place, const GEOSGeometry *geometry)
{
    if (place->unit_level != 0) return geometry;
    const geonames_row *largest = NULL;
    for (size_t i = 0; i < b->row_count; i++) {
        const geonames_row *row = &b->rows[i];
        bool ours = strcmp(row->country_code, place->country) == 0;
        if (ours && (!largest || row->population > largest->population)) largest = row;
    }
    const GEOSGeometry *home = geometry;
    double whole = 0, share = 0;
    GEOSArea_r(b->work.geos, geometry, &whole);
    for (int i = 0; largest && i < GEOSGetNumGeometries_r(b->work.geos, geometry); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(b->work.geos, geometry, i);
        GEOSArea_r(b->work.geos, part, &share);
        if (share > whole / 2) return geometry;
        if (shape_contains(&b->work, part, largest->position)) home = part;
    }
    return home;
}

/** Writes a unit with its outline, where there is one; the new unit is the last of b->units. */
static gaz_status write_unit(builder *b, store_new_place *place, const GEOSGeometry *geometry,
                             const char *code, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    if (geometry) {
        const GEOSGeometry *home = home_part(b, place, geometry);
        place->position = shape_best_point(&b->work, home);
        place->extent_m = place->unit_level == 0 ? shape_home_radius_m(&b->work, geometry, place->position)
                                                 : shape_radius_m(&b->work, geometry, place->position);
        status = store_write_shape(&b->writer, &b->work, geometry, place->unit_level, place->name,
                                   &place->shape, err);
    }
    int64_t id = 0;
    if (status == GAZ_OK) status = store_write_place(&b->writer, place, &id, err);
    if (status == GAZ_OK && geometry && place->unit_level >= 0)
        status = store_write_shape_owner(&b->writer, place->shape, id, err);
    if (status == GAZ_OK) remember(b, code, place->name, place->unit_level, id, place->weight);
    return status;
}

static gaz_status write_countries(builder *b, int source, gaz_error *err)
{
    const kind_info *kind = kind_by_name("country");
    gaz_status status = GAZ_OK;
    for (size_t i = 0; status == GAZ_OK && i < b->map_unit_count; i++) {
        const map_unit *outline = &b->map_units[i];
        if (outline->level != 0 || build_unit_by_code(b, outline->country)) continue;
        const char *name = country_name(b, outline->country);
        store_new_place place = {
            .name = name ? name : outline->names[0],
            .kind = kind->name,
            .country = outline->country,
            .weight = kind->weight_pop,
            .unit_level = 0,
            .source = source,
        };
        status = write_unit(b, &place, outline->geometry, outline->country, err);
        if (status != GAZ_OK) break;
        const built_unit *unit = &b->units[b->unit_count - 1];
        status = add_country_names(b, unit, outline->country, err);
        for (size_t k = 0; status == GAZ_OK && outline->names[k]; k++)
            status = add_name(b, unit, outline->names[k], err);
    }
    return status;
}

static gaz_status write_outline_names(builder *b, const built_unit *unit, const map_unit *outline,
                                      gaz_error *err)
{
    gaz_status status = GAZ_OK;
    for (size_t k = 0; status == GAZ_OK && k < 4 && outline->names[k]; k++) {
        // "Homs (Hims)" is two names.
        const char *name = outline->names[k];
        size_t first = strcspn(name, "(");
        while (first && name[first - 1] == ' ') first--;
        status = store_write_name(&b->writer, unit->place, unit->weight, name, first, err);
        const char *second = strchr(name, '(');
        if (status == GAZ_OK && second)
            status = store_write_name(&b->writer, unit->place, unit->weight, second + 1,
                                      strcspn(second + 1, ")"), err);
    }
    return status;
}

/** The outlines that belong to one GeoNames unit, joined; *count says how many there are. */
static GEOSGeometry *join_unit(builder *b, const char *code, size_t *count, const map_unit **only)
{
    *count = 0;
    GEOSGeometry *joined = NULL;
    for (size_t i = 0; i < b->map_unit_count; i++) {
        const map_unit *outline = &b->map_units[i];
        if (outline->level != 1 || strcmp(outline->admin1_code, code) != 0) continue;
        *only = outline;
        GEOSGeometry *next = *count
                                 ? scope_own(&b->work, GEOSUnion_r(b->work.geos, joined, outline->geometry))
                                 : outline->geometry;
        if (next) joined = next;
        ++*count;
    }
    return joined;
}

// A province of its towns' people is spoken of less than a town of as many: a third.
#define UNIT_SHARE 0.3

typedef struct {
    size_t count;
    double people;
    gaz_lonlat middle; ///< mean of the towns, on the sphere
    double reach_m;    ///< nine in ten towns lie within
} unit_towns;

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/** What the towns of a unit say of it. */
static unit_towns towns_of(builder *b, const char *code)
{
    const double rad = M_PI / 180;
    unit_towns towns = {0};
    size_t begin, end;
    build_unit_rows(b, code, &begin, &end);
    double x = 0, y = 0, z = 0;
    for (size_t i = begin; i < end; i++) {
        const geonames_row *row = &b->rows[b->rows_by_admin1[i]];
        double lat = row->position.lat_deg * rad, lon = row->position.lon_deg * rad;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
        towns.people += row->population;
    }
    towns.count = end - begin;
    if (!towns.count) return towns;
    towns.middle = (gaz_lonlat){atan2(y, x) / rad, atan2(z, hypot(x, y)) / rad};
    double *distances_m = scope_alloc(&b->work, towns.count * sizeof *distances_m);
    for (size_t i = begin; i < end; i++)
        distances_m[i - begin] =
            geodesy_rough_distance_m(towns.middle, b->rows[b->rows_by_admin1[i]].position);
    qsort(distances_m, towns.count, sizeof *distances_m, compare_doubles);
    towns.reach_m = distances_m[(towns.count - 1) * 9 / 10];
    return towns;
}

/** The abbreviation that addresses have for a unit: GeoNames' code of it; NULL where it has a code alone. */
static const char *postal_code(const char *admin1_code)
{
    static const char *const countries[] = {"US.", "CH."};
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
        if (strncmp(admin1_code, countries[i], 3) == 0 && strlen(admin1_code + 3) == 2 &&
            strspn(admin1_code + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
            return admin1_code + 3;
    return NULL;
}

static gaz_status write_admin1(builder *b, int source, gaz_error *err)
{
    const kind_info *kind = kind_by_name("governorate");
    gaz_status status = GAZ_OK;
    for (size_t i = 0; status == GAZ_OK && i < b->admin1_count; i++) {
        const admin_name *admin = &b->admin1[i];
        size_t outline_count;
        const map_unit *outline = NULL;
        GEOSGeometry *geometry = join_unit(b, admin->code, &outline_count, &outline);
        unit_towns towns = towns_of(b, admin->code);
        if ((!geometry && !towns.count) || strlen(admin->code) < 4) continue;
        store_new_place place = {
            .name = admin->name,
            .kind = kind->name,
            .country = scope_strndup(&b->work, admin->code, 2),
            .admin1 = admin->name,
            .admin1_code = admin->code,
            // Without an outline, which takes precedence, the unit is where its towns are.
            .position = towns.middle,
            .extent_m = fmax(kind->extent_m / 4, towns.reach_m),
            .weight = fmax(kind->weight_pop, UNIT_SHARE * towns.people),
            .unit_level = 1,
            .source = source,
        };
        status = write_unit(b, &place, geometry, admin->code, err);
        const built_unit *unit = &b->units[b->unit_count - 1];
        if (status == GAZ_OK && outline_count == 1) status = write_outline_names(b, unit, outline, err);
        const char *postal = postal_code(admin->code);
        if (status == GAZ_OK && postal)
            status = store_write_name(&b->writer, unit->place, unit->weight, postal, 2, err);
    }
    return status;
}

/** Outlines that stand for no GeoNames unit alone: parts of one, or of a country that GeoNames does not part.
 */
static gaz_status write_other_outlines(builder *b, int source, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    for (size_t i = 0; status == GAZ_OK && i < b->map_unit_count; i++) {
        const map_unit *outline = &b->map_units[i];
        if (outline->level != 1) continue;
        bool has_unit = build_unit_by_code(b, outline->admin1_code) != NULL;
        if (has_unit) {
            size_t same = 0;
            for (size_t k = 0; k < b->map_unit_count && same < 2; k++)
                same += b->map_units[k].level == 1 &&
                        strcmp(b->map_units[k].admin1_code, outline->admin1_code) == 0;
            if (same < 2) continue;
        }
        const kind_info *kind = kind_by_name(has_unit ? "district" : "governorate");
        // Without a code of GeoNames the outline is known by the map's own number.
        const char *code = scope_printf(&b->work, "%s.map%zu", outline->country, i);
        store_new_place place = {
            .name = outline->names[0],
            .kind = kind->name,
            .country = outline->country,
            .admin1 = has_unit ? build_admin_name(b->admin1, b->admin1_count, outline->admin1_code)
                               : outline->names[0],
            .admin1_code = has_unit ? outline->admin1_code : code,
            .weight = kind->weight_pop,
            .unit_level = has_unit ? -1 : 1,
            .source = source,
        };
        status = write_unit(b, &place, outline->geometry, code, err);
        if (status == GAZ_OK) status = write_outline_names(b, &b->units[b->unit_count - 1], outline, err);
    }
    return status;
}

gaz_status import_units(builder *b, gaz_error *err)
{
    if (!b->map_unit_count && !b->admin1_count) return GAZ_OK;
    int source;
    gaz_status status = store_write_source(&b->writer, "naturalearth", "world_map.gpkg of qgis-common",
                                           "public domain", "Natural Earth", &source, err);
    if (status == GAZ_OK) status = write_countries(b, source, err);
    if (status == GAZ_OK) status = write_admin1(b, source, err);
    if (status == GAZ_OK) status = write_other_outlines(b, source, err);
    if (status == GAZ_OK) build_report(b, "naturalearth: %zu countries and units", b->unit_count);
    return status;
}
