#include "render/shape.h"

#include "render/offset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Antialiasing looks at most this far beyond a shape's edge.
#define CLIP_MARGIN_PX 2.0

// Hatching, in CSS pixels: wide enough to read as lines and not as a tint, on screen and in print.
#define HATCH_SPACING_CSS_PX 6.0
#define HATCH_WIDTH_CSS_PX   1.0

typedef struct {
    const char *name;
    bool rising, falling, level;
} hatching;

static const hatching hatchings[] = {
    {"hatch", .rising = true},
    {"hatch-back", .falling = true},
    {"hatch-cross", .rising = true, .falling = true},
    {"hatch-level", .level = true},
};

static const hatching *find_hatching(const char *name)
{
    for (size_t i = 0; i < sizeof hatchings / sizeof *hatchings; i++)
        if (strcmp(hatchings[i].name, name) == 0) return &hatchings[i];
    return NULL;
}

void shape_painter_dispose(shape_painter *p)
{
    outline_dispose(&p->outline);
    clip_scratch_dispose(&p->scratch);
    free(p->points);
    free(p->moved);
    *p = (shape_painter){0};
}

static void set_color(cairo_t *cr, style_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

static void add_path(cairo_t *cr, const outline *o)
{
    cairo_new_path(cr);
    size_t at = 0;
    for (size_t part = 0; part < o->part_count; part++) {
        cairo_move_to(cr, o->points[at].x_px, o->points[at].y_px);
        for (at++; at < o->parts[part].end; at++) cairo_line_to(cr, o->points[at].x_px, o->points[at].y_px);
        if (o->parts[part].closed) cairo_close_path(cr);
    }
}

/** A part of the shape as @p cr's coordinates: whole pixels are taken off before anything is rounded. */
static const pxy *move_part(shape_painter *p, const scene *s, size_t part, pxy origin, size_t *count)
{
    size_t begin = part ? s->part_ends[part - 1] : 0;
    *count = s->part_ends[part] - begin;
    if (*count > p->capacity) {
        p->capacity = *count;
        p->points = mem_realloc(p->points, p->capacity, sizeof *p->points);
    }
    for (size_t i = 0; i < *count; i++)
        p->points[i] =
            (pxy){s->points[begin + i].x_px - origin.x_px, s->points[begin + i].y_px - origin.y_px};
    return p->points;
}

static void line_across(cairo_t *cr, double x0, double y0, double x1, double y1)
{
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, y1);
}

/** Lines through the current clip. Their places depend on the scene's pixels alone, so they run on from one
 * window to the next. */
static void draw_hatching(cairo_t *cr, const hatching *h, style_color color, double pixel_ratio, pxy origin,
                          double width_px, double height_px)
{
    // Whole pixels, so that every line of a slant is rounded alike.
    double spacing_px = fmax(round(HATCH_SPACING_CSS_PX * pixel_ratio), 2);
    double diagonal_px = 2 * round(spacing_px * M_SQRT1_2);
    double margin_px = diagonal_px;
    cairo_new_path(cr);
    double low = -margin_px, right = width_px + margin_px, bottom = height_px + margin_px;
    if (h->rising) {
        // x + y = constant in the scene.
        double first = floor((low + low + origin.x_px + origin.y_px) / diagonal_px) * diagonal_px;
        for (double sum = first - origin.x_px - origin.y_px; sum <= right + bottom; sum += diagonal_px)
            line_across(cr, sum - low, low, sum - bottom, bottom);
    }
    if (h->falling) {
        double first = floor((low - bottom + origin.x_px - origin.y_px) / diagonal_px) * diagonal_px;
        for (double gap = first - origin.x_px + origin.y_px; gap <= right - low; gap += diagonal_px)
            line_across(cr, gap + low, low, gap + bottom, bottom);
    }
    if (h->level) {
        double first = floor((low + origin.y_px) / spacing_px) * spacing_px;
        for (double y = first - origin.y_px; y <= bottom; y += spacing_px)
            line_across(cr, low, y + 0.5, right, y + 0.5);
    }
    cairo_set_line_width(cr, HATCH_WIDTH_CSS_PX * pixel_ratio);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cr, NULL, 0, 0);
    set_color(cr, color);
    cairo_stroke(cr);
}

static void draw_fill(shape_painter *p, cairo_t *cr, const scene *s, const scene_shape *shape,
                      const scene_shape_paint *paint, pxy origin, double width_px, double height_px)
{
    px_box box = {-CLIP_MARGIN_PX, -CLIP_MARGIN_PX, width_px + CLIP_MARGIN_PX, height_px + CLIP_MARGIN_PX};
    outline_clear(&p->outline);
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        size_t count;
        const pxy *points = move_part(p, s, part, origin, &count);
        clip_ring(&p->outline, &p->scratch, points, count, box);
    }
    if (p->outline.part_count == 0) return;
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    add_path(cr, &p->outline);
    const hatching *h = paint->pattern ? find_hatching(paint->pattern) : NULL;
    if (h) {
        cairo_save(cr);
        cairo_clip(cr);
        draw_hatching(cr, h, paint->fill, s->pixel_ratio, origin, width_px, height_px);
        cairo_restore(cr);
    } else {
        set_color(cr, paint->fill);
        cairo_fill(cr);
    }
}

/** The paint's dashes, doubled where their number is odd so that on and off alternate. Returns the count. */
static int even_dashes(const scene_shape_paint *paint, double out[CLIP_DASH_MAX])
{
    int count = paint->dash_count, doubled = count % 2 ? 2 * count : count;
    for (int i = 0; i < doubled; i++) out[i] = paint->dash_px[i % count];
    return doubled;
}

/** Which way a polygon's rings run whose inside is the polygon's, 1 or -1: that of the largest. */
static double outer_sense(const scene *s, const scene_shape *shape)
{
    double largest = 0;
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        size_t begin = part ? s->part_ends[part - 1] : 0;
        double area = offset_ring_area2(s->points + begin, s->part_ends[part] - begin);
        if (fabs(area) > fabs(largest)) largest = area;
    }
    return largest < 0 ? -1 : 1;
}

/** A part moved to its side by the paint's offset; a polygon's into it, where @p sense is how its rings run.
 */
static const pxy *offset_part(shape_painter *p, const scene_shape_paint *paint, double sense,
                              const pxy *points, size_t *count)
{
    if (paint->offset_px == 0) return points;
    if (2 * *count > p->moved_capacity) {
        p->moved_capacity = 2 * *count;
        p->moved = mem_realloc(p->moved, p->moved_capacity, sizeof *p->moved);
    }
    *count = offset_line(p->moved, points, *count, sense * paint->offset_px);
    return p->moved;
}

static void draw_stroke(shape_painter *p, cairo_t *cr, const scene *s, const scene_shape *shape,
                        const scene_shape_paint *paint, pxy origin, double width_px, double height_px)
{
    _Static_assert(sizeof paint->dash_px / sizeof *paint->dash_px * 2 <= CLIP_DASH_MAX, "room to double");
    const double miter_limit = paint->miter_limit > 0 ? paint->miter_limit : SCENE_MITER_LIMIT;
    // No cap reaches further than the default's corners.
    double margin_px = paint->stroke_width_px / 2 * fmax(miter_limit, SCENE_MITER_LIMIT) + CLIP_MARGIN_PX;
    px_box box = {-margin_px, -margin_px, width_px + margin_px, height_px + margin_px};
    double dashes[CLIP_DASH_MAX];
    int dash_count = even_dashes(paint, dashes);
    const double sense = paint->offset_px != 0 && shape->kind == GEOM_POLYGON ? outer_sense(s, shape) : 1;
    outline_clear(&p->outline);
    for (size_t part = shape->part_begin; part < shape->part_end; part++) {
        size_t count;
        const pxy *points = move_part(p, s, part, origin, &count);
        points = offset_part(p, paint, sense, points, &count);
        if (dash_count)
            clip_dashed_line(&p->outline, points, count, box, dashes, dash_count);
        else
            clip_line(&p->outline, points, count, box);
    }
    if (p->outline.part_count == 0) return;
    add_path(cr, &p->outline);
    cairo_set_line_width(cr, paint->stroke_width_px);
    cairo_set_line_cap(cr, (cairo_line_cap_t)paint->cap);
    cairo_set_line_join(cr, (cairo_line_join_t)paint->join);
    cairo_set_miter_limit(cr, miter_limit);
    set_color(cr, paint->stroke);
    cairo_stroke(cr);
}

incmap_status shape_draw(shape_painter *p, cairo_t *cr, const scene *s, const scene_shape *shape, pxy origin,
                         double width_px, double height_px, incmap_error *err)
{
    const scene_shape_paint *paint = &s->shape_paints[shape->paint];
    if (paint->pattern && !find_hatching(paint->pattern))
        return error_set(
            err, INCMAP_FAILED,
            "pattern \"%s\": no such hatching; there are hatch, hatch-back, hatch-cross, hatch-level",
            paint->pattern);
    if (shape->kind == GEOM_POLYGON && paint->fill.a > 0)
        draw_fill(p, cr, s, shape, paint, origin, width_px, height_px);
    if (shape->kind != GEOM_POINTS && paint->stroke.a > 0 && paint->stroke_width_px > 0)
        draw_stroke(p, cr, s, shape, paint, origin, width_px, height_px);
    return INCMAP_OK;
}
