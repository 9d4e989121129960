#include "gazetteer/area.h"
#include "unit/gazetteer/fixture.h"

static scope s;

static void begin(void)
{
    s.geos = GEOS_init_r();
    if (setjmp(s.trap)) ck_abort_msg("out of memory");
}

static void end(void)
{
    scope_dispose(&s);
    GEOS_finish_r(s.geos);
}

static bool holds(const GEOSGeometry *area, double lon_deg, double lat_deg)
{
    ck_assert_ptr_nonnull(area);
    return shape_contains(&s, area, (gaz_lonlat){lon_deg, lat_deg});
}

START_TEST(disc_is_as_wide_as_it_says)
{
    begin();
    static const gaz_lonlat centres[] = {{44.4, 33.3}, {0, 0},      {25, 78},
                                         {-70, -33},   {179.9, 10}, {-179.99, -60}};
    for (size_t i = 0; i < sizeof centres / sizeof *centres; i++) {
        GEOSGeometry *disc = area_disc(&s, centres[i], 50e3);
        for (double bearing = 0; bearing < 360; bearing += 17) {
            gaz_lonlat inside = geodesy_direct(centres[i], bearing, 49.7e3);
            gaz_lonlat outside = geodesy_direct(centres[i], bearing, 50.1e3);
            ck_assert_msg(holds(disc, inside.lon_deg, inside.lat_deg), "%zu at %.0f", i, bearing);
            ck_assert_msg(!holds(disc, outside.lon_deg, outside.lat_deg), "%zu at %.0f", i, bearing);
        }
        shape_box box = shape_bounds(&s, disc);
        ck_assert(box.west_deg >= -180 && box.east_deg <= 180);
    }
    end();
}
END_TEST

START_TEST(disc_over_the_pole)
{
    begin();
    GEOSGeometry *disc = area_disc(&s, (gaz_lonlat){30, 89.8}, 100e3);
    ck_assert(holds(disc, 30, 89.9));
    ck_assert(holds(disc, -150, 89.9));
    ck_assert(holds(disc, 100, 89.99));
    ck_assert(!holds(disc, -150, 88));
    end();
}
END_TEST

/** Whether a ring was made, and is then the one that GEOS gives. */
static bool ring_is_the_disc(gaz_lonlat centre, double radius_m)
{
    const gaz_area *ring = area_disc_ring(&s, centre, radius_m);
    if (!ring) return false;
    const gaz_area *same = shape_to_area(&s, area_disc(&s, centre, radius_m));
    ck_assert_uint_eq(ring->ring_count, 1);
    ck_assert_uint_eq(same->ring_count, 1);
    ck_assert_uint_eq(ring->ring_ends[0], same->ring_ends[0]);
    ck_assert(!ring->ring_is_hole[0]);
    ck_assert_mem_eq(ring->points, same->points, ring->ring_ends[0] * sizeof *ring->points);
    return true;
}

START_TEST(a_disc_is_drawn_alike_without_geos)
{
    begin();
    // Radii by the plane, by the short line, and by the geodesic.
    static const double radii_m[] = {0, 1, 1500, 4999, 5001, 60e3, 149e3, 151e3, 1e6, 4e6};
    for (size_t i = 0; i < sizeof radii_m / sizeof *radii_m; i++) {
        size_t made = 0;
        for (double lat_deg = -89.9; lat_deg < 90; lat_deg += 8.7)
            for (double lon_deg = -180; lon_deg <= 180; lon_deg += 22.5)
                made += ring_is_the_disc((gaz_lonlat){lon_deg, lat_deg}, radii_m[i]);
        ck_assert_msg(radii_m[i] > 3e6 || made > 200, "%zu of %.0f m", made, radii_m[i]);
        // What lies across 180° or over a pole is not.
        if (radii_m[i] < 1) continue;
        ck_assert(!ring_is_the_disc((gaz_lonlat){180, 10}, radii_m[i]));
        ck_assert(!ring_is_the_disc((gaz_lonlat){-180, -64}, radii_m[i]));
        ck_assert(!ring_is_the_disc((gaz_lonlat){30, 90}, radii_m[i]));
    }
    ck_assert(!ring_is_the_disc((gaz_lonlat){0, 0}, 8000e3));
    ck_assert(!ring_is_the_disc((gaz_lonlat){0, 0}, NAN));
    end();
}
END_TEST

START_TEST(sector_keeps_its_distances_and_bearings)
{
    begin();
    gaz_lonlat apex = {44.4, 33.3};
    GEOSGeometry *sector = area_sector(&s, apex, 20e3, 60e3, 270, 40);
    for (double bearing = 0; bearing < 360; bearing += 5)
        for (double distance_m = 5e3; distance_m < 90e3; distance_m += 5e3) {
            if (fabs(distance_m - 20e3) < 1 || fabs(distance_m - 60e3) < 1 ||
                fabs(fabs(bearing - 270) - 40) < 1)
                continue;
            gaz_lonlat at = geodesy_direct(apex, bearing, distance_m);
            bool inside = distance_m > 20e3 && distance_m < 60e3 && fabs(bearing - 270) < 40;
            ck_assert_msg(holds(sector, at.lon_deg, at.lat_deg) == inside, "%.0f m at %.0f", distance_m,
                          bearing);
        }
    GEOSGeometry *north = area_sector(&s, apex, 0, 30e3, 0, 20);
    ck_assert(holds(north, 44.4, 33.4));
    ck_assert(!holds(north, 44.4, 33.2));
    end();
}
END_TEST

START_TEST(parts_keep_three_fifths)
{
    begin();
    GEOSGeometry *box = shape_from_wkt(&s, "POLYGON((40 -5,50 -5,50 5,40 5,40 -5))");
    double area;
    static const struct {
        double bearing_deg, lon_in, lat_in, lon_out, lat_out, share;
    } cases[] = {{90, 44.5, 0, 43.5, 0, 0.6},      {270, 45.5, 0, 46.5, 0, 0.6},
                 {0, 45, -0.5, 45, -1.5, 0.6},     {180, 45, 0.5, 45, 1.5, 0.6},
                 {315, 45.5, -0.5, 46.5, 0, 0.36}, {135, 44.5, 0.5, 44.5, 1.5, 0.36}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        GEOSGeometry *part = area_part(&s, box, cases[i].bearing_deg);
        ck_assert_msg(holds(part, cases[i].lon_in, cases[i].lat_in), "%.0f", cases[i].bearing_deg);
        ck_assert_msg(!holds(part, cases[i].lon_out, cases[i].lat_out), "%.0f", cases[i].bearing_deg);
        GEOSArea_r(s.geos, part, &area);
        ck_assert_double_eq_tol(area, 100 * cases[i].share, 2.5);
    }
    GEOSGeometry *centre = area_centre(&s, box);
    ck_assert(holds(centre, 45, 0) && !holds(centre, 41.5, 0) && !holds(centre, 45, 4));
    GEOSArea_r(s.geos, centre, &area);
    ck_assert_double_eq_tol(area, 36, 2);
    end();
}
END_TEST

START_TEST(parts_across_the_date_line)
{
    begin();
    GEOSGeometry *isles = shape_from_wkt(&s, "MULTIPOLYGON(((170 -10,180 -10,180 10,170 10,170 -10)),"
                                             "((-180 -10,-170 -10,-170 10,-180 10,-180 -10)))");
    GEOSGeometry *west = area_part(&s, isles, 270), *east = area_part(&s, isles, 90);
    ck_assert(holds(west, 171, 0) && holds(west, -179, 0) && !holds(west, -171, 0));
    ck_assert(holds(east, -171, 0) && holds(east, 179, 0) && !holds(east, 171, 0));
    end();
}
END_TEST

START_TEST(buffer_is_as_wide_north_as_east)
{
    begin();
    GEOSGeometry *line = shape_from_wkt(&s, "LINESTRING(40 60,40.001 60)");
    GEOSGeometry *strip = area_buffer(&s, line, 20e3);
    gaz_lonlat middle = {40.0005, 60};
    for (double bearing = 0; bearing < 360; bearing += 15) {
        gaz_lonlat inside = geodesy_direct(middle, bearing, 19e3),
                   outside = geodesy_direct(middle, bearing, 21e3);
        ck_assert_msg(holds(strip, inside.lon_deg, inside.lat_deg), "%.0f", bearing);
        ck_assert_msg(!holds(strip, outside.lon_deg, outside.lat_deg), "%.0f", bearing);
    }
    end();
}
END_TEST

START_TEST(between_holds_the_way_and_not_the_hinterland)
{
    begin();
    gaz_lonlat a = {44.4, 33.3}, b = {43.1, 36.3};
    GEOSGeometry *lens = area_between(&s, a, b, 30e3);
    double length_m = geodesy_distance_m(a, b), bearing = geodesy_bearing_deg(a, b);
    for (double share = 0; share <= 1; share += 0.1) {
        gaz_lonlat on = geodesy_direct(a, bearing, share * length_m);
        ck_assert(holds(lens, on.lon_deg, on.lat_deg));
    }
    gaz_lonlat behind = geodesy_direct(b, bearing, 40e3), aside = geodesy_direct(a, bearing + 90, 60e3);
    ck_assert(!holds(lens, behind.lon_deg, behind.lat_deg));
    ck_assert(!holds(lens, aside.lon_deg, aside.lat_deg));
    end();
}
END_TEST

START_TEST(swept_is_what_lies_on_one_side)
{
    begin();
    // A line with a bend: 40 30 to 41 30 to 41 31.
    GEOSGeometry *line = shape_from_wkt(&s, "LINESTRING(40 30,41 30,41 31)");
    GEOSGeometry *north = area_swept(&s, line, 0, 50e3), *east = area_swept(&s, line, 90, 50e3);
    ck_assert(holds(north, 40.5, 30.4) && !holds(north, 40.5, 29.9) && !holds(north, 40.5, 30.5));
    ck_assert(holds(east, 41.4, 30.5) && !holds(east, 40.9, 30.5) && !holds(east, 41.6, 30.5));
    // An edge along the way passes over nothing.
    ck_assert(!holds(north, 41.1, 30.5) && !holds(east, 40.5, 30.1));
    // Of a polygon with its ground; south-west by 50 km is 0.32 degrees of latitude.
    GEOSGeometry *square = shape_from_wkt(&s, "POLYGON((40 30,41 30,41 31,40 31,40 30))");
    GEOSGeometry *south_west = area_swept(&s, square, 225, 50e3);
    ck_assert(holds(south_west, 40.5, 30.5) && holds(south_west, 39.8, 29.8) &&
              holds(south_west, 40.3, 29.7));
    ck_assert(!holds(south_west, 39.6, 29.6) && !holds(south_west, 40.95, 29.8) &&
              !holds(south_west, 41.1, 30.5));
    ck_assert_ptr_null(area_swept(&s, shape_from_wkt(&s, "LINESTRING(40 30,40 31)"), 0, 50e3));
    end();
}
END_TEST

START_TEST(swept_ground_is_that_of_all_its_edges)
{
    begin();
    // With a bay, a spit and edges along the way; thinner in places than the way is long.
    static const char *const outlines[] = {
        "40 0,42 0,42 0.3,41 0.3,41 0.6,42 0.6,42 1.4,41.5 0.9,41 1.4,40.5 0.9,40 1.4,40 0",
        "10 50,11 50.2,12 50,11.5 50.5,12 51,11 50.6,10.9 51.5,10.8 50.6,10 50",
    };
    for (size_t i = 0; i < sizeof outlines / sizeof *outlines; i++)
        for (double bearing_deg = 0; bearing_deg < 360; bearing_deg += 22.5) {
            char text[300];
            snprintf(text, sizeof text, "POLYGON((%s))", outlines[i]);
            GEOSGeometry *ground = shape_from_wkt(&s, text);
            snprintf(text, sizeof text, "LINESTRING(%s)", outlines[i]);
            GEOSGeometry *edge = shape_from_wkt(&s, text);
            GEOSGeometry *swept = area_swept(&s, ground, bearing_deg, 30e3),
                         *of_edge = area_swept(&s, edge, bearing_deg, 30e3),
                         *all = scope_own(&s, GEOSUnion_r(s.geos, of_edge, ground)), *back;
            double area_deg2, all_deg2, back_deg2;
            GEOSArea_r(s.geos, swept, &area_deg2);
            GEOSArea_r(s.geos, all, &all_deg2);
            ck_assert_double_eq_tol(area_deg2, all_deg2, 1e-6 * all_deg2);
            // Whichever way its ring runs.
            back = area_swept(&s, scope_own(&s, GEOSReverse_r(s.geos, ground)), bearing_deg, 30e3);
            GEOSArea_r(s.geos, back, &back_deg2);
            ck_assert_double_eq_tol(back_deg2, area_deg2, 1e-9);
        }
    end();
}
END_TEST

START_TEST(radius_holds_nine_tenths)
{
    begin();
    // Of a disc the 90% radius is sqrt(0.9) of its own.
    gaz_lonlat centre = {44.4, 33.3};
    double radius_m = shape_radius_m(&s, area_disc(&s, centre, 100e3), centre);
    ck_assert_double_eq_tol(radius_m, 94868, 2500);
    // Exactly so, but for the sphere.
    ck_assert_double_eq_tol(area_ring_radius_m(0, 100e3), sqrt(0.9) * 100e3, 1);
    // Of a ring the hole has nothing: 60 km and 100 km, sqrt(0.1 * 60^2 + 0.9 * 100^2).
    ck_assert_double_eq_tol(area_ring_radius_m(60e3, 100e3), 96747, 2);
    ck_assert_double_eq_tol(shape_radius_m(&s, area_ring(&s, centre, 60e3, 100e3), centre), 96747, 1000);
    // Nine tenths of the globe end where the cosine is -0.8; beyond the antipode there is nothing.
    ck_assert_double_eq_tol(area_ring_radius_m(0, 30e6) / 6371008.8, acos(-0.8), 1e-9);
    end();
}
END_TEST

UNIT_MAIN("gazetteer/area", disc_is_as_wide_as_it_says, disc_over_the_pole,
          a_disc_is_drawn_alike_without_geos, sector_keeps_its_distances_and_bearings,
          parts_keep_three_fifths, parts_across_the_date_line, buffer_is_as_wide_north_as_east,
          between_holds_the_way_and_not_the_hinterland, swept_is_what_lies_on_one_side,
          swept_ground_is_that_of_all_its_edges, radius_holds_nine_tenths)
