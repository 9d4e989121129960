#include "overlay/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Metres in a degree of latitude, on a sphere of the WGS 84 mean radius; only for the room around a place.
#define DEGREE_M 111195.08

// Points along each edge of an extent that is taken to another projection.
#define EDGE_POINTS 41

// Room around the outermost places, in CSS pixels: a large mark and its outline.
#define MARGIN_CSS_PX 32.0

// A lone place without an extent of its own is shown with this much land around it.
#define LONE_RADIUS_M 5000.0

// A map that stretches the ground more than this around a place has no use for its surroundings: Web Mercator
// ends where it stretches 11.6 times, and a pole would take it to infinity.
#define STRETCH_MAX 20.0
// North and south of a place, to measure how the map stretches there: about a kilometre.
#define STRETCH_STEP_DEG 0.01

static const proj_box box_empty = {INFINITY, INFINITY, -INFINITY, -INFINITY};

static void box_add(proj_box *box, projxy p)
{
    if (!isfinite(p.x) || !isfinite(p.y)) return;
    box->min_x = fmin(box->min_x, p.x);
    box->min_y = fmin(box->min_y, p.y);
    box->max_x = fmax(box->max_x, p.x);
    box->max_y = fmax(box->max_y, p.y);
}

/** Ground that an incident covers, in the target projection: its place, its area or the radius around it. */
static proj_box incident_bounds(const incident *item, const projection *target)
{
    proj_box box = box_empty;
    projxy at;
    projection_forward(target, &item->position, &at, 1);
    box_add(&box, at);
    if (item->area) {
        size_t count = geom_point_count(item->area);
        projxy *points = mem_alloc(count * sizeof *points);
        projection_forward(target, item->area->points, points, count);
        for (size_t i = 0; i < count; i++) box_add(&box, points[i]);
        free(points);
    } else if (isfinite(item->radius_m) && item->radius_m > 0) {
        double lat = item->position.lat_deg, lon = item->position.lon_deg;
        double up_deg = item->radius_m / DEGREE_M;
        double aside_deg = fmin(up_deg / fmax(cos(lat * M_PI / 180), 1e-6), 180);
        const lonlat ends[4] = {{lon, fmin(lat + up_deg, 90)},
                                {lon, fmax(lat - up_deg, -90)},
                                {lon - aside_deg, lat},
                                {lon + aside_deg, lat}};
        projxy points[4];
        projection_forward(target, ends, points, 4);
        for (int i = 0; i < 4; i++) box_add(&box, points[i]);
    }
    return box;
}

/** Whether a place lies where the projection still shows a map. */
static bool is_on_map(lonlat place, const projection *target)
{
    double toward_equator_deg = place.lat_deg > 0 ? -STRETCH_STEP_DEG : STRETCH_STEP_DEG;
    const lonlat ground[2] = {place, {place.lon_deg, place.lat_deg + toward_equator_deg}};
    projxy at[2];
    projection_forward(target, ground, at, 2);
    double dist_m = hypot(at[1].x - at[0].x, at[1].y - at[0].y) * projection_unit_m(target);
    return dist_m <= STRETCH_MAX * STRETCH_STEP_DEG * DEGREE_M;
}

static incmap_status incidents_extent(proj_box *out, const overlay_request *request, const projection *target,
                                      incmap_error *err)
{
    *out = box_empty;
    for (size_t i = 0; i < request->show.incidents->count; i++) {
        const incident *item = &request->show.incidents->items[i];
        if (!item->has_position || !is_on_map(item->position, target)) continue;
        proj_box box = incident_bounds(item, target);
        box_add(out, (projxy){box.min_x, box.min_y});
        box_add(out, (projxy){box.max_x, box.max_y});
    }
    if (!(out->min_x <= out->max_x))
        return error_set(err, INCMAP_FAILED,
                         "%s: no incident to show in %s; widen the dates, or give the extent with -te",
                         request->output, projection_name(target));
    double least = 2 * LONE_RADIUS_M / projection_unit_m(target);
    if (out->max_x - out->min_x < least && out->max_y - out->min_y < least) {
        projxy middle = {(out->min_x + out->max_x) / 2, (out->min_y + out->max_y) / 2};
        *out = (proj_box){middle.x - least / 2, middle.y - least / 2, middle.x + least / 2,
                          middle.y + least / 2};
    }
    return INCMAP_OK;
}

/** Takes a box to another projection, its edges densified; false where a part of them cannot be taken. */
static bool transform_box(proj_box *out, proj_box box, const projection *from, const projection *to)
{
    projxy edge[4 * EDGE_POINTS];
    for (int i = 0; i < EDGE_POINTS; i++) {
        double t = (double)i / (EDGE_POINTS - 1);
        double x = box.min_x + t * (box.max_x - box.min_x), y = box.min_y + t * (box.max_y - box.min_y);
        edge[4 * i] = (projxy){x, box.min_y};
        edge[4 * i + 1] = (projxy){x, box.max_y};
        edge[4 * i + 2] = (projxy){box.min_x, y};
        edge[4 * i + 3] = (projxy){box.max_x, y};
    }
    lonlat ground[4 * EDGE_POINTS];
    projection_inverse(from, edge, ground, 4 * EDGE_POINTS);
    projection_forward(to, ground, edge, 4 * EDGE_POINTS);
    *out = box_empty;
    for (int i = 0; i < 4 * EDGE_POINTS; i++) {
        if (isnan(edge[i].x)) return false;
        box_add(out, edge[i]);
    }
    return true;
}

static incmap_status given_extent(proj_box *out, const overlay_request *request, const projection *target,
                                  incmap_error *err)
{
    const double *e = request->extent;
    if (!(e[0] < e[2]) || !(e[1] < e[3]) || !isfinite(e[2] - e[0]) || !isfinite(e[3] - e[1]))
        return error_set(err, INCMAP_USAGE,
                         "-te %.15g %.15g %.15g %.15g: encloses nothing; give xmin ymin xmax ymax", e[0],
                         e[1], e[2], e[3]);
    *out = (proj_box){e[0], e[1], e[2], e[3]};
    if (!request->extent_srs) return INCMAP_OK;
    projection *from;
    incmap_status status = projection_open(&from, request->extent_srs, err);
    if (status != INCMAP_OK) return status;
    if (strcmp(projection_wkt(from), projection_wkt(target)) != 0 && !transform_box(out, *out, from, target))
        status = error_set(err, INCMAP_USAGE,
                           "-te %.15g %.15g %.15g %.15g: reaches beyond what %s can show; give a smaller one",
                           e[0], e[1], e[2], e[3], projection_name(target));
    projection_close(from);
    return status;
}

static incmap_status check_side(double side_px, const overlay_request *request, incmap_error *err)
{
    if (side_px <= OVERLAY_SIDE_MAX_PX) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE,
                     "%s: would be %.0f pixels wide or high, more than %d; give a coarser -tr, a smaller -ts "
                     "or a smaller -te",
                     request->output, side_px, OVERLAY_SIDE_MAX_PX);
}

/** Pixels that @p length takes at @p res, to the nearest, at least one. */
static double pixels_of(double length, double res)
{
    return fmax(floor(length / res + 0.5), 1);
}

static incmap_status check_numbers(const overlay_request *request, incmap_error *err)
{
    if (request->width_px < 0 || request->height_px < 0)
        return error_set(err, INCMAP_USAGE, "-ts %lld %lld: a size cannot be negative; give pixels",
                         (long long)request->width_px, (long long)request->height_px);
    if (!(request->res_x >= 0) || !(request->res_y >= 0) || (request->res_x > 0) != (request->res_y > 0))
        return error_set(err, INCMAP_USAGE, "-tr %.15g %.15g: give two positive lengths in units of -t_srs",
                         request->res_x, request->res_y);
    if (request->res_x > 0 && (request->width_px || request->height_px))
        return error_set(err, INCMAP_USAGE, "-tr and -ts exclude each other; give one of them");
    return INCMAP_OK;
}

/** Grid over an extent that is kept: its size from the request, or from the other side, or chosen. */
static incmap_status fit_size(grid *out, const overlay_request *request, proj_box box, incmap_error *err)
{
    double width = box.max_x - box.min_x, height = box.max_y - box.min_y;
    double width_px = (double)request->width_px, height_px = (double)request->height_px;
    if (request->res_x > 0) {
        width_px = pixels_of(width, request->res_x);
        height_px = pixels_of(height, request->res_y);
    } else {
        if (width_px == 0 && height_px == 0) {
            if (width >= height)
                width_px = OVERLAY_SIDE_DEFAULT_PX;
            else
                height_px = OVERLAY_SIDE_DEFAULT_PX;
        }
        // Square pixels, as nearly as whole ones allow.
        if (width_px == 0) width_px = pixels_of(width, height / height_px);
        if (height_px == 0) height_px = pixels_of(height, width / width_px);
    }
    incmap_status status = check_side(fmax(width_px, height_px), request, err);
    if (status != INCMAP_OK) return status;
    *out = (grid){.origin_x = box.min_x,
                  .origin_y = box.max_y,
                  .res_x = request->res_x > 0 ? request->res_x : width / width_px,
                  .res_y = request->res_y > 0 ? request->res_y : height / height_px,
                  .width_px = (int64_t)width_px,
                  .height_px = (int64_t)height_px};
    return INCMAP_OK;
}

/** Widens the incidents' extent by the room that marks take, which depends on the resolution it will have. */
static proj_box add_margin(proj_box box, const overlay_request *request)
{
    double width = box.max_x - box.min_x, height = box.max_y - box.min_y;
    double margin_px = MARGIN_CSS_PX * request->pixel_ratio;
    double res_x = request->res_x, res_y = request->res_y;
    if (res_x == 0) {
        double room_x_px = (double)request->width_px, room_y_px = (double)request->height_px;
        if (room_x_px == 0 && room_y_px == 0) {
            if (width >= height)
                room_x_px = OVERLAY_SIDE_DEFAULT_PX;
            else
                room_y_px = OVERLAY_SIDE_DEFAULT_PX;
        }
        // On a picture as small as the margins, half of it is left for the incidents.
        double inner_x_px = fmax(room_x_px - 2 * margin_px, room_x_px / 2);
        double inner_y_px = fmax(room_y_px - 2 * margin_px, room_y_px / 2);
        res_x = fmax(room_x_px > 0 ? width / inner_x_px : 0, room_y_px > 0 ? height / inner_y_px : 0);
        res_y = res_x;
        // With both sides given, the extent takes on the picture's proportions, and pixels are square.
        if (room_x_px > 0 && room_y_px > 0) {
            double add_x = (room_x_px * res_x - width) / 2, add_y = (room_y_px * res_y - height) / 2;
            return (proj_box){box.min_x - add_x, box.min_y - add_y, box.max_x + add_x, box.max_y + add_y};
        }
    }
    // Whole pixels, so that they come out square; the hair keeps rounding from adding one.
    double cols = ceil(width / res_x + 2 * margin_px - 1e-6),
           rows = ceil(height / res_y + 2 * margin_px - 1e-6);
    double add_x = (cols * res_x - width) / 2, add_y = (rows * res_y - height) / 2;
    return (proj_box){box.min_x - add_x, box.min_y - add_y, box.max_x + add_x, box.max_y + add_y};
}

static int64_t count_outside(const overlay_request *request, const projection *target, proj_box extent)
{
    int64_t count = 0;
    for (size_t i = 0; i < request->show.incidents->count; i++) {
        const incident *item = &request->show.incidents->items[i];
        if (!item->has_position) continue;
        proj_box box = incident_bounds(item, target);
        bool inside = box.min_x <= extent.max_x && box.max_x >= extent.min_x && box.min_y <= extent.max_y &&
                      box.max_y >= extent.min_y;
        count += !inside;
    }
    return count;
}

incmap_status overlay_plan(overlay_result *out, const overlay_request *request, const projection *target,
                           incmap_error *err)
{
    *out = (overlay_result){.chose_extent = !request->has_extent,
                            .chose_size = request->res_x == 0 && !request->width_px && !request->height_px};
    incmap_status status = check_numbers(request, err);
    if (status != INCMAP_OK) return status;
    proj_box box;
    if (request->has_extent) {
        status = given_extent(&box, request, target, err);
    } else {
        status = incidents_extent(&box, request, target, err);
        if (status == INCMAP_OK) box = add_margin(box, request);
    }
    if (status == INCMAP_OK) status = fit_size(&out->grid, request, box, err);
    if (status == INCMAP_OK) out->outside_count = count_outside(request, target, grid_bounds(&out->grid));
    return status;
}
