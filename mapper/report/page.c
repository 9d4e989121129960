#include "report/page.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Under 50 mm no text of the page can be read; over 2 m it is a hoarding, and cairo's 32,767 pixels a side
// end at 400 dpi.
#define SIDE_MIN_MM 50.0
#define SIDE_MAX_MM 2000.0
#define DPI_MIN     30.0
#define DPI_MAX     1200.0

// Four bytes each: 640 MB. A3 at 800 dpi is the largest that people print.
#define PIXELS_MAX 160e6
// cairo's image surfaces end at 32,767 (CAIRO_IMAGE_MAX in cairo-image-surface.c).
#define SIDE_MAX_PX 32767

static const struct {
    const char *name;
    page_size size;
} known[] = {
    {"a4", {297, 210}},
    {"a4-portrait", {210, 297}},
    {"a3", {420, 297}},
    {"a3-portrait", {297, 420}},
    {"letter", {279.4, 215.9}},
    {"letter-portrait", {215.9, 279.4}},
    {"16:9", {1920 / PAGE_DPI_DEFAULT * PAGE_MM_PER_INCH, 1080 / PAGE_DPI_DEFAULT *PAGE_MM_PER_INCH}},
    {"square", {1080 / PAGE_DPI_DEFAULT * PAGE_MM_PER_INCH, 1080 / PAGE_DPI_DEFAULT *PAGE_MM_PER_INCH}},
};

/** A positive number of digits and at most one point, so that neither "nan" nor "0x10" is a length. */
static const char *parse_length(const char *text, double *out)
{
    size_t length = strspn(text, "0123456789.");
    char digits[32];
    if (length == 0 || length >= sizeof digits) return NULL;
    memcpy(digits, text, length);
    digits[length] = '\0';
    char *end;
    *out = strtod(digits, &end);
    return *end ? NULL : text + length;
}

/** "WxHmm" and "WxHpx". */
static bool parse_custom(const char *name, double dpi, page_size *out)
{
    double width, height;
    const char *rest = parse_length(name, &width);
    if (!rest || (*rest != 'x' && *rest != 'X')) return false;
    rest = parse_length(rest + 1, &height);
    if (!rest) return false;
    if (strcasecmp(rest, "mm") == 0)
        *out = (page_size){width, height};
    else if (strcasecmp(rest, "px") == 0)
        *out = (page_size){width / dpi * PAGE_MM_PER_INCH, height / dpi * PAGE_MM_PER_INCH};
    else
        return false;
    return true;
}

incmap_status page_parse(page_size *out, const char *name, double dpi, incmap_error *err)
{
    if (!(dpi >= DPI_MIN && dpi <= DPI_MAX))
        return error_set(err, INCMAP_USAGE, "--dpi %g: give a resolution from %g to %g", dpi, DPI_MIN,
                         DPI_MAX);
    if (!name) name = known[0].name;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(known[i].name, name) != 0) continue;
        *out = known[i].size;
        return INCMAP_OK;
    }
    page_size size;
    if (!parse_custom(name, dpi, &size))
        return error_set(err, INCMAP_USAGE,
                         "--page %s: no such page; known are a4, a4-portrait, a3, a3-portrait, letter, "
                         "letter-portrait, 16:9, square, and any size as 297x210mm or 1920x1080px",
                         name);
    if (!(fmin(size.width_mm, size.height_mm) >= SIDE_MIN_MM &&
          fmax(size.width_mm, size.height_mm) <= SIDE_MAX_MM))
        return error_set(err, INCMAP_USAGE,
                         "--page %s: is %.0f by %.0f mm; give sides from %.0f to %.0f mm (pixels count at "
                         "%g dpi)",
                         name, size.width_mm, size.height_mm, SIDE_MIN_MM, SIDE_MAX_MM, dpi);
    *out = size;
    return INCMAP_OK;
}

incmap_status page_format_parse(page_format *out, const char *path, incmap_error *err)
{
    const char *dot = strrchr(path, '.');
    const char *slash = strrchr(path, '/');
    const char *extension = dot && (!slash || dot > slash) ? dot : "";
    if (strcasecmp(extension, ".png") == 0)
        *out = PAGE_PNG;
    else if (strcasecmp(extension, ".pdf") == 0)
        *out = PAGE_PDF;
    else if (strcasecmp(extension, ".svg") == 0)
        *out = PAGE_SVG;
    else
        return error_set(err, INCMAP_USAGE,
                         "-o %s: a report is written as .png, .pdf or .svg; give it one of these extensions",
                         path);
    return INCMAP_OK;
}

incmap_status page_pixels(page_size page, double dpi, int *width_px, int *height_px, incmap_error *err)
{
    double width = round(page.width_mm / PAGE_MM_PER_INCH * dpi);
    double height = round(page.height_mm / PAGE_MM_PER_INCH * dpi);
    if (width > SIDE_MAX_PX || height > SIDE_MAX_PX || width * height > PIXELS_MAX)
        return error_set(err, INCMAP_USAGE,
                         "--dpi %g: the picture would have %.0f by %.0f pixels; lower --dpi, or write a PDF",
                         dpi, width, height);
    *width_px = (int)width;
    *height_px = (int)height;
    return INCMAP_OK;
}
