#include "golden/pictures.h"

#include "render/render.h"
#include "unit/render/handmade.h"

static const style_color black = {0, 0, 0, 1}, white = {1, 1, 1, 1}, red = {0.84, 0.15, 0.1, 1},
                         blue = {0.1, 0.35, 0.75, 1}, amber = {0.9, 0.62, 0, 0.6}, none = {0};

static incmap_status draw_scene(renderer *r, handmade *h, const picture *p, uint32_t *argb, incmap_error *err)
{
    h->scene.width_px = p->width_px;
    h->scene.height_px = p->height_px;
    incmap_status status = render_window(
        r, &h->scene, NULL, 0, (render_rect){0, 0, p->width_px, p->height_px}, argb, p->width_px, err);
    handmade_dispose(h);
    renderer_free(r);
    return status;
}

static incmap_status draw_marks(const picture *p, uint32_t *argb, incmap_error *err)
{
    renderer *r = renderer_new(ICON_DIR);
    handmade h = {0};
    for (int i = 0; i < 7; i++)
        handmade_mark(&h, (pxy){12.2 + 22.6 * i, 14.3 + 0.13 * i},
                      (scene_mark_paint){.radius_px = 1 + 1.3 * i,
                                         .stroke_width_px = 1.5,
                                         .fill = red,
                                         .stroke = i % 2 ? white : black});
    // Translucent ones that overlap; a ring alone; a disc alone.
    for (int i = 0; i < 4; i++)
        handmade_mark(&h, (pxy){14 + 9.4 * i, 44}, (scene_mark_paint){.radius_px = 9, .fill = amber});
    handmade_mark(&h, (pxy){66.5, 44.5},
                  (scene_mark_paint){.radius_px = 7, .stroke_width_px = 2, .stroke = blue});
    handmade_mark(&h, (pxy){90, 44}, (scene_mark_paint){.radius_px = 8, .fill = blue, .stroke = none});
    for (int i = 0; i < 3; i++)
        handmade_mark(
            &h, (pxy){114 + 20.5 * i, 44},
            (scene_mark_paint){
                .radius_px = 8, .stroke_width_px = 1.5, .fill = blue, .stroke = red, .blur = 0.3 + 0.5 * i});
    for (int i = 0; i < 4; i++)
        handmade_mark(&h, (pxy){14 + 22.3 * i, 70.4},
                      (scene_mark_paint){.icon = "square",
                                         .icon_size_px = 6 + 3 * i,
                                         .fill = red,
                                         .stroke = white,
                                         .stroke_width_px = i % 2 ? 2 : 0});
    // Too large for a sprite.
    handmade_mark(&h, (pxy){150, 120},
                  (scene_mark_paint){.radius_px = 66, .stroke_width_px = 3, .fill = amber, .stroke = black});
    return draw_scene(r, &h, p, argb, err);
}

static incmap_status draw_shapes(const picture *p, uint32_t *argb, incmap_error *err)
{
    renderer *r = renderer_new(NULL);
    handmade h = {.scene = {.pixel_ratio = 1, .background = {0.96, 0.96, 0.94, 1}}};
    const pxy star[] = {{30, 4}, {48, 56}, {4, 24}, {56, 24}, {12, 56}, {30, 4}};
    handmade_shape(&h, GEOM_POLYGON, star, 6,
                   (scene_shape_paint){.fill = amber, .stroke = black, .stroke_width_px = 1});
    static const char *const patterns[] = {"hatch", "hatch-back", "hatch-cross", "hatch-level"};
    for (int i = 0; i < 4; i++) {
        pxy ring[61];
        handmade_circle(ring, 60, (pxy){86 + 44.4 * i, 30.5}, 19.5);
        handmade_shape(&h, GEOM_POLYGON, ring, 61,
                       (scene_shape_paint){.fill = blue,
                                           .pattern = patterns[i],
                                           .stroke = blue,
                                           .stroke_width_px = 1.5,
                                           .dash_px = {4, 2},
                                           .dash_count = i % 2 ? 2 : 0});
    }
    for (int cap = 0; cap < 3; cap++)
        for (int join = 0; join < 3; join++) {
            double x = 10 + 26 * (3 * cap + join);
            const pxy line[] = {{x - 4, 92}, {x + 6, 80.5}, {x + 16, 92}};
            handmade_shape(
                &h, GEOM_LINES, line, 3,
                (scene_shape_paint){.stroke = red, .stroke_width_px = 6, .cap = cap, .join = join});
        }
    const pxy zigzag[] = {{6, 112.5}, {80, 112.5}, {84, 124}, {160, 112}, {234, 124}};
    handmade_shape(
        &h, GEOM_LINES, zigzag, 5,
        (scene_shape_paint){.stroke = black, .stroke_width_px = 2, .dash_px = {8, 3, 2}, .dash_count = 3});
    const pxy dots[] = {{6, 134}, {234, 134}};
    handmade_shape(&h, GEOM_LINES, dots, 2,
                   (scene_shape_paint){
                       .stroke = blue, .stroke_width_px = 4, .dash_px = {0, 8}, .dash_count = 2, .cap = 1});
    return draw_scene(r, &h, p, argb, err);
}

static incmap_status draw_labels(const picture *p, uint32_t *argb, incmap_error *err)
{
    renderer *r = renderer_new(NULL);
    handmade h = {.scene = {.pixel_ratio = 1, .background = {0.75, 0.8, 0.85, 1}}};
    text_measurer measurer = renderer_text_measurer(r);
    scene_text_paint text = {.font = {"DejaVu Sans", 12, 400, false, 0}, .color = black};
    handmade_label(&h, measurer, (pxy){4.3, 3.6}, "Ain al-Asad, AVATAR fi", 0, 0, text);
    text.halo = white;
    text.halo_width_px = 1.5;
    handmade_label(&h, measurer, (pxy){4, 22}, "Deir ez-Zor", 0, 0, text);
    text.font.weight = 700;
    text.font.letter_spacing_px = 1.5;
    handmade_label(&h, measurer, (pxy){90, 22.5}, "SYRIA", 0, 0, text);
    text.font = (scene_font){"DejaVu Sans", 15, 400, false, 0};
    handmade_label(&h, measurer, (pxy){4, 42}, "القائم · دير الزور", 0, 0, text);
    text.font = (scene_font){"No Such Family, DejaVu Serif", 10, 400, false, 0};
    for (int align = 0; align < 3; align++)
        handmade_label(&h, measurer, (pxy){4 + 56.0 * align, 66}, "three words wrap", 50, align, text);
    return draw_scene(r, &h, p, argb, err);
}

// Marks are the same on any machine but for how Cairo flattens a circle: one step of sixteen of an edge.
// Shapes may move by one of Cairo's 15 samples of a row. Letters also depend on FreeType's outlines, whose
// rounding changed between point releases. No difference is tolerated in more than a few of the pixels.
const picture pictures[] = {
    {"marks", 176, 144, 17, 0.01, draw_marks},
    {"shapes", 240, 144, 17, 0.01, draw_shapes},
    {"labels", 176, 112, 34, 0.05, draw_labels},
};
const size_t picture_count = sizeof pictures / sizeof *pictures;
