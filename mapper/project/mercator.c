#include "project/mercator.h"

#include <math.h>

// Radius of the sphere that stands for the ellipsoid (IOGP guidance note 7-2, method 1024), the formulas' and
// their order as in PROJ's pipeline "unitconvert, webmerc", so that they round alike.
#define RADIUS_M 6378137.0
#define DEGREE   0.017453292519943296

// PROJ's own limits: a latitude beyond the pole by rounding, and longitudes that are taken for a mistake.
#define LAT_ROUNDING_RAD 1e-12
#define LON_ROUNDING_RAD 1e-12
#define LON_MAX_RAD      10

// False easting and northing, and the central meridian: adding them makes of -0 a 0.
#define NO_OFFSET 0.0

static double within_half_turn(double lon_rad)
{
    if (fabs(lon_rad) < M_PI + LON_ROUNDING_RAD) return lon_rad;
    lon_rad += M_PI;
    lon_rad -= 2 * M_PI * floor(lon_rad / (2 * M_PI));
    return lon_rad - M_PI;
}

void mercator_forward(const lonlat *in, projxy *out, size_t count)
{
    const double pole_rad = M_PI / 2;
    for (size_t i = 0; i < count; i++) {
        double lon_rad = in[i].lon_deg * DEGREE, lat_rad = in[i].lat_deg * DEGREE;
        projxy at = {NAN, NAN};
        // Written so that NaN is beyond.
        if (fabs(lat_rad) - pole_rad <= LAT_ROUNDING_RAD && fabs(lon_rad) <= LON_MAX_RAD) {
            if (fabs(lat_rad) > pole_rad) lat_rad = copysign(pole_rad, lat_rad);
            at = (projxy){RADIUS_M * within_half_turn(lon_rad) + NO_OFFSET,
                          RADIUS_M * asinh(tan(lat_rad)) + NO_OFFSET};
        }
        out[i] = at;
    }
}

void mercator_inverse(const projxy *in, lonlat *out, size_t count)
{
    const double per_m = 1 / RADIUS_M;
    for (size_t i = 0; i < count; i++) {
        lonlat at = {NAN, NAN};
        if (isfinite(in[i].x) && isfinite(in[i].y))
            at = (lonlat){(within_half_turn(in[i].x * per_m) + NO_OFFSET) / DEGREE,
                          atan(sinh(in[i].y * per_m)) / DEGREE};
        out[i] = at;
    }
}
