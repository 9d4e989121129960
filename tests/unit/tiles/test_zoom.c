#include "tiles/zoom.h"

#include "unit/unit.h"

#include <math.h>

static int chosen(const lonlat *places, size_t count, double radius_m)
{
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        item.has_position = true;
        item.position = places[i];
        item.radius_m = radius_m;
        incident_set_add(&set, &item);
    }
    int zoom = zoom_choose_max(&set);
    incident_set_dispose(&set);
    return zoom;
}

START_TEST(places_far_apart_need_no_deeper_zoom_than_their_areas)
{
    // 156,543 m in a pixel at zoom 0: 250 km is 32 pixels from zoom 4.3 on, 10 km from zoom 8.97 on.
    const lonlat places[] = {{0, 0}, {40, 10}, {-60, 30}};
    ck_assert_int_eq(chosen(places, 3, 250e3), 5);
    ck_assert_int_eq(chosen(places, 3, 10e3), 9);
    ck_assert_int_eq(chosen(places, 3, 1000e3), 4);
}
END_TEST

START_TEST(close_places_need_a_deeper_one_until_their_radius_says_enough)
{
    // 0.0002° apart is a mark's width, 16 pixels, at 156,543 m * 16 / 2^z = 22 m: past the deepest zoom.
    lonlat places[20];
    for (int i = 0; i < 20; i++) places[i] = (lonlat){44 + i * 0.0002, 0};
    ck_assert_int_eq(chosen(places, 20, 100), 14);
    // Known to 25 km only, 98 m in a pixel show all there is: zoom 11; to 250 km: zoom 8.
    ck_assert_int_eq(chosen(places, 20, 25e3), 11);
    ck_assert_int_eq(chosen(places, 20, 250e3), 8);
}
END_TEST

START_TEST(wide_areas_among_exact_places_keep_the_zoom_down)
{
    // Nineteen places known to 100 m, close together, and one to 200 km, which covers pi * (200 km / 156,543
    // m * 2^z / 256)² tiles: 20 * 13 of them at most, which is reached between zooms 10 and 11.
    incident_set set = {0};
    incident_set_init(&set, NULL, 0);
    for (int i = 0; i < 20; i++) {
        incident item = incident_none();
        item.has_position = true;
        item.position = (lonlat){44 + i * 0.0002, 0};
        item.radius_m = i == 7 ? 200e3 : 100;
        incident_set_add(&set, &item);
    }
    ck_assert_int_eq(zoom_choose_max(&set), 10);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(one_place_many_times_or_none)
{
    lonlat same[50];
    for (int i = 0; i < 50; i++) same[i] = (lonlat){44.4, 33.3};
    ck_assert_int_eq(chosen(same, 50, 5e3), 10);
    ck_assert_int_eq(chosen(same, 0, NAN), 4);
}
END_TEST

UNIT_MAIN("tiles/zoom", places_far_apart_need_no_deeper_zoom_than_their_areas,
          close_places_need_a_deeper_one_until_their_radius_says_enough,
          wide_areas_among_exact_places_keep_the_zoom_down, one_place_many_times_or_none)
