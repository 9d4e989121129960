#include "render/heat.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

// MapLibre's kernel (heatmap.fragment.glsl): a normal distribution whose standard deviation is a third of the
// radius, times this.
#define KERNEL_PEAK 0.3989422804014327

/** One factor of the kernel, which is a product of one in x and one in y. */
static double falloff(double from_px, double radius_px)
{
    double sigmas = 3 * from_px / radius_px;
    return exp(-0.5 * sigmas * sigmas);
}

void heat_add(field *density, const canvas *c, const scene_mark_paint *paint, pxy at, double shift_px)
{
    const double reach_px = paint->reach_px, x_px = at.x_px + shift_px;
    if (!isfinite(x_px) || !isfinite(at.y_px) || !(paint->radius_px > 0)) return;
    // Whole pixels of the scene first, so that every canvas finds the same ones.
    int left = field_clamp_px(ceil(x_px - reach_px - 0.5) - (double)c->x_px, density->width_px);
    int right = field_clamp_px(floor(x_px + reach_px + 0.5) - (double)c->x_px, density->width_px);
    int top = field_clamp_px(ceil(at.y_px - reach_px - 0.5) - (double)c->y_px, density->height_px);
    int bottom = field_clamp_px(floor(at.y_px + reach_px + 0.5) - (double)c->y_px, density->height_px);
    if (left >= right || top >= bottom) return;
    float *across = mem_alloc((size_t)(right - left) * sizeof *across);
    for (int x = left; x < right; x++)
        across[x - left] = (float)falloff((double)(c->x_px + x) + 0.5 - x_px, paint->radius_px);
    for (int y = top; y < bottom; y++) {
        double down_px = (double)(c->y_px + y) + 0.5 - at.y_px;
        double half_px = sqrt(fmax(reach_px * reach_px - down_px * down_px, 0));
        int begin = field_clamp_px(ceil(x_px - half_px - 0.5) - (double)c->x_px, density->width_px);
        int end = field_clamp_px(floor(x_px + half_px + 0.5) - (double)c->x_px, density->width_px);
        float peak = (float)(KERNEL_PEAK * paint->weight * falloff(down_px, paint->radius_px));
        float *row = field_at(density, 0, y);
        for (int x = begin > left ? begin : left; x < end && x < right; x++)
            row[x] += peak * across[x - left];
    }
    free(across);
    field_reach(density, left, top, right, bottom);
}

typedef struct {
    uint32_t colors[SCENE_HEAT_COLORS];
    float max;
} heat_colors;

static void shade(uint32_t *argb, const float *values, int count, const void *context)
{
    const heat_colors *scale = context;
    for (int i = 0; i < count; i++) {
        float share = values[i] < scale->max ? values[i] / scale->max : 1;
        argb[i] = scale->colors[(int)(share * (SCENE_HEAT_COLORS - 1) + 0.5f)];
    }
}

void heat_paint(field *density, canvas *c, const scene_layer *layer)
{
    heat_colors scale = {.max = (float)layer->heat_max};
    for (int i = 1; i < SCENE_HEAT_COLORS; i++) scale.colors[i] = argb_premultiplied(layer->heat_colors[i]);
    field_paint(density, c, shade, &scale);
}
