#include "gazetteer/area_plane.h"

#include "gazetteer/shape.h"

#include <math.h>

typedef struct {
    double offset_deg, factor;
} lon_shift;

static int shift_lon(double *x, double *y, void *context)
{
    (void)y;
    const lon_shift *shift = context;
    *x = *x * shift->factor + shift->offset_deg;
    return 1;
}

GEOSGeometry *area_plane_scale(scope *s, const GEOSGeometry *geometry, double offset_deg, double factor)
{
    lon_shift shift = {offset_deg, factor};
    return scope_own(s, GEOSGeom_transformXY_r(s->geos, geometry, shift_lon, &shift));
}

GEOSGeometry *area_plane_wrap(scope *s, GEOSGeometry *geometry)
{
    if (!geometry) return NULL;
    shape_box box = shape_bounds(s, geometry);
    if (box.west_deg >= -180 && box.east_deg <= 180) return geometry;
    GEOSGeometry *joined = NULL;
    for (int turn = -1; turn <= 1; turn++) {
        GEOSGeometry *moved = turn ? area_plane_scale(s, geometry, 360.0 * turn, 1) : geometry;
        GEOSGeometry *inside =
            moved ? scope_own(s, GEOSClipByRect_r(s->geos, moved, -180, -90, 180, 90)) : NULL;
        if (!inside || GEOSisEmpty_r(s->geos, inside) != 0) continue;
        joined = joined ? scope_own(s, GEOSUnion_r(s->geos, joined, inside)) : inside;
    }
    return joined ? shape_make_valid(s, joined) : NULL;
}

double area_plane_cos(scope *s, const GEOSGeometry *geometry)
{
    shape_box box = shape_bounds(s, geometry);
    return fmax(0.05, cos((box.south_deg + box.north_deg) / 2 * M_PI / 180));
}
