#include "verify/verify.h"

#include "base/arena.h"
#include "verify/parts.h"

#include <errno.h>
#include <math.h>
#include <png.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

// A tile is looked at in memory; one of 4096 pixels square takes 64 MB.
#define TILE_SIDE_MAX_PX 4096

#define FAULT_MAX_BYTES 512

static void say(verify_report *report, const char *format, va_list arguments)
{
    char line[FAULT_MAX_BYTES];
    vsnprintf(line, sizeof line, format, arguments);
    // What the file itself says may hold anything, and a fault is one line.
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f) *at = ' ';
    report->fault_count++;
    report->say(report->context, line);
}

void verify_fault(verify_report *report, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(report, format, arguments);
    va_end(arguments);
}

bool verify_that(verify_report *report, bool holds, const char *format, ...)
{
    if (holds) return true;
    va_list arguments;
    va_start(arguments, format);
    say(report, format, arguments);
    va_end(arguments);
    return false;
}

void verify_count_tile(verifier *v, int64_t zoom, int64_t col, int64_t row)
{
    verify_report *r = v->report;
    if (r->tile_count == 0 || zoom > r->deepest.zoom) {
        r->deepest.zoom = zoom;
        r->deepest.col_min = r->deepest.col_max = col;
        r->deepest.row_min = r->deepest.row_max = row;
    } else if (zoom == r->deepest.zoom) {
        if (col < r->deepest.col_min) r->deepest.col_min = col;
        if (col > r->deepest.col_max) r->deepest.col_max = col;
        if (row < r->deepest.row_min) r->deepest.row_min = row;
        if (row > r->deepest.row_max) r->deepest.row_max = row;
    }
    if (r->tile_count++ == 0) {
        r->min_zoom = r->max_zoom = (int32_t)zoom;
    } else {
        if (zoom < r->min_zoom) r->min_zoom = (int32_t)zoom;
        if (zoom > r->max_zoom) r->max_zoom = (int32_t)zoom;
    }
}

static void verify_png(verifier *v, const void *bytes, size_t length, const char *where)
{
    static const uint8_t end[12] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
    verify_report *r = v->report;
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (length < sizeof end || memcmp((const uint8_t *)bytes + length - sizeof end, end, sizeof end) != 0) {
        verify_fault(r, "%s: the PNG has no end", where);
        return;
    }
    if (!png_image_begin_read_from_memory(&image, bytes, length)) {
        verify_fault(r, "%s: is not a PNG: %s", where, image.message);
        return;
    }
    if (!v->tile_width_px) {
        v->tile_width_px = (int)image.width;
        v->tile_height_px = (int)image.height;
    }
    bool is_same =
        verify_that(r, (int64_t)image.width == v->tile_width_px && (int64_t)image.height == v->tile_height_px,
                    "%s: is %u × %u pixels, not %d × %d", where, image.width, image.height, v->tile_width_px,
                    v->tile_height_px);
    if (is_same &&
        verify_that(r, image.width <= TILE_SIDE_MAX_PX && image.height <= TILE_SIDE_MAX_PX,
                    "%s: %u × %u pixels are too many for a tile", where, image.width, image.height)) {
        image.format = PNG_FORMAT_RGBA;
        void *pixels = mem_alloc(PNG_IMAGE_SIZE(image));
        bool decoded = png_image_finish_read(&image, NULL, pixels, 0, NULL) && image.warning_or_error == 0;
        verify_that(r, decoded, "%s: the PNG is damaged: %s", where, image.message);
        free(pixels);
    }
    png_image_free(&image);
}

void verify_tile(verifier *v, int64_t zoom, int64_t col, int64_t row, const void *bytes, size_t length,
                 const char *where)
{
    if (!verify_that(v->report, zoom >= 0 && zoom <= VERIFY_ZOOM_MAX, "%s: there is no such zoom", where))
        return;
    int64_t side = (int64_t)1 << zoom;
    verify_that(v->report, col >= 0 && col < side && row >= 0 && row < side,
                "%s: zoom %lld has columns and rows 0 to %lld", where, (long long)zoom, (long long)side - 1);
    verify_count_tile(v, zoom, col, row);
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    bool is_new;
    image_table_find(&v->seen, (uint64_t[2]){hash.high64, hash.low64}, &is_new);
    if (is_new) verify_png(v, bytes, length, where);
}

void verifier_dispose(verifier *v)
{
    image_table_dispose(&v->seen);
}

/** Place on the Mercator square, from 0 in the north to 1. */
static double unit_y(double lat_deg)
{
    double lat = fmax(fmin(lat_deg, 85.0511287798), -85.0511287798) * M_PI / 180;
    return 0.5 - asinh(tan(lat)) / (2 * M_PI);
}

/** That some of the tiles of the greatest zoom lie within the bounds. */
static void check_coverage(verify_report *r, const double b[4])
{
    if (r->tile_count <= 0) return;
    double side = ldexp(1, (int)r->deepest.zoom);
    double west = (b[0] + 180) / 360 * side, east = (b[2] + 180) / 360 * side;
    double north = unit_y(b[3]) * side, south = unit_y(b[1]) * side;
    verify_that(r,
                (double)r->deepest.col_min <= east && (double)r->deepest.col_max + 1 >= west &&
                    (double)r->deepest.row_min <= south && (double)r->deepest.row_max + 1 >= north,
                "bounds %g,%g,%g,%g have none of the tiles of zoom %lld", b[0], b[1], b[2], b[3],
                (long long)r->deepest.zoom);
}

void verify_extent(verify_report *r, const double b[4], const double center[3], double min_zoom,
                   double max_zoom)
{
    bool whole = fabs(b[0]) <= 180 && fabs(b[2]) <= 180 && fabs(b[1]) <= 90 && fabs(b[3]) <= 90 &&
                 b[0] <= b[2] && b[1] <= b[3];
    verify_that(r, whole, "bounds %g,%g,%g,%g are not west,south,east,north in degrees", b[0], b[1], b[2],
                b[3]);
    if (whole) check_coverage(r, b);
    if (!center) return;
    verify_that(r, center[0] >= b[0] && center[0] <= b[2] && center[1] >= b[1] && center[1] <= b[3],
                "center %g,%g lies outside of the bounds", center[0], center[1]);
    verify_that(r, center[2] >= min_zoom && center[2] <= max_zoom,
                "center's zoom %g is not between minzoom %g and maxzoom %g", center[2], min_zoom, max_zoom);
}

void verify_zooms(verify_report *r, double min_zoom, double max_zoom)
{
    verify_that(r, min_zoom >= 0 && min_zoom <= max_zoom && max_zoom <= VERIFY_ZOOM_MAX,
                "minzoom %g and maxzoom %g are no range of zooms", min_zoom, max_zoom);
    if (r->tile_count == 0) return;
    verify_that(r, r->min_zoom >= min_zoom, "there are tiles at zoom %d, below minzoom %g", r->min_zoom,
                min_zoom);
    verify_that(r, r->max_zoom <= max_zoom, "there are tiles at zoom %d, above maxzoom %g", r->max_zoom,
                max_zoom);
}

static incmap_status unreadable(const char *path, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", path, strerror(errno));
}

incmap_status verify_path(const char *path, verify_report *report, incmap_error *err)
{
    report->min_zoom = 0;
    report->max_zoom = -1;
    struct stat st;
    if (stat(path, &st) != 0) return unreadable(path, err);
    if (S_ISDIR(st.st_mode)) return verify_folder(path, report, err);
    if (!S_ISREG(st.st_mode))
        return error_set(err, INCMAP_FAILED, "%s: is neither a file nor a folder", path);

    // SQLite's header is 100 bytes; the application id is at 68.
    uint8_t head[100] = {0};
    FILE *file = fopen(path, "rb");
    if (!file) return unreadable(path, err);
    size_t length = fread(head, 1, sizeof head, file);
    fclose(file);
    if (length >= 7 && memcmp(head, "PMTiles", 7) == 0) return verify_pmtiles(path, report, err);
    if (length == sizeof head && memcmp(head, "SQLite format 3", 16) == 0)
        return memcmp(head + 68, "GP", 2) == 0 || strstr(path, ".gpkg") ? verify_gpkg(path, report, err)
                                                                        : verify_mbtiles(path, report, err);
    if (length >= 4 && (memcmp(head, "II*\0", 4) == 0 || memcmp(head, "MM\0*", 4) == 0 ||
                        memcmp(head, "II+\0", 4) == 0 || memcmp(head, "MM\0+", 4) == 0))
        return verify_geotiff(path, report, err);
    verify_fault(report, "is neither PMTiles, MBTiles, GeoPackage nor GeoTIFF by its first bytes");
    return INCMAP_OK;
}
