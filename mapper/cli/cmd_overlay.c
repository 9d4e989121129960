/** @file incmap overlay: a date range of incidents as a GeoTIFF in any projection. */
#include "cli/common.h"
#include "incmap.h"
#include "overlay/overlay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_geotiff_name(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcasecmp(dot, ".tif") == 0 || strcasecmp(dot, ".tiff") == 0);
}

static incmap_status check_options(const char *output, const double size_px[2], bool has_size,
                                   const double res[2], bool has_res, const char *extent_srs, bool has_extent,
                                   incmap_error *err)
{
    if (!output) return error_set(err, INCMAP_USAGE, "no output; give -o NAME.tif");
    if (!is_geotiff_name(output))
        return error_set(err, INCMAP_USAGE, "-o %s: is no GeoTIFF's name; give NAME.tif", output);
    if (extent_srs && !has_extent)
        return error_set(err, INCMAP_USAGE, "-te_srs says what -te is in; give -te xmin ymin xmax ymax too");
    for (int i = 0; i < 2 && has_size; i++)
        if (size_px[i] < 0 || size_px[i] != floor(size_px[i]) || (size_px[0] == 0 && size_px[1] == 0) ||
            size_px[i] > OVERLAY_SIDE_MAX_PX)
            return error_set(err, INCMAP_USAGE,
                             "-ts %.15g %.15g: give width and height in whole pixels up to %d; 0 for one of "
                             "them follows the other",
                             size_px[0], size_px[1], OVERLAY_SIDE_MAX_PX);
    if (has_res && !(res[0] > 0 && res[1] > 0))
        return error_set(err, INCMAP_USAGE, "-tr %.15g %.15g: give two positive lengths in units of -t_srs",
                         res[0], res[1]);
    return INCMAP_OK;
}

static void print_result(const overlay_request *request, const overlay_result *result)
{
    const grid *g = &result->grid;
    proj_box box = grid_bounds(g);
    fprintf(stderr, "%s: %lld × %lld pixels%s of %.10g × %.10g; -te %.15g %.15g %.15g %.15g%s\n",
            request->output, (long long)g->width_px, (long long)g->height_px,
            result->chose_size ? " (chosen)" : "", g->res_x, g->res_y, box.min_x, box.min_y, box.max_x,
            box.max_y, result->chose_extent ? " (chosen: the incidents')" : "");
    if (result->outside_count > 0)
        fprintf(stderr, "%lld of the mapped incidents lie outside of it\n", (long long)result->outside_count);
}

int incmap_cmd_overlay(int argc, char **argv)
{
    common c;
    common_init(&c);
    const char *output = NULL, *srs = NULL, *extent_srs = NULL;
    double extent[4] = {0}, res[2] = {0}, size_px[2] = {0};
    bool has_extent = false, has_res = false, has_size = false;
    int scale = 1;
    opt_spec shared[COMMON_OPTIONS_MAX];
    const opt_spec options[] = {
        {OPT_HEADING, .help = "Overlay"},
        {OPT_TEXT, "output", 'o', &output, .metavar = "OUT.tif", .help = "the GeoTIFF"},
        {OPT_TEXT, "t_srs", .value = &srs, .metavar = "SRS",
         .help = "its reference system; default EPSG:3857"},
        {OPT_REALS, "te", .value = extent, .metavar = "xmin ymin xmax ymax",
         .help = "its extent; default that of the incidents", .count = 4, .seen = &has_extent},
        {OPT_TEXT, "te_srs", .value = &extent_srs, .metavar = "SRS",
         .help = "what -te is in; default that of -t_srs"},
        {OPT_REALS, "tr", .value = res, .metavar = "xres yres", .help = "size of a pixel in its units",
         .count = 2, .seen = &has_res},
        {OPT_REALS, "ts", .value = size_px, .metavar = "width height",
         .help = "size in pixels; default 4096 on the long side", .count = 2, .seen = &has_size},
        {OPT_INT, "scale", .value = &scale, .metavar = "N",
         .help = "device pixels in a CSS pixel, 1 to 8; default 1", .min = 1, .max = 8},
        {OPT_TABLE, .value = common_options(&c, shared)},
        {OPT_END},
    };
    int exit_code;
    incmap_error err = {0};
    if (!common_parse(&c, options, "incmap overlay INPUT… -o OUT.tif [-t_srs SRS] [-te …] [-tr … | -ts …]",
                      argc, argv, &exit_code))
        return exit_code;
    char *attribution = NULL;
    incmap_status status =
        check_options(output, size_px, has_size, res, has_res, extent_srs, has_extent, &err);
    if (status == INCMAP_OK) status = common_check_output(output, &c.inputs, &err);
    if (status == INCMAP_OK) status = common_load(&c, "desk", &err);
    if (status == INCMAP_OK) {
        attribution = common_attribution(&c);
        overlay_request request = {
            .show = common_subject(&c),
            .icon_dir = c.icon_dir,
            .output = output,
            .srs = srs,
            .has_extent = has_extent,
            .extent = {extent[0], extent[1], extent[2], extent[3]},
            .extent_srs = extent_srs,
            .res_x = res[0],
            .res_y = res[1],
            .width_px = (int64_t)size_px[0],
            .height_px = (int64_t)size_px[1],
            .pixel_ratio = scale,
            .threads = c.threads,
            .attribution = attribution,
            .force = c.force,
            .dry_run = c.dry_run,
        };
        overlay_result result;
        status = overlay_write(&request, &result, &err);
        if (status == INCMAP_OK && !c.quiet) print_result(&request, &result);
        if (status == INCMAP_OK) common_print_heat(&c, "", result.heat_max);
    }
    free(attribution);
    return common_finish(&c, status, &err);
}
