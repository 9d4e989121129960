#include "render/soft_field.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

// Opacities of an ellipse's edge, by the square of the distance: steps of less than half a level of 8 bits.
#define EDGE_STEPS 1024

// Red, green and blue, premultiplied, and alpha.
#define COLOR_PARTS 4

static const double inner = (1 - SOFT_WIDTH) * (1 - SOFT_WIDTH), outer = (1 + SOFT_WIDTH) * (1 + SOFT_WIDTH);

static float *new_edge_table(void)
{
    float *table = mem_alloc((EDGE_STEPS + 1) * sizeof *table);
    for (int i = 0; i <= EDGE_STEPS; i++)
        table[i] = (float)soft_ellipse_opacity(inner + (outer - inner) * i / EDGE_STEPS);
    return table;
}

void soft_field_dispose(soft_field *soft)
{
    field_dispose(&soft->colors);
    free(soft->opacities);
    free(soft->table);
    *soft = (soft_field){0};
}

void soft_field_open(soft_field *soft, const canvas *c, uint32_t layer)
{
    if (c->width_px > soft->row_capacity) {
        free(soft->opacities);
        soft->opacities = mem_alloc((size_t)c->width_px * sizeof *soft->opacities);
        soft->row_capacity = c->width_px;
    }
    if (!soft->table) soft->table = new_edge_table();
    field_open(&soft->colors, c, layer, COLOR_PARTS);
}

/** Columns of the canvas whose middles lie within @p half_px of a place @p from_px from its left edge. */
static row_span columns_within(double from_px, double half_px, int width_px)
{
    row_span span = {field_clamp_px(ceil(from_px - half_px - 0.5), width_px),
                     field_clamp_px(floor(from_px + half_px + 0.5), width_px)};
    if (span.end_px < span.begin_px) span.end_px = span.begin_px;
    return span;
}

/** The opacities of a row of an ellipse, @p place from the canvas's corner; returns the columns it reaches.
 */
static row_span ellipse_row(float *opacities, const soft_edge *edge, pxy place, int row, int width_px,
                            const float *table)
{
    double down = (row + 0.5 - place.y_px) / edge->half_axis_px[1], down2 = down * down;
    if (down2 >= outer) return (row_span){0, 0};
    row_span span = columns_within(place.x_px, edge->half_axis_px[0] * sqrt(outer - down2), width_px);
    row_span full = {span.end_px, span.end_px};
    if (down2 < inner)
        full = columns_within(place.x_px, edge->half_axis_px[0] * sqrt(inner - down2), width_px);
    if (full.begin_px == full.end_px) full = (row_span){span.end_px, span.end_px};
    const double scale = EDGE_STEPS / (outer - inner);
    for (int x = span.begin_px; x < span.end_px; x++) {
        if (x == full.begin_px) {
            for (; x < full.end_px; x++) opacities[x] = 1;
            if (x == span.end_px) break;
        }
        double across = (x + 0.5 - place.x_px) / edge->half_axis_px[0];
        double step = (across * across + down2 - inner) * scale + 0.5;
        opacities[x] = table[(int)fmin(fmax(step, 0), EDGE_STEPS)];
    }
    return span;
}

static float cell_at(const soft_edge *edge, int column, int row)
{
    bool is_in = column >= 0 && row >= 0 && column < edge->columns && row < edge->rows;
    return is_in ? (float)edge->cells[row * edge->columns + column] * (1.0F / 255) : 0;
}

/** The same of a mask. */
static row_span mask_row(float *opacities, const soft_edge *edge, pxy place, int row, int width_px)
{
    double half_px = edge->columns * edge->cell_px / 2;
    double down = (row + 0.5 - place.y_px) / edge->cell_px - 0.5;
    if (down <= -1 || down >= edge->rows) return (row_span){0, 0};
    row_span span = columns_within(place.x_px + half_px, half_px, width_px);
    const int above = (int)floor(down);
    const float v = (float)(down - above);
    for (int x = span.begin_px; x < span.end_px; x++) {
        double across = (x + 0.5 - place.x_px) / edge->cell_px - 0.5;
        int before = (int)floor(across);
        float u = (float)(across - before);
        float left = cell_at(edge, before, above) * (1 - v) + cell_at(edge, before, above + 1) * v;
        float right = cell_at(edge, before + 1, above) * (1 - v) + cell_at(edge, before + 1, above + 1) * v;
        opacities[x] = left + u * (right - left);
    }
    return span;
}

void soft_field_add(soft_field *soft, const canvas *c, const scene *s, const scene_shape *shape,
                    double shift_px)
{
    field *colors = &soft->colors;
    const soft_edge *edge = &s->softs[shape->soft - 1];
    const scene_layer *layer = &s->layers[colors->layer];
    const style_color fill = s->shape_paints[shape->paint].fill;
    const float most = (float)fmin(fill.a / layer->soft_limit, 1);
    const float color[COLOR_PARTS] = {(float)fill.r, (float)fill.g, (float)fill.b, 1};
    const px_box box = soft_bounds(edge);
    const pxy from = edge->cells ? edge->corner : edge->centre;
    // The canvas's corner is a whole pixel of the scene's, so every canvas finds the same places.
    const pxy place = {from.x_px + shift_px - (double)c->x_px, from.y_px - (double)c->y_px};
    int top = field_clamp_px(floor(box.min_y_px - (double)c->y_px), colors->height_px);
    int bottom = field_clamp_px(ceil(box.max_y_px - (double)c->y_px), colors->height_px);
    for (int y = top; y < bottom; y++) {
        float *opacities = soft->opacities;
        row_span span = edge->cells ? mask_row(opacities, edge, place, y, colors->width_px)
                                    : ellipse_row(opacities, edge, place, y, colors->width_px, soft->table);
        if (span.begin_px == span.end_px) continue;
        float *pixel = field_at(colors, span.begin_px, y);
        for (int x = span.begin_px; x < span.end_px; x++, pixel += COLOR_PARTS) {
            float a = most * opacities[x], keep = 1 - a;
            for (int i = 0; i < COLOR_PARTS; i++) pixel[i] = pixel[i] * keep + color[i] * a;
        }
        field_reach(colors, span.begin_px, y, span.end_px, y + 1);
    }
}

static void shade(uint32_t *argb, const float *values, int count, const void *context)
{
    const float scale = *(const float *)context;
    for (int i = 0; i < count; i++, values += COLOR_PARTS) {
        // No component of a premultiplied colour is above its alpha, and rounding keeps it so.
        uint32_t parts[COLOR_PARTS];
        for (int k = 0; k < COLOR_PARTS; k++) parts[k] = (uint32_t)(values[k] * scale + 0.5F);
        argb[i] = parts[3] << 24 | parts[0] << 16 | parts[1] << 8 | parts[2];
    }
}

void soft_field_paint(soft_field *soft, canvas *c, const scene_layer *layer)
{
    const float scale = (float)(255 * layer->soft_limit);
    field_paint(&soft->colors, c, shade, &scale);
}
