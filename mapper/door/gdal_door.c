#include "door/gdal_room.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const gdal_room *room; ///< NULL where it cannot be had
static char trouble_said[256];

/** Loads the library that stands beside the one this is in, or is found as the system finds libraries. It is
 * never closed: GDAL does not like to be unloaded. */
static void load(void)
{
    static const char name[] = "libincmap_gdal.so";
    Dl_info own = {0};
    void *library = NULL;
    if (dladdr(trouble_said, &own) && own.dli_fname) {
        const char *slash = strrchr(own.dli_fname, '/');
        size_t folder_length = slash ? (size_t)(slash + 1 - own.dli_fname) : 0;
        size_t size = folder_length + sizeof name;
        char *path = mem_alloc(size);
        snprintf(path, size, "%.*s%s", (int)folder_length, own.dli_fname, name);
        if (access(path, R_OK) == 0) library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        free(path);
    }
    if (!library) library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library) room = dlsym(library, GDAL_ROOM_SYMBOL);
    if (!room) snprintf(trouble_said, sizeof trouble_said, "%s", dlerror());
}

/** NULL, and why, where the library cannot be loaded. */
static const gdal_room *enter(incmap_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!room)
        error_set(err, INCMAP_FAILED,
                  "what reads with GDAL cannot be loaded: %s; keep libincmap_gdal.so beside the program",
                  trouble_said);
    return room;
}

incmap_status gdal_table_open(void **out, const table_kind **kind, const char *path, bool is_json,
                              bool is_text, char trouble[TABLE_TROUBLE_MAX], incmap_error *err)
{
    if (!enter(err)) return INCMAP_FAILED;
    return room->gdal_table_open(out, kind, path, is_json, is_text, trouble, err);
}

incmap_status vsi_copy(const char *from, const char *to, bool *found,
                       incmap_status (*tick)(void *context, incmap_error *err), void *context,
                       incmap_error *err)
{
    return enter(err) ? room->vsi_copy(from, to, found, tick, context, err) : INCMAP_FAILED;
}

incmap_status basemap_open(basemap **out, const char *path, incmap_error *err)
{
    return enter(err) ? room->basemap_open(out, path, err) : INCMAP_FAILED;
}

void basemap_close(basemap *b)
{
    if (b) room->basemap_close(b);
}

incmap_status basemap_visit(basemap *b, const char *source_layer, lonlat_box box, bool is_whole,
                            double ground_res_m, bool (*visit)(void *context, const basemap_feature *feature),
                            void *context, incmap_error *err)
{
    return room->basemap_visit(b, source_layer, box, is_whole, ground_res_m, visit, context, err);
}

void basemap_credit(basemap *b, const char *source_layer)
{
    room->basemap_credit(b, source_layer);
}

const char *const *basemap_attributions(const basemap *b, size_t *count)
{
    return room->basemap_attributions(b, count);
}

incmap_status geotiff_create(geotiff **out, const char *path, const char *shown, const grid *g,
                             const projection *p, const char *attribution, incmap_error *err)
{
    return enter(err) ? room->geotiff_create(out, path, shown, g, p, attribution, err) : INCMAP_FAILED;
}

incmap_status geotiff_put(geotiff *t, int64_t col, int64_t row, const uint32_t *argb, int stride_px,
                          incmap_error *err)
{
    return room->geotiff_put(t, col, row, argb, stride_px, err);
}

incmap_status geotiff_finish(geotiff *t, incmap_error *err)
{
    return room->geotiff_finish(t, err);
}

void geotiff_abandon(geotiff *t)
{
    if (t) room->geotiff_abandon(t);
}

incmap_status verify_geotiff(const char *path, verify_report *report, incmap_error *err)
{
    return enter(err) ? room->verify_geotiff(path, report, err) : INCMAP_FAILED;
}

incmap_status backdrop_open(backdrop **out, const char *const *paths, size_t count, incmap_error *err)
{
    return enter(err) ? room->backdrop_open(out, paths, count, err) : INCMAP_FAILED;
}

void backdrop_close(backdrop *b)
{
    if (b) room->backdrop_close(b);
}

const char *const *backdrop_attributions(const backdrop *b, size_t *count)
{
    return room->backdrop_attributions(b, count);
}

const char *backdrop_nameless(const backdrop *b)
{
    return room->backdrop_nameless(b);
}

incmap_status backdrop_draw(const backdrop *b, cairo_t *cr, const backdrop_place *place, incmap_error *err)
{
    return room->backdrop_draw(b, cr, place, err);
}

incmap_status key_write_gpkg(const key *k, const incident_set *set, int64_t made_s, const char *path,
                             const char *shown_path, incmap_error *err)
{
    return enter(err) ? room->key_write_gpkg(k, set, made_s, path, shown_path, err) : INCMAP_FAILED;
}
