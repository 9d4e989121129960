#include "render/renderer.h"

static incmap_status draw_vector_item(renderer *r, cairo_t *cr, const scene *s, const scene_layer *layer,
                                      size_t item, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    cairo_save(cr);
    if (layer->kind == SCENE_SHAPES) {
        status = shape_draw(&r->shapes, cr, s, &layer->shapes[item], (pxy){0, 0}, (double)s->width_px,
                            (double)s->height_px, err);
    } else if (layer->kind == SCENE_MARKS) {
        const scene_mark *mark = &layer->marks[item];
        cairo_translate(cr, mark->at.x_px, mark->at.y_px);
        status = mark_draw_vector(cr, &r->icons, &s->mark_paints[mark->paint], err);
    } else {
        const scene_label *label = &layer->labels[item];
        text_draw(r->text, cr, label, layer->curves, &s->text_paints[label->paint], label->at, true);
    }
    cairo_restore(cr);
    return status;
}

/** A picture of the whole scene that fields are painted on; NULL where there is no memory for it. */
static cairo_surface_t *new_image(canvas *c, const scene *s)
{
    cairo_surface_t *image =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)s->width_px, (int)s->height_px);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(image);
        return NULL;
    }
    *c = (canvas){.argb = (uint32_t *)(void *)cairo_image_surface_get_data(image),
                  .stride_px = cairo_image_surface_get_stride(image) / (int)sizeof(uint32_t),
                  .width_px = (int)s->width_px,
                  .height_px = (int)s->height_px};
    return image;
}

/** Lays the picture on the page and frees it. */
static void put_image(cairo_t *cr, cairo_surface_t *image)
{
    cairo_surface_mark_dirty(image);
    cairo_set_source_surface(cr, image, 0, 0);
    cairo_paint(cr);
    cairo_surface_destroy(image);
}

/** A heat map on a page is an image: no vectors have its shades. */
static void draw_heat_image(renderer *r, cairo_t *cr, const scene *s, uint32_t index)
{
    const scene_layer *layer = &s->layers[index];
    canvas c;
    cairo_surface_t *image = layer->count > 0 ? new_image(&c, s) : NULL;
    if (!image) return;
    field_open(&r->heat, &c, index, 1);
    for (size_t i = 0; i < layer->count; i++)
        heat_add(&r->heat, &c, &s->mark_paints[layer->marks[i].paint], layer->marks[i].at, 0);
    heat_paint(&r->heat, &c, layer);
    put_image(cr, image);
}

/** The shapes of a layer that have soft edges, likewise. */
static void draw_soft_image(renderer *r, cairo_t *cr, const scene *s, uint32_t index)
{
    const scene_layer *layer = &s->layers[index];
    canvas c;
    bool has_soft = false;
    for (size_t i = 0; i < layer->count; i++) has_soft = has_soft || layer->shapes[i].soft;
    cairo_surface_t *image = has_soft ? new_image(&c, s) : NULL;
    if (!image) return;
    soft_field_open(&r->soft, &c, index);
    for (size_t i = 0; i < layer->count; i++)
        if (layer->shapes[i].soft) soft_field_add(&r->soft, &c, s, &layer->shapes[i], 0);
    soft_field_paint(&r->soft, &c, layer);
    put_image(cr, image);
}

incmap_status render_vector(renderer *r, const scene *s, cairo_t *cr, incmap_error *err)
{
    const px_box page = {0, 0, (double)s->width_px, (double)s->height_px};
    if (s->background.a > 0) {
        cairo_set_source_rgba(cr, s->background.r, s->background.g, s->background.b, s->background.a);
        cairo_rectangle(cr, 0, 0, page.max_x_px, page.max_y_px);
        cairo_fill(cr);
    }
    for (size_t i = 0; i < s->layer_count; i++) {
        if (s->layers[i].kind == SCENE_HEAT) {
            draw_heat_image(r, cr, s, (uint32_t)i);
            continue;
        }
        if (s->layers[i].soft_limit > 0) draw_soft_image(r, cr, s, (uint32_t)i);
        for (size_t item = 0; item < s->layers[i].count; item++) {
            if (!px_box_overlap(scene_item_ink(s, &s->layers[i], item), page)) continue;
            if (s->layers[i].kind == SCENE_SHAPES && s->layers[i].shapes[item].soft) continue;
            incmap_status status = draw_vector_item(r, cr, s, &s->layers[i], item, err);
            if (status != INCMAP_OK) return status;
        }
    }
    if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
        return error_set(err, INCMAP_FAILED, "the page cannot be drawn: %s; try a smaller page",
                         cairo_status_to_string(cairo_status(cr)));
    return INCMAP_OK;
}
