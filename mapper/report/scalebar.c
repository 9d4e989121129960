#include "report/scalebar.h"

#include <math.h>

// Each step divides the error by far more than ten: ground distance is nearly linear in pixels.
#define WIDTH_STEPS     30
#define WIDTH_TOLERANCE 1e-9

// A hundredth of a degree, 1.1 km: short against the bend of any meridian, long against rounding.
#define NORTH_STEP_DEG 0.01

static pxy centre_of(const grid *g)
{
    return (pxy){(double)g->width_px / 2, (double)g->height_px / 2};
}

static double distance_across_m(const grid *g, const projection *p, double width_px)
{
    pxy centre = centre_of(g);
    projxy ends[2] = {grid_from_px(g, (pxy){centre.x_px - width_px / 2, centre.y_px}),
                      grid_from_px(g, (pxy){centre.x_px + width_px / 2, centre.y_px})};
    lonlat ground[2];
    projection_inverse(p, ends, ground, 2);
    if (isnan(ground[0].lon_deg) || isnan(ground[1].lon_deg)) return NAN;
    return geodesic_distance_m(ground[0], ground[1]);
}

double scalebar_width_px(const grid *g, const projection *p, double length_m)
{
    double width_px = length_m / grid_ground_res_m(g, p, centre_of(g));
    for (int i = 0; i < WIDTH_STEPS && isfinite(width_px); i++) {
        double distance_m = distance_across_m(g, p, width_px);
        if (fabs(distance_m - length_m) <= WIDTH_TOLERANCE * length_m) return width_px;
        width_px *= length_m / distance_m;
    }
    return NAN;
}

scale_bar scalebar_choose(const grid *g, const projection *p, double unit_m, double width_max_px)
{
    static const struct {
        double factor;
        int divisions;
    } round_lengths[] = {{5, 5}, {2, 2}, {1, 2}};

    double unit_max = width_max_px * grid_ground_res_m(g, p, centre_of(g)) / unit_m;
    if (!isfinite(unit_max) || unit_max <= 0) return (scale_bar){0};
    // One power more than the local scale says: far from the centre a bar may be shorter than it.
    int power = (int)floor(log10(unit_max)) + 1;
    for (int lowest = power - 3; power >= lowest; power--) {
        for (size_t i = 0; i < sizeof round_lengths / sizeof *round_lengths; i++) {
            double length = round_lengths[i].factor * pow(10, power);
            double width_px = scalebar_width_px(g, p, length * unit_m);
            if (width_px <= width_max_px) return (scale_bar){length, width_px, round_lengths[i].divisions};
        }
    }
    return (scale_bar){0};
}

double scalebar_denominator(const grid *g, const projection *p, double px_per_m)
{
    double exact = grid_ground_res_m(g, p, centre_of(g)) * px_per_m;
    if (!isfinite(exact) || exact <= 0) return 0;
    double step = pow(10, floor(log10(exact)) - 2);
    return round(exact / step) * step;
}

double north_angle_deg(const grid *g, const projection *p)
{
    projxy centre = grid_from_px(g, centre_of(g));
    lonlat at;
    projection_inverse(p, &centre, &at, 1);
    if (isnan(at.lon_deg)) return NAN;
    lonlat meridian[2] = {at, at};
    meridian[0].lat_deg = fmax(at.lat_deg - NORTH_STEP_DEG, -90);
    meridian[1].lat_deg = fmin(at.lat_deg + NORTH_STEP_DEG, 90);
    projxy ends[2];
    projection_forward(p, meridian, ends, 2);
    return atan2(ends[1].x - ends[0].x, ends[1].y - ends[0].y) * 180 / M_PI;
}
