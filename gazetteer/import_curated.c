/** @file The curated places: every CSV file with our header in one folder, in the order of the file names. */
#include "gazetteer/build.h"
#include "gazetteer/csv.h"
#include "gazetteer/kinds.h"
#include "gazetteer/text.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIELD_ID,
    FIELD_NAME,
    FIELD_KIND,
    FIELD_COUNTRY,
    FIELD_ADMIN1,
    FIELD_LON,
    FIELD_LAT,
    FIELD_EXTENT,
    FIELD_NAMES,
    FIELD_GEOMETRY,
    FIELD_SOURCE,
    FIELD_NOTE,
    FIELD_COUNT,
};

static const char *const header[FIELD_COUNT] = {"id",  "name",     "kind",  "country",  "admin1", "lon",
                                                "lat", "extent_m", "names", "geometry", "source", "note"};

// A curated place was chosen because reports speak of it: five times as often as of others of its kind, and
// never less than of a town of 50,000; but for villages and small towns, of which there are many.
#define CURATED_FACTOR     5
#define CURATED_WEIGHT_MIN 5e4

typedef struct {
    const char *path;
    char **fields;
    long line;
    int source;
} curated_row;

static gaz_status bad_row(const curated_row *row, int field, const char *remedy, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_INPUT, "%s:%ld: %s \"%s\": %s", row->path, row->line, header[field],
                    row->fields[field], remedy);
}

static gaz_status write_aliases(builder *b, const curated_row *row, int64_t place, double weight,
                                gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *at = row->fields[FIELD_NAMES];
    while (status == GAZ_OK && *at) {
        size_t length = strcspn(at, "|");
        status = store_write_name(&b->writer, place, weight, at, length, err);
        at += length + (at[length] == '|');
    }
    return status;
}

/** The unit of the packages that a curated governorate or country is; NULL: none, it is a place of its own.
 */
static const built_unit *same_unit(builder *b, const curated_row *row, const kind_info *kind)
{
    const char *country = row->fields[FIELD_COUNTRY];
    if (strlen(country) != 2) return NULL;
    if (kind->class == KIND_COUNTRY) return build_unit_by_code(b, country);
    if (kind->class != KIND_PROVINCE) return NULL;
    const char *const names[] = {row->fields[FIELD_ADMIN1], row->fields[FIELD_NAME]};
    for (size_t i = 0; i < 2; i++) {
        const built_unit *unit = *names[i] ? build_unit_by_name(b, country, names[i]) : NULL;
        if (unit) return unit;
    }
    for (const char *at = row->fields[FIELD_NAMES]; *at;) {
        size_t length = strcspn(at, "|");
        const built_unit *unit = build_unit_by_name(b, country, scope_strndup(&b->work, at, length));
        if (unit) return unit;
        at += length + (at[length] == '|');
    }
    return NULL;
}

static gaz_status read_position(const curated_row *row, gaz_lonlat *at, gaz_error *err)
{
    const char *lon = row->fields[FIELD_LON], *lat = row->fields[FIELD_LAT];
    if (!text_parse_number(lon, strlen(lon), &at->lon_deg) || fabs(at->lon_deg) > 180)
        return bad_row(row, FIELD_LON, "give a longitude from -180 to 180, or a geometry", err);
    if (!text_parse_number(lat, strlen(lat), &at->lat_deg) || fabs(at->lat_deg) > 90)
        return bad_row(row, FIELD_LAT, "give a latitude from -90 to 90, or a geometry", err);
    return GAZ_OK;
}

static gaz_status read_geometry(builder *b, const curated_row *row, GEOSGeometry **out, gaz_error *err)
{
    *out = NULL;
    const char *wkt = row->fields[FIELD_GEOMETRY];
    if (!*wkt) return GAZ_OK;
    GEOSGeometry *geometry = shape_from_wkt(&b->work, wkt);
    int type = geometry ? GEOSGeomTypeId_r(b->work.geos, geometry) : -1;
    if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON)
        *out = shape_make_valid(&b->work, geometry);
    else if (type == GEOS_LINESTRING || type == GEOS_MULTILINESTRING)
        *out = geometry;
    if (*out) return GAZ_OK;
    return bad_row(row, FIELD_GEOMETRY, "give a WKT POLYGON, MULTIPOLYGON or LINESTRING in degrees, lon lat",
                   err);
}

static gaz_status fill_place(builder *b, const curated_row *row, const kind_info *kind,
                             store_new_place *place, GEOSGeometry *geometry, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    bool has_position = *row->fields[FIELD_LON] || *row->fields[FIELD_LAT];
    bool is_line = geometry && kind->class == KIND_LINE;
    int type = geometry ? GEOSGeomTypeId_r(b->work.geos, geometry) : -1;
    if (type == GEOS_LINESTRING || type == GEOS_MULTILINESTRING) is_line = true;
    if (has_position || !geometry)
        status = read_position(row, &place->position, err);
    else
        place->position = is_line ? shape_middle(&b->work, geometry) : shape_best_point(&b->work, geometry);
    if (status != GAZ_OK) return status;

    const char *extent = row->fields[FIELD_EXTENT];
    if (*extent) {
        if (!text_parse_number(extent, strlen(extent), &place->extent_m) || place->extent_m <= 0)
            return bad_row(row, FIELD_EXTENT, "give a radius in metres above 0, or leave it empty", err);
    } else if (geometry && !is_line) {
        place->extent_m = shape_radius_m(&b->work, geometry, place->position);
    } else {
        place->extent_m = kind->extent_m;
    }
    place->weight = fmax(CURATED_FACTOR * kind->weight_pop, kind_is_minor(kind) ? 0 : CURATED_WEIGHT_MIN);

    const char *country = row->fields[FIELD_COUNTRY], *admin1 = row->fields[FIELD_ADMIN1];
    if (strlen(country) != 2) return GAZ_OK;
    const built_unit *unit = *admin1 ? build_unit_by_name(b, country, admin1) : NULL;
    if (unit) {
        place->admin1_code = unit->code;
        place->admin1 = unit->name;
    } else if (*admin1) {
        const map_unit *outline = build_map_unit_at(b, place->position);
        if (outline && strcmp(outline->country, country) == 0) place->admin1_code = outline->admin1_code;
    }
    return GAZ_OK;
}

/** Puts a country where reference works put it; its outline stays the map's. */
static gaz_status move_country(builder *b, const curated_row *row, const built_unit *unit, gaz_error *err)
{
    if (!*row->fields[FIELD_LON] && !*row->fields[FIELD_LAT]) return GAZ_OK;
    gaz_lonlat at;
    gaz_status status = read_position(row, &at, err);
    for (size_t i = 0; status == GAZ_OK && i < b->map_unit_count; i++) {
        const map_unit *outline = &b->map_units[i];
        if (outline->level != 0 || strcmp(outline->country, unit->code) != 0) continue;
        double extent_m = shape_home_radius_m(&b->work, outline->geometry, at);
        return store_write_move(&b->writer, unit->place, at, extent_m, err);
    }
    return status;
}

static gaz_status write_row(builder *b, const curated_row *row, gaz_error *err)
{
    char **fields = row->fields;
    if (!*fields[FIELD_NAME]) return bad_row(row, FIELD_NAME, "give the place a name", err);
    if (!*fields[FIELD_KIND]) return bad_row(row, FIELD_KIND, "give the place a kind, e.g. town", err);
    for (const char *c = fields[FIELD_COUNTRY]; *c; c++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ;", *c))
            return bad_row(row, FIELD_COUNTRY, "give ISO 3166-1 alpha-2 codes with \";\" between", err);

    const kind_info *kind = kind_by_name(fields[FIELD_KIND]);
    const built_unit *unit = same_unit(b, row, kind);
    if (unit) {
        gaz_status status = kind->class == KIND_COUNTRY ? move_country(b, row, unit, err) : GAZ_OK;
        if (status == GAZ_OK)
            status = store_write_name(&b->writer, unit->place, unit->weight, fields[FIELD_NAME],
                                      strlen(fields[FIELD_NAME]), err);
        return status == GAZ_OK ? write_aliases(b, row, unit->place, unit->weight, err) : status;
    }

    GEOSGeometry *geometry;
    gaz_status status = read_geometry(b, row, &geometry, err);
    if (status != GAZ_OK) return status;
    store_new_place place = {
        .name = fields[FIELD_NAME],
        .kind = fields[FIELD_KIND],
        .country = fields[FIELD_COUNTRY],
        .admin1 = fields[FIELD_ADMIN1],
        .admin1_code = "",
        .detail = fields[FIELD_NOTE],
        .unit_level = -1,
        .source = row->source,
    };
    status = fill_place(b, row, kind, &place, geometry, err);
    if (status == GAZ_OK && geometry)
        status = store_write_shape(&b->writer, &b->work, geometry, -1, place.name, &place.shape, err);
    int64_t id;
    if (status == GAZ_OK) status = store_write_place(&b->writer, &place, &id, err);
    return status == GAZ_OK ? write_aliases(b, row, id, place.weight, err) : status;
}

static bool is_header(const csv_reader *reader)
{
    if (reader->count != FIELD_COUNT) return false;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (strcmp(reader->fields[i], header[i]) != 0) return false;
    return true;
}

static gaz_status read_file(builder *b, const char *path, int source, size_t *rows, gaz_error *err)
{
    size_t length;
    char *text = build_read_file(path, &length, err);
    if (!text) return err ? err->status : GAZ_ERROR_INPUT;
    gaz_status status = GAZ_OK;
    csv_reader reader = csv_begin(&b->work, text);
    if (!csv_next(&reader) || !is_header(&reader)) goto done;
    while (status == GAZ_OK && csv_next(&reader)) {
        if (reader.count != FIELD_COUNT) {
            status = gaz_fail(err, GAZ_ERROR_INPUT,
                              "%s:%ld: has %zu fields, not %d; quote fields that hold a comma", path,
                              reader.line, reader.count, FIELD_COUNT);
            break;
        }
        curated_row row = {path, reader.fields, reader.line, source};
        status = write_row(b, &row, err);
        ++*rows;
    }
done:
    free(text);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gaz_status import_curated(builder *b, gaz_error *err)
{
    const char *folder = b->request->curated_dir;
    if (!folder) return GAZ_OK;
    DIR *dir = opendir(folder);
    if (!dir)
        return gaz_fail(err, GAZ_ERROR_INPUT,
                        "%s: cannot be read: %s; name the folder of the curated CSV files", folder,
                        strerror(errno));
    const char **names = NULL;
    size_t count = 0, capacity = 0, rows = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length <= 4 || strcmp(entry->d_name + length - 4, ".csv") != 0) continue;
        const char *name = scope_strdup(&b->work, entry->d_name);
        SCOPE_PUSH(&b->work, names, count, capacity, name);
    }
    closedir(dir);
    if (!count) {
        build_report(b, "%s holds no .csv files: no curated places", folder);
        return GAZ_OK;
    }
    qsort(names, count, sizeof *names, compare_names);
    int source;
    gaz_status status = store_write_source(
        &b->writer, "curated", INCMAP_VERSION, "MIT, villages_syria.csv CC BY-SA 4.0: SOURCES.md",
        "Incident Mapper's curated places (positions also GeoNames CC BY 4.0, Wikipedia CC BY-SA 4.0)",
        &source, err);
    for (size_t i = 0; status == GAZ_OK && i < count; i++)
        status = read_file(b, scope_printf(&b->work, "%s/%s", folder, names[i]), source, &rows, err);
    if (status == GAZ_OK) build_report(b, "curated: %zu places from %zu files", rows, count);
    return status;
}
