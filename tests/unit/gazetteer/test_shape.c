#include "gazetteer/shape.h"
#include "unit/gazetteer/fixture.h"

static scope s;

static void begin(void)
{
    s.geos = GEOS_init_r();
    if (setjmp(s.trap)) ck_abort();
}

static void end(void)
{
    scope_dispose(&s);
    GEOS_finish_r(s.geos);
}

START_TEST(blobs_go_round)
{
    begin();
    static const char *const shapes[] = {"POINT (1 2)", "LINESTRING (1 2, 3 4)",
                                         "POLYGON ((0 0, 4 0, 4 4, 0 0))",
                                         "POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1))",
                                         "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((5 5, 9 5, 9 9, 5 5), "
                                         "(6 5.5, 7 5.5, 7 6, 6 5.5)))"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        GEOSGeometry *geometry = shape_from_wkt(&s, shapes[i]);
        shape_blob blob = shape_to_blob(&s, geometry);
        ck_assert_mem_eq(blob.bytes, "GP\0\3\xE6\x10\0\0", 8);
        GEOSGeometry *back = shape_from_blob(&s, blob.bytes, blob.length);
        ck_assert_int_eq(GEOSEqualsExact_r(s.geos, geometry, back, 0), 1);
        // A blob cut anywhere is refused, not read beyond its end.
        for (size_t length = 0; length < blob.length; length++) {
            unsigned char *cut = malloc(length + 1);
            memcpy(cut, blob.bytes, length);
            ck_assert_ptr_null(shape_from_blob(&s, cut, length));
            free(cut);
        }
    }
    unsigned char point[SHAPE_POINT_BYTES];
    shape_point_blob((gaz_lonlat){44.4, 33.3}, point);
    GEOSGeometry *at = shape_from_blob(&s, point, sizeof point);
    double lon = 0, lat = 0;
    GEOSGeomGetX_r(s.geos, at, &lon);
    GEOSGeomGetY_r(s.geos, at, &lat);
    ck_assert_double_eq(lon, 44.4);
    ck_assert_double_eq(lat, 33.3);
    end();
}
END_TEST

/** What GEOS' own reader makes of a blob with an XY envelope; NULL where nothing. */
static GEOSGeometry *read_by_geos(const unsigned char *bytes, size_t length)
{
    const size_t head = 8 + 32;
    GEOSWKBReader *reader = GEOSWKBReader_create_r(s.geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(s.geos, reader, bytes + head, length - head);
    GEOSWKBReader_destroy_r(s.geos, reader);
    return scope_own(&s, geometry);
}

START_TEST(damaged_blobs_are_what_geos_makes_of_them)
{
    begin();
    shape_blob blob =
        shape_to_blob(&s, shape_from_wkt(&s, "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1)), "
                                             "((20 20, 24 20, 24 24, 20 20)))"));
    uint64_t state = 3;
    size_t read = 0, refused = 0;
    for (int round = 0; round < 20000; round++) {
        // Memory of its own, so that what reads beyond it is caught.
        unsigned char *bytes = malloc(blob.length);
        memcpy(bytes, blob.bytes, blob.length);
        state = state * 6364136223846793005u + 1442695040888963407u;
        const size_t at = 40 + (size_t)(state >> 33) % (blob.length - 40);
        // Counts and types are small numbers, and so is what makes others of them.
        bytes[at] = round % 2 ? (unsigned char)(state >> 20) : (unsigned char)((state >> 20) % 8);
        GEOSGeometry *ours = shape_from_blob(&s, bytes, blob.length),
                     *theirs = read_by_geos(bytes, blob.length);
        ck_assert_msg(!ours == !theirs, "round %d, byte %zu", round, at);
        if (ours) {
            shape_blob one = shape_to_blob(&s, ours), other = shape_to_blob(&s, theirs);
            ck_assert_uint_eq(one.length, other.length);
            ck_assert_mem_eq(one.bytes + 40, other.bytes + 40, one.length - 40);
        }
        read += ours != NULL;
        refused += ours == NULL;
        free(bytes);
        if (round % 100 == 99) {
            // The blob itself lives in the scope, too.
            unsigned char *kept = malloc(blob.length);
            memcpy(kept, blob.bytes, blob.length);
            scope_reset(&s);
            blob.bytes = scope_alloc(&s, blob.length);
            memcpy(blob.bytes, kept, blob.length);
            free(kept);
        }
    }
    ck_assert_uint_gt(read, 3000);
    ck_assert_uint_gt(refused, 3000);
    end();
}
END_TEST

START_TEST(bad_text_is_refused)
{
    begin();
    static const char *const texts[] = {
        "",     "POLYGON", "POLYGON((0 0,1 1", "POINT EMPTY", "POINT(181 0)", "POINT(0 91)", "POINT(nan 1)",
        "hello"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(shape_from_wkt(&s, texts[i]) == NULL, "\"%s\" is taken", texts[i]);
    end();
}
END_TEST

START_TEST(crossed_polygons_become_valid)
{
    begin();
    GEOSGeometry *bow = shape_make_valid(&s, shape_from_wkt(&s, "POLYGON((0 0,2 2,2 0,0 2,0 0))"));
    double area = 0;
    GEOSArea_r(s.geos, bow, &area);
    ck_assert_double_eq_tol(area, 2, 1e-12);
    ck_assert_ptr_null(shape_make_valid(&s, shape_from_wkt(&s, "POLYGON((0 0,1 1,2 2,0 0))")));
    end();
}
END_TEST

START_TEST(best_point_is_inside)
{
    begin();
    // A horseshoe, whose centroid lies in its mouth.
    GEOSGeometry *shoe = shape_from_wkt(&s, "POLYGON((0 0,10 0,10 10,8 10,8 2,2 2,2 10,0 10,0 0))");
    ck_assert(shape_contains(&s, shoe, shape_best_point(&s, shoe)));
    // Mainland and a far exclave: the point is the mainland's, not between them.
    GEOSGeometry *two =
        shape_from_wkt(&s, "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((40 40,45 40,45 45,40 45,40 40)))");
    gaz_lonlat at = shape_best_point(&s, two);
    ck_assert_double_eq_tol(at.lon_deg, 5, 1e-9);
    ck_assert_double_eq_tol(at.lat_deg, 5, 1e-9);
    end();
}
END_TEST

START_TEST(areas_follow_rfc_7946)
{
    begin();
    gaz_area *area =
        shape_to_area(&s, shape_from_wkt(&s, "MULTIPOLYGON(((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 2,1 1)),"
                                             "((20 0,21 0,21 1,20 0)))"));
    ck_assert_uint_eq(area->ring_count, 3);
    ck_assert(!area->ring_is_hole[0] && area->ring_is_hole[1] && !area->ring_is_hole[2]);
    ck_assert_uint_eq(area->ring_ends[0], 5);
    ck_assert_uint_eq(area->ring_ends[2], 14);
    ck_assert_double_eq(area->points[1].lon_deg, 9);
    ck_assert_double_eq(area->points[6].lat_deg, 2);
    ck_assert_ptr_null(shape_to_area(&s, shape_from_wkt(&s, "LINESTRING(0 0,1 1)")));
    end();
}
END_TEST

START_TEST(far_small_parts_are_not_at_home)
{
    begin();
    const gaz_lonlat centre = {1, 1};
    // Two degrees square, and a twentieth of its ground 60 degrees away, 4 degrees away, and a half of it
    // away.
    static const char home[] = "((0 0,2 0,2 2,0 2,0 0))";
    static const char *const others[] = {"((60 0,60.4 0,60.4 0.5,60 0.5,60 0))",
                                         "((5 0,5.4 0,5.4 0.5,5 0.5,5 0))", "((60 0,61 0,61 2,60 2,60 0))"};
    char wkt[3][256];
    double alone_m, radius_m[3];
    for (int i = 0; i < 3; i++) snprintf(wkt[i], sizeof wkt[i], "MULTIPOLYGON(%s,%s)", home, others[i]);
    alone_m = shape_radius_m(&s, shape_from_wkt(&s, "POLYGON((0 0,2 0,2 2,0 2,0 0))"), centre);
    for (int i = 0; i < 3; i++) radius_m[i] = shape_home_radius_m(&s, shape_from_wkt(&s, wkt[i]), centre);
    ck_assert_double_eq_tol(radius_m[0], alone_m, 1);
    ck_assert_double_gt(radius_m[1], alone_m);
    ck_assert_double_eq(radius_m[1], shape_radius_m(&s, shape_from_wkt(&s, wkt[1]), centre));
    ck_assert_double_gt(radius_m[2], 6e6);
    end();
}
END_TEST

START_TEST(runs_are_the_points_inside)
{
    begin();
    static const char *const shapes[] = {
        "POLYGON ((0 0, 9 1, 8 9, 5 3, 1 8, 0 0))",
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 7, 6.1 5.2, 2 2))",
        "MULTIPOLYGON (((0 0, 3 0, 3 3, 0 0)), ((4 1, 9.7 1.3, 8 9, 4 1)), ((0 8, 1 8, 1 9, 0 8)))",
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        GEOSGeometry *geometry = shape_from_wkt(&s, shapes[i]);
        // Wider than the shape to one side, narrower to another.
        const shape_grid grid = {{-1.03, 0.07, 9.31, 10.9}, 37, 53};
        bool inside[37][53] = {{false}};
        size_t count, marked = 0;
        const shape_run *runs = shape_runs(&s, shape_to_area(&s, geometry), &grid, &count);
        for (size_t k = 0; k < count; k++) {
            if (k) ck_assert_int_ge(runs[k].row, runs[k - 1].row);
            for (int column = runs[k].begin; column < runs[k].end; column++)
                inside[runs[k].row][column] = true;
        }
        for (int row = 0; row < grid.rows; row++)
            for (int column = 0; column < grid.columns; column++) {
                const gaz_lonlat at = shape_grid_point(&grid, row, column);
                ck_assert_msg(inside[row][column] == shape_contains(&s, geometry, at), "%zu: %d, %d", i, row,
                              column);
                marked += inside[row][column];
            }
        ck_assert_uint_gt(marked, 100);
    }
    end();
}
END_TEST

START_TEST(quantiles_weigh_rows)
{
    begin();
    // One heavy row of two numbers, an empty one, and a light one of three.
    const double at[] = {5, 1, 4, 2, 3}, weights[] = {10, 99, 1};
    const size_t ends[] = {2, 2, 5};
    const shape_samples samples = {at, ends, weights, 3};
    ck_assert_double_eq(shape_quantile(&s, &samples, 0.5), 1);
    ck_assert_double_eq(shape_quantile(&s, &samples, 10), 1);
    ck_assert_double_eq(shape_quantile(&s, &samples, 10.5), 2);
    ck_assert_double_eq(shape_quantile(&s, &samples, 12), 3);
    ck_assert_double_eq(shape_quantile(&s, &samples, 13.5), 5);
    ck_assert_double_eq(shape_quantile(&s, &samples, 1000), 5);
    // All alike.
    const double same[] = {7, 7, 7, 7, 7};
    ck_assert_double_eq(shape_quantile(&s, &(shape_samples){same, ends, weights, 3}, 11), 7);
    end();
}
END_TEST

UNIT_MAIN("gazetteer/shape", far_small_parts_are_not_at_home, runs_are_the_points_inside,
          quantiles_weigh_rows, blobs_go_round, damaged_blobs_are_what_geos_makes_of_them,
          bad_text_is_refused, crossed_polygons_become_valid, best_point_is_inside, areas_follow_rfc_7946)
