#include "page_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TILE_PX 256

typedef struct {
    px_box map;
    int width_px, height_px;
    double world_px;
    uint32_t *tiles, *page;
    bool *allowed;
} comparison;

static void check(incmap_status status, const incmap_error *err)
{
    if (status == INCMAP_OK) return;
    fprintf(stderr, "page_check: %s\n", err->message);
    abort();
}

static px_box on_map(const comparison *c, px_box ink, int turn)
{
    const double right_px = turn * c->world_px - c->map.min_x_px;
    return (px_box){ink.min_x_px + right_px, ink.min_y_px - c->map.min_y_px, ink.max_x_px + right_px,
                    ink.max_y_px - c->map.min_y_px};
}

/** How a box lies on the map: 0 beyond, 1 across its edge, 2 within. */
static int lie(const comparison *c, px_box ink)
{
    const px_box map = {0, 0, c->width_px, c->height_px};
    int found = 0;
    for (int turn = -1; turn <= 1; turn++) {
        px_box at = on_map(c, ink, turn);
        if (!px_box_overlap(at, map)) continue;
        bool inside = at.min_x_px >= 0 && at.min_y_px >= 0 && at.max_x_px <= map.max_x_px &&
                      at.max_y_px <= map.max_y_px;
        if (!inside) return 1;
        found = 2;
    }
    return found;
}

static void allow(comparison *c, px_box ink)
{
    for (int turn = -1; turn <= 1; turn++) {
        px_box at = on_map(c, ink, turn);
        int left = (int)fmax(floor(at.min_x_px), 0), top = (int)fmax(floor(at.min_y_px), 0);
        int right = (int)fmin(ceil(at.max_x_px), c->width_px),
            bottom = (int)fmin(ceil(at.max_y_px), c->height_px);
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) c->allowed[(size_t)y * (size_t)c->width_px + (size_t)x] = true;
    }
}

static px_box mark_ink(const scene *s, const scene_mark *mark)
{
    double reach_px = s->mark_paints[mark->paint].reach_px;
    return (px_box){mark->at.x_px - reach_px, mark->at.y_px - reach_px, mark->at.x_px + reach_px,
                    mark->at.y_px + reach_px};
}

/** The index of the page's layer of an id and a kind; the page's layer_count where it has none. */
static size_t find_layer(const scene *page, const scene_layer *like)
{
    size_t i = 0;
    while (i < page->layer_count &&
           (page->layers[i].kind != like->kind || strcmp(page->layers[i].id, like->id) != 0))
        i++;
    return i;
}

/** Whether the page has the icon where the tiles do. */
static bool has_icon(const scene *page, size_t layer, const scene_mark *icon)
{
    for (size_t i = 0; layer < page->layer_count && i < page->layers[layer].count; i++) {
        const pxy at = page->layers[layer].marks[i].at;
        if (at.x_px == icon->at.x_px && at.y_px == icon->at.y_px) return true;
    }
    return false;
}

/** Labels of the tiles that the edge cuts may be missing, with no more icons than there are of them. */
static void compare_labels(page_difference *out, comparison *c, const scene *tiles, const scene *page)
{
    out->same_labels = true;
    for (size_t i = 0; i < tiles->layer_count; i++) {
        const scene_layer *layer = &tiles->layers[i];
        if (layer->kind != SCENE_LABELS) continue;
        const size_t on_page = find_layer(page, layer);
        const size_t page_count = on_page < page->layer_count ? page->layers[on_page].count : 0;
        size_t cut = 0, kept = 0;
        for (size_t k = 0; k < layer->count; k++) {
            const scene_label *label = &layer->labels[k];
            const int how = lie(c, label->ink);
            if (how == 1) {
                cut++;
                allow(c, label->ink);
            }
            if (how != 2) continue;
            const scene_label *same = kept < page_count ? &page->layers[on_page].labels[kept] : NULL;
            kept++;
            if (!same || strcmp(same->text, label->text) != 0 || same->at.x_px != label->at.x_px ||
                same->at.y_px != label->at.y_px)
                out->same_labels = false;
        }
        if (kept != page_count) out->same_labels = false;
        out->cut += cut;
        out->labels += kept;
        if (i == 0 || tiles->layers[i - 1].kind != SCENE_MARKS ||
            strcmp(tiles->layers[i - 1].id, layer->id) != 0)
            continue;
        const scene_layer *icons = &tiles->layers[i - 1];
        const size_t page_icons = find_layer(page, icons);
        for (size_t k = 0; k < icons->count; k++) {
            px_box ink = mark_ink(tiles, &icons->marks[k]);
            if (!lie(c, ink) || has_icon(page, page_icons, &icons->marks[k])) continue;
            if (cut-- == 0) {
                out->same_labels = false;
                break;
            }
            allow(c, ink);
        }
    }
}

/** Stitches the tiles that the map lies on; where the index has none there is no ink. */
static void stitch(comparison *c, renderer *r, const scene *s)
{
    incmap_error err = {0};
    scene_index index;
    scene_index_build(&index, s, TILE_PX);
    px_box wanted = c->map;
    // Of a map across the edge of the world both ends.
    if (wanted.max_x_px > c->world_px) wanted.min_x_px = 0;
    if (s->background.a > 0) scene_index_cover(&index, s, wanted);
    render_sheet sheet;
    render_sheet_open(&sheet, TILE_PX);
    const int64_t across = s->width_px / TILE_PX;
    for (size_t i = 0; i < index.cell_count; i++) {
        const scene_cell *cell = &index.cells[i];
        for (int64_t turn = 0; turn <= 1; turn++) {
            int64_t left = ((int64_t)cell->col + turn * across) * TILE_PX - (int64_t)c->map.min_x_px;
            int64_t top = (int64_t)cell->row * TILE_PX - (int64_t)c->map.min_y_px;
            if (left >= c->width_px || left + TILE_PX <= 0 || top >= c->height_px || top + TILE_PX <= 0)
                continue;
            check(render_tile(r, s, index.refs + cell->ref_begin, cell->ref_end - cell->ref_begin,
                              (int64_t)cell->col * TILE_PX, (int64_t)cell->row * TILE_PX, &sheet, &err),
                  &err);
            for (int64_t y = 0; y < TILE_PX; y++)
                for (int64_t x = 0; x < TILE_PX; x++)
                    if (left + x >= 0 && left + x < c->width_px && top + y >= 0 && top + y < c->height_px)
                        c->tiles[(top + y) * c->width_px + left + x] = sheet.argb[y * TILE_PX + x];
        }
    }
    render_sheet_dispose(&sheet);
    scene_index_dispose(&index);
}

void page_compare(page_difference *out, renderer *r, const scene_request *tiles, px_box map)
{
    incmap_error err = {0};
    comparison c = {.map = map,
                    .width_px = (int)(map.max_x_px - map.min_x_px),
                    .height_px = (int)(map.max_y_px - map.min_y_px),
                    .world_px = (double)tiles->grid.width_px};
    scene_request page = *tiles;
    page.has_window = true;
    page.window = map;
    page.stock = NULL;
    scene *of_tiles, *of_page;
    check(scene_build(&of_tiles, tiles, &err), &err);
    check(scene_build(&of_page, &page, &err), &err);
    *out = (page_difference){.pixels = (size_t)c.width_px * (size_t)c.height_px};
    c.tiles = mem_calloc(out->pixels, sizeof *c.tiles);
    c.page = mem_calloc(out->pixels, sizeof *c.page);
    c.allowed = mem_calloc(out->pixels, sizeof *c.allowed);
    stitch(&c, r, of_tiles);
    const render_rect window = {(int64_t)map.min_x_px, (int64_t)map.min_y_px, c.width_px, c.height_px};
    check(render_window(r, of_page, NULL, 0, window, c.page, c.width_px, &err), &err);
    compare_labels(out, &c, of_tiles, of_page);
    for (size_t i = 0; i < out->pixels; i++) {
        out->inked += c.tiles[i] != 0;
        if (c.tiles[i] == c.page[i]) continue;
        out->differing++;
        if (c.allowed[i] || out->forbidden++) continue;
        out->x_px = (int64_t)(i % (size_t)c.width_px);
        out->y_px = (int64_t)(i / (size_t)c.width_px);
    }
    free(c.tiles);
    free(c.page);
    free(c.allowed);
    scene_free(of_tiles);
    scene_free(of_page);
}
