#include "report/world_edge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Just inside the opposite meridian, 1 m of it, so that rounding does not carry a point to the other side.
#define EDGE_INSET_DEG 1e-5

bool world_edge(const projection *p, const char *srs, projxy out[WORLD_EDGE_POINTS])
{
    const char *centre = strstr(srs, "+lon_0=");
    if (!strstr(srs, "+proj=eqearth")) return false;
    double lon_0_deg = centre ? strtod(centre + strlen("+lon_0="), NULL) : 0;
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
