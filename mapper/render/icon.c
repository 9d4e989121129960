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
    icon_look look; ///< its name is not the recording's
    cairo_surface_t *surface;
};

static void dispose_recordings(struct icon_recording *recordings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(recordings[i].name);
        cairo_surface_destroy(recordings[i].surface);
    }
    free(recordings);
}

void icon_shelf_dispose(icon_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        free(shelf->entries[i].name);
        g_object_unref(shelf->entries[i].svg);
    }
    free(shelf->entries);
    dispose_recordings(shelf->recordings, shelf->recording_count);
    dispose_recordings(shelf->stencils, shelf->stencil_count);
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

incmap_status icon_draw(icon_shelf *shelf, cairo_t *cr, const char *name, double side_px, incmap_error *err)
{
    RsvgHandle *svg = NULL;
    incmap_status status = find_icon(shelf, name, &svg, err);
    if (status != INCMAP_OK) return status;
    RsvgRectangle viewport = {-side_px / 2, -side_px / 2, side_px, side_px};
    GError *error = NULL;
    if (!rsvg_handle_render_document(svg, cr, &viewport, &error))
        status = error_set(err, INCMAP_FAILED, "icon \"%s\": cannot be drawn: %s", name, error->message);
    g_clear_error(&error);
    return status;
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
        if (known->look.side_px != side_px || strcmp(known->name, name) != 0) continue;
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
    struct icon_recording recording = {.name = mem_strdup(name), .look.side_px = side_px, .surface = surface};
    VEC_PUSH(shelf->stencils, shelf->stencil_count, shelf->stencil_capacity, recording);
    *out = surface;
    return INCMAP_OK;
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

incmap_status icon_record(icon_shelf *shelf, cairo_surface_t **out, const icon_look *look, incmap_error *err)
{
    for (size_t i = 0; i < shelf->recording_count; i++) {
        const struct icon_recording *known = &shelf->recordings[i];
        if (!same_look(&known->look, look) || strcmp(known->name, look->name) != 0) continue;
        *out = known->surface;
        return INCMAP_OK;
    }
    cairo_surface_t *stencil;
    incmap_status status = record_stencil(shelf, &stencil, look->name, look->side_px, err);
    if (status != INCMAP_OK) return status;
    cairo_surface_t *surface = new_recording(look->side_px + look->casing_px);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgba(cr, look->edge[0], look->edge[1], look->edge[2], look->edge[3]);
    for (int i = 0; i < CASING_STEPS && look->casing_px > 0; i++) {
        double angle = 2 * M_PI * i / CASING_STEPS;
        cairo_mask_surface(cr, stencil, look->casing_px * cos(angle), look->casing_px * sin(angle));
    }
    cairo_set_source_rgba(cr, look->fill[0], look->fill[1], look->fill[2], look->fill[3]);
    cairo_mask_surface(cr, stencil, 0, 0);
    cairo_destroy(cr);
    struct icon_recording recording = {.name = mem_strdup(look->name), .look = *look, .surface = surface};
    VEC_PUSH(shelf->recordings, shelf->recording_count, shelf->recording_capacity, recording);
    *out = surface;
    return INCMAP_OK;
}
