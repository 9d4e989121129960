#include "style/geo.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

projxy geo_mercator(lonlat p)
{
    return (projxy){(180 + p.lon_deg) / 360,
                    (180 - 180 / PI * log(tan(PI / 4 + p.lat_deg * PI / 360))) / 360};
}

static lonlat round_to_tile(lonlat p, double tile_scale)
{
    projxy m = geo_mercator(p);
    double x = floor(m.x * tile_scale + 0.5) / tile_scale, y = floor(m.y * tile_scale + 0.5) / tile_scale;
    return (lonlat){x * 360 - 180, 360 / PI * atan(exp((180 - y * 360) * PI / 180)) - 90};
}

static bool read_position(const json_t *json, lonlat *out)
{
    const json_t *lon = json_array_get(json, 0), *lat = json_array_get(json, 1);
    *out = (lonlat){json_number_value(lon), json_number_value(lat)};
    return json_is_number(lon) && json_is_number(lat) && isfinite(out->lon_deg) && isfinite(out->lat_deg);
}

/** How deep positions are nested in a geometry's coordinates, and of what kind it is. */
static bool geometry_kind(const json_t *geometry, geom_kind *kind, int *depth)
{
    static const struct {
        const char *name;
        geom_kind kind;
        int depth;
    } kinds[] = {
        {"Point", GEOM_POINTS, 0},          {"MultiPoint", GEOM_POINTS, 1}, {"LineString", GEOM_LINES, 1},
        {"MultiLineString", GEOM_LINES, 2}, {"Polygon", GEOM_POLYGON, 2},   {"MultiPolygon", GEOM_POLYGON, 3},
    };
    const char *name = json_string_value(json_object_get(geometry, "type"));
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) != 0) continue;
        *kind = kinds[i].kind;
        *depth = kinds[i].depth;
        return json_is_array(json_object_get(geometry, "coordinates"));
    }
    return false;
}

static lonlat_box chunk_box(const lonlat *points, size_t count)
{
    lonlat_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        box.west_deg = fmin(box.west_deg, points[i].lon_deg);
        box.east_deg = fmax(box.east_deg, points[i].lon_deg);
        box.south_deg = fmin(box.south_deg, points[i].lat_deg);
        box.north_deg = fmax(box.north_deg, points[i].lat_deg);
    }
    return box;
}

static geo_path make_path(arena *memory, const lonlat *points, size_t count, bool with_mercator)
{
    geo_path path = {.count = count, .points = points};
    size_t segments = count > 1 ? count - 1 : 1;
    path.chunk_count = (segments + GEO_CHUNK_SEGMENTS - 1) / GEO_CHUNK_SEGMENTS;
    lonlat_box *chunks = arena_alloc(memory, path.chunk_count * sizeof *chunks);
    for (size_t i = 0; i < path.chunk_count; i++) {
        size_t first = i * GEO_CHUNK_SEGMENTS, last = first + GEO_CHUNK_SEGMENTS;
        chunks[i] = chunk_box(points + first, (last < count ? last + 1 : count) - first);
    }
    path.chunks = chunks;
    if (!with_mercator) return path;
    projxy *mercator = arena_alloc(memory, count * sizeof *mercator);
    for (size_t i = 0; i < count; i++) mercator[i] = geo_mercator(points[i]);
    path.mercator = mercator;
    return path;
}

/** Reads an array of positions; a ring is closed where it is not. False where it has none or a wrong one. */
static bool read_points(arena *memory, const json_t *json, bool ring, const lonlat **out, size_t *count)
{
    size_t size = json_array_size(json);
    if (size == 0) return false;
    lonlat *points = arena_alloc(memory, (size + 1) * sizeof *points);
    for (size_t i = 0; i < size; i++)
        if (!read_position(json_array_get(json, i), &points[i])) return false;
    bool open =
        points[0].lon_deg != points[size - 1].lon_deg || points[0].lat_deg != points[size - 1].lat_deg;
    if (ring && open) points[size++] = points[0];
    *out = points;
    *count = size;
    return true;
}

static bool read_path(arena *memory, const json_t *json, bool ring, geo_path *out)
{
    const lonlat *points;
    size_t count;
    if (!read_points(memory, json, ring, &points, &count)) return false;
    *out = make_path(memory, points, count, true);
    return true;
}

/** One point (its coordinates), line or polygon. */
static bool read_part(arena *memory, const json_t *coordinates, geom_kind kind, geo_part *out)
{
    size_t count = kind == GEOM_POLYGON ? json_array_size(coordinates) : 1;
    geo_path *paths = arena_alloc(memory, count * sizeof *paths);
    *out = (geo_part){kind, count, paths};
    if (kind == GEOM_LINES) return read_path(memory, coordinates, false, paths);
    if (kind == GEOM_POINTS) {
        lonlat *point = arena_alloc(memory, sizeof *point);
        if (!read_position(coordinates, point)) return false;
        *paths = make_path(memory, point, 1, true);
        return true;
    }
    for (size_t i = 0; i < count; i++)
        if (!read_path(memory, json_array_get(coordinates, i), true, &paths[i])) return false;
    return count > 0;
}

typedef struct {
    arena *memory;
    geo_part *parts;
    size_t count, capacity;
} part_list;

static void push_part(part_list *list, geo_part part)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 4;
        geo_part *parts = arena_alloc(list->memory, capacity * sizeof *parts);
        if (list->count) memcpy(parts, list->parts, list->count * sizeof *parts);
        list->parts = parts;
        list->capacity = capacity;
    }
    list->parts[list->count++] = part;
}

static bool read_geometry(part_list *list, const json_t *geometry)
{
    geom_kind kind;
    int depth;
    if (!geometry_kind(geometry, &kind, &depth)) return false;
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    bool multi = depth == (kind == GEOM_POLYGON ? 3 : kind == GEOM_LINES ? 2 : 1);
    size_t count = multi ? json_array_size(coordinates) : 1;
    for (size_t i = 0; i < count; i++) {
        geo_part part;
        if (!read_part(list->memory, multi ? json_array_get(coordinates, i) : coordinates, kind, &part))
            return false;
        push_part(list, part);
    }
    return true;
}

/** Reads a geometry that is wanted; others are passed over. */
static bool read_wanted(part_list *list, const json_t *geometry, bool polygons_only)
{
    geom_kind kind;
    int depth;
    if (polygons_only && !(geometry_kind(geometry, &kind, &depth) && kind == GEOM_POLYGON)) return true;
    return read_geometry(list, geometry);
}

bool geo_geometry_from_json(arena *memory, const json_t *geojson, bool polygons_only, expr_geometry *out)
{
    part_list list = {.memory = memory};
    const char *type = json_string_value(json_object_get(geojson, "type"));
    bool valid = type != NULL;
    if (type && strcmp(type, "FeatureCollection") == 0) {
        const json_t *features = json_object_get(geojson, "features");
        for (size_t i = 0; i < json_array_size(features) && valid; i++)
            valid =
                read_wanted(&list, json_object_get(json_array_get(features, i), "geometry"), polygons_only);
    } else if (type && strcmp(type, "Feature") == 0) {
        valid = read_wanted(&list, json_object_get(geojson, "geometry"), polygons_only);
    } else if (type) {
        valid = read_wanted(&list, geojson, polygons_only);
    }
    *out = (expr_geometry){list.count, list.parts};
    return valid && (list.count > 0 || !polygons_only);
}

/** Adds the positions below @p json as parts of a shape. */
static bool add_positions(arena *memory, const json_t *json, const geom_kind kind, int depth,
                          geom_shape *shape, lonlat **points, size_t **ends)
{
    if (depth > (kind == GEOM_POINTS ? 0 : 1)) {
        for (size_t i = 0; i < json_array_size(json); i++)
            if (!add_positions(memory, json_array_get(json, i), kind, depth - 1, shape, points, ends))
                return false;
        return true;
    }
    const lonlat *read;
    size_t count = 1;
    lonlat single;
    if (kind == GEOM_POINTS) {
        if (!read_position(json, &single)) return false;
        read = &single;
    } else if (!read_points(memory, json, kind == GEOM_POLYGON, &read, &count)) {
        return false;
    }
    size_t before = shape->part_count ? (*ends)[shape->part_count - 1] : 0;
    // Counted first, filled in a second pass.
    if (*points) memcpy(*points + before, read, count * sizeof *read);
    (*ends)[shape->part_count++] = before + count;
    return true;
}

static size_t count_parts(const json_t *json, geom_kind kind, int depth)
{
    if (depth <= (kind == GEOM_POINTS ? 0 : 1)) return 1;
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(json); i++)
        count += count_parts(json_array_get(json, i), kind, depth - 1);
    return count;
}

bool geo_shape_from_json(arena *memory, const json_t *geometry, double tile_scale, geom_shape *out)
{
    geom_kind kind;
    int depth;
    if (!geometry_kind(geometry, &kind, &depth)) return false;
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    size_t part_count = count_parts(coordinates, kind, depth);
    size_t *ends = arena_alloc(memory, part_count * sizeof *ends);
    lonlat *points = NULL;
    for (int pass = 0; pass < 2; pass++) {
        *out = (geom_shape){.kind = kind};
        if (!add_positions(memory, coordinates, kind, depth, out, &points, &ends)) return false;
        if (out->part_count == 0) return false;
        if (!pass) points = arena_alloc(memory, ends[out->part_count - 1] * sizeof *points);
    }
    if (tile_scale > 0)
        for (size_t i = 0; i < ends[part_count - 1]; i++) points[i] = round_to_tile(points[i], tile_scale);
    out->part_ends = ends;
    out->points = points;
    return true;
}

geo_part geo_part_from_shape(arena *memory, const geom_shape *shape)
{
    geo_path *paths = arena_alloc(memory, shape->part_count * sizeof *paths);
    geo_part part = {shape->kind, 0, paths};
    for (size_t i = 0, start = 0; i < shape->part_count; start = shape->part_ends[i++]) {
        if (shape->part_ends[i] == start) continue;
        paths[part.path_count++] =
            make_path(memory, shape->points + start, shape->part_ends[i] - start, false);
    }
    return part;
}
