#include "encode/encode.h"

#include "unit/unit.h"

/** Premultiplied with rounding, the inverse that encode.h promises. */
static uint32_t premultiply(const uint8_t rgba[4])
{
    uint32_t argb = (uint32_t)rgba[3] << 24;
    for (int i = 0; i < 3; i++) argb |= ((uint32_t)rgba[i] * rgba[3] + 127) / 255 << (16 - 8 * i);
    return argb;
}

START_TEST(every_premultiplied_value_survives_the_way_there_and_back)
{
    for (uint32_t a = 0; a < 256; a++)
        for (uint32_t c = 0; c <= a; c++) {
            uint32_t argb = a << 24 | c << 16 | (a - c) << 8 | c / 2;
            uint8_t rgba[4];
            pixel_unpremultiply(argb, rgba);
            ck_assert_uint_eq(premultiply(rgba), argb);
        }
}
END_TEST

START_TEST(known_values)
{
    uint8_t rgba[4];
    pixel_unpremultiply(0x80402000, rgba);
    ck_assert_uint_eq(rgba[0], 128);
    ck_assert_uint_eq(rgba[1], 64);
    ck_assert_uint_eq(rgba[2], 0);
    ck_assert_uint_eq(rgba[3], 128);
    pixel_unpremultiply(0xff010203, rgba);
    ck_assert_uint_eq(rgba[0], 1);
    ck_assert_uint_eq(rgba[1], 2);
    ck_assert_uint_eq(rgba[2], 3);
    ck_assert_uint_eq(rgba[3], 255);
}
END_TEST

START_TEST(colours_brighter_than_their_alpha_are_cut_not_wrapped)
{
    uint8_t rgba[4];
    pixel_unpremultiply(0x10ff0800, rgba);
    ck_assert_uint_eq(rgba[0], 255);
    ck_assert_uint_eq(rgba[1], 128);
    pixel_unpremultiply(0x00ffffff, rgba);
    ck_assert_uint_eq(rgba[0] + rgba[1] + rgba[2] + rgba[3], 0);
}
END_TEST

UNIT_MAIN("encode/pixels", every_premultiplied_value_survives_the_way_there_and_back, known_values,
          colours_brighter_than_their_alpha_are_cut_not_wrapped)
