/** @file Whole numbers as PMTiles' directories have them: seven bits a byte, the least first. */
#ifndef INCMAP_TILES_VARINT_H
#define INCMAP_TILES_VARINT_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

void varint_put(strbuf *out, uint64_t number);
/** Takes the number at *at, which moves behind it; false where the bytes end in it, or it is longer than 64
 * bits. */
bool varint_take(uint64_t *out, const strbuf *bytes, size_t *at);

#endif
