#include "report/legend.h"

#include "base/strbuf.h"
#include "report/wording.h"
#include "report/words.h"

#include <math.h>
#include <string.h>

// Room is kept for an area as large as this, a hexagon a hundred kilometres wide.
#define EXPECTED_AREA_M2 1e10
// … and for a density as long as this.
#define EXPECTED_DENSITY 100000.0

static const wording *words_of(const report_request *request)
{
    return wording_find(request->show.lang);
}

static legend_item *add_with_paint(legend *l, const char *label, uint32_t paint)
{
    legend_item *item = legend_add(l, LEGEND_AREA, label);
    item->paint_count = 1;
    item->paints[0] = paint;
    return item;
}

static legend_item *add_clusters(legend *l, const report_request *request, int64_t incidents, int64_t circles)
{
    const wording *words = words_of(request);
    strbuf number = {0}, label = {0};
    words_count(&number, incidents);
    wording_put_count(&label, words, WORD_CLUSTERS, circles, (const char *[]){strbuf_text(&number)});
    legend_add(l, LEGEND_HEADING, wording_text(words, WORD_CLOSE_TOGETHER));
    legend_item *item = legend_add(l, LEGEND_MARK, strbuf_text(&label));
    strbuf_dispose(&label);
    strbuf_dispose(&number);
    return item;
}

/** What hexagons are coloured by. */
static void add_bins_heading(legend *l, const report_request *request)
{
    if (request->show.size_by)
        legend_add_column_heading(l, request->show.size_by);
    else
        legend_add(l, LEGEND_HEADING, wording_text(words_of(request), WORD_INCIDENTS));
}

static void add_bins_note(legend *l, const report_request *request, double area_m2)
{
    strbuf area = {0}, label = {0};
    if (area_m2 < 1e7)
        strbuf_printf(&area, "%.2g", area_m2 / 1e6);
    else
        words_count(&area, (int64_t)round(area_m2 / 1e6));
    wording_put(&label, words_of(request), WORD_HEXAGON, (const char *[]){strbuf_text(&area)});
    legend_add(l, LEGEND_NOTE, strbuf_text(&label));
    strbuf_dispose(&label);
    strbuf_dispose(&area);
}

/** The whole numbers that a class' values begin with: where places are shared out, values are fractions. */
static void put_bin_values(strbuf *label, const scene_bin_class *class, const wording *words)
{
    double least = floor(class->least + 1e-9), most = floor(class->most + 1e-9);
    if (class->most > 0 && most == 0) {
        strbuf_puts(label, wording_text(words, WORD_LESS_THAN_ONE));
        return;
    }
    words_count(label, (int64_t)least);
    if (most == least) return;
    strbuf_puts(label, "–");
    words_count(label, (int64_t)most);
}

static void add_bins(legend *l, const scene *s, const report_request *request)
{
    if (s->bins.class_count == 0) return;
    add_bins_heading(l, request);
    for (size_t i = 0; i < s->bins.class_count; i++) {
        strbuf label = {0};
        put_bin_values(&label, &s->bins.classes[i], words_of(request));
        add_with_paint(l, strbuf_text(&label), s->bins.classes[i].paint);
        strbuf_dispose(&label);
    }
    add_bins_note(l, request, s->bins.area_m2);
}

/** Two digits: a density has no more that mean something. */
static void put_density(strbuf *out, double number)
{
    double unit = pow(10, fmax(floor(log10(number)) - 1, 0));
    if (number < 10)
        strbuf_printf(out, "%.2g", number);
    else
        words_count(out, (int64_t)(llround(number / unit) * llround(unit)));
}

/** What a heat map's last colour stands for on the ground. */
static void add_heat_max(legend *l, const report_request *request, double in_1000_km2)
{
    const wording *words = words_of(request);
    strbuf number = {0}, label = {0};
    put_density(&number, in_1000_km2);
    const char *what = request->show.size_by ? request->show.size_by : wording_text(words, WORD_INCIDENTS);
    wording_put(&label, words, WORD_HEAT_MAX, (const char *[]){strbuf_text(&number), what});
    legend_add(l, LEGEND_NOTE, strbuf_text(&label));
    strbuf_dispose(&label);
    strbuf_dispose(&number);
}

static bool has_heat(const style *s)
{
    for (size_t i = 0; i < style_layer_count(s); i++)
        if (style_layer_get_type(style_layer_at(s, i)) == STYLE_HEATMAP) return true;
    return false;
}

void legend_expect_crowds(legend *l, const report_request *request)
{
    const int64_t count = (int64_t)request->show.incidents->count;
    if (has_heat(request->show.style)) add_heat_max(l, request, EXPECTED_DENSITY);
    if (style_uses_source(request->show.style, "bins")) {
        add_bins_heading(l, request);
        for (int i = 0; i < SCENE_BIN_CLASSES; i++) legend_add(l, LEGEND_AREA, "1,000–10,000");
        add_bins_note(l, request, EXPECTED_AREA_M2);
    }
    if (request->show.cluster) add_clusters(l, request, count, count);
    if (request->show.spread) legend_add(l, LEGEND_NOTE, wording_text(words_of(request), WORD_SPREAD));
}

void legend_add_densities(legend *l, const scene *s, const report_request *request)
{
    if (s->heat.max > 0 && s->heat.per_km2 > 0)
        add_heat_max(l, request, 1000 * s->heat.per_km2 * s->heat.max);
    add_bins(l, s, request);
}

void legend_add_crowds(legend *l, const scene *s, const report_request *request)
{
    const scene_clusters *shown = &s->clusters;
    if (shown->mark_paint_count > 0) {
        legend_item *item = add_clusters(l, request, shown->incident_count, shown->count);
        item->paint_count = shown->mark_paint_count;
        memcpy(item->paints, shown->mark_paints, sizeof item->paints);
    }
    if (s->spread_count > 0) legend_add(l, LEGEND_NOTE, wording_text(words_of(request), WORD_SPREAD));
}
