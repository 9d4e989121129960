#include "tiles/images.h"

#include "unit/unit.h"

START_TEST(each_hash_has_one_number_in_the_order_of_first_coming)
{
    image_table table = {0};
    bool is_new;
    // Low halves that collide on purpose: the whole hash decides.
    for (uint64_t i = 0; i < 5000; i++) {
        uint64_t hash[2] = {i % 7, i};
        ck_assert_uint_eq(image_table_find(&table, hash, &is_new), i);
        ck_assert(is_new);
    }
    for (uint64_t i = 5000; i-- > 0;) {
        uint64_t hash[2] = {i % 7, i};
        ck_assert_uint_eq(image_table_find(&table, hash, &is_new), i);
        ck_assert(!is_new);
    }
    ck_assert_uint_eq(table.count, 5000);
    image_table_dispose(&table);
}
END_TEST

UNIT_MAIN("tiles/images", each_hash_has_one_number_in_the_order_of_first_coming)
