#include "encode/deflate.h"

#include "unit/unit.h"

#include <libdeflate.h>
#include <string.h>

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

enum { LENGTH_MAX = 300000 };
static uint8_t data[LENGTH_MAX], back[LENGTH_MAX];

/** Compresses data[0, length) and checks that another's decompressor gives it back; returns the stream's
 * length. */
static size_t round_trip(deflater *d, uint32_t length, const data_segment *segments, size_t count)
{
    strbuf out = {0};
    strbuf_puts(&out, "before");
    deflate_sparse(d, &out, data, length, segments, count);
    struct libdeflate_decompressor *other = libdeflate_alloc_decompressor();
    size_t got = 0;
    memset(back, 0xaa, length);
    // zlib_decompress checks Adler-32 as well.
    ck_assert_int_eq(libdeflate_zlib_decompress(other, out.data + 6, out.length - 6, back, sizeof back, &got),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(other);
    ck_assert_uint_eq(got, length);
    ck_assert(memcmp(back, data, length) == 0);
    size_t stream = out.length - 6;
    strbuf_dispose(&out);
    return stream;
}

START_TEST(blank_data_takes_next_to_nothing)
{
    deflater *d = deflater_new();
    memset(data, 0, sizeof data);
    ck_assert_uint_le(round_trip(d, 0, NULL, 0), 8);
    for (uint32_t length = 1; length < 600; length++) round_trip(d, length, NULL, 0);
    ck_assert_uint_le(round_trip(d, 65792, NULL, 0), 120);
    deflater_free(d);
}
END_TEST

START_TEST(every_distance_and_length_comes_back)
{
    // The same eight bytes at two places, every distance to the window's end and past it.
    deflater *d = deflater_new();
    for (uint32_t distance = 9; distance < 33500; distance += 1 + distance / 40) {
        memset(data, 0, sizeof data);
        uint32_t length = 5 + distance % 250;
        for (uint32_t i = 0; i < length && i < distance; i++)
            data[i] = data[i + distance] = (uint8_t)(1 + i * 7 % 255);
        uint32_t part = length < distance ? length : distance;
        data_segment segments[] = {{0, part}, {distance, distance + part}};
        round_trip(d, distance + part + 3, segments, 2);
    }
    deflater_free(d);
}
END_TEST

START_TEST(random_ink_comes_back_and_in_the_same_bytes)
{
    deflater *d = deflater_new();
    for (int round = 0; round < 400; round++) {
        memset(data, 0, sizeof data);
        uint32_t length = 100 + next_random() % (LENGTH_MAX - 100), at = 0, colors = 1 + next_random() % 255;
        data_segment segments[64];
        size_t count = 0;
        while (count < 64) {
            at += 1 + next_random() % 3000;
            uint32_t end = at + 1 + next_random() % 400;
            if (end > length) break;
            for (uint32_t i = at; i < end; i++)
                data[i] = (uint8_t)(next_random() % 3 ? data[i - 1] : next_random() % colors);
            data[at] = data[end - 1] = 1;
            segments[count++] = (data_segment){at, end};
            at = end;
        }
        // A deflater that has seen other data gives what a new one gives.
        deflater *fresh = deflater_new();
        strbuf a = {0}, b = {0};
        deflate_sparse(d, &a, data, length, segments, count);
        deflate_sparse(fresh, &b, data, length, segments, count);
        ck_assert_uint_eq(a.length, b.length);
        ck_assert(memcmp(a.data, b.data, a.length) == 0);
        strbuf_dispose(&a);
        strbuf_dispose(&b);
        deflater_free(fresh);
        round_trip(d, length, segments, count);
    }
    deflater_free(d);
}
END_TEST

UNIT_MAIN("encode/deflate", blank_data_takes_next_to_nothing, every_distance_and_length_comes_back,
          random_ink_comes_back_and_in_the_same_bytes)
