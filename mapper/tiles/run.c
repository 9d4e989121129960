#include "tiles/run.h"

#include "base/strbuf.h"
#include "encode/encode.h"
#include "render/render.h"

#include <pthread.h>
#include <stdlib.h>
#include <xxhash.h>

// Tiles in a run: enough that handing over costs nothing beside drawing them, few enough that threads end
// together.
#define RUN_TILES 64
// Runs that may be finished and wait for the writer, for each thread: bounds the memory of a slow disk.
#define RUNS_WAITING_PER_THREAD 4

typedef struct {
    uint32_t col, row;
    size_t offset, length; ///< in the run's bytes
} drawn_tile;

typedef struct {
    bool done;
    incmap_error err;
    strbuf bytes;
    drawn_tile *tiles;
    size_t tile_count, tile_capacity;
} slot;

typedef struct {
    const run_request *request;
    size_t run_count;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t next_run; ///< that a thread will take
    size_t written;  ///< runs handed on
    slot *slots;     ///< run i uses slot i % slot_count
    size_t slot_count;
    bool stop;
} pool;

static incmap_status draw_tile(renderer *r, const run_request *request, const scene_cell *cell,
                               uint32_t *argb, slot *s)
{
    int side = request->index->cell_px;
    render_rect window = {(int64_t)cell->col * side, (int64_t)cell->row * side, side, side};
    incmap_status status = render_window(r, request->scene, request->index->refs + cell->ref_begin,
                                         cell->ref_end - cell->ref_begin, window, argb, side, &s->err);
    // A cell that only the reach of an edge touches may have no ink after all.
    if (status != INCMAP_OK || pixels_are_blank(argb, side, side, side)) return status;
    drawn_tile tile = {.col = cell->col, .row = cell->row, .offset = s->bytes.length};
    status = png_encode(&s->bytes, argb, side, side, side, NULL, &s->err);
    tile.length = s->bytes.length - tile.offset;
    if (status == INCMAP_OK) VEC_PUSH(s->tiles, s->tile_count, s->tile_capacity, tile);
    return status;
}

static void draw_run(renderer *r, const run_request *request, size_t run, uint32_t *argb, slot *s)
{
    size_t begin = run * RUN_TILES, end = begin + RUN_TILES;
    if (end > request->index->cell_count) end = request->index->cell_count;
    for (size_t i = begin; i < end; i++)
        if (draw_tile(r, request, &request->index->cells[i], argb, s) != INCMAP_OK) return;
}

static void *work(void *context)
{
    pool *p = context;
    const run_request *request = p->request;
    size_t side = (size_t)request->index->cell_px;
    uint32_t *argb = mem_alloc(side * side * sizeof *argb);
    incmap_error open_err = {0};
    renderer *r = NULL;
    renderer_open(&r, request->icon_dir, &open_err);

    pthread_mutex_lock(&p->lock);
    while (!p->stop && p->next_run < p->run_count) {
        if (p->next_run >= p->written + p->slot_count) {
            pthread_cond_wait(&p->changed, &p->lock);
            continue;
        }
        size_t run = p->next_run++;
        slot *s = &p->slots[run % p->slot_count];
        pthread_mutex_unlock(&p->lock);
        if (r)
            draw_run(r, request, run, argb, s);
        else
            s->err = open_err;
        pthread_mutex_lock(&p->lock);
        s->done = true;
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&p->lock);
    renderer_close(r);
    free(argb);
    return NULL;
}

static incmap_status hand_on(const run_request *request, const slot *s, incmap_error *err)
{
    for (size_t i = 0; i < s->tile_count; i++) {
        const drawn_tile *drawn = &s->tiles[i];
        const char *bytes = s->bytes.data + drawn->offset;
        XXH128_hash_t hash = XXH3_128bits(bytes, drawn->length);
        run_tile tile = {drawn->col, drawn->row, {{hash.high64, hash.low64}, bytes, drawn->length}};
        incmap_status status = request->take(request->context, &tile, err);
        if (status != INCMAP_OK) return status;
    }
    if (s->err.status != INCMAP_OK) return error_set(err, s->err.status, "%s", s->err.message);
    return INCMAP_OK;
}

incmap_status runs_render(const run_request *request, incmap_error *err)
{
    if (request->index->cell_count == 0) return INCMAP_OK;
    incmap_status status = INCMAP_OK;
    pool p = {.request = request, .run_count = (request->index->cell_count + RUN_TILES - 1) / RUN_TILES};
    size_t threads = request->threads > 0 ? (size_t)request->threads : 1;
    if (threads > p.run_count) threads = p.run_count;
    p.slot_count = threads * RUNS_WAITING_PER_THREAD;
    p.slots = mem_calloc(p.slot_count, sizeof *p.slots);
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.changed, NULL);
    pthread_t *workers = mem_calloc(threads, sizeof *workers);
    size_t started = 0;
    while (started < threads && pthread_create(&workers[started], NULL, work, &p) == 0) started++;
    if (started == 0)
        status = error_set(err, INCMAP_FAILED, "no thread can be started; free some memory or processes");

    for (size_t run = 0; status == INCMAP_OK && run < p.run_count; run++) {
        slot *s = &p.slots[run % p.slot_count];
        pthread_mutex_lock(&p.lock);
        while (!s->done) pthread_cond_wait(&p.changed, &p.lock);
        pthread_mutex_unlock(&p.lock);
        status = hand_on(request, s, err);
        strbuf_clear(&s->bytes);
        s->tile_count = 0;
        pthread_mutex_lock(&p.lock);
        s->done = false;
        p.written++;
        pthread_cond_broadcast(&p.changed);
        pthread_mutex_unlock(&p.lock);
    }

    pthread_mutex_lock(&p.lock);
    p.stop = true;
    pthread_cond_broadcast(&p.changed);
    pthread_mutex_unlock(&p.lock);
    for (size_t i = 0; i < started; i++) pthread_join(workers[i], NULL);
    for (size_t i = 0; i < p.slot_count; i++) {
        strbuf_dispose(&p.slots[i].bytes);
        free(p.slots[i].tiles);
    }
    free(workers);
    free(p.slots);
    pthread_cond_destroy(&p.changed);
    pthread_mutex_destroy(&p.lock);
    return status;
}
