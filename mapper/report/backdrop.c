#include "report/backdrop_parts.h"

#include "base/arena.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// A longer one would leave no room for the map's own notes.
#define ATTRIBUTION_MAX_BYTES 160

typedef struct {
    char *path;
    GDALDatasetH dataset;
} backdrop_file;

struct backdrop {
    backdrop_file *files;
    size_t count;
    const char **attributions;
    const char *nameless; ///< path of the first file that does not say whose it is
    arena memory;         ///< of the texts
};

incmap_status backdrop_failed(const char *path, const char *what, incmap_error *err)
{
    const char *reason = CPLGetLastErrorMsg();
    return error_set(err, INCMAP_FAILED, "--basemap %s: %s%s%s", path, what, *reason ? ": " : "", reason);
}

/** The value of the first of the keys that an object's metadata has, in whatever case it is written. */
static const char *find_in_metadata(GDALMajorObjectH object)
{
    // In the order in which they tell whom to name: MBTiles and web services, GeoTIFF, Dublin Core.
    static const char *const keys[] = {"attribution", "TIFFTAG_COPYRIGHT", "copyright", "rights",
                                       "licence",     "license",           "credit",    "TIFFTAG_ARTIST"};
    char **items = GDALGetMetadata(object, NULL);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (char **item = items; item && *item; item++) {
            size_t length = strlen(keys[k]);
            if (strncasecmp(*item, keys[k], length) == 0 && (*item)[length] == '=' && (*item)[length + 1])
                return *item + length + 1;
        }
    return NULL;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/** Whose a data set is, as it or one of its layers says. */
static const char *read_attribution(backdrop *b, const backdrop_file *file)
{
    const char *found = find_in_metadata(file->dataset);
    for (int i = 0; !found && i < GDALDatasetGetLayerCount(file->dataset); i++)
        found = find_in_metadata(GDALDatasetGetLayer(file->dataset, i));
    if (!found && !b->nameless) b->nameless = file->path;
    return arena_strdup(&b->memory,
                        arena_cut(&b->memory, found ? found : file_name(file->path), ATTRIBUTION_MAX_BYTES));
}

/** Control points count as a place: GDAL warps by them. */
static bool has_place(GDALDatasetH raster)
{
    double transform[6];
    bool has_frame = GDALGetGeoTransform(raster, transform) == CE_None && GDALGetSpatialRef(raster) != NULL;
    return has_frame || (GDALGetGCPCount(raster) > 0 && GDALGetGCPSpatialRef(raster) != NULL);
}

static incmap_status open_file(backdrop *b, backdrop_file *file, const char *path, incmap_error *err)
{
    file->path = arena_strdup(&b->memory, path);
    CPLErrorReset();
    file->dataset = GDALOpenEx(
        path, GDAL_OF_RASTER | GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (!file->dataset)
        return error_set(err, INCMAP_USAGE, "--basemap %s: GDAL cannot open it: %s", path,
                         *CPLGetLastErrorMsg() ? CPLGetLastErrorMsg() : "no driver knows its format");
    int bands = GDALGetRasterCount(file->dataset), layers = 0;
    for (int i = 0; i < GDALDatasetGetLayerCount(file->dataset); i++)
        layers += OGR_L_GetGeomType(GDALDatasetGetLayer(file->dataset, i)) != wkbNone;
    if (bands == 0 && layers == 0)
        return error_set(err, INCMAP_USAGE, "--basemap %s: holds neither a raster nor a layer with geometry",
                         path);
    if (bands > 0 && layers == 0 && !has_place(file->dataset))
        return error_set(err, INCMAP_USAGE,
                         "--basemap %s: does not say where it lies; give it a place with gdal_translate "
                         "-a_srs … -a_ullr …",
                         path);
    return INCMAP_OK;
}

incmap_status backdrop_open(backdrop **out, const char *const *paths, size_t count, incmap_error *err)
{
    GDALAllRegister();
    backdrop *b = mem_calloc(1, sizeof *b);
    b->files = mem_calloc(count, sizeof *b->files);
    b->attributions = mem_calloc(count, sizeof *b->attributions);
    incmap_status status = INCMAP_OK;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    for (size_t i = 0; i < count && status == INCMAP_OK; i++) {
        b->count = i + 1;
        status = open_file(b, &b->files[i], paths[i], err);
        if (status == INCMAP_OK) b->attributions[i] = read_attribution(b, &b->files[i]);
    }
    CPLPopErrorHandler();
    *out = NULL;
    if (status == INCMAP_OK)
        *out = b;
    else
        backdrop_close(b);
    return status;
}

void backdrop_close(backdrop *b)
{
    if (!b) return;
    for (size_t i = 0; i < b->count; i++)
        if (b->files[i].dataset) GDALClose(b->files[i].dataset);
    free(b->files);
    free(b->attributions);
    arena_dispose(&b->memory);
    free(b);
}

const char *const *backdrop_attributions(const backdrop *b, size_t *count)
{
    *count = b->count;
    return b->attributions;
}

const char *backdrop_nameless(const backdrop *b)
{
    return b->nameless;
}

incmap_status backdrop_draw(const backdrop *b, cairo_t *cr, const backdrop_place *place, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    for (size_t i = 0; i < b->count && status == INCMAP_OK; i++) {
        const backdrop_file *file = &b->files[i];
        CPLErrorReset();
        if (GDALGetRasterCount(file->dataset) > 0 && has_place(file->dataset))
            status = backdrop_draw_raster(file->dataset, file->path, cr, place, err);
        if (status == INCMAP_OK && GDALDatasetGetLayerCount(file->dataset) > 0)
            status = backdrop_draw_vectors(file->dataset, file->path, cr, place, err);
    }
    CPLPopErrorHandler();
    return status;
}
