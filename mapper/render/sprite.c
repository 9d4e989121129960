#include "render/sprite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Marks that reach farther are rare and drawn each time: 64 sprites of one would take more than 4 MB.
#define SPRITE_REACH_MAX_PX 64

// When the sprites of a thread take more, all are dropped and drawn again as they are needed.
#define SPRITE_BYTES_MAX ((size_t)64 * 1024 * 1024)

// Steps of an edge's antialiasing. More would hardly be seen (Cairo itself samples a row 15 times), and a
// tile of marks would have more colours than a palette holds.
#define COVERAGE_LEVELS 16

/** The ink of one sprite; nothing but its bounds is stored. */
typedef struct {
    uint32_t *argb;      ///< NULL: not drawn yet
    int left_px, top_px; ///< of its corner from the whole pixel that the mark's centre lies in
    int width_px, height_px;
    row_span *inked; ///< of each row, the columns from its first pixel with ink to its last
    row_span *solid; ///< of each row, its first run of opaque pixels
} sprite;

struct sprite_sheet {
    uint64_t known_in;      ///< window in which the scene's paint was last compared with it, plus one
    scene_mark_paint paint; ///< what was drawn; its icon is the sheet's own
    char *icon;
    bool is_large;                                ///< the paint is drawn each time
    sprite sprites[SPRITE_PHASES][SPRITE_PHASES]; ///< by phase in y, then x
};

static void clear_sheet(struct sprite_sheet *sheet)
{
    for (int y = 0; y < SPRITE_PHASES; y++)
        for (int x = 0; x < SPRITE_PHASES; x++) {
            free(sheet->sprites[y][x].argb);
            free(sheet->sprites[y][x].inked);
        }
    free(sheet->icon);
    *sheet = (struct sprite_sheet){0};
}

void sprite_cache_dispose(sprite_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++) clear_sheet(&cache->sheets[i]);
    free(cache->sheets);
    *cache = (sprite_cache){.window = cache->window};
}

void sprite_cache_begin(sprite_cache *cache)
{
    cache->window++;
}

static bool same_color(style_color a, style_color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool same_paint(const struct sprite_sheet *sheet, const scene_mark_paint *paint)
{
    const scene_mark_paint *drawn = &sheet->paint;
    return drawn->radius_px == paint->radius_px && drawn->stroke_width_px == paint->stroke_width_px &&
           same_color(drawn->fill, paint->fill) && same_color(drawn->stroke, paint->stroke) &&
           drawn->blur == paint->blur && drawn->icon_size_px == paint->icon_size_px &&
           !drawn->icon == !paint->icon && (!drawn->icon || strcmp(drawn->icon, paint->icon) == 0);
}

/** The sheet of a paint. Scenes number their paints anew, so what it holds is compared with what is asked,
 * once in a window. */
static struct sprite_sheet *find_sheet(sprite_cache *cache, const scene *s, uint32_t paint_index)
{
    if (paint_index < cache->count && cache->sheets[paint_index].known_in == cache->window + 1)
        return &cache->sheets[paint_index];
    const scene_mark_paint *paint = &s->mark_paints[paint_index];
    if (paint_index >= cache->count) {
        size_t count = s->mark_paint_count;
        cache->sheets = mem_realloc(cache->sheets, count, sizeof *cache->sheets);
        memset(cache->sheets + cache->count, 0, (count - cache->count) * sizeof *cache->sheets);
        cache->count = count;
    }
    struct sprite_sheet *sheet = &cache->sheets[paint_index];
    if (same_paint(sheet, paint)) {
        sheet->known_in = cache->window + 1;
        return sheet;
    }
    for (int y = 0; y < SPRITE_PHASES; y++)
        for (int x = 0; x < SPRITE_PHASES; x++) {
            const sprite *old = &sheet->sprites[y][x];
            if (old->argb)
                cache->used_bytes -= (size_t)old->width_px * (size_t)old->height_px * sizeof(uint32_t);
        }
    clear_sheet(sheet);
    sheet->known_in = cache->window + 1;
    sheet->paint = *paint;
    if (paint->icon) sheet->paint.icon = sheet->icon = mem_strdup(paint->icon);
    sheet->is_large = mark_reach_px(paint) > SPRITE_REACH_MAX_PX;
    return sheet;
}

/** Finds the spans of a sprite's rows. */
static void find_spans(sprite *out)
{
    size_t height = (size_t)out->height_px;
    out->inked = mem_calloc(2 * height, sizeof *out->inked);
    out->solid = out->inked + height;
    for (int y = 0; y < out->height_px; y++) {
        const uint32_t *line = out->argb + (size_t)y * (size_t)out->width_px;
        row_span *inked = &out->inked[y], *solid = &out->solid[y];
        inked->end_px = out->width_px;
        while (inked->begin_px < inked->end_px && !line[inked->begin_px]) inked->begin_px++;
        while (inked->begin_px < inked->end_px && !line[inked->end_px - 1]) inked->end_px--;
        while (solid->begin_px < out->width_px && line[solid->begin_px] >> 24 != 255) solid->begin_px++;
        solid->end_px = solid->begin_px;
        while (solid->end_px < out->width_px && line[solid->end_px] >> 24 == 255) solid->end_px++;
    }
}

/** Copies the ink of a drawing that is @p side_px square, its corner at -@p half_px, into a sprite. */
static sprite trim(const uint32_t *argb, int side_px, int half_px)
{
    int left = side_px, top = side_px, right = 0, bottom = 0;
    for (int y = 0; y < side_px; y++)
        for (int x = 0; x < side_px; x++) {
            if (!argb[y * side_px + x]) continue;
            if (x < left) left = x;
            if (x >= right) right = x + 1;
            if (y < top) top = y;
            bottom = y + 1;
        }
    if (right <= left) left = top = right = bottom = 0;
    sprite out = {.left_px = left - half_px,
                  .top_px = top - half_px,
                  .width_px = right - left,
                  .height_px = bottom - top};
    out.argb = mem_alloc((size_t)out.width_px * (size_t)out.height_px * sizeof *argb);
    for (int y = 0; y < out.height_px; y++)
        memcpy(out.argb + (size_t)y * (size_t)out.width_px, argb + (size_t)(top + y) * (size_t)side_px + left,
               (size_t)out.width_px * sizeof *argb);
    find_spans(&out);
    return out;
}

static incmap_status status_of(cairo_status_t drawn, incmap_error *err)
{
    if (drawn == CAIRO_STATUS_SUCCESS) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "a mark cannot be drawn: %s; choose a smaller size in the style",
                     cairo_status_to_string(drawn));
}

/** Coverage of a disc, 0 to COVERAGE_LEVELS for each pixel of a square. */
static cairo_status_t cover_disc(uint8_t *out, int side_px, pxy centre, double radius_px)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, side_px, side_px);
    cairo_t *cr = cairo_create(surface);
    cairo_set_tolerance(cr, MARK_CURVE_TOLERANCE_PX);
    if (radius_px > 0) cairo_arc(cr, centre.x_px, centre.y_px, radius_px, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_status_t drawn = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < side_px && drawn == CAIRO_STATUS_SUCCESS; y++)
        for (int x = 0; x < side_px; x++)
            out[y * side_px + x] = (uint8_t)((data[y * stride + x] * COVERAGE_LEVELS + 127) / 255);
    cairo_surface_destroy(surface);
    return drawn;
}

static uint32_t mix(style_color fill, double fill_share, style_color ring, double ring_share)
{
    double fill_a = fill.a * fill_share * 255, ring_a = ring.a * ring_share * 255;
    return (uint32_t)lround(fill_a + ring_a) << 24 |
           (uint32_t)lround(fill.r * fill_a + ring.r * ring_a) << 16 |
           (uint32_t)lround(fill.g * fill_a + ring.g * ring_a) << 8 |
           (uint32_t)lround(fill.b * fill_a + ring.b * ring_a);
}

/** Disc and ring as sums of their coverages, so that no seam shows between them. */
static incmap_status draw_disc(uint32_t *argb, int side_px, pxy centre, const scene_mark_paint *paint,
                               incmap_error *err)
{
    size_t count = (size_t)side_px * (size_t)side_px;
    uint8_t *disc = mem_alloc(2 * count), *all = disc + count;
    double ring_px = mark_ring_width_px(paint);
    cairo_status_t drawn = cover_disc(disc, side_px, centre, paint->radius_px);
    if (drawn == CAIRO_STATUS_SUCCESS)
        drawn = cover_disc(all, side_px, centre, fmax(paint->radius_px, 0) + ring_px);
    for (size_t i = 0; i < count && drawn == CAIRO_STATUS_SUCCESS; i++)
        argb[i] = mix(paint->fill, (double)disc[i] / COVERAGE_LEVELS, paint->stroke,
                      all[i] > disc[i] ? (double)(all[i] - disc[i]) / COVERAGE_LEVELS : 0);
    free(disc);
    return status_of(drawn, err);
}

static incmap_status draw_other(uint32_t *argb, int side_px, pxy centre, icon_shelf *icons,
                                const scene_mark_paint *paint, incmap_error *err)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)argb, CAIRO_FORMAT_ARGB32, side_px, side_px, side_px * (int)sizeof *argb);
    cairo_t *cr = cairo_create(surface);
    cairo_translate(cr, centre.x_px, centre.y_px);
    incmap_status status = mark_draw(cr, icons, paint, err);
    if (status == INCMAP_OK) status = status_of(cairo_status(cr), err);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return status;
}

static incmap_status draw_sprite(sprite *out, icon_shelf *icons, const scene_mark_paint *paint, int phase_x,
                                 int phase_y, incmap_error *err)
{
    int half_px = (int)ceil(mark_reach_px(paint)), side_px = 2 * half_px + 1;
    pxy centre = {half_px + (double)phase_x / SPRITE_PHASES, half_px + (double)phase_y / SPRITE_PHASES};
    uint32_t *argb = mem_calloc((size_t)side_px * (size_t)side_px, sizeof *argb);
    incmap_status status = paint->icon || paint->blur > 0
                               ? draw_other(argb, side_px, centre, icons, paint, err)
                               : draw_disc(argb, side_px, centre, paint, err);
    if (status == INCMAP_OK) *out = trim(argb, side_px, half_px);
    free(argb);
    return status;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

/** floor(), without the call; for numbers that an int64_t holds. */
static int64_t floor_px(double at_px)
{
    int64_t whole = (int64_t)at_px;
    return whole - ((double)whole > at_px);
}

static int clamp_px(int64_t at_px, int most_px)
{
    return at_px < 0 ? 0 : at_px > most_px ? most_px : (int)at_px;
}

/** The pixels that the mark's reach touches, within the canvas. */
static cover_rect reach_rect(const canvas *c, pxy centre, double reach_px)
{
    return (cover_rect){clamp_px(floor_px(centre.x_px - reach_px), c->width_px),
                        clamp_px(floor_px(centre.y_px - reach_px), c->height_px),
                        clamp_px(-floor_px(-centre.x_px - reach_px), c->width_px),
                        clamp_px(-floor_px(-centre.y_px - reach_px), c->height_px)};
}

/** A mark's sprite on a canvas: the whole pixel that its centre lies in, and the part of the ink that shows.
 */
typedef struct {
    const sprite *ink;
    int x_px, y_px;
    cover_rect shown;
} placed_sprite;

/** The spans of the first row that shows. */
static const row_span *shown_spans(const placed_sprite *p, const row_span *spans)
{
    return spans + (p->shown.top - p->y_px - p->ink->top_px);
}

static void blit(canvas *c, const placed_sprite *p)
{
    cover_rect at = p->shown;
    int left_px = p->x_px + p->ink->left_px, top_px = p->y_px + p->ink->top_px;
    canvas_touch(c, at.left, at.top, at.right, at.bottom);
    for (int y = at.top; y < at.bottom; y++)
        argb_over(c->argb + (size_t)y * (size_t)c->stride_px + at.left,
                  p->ink->argb + (size_t)(y - top_px) * (size_t)p->ink->width_px + (at.left - left_px),
                  at.right - at.left);
}

/** A mark too large for a sprite, drawn into a group on the canvas itself. */
static incmap_status draw_large(icon_shelf *icons, canvas *c, const scene_mark_paint *paint, pxy snapped,
                                cover_rect clip, incmap_error *err)
{
    cairo_t *cr = canvas_cairo(c);
    canvas_mark_dirty(c);
    canvas_touch(c, clip.left, clip.top, clip.right, clip.bottom);
    cairo_save(cr);
    cairo_rectangle(cr, clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    cairo_clip(cr);
    cairo_push_group(cr);
    cairo_translate(cr, snapped.x_px, snapped.y_px);
    incmap_status status = mark_draw(cr, icons, paint, err);
    cairo_pop_group_to_source(cr);
    cairo_paint(cr);
    cairo_restore(cr);
    canvas_flush(c);
    return status;
}

// What lies, or reaches, farther from the canvas is a mistake, and is not to overflow.
#define FAR_PX 1e9

/** Where a mark's centre lies: in steps of the sprites' grid from the scene's corner, shift included. */
typedef struct {
    int64_t x_steps, y_steps;
    cover_rect clip;
    bool is_seen;
} mark_place;

static mark_place place_mark(const canvas *c, const scene *s, const scene_mark *mark, double shift_px)
{
    mark_place at = {.is_seen = false};
    pxy centre = {mark->at.x_px + shift_px - (double)c->x_px, mark->at.y_px - (double)c->y_px};
    // Written so that NaN is far.
    if (!(fabs(centre.x_px) < FAR_PX && fabs(centre.y_px) < FAR_PX)) return at;
    double reach_px = s->mark_paints[mark->paint].reach_px;
    at.clip = reach_rect(c, centre, !(reach_px > 0) ? 0 : reach_px < FAR_PX ? reach_px : FAR_PX);
    at.is_seen = at.clip.left < at.clip.right && at.clip.top < at.clip.bottom;
    // Snapped in the scene, before the canvas's place is taken off.
    at.x_steps = floor_px((mark->at.x_px + shift_px) * SPRITE_PHASES + 0.5);
    at.y_steps = floor_px(mark->at.y_px * SPRITE_PHASES + 0.5);
    return at;
}

/** Finds a mark's sprite, drawing it where it is new. Nothing of it may show: then out->shown is empty. */
static incmap_status find_sprite(placed_sprite *out, sprite_cache *cache, icon_shelf *icons, const canvas *c,
                                 const scene *s, const scene_mark *mark, const mark_place *at,
                                 incmap_error *err)
{
    _Static_assert((SPRITE_PHASES & (SPRITE_PHASES - 1)) == 0, "the lowest bits of steps are the phase");
    int64_t phase_x = at->x_steps & (SPRITE_PHASES - 1), phase_y = at->y_steps & (SPRITE_PHASES - 1);
    struct sprite_sheet *sheet = find_sheet(cache, s, mark->paint);
    if (!sheet->sprites[phase_y][phase_x].argb && cache->used_bytes > SPRITE_BYTES_MAX) {
        sprite_cache_dispose(cache);
        sheet = find_sheet(cache, s, mark->paint);
    }
    sprite *ink = &sheet->sprites[phase_y][phase_x];
    if (!ink->argb) {
        incmap_status status = draw_sprite(ink, icons, &sheet->paint, (int)phase_x, (int)phase_y, err);
        if (status != INCMAP_OK) return status;
        cache->used_bytes += (size_t)ink->width_px * (size_t)ink->height_px * sizeof *ink->argb;
    }
    *out = (placed_sprite){ink, (int)((at->x_steps - phase_x) / SPRITE_PHASES - c->x_px),
                           (int)((at->y_steps - phase_y) / SPRITE_PHASES - c->y_px), at->clip};
    int left = out->x_px + ink->left_px, top = out->y_px + ink->top_px;
    out->shown = (cover_rect){max_int(left, at->clip.left), max_int(top, at->clip.top),
                              min_int(left + ink->width_px, at->clip.right),
                              min_int(top + ink->height_px, at->clip.bottom)};
    return INCMAP_OK;
}

static bool shows(const placed_sprite *p)
{
    return p->shown.left < p->shown.right && p->shown.top < p->shown.bottom;
}

incmap_status sprite_put(sprite_cache *cache, icon_shelf *icons, canvas *c, const scene *s,
                         const scene_mark *mark, double shift_px, incmap_error *err)
{
    mark_place at = place_mark(c, s, mark, shift_px);
    if (!at.is_seen) return INCMAP_OK;
    if (find_sheet(cache, s, mark->paint)->is_large)
        return draw_large(icons, c, &s->mark_paints[mark->paint],
                          (pxy){(double)at.x_steps / SPRITE_PHASES - (double)c->x_px,
                                (double)at.y_steps / SPRITE_PHASES - (double)c->y_px},
                          at.clip, err);
    placed_sprite placed;
    incmap_status status = find_sprite(&placed, cache, icons, c, s, mark, &at, err);
    if (status != INCMAP_OK || !shows(&placed)) return status;
    canvas_flush(c);
    blit(c, &placed);
    canvas_mark_dirty(c);
    return INCMAP_OK;
}

incmap_status sprite_uncover(bool *shows_out, cover *above, sprite_cache *cache, icon_shelf *icons,
                             const canvas *c, const scene *s, const scene_mark *mark, double shift_px,
                             incmap_error *err)
{
    mark_place at = place_mark(c, s, mark, shift_px);
    *shows_out = at.is_seen;
    if (!at.is_seen || find_sheet(cache, s, mark->paint)->is_large) return INCMAP_OK;
    placed_sprite placed;
    incmap_status status = find_sprite(&placed, cache, icons, c, s, mark, &at, err);
    if (status != INCMAP_OK) return status;
    *shows_out = shows(&placed) && !cover_hides(above, placed.shown, shown_spans(&placed, placed.ink->inked),
                                                placed.x_px + placed.ink->left_px);
    if (*shows_out)
        cover_add(above, placed.shown, shown_spans(&placed, placed.ink->solid),
                  placed.x_px + placed.ink->left_px);
    return INCMAP_OK;
}
