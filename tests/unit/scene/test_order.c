#include "scene/order.h"

#include "unit/scene/stage.h"

#include <string.h>

/** Incidents that differ in few things, many of them in none. */
static incident random_incident(void)
{
    static const char *const ids[] = {NULL, "", "a", "b"};
    static const char *const types[] = {NULL, "clash", "drone"};
    incident item = incident_none();
    item.date_start = rand() % 3 ? rand() % 4 : DAY_NONE;
    item.date_end = item.date_start == DAY_NONE ? DAY_NONE : item.date_start + rand() % 2;
    item.id = ids[rand() % 4];
    item.type = types[rand() % 3];
    item.position = (lonlat){rand() % 2, rand() % 2};
    item.killed = rand() % 2 - 1;
    return item;
}

static bool same_content(const incident *a, const incident *b)
{
    return a->date_start == b->date_start && a->date_end == b->date_end && a->killed == b->killed &&
           a->position.lon_deg == b->position.lon_deg && a->position.lat_deg == b->position.lat_deg &&
           strcmp(a->id ? a->id : "-", b->id ? b->id : "-") == 0 &&
           strcmp(a->type ? a->type : "-", b->type ? b->type : "-") == 0;
}

START_TEST(a_set_in_order_needs_no_permutation)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    ck_assert_ptr_null(incident_order(&set));
    incident item = incident_none();
    for (int i = 0; i < 5; i++) {
        item.date_start = item.date_end = i / 2;
        item.id = i % 2 ? "b" : "a";
        incident_set_add(&set, &item);
    }
    ck_assert_ptr_null(incident_order(&set));
    incident_set_dispose(&set);
}
END_TEST

START_TEST(day_then_end_then_id_then_position_then_type)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    incident items[6];
    for (int i = 0; i < 6; i++) {
        items[i] = incident_none();
        items[i].date_start = items[i].date_end = 10;
        items[i].id = "m";
        items[i].type = "m";
    }
    items[0].type = "n";
    items[1].position.lat_deg = -1;
    items[2].id = "l";
    items[2].type = "z";
    items[3].date_end = 9;
    items[3].id = "z";
    items[4].date_start = DAY_NONE;
    items[4].id = "zz";
    for (int i = 0; i < 6; i++) incident_set_add(&set, &items[i]);
    uint32_t *order = incident_order(&set);
    const uint32_t expected[] = {4, 3, 2, 1, 5, 0};
    for (int i = 0; i < 6; i++) ck_assert_uint_eq(order[i], expected[i]);
    free(order);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(equal_incidents_keep_their_rows)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    incident item = incident_none();
    item.date_start = item.date_end = 5;
    incident_set_add(&set, &item);
    incident_set_add(&set, &item);
    item.date_start = 4;
    incident_set_add(&set, &item);
    uint32_t *order = incident_order(&set);
    ck_assert_uint_eq(order[0], 2);
    ck_assert_uint_eq(order[1], 0);
    ck_assert_uint_eq(order[2], 1);
    free(order);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(areas_and_extra_columns_tell_incidents_apart)
{
    static const char *const extra[] = {"note"};
    const lonlat small[] = {{0, 0}, {1, 0}, {0, 1}, {0, 0}}, large[] = {{0, 0}, {2, 0}, {0, 1}, {0, 0}};
    const size_t end = 4;
    geom_shape first = {GEOM_POLYGON, 1, &end, small}, second = {GEOM_POLYGON, 1, &end, large};
    incident_set set = {0};
    incident_set_init(&set, extra, 1);
    value notes[] = {{.kind = VALUE_TEXT, .text = "b"},
                     {.kind = VALUE_NUMBER, .number = 7},
                     {.kind = VALUE_TEXT, .text = "a"}};
    incident item = incident_none();
    item.extras = &notes[0];
    item.area = &second;
    incident_set_add(&set, &item);
    item.area = &first;
    for (int i = 0; i < 3; i++) {
        item.extras = &notes[i];
        incident_set_add(&set, &item);
    }
    uint32_t *order = incident_order(&set);
    const uint32_t expected[] = {2, 3, 1, 0};
    for (int i = 0; i < 4; i++) ck_assert_uint_eq(order[i], expected[i]);
    free(order);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(shuffled_rows_give_the_same_sequence)
{
    enum { COUNT = 300 };
    incident items[COUNT];
    srand(11);
    for (int i = 0; i < COUNT; i++) items[i] = random_incident();
    incident sequence[COUNT];
    for (int round = 0; round < 20; round++) {
        incident_set set = {0};
        incident_set_init(&set, NULL, 0);
        for (int i = 0; i < COUNT; i++) incident_set_add(&set, &items[i]);
        uint32_t *order = incident_order(&set);
        bool seen[COUNT] = {0};
        for (int i = 0; i < COUNT; i++) {
            ck_assert_uint_lt(order[i], COUNT);
            ck_assert(!seen[order[i]]);
            seen[order[i]] = true;
            if (i) ck_assert_int_le(items[order[i - 1]].date_start, items[order[i]].date_start);
            if (round == 0)
                sequence[i] = items[order[i]];
            else
                ck_assert(same_content(&sequence[i], &items[order[i]]));
        }
        free(order);
        incident_set_dispose(&set);
        shuffle(items, COUNT);
    }
}
END_TEST

UNIT_MAIN("scene/order", a_set_in_order_needs_no_permutation, day_then_end_then_id_then_position_then_type,
          equal_incidents_keep_their_rows, areas_and_extra_columns_tell_incidents_apart,
          shuffled_rows_give_the_same_sequence)
