#include "scene/outline.h"

#include <math.h>
#include <string.h>

// Web Mercator goes to infinity at the poles. This is far enough beyond the picture's edge (85.05) to lie
// outside of its margin, 0.36 of the world's width.
#define WRAPPING_MAX_LAT_DEG 89.5

// A projected edge may lie this far from where its inner points belong. Half of what an eye sees on a screen.
#define BEND_MAX_PX 0.1
// Edges shorter than this are taken as straight, unless they span more degrees than the limit below.
#define BEND_EDGE_PX  8.0
#define BEND_EDGE_DEG 2.0
// Each round halves the edges that bend: 2^12 parts of an edge across the world are 10 km each.
#define BEND_ROUNDS 12
// So that a hostile shape in a wild projection ends: edges stay as they are from there on.
#define BEND_MAX_POINTS ((size_t)1 << 20)

// Points nearer than this to the one before them add nothing that can be seen.
#define THIN_PX 0.1

// Halvings on the way from the centre to the horizon: 300 m of half the globe.
#define HORIZON_ROUNDS 16
// Points of one run behind the horizon that are drawn to it: a degree or two apart.
#define HORIZON_POINTS 256

// Cutting exactly at a seam would let rounding throw a point to its other side. About a centimetre.
#define SEAM_INSET_DEG 1e-7

// Circles run on past 180; what is further than two turns away is no longitude.
#define LON_MAX_DEG 720.0

void outline_points(const outliner *o, const lonlat *in, pxy *out, size_t count)
{
    _Static_assert(sizeof(pxy) == sizeof(projxy), "points are projected in place of their pixels");
    // Chunks that stay in the cache between the steps.
    enum { CHUNK = 1024 };
    lonlat wrapped[CHUNK];
    projxy projected[CHUNK];
    const double west_deg = o->wraps_x ? -180 : o->window.min[0];
    for (size_t begin = 0; begin < count; begin += CHUNK) {
        size_t n = count - begin < CHUNK ? count - begin : CHUNK;
        memcpy(wrapped, in + begin, n * sizeof *wrapped);
        if (isfinite(west_deg))
            for (size_t i = 0; i < n; i++)
                wrapped[i].lon_deg -= 360 * floor((wrapped[i].lon_deg - west_deg) / 360);
        projection_forward(o->projection, wrapped, projected, n);
        for (size_t i = 0; i < n; i++) out[begin + i] = grid_to_px(&o->grid, projected[i]);
    }
}

/** The same for pairs, longitudes running on: neighbours stay neighbours across the edge of a wrapping
 * picture. */
static void project_pairs(const outliner *o, const double *in, double *out, size_t count)
{
    enum { CHUNK = 1024 };
    lonlat ground[CHUNK];
    pxy at[CHUNK];
    for (size_t begin = 0; begin < count; begin += CHUNK) {
        size_t n = count - begin < CHUNK ? count - begin : CHUNK;
        for (size_t i = 0; i < n; i++) ground[i] = (lonlat){in[2 * (begin + i)], in[2 * (begin + i) + 1]};
        outline_points(o, ground, at, n);
        for (size_t i = 0; i < n; i++) {
            double turns = o->wraps_x ? floor((ground[i].lon_deg + 180) / 360) : 0;
            out[2 * (begin + i)] = at[i].x_px + turns * o->world_px;
            out[2 * (begin + i) + 1] = at[i].y_px;
        }
    }
}

static double distance_px(const double *a, const double *b)
{
    return hypot(b[0] - a[0], b[1] - a[1]);
}

/**
 * Whether the projection tears the globe along a meridian, and along which. Looked for where neighbouring
 * longitudes at a middle latitude end up far apart, however near to each other they are taken.
 */
static bool find_seam(const outliner *o, double lat_deg, double *seam_deg)
{
    const int steps = 72;
    const double far_px = (double)o->grid.width_px / 8;
    for (int i = 0; i < steps; i++) {
        double span[2] = {-180 + 360.0 * i / steps, -180 + 360.0 * (i + 1) / steps};
        for (int round = 0; round < 28; round++) {
            double middle = (span[0] + span[1]) / 2;
            double at[6], ground[6] = {span[0], lat_deg, middle, lat_deg, span[1], lat_deg};
            project_pairs(o, ground, at, 3);
            double first = distance_px(at, at + 2), second = distance_px(at + 2, at + 4);
            if (!(fmax(first, second) > far_px)) break;
            span[first > second] = middle;
            if (round == 27) {
                *seam_deg = (span[0] + span[1]) / 2;
                return true;
            }
        }
    }
    // The usual place, which the steps above begin and end at and do not cross.
    double at[4], ground[4] = {-180 + SEAM_INSET_DEG, lat_deg, 180 - SEAM_INSET_DEG, lat_deg};
    project_pairs(o, ground, at, 2);
    *seam_deg = -180;
    return distance_px(at, at + 2) > far_px;
}

static void unit_vector(const double lonlat_deg[2], double out[3])
{
    double lon = lonlat_deg[0] * M_PI / 180, lat = lonlat_deg[1] * M_PI / 180;
    out[0] = cos(lat) * cos(lon);
    out[1] = cos(lat) * sin(lon);
    out[2] = sin(lat);
}

/** Whether the map is the globe as it is seen from outside, by the method's name in the WKT. */
static void find_horizon(outliner *o)
{
    static const char *const methods[] = {"Orthographic", "Vertical Perspective", "nsper", "Geostationary"};
    const char *wkt = projection_wkt(o->projection);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        o->has_horizon |= strstr(wkt, methods[i]) != NULL;
    projxy middle =
        grid_from_px(&o->grid, (pxy){(double)o->grid.width_px / 2, (double)o->grid.height_px / 2});
    lonlat at;
    projection_inverse(o->projection, &middle, &at, 1);
    o->has_horizon = o->has_horizon && isfinite(at.lon_deg) && isfinite(at.lat_deg);
    if (o->has_horizon) unit_vector((const double[]){at.lon_deg, at.lat_deg}, o->centre);
}

/** Draws a place behind the horizon to where the way to it from the picture's centre goes down. */
static void draw_to_horizon(const outliner *o, const double *ground, double *px)
{
    double target[3], near = 0, far = 1;
    unit_vector(ground, target);
    for (int round = 0; round < HORIZON_ROUNDS; round++) {
        double share = (near + far) / 2, at[3], on_way[2], there[2];
        for (int k = 0; k < 3; k++) at[k] = o->centre[k] + (target[k] - o->centre[k]) * share;
        on_way[0] = atan2(at[1], at[0]) * 180 / M_PI;
        on_way[1] = atan2(at[2], hypot(at[0], at[1])) * 180 / M_PI;
        project_pairs(o, on_way, there, 1);
        if (isnan(there[0])) {
            far = share;
        } else {
            near = share;
            px[0] = there[0];
            px[1] = there[1];
        }
    }
}

/** A ring that goes behind the horizon runs along it, instead of straight across the globe. One that is all
 * behind it is not seen. */
static void close_behind_horizon(const outliner *o, const double *ground, double *px, size_t count)
{
    bool is_seen = false;
    for (size_t i = 0; i < count && !is_seen; i++) is_seen = !isnan(px[2 * i]);
    if (!is_seen) return;
    for (size_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (!isnan(px[2 * i])) continue;
        while (end < count && isnan(px[2 * end])) end++;
        // Those between are left out, as what lies off the map is.
        size_t step = 1 + (end - i) / HORIZON_POINTS;
        for (size_t k = i; k < end; k++)
            if ((k - i) % step == 0 || k + 1 == end) draw_to_horizon(o, ground + 2 * k, px + 2 * k);
    }
}

/** What of a picture that wraps is wanted from a basemap. */
static lonlat_box visible_of_window(const outliner *o)
{
    lonlat_box box = {-180, -90, 180, 90};
    const pxy corners[2] = {{o->near.min_x_px, o->near.max_y_px}, {o->near.max_x_px, o->near.min_y_px}};
    projxy at[2];
    lonlat ground[2];
    for (int i = 0; i < 2; i++) at[i] = grid_from_px(&o->grid, corners[i]);
    projection_inverse(o->projection, at, ground, 2);
    if (o->near.min_x_px >= 0 && o->near.max_x_px <= o->world_px) {
        box.west_deg = at[0].x / MERCATOR_HALF_M * 180;
        box.east_deg = at[1].x / MERCATOR_HALF_M * 180;
    }
    if (o->near.max_y_px <= (double)o->grid.height_px) box.south_deg = ground[0].lat_deg;
    if (o->near.min_y_px >= 0) box.north_deg = ground[1].lat_deg;
    return box;
}

/** What is seen, and what may be felt there. */
static void set_regions(outliner *o, const scene_request *request)
{
    o->seen = (px_box){0, 0, (double)o->grid.width_px, (double)o->grid.height_px};
    if (o->wraps_x) {
        o->seen.min_x_px = -INFINITY;
        o->seen.max_x_px = INFINITY;
    }
    o->near = o->seen;
    if (!request->has_window) return;
    const double reach_px = SCENE_LABEL_REACH_CSS_PX * request->pixel_ratio;
    o->seen = request->window;
    o->near = px_box_grown(o->seen, reach_px);
}

bool outline_touches(const outliner *o, px_box ink, px_box region)
{
    // Where it lies, as nearly all do: without the divisions.
    if (px_box_overlap(ink, region)) return true;
    if (!o->wraps_x) return false;
    if (!(ink.min_y_px < region.max_y_px && ink.max_y_px > region.min_y_px)) return false;
    // Whether a whole number of turns lies between those that put it right of the region and left of it.
    double first = (region.min_x_px - ink.max_x_px) / o->world_px;
    double last = (region.max_x_px - ink.min_x_px) / o->world_px;
    return floor(first) + 1 < last;
}

void outliner_open(outliner *o, const scene_request *request)
{
    o->projection = request->projection;
    o->grid = request->grid;
    o->wraps_x = request->wraps_x;
    o->world_px = (double)o->grid.width_px;
    set_regions(o, request);
    double margin_px = OUTLINE_MARGIN_CSS_PX * request->pixel_ratio;
    o->picture = (path_box){{-margin_px, -margin_px},
                            {(double)o->grid.width_px + margin_px, (double)o->grid.height_px + margin_px}};
    if (o->wraps_x) {
        o->picture.min[0] = -INFINITY;
        o->picture.max[0] = INFINITY;
        o->window = (path_box){{-INFINITY, -WRAPPING_MAX_LAT_DEG}, {INFINITY, WRAPPING_MAX_LAT_DEG}};
        o->visible = request->has_window ? visible_of_window(o) : (lonlat_box){-180, -90, 180, 90};
        return;
    }

    find_horizon(o);
    projxy low = grid_from_px(&o->grid, (pxy){o->picture.min[0], o->picture.max[1]});
    projxy high = grid_from_px(&o->grid, (pxy){o->picture.max[0], o->picture.min[1]});
    lonlat_box box;
    if (!projection_inverse_box(o->projection, (proj_box){low.x, low.y, high.x, high.y}, &box))
        box = (lonlat_box){-180, -90, 180, 90};
    double east_deg = box.east_deg < box.west_deg ? box.east_deg + 360 : box.east_deg;
    // The bounds come from points along the edges, which can miss the utmost by a little.
    double pad_deg = 0.01 + 0.01 * fmax(east_deg - box.west_deg, box.north_deg - box.south_deg);
    o->window = (path_box){{box.west_deg - pad_deg, fmax(-90, box.south_deg - pad_deg)},
                           {east_deg + pad_deg, fmin(90, box.north_deg + pad_deg)}};
    if (o->window.max[0] - o->window.min[0] > 180) {
        double seam_deg, lat_deg = (o->window.min[1] + o->window.max[1]) / 2;
        // Where nothing tears, around a pole, no meridian is cut.
        o->window.min[0] = -INFINITY;
        o->window.max[0] = INFINITY;
        if (find_seam(o, lat_deg, &seam_deg)) {
            o->window.min[0] = seam_deg + SEAM_INSET_DEG;
            o->window.max[0] = seam_deg + 360 - SEAM_INSET_DEG;
        }
        o->visible = (lonlat_box){-180, o->window.min[1], 180, o->window.max[1]};
        return;
    }
    o->visible = (lonlat_box){o->window.min[0], o->window.min[1], o->window.max[0], o->window.max[1]};
    if (o->visible.west_deg < -180) o->visible.west_deg += 360;
    if (o->visible.east_deg > 180) o->visible.east_deg -= 360;
}

void outliner_dispose(outliner *o)
{
    path *paths[] = {&o->part, &o->cut[0], &o->cut[1], &o->cut[2], &o->dense, &o->dense_px, &o->px, &o->thin};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) path_dispose(paths[i]);
    *o = (outliner){0};
}

/** One part of a shape in o->part, closed where it is a ring, its longitudes running on across 180. */
static void unroll_part(outliner *o, const lonlat *points, size_t count, bool is_ring, bool may_cross)
{
    path *part = &o->part;
    path_clear(part);
    double turn_deg = 0;
    for (size_t i = 0; i < count; i++) {
        // Written so that a NaN is left out.
        if (!(fabs(points[i].lon_deg) <= LON_MAX_DEG && fabs(points[i].lat_deg) <= 90)) continue;
        double lon_deg = points[i].lon_deg + turn_deg;
        if (may_cross && part->count) {
            double step_deg = lon_deg - part->pairs[2 * (part->count - 1)];
            if (fabs(step_deg) > 180) {
                double back_deg = -360 * round(step_deg / 360);
                lon_deg += back_deg;
                turn_deg += back_deg;
            }
        }
        path_add(part, lon_deg, points[i].lat_deg);
    }
    if (!is_ring || part->count < 3) return;
    const double *first = part->pairs, *last = part->pairs + 2 * (part->count - 1);
    double first_lon = first[0], first_lat = first[1], last_lon = last[0], last_lat = last[1];
    if (may_cross && fabs(last_lon - first_lon) > 180) {
        // It goes all the way round: its inside is the pole's side.
        double pole_deg = copysign(90, first_lat);
        path_add(part, last_lon, pole_deg);
        path_add(part, first_lon, pole_deg);
    }
    if (first_lon != last_lon || first_lat != last_lat) path_add(part, first_lon, first_lat);
}

/** Whether an edge in pixels may be seen at all, given the picture with its margin. */
static bool edge_near(const outliner *o, const double *a, const double *b)
{
    for (int axis = 0; axis < 2; axis++)
        if (fmax(a[axis], b[axis]) < o->picture.min[axis] || fmin(a[axis], b[axis]) > o->picture.max[axis])
            return false;
    return true;
}

static bool edge_may_bend(const outliner *o, const double *ground, const double *px)
{
    if (isnan(px[0]) || isnan(px[2]) || !edge_near(o, px, px + 2)) return false;
    return distance_px(px, px + 2) > BEND_EDGE_PX || fabs(ground[2] - ground[0]) > BEND_EDGE_DEG ||
           fabs(ground[3] - ground[1]) > BEND_EDGE_DEG;
}

/** Distance of a point from the line through a and b. */
static double offset_from_line(const double *a, const double *b, const double *point)
{
    double length = distance_px(a, b);
    if (length == 0) return distance_px(a, point);
    return fabs((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])) / length;
}

/** Adds the part, projected, to o->dense_px, with as many points between as its bends need. */
static void project_part(outliner *o, const double *pairs, size_t count, bool is_ring)
{
    path *ground = &o->dense, *px = &o->dense_px;
    path_clear(ground);
    path_clear(px);
    for (size_t i = 0; i < count; i++) {
        path_add(ground, pairs[2 * i], pairs[2 * i + 1]);
        path_add(px, 0, 0);
    }
    project_pairs(o, ground->pairs, px->pairs, count);
    if (is_ring && o->has_horizon) close_behind_horizon(o, ground->pairs, px->pairs, count);
    // In a wrapping picture, Web Mercator, edges are straight as they are for whoever else draws such tiles.
    if (o->wraps_x) return;

    bool more = true;
    for (int round = 0; more && round < BEND_ROUNDS && ground->count < BEND_MAX_POINTS; round++) {
        more = false;
        path middles = {0}, middles_px = {0}, next = {0}, next_px = {0};
        for (size_t i = 1; i < ground->count; i++) {
            const double *g = ground->pairs + 2 * (i - 1);
            if (!edge_may_bend(o, g, px->pairs + 2 * (i - 1))) continue;
            path_add(&middles, (g[0] + g[2]) / 2, (g[1] + g[3]) / 2);
            path_add(&middles_px, 0, 0);
        }
        project_pairs(o, middles.pairs, middles_px.pairs, middles.count);
        size_t used = 0;
        for (size_t i = 0; i < ground->count; i++) {
            const double *g = ground->pairs + 2 * i, *p = px->pairs + 2 * i;
            if (i && edge_may_bend(o, g - 2, p - 2)) {
                const double *middle = middles.pairs + 2 * used, *middle_px = middles_px.pairs + 2 * used;
                used++;
                bool is_wide = fabs(g[0] - g[-2]) > BEND_EDGE_DEG || fabs(g[1] - g[-1]) > BEND_EDGE_DEG;
                if (!isnan(middle_px[0]) &&
                    (is_wide || offset_from_line(p - 2, p, middle_px) > BEND_MAX_PX)) {
                    path_add(&next, middle[0], middle[1]);
                    path_add(&next_px, middle_px[0], middle_px[1]);
                    more = true;
                }
            }
            path_add(&next, g[0], g[1]);
            path_add(&next_px, p[0], p[1]);
        }
        path_dispose(ground);
        path_dispose(px);
        path_dispose(&middles);
        path_dispose(&middles_px);
        *ground = next;
        *px = next_px;
    }
}

/** Adds a projected part to o->px: what can be projected, cut to the picture, without needless points. */
static void add_px_part(outliner *o, bool is_ring)
{
    path *thin = &o->thin;
    path_clear(thin);
    const double *px = o->dense_px.pairs;
    size_t count = o->dense_px.count, begin = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(px[2 * i])) {
            if (!is_ring) {
                path_end_part(thin, 2);
                begin = thin->count;
            }
            continue;
        }
        if (thin->count > begin && i + 1 < count) {
            const double *last = thin->pairs + 2 * (thin->count - 1);
            if (fabs(px[2 * i] - last[0]) < THIN_PX && fabs(px[2 * i + 1] - last[1]) < THIN_PX) continue;
        }
        path_add(thin, px[2 * i], px[2 * i + 1]);
    }
    // A ring whose first point could not be projected is closed by its first that could.
    if (is_ring && thin->count &&
        (thin->pairs[0] != thin->pairs[2 * (thin->count - 1)] ||
         thin->pairs[1] != thin->pairs[2 * (thin->count - 1) + 1]))
        path_add(thin, thin->pairs[0], thin->pairs[1]);
    path_end_part(thin, is_ring ? 4 : 2);
    for (size_t i = 0, from = 0; i < thin->part_count; from = thin->ends[i++]) {
        const double *pairs = thin->pairs + 2 * from;
        if (is_ring)
            path_add_ring_clipped(&o->px, o->cut + 1, pairs, thin->ends[i] - from, o->picture);
        else
            path_add_line_clipped(&o->px, pairs, thin->ends[i] - from, o->picture);
    }
}

/** Cuts o->part, moved by whole turns, to the window and adds what is left in pixels. */
static void add_part(outliner *o, bool is_ring, double shift_deg)
{
    path_box window = o->window;
    window.min[0] -= shift_deg;
    window.max[0] -= shift_deg;
    path *cut = &o->cut[0];
    path_clear(cut);
    if (is_ring)
        path_add_ring_clipped(cut, o->cut + 1, o->part.pairs, o->part.count, window);
    else
        path_add_line_clipped(cut, o->part.pairs, o->part.count, window);
    for (size_t i = 0, begin = 0; i < cut->part_count; begin = cut->ends[i++]) {
        for (size_t k = begin; k < cut->ends[i]; k++) cut->pairs[2 * k] += shift_deg;
        project_part(o, cut->pairs + 2 * begin, cut->ends[i] - begin, is_ring);
        add_px_part(o, is_ring);
    }
}

/** Moves the shape by whole turns so that its west end is in the picture. */
static void shift_into_picture(outliner *o)
{
    path_box bounds = path_bounds(o->px.pairs, o->px.count);
    double turns = floor(bounds.min[0] / o->world_px);
    if (turns == 0 || !isfinite(turns)) return;
    for (size_t i = 0; i < o->px.count; i++) o->px.pairs[2 * i] -= turns * o->world_px;
}

void outline_shape(outliner *o, const geom_shape *shape, bool may_cross)
{
    path_clear(&o->px);
    if (shape->kind == GEOM_POINTS) return;
    bool is_ring = shape->kind == GEOM_POLYGON;
    for (size_t i = 0, begin = 0; i < shape->part_count; begin = shape->part_ends[i++]) {
        unroll_part(o, shape->points + begin, shape->part_ends[i] - begin, is_ring, may_cross);
        if (o->part.count < (is_ring ? 4 : 2)) continue;
        if (isinf(o->window.min[0])) {
            add_part(o, is_ring, 0);
            continue;
        }
        path_box bounds = path_bounds(o->part.pairs, o->part.count);
        double first = ceil((o->window.min[0] - bounds.max[0]) / 360);
        double last = floor((o->window.max[0] - bounds.min[0]) / 360);
        // A shape of several turns is not one of this globe: three copies at most.
        last = fmin(last, first + 2);
        for (double turn = first; turn <= last; turn++) add_part(o, is_ring, 360 * turn);
    }
    if (o->wraps_x) shift_into_picture(o);
}
