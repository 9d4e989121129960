#include "gazetteer/shape.h"

#include "gazetteer/geodesy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES   8
#define ENVELOPE_BYTES 32
#define SRS_WGS84      4326
// Cells along the longer side: with 40 a radius of a province is within 2% of a fine grid's.
#define GRID_CELLS 40
// Mean radius of the Earth.
#define SPHERE_R_M 6371008.8

static void put_header(unsigned char *at, unsigned char envelope_code)
{
    const unsigned char flags = (unsigned char)(1 | envelope_code << 1);
    const unsigned char header[HEADER_BYTES] = {'G', 'P', 0, flags, SRS_WGS84 & 0xff, SRS_WGS84 >> 8, 0, 0};
    memcpy(at, header, sizeof header);
}

void shape_point_blob(gaz_lonlat at, unsigned char out[SHAPE_POINT_BYTES])
{
    put_header(out, 0);
    const unsigned char wkb_point[5] = {1, 1, 0, 0, 0};
    memcpy(out + HEADER_BYTES, wkb_point, sizeof wkb_point);
    memcpy(out + HEADER_BYTES + 5, &at, 2 * sizeof(double));
}

shape_blob shape_to_blob(scope *s, const GEOSGeometry *geometry)
{
    shape_blob blob = {0};
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(s->geos);
    if (!writer) return blob;
    GEOSWKBWriter_setByteOrder_r(s->geos, writer, GEOS_WKB_NDR);
    GEOSWKBWriter_setOutputDimension_r(s->geos, writer, 2);
    size_t wkb_length = 0;
    unsigned char *wkb = GEOSWKBWriter_write_r(s->geos, writer, geometry, &wkb_length);
    GEOSWKBWriter_destroy_r(s->geos, writer);
    if (!wkb) return blob;
    shape_box box = shape_bounds(s, geometry);
    const double envelope[4] = {box.west_deg, box.east_deg, box.south_deg, box.north_deg};
    blob.length = HEADER_BYTES + ENVELOPE_BYTES + wkb_length;
    blob.bytes = scope_alloc(s, blob.length);
    put_header(blob.bytes, 1);
    memcpy(blob.bytes + HEADER_BYTES, envelope, ENVELOPE_BYTES);
    memcpy(blob.bytes + HEADER_BYTES + ENVELOPE_BYTES, wkb, wkb_length);
    GEOSFree_r(s->geos, wkb);
    return blob;
}

GEOSGeometry *shape_from_wkt(scope *s, const char *wkt)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(s->geos);
    if (!reader) return NULL;
    GEOSGeometry *geometry = GEOSWKTReader_read_r(s->geos, reader, wkt);
    GEOSWKTReader_destroy_r(s->geos, reader);
    if (!scope_own(s, geometry) || GEOSisEmpty_r(s->geos, geometry) != 0) return NULL;
    shape_box box = shape_bounds(s, geometry);
    bool on_globe =
        box.west_deg >= -180 && box.east_deg <= 180 && box.south_deg >= -90 && box.north_deg <= 90;
    return on_globe ? geometry : NULL;
}

GEOSGeometry *shape_make_valid(scope *s, const GEOSGeometry *geometry)
{
    GEOSGeometry *valid = scope_own(s, GEOSMakeValid_r(s->geos, geometry));
    if (!valid) return NULL;
    int type = GEOSGeomTypeId_r(s->geos, valid);
    if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON)
        return GEOSisEmpty_r(s->geos, valid) == 0 ? valid : NULL;
    // A collection: its polygons are the area, the rest are spikes that had none.
    GEOSGeometry *joined = NULL;
    int count = GEOSGetNumGeometries_r(s->geos, valid);
    for (int i = 0; type == GEOS_GEOMETRYCOLLECTION && i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, valid, i);
        int part_type = GEOSGeomTypeId_r(s->geos, part);
        if (part_type != GEOS_POLYGON && part_type != GEOS_MULTIPOLYGON) continue;
        joined = scope_own(s, joined ? GEOSUnion_r(s->geos, joined, part) : GEOSGeom_clone_r(s->geos, part));
        if (!joined) return NULL;
    }
    return joined && GEOSisEmpty_r(s->geos, joined) == 0 ? joined : NULL;
}

GEOSGeometry *shape_of_overlay(scope *s, GEOSGeometry *made)
{
    const int type = GEOSGeomTypeId_r(s->geos, made);
    if (type != GEOS_POLYGON && type != GEOS_MULTIPOLYGON) return shape_make_valid(s, made);
    return GEOSisEmpty_r(s->geos, made) == 0 ? made : NULL;
}

shape_box shape_bounds(scope *s, const GEOSGeometry *geometry)
{
    shape_box box = {NAN, NAN, NAN, NAN};
    GEOSGeom_getXMin_r(s->geos, geometry, &box.west_deg);
    GEOSGeom_getXMax_r(s->geos, geometry, &box.east_deg);
    GEOSGeom_getYMin_r(s->geos, geometry, &box.south_deg);
    GEOSGeom_getYMax_r(s->geos, geometry, &box.north_deg);
    return box;
}

static gaz_lonlat point_of(scope *s, GEOSGeometry *point)
{
    gaz_lonlat at = {NAN, NAN};
    if (scope_own(s, point) && GEOSisEmpty_r(s->geos, point) == 0) {
        GEOSGeomGetX_r(s->geos, point, &at.lon_deg);
        GEOSGeomGetY_r(s->geos, point, &at.lat_deg);
    }
    return at;
}

bool shape_contains(scope *s, const GEOSGeometry *geometry, gaz_lonlat point)
{
    GEOSGeometry *at = scope_own(s, GEOSGeom_createPointFromXY_r(s->geos, point.lon_deg, point.lat_deg));
    return at && GEOSIntersects_r(s->geos, geometry, at) == 1;
}

/** The part that is more than half of the whole, where there is one: no point of the United States is sought
 * between Alaska and Texas. Else the whole. */
static const GEOSGeometry *main_part(scope *s, const GEOSGeometry *geometry)
{
    double whole = 0;
    GEOSArea_r(s->geos, geometry, &whole);
    for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, geometry); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        double area = 0;
        if (GEOSArea_r(s->geos, part, &area) == 1 && area > whole / 2) return part;
    }
    return geometry;
}

gaz_lonlat shape_best_point(scope *s, const GEOSGeometry *whole)
{
    const GEOSGeometry *geometry = main_part(s, whole);
    gaz_lonlat centroid = point_of(s, GEOSGetCentroid_r(s->geos, geometry));
    if (isfinite(centroid.lon_deg) && shape_contains(s, geometry, centroid)) return centroid;
    gaz_lonlat inside = point_of(s, GEOSPointOnSurface_r(s->geos, geometry));
    return isfinite(inside.lon_deg) ? inside : centroid;
}

gaz_lonlat shape_middle(scope *s, const GEOSGeometry *line)
{
    const GEOSGeometry *longest = line;
    double longest_deg = -1;
    for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, line); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, line, i);
        double length_deg = 0;
        GEOSLength_r(s->geos, part, &length_deg);
        if (length_deg > longest_deg) {
            longest = part;
            longest_deg = length_deg;
        }
    }
    return point_of(s, GEOSInterpolateNormalized_r(s->geos, longest, 0.5));
}

static int compare_samples(const void *a, const void *b)
{
    const shape_weighted *p = a, *q = b;
    return (p->at > q->at) - (p->at < q->at);
}

// Enough that a bucket holds a handful of a grid's 1600 samples.
#define BUCKETS 256

double shape_quantile(scope *s, const shape_weighted *samples, size_t count, double weight)
{
    // Only the bucket that the quantile falls into is sorted.
    double least = samples[0].at, most = samples[0].at, buckets[BUCKETS] = {0};
    for (size_t i = 1; i < count; i++) {
        if (samples[i].at < least) least = samples[i].at;
        if (samples[i].at > most) most = samples[i].at;
    }
    double scale = most > least ? (BUCKETS - 1) / (most - least) : 0;
    unsigned char *bucket_of = scope_take(s, count);
    for (size_t i = 0; i < count; i++) {
        bucket_of[i] = (unsigned char)((samples[i].at - least) * scale);
        buckets[bucket_of[i]] += samples[i].weight;
    }
    double sum = 0;
    int wanted = 0;
    while (wanted < BUCKETS - 1 && sum + buckets[wanted] < weight) sum += buckets[wanted++];
    shape_weighted *inside = scope_take(s, count * sizeof *inside);
    size_t inside_count = 0;
    for (size_t i = 0; i < count; i++)
        if (bucket_of[i] == wanted) inside[inside_count++] = samples[i];
    if (!inside_count) return most;
    qsort(inside, inside_count, sizeof *inside, compare_samples);
    for (size_t i = 0; i < inside_count; i++) {
        sum += inside[i].weight;
        if (sum >= weight) return inside[i].at;
    }
    return inside[inside_count - 1].at;
}

gaz_lonlat shape_grid_point(const shape_grid *grid, int row, int column)
{
    const shape_box *box = &grid->box;
    return (gaz_lonlat){box->west_deg + (box->east_deg - box->west_deg) * (column + 0.5) / grid->columns,
                        box->south_deg + (box->north_deg - box->south_deg) * (row + 0.5) / grid->rows};
}

/** Where an edge crosses the parallel of a row. */
typedef struct {
    double lon_deg;
    int row;
} crossing;

typedef struct {
    crossing *items;
    size_t count, capacity;
} crossings;

/** Appends an edge's crossings with the rows' parallels, at most one each. */
static void cross_rows(scope *s, const shape_grid *grid, const double *row_lats_deg, double rows_per_deg,
                       gaz_lonlat a, gaz_lonlat b, crossings *out)
{
    double south_deg = a.lat_deg < b.lat_deg ? a.lat_deg : b.lat_deg,
           north_deg = a.lat_deg < b.lat_deg ? b.lat_deg : a.lat_deg;
    double low = (south_deg - grid->box.south_deg) * rows_per_deg,
           high = (north_deg - grid->box.south_deg) * rows_per_deg;
    // One more to either side, so that rounding leaves none out.
    int first = low > 1.5 ? (int)(low - 1.5) : 0,
        last = high + 0.5 < grid->rows - 1 ? (int)(high + 0.5) : grid->rows - 1;
    for (int row = first; row <= last; row++) {
        double lat_deg = row_lats_deg[row];
        if ((a.lat_deg > lat_deg) == (b.lat_deg > lat_deg)) continue;
        crossing found = {
            a.lon_deg + (lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg), row};
        SCOPE_PUSH(s, out->items, out->count, out->capacity, found);
    }
}

static int compare_lons(const void *a, const void *b)
{
    const double *p = a, *q = b;
    return (*p > *q) - (*p < *q);
}

// An outline crosses most parallels twice; a coast many times.
#define FEW_CROSSINGS 16

static void sort_lons(double *lons_deg, size_t count)
{
    if (count > FEW_CROSSINGS) {
        qsort(lons_deg, count, sizeof *lons_deg, compare_lons);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        double lon_deg = lons_deg[i];
        size_t to = i;
        for (; to > 0 && lons_deg[to - 1] > lon_deg; to--) lons_deg[to] = lons_deg[to - 1];
        lons_deg[to] = lon_deg;
    }
}

/** The crossings row by row, each row's from the west; row i is [ends[i], ends[i + 1]) of what is returned.
 */
static double *sort_crossings(scope *s, const crossings *from, int rows, size_t **ends)
{
    double *lons_deg = scope_take(s, (from->count + 1) * sizeof *lons_deg);
    size_t *next = scope_alloc(s, ((size_t)rows + 2) * sizeof *next);
    for (size_t i = 0; i < from->count; i++) next[from->items[i].row + 2]++;
    for (int row = 0; row < rows; row++) next[row + 2] += next[row + 1];
    // Filling a row moves its start to its end, which is the start of the next.
    for (size_t i = 0; i < from->count; i++)
        lons_deg[next[from->items[i].row + 1]++] = from->items[i].lon_deg;
    for (int row = 0; row < rows; row++) sort_lons(lons_deg + next[row], next[row + 1] - next[row]);
    *ends = next;
    return lons_deg;
}

const bool *shape_sample(scope *s, const gaz_area *area, const shape_grid *grid)
{
    double *row_lats_deg = scope_take(s, (size_t)grid->rows * sizeof *row_lats_deg);
    double *column_lons_deg = scope_take(s, (size_t)grid->columns * sizeof *column_lons_deg);
    for (int row = 0; row < grid->rows; row++) row_lats_deg[row] = shape_grid_point(grid, row, 0).lat_deg;
    for (int column = 0; column < grid->columns; column++)
        column_lons_deg[column] = shape_grid_point(grid, 0, column).lon_deg;
    const double rows_per_deg = grid->rows / (grid->box.north_deg - grid->box.south_deg);
    crossings found = {0};
    size_t begin = 0, *ends;
    for (size_t ring = 0; ring < area->ring_count; begin = area->ring_ends[ring++])
        for (size_t i = begin + 1; i < area->ring_ends[ring]; i++)
            cross_rows(s, grid, row_lats_deg, rows_per_deg, area->points[i - 1], area->points[i], &found);
    const double *lons_deg = sort_crossings(s, &found, grid->rows, &ends);
    bool *inside = scope_take(s, (size_t)grid->rows * (size_t)grid->columns * sizeof *inside), *to = inside;
    for (int row = 0; row < grid->rows; row++) {
        // Inside behind an odd number of outlines.
        bool is_inside = false;
        size_t passed = ends[row];
        for (int column = 0; column < grid->columns; column++) {
            for (; passed < ends[row + 1] && lons_deg[passed] <= column_lons_deg[column]; passed++)
                is_inside = !is_inside;
            *to++ = is_inside;
        }
    }
    return inside;
}

double shape_radius_m(scope *s, const GEOSGeometry *polygon, gaz_lonlat centre)
{
    const double rad = M_PI / 180;
    shape_box box = shape_bounds(s, polygon);
    double width_deg = box.east_deg - box.west_deg, height_deg = box.north_deg - box.south_deg;
    const gaz_area *area = width_deg > 0 && height_deg > 0 ? shape_to_area(s, polygon) : NULL;
    if (!area || !area->ring_count) return 0;
    double cos_lat = cos((box.north_deg + box.south_deg) / 2 * rad);
    double longer_deg = fmax(width_deg * cos_lat, height_deg);
    int columns = (int)fmax(4, ceil(GRID_CELLS * width_deg * cos_lat / longer_deg));
    int rows = (int)fmax(4, ceil(GRID_CELLS * height_deg / longer_deg));
    shape_weighted *samples = scope_take(s, (size_t)columns * (size_t)rows * sizeof *samples);
    double *half_chords = scope_take(s, (size_t)columns * sizeof *half_chords);
    const shape_grid grid = {box, rows, columns};
    const bool *inside = shape_sample(s, area, &grid);
    for (int column = 0; column < columns; column++) {
        double half = sin((shape_grid_point(&grid, 0, column).lon_deg - centre.lon_deg) * rad / 2);
        half_chords[column] = half * half;
    }
    size_t count = 0;
    double total = 0;
    for (int row = 0; row < rows; row++) {
        double lat_deg = shape_grid_point(&grid, row, 0).lat_deg, weight = cos(lat_deg * rad);
        double half_lat = sin((lat_deg - centre.lat_deg) * rad / 2);
        double cosines = weight * cos(centre.lat_deg * rad);
        for (int column = 0; column < columns; column++) {
            if (!*inside++) continue;
            samples[count++] = (shape_weighted){half_lat * half_lat + cosines * half_chords[column], weight};
            total += weight;
        }
    }
    // The haversine formula on the mean sphere.
    if (count) return 2 * SPHERE_R_M * asin(sqrt(fmin(shape_quantile(s, samples, count, 0.9 * total), 1)));
    // A sliver that every sample missed: the reach of its box.
    gaz_lonlat corner = {box.west_deg, box.south_deg}, opposite = {box.east_deg, box.north_deg};
    return geodesy_rough_distance_m(corner, opposite) / 2;
}

// Of the whole ground; and in radii of the largest part from the centre.
#define SMALL_PART 0.2
#define FAR_RADII  5

double shape_home_radius_m(scope *s, const GEOSGeometry *country, gaz_lonlat centre)
{
    const int count = GEOSGetNumGeometries_r(s->geos, country);
    double whole = 0, largest = 0;
    const GEOSGeometry *home = country;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, country, i);
        double area = 0;
        GEOSArea_r(s->geos, part, &area);
        whole += area;
        if (area <= largest) continue;
        largest = area;
        home = part;
    }
    const double reach_m = FAR_RADII * shape_radius_m(s, home, centre);
    GEOSGeometry **kept = scope_alloc(s, ((size_t)count + 1) * sizeof *kept);
    unsigned kept_count = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, country, i);
        double area = 0;
        GEOSArea_r(s->geos, part, &area);
        const bool far = geodesy_rough_distance_m(centre, shape_best_point(s, part)) > reach_m;
        GEOSGeometry *own = far && area < SMALL_PART * whole ? NULL : GEOSGeom_clone_r(s->geos, part);
        if (own) kept[kept_count++] = own;
    }
    const GEOSGeometry *ground =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, kept, kept_count));
    return shape_radius_m(s, ground && kept_count ? ground : country, centre);
}

/** Whether a closed ring runs counter-clockwise: twice its area, from its first point, is above zero. */
static bool is_ccw(const gaz_lonlat *points, size_t count)
{
    double area = 0;
    gaz_lonlat origin = points[0];
    for (size_t i = 1; i + 1 < count; i++)
        area += (points[i].lon_deg - origin.lon_deg) * (points[i + 1].lat_deg - origin.lat_deg) -
                (points[i + 1].lon_deg - origin.lon_deg) * (points[i].lat_deg - origin.lat_deg);
    return area > 0;
}

/** Appends one ring, turned counter-clockwise for an exterior and clockwise for a hole. */
static bool append_ring(scope *s, const GEOSGeometry *ring, bool hole, gaz_lonlat *points, size_t *count)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(s->geos, ring);
    unsigned size = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(s->geos, sequence, &size)) return false;
    gaz_lonlat *ring_points = points + *count;
    if (!GEOSCoordSeq_copyToBuffer_r(s->geos, sequence, (double *)ring_points, 0, 0)) return false;
    *count += size;
    bool turn = size >= 4 && hole == is_ccw(ring_points, size);
    for (size_t i = 0, k = size; turn && i + 1 < k; i++) {
        gaz_lonlat swap = ring_points[i];
        ring_points[i] = ring_points[--k];
        ring_points[k] = swap;
    }
    return true;
}

gaz_area *shape_to_area(scope *s, const GEOSGeometry *geometry)
{
    int part_count = GEOSGetNumGeometries_r(s->geos, geometry);
    int point_count = GEOSGetNumCoordinates_r(s->geos, geometry);
    size_t ring_count = 0;
    for (int i = 0; i < part_count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        if (GEOSGeomTypeId_r(s->geos, part) != GEOS_POLYGON) return NULL;
        ring_count += 1 + (size_t)GEOSGetNumInteriorRings_r(s->geos, part);
    }
    if (part_count <= 0 || point_count <= 0) return NULL;
    gaz_area *area = scope_alloc(s, sizeof *area);
    size_t *ends = scope_alloc(s, ring_count * sizeof *ends);
    bool *holes = scope_alloc(s, ring_count * sizeof *holes);
    gaz_lonlat *points = scope_take(s, (size_t)point_count * sizeof *points);
    size_t rings = 0, count = 0;
    for (int i = 0; i < part_count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, geometry, i);
        int hole_count = GEOSGetNumInteriorRings_r(s->geos, part);
        for (int k = -1; k < hole_count; k++) {
            const GEOSGeometry *ring =
                k < 0 ? GEOSGetExteriorRing_r(s->geos, part) : GEOSGetInteriorRingN_r(s->geos, part, k);
            if (!ring || !append_ring(s, ring, k >= 0, points, &count)) return NULL;
            holes[rings] = k >= 0;
            ends[rings++] = count;
        }
    }
    *area = (gaz_area){rings, ends, holes, points};
    return area;
}

GEOSGeometry *shape_from_ring(scope *s, const gaz_lonlat *points, size_t count)
{
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(s->geos, (const double *)points, (unsigned)count, 0, 0);
    GEOSGeometry *ring = sequence ? GEOSGeom_createLinearRing_r(s->geos, sequence) : NULL;
    return ring ? scope_own(s, GEOSGeom_createPolygon_r(s->geos, ring, NULL, 0)) : NULL;
}
