/**
 * @file
 * Labels of a style over a table of incidents, zoom by zoom, as tiles have them: how many there are, whether
 * two overlap (by their boxes in the scene, pairwise) and whether one is cut by an edge; and whether a page's
 * map around the middle of the incidents shows the tiles' pixels and labels.
 *
 * bench_labels TABLE STYLE BASEMAP ICONS [MIN MAX]: exit 1 where labels overlap or are cut, or a page differs
 * but in labels that its edge cuts.
 */
#include "label_check.h"
#include "page_check.h"
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

#define MAP_WIDTH_PX  1280
#define MAP_HEIGHT_PX 768

static int compare_doubles(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

/** A map with the incident of the median longitude and the median latitude in its middle. */
static px_box middle_map(const scene_request *request)
{
    const incident_set *set = request->incidents;
    double *coordinates = mem_alloc((2 * set->count + 2) * sizeof *coordinates);
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].has_position) coordinates[count++] = set->items[i].position.lon_deg;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].has_position) coordinates[count++] = set->items[i].position.lat_deg;
    const size_t half = count / 2;
    lonlat middle = {0, 0};
    if (half > 0) {
        qsort(coordinates, half, sizeof *coordinates, compare_doubles);
        qsort(coordinates + half, half, sizeof *coordinates, compare_doubles);
        middle = (lonlat){coordinates[half / 2], coordinates[half + half / 2]};
    }
    free(coordinates);
    projxy at;
    projection_forward(request->projection, &middle, &at, 1);
    const pxy px = grid_to_px(&request->grid, at);
    const double side_px = (double)request->grid.width_px;
    const double left_px = fmin(fmax(floor(px.x_px) - MAP_WIDTH_PX / 2, 0), side_px - MAP_WIDTH_PX);
    const double top_px = fmin(fmax(floor(px.y_px) - MAP_HEIGHT_PX / 2, 0), side_px - MAP_HEIGHT_PX);
    return (px_box){left_px, top_px, left_px + MAP_WIDTH_PX, top_px + MAP_HEIGHT_PX};
}

static bool check_page(renderer *r, const scene_request *request, int zoom)
{
    if (request->grid.width_px < MAP_WIDTH_PX) return true;
    page_difference found;
    page_compare(&found, r, request, middle_map(request));
    printf("zoom %2d: page of %zu labels, %zu cut by its edge; %zu of %zu pixels differ, %zu outside of "
           "those labels\n",
           zoom, found.labels, found.cut, found.differing, found.pixels, found.forbidden);
    if (!found.same_labels) printf("    its labels are not those of the tiles\n");
    return found.forbidden == 0 && found.same_labels;
}

static bool check_zoom(renderer *r, scene_request *request, int zoom)
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
    const bool is_page_right = check_page(r, request, zoom);
    return overlaps == 0 && cut == 0 && is_page_right;
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
    renderer *r = renderer_new(argv[4]);
    projection *mercator = NULL;
    const char *inputs[] = {argv[1]};
    pipeline_request load = {.inputs = inputs, .input_count = 1, .range = {DAY_NONE, DAY_NONE}};
    bool is_right = false;
    incmap_status status = style_load(&style_doc, argv[2], &err);
    if (status == INCMAP_OK) status = basemap_open(&base, argv[3], &err);
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
    for (int zoom = min; zoom <= max; zoom++) is_right = check_zoom(r, &request, zoom) && is_right;
done:
    incident_set_dispose(&set);
    account_dispose(&counted);
    projection_close(mercator);
    renderer_free(r);
    basemap_close(base);
    style_free(style_doc);
    return is_right ? 0 : 1;
}
