#include "render/heat.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// MapLibre's kernel (heatmap.fragment.glsl): a normal distribution whose standard deviation is a third of the
// radius, times this.
#define KERNEL_PEAK 0.3989422804014327

void heat_field_dispose(heat_field *field)
{
    free(field->density);
    *field = (heat_field){0};
}

void heat_open(heat_field *field, const canvas *c, uint32_t layer)
{
    size_t count = (size_t)c->width_px * (size_t)c->height_px;
    if (count > field->capacity) {
        free(field->density);
        field->density = mem_alloc(count * sizeof *field->density);
        field->capacity = count;
    }
    memset(field->density, 0, count * sizeof *field->density);
    field->width_px = field->left = c->width_px;
    field->height_px = field->top = c->height_px;
    field->right = field->bottom = 0;
    field->is_open = true;
    field->layer = layer;
}

static int clamp_px(double at_px, int most_px)
{
    return (int)fmin(fmax(at_px, 0), most_px);
}

/** One factor of the kernel, which is a product of one in x and one in y. */
static double falloff(double from_px, double radius_px)
{
    double sigmas = 3 * from_px / radius_px;
    return exp(-0.5 * sigmas * sigmas);
}

void heat_add(heat_field *field, const canvas *c, const scene_mark_paint *paint, pxy at, double shift_px)
{
    const double reach_px = paint->reach_px, x_px = at.x_px + shift_px;
    if (!isfinite(x_px) || !isfinite(at.y_px) || !(paint->radius_px > 0)) return;
    // Whole pixels of the scene first, so that every canvas finds the same ones.
    int left = clamp_px(ceil(x_px - reach_px - 0.5) - (double)c->x_px, field->width_px);
    int right = clamp_px(floor(x_px + reach_px + 0.5) - (double)c->x_px, field->width_px);
    int top = clamp_px(ceil(at.y_px - reach_px - 0.5) - (double)c->y_px, field->height_px);
    int bottom = clamp_px(floor(at.y_px + reach_px + 0.5) - (double)c->y_px, field->height_px);
    if (left >= right || top >= bottom) return;
    float *across = mem_alloc((size_t)(right - left) * sizeof *across);
    for (int x = left; x < right; x++)
        across[x - left] = (float)falloff((double)(c->x_px + x) + 0.5 - x_px, paint->radius_px);
    for (int y = top; y < bottom; y++) {
        double down_px = (double)(c->y_px + y) + 0.5 - at.y_px;
        double half_px = sqrt(fmax(reach_px * reach_px - down_px * down_px, 0));
        int begin = clamp_px(ceil(x_px - half_px - 0.5) - (double)c->x_px, field->width_px);
        int end = clamp_px(floor(x_px + half_px + 0.5) - (double)c->x_px, field->width_px);
        float peak = (float)(KERNEL_PEAK * paint->weight * falloff(down_px, paint->radius_px));
        float *row = field->density + (size_t)y * (size_t)field->width_px;
        for (int x = begin > left ? begin : left; x < end && x < right; x++)
            row[x] += peak * across[x - left];
    }
    free(across);
    if (left < field->left) field->left = left;
    if (top < field->top) field->top = top;
    if (right > field->right) field->right = right;
    if (bottom > field->bottom) field->bottom = bottom;
}

static uint32_t premultiplied(style_color color)
{
    uint32_t a = (uint32_t)lround(color.a * 255);
    uint32_t r = (uint32_t)lround(color.r * color.a * 255), g = (uint32_t)lround(color.g * color.a * 255);
    uint32_t b = (uint32_t)lround(color.b * color.a * 255);
    return a << 24 | r << 16 | g << 8 | b;
}

void heat_paint(heat_field *field, canvas *c, const scene_layer *layer)
{
    field->is_open = false;
    if (field->left >= field->right) return;
    uint32_t colors[SCENE_HEAT_COLORS];
    for (int i = 0; i < SCENE_HEAT_COLORS; i++) colors[i] = i ? premultiplied(layer->heat_colors[i]) : 0;
    const float max = (float)layer->heat_max;
    const int count = field->right - field->left;
    uint32_t *line = mem_alloc((size_t)count * sizeof *line);
    canvas_flush(c);
    canvas_touch(c, field->left, field->top, field->right, field->bottom);
    for (int y = field->top; y < field->bottom; y++) {
        const float *row = field->density + (size_t)y * (size_t)field->width_px + field->left;
        for (int i = 0; i < count; i++) {
            float share = row[i] < max ? row[i] / max : 1;
            line[i] = colors[(int)(share * (SCENE_HEAT_COLORS - 1) + 0.5f)];
        }
        argb_over(c->argb + (ptrdiff_t)y * c->stride_px + field->left, line, count);
    }
    canvas_mark_dirty(c);
    free(line);
}
