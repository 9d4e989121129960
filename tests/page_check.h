/** @file A page's map against the tiles of its zoom: the same pixels, but where the page leaves out a label
 * that its edge would cut. */
#ifndef INCMAP_TESTS_PAGE_CHECK_H
#define INCMAP_TESTS_PAGE_CHECK_H

#include "render/render.h"

typedef struct {
    size_t pixels;      ///< of the map
    size_t inked;       ///< of them, those that a tile has ink in
    size_t differing;   ///< in all
    size_t forbidden;   ///< of them, those that lie in no label that the edge cuts, nor in its icon
    int64_t x_px, y_px; ///< the first of those, on the map
    size_t labels;      ///< on the map
    size_t cut;         ///< labels of the tiles that the map's edge cuts
    bool same_labels;   ///< the map's are those of the tiles that lie wholly on it, in number and place
} page_difference;

/**
 * @p tiles is the request of a zoom's tiles, of 256 pixels, and @p map what of it the page shows, whole
 * pixels. Builds both scenes, stitches the tiles and compares. Aborts where either cannot be drawn.
 */
void page_compare(page_difference *out, renderer *r, const scene_request *tiles, px_box map);

#endif
