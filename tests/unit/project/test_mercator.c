#include "project/mercator.h"

#include "base/arena.h"
#include "project/project.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

#define POINTS 50000

/** Evenly in [0, 1), the same every time. */
static double chance(void)
{
    static uint64_t state = 7;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / (double)(UINT64_C(1) << 53);
}

static projection *by_proj(void)
{
    incmap_error err = {0};
    projection *p = NULL;
    ck_assert_int_eq(projection_open(&p, "EPSG:3857", &err), INCMAP_OK);
    return p;
}

static void check_forward(const projection *p, const lonlat *ground, size_t count)
{
    projxy *own = mem_alloc(count * sizeof *own), *proj = mem_alloc(count * sizeof *proj);
    mercator_forward(ground, own, count);
    projection_forward(p, ground, proj, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(isnan(own[i].x), isnan(proj[i].x));
        ck_assert_int_eq(isnan(own[i].y), isnan(proj[i].y));
        ck_assert_msg(isnan(own[i].x) || memcmp(&own[i], &proj[i], sizeof *own) == 0,
                      "%.17g %.17g: %.17g %.17g, PROJ has %.17g %.17g", ground[i].lon_deg, ground[i].lat_deg,
                      own[i].x, own[i].y, proj[i].x, proj[i].y);
    }
    free(own);
    free(proj);
}

static void check_inverse(const projection *p, const projxy *at, size_t count)
{
    lonlat *own = mem_alloc(count * sizeof *own), *proj = mem_alloc(count * sizeof *proj);
    mercator_inverse(at, own, count);
    projection_inverse(p, at, proj, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(isnan(own[i].lon_deg), isnan(proj[i].lon_deg));
        ck_assert_msg(isnan(own[i].lon_deg) || memcmp(&own[i], &proj[i], sizeof *own) == 0,
                      "%.17g %.17g: %.17g %.17g, PROJ has %.17g %.17g", at[i].x, at[i].y, own[i].lon_deg,
                      own[i].lat_deg, proj[i].lon_deg, proj[i].lat_deg);
    }
    free(own);
    free(proj);
}

START_TEST(places_are_where_proj_has_them_to_the_last_bit)
{
    projection *p = by_proj();
    lonlat *ground = mem_alloc(POINTS * sizeof *ground);
    for (size_t i = 0; i < POINTS; i++)
        ground[i] =
            (lonlat){(chance() - 0.5) * (i % 3 ? 360 : 1100), (chance() - 0.5) * (i % 5 ? 170.2 : 181)};
    check_forward(p, ground, POINTS);
    free(ground);
    const double edges[] = {0,
                            -0.0,
                            180,
                            -180,
                            179.99999999999997,
                            180.00000000001,
                            85.06,
                            90,
                            -90,
                            540,
                            90.00000000000001,
                            90.0001,
                            572.9,
                            573,
                            -572.958,
                            1e300,
                            5e-324};
    const size_t count = sizeof edges / sizeof *edges;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) check_forward(p, &(lonlat){edges[i], edges[k]}, 1);
    projection_close(p);
}
END_TEST

START_TEST(and_back)
{
    projection *p = by_proj();
    projxy *at = mem_alloc(POINTS * sizeof *at);
    for (size_t i = 0; i < POINTS; i++)
        at[i] = (projxy){(chance() - 0.5) * 2 * MERCATOR_HALF_M * (i % 3 ? 1 : 3),
                         (chance() - 0.5) * 2 * MERCATOR_HALF_M * (i % 5 ? 1 : 40)};
    check_inverse(p, at, POINTS);
    free(at);
    const projxy corners[] = {
        {-MERCATOR_HALF_M, -MERCATOR_HALF_M}, {MERCATOR_HALF_M, MERCATOR_HALF_M}, {0, 0}, {-0.0, 1e-300}};
    check_inverse(p, corners, 4);
    projection_close(p);
}
END_TEST

START_TEST(what_is_no_place_is_nan)
{
    const lonlat ground[] = {{NAN, 3}, {3, NAN}, {INFINITY, 0}, {0, -INFINITY}, {10, 10}};
    projxy at[5];
    mercator_forward(ground, at, 5);
    for (int i = 0; i < 4; i++) ck_assert(isnan(at[i].x) && isnan(at[i].y));
    ck_assert_double_eq_tol(at[4].x, 1113194.907932736, 1e-6);
    const projxy far[] = {{NAN, 3}, {3, NAN}, {INFINITY, 0}, {0, -INFINITY}};
    lonlat back[4];
    mercator_inverse(far, back, 4);
    for (int i = 0; i < 4; i++) ck_assert(isnan(back[i].lon_deg) && isnan(back[i].lat_deg));
}
END_TEST

START_TEST(the_projection_of_tiles_is_web_mercator)
{
    projection *own = projection_of_tiles(), *p = by_proj();
    ck_assert(!projection_is_geographic(own));
    ck_assert_double_eq(projection_unit_m(own), projection_unit_m(p));
    const lonlat baghdad = {44.3661, 33.3152};
    projxy at[2];
    projection_forward(own, &baghdad, &at[0], 1);
    projection_forward(p, &baghdad, &at[1], 1);
    ck_assert_mem_eq(&at[0], &at[1], sizeof *at);
    lonlat back[2];
    projection_inverse(own, at, &back[0], 1);
    projection_inverse(p, at, &back[1], 1);
    ck_assert_mem_eq(&back[0], &back[1], sizeof *back);
    projection_close(own);
    projection_close(p);
}
END_TEST

UNIT_MAIN("project/mercator", places_are_where_proj_has_them_to_the_last_bit, and_back,
          what_is_no_place_is_nan, the_projection_of_tiles_is_web_mercator)
