#include "scene/cluster.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

static uint32_t random_state = 7;

static double random_between(double low, double high)
{
    random_state = random_state * 1664525u + 1013904223u;
    return low + (high - low) * (random_state >> 8) / 16777216.0;
}

static const cluster_rules plain = {.radius_px = 10, .min_points = 2};

START_TEST(what_is_near_becomes_one_at_the_centre_of_gravity)
{
    const cluster_point points[] = {
        {{100, 100}, 0}, {{106, 100}, 0}, {{100, 103}, 0}, {{100, 110.5}, 0}, {{NAN, 3}, 0}};
    uint32_t of[5];
    size_t count;
    cluster *clusters = cluster_points(&count, of, points, 5, &plain);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(clusters[0].count, 3);
    ck_assert_double_eq_tol(clusters[0].at.x_px, 102, 1e-12);
    ck_assert_double_eq_tol(clusters[0].at.y_px, 101, 1e-12);
    const uint32_t expected[] = {0, 0, 0, CLUSTER_NONE, CLUSTER_NONE};
    ck_assert_mem_eq(of, expected, sizeof expected);
    free(clusters);
}
END_TEST

START_TEST(the_distance_of_the_radius_itself_is_near)
{
    const cluster_point points[] = {{{0, 0}, 0}, {{10, 0}, 0}, {{50, 0}, 0}, {{60.001, 0}, 0}};
    uint32_t of[4];
    size_t count;
    cluster *clusters = cluster_points(&count, of, points, 4, &plain);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(of[1], 0);
    ck_assert_uint_eq(of[3], CLUSTER_NONE);
    free(clusters);
}
END_TEST

START_TEST(fewer_than_the_least_are_none)
{
    const cluster_point points[] = {{{1, 1}, 0}, {{1, 1}, 0}, {{2, 1}, 0}, {{90, 1}, 0}, {{90, 1}, 0}};
    const cluster_rules rules = {.radius_px = 10, .min_points = 3};
    uint32_t of[5];
    size_t count;
    cluster *clusters = cluster_points(&count, of, points, 5, &rules);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(clusters[0].count, 3);
    ck_assert_uint_eq(of[3], CLUSTER_NONE);
    ck_assert_uint_eq(of[4], CLUSTER_NONE);
    free(clusters);
}
END_TEST

START_TEST(a_vague_place_joins_only_what_is_as_wide)
{
    const cluster_point points[] = {{{0, 0}, 0}, {{1, 0}, 9.9}, {{2, 0}, 10.1}, {{3, 0}, INFINITY}};
    uint32_t of[4];
    size_t count;
    cluster *clusters = cluster_points(&count, of, points, 4, &plain);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(clusters[0].count, 2);
    ck_assert_uint_eq(of[2], CLUSTER_NONE);
    ck_assert_uint_eq(of[3], CLUSTER_NONE);
    free(clusters);
}
END_TEST

START_TEST(a_picture_that_wraps_has_no_edge)
{
    const cluster_point points[] = {{{1, 40}, 0}, {{998, 40}, 0}, {{997, 40}, 0}};
    cluster_rules rules = plain;
    uint32_t of[3];
    size_t count;
    cluster *clusters = cluster_points(&count, of, points, 3, &rules);
    ck_assert_uint_eq(clusters[0].count, 2);
    free(clusters);
    rules.wrap_px = 1000;
    clusters = cluster_points(&count, of, points, 3, &rules);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(clusters[0].count, 3);
    ck_assert_double_eq_tol(clusters[0].at.x_px, 1000 - 4.0 / 3, 1e-9);
    free(clusters);
}
END_TEST

enum { MANY = 4000 };

/** Half of them in dense spots, every fifth at the place of another. */
static void fill_points(cluster_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double reach = i % 2 ? 1000 : 30;
        points[i] = (cluster_point){{random_between(0, reach), random_between(0, reach)},
                                    i % 7 ? 0 : random_between(0, 40)};
        if (i % 5 == 4) points[i].at = points[i - 3].at;
    }
}

START_TEST(every_point_is_counted_once_at_every_zoom)
{
    static cluster_point points[MANY];
    static uint32_t of[MANY];
    fill_points(points, MANY);
    for (int zoom = 0; zoom < 8; zoom++) {
        // The picture of each zoom is twice as large as that of the one before.
        static cluster_point scaled[MANY];
        for (size_t i = 0; i < MANY; i++)
            scaled[i] = (cluster_point){{ldexp(points[i].at.x_px, zoom), ldexp(points[i].at.y_px, zoom)},
                                        ldexp(points[i].reach_px, zoom)};
        const cluster_rules rules = {.radius_px = 10, .min_points = 2, .deeper_zooms = 7 - zoom};
        size_t count, in_clusters = 0, alone = 0;
        cluster *clusters = cluster_points(&count, of, scaled, MANY, &rules);
        size_t *seen = calloc(count + 1, sizeof *seen);
        for (size_t i = 0; i < MANY; i++)
            if (of[i] == CLUSTER_NONE)
                alone++;
            else
                seen[of[i]]++;
        for (size_t k = 0; k < count; k++) {
            ck_assert_uint_eq(seen[k], clusters[k].count);
            ck_assert_uint_ge(clusters[k].count, 2);
            in_clusters += clusters[k].count;
        }
        ck_assert_uint_eq(in_clusters + alone, MANY);
        ck_assert_uint_gt(count, 0);
        free(seen);
        free(clusters);
    }
}
END_TEST

START_TEST(clusters_only_grow_from_a_zoom_to_the_one_above)
{
    static cluster_point points[MANY], doubled[MANY];
    static uint32_t above[MANY], below[MANY];
    fill_points(points, MANY);
    for (size_t i = 0; i < MANY; i++)
        doubled[i] = (cluster_point){{2 * points[i].at.x_px, 2 * points[i].at.y_px}, 2 * points[i].reach_px};
    size_t count_above, count_below;
    cluster *a = cluster_points(&count_above, above, points, MANY, &(cluster_rules){10, 5, 2, 0});
    cluster *b = cluster_points(&count_below, below, doubled, MANY, &(cluster_rules){10, 4, 2, 0});
    ck_assert_uint_gt(count_below, 50);
    // Two that are together below are together above.
    uint32_t *parent = malloc((count_below + 1) * sizeof *parent);
    for (size_t k = 0; k < count_below; k++) parent[k] = CLUSTER_NONE;
    for (size_t i = 0; i < MANY; i++) {
        if (below[i] == CLUSTER_NONE) continue;
        ck_assert_uint_ne(above[i], CLUSTER_NONE);
        if (parent[below[i]] == CLUSTER_NONE) parent[below[i]] = above[i];
        ck_assert_uint_eq(parent[below[i]], above[i]);
    }
    free(parent);
    free(a);
    free(b);
}
END_TEST

START_TEST(the_order_of_the_points_changes_nothing)
{
    static cluster_point points[MANY], shuffled[MANY];
    static uint32_t of[MANY], of_shuffled[MANY], place[MANY];
    fill_points(points, MANY);
    for (uint32_t i = 0; i < MANY; i++) place[i] = i;
    for (size_t i = MANY - 1; i > 0; i--) {
        size_t k = (size_t)random_between(0, (double)i + 1);
        uint32_t swap = place[i];
        place[i] = place[k];
        place[k] = swap;
    }
    for (size_t i = 0; i < MANY; i++) shuffled[i] = points[place[i]];
    const cluster_rules rules = {.radius_px = 12, .deeper_zooms = 6, .min_points = 3};
    size_t count, count_shuffled;
    cluster *a = cluster_points(&count, of, points, MANY, &rules);
    cluster *b = cluster_points(&count_shuffled, of_shuffled, shuffled, MANY, &rules);
    ck_assert_uint_eq(count, count_shuffled);
    ck_assert_mem_eq(a, b, count * sizeof *a);
    for (size_t i = 0; i < MANY; i++) ck_assert_uint_eq(of_shuffled[i], of[place[i]]);
    free(a);
    free(b);
}
END_TEST

START_TEST(nothing_gives_nothing)
{
    size_t count = 7;
    ck_assert_ptr_null(cluster_points(&count, NULL, NULL, 0, &plain));
    ck_assert_uint_eq(count, 0);
    const cluster_point points[] = {{{1, 1}, 0}, {{1, 1}, 0}};
    uint32_t of[2];
    ck_assert_ptr_null(
        cluster_points(&count, of, points, 2, &(cluster_rules){.radius_px = 0, .min_points = 2}));
    ck_assert_uint_eq(of[0], CLUSTER_NONE);
}
END_TEST

UNIT_MAIN("scene/cluster", what_is_near_becomes_one_at_the_centre_of_gravity,
          the_distance_of_the_radius_itself_is_near, fewer_than_the_least_are_none,
          a_vague_place_joins_only_what_is_as_wide, a_picture_that_wraps_has_no_edge,
          every_point_is_counted_once_at_every_zoom, clusters_only_grow_from_a_zoom_to_the_one_above,
          the_order_of_the_points_changes_nothing, nothing_gives_nothing)
