#include "render/renderer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Every window is put together from cells of this side, which lie on the scene's own pixel grid. A cell is
// drawn in the same way whatever window it is drawn for, so two windows cannot differ where they overlap.
// A tile of 256 px is a cell itself.
#define CELL_PX 256

// A cell of fewer items is drawn sooner than it is found which of them are covered.
#define COVER_ITEMS_MIN 48

// How long before a mark is looked at it is asked of memory.
#define MARKS_AHEAD 12

// Ink reaches into the next copy of a scene that wraps, hardly ever farther; bounds what a broken item costs.
#define WRAPS_MAX 4

renderer *renderer_new(const char *icon_dir)
{
    renderer *r = mem_calloc(1, sizeof *r);
    if (icon_dir) r->icons.folder = r->icon_dir = mem_strdup(icon_dir);
    r->text = text_setter_new();
    return r;
}

void renderer_free(renderer *r)
{
    if (!r) return;
    icon_shelf_dispose(&r->icons);
    sprite_cache_dispose(&r->sprites);
    shape_painter_dispose(&r->shapes);
    text_setter_free(r->text);
    field_dispose(&r->heat);
    soft_field_dispose(&r->soft);
    free(r->icon_dir);
    free(r->cell);
    free(r->showing);
    free(r);
}

static void measure(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    renderer *r = context;
    text_measure(r->text, font, text, wrap_px, width_px, height_px);
}

text_measurer renderer_text_measurer(renderer *r)
{
    return (text_measurer){r, measure};
}

/** Limits drawing to the whole pixels that the item's declared ink touches: what an index knows of it. */
static void clip_to_ink(canvas *c, px_box ink, px_box seen)
{
    // The part on the canvas only: a country at zoom 22 is larger than Cairo's coordinates.
    double left = fmax(floor(ink.min_x_px), seen.min_x_px), top = fmax(floor(ink.min_y_px), seen.min_y_px);
    double right = fmin(ceil(ink.max_x_px), seen.max_x_px), bottom = fmin(ceil(ink.max_y_px), seen.max_y_px);
    left -= seen.min_x_px;
    right -= seen.min_x_px;
    top -= seen.min_y_px;
    bottom -= seen.min_y_px;
    canvas_touch(c, (int)left, (int)top, (int)right, (int)bottom);
    cairo_rectangle(canvas_cairo(c), left, top, right - left, bottom - top);
    cairo_clip(canvas_cairo(c));
}

/** Paints what is left of a heat map, and of areas with soft edges, before anything that lies on top. */
static void finish_fields(renderer *r, canvas *c, const scene *s)
{
    if (r->heat.is_open) heat_paint(&r->heat, c, &s->layers[r->heat.layer]);
    if (r->soft.colors.is_open) soft_field_paint(&r->soft, c, &s->layers[r->soft.colors.layer]);
}

static incmap_status draw_item(renderer *r, canvas *c, const scene *s, scene_ref ref, incmap_error *err)
{
    const scene_layer *layer = &s->layers[ref.layer];
    double shift_px = (double)ref.wrap * (double)s->width_px;
    if ((r->heat.is_open && r->heat.layer != ref.layer) ||
        (r->soft.colors.is_open && r->soft.colors.layer != ref.layer))
        finish_fields(r, c, s);
    if (layer->kind == SCENE_HEAT) {
        const scene_mark *point = &layer->marks[ref.item];
        if (!r->heat.is_open) field_open(&r->heat, c, ref.layer, 1);
        heat_add(&r->heat, c, &s->mark_paints[point->paint], point->at, shift_px);
        return INCMAP_OK;
    }
    if (layer->kind == SCENE_SHAPES && layer->shapes[ref.item].soft) {
        if (!r->soft.colors.is_open) soft_field_open(&r->soft, c, ref.layer);
        soft_field_add(&r->soft, c, s, &layer->shapes[ref.item], shift_px);
        return INCMAP_OK;
    }
    if (layer->kind == SCENE_MARKS)
        return sprite_put(&r->sprites, &r->icons, c, s, &layer->marks[ref.item], shift_px, err);

    px_box ink = px_box_moved(scene_item_ink(s, layer, ref.item), shift_px), seen = canvas_box(c);
    if (!px_box_overlap(ink, seen)) return INCMAP_OK;
    incmap_status status = INCMAP_OK;
    cairo_t *cr = canvas_cairo(c);
    // The canvas's corner, seen from the item: whole pixels, so nothing is rounded anew.
    pxy origin = {seen.min_x_px - shift_px, seen.min_y_px};
    cairo_save(cr);
    clip_to_ink(c, ink, seen);
    if (layer->kind == SCENE_SHAPES) {
        status =
            shape_draw(&r->shapes, cr, s, &layer->shapes[ref.item], origin, c->width_px, c->height_px, err);
    } else {
        const scene_label *label = &layer->labels[ref.item];
        pxy at = {label->at.x_px - origin.x_px, label->at.y_px - origin.y_px};
        text_draw(r->text, cr, label, layer->curves, &s->text_paints[label->paint], at, false);
    }
    cairo_restore(cr);
    return status;
}

/** Copies of an item, whole widths of the scene to the left or right, that may have ink in the canvas. */
static void find_wraps(const scene *s, px_box ink, px_box seen, int32_t *first, int32_t *last)
{
    double width_px = (double)s->width_px;
    *first = *last = 0;
    if (!s->wraps_x) return;
    *first = (int32_t)fmax(ceil((seen.min_x_px - ink.max_x_px) / width_px), -WRAPS_MAX);
    *last = (int32_t)fmin(floor((seen.max_x_px - ink.min_x_px) / width_px), WRAPS_MAX);
}

/** All items of the scene with ink in the canvas, in drawing order; copies of an item from left to right. */
static incmap_status draw_all(renderer *r, canvas *c, const scene *s, incmap_error *err)
{
    px_box seen = canvas_box(c);
    for (size_t layer = 0; layer < s->layer_count; layer++)
        for (size_t item = 0; item < s->layers[layer].count; item++) {
            px_box ink = scene_item_ink(s, &s->layers[layer], item);
            if (!(ink.min_y_px < seen.max_y_px && ink.max_y_px > seen.min_y_px)) continue;
            int32_t first, last;
            find_wraps(s, ink, seen, &first, &last);
            for (int32_t wrap = first; wrap <= last; wrap++) {
                scene_ref ref = {(uint32_t)layer, (uint32_t)item, wrap};
                incmap_status status = draw_item(r, c, s, ref, err);
                if (status != INCMAP_OK) return status;
            }
        }
    return INCMAP_OK;
}

/** Fills the canvas; one that notes its spans is blank already. */
static void fill_pixels(canvas *c, uint32_t argb)
{
    if (c->spans && argb == 0) return;
    canvas_touch(c, 0, 0, c->width_px, c->height_px);
    for (int row = 0; row < c->height_px; row++) {
        uint32_t *line = c->argb + (size_t)row * (size_t)c->stride_px;
        if (argb == 0) {
            memset(line, 0, (size_t)c->width_px * sizeof *line);
            continue;
        }
        for (int col = 0; col < c->width_px; col++) line[col] = argb;
    }
}

/** Marks of a cell lie all over their layer; asked for in time, none is waited for. */
static void prefetch_mark(const scene *s, scene_ref ref)
{
    const scene_layer *layer = &s->layers[ref.layer];
    if (layer->kind == SCENE_MARKS) __builtin_prefetch(&layer->marks[ref.item]);
}

/**
 * Draws the items, in drawing order, but those marks of which later ones leave nothing to be seen: a million
 * marks in a cell cost what shows of them. An opaque pixel replaces what was there, so the pixels are those
 * of drawing them all.
 */
static incmap_status draw_showing(renderer *r, canvas *c, const scene *s, const scene_ref *refs,
                                  size_t ref_count, incmap_error *err)
{
    _Static_assert(COVER_SIDE_PX == CELL_PX, "a cover is of a cell");
    r->above = (cover){0};
    size_t count = 0;
    incmap_status status = INCMAP_OK;
    for (size_t i = ref_count; i-- > 0 && status == INCMAP_OK;) {
        if (i >= MARKS_AHEAD) prefetch_mark(s, refs[i - MARKS_AHEAD]);
        const scene_layer *layer = &s->layers[refs[i].layer];
        bool shows = true;
        if (layer->kind == SCENE_MARKS)
            status =
                sprite_uncover(&shows, &r->above, &r->sprites, &r->icons, c, s, &layer->marks[refs[i].item],
                               (double)refs[i].wrap * (double)s->width_px, err);
        if (shows) VEC_PUSH(r->showing, count, r->showing_capacity, i);
    }
    while (count > 0 && status == INCMAP_OK) {
        if (count > MARKS_AHEAD) prefetch_mark(s, refs[r->showing[count - MARKS_AHEAD - 1]]);
        status = draw_item(r, c, s, refs[r->showing[--count]], err);
    }
    return status;
}

static incmap_status draw_refs(renderer *r, canvas *c, const scene *s, const scene_ref *refs,
                               size_t ref_count, incmap_error *err)
{
    if (ref_count >= COVER_ITEMS_MIN) return draw_showing(r, c, s, refs, ref_count, err);
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < ref_count && status == INCMAP_OK; i++) status = draw_item(r, c, s, refs[i], err);
    return status;
}

/** What a window is drawn into. */
typedef struct {
    uint32_t *argb;
    int stride_px;
    row_span *spans; ///< NULL: not asked
    bool is_over;    ///< what is there stays, below
} window_pixels;

static incmap_status draw_cell(renderer *r, canvas *c, const scene *s, const scene_ref *refs,
                               size_t ref_count, bool is_over, incmap_error *err)
{
    if (!is_over) fill_pixels(c, argb_premultiplied(s->background));
    incmap_status status = refs ? draw_refs(r, c, s, refs, ref_count, err) : draw_all(r, c, s, err);
    finish_fields(r, c, s);
    cairo_status_t drawn = canvas_end(c);
    if (status == INCMAP_OK && drawn != CAIRO_STATUS_SUCCESS)
        status = error_set(err, INCMAP_FAILED, "the map cannot be drawn: %s; try a smaller picture",
                           cairo_status_to_string(drawn));
    return status;
}

static int64_t floor_to_cell(int64_t px)
{
    int64_t rest = px % CELL_PX;
    return px - (rest < 0 ? rest + CELL_PX : rest);
}

static int64_t max_px(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t min_px(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/** Draws the part of one cell that lies in the window; whole cells straight into the window's pixels. */
static incmap_status draw_part(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count,
                               render_rect window, int64_t cell_x, int64_t cell_y, window_pixels out,
                               incmap_error *err)
{
    int64_t left = max_px(cell_x, window.x_px), top = max_px(cell_y, window.y_px);
    int64_t right = min_px(cell_x + CELL_PX, window.x_px + window.width_px);
    int64_t bottom = min_px(cell_y + CELL_PX, window.y_px + window.height_px);
    uint32_t *target = out.argb + (top - window.y_px) * out.stride_px + (left - window.x_px);
    canvas c = {.stride_px = out.stride_px,
                .x_px = cell_x,
                .y_px = cell_y,
                .width_px = CELL_PX,
                .height_px = CELL_PX};
    if (right - left == CELL_PX && bottom - top == CELL_PX) {
        c.argb = target;
        if (out.spans) {
            c.spans = out.spans + (top - window.y_px);
            c.span_origin_px = (int)(left - window.x_px);
        }
        return draw_cell(r, &c, s, refs, ref_count, out.is_over, err);
    }
    if (!r->cell) r->cell = mem_alloc((size_t)CELL_PX * CELL_PX * sizeof *r->cell);
    c.argb = r->cell;
    c.stride_px = CELL_PX;
    const size_t row_bytes = (size_t)(right - left) * sizeof *target;
    uint32_t *part = r->cell + (top - cell_y) * CELL_PX + (left - cell_x);
    for (int64_t y = 0; out.is_over && y < bottom - top; y++)
        memcpy(part + y * CELL_PX, target + y * out.stride_px, row_bytes);
    incmap_status status = draw_cell(r, &c, s, refs, ref_count, out.is_over, err);
    for (int64_t y = 0; y < bottom - top; y++)
        memcpy(target + y * out.stride_px, part + y * CELL_PX, row_bytes);
    return status;
}

static incmap_status draw_window(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count,
                                 render_rect window, window_pixels out, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    sprite_cache_begin(&r->sprites);
    for (int64_t y = floor_to_cell(window.y_px); y < window.y_px + window.height_px; y += CELL_PX)
        for (int64_t x = floor_to_cell(window.x_px); x < window.x_px + window.width_px; x += CELL_PX) {
            status = draw_part(r, s, refs, ref_count, window, x, y, out, err);
            if (status != INCMAP_OK) return status;
        }
    return status;
}

incmap_status render_window(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count,
                            render_rect window, uint32_t *argb, int stride_px, incmap_error *err)
{
    return draw_window(r, s, refs, ref_count, window, (window_pixels){argb, stride_px, NULL, false}, err);
}

incmap_status render_window_over(renderer *r, const scene *s, render_rect window, uint32_t *argb,
                                 int stride_px, incmap_error *err)
{
    return draw_window(r, s, NULL, 0, window, (window_pixels){argb, stride_px, NULL, true}, err);
}

void render_sheet_open(render_sheet *sheet, int side_px)
{
    assert(side_px % CELL_PX == 0);
    *sheet = (render_sheet){.side_px = side_px};
    sheet->argb = mem_calloc((size_t)side_px * (size_t)side_px, sizeof *sheet->argb);
    sheet->spans = mem_calloc((size_t)side_px, sizeof *sheet->spans);
}

void render_sheet_dispose(render_sheet *sheet)
{
    free(sheet->argb);
    free(sheet->spans);
    *sheet = (render_sheet){0};
}

bool render_sheet_is_blank(const render_sheet *sheet)
{
    for (int row = 0; row < sheet->side_px; row++) {
        const uint32_t *line = sheet->argb + (size_t)row * (size_t)sheet->side_px;
        for (int col = sheet->spans[row].begin_px; col < sheet->spans[row].end_px; col++)
            if (line[col]) return false;
    }
    return true;
}

incmap_status render_tile(renderer *r, const scene *s, const scene_ref *refs, size_t ref_count, int64_t x_px,
                          int64_t y_px, render_sheet *sheet, incmap_error *err)
{
    assert(x_px % CELL_PX == 0 && y_px % CELL_PX == 0);
    for (int row = 0; row < sheet->side_px; row++) {
        row_span *span = &sheet->spans[row];
        memset(sheet->argb + (size_t)row * (size_t)sheet->side_px + span->begin_px, 0,
               (size_t)(span->end_px - span->begin_px) * sizeof *sheet->argb);
        *span = (row_span){0, 0};
    }
    render_rect window = {x_px, y_px, sheet->side_px, sheet->side_px};
    const window_pixels out = {sheet->argb, sheet->side_px, sheet->spans, false};
    return draw_window(r, s, refs, ref_count, window, out, err);
}
