#include "render/canvas.h"

#include "base/clones.h"

#include <math.h>

px_box canvas_box(const canvas *c)
{
    return (px_box){(double)c->x_px, (double)c->y_px, (double)(c->x_px + c->width_px),
                    (double)(c->y_px + c->height_px)};
}

cairo_t *canvas_cairo(canvas *c)
{
    if (!c->cr) {
        cairo_surface_t *surface =
            cairo_image_surface_create_for_data((unsigned char *)c->argb, CAIRO_FORMAT_ARGB32, c->width_px,
                                                c->height_px, c->stride_px * (int)sizeof *c->argb);
        c->cr = cairo_create(surface);
        cairo_surface_destroy(surface);
    }
    return c->cr;
}

void canvas_touch(canvas *c, int left, int top, int right, int bottom)
{
    if (!c->spans || left >= right) return;
    left += c->span_origin_px;
    right += c->span_origin_px;
    for (int row = top; row < bottom; row++) {
        row_span *span = &c->spans[row];
        if (span->begin_px == span->end_px) {
            *span = (row_span){left, right};
        } else {
            if (left < span->begin_px) span->begin_px = left;
            if (right > span->end_px) span->end_px = right;
        }
    }
}

void canvas_flush(canvas *c)
{
    if (c->cr) cairo_surface_flush(cairo_get_target(c->cr));
}

void canvas_mark_dirty(canvas *c)
{
    if (c->cr) cairo_surface_mark_dirty(cairo_get_target(c->cr));
}

cairo_status_t canvas_end(canvas *c)
{
    if (!c->cr) return CAIRO_STATUS_SUCCESS;
    cairo_status_t status = cairo_status(c->cr);
    cairo_surface_flush(cairo_get_target(c->cr));
    cairo_destroy(c->cr);
    c->cr = NULL;
    return status;
}

uint32_t argb_premultiplied(style_color color)
{
    uint32_t a = (uint32_t)lround(color.a * 255);
    uint32_t r = (uint32_t)lround(color.r * color.a * 255), g = (uint32_t)lround(color.g * color.a * 255);
    uint32_t b = (uint32_t)lround(color.b * color.a * 255);
    return a << 24 | r << 16 | g << 8 | b;
}

// Twice as many pixels at once where the processor can.
CLONED_FOR("avx2")
void argb_over(uint32_t *dst, const uint32_t *src, int count)
{
    // Two channels at a time in the halves of a word; (t + (t >> 8)) >> 8 with t = x * a + 128 is x * a / 255
    // rounded. Without branches, so that the compiler makes vectors of it.
    for (int i = 0; i < count; i++) {
        uint32_t s = src[i], d = dst[i], rest = 255 - (s >> 24);
        uint32_t rb = (d & 0xff00ff) * rest + 0x800080;
        rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
        uint32_t ag = (d >> 8 & 0xff00ff) * rest + 0x800080;
        ag = (ag + (ag >> 8 & 0xff00ff)) & 0xff00ff00;
        dst[i] = s + (rb | ag);
    }
}
