/** @file incmap tiles: a date range of incidents as map tiles. */
#include "cli/common.h"
#include "cli/interrupt.h"
#include "incmap.h"
#include "project/project.h"
#include "tiles/tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void show_progress(void *context, int zoom, int64_t done, int64_t total)
{
    (void)context;
    // Redrawn a hundred times a zoom at most.
    int64_t step = total / 100 + 1;
    if (done % step == 0 || done == total)
        fprintf(stderr, "\rzoom %d: %lld of %lld tiles\033[K%s", zoom, (long long)done, (long long)total,
                done == total ? "\r\033[K" : "");
}

static void say(void *context, const char *line)
{
    const common *c = context;
    if (!c->quiet) fprintf(stderr, "%s\n", line);
}

static void promise_to_resume(void *context, const char *path)
{
    const common *c = context;
    if (!c->quiet)
        interrupt_leave_word(
            "interrupted; the same command again goes on where it stopped, unless you delete ", path);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/** Whether two outputs are one; "out" and "out/" are. */
static bool same_output(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    while (a_length > 1 && a[a_length - 1] == '/') a_length--;
    while (b_length > 1 && b[b_length - 1] == '/') b_length--;
    return a_length == b_length && strncmp(a, b, a_length) == 0;
}

static incmap_status check_options(const opt_list *outputs, const opt_list *inputs, int tile_size_px,
                                   incmap_error *err)
{
    if (outputs->count == 0)
        return error_set(err, INCMAP_USAGE, "no output; give -o DIR/ or NAME.mbtiles, .pmtiles or .gpkg");
    for (size_t i = 0; i < outputs->count; i++) {
        if (strcmp(outputs->items[i], "-") == 0)
            return error_set(err, INCMAP_USAGE,
                             "-o -: a tile set cannot go to standard output; give a file or a folder");
        for (size_t k = 0; k < i; k++)
            if (same_output(outputs->items[i], outputs->items[k]))
                return error_set(err, INCMAP_USAGE, "-o %s: given twice; leave one out", outputs->items[i]);
        if (!tiles_output_known(outputs->items[i]))
            return error_set(
                err, INCMAP_USAGE,
                "-o %s: no such container; give a folder (DIR/) or NAME.mbtiles, .pmtiles or .gpkg",
                outputs->items[i]);
        incmap_status status = common_check_output(outputs->items[i], inputs, err);
        if (status != INCMAP_OK) return status;
    }
    if (tile_size_px != 256 && tile_size_px != 512)
        return error_set(err, INCMAP_USAGE, "--tile-size %d: give 256 or 512", tile_size_px);
    return INCMAP_OK;
}

/** Says how many incidents no tile shows: the account counts them as mapped. */
static void print_beyond(const incident_set *set)
{
    long long count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += fabs(set->items[i].position.lat_deg) > MERCATOR_MAX_LAT_DEG;
    if (count > 0)
        fprintf(stderr, "%lld of the mapped incidents lie beyond 85.05° north or south, where tiles end\n",
                count);
}

/** Says how much of a tile set was there already. */
static void print_taken(const tiles_result *result)
{
    fprintf(stderr, "of %lld tiles, blank ones among them, %lld drawn",
            (long long)(result->drawn_count + result->resumed_count + result->kept_count),
            (long long)result->drawn_count);
    if (result->resumed_count > 0)
        fprintf(stderr, ", %lld taken from the run that was interrupted", (long long)result->resumed_count);
    if (result->kept_count > 0) fprintf(stderr, ", %lld left as they were", (long long)result->kept_count);
    fputc('\n', stderr);
}

int incmap_cmd_tiles(int argc, char **argv)
{
    common c;
    common_init(&c);
    opt_list outputs = {0};
    int min_zoom = 0, max_zoom = -1, scale = 1, tile_size_px = 256;
    bool update = false, quantize = false;
    const char *name = NULL;
    opt_spec shared[COMMON_OPTIONS_MAX];
    const opt_spec options[] = {
        {OPT_HEADING, .help = "Tiles"},
        {OPT_TEXTS, "output", 'o', &outputs, .metavar = "OUT",
         .help = "DIR/ (XYZ) or .mbtiles, .pmtiles, .gpkg; may be given again"},
        {OPT_INT, NULL, 'Z', &min_zoom, .metavar = "ZOOM", .help = "least zoom; default 0", .min = 0,
         .max = TILES_ZOOM_MAX},
        {OPT_INT, NULL, 'z', &max_zoom, .metavar = "ZOOM", .help = "greatest zoom; default from the data",
         .min = 0, .max = TILES_ZOOM_MAX},
        {OPT_INT, "scale", .value = &scale, .metavar = "1|2",
         .help = "device pixels in a CSS pixel; default 1", .min = 1, .max = 2},
        {OPT_INT, "tile-size", .value = &tile_size_px, .metavar = "256|512",
         .help = "CSS pixels; default 256", .min = 1, .max = 4096},
        {OPT_FLAG, "quantize", .value = &quantize, .help = "smaller, with loss: at most 256 colours a tile"},
        {OPT_FLAG, "update", .value = &update,
         .help = "bring OUT up to date: draw only the tiles that changed"},
        {OPT_TEXT, "name", .value = &name, .metavar = "TEXT", .help = "name in the tile set's metadata"},
        {OPT_TABLE, .value = common_options(&c, shared)},
        {OPT_END},
    };
    int exit_code;
    incmap_error err = {0};
    if (!common_parse(&c, options, "incmap tiles INPUT… -o OUT [-Z min] [-z max]", argc, argv, &exit_code)) {
        opt_list_dispose(&outputs);
        return exit_code;
    }
    char *attribution = NULL;
    incmap_status status = check_options(&outputs, &c.inputs, tile_size_px, &err);
    double began_s = seconds_now();
    if (status == INCMAP_OK) status = common_load(&c, "desk", &err);
    double read_s = seconds_now() - began_s;
    if (status == INCMAP_OK) {
        attribution = common_attribution(&c);
        tiles_request request = {
            .show = common_subject(&c),
            .icon_dir = c.icon_dir,
            .outputs = outputs.items,
            .output_count = outputs.count,
            .min_zoom = min_zoom,
            .max_zoom = max_zoom,
            .scale = scale,
            .tile_size_css_px = tile_size_px,
            .threads = c.threads,
            .force = c.force,
            .update = update,
            .quantize = quantize,
            .dry_run = c.dry_run,
            .name = name ? name : "incidents",
            .description = "Incidents, drawn by incmap",
            .attribution = attribution,
            .say = say,
            .keeps_journal = promise_to_resume,
            .say_context = &c,
            .progress = common_shows_progress(&c) ? show_progress : NULL,
        };
        tiles_result result;
        status = tiles_write(&request, &result, &err);
        if (status == INCMAP_OK && !c.quiet && !c.dry_run)
            fprintf(stderr, "zoom %d to %d%s: %lld tiles, %lld of them distinct, %lld bytes\n",
                    result.min_zoom, result.max_zoom,
                    max_zoom < 0 ? " (chosen from how close the places are and how well they are known)" : "",
                    (long long)result.tile_count, (long long)result.distinct_count,
                    (long long)result.byte_count);
        if (status == INCMAP_OK && !c.quiet && !c.dry_run && (update || result.resumed_count > 0))
            print_taken(&result);
        for (int zoom = 0; status == INCMAP_OK && zoom <= TILES_ZOOM_MAX; zoom++) {
            char where[24];
            snprintf(where, sizeof where, "zoom %d: ", zoom);
            common_print_heat(&c, where, result.heat_max[zoom]);
        }
        if (status == INCMAP_OK && !c.quiet) print_beyond(&c.incidents);
        if (status == INCMAP_OK && c.verbose && !c.dry_run)
            fprintf(stderr,
                    "seconds: read %.3f, scene %.3f, draw %.3f, encode %.3f, write %.3f (of all "
                    "threads together)\n",
                    read_s, result.scene_s, result.draw_s, result.encode_s, result.write_s);
    }
    free(attribution);
    opt_list_dispose(&outputs);
    return common_finish(&c, status, &err);
}
