#include "project/project.h"

#include "project/mercator.h"

#include <assert.h>
#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdlib.h>
#include <string.h>

// Metres in a degree of latitude on a sphere of the WGS 84 mean radius, 6371008.8 m * pi / 180.
#define DEGREE_M 111195.08

// Points along each edge of a box when its bounds are transformed; PROJ's own default is 21.
#define BOX_DENSIFY_POINTS 41

#define WGS84_A_M 6378137.0
#define WGS84_F   (1 / 298.257223563)

struct projection {
    PJ_CONTEXT *context; ///< NULL: it is the tiles' Web Mercator, and so are crs, transformation and wkt
    PJ *crs;
    PJ *transformation; ///< from EPSG:4326, normalised: longitude first, easting first
    char *wkt;
    double unit_m;
    bool is_geographic;
};

static bool is_mappable(PJ_TYPE type)
{
    return type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_GEOGRAPHIC_2D_CRS ||
           type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/** The type under a compound or bound CRS. */
static PJ_TYPE horizontal_type(PJ_CONTEXT *context, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    PJ *inner = NULL;
    if (type == PJ_TYPE_BOUND_CRS) inner = proj_get_source_crs(context, crs);
    if (type == PJ_TYPE_COMPOUND_CRS) inner = proj_crs_get_sub_crs(context, crs, 0);
    if (inner) {
        type = horizontal_type(context, inner);
        proj_destroy(inner);
    }
    return type;
}

static double first_axis_unit(PJ_CONTEXT *context, const PJ *crs)
{
    double factor = 1;
    PJ *system = proj_crs_get_coordinate_system(context, crs);
    if (system) {
        proj_cs_get_axis_info(context, system, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL);
        proj_destroy(system);
    }
    return factor;
}

incmap_status projection_open(projection **out, const char *srs, incmap_error *err)
{
    *out = NULL;
    projection *p = mem_calloc(1, sizeof *p);
    incmap_status status = INCMAP_OK;
    p->context = proj_context_create();
    if (!p->context) {
        status =
            error_set(err, INCMAP_FAILED, "PROJ cannot be loaded; install its library (Debian: libproj25)");
        goto done;
    }
    proj_log_level(p->context, PJ_LOG_NONE);
    // Offline by design: grids that are not installed must not be asked of a server.
    proj_context_set_enable_network(p->context, 0);

    p->crs = proj_create(p->context, srs);
    // A PROJ string becomes a CRS only where it says so.
    if ((!p->crs || !proj_is_crs(p->crs)) && strstr(srs, "+proj=") && !strstr(srs, "+type=crs")) {
        proj_destroy(p->crs);
        char *as_crs = mem_alloc(strlen(srs) + sizeof " +type=crs");
        strcat(strcpy(as_crs, srs), " +type=crs");
        p->crs = proj_create(p->context, as_crs);
        free(as_crs);
    }
    if (!p->crs || !proj_is_crs(p->crs)) {
        status =
            error_set(err, INCMAP_USAGE,
                      "%s: not a coordinate reference system that PROJ knows; give e.g. EPSG:32638", srs);
        goto done;
    }
    PJ_TYPE type = horizontal_type(p->context, p->crs);
    if (!is_mappable(type)) {
        status = error_set(err, INCMAP_USAGE,
                           "%s: is neither a projected nor a geographic 2D system; no map can be "
                           "drawn in it",
                           srs);
        goto done;
    }
    p->is_geographic = type != PJ_TYPE_PROJECTED_CRS;
    p->unit_m = p->is_geographic ? DEGREE_M : first_axis_unit(p->context, p->crs);

    PJ *wgs84 = proj_create(p->context, "EPSG:4326");
    PJ *raw = proj_create_crs_to_crs_from_pj(p->context, wgs84, p->crs, NULL, NULL);
    proj_destroy(wgs84);
    if (raw) p->transformation = proj_normalize_for_visualization(p->context, raw);
    proj_destroy(raw);
    if (!p->transformation) {
        status = error_set(err, INCMAP_USAGE,
                           "%s: PROJ knows no way from WGS 84 to it; choose another system", srs);
        goto done;
    }
    const char *wkt = proj_as_wkt(p->context, p->crs, PJ_WKT2_2019, NULL);
    p->wkt = mem_strdup(wkt ? wkt : "");
    *out = p;
done:
    if (status != INCMAP_OK) projection_close(p);
    return status;
}

projection *projection_of_tiles(void)
{
    projection *p = mem_calloc(1, sizeof *p);
    p->unit_m = 1;
    return p;
}

void projection_close(projection *p)
{
    if (!p) return;
    free(p->wkt);
    if (p->context) {
        proj_destroy(p->transformation);
        proj_destroy(p->crs);
        proj_context_destroy(p->context);
    }
    free(p);
}

const char *projection_wkt(const projection *p)
{
    assert(p->wkt);
    return p->wkt;
}

const char *projection_name(const projection *p)
{
    assert(p->crs);
    return proj_get_name(p->crs);
}

double projection_unit_m(const projection *p)
{
    return p->unit_m;
}

bool projection_is_geographic(const projection *p)
{
    return p->is_geographic;
}

// Transforms pairs in place; PROJ marks what it cannot reach with HUGE_VAL.
static void transform_pairs(const projection *p, PJ_DIRECTION direction, double *pairs, size_t count)
{
    const size_t step = 2 * sizeof *pairs;
    proj_trans_generic(p->transformation, direction, pairs, step, count, pairs + 1, step, count, NULL, 0, 0,
                       NULL, 0, 0);
    for (size_t i = 0; i < count; i++)
        if (!isfinite(pairs[2 * i]) || !isfinite(pairs[2 * i + 1])) pairs[2 * i] = pairs[2 * i + 1] = NAN;
    // One unreachable point must not fail the next call.
    proj_errno_reset(p->transformation);
}

void projection_forward(const projection *p, const lonlat *in, projxy *out, size_t count)
{
    _Static_assert(sizeof(lonlat) == 2 * sizeof(double) && sizeof(projxy) == 2 * sizeof(double), "pairs");
    if (count == 0) return;
    if (!p->context) {
        mercator_forward(in, out, count);
        return;
    }
    memmove(out, in, count * sizeof *out);
    transform_pairs(p, PJ_FWD, &out->x, count);
}

void projection_inverse(const projection *p, const projxy *in, lonlat *out, size_t count)
{
    if (count == 0) return;
    if (!p->context) {
        mercator_inverse(in, out, count);
        return;
    }
    memmove(out, in, count * sizeof *out);
    transform_pairs(p, PJ_INV, &out->lon_deg, count);
}

bool projection_forward_box(const projection *p, lonlat_box box, proj_box *out)
{
    assert(p->context);
    if (proj_trans_bounds(p->context, p->transformation, PJ_FWD, box.west_deg, box.south_deg, box.east_deg,
                          box.north_deg, &out->min_x, &out->min_y, &out->max_x, &out->max_y,
                          BOX_DENSIFY_POINTS))
        return isfinite(out->min_x) && isfinite(out->min_y) && isfinite(out->max_x) && isfinite(out->max_y);
    proj_errno_reset(p->transformation);
    return false;
}

bool projection_inverse_box(const projection *p, proj_box box, lonlat_box *out)
{
    assert(p->context);
    if (proj_trans_bounds(p->context, p->transformation, PJ_INV, box.min_x, box.min_y, box.max_x, box.max_y,
                          &out->west_deg, &out->south_deg, &out->east_deg, &out->north_deg,
                          BOX_DENSIFY_POINTS))
        return isfinite(out->west_deg) && isfinite(out->south_deg) && isfinite(out->east_deg) &&
               isfinite(out->north_deg);
    proj_errno_reset(p->transformation);
    return false;
}

pxy grid_to_px(const grid *g, projxy p)
{
    return (pxy){(p.x - g->origin_x) / g->res_x, (g->origin_y - p.y) / g->res_y};
}

projxy grid_from_px(const grid *g, pxy p)
{
    return (projxy){g->origin_x + p.x_px * g->res_x, g->origin_y - p.y_px * g->res_y};
}

grid grid_web_mercator(int zoom, int tile_size_px)
{
    int64_t side_px = (int64_t)tile_size_px << zoom;
    double res_m = 2 * MERCATOR_HALF_M / (double)side_px;
    return (grid){-MERCATOR_HALF_M, MERCATOR_HALF_M, res_m, res_m, side_px, side_px};
}

proj_box grid_bounds(const grid *g)
{
    return (proj_box){g->origin_x, g->origin_y - (double)g->height_px * g->res_y,
                      g->origin_x + (double)g->width_px * g->res_x, g->origin_y};
}

double grid_ground_res_m(const grid *g, const projection *p, pxy at)
{
    projxy ends[2] = {grid_from_px(g, (pxy){at.x_px - 0.5, at.y_px}),
                      grid_from_px(g, (pxy){at.x_px + 0.5, at.y_px})};
    lonlat ground[2];
    projection_inverse(p, ends, ground, 2);
    if (isnan(ground[0].lon_deg) || isnan(ground[1].lon_deg)) return NAN;
    return geodesic_distance_m(ground[0], ground[1]);
}

void geodesic_circle(lonlat centre, double radius_m, lonlat *out, size_t count)
{
    struct geod_geodesic wgs84;
    geod_init(&wgs84, WGS84_A_M, WGS84_F);
    for (size_t i = 0; i < count; i++) {
        double azimuth_deg = 360.0 * (double)i / (double)count;
        geod_gendirect(&wgs84, centre.lat_deg, centre.lon_deg, azimuth_deg, GEOD_LONG_UNROLL, radius_m,
                       &out[i].lat_deg, &out[i].lon_deg, NULL, NULL, NULL, NULL, NULL, NULL);
    }
    out[count] = out[0];
}

double geodesic_distance_m(lonlat a, lonlat b)
{
    struct geod_geodesic wgs84;
    geod_init(&wgs84, WGS84_A_M, WGS84_F);
    double distance_m;
    geod_inverse(&wgs84, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &distance_m, NULL, NULL);
    return distance_m;
}
