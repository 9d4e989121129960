/**
 * @file
 * Marks drawn once and put down many times. A mark's centre is taken to the nearest 1/8 px of the scene, so
 * at most 1/16 px off in x and in y, which gives 64 sprites for each look. The edges of discs are antialiased
 * in 16 steps: a pixel that one edge crosses is at most 8 levels of 255 from Cairo's own drawing at that
 * place, one that both edges of a ring cross 16, and up to 2 more by rounding.
 */
#ifndef INCMAP_RENDER_SPRITE_H
#define INCMAP_RENDER_SPRITE_H

#include "render/canvas.h"
#include "render/cover.h"
#include "render/mark.h"

#define SPRITE_PHASES 8

/** Zero it before use; sprite_cache_dispose frees it. */
typedef struct {
    struct sprite_sheet *sheets; ///< by index of the paint in the scene
    size_t count;
    size_t used_bytes;
    uint64_t window; ///< being drawn; counts up
} sprite_cache;

/** To be called before the marks of a window: they are of one scene, which may be another than the last. */
void sprite_cache_begin(sprite_cache *cache);

void sprite_cache_dispose(sprite_cache *cache);

/**
 * Puts a mark down on the canvas. @p shift_px is added to its x: the wrap of the scene. Nothing is painted
 * farther than the paint's reach_px from the mark's place.
 */
incmap_status sprite_put(sprite_cache *cache, icon_shelf *icons, canvas *c, const scene *s,
                         const scene_mark *mark, double shift_px, incmap_error *err);

/**
 * Looks at a mark from above: *shows says whether sprite_put would change a pixel that @p above, which holds
 * the opaque pixels of the marks drawn later, leaves open; its own opaque pixels are added there. The canvas
 * is of COVER_SIDE_PX square.
 */
incmap_status sprite_uncover(bool *shows, cover *above, sprite_cache *cache, icon_shelf *icons,
                             const canvas *c, const scene *s, const scene_mark *mark, double shift_px,
                             incmap_error *err);

#endif
