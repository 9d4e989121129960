#include "gazetteer/geodesy.h"

#include <geodesic.h>
#include <math.h>
#include <pthread.h>

#define WGS84_A_M  6378137.0
#define WGS84_F    (1 / 298.257223563)
#define SPHERE_R_M 6371008.8

static struct geod_geodesic wgs84;
static pthread_once_t wgs84_once = PTHREAD_ONCE_INIT;

static void init_wgs84(void)
{
    geod_init(&wgs84, WGS84_A_M, WGS84_F);
}

static const struct geod_geodesic *ellipsoid(void)
{
    pthread_once(&wgs84_once, init_wgs84);
    return &wgs84;
}

double geodesy_distance_m(gaz_lonlat from, gaz_lonlat to)
{
    double distance_m;
    geod_inverse(ellipsoid(), from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg, &distance_m, NULL, NULL);
    return distance_m;
}

double geodesy_bearing_deg(gaz_lonlat from, gaz_lonlat to)
{
    double bearing_deg;
    geod_inverse(ellipsoid(), from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg, NULL, &bearing_deg, NULL);
    return bearing_deg < 0 ? bearing_deg + 360 : bearing_deg;
}

gaz_lonlat geodesy_direct(gaz_lonlat from, double bearing_deg, double distance_m)
{
    gaz_lonlat to;
    geod_direct(ellipsoid(), from.lat_deg, from.lon_deg, bearing_deg, distance_m, &to.lat_deg, &to.lon_deg,
                NULL);
    return to;
}

geodesy_plane geodesy_plane_at(gaz_lonlat from)
{
    const double rad = M_PI / 180, e2 = WGS84_F * (2 - WGS84_F);
    double sin_lat = sin(from.lat_deg * rad), w2 = 1 - e2 * sin_lat * sin_lat;
    double along_parallel_m = WGS84_A_M / sqrt(w2) * cos(from.lat_deg * rad);
    double along_meridian_m = WGS84_A_M * (1 - e2) / (w2 * sqrt(w2));
    return (geodesy_plane){from, 1 / (along_parallel_m * rad), 1 / (along_meridian_m * rad)};
}

geodesy_direction geodesy_direction_of(double bearing_deg)
{
    double angle = bearing_deg * M_PI / 180;
    return (geodesy_direction){sin(angle), cos(angle)};
}

// Second eccentricity, squared.
#define WGS84_EP2 (WGS84_F * (2 - WGS84_F) / ((1 - WGS84_F) * (1 - WGS84_F)))

geodesy_short geodesy_short_at(gaz_lonlat from, double distance_m)
{
    const double rad = M_PI / 180;
    geodesy_short circle = {
        .from = from, .sin_lat = sin(from.lat_deg * rad), .cos_lat = cos(from.lat_deg * rad)};
    double cos2 = circle.cos_lat * circle.cos_lat;
    circle.a = sqrt(1 + WGS84_EP2 * cos2 * cos2);
    circle.b = sqrt(1 + WGS84_EP2 * cos2);
    double sigma = distance_m * circle.b * circle.b / (WGS84_A_M * sqrt(1 + WGS84_EP2));
    circle.tan_sigma = tan(sigma);
    circle.sin_sigma = sin(sigma);
    return circle;
}

gaz_lonlat geodesy_short_step(const geodesy_short *circle, geodesy_direction direction)
{
    const double rad = M_PI / 180, a = circle->a, b = circle->b;
    const double slope = a * circle->tan_sigma * direction.east /
                         (b * circle->cos_lat - circle->tan_sigma * circle->sin_lat * direction.north);
    const double turn = atan(slope), tan_half_turn = slope / (1 + sqrt(1 + slope * slope));
    double d =
        asin(circle->sin_sigma * (direction.north - circle->sin_lat * direction.east * tan_half_turn / a)) /
        2;
    const double lat = circle->from.lat_deg * rad;
    double rise = 2 * d * (b - 1.5 * WGS84_EP2 * d * sin(2 * lat + 4.0 / 3 * b * d));
    return (gaz_lonlat){circle->from.lon_deg + turn / a / rad, (lat + rise) / rad};
}

gaz_lonlat geodesy_look(gaz_lonlat from, double bearing_deg, double distance_m)
{
    if (!(distance_m <= GEODESY_SHORT_MAX_M) || !(fabs(from.lat_deg) <= GEODESY_SHORT_LAT_MAX))
        return geodesy_direct(from, bearing_deg, distance_m);
    const geodesy_short circle = geodesy_short_at(from, distance_m);
    gaz_lonlat to = geodesy_short_step(&circle, geodesy_direction_of(bearing_deg));
    if (to.lon_deg > 180)
        to.lon_deg -= 360;
    else if (to.lon_deg < -180)
        to.lon_deg += 360;
    return to;
}

double geodesy_rough_distance_m(gaz_lonlat from, gaz_lonlat to)
{
    const double rad = M_PI / 180;
    double half_lat = sin((to.lat_deg - from.lat_deg) * rad / 2);
    double half_lon = sin((to.lon_deg - from.lon_deg) * rad / 2);
    double h = half_lat * half_lat + cos(from.lat_deg * rad) * cos(to.lat_deg * rad) * half_lon * half_lon;
    return 2 * SPHERE_R_M * asin(sqrt(h < 1 ? h : 1));
}
