#include "overlay/overlay.h"

#include "base/outfile.h"
#include "overlay/geotiff.h"
#include "overlay/plan.h"
#include "render/render.h"
#include "scene/index.h"

#include <math.h>
#include <stdlib.h>

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

static incmap_status draw_block(renderer *r, geotiff *t, const scene *s, const scene_ref *refs,
                                size_t ref_count, uint32_t col, uint32_t row, uint32_t *argb,
                                incmap_error *err)
{
    render_rect window = {(int64_t)col * GEOTIFF_BLOCK_PX, (int64_t)row * GEOTIFF_BLOCK_PX, GEOTIFF_BLOCK_PX,
                          GEOTIFF_BLOCK_PX};
    incmap_status status = render_window(r, s, refs, ref_count, window, argb, GEOTIFF_BLOCK_PX, err);
    if (status == INCMAP_OK) status = geotiff_put(t, col, row, argb, GEOTIFF_BLOCK_PX, err);
    return status;
}

/** Draws the blocks that have ink, row by row; with a background, all of them. */
static incmap_status draw_blocks(renderer *r, geotiff *t, const scene *s, scene_index *index,
                                 incmap_error *err)
{
    static const scene_ref no_refs[1];
    incmap_status status = INCMAP_OK;
    uint32_t *argb = mem_alloc((size_t)GEOTIFF_BLOCK_PX * GEOTIFF_BLOCK_PX * sizeof *argb);
    qsort(index->cells, index->cell_count, sizeof *index->cells, compare_cells);
    uint32_t cols = (uint32_t)((s->width_px + GEOTIFF_BLOCK_PX - 1) / GEOTIFF_BLOCK_PX);
    uint32_t rows = (uint32_t)((s->height_px + GEOTIFF_BLOCK_PX - 1) / GEOTIFF_BLOCK_PX);
    const scene_cell *cell = index->cells, *end = cell + index->cell_count;
    for (uint32_t row = 0; row < rows && status == INCMAP_OK; row++)
        for (uint32_t col = 0; col < cols && status == INCMAP_OK; col++) {
            bool inked = cell < end && cell->row == row && cell->col == col;
            if (inked)
                status = draw_block(r, t, s, index->refs + cell->ref_begin, cell->ref_end - cell->ref_begin,
                                    col, row, argb, err);
            else if (s->background.a > 0)
                status = draw_block(r, t, s, no_refs, 0, col, row, argb, err);
            if (inked) cell++;
        }
    free(argb);
    return status;
}

static incmap_status draw(const overlay_request *request, const overlay_result *plan, const projection *p,
                          const char *path, incmap_error *err)
{
    renderer *r = NULL;
    scene *s = NULL;
    geotiff *t = NULL;
    scene_index index = {0};
    incmap_status status = renderer_open(&r, request->icon_dir, err);
    if (status != INCMAP_OK) goto done;
    scene_request wanted = {.style = request->style,
                            .zoom = style_zoom(&plan->grid, p, request->pixel_ratio),
                            .projection = p,
                            .grid = plan->grid,
                            .pixel_ratio = request->pixel_ratio,
                            .incidents = request->incidents,
                            .basemap = request->basemap,
                            .text = renderer_text_measurer(r),
                            .by = request->by,
                            .size_by = request->size_by};
    status = scene_build(&s, &wanted, err);
    if (status != INCMAP_OK) goto done;
    scene_index_build(&index, s, GEOTIFF_BLOCK_PX);
    status = geotiff_create(&t, path, request->output, &plan->grid, p, request->attribution, err);
    if (status != INCMAP_OK) goto done;
    status = draw_blocks(r, t, s, &index, err);
    if (status != INCMAP_OK) goto done;
    status = geotiff_finish(t, err);
    t = NULL;
done:
    geotiff_abandon(t);
    scene_index_dispose(&index);
    scene_free(s);
    renderer_close(r);
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
    if (status == INCMAP_OK) status = draw(request, result, p, file.temp_path, err);
    if (status == INCMAP_OK) status = outfile_commit(&file, err);
    outfile_abort(&file);
    projection_close(p);
    return status;
}
