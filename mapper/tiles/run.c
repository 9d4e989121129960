#include "tiles/run.h"

#include "base/strbuf.h"
#include "encode/encode.h"
#include "encode/quantize.h"
#include "tiles/images.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

// Tiles in a run: enough that handing over costs nothing beside drawing them, few enough that threads end
// together.
#define RUN_TILES 64
// Runs that may be finished and wait for their turn, for each thread: bounds the memory when the disk is
// slow.
#define RUNS_WAITING_PER_THREAD 4

typedef struct {
    run_tile tile; ///< but where its bytes lie
    size_t offset; ///< in the run's bytes
} drawn_tile;

/** A run that is being drawn or waits for its turn. */
typedef struct {
    bool done;
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
    slot *slots; ///< run i uses slot i % slot_count
    size_t slot_count;

    const run_request *request; ///< of the zoom being drawn
    size_t run_count;
    pthread_mutex_t lock; ///< of what follows, and of the slots' done
    pthread_cond_t changed;
    size_t next_run; ///< that a thread will take
    size_t turn;     ///< run that is to be handed on next
    bool handing_on; ///< a thread is at it
    bool stop;
    incmap_error err;
};

incmap_status run_crew_open(run_crew **out, int threads, const char *icon_dir, incmap_error *err)
{
    run_crew *crew = mem_calloc(1, sizeof *crew);
    crew->member_count = threads > 1 ? (size_t)threads : 1;
    crew->members = mem_calloc(crew->member_count, sizeof *crew->members);
    crew->slot_count = crew->member_count * RUNS_WAITING_PER_THREAD;
    crew->slots = mem_calloc(crew->slot_count, sizeof *crew->slots);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->changed, NULL);
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < crew->member_count && status == INCMAP_OK; i++) {
        crew->members[i].crew = crew;
        status = renderer_open(&crew->members[i].renderer, icon_dir, err);
    }
    if (status != INCMAP_OK) {
        run_crew_close(crew);
        return status;
    }
    *out = crew;
    return INCMAP_OK;
}

void run_crew_close(run_crew *crew)
{
    if (!crew) return;
    for (size_t i = 0; i < crew->member_count; i++) {
        renderer_close(crew->members[i].renderer);
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
    int side = request->index->cell_px;
    double began_s = seconds_now();
    incmap_status status = render_tile(m->renderer, request->scene, request->index->refs + cell->ref_begin,
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
    drawn_tile drawn = {.tile = {cell->col, cell->row, cell->hilbert, .source = -1},
                        .offset = s->bytes.length};
    run_tile *tile = &drawn.tile;
    tile->digest = scene_digest_cell(request->digest, request->index->refs + cell->ref_begin,
                                     cell->ref_end - cell->ref_begin);
    if (request->recall)
        tile->source = request->recall(request->context, (size_t)(m - m->crew->members), cell, tile->digest,
                                       &s->bytes, tile->image.hash);
    incmap_status status = INCMAP_OK;
    if (tile->source < 0) status = draw_image(m, cell, s);
    tile->image.length = s->bytes.length - drawn.offset;
    if (tile->source < 0 && tile->image.length)
        image_hash(tile->image.hash, s->bytes.data + drawn.offset, tile->image.length);
    if (status == INCMAP_OK) VEC_PUSH(s->tiles, s->tile_count, s->tile_capacity, drawn);
    return status;
}

static void draw_run(member *m, size_t run, slot *s)
{
    const scene_index *index = m->crew->request->index;
    size_t begin = run * RUN_TILES, end = begin + RUN_TILES;
    if (end > index->cell_count) end = index->cell_count;
    for (size_t i = begin; i < end; i++)
        if (draw_tile(m, &index->cells[i], s) != INCMAP_OK) return;
}

static incmap_status hand_on(const run_request *request, slot *s, incmap_error *err)
{
    for (size_t i = 0; i < s->tile_count; i++) {
        run_tile *tile = &s->tiles[i].tile;
        tile->image.bytes = tile->image.length ? s->bytes.data + s->tiles[i].offset : NULL;
        incmap_status status = request->take(request->context, tile, err);
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
        pthread_mutex_lock(&crew->lock);
        s->done = false;
        crew->turn++;
        if (status != INCMAP_OK) crew->stop = true;
        pthread_cond_broadcast(&crew->changed);
    }
    crew->handing_on = false;
}

static void *work(void *context)
{
    member *m = context;
    run_crew *crew = m->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->stop && crew->next_run < crew->run_count) {
        if (crew->next_run >= crew->turn + crew->slot_count) {
            pthread_cond_wait(&crew->changed, &crew->lock);
            continue;
        }
        size_t run = crew->next_run++;
        slot *s = &crew->slots[run % crew->slot_count];
        pthread_mutex_unlock(&crew->lock);
        draw_run(m, run, s);
        pthread_mutex_lock(&crew->lock);
        s->done = true;
        hand_on_finished(m);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void prepare(run_crew *crew, const run_request *request)
{
    crew->request = request;
    crew->run_count = (request->index->cell_count + RUN_TILES - 1) / RUN_TILES;
    crew->next_run = crew->turn = 0;
    crew->stop = false;
    crew->err = (incmap_error){0};
    for (size_t i = 0; i < crew->slot_count; i++) {
        slot *s = &crew->slots[i];
        s->done = false;
        s->err = (incmap_error){0};
        strbuf_clear(&s->bytes);
        s->tile_count = 0;
    }
    for (size_t i = 0; i < crew->member_count; i++) {
        if (crew->members[i].sheet.side_px == request->index->cell_px) continue;
        render_sheet_dispose(&crew->members[i].sheet);
        render_sheet_open(&crew->members[i].sheet, request->index->cell_px);
    }
}

incmap_status run_crew_draw(run_crew *crew, const run_request *request, incmap_error *err)
{
    prepare(crew, request);
    size_t threads = crew->member_count < crew->run_count ? crew->member_count : crew->run_count, started = 0;
    pthread_t *others = mem_calloc(crew->member_count, sizeof *others);
    // Where a thread cannot be started, those there are do its work.
    while (started + 1 < threads &&
           pthread_create(&others[started], NULL, work, &crew->members[started + 1]) == 0)
        started++;
    work(&crew->members[0]);
    for (size_t i = 0; i < started; i++) pthread_join(others[i], NULL);
    free(others);
    if (crew->err.status != INCMAP_OK) return error_set(err, crew->err.status, "%s", crew->err.message);
    return INCMAP_OK;
}
