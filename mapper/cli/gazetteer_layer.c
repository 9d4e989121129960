/** @file An OGR layer as places: columns of names, kinds, people and countries, and the rows' geometries. */
#include "base/arena.h"
#include "base/strbuf.h"
#include "cli/gazetteer_data.h"
#include "cli/gazetteer_open.h"
#include "read/cell.h"
#include "read/recognise.h"
#include "read/source.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Names listed in an error; more do not help.
#define NAMES_SHOWN 30
// Longest kind that is read; ours have up to 16 letters.
#define KIND_MAX 64

/** What an option says: a column, one value for all rows, or nothing. */
typedef struct {
    int column;        ///< -1: none
    const char *value; ///< NULL: none
} given;

typedef struct {
    const import_options *o;
    source *table;
    const char *const *columns;
    size_t column_count;
    given name, kind, population, country;
    int lon, lat; ///< columns, where the layer has no geometry; -1: none
    gaz_import *import;
} layer;

static incmap_status find_given(const layer *l, const char *option, const char *text, given *out,
                                incmap_error *err)
{
    *out = (given){.column = -1};
    if (!text) return INCMAP_OK;
    if (*text == '=') {
        out->value = text + 1;
        return INCMAP_OK;
    }
    out->column = column_find(l->columns, l->column_count, text);
    if (out->column >= 0) return INCMAP_OK;
    strbuf names = {0};
    for (size_t i = 0; i < l->column_count && i < NAMES_SHOWN; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", l->columns[i]);
    error_set(err, INCMAP_FAILED, "%s: --%s %s: no such column; the columns are %s", l->o->input, option,
              text, strbuf_text(&names));
    strbuf_dispose(&names);
    return INCMAP_FAILED;
}

static int find_any(const layer *l, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int column = column_find(l->columns, l->column_count, names[i]);
        if (column >= 0) return column;
    }
    return -1;
}

static incmap_status use_layer(layer *l, incmap_error *err)
{
    if (!l->o->layer) return INCMAP_OK;
    for (size_t i = 0; i < source_layer_count(l->table); i++)
        if (strcmp(source_layer_name(l->table, i), l->o->layer) == 0)
            return source_use_layer(l->table, i, err);
    return error_set(err, INCMAP_FAILED, "%s: no layer \"%s\"; the first is \"%s\"", l->o->input, l->o->layer,
                     source_layer_name(l->table, 0));
}

/** One country for all rows has to be one. */
static incmap_status check_country(const import_options *o, incmap_error *err)
{
    if (!o->country || o->country[0] != '=') return INCMAP_OK;
    gaz *g;
    gaz_error trouble = {0};
    if (gaz_open(&g, o->store, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    incmap_status status = gazetteer_check_country(g, o->country + 1, err);
    gaz_close(g);
    return status;
}

static incmap_status understand(layer *l, incmap_error *err)
{
    static const char *const lon_names[] = {"lon", "longitude", "lng", "long", "x"}, *const lat_names[] = {
                                                                                         "lat", "latitude",
                                                                                         "y"};
    incmap_status status = source_open(&l->table, l->o->input, err);
    if (status == INCMAP_OK) status = use_layer(l, err);
    if (status != INCMAP_OK) return status;
    l->columns = source_columns(l->table, &l->column_count);
    status = find_given(l, "name", l->o->name, &l->name, err);
    if (status == INCMAP_OK) status = find_given(l, "kind", l->o->kind, &l->kind, err);
    if (status == INCMAP_OK) status = find_given(l, "population", l->o->population, &l->population, err);
    if (status == INCMAP_OK) status = find_given(l, "country", l->o->country, &l->country, err);
    if (status != INCMAP_OK) return status;
    l->lon = l->lat = -1;
    if (source_has_geometry(l->table)) return INCMAP_OK;
    l->lon = find_any(l, lon_names, sizeof lon_names / sizeof *lon_names);
    l->lat = find_any(l, lat_names, sizeof lat_names / sizeof *lat_names);
    if (l->lon >= 0 && l->lat >= 0) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: has no geometry, and no columns lon and lat; name them so",
                     l->o->input);
}

/** NULL where the row says nothing. */
static const char *text_of(const layer *l, const given *from, arena *memory)
{
    if (from->column < 0) return from->value;
    const char *text = source_text(l->table, (size_t)from->column);
    return text && !cell_is_null(text) ? cell_text(memory, text) : NULL;
}

/** A kind as the gazetteer spells it: "air_base" is "air base"; what OpenStreetMap calls small places is a
 * village. */
static const char *read_kind(const char *text, char out[KIND_MAX])
{
    static const char *const same[][2] = {{"hamlet", "village"},       {"isolated dwelling", "village"},
                                          {"farm", "village"},         {"locality", "place"},
                                          {"suburb", "quarter"},       {"neighbourhood", "quarter"},
                                          {"neighborhood", "quarter"}, {"aerodrome", "airport"}};
    size_t length = 0;
    for (; text && text[length] && length < KIND_MAX - 1; length++)
        out[length] = text[length] == '_' ? ' ' : (char)tolower((unsigned char)text[length]);
    out[length] = '\0';
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(out, same[i][0]) == 0) return same[i][1];
    return out;
}

/** Where the row is: a point, and a polygon's ground. False where that cannot be read. */
static bool read_place(const layer *l, arena *memory, gaz_lonlat *position, gaz_area *area, bool *has_area)
{
    *has_area = false;
    if (l->lon >= 0) {
        const char *lon = source_text(l->table, (size_t)l->lon), *lat = source_text(l->table, (size_t)l->lat);
        return lon && lat && cell_angle(lon, &position->lon_deg) && cell_angle(lat, &position->lat_deg);
    }
    source_shape shape = source_geometry(l->table, memory);
    if (shape.result != SHAPE_POSITION) return false;
    *position = (gaz_lonlat){shape.position.lon_deg, shape.position.lat_deg};
    if (!shape.area || shape.area->kind != GEOM_POLYGON) return true;
    size_t count = geom_point_count(shape.area);
    gaz_lonlat *points = arena_alloc(memory, (count + 1) * sizeof *points);
    for (size_t i = 0; i < count; i++)
        points[i] = (gaz_lonlat){shape.area->points[i].lon_deg, shape.area->points[i].lat_deg};
    *area = (gaz_area){
        .ring_count = shape.area->part_count, .ring_ends = shape.area->part_ends, .points = points};
    *has_area = true;
    return true;
}

static incmap_status add_row(const layer *l, arena *memory, incmap_error *err)
{
    gaz_lonlat position;
    gaz_area area;
    bool has_area;
    char kind[KIND_MAX], code[3] = "";
    const char *names = text_of(l, &l->name, memory), *country = text_of(l, &l->country, memory);
    const char *people = text_of(l, &l->population, memory);
    gaz_import_place place = {.kind = read_kind(text_of(l, &l->kind, memory), kind)};
    if (people) cell_number(people, &place.population);
    if (country && strlen(country) == 2) {
        for (int i = 0; i < 2; i++) code[i] = (char)toupper((unsigned char)country[i]);
        place.country = code;
    }
    if (names) {
        size_t first = strcspn(names, "|");
        place.name = arena_strndup(memory, names, first);
        if (names[first]) place.aliases = names + first + 1;
    }
    // Without a position the store counts the row as rejected.
    if (read_place(l, memory, &position, &area, &has_area)) place.position = &position;
    if (place.position && has_area) place.area = &area;
    gaz_error trouble = {0};
    return gaz_import_add(l->import, &place, &trouble) == GAZ_OK
               ? INCMAP_OK
               : error_set(err, INCMAP_FAILED, "%s", trouble.message);
}

static incmap_status add_rows(const layer *l, incmap_error *err)
{
    arena memory = {0};
    incmap_status status = INCMAP_OK;
    bool more = true;
    for (int64_t rows = 1; status == INCMAP_OK; rows++) {
        status = source_next(l->table, &more, err);
        if (status != INCMAP_OK || !more) break;
        status = add_row(l, &memory, err);
        if (status == INCMAP_OK) status = gazetteer_import_tick(l->o, rows, err);
        if (memory.blocks) arena_dispose(&memory);
    }
    arena_dispose(&memory);
    return status;
}

incmap_status gazetteer_import_layer(const import_options *o, incmap_error *err)
{
    layer l = {.o = o};
    const char *const options[] = {o->name, o->kind, o->population, o->country, o->layer};
    strbuf reading = {0};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        strbuf_printf(&reading, "%s\n", options[i] ? options[i] : "");
    incmap_status status = understand(&l, err);
    if (status == INCMAP_OK) status = check_country(o, err);
    if (status == INCMAP_OK) status = gazetteer_import_open(&l.import, o, strbuf_text(&reading), err);
    if (status == INCMAP_OK && l.import) {
        status = add_rows(&l, err);
        status = gazetteer_import_close(l.import, o, status, err);
    }
    source_close(l.table);
    strbuf_dispose(&reading);
    return status;
}
