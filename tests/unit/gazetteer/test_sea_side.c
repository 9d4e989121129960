#include "gazetteer/gazetteer.h"
#include "gazetteer/sea_side.h"
#include "unit/gazetteer/fixture.h"

static const gaz_lonlat tarat = {35.82, 34};

START_TEST(bearings_that_lead_ashore_are_not_believed)
{
    gaz *g = fixture_open();
    gaz_answer *wrong = fixture_resolve(g, "40 nm east of Tarat", NULL),
               *right = fixture_resolve(g, "40 nm west of Tarat", NULL);
    fixture_lies(wrong, tarat, 40 * 1852, 4e3, 270, 15);
    ck_assert(!fixture_holds(wrong->area, 36.6, 34));
    ck_assert_double_lt(wrong->evidence, 0.6 * right->evidence);
    gaz_answer_free(wrong);
    gaz_answer_free(right);
    // On land nobody speaks of ships, and along a coast enough of the sector is water.
    gaz_answer *land = fixture_resolve(g, "40 km east of Tarat", NULL),
               *along = fixture_resolve(g, "20 nm north of Tarat", NULL);
    fixture_lies(land, tarat, 36.8e3, 1e3, 90, 1);
    ck_assert_double_eq_tol(remainder(geodesy_bearing_deg(tarat, along->position), 360), 0, 15);
    gaz_answer_free(land);
    gaz_answer_free(along);
    fixture_close(g);
}
END_TEST

START_TEST(long_islands_have_long_sides)
{
    gaz *g = fixture_open();
    // The outline is the map's: 10.5 km (0.1 degrees) to its shore, all along 105 km of it.
    gaz_answer *a = fixture_resolve(g, "20 nm south of Tawila Island", NULL);
    for (double lon_deg = 60; lon_deg < 61.05; lon_deg += 0.2) {
        gaz_lonlat out = geodesy_direct((gaz_lonlat){lon_deg, -20}, 180, 20 * 1852);
        ck_assert_msg(fixture_holds(a->area, out.lon_deg, out.lat_deg), "not at %g", lon_deg);
    }
    fixture_lies(a, (gaz_lonlat){60.5, -20}, 20 * 1852, 3e3, 180, 3);
    ck_assert(!fixture_holds(a->area, 60.5, -19.6));
    ck_assert(!fixture_holds(a->area, 62, -20.2));
    gaz_answer_free(a);
    // A group has the sides of all its islands.
    a = fixture_resolve(g, "60 nm west of Tawila Islands", NULL);
    const gaz_lonlat south = geodesy_direct((gaz_lonlat){60, -19.9}, 270, 60 * 1852),
                     north = geodesy_direct((gaz_lonlat){60.4, -18.1}, 270, 60 * 1852);
    ck_assert(fixture_holds(a->area, south.lon_deg, south.lat_deg));
    ck_assert(fixture_holds(a->area, north.lon_deg, north.lat_deg));
    ck_assert(!fixture_holds(a->area, 60.5, -18.9));
    ck_assert(!fixture_holds(a->area, 62, -19));
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(tips_are_points)
{
    gaz *g = fixture_open();
    gaz_answer *tip = fixture_resolve(g, "southern tip of Syria", NULL),
               *end = fixture_resolve(g, "northern end of Tawila Islands", NULL),
               *part = fixture_resolve(g, "southern part of Syria", NULL);
    ck_assert_str_eq(tip->rule, "part");
    ck_assert_double_lt(geodesy_distance_m(tip->position, (gaz_lonlat){37, 32.3}), 2e3);
    ck_assert_double_eq(tip->radius_m, 25e3);
    ck_assert_int_eq(tip->precision, 2);
    ck_assert_double_eq_tol(end->position.lat_deg, -18, 0.01);
    ck_assert_double_gt(part->radius_m, 50e3);
    gaz_answer_free(tip);
    gaz_answer_free(end);
    gaz_answer_free(part);
    // … and offsets are counted from them.
    gaz_answer *a = fixture_resolve(g, "30 nm west of the western tip of Tawila Island", NULL);
    fixture_lies(a, (gaz_lonlat){60, -19.9}, 30 * 1852, 13e3, 270, 12);
    ck_assert_double_lt(a->radius_m, 60e3);
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(a_port_says_which_stretch_of_a_coast)
{
    gaz *g = fixture_open();
    gaz_answer *both = fixture_resolve(g, "30 nm west of the Syrian coast, Tarat", NULL),
               *coast = fixture_resolve(g, "30 nm west of the Syrian coast", NULL);
    ck_assert_str_eq(both->name, "Tarat");
    fixture_lies(both, tarat, 30 * 1852, 3e3, 270, 1);
    ck_assert_str_eq(coast->name, "Syria");
    ck_assert_double_lt(both->radius_m, coast->radius_m / 2);
    gaz_answer_free(both);
    gaz_answer_free(coast);
    fixture_close(g);
}
END_TEST

START_TEST(what_is_unknown_at_a_country_is_on_the_side_that_is_said)
{
    gaz *g = fixture_open();
    gaz_answer *west = fixture_resolve(g, "20 nm west of Qwzrtplk Point, Syria", NULL),
               *any = fixture_resolve(g, "20 nm off Qwzrtplk Point, Syria", NULL);
    ck_assert_str_eq(west->name, "Syria");
    ck_assert_int_eq(west->precision, 6);
    ck_assert(fixture_holds(west->area, 35.4, 34));
    ck_assert(!fixture_holds(west->area, 41, 38)); // north of it
    ck_assert(fixture_holds(any->area, 41, 38));
    ck_assert_double_lt(west->radius_m, any->radius_m);
    // Nobody knows where on the coast: neither is sure, nor more precise than the waters.
    ck_assert_double_lt(west->confidence, 0.8);
    gaz_answer *coast = fixture_resolve(g, "20 nm off the coast of Syria", NULL);
    ck_assert_double_lt(coast->confidence, 0.8);
    ck_assert_int_eq(coast->precision, 7);
    ck_assert(fixture_holds(coast->area, coast->position.lon_deg, coast->position.lat_deg));
    gaz_answer_free(coast);
    // A rock that no map has may lie off the coast itself.
    ck_assert(fixture_holds(any->area, 34.6, 34));
    gaz_answer_free(west);
    gaz_answer_free(any);
    fixture_close(g);
}
END_TEST

START_TEST(ships_are_off_one_country_and_next_to_another)
{
    gaz *g = fixture_open();
    static const char *const phrases[] = {"40 nm west of Tarat, Syria, Iraq",
                                          "40 nm west of Tarat, Iraq, Syria",
                                          "40 nm west of Tarat, Syria (seen from Qwzrtplk, Iraq)"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        gaz_answer *a = fixture_resolve(g, phrases[i], NULL);
        ck_assert_msg(!strcmp(a->name, "Tarat"), "%s: %s", phrases[i], a->explanation);
        fixture_lies(a, tarat, 40 * 1852, 3e3, 270, 1);
        gaz_answer_free(a);
    }
    // In neither of them: no namesake of another continent is taken.
    gaz_answer *a = fixture_resolve(g, "40 nm west of Springfield, Syria, Iraq", NULL);
    ck_assert_str_ne(a->country, "US");
    gaz_answer_free(a);
    fixture_close(g);
}
END_TEST

START_TEST(names_of_common_words)
{
    gaz *g = fixture_open();
    gaz_answer *known = fixture_resolve(g, "20 nm west of Outer Boarding Ground, Test Sea", NULL),
               *unknown = fixture_resolve(g, "20 nm west of Inner Boarding Ground, Tarat", NULL);
    ck_assert_str_eq(known->name, "Outer Boarding Ground");
    fixture_lies(known, (gaz_lonlat){62, 12}, 20 * 1852, 1e3, 270, 1);
    ck_assert_str_eq(unknown->name, "Tarat");
    ck_assert_double_lt(unknown->evidence, known->evidence);
    gaz_answer_free(known);
    gaz_answer_free(unknown);
    fixture_close(g);
}
END_TEST

START_TEST(a_side_is_what_faces_that_way)
{
    scope s = {.geos = GEOS_init_r()};
    ck_assert_int_eq(setjmp(s.trap), 0);
    // A square of a degree at the equator, turned either way round.
    static const char *const squares[] = {"POLYGON((0 0,1 0,1 1,0 1,0 0))", "POLYGON((0 0,0 1,1 1,1 0,0 0))"};
    for (int i = 0; i < 2; i++) {
        const GEOSGeometry *land = shape_from_wkt(&s, squares[i]);
        const GEOSGeometry *north = sea_side_sector(&s, land, 40e3, 60e3, 0, 10);
        ck_assert_ptr_nonnull(north);
        for (double lon_deg = 0; lon_deg <= 1; lon_deg += 0.1)
            ck_assert_msg(shape_contains(&s, north, (gaz_lonlat){lon_deg, 1.45}), "not at %g", lon_deg);
        ck_assert(!shape_contains(&s, north, (gaz_lonlat){0.5, 1.3}));
        ck_assert(!shape_contains(&s, north, (gaz_lonlat){0.5, 1.6}));
        ck_assert(!shape_contains(&s, north, (gaz_lonlat){0.5, -0.45}));
        ck_assert(!shape_contains(&s, north, (gaz_lonlat){-0.3, 1.45}));
        // North-east has two sides.
        const GEOSGeometry *corner = sea_side_sector(&s, land, 40e3, 60e3, 45, 10);
        ck_assert(shape_contains(&s, corner, (gaz_lonlat){0.3, 1.32}));
        ck_assert(shape_contains(&s, corner, (gaz_lonlat){1.32, 0.3}));
        ck_assert(!shape_contains(&s, corner, (gaz_lonlat){-0.32, 0.3}));
    }
    // What has no side: a line, and what lies on both sides of 180 degrees.
    ck_assert_ptr_null(sea_side_sector(&s, shape_from_wkt(&s, "LINESTRING(0 0,1 0)"), 40e3, 60e3, 0, 10));
    ck_assert_ptr_null(sea_side_sector(
        &s, shape_from_wkt(&s, "MULTIPOLYGON(((-180 0,-179 0,-179 1,-180 0)),((179 0,180 0,180 1,179 0)))"),
        40e3, 60e3, 0, 10));
    scope_dispose(&s);
    GEOS_finish_r(s.geos);
}
END_TEST

UNIT_MAIN("gazetteer/sea_side", a_side_is_what_faces_that_way, bearings_that_lead_ashore_are_not_believed,
          long_islands_have_long_sides, tips_are_points, a_port_says_which_stretch_of_a_coast,
          what_is_unknown_at_a_country_is_on_the_side_that_is_said,
          ships_are_off_one_country_and_next_to_another, names_of_common_words)
