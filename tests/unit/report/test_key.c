#include "report/key.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

// A map of 200 by 150 mm, 4 pixels a millimetre, in degrees: 1 mm is 0.01°.
static const grid map_grid = {40, 35, 0.0025, 0.0025, 800, 600};
#define PX_PER_MM 4.0

static projection *degrees(void)
{
    projection *p;
    ck_assert_int_eq(projection_open(&p, "EPSG:4326", NULL), INCMAP_OK);
    return p;
}

static void add_at(incident_set *set, double x_mm, double y_mm, const char *id, day_t date)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = (lonlat){40 + x_mm / 100, 35 - y_mm / 100};
    item.id = id;
    item.date_start = date;
    incident_set_add(set, &item);
}

START_TEST(numbers_run_as_one_reads)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    add_at(&set, 150, 100, "e", 1);
    add_at(&set, 180, 3, "b", 1); // the first band, though lower than the next
    add_at(&set, 20, 11, "a", 1);
    add_at(&set, 20, 13, "c", 1);
    add_at(&set, 10, 100, "d2", 5); // one spot: by date, then id
    add_at(&set, 10, 100, "d3", 5);
    add_at(&set, 10, 100, "d1", 2);
    add_at(&set, 201, 50, "right of the map", 1);
    add_at(&set, 50, -1, "above it", 1);
    incident unplaced = incident_none();
    unplaced.id = "nowhere";
    incident_set_add(&set, &unplaced);

    projection *p = degrees();
    key k;
    key_number(&k, &set, p, &map_grid, PX_PER_MM);
    const char *const expected[] = {"a", "b", "c", "d1", "d2", "d3", "e"};
    ck_assert_uint_eq(k.count, 7);
    for (size_t i = 0; i < 7; i++) ck_assert_str_eq(set.items[k.entries[i].incident].id, expected[i]);
    ck_assert_double_eq_tol(k.entries[1].x_mm, 180, 1e-6);
    ck_assert_double_eq_tol(k.entries[1].y_mm, 3, 1e-6);

    typesetter *setter = typeset_open(NULL);
    key_place(&k, setter, 1, 200, 150, 1.5);
    ck_assert_uint_eq(k.label_count, 5);
    char text[KEY_NUMBER_MAX];
    ck_assert_str_eq(key_label_text(&k.labels[3], text), "4–6");
    ck_assert_str_eq(key_label_text(&k.labels[4], text), "7");
    typeset_close(setter);
    key_dispose(&k);
    projection_close(p);
    incident_set_dispose(&set);
}
END_TEST

static uint32_t random_state = 5;

static double random_unit(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state / 4294967296.0;
}

static bool overlap(page_box a, page_box b)
{
    return a.x_mm < b.x_mm + b.width_mm && b.x_mm < a.x_mm + a.width_mm && a.y_mm < b.y_mm + b.height_mm &&
           b.y_mm < a.y_mm + a.height_mm;
}

START_TEST(numbers_keep_off_each_other)
{
    typesetter *setter = typeset_open(NULL);
    projection *p = degrees();
    const size_t counts[] = {1, 40, 200, 1500};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        incident_set set = {0};
        incident_set_init(&set, NULL, 0);
        for (size_t i = 0; i < counts[c]; i++) {
            // Half of them crowd into a tenth of the map.
            double shrink = i % 2 ? 1 : 0.1;
            add_at(&set, 200 * random_unit() * shrink, 150 * random_unit() * shrink, "x", (day_t)i);
        }
        key k;
        key_number(&k, &set, p, &map_grid, PX_PER_MM);
        ck_assert_uint_eq(k.count, counts[c]);
        key_place(&k, setter, 1, 200, 150, 1.5);
        size_t placed = 0;
        int next = 1;
        for (size_t i = 0; i < k.label_count; i++) {
            // Every number stands in one label.
            ck_assert_int_eq(k.labels[i].first, next);
            ck_assert_int_ge(k.labels[i].last, next);
            next = k.labels[i].last + 1;
            page_box box = k.labels[i].box;
            if (box.height_mm <= 0) continue;
            placed++;
            ck_assert(box.x_mm >= 0 && box.y_mm >= 0 && box.x_mm + box.width_mm <= 200 &&
                      box.y_mm + box.height_mm <= 150);
            for (size_t j = 0; j < i; j++) ck_assert(!overlap(box, k.labels[j].box));
            for (size_t j = 0; j < k.label_count; j++) {
                page_box spot = {k.labels[j].x_mm - 0.1, k.labels[j].y_mm - 0.1, 0.2, 0.2};
                ck_assert_msg(!overlap(box, spot), "number %d covers the spot of %d", k.labels[i].first,
                              k.labels[j].first);
            }
        }
        ck_assert_int_eq(next, (int)counts[c] + 1);
        if (counts[c] <= 40) ck_assert_uint_eq(placed, k.label_count);
        key_dispose(&k);
        incident_set_dispose(&set);
    }
    projection_close(p);
    typeset_close(setter);
}
END_TEST

START_TEST(an_empty_map_has_an_empty_key)
{
    incident_set set = {0};
    projection *p = degrees();
    typesetter *setter = typeset_open(NULL);
    key k;
    key_number(&k, &set, p, &map_grid, PX_PER_MM);
    key_place(&k, setter, 1, 200, 150, 1.5);
    ck_assert_uint_eq(k.count, 0);
    ck_assert_uint_eq(k.label_count, 0);
    key_dispose(&k);
    typeset_close(setter);
    projection_close(p);
}
END_TEST

UNIT_MAIN("report/key", numbers_run_as_one_reads, numbers_keep_off_each_other, an_empty_map_has_an_empty_key)
