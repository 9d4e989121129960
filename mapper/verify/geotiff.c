/** @file GeoTIFF (OGC 19-008): every block is read, and it says where on the ground it lies. */
#include "base/arena.h"
#include "verify/parts.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdlib.h>

// A block of more pixels than this is not read: it would not fit into memory many times over.
#define BLOCK_PIXELS_MAX (INT64_C(1) << 26)

static void CPL_STDCALL take_error(CPLErr kind, CPLErrorNum number, const char *message)
{
    (void)number;
    if (kind >= CE_Warning) verify_fault(CPLGetErrorHandlerUserData(), "%s", message);
}

static void verify_place(GDALDatasetH dataset, verify_report *r)
{
    double transform[6];
    bool placed = GDALGetGeoTransform(dataset, transform) == CE_None || GDALGetGCPCount(dataset) > 0;
    verify_that(r, placed, "has no georeference: neither a transformation nor control points");
    if (placed && GDALGetGCPCount(dataset) == 0)
        verify_that(r, transform[1] * transform[5] - transform[2] * transform[4] != 0,
                    "its georeference gives its pixels no area");
    OGRSpatialReferenceH srs = GDALGetSpatialRef(dataset);
    if (!srs && GDALGetGCPCount(dataset) > 0) srs = GDALGetGCPSpatialRef(dataset);
    if (verify_that(r, srs != NULL, "has no coordinate reference system"))
        verify_that(r, OSRIsProjected(srs) || OSRIsGeographic(srs) || OSRIsLocal(srs),
                    "its coordinate reference system is neither projected nor geographic");
}

/** Reads all blocks of a band; those that a sparse file leaves out are zero by definition. */
static void verify_blocks(GDALRasterBandH band, int64_t file_bytes, const char *what, verify_report *r)
{
    int width = 0, height = 0;
    GDALGetBlockSize(band, &width, &height);
    if (!verify_that(r, width > 0 && height > 0 && (int64_t)width * height <= BLOCK_PIXELS_MAX,
                     "%s: its blocks of %d × %d pixels are too large", what, width, height))
        return;
    int64_t cols = ((int64_t)GDALGetRasterBandXSize(band) + width - 1) / width;
    int64_t rows = ((int64_t)GDALGetRasterBandYSize(band) + height - 1) / height;
    // A TIFF holds the place of every block.
    if (!verify_that(r, cols <= file_bytes / rows, "%s: has more blocks than the file can place", what))
        return;
    size_t sample_bytes = (size_t)GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band));
    void *block = mem_alloc((size_t)width * (size_t)height * sample_bytes);
    int64_t damaged = 0;
    for (int64_t i = 0; i < cols * rows; i++) {
        int col = (int)(i % cols), row = (int)(i / cols);
        int left = col * width, top = row * height;
        int right = left > GDALGetRasterBandXSize(band) - width ? GDALGetRasterBandXSize(band) : left + width;
        int bottom =
            top > GDALGetRasterBandYSize(band) - height ? GDALGetRasterBandYSize(band) : top + height;
        int coverage = GDALGetDataCoverageStatus(band, left, top, right - left, bottom - top, 0, NULL);
        if (coverage == GDAL_DATA_COVERAGE_STATUS_EMPTY) continue;
        if (GDALReadBlock(band, col, row, block) != CE_None) damaged++;
    }
    verify_that(r, damaged == 0, "%s: %lld blocks cannot be read", what, (long long)damaged);
    free(block);
}

static void verify_bands(GDALDatasetH dataset, int64_t file_bytes, verify_report *r)
{
    for (int i = 1; i <= GDALGetRasterCount(dataset); i++) {
        GDALRasterBandH band = GDALGetRasterBand(dataset, i);
        char what[64];
        snprintf(what, sizeof what, "band %d", i);
        verify_blocks(band, file_bytes, what, r);
        int width = GDALGetRasterBandXSize(band);
        for (int k = 0; k < GDALGetOverviewCount(band); k++) {
            GDALRasterBandH overview = GDALGetOverview(band, k);
            snprintf(what, sizeof what, "band %d, overview %d", i, k + 1);
            if (!verify_that(r, overview && GDALGetRasterBandXSize(overview) <= width,
                             "%s: is larger than what it is an overview of", what))
                continue;
            width = GDALGetRasterBandXSize(overview);
            verify_blocks(overview, file_bytes, what, r);
        }
    }
}

incmap_status verify_geotiff(const char *path, verify_report *report, incmap_error *err)
{
    report->kind = "GeoTIFF";
    report->tile_count = -1;
    VSIStatBufL st = {0};
    if (VSIStatL(path, &st) != 0) return error_set(err, INCMAP_FAILED, "%s: cannot be read", path);
    GDALAllRegister();
    CPLPushErrorHandlerEx(take_error, report);
    static const char *const drivers[] = {"GTiff", NULL};
    GDALDatasetH dataset =
        GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_INTERNAL, drivers, NULL, NULL);
    if (dataset) {
        verify_that(report, GDALGetRasterCount(dataset) > 0, "has no picture");
        verify_place(dataset, report);
        verify_bands(dataset, (int64_t)st.st_size, report);
        GDALClose(dataset);
    } else if (report->fault_count == 0) {
        verify_fault(report, "cannot be opened as a GeoTIFF");
    }
    CPLPopErrorHandler();
    return INCMAP_OK;
}
