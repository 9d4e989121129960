#include "encode/radix.h"

#include "unit/unit.h"

START_TEST(all_bytes_count_and_equal_keys_keep_their_order)
{
    uint64_t keys[] = {UINT64_MAX, 0, 1, 256, UINT64_C(1) << 63, 255, 0, 65536}, spare[8];
    const uint64_t expected[] = {0, 0, 1, 255, 256, 65536, UINT64_C(1) << 63, UINT64_MAX};
    radix_sort(keys, spare, 8, 0);
    for (int i = 0; i < 8; i++) ck_assert_uint_eq(keys[i], expected[i]);
}
END_TEST

START_TEST(bytes_below_the_first_are_carried_along)
{
    uint64_t keys[] = {0x0209, 0x0101, 0x0208, 0x0100, 0x0000}, spare[5];
    const uint64_t expected[] = {0x0000, 0x0101, 0x0100, 0x0209, 0x0208};
    radix_sort(keys, spare, 5, 1);
    for (int i = 0; i < 5; i++) ck_assert_uint_eq(keys[i], expected[i]);
}
END_TEST

START_TEST(none_and_equal_ones_are_left_alone)
{
    uint64_t keys[] = {7, 7, 7}, spare[3] = {0};
    radix_sort(keys, spare, 0, 0);
    radix_sort(keys, spare, 3, 0);
    for (int i = 0; i < 3; i++) ck_assert_uint_eq(keys[i], 7);
}
END_TEST

UNIT_MAIN("encode/radix", all_bytes_count_and_equal_keys_keep_their_order,
          bytes_below_the_first_are_carried_along, none_and_equal_ones_are_left_alone)
