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

START_TEST(places_far_apart_need_no_deep_zoom)
{
    const lonlat places[] = {{0, 0}, {40, 10}, {-60, 30}};
    ck_assert_int_eq(chosen(places, 3, 1000), 4);
}
END_TEST

START_TEST(closer_places_need_a_deeper_one_until_their_radius_says_enough)
{
    // 0.01° apart is a mark's width, 16 pixels, at 156543 m * 16 / 2^z = 1113 m: between zoom 11 and 12.
    lonlat places[20];
    for (int i = 0; i < 20; i++) places[i] = (lonlat){44 + i * 0.01, 0};
    int sharp = chosen(places, 20, 100);
    ck_assert_int_ge(sharp, 11);
    ck_assert_int_le(sharp, 12);
    // Known to 25 km only, 98 m in a pixel show all there is: zoom 11; to 250 km: zoom 8.
    ck_assert_int_eq(chosen(places, 20, 25e3), 11);
    ck_assert_int_eq(chosen(places, 20, 250e3), 8);
}
END_TEST

START_TEST(one_place_many_times_or_none_is_the_least)
{
    lonlat same[50];
    for (int i = 0; i < 50; i++) same[i] = (lonlat){44.4, 33.3};
    ck_assert_int_eq(chosen(same, 50, 100), 4);
    ck_assert_int_eq(chosen(same, 0, NAN), 4);
}
END_TEST

UNIT_MAIN("tiles/zoom", places_far_apart_need_no_deep_zoom,
          closer_places_need_a_deeper_one_until_their_radius_says_enough,
          one_place_many_times_or_none_is_the_least)
