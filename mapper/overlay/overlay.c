#include "overlay/overlay.h"

#include "base/outfile.h"
#include "overlay/geotiff.h"
#include "overlay/plan.h"
#include "render/render.h"
#include "scene/index.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

// Blocks of a megabyte in memory for each thread: some, so that a full one does not keep the others waiting.
#define BLOCKS_PER_THREAD 4
// More would wait for the one that writes, and hold their blocks meanwhile.
#define THREADS_MAX 32

/** MapLibre's zoom for a style's stops: that of the ground in the middle of the raster. */
static double style_zoom(const grid *g, const projection *p, double pixel_ratio)
{
    pxy middle = {(double)g->width_px / 2, (double)g->height_px / 2};
    projxy at = grid_from_px(g, middle);
    lonlat ground;
    projection_inverse(p, &at, &ground, 1);
    double res_m = grid_ground_res_m(g, p, middle);
    // The middle of a world in some projections is nowhere on the ground.
    if (!(res_m > 0) || isnan(ground.lat_deg))
        return scene_zoom(g->res_x * projection_unit_m(p) * pixel_ratio, 0);
    return scene_zoom(res_m * pixel_ratio, ground.lat_deg);
}

static int compare_cells(const void *a, const void *b)
{
    const scene_cell *p = a, *q = b;
    if (p->row != q->row) return p->row < q->row ? -1 : 1;
    return (p->col > q->col) - (p->col < q->col);
}

/** One block to be drawn, then written. */
typedef struct {
    uint32_t col, row;
    const scene_ref *refs;
    size_t ref_count;
    uint32_t *argb;
    incmap_error err;
} block;

/** Blocks drawn at a time, by all threads; written one after the other, in their order in the raster. */
typedef struct {
    const scene *scene;
    block *blocks;
    size_t count, capacity;
    atomic_size_t next;
} batch;

typedef struct {
    batch *batch;
    renderer *renderer;
} drawer;

static void *draw_some(void *context)
{
    drawer *d = context;
    for (;;) {
        size_t i = atomic_fetch_add(&d->batch->next, 1);
        if (i >= d->batch->count) return NULL;
        block *b = &d->batch->blocks[i];
        render_rect window = {(int64_t)b->col * GEOTIFF_BLOCK_PX, (int64_t)b->row * GEOTIFF_BLOCK_PX,
                              GEOTIFF_BLOCK_PX, GEOTIFF_BLOCK_PX};
        render_window(d->renderer, d->batch->scene, b->refs, b->ref_count, window, b->argb, GEOTIFF_BLOCK_PX,
                      &b->err);
    }
}

/** Draws the blocks of the batch with all drawers, then writes them and empties the batch. */
static incmap_status flush_batch(batch *all, drawer *drawers, size_t drawer_count, geotiff *t,
                                 incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    pthread_t *threads = mem_calloc(drawer_count, sizeof *threads);
    size_t started = 0;
    atomic_store(&all->next, 0);
    // The caller's own thread is one of them; where no other can be started, it draws all.
    while (started + 1 < drawer_count && started + 1 < all->count &&
           pthread_create(&threads[started], NULL, draw_some, &drawers[started + 1]) == 0)
        started++;
    draw_some(&drawers[0]);
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    free(threads);
    for (size_t i = 0; i < all->count && status == INCMAP_OK; i++) {
        block *b = &all->blocks[i];
        if (b->err.status != INCMAP_OK)
            status = error_set(err, b->err.status, "%s", b->err.message);
        else
            status = geotiff_put(t, b->col, b->row, b->argb, GEOTIFF_BLOCK_PX, err);
    }
    all->count = 0;
    return status;
}

/** Draws the blocks that have ink, row by row; with a background, all of them. */
static incmap_status draw_blocks(drawer *drawers, size_t drawer_count, geotiff *t, scene_index *index,
                                 incmap_error *err)
{
    static const scene_ref no_refs[1];
    incmap_status status = INCMAP_OK;
    batch *all = drawers[0].batch;
    const scene *s = all->scene;
    if (index->cell_count) qsort(index->cells, index->cell_count, sizeof *index->cells, compare_cells);
    uint32_t cols = (uint32_t)((s->width_px + GEOTIFF_BLOCK_PX - 1) / GEOTIFF_BLOCK_PX);
    uint32_t rows = (uint32_t)((s->height_px + GEOTIFF_BLOCK_PX - 1) / GEOTIFF_BLOCK_PX);
    const scene_cell *cell = index->cells, *end = cell + index->cell_count;
    for (uint32_t row = 0; row < rows && status == INCMAP_OK; row++)
        for (uint32_t col = 0; col < cols && status == INCMAP_OK; col++) {
            bool inked = cell < end && cell->row == row && cell->col == col;
            if (!inked && !(s->background.a > 0)) continue;
            block *b = &all->blocks[all->count++];
            *b = (block){col, row, no_refs, 0, b->argb, {0}};
            if (inked) {
                b->refs = index->refs + cell->ref_begin;
                b->ref_count = cell->ref_end - cell->ref_begin;
                cell++;
            }
            if (all->count == all->capacity) status = flush_batch(all, drawers, drawer_count, t, err);
        }
    if (status == INCMAP_OK) status = flush_batch(all, drawers, drawer_count, t, err);
    return status;
}

static incmap_status draw(const overlay_request *request, overlay_result *plan, const projection *p,
                          const char *path, incmap_error *err)
{
    scene *s = NULL;
    geotiff *t = NULL;
    scene_index index = {0};
    size_t drawer_count = request->threads > 1 ? (size_t)request->threads : 1;
    if (drawer_count > THREADS_MAX) drawer_count = THREADS_MAX;
    drawer *drawers = mem_calloc(drawer_count, sizeof *drawers);
    batch all = {.capacity = drawer_count * BLOCKS_PER_THREAD};
    all.blocks = mem_calloc(all.capacity, sizeof *all.blocks);
    for (size_t i = 0; i < all.capacity; i++)
        all.blocks[i].argb = mem_alloc((size_t)GEOTIFF_BLOCK_PX * GEOTIFF_BLOCK_PX * sizeof(uint32_t));
    for (size_t i = 0; i < drawer_count; i++) drawers[i] = (drawer){&all, renderer_new(request->icon_dir)};
    scene_request wanted = scene_request_of(&request->show);
    wanted.zoom = style_zoom(&plan->grid, p, request->pixel_ratio);
    wanted.projection = p;
    wanted.grid = plan->grid;
    wanted.pixel_ratio = request->pixel_ratio;
    wanted.text = renderer_text_measurer(drawers[0].renderer);
    incmap_status status = scene_build(&s, &wanted, err);
    if (status != INCMAP_OK) goto done;
    all.scene = s;
    plan->heat_max = s->heat.max;
    scene_index_build(&index, s, GEOTIFF_BLOCK_PX);
    status = geotiff_create(&t, path, request->output, &plan->grid, p, request->attribution, err);
    if (status != INCMAP_OK) goto done;
    status = draw_blocks(drawers, drawer_count, t, &index, err);
    if (status != INCMAP_OK) goto done;
    status = geotiff_finish(t, err);
    t = NULL;
done:
    geotiff_abandon(t);
    scene_index_dispose(&index);
    scene_free(s);
    for (size_t i = 0; i < drawer_count; i++) renderer_free(drawers[i].renderer);
    for (size_t i = 0; i < all.capacity; i++) free(all.blocks[i].argb);
    free(all.blocks);
    free(drawers);
    return status;
}

incmap_status overlay_write(const overlay_request *request, overlay_result *result, incmap_error *err)
{
    outfile file = {0};
    projection *p = NULL;
    incmap_status status = projection_open(&p, request->srs ? request->srs : "EPSG:3857", err);
    if (status == INCMAP_OK) status = overlay_plan(result, request, p, err);
    if (status == INCMAP_OK)
        status = outfile_begin(&file, request->output, OUTFILE_FILE, request->force, err);
    if (status != INCMAP_OK || request->dry_run) goto done;
    status = draw(request, result, p, file.temp_path, err);
    if (status == INCMAP_OK) status = outfile_commit(&file, err);
done:
    outfile_abort(&file);
    projection_close(p);
    return status;
}
