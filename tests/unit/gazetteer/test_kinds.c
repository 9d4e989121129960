#include "gazetteer/kinds.h"
#include "unit/unit.h"

#include <string.h>

static void front(const char *plain, const char *kind, const char *rest)
{
    size_t start = 0;
    const kind_info *found = kind_strip_front(plain, &start);
    ck_assert_msg(found != NULL, "%s", plain);
    ck_assert_str_eq(found->name, kind);
    ck_assert_str_eq(plain + start, rest);
}

static void back(const char *plain, const char *kind, size_t rest)
{
    size_t length = 0;
    const kind_info *found = kind_strip_back(plain, &length);
    ck_assert_msg(found != NULL, "%s", plain);
    ck_assert_str_eq(found->name, kind);
    ck_assert_uint_eq(length, rest);
}

START_TEST(generic_words_are_parted)
{
    front("village of halabja", "village", "halabja");
    front("city of mosul", "city", "mosul");
    front("camp taji", "refugee camp", "taji");
    front("gulf of aden", "gulf", "aden");
    back("homs governorate", "governorate", 4);
    back("al asad air base", "air base", 7);
    back("deir ez zor military airport", "air base", 11);
    back("omar oil field", "oil field", 4);
    back("singapore straits", "strait", 9);
}
END_TEST

START_TEST(names_of_generic_words_alone_stay)
{
    size_t rest = 99;
    ck_assert_ptr_null(kind_strip_front("village", &rest));
    ck_assert_ptr_null(kind_strip_back("village", &rest));
    ck_assert_ptr_null(kind_strip_back("", &rest));
    ck_assert_ptr_null(kind_strip_front("", &rest));
    ck_assert_ptr_null(kind_strip_back("mosul", &rest));
    ck_assert_uint_eq(rest, 99);
    ck_assert(kind_is_generic("inner anchorage", 15));
    ck_assert(kind_is_generic("lt house", 8));
    ck_assert(!kind_is_generic("chittagong anchorage", 20));
}
END_TEST

START_TEST(unknown_kinds_are_sites)
{
    ck_assert_int_eq(kind_by_name("nuclear site")->class, KIND_SITE);
    ck_assert_int_eq(kind_by_name("province")->class, KIND_PROVINCE);
    ck_assert_int_eq(kind_by_name("")->class, KIND_SITE);
    ck_assert_str_eq(kind_by_name("villag")->name, "place");
    ck_assert_str_eq(kind_by_name("villages")->name, "place");
}
END_TEST

START_TEST(every_kind_is_found_by_its_name_and_its_words)
{
    // Names that are others' beginnings, and words that two kinds claim: the first has them.
    static const char *const names[][2] = {
        {"gas field", "gas field"}, {"gulf", "gulf"},
        {"islands", "islands"},     {"island", "island"},
        {"mountain", "mountain"},   {"mountains", "mountains"},
        {"airbase", "air base"},    {"mountain range", "mountains"},
        {"suburb", "quarter"},      {"oblast", "governorate"},
        {"harbour", "port"},        {"road", "road"},
        {"ocean", "ocean"},         {"abandoned place", "abandoned place"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_str_eq(kind_by_name(names[i][0])->name, names[i][1]);
    front("airport x", "airport", "x");
    front("channel x", "strait", "x");
    back("x oil", "oil field", 1);
    back("x section of the city", "quarter", 1);
}
END_TEST

START_TEST(minor_settlements)
{
    ck_assert(kind_is_minor(kind_by_name("village")));
    ck_assert(kind_is_minor(kind_by_name("small town")));
    ck_assert(!kind_is_minor(kind_by_name("town")));
    ck_assert(!kind_is_minor(kind_by_name("city")));
    ck_assert(!kind_is_minor(kind_by_name("checkpoint")));
}
END_TEST

START_TEST(words_beside_a_name)
{
    static const char *const beside[] = {"fawqani", "al tahtani", "upper", "ii", "kabir village", "south"};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        ck_assert_msg(kind_is_beside_name(beside[i], strlen(beside[i])), "%s", beside[i]);
    ck_assert(!kind_is_beside_name("fawqanisiyah", strlen("fawqanisiyah")));
    ck_assert(!kind_is_beside_name("kabir baghdad", strlen("kabir baghdad")));
    // They name something all the same: "Sharqiyah" is a province.
    ck_assert(!kind_is_generic("sharqiyah", strlen("sharqiyah")));
}
END_TEST

START_TEST(extents_grow_with_people)
{
    ck_assert_double_eq(kind_settlement_extent_m(0), 1500);
    ck_assert_double_eq(kind_settlement_extent_m(500), 1500);
    ck_assert_double_eq_tol(kind_settlement_extent_m(1e6), 8500, 1);
    ck_assert_double_eq_tol(kind_settlement_extent_m(7.216e6), 22833, 1);
}
END_TEST

UNIT_MAIN("gazetteer/kinds", generic_words_are_parted, names_of_generic_words_alone_stay,
          unknown_kinds_are_sites, every_kind_is_found_by_its_name_and_its_words, minor_settlements,
          words_beside_a_name, extents_grow_with_people)
