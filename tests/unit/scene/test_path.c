#include "scene/path.h"

#include "unit/unit.h"

#include <math.h>

static const path_box square = {{0, 0}, {10, 10}};

static void check_part(const path *p, size_t part, size_t count, const double *expected)
{
    size_t begin = part ? p->ends[part - 1] : 0;
    ck_assert_uint_eq(p->ends[part] - begin, count);
    for (size_t i = 0; i < 2 * count; i++)
        ck_assert_double_eq_tol(p->pairs[2 * begin + i], expected[i], 1e-12);
}

/** Twice the signed area of a part. */
static double part_area(const path *p, size_t part)
{
    double sum = 0;
    for (size_t i = (part ? p->ends[part - 1] : 0) + 1; i < p->ends[part]; i++)
        sum += p->pairs[2 * i - 2] * p->pairs[2 * i + 1] - p->pairs[2 * i - 1] * p->pairs[2 * i];
    return sum;
}

START_TEST(parts_shorter_than_the_least_are_dropped)
{
    path p = {0};
    path_end_part(&p, 0);
    ck_assert_uint_eq(p.part_count, 0);
    path_add(&p, 1, 2);
    path_end_part(&p, 2);
    ck_assert_uint_eq(p.part_count, 0);
    ck_assert_uint_eq(p.count, 0);
    path_add(&p, 1, 2);
    path_add(&p, 3, 4);
    path_end_part(&p, 2);
    path_add(&p, 5, 6);
    path_end_part(&p, 1);
    ck_assert_uint_eq(p.part_count, 2);
    check_part(&p, 0, 2, (double[]){1, 2, 3, 4});
    check_part(&p, 1, 1, (double[]){5, 6});
    path_dispose(&p);
}
END_TEST

START_TEST(line_is_cut_where_it_leaves_and_enters)
{
    path p = {0};
    const double line[] = {-5, 5, 5, 5, 5, 20, 8, 20, 8, 9};
    path_add_line_clipped(&p, line, 5, square);
    ck_assert_uint_eq(p.part_count, 2);
    check_part(&p, 0, 3, (double[]){0, 5, 5, 5, 5, 10});
    check_part(&p, 1, 2, (double[]){8, 10, 8, 9});
    path_dispose(&p);
}
END_TEST

START_TEST(line_through_the_box_and_line_beside_it)
{
    path p = {0};
    path_add_line_clipped(&p, (double[]){-10, -10, 20, 20}, 2, square);
    ck_assert_uint_eq(p.part_count, 1);
    check_part(&p, 0, 2, (double[]){0, 0, 10, 10});
    path_clear(&p);
    path_add_line_clipped(&p, (double[]){-1, 12, 12, 12, 12, -1}, 3, square);
    path_add_line_clipped(&p, (double[]){-5, 4, 4, -5}, 2, square);
    ck_assert_uint_eq(p.part_count, 0);
    path_dispose(&p);
}
END_TEST

START_TEST(ring_inside_stays_as_it_is)
{
    path p = {0}, spare[2] = {0};
    const double ring[] = {1, 1, 9, 1, 5, 8, 1, 1};
    path_add_ring_clipped(&p, spare, ring, 4, square);
    ck_assert_uint_eq(p.part_count, 1);
    check_part(&p, 0, 4, ring);
    path_dispose(&p);
    path_dispose(&spare[0]);
    path_dispose(&spare[1]);
}
END_TEST

START_TEST(ring_around_the_box_becomes_the_box)
{
    path p = {0}, spare[2] = {0};
    path_add_ring_clipped(&p, spare, (double[]){-5, -5, 30, -5, 30, 40, -5, 40, -5, -5}, 5, square);
    ck_assert_uint_eq(p.part_count, 1);
    ck_assert_uint_eq(p.count, 5);
    ck_assert_double_eq_tol(part_area(&p, 0), 200, 1e-12);
    path_dispose(&p);
    path_dispose(&spare[0]);
    path_dispose(&spare[1]);
}
END_TEST

START_TEST(ring_beside_the_box_adds_nothing)
{
    path p = {0}, spare[2] = {0};
    path_add_ring_clipped(&p, spare, (double[]){20, 0, 30, 0, 30, 10, 20, 0}, 4, square);
    // Its bounds meet the box, it does not.
    path_add_ring_clipped(&p, spare, (double[]){-20, 9, -1, 30, -20, 30, -20, 9}, 4, square);
    ck_assert_uint_eq(p.part_count, 0);
    path_dispose(&p);
    path_dispose(&spare[0]);
    path_dispose(&spare[1]);
}
END_TEST

START_TEST(half_of_a_ring_has_half_its_area)
{
    path p = {0}, spare[2] = {0};
    path_add_ring_clipped(&p, spare, (double[]){-4, 2, 4, 2, 4, 6, -4, 6, -4, 2}, 5, square);
    ck_assert_uint_eq(p.part_count, 1);
    ck_assert_double_eq_tol(part_area(&p, 0), 2 * 16, 1e-12);
    path_dispose(&p);
    path_dispose(&spare[0]);
    path_dispose(&spare[1]);
}
END_TEST

/** What is cut never leaves the box, and the pieces of four quarters have the area of the whole. */
START_TEST(random_rings_keep_their_area_in_quarters)
{
    path p = {0}, spare[2] = {0};
    srand(7);
    for (int round = 0; round < 500; round++) {
        double ring[2 * 12];
        const size_t count = 12;
        for (size_t i = 0; i < 2 * (count - 1); i++) ring[i] = rand() % 2000 / 100.0 - 5;
        ring[22] = ring[0];
        ring[23] = ring[1];
        double whole = 0, quarters = 0;
        for (size_t i = 1; i < count; i++)
            whole += ring[2 * i - 2] * ring[2 * i + 1] - ring[2 * i - 1] * ring[2 * i];
        for (int quarter = 0; quarter < 4; quarter++) {
            path_box box = {{quarter % 2 ? 5 : -100, quarter / 2 ? 5 : -100},
                            {quarter % 2 ? 100 : 5, quarter / 2 ? 100 : 5}};
            path_clear(&p);
            path_add_ring_clipped(&p, spare, ring, count, box);
            for (size_t i = 0; i < 2 * p.count; i++) {
                ck_assert_double_ge(p.pairs[i], box.min[i % 2]);
                ck_assert_double_le(p.pairs[i], box.max[i % 2]);
            }
            for (size_t i = 0; i < p.part_count; i++) quarters += part_area(&p, i);
        }
        ck_assert_double_eq_tol(quarters, whole, 1e-9);
    }
    path_dispose(&p);
    path_dispose(&spare[0]);
    path_dispose(&spare[1]);
}
END_TEST

UNIT_MAIN("scene/path", parts_shorter_than_the_least_are_dropped, line_is_cut_where_it_leaves_and_enters,
          line_through_the_box_and_line_beside_it, ring_inside_stays_as_it_is,
          ring_around_the_box_becomes_the_box, ring_beside_the_box_adds_nothing,
          half_of_a_ring_has_half_its_area, random_rings_keep_their_area_in_quarters)
