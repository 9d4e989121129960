#include "tiles/run.h"

#include "base/arena.h"
#include "unit/unit.h"

#include <pthread.h>
#include <string.h>

#define CELL_PX     256
#define NO_ZOOM     (-1)
#define TILES_ROOM  20000
#define MARK_STEPS  97.0
#define THREADS_MAX 8

/** What a run is watched with. */
typedef struct {
    int place_count;  ///< marks of a zoom; -1: as many as its number, from none on
    int failing_zoom; ///< whose scene cannot be made
    size_t stop_after;
    bool recalls;
    pthread_mutex_t lock;
    int last_built, building;
    struct seen_tile {
        int zoom;
        uint64_t hilbert, digest, hash;
        int64_t cell_count;
        size_t length;
    } * tiles;
    size_t tile_count;
    bool is_taking;
} watch;

static scene *make_scene(const watch *w, int zoom)
{
    scene *s = mem_calloc(1, sizeof *s);
    size_t count = (size_t)(w->place_count < 0 ? zoom : w->place_count);
    s->width_px = s->height_px = (int64_t)CELL_PX << zoom;
    s->pixel_ratio = 1;
    s->layer_count = s->mark_paint_count = 1;
    s->layers = mem_calloc(1, sizeof *s->layers);
    s->layers[0] = (scene_layer){.id = "marks", .kind = SCENE_MARKS, .count = count};
    s->layers[0].marks = mem_alloc((count + 1) * sizeof(scene_mark));
    s->mark_paints = mem_calloc(1, sizeof *s->mark_paints);
    s->mark_paints[0] = (scene_mark_paint){.radius_px = 5, .fill = {1, 0, 0, 1}, .reach_px = 6};
    for (size_t i = 0; i < count; i++) {
        // Spread so that some cells hold one and some many.
        double x = (double)(i * i % 1009) / 1009, y = (double)(i * 31 % 97) / MARK_STEPS;
        s->layers[0].marks[i] =
            (scene_mark){{x * x * (double)s->width_px, y * (double)s->height_px}, 0, (int32_t)i};
    }
    return s;
}

static incmap_status build(void *context, int zoom, text_measurer text, scene **out, incmap_error *err)
{
    watch *w = context;
    (void)text;
    pthread_mutex_lock(&w->lock);
    // One at a time, one after the other.
    ck_assert_int_eq(w->building++, 0);
    ck_assert(w->last_built == NO_ZOOM || zoom == w->last_built + 1);
    w->last_built = zoom;
    // At most one more than those whose tiles are being taken.
    int64_t taken_zoom = w->tile_count ? w->tiles[w->tile_count - 1].zoom : NO_ZOOM;
    if (w->place_count > 0 && taken_zoom >= 0) ck_assert_int_le(zoom, taken_zoom + 2);
    pthread_mutex_unlock(&w->lock);
    *out = NULL;
    incmap_status status = INCMAP_OK;
    if (zoom == w->failing_zoom)
        status = error_set(err, INCMAP_FAILED, "zoom %d cannot be made", zoom);
    else
        *out = make_scene(w, zoom);
    pthread_mutex_lock(&w->lock);
    w->building--;
    pthread_mutex_unlock(&w->lock);
    return status;
}

static incmap_status take(void *context, const run_zoom *zoom, const run_tile *tile, incmap_error *err)
{
    watch *w = context;
    pthread_mutex_lock(&w->lock);
    ck_assert(!w->is_taking);
    w->is_taking = true;
    pthread_mutex_unlock(&w->lock);
    incmap_status status = INCMAP_OK;
    if (w->stop_after && w->tile_count == w->stop_after)
        status = error_set(err, INCMAP_FAILED, "no more than %d", (int)w->stop_after);
    else
        ck_assert_uint_lt(w->tile_count, TILES_ROOM);
    pthread_mutex_lock(&w->lock);
    if (status == INCMAP_OK)
        w->tiles[w->tile_count++] = (struct seen_tile){
            zoom->zoom,       tile->hilbert,     tile->digest, tile->image.length ? tile->image.hash[0] : 0,
            zoom->cell_count, tile->image.length};
    w->is_taking = false;
    pthread_mutex_unlock(&w->lock);
    return status;
}

static int recall(void *context, size_t thread, int zoom, const scene_cell *cell, uint64_t digest,
                  strbuf *out, uint64_t hash[2])
{
    (void)context, (void)digest;
    ck_assert_uint_lt(thread, THREADS_MAX);
    if ((cell->col + cell->row + (uint32_t)zoom) % 2) return -1;
    strbuf_puts(out, "kept");
    hash[0] = hash[1] = 7;
    return 3;
}

static incmap_status run(watch *w, int min_zoom, int max_zoom, int threads, incmap_error *err)
{
    w->tiles = mem_calloc(TILES_ROOM, sizeof *w->tiles);
    w->last_built = NO_ZOOM;
    pthread_mutex_init(&w->lock, NULL);
    run_crew *crew = run_crew_new(threads, NULL);
    run_request request = {.min_zoom = min_zoom,
                           .max_zoom = max_zoom,
                           .cell_px = CELL_PX,
                           .build = build,
                           .recall = w->recalls ? recall : NULL,
                           .take = take,
                           .context = w};
    incmap_status status = run_crew_draw(crew, &request, err);
    run_crew_free(crew);
    return status;
}

static void end(watch *w)
{
    pthread_mutex_destroy(&w->lock);
    free(w->tiles);
}

START_TEST(tiles_come_zoom_after_zoom_along_the_curve_for_any_number_of_threads)
{
    watch one = {.place_count = 3000, .failing_zoom = NO_ZOOM};
    incmap_error err = {0};
    ck_assert_int_eq(run(&one, 0, 6, 1, &err), INCMAP_OK);
    ck_assert_uint_gt(one.tile_count, 1500);
    ck_assert_int_eq(one.tiles[0].zoom, 0);
    ck_assert_int_eq(one.tiles[one.tile_count - 1].zoom, 6);
    for (size_t i = 1; i < one.tile_count; i++) {
        const struct seen_tile *a = &one.tiles[i - 1], *b = &one.tiles[i];
        ck_assert(a->zoom == b->zoom ? a->hilbert < b->hilbert : a->zoom + 1 == b->zoom);
    }
    for (int threads = 2; threads <= THREADS_MAX; threads += 3) {
        watch more = {.place_count = 3000, .failing_zoom = NO_ZOOM};
        ck_assert_int_eq(run(&more, 0, 6, threads, &err), INCMAP_OK);
        ck_assert_uint_eq(more.tile_count, one.tile_count);
        ck_assert_mem_eq(more.tiles, one.tiles, one.tile_count * sizeof *one.tiles);
        end(&more);
    }
    end(&one);
}
END_TEST

START_TEST(zooms_without_anything_are_passed_over)
{
    for (int threads = 1; threads <= 3; threads++) {
        watch w = {.place_count = -1, .failing_zoom = NO_ZOOM};
        incmap_error err = {0};
        ck_assert_int_eq(run(&w, 0, 4, threads, &err), INCMAP_OK);
        ck_assert_int_eq(w.last_built, 4);
        ck_assert_uint_gt(w.tile_count, 4);
        ck_assert_int_eq(w.tiles[0].zoom, 1);
        int64_t of_zoom[5] = {0};
        for (size_t i = 0; i < w.tile_count; i++) of_zoom[w.tiles[i].zoom]++;
        for (size_t i = 0; i < w.tile_count; i++)
            ck_assert_int_eq(w.tiles[i].cell_count, of_zoom[w.tiles[i].zoom]);
        end(&w);

        watch none = {.place_count = 0, .failing_zoom = NO_ZOOM};
        ck_assert_int_eq(run(&none, 3, 5, threads, &err), INCMAP_OK);
        ck_assert_uint_eq(none.tile_count, 0);
        ck_assert_int_eq(none.last_built, 5);
        end(&none);
    }
}
END_TEST

START_TEST(a_scene_that_cannot_be_made_is_told_after_the_tiles_before_it)
{
    watch whole = {.place_count = 2000, .failing_zoom = NO_ZOOM};
    incmap_error err = {0};
    ck_assert_int_eq(run(&whole, 0, 3, 2, &err), INCMAP_OK);
    for (int threads = 1; threads <= 4; threads++) {
        watch w = {.place_count = 2000, .failing_zoom = 4};
        ck_assert_int_eq(run(&w, 0, 6, threads, &err), INCMAP_FAILED);
        ck_assert_str_eq(err.message, "zoom 4 cannot be made");
        ck_assert_uint_eq(w.tile_count, whole.tile_count);
        end(&w);
        watch first = {.place_count = 2000, .failing_zoom = 0};
        ck_assert_int_eq(run(&first, 0, 2, threads, &err), INCMAP_FAILED);
        ck_assert_uint_eq(first.tile_count, 0);
        end(&first);
    }
    end(&whole);
}
END_TEST

START_TEST(a_tile_that_is_not_taken_ends_the_run)
{
    for (int threads = 1; threads <= 4; threads++)
        for (size_t stop_after = 1; stop_after < 700; stop_after += 233) {
            watch w = {.place_count = 2000, .failing_zoom = NO_ZOOM, .stop_after = stop_after};
            incmap_error err = {0};
            ck_assert_int_eq(run(&w, 0, 5, threads, &err), INCMAP_FAILED);
            ck_assert_uint_eq(w.tile_count, stop_after);
            ck_assert_int_eq(strncmp(err.message, "no more than", 12), 0);
            end(&w);
        }
}
END_TEST

START_TEST(cells_that_are_recalled_are_handed_on_among_the_others)
{
    watch drawn = {.place_count = 3000, .failing_zoom = NO_ZOOM};
    watch mixed = {.place_count = 3000, .failing_zoom = NO_ZOOM, .recalls = true};
    incmap_error err = {0};
    ck_assert_int_eq(run(&drawn, 2, 5, 3, &err), INCMAP_OK);
    ck_assert_int_eq(run(&mixed, 2, 5, 3, &err), INCMAP_OK);
    ck_assert_uint_eq(mixed.tile_count, drawn.tile_count);
    size_t kept = 0;
    for (size_t i = 0; i < mixed.tile_count; i++) {
        ck_assert_uint_eq(mixed.tiles[i].hilbert, drawn.tiles[i].hilbert);
        ck_assert_uint_eq(mixed.tiles[i].digest, drawn.tiles[i].digest);
        bool is_kept = mixed.tiles[i].hash == 7;
        kept += is_kept;
        ck_assert_uint_eq(mixed.tiles[i].length, is_kept ? 4 : drawn.tiles[i].length);
    }
    ck_assert(kept > mixed.tile_count / 3 && kept < mixed.tile_count);
    end(&drawn);
    end(&mixed);
}
END_TEST

UNIT_MAIN("tiles/run", tiles_come_zoom_after_zoom_along_the_curve_for_any_number_of_threads,
          zooms_without_anything_are_passed_over,
          a_scene_that_cannot_be_made_is_told_after_the_tiles_before_it,
          a_tile_that_is_not_taken_ends_the_run, cells_that_are_recalled_are_handed_on_among_the_others)
