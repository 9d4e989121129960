#include "locate.h"

#include "base/strbuf.h"
#include "gazetteer/gazetteer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Other places of the same table that an ambiguous name is compared with: enough to show the region, few
// enough that each name is still cheap.
#define OTHERS_MAX 256
// Bytes of a place that a reason shows.
#define PLACE_SHOWN_MAX 80
// Candidates named in the reason of an ambiguous place.
#define CANDIDATES_SHOWN 3

/** A province or country whose polygon has been fetched. */
typedef struct {
    gaz_level level;
    const geom_shape *area;
} unit;

typedef struct {
    incident_set *set;
    const char **reasons;
    const locate_request *request;
    gaz *g;
    const char **sources; ///< of the gazetteer, in order of first use; the set's
    size_t source_count, source_capacity;
    unit *units; ///< met so far
    size_t unit_count, unit_capacity;
} work;

static incmap_status gaz_failed(const gaz_error *error, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s", error->message);
}

static void note_source(work *w, const char *source)
{
    if (!source || !*source) return;
    const char *own = strpool_intern(&w->set->texts, source);
    for (size_t i = 0; i < w->source_count; i++)
        if (w->sources[i] == own) return;
    VEC_PUSH(w->sources, w->source_count, w->source_capacity, own);
}

/** A gazetteer's area as a shape of even-odd parts, in the set's memory. */
static geom_shape *shape_from_area(arena *memory, const gaz_area *area)
{
    size_t point_count = area->ring_count ? area->ring_ends[area->ring_count - 1] : 0;
    if (point_count == 0) return NULL;
    size_t *ends = arena_alloc(memory, area->ring_count * sizeof *ends);
    memcpy(ends, area->ring_ends, area->ring_count * sizeof *ends);
    lonlat *points = arena_alloc(memory, point_count * sizeof *points);
    for (size_t i = 0; i < point_count; i++)
        points[i] = (lonlat){area->points[i].lon_deg, area->points[i].lat_deg};
    geom_shape *shape = arena_alloc(memory, sizeof *shape);
    *shape = (geom_shape){GEOM_POLYGON, area->ring_count, ends, points};
    return shape;
}

/** What the incidents of one phrase have in common. */
typedef struct {
    const char *place, *country, *admin1;
    bool at_sea;
    size_t item;
} pending;

static int compare_texts(const char *a, const char *b)
{
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static bool same_phrase(const pending *a, const pending *b)
{
    // The set's texts are interned: equal texts are one.
    return a->place == b->place && a->country == b->country && a->admin1 == b->admin1 &&
           a->at_sea == b->at_sea;
}

static int compare_pending(const void *a, const void *b)
{
    const pending *one = a, *two = b;
    int order = compare_texts(one->place, two->place);
    if (!order) order = compare_texts(one->country, two->country);
    if (!order) order = compare_texts(one->admin1, two->admin1);
    if (!order) order = one->at_sea - two->at_sea;
    if (!order) order = one->item < two->item ? -1 : 1;
    return order;
}

static const char *explain_ambiguous(arena *memory, const char *place, const gaz_answer *answer)
{
    strbuf text = {0};
    strbuf_printf(&text, "place \"%s\" could be ", arena_cut(memory, place, PLACE_SHOWN_MAX));
    size_t shown = answer->candidate_count < CANDIDATES_SHOWN ? answer->candidate_count : CANDIDATES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        const gaz_candidate *c = &answer->candidates[i];
        strbuf_printf(&text, "%s%s", i == 0 ? "" : i + 1 == shown ? " or " : ", ", c->name);
        if (*c->kind || *c->admin1 || *c->country)
            strbuf_printf(&text, " (%s%s%s%s%s)", c->kind,
                          *c->kind && (*c->admin1 || *c->country) ? ", " : "", c->admin1,
                          *c->admin1 && *c->country ? ", " : "", c->country);
    }
    if (shown == 0) strbuf_puts(&text, "several places");
    strbuf_puts(&text, "; name its province or country, or give coordinates");
    const char *copy = arena_strdup(memory, strbuf_text(&text));
    strbuf_dispose(&text);
    return copy;
}

static const char *explain_unresolved(arena *memory, const char *place, const char *explanation)
{
    if (!explanation || !*explanation) explanation = "not in the gazetteer; give coordinates";
    // Where the whole phrase is what was not found, the explanation begins with it too.
    size_t length = strlen(place);
    if (explanation[0] == '"' && strncmp(explanation + 1, place, length) == 0 &&
        strncmp(explanation + 1 + length, "\": ", 3) == 0)
        explanation += length + 4;
    strbuf text = {0};
    strbuf_printf(&text, "place \"%s\": %s", arena_cut(memory, place, PLACE_SHOWN_MAX), explanation);
    const char *copy = arena_strdup(memory, strbuf_text(&text));
    strbuf_dispose(&text);
    return copy;
}

static void apply_answer(work *w, const pending *group, size_t count, const gaz_answer *answer)
{
    arena *memory = &w->set->memory;
    if (answer->status != GAZ_RESOLVED) {
        const char *why = answer->status == GAZ_AMBIGUOUS
                              ? explain_ambiguous(memory, group->place, answer)
                              : explain_unresolved(memory, group->place, answer->explanation);
        for (size_t i = 0; i < count; i++) w->reasons[group[i].item] = why;
        return;
    }
    note_source(w, answer->source);
    const geom_shape *area = answer->area ? shape_from_area(memory, answer->area) : NULL;
    const char *rule = strpool_intern(&w->set->texts, answer->rule);
    for (size_t i = 0; i < count; i++) {
        incident *item = &w->set->items[group[i].item];
        item->has_position = true;
        item->position = (lonlat){answer->position.lon_deg, answer->position.lat_deg};
        item->radius_m = answer->radius_m;
        item->prec = answer->precision >= PREC_EXACT && answer->precision <= PREC_WATERS
                         ? (place_prec)answer->precision
                         : PREC_NONE;
        item->confidence = answer->confidence;
        item->rule = rule;
        item->area = area;
        w->reasons[group[i].item] = NULL;
    }
}

/** Positions of the incidents that have one, spread evenly over the table, without neighbours that repeat. */
static gaz_lonlat *collect_others(const incident_set *set, size_t *count)
{
    gaz_lonlat *all = NULL;
    size_t all_count = 0, capacity = 0;
    for (size_t i = 0; i < set->count; i++) {
        const incident *item = &set->items[i];
        if (!item->has_position) continue;
        gaz_lonlat point = {item->position.lon_deg, item->position.lat_deg};
        if (all_count && all[all_count - 1].lon_deg == point.lon_deg &&
            all[all_count - 1].lat_deg == point.lat_deg)
            continue;
        VEC_PUSH(all, all_count, capacity, point);
    }
    *count = all_count < OTHERS_MAX ? all_count : OTHERS_MAX;
    for (size_t i = 0; i < *count; i++) all[i] = all[i * all_count / *count];
    return all;
}

static incmap_status resolve_groups(work *w, pending *list, size_t count, bool again, incmap_error *err)
{
    size_t other_count = 0;
    gaz_lonlat *others = again ? collect_others(w->set, &other_count) : NULL;
    incmap_status status = INCMAP_OK;
    for (size_t begin = 0, end; begin < count && status == INCMAP_OK; begin = end) {
        for (end = begin + 1; end < count && same_phrase(&list[begin], &list[end]);) end++;
        if (again && !w->reasons[list[begin].item]) continue;
        const gaz_context context = {
            .country = list[begin].country ? list[begin].country : w->request->country,
            .admin1 = list[begin].admin1,
            .at_sea = list[begin].at_sea,
            .others = others,
            .other_count = other_count,
        };
        gaz_answer *answer = NULL;
        gaz_error error = {0};
        if (gaz_resolve(w->g, list[begin].place, &context, &answer, &error) != GAZ_OK)
            status = gaz_failed(&error, err);
        else
            apply_answer(w, &list[begin], end - begin, answer);
        gaz_answer_free(answer);
    }
    free(others);
    return status;
}

static incmap_status resolve_places(work *w, incmap_error *err)
{
    pending *list = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < w->set->count; i++) {
        const incident *item = &w->set->items[i];
        if (item->has_position) continue;
        pending p = {item->place, item->country, item->admin1, w->request->of_ships[item->input], i};
        VEC_PUSH(list, count, capacity, p);
    }
    incmap_status status = INCMAP_OK;
    if (count && !w->g) {
        for (size_t i = 0; i < count; i++)
            w->reasons[list[i].item] = explain_unresolved(
                &w->set->memory, list[i].place,
                "no gazetteer was found; \"./bootstrap build\" makes one, or give --gazetteer FILE");
    } else if (count) {
        qsort(list, count, sizeof *list, compare_pending);
        status = resolve_groups(w, list, count, false, err);
        if (status == INCMAP_OK) status = resolve_groups(w, list, count, true, err);
    }
    free(list);
    return status;
}

/** A hint that is no country would make every place unresolved. */
static incmap_status check_country(const work *w, incmap_error *err)
{
    char code[GAZ_COUNTRY_SIZE];
    gaz_error error = {0};
    if (!w->g || !w->request->country) return INCMAP_OK;
    if (gaz_country(w->g, w->request->country, code, &error) != GAZ_OK) return gaz_failed(&error, err);
    if (*code) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE,
                     "--country %s: no such country; give its ISO 3166 code of two letters or its name",
                     w->request->country);
}

static const geom_shape *find_unit(const work *w, gaz_level level, lonlat point)
{
    for (size_t i = 0; i < w->unit_count; i++)
        if (w->units[i].level == level && geom_contains(w->units[i].area, point)) return w->units[i].area;
    return NULL;
}

/** Gives incidents that are coded to a province or a country its polygon. */
static incmap_status fill_areas(work *w, incmap_error *err)
{
    for (size_t i = 0; i < w->set->count; i++) {
        incident *item = &w->set->items[i];
        bool coded = item->prec == PREC_ADM1 || item->prec == PREC_COUNTRY;
        if (!item->has_position || item->area || !coded) continue;
        gaz_level level = item->prec == PREC_ADM1 ? GAZ_LEVEL_ADMIN1 : GAZ_LEVEL_COUNTRY;
        item->area = find_unit(w, level, item->position);
        if (item->area) continue;
        gaz_answer *answer = NULL;
        gaz_error error = {0};
        gaz_lonlat point = {item->position.lon_deg, item->position.lat_deg};
        if (gaz_unit_at(w->g, point, level, &answer, &error) != GAZ_OK) return gaz_failed(&error, err);
        if (answer->status == GAZ_RESOLVED && answer->area) {
            item->area = shape_from_area(&w->set->memory, answer->area);
            if (item->area) {
                const unit met = {level, item->area};
                VEC_PUSH(w->units, w->unit_count, w->unit_capacity, met);
                note_source(w, answer->source);
            }
        }
        gaz_answer_free(answer);
    }
    return INCMAP_OK;
}

static bool needs_gazetteer(const incident_set *set, bool want_areas)
{
    for (size_t i = 0; i < set->count; i++) {
        const incident *item = &set->items[i];
        if (!item->has_position) return true;
        if (want_areas && !item->area && (item->prec == PREC_ADM1 || item->prec == PREC_COUNTRY)) return true;
    }
    return false;
}

/** Attributions of the sources that answers came from, in the store's own order. */
static incmap_status collect_attributions(work *w, attribution_list *out, incmap_error *err)
{
    const gaz_source *sources;
    size_t count;
    gaz_error error = {0};
    if (gaz_sources(w->g, &sources, &count, &error) != GAZ_OK) return gaz_failed(&error, err);
    out->items = arena_alloc(&w->set->memory, count * sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        const char *name = strpool_intern(&w->set->texts, sources[i].name);
        bool used = false;
        for (size_t k = 0; k < w->source_count; k++) used |= w->sources[k] == name;
        const char *text =
            used && sources[i].attribution ? strpool_intern(&w->set->texts, sources[i].attribution) : NULL;
        for (size_t k = 0; k < out->count && text; k++)
            if (out->items[k] == text) text = NULL;
        if (text && *text) out->items[out->count++] = text;
    }
    return INCMAP_OK;
}

incmap_status locate_incidents(incident_set *set, const char **reasons, attribution_list *attributions,
                               const locate_request *request, incmap_error *err)
{
    if (attributions) *attributions = (attribution_list){0};
    const bool is_needed = needs_gazetteer(set, request->want_areas);
    // A country that is none is a slip, whether a row depends on it or not.
    if (!is_needed && !request->country) return INCMAP_OK;
    work w = {.set = set, .reasons = reasons, .request = request};
    incmap_status status = INCMAP_OK;
    gaz_error error = {0};
    if (request->gazetteer_path && gaz_open(&w.g, request->gazetteer_path, &error) != GAZ_OK) {
        status = gaz_failed(&error, err);
        goto done;
    }
    status = check_country(&w, err);
    if (!is_needed) goto done;
    if (status == INCMAP_OK) status = resolve_places(&w, err);
    if (status == INCMAP_OK && w.g && request->want_areas) status = fill_areas(&w, err);
    if (status == INCMAP_OK && w.g && attributions) status = collect_attributions(&w, attributions, err);
done:
    gaz_close(w.g);
    free(w.sources);
    free(w.units);
    return status;
}
