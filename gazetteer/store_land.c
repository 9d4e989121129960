#include "gazetteer/store_land.h"

#include "gazetteer/geodesy.h"

#include <math.h>
#include <stdlib.h>

/** One polygon of a country. */
typedef struct {
    shape_box box;
    GEOSGeometry *polygon;
    const GEOSPreparedGeometry *prepared; ///< NULL until a point is asked for
} land_part;

typedef struct {
    int64_t shape;
    shape_box box;
    bool is_loaded;
    land_part *parts;
    size_t count;
    /** Parts by bands of latitude, from box.south_deg on: one country in four has a hundred islands. */
    uint32_t *of_bands, band_count;
    uint32_t *band_ends; ///< in of_bands: band i's are [i ? band_ends[i-1] : 0, band_ends[i])
} land_unit;
// Height of a band.
#define BAND_DEG 0.5

// A point is asked for among the countries of its cell, a dozen of three hundred.
#define CELL_DEG     10
#define CELL_COLUMNS (360 / CELL_DEG)
#define CELL_ROWS    (180 / CELL_DEG)
#define CELLS        (CELL_COLUMNS * CELL_ROWS)

struct store_land {
    land_unit *units;
    size_t count;
    uint32_t cell_ends[CELLS]; ///< in of_cells: cell i's are [i ? cell_ends[i-1] : 0, cell_ends[i])
    uint32_t *of_cells;        ///< units whose box meets the cell, in their order
};

void store_land_free(store_land *land, GEOSContextHandle_t geos)
{
    if (!land) return;
    for (size_t i = 0; i < land->count; i++) {
        for (size_t k = 0; k < land->units[i].count; k++) {
            if (land->units[i].parts[k].prepared)
                GEOSPreparedGeom_destroy_r(geos, land->units[i].parts[k].prepared);
            GEOSGeom_destroy_r(geos, land->units[i].parts[k].polygon);
        }
        free(land->units[i].parts);
        free(land->units[i].band_ends);
    }
    free(land->units);
    free(land->of_cells);
    free(land);
}

static gaz_status no_memory(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_MEMORY,
                    "out of memory while reading outlines; close something and try again");
}

static int clamp(double value, int most)
{
    return value > most ? most : value > 0 ? (int)value : 0;
}

/** Column and row of the cell that holds a point; what is off the globe is in the nearest. */
static int cell_of(double lon_deg, double lat_deg, int *row)
{
    *row = clamp((lat_deg + 90) / CELL_DEG, CELL_ROWS - 1);
    return clamp((lon_deg + 180) / CELL_DEG, CELL_COLUMNS - 1);
}

static bool boxes_meet(const shape_box *a, const shape_box *b)
{
    return a->west_deg <= b->east_deg && b->west_deg <= a->east_deg && a->south_deg <= b->north_deg &&
           b->south_deg <= a->north_deg;
}

/** Sorts the units into the cells. False: memory is exhausted. */
static bool fill_cells(store_land *land)
{
    uint32_t next[CELLS] = {0};
    // Counted, then filled.
    for (int filling = 0; filling < 2; filling++) {
        for (size_t i = 0; i < land->count; i++) {
            const shape_box *box = &land->units[i].box;
            int south, north;
            const int west = cell_of(box->west_deg, box->south_deg, &south),
                      east = cell_of(box->east_deg, box->north_deg, &north);
            for (int row = south; row <= north; row++)
                for (int column = west; column <= east; column++) {
                    const int cell = row * CELL_COLUMNS + column;
                    if (filling)
                        land->of_cells[next[cell]++] = (uint32_t)i;
                    else
                        land->cell_ends[cell]++;
                }
        }
        if (filling) break;
        for (int cell = 1; cell < CELLS; cell++) {
            land->cell_ends[cell] += land->cell_ends[cell - 1];
            next[cell] = land->cell_ends[cell - 1];
        }
        land->of_cells = calloc((size_t)land->cell_ends[CELLS - 1] + 1, sizeof *land->of_cells);
        if (!land->of_cells) return false;
    }
    return true;
}

/** The boxes of all countries: a few hundred numbers, read once. */
static gaz_status open_land(store_session *session, gaz_error *err)
{
    if (session->land) return GAZ_OK;
    store_land *land = calloc(1, sizeof *land);
    if (!land) return no_memory(err);
    session->land = land;
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(session->db,
                                  "SELECT b.shape,b.west,b.east,b.south,b.north FROM unit_box b JOIN shape s"
                                  " ON s.fid=b.shape WHERE s.unit_level=0 ORDER BY b.shape",
                                  -1, &query, NULL);
    size_t capacity = 0;
    while (code == SQLITE_OK && sqlite3_step(query) == SQLITE_ROW) {
        if (land->count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            land_unit *more = realloc(land->units, capacity * sizeof *more);
            if (!more) {
                sqlite3_finalize(query);
                return no_memory(err);
            }
            land->units = more;
        }
        land->units[land->count++] = (land_unit){
            .shape = sqlite3_column_int64(query, 0),
            .box = {.west_deg = sqlite3_column_double(query, 1),
                    .east_deg = sqlite3_column_double(query, 2),
                    .south_deg = sqlite3_column_double(query, 3),
                    .north_deg = sqlite3_column_double(query, 4)},
        };
    }
    sqlite3_finalize(query);
    return fill_cells(land) ? GAZ_OK : no_memory(err);
}

static uint32_t band_of(const land_unit *unit, double lat_deg)
{
    return (uint32_t)clamp((lat_deg - unit->box.south_deg) / BAND_DEG, (int)unit->band_count - 1);
}

/** Sorts a unit's parts into its bands. False: memory is exhausted. */
static bool fill_bands(land_unit *unit)
{
    unit->band_count = (uint32_t)clamp((unit->box.north_deg - unit->box.south_deg) / BAND_DEG, 359) + 1;
    size_t entries = 0;
    for (size_t i = 0; i < unit->count; i++)
        entries +=
            band_of(unit, unit->parts[i].box.north_deg) - band_of(unit, unit->parts[i].box.south_deg) + 1;
    unit->band_ends = calloc(unit->band_count + entries, sizeof *unit->band_ends);
    if (!unit->band_ends) return false;
    unit->of_bands = unit->band_ends + unit->band_count;
    uint32_t filled = 0;
    for (uint32_t band = 0; band < unit->band_count; band++) {
        for (size_t i = 0; i < unit->count; i++)
            if (band_of(unit, unit->parts[i].box.south_deg) <= band &&
                band <= band_of(unit, unit->parts[i].box.north_deg))
                unit->of_bands[filled++] = (uint32_t)i;
        unit->band_ends[band] = filled;
    }
    return true;
}

static gaz_status load_unit(store_session *session, land_unit *unit, gaz_error *err)
{
    if (unit->is_loaded) return GAZ_OK;
    GEOSGeometry *whole;
    gaz_status status = store_shape_get(session, unit->shape, &whole, err);
    if (status != GAZ_OK) return status;
    unit->is_loaded = true;
    int count = whole ? GEOSGetNumGeometries_r(session->work.geos, whole) : 0;
    if (count <= 0) return GAZ_OK;
    unit->parts = calloc((size_t)count, sizeof *unit->parts);
    if (!unit->parts) return no_memory(err);
    for (int i = 0; i < count; i++) {
        // The scope's geometry ends with the question; the parts stay.
        GEOSGeometry *part =
            GEOSGeom_clone_r(session->work.geos, GEOSGetGeometryN_r(session->work.geos, whole, i));
        if (!part) return no_memory(err);
        unit->parts[unit->count++] = (land_part){.box = shape_bounds(&session->work, part), .polygon = part};
    }
    return fill_bands(unit) ? GAZ_OK : no_memory(err);
}

/** NULL where GEOS fails. */
static const GEOSPreparedGeometry *prepare(GEOSContextHandle_t geos, land_part *part)
{
    if (!part->prepared) part->prepared = GEOSPrepare_r(geos, part->polygon);
    return part->prepared;
}

gaz_status store_land_at(store_session *session, gaz_lonlat point, bool *out, gaz_error *err)
{
    *out = false;
    GEOSContextHandle_t geos = session->work.geos;
    const shape_box box = {point.lon_deg, point.lat_deg, point.lon_deg, point.lat_deg};
    gaz_status status = open_land(session, err);
    GEOSGeometry *at = NULL;
    if (status != GAZ_OK) return status;
    const store_land *land = session->land;
    int row;
    const int column = cell_of(point.lon_deg, point.lat_deg, &row), cell = row * CELL_COLUMNS + column;
    for (uint32_t i = cell ? land->cell_ends[cell - 1] : 0;
         status == GAZ_OK && !*out && i < land->cell_ends[cell]; i++) {
        land_unit *unit = &land->units[land->of_cells[i]];
        if (!boxes_meet(&unit->box, &box)) continue;
        status = load_unit(session, unit, err);
        if (status != GAZ_OK || !unit->count) continue;
        const uint32_t band = band_of(unit, point.lat_deg);
        for (uint32_t k = band ? unit->band_ends[band - 1] : 0; !*out && k < unit->band_ends[band]; k++) {
            land_part *part = &unit->parts[unit->of_bands[k]];
            if (!boxes_meet(&part->box, &box)) continue;
            const GEOSPreparedGeometry *prepared = prepare(geos, part);
            if (!at) at = GEOSGeom_createPointFromXY_r(geos, point.lon_deg, point.lat_deg);
            *out = prepared && at && GEOSPreparedIntersects_r(geos, prepared, at) == 1;
        }
    }
    if (at) GEOSGeom_destroy_r(geos, at);
    return status;
}

/** A box in which land is looked for, at a scale. */
typedef struct {
    shape_box bounds;
    double tolerance_deg;
    const GEOSGeometry *polygon;
} land_window;

static land_window window_about(scope *s, const GEOSGeometry *polygon, double tolerance_deg)
{
    const shape_box b = shape_bounds(s, polygon);
    const gaz_lonlat ring[] = {{b.west_deg, b.south_deg},
                               {b.east_deg, b.south_deg},
                               {b.east_deg, b.north_deg},
                               {b.west_deg, b.north_deg},
                               {b.west_deg, b.south_deg}};
    return (land_window){b, tolerance_deg, shape_from_ring(s, ring, 5)};
}

/**
 * What of a part lies in a window, smoothed; NULL where nothing does. Where all of the window is the part's,
 * *fills, and no piece is made. Clipping takes as long as the part is large; what nearly all questions come
 * to, all and nothing, an index of its edges tells at once.
 */
static GEOSGeometry *clip_part(scope *s, land_part *part, const land_window *window, bool *fills)
{
    const shape_box *box = &window->bounds;
    const double tolerance_deg = window->tolerance_deg;
    double width_deg = fmin(part->box.east_deg, box->east_deg) - fmax(part->box.west_deg, box->west_deg),
           height_deg = fmin(part->box.north_deg, box->north_deg) - fmax(part->box.south_deg, box->south_deg);
    *fills = false;
    if (fmax(width_deg, height_deg) < tolerance_deg) return NULL;
    bool inside = part->box.west_deg >= box->west_deg && part->box.east_deg <= box->east_deg &&
                  part->box.south_deg >= box->south_deg && part->box.north_deg <= box->north_deg;
    const GEOSGeometry *clip = part->polygon;
    const GEOSPreparedGeometry *prepared = !inside && window->polygon ? prepare(s->geos, part) : NULL;
    if (prepared && GEOSPreparedIntersects_r(s->geos, prepared, window->polygon) == 0) return NULL;
    // Smoothing leaves nothing of a thin one.
    *fills = prepared && fmin(width_deg, height_deg) > 2 * tolerance_deg &&
             GEOSPreparedContains_r(s->geos, prepared, window->polygon) == 1;
    if (*fills) return NULL;
    if (!inside)
        clip = scope_own(
            s, GEOSClipByRect_r(s->geos, clip, box->west_deg, box->south_deg, box->east_deg, box->north_deg));
    GEOSGeometry *simple = clip ? scope_own(s, GEOSSimplify_r(s->geos, clip, tolerance_deg)) : NULL;
    return simple && GEOSisEmpty_r(s->geos, simple) == 0 ? simple : NULL;
}

/** NULL where GEOS fails. */
static GEOSGeometry *union_of(scope *s, GEOSGeometry *const *pieces, size_t count)
{
    GEOSGeometry **clones = scope_alloc(s, count * sizeof *clones);
    unsigned cloned = 0;
    while (cloned < count && (clones[cloned] = GEOSGeom_clone_r(s->geos, pieces[cloned])) != NULL) cloned++;
    if (cloned < count) {
        while (cloned) GEOSGeom_destroy_r(s->geos, clones[--cloned]);
        return NULL;
    }
    GEOSGeometry *all =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, clones, cloned));
    // A buffer of nothing joins all at once; a union takes them two by two, twice as long.
    return all ? scope_own(s, GEOSBuffer_r(s->geos, all, 0, 1)) : NULL;
}

gaz_status store_land_removed(store_session *session, const GEOSGeometry *polygon, double tolerance_deg,
                              GEOSGeometry **out, gaz_error *err)
{
    scope *s = &session->work;
    *out = NULL;
    const land_window window = window_about(s, polygon, tolerance_deg);
    const shape_box *box = &window.bounds;
    GEOSGeometry **pieces = NULL;
    size_t count = 0, capacity = 0;
    gaz_status status = open_land(session, err);
    for (size_t i = 0; status == GAZ_OK && i < session->land->count; i++) {
        land_unit *unit = &session->land->units[i];
        if (!boxes_meet(&unit->box, box)) continue;
        status = load_unit(session, unit, err);
        for (size_t k = 0; status == GAZ_OK && k < unit->count; k++) {
            bool fills;
            if (!boxes_meet(&unit->parts[k].box, box)) continue;
            GEOSGeometry *piece = clip_part(s, &unit->parts[k], &window, &fills);
            if (fills) return GAZ_OK;
            if (piece) SCOPE_PUSH(s, pieces, count, capacity, piece);
        }
    }
    if (status != GAZ_OK) return status;
    // Neighbours touch, and smoothed they overlap: only the union is a valid multipolygon.
    GEOSGeometry *land = count ? union_of(s, pieces, count) : NULL;
    GEOSGeometry *rest = land ? scope_own(s, GEOSDifference_r(s->geos, polygon, land)) : NULL;
    if (rest)
        *out = shape_of_overlay(s, rest);
    else if (!land)
        *out = shape_make_valid(s, polygon);
    return GAZ_OK;
}

// What is more than three radii across is a mainland, or a larger island beside the one that is meant.
#define ISLAND_ACROSS_MAX 3.0
// Countries that share an island touch, but for slivers between their outlines.
#define SHARED_DEG 0.01
// What holds nine tenths of a group's ground does not hold its last islets.
#define GROUP_REACH 1.5
#define DEGREE_M    111195.0

/** The parts of about that size near a point, the nearest first where it is an island. */
typedef struct {
    const land_part **parts;
    size_t count, capacity;
    double nearest_deg;
} island_parts;

static void consider_part(scope *s, const land_part *part, gaz_lonlat at, const GEOSGeometry *point,
                          double radius_m, bool is_group, island_parts *found)
{
    const gaz_lonlat south_west = {part->box.west_deg, part->box.south_deg},
                     north_east = {part->box.east_deg, part->box.north_deg},
                     middle = {(south_west.lon_deg + north_east.lon_deg) / 2,
                               (south_west.lat_deg + north_east.lat_deg) / 2};
    if (geodesy_rough_distance_m(south_west, north_east) > ISLAND_ACROSS_MAX * radius_m ||
        geodesy_rough_distance_m(middle, at) > (is_group ? GROUP_REACH : 1) * radius_m)
        return;
    double off_deg = 0;
    if (!is_group && GEOSDistance_r(s->geos, part->polygon, point, &off_deg) != 1) return;
    SCOPE_PUSH(s, found->parts, found->count, found->capacity, part);
    if (off_deg >= found->nearest_deg) return;
    found->nearest_deg = off_deg;
    found->parts[found->count - 1] = found->parts[0];
    found->parts[0] = part;
}

/** The first part and those that touch it are left. */
static void keep_touching(scope *s, island_parts *found)
{
    size_t kept = 1;
    for (size_t i = 1; i < found->count; i++) {
        double off_deg;
        if (GEOSDistance_r(s->geos, found->parts[0]->polygon, found->parts[i]->polygon, &off_deg) == 1 &&
            off_deg < SHARED_DEG)
            found->parts[kept++] = found->parts[i];
    }
    found->count = kept;
}

gaz_status store_land_island(store_session *session, gaz_lonlat at, double radius_m, bool is_group,
                             GEOSGeometry **out, gaz_error *err)
{
    scope *s = &session->work;
    *out = NULL;
    const double around_deg = ISLAND_ACROSS_MAX * radius_m / DEGREE_M;
    const shape_box box = {at.lon_deg - around_deg, at.lat_deg - around_deg, at.lon_deg + around_deg,
                           at.lat_deg + around_deg};
    const GEOSGeometry *point = scope_own(s, GEOSGeom_createPointFromXY_r(s->geos, at.lon_deg, at.lat_deg));
    island_parts found = {.nearest_deg = INFINITY};
    gaz_status status = open_land(session, err);
    for (size_t i = 0; point && status == GAZ_OK && i < session->land->count; i++) {
        land_unit *unit = &session->land->units[i];
        if (!boxes_meet(&unit->box, &box)) continue;
        status = load_unit(session, unit, err);
        for (size_t k = 0; status == GAZ_OK && k < unit->count; k++)
            if (boxes_meet(&unit->parts[k].box, &box))
                consider_part(s, &unit->parts[k], at, point, radius_m, is_group, &found);
    }
    if (status != GAZ_OK || !found.count) return status;
    if (!is_group) keep_touching(s, &found);
    GEOSGeometry **clones = scope_alloc(s, found.count * sizeof *clones);
    unsigned cloned = 0;
    for (size_t i = 0; i < found.count; i++) {
        clones[cloned] = GEOSGeom_clone_r(s->geos, found.parts[i]->polygon);
        if (clones[cloned]) cloned++;
    }
    *out = scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_GEOMETRYCOLLECTION, clones, cloned));
    return GAZ_OK;
}
