#include "render/field.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void field_dispose(field *f)
{
    free(f->values);
    *f = (field){0};
}

void field_open(field *f, const canvas *c, uint32_t layer, int depth)
{
    size_t count = (size_t)c->width_px * (size_t)c->height_px * (size_t)depth;
    if (count > f->capacity) {
        free(f->values);
        f->values = mem_alloc(count * sizeof *f->values);
        f->capacity = count;
    }
    memset(f->values, 0, count * sizeof *f->values);
    f->depth = depth;
    f->width_px = f->left = c->width_px;
    f->height_px = f->top = c->height_px;
    f->right = f->bottom = 0;
    f->is_open = true;
    f->layer = layer;
}

int field_clamp_px(double at_px, int most_px)
{
    return (int)fmin(fmax(at_px, 0), most_px);
}

void field_reach(field *f, int left, int top, int right, int bottom)
{
    if (left < f->left) f->left = left;
    if (top < f->top) f->top = top;
    if (right > f->right) f->right = right;
    if (bottom > f->bottom) f->bottom = bottom;
}

void field_paint(field *f, canvas *c,
                 void (*shade)(uint32_t *argb, const float *values, int count, const void *context),
                 const void *context)
{
    f->is_open = false;
    if (f->left >= f->right) return;
    const int count = f->right - f->left;
    uint32_t *line = mem_alloc((size_t)count * sizeof *line);
    canvas_flush(c);
    canvas_touch(c, f->left, f->top, f->right, f->bottom);
    for (int row = f->top; row < f->bottom; row++) {
        shade(line, field_at(f, f->left, row), count, context);
        argb_over(c->argb + (ptrdiff_t)row * c->stride_px + f->left, line, count);
    }
    canvas_mark_dirty(c);
    free(line);
}
