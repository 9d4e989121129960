/** @file What all tiles of a set depend on beside their scenes. */
#ifndef INCMAP_TILES_KEY_H
#define INCMAP_TILES_KEY_H

#include "tiles/digests.h"

/**
 * The key of this program as it draws here: its own source where it makes pixels, the libraries that do, the
 * icons, the size of a tile, and whether its colours are made fewer. Fonts are not looked into: another font
 * gives labels of another size, which the scene has.
 */
digest_key key_of_drawing(const char *icon_dir, int tile_size_px, bool quantize);

#endif
