/** @file What a page is drawn onto: a picture, a PDF or an SVG. User space is points in all of them. */
#ifndef INCMAP_REPORT_SHEET_H
#define INCMAP_REPORT_SHEET_H

#include "base/error.h"
#include "base/strbuf.h"
#include "render/render.h"
#include "render/text_show.h"
#include "report/page.h"

#include <cairo.h>

/** Zero it before use; sheet_dispose is safe at any time. */
typedef struct {
    page_format format;
    cairo_surface_t *surface;
    cairo_t *cr;
    double dpi;
    strbuf svg;             ///< an SVG, as it comes from Cairo
    text_log *texts;        ///< of an SVG: what is written on it; the surface's
    char *path;             ///< where it is written
    const char *shown_path; ///< what it is called in errors
} sheet;

/** What a PDF says of itself. */
typedef struct {
    const char *title;
    int64_t made_s; ///< its creation date, seconds since 1970 in UTC
} sheet_metadata;

/** Opens a sheet that will be written to @p path; errors name @p shown_path, which outlives it. */
incmap_status sheet_open(sheet *out, page_format format, page_size page, double dpi, const char *path,
                         const char *shown_path, sheet_metadata metadata, incmap_error *err);

/**
 * For a PNG: renders a window of a scene into the picture, its corner at a pixel of it; over what is there
 * where @p over is true.
 */
incmap_status sheet_draw_pixels(sheet *s, int x_px, int y_px, renderer *r, const scene *of,
                                render_rect window, bool over, incmap_error *err);

/** Writes what was drawn. */
incmap_status sheet_finish(sheet *s, incmap_error *err);
void sheet_dispose(sheet *s);

#endif
