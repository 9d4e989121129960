/**
 * @file
 * Which items of a scene have ink where: the scene's picture divided into square cells (tiles), each with its
 * items in drawing order. Only cells that some item has ink in are there, so work done over them is in
 * proportion to what is visible. Cells come along the Hilbert curve, so that contiguous ones lie close
 * together.
 */
#ifndef INCMAP_SCENE_INDEX_H
#define INCMAP_SCENE_INDEX_H

#include "scene/scene.h"

/** An item of the scene seen from a window. */
typedef struct {
    uint32_t layer, item; ///< scene.layers[layer], its item
    int32_t wrap; ///< the item is drawn wrap * scene.width_px pixels to the right (for scenes that wrap)
} scene_ref;

typedef struct {
    uint32_t col, row; ///< of the cell, from the top left
    uint64_t hilbert; ///< place along the curve of the smallest power of two of cells that covers the picture
    size_t ref_begin, ref_end;
} scene_cell;

typedef struct {
    int cell_px;
    size_t cell_count;
    scene_cell *cells; ///< in ascending hilbert
    size_t ref_count;
    scene_ref *refs; ///< of all cells, one behind the other, each cell's in drawing order
} scene_index;

/** Builds the index; *out is zeroed or disposed of before, and disposed of by the caller. */
void scene_index_build(scene_index *out, const scene *s, int cell_px);
/**
 * For a scene whose background is to be seen where nothing lies on it: keeps the cells that @p box touches,
 * and adds those of them that no item has ink in, with no refs.
 */
void scene_index_cover(scene_index *index, const scene *s, px_box box);
void scene_index_dispose(scene_index *index);

/** Place of a cell along the Hilbert curve of order @p order, as PMTiles numbers tiles within a zoom. */
uint64_t hilbert_from_cell(int order, uint32_t col, uint32_t row);
void hilbert_to_cell(int order, uint64_t hilbert, uint32_t *col, uint32_t *row);

#endif
