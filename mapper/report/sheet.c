#include "report/sheet.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/strbuf.h"
#include "encode/encode.h"
#include "report/typeset.h"
#include "report/wording.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_A_DAY 86400

/** Takes all of a sign out of a text: what keeps pieces of it apart to be set is no part of what it says. */
static void drop(char *text, const char *sign)
{
    size_t length = strlen(sign);
    while ((text = strstr(text, sign))) memmove(text, text + length, strlen(text + length) + 1);
}

static void set_metadata(cairo_surface_t *pdf, sheet_metadata metadata)
{
    int64_t seconds = metadata.made_s;
    civil_date date = date_from_day((day_t)(seconds / SECONDS_A_DAY));
    int second = (int)(seconds % SECONDS_A_DAY);
    char stamp[80];
    snprintf(stamp, sizeof stamp, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month, date.day,
             second / 3600, second / 60 % 60, second % 60);
    char *clean = typeset_clean(metadata.title);
    drop(clean, WORDING_ISOLATE);
    drop(clean, WORDING_ISOLATE_END);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, clean);
    free(clean);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "incmap " INCMAP_VERSION);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
}

static cairo_status_t take_svg(void *closure, const unsigned char *bytes, unsigned int length)
{
    strbuf_append(closure, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

incmap_status sheet_open(sheet *out, page_format format, page_size page, double dpi, const char *path,
                         const char *shown_path, sheet_metadata metadata, incmap_error *err)
{
    *out = (sheet){.format = format, .dpi = dpi, .path = mem_strdup(path), .shown_path = shown_path};
    double width_pt = page.width_mm * PAGE_PT_PER_MM, height_pt = page.height_mm * PAGE_PT_PER_MM;
    if (format == PAGE_PNG) {
        int width_px, height_px;
        incmap_status status = page_pixels(page, dpi, &width_px, &height_px, err);
        if (status != INCMAP_OK) return status;
        out->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_px, height_px);
    } else if (format == PAGE_PDF) {
        out->surface = cairo_pdf_surface_create(path, width_pt, height_pt);
        set_metadata(out->surface, metadata);
    } else {
        out->surface = cairo_svg_surface_create_for_stream(take_svg, &out->svg, width_pt, height_pt);
        cairo_svg_surface_set_document_unit(out->surface, CAIRO_SVG_UNIT_PT);
        out->texts = text_log_attach(out->surface);
    }
    out->cr = cairo_create(out->surface);
    if (format == PAGE_PNG) cairo_scale(out->cr, dpi / PAGE_PT_PER_INCH, dpi / PAGE_PT_PER_INCH);
    cairo_status_t drawn = cairo_status(out->cr);
    if (drawn != CAIRO_STATUS_SUCCESS)
        return error_set(err, INCMAP_FAILED, "%s: no page can be drawn: %s", shown_path,
                         cairo_status_to_string(drawn));
    return INCMAP_OK;
}

/** The surface's pixels, and how far apart its rows are. */
static uint32_t *pixels_of(cairo_surface_t *surface, int *stride_px)
{
    cairo_surface_flush(surface);
    *stride_px = cairo_image_surface_get_stride(surface) / (int)sizeof(uint32_t);
    return (uint32_t *)(void *)cairo_image_surface_get_data(surface);
}

incmap_status sheet_draw_pixels(sheet *s, int x_px, int y_px, renderer *r, const scene *of,
                                render_rect window, bool over, incmap_error *err)
{
    int stride_px;
    uint32_t *argb = pixels_of(s->surface, &stride_px);
    argb += (ptrdiff_t)y_px * stride_px + x_px;
    incmap_status status = over ? render_window_over(r, of, window, argb, stride_px, err)
                                : render_window(r, of, NULL, 0, window, argb, stride_px, err);
    cairo_surface_mark_dirty(s->surface);
    return status;
}

static incmap_status write_file(const sheet *s, const strbuf *bytes, incmap_error *err)
{
    FILE *file = fopen(s->path, "wb");
    bool is_written = file && fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
    int saved = errno;
    if (file && fclose(file) != 0) {
        is_written = false;
        saved = errno;
    }
    if (is_written) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", s->shown_path, strerror(saved));
}

static incmap_status write_png(sheet *s, incmap_error *err)
{
    strbuf png = {0};
    int stride_px;
    const uint32_t *argb = pixels_of(s->surface, &stride_px);
    png_options options = {.dpi = s->dpi};
    incmap_status status = png_encode(&png, argb, cairo_image_surface_get_width(s->surface),
                                      cairo_image_surface_get_height(s->surface), stride_px, &options, err);
    if (status == INCMAP_OK) status = write_file(s, &png, err);
    strbuf_dispose(&png);
    return status;
}

/** Cairo's SVG has letters as outlines; the text to be searched and copied lies over them, before its end. */
static incmap_status write_svg(sheet *s, incmap_error *err)
{
    static const char end[] = "</svg>";
    size_t length = s->svg.length;
    while (length >= sizeof end - 1 &&
           memcmp(s->svg.data + length - (sizeof end - 1), end, sizeof end - 1) != 0)
        length--;
    if (length < sizeof end - 1)
        return error_set(err, INCMAP_FAILED, "%s: Cairo wrote no whole SVG", s->shown_path);
    s->svg.length = length - (sizeof end - 1);
    if (s->texts) text_log_put_svg(&s->svg, s->texts);
    strbuf_printf(&s->svg, "%s\n", end);
    return write_file(s, &s->svg, err);
}

incmap_status sheet_finish(sheet *s, incmap_error *err)
{
    cairo_status_t drawn = cairo_status(s->cr);
    if (drawn == CAIRO_STATUS_SUCCESS && s->format == PAGE_PNG) return write_png(s, err);
    if (drawn == CAIRO_STATUS_SUCCESS) {
        cairo_show_page(s->cr);
        cairo_surface_finish(s->surface);
        drawn = cairo_surface_status(s->surface);
    }
    if (drawn == CAIRO_STATUS_SUCCESS && s->format == PAGE_SVG) return write_svg(s, err);
    if (drawn == CAIRO_STATUS_SUCCESS) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", s->shown_path,
                     cairo_status_to_string(drawn));
}

void sheet_dispose(sheet *s)
{
    if (s->cr) cairo_destroy(s->cr);
    if (s->surface) cairo_surface_destroy(s->surface);
    strbuf_dispose(&s->svg);
    free(s->path);
    *s = (sheet){0};
}
