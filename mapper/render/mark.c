#include "render/mark.h"

#include <math.h>

// Discs larger than any picture: keeps hostile styles within Cairo's 24.8 fixed point.
#define RADIUS_MAX_PX 1e6

// Directions the stencil of an icon is moved in for its casing, at most: enough that their hull is round at
// 7 px.
#define CASING_STEPS_MAX 24
// What the hull's flat sides may keep from the circle: as much as marks are snapped by.
#define CASING_FLAT_PX (1.0 / 16)

// Steps that a blurred edge's smoothstep is drawn in; between them Cairo goes straight.
#define BLUR_STOPS 16

static double clamp_radius(double radius_px)
{
    return radius_px > 0 ? fmin(radius_px, RADIUS_MAX_PX) : 0;
}

double mark_ring_width_px(const scene_mark_paint *paint)
{
    return paint->stroke.a > 0 ? clamp_radius(paint->stroke_width_px) : 0;
}

double mark_reach_px(const scene_mark_paint *paint)
{
    double body_px = paint->icon ? clamp_radius(paint->icon_size_px) / 2 : clamp_radius(paint->radius_px);
    return body_px + mark_ring_width_px(paint) + 1;
}

static void set_color(cairo_t *cr, style_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

static void add_circle(cairo_t *cr, double radius_px)
{
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, radius_px, 0, 2 * M_PI);
    cairo_close_path(cr);
}

static double smoothstep(double t)
{
    return t * t * (3 - 2 * t);
}

/** MapLibre's circle-blur (circle.fragment.glsl): full at 1 - blur of the radius, nothing at the radius, a
 * smoothstep between. */
static void draw_blurred(cairo_t *cr, const scene_mark_paint *paint)
{
    double inner_px = clamp_radius(paint->radius_px), outer_px = inner_px + mark_ring_width_px(paint);
    if (outer_px == 0) return;
    cairo_pattern_t *pattern = cairo_pattern_create_radial(0, 0, 0, 0, 0, outer_px);
    for (int pass = 0; pass < 2; pass++) {
        bool is_ring = pass == 1;
        style_color color = is_ring ? paint->stroke : paint->fill;
        double from = is_ring ? inner_px / outer_px : 0, to = is_ring ? 1 : inner_px / outer_px;
        if (to <= from) continue;
        for (int i = 0; i <= BLUR_STOPS; i++) {
            double at = from + (to - from) * i / BLUR_STOPS;
            double t = fmin(fmax((1 - at) / paint->blur, 0), 1);
            // A wide blur begins at the centre, as MapLibre's does, with less than full opacity.
            cairo_pattern_add_color_stop_rgba(pattern, at, color.r, color.g, color.b,
                                              color.a * smoothstep(t));
        }
    }
    add_circle(cr, outer_px);
    cairo_set_source(cr, pattern);
    cairo_fill(cr);
    cairo_pattern_destroy(pattern);
}

/** A multiple of four, so that casings are as wide on all four sides. */
static int casing_steps(double casing_px)
{
    if (casing_px <= CASING_FLAT_PX) return 4;
    return (int)fmin(4 * ceil(M_PI / acos(1 - CASING_FLAT_PX / casing_px) / 4), CASING_STEPS_MAX);
}

static incmap_status draw_icon(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint,
                               incmap_error *err)
{
    double side_px = fmin(clamp_radius(paint->icon_size_px), RADIUS_MAX_PX);
    if (side_px == 0) return INCMAP_OK;
    cairo_push_group(cr);
    cairo_save(cr);
    cairo_rotate(cr, paint->icon_turn_rad);
    incmap_status status = icon_draw(icons, cr, paint->icon, side_px, err);
    cairo_restore(cr);
    cairo_pattern_t *stencil = cairo_pop_group(cr);
    double casing_px = mark_ring_width_px(paint);
    if (casing_px > 0) {
        // Opaque within a group, so that the copies do not add up where they overlap.
        cairo_push_group(cr);
        cairo_set_source_rgb(cr, paint->stroke.r, paint->stroke.g, paint->stroke.b);
        const int steps = casing_steps(casing_px);
        for (int i = 0; i < steps; i++) {
            double angle = 2 * M_PI * i / steps;
            cairo_save(cr);
            cairo_translate(cr, casing_px * cos(angle), casing_px * sin(angle));
            cairo_mask(cr, stencil);
            cairo_restore(cr);
        }
        cairo_pop_group_to_source(cr);
        cairo_paint_with_alpha(cr, paint->stroke.a);
    }
    set_color(cr, paint->fill);
    cairo_mask(cr, stencil);
    cairo_pattern_destroy(stencil);
    return status;
}

incmap_status mark_draw(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint, incmap_error *err)
{
    cairo_set_tolerance(cr, MARK_CURVE_TOLERANCE_PX);
    if (paint->icon) return draw_icon(cr, icons, paint, err);
    if (paint->blur > 0) {
        draw_blurred(cr, paint);
        return INCMAP_OK;
    }
    double radius_px = clamp_radius(paint->radius_px), ring_px = mark_ring_width_px(paint);
    cairo_set_operator(cr, CAIRO_OPERATOR_ADD);
    if (radius_px > 0 && paint->fill.a > 0) {
        add_circle(cr, radius_px);
        set_color(cr, paint->fill);
        cairo_fill(cr);
    }
    if (ring_px > 0) {
        cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
        add_circle(cr, radius_px + ring_px);
        if (radius_px > 0) add_circle(cr, radius_px);
        set_color(cr, paint->stroke);
        cairo_fill(cr);
    }
    return INCMAP_OK;
}

/** An icon for a page, without groups: one would be written for each copy, and cairo 1.16 loses memory with
 * every group, and every recording that ends before the page, on an SVG surface. */
static incmap_status draw_icon_vector(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint,
                                      incmap_error *err)
{
    double side_px = fmin(clamp_radius(paint->icon_size_px), RADIUS_MAX_PX);
    if (side_px == 0) return INCMAP_OK;
    const style_color fill = paint->fill, edge = paint->stroke;
    const icon_look look = {paint->icon,
                            side_px,
                            mark_ring_width_px(paint),
                            {fill.r, fill.g, fill.b, fill.a},
                            {edge.r, edge.g, edge.b, edge.a}};
    cairo_save(cr);
    cairo_rotate(cr, paint->icon_turn_rad);
    incmap_status status = icon_draw_vector(icons, cr, &look, err);
    cairo_restore(cr);
    return status;
}

incmap_status mark_draw_vector(cairo_t *cr, icon_shelf *icons, const scene_mark_paint *paint,
                               incmap_error *err)
{
    if (paint->icon) return draw_icon_vector(cr, icons, paint, err);
    if (paint->blur > 0) return mark_draw(cr, icons, paint, err);
    double radius_px = clamp_radius(paint->radius_px), ring_px = mark_ring_width_px(paint);
    // Under an opaque ring the disc goes on to the ring's middle: viewers antialias each by itself, and would
    // let the ground through between them.
    double under_px = ring_px > 0 && paint->stroke.a >= 1 ? ring_px / 2 : 0;
    if (radius_px > 0 && paint->fill.a > 0) {
        add_circle(cr, radius_px + under_px);
        set_color(cr, paint->fill);
        cairo_fill(cr);
    }
    if (ring_px > 0) {
        add_circle(cr, radius_px + ring_px / 2);
        cairo_set_line_width(cr, ring_px);
        set_color(cr, paint->stroke);
        cairo_stroke(cr);
    }
    return INCMAP_OK;
}
