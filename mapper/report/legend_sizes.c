#include "report/legend.h"

#include "base/strbuf.h"
#include "report/words.h"
#include "scene/paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Numbers of which marks are tried: incidents do not kill more.
#define NUMBER_MAX 1e9
// A mark that grows by less than this with a number a tenth larger has reached its limit; an area-true one
// grows by 1.05.
#define GROWTH_MIN 1.02

/** The number of a column, NAN where the incident has none. */
static double column_number(const incident_set *set, const incident *item, const char *column)
{
    const struct {
        const char *name;
        int32_t count;
    } counts[] = {{"killed", item->killed},           {"killed_low", item->killed_low},
                  {"killed_high", item->killed_high}, {"injured", item->injured},
                  {"injured_low", item->injured_low}, {"injured_high", item->injured_high}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(column, counts[i].name) == 0) return counts[i].count == COUNT_NONE ? NAN : counts[i].count;
    if (strcmp(column, "radius_m") == 0) return item->radius_m;
    for (size_t i = 0; item->extras && i < set->extra_count; i++)
        if (strcmp(column, set->extra_names[i]) == 0)
            return item->extras[i].kind == VALUE_NUMBER ? item->extras[i].number : NAN;
    return NAN;
}

double legend_largest_size(const scene *s, const report_request *request)
{
    const incident_set *set = request->show.incidents;
    double largest = 0;
    for (size_t i = 0; i < s->layer_count; i++) {
        const scene_layer *layer = &s->layers[i];
        for (size_t k = 0; layer->kind == SCENE_MARKS && k < layer->count; k++) {
            if (layer->marks[k].incident < 0) continue;
            double number = column_number(set, &set->items[layer->marks[k].incident], request->show.size_by);
            if (isfinite(number)) largest = fmax(largest, number);
        }
    }
    return largest;
}

/** The largest of 1, 2 and 5 times a power of ten that is not above @p number; 0 where that is below 1. */
static double round_down(double number)
{
    if (!(number >= 1)) return 0;
    double power = pow(10, floor(log10(number) + 1e-12)), digit = number / power * (1 + 1e-12);
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

static bool get_size(void *context, const char *name, value *out)
{
    // Of others it has none, not even without a value: styles ask whether there is a "point_count".
    if (strcmp(name, "size") != 0) return false;
    *out = (value){.kind = VALUE_NUMBER, .number = *(double *)context};
    return true;
}

/** The radius of the disc whose area the layer's mark for a number has, CSS pixels; 0: it draws none. */
static double radius_css_px(const style_layer *layer, double zoom, double number)
{
    const style_feature feature = {.context = &number, .get = get_size, .geometry_type = "Point"};
    if (!style_filter(layer, &feature, zoom)) return 0;
    double radius = style_layer_get_type(layer) == STYLE_CIRCLE
                        ? style_number(layer, STYLE_CIRCLE_RADIUS, &feature, zoom)
                        : PAINT_ICON_DISC_CSS_PX * style_number(layer, STYLE_ICON_SIZE, &feature, zoom);
    return radius > 0 && isfinite(radius) ? radius : 0;
}

/** The topmost layer of marks of incidents that grow with their number; NULL: there is none. */
static const style_layer *sized_layer(const legend_size_request *request)
{
    for (size_t i = style_layer_count(request->style); i-- > 0;) {
        const style_layer *layer = style_layer_at(request->style, i);
        bool has_marks =
            style_layer_get_type(layer) == STYLE_CIRCLE || paint_is_icon_layer(layer, request->zoom);
        if (!has_marks || strcmp(style_layer_source(layer), "incidents") != 0 ||
            !style_layer_visible(layer, request->zoom))
            continue;
        double small = radius_css_px(layer, request->zoom, 5),
               large = radius_css_px(layer, request->zoom, 50);
        if (small > 0 && large > GROWTH_MIN * small) return layer;
    }
    return NULL;
}

/** Whether marks grow with the number where it is: neither as small nor as large as they get. */
static bool is_in_proportion(const style_layer *layer, double zoom, double number)
{
    return radius_css_px(layer, zoom, number) >= GROWTH_MIN * radius_css_px(layer, zoom, 0.9 * number);
}

void legend_add_nest(legend *l, const legend_size_request *request)
{
    const style_layer *layer = sized_layer(request);
    double number = layer && request->largest > 0 ? round_down(fmin(request->largest, NUMBER_MAX)) : 0;
    // Where marks stop growing, larger numbers look the same.
    while (number >= 1 && !is_in_proportion(layer, request->zoom, number)) number = round_down(0.99 * number);
    if (!(number >= 1)) return;
    legend_add_column_heading(l, request->column);
    legend_item *item = legend_add(l, LEGEND_NEST, "");
    const double largest = number;
    for (int i = 0; i < LEGEND_SIZES && number >= 1; i++) {
        if (!is_in_proportion(layer, request->zoom, number)) break;
        legend_ring *ring = &item->rings[item->ring_count++];
        ring->radius_mm = radius_css_px(layer, request->zoom, number) * request->mm_per_css_px;
        strbuf text = {0};
        words_count(&text, (int64_t)number);
        snprintf(ring->text, sizeof ring->text, "%s", strbuf_text(&text));
        strbuf_dispose(&text);
        number = round_down(largest / pow(4, i + 1));
    }
    item->swatch_mm = 2 * item->rings[0].radius_mm;
}
