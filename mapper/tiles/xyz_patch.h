/**
 * @file
 * A folder of tiles brought up to date: what changed is put together as a patch (base/patch.h), column by
 * column, so that the columns in which nothing changed need not be touched.
 */
#ifndef INCMAP_TILES_XYZ_PATCH_H
#define INCMAP_TILES_XYZ_PATCH_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    int zoom;
    uint32_t col, row;
} tile_place;

/**
 * Makes the folder @p path, which holds the tiles that are new and the files that go beside them, a patch of
 * the folder @p previous_path, after which that has the @p kept tiles of its own (which are sorted here), the
 * new ones, and nothing else.
 */
incmap_status xyz_patch_finish(const char *path, const char *previous_path, tile_place *kept,
                               size_t kept_count, incmap_error *err);

#endif
