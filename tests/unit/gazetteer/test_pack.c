#include "gazetteer/pack.h"
#include "unit/unit.h"

#include <string.h>

START_TEST(numbers_and_texts_come_back)
{
    static const uint64_t numbers[] = {0,         1, 127, 128, 16383, 16384, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF,
                                       UINT64_MAX};
    packer to = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pack_number(&to, numbers[i]);
        pack_text(&to, "Mosul", i % 6);
    }
    unpacker from = {.at = to.bytes, .end = to.bytes + to.length};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t length;
        ck_assert_uint_eq(unpack_number(&from), numbers[i]);
        const char *text = unpack_text(&from, &length);
        ck_assert_uint_eq(length, i % 6);
        ck_assert_mem_eq(text, "Mosul", length);
    }
    ck_assert(!from.broken);
    ck_assert_ptr_eq(from.at, from.end);
    packer_dispose(&to);
}
END_TEST

START_TEST(small_numbers_take_a_byte)
{
    packer to = {0};
    pack_number(&to, 127);
    ck_assert_uint_eq(to.length, 1);
    pack_number(&to, 128);
    ck_assert_uint_eq(to.length, 3);
    packer_dispose(&to);
}
END_TEST

START_TEST(nothing_is_read_beyond_the_end)
{
    // A number that never ends, one of more than 64 bits, a text longer than what is left.
    const unsigned char endless[] = {0x80, 0x80, 0x80};
    const unsigned char wide[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01};
    const unsigned char text[] = {5, 'M', 'o', 's', 'u'};
    unpacker from = {.at = endless, .end = endless + sizeof endless};
    ck_assert_uint_eq(unpack_number(&from), 0);
    ck_assert(from.broken);
    from = (unpacker){.at = wide, .end = wide + sizeof wide};
    unpack_number(&from);
    ck_assert(from.broken);
    from = (unpacker){.at = text, .end = text + sizeof text};
    size_t length = 7;
    ck_assert_str_eq(unpack_text(&from, &length), "");
    ck_assert_uint_eq(length, 0);
    ck_assert(from.broken);
    // Broken once, broken for all that follows, even where bytes are left.
    ck_assert_ptr_null(unpack_bytes(&from, 1));
    ck_assert_uint_eq(unpack_number(&from), 0);
    from = (unpacker){0};
    ck_assert_uint_eq(unpack_number(&from), 0);
    ck_assert(from.broken);
}
END_TEST

UNIT_MAIN("gazetteer/pack", numbers_and_texts_come_back, small_numbers_take_a_byte,
          nothing_is_read_beyond_the_end)
