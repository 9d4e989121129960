#include "tiles/run.h"

#include "base/strbuf.h"
#include "encode/encode.h"
#include "encode/quantize.h"
#include "scene/digest.h"
#include "tiles/images.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

// Tiles in a run: enough that handing over costs nothing beside drawing them, few enough that threads end
// together.
#define RUN_TILES 64
// Where tiles have many items a run has fewer of them: drawing and encoding an item takes about 2 µs, and a
// tile as long as RUN_TILE_ITEMS, so a run takes about a millisecond.
#define RUN_ITEMS      500
#define RUN_TILE_ITEMS 10
// Runs that may be finished and wait for their turn, for each thread: bounds the memory when the disk is
// slow.
#define RUNS_WAITING_PER_THREAD 4

typedef struct {
    run_tile tile; ///< but where its bytes lie
    size_t offset; ///< in the run's bytes
} drawn_tile;

// Zooms whose scenes are there at once: the one being drawn, and the next.
#define ZOOMS_AT_ONCE 2

/** A zoom, ready to be drawn. */
typedef struct {
    run_zoom about;
    bool is_ready;
    incmap_error err; ///< of making it; then there is one run, without tiles
    scene *scene;
    scene_index index;
    scene_digest digest;
    size_t *run_ends; ///< run i is cells [i ? run_ends[i-1] : 0, run_ends[i])
    size_t run_count; ///< at least 1, which may be empty
} zoom_work;

/** A run that is being drawn or waits for its turn. */
typedef struct {
    bool done;
    zoom_work *zoom;
    size_t run; ///< of the zoom
    incmap_error err;
    strbuf bytes;
    drawn_tile *tiles;
    size_t tile_count, tile_capacity;
} slot;

/** What one thread draws with. */
typedef struct {
    run_crew *crew;
    renderer *renderer;
    render_sheet sheet;
    run_seconds seconds;
} member;

struct run_crew {
    member *members;
    size_t member_count;
    slot *slots; ///< the i-th run taken uses slot i % slot_count
    size_t slot_count;

    const run_request *request;
    int zoom_count;
    zoom_work zooms[ZOOMS_AT_ONCE]; ///< the i-th zoom is zooms[i % ZOOMS_AT_ONCE]
    pthread_mutex_t lock;           ///< of what follows, of the slots' done and the zooms' is_ready
    pthread_cond_t changed;
    int begun_zooms, drawn_zooms, ended_zooms; ///< being made or beyond; all runs taken; all handed on
    bool building;                             ///< a thread makes a scene
    size_t next_run;                           ///< of the zoom after the drawn ones, that a thread will take
    size_t taken;                              ///< runs, of all zooms
    size_t turn;                               ///< run that is to be handed on next
    bool handing_on;                           ///< a thread is at it
    bool stop;
    incmap_error err;
};

run_crew *run_crew_new(int threads, const char *icon_dir)
{
    run_crew *crew = mem_calloc(1, sizeof *crew);
    crew->member_count = threads > 1 ? (size_t)threads : 1;
    crew->members = mem_calloc(crew->member_count, sizeof *crew->members);
    crew->slot_count = crew->member_count * RUNS_WAITING_PER_THREAD;
    crew->slots = mem_calloc(crew->slot_count, sizeof *crew->slots);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->changed, NULL);
    for (size_t i = 0; i < crew->member_count; i++) {
        crew->members[i].crew = crew;
        crew->members[i].renderer = renderer_new(icon_dir);
    }
    return crew;
}

void run_crew_free(run_crew *crew)
{
    if (!crew) return;
    for (size_t i = 0; i < crew->member_count; i++) {
        renderer_free(crew->members[i].renderer);
        render_sheet_dispose(&crew->members[i].sheet);
    }
    for (size_t i = 0; i < crew->slot_count; i++) {
        strbuf_dispose(&crew->slots[i].bytes);
        free(crew->slots[i].tiles);
    }
    free(crew->members);
    free(crew->slots);
    pthread_cond_destroy(&crew->changed);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

run_seconds run_crew_seconds(const run_crew *crew)
{
    run_seconds sum = {0};
    for (size_t i = 0; i < crew->member_count; i++) {
        const run_seconds *one = &crew->members[i].seconds;
        sum.scene_s += one->scene_s;
        sum.draw_s += one->draw_s;
        sum.encode_s += one->encode_s;
        sum.write_s += one->write_s;
    }
    return sum;
}

/** Draws a cell and appends its image; nothing where it has no ink after all, as one may that only the reach
 * of an edge touches. */
static incmap_status draw_image(member *m, const scene_cell *cell, slot *s)
{
    const run_request *request = m->crew->request;
    const zoom_work *zoom = s->zoom;
    int side = request->cell_px;
    double began_s = seconds_now();
    incmap_status status = render_tile(m->renderer, zoom->scene, zoom->index.refs + cell->ref_begin,
                                       cell->ref_end - cell->ref_begin, (int64_t)cell->col * side,
                                       (int64_t)cell->row * side, &m->sheet, &s->err);
    double drawn_s = seconds_now();
    m->seconds.draw_s += drawn_s - began_s;
    if (status != INCMAP_OK || render_sheet_is_blank(&m->sheet)) return status;
    if (request->quantize) {
        status = quantize_pixels(m->sheet.argb, side, side, side, &s->err);
        if (status != INCMAP_OK || render_sheet_is_blank(&m->sheet)) return status;
    }
    status = png_encode_spans(&s->bytes, m->sheet.argb, side, side, side, m->sheet.spans, NULL, &s->err);
    m->seconds.encode_s += seconds_now() - drawn_s;
    return status;
}

static incmap_status draw_tile(member *m, const scene_cell *cell, slot *s)
{
    const run_request *request = m->crew->request;
    const zoom_work *zoom = s->zoom;
    drawn_tile drawn = {.tile = {cell->col, cell->row, cell->hilbert, .source = -1},
                        .offset = s->bytes.length};
    run_tile *tile = &drawn.tile;
    tile->digest =
        scene_digest_cell(&zoom->digest, zoom->index.refs + cell->ref_begin, cell->ref_end - cell->ref_begin);
    if (request->recall)
        tile->source = request->recall(request->context, (size_t)(m - m->crew->members), zoom->about.zoom,
                                       cell, tile->digest, &s->bytes, tile->image.hash);
    incmap_status status = INCMAP_OK;
    if (tile->source < 0) status = draw_image(m, cell, s);
    tile->image.length = s->bytes.length - drawn.offset;
    if (tile->source < 0 && tile->image.length)
        image_hash(tile->image.hash, s->bytes.data + drawn.offset, tile->image.length);
    if (status == INCMAP_OK) VEC_PUSH(s->tiles, s->tile_count, s->tile_capacity, drawn);
    return status;
}

static void draw_run(member *m, slot *s)
{
    const zoom_work *zoom = s->zoom;
    s->err = zoom->err;
    if (s->err.status != INCMAP_OK) return;
    size_t begin = s->run ? zoom->run_ends[s->run - 1] : 0, end = zoom->run_ends[s->run];
    for (size_t i = begin; i < end; i++)
        if (draw_tile(m, &zoom->index.cells[i], s) != INCMAP_OK) return;
}

// ---- zooms

/** Cuts a zoom's cells into runs. */
static void cut_runs(zoom_work *zoom)
{
    const scene_index *index = &zoom->index;
    size_t capacity = 0, begin = 0, items = 0;
    for (size_t i = 0; i < index->cell_count; i++) {
        items += RUN_TILE_ITEMS + (index->cells[i].ref_end - index->cells[i].ref_begin);
        if (items < RUN_ITEMS && i + 1 - begin < RUN_TILES && i + 1 < index->cell_count) continue;
        VEC_PUSH(zoom->run_ends, zoom->run_count, capacity, i + 1);
        begin = i + 1;
        items = 0;
    }
    if (zoom->run_count == 0) VEC_PUSH(zoom->run_ends, zoom->run_count, capacity, 0);
}

/** Makes the next zoom. Called and left with the lock held. */
static void begin_zoom(member *m)
{
    run_crew *crew = m->crew;
    const run_request *request = crew->request;
    zoom_work *zoom = &crew->zooms[crew->begun_zooms % ZOOMS_AT_ONCE];
    *zoom = (zoom_work){.about.zoom = request->min_zoom + crew->begun_zooms};
    crew->begun_zooms++;
    crew->building = true;
    pthread_mutex_unlock(&crew->lock);
    double began_s = seconds_now();
    incmap_status status = request->build(request->context, zoom->about.zoom,
                                          renderer_text_measurer(m->renderer), &zoom->scene, &zoom->err);
    pthread_mutex_lock(&crew->lock);
    crew->building = false;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    if (status == INCMAP_OK) {
        scene_index_build(&zoom->index, zoom->scene, request->cell_px);
        if (zoom->scene->background.a > 0)
            scene_index_cover(&zoom->index, zoom->scene,
                              request->find_ground(request->context, zoom->about.zoom));
        scene_digest_open(&zoom->digest, zoom->scene);
        zoom->about.cell_count = (int64_t)zoom->index.cell_count;
    }
    cut_runs(zoom);
    m->seconds.scene_s += seconds_now() - began_s;
    pthread_mutex_lock(&crew->lock);
    zoom->is_ready = true;
    pthread_cond_broadcast(&crew->changed);
}

static void dispose_zoom(zoom_work *zoom)
{
    if (zoom->scene) {
        scene_digest_dispose(&zoom->digest);
        scene_index_dispose(&zoom->index);
        scene_free(zoom->scene);
    }
    free(zoom->run_ends);
    *zoom = (zoom_work){0};
}

// ---- the crew at work

static incmap_status hand_on(const run_request *request, slot *s, incmap_error *err)
{
    for (size_t i = 0; i < s->tile_count; i++) {
        run_tile *tile = &s->tiles[i].tile;
        tile->image.bytes = tile->image.length ? s->bytes.data + s->tiles[i].offset : NULL;
        incmap_status status = request->take(request->context, &s->zoom->about, tile, err);
        if (status != INCMAP_OK) return status;
    }
    if (s->err.status != INCMAP_OK) return error_set(err, s->err.status, "%s", s->err.message);
    strbuf_clear(&s->bytes);
    s->tile_count = 0;
    return INCMAP_OK;
}

/** Hands on the runs whose turn it is, unless another thread is at it. Called and left with the lock held. */
static void hand_on_finished(member *m)
{
    run_crew *crew = m->crew;
    if (crew->handing_on) return;
    crew->handing_on = true;
    for (slot *s; !crew->stop && (s = &crew->slots[crew->turn % crew->slot_count])->done;) {
        pthread_mutex_unlock(&crew->lock);
        double began_s = seconds_now();
        incmap_status status = hand_on(crew->request, s, &crew->err);
        m->seconds.write_s += seconds_now() - began_s;
        bool ends_zoom = status == INCMAP_OK && s->run + 1 == s->zoom->run_count;
        if (ends_zoom) dispose_zoom(s->zoom);
        pthread_mutex_lock(&crew->lock);
        s->done = false;
        crew->turn++;
        if (ends_zoom) crew->ended_zooms++;
        if (status != INCMAP_OK) crew->stop = true;
        pthread_cond_broadcast(&crew->changed);
    }
    crew->handing_on = false;
}

static bool can_begin_zoom(const run_crew *crew)
{
    return !crew->building && crew->begun_zooms < crew->zoom_count &&
           crew->begun_zooms - crew->ended_zooms < ZOOMS_AT_ONCE;
}

/** The zoom that has the next run, where one can be taken; NULL: none can. */
static zoom_work *zoom_to_draw(run_crew *crew)
{
    if (crew->drawn_zooms == crew->begun_zooms || crew->taken - crew->turn >= crew->slot_count) return NULL;
    zoom_work *zoom = &crew->zooms[crew->drawn_zooms % ZOOMS_AT_ONCE];
    return zoom->is_ready ? zoom : NULL;
}

/** Draws the next run. Called and left with the lock held. */
static void draw_next(member *m, zoom_work *zoom)
{
    run_crew *crew = m->crew;
    slot *s = &crew->slots[crew->taken++ % crew->slot_count];
    s->zoom = zoom;
    s->run = crew->next_run++;
    if (crew->next_run == zoom->run_count) {
        crew->drawn_zooms++;
        crew->next_run = 0;
    }
    pthread_mutex_unlock(&crew->lock);
    draw_run(m, s);
    pthread_mutex_lock(&crew->lock);
    s->done = true;
    hand_on_finished(m);
}

static void *work(void *context)
{
    member *m = context;
    run_crew *crew = m->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->stop && crew->drawn_zooms < crew->zoom_count) {
        zoom_work *zoom = zoom_to_draw(crew);
        // The next scene is begun early, so that there is something to draw when this zoom ends; but alone, a
        // thread draws first, and there is one scene less in memory.
        if (can_begin_zoom(crew) && (!zoom || crew->member_count > 1))
            begin_zoom(m);
        else if (zoom)
            draw_next(m, zoom);
        else
            pthread_cond_wait(&crew->changed, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void prepare(run_crew *crew, const run_request *request)
{
    crew->request = request;
    crew->zoom_count = request->max_zoom - request->min_zoom + 1;
    crew->begun_zooms = crew->drawn_zooms = crew->ended_zooms = 0;
    crew->next_run = crew->taken = crew->turn = 0;
    crew->stop = false;
    crew->err = (incmap_error){0};
    for (size_t i = 0; i < crew->slot_count; i++) {
        slot *s = &crew->slots[i];
        s->done = false;
        strbuf_clear(&s->bytes);
        s->tile_count = 0;
    }
    for (size_t i = 0; i < crew->member_count; i++) {
        if (crew->members[i].sheet.side_px == request->cell_px) continue;
        render_sheet_dispose(&crew->members[i].sheet);
        render_sheet_open(&crew->members[i].sheet, request->cell_px);
    }
}

incmap_status run_crew_draw(run_crew *crew, const run_request *request, incmap_error *err)
{
    prepare(crew, request);
    size_t started = 0;
    pthread_t *others = mem_calloc(crew->member_count, sizeof *others);
    // Where a thread cannot be started, those there are do its work.
    while (started + 1 < crew->member_count &&
           pthread_create(&others[started], NULL, work, &crew->members[started + 1]) == 0)
        started++;
    work(&crew->members[0]);
    for (size_t i = 0; i < started; i++) pthread_join(others[i], NULL);
    free(others);
    for (int i = 0; i < ZOOMS_AT_ONCE; i++) dispose_zoom(&crew->zooms[i]);
    if (crew->err.status != INCMAP_OK) return error_set(err, crew->err.status, "%s", crew->err.message);
    return INCMAP_OK;
}
