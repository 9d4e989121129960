#include "overlay/geotiff.h"

#include "encode/encode.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

// Blocks put between flushes: GDAL would hold on to as many as its cache, a share of the machine's memory,
// takes, and write them in the order they fall out.
#define BLOCKS_HELD 64

struct geotiff {
    GDALDatasetH dataset;
    char *path;
    const char *shown;
    grid grid;
    const projection *projection;
    uint8_t *rgba; ///< one block
    int held;
};

static void ignore_error(CPLErr kind, CPLErrorNum number, const char *message)
{
    (void)kind, (void)number, (void)message;
}

// Errors come back as return values, with the message kept; a side-car file beside a temporary name would be
// left behind.
static void enter_gdal(void)
{
    CPLPushErrorHandler(ignore_error);
    CPLErrorReset();
    CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", "NO");
}

static void leave_gdal(void)
{
    CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", NULL);
    CPLPopErrorHandler();
}

static incmap_status write_error(const geotiff *t, incmap_error *err)
{
    const char *why = CPLGetLastErrorMsg();
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", t->shown,
                     why[0] ? why : "the disk may be full");
}

static bool set_reference(geotiff *t)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    char *wkt = mem_strdup(projection_wkt(t->projection)), *rest = wkt;
    bool good = OSRImportFromWkt(srs, &rest) == OGRERR_NONE && GDALSetSpatialRef(t->dataset, srs) == CE_None;
    free(wkt);
    OSRDestroySpatialReference(srs);
    double transform[6] = {t->grid.origin_x, t->grid.res_x, 0, t->grid.origin_y, 0, -t->grid.res_y};
    return good && GDALSetGeoTransform(t->dataset, transform) == CE_None;
}

incmap_status geotiff_create(geotiff **out, const char *path, const char *shown, const grid *g,
                             const projection *p, const char *attribution, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    *out = NULL;
    geotiff *t = mem_calloc(1, sizeof *t);
    *t = (geotiff){.path = mem_strdup(path), .shown = shown, .grid = *g, .projection = p};
    t->rgba = mem_alloc((size_t)GEOTIFF_BLOCK_PX * GEOTIFF_BLOCK_PX * 4);
    enter_gdal();
    GDALAllRegister();
    char **options = NULL;
    options = CSLSetNameValue(options, "TILED", "YES");
    options = CSLSetNameValue(options, "BLOCKXSIZE", CPLSPrintf("%d", GEOTIFF_BLOCK_PX));
    options = CSLSetNameValue(options, "BLOCKYSIZE", CPLSPrintf("%d", GEOTIFF_BLOCK_PX));
    options = CSLSetNameValue(options, "COMPRESS", "DEFLATE");
    options = CSLSetNameValue(options, "PHOTOMETRIC", "RGB");
    options = CSLSetNameValue(options, "ALPHA", "NON-PREMULTIPLIED");
    options = CSLSetNameValue(options, "BIGTIFF", "IF_SAFER");
    t->dataset = GDALCreate(GDALGetDriverByName("GTiff"), path, (int)g->width_px, (int)g->height_px, 4,
                            GDT_Byte, options);
    CSLDestroy(options);
    if (!t->dataset || !set_reference(t)) {
        status = write_error(t, err);
        goto done;
    }
    GDALSetMetadataItem(t->dataset, "TIFFTAG_SOFTWARE", "incmap", NULL);
    if (attribution[0]) GDALSetMetadataItem(t->dataset, "TIFFTAG_COPYRIGHT", attribution, NULL);
    *out = t;
done:
    leave_gdal();
    if (status != INCMAP_OK) geotiff_abandon(t);
    return status;
}

incmap_status geotiff_put(geotiff *t, int64_t col, int64_t row, const uint32_t *argb, int stride_px,
                          incmap_error *err)
{
    int64_t left = col * GEOTIFF_BLOCK_PX, top = row * GEOTIFF_BLOCK_PX;
    int width_px = (int)fmin(GEOTIFF_BLOCK_PX, (double)(t->grid.width_px - left));
    int height_px = (int)fmin(GEOTIFF_BLOCK_PX, (double)(t->grid.height_px - top));
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            pixel_unpremultiply(argb[(size_t)y * (size_t)stride_px + (size_t)x],
                                t->rgba + 4 * ((size_t)y * (size_t)width_px + (size_t)x));
    enter_gdal();
    bool good = GDALDatasetRasterIO(t->dataset, GF_Write, (int)left, (int)top, width_px, height_px, t->rgba,
                                    width_px, height_px, GDT_Byte, 4, NULL, 4, 4 * width_px, 1) == CE_None;
    if (good && ++t->held == BLOCKS_HELD) {
        GDALFlushCache(t->dataset);
        t->held = 0;
        good = CPLGetLastErrorType() < CE_Failure;
    }
    incmap_status status = good ? INCMAP_OK : write_error(t, err);
    leave_gdal();
    return status;
}

/** Whether the file, read again, puts the raster's corners and middle where they were meant to be: GeoTIFF
 * has no words for some projections. */
static bool reference_survived(const geotiff *t, GDALDatasetH dataset)
{
    incmap_error unused = {0};
    const char *wkt = GDALGetProjectionRef(dataset);
    double transform[6];
    projection *read;
    if (!wkt || !wkt[0] || GDALGetGeoTransform(dataset, transform) != CE_None ||
        projection_open(&read, wkt, &unused) != INCMAP_OK)
        return false;
    bool good = true;
    double w = (double)t->grid.width_px, h = (double)t->grid.height_px;
    const pxy places[] = {{0, 0}, {w, 0}, {0, h}, {w, h}, {w / 2, h / 2}};
    for (size_t i = 0; i < sizeof places / sizeof *places && good; i++) {
        projxy at = grid_from_px(&t->grid, places[i]), own, found;
        lonlat ground;
        projection_inverse(t->projection, &at, &ground, 1);
        // Again by our own: beyond the edge of the world the way back leads to its other side.
        projection_forward(t->projection, &ground, &own, 1);
        if (isnan(own.x)) continue;
        pxy meant = grid_to_px(&t->grid, own);
        projection_forward(read, &ground, &found, 1);
        double col = (found.x - transform[0]) / transform[1], row = (found.y - transform[3]) / transform[5];
        // A hundredth of a pixel: what the two projections differ by is less by far.
        good = fabs(col - meant.x_px) < 0.01 && fabs(row - meant.y_px) < 0.01;
    }
    projection_close(read);
    return good;
}

incmap_status geotiff_finish(geotiff *t, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    enter_gdal();
    GDALClose(t->dataset);
    t->dataset = NULL;
    if (CPLGetLastErrorType() >= CE_Failure) {
        status = write_error(t, err);
        goto done;
    }
    GDALDatasetH again = GDALOpen(t->path, GA_ReadOnly);
    if (!again)
        status = write_error(t, err);
    else if (!reference_survived(t, again))
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: a GeoTIFF cannot say what %s is; choose another -t_srs, e.g. one of the EPSG's",
                      t->shown, projection_name(t->projection));
    if (again) GDALClose(again);
done:
    leave_gdal();
    geotiff_abandon(t);
    return status;
}

void geotiff_abandon(geotiff *t)
{
    if (!t) return;
    if (t->dataset) {
        enter_gdal();
        GDALClose(t->dataset);
        leave_gdal();
    }
    free(t->path);
    free(t->rgba);
    free(t);
}
