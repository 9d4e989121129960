#include "report/backdrop_parts.h"

#include "base/arena.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal_utils.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

// How much of a raster's colour is kept, the rest being the paper's: marks must stand out of it.
#define COLOR_SHARE 0.62
// Of values that are no colours the darkest grey.
#define GREY_MIN 100.0
// A page's picture has up to 160 million pixels; what lies under the map need not be as fine.
#define PIXELS_MAX 24e6

/** A raster on the map's grid, and which of its bands are what. */
typedef struct {
    GDALDatasetH dataset;
    int width_px, height_px;
    GDALRasterBandH color[3]; ///< red, green, blue; one band three times for grey
    GDALRasterBandH alpha;
    GDALColorTableH palette; ///< of color[0]; NULL: none
} warped;

/** Warps what the map shows of the raster into memory, with a band that says where it has values. */
static GDALDatasetH warp(GDALDatasetH raster, const backdrop_place *place, int width_px, int height_px)
{
    GDALRasterBandH first = GDALGetRasterBand(raster, 1);
    proj_box box = grid_bounds(&place->grid);
    char **args = NULL;
    args = CSLAddString(args, "-of");
    args = CSLAddString(args, "MEM");
    args = CSLAddString(args, "-t_srs");
    args = CSLAddString(args, projection_wkt(place->projection));
    args = CSLAddString(args, "-te");
    const double edges[] = {box.min_x, box.min_y, box.max_x, box.max_y};
    for (int i = 0; i < 4; i++) args = CSLAddString(args, CPLSPrintf("%.17g", edges[i]));
    args = CSLAddString(args, "-ts");
    args = CSLAddString(args, CPLSPrintf("%d", width_px));
    args = CSLAddString(args, CPLSPrintf("%d", height_px));
    args = CSLAddString(args, "-dstalpha");
    args = CSLAddString(args, "-r");
    // Between two numbers of a palette lies another colour than between theirs.
    args = CSLAddString(args, GDALGetRasterColorTable(first) ? "near" : "bilinear");
    GDALWarpAppOptions *options = GDALWarpAppOptionsNew(args, NULL);
    CSLDestroy(args);
    if (!options) return NULL;
    int failed = 0;
    GDALDatasetH result = GDALWarp("", NULL, 1, &raster, options, &failed);
    GDALWarpAppOptionsFree(options);
    if (failed && result) {
        GDALClose(result);
        return NULL;
    }
    return result;
}

/** Red, green and blue by what the bands say of themselves, else the first three; of fewer bands the first.
 */
static void find_bands(warped *w)
{
    int count = GDALGetRasterCount(w->dataset);
    w->alpha = GDALGetRasterBand(w->dataset, count);
    count--;
    const GDALColorInterp wanted[] = {GCI_RedBand, GCI_GreenBand, GCI_BlueBand};
    int found = 0;
    for (int c = 0; c < 3; c++)
        for (int i = 1; i <= count; i++) {
            GDALRasterBandH band = GDALGetRasterBand(w->dataset, i);
            if (GDALGetRasterColorInterpretation(band) != wanted[c]) continue;
            w->color[c] = band;
            found++;
            break;
        }
    for (int c = 0; found < 3 && c < 3; c++)
        w->color[c] = GDALGetRasterBand(w->dataset, count >= 3 ? c + 1 : 1);
    w->palette = GDALGetRasterColorTable(w->color[0]);
}

/** One band's values and what makes bytes of them: (value - least) * scale + offset. */
typedef struct {
    float *values;
    double least, scale, offset;
} band_values;

static bool is_byte(GDALRasterBandH band)
{
    return GDALGetRasterDataType(band) == GDT_Byte;
}

static bool read_band(const warped *w, GDALRasterBandH band, float *out)
{
    return GDALRasterIO(band, GF_Read, 0, 0, w->width_px, w->height_px, out, w->width_px, w->height_px,
                        GDT_Float32, 0, 0) == CE_None;
}

/** Stretches all three by the same least and greatest value that is seen. */
static void find_stretch(band_values bands[3], const uint8_t *alpha, size_t count)
{
    double least = INFINITY, greatest = -INFINITY;
    for (int c = 0; c < 3; c++)
        for (size_t i = 0; i < count; i++) {
            double value = bands[c].values[i];
            if (alpha[i] == 0 || !isfinite(value)) continue;
            least = fmin(least, value);
            greatest = fmax(greatest, value);
        }
    for (int c = 0; c < 3; c++) {
        bands[c].least = least;
        bands[c].offset = GREY_MIN;
        bands[c].scale = greatest > least ? (255 - GREY_MIN) / (greatest - least) : 0;
    }
}

static double clamp_byte(double value)
{
    return isfinite(value) ? fmin(fmax(value, 0), 255) : 0;
}

static uint32_t premultiplied(const double rgb[3], double alpha)
{
    uint32_t argb = (uint32_t)lround(alpha * 255) << 24;
    for (int c = 0; c < 3; c++) argb |= (uint32_t)lround(rgb[c] * alpha) << (16 - 8 * c);
    return argb;
}

/** Colours of the pixels, softened by being let through in part. */
static void fill_pixels(const warped *w, const band_values bands[3], const uint8_t *alpha, uint32_t *argb,
                        int stride_px)
{
    for (int row = 0; row < w->height_px; row++)
        for (int col = 0; col < w->width_px; col++) {
            size_t i = (size_t)row * (size_t)w->width_px + (size_t)col;
            double rgb[3], share = COLOR_SHARE * alpha[i] / 255.0;
            for (int c = 0; c < 3; c++)
                rgb[c] = clamp_byte((bands[c].values[i] - bands[c].least) * bands[c].scale + bands[c].offset);
            GDALColorEntry entry;
            if (w->palette) {
                if (!GDALGetColorEntryAsRGB(w->palette, (int)rgb[0], &entry)) share = 0;
                const double colors[] = {entry.c1, entry.c2, entry.c3};
                for (int c = 0; c < 3; c++) rgb[c] = clamp_byte(colors[c]);
                share *= clamp_byte(entry.c4) / 255;
            }
            argb[(size_t)row * (size_t)stride_px + (size_t)col] = share > 0 ? premultiplied(rgb, share) : 0;
        }
}

/** The warped raster as a picture; NULL where it cannot be read. */
static cairo_surface_t *picture_of(const warped *w)
{
    size_t count = (size_t)w->width_px * (size_t)w->height_px;
    uint8_t *alpha = mem_alloc(count);
    band_values bands[3] = {{.scale = 1}, {.scale = 1}, {.scale = 1}};
    cairo_surface_t *picture = NULL;
    bool is_read = GDALRasterIO(w->alpha, GF_Read, 0, 0, w->width_px, w->height_px, alpha, w->width_px,
                                w->height_px, GDT_Byte, 0, 0) == CE_None;
    for (int c = 0; c < 3 && is_read; c++) {
        if (c > 0 && w->color[c] == w->color[0]) {
            bands[c].values = bands[0].values;
            continue;
        }
        bands[c].values = mem_alloc(count * sizeof *bands[c].values);
        is_read = read_band(w, w->color[c], bands[c].values);
    }
    if (!is_read) goto done;
    if (!w->palette && !is_byte(w->color[0])) find_stretch(bands, alpha, count);
    picture = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w->width_px, w->height_px);
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS) {
        fill_pixels(w, bands, alpha, (uint32_t *)(void *)cairo_image_surface_get_data(picture),
                    cairo_image_surface_get_stride(picture) / (int)sizeof(uint32_t));
        cairo_surface_mark_dirty(picture);
    }
done:
    for (int c = 2; c >= 0; c--)
        if (c == 0 || bands[c].values != bands[0].values) free(bands[c].values);
    free(alpha);
    return picture;
}

incmap_status backdrop_draw_raster(GDALDatasetH raster, const char *path, cairo_t *cr,
                                   const backdrop_place *place, incmap_error *err)
{
    double ratio = fmin(place->image_dpi / place->map_dpi, 1);
    double pixels = ratio * ratio * (double)place->grid.width_px * (double)place->grid.height_px;
    if (pixels > PIXELS_MAX) ratio *= sqrt(PIXELS_MAX / pixels);
    warped w = {.width_px = (int)fmax(1, round(ratio * (double)place->grid.width_px)),
                .height_px = (int)fmax(1, round(ratio * (double)place->grid.height_px))};
    w.dataset = warp(raster, place, w.width_px, w.height_px);
    if (!w.dataset) return backdrop_failed(path, "cannot be warped into the map's projection", err);
    find_bands(&w);
    cairo_surface_t *picture = picture_of(&w);
    GDALClose(w.dataset);
    if (!picture) return backdrop_failed(path, "cannot be read", err);
    cairo_save(cr);
    cairo_scale(cr, (double)place->grid.width_px / w.width_px, (double)place->grid.height_px / w.height_px);
    cairo_set_source_surface(cr, picture, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_rectangle(cr, 0, 0, w.width_px, w.height_px);
    cairo_fill(cr);
    cairo_restore(cr);
    cairo_surface_destroy(picture);
    return INCMAP_OK;
}
