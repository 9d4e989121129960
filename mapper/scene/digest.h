/**
 * @file
 * What a cell of a scene shows, as a number: two cells at the same place with the same number, drawn by the
 * same program, are the same pixels. That is how tiles are known that need not be drawn again.
 *
 * It takes in the background, and of every item with ink in the cell, in drawing order, where it lies and its
 * whole look; nothing else: not which incident it is, nor how many others there are.
 */
#ifndef INCMAP_SCENE_DIGEST_H
#define INCMAP_SCENE_DIGEST_H

#include "scene/index.h"

/** What cells are digested with; read by any number of threads. */
typedef struct {
    const scene *scene;
    uint64_t ground;       ///< of what all cells share
    uint64_t *mark_paints; ///< by the paint's number
    uint64_t **items;      ///< by layer, then item; NULL for a layer of marks
    uint64_t *layers;      ///< of each layer, its kind and colours
} scene_digest;

/** *out is disposed of by the caller, before the scene is freed. */
void scene_digest_open(scene_digest *out, const scene *s);
void scene_digest_dispose(scene_digest *d);

/** The digest of a cell, whose items are @p refs as an index gives them. */
uint64_t scene_digest_cell(const scene_digest *d, const scene_ref *refs, size_t ref_count);

#endif
