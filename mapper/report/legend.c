#include "report/legend.h"

#include "base/strbuf.h"
#include "report/category_text.h"
#include "report/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** In the page's language. */
static const char *say(const report_request *request, word key)
{
    return wording_text(wording_find(request->show.lang), key);
}

legend_item *legend_add(legend *l, legend_kind kind, const char *label)
{
    legend_item item = {.kind = kind, .label = mem_strdup(label)};
    VEC_PUSH(l->items, l->count, l->capacity, item);
    return &l->items[l->count - 1];
}

void legend_dispose(legend *l)
{
    for (size_t i = 0; i < l->count; i++) free(l->items[i].label);
    free(l->items);
    *l = (legend){0};
}

void legend_add_column_heading(legend *l, const char *column)
{
    legend_item *item = legend_add(l, LEGEND_HEADING, column);
    for (char *c = item->label; *c; c++)
        if (*c == '_') *c = ' ';
    if (*item->label >= 'a' && *item->label <= 'z') *item->label = (char)(*item->label - 'a' + 'A');
}

static void add_category_heading(legend *l, const report_request *request)
{
    const char *by = request->show.by;
    if (!by || strcmp(by, "type") == 0)
        legend_add(l, LEGEND_HEADING, say(request, WORD_TYPE_OF_INCIDENT));
    else
        legend_add_column_heading(l, by);
}

static void add_category(legend *l, const report_request *request, legend_kind kind, const char *category,
                         int64_t count)
{
    strbuf label = {0};
    category_put(&label, category ? category : say(request, WORD_NOT_STATED));
    strbuf_puts(&label, " (");
    words_count(&label, count);
    strbuf_puts(&label, ")");
    legend_item *item = legend_add(l, kind, strbuf_text(&label));
    item->counts_as_category = true;
    item->incident_count = count;
    strbuf_dispose(&label);
}

static const char *status_label(const report_request *request, incident_status status)
{
    static const word labels[] = {WORD_STATUS_NONE, WORD_STATUS_CONFIRMED, WORD_STATUS_CLAIMED,
                                  WORD_STATUS_DISPUTED};
    return say(request, labels[status]);
}

/** A category's text in the data, as the scene will have it; texts of columns that hold none are alike. */
static const char *category_text(const incident_set *set, const incident *item, const char *by)
{
    if (!by || strcmp(by, "type") == 0) return item->type;
    const struct {
        const char *name, *text;
    } texts[] = {{"actor", item->actor},   {"target", item->target},
                 {"source", item->source}, {"country", item->country},
                 {"admin1", item->admin1}, {"place", item->place},
                 {"rule", item->rule},     {"status", incident_status_name(item->status)}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(by, texts[i].name) == 0) return texts[i].text;
    for (size_t i = 0; item->extras && i < set->extra_count; i++)
        if (strcmp(by, set->extra_names[i]) == 0)
            return item->extras[i].kind == VALUE_TEXT ? item->extras[i].text : NULL;
    return NULL;
}

// Room is kept for this many rows at most: no page's legend is longer.
#define EXPECTED_CATEGORIES_MAX 40

// Room that is kept for a mark in the legend of sizes.
#define EXPECTED_SIZE_MM 10.0

void legend_add_heat(legend *l, const wording *w, const style_color colors[LEGEND_RAMP_STEPS])
{
    legend_add(l, LEGEND_HEADING, wording_text(w, WORD_DENSITY));
    legend_item *item = legend_add(l, LEGEND_RAMP, wording_text(w, WORD_HEAT));
    memcpy(item->ramp, colors, sizeof item->ramp);
}

/** The same from a scene's colours. */
static void add_heat_layer(legend *l, const report_request *request, const scene_layer *layer)
{
    style_color ramp[LEGEND_RAMP_STEPS];
    for (int i = 0; i < LEGEND_RAMP_STEPS; i++)
        ramp[i] = layer->heat_colors[i * (SCENE_HEAT_COLORS - 1) / (LEGEND_RAMP_STEPS - 1)];
    legend_add_heat(l, wording_find(request->show.lang), ramp);
}

void legend_expect(legend *out, const report_request *request)
{
    const incident_set *set = request->show.incidents;
    *out = (legend){0};
    if (set->count == 0) return;
    const char *categories[EXPECTED_CATEGORIES_MAX];
    size_t category_count = 0;
    bool statuses[INCIDENT_DISPUTED + 1] = {0};
    for (size_t i = 0; i < set->count; i++) {
        statuses[set->items[i].status] = true;
        const char *text = category_text(set, &set->items[i], request->show.by);
        size_t known = 0;
        while (known < category_count && (!text || !categories[known] ? text != categories[known]
                                                                      : strcmp(categories[known], text) != 0))
            known++;
        if (known == category_count && category_count < EXPECTED_CATEGORIES_MAX)
            categories[category_count++] = text;
    }
    add_category_heading(out, request);
    for (size_t i = 0; i < category_count; i++)
        add_category(out, request, LEGEND_MARK, categories[i], (int64_t)set->count);
    int status_count = 0;
    for (int i = 0; i <= INCIDENT_DISPUTED; i++) status_count += statuses[i];
    if (status_count > 1) {
        legend_add(out, LEGEND_HEADING, say(request, WORD_HOW_SURE));
        for (int i = 0; i <= INCIDENT_DISPUTED; i++)
            if (statuses[i]) legend_add(out, LEGEND_MARK, status_label(request, (incident_status)i));
    }
    if (request->show.size_by) {
        legend_add_column_heading(out, request->show.size_by);
        legend_item *nest = legend_add(out, LEGEND_NEST, "");
        nest->ring_count = LEGEND_SIZES;
        nest->swatch_mm = EXPECTED_SIZE_MM;
        legend_add(out, LEGEND_NOTE, say(request, WORD_RINGS));
    }
    if (style_uses_source(request->show.style, "areas")) {
        legend_add(out, LEGEND_HEADING, say(request, WORD_WHERE_IT_WAS));
        legend_add(out, LEGEND_AREA, say(request, WORD_AREA));
    }
    for (size_t i = 0; i < style_layer_count(request->show.style); i++)
        if (style_layer_get_type(style_layer_at(request->show.style, i)) == STYLE_HEATMAP) {
            legend_add_heat(out, wording_find(request->show.lang), (style_color[LEGEND_RAMP_STEPS]){{0}});
            break;
        }
    legend_expect_crowds(out, request);
}

static void take_paints(legend_item *item, const scene_legend_entry *entry)
{
    bool is_mark = item->kind == LEGEND_MARK;
    item->paint_count = is_mark ? entry->mark_paint_count : entry->area_paint_count;
    memcpy(item->paints, is_mark ? entry->mark_paints : entry->area_paints, sizeof item->paints);
}

static bool same_category(const scene_legend_entry *a, const scene_legend_entry *b)
{
    return a->category && b->category ? strcmp(a->category, b->category) == 0 : a->category == b->category;
}

/** Rows for the categories; the statuses of one, which follow each other, share a row with the first's look.
 */
static void add_scene_categories(legend *l, const scene *s, const report_request *request)
{
    for (size_t i = 0; i < s->legend_count;) {
        const scene_legend_entry *with_mark = NULL, *first = &s->legend[i];
        int64_t count = 0;
        for (; i < s->legend_count && same_category(first, &s->legend[i]); i++) {
            count += s->legend[i].count;
            if (!with_mark && s->legend[i].mark_paint_count) with_mark = &s->legend[i];
        }
        add_category(l, request, with_mark ? LEGEND_MARK : LEGEND_AREA, first->category, count);
        take_paints(&l->items[l->count - 1], with_mark ? with_mark : first);
    }
}

/** One row for each status, where there are several: the look it has in the commonest category with it. */
static void add_scene_statuses(legend *l, const scene *s, const report_request *request)
{
    const scene_legend_entry *examples[INCIDENT_DISPUTED + 1] = {0};
    int status_count = 0;
    for (size_t i = 0; i < s->legend_count; i++) {
        const scene_legend_entry **example = &examples[s->legend[i].status];
        if (!*example) status_count++;
        if (!*example || (!(*example)->mark_paint_count && s->legend[i].mark_paint_count))
            *example = &s->legend[i];
    }
    if (status_count < 2) return;
    legend_add(l, LEGEND_HEADING, say(request, WORD_HOW_SURE));
    for (int i = 0; i <= INCIDENT_DISPUTED; i++) {
        if (!examples[i]) continue;
        legend_item *item = legend_add(l, examples[i]->mark_paint_count ? LEGEND_MARK : LEGEND_AREA,
                                       status_label(request, (incident_status)i));
        take_paints(item, examples[i]);
    }
}

/** Whether rings around marks show how far reports of their number differ. */
static bool has_rings(const scene *s, const report_request *request)
{
    for (size_t i = 0; i < s->layer_count; i++)
        if (s->layers[i].count > 0 &&
            style_metadata_lists(request->show.style, "incmap:range-rings", s->layers[i].id))
            return true;
    return false;
}

void legend_from_scene(legend *out, const scene *s, const report_request *request, double mm_per_px)
{
    *out = (legend){0};
    for (size_t i = 0; i < s->layer_count; i++)
        if (s->layers[i].kind == SCENE_HEAT && s->layers[i].count > 0) {
            add_heat_layer(out, request, &s->layers[i]);
            break;
        }
    legend_add_densities(out, s, request);
    if (s->legend_count > 0) {
        add_category_heading(out, request);
        add_scene_categories(out, s, request);
        add_scene_statuses(out, s, request);
        if (request->show.size_by) {
            const legend_size_request sizes = {request->show.style, s->zoom, request->show.size_by,
                                               legend_largest_size(s, request), mm_per_px * s->pixel_ratio};
            legend_add_nest(out, &sizes);
            if (has_rings(s, request)) legend_add(out, LEGEND_NOTE, say(request, WORD_RINGS));
        }
    }
    legend_add_crowds(out, s, request);
    for (size_t i = 0; i < s->legend_count; i++) {
        if (!s->legend[i].area_count) continue;
        legend_add(out, LEGEND_HEADING, say(request, WORD_WHERE_IT_WAS));
        take_paints(legend_add(out, LEGEND_AREA, say(request, WORD_AREA)), &s->legend[i]);
        break;
    }
    for (size_t i = 0; i < out->count; i++)
        for (int k = 0; out->items[i].kind == LEGEND_MARK && k < out->items[i].paint_count; k++)
            out->mark_reach_px = fmax(out->mark_reach_px, s->mark_paints[out->items[i].paints[k]].reach_px);
}
