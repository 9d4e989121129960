#include "gazetteer/gazetteer.h"

#include "gazetteer/area.h"
#include "gazetteer/calibration.h"
#include "gazetteer/error.h"
#include "gazetteer/hints.h"
#include "gazetteer/resolve.h"
#include "gazetteer/rules.h"
#include "gazetteer/shape.h"

#include <math.h>
#include <pthread.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct gaz {
    char *path;
    pthread_mutex_t lock; ///< guards all below
    store_session *idle;  ///< sessions that no thread uses now
    scope memory;         ///< of the sources
    gaz_source *sources;
    size_t source_count;
};

// What most answers take, so that they are one allocation: 1.2 kB for a disc's ring, 0.2 a candidate.
#define HELD_BYTES 2560

/** What gaz_answer_free frees: the answer comes first, so that both have one address. */
typedef struct {
    gaz_answer answer;
    scope memory;
    alignas(max_align_t) unsigned char bytes[HELD_BYTES]; ///< lent to memory
} held_answer;

GAZ_API const char *gaz_answer_status_name(gaz_answer_status status)
{
    static const char *const names[] = {"resolved", "ambiguous", "unresolved"};
    return names[status];
}

static gaz_status out_of_memory(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_MEMORY,
                    "out of memory while resolving a place; close something and try again");
}

static gaz_status take_session(gaz *g, store_session **out, gaz_error *err)
{
    pthread_mutex_lock(&g->lock);
    *out = g->idle;
    if (g->idle) g->idle = g->idle->next;
    pthread_mutex_unlock(&g->lock);
    return *out ? GAZ_OK : store_session_open(out, g->path, err);
}

/** A session that failed may have a statement or a scope in the middle of something: it is not used again. */
static void return_session(gaz *g, store_session *session, bool failed)
{
    if (!session) return;
    if (failed) {
        store_session_close(session);
        return;
    }
    scope_reset(&session->work);
    pthread_mutex_lock(&g->lock);
    session->next = g->idle;
    g->idle = session;
    pthread_mutex_unlock(&g->lock);
}

GAZ_API gaz_status gaz_open(gaz **out, const char *path, gaz_error *err)
{
    *out = NULL;
    gaz *g = calloc(1, sizeof *g);
    if (!g || !(g->path = strdup(path))) {
        free(g);
        return out_of_memory(err);
    }
    pthread_mutex_init(&g->lock, NULL);
    gaz_status status = store_session_open(&g->idle, path, err);
    if (status != GAZ_OK) {
        gaz_close(g);
        return status;
    }
    if (setjmp(g->memory.trap))
        status = out_of_memory(err);
    else
        status = store_sources(g->idle, &g->memory, &g->sources, &g->source_count, err);
    if (status != GAZ_OK) {
        gaz_close(g);
        return status;
    }
    *out = g;
    return GAZ_OK;
}

GAZ_API void gaz_close(gaz *g)
{
    if (!g) return;
    while (g->idle) {
        store_session *next = g->idle->next;
        store_session_close(g->idle);
        g->idle = next;
    }
    pthread_mutex_destroy(&g->lock);
    scope_dispose(&g->memory);
    free(g->path);
    free(g);
}

GAZ_API gaz_status gaz_sources(gaz *g, const gaz_source **out, size_t *count, gaz_error *err)
{
    (void)err;
    *out = g->sources;
    *count = g->source_count;
    return GAZ_OK;
}

GAZ_API void gaz_answer_free(gaz_answer *answer)
{
    if (!answer) return;
    held_answer *held = (held_answer *)(void *)answer;
    scope_dispose(&held->memory);
    free(held);
}

static const char *source_name(const gaz *g, const store_place *place)
{
    return place && place->source >= 1 && (size_t)place->source <= g->source_count
               ? g->sources[place->source - 1].name
               : "";
}

/** Into the answer's memory, which borrows the session's GEOS for it. */
static const gaz_area *make_area(scope *memory, store_session *session, const outcome *from)
{
    const gaz_area *area = NULL;
    const GEOSGeometry *geometry = from->area;
    if (from->is_disc) area = area_disc_ring(memory, from->position, from->radius_m);
    if (from->is_disc && !area) geometry = area_disc(&session->work, from->position, from->radius_m);
    memory->geos = session->work.geos;
    if (!area && geometry) area = shape_to_area(memory, geometry);
    memory->geos = NULL;
    return area;
}

// Candidates that an answer carries: nobody reads on beyond the tenth.
#define ANSWER_CANDIDATES_MAX 10

/** What an answer says of a place, in its own memory. */
typedef struct {
    const char *name, *kind, *country, *admin1;
} place_texts;

static place_texts copy_texts(scope *memory, const store_place *from)
{
    if (!from) return (place_texts){"", "", "", ""};
    if (!from->texts_length)
        return (place_texts){scope_strdup(memory, from->name), scope_strdup(memory, from->kind),
                             scope_strdup(memory, from->country), scope_strdup(memory, from->admin1)};
    char *name = scope_take(memory, from->texts_length);
    memcpy(name, from->name, from->texts_length);
    return (place_texts){name, name + (from->kind - from->name), name + (from->country - from->name),
                         name + (from->admin1 - from->name)};
}

static void copy_candidates(scope *memory, const match_list *list, size_t limit, gaz_answer *answer)
{
    size_t count = list->count < limit ? list->count : limit;
    if (!count) return;
    gaz_candidate *candidates = scope_alloc(memory, count * sizeof *candidates);
    for (size_t i = 0; i < count; i++) {
        const match *m = &list->items[i];
        const place_texts texts = copy_texts(memory, &m->place);
        candidates[i] = (gaz_candidate){
            .name = texts.name,
            .kind = texts.kind,
            .country = texts.country,
            .admin1 = texts.admin1,
            .position = m->place.position,
            .score = m->share,
            .why = m->why ? scope_strdup(memory, m->why) : rank_why(memory, m),
        };
    }
    answer->candidates = candidates;
    answer->candidate_count = count;
}

/** Copies an outcome out of the session into memory of the answer's own. */
static gaz_status make_answer(gaz *g, store_session *session, const char *query, const outcome *from,
                              size_t limit, gaz_answer **out, gaz_error *err)
{
    held_answer *volatile held = malloc(sizeof(held_answer));
    if (!held) return out_of_memory(err);
    memset(held, 0, offsetof(held_answer, bytes));
    scope_lend((scope *)&held->memory, (unsigned char *)held->bytes, HELD_BYTES);
    if (setjmp(held->memory.trap)) {
        gaz_answer_free(&held->answer);
        return out_of_memory(err);
    }
    scope *memory = (scope *)&held->memory;
    gaz_answer *answer = (gaz_answer *)&held->answer;
    const store_place *place = from->status == GAZ_UNRESOLVED ? NULL : from->place;
    const place_texts texts = copy_texts(memory, place);
    const char *explanation = from->explanation ? from->explanation : "";
    const bool cut = strlen(query) > PHRASE_MAX;
    *answer = (gaz_answer){
        .query = scope_strdup(memory, query),
        .status = from->status,
        .name = texts.name,
        .kind = texts.kind,
        .country = texts.country,
        .admin1 = texts.admin1,
        .position = from->position,
        .radius_m = from->radius_m,
        .precision = from->precision,
        .confidence = from->status == GAZ_UNRESOLVED ? 0 : from->confidence,
        .evidence = from->calibration ? from->evidence : 0,
        // Constants of the library.
        .calibration = from->calibration ? from->calibration : "",
        .rule = from->rule,
        .source = scope_strdup(memory, source_name(g, place)),
        .explanation = cut ? SCOPE_JOIN(memory, explanation,
                                        "; the phrase is longer than 512 bytes, the rest was not read")
                           : scope_strdup(memory, explanation),
    };
    if (from->status != GAZ_UNRESOLVED) answer->area = make_area(memory, session, from);
    copy_candidates(memory, &from->candidates, limit, answer);
    *out = answer;
    return GAZ_OK;
}

typedef enum { ASK_PHRASE, ASK_SEARCH, ASK_UNIT } ask_kind;

typedef struct {
    ask_kind kind;
    const char *text;
    const gaz_context *context;
    size_t limit;
    gaz_lonlat point;
    gaz_level level;
} question;

static gaz_status ask_unit(store_session *session, const question *q, outcome *out, gaz_error *err)
{
    store_place *unit;
    gaz_status status = store_unit_at(session, q->point, q->level == GAZ_LEVEL_COUNTRY ? 0 : 1, &unit, err);
    if (status != GAZ_OK) return status;
    *out = (outcome){.status = GAZ_UNRESOLVED,
                     .position = {NAN, NAN},
                     .radius_m = NAN,
                     .explanation = "no unit's outline holds this point"};
    if (unit) status = resolve_place_undrawn(session, unit, out, err);
    out->rule = RESOLVE_RULE_UNIT;
    return status;
}

static gaz_status ask_search(store_session *session, const question *q, outcome *out, gaz_error *err)
{
    rank_hints hints;
    gaz_status status = hints_read(session, q->context, &hints, err);
    if (status != GAZ_OK) return status;
    match_list list = {0};
    status = match_name(session, q->text, hints.country, true, &list, err);
    if (status != GAZ_OK) return status;
    rank_result result = rank_matches(session, &list, &hints);
    *out = (outcome){.status = GAZ_UNRESOLVED, .rule = "name", .position = {NAN, NAN}, .radius_m = NAN};
    if (list.count) status = resolve_place_undrawn(session, &list.items[0].place, out, err);
    if (status == GAZ_OK && list.count) out->status = result.ambiguous ? GAZ_AMBIGUOUS : GAZ_RESOLVED;
    out->candidates = list;
    out->confidence = result.share;
    return status;
}

// Below it three answers in four are wrong: a guess, which belongs among the candidates.
#define RESOLVED_LEAST_CONFIDENCE 0.25
// A code of an airport or port weighs less than this part of its town.
#define CODE_PART 0.3

/** Takes back an answer under another spelling that the evidence does not bear; its candidates stay. */
static void withdraw_guess(store_session *session, outcome *o)
{
    if (o->status == GAZ_UNRESOLVED || o->confidence >= RESOLVED_LEAST_CONFIDENCE) return;
    if (o->candidates.count == 0) return;
    const match *best = &o->candidates.items[0];
    const bool is_code = best->weight < CODE_PART * best->place.weight;
    if (best->way <= MATCH_STRIPPED && (o->status == GAZ_AMBIGUOUS || !is_code)) return;
    o->status = GAZ_UNRESOLVED;
    o->explanation =
        scope_printf(&session->work, "no place of this name is known; the likeliest, %s, would be a guess",
                     o->place ? o->place->name : "the anchor");
    o->position = (gaz_lonlat){NAN, NAN};
    o->radius_m = NAN;
    o->precision = 0;
}

#define SURE_RADIUS_M     50e3
#define UNSURE_CONFIDENCE 0.799

/** From the rules' evidence to a confidence; what needed no guess keeps its own. */
static void calibrate(const rank_hints *hints, outcome *o)
{
    o->evidence = o->confidence;
    if (o->status == GAZ_UNRESOLVED || !strcmp(o->rule, phrase_rule(PHRASE_COORDINATES))) return;
    const gaz_context *context = hints->context;
    calibration_context known = hints->at_sea    ? CALIBRATION_SEA
                                : hints->country ? CALIBRATION_COUNTRY
                                : context && (context->has_near || context->other_count)
                                    ? CALIBRATION_NEIGHBOUR
                                    : CALIBRATION_ALONE;
    calibration_family family = CALIBRATION_PART;
    if (!strcmp(o->rule, phrase_rule(PHRASE_NAME)))
        family = o->precision >= PREC_REGION ? CALIBRATION_LARGE : CALIBRATION_PLACE;
    else if (!strcmp(o->rule, RESOLVE_RULE_UNIT))
        family = CALIBRATION_UNIT;
    else if (!strcmp(o->rule, phrase_rule(PHRASE_OFFSET)))
        family = CALIBRATION_OFFSET;
    o->confidence = calibration_confidence(known, family, o->evidence);
    // 0.8 is taken for sure; a description that may be this far off is not, however often its wide area
    // holds, nor is an offset from who knows where in a country.
    const bool vague =
        family == CALIBRATION_PART || (family == CALIBRATION_OFFSET && o->precision >= PREC_PROVINCE);
    if (vague && o->radius_m > SURE_RADIUS_M) o->confidence = fmin(o->confidence, UNSURE_CONFIDENCE);
    o->calibration = calibration_setting_name(known, family);
}

static gaz_status ask_phrase(store_session *session, const question *q, outcome *out, gaz_error *err)
{
    rank_hints hints;
    gaz_status status = hints_read(session, q->context, &hints, err);
    if (status != GAZ_OK) return status;
    bool is_maritime;
    const phrase_node *node = phrase_parse_whole(&session->work, q->text, &is_maritime);
    hints.at_sea = (q->context && q->context->at_sea) || is_maritime;
    status = resolve_undrawn(session, node, &hints, out, err);
    if (status == GAZ_OK && out->status == GAZ_UNRESOLVED && hints.admin1)
        status = resolve_in_admin1(session, hints.admin1->place, out, err);
    if (status == GAZ_OK) {
        calibrate(&hints, out);
        withdraw_guess(session, out);
    }
    return status;
}

static gaz_status ask(gaz *g, const question *q, gaz_answer **out, gaz_error *err)
{
    *out = NULL;
    store_session *session;
    gaz_status status = take_session(g, &session, err);
    if (status != GAZ_OK) return status;
    if (setjmp(session->work.trap)) {
        return_session(g, session, true);
        return out_of_memory(err);
    }
    outcome result;
    status = q->kind == ASK_UNIT     ? ask_unit(session, q, &result, err)
             : q->kind == ASK_SEARCH ? ask_search(session, q, &result, err)
                                     : ask_phrase(session, q, &result, err);
    if (status == GAZ_OK) status = make_answer(g, session, q->text, &result, q->limit, out, err);
    return_session(g, session, status != GAZ_OK);
    return status;
}

GAZ_API gaz_status gaz_resolve(gaz *g, const char *phrase, const gaz_context *context, gaz_answer **out,
                               gaz_error *err)
{
    question q = {.kind = ASK_PHRASE, .text = phrase, .context = context, .limit = ANSWER_CANDIDATES_MAX};
    return ask(g, &q, out, err);
}

GAZ_API gaz_status gaz_search(gaz *g, const char *name, const gaz_context *context, size_t limit,
                              gaz_answer **out, gaz_error *err)
{
    question q = {.kind = ASK_SEARCH, .text = name, .context = context, .limit = limit};
    return ask(g, &q, out, err);
}

GAZ_API gaz_status gaz_unit_at(gaz *g, gaz_lonlat point, gaz_level level, gaz_answer **out, gaz_error *err)
{
    question q = {.kind = ASK_UNIT, .text = "", .point = point, .level = level};
    return ask(g, &q, out, err);
}

GAZ_API gaz_status gaz_country(gaz *g, const char *text, char code[GAZ_COUNTRY_SIZE], gaz_error *err)
{
    *code = '\0';
    store_session *session;
    gaz_status status = take_session(g, &session, err);
    if (status != GAZ_OK) return status;
    if (setjmp(session->work.trap)) {
        return_session(g, session, true);
        return out_of_memory(err);
    }
    status = hints_country(session, text, code, NULL, err);
    return_session(g, session, status != GAZ_OK);
    return status;
}
