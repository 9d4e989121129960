/**
 * @file
 * Labels of a style over a table of incidents, zoom by zoom, as tiles have them: how many there are, whether
 * two overlap (by their boxes in the scene, pairwise) and whether one is cut by an edge.
 *
 * bench_labels TABLE STYLE BASEMAP ICONS [MIN MAX]: exit 1 where labels overlap or are cut.
 */
#include "label_check.h"
#include "pipeline.h"
#include "render/render.h"

#include <math.h>
#include <stdio.h>

static void print_pair(const scene *s, const check_box pair[2])
{
    for (int i = 0; i < 2; i++) {
        const scene_label *label = &s->layers[pair[i].layer].labels[pair[i].item];
        printf("    %s \"%s\" %.1f %.1f %.1f %.1f\n", s->layers[pair[i].layer].id, label->text,
               pair[i].box.min_x_px, pair[i].box.min_y_px, pair[i].box.max_x_px, pair[i].box.max_y_px);
    }
}

static bool check_zoom(scene_request *request, int zoom)
{
    incmap_error err = {0};
    scene *s;
    request->zoom = zoom - 1;
    request->grid = grid_web_mercator(zoom, 256);
    if (scene_build(&s, request, &err) != INCMAP_OK) {
        fprintf(stderr, "bench_labels: %s\n", err.message);
        return false;
    }
    check_box pair[2];
    size_t overlaps = count_label_overlaps(s, pair), cut = count_labels_cut(s);
    printf("zoom %2d: %zu labels, %zu pairs overlap, %zu cut\n", zoom, count_labels(s), overlaps, cut);
    if (overlaps) print_pair(s, pair);
    scene_free(s);
    return overlaps == 0 && cut == 0;
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 7) {
        fputs("usage: bench_labels TABLE STYLE BASEMAP ICONS [MIN MAX]\n", stderr);
        return 2;
    }
    incmap_error err = {0};
    incident_set set = {0};
    account counted = {0};
    date_range effective;
    attribution_list attributions;
    style *style_doc = NULL;
    basemap *base = NULL;
    renderer *r = NULL;
    projection *mercator = NULL;
    const char *inputs[] = {argv[1]};
    pipeline_request load = {.inputs = inputs, .input_count = 1, .range = {DAY_NONE, DAY_NONE}};
    bool is_right = false;
    incmap_status status = style_load(&style_doc, argv[2], &err);
    if (status == INCMAP_OK) status = basemap_open(&base, argv[3], &err);
    if (status == INCMAP_OK) status = renderer_open(&r, argv[4], &err);
    if (status == INCMAP_OK) status = projection_open(&mercator, "EPSG:3857", &err);
    if (status == INCMAP_OK) status = pipeline_load(&set, &counted, &effective, &attributions, &load, &err);
    if (status != INCMAP_OK) {
        fprintf(stderr, "bench_labels: %s\n", err.message);
        goto done;
    }
    scene_request request = {.style = style_doc,
                             .projection = mercator,
                             .pixel_ratio = 1,
                             .incidents = &set,
                             .basemap = base,
                             .text = renderer_text_measurer(r),
                             .wraps_x = true};
    is_right = true;
    int min = argc == 7 ? atoi(argv[5]) : 5, max = argc == 7 ? atoi(argv[6]) : 12;
    for (int zoom = min; zoom <= max; zoom++) is_right = check_zoom(&request, zoom) && is_right;
done:
    incident_set_dispose(&set);
    account_dispose(&counted);
    projection_close(mercator);
    renderer_close(r);
    basemap_close(base);
    style_free(style_doc);
    return is_right ? 0 : 1;
}
