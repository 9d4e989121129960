#include "gazetteer/reach.h"

#include "gazetteer/area.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <stdlib.h>

// A table of the world names two hundred countries, provinces and seas; widened, one is 10 to 20 kB.
#define KEPT_MAX 256
// How closely a shore is followed, as a share of the distance, and at least, in degrees (a kilometre).
#define SHORE_PER_DISTANCE (1 / 15.0)
#define SHORE_MIN_DEG      0.01
#define DEGREE_M           111195.0

typedef enum { KEPT_WIDE, KEPT_WATER, KEPT_SHORE, KEPT_MAIN } kept_kind;

typedef struct {
    int64_t shape;
    double distance_m;
    kept_kind kind;
    GEOSGeometry *area; ///< NULL: it is known that there is none
} kept_reach;

// Outlines from this size on are worth keeping, up to this much in all: twice that in memory.
#define OUTLINE_MIN_BYTES ((size_t)8 << 10)
#define OUTLINE_MAX_BYTES ((size_t)12 << 20)
#define OUTLINES_MAX      512

typedef struct {
    int64_t shape;
    GEOSGeometry *outline;
} kept_outline;

struct reach_cache {
    kept_reach items[KEPT_MAX];
    size_t count, next; ///< next: which is given up for a new one
    kept_outline outlines[OUTLINES_MAX];
    size_t outline_count, outline_bytes;
};

/** NULL: memory is exhausted, and nothing is kept. */
static reach_cache *cache_of(store_session *session)
{
    if (!session->reaches) session->reaches = calloc(1, sizeof *session->reaches);
    return session->reaches;
}

const GEOSGeometry *reach_outline_find(store_session *session, int64_t shape)
{
    const reach_cache *cache = session->reaches;
    for (size_t i = 0; cache && i < cache->outline_count; i++)
        if (cache->outlines[i].shape == shape) return cache->outlines[i].outline;
    return NULL;
}

void reach_outline_keep(store_session *session, int64_t shape, const GEOSGeometry *outline, size_t size_bytes)
{
    reach_cache *cache = size_bytes >= OUTLINE_MIN_BYTES ? cache_of(session) : NULL;
    if (!cache || cache->outline_count == OUTLINES_MAX ||
        cache->outline_bytes + size_bytes > OUTLINE_MAX_BYTES)
        return;
    GEOSGeometry *kept = GEOSGeom_clone_r(session->work.geos, outline);
    if (!kept) return;
    cache->outlines[cache->outline_count++] = (kept_outline){shape, kept};
    cache->outline_bytes += size_bytes;
}

void reach_free(reach_cache *cache, GEOSContextHandle_t geos)
{
    if (!cache) return;
    for (size_t i = 0; i < cache->count; i++)
        if (cache->items[i].area) GEOSGeom_destroy_r(geos, cache->items[i].area);
    for (size_t i = 0; i < cache->outline_count; i++) GEOSGeom_destroy_r(geos, cache->outlines[i].outline);
    free(cache);
}

/** *found false: not kept. *out is a copy in the scope: what is kept may be given up before the question
 * ends. */
static GEOSGeometry *find_kept(store_session *session, const kept_reach *wanted, bool *found)
{
    *found = false;
    const reach_cache *cache = session->reaches;
    for (size_t i = 0; cache && i < cache->count; i++) {
        const kept_reach *kept = &cache->items[i];
        if (kept->shape != wanted->shape || kept->distance_m != wanted->distance_m ||
            kept->kind != wanted->kind)
            continue;
        *found = true;
        return kept->area ? scope_own(&session->work, GEOSGeom_clone_r(session->work.geos, kept->area))
                          : NULL;
    }
    return NULL;
}

/** What cannot be kept, for want of memory, is made anew the next time. */
static void keep(store_session *session, kept_reach made, const GEOSGeometry *area)
{
    reach_cache *cache = cache_of(session);
    if (area) made.area = GEOSGeom_clone_r(session->work.geos, area);
    if (!cache || (area && !made.area)) return;
    if (cache->count < KEPT_MAX) {
        cache->items[cache->count++] = made;
        return;
    }
    if (cache->items[cache->next].area)
        GEOSGeom_destroy_r(session->work.geos, cache->items[cache->next].area);
    cache->items[cache->next] = made;
    cache->next = (cache->next + 1) % KEPT_MAX;
}

GEOSGeometry *reach_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                       double distance_m)
{
    const kept_reach wanted = {.shape = place->shape, .distance_m = distance_m};
    bool found;
    GEOSGeometry *wide = find_kept(session, &wanted, &found);
    if (found) return wide;
    wide = area_buffer(&session->work, outline, distance_m);
    if (wide) keep(session, wanted, wide);
    return wide;
}

gaz_status reach_water_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                          double distance_m, GEOSGeometry **out, gaz_error *err)
{
    const kept_reach wanted = {.shape = place->shape, .distance_m = distance_m, .kind = KEPT_WATER};
    bool found;
    *out = find_kept(session, &wanted, &found);
    if (found) return GAZ_OK;
    GEOSGeometry *wide = reach_of(session, place, outline, distance_m);
    gaz_status status = GAZ_OK;
    double tolerance_deg = fmax(SHORE_MIN_DEG, distance_m * SHORE_PER_DISTANCE / DEGREE_M);
    if (wide) status = store_land_removed(session, wide, tolerance_deg, out, err);
    if (wide && status == GAZ_OK) keep(session, wanted, *out);
    return status;
}

// Parts of a country smaller than this share of its largest are not what "off its coast" is counted from: no
// report of Ecuador's coast means the Galapagos.
#define PART_SHARE_MIN 0.1

static const GEOSGeometry *main_parts(scope *s, const GEOSGeometry *country)
{
    int count = GEOSGetNumGeometries_r(s->geos, country);
    if (count < 2) return country;
    double largest = 0, area;
    for (int i = 0; i < count; i++)
        if (GEOSArea_r(s->geos, GEOSGetGeometryN_r(s->geos, country, i), &area) == 1)
            largest = fmax(largest, area);
    GEOSGeometry **kept = scope_alloc(s, (size_t)count * sizeof *kept);
    unsigned kept_count = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(s->geos, country, i);
        if (GEOSArea_r(s->geos, part, &area) != 1 || area < PART_SHARE_MIN * largest) continue;
        kept[kept_count] = GEOSGeom_clone_r(s->geos, part);
        if (kept[kept_count]) kept_count++;
    }
    GEOSGeometry *joined =
        scope_own(s, GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, kept, kept_count));
    return joined ? joined : country;
}

const GEOSGeometry *reach_main_parts(store_session *session, const store_place *place,
                                     const GEOSGeometry *outline)
{
    scope *s = &session->work;
    const kept_reach wanted = {.shape = place->shape, .kind = KEPT_MAIN};
    bool found;
    const GEOSGeometry *parts = find_kept(session, &wanted, &found);
    if (found) return parts;
    parts = main_parts(s, outline);
    const GEOSGeometry *simple = scope_own(s, GEOSSimplify_r(s->geos, parts, SHORE_MIN_DEG));
    if (simple && GEOSisEmpty_r(s->geos, simple) == 0) parts = simple;
    keep(session, wanted, parts);
    return parts;
}

// Between the outlines of neighbours, each followed to a kilometre, lie slivers that are no sea: only water
// that is twice this wide is.
#define SLIVER_HALF_M 2e3

gaz_status reach_shore_of(store_session *session, const store_place *place, const GEOSGeometry *outline,
                          double distance_m, GEOSGeometry **out, gaz_error *err)
{
    scope *s = &session->work;
    const kept_reach wanted = {.shape = place->shape, .distance_m = distance_m, .kind = KEPT_SHORE};
    bool found;
    *out = find_kept(session, &wanted, &found);
    if (found) return GAZ_OK;
    GEOSGeometry *water;
    gaz_status status = reach_water_of(session, place, outline, distance_m, &water, err);
    if (status != GAZ_OK) return status;
    GEOSGeometry *sea = water ? area_buffer(s, water, -SLIVER_HALF_M) : NULL;
    GEOSGeometry *wide = sea ? area_buffer(s, sea, distance_m + SLIVER_HALF_M) : NULL;
    *out = wide ? scope_own(s, GEOSIntersection_r(s->geos, wide, outline)) : NULL;
    keep(session, wanted, *out);
    return GAZ_OK;
}
