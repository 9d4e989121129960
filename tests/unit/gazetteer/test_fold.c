#include "gazetteer/fold.h"
#include "unit/unit.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static folded fold(const char *name)
{
    fold_tools *tools = fold_tools_new();
    ck_assert_ptr_nonnull(tools);
    folded keys;
    ck_assert_msg(fold_name(tools, name, strlen(name), &keys), "%s folds to nothing", name);
    fold_tools_free(tools);
    return keys;
}

static void same_key(const char *a, const char *b)
{
    folded x = fold(a), y = fold(b);
    ck_assert_msg(strcmp(x.key, y.key) == 0, "%s gives %s, %s gives %s", a, x.key, b, y.key);
}

static void other_key(const char *a, const char *b)
{
    folded x = fold(a), y = fold(b);
    ck_assert_msg(strcmp(x.key, y.key) != 0, "%s and %s both give %s", a, b, x.key);
}

START_TEST(plain_drops_dress_only)
{
    ck_assert_str_eq(fold("Al-Qa’im").plain, "al qaim");
    ck_assert_str_eq(fold("  São   Paulo ").plain, "sao paulo");
    ck_assert_str_eq(fold("Łódź").plain, "lodz");
    ck_assert_str_eq(fold("Ærøskøbing").plain, "aeroskobing");
    ck_assert_str_eq(fold("U.S.A.").plain, "usa");
    ck_assert_str_eq(fold("St. Paul").plain, "st paul");
    ck_assert_str_eq(fold("H-3 Air Base").plain, "h 3 air base");
    ck_assert_str_eq(fold("Киев").plain, "kiev");
    ck_assert_str_eq(fold("北京").plain, "bei jing");
}
END_TEST

START_TEST(core_drops_articles_and_spaces)
{
    ck_assert_str_eq(fold("Ash Shaddadah").core, "shaddadah");
    ck_assert_str_eq(fold("Deir ez-Zor").core, "deirzor");
    ck_assert_str_eq(fold("San José").core, "sanjose");
    ck_assert_str_eq(fold("Tel Hawwash").core, "tallhawwash");
    char tells[300] = "";
    for (int i = 0; i < 60; i++) strcat(tells, "tg ");
    ck_assert_uint_eq(strlen(fold(tells).core), FOLD_MAX - 1);
}
END_TEST

START_TEST(transliterations_meet)
{
    same_key("Qaim", "Al-Qa`im");
    same_key("Qa'im", "al Qaim");
    same_key("Deir ez-Zor", "Dayr az Zawr");
    same_key("Raqqa", "Ar-Raqqah");
    same_key("Mosul", "Mossoul");
    same_key("Dhuluiyah", "Duluiya");
    same_key("Ayn al-Asad", "Ain al Asad");
    same_key("Ein Issa", "Ayn 'Isa");
    same_key("St. John", "Saint John");
    same_key("Khaled bin Walid", "Khalid ibn al-Walid");
    same_key("Mt. Sinjar", "Mount Sinjar");
    same_key("Tell Rimah", "Tal Rima");
    same_key("Tel al-Zaytun", "Tall Zeitoun");
    same_key("Khirbet Qumran", "Khirbat Qumran");
    same_key("Kherbet al-Tin", "Khirba Tin");
    same_key("Kfar Saba", "Kafr Saba");
    same_key("Djebel Marra", "Jabal Marrah");
    same_key("Sheik Omar", "Shaykh Umar");
    same_key("Der Yasin", "Deir Yassin");
    same_key("Maaret Tamsarin", "Ma'arrat Tamsarin");
    same_key("Sta. Cruz", "Santa Cruz");
    same_key("القائم", "القائم");
    same_key("أبو غريب", "ابو غريب");
}
END_TEST

START_TEST(other_names_stay_apart)
{
    other_key("Hama", "Homs");
    other_key("Basra", "Bosra");
    other_key("Ankara", "Ramadi");
    other_key("Kirkuk", "Karak");
    other_key("عمان", "معان");
    other_key("Tall Kafr", "Kafr Tall");
    other_key("Tulul", "Tall");
}
END_TEST

START_TEST(articles_assimilate)
{
    ck_assert(fold_is_article("al", 2, "asad", 4));
    ck_assert(fold_is_article("ash", 3, "shaddadah", 9));
    ck_assert(fold_is_article("ez", 2, "zor", 3));
    ck_assert(fold_is_article("ar", 2, "rutbah", 6));
    ck_assert_msg(!fold_is_article("ar", 2, "moor", 4), "r is not before r");
    ck_assert_msg(!fold_is_article("al", 2, "", 0), "nothing behind it");
    ck_assert(!fold_is_article("san", 3, "nazario", 7));
}
END_TEST

START_TEST(skeleton_is_what_slips_leave)
{
    ck_assert_str_eq(fold("Baghdad").skeleton, fold("Bagdhad").skeleton);
    ck_assert_str_eq(fold("Arbin").skeleton, fold("Irbin").skeleton);
}
END_TEST

START_TEST(nothing_to_search_by)
{
    fold_tools *tools = fold_tools_new();
    folded keys;
    static const char *const names[] = {"", " ", "-", "...", "'", "\xE2\x80\x94"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_msg(!fold_name(tools, names[i], strlen(names[i]), &keys), "\"%s\"", names[i]);
        ck_assert_str_eq(keys.key, "");
    }
    fold_tools_free(tools);
}
END_TEST

START_TEST(any_bytes_are_survived)
{
    fold_tools *tools = fold_tools_new();
    unsigned state = 12345;
    for (int round = 0; round < 3000; round++) {
        char name[700];
        size_t length = (state = state * 1103515245u + 12345u) % sizeof name;
        for (size_t i = 0; i < length; i++) name[i] = (char)((state = state * 1103515245u + 12345u) >> 16);
        folded keys;
        bool any = fold_name(tools, name, length, &keys);
        ck_assert(strlen(keys.plain) < FOLD_MAX && strlen(keys.key) < FOLD_MAX);
        ck_assert_int_eq(any, keys.plain[0] != '\0');
        for (const char *c = keys.plain; *c; c++)
            ck_assert((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == ' ');
    }
    char longest[4000];
    memset(longest, 'a', sizeof longest);
    folded keys;
    ck_assert(fold_name(tools, longest, sizeof longest, &keys));
    fold_tools_free(tools);
}
END_TEST

START_TEST(folding_is_idempotent)
{
    static const char *const names[] = {"Al-Qa’im", "Deir ez-Zor", "São Tomé",
                                        "H-3",      "St. Paul",    "Ash Shaddadah"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        folded once = fold(names[i]), twice = fold(once.plain);
        ck_assert_str_eq(once.plain, twice.plain);
        ck_assert_str_eq(once.key, twice.key);
    }
}
END_TEST

START_TEST(distance_counts_edits)
{
    ck_assert_int_eq(fold_distance("mosul", "mosul", 2), 0);
    ck_assert_int_eq(fold_distance("mosul", "mosol", 2), 1);
    ck_assert_int_eq(fold_distance("mosul", "msoul", 2), 1);
    ck_assert_int_eq(fold_distance("mosul", "mosuls", 2), 1);
    ck_assert_int_eq(fold_distance("mosul", "osl", 2), 2);
    ck_assert_int_eq(fold_distance("mosul", "kirkuk", 2), 3);
    ck_assert_int_eq(fold_distance("", "ab", 2), 2);
    ck_assert_int_eq(fold_distance("a", "abcdefgh", 3), 4);
}
END_TEST

START_TEST(a_name_gives_its_plain_key_and_no_other)
{
    static const char *const letters[] = {"a", "B", "z", "0", " ", "-", "'", ".", "\xC3\xA9", "(", "Z"};
    fold_tools *tools = fold_tools_new();
    uint64_t state = 5;
    size_t given = 0;
    for (int round = 0; round < 20000; round++) {
        // Of few letters, so that names are often one another's.
        char names[2][FOLD_MAX * 2] = {"", ""};
        folded keys[2];
        for (int k = 0; k < 2; k++) {
            size_t length = round % 500 ? (size_t)(round % 6) : FOLD_MAX - 4 + (size_t)(round / 500 % 8);
            for (size_t i = 0; i < length; i++) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                strcat(names[k],
                       length > 9 ? "q" : letters[(state >> 33) % (sizeof letters / sizeof *letters)]);
            }
            if (!fold_name(tools, names[k], strlen(names[k]), &keys[k])) *keys[k].plain = '\0';
        }
        bool same = *keys[0].plain && strcmp(keys[0].plain, keys[1].plain) == 0;
        given += same;
        ck_assert_msg(fold_gives(tools, names[0], keys[1].plain) == same, "\"%s\" \"%s\"", names[0],
                      keys[1].plain);
        ck_assert(fold_gives(tools, names[0], keys[0].plain) == (*keys[0].plain != '\0'));
    }
    ck_assert_uint_gt(given, 500);
    fold_tools_free(tools);
}
END_TEST

UNIT_MAIN("gazetteer/fold", a_name_gives_its_plain_key_and_no_other, plain_drops_dress_only,
          core_drops_articles_and_spaces, transliterations_meet, other_names_stay_apart, articles_assimilate,
          skeleton_is_what_slips_leave, nothing_to_search_by, any_bytes_are_survived, folding_is_idempotent,
          distance_counts_edits)
