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
} sprite;

struct sprite_sheet {
    scene_mark_paint paint; ///< what was drawn; its icon is the sheet's own
    char *icon;
    sprite sprites[SPRITE_PHASES][SPRITE_PHASES]; ///< by phase in y, then x
};

static void clear_sheet(struct sprite_sheet *sheet)
{
    for (int y = 0; y < SPRITE_PHASES; y++)
        for (int x = 0; x < SPRITE_PHASES; x++) free(sheet->sprites[y][x].argb);
    free(sheet->icon);
    *sheet = (struct sprite_sheet){0};
}

void sprite_cache_dispose(sprite_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++) clear_sheet(&cache->sheets[i]);
    free(cache->sheets);
    *cache = (sprite_cache){0};
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

/** The sheet of a paint. Scenes number their paints anew, so what it holds is compared with what is asked. */
static struct sprite_sheet *find_sheet(sprite_cache *cache, const scene *s, uint32_t paint_index)
{
    const scene_mark_paint *paint = &s->mark_paints[paint_index];
    if (paint_index >= cache->count) {
        size_t count = s->mark_paint_count;
        cache->sheets = mem_realloc(cache->sheets, count, sizeof *cache->sheets);
        memset(cache->sheets + cache->count, 0, (count - cache->count) * sizeof *cache->sheets);
        cache->count = count;
    }
    struct sprite_sheet *sheet = &cache->sheets[paint_index];
    if (same_paint(sheet, paint)) return sheet;
    for (int y = 0; y < SPRITE_PHASES; y++)
        for (int x = 0; x < SPRITE_PHASES; x++) {
            const sprite *old = &sheet->sprites[y][x];
            if (old->argb)
                cache->used_bytes -= (size_t)old->width_px * (size_t)old->height_px * sizeof(uint32_t);
        }
    clear_sheet(sheet);
    sheet->paint = *paint;
    if (paint->icon) sheet->paint.icon = sheet->icon = mem_strdup(paint->icon);
    return sheet;
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

/** Pixels, not bounds: [left, right) × [top, bottom) of the canvas. */
typedef struct {
    int left, top, right, bottom;
} pixel_rect;

static int clamp_px(double at_px, int most_px)
{
    return (int)fmin(fmax(at_px, 0), most_px);
}

/** The pixels that the mark's reach touches, within the canvas. */
static pixel_rect reach_rect(const canvas *c, pxy centre, double reach_px)
{
    return (pixel_rect){clamp_px(floor(centre.x_px - reach_px), c->width_px),
                        clamp_px(floor(centre.y_px - reach_px), c->height_px),
                        clamp_px(ceil(centre.x_px + reach_px), c->width_px),
                        clamp_px(ceil(centre.y_px + reach_px), c->height_px)};
}

static void blit(canvas *c, const sprite *ink, int x_px, int y_px, pixel_rect clip)
{
    int left = max_int(x_px + ink->left_px, clip.left), top = max_int(y_px + ink->top_px, clip.top);
    int right = min_int(x_px + ink->left_px + ink->width_px, clip.right);
    int bottom = min_int(y_px + ink->top_px + ink->height_px, clip.bottom);
    if (left >= right) return;
    canvas_touch(c, left, top, right, bottom);
    for (int y = top; y < bottom; y++)
        argb_over(c->argb + (size_t)y * (size_t)c->stride_px + left,
                  ink->argb + (size_t)(y - y_px - ink->top_px) * (size_t)ink->width_px +
                      (left - x_px - ink->left_px),
                  right - left);
}

/** A mark too large for a sprite, drawn into a group on the canvas itself. */
static incmap_status draw_large(icon_shelf *icons, canvas *c, const scene_mark_paint *paint, pxy snapped,
                                pixel_rect clip, incmap_error *err)
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

incmap_status sprite_put(sprite_cache *cache, icon_shelf *icons, canvas *c, const scene *s,
                         const scene_mark *mark, double shift_px, incmap_error *err)
{
    const scene_mark_paint *paint = &s->mark_paints[mark->paint];
    pxy centre = {mark->at.x_px + shift_px - (double)c->x_px, mark->at.y_px - (double)c->y_px};
    if (!isfinite(centre.x_px) || !isfinite(centre.y_px)) return INCMAP_OK;
    pixel_rect clip = reach_rect(c, centre, paint->reach_px);
    if (clip.left >= clip.right || clip.top >= clip.bottom) return INCMAP_OK;

    // Snapped in the scene, before the canvas's place is taken off.
    double snapped_x = floor((mark->at.x_px + shift_px) * SPRITE_PHASES + 0.5) / SPRITE_PHASES;
    double snapped_y = floor(mark->at.y_px * SPRITE_PHASES + 0.5) / SPRITE_PHASES;
    double whole_x = floor(snapped_x), whole_y = floor(snapped_y);
    if (mark_reach_px(paint) > SPRITE_REACH_MAX_PX)
        return draw_large(icons, c, paint, (pxy){snapped_x - (double)c->x_px, snapped_y - (double)c->y_px},
                          clip, err);

    if (cache->used_bytes > SPRITE_BYTES_MAX) sprite_cache_dispose(cache);
    struct sprite_sheet *sheet = find_sheet(cache, s, mark->paint);
    int phase_x = (int)((snapped_x - whole_x) * SPRITE_PHASES);
    int phase_y = (int)((snapped_y - whole_y) * SPRITE_PHASES);
    sprite *ink = &sheet->sprites[phase_y][phase_x];
    if (!ink->argb) {
        incmap_status status = draw_sprite(ink, icons, &sheet->paint, phase_x, phase_y, err);
        if (status != INCMAP_OK) return status;
        cache->used_bytes += (size_t)ink->width_px * (size_t)ink->height_px * sizeof *ink->argb;
    }
    canvas_flush(c);
    blit(c, ink, (int)(whole_x - (double)c->x_px), (int)(whole_y - (double)c->y_px), clip);
    canvas_mark_dirty(c);
    return INCMAP_OK;
}
