/**
 * @file
 * within and distance, as MapLibre GL JS has them: within on the plane of Web Mercator, distance on a plane
 * of metres around the feature ("cheap ruler": Agafonkin,
 * https://blog.mapbox.com/fast-geodesic-approximations-with-cheap-ruler-106f229ad016).
 */
#include "style/forms.h"
#include "style/geo.h"

#include <math.h>

static const expr_node *parse_geo(expr_parser *p, expr_site site, const json_t *array, const char *name,
                                  expr_op op, const expr_type *type)
{
    if (json_array_size(array) != 2)
        return expr_parse_fail(p, site.path,
                               "'%s' expression requires exactly one argument, but found %zu instead.", name,
                               json_array_size(array) - 1);
    expr_geometry *geometry = arena_alloc(p->memory, sizeof *geometry);
    bool valid = geo_geometry_from_json(p->memory, json_array_get(array, 1), op == EXPR_OP_WITHIN, geometry);
    if (!valid)
        return expr_parse_fail(
            p, site.path,
            "'%s' expression requires valid geojson object that contains polygon geometry type.", name);
    expr_node *node = expr_node_new(p, op, type, site.path, NULL, 0);
    node->constant = false;
    node->uses_feature = true;
    node->geometry = geometry;
    return node;
}

const expr_node *expr_form_within(expr_parser *p, expr_site site, const json_t *array)
{
    return parse_geo(p, site, array, "within", EXPR_OP_WITHIN, &expr_types[EXPR_BOOLEAN]);
}

const expr_node *expr_form_distance(expr_parser *p, expr_site site, const json_t *array)
{
    return parse_geo(p, site, array, "distance", EXPR_OP_DISTANCE, &expr_types[EXPR_NUMBER]);
}

static projxy scaled(projxy m, double scale)
{
    return scale > 0 ? (projxy){floor(m.x * scale + 0.5), floor(m.y * scale + 0.5)} : m;
}

static double cross(projxy a, projxy b)
{
    return a.x * b.y - a.y * b.x;
}

static projxy minus(projxy a, projxy b)
{
    return (projxy){a.x - b.x, a.y - b.y};
}

static bool is_on_segment(projxy p, projxy a, projxy b)
{
    projxy u = minus(p, a), v = minus(p, b);
    return cross(u, v) == 0 && u.x * v.x <= 0 && u.y * v.y <= 0;
}

static bool are_on_both_sides(projxy p, projxy q, projxy a, projxy b)
{
    double left = cross(minus(p, a), minus(b, a)), right = cross(minus(q, a), minus(b, a));
    return (left > 0 && right < 0) || (left < 0 && right > 0);
}

/** Whether two segments cross in one inner point; parallel ones do not. */
static bool do_cross(projxy a, projxy b, projxy c, projxy d)
{
    return cross(minus(d, c), minus(b, a)) != 0 && are_on_both_sides(a, b, c, d) &&
           are_on_both_sides(c, d, a, b);
}

static bool is_within_polygon(projxy p, const geo_part *polygon, double scale)
{
    bool inside = false;
    for (size_t i = 0; i < polygon->path_count; i++) {
        const geo_path *ring = &polygon->paths[i];
        for (size_t j = 0; j + 1 < ring->count; j++) {
            projxy a = scaled(ring->mercator[j], scale), b = scaled(ring->mercator[j + 1], scale);
            if (is_on_segment(p, a, b)) return false;
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
                inside = !inside;
        }
    }
    return inside;
}

static bool crosses_polygon(projxy a, projxy b, const geo_part *polygon, double scale)
{
    for (size_t i = 0; i < polygon->path_count; i++) {
        const geo_path *ring = &polygon->paths[i];
        for (size_t j = 0; j + 1 < ring->count; j++)
            if (do_cross(a, b, scaled(ring->mercator[j], scale), scaled(ring->mercator[j + 1], scale)))
                return true;
    }
    return false;
}

static bool is_line_within(const projxy *line, size_t count, const geo_part *polygon, double scale)
{
    for (size_t i = 0; i < count; i++)
        if (!is_within_polygon(line[i], polygon, scale)) return false;
    for (size_t i = 0; i + 1 < count; i++)
        if (crosses_polygon(line[i], line[i + 1], polygon, scale)) return false;
    return true;
}

/** Least and greatest x of the polygons. */
static void polygons_span(const expr_geometry *polygons, double scale, double span[2])
{
    span[0] = INFINITY, span[1] = -INFINITY;
    for (size_t i = 0; i < polygons->count; i++)
        for (size_t j = 0; j < polygons->parts[i].path_count; j++) {
            const geo_path *ring = &polygons->parts[i].paths[j];
            for (size_t k = 0; k < ring->count; k++) {
                double x = scaled(ring->mercator[k], scale).x;
                span[0] = fmin(span[0], x), span[1] = fmax(span[1], x);
            }
        }
}

/** Moves a point by a world's width where that brings it nearer to polygons across the antimeridian. */
static projxy near_span(projxy p, const double span[2], double world)
{
    if (p.x >= span[0] && p.x <= span[1]) return p;
    for (int side = 0; side < 2; side++) {
        double ahead = p.x - span[side];
        if (fabs(ahead) <= world / 2) continue;
        p.x += ahead > 0 ? -world : world;
        break;
    }
    return p;
}

static size_t segment_count(const expr_geometry *geometry)
{
    size_t count = 0;
    for (size_t i = 0; i < geometry->count; i++)
        for (size_t j = 0; j < geometry->parts[i].path_count; j++) count += geometry->parts[i].paths[j].count;
    return count;
}

static bool eval_within(expr_context *c, const expr_node *node, expr_value *out)
{
    const geom_shape *shape = c->feature ? c->feature->geometry : NULL;
    *out = expr_boolean(false);
    if (!shape || shape->kind == GEOM_POLYGON || shape->part_count == 0) return true;
    const expr_geometry *polygons = node->geometry;
    double scale = c->tile_scale, world = scale > 0 ? scale : 1, span[2];
    size_t total = geom_point_count(shape);
    // A segment test costs about a quarter of a node's evaluation.
    if (!expr_eval_charge(c, node, 4 * total * segment_count(polygons))) return false;
    projxy *points = arena_alloc(c->memory, total * sizeof *points);
    double least = INFINITY, greatest = -INFINITY;
    polygons_span(polygons, scale, span);
    for (size_t i = 0; i < total; i++) {
        points[i] = scaled(geo_mercator(shape->points[i]), scale);
        least = fmin(least, points[i].x), greatest = fmax(greatest, points[i].x);
    }
    // A line wider than half the world is not moved: it would be torn.
    bool moves = shape->kind == GEOM_POINTS || greatest - least <= world / 2;
    for (size_t i = 0; i < total && moves; i++) points[i] = near_span(points[i], span, world);
    for (size_t part = 0, start = 0; part < shape->part_count; start = shape->part_ends[part++]) {
        bool within = false;
        for (size_t i = 0; i < polygons->count && !within; i++)
            within =
                is_line_within(points + start, shape->part_ends[part] - start, &polygons->parts[i], scale);
        if (!within) return true;
    }
    *out = expr_boolean(true);
    return true;
}

/** Metres in a degree of longitude and of latitude at a latitude, on the WGS 84 ellipsoid (radii of curvature
 * in the prime vertical and in the meridian). */
typedef struct {
    double x_m, y_m;
} ruler;

static ruler ruler_at(double lat_deg)
{
    static const double rad = 3.14159265358979323846 / 180, radius_m = 6378137,
                        flattening = 1 / 298.257223563;
    const double e2 = flattening * (2 - flattening);
    double cos_lat = cos(lat_deg * rad), w2 = 1 / (1 - e2 * (1 - cos_lat * cos_lat)), w = sqrt(w2);
    return (ruler){rad * radius_m * w * cos_lat, rad * radius_m * w * w2 * (1 - e2)};
}

static double wrap_deg(double degrees)
{
    return degrees - 360 * round(degrees / 360);
}

/** Distance of a point from a segment. */
static double point_segment_m(lonlat p, lonlat a, lonlat b, const ruler *r)
{
    double px = wrap_deg(p.lon_deg - a.lon_deg) * r->x_m, py = (p.lat_deg - a.lat_deg) * r->y_m;
    double dx = wrap_deg(b.lon_deg - a.lon_deg) * r->x_m, dy = (b.lat_deg - a.lat_deg) * r->y_m;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(fmax((px * dx + py * dy) / length2, 0), 1) : 0;
    return hypot(px - t * dx, py - t * dy);
}

static double segments_m(lonlat a, lonlat b, lonlat c, lonlat d, const ruler *r)
{
    if (do_cross((projxy){a.lon_deg, a.lat_deg}, (projxy){b.lon_deg, b.lat_deg},
                 (projxy){c.lon_deg, c.lat_deg}, (projxy){d.lon_deg, d.lat_deg}))
        return 0;
    return fmin(fmin(point_segment_m(a, c, d, r), point_segment_m(b, c, d, r)),
                fmin(point_segment_m(c, a, b, r), point_segment_m(d, a, b, r)));
}

/** No two points of two boxes are nearer than this. */
static double boxes_m(const lonlat_box *a, const lonlat_box *b, const ruler *r)
{
    double dx = fmax(0, fmax(b->west_deg - a->east_deg, a->west_deg - b->east_deg));
    double around = 360 - (fmax(a->east_deg, b->east_deg) - fmin(a->west_deg, b->west_deg));
    double dy = fmax(0, fmax(b->south_deg - a->north_deg, a->south_deg - b->north_deg));
    return hypot(fmax(0, fmin(dx, around)) * r->x_m, dy * r->y_m);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/** Distance of two paths where it is less than @p least_m, else that. A point is a segment without length. */
static bool paths_m(expr_context *c, const expr_node *node, const geo_path *a, const geo_path *b,
                    const ruler *r, double *least_m)
{
    for (size_t i = 0; i < a->chunk_count; i++) {
        if (!expr_eval_charge(c, node, 4 * b->chunk_count)) return false;
        for (size_t j = 0; j < b->chunk_count; j++) {
            if (boxes_m(&a->chunks[i], &b->chunks[j], r) >= *least_m) continue;
            size_t first = i * GEO_CHUNK_SEGMENTS, a_last = a->count > 1 ? a->count - 1 : 1;
            size_t second = j * GEO_CHUNK_SEGMENTS, b_last = b->count > 1 ? b->count - 1 : 1;
            size_t a_end = least_of(first + GEO_CHUNK_SEGMENTS, a_last);
            size_t b_end = least_of(second + GEO_CHUNK_SEGMENTS, b_last);
            if (!expr_eval_charge(c, node, 4 * (a_end - first) * (b_end - second))) return false;
            for (size_t m = first; m < a_end; m++)
                for (size_t n = second; n < b_end; n++)
                    *least_m =
                        fmin(*least_m, segments_m(a->points[m], a->points[a->count > 1 ? m + 1 : m],
                                                  b->points[n], b->points[b->count > 1 ? n + 1 : n], r));
        }
    }
    return true;
}

/** Even-odd on the plane of degrees; a point on the boundary is told by its distance. */
static bool is_inside(lonlat p, const geo_part *polygon)
{
    bool inside = false;
    for (size_t i = 0; i < polygon->path_count; i++) {
        const geo_path *ring = &polygon->paths[i];
        for (size_t j = 0; j + 1 < ring->count; j++) {
            lonlat a = ring->points[j], b = ring->points[j + 1];
            if ((a.lat_deg > p.lat_deg) != (b.lat_deg > p.lat_deg) &&
                p.lon_deg <
                    (b.lon_deg - a.lon_deg) * (p.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) + a.lon_deg)
                inside = !inside;
        }
    }
    return inside;
}

/**
 * Whether a path of one lies inside the other. One point of each path will do: a path that is partly inside
 * crosses the boundary, where the distance is zero.
 */
static bool contains_path(const geo_part *polygon, const geo_part *other)
{
    if (polygon->kind != GEOM_POLYGON) return false;
    for (size_t i = 0; i < other->path_count; i++)
        if (is_inside(other->paths[i].points[0], polygon)) return true;
    return false;
}

static bool eval_distance(expr_context *c, const expr_node *node, expr_value *out)
{
    const geom_shape *shape = c->feature ? c->feature->geometry : NULL;
    *out = expr_number(NAN);
    if (!shape || geom_point_count(shape) == 0) return true;
    geo_part feature = geo_part_from_shape(c->memory, shape);
    ruler r = ruler_at(shape->points[0].lat_deg);
    double least_m = INFINITY;
    for (size_t i = 0; i < node->geometry->count && least_m > 0; i++) {
        const geo_part *part = &node->geometry->parts[i];
        size_t tests = feature.path_count * part->paths[0].count + part->path_count * feature.paths[0].count;
        if (!expr_eval_charge(c, node, 4 * tests)) return false;
        if (contains_path(&feature, part) || contains_path(part, &feature)) least_m = 0;
        for (size_t j = 0; j < feature.path_count && least_m > 0; j++)
            for (size_t k = 0; k < part->path_count && least_m > 0; k++)
                if (!paths_m(c, node, &feature.paths[j], &part->paths[k], &r, &least_m)) return false;
    }
    *out = expr_number(least_m);
    return true;
}

bool expr_eval_geometry(expr_context *c, const expr_node *node, expr_value *out)
{
    return node->op == EXPR_OP_WITHIN ? eval_within(c, node, out) : eval_distance(c, node, out);
}
