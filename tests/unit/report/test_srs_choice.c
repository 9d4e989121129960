#include "project/project.h"
#include "report/srs_choice.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static const char *chosen(lonlat_box box)
{
    static char out[SRS_CHOICE_MAX];
    return srs_choose(box, out);
}

START_TEST(utm_where_one_zone_holds_it)
{
    ck_assert_str_eq(chosen((lonlat_box){43, 32, 46, 35}), "EPSG:32638");
    ck_assert_str_eq(chosen((lonlat_box){44.4, 33.3, 44.4, 33.3}), "EPSG:32638");
    ck_assert_str_eq(chosen((lonlat_box){-60, -34.7, -58, -34}), "EPSG:32721");
    // The zones at the antimeridian, from both sides and across.
    ck_assert_str_eq(chosen((lonlat_box){-180, 50, -177, 52}), "EPSG:32601");
    ck_assert_str_eq(chosen((lonlat_box){176, 50, 180, 52}), "EPSG:32660");
    ck_assert_str_eq(chosen((lonlat_box){177, -18, -179.5, -16}), "EPSG:32760");
}
END_TEST

START_TEST(transverse_mercator_between_zones)
{
    ck_assert_str_eq(chosen((lonlat_box){46, 30, 50.1, 34}),
                     "+proj=tmerc +lat_0=32 +lon_0=48 +k=1 +datum=WGS84 +units=m +no_defs +type=crs");
}
END_TEST

START_TEST(cone_for_a_country_or_a_continent)
{
    // Syria and Iraq: 35.5 to 48.5 E, 29 to 37.5 N.
    ck_assert_str_eq(chosen((lonlat_box){35.5, 29, 48.5, 37.5}),
                     "+proj=lcc +lat_0=33 +lat_1=30 +lat_2=36 +lon_0=42 +datum=WGS84 +units=m +no_defs "
                     "+type=crs");
    ck_assert_ptr_nonnull(strstr(chosen((lonlat_box){113, -39, 153, -11}), "+proj=lcc +lat_0=-25"));
}
END_TEST

START_TEST(azimuthal_at_equator_and_pole)
{
    ck_assert_str_eq(chosen((lonlat_box){10, -15, 40, 20}),
                     "+proj=laea +lat_0=3 +lon_0=25 +datum=WGS84 +units=m +no_defs +type=crs");
    ck_assert_str_eq(chosen((lonlat_box){10, 70, 40, 86}),
                     "+proj=laea +lat_0=78 +lon_0=25 +datum=WGS84 +units=m +no_defs +type=crs");
}
END_TEST

START_TEST(the_world_is_equal_earth)
{
    ck_assert_str_eq(chosen((lonlat_box){-180, -90, 180, 90}),
                     "+proj=eqearth +lon_0=0 +datum=WGS84 +units=m +no_defs +type=crs");
    ck_assert_str_eq(chosen((lonlat_box){-77, -35, 121, 60}),
                     "+proj=eqearth +lon_0=20 +datum=WGS84 +units=m +no_defs +type=crs");
}
END_TEST

// Whatever the box, the projection opens and shows the box's centre with its north within reason.
START_TEST(every_choice_opens)
{
    srand(7);
    for (int i = 0; i < 500; i++) {
        double south = -90 + 180.0 * rand() / RAND_MAX, north = south + (90 - south) * rand() / RAND_MAX;
        double west = -180 + 360.0 * rand() / RAND_MAX, width = pow(360.0, (double)rand() / RAND_MAX);
        double east = west + width > 180 ? west + width - 360 : west + width;
        lonlat_box box = {west, south, east, north};
        incmap_error err = {0};
        projection *p;
        ck_assert_msg(projection_open(&p, chosen(box), &err) == INCMAP_OK, "%s", err.message);
        lonlat centre = {fmod(west + srs_box_width_deg(box) / 2 + 540, 360) - 180, (south + north) / 2};
        projxy at;
        projection_forward(p, &centre, &at, 1);
        ck_assert_msg(isfinite(at.x) && isfinite(at.y), "%g %g in %s", centre.lon_deg, centre.lat_deg,
                      chosen(box));
        projection_close(p);
    }
}
END_TEST

START_TEST(bounds_take_the_short_way_round)
{
    const lonlat pacific[] = {{178, -18}, {-179, -17}, {-172, -13}};
    lonlat_box box = srs_bounds(pacific, 3);
    ck_assert_double_eq(box.west_deg, 178);
    ck_assert_double_eq(box.east_deg, -172);
    ck_assert_double_eq(box.south_deg, -18);
    ck_assert_double_eq(box.north_deg, -13);
    ck_assert_double_eq_tol(srs_box_width_deg(box), 10, 1e-9);

    const lonlat levant[] = {{44, 33}, {36, 35}, {40, 30}};
    box = srs_bounds(levant, 3);
    ck_assert_double_eq(box.west_deg, 36);
    ck_assert_double_eq(box.east_deg, 44);

    // Circles of uncertainty run on past 180.
    const lonlat unrolled[] = {{179, 0}, {183, 0}};
    box = srs_bounds(unrolled, 2);
    ck_assert_double_eq(box.west_deg, 179);
    ck_assert_double_eq_tol(box.east_deg, -177, 1e-9);

    box = srs_bounds(levant, 1);
    ck_assert_double_eq(box.west_deg, 44);
    ck_assert_double_eq(box.east_deg, 44);
    box = srs_bounds(NULL, 0);
    ck_assert_double_eq(srs_box_width_deg(box), 360);
}
END_TEST

START_TEST(titles_people_know)
{
    char out[SRS_TITLE_MAX];
    ck_assert_str_eq(srs_title(wording_find(NULL), "EPSG:32638", "WGS 84 / UTM zone 38N", out),
                     "UTM zone 38N");
    ck_assert_str_eq(
        srs_title(wording_find(NULL), chosen((lonlat_box){35.5, 29, 48.5, 37.5}), "unknown", out),
        "Lambert conformal conic, parallels 30° and 36°, meridian 42° E");
    ck_assert_str_eq(srs_title(wording_find(NULL), "EPSG:3857", "WGS 84 / Pseudo-Mercator", out),
                     "WGS 84 / Pseudo-Mercator");
    ck_assert_str_eq(srs_title(wording_find(NULL), "+proj=merc +type=crs", "unknown", out),
                     "+proj=merc +type=crs");
}
END_TEST

UNIT_MAIN("report/srs_choice", utm_where_one_zone_holds_it, transverse_mercator_between_zones,
          cone_for_a_country_or_a_continent, azimuthal_at_equator_and_pole, the_world_is_equal_earth,
          every_choice_opens, bounds_take_the_short_way_round, titles_people_know)
