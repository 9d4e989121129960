#include "report/frame.h"

#include "report/world_edge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Points on a circle of uncertainty that stand for its extent: its ends north, east, south and west.
#define CIRCLE_ENDS 4

// A map that shows this share of the world's width shows the world.
#define WORLD_SHARE 0.55

typedef struct {
    lonlat *items;
    size_t count, capacity;
} point_list;

static void add_incident(point_list *points, const incident *item)
{
    if (!item->has_position) return;
    VEC_PUSH(points->items, points->count, points->capacity, item->position);
    if (item->area) {
        size_t count = geom_point_count(item->area);
        for (size_t i = 0; i < count; i++)
            VEC_PUSH(points->items, points->count, points->capacity, item->area->points[i]);
    } else if (item->radius_m > 0) {
        lonlat ends[CIRCLE_ENDS + 1];
        geodesic_circle(item->position, item->radius_m, ends, CIRCLE_ENDS);
        for (size_t i = 0; i < CIRCLE_ENDS; i++)
            VEC_PUSH(points->items, points->count, points->capacity, ends[i]);
    }
}

static proj_box box_of_points(const projection *p, const point_list *points)
{
    proj_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    projxy *placed = mem_alloc((points->count + 1) * sizeof *placed);
    if (points->count > 0) projection_forward(p, points->items, placed, points->count);
    for (size_t i = 0; i < points->count; i++) {
        if (isnan(placed[i].x)) continue;
        box.min_x = fmin(box.min_x, placed[i].x);
        box.min_y = fmin(box.min_y, placed[i].y);
        box.max_x = fmax(box.max_x, placed[i].x);
        box.max_y = fmax(box.max_y, placed[i].y);
    }
    free(placed);
    return box;
}

static bool box_is_usable(proj_box box)
{
    return isfinite(box.min_x) && isfinite(box.min_y) && isfinite(box.max_x) && isfinite(box.max_y) &&
           box.min_x <= box.max_x && box.min_y <= box.max_y;
}

/** Margin and least size. */
static proj_box box_with_air(const projection *p, proj_box box)
{
    double margin = FRAME_MARGIN * fmax(box.max_x - box.min_x, box.max_y - box.min_y);
    double side_min = FRAME_SIDE_MIN_M / projection_unit_m(p);
    double half_width = fmax((box.max_x - box.min_x) / 2 + margin, side_min / 2);
    double half_height = fmax((box.max_y - box.min_y) / 2 + margin, side_min / 2);
    double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    return (proj_box){x - half_width, y - half_height, x + half_width, y + half_height};
}

/** Whether there is a place on the globe in the box; a look at some of its points. */
static bool shows_globe(const projection *p, proj_box box)
{
    enum { ACROSS = 16 };
    for (int row = 0; row <= ACROSS; row++)
        for (int col = 0; col <= ACROSS; col++) {
            projxy at = {box.min_x + (box.max_x - box.min_x) * col / ACROSS,
                         box.min_y + (box.max_y - box.min_y) * row / ACROSS};
            lonlat ground;
            projection_inverse(p, &at, &ground, 1);
            if (isfinite(ground.lon_deg) && isfinite(ground.lat_deg)) return true;
        }
    return false;
}

/** The extent asked for, in the map's projection; opens that too where it is to be chosen. */
static incmap_status open_asked_extent(frame *f, const report_request *request, incmap_error *err)
{
    const double *te = request->extent;
    const char *te_srs = request->extent_srs ? request->extent_srs
                         : request->srs      ? request->srs
                                             : "EPSG:4326";
    projection *given = NULL;
    incmap_status status = projection_open(&given, te_srs, err);
    if (status != INCMAP_OK) return status;

    // Only a geographic extent may run across the antimeridian, and so from a larger to a smaller number.
    bool is_geographic = projection_is_geographic(given);
    lonlat_box box;
    // Written so that a NaN fails.
    if (!(te[1] < te[3]) || !(te[0] != te[2]) || !isfinite(te[0]) || !isfinite(te[2]) ||
        (!is_geographic && !(te[0] < te[2]))) {
        status = error_set(err, INCMAP_USAGE,
                           "-te %g %g %g %g: is no box; give xmin ymin xmax ymax with xmin < xmax and "
                           "ymin < ymax",
                           te[0], te[1], te[2], te[3]);
        goto done;
    }
    // Of an extent in the map's own system the corners may lie beyond the horizon.
    const proj_box asked = {te[0], te[1], te[2], te[3]};
    bool is_own = !f->srs_chosen && strcmp(te_srs, request->srs) == 0;
    if (is_geographic)
        box = (lonlat_box){te[0], te[1], te[2], te[3]};
    else if (is_own ? !shows_globe(given, asked) : !projection_inverse_box(given, asked, &box)) {
        status = error_set(err, INCMAP_USAGE,
                           "-te %g %g %g %g: lies outside what %s covers; check the extent or -te_srs", te[0],
                           te[1], te[2], te[3], te_srs);
        goto done;
    }

    if (f->srs_chosen) srs_choose(box, f->srs);
    status = projection_open(&f->projection, f->srs, err);
    if (status != INCMAP_OK) goto done;
    if (is_own)
        f->shown = asked;
    else if (!projection_forward_box(f->projection, box, &f->shown) || !box_is_usable(f->shown))
        status =
            error_set(err, INCMAP_USAGE,
                      "-te %g %g %g %g: cannot be shown in %s; check the extent or choose another -t_srs",
                      te[0], te[1], te[2], te[3], f->srs);
done:
    projection_close(given);
    return status;
}

/** What spans most of the world is seen on the whole of it. */
static void show_world(frame *f, proj_box box)
{
    projxy edge[WORLD_EDGE_POINTS];
    if (!f->srs_chosen || !world_edge(f->projection, f->srs, edge)) return;
    proj_box world = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < WORLD_EDGE_POINTS; i++) {
        world.min_x = fmin(world.min_x, edge[i].x);
        world.min_y = fmin(world.min_y, edge[i].y);
        world.max_x = fmax(world.max_x, edge[i].x);
        world.max_y = fmax(world.max_y, edge[i].y);
    }
    if (box.max_x - box.min_x > WORLD_SHARE * (world.max_x - world.min_x)) f->shown = world;
}

static incmap_status open_incidents_extent(frame *f, const report_request *request, incmap_error *err)
{
    point_list points = {0};
    for (size_t i = 0; i < request->show.incidents->count; i++)
        add_incident(&points, &request->show.incidents->items[i]);
    lonlat_box bounds = srs_bounds(points.items, points.count);
    if (f->srs_chosen) srs_choose(bounds, f->srs);
    incmap_status status = projection_open(&f->projection, f->srs, err);
    if (status != INCMAP_OK) goto done;

    proj_box box = box_of_points(f->projection, &points);
    if (!box_is_usable(box) && !projection_forward_box(f->projection, bounds, &box)) {
        status =
            error_set(err, INCMAP_USAGE,
                      "-t_srs %s: no incident lies where this system can show it; choose another", f->srs);
        goto done;
    }
    f->shown = points.count ? box_with_air(f->projection, box) : box;
    show_world(f, box);
done:
    free(points.items);
    return status;
}

incmap_status frame_open(frame *out, const report_request *request, incmap_error *err)
{
    *out = (frame){.srs_chosen = !request->srs};
    if (request->srs && strlen(request->srs) >= sizeof out->srs)
        return error_set(err, INCMAP_USAGE, "-t_srs: is longer than %zu characters; give an authority code",
                         sizeof out->srs - 1);
    if (request->srs) strcpy(out->srs, request->srs);
    incmap_status status =
        request->has_extent ? open_asked_extent(out, request, err) : open_incidents_extent(out, request, err);
    if (status == INCMAP_OK)
        srs_title(wording_find(request->show.lang), out->srs, projection_name(out->projection),
                  out->srs_title);
    else
        frame_dispose(out);
    return status;
}

void frame_dispose(frame *f)
{
    projection_close(f->projection);
    *f = (frame){0};
}

grid frame_grid(const frame *f, int64_t width_px, int64_t height_px)
{
    proj_box box = f->shown;
    double res =
        fmax((box.max_x - box.min_x) / (double)width_px, (box.max_y - box.min_y) / (double)height_px);
    return (grid){.origin_x = (box.min_x + box.max_x) / 2 - res * (double)width_px / 2,
                  .origin_y = (box.min_y + box.max_y) / 2 + res * (double)height_px / 2,
                  .res_x = res,
                  .res_y = res,
                  .width_px = width_px,
                  .height_px = height_px};
}

size_t frame_count_outside(const frame *f, const grid *g, const incident_set *set)
{
    proj_box picture = grid_bounds(g);
    size_t outside = 0;
    point_list points = {0};
    for (size_t i = 0; i < set->count; i++) {
        points.count = 0;
        add_incident(&points, &set->items[i]);
        proj_box box = box_of_points(f->projection, &points);
        if (!box_is_usable(box) || box.min_x > picture.max_x || box.max_x < picture.min_x ||
            box.min_y > picture.max_y || box.max_y < picture.min_y)
            outside++;
    }
    free(points.items);
    return outside;
}
