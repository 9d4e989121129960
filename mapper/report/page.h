/** @file Page sizes, the pictures they give, and the formats a page is written in. */
#ifndef INCMAP_REPORT_PAGE_H
#define INCMAP_REPORT_PAGE_H

#include "base/error.h"

typedef struct {
    double width_mm, height_mm;
} page_size;

/** A rectangle on the page: origin at the page's top left corner, y down. */
typedef struct {
    double x_mm, y_mm, width_mm, height_mm;
} page_box;

typedef enum { PAGE_PNG, PAGE_PDF, PAGE_SVG } page_format;

#define PAGE_MM_PER_INCH 25.4
#define PAGE_PT_PER_INCH 72.0
// CSS defines its pixel as 1/96 inch.
#define PAGE_CSS_DPI   96.0
#define PAGE_PT_PER_MM (PAGE_PT_PER_INCH / PAGE_MM_PER_INCH)

/** Resolution of a picture where none is asked for. */
#define PAGE_DPI_DEFAULT 150.0

/**
 * Size of a page by name: "a4", "a3" and "letter" lie on their side, "…-portrait" stands; "16:9" and "square"
 * are a slide and a card of 1920 by 1080 and 1080 by 1080 pixels at 150 dpi; "WxHmm" is any size; "WxHpx" is
 * one whose picture at @p dpi has that many pixels. @p name NULL: "a4". INCMAP_USAGE for an unknown name
 * (listing those known), for a side outside 50 mm to 2 m, and for a resolution outside 30 to 1200.
 */
incmap_status page_parse(page_size *out, const char *name, double dpi, incmap_error *err);

/** Format by the path's extension, of either case. INCMAP_USAGE for one that is not known, listing those
 * known. */
incmap_status page_format_parse(page_format *out, const char *path, incmap_error *err);

/**
 * Pixels of the page's picture at a resolution. INCMAP_USAGE where the picture would take more memory than a
 * page deserves (160 million pixels), with the remedy.
 */
incmap_status page_pixels(page_size page, double dpi, int *width_px, int *height_px, incmap_error *err);

#endif
