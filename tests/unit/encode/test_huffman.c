#include "encode/huffman.h"

#include "unit/unit.h"

START_TEST(lengths_are_those_of_the_textbook)
{
    // A distribution whose code is known: 1/2, 1/4, 1/8, 1/8.
    const uint32_t counts[] = {8, 4, 2, 2, 0};
    uint8_t lengths[5];
    huffman_lengths(lengths, counts, 5, 15);
    const uint8_t expected[] = {1, 2, 3, 3, 0};
    ck_assert_mem_eq(lengths, expected, 5);
    // RFC 1951's own example of codes: lengths 3,3,3,3,3,2,4,4 give F the code 00 and G, H 1110, 1111.
    const uint8_t rfc[] = {3, 3, 3, 3, 3, 2, 4, 4};
    uint16_t codes[8];
    huffman_codes(codes, rfc, 8);
    ck_assert_uint_eq(codes[5], 0);
    ck_assert_uint_eq(codes[0], 2); // 010 read backwards
    ck_assert_uint_eq(codes[6], 7); // 1110 read backwards
    ck_assert_uint_eq(codes[7], 15);
}
END_TEST

START_TEST(the_limit_holds_and_the_code_is_whole)
{
    // Fibonacci counts make the deepest tree there is.
    uint32_t counts[30] = {1, 1};
    for (int i = 2; i < 30; i++) counts[i] = counts[i - 1] + counts[i - 2];
    for (int limit = 5; limit <= 15; limit++) {
        uint8_t lengths[30];
        huffman_lengths(lengths, counts, 30, limit);
        uint32_t kraft = 0;
        for (int i = 0; i < 30; i++) {
            ck_assert_uint_ge(lengths[i], 1);
            ck_assert_uint_le(lengths[i], (unsigned)limit);
            kraft += 1u << (limit - lengths[i]);
            if (i) ck_assert_uint_le(lengths[i], lengths[i - 1]);
        }
        ck_assert_uint_eq(kraft, 1u << limit);
    }
}
END_TEST

START_TEST(none_and_one)
{
    uint32_t counts[3] = {0};
    uint8_t lengths[3];
    huffman_lengths(lengths, counts, 3, 15);
    ck_assert(lengths[0] == 0 && lengths[1] == 0 && lengths[2] == 0);
    counts[1] = 7;
    huffman_lengths(lengths, counts, 3, 15);
    ck_assert(lengths[0] == 0 && lengths[1] == 1 && lengths[2] == 0);
}
END_TEST

UNIT_MAIN("encode/huffman", lengths_are_those_of_the_textbook, the_limit_holds_and_the_code_is_whole,
          none_and_one)
