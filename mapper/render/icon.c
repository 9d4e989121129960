#include "render/icon.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct icon_entry {
    char *name;
    RsvgHandle *svg;
};

// Directions a stencil is moved in for its casing: enough for one no wider than its icon's strokes, and each
// is an object of the file.
#define CASING_STEPS 8

struct icon_recording {
    char *name;
    double side_px;
    cairo_surface_t *surface;
};

struct icon_styled {
    char *name;
    icon_look look; ///< its name is not this one's
    RsvgHandle *svg;
};

void icon_shelf_dispose(icon_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        free(shelf->entries[i].name);
        g_object_unref(shelf->entries[i].svg);
    }
    free(shelf->entries);
    for (size_t i = 0; i < shelf->stencil_count; i++) {
        free(shelf->stencils[i].name);
        cairo_surface_destroy(shelf->stencils[i].surface);
    }
    free(shelf->stencils);
    for (size_t i = 0; i < shelf->styled_count; i++) {
        free(shelf->styled[i].name);
        g_clear_object(&shelf->styled[i].svg);
    }
    free(shelf->styled);
    *shelf = (icon_shelf){0};
}

static incmap_status find_icon(icon_shelf *shelf, const char *name, RsvgHandle **out, incmap_error *err)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->entries[i].name, name) == 0) {
            *out = shelf->entries[i].svg;
            return INCMAP_OK;
        }
    // A style is somebody's file: its names must not reach out of the folder.
    if (name[0] == '\0' || name[0] == '.' || strchr(name, '/'))
        return error_set(err, INCMAP_FAILED,
                         "icon \"%s\": is not the plain name of an icon; see styles/icons", name);
    incmap_status status = INCMAP_OK;
    strbuf path = {0};
    strbuf_printf(&path, "%s/%s.svg", shelf->folder ? shelf->folder : "", name);
    GError *error = NULL;
    GFile *file = g_file_new_for_path(strbuf_text(&path));
    RsvgHandle *svg =
        shelf->folder ? rsvg_handle_new_from_gfile_sync(file, RSVG_HANDLE_FLAGS_NONE, NULL, &error) : NULL;
    g_object_unref(file);
    if (!svg) {
        status = error_set(err, INCMAP_FAILED, "icon \"%s\": %s; put %s.svg into the folder of icons", name,
                           error ? error->message : "there is no folder of icons", name);
    } else {
        struct icon_entry entry = {mem_strdup(name), svg};
        VEC_PUSH(shelf->entries, shelf->count, shelf->capacity, entry);
        *out = svg;
    }
    g_clear_error(&error);
    strbuf_dispose(&path);
    return status;
}

static incmap_status render(RsvgHandle *svg, cairo_t *cr, const char *name, double side_px, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    RsvgRectangle viewport = {-side_px / 2, -side_px / 2, side_px, side_px};
    GError *error = NULL;
    if (!rsvg_handle_render_document(svg, cr, &viewport, &error))
        status = error_set(err, INCMAP_FAILED, "icon \"%s\": cannot be drawn: %s", name, error->message);
    g_clear_error(&error);
    return status;
}

incmap_status icon_draw(icon_shelf *shelf, cairo_t *cr, const char *name, double side_px, incmap_error *err)
{
    RsvgHandle *svg = NULL;
    incmap_status status = find_icon(shelf, name, &svg, err);
    if (status != INCMAP_OK) return status;
    return render(svg, cr, name, side_px, err);
}

static cairo_surface_t *new_recording(double reach_px)
{
    const cairo_rectangle_t extents = {-reach_px, -reach_px, 2 * reach_px, 2 * reach_px};
    return cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
}

/** The icon as icon_draw draws it, recorded once for each size. */
static incmap_status record_stencil(icon_shelf *shelf, cairo_surface_t **out, const char *name,
                                    double side_px, incmap_error *err)
{
    for (size_t i = 0; i < shelf->stencil_count; i++) {
        const struct icon_recording *known = &shelf->stencils[i];
        if (known->side_px != side_px || strcmp(known->name, name) != 0) continue;
        *out = known->surface;
        return INCMAP_OK;
    }
    cairo_surface_t *surface = new_recording(side_px);
    cairo_t *recorder = cairo_create(surface);
    incmap_status status = icon_draw(shelf, recorder, name, side_px, err);
    cairo_destroy(recorder);
    if (status != INCMAP_OK) {
        cairo_surface_destroy(surface);
        return status;
    }
    struct icon_recording recording = {.name = mem_strdup(name), .side_px = side_px, .surface = surface};
    VEC_PUSH(shelf->stencils, shelf->stencil_count, shelf->stencil_capacity, recording);
    *out = surface;
    return INCMAP_OK;
}

/** Whether nothing in the document has a colour of its own, so that all of it takes that of the whole. */
static bool is_plain(const char *text)
{
    static const char *const marks_of_color[] = {"fill=",  "fill:", "stroke", "style", "class=", "opacity",
                                                 "<image", "<text", "<mask",  "<use",  "<!"};
    for (size_t i = 0; i < sizeof marks_of_color / sizeof *marks_of_color; i++)
        if (strstr(text, marks_of_color[i])) return false;
    return true;
}

static void put_color(strbuf *css, const char *property, const double color[4])
{
    strbuf_printf(css, "%s: #%02x%02x%02x; %s-opacity: %.4f; ", property, (unsigned)lround(color[0] * 255),
                  (unsigned)lround(color[1] * 255), (unsigned)lround(color[2] * 255), property, color[3]);
}

static bool same_numbers(const double *a, const double *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i]) return false;
    return true;
}

static bool same_look(const icon_look *a, const icon_look *b)
{
    return a->side_px == b->side_px && a->casing_px == b->casing_px && same_numbers(a->fill, b->fill, 4) &&
           same_numbers(a->edge, b->edge, 4);
}

/** The icon of a look, its colours given to the document itself; NULL where it has colours of its own. */
static RsvgHandle *styled_icon(icon_shelf *shelf, const icon_look *look)
{
    for (size_t i = 0; i < shelf->styled_count; i++)
        if (same_look(&shelf->styled[i].look, look) && strcmp(shelf->styled[i].name, look->name) == 0)
            return shelf->styled[i].svg;
    strbuf path = {0}, css = {0};
    char *text = NULL;
    gsize length = 0;
    RsvgHandle *svg = NULL;
    strbuf_printf(&path, "%s/%s.svg", shelf->folder, look->name);
    if (g_file_get_contents(strbuf_text(&path), &text, &length, NULL) && is_plain(text))
        svg = rsvg_handle_new_from_data((const guint8 *)text, length, NULL);
    gboolean has_width, has_height, has_viewbox = FALSE;
    RsvgLength width, height;
    RsvgRectangle box = {0};
    if (svg)
        rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &width, &has_height, &height, &has_viewbox,
                                             &box);
    double side = fmax(box.width, box.height);
    if (svg && has_viewbox && side > 0) {
        // The casing is the outline's stroke under the shape: half of it lies outside.
        strbuf_puts(&css, "svg { overflow: visible; paint-order: stroke; stroke-linejoin: round; ");
        put_color(&css, "fill", look->fill);
        if (look->casing_px > 0) {
            put_color(&css, "stroke", look->edge);
            strbuf_printf(&css, "stroke-width: %.6f; ", 2 * look->casing_px * side / look->side_px);
        }
        strbuf_puts(&css, "}");
        if (!rsvg_handle_set_stylesheet(svg, (const guint8 *)css.data, css.length, NULL))
            g_clear_object(&svg);
    } else {
        g_clear_object(&svg);
    }
    g_free(text);
    strbuf_dispose(&path);
    strbuf_dispose(&css);
    struct icon_styled styled = {.name = mem_strdup(look->name), .look = *look, .svg = svg};
    VEC_PUSH(shelf->styled, shelf->styled_count, shelf->styled_capacity, styled);
    return svg;
}

incmap_status icon_draw_vector(icon_shelf *shelf, cairo_t *cr, const icon_look *look, incmap_error *err)
{
    RsvgHandle *plain;
    incmap_status status = find_icon(shelf, look->name, &plain, err);
    if (status != INCMAP_OK) return status;
    RsvgHandle *styled = styled_icon(shelf, look);
    if (styled) return render(styled, cr, look->name, look->side_px, err);
    cairo_surface_t *stencil;
    status = record_stencil(shelf, &stencil, look->name, look->side_px, err);
    if (status != INCMAP_OK) return status;
    cairo_set_source_rgba(cr, look->edge[0], look->edge[1], look->edge[2], look->edge[3]);
    for (int i = 0; i < CASING_STEPS && look->casing_px > 0; i++) {
        double angle = 2 * M_PI * i / CASING_STEPS;
        cairo_mask_surface(cr, stencil, look->casing_px * cos(angle), look->casing_px * sin(angle));
    }
    cairo_set_source_rgba(cr, look->fill[0], look->fill[1], look->fill[2], look->fill[3]);
    cairo_mask_surface(cr, stencil, 0, 0);
    return INCMAP_OK;
}
