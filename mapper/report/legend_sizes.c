#include "report/legend.h"

#include "base/strbuf.h"
#include "report/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/** The paints of an incident's marks, lowest layer first; returns the reach of the largest. */
static double marks_of(legend_item *item, const scene *s, int32_t incident)
{
    double reach_px = 0;
    for (size_t i = 0; i < s->layer_count; i++) {
        const scene_layer *layer = &s->layers[i];
        for (size_t k = 0; layer->kind == SCENE_MARKS && k < layer->count; k++) {
            if (layer->marks[k].incident != incident || item->paint_count == SCENE_LEGEND_LAYERS) continue;
            item->paints[item->paint_count++] = layer->marks[k].paint;
            reach_px = fmax(reach_px, s->mark_paints[layer->marks[k].paint].reach_px);
        }
    }
    return reach_px;
}

void legend_add_sizes(legend *l, const scene *s, const report_request *request, double mm_per_px)
{
    const incident_set *set = request->incidents;
    bool *is_mark = mem_calloc(set->count + 1, sizeof *is_mark);
    for (size_t i = 0; i < s->layer_count; i++)
        for (size_t k = 0; s->layers[i].kind == SCENE_MARKS && k < s->layers[i].count; k++)
            if (s->layers[i].marks[k].incident >= 0) is_mark[s->layers[i].marks[k].incident] = true;

    // The largest, and what comes next to a quarter and a sixteenth of it: radii that halve, where sizes are
    // area-true.
    double largest = 0;
    double last = INFINITY;
    for (int step = 0; step < LEGEND_SIZES; step++) {
        int32_t best = -1;
        double best_number = 0;
        for (size_t i = 0; i < set->count; i++) {
            double number = column_number(set, &set->items[i], request->size_by);
            if (!is_mark[i] || !(number > 0) || !isfinite(number) || number >= last) continue;
            double aim = step == 0 ? INFINITY : largest / pow(4, step);
            bool is_better = step == 0 ? number > best_number : fabs(number - aim) < fabs(best_number - aim);
            if (best >= 0 && !is_better) continue;
            best = (int32_t)i;
            best_number = number;
        }
        if (best < 0) break;
        if (step == 0) {
            largest = best_number;
            legend_add_column_heading(l, request->size_by);
        }
        last = best_number;
        strbuf label = {0};
        if (best_number == floor(best_number) && best_number < 1e15)
            words_count(&label, (int64_t)best_number);
        else
            strbuf_printf(&label, "%g", best_number);
        legend_item *item = legend_add(l, LEGEND_MARK, strbuf_text(&label));
        item->swatch_mm = 2 * marks_of(item, s, best) * mm_per_px;
        strbuf_dispose(&label);
    }
    free(is_mark);
}
