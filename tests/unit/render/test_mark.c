#include "render/mark.h"

#include "base/strbuf.h"
#include "unit/unit.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ICON_DIR PROJECT_DIR "/styles/icons"
#define SIDE_PX  160

typedef struct {
    double area_px2;
    pxy centre;
} ink;

/** Draws a mark in the middle of a picture and measures its ink. */
static ink measure(icon_shelf *icons, const scene_mark_paint *paint, bool as_vector)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE_PX, SIDE_PX);
    cairo_t *cr = cairo_create(surface);
    incmap_error err = {0};
    cairo_translate(cr, SIDE_PX / 2.0, SIDE_PX / 2.0);
    incmap_status status =
        as_vector ? mark_draw_vector(cr, icons, paint, &err) : mark_draw(cr, icons, paint, &err);
    ck_assert_msg(status == INCMAP_OK, "%s", err.message);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    ptrdiff_t stride = cairo_image_surface_get_stride(surface);
    ink found = {0};
    for (int y = 0; y < SIDE_PX; y++)
        for (int x = 0; x < SIDE_PX; x++) {
            double opacity = data[y * stride + x] / 255.0;
            found.area_px2 += opacity;
            found.centre.x_px += opacity * (x + 0.5);
            found.centre.y_px += opacity * (y + 0.5);
        }
    found.centre.x_px = found.centre.x_px / found.area_px2 - SIDE_PX / 2.0;
    found.centre.y_px = found.centre.y_px / found.area_px2 - SIDE_PX / 2.0;
    cairo_surface_destroy(surface);
    return found;
}

/** Every icon of incidents and every frame there is, by name; the caller frees it with its items. */
static char **incident_icons(size_t *count)
{
    char **names = NULL;
    size_t capacity = 0;
    DIR *folder = opendir(ICON_DIR);
    ck_assert_ptr_nonnull(folder);
    *count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name);
        if (strncmp(entry->d_name, "incident-", 9) != 0 && strncmp(entry->d_name, "frame-", 6) != 0) continue;
        ck_assert(length > 4 && strcmp(entry->d_name + length - 4, ".svg") == 0);
        char *name = mem_strdup(entry->d_name);
        name[length - 4] = '\0';
        VEC_PUSH(names, *count, capacity, name);
    }
    closedir(folder);
    return names;
}

// A quarter of a pixel, less the half of an eighth that the renderer's grid of places may take.
#define OFF_MAX_PX (0.25 - 0.0625)

START_TEST(the_ink_of_an_icon_lies_around_its_place)
{
    // Those of the shipped styles, CSS pixels: sides from low to high zooms, and edges.
    static const double sides[] = {10.8, 14, 18.3, 25}, edges[] = {0, 1.5, 2.25, 3.75};
    icon_shelf icons = {.folder = ICON_DIR};
    size_t count;
    char **names = incident_icons(&count);
    ck_assert_uint_ge(count, 13 + 4);
    for (size_t i = 0; i < count; i++)
        for (int ratio = 1; ratio <= 2; ratio++)
            for (size_t k = 0; k < 16; k++) {
                scene_mark_paint paint = {.fill = {0, 0, 0, 1},
                                          .stroke = {1, 1, 1, edges[k / 4] > 0},
                                          .icon = names[i],
                                          .icon_size_px = ratio * sides[k % 4],
                                          .stroke_width_px = ratio * edges[k / 4]};
                for (int as_vector = 0; as_vector < 2; as_vector++) {
                    ink found = measure(&icons, &paint, as_vector);
                    double off_px = hypot(found.centre.x_px, found.centre.y_px);
                    ck_assert_msg(off_px <= OFF_MAX_PX * ratio, "%s of %g px, edge %g: off by %g, %g",
                                  names[i], paint.icon_size_px, paint.stroke_width_px, found.centre.x_px,
                                  found.centre.y_px);
                }
            }
    for (size_t i = 0; i < count; i++) free(names[i]);
    free(names);
    icon_shelf_dispose(&icons);
}
END_TEST

UNIT_MAIN("render/mark", the_ink_of_an_icon_lies_around_its_place)
