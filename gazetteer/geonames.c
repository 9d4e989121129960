#include "gazetteer/geonames.h"

#include "gazetteer/kinds.h"
#include "gazetteer/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    COLUMN_ID = 0,
    COLUMN_NAME = 1,
    COLUMN_ALTERNATES = 3,
    COLUMN_LAT = 4,
    COLUMN_LON = 5,
    COLUMN_CLASS = 6,
    COLUMN_FEATURE = 7,
    COLUMN_COUNTRY = 8,
    COLUMN_ADMIN1 = 10,
    COLUMN_ADMIN2 = 11,
    COLUMN_POPULATION = 14,
};

typedef struct {
    const char *text;
    size_t length;
} field;

/** Parts a line at its tabs; returns the number of fields found, at most GEONAMES_COLUMNS. */
static int split(const char *line, size_t length, field fields[GEONAMES_COLUMNS])
{
    int count = 0;
    const char *end = line + length;
    while (count < GEONAMES_COLUMNS) {
        const char *tab = memchr(line, '\t', (size_t)(end - line));
        const char *stop = tab ? tab : end;
        fields[count++] = (field){line, (size_t)(stop - line)};
        if (!tab) break;
        line = tab + 1;
    }
    return count;
}

/** "SY" + "." + "11" and the like; the codes are known to fit. */
static void join_code(char *out, const char *front, size_t front_length, const field *back)
{
    memcpy(out, front, front_length);
    out[front_length] = '.';
    memcpy(out + front_length + 1, back->text, back->length);
    out[front_length + 1 + back->length] = '\0';
}

bool geonames_parse(const char *line, size_t length, geonames_row *row)
{
    field fields[GEONAMES_COLUMNS];
    if (split(line, length, fields) != GEONAMES_COLUMNS) return false;
    const field *country = &fields[COLUMN_COUNTRY], *admin1 = &fields[COLUMN_ADMIN1],
                *admin2 = &fields[COLUMN_ADMIN2], *feature = &fields[COLUMN_FEATURE];
    *row = (geonames_row){
        .name = fields[COLUMN_NAME].text,
        .name_length = fields[COLUMN_NAME].length,
        .alternates = fields[COLUMN_ALTERNATES].text,
        .alternates_length = fields[COLUMN_ALTERNATES].length,
        .feature_class = fields[COLUMN_CLASS].length == 1 ? *fields[COLUMN_CLASS].text : '\0',
    };
    // Seas and undersea features have no country.
    if (!row->name_length || (country->length != 2 && country->length != 0) || admin1->length > 10 ||
        admin2->length > 24 || feature->length >= sizeof row->feature_code)
        return false;
    if (!text_parse_number(fields[COLUMN_LAT].text, fields[COLUMN_LAT].length, &row->position.lat_deg) ||
        !text_parse_number(fields[COLUMN_LON].text, fields[COLUMN_LON].length, &row->position.lon_deg) ||
        fabs(row->position.lat_deg) > 90 || fabs(row->position.lon_deg) > 180)
        return false;
    if (!text_parse_number(fields[COLUMN_POPULATION].text, fields[COLUMN_POPULATION].length,
                           &row->population) ||
        row->population < 0)
        row->population = 0;
    double id;
    if (text_parse_number(fields[COLUMN_ID].text, fields[COLUMN_ID].length, &id) && id >= 1 && id < 1e15)
        row->id = (int64_t)id;
    memcpy(row->country_code, country->text, country->length);
    memcpy(row->feature_code, feature->text, feature->length);
    if (country->length && admin1->length) {
        join_code(row->admin1_code, country->text, 2, admin1);
        if (admin2->length) join_code(row->admin2_code, row->admin1_code, 3 + admin1->length, admin2);
    }
    return true;
}

geonames_meaning geonames_settlement(const geonames_row *row, double unknown_population)
{
    // The factor by which the seat of a government is more spoken of than its size says; a quarter is spoken
    // of together with its town, seldom alone.
    static const struct {
        const char *feature, *kind;
        double factor;
    } special[] = {{"PPLC", NULL, 4},
                   {"PPLG", NULL, 2},
                   {"PPLA", NULL, 2},
                   {"PPLA2", NULL, 1.3},
                   {"PPLX", "quarter", 0.3},
                   {"PPLQ", "abandoned place", 0.3},
                   {"PPLW", "abandoned place", 0.3},
                   {"PPLH", "abandoned place", 0.3}};
    // Bounds as in common statistics: a city from 50,000 people, a town from 5,000.
    const char *kind = row->population >= 50000 ? "city" : row->population >= 5000 ? "town" : "village";
    double factor = 1;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strcmp(row->feature_code, special[i].feature) != 0) continue;
        factor = special[i].factor;
        if (special[i].kind) kind = special[i].kind;
    }
    double people = row->population > 0 ? row->population : unknown_population;
    return (geonames_meaning){kind, people * factor, kind_settlement_extent_m(row->population)};
}

// A settlement of a full dump that has no number: of those over 500 people it would mostly have one.
#define DUMP_POPULATION_UNKNOWN 200
// A full dump names every stream and hill: what they are worth is between a hamlet and a village, whatever
// the kind's well-known examples are worth.
#define DUMP_SHARE      0.02
#define DUMP_WEIGHT_MIN 50.0
#define DUMP_WEIGHT_MAX 2000.0
// … and they are seldom larger than this; units and seas keep their kind's extent.
#define DUMP_EXTENT_MAX_M 5000.0

geonames_meaning geonames_feature(const geonames_row *row)
{
    static const struct {
        char class;
        const char *feature, *kind;
    } kinds[] = {
        {'A', "PCL", "country"},
        {'A', "ADM1", "governorate"},
        {'A', "ADM", "district"},
        {'A', "PRSH", "district"},
        {'A', "TERR", "territory"},
        {'A', "LTER", "territory"},
        {'S', "AIRB", "air base"},
        {'S', "AIR", "airport"},
        {'S', "INSM", "military base"},
        {'S', "MILB", "military base"},
        {'L', "MILB", "military base"},
        {'L', "NVB", "military base"},
        {'S', "PRN", "prison"},
        {'S', "HSP", "hospital"},
        {'S', "BDG", "bridge"},
        {'S', "UNIV", "university"},
        {'S', "CMPRF", "refugee camp"},
        {'S', "DAM", "dam"},
        {'S', "OILR", "refinery"},
        {'S', "PS", "power plant"},
        {'S', "CSTM", "border crossing"},
        {'S', "PSTB", "border crossing"},
        {'L', "OILF", "oil field"},
        {'L', "GASF", "gas field"},
        {'L', "PRT", "port"},
        {'L', "RGN", "region"},
        {'L', "AREA", "region"},
        {'T', "MTS", "mountains"},
        {'T', "HLLS", "mountains"},
        {'T', "MT", "mountain"},
        {'T', "HLL", "mountain"},
        {'T', "PK", "mountain"},
        {'T', "ISLS", "islands"},
        {'T', "ISL", "island"},
        {'T', "CAPE", "cape"},
        {'T', "PT", "cape"},
        {'T', "HDLD", "cape"},
        {'T', "PEN", "peninsula"},
        {'T', "VAL", "valley"},
        {'T', "DSRT", "desert"},
        {'T', "PLN", "plain"},
        {'H', "WAD", "valley"},
        {'H', "STM", "river"},
        {'H', "CNL", "canal"},
        {'H', "LK", "lake"},
        {'H', "RSV", "lake"},
        {'H', "BAY", "bay"},
        {'H', "GULF", "gulf"},
        {'H', "STRT", "strait"},
        {'H', "CHN", "strait"},
        {'H', "SEA", "sea"},
        {'H', "OCN", "ocean"},
        {'H', "ANCH", "anchorage"},
        {'H', "HBR", "port"},
        {'R', "RDJCT", "junction"},
        {'R', "RD", "road"},
    };
    if (row->feature_class == 'P') return geonames_settlement(row, DUMP_POPULATION_UNKNOWN);
    const char *name = "place";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].feature);
        if (kinds[i].class != row->feature_class || strncmp(row->feature_code, kinds[i].feature, length) != 0)
            continue;
        name = kinds[i].kind;
        break;
    }
    const kind_info *kind = kind_by_name(name);
    bool is_unit =
        kind->class == KIND_COUNTRY || kind->class == KIND_PROVINCE || kind->class == KIND_DISTRICT;
    // The second level keeps the extent of a district; each below has a quarter of the ground.
    double extent_m = kind->extent_m;
    if (kind->class == KIND_DISTRICT && row->feature_code[3] >= '3' && row->feature_code[3] <= '5')
        extent_m /= 1 << (row->feature_code[3] - '2');
    bool is_sea = strcmp(name, "ocean") == 0 || strcmp(name, "sea") == 0 || strcmp(name, "gulf") == 0;
    if (!is_unit && !is_sea) extent_m = fmin(extent_m, DUMP_EXTENT_MAX_M);
    double weight = fmax(DUMP_WEIGHT_MIN, fmin(DUMP_WEIGHT_MAX, DUMP_SHARE * kind->weight_pop));
    // Units of the past end with H.
    size_t length = strlen(row->feature_code);
    bool past = is_unit && length && row->feature_code[length - 1] == 'H';
    if (is_unit && !past) weight = fmax(weight, fmin(kind->weight_pop, 0.3 * row->population));
    return (geonames_meaning){name, weight, extent_m};
}

bool geonames_is_code(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (name[i] < 'A' || name[i] > 'Z') return false;
    return length >= 3 && length <= 5;
}
