#include "scene/feature.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static value property(incident_features *f, size_t item, const char *name)
{
    int field = feature_field(f, name);
    ck_assert_int_ne(field, FIELD_NONE);
    return feature_value(f, item, field);
}

static void check_text(incident_features *f, size_t item, const char *name, const char *expected)
{
    value v = property(f, item, name);
    if (!expected) {
        ck_assert_int_eq(v.kind, VALUE_NULL);
        return;
    }
    ck_assert_int_eq(v.kind, VALUE_TEXT);
    ck_assert_str_eq(v.text, expected);
}

static void check_number(incident_features *f, size_t item, const char *name, double expected)
{
    value v = property(f, item, name);
    ck_assert_int_eq(v.kind, isnan(expected) ? VALUE_NULL : VALUE_NUMBER);
    if (!isnan(expected)) ck_assert_double_eq(v.number, expected);
}

START_TEST(every_name_of_the_schema_has_its_value)
{
    static const char *const extra[] = {"oblast", "type"};
    incident_set set = {0};
    incident_set_init(&set, extra, 2);
    const value extras[] = {{.kind = VALUE_NUMBER, .number = 12}, {.kind = VALUE_TEXT, .text = "shadowed"}};
    incident item = incident_none();
    item.id = "i1";
    item.type = "drone attack";
    date_parse_iso("2023-11-22", &item.date_start);
    date_parse_iso("2023-11-23", &item.date_end);
    item.date_prec = 2;
    item.has_position = true;
    item.position = (lonlat){44.25, 33.5};
    item.radius_m = 2000;
    item.prec = PREC_NEAR;
    item.killed = 3;
    item.killed_low = 0;
    item.status = INCIDENT_CLAIMED;
    item.confidence = 0.75;
    item.rule = "name";
    item.possible = true;
    item.extras = extras;
    incident_set_add(&set, &item);
    item = incident_none();
    incident_set_add(&set, &item);

    incident_features f = {0};
    incident_features_open(&f, &set, NULL, "killed");
    check_text(&f, 0, "id", "i1");
    check_text(&f, 0, "title", NULL);
    check_text(&f, 0, "type", "drone attack");
    check_text(&f, 0, "date_start", "2023-11-22");
    check_text(&f, 0, "date_end", "2023-11-23");
    check_number(&f, 0, "date_prec", 2);
    check_number(&f, 0, "lon", 44.25);
    check_number(&f, 0, "lat", 33.5);
    check_number(&f, 0, "radius_m", 2000);
    check_number(&f, 0, "place_prec", 2);
    check_number(&f, 0, "killed", 3);
    check_number(&f, 0, "killed_low", 0);
    check_number(&f, 0, "killed_high", NAN);
    check_text(&f, 0, "status", "claimed");
    check_number(&f, 0, "confidence", 0.75);
    check_text(&f, 0, "rule", "name");
    check_number(&f, 0, "oblast", 12);
    check_text(&f, 0, "category", "drone attack");
    check_number(&f, 0, "category_index", 0);
    check_text(&f, 0, "class", "drone");
    check_text(&f, 1, "class", "other");
    check_number(&f, 0, "size", 3);
    check_number(&f, 0, "size_low", 0);
    check_number(&f, 0, "size_high", NAN);
    value possible = property(&f, 0, "possible");
    ck_assert(possible.kind == VALUE_BOOL && possible.boolean);

    static const char *const unknown[] = {"id",       "date_start", "date_prec",  "lon",    "lat",
                                          "radius_m", "killed",     "place_prec", "status", "rule",
                                          "category", "size",       "oblast"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        ck_assert_int_eq(property(&f, 1, unknown[i]).kind, VALUE_NULL);
    check_number(&f, 1, "category_index", 1);
    ck_assert_int_eq(feature_field(&f, "Type"), FIELD_NONE);
    ck_assert_int_eq(feature_field(&f, ""), FIELD_NONE);
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(categories_come_by_count_then_by_name)
{
    static const char *const types[] = {"b", "c", "a", "c", NULL, "b", "", "d"};
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i < 8; i++) {
        incident item = incident_none();
        item.type = types[i];
        incident_set_add(&set, &item);
    }
    incident_features f = {0};
    incident_features_open(&f, &set, NULL, NULL);
    ck_assert_uint_eq(f.category_count, 4);
    const uint32_t expected[] = {0, 1, 2, 1, CATEGORY_NONE, 0, CATEGORY_NONE, 3};
    for (int i = 0; i < 8; i++) ck_assert_uint_eq(f.category_of[i], expected[i]);
    const char *const names[] = {"b", "c", "a", "d"};
    for (int i = 0; i < 4; i++) ck_assert_str_eq(f.categories[i], names[i]);
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(categories_of_numbers_dates_and_what_is_not_there)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i < 3; i++) {
        incident item = incident_none();
        item.killed = i == 2 ? COUNT_NONE : 7;
        item.date_start = i;
        incident_set_add(&set, &item);
    }
    incident_features f = {0};
    incident_features_open(&f, &set, "killed", NULL);
    check_text(&f, 0, "category", "7");
    check_text(&f, 2, "category", NULL);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, "date_start", "date_start");
    check_text(&f, 1, "category", "1970-01-02");
    check_text(&f, 1, "size", "1970-01-02");
    incident_features_dispose(&f);
    incident_features_open(&f, &set, "no such column", "neither this");
    check_text(&f, 0, "category", NULL);
    check_text(&f, 0, "size", NULL);
    incident_features_dispose(&f);
    // Named after what would be made of it.
    incident_features_open(&f, &set, "category", "size");
    check_text(&f, 0, "category", NULL);
    check_text(&f, 0, "size", NULL);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, "category_index", NULL);
    check_text(&f, 0, "category", NULL);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, "size", "category");
    check_text(&f, 0, "size", NULL);
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(a_column_named_as_what_is_made_for_drawing)
{
    static const char *const extra[] = {"class", "size"};
    incident_set set = {0};
    incident_set_init(&set, extra, 2);
    const value extras[] = {{.kind = VALUE_TEXT, .text = "frigate, shelled"},
                            {.kind = VALUE_NUMBER, .number = 12}};
    incident item = incident_none();
    item.type = "drone attack";
    item.extras = extras;
    incident_set_add(&set, &item);
    incident_features f = {0};
    incident_features_open(&f, &set, "class", "size");
    check_text(&f, 0, "category", "frigate, shelled");
    check_text(&f, 0, "class", "rocket");
    check_number(&f, 0, "size", 12);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, "type", NULL);
    check_text(&f, 0, "class", "drone");
    check_text(&f, 0, "size", NULL);
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(the_range_of_a_column_is_in_those_beside_it)
{
    static const char *const extra[] = {"loss_high", "loss", "loss_low"};
    incident_set set = {0};
    incident_set_init(&set, extra, 3);
    const value extras[] = {{.kind = VALUE_NUMBER, .number = 90},
                            {.kind = VALUE_NUMBER, .number = 12},
                            {.kind = VALUE_NUMBER, .number = 4}};
    incident item = incident_none();
    item.extras = extras;
    incident_set_add(&set, &item);
    incident_features f = {0};
    incident_features_open(&f, &set, NULL, "loss");
    check_number(&f, 0, "size_low", 4);
    check_number(&f, 0, "size", 12);
    check_number(&f, 0, "size_high", 90);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, NULL, "loss_low");
    check_number(&f, 0, "size", 4);
    ck_assert_int_eq(property(&f, 0, "size_low").kind, VALUE_NULL);
    ck_assert_int_eq(property(&f, 0, "size_high").kind, VALUE_NULL);
    incident_features_dispose(&f);
    incident_features_open(&f, &set, NULL, NULL);
    ck_assert_int_eq(property(&f, 0, "size_high").kind, VALUE_NULL);
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(a_thousand_categories)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i < 3000; i++) {
        char type[16];
        snprintf(type, sizeof type, "t%04d", i * 7 % 1000);
        incident item = incident_none();
        item.type = type;
        incident_set_add(&set, &item);
    }
    incident_features f = {0};
    incident_features_open(&f, &set, NULL, NULL);
    ck_assert_uint_eq(f.category_count, 1000);
    for (uint32_t i = 0; i < 3000; i++) {
        ck_assert_uint_eq(f.category_of[i], i * 7 % 1000);
        ck_assert_str_eq(f.categories[f.category_of[i]], set.items[i].type);
    }
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(keys_are_equal_only_for_equal_values)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    incident item = incident_none();
    item.type = "a";
    item.killed = 0;
    incident_set_add(&set, &item);
    incident_set_add(&set, &item);
    item.type = "b";
    item.killed = COUNT_NONE;
    incident_set_add(&set, &item);
    incident_features f = {0};
    incident_features_open(&f, &set, NULL, NULL);
    const char *const names[] = {"type", "killed"};
    for (int i = 0; i < 2; i++) {
        int field = feature_field(&f, names[i]);
        feature_key keys[3];
        for (size_t k = 0; k < 3; k++) keys[k] = feature_value_key(&f, k, field);
        ck_assert(keys[0].bits == keys[1].bits && keys[0].kind == keys[1].kind);
        ck_assert(keys[0].bits != keys[2].bits || keys[0].kind != keys[2].kind);
    }
    incident_features_dispose(&f);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(sizes_are_numbers_and_what_is_none_is_counted)
{
    static const char *const extra[] = {"crew", "size"};
    // 63 bytes and a character of two, which has no room any more.
    char cut[70];
    memset(cut, 'x', 62);
    strcpy(cut + 62, "\xd8\xa7yz");
    const value crews[] = {{.kind = VALUE_NULL},
                           {.kind = VALUE_NUMBER, .number = 0},
                           {.kind = VALUE_TEXT, .text = cut},
                           {.kind = VALUE_BOOL, .boolean = true},
                           {.kind = VALUE_NUMBER, .number = -3}};
    value extras[5][2];
    incident_set set = {0};
    incident_set_init(&set, extra, 2);
    for (int i = 0; i < 5; i++) {
        incident item = incident_none();
        extras[i][0] = crews[i];
        extras[i][1] = (value){.kind = VALUE_NUMBER, .number = i};
        item.extras = extras[i];
        item.row = 10 + i;
        item.killed = i == 4 ? 2 : COUNT_NONE;
        date_parse_iso("2023-11-22", &item.date_start);
        incident_set_add(&set, &item);
    }
    feature_sizes sizes;
    feature_count_sizes(&sizes, &set, "crew");
    ck_assert_uint_eq(sizes.number_count, 2);
    ck_assert_uint_eq(sizes.other_count, 2);
    ck_assert_int_eq(sizes.example->row, 12);
    cut[62] = '\0';
    ck_assert_str_eq(sizes.other_text, cut);
    feature_count_sizes(&sizes, &set, "killed");
    ck_assert_uint_eq(sizes.number_count, 1);
    ck_assert_uint_eq(sizes.other_count, 0);
    feature_count_sizes(&sizes, &set, "date_start");
    ck_assert_uint_eq(sizes.number_count, 0);
    ck_assert_uint_eq(sizes.other_count, 5);
    ck_assert_str_eq(sizes.other_text, "2023-11-22");
    // A column of the name that the size itself has.
    feature_count_sizes(&sizes, &set, "size");
    ck_assert_uint_eq(sizes.number_count, 5);
    feature_count_sizes(&sizes, &set, "nothing of that name");
    ck_assert_uint_eq(sizes.number_count + sizes.other_count, 0);
    ck_assert_ptr_null(sizes.example);
    incident_set_dispose(&set);
}
END_TEST

UNIT_MAIN("scene/feature", every_name_of_the_schema_has_its_value, categories_come_by_count_then_by_name,
          categories_of_numbers_dates_and_what_is_not_there, a_column_named_as_what_is_made_for_drawing,
          the_range_of_a_column_is_in_those_beside_it, a_thousand_categories,
          keys_are_equal_only_for_equal_values, sizes_are_numbers_and_what_is_none_is_counted)
