#include "report/logo.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <errno.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// A logo for a hoarding is under a megabyte.
#define FILE_MAX_BYTES (8u << 20)
// Four bytes each: 100 MB. 5,000 pixels a side print on two metres.
#define PIXELS_MAX 25e6
// Longer or taller ones are lines.
#define ASPECT_MAX 20.0

struct logo {
    char *path;
    cairo_surface_t *picture; ///< of a PNG
    RsvgHandle *drawing;      ///< of an SVG
    double aspect;
};

typedef struct {
    const unsigned char *bytes;
    size_t length, used;
} memory_stream;

static cairo_status_t read_memory(void *context, unsigned char *out, unsigned int length)
{
    memory_stream *stream = context;
    if (length > stream->length - stream->used) return CAIRO_STATUS_READ_ERROR;
    memcpy(out, stream->bytes + stream->used, length);
    stream->used += length;
    return CAIRO_STATUS_SUCCESS;
}

static double big_endian(const unsigned char *bytes)
{
    return ((bytes[0] * 256.0 + bytes[1]) * 256.0 + bytes[2]) * 256.0 + bytes[3];
}

static incmap_status open_png(logo *l, const unsigned char *bytes, size_t length, incmap_error *err)
{
    // Width and height stand at bytes 16 and 20 (PNG specification, 11.2.2): refused before they take memory.
    if (length < 24 || big_endian(bytes + 16) * big_endian(bytes + 20) > PIXELS_MAX)
        return error_set(err, INCMAP_USAGE,
                         "--logo %s: is cut short or has more than 25 million pixels; make it smaller",
                         l->path);
    memory_stream stream = {bytes, length, 0};
    l->picture = cairo_image_surface_create_from_png_stream(read_memory, &stream);
    if (cairo_surface_status(l->picture) != CAIRO_STATUS_SUCCESS)
        return error_set(err, INCMAP_USAGE, "--logo %s: is no whole PNG; export it anew", l->path);
    l->aspect =
        (double)cairo_image_surface_get_width(l->picture) / cairo_image_surface_get_height(l->picture);
    return INCMAP_OK;
}

static incmap_status open_svg(logo *l, const unsigned char *bytes, size_t length, incmap_error *err)
{
    GError *error = NULL;
    l->drawing = rsvg_handle_new_from_data(bytes, length, &error);
    g_clear_error(&error);
    if (!l->drawing)
        return error_set(err, INCMAP_USAGE, "--logo %s: is neither a PNG nor an SVG; give one of these",
                         l->path);
    gboolean has_width, has_height, has_box;
    RsvgLength width, height;
    RsvgRectangle box;
    double width_px, height_px;
    rsvg_handle_get_intrinsic_dimensions(l->drawing, &has_width, &width, &has_height, &height, &has_box,
                                         &box);
    l->aspect = 1;
    if (rsvg_handle_get_intrinsic_size_in_pixels(l->drawing, &width_px, &height_px) && width_px > 0 &&
        height_px > 0)
        l->aspect = width_px / height_px;
    else if (has_box && box.width > 0 && box.height > 0)
        l->aspect = box.width / box.height;
    return INCMAP_OK;
}

incmap_status logo_open(logo **out, const char *path, incmap_error *err)
{
    static const unsigned char png_signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    *out = NULL;
    logo *l = mem_calloc(1, sizeof *l);
    l->path = mem_strdup(path);
    strbuf file = {0};
    incmap_status status;
    if (!strbuf_add_file(&file, path, FILE_MAX_BYTES))
        status = error_set(err, INCMAP_USAGE, "--logo %s: cannot be read: %s", path, strerror(errno));
    else if (file.length > FILE_MAX_BYTES)
        status = error_set(err, INCMAP_USAGE, "--logo %s: is larger than 8 MB; make it smaller", path);
    else if (file.length >= sizeof png_signature &&
             memcmp(file.data, png_signature, sizeof png_signature) == 0)
        status = open_png(l, (const unsigned char *)file.data, file.length, err);
    else
        status = open_svg(l, (const unsigned char *)file.data, file.length, err);
    strbuf_dispose(&file);
    if (status == INCMAP_OK) {
        l->aspect = fmin(fmax(l->aspect, 1 / ASPECT_MAX), ASPECT_MAX);
        *out = l;
    } else {
        logo_close(l);
    }
    return status;
}

void logo_close(logo *l)
{
    if (!l) return;
    if (l->picture) cairo_surface_destroy(l->picture);
    if (l->drawing) g_object_unref(l->drawing);
    free(l->path);
    free(l);
}

double logo_aspect(const logo *l)
{
    return l->aspect;
}

incmap_status logo_draw(const furniture *f, const logo *l, incmap_error *err)
{
    page_box box = f->layout->logo;
    if (box.height_mm <= 0 || box.width_mm <= 0) return INCMAP_OK;
    double width_mm = fmin(box.width_mm, box.height_mm * l->aspect), height_mm = width_mm / l->aspect;
    RsvgRectangle place = {(box.x_mm + box.width_mm - width_mm) * PAGE_PT_PER_MM, box.y_mm * PAGE_PT_PER_MM,
                           width_mm * PAGE_PT_PER_MM, height_mm * PAGE_PT_PER_MM};
    incmap_status status = INCMAP_OK;
    GError *error = NULL;
    cairo_save(f->cr);
    cairo_rectangle(f->cr, place.x, place.y, place.width, place.height);
    cairo_clip(f->cr);
    if (l->drawing) {
        if (!rsvg_handle_render_document(l->drawing, f->cr, &place, &error))
            status = error_set(err, INCMAP_FAILED, "--logo %s: cannot be drawn: %s", l->path, error->message);
    } else {
        cairo_translate(f->cr, place.x, place.y);
        cairo_scale(f->cr, place.width / cairo_image_surface_get_width(l->picture),
                    place.height / cairo_image_surface_get_height(l->picture));
        cairo_set_source_surface(f->cr, l->picture, 0, 0);
        cairo_paint(f->cr);
    }
    cairo_restore(f->cr);
    g_clear_error(&error);
    return status;
}
