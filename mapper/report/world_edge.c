#include "report/world_edge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Just inside the opposite meridian, 1 m of it, so that rounding does not carry a point to the other side.
#define EDGE_INSET_DEG 1e-5

// Half of the equator, and a little: no azimuthal map of the globe reaches farther from its centre.
#define REACH_MAX_M 2.1e7
// Halvings until an edge is known to a metre.
#define HALVINGS 25
// A place that comes back from its coordinates as near as this was really there.
#define RETURN_M 10.0

static double parameter(const char *srs, const char *name)
{
    const char *at = strstr(srs, name);
    return at ? strtod(at + strlen(name), NULL) : 0;
}

static bool equal_earth_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS])
{
    double lon_0_deg = parameter(srs, "+lon_0=");
    // A degree of latitude from point to point: up the eastern edge, down the western one.
    const int side_points = 181;
    size_t count = 0;
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < side_points; i++) {
            double lat_deg = side == 0 ? -90 + i : 90 - i;
            double lon_deg = lon_0_deg + (side == 0 ? 180 - EDGE_INSET_DEG : -180 + EDGE_INSET_DEG);
            lonlat at = {remainder(lon_deg, 360), lat_deg};
            projection_forward(p, &at, &out[count], 1);
            if (isnan(out[count++].x)) return false;
        }
    }
    out[count] = out[0];
    return true;
}

/** Whether a point of the plane is a place on the globe: one that projects to it. */
static bool is_on_globe(const projection *p, projxy at)
{
    lonlat ground;
    projection_inverse(p, &at, &ground, 1);
    if (isnan(ground.lon_deg)) return false;
    projxy back;
    projection_forward(p, &ground, &back, 1);
    return !isnan(back.x) && hypot(back.x - at.x, back.y - at.y) < RETURN_M;
}

/** The horizon, or the ring that the antipode is: looked for from the centre outwards. */
static bool azimuthal_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS])
{
    lonlat centre = {parameter(srs, "+lon_0="), parameter(srs, "+lat_0=")};
    projxy origin;
    projection_forward(p, &centre, &origin, 1);
    if (isnan(origin.x) || !is_on_globe(p, origin)) return false;
    const int directions = WORLD_EDGE_POINTS - 1;
    for (int i = 0; i < directions; i++) {
        double angle = 2 * M_PI * i / directions, inside_m = 0, outside_m = REACH_MAX_M;
        projxy far = {origin.x + outside_m * cos(angle), origin.y + outside_m * sin(angle)};
        if (is_on_globe(p, far)) return false;
        for (int k = 0; k < HALVINGS; k++) {
            double middle_m = (inside_m + outside_m) / 2;
            out[i] = (projxy){origin.x + middle_m * cos(angle), origin.y + middle_m * sin(angle)};
            if (is_on_globe(p, out[i]))
                inside_m = middle_m;
            else
                outside_m = middle_m;
        }
    }
    out[directions] = out[0];
    return true;
}

bool world_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS])
{
    static const char *const azimuthals[] = {"+proj=ortho", "+proj=laea", "+proj=aeqd", "+proj=nsper",
                                             "+proj=geos"};
    if (strstr(srs, "+proj=eqearth")) return equal_earth_edge(p, srs, out);
    for (size_t i = 0; i < sizeof azimuthals / sizeof *azimuthals; i++)
        if (strstr(srs, azimuthals[i])) return azimuthal_edge(p, srs, out);
    return false;
}
