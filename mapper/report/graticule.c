#include "report/graticule.h"

#include "base/arena.h"
#include "report/srs_choice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Places of the picture that are asked for their longitude and latitude, on each side.
#define SAMPLES 25
// Points on a line: the bend of a parallel between two of them is under a tenth of a pixel on a screen.
#define LINE_POINTS 257
// More lines than this of a kind are a hatching: where the picture's middle is much enlarged, its margin is
// not.
#define LINES_MAX 60
// What the samples of the edge miss of the picture's extent, as a share of it.
#define EXTENT_SHARE 0.06

// Steps finer than a second of arc, 30 m, belong on plans and not on maps.
static const double steps_arcsec[] = {108000, 72000, 54000, 36000, 18000, 7200, 3600, 1800, 1200, 600,
                                      300,    120,   60,    30,    20,    10,   5,    2,    1};

typedef struct {
    lonlat_box box; ///< east may lie beyond 180
    lonlat centre;  ///< or where, near it, the picture is on the globe
    bool has_any;
} extent;

static bool sees(const grid *g, const projection *p, lonlat place)
{
    projxy at;
    projection_forward(p, &place, &at, 1);
    if (isnan(at.x)) return false;
    pxy px = grid_to_px(g, at);
    return px.x_px >= 0 && px.y_px >= 0 && px.x_px <= (double)g->width_px && px.y_px <= (double)g->height_px;
}

static extent extent_of(const grid *g, const projection *p)
{
    extent out = {0};
    lonlat seen[SAMPLES * SAMPLES];
    size_t count = 0;
    double centre_distance = INFINITY;
    for (int row = 0; row < SAMPLES; row++) {
        for (int column = 0; column < SAMPLES; column++) {
            double across = (double)column / (SAMPLES - 1), down = (double)row / (SAMPLES - 1);
            projxy at = grid_from_px(g, (pxy){across * (double)g->width_px, down * (double)g->height_px});
            lonlat place;
            projection_inverse(p, &at, &place, 1);
            if (!lonlat_is_valid(place)) continue;
            // Some projections answer for places beyond their edge; those do not come back.
            projxy back;
            projection_forward(p, &place, &back, 1);
            if (!(hypot(back.x - at.x, back.y - at.y) < g->res_x + g->res_y)) continue;
            seen[count++] = place;
            double distance = hypot(across - 0.5, down - 0.5);
            if (distance < centre_distance) {
                centre_distance = distance;
                out.centre = place;
            }
        }
    }
    out.has_any = count > 0;
    if (!out.has_any) return out;
    lonlat_box box = srs_bounds(seen, count);
    double width_deg = srs_box_width_deg(box), height_deg = box.north_deg - box.south_deg;
    box.south_deg = fmax(box.south_deg - EXTENT_SHARE * height_deg, -90);
    box.north_deg = fmin(box.north_deg + EXTENT_SHARE * height_deg, 90);
    box.west_deg -= EXTENT_SHARE * width_deg;
    width_deg *= 1 + 2 * EXTENT_SHARE;
    for (int pole = -90; pole <= 90; pole += 180) {
        if (!sees(g, p, (lonlat){out.centre.lon_deg, pole})) continue;
        width_deg = 360;
        if (pole < 0)
            box.south_deg = pole;
        else
            box.north_deg = pole;
    }
    if (width_deg >= 360) {
        // The whole round, cut where the map itself is cut: opposite to its middle.
        box.west_deg = out.centre.lon_deg - 180;
        width_deg = 360;
    }
    box.east_deg = box.west_deg + width_deg;
    out.box = box;
    return out;
}

static double step_for(double least_deg)
{
    size_t i = sizeof steps_arcsec / sizeof *steps_arcsec - 1;
    while (i > 0 && steps_arcsec[i] / 3600 < least_deg) i--;
    return steps_arcsec[i] / 3600;
}

/** Pixels from a place to one a little farther in longitude or latitude, for a degree of it. */
static double px_per_deg(const grid *g, const projection *p, lonlat at, bool along_lat)
{
    const double step_deg = 1e-3;
    lonlat ends[2] = {at, at};
    if (along_lat)
        ends[1].lat_deg += at.lat_deg > 0 ? -step_deg : step_deg;
    else
        ends[1].lon_deg += at.lon_deg > 0 ? -step_deg : step_deg;
    projxy placed[2];
    projection_forward(p, ends, placed, 2);
    pxy a = grid_to_px(g, placed[0]), b = grid_to_px(g, placed[1]);
    return hypot(a.x_px - b.x_px, a.y_px - b.y_px) / step_deg;
}

char *graticule_text(const wording *w, double deg, bool is_lat, char out[GRATICULE_TEXT_MAX])
{
    long arcsec = lround(fabs(is_lat ? deg : remainder(deg, 360)) * 3600);
    double turned = is_lat ? deg : remainder(deg, 360);
    // Degrees and minutes are read from the left in a language from the right, too.
    const char *begin = w->is_rtl ? WORDING_ISOLATE : "", *end = w->is_rtl ? WORDING_ISOLATE_END : "";
    int used = snprintf(out, GRATICULE_TEXT_MAX, "%s%ld°", begin, arcsec / 3600);
    if (arcsec % 3600)
        used += snprintf(out + used, GRATICULE_TEXT_MAX - (size_t)used, " %02ld′", arcsec / 60 % 60);
    if (arcsec % 60) used += snprintf(out + used, GRATICULE_TEXT_MAX - (size_t)used, " %02ld″", arcsec % 60);
    used += snprintf(out + used, GRATICULE_TEXT_MAX - (size_t)used, "%s", end);
    // Neither the equator nor the two meridians of Greenwich lie on a side.
    if (arcsec != 0 && (is_lat || arcsec != 180 * 3600))
        snprintf(out + used, GRATICULE_TEXT_MAX - (size_t)used, " %s",
                 wording_text(w, is_lat ? (turned < 0 ? WORD_SOUTH : WORD_NORTH)
                                        : (turned < 0 ? WORD_WEST : WORD_EAST)));
    return out;
}

static void put_mark(graticule *out, graticule_edge edge, double along_px, double deg)
{
    graticule_mark mark = {.edge = edge, .along_px = along_px};
    graticule_text(out->words, deg, edge != GRATICULE_BOTTOM, mark.text);
    VEC_PUSH(out->marks, out->mark_count, out->mark_capacity, mark);
}

/** Marks where the piece from @p a to @p b crosses the edge that is this line's own. */
static void mark_crossing(graticule *out, const grid *g, pxy a, pxy b, bool is_parallel, double deg)
{
    double width_px = (double)g->width_px, height_px = (double)g->height_px;
    if (is_parallel) {
        double side_px = out->words->is_rtl ? width_px : 0;
        if ((a.x_px < side_px) == (b.x_px < side_px)) return;
        double y_px = a.y_px + (b.y_px - a.y_px) * (side_px - a.x_px) / (b.x_px - a.x_px);
        if (y_px >= 0 && y_px <= height_px)
            put_mark(out, out->words->is_rtl ? GRATICULE_RIGHT : GRATICULE_LEFT, y_px, deg);
    } else {
        if ((a.y_px < height_px) == (b.y_px < height_px)) return;
        double x_px = a.x_px + (b.x_px - a.x_px) * (height_px - a.y_px) / (b.y_px - a.y_px);
        if (x_px >= 0 && x_px <= width_px) put_mark(out, GRATICULE_BOTTOM, x_px, deg);
    }
}

static void add_line(graticule *out, const grid *g, const projection *p, lonlat from, lonlat to,
                     bool is_parallel)
{
    // A piece of a line as long as this is where the map is cut.
    double jump_px = hypot((double)g->width_px, (double)g->height_px) / 4;
    graticule_line line = {.points = mem_alloc(LINE_POINTS * sizeof(pxy))};
    pxy last = {NAN, NAN};
    for (int i = 0; i <= LINE_POINTS; i++) {
        pxy at = {NAN, NAN};
        if (i < LINE_POINTS) {
            double share = (double)i / (LINE_POINTS - 1);
            lonlat place = {remainder(from.lon_deg + share * (to.lon_deg - from.lon_deg), 360),
                            from.lat_deg + share * (to.lat_deg - from.lat_deg)};
            projxy placed;
            projection_forward(p, &place, &placed, 1);
            if (isfinite(placed.x) && isfinite(placed.y)) at = grid_to_px(g, placed);
        }
        bool goes_on = hypot(at.x_px - last.x_px, at.y_px - last.y_px) < jump_px;
        if (line.count > 0 && !goes_on) {
            if (line.count > 1) {
                VEC_PUSH(out->lines, out->line_count, out->line_capacity, line);
                line.points = mem_alloc(LINE_POINTS * sizeof(pxy));
            }
            line.count = 0;
        }
        if (goes_on) mark_crossing(out, g, last, at, is_parallel, is_parallel ? from.lat_deg : from.lon_deg);
        if (!isnan(at.x_px)) line.points[line.count++] = at;
        last = at;
    }
    free(line.points);
}

void graticule_build(graticule *out, const wording *w, const grid *g, const projection *p,
                     double lines_across)
{
    out->words = w;
    extent e = extent_of(g, p);
    if (!e.has_any) return;
    double apart_px = fmin((double)g->width_px, (double)g->height_px) / lines_across;
    double lon_deg = apart_px / px_per_deg(g, p, e.centre, false);
    double lat_deg = apart_px / px_per_deg(g, p, e.centre, true);
    if (!isfinite(lat_deg) || isnan(lon_deg)) return;
    out->lat_step_deg = step_for(fmax(lat_deg, (e.box.north_deg - e.box.south_deg) / LINES_MAX));
    out->lon_step_deg = step_for(fmax(lon_deg, (e.box.east_deg - e.box.west_deg) / LINES_MAX));

    double step = out->lon_step_deg;
    // A full round has its first meridian once.
    bool is_round = e.box.east_deg - e.box.west_deg >= 360;
    for (double k = ceil(e.box.west_deg / step); k * step <= e.box.east_deg; k++) {
        if (is_round && k * step >= e.box.west_deg + 360) break;
        add_line(out, g, p, (lonlat){k * step, e.box.south_deg}, (lonlat){k * step, e.box.north_deg}, false);
    }
    step = out->lat_step_deg;
    for (double k = ceil(e.box.south_deg / step); k * step <= e.box.north_deg; k++)
        if (fabs(k * step) < 90)
            add_line(out, g, p, (lonlat){e.box.west_deg, k * step}, (lonlat){e.box.east_deg, k * step}, true);
}

void graticule_dispose(graticule *lines)
{
    for (size_t i = 0; i < lines->line_count; i++) free(lines->lines[i].points);
    free(lines->lines);
    free(lines->marks);
    *lines = (graticule){0};
}
