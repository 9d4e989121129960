#include "scene/paint.h"

#include <math.h>
#include <string.h>

// Longer than any screen: a mark or a stroke larger than this is a mistake in a style, and would only cost
// time.
#define LENGTH_MAX_CSS_PX 2048.0

// The renderer antialiases and puts marks on a fixed grid within a pixel; both stay within this.
#define MARK_MARGIN_PX 0.25

// Sharper corners than this reach further than anything may that a map of tiles is cut around.
#define MITER_LIMIT_MAX 10.0

// Corners of an offset line reach as many offsets from where they were (render/offset.h).
#define OFFSET_REACH 2.0
// Half of the margin around the picture (scene/outline.h): lines further off would bring the edges that come
// from cutting into it.
#define OFFSET_MAX_CSS_PX 32.0

// MapLibre's kernel at its centre (heatmap.vertex.glsl), and the least density that a point is drawn with: a
// thousand points of one place end in an edge of one step of the colours.
#define HEAT_KERNEL_PEAK 0.3989422804014327
#define HEAT_LEAST       (1.0 / 255 / 1024)
// Far more than one point needs for the last colour.
#define HEAT_WEIGHT_MAX 1e6

static double within_one(double number)
{
    // Written so that a NaN becomes 0.
    return number > 0 ? fmin(number, 1) : 0;
}

style_color paint_color(style_color color, double opacity)
{
    style_color out = {within_one(color.r), within_one(color.g), within_one(color.b),
                       within_one(color.a) * within_one(opacity)};
    // What cannot be seen has no colour, so that it is one paint.
    return out.a > 0 ? out : (style_color){0};
}

double paint_length_px(const paint_box *box, double length_css_px)
{
    return length_css_px > 0 ? fmin(length_css_px, LENGTH_MAX_CSS_PX) * box->pixel_ratio : 0;
}

double paint_stroke_reach_px(const scene_shape_paint *paint)
{
    if (paint->stroke.a <= 0) return 0;
    const double square_cap = sqrt(2);
    double widths = 1;
    if (paint->join == 0) widths = paint->miter_limit > 0 ? paint->miter_limit : SCENE_MITER_LIMIT;
    if (paint->cap == 2) widths = fmax(widths, square_cap);
    return paint->stroke_width_px / 2 * widths + OFFSET_REACH * fabs(paint->offset_px);
}

static double style_opacity(const paint_box *box, const style_layer *layer, style_property property,
                            const style_feature *feature)
{
    return style_number(layer, property, feature, box->zoom);
}

/** 0 where there is none. */
static double sort_key(const paint_box *box, const style_layer *layer, style_property property,
                       const style_feature *feature)
{
    double key = style_number(layer, property, feature, box->zoom);
    return isnan(key) ? 0 : key;
}

static paint_look shape_look(paint_box *box, const scene_shape_paint *paint)
{
    paint_look look = {.is_drawn = paint->fill.a > 0 || (paint->stroke.a > 0 && paint->stroke_width_px > 0)};
    if (look.is_drawn) look.paint = value_table_add(&box->shapes, paint);
    return look;
}

static paint_look fill_look(paint_box *box, const style_layer *layer, const style_feature *feature)
{
    scene_shape_paint paint;
    memset(&paint, 0, sizeof paint);
    double opacity = style_opacity(box, layer, STYLE_FILL_OPACITY, feature);
    paint.fill = paint_color(style_get_color(layer, STYLE_FILL_COLOR, feature, box->zoom), opacity);
    // Where it is not set, the outline has the fill's colour and smooths its edge, which is smooth anyway.
    if (style_is_set(layer, STYLE_FILL_OUTLINE_COLOR) &&
        style_boolean(layer, STYLE_FILL_ANTIALIAS, feature, box->zoom))
        paint.stroke =
            paint_color(style_get_color(layer, STYLE_FILL_OUTLINE_COLOR, feature, box->zoom), opacity);
    // The specification's outline is always one pixel wide.
    if (paint.stroke.a > 0) paint.stroke_width_px = box->pixel_ratio;
    paint.join = 1;
    const char *pattern = style_text(layer, STYLE_FILL_PATTERN, feature, box->zoom, &box->scratch);
    if (pattern && *pattern) paint.pattern = strpool_intern(box->strings, pattern);
    paint_look look = shape_look(box, &paint);
    look.sort_key = sort_key(box, layer, STYLE_FILL_SORT_KEY, feature);
    return look;
}

/** The place of a text in a list that ends in NULL; @p otherwise where it is not in it. */
static int place_in(const char *const *list, const char *text, int otherwise)
{
    for (int i = 0; list[i]; i++)
        if (text && strcmp(list[i], text) == 0) return i;
    return otherwise;
}

static paint_look line_look(paint_box *box, const style_layer *layer, const style_feature *feature)
{
    static const char *const caps[] = {"butt", "round", "square", NULL};
    static const char *const joins[] = {"miter", "round", "bevel", NULL};
    scene_shape_paint paint;
    memset(&paint, 0, sizeof paint);
    double width_css_px = style_number(layer, STYLE_LINE_WIDTH, feature, box->zoom);
    paint.stroke_width_px = paint_length_px(box, width_css_px);
    if (paint.stroke_width_px > 0)
        paint.stroke = paint_color(style_get_color(layer, STYLE_LINE_COLOR, feature, box->zoom),
                                   style_opacity(box, layer, STYLE_LINE_OPACITY, feature));
    double offset_css_px = style_number(layer, STYLE_LINE_OFFSET, feature, box->zoom);
    double distance_css_px = fmin(fabs(offset_css_px), OFFSET_MAX_CSS_PX);
    paint.offset_px = copysign(paint_length_px(box, distance_css_px), offset_css_px);
    // Minus nothing is nothing: paints are compared by their bytes.
    if (!(fabs(paint.offset_px) > 0)) paint.offset_px = 0;
    paint.cap = place_in(caps, style_text(layer, STYLE_LINE_CAP, feature, box->zoom, &box->scratch), 0);
    paint.join = place_in(joins, style_text(layer, STYLE_LINE_JOIN, feature, box->zoom, &box->scratch), 0);
    double miter_limit = style_number(layer, STYLE_LINE_MITER_LIMIT, feature, box->zoom);
    paint.miter_limit = miter_limit >= 1 ? fmin(miter_limit, MITER_LIMIT_MAX) : 1;

    const size_t room = sizeof paint.dash_px / sizeof *paint.dash_px;
    size_t count = style_numbers(layer, STYLE_LINE_DASHARRAY, feature, box->zoom, paint.dash_px, room);
    if (count > room) count = room;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        paint.dash_px[i] = paint.dash_px[i] > 0 ? paint.dash_px[i] * paint.stroke_width_px : 0;
        sum += paint.dash_px[i];
    }
    for (size_t i = count; i < room; i++) paint.dash_px[i] = 0;
    // Shorter than a tenth of a pixel on the whole, dashes are a solid line drawn slowly.
    paint.dash_count = sum > 0.1 && isfinite(sum) ? (int)count : 0;
    if (!paint.dash_count) memset(paint.dash_px, 0, sizeof paint.dash_px);
    paint_look look = shape_look(box, &paint);
    look.sort_key = sort_key(box, layer, STYLE_LINE_SORT_KEY, feature);
    return look;
}

static paint_look circle_look(paint_box *box, const style_layer *layer, const style_feature *feature)
{
    scene_mark_paint paint;
    memset(&paint, 0, sizeof paint);
    paint.radius_px = paint_length_px(box, style_number(layer, STYLE_CIRCLE_RADIUS, feature, box->zoom));
    paint.stroke_width_px =
        paint_length_px(box, style_number(layer, STYLE_CIRCLE_STROKE_WIDTH, feature, box->zoom));
    if (paint.radius_px > 0)
        paint.fill = paint_color(style_get_color(layer, STYLE_CIRCLE_COLOR, feature, box->zoom),
                                 style_opacity(box, layer, STYLE_CIRCLE_OPACITY, feature));
    if (paint.stroke_width_px > 0)
        paint.stroke = paint_color(style_get_color(layer, STYLE_CIRCLE_STROKE_COLOR, feature, box->zoom),
                                   style_opacity(box, layer, STYLE_CIRCLE_STROKE_OPACITY, feature));
    if (paint.stroke.a <= 0) paint.stroke_width_px = 0;
    paint.blur = within_one(style_number(layer, STYLE_CIRCLE_BLUR, feature, box->zoom));
    paint.reach_px = paint.radius_px + paint.stroke_width_px + MARK_MARGIN_PX;
    paint_look look = {.is_drawn = paint.fill.a > 0 || paint.stroke.a > 0};
    if (!look.is_drawn) return look;
    look.paint = value_table_add(&box->marks, &paint);
    look.sort_key = sort_key(box, layer, STYLE_CIRCLE_SORT_KEY, feature);
    return look;
}

bool paint_is_icon_layer(const style_layer *layer, double zoom)
{
    static const style_property moving[] = {STYLE_TEXT_FIELD, STYLE_ICON_OFFSET, STYLE_ICON_ANCHOR};
    if (style_layer_get_type(layer) != STYLE_SYMBOL) return false;
    for (size_t i = 0; i < sizeof moving / sizeof *moving; i++)
        if (style_is_set(layer, moving[i])) return false;
    return style_is_set(layer, STYLE_ICON_IMAGE) &&
           style_boolean(layer, STYLE_ICON_ALLOW_OVERLAP, NULL, zoom);
}

/** With a pixel for antialiasing and for the grid that marks are put on. */
static double icon_reach_px(const scene_mark_paint *paint)
{
    double turned = fabs(sin(paint->icon_turn_rad)) + fabs(cos(paint->icon_turn_rad));
    return paint->icon_size_px / 2 * turned + paint->stroke_width_px + 1;
}

uint32_t paint_turn_icon(paint_box *box, uint32_t icon, double turn_rad)
{
    scene_mark_paint paint = ((const scene_mark_paint *)box->marks.items)[icon];
    paint.icon_turn_rad += turn_rad;
    paint.reach_px = icon_reach_px(&paint);
    return value_table_add(&box->marks, &paint);
}

double paint_halo(style_color *out, const paint_box *box, const style_layer *layer,
                  const style_feature *feature, style_property width, style_property color, double opacity)
{
    const double width_px = paint_length_px(box, style_number(layer, width, feature, box->zoom));
    *out = (style_color){0};
    if (width_px > 0) *out = paint_color(style_get_color(layer, color, feature, box->zoom), opacity);
    return out->a > 0 ? width_px : 0;
}

bool paint_icon(uint32_t *out, paint_box *box, const style_layer *layer, const style_feature *feature)
{
    const double zoom = box->zoom;
    const char *name = style_text(layer, STYLE_ICON_IMAGE, feature, zoom, &box->scratch);
    if (!name || !*name) return false;
    scene_mark_paint paint;
    memset(&paint, 0, sizeof paint);
    paint.icon_size_px =
        paint_length_px(box, PAINT_ICON_CSS_PX * style_number(layer, STYLE_ICON_SIZE, feature, zoom));
    double opacity = style_number(layer, STYLE_ICON_OPACITY, feature, zoom);
    paint.fill = paint_color(style_get_color(layer, STYLE_ICON_COLOR, feature, zoom), opacity);
    paint.stroke_width_px =
        paint_halo(&paint.stroke, box, layer, feature, STYLE_ICON_HALO_WIDTH, STYLE_ICON_HALO_COLOR, opacity);
    if (paint.icon_size_px <= 0 || (paint.fill.a <= 0 && paint.stroke.a <= 0)) return false;
    paint.icon = strpool_intern(box->strings, name);
    double turn_deg = fmod(style_number(layer, STYLE_ICON_ROTATE, feature, zoom), 360);
    paint.icon_turn_rad = isfinite(turn_deg) ? turn_deg * M_PI / 180 : 0;
    paint.reach_px = icon_reach_px(&paint);
    *out = value_table_add(&box->marks, &paint);
    return true;
}

static paint_look icon_look(paint_box *box, const style_layer *layer, const style_feature *feature)
{
    paint_look look = {0};
    look.is_drawn = paint_icon(&look.paint, box, layer, feature);
    look.sort_key = sort_key(box, layer, STYLE_SYMBOL_SORT_KEY, feature);
    return look;
}

/** Fills in how far the point reaches and keeps it, if it can be seen at all. */
static paint_look heat_paint_look(paint_box *box, scene_mark_paint *paint)
{
    paint_look look = {0};
    double peaks = HEAT_KERNEL_PEAK * paint->weight / HEAT_LEAST;
    if (!(peaks > 1) || !(paint->radius_px > 0)) return look;
    paint->reach_px = paint->radius_px * sqrt(2 * log(peaks)) / 3;
    look.is_drawn = true;
    look.paint = value_table_add(&box->marks, paint);
    return look;
}

static paint_look heat_look(paint_box *box, const style_layer *layer, const style_feature *feature)
{
    scene_mark_paint paint;
    memset(&paint, 0, sizeof paint);
    paint.radius_px = paint_length_px(box, style_number(layer, STYLE_HEATMAP_RADIUS, feature, box->zoom));
    double weight = style_number(layer, STYLE_HEATMAP_WEIGHT, feature, box->zoom) *
                    style_number(layer, STYLE_HEATMAP_INTENSITY, feature, box->zoom);
    // Written so that a NaN becomes 0.
    paint.weight = weight > 0 ? fmin(weight, HEAT_WEIGHT_MAX) : 0;
    return heat_paint_look(box, &paint);
}

paint_look paint_spread_heat(paint_box *box, paint_look look, double radius_px)
{
    scene_mark_paint paint = ((const scene_mark_paint *)box->marks.items)[look.paint];
    // In two dimensions 90% of a normal distribution lie within sqrt(2 ln 10) standard deviations; the
    // kernel's is a third of its radius.
    double spread_px = 3 * fmin(radius_px, LENGTH_MAX_CSS_PX * box->pixel_ratio) / sqrt(2 * log(10));
    double wide_px = hypot(paint.radius_px, spread_px), share = paint.radius_px / wide_px;
    paint.weight *= share * share;
    paint.radius_px = wide_px;
    return heat_paint_look(box, &paint);
}

paint_look paint_evaluate(paint_box *box, const style_layer *layer, const style_feature *feature,
                          geom_kind kind)
{
    const paint_look nothing = {0};
    if (!style_filter(layer, feature, box->zoom)) return nothing;
    switch (style_layer_get_type(layer)) {
    case STYLE_FILL: return kind == GEOM_POLYGON ? fill_look(box, layer, feature) : nothing;
    case STYLE_LINE: return kind != GEOM_POINTS ? line_look(box, layer, feature) : nothing;
    case STYLE_CIRCLE: return circle_look(box, layer, feature);
    case STYLE_SYMBOL: return icon_look(box, layer, feature);
    case STYLE_HEATMAP: return heat_look(box, layer, feature);
    default: return nothing;
    }
}
