#include "render/icon.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <librsvg/rsvg.h>
#include <stdlib.h>
#include <string.h>

struct icon_entry {
    char *name;
    RsvgHandle *svg;
};

struct icon_recording {
    char *name;
    double side_px;
    cairo_surface_t *surface;
};

void icon_shelf_dispose(icon_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        free(shelf->entries[i].name);
        g_object_unref(shelf->entries[i].svg);
    }
    free(shelf->entries);
    for (size_t i = 0; i < shelf->recording_count; i++) {
        free(shelf->recordings[i].name);
        cairo_surface_destroy(shelf->recordings[i].surface);
    }
    free(shelf->recordings);
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

incmap_status icon_record(icon_shelf *shelf, cairo_surface_t **out, const char *name, double side_px,
                          incmap_error *err)
{
    for (size_t i = 0; i < shelf->recording_count; i++) {
        const struct icon_recording *known = &shelf->recordings[i];
        if (known->side_px != side_px || strcmp(known->name, name) != 0) continue;
        *out = known->surface;
        return INCMAP_OK;
    }
    const cairo_rectangle_t extents = {-side_px, -side_px, 2 * side_px, 2 * side_px};
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *recorder = cairo_create(surface);
    incmap_status status = icon_draw(shelf, recorder, name, side_px, err);
    cairo_destroy(recorder);
    if (status != INCMAP_OK) {
        cairo_surface_destroy(surface);
        return status;
    }
    struct icon_recording recording = {mem_strdup(name), side_px, surface};
    VEC_PUSH(shelf->recordings, shelf->recording_count, shelf->recording_capacity, recording);
    *out = surface;
    return INCMAP_OK;
}
