#include "report/graticule.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static projection *opened(const char *srs)
{
    projection *p;
    incmap_error err = {0};
    ck_assert_msg(projection_open(&p, srs, &err) == INCMAP_OK, "%s", err.message);
    return p;
}

/** The texts of one edge, joined. */
static char *texts(const graticule *lines, graticule_edge edge, char *out)
{
    *out = '\0';
    for (size_t i = 0; i < lines->mark_count; i++) {
        if (lines->marks[i].edge != edge) continue;
        if (*out) strcat(out, ", ");
        strcat(out, lines->marks[i].text);
    }
    return out;
}

START_TEST(words_of_degrees)
{
    const struct {
        double deg;
        bool is_lat;
        const char *text;
    } cases[] = {{44, false, "44° E"},      {-0.5, false, "0° 30′ W"},
                 {0, true, "0°"},           {180, false, "180°"},
                 {190, false, "170° W"},    {-180, false, "180°"},
                 {33.5, true, "33° 30′ N"}, {-33.341666666666667, true, "33° 20′ 30″ S"},
                 {-90, true, "90° S"},      {359.99999999, false, "0°"}};
    char out[GRATICULE_TEXT_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(graticule_text(wording_find(NULL), cases[i].deg, cases[i].is_lat, out),
                         cases[i].text);
}
END_TEST

START_TEST(degrees_stand_where_their_lines_cross)
{
    projection *p = opened("EPSG:4326");
    grid g = {38.5, 38, 0.01, 0.01, 1000, 700};
    graticule lines = {0};
    graticule_build(&lines, wording_find(NULL), &g, p, 4);
    ck_assert_double_eq(lines.lon_step_deg, 2);
    ck_assert_double_eq(lines.lat_step_deg, 2);
    char out[400];
    ck_assert_str_eq(texts(&lines, GRATICULE_BOTTOM, out), "40° E, 42° E, 44° E, 46° E, 48° E");
    ck_assert_str_eq(texts(&lines, GRATICULE_LEFT, out), "32° N, 34° N, 36° N, 38° N");
    for (size_t i = 0; i < lines.mark_count; i++) {
        if (strcmp(lines.marks[i].text, "42° E") == 0)
            ck_assert_double_eq_tol(lines.marks[i].along_px, 350, 1e-6);
        if (strcmp(lines.marks[i].text, "32° N") == 0)
            ck_assert_double_eq_tol(lines.marks[i].along_px, 600, 1e-6);
    }
    graticule_dispose(&lines);
    projection_close(p);
}
END_TEST

/** Every point of a line has the longitude or latitude that the line stands for. */
static void check_lines(const char *srs, lonlat centre, double res_m)
{
    projection *p = opened(srs);
    projxy at;
    projection_forward(p, &centre, &at, 1);
    grid g = {at.x - 500 * res_m, at.y + 350 * res_m, res_m, res_m, 1000, 700};
    graticule lines = {0};
    graticule_build(&lines, wording_find(NULL), &g, p, 4);
    ck_assert_uint_gt(lines.line_count, 3);
    ck_assert_uint_lt(lines.line_count, 200);
    for (size_t i = 0; i < lines.line_count; i++) {
        for (size_t k = 1; k < lines.lines[i].count; k++) {
            pxy a = lines.lines[i].points[k - 1], b = lines.lines[i].points[k];
            ck_assert(isfinite(b.x_px) && isfinite(b.y_px));
            ck_assert_double_lt(hypot(a.x_px - b.x_px, a.y_px - b.y_px), 310);
            if (b.x_px < 0 || b.x_px > 1000 || b.y_px < 0 || b.y_px > 700) continue;
            projxy place = grid_from_px(&g, b);
            lonlat ground;
            projection_inverse(p, &place, &ground, 1);
            double off_lon = fabs(remainder(ground.lon_deg, lines.lon_step_deg));
            double off_lat = fabs(remainder(ground.lat_deg, lines.lat_step_deg));
            ck_assert_msg(fmin(off_lon, off_lat) < 1e-6 || fabs(ground.lat_deg) > 89.999, "%s: %g %g", srs,
                          ground.lon_deg, ground.lat_deg);
        }
    }
    for (size_t i = 0; i < lines.mark_count; i++) {
        ck_assert_double_ge(lines.marks[i].along_px, 0);
        ck_assert_double_le(lines.marks[i].along_px, lines.marks[i].edge == GRATICULE_BOTTOM ? 1000 : 700);
    }
    graticule_dispose(&lines);
    projection_close(p);
}

START_TEST(lines_hold_in_any_projection)
{
    check_lines("EPSG:32638", (lonlat){45, 33}, 1000);
    check_lines("EPSG:32638", (lonlat){44.4, 33.3}, 1);
    check_lines("+proj=lcc +lat_1=30 +lat_2=36 +lon_0=42", (lonlat){42, 33}, 2000);
    check_lines("EPSG:3857", (lonlat){178, -17}, 3000);
    check_lines("+proj=laea +lat_0=90", (lonlat){0, 89.9}, 8000);
    check_lines("+proj=laea +lat_0=-80 +lon_0=100", (lonlat){100, -80}, 6000);
    check_lines("+proj=eqearth +lon_0=11", (lonlat){11, 0}, 36000);
    check_lines("+proj=ortho +lat_0=30 +lon_0=170", (lonlat){170, 30}, 16000);
    check_lines("+proj=tmerc +lon_0=180", (lonlat){180, 65}, 700);
}
END_TEST

START_TEST(nothing_off_the_globe)
{
    projection *p = opened("+proj=laea +lat_0=20 +lon_0=40");
    grid off = {2e7, 2e7, 100, 100, 1000, 700};
    graticule lines = {0};
    graticule_build(&lines, wording_find(NULL), &off, p, 4);
    ck_assert_uint_eq(lines.line_count, 0);
    ck_assert_uint_eq(lines.mark_count, 0);
    graticule_dispose(&lines);
    projection_close(p);
}
END_TEST

UNIT_MAIN("report/graticule", words_of_degrees, degrees_stand_where_their_lines_cross,
          lines_hold_in_any_projection, nothing_off_the_globe)
