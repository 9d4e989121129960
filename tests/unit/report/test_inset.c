#include "report/inset.h"
#include "unit/unit.h"

/** Whether a map of a given box in a projection gets an inset. */
static bool useful(const char *srs, proj_box shown, bool has_basemap, bool no_inset)
{
    frame f = {.shown = shown};
    incmap_error err = {0};
    ck_assert_msg(projection_open(&f.projection, srs, &err) == INCMAP_OK, "%s", err.message);
    int stands_for_one;
    const report_request request = {.show.basemap = has_basemap ? (basemap *)(void *)&stands_for_one : NULL,
                                    .no_inset = no_inset};
    bool is_useful = inset_is_useful(&f, &request);
    frame_dispose(&f);
    return is_useful;
}

START_TEST(maps_of_a_region_have_one)
{
    const proj_box iraq = {38, 29, 49, 38}, africa = {-20, -35, 52, 38};
    ck_assert(useful("EPSG:4326", iraq, true, false));
    ck_assert(!useful("EPSG:4326", iraq, false, false));
    ck_assert(!useful("EPSG:4326", iraq, true, true));
    ck_assert(!useful("EPSG:4326", africa, true, false));
    // 4,400 km and 4,600 km along the equator of a map whose metres are true there.
    ck_assert(useful("EPSG:3857", (proj_box){-2200e3, -1e6, 2200e3, 1e6}, true, false));
    ck_assert(!useful("EPSG:3857", (proj_box){-2300e3, -1e6, 2300e3, 1e6}, true, false));
    // Mercator's metres at 60° N are half as long on the ground.
    ck_assert(useful("EPSG:3857", (proj_box){-4000e3, 8300e3, 4000e3, 8500e3}, true, false));
}
END_TEST

START_TEST(maps_of_the_world_have_none)
{
    ck_assert(!useful("EPSG:4326", (proj_box){-180, -90, 180, 90}, true, false));
    ck_assert(!useful("+proj=laea +lat_0=20 +lon_0=40", (proj_box){-2e7, -1e5, 2e7, 1e5}, true, false));
    ck_assert(!useful("+proj=laea +lat_0=20 +lon_0=40", (proj_box){2e7, 2e7, 2.1e7, 2.1e7}, true, false));
}
END_TEST

UNIT_MAIN("report/inset", maps_of_a_region_have_one, maps_of_the_world_have_none)
