#include "encode/encode.h"

void pixel_unpremultiply(uint32_t argb, uint8_t rgba[4])
{
    uint32_t a = argb >> 24;
    rgba[3] = (uint8_t)a;
    if (a == 255) {
        for (int i = 0; i < 3; i++) rgba[i] = (uint8_t)(argb >> (16 - 8 * i));
        return;
    }
    for (int i = 0; i < 3; i++) {
        uint32_t channel = argb >> (16 - 8 * i) & 0xff;
        uint32_t straight = a ? (channel * 255 + a / 2) / a : 0;
        rgba[i] = (uint8_t)(straight > 255 ? 255 : straight);
    }
}
