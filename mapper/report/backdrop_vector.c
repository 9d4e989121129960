#include "report/backdrop_parts.h"

#include "basemap/ogr_shape.h"
#include "scene/outline.h"

#include <cpl_error.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

// In CSS pixels: lines as thin as the shipped basemap's, points that are seen and are no marks.
#define LINE_CSS_PX    0.75
#define OUTLINE_CSS_PX 0.5
#define POINT_CSS_PX   1.6
// How much of the ink is over what lies below.
#define FILL_SHARE    0.06
#define OUTLINE_SHARE 0.35
#define LINE_SHARE    0.45
#define POINT_SHARE   0.6

typedef struct {
    cairo_t *cr;
    const backdrop_place *place;
    outliner outliner;
    shape_buffer shape;
} vector_painter;

static void set_ink(const vector_painter *p, double share)
{
    style_color ink = p->place->ink;
    cairo_set_source_rgba(p->cr, ink.r, ink.g, ink.b, share);
}

static void trace(cairo_t *cr, const path *px)
{
    cairo_new_path(cr);
    for (size_t part = 0, begin = 0; part < px->part_count; begin = px->ends[part++]) {
        cairo_new_sub_path(cr);
        for (size_t i = begin; i < px->ends[part]; i++)
            cairo_line_to(cr, px->pairs[2 * i], px->pairs[2 * i + 1]);
    }
}

static void paint_points(vector_painter *p, const geom_shape *shape)
{
    size_t count = geom_point_count(shape);
    for (size_t i = 0; i < count; i++) {
        pxy at;
        outline_points(&p->outliner, &shape->points[i], &at, 1);
        if (!(at.x_px >= 0 && at.x_px <= (double)p->place->grid.width_px && at.y_px >= 0 &&
              at.y_px <= (double)p->place->grid.height_px))
            continue;
        cairo_new_path(p->cr);
        cairo_arc(p->cr, at.x_px, at.y_px, POINT_CSS_PX * p->place->pixel_ratio, 0, 2 * M_PI);
        set_ink(p, POINT_SHARE);
        cairo_fill(p->cr);
    }
}

static void paint_shape(vector_painter *p, const geom_shape *shape)
{
    if (shape->kind == GEOM_POINTS) {
        paint_points(p, shape);
        return;
    }
    outline_shape(&p->outliner, shape, false);
    if (p->outliner.px.part_count == 0) return;
    trace(p->cr, &p->outliner.px);
    bool is_polygon = shape->kind == GEOM_POLYGON;
    if (is_polygon) {
        set_ink(p, FILL_SHARE);
        cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
        cairo_fill_preserve(p->cr);
    }
    set_ink(p, is_polygon ? OUTLINE_SHARE : LINE_SHARE);
    cairo_set_line_width(p->cr, (is_polygon ? OUTLINE_CSS_PX : LINE_CSS_PX) * p->place->pixel_ratio);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(p->cr);
}

/** Asks the layer for what the map shows only, where that is a box in the layer's own system. */
static void filter_by_map(OGRLayerH layer, OGRSpatialReferenceH world, OGRSpatialReferenceH own,
                          lonlat_box box)
{
    if (box.west_deg > box.east_deg || box.west_deg < -180 || box.east_deg > 180) return;
    OGRCoordinateTransformationH there = OCTNewCoordinateTransformation(world, own);
    if (!there) return;
    double min_x, min_y, max_x, max_y;
    const int edge_points = 21; // GDAL's own default
    if (OCTTransformBounds(there, box.west_deg, fmax(box.south_deg, -90), box.east_deg,
                           fmin(box.north_deg, 90), &min_x, &min_y, &max_x, &max_y, edge_points) &&
        isfinite(min_x) && isfinite(min_y) && isfinite(max_x) && isfinite(max_y) && min_x <= max_x)
        OGR_L_SetSpatialFilterRect(layer, min_x, min_y, max_x, max_y);
    OCTDestroyCoordinateTransformation(there);
}

static incmap_status paint_layer(vector_painter *p, OGRLayerH layer, const char *path, incmap_error *err)
{
    OGRSpatialReferenceH world = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(world, 4326);
    OSRSetAxisMappingStrategy(world, OAMS_TRADITIONAL_GIS_ORDER);
    OGRSpatialReferenceH own = OGR_L_GetSpatialRef(layer);
    OGRCoordinateTransformationH to_world = NULL;
    // A layer that does not say so is in longitude and latitude, as GeoJSON and most tables are.
    if (own && !OSRIsSame(own, world)) to_world = OCTNewCoordinateTransformation(own, world);
    if (own) filter_by_map(layer, world, own, p->outliner.visible);
    OGR_L_ResetReading(layer);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature)) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        geom_shape shape;
        if (geometry && to_world && OGR_G_Transform(geometry, to_world) != OGRERR_NONE) continue;
        if (ogr_shape_read(&p->shape, geometry, &shape)) paint_shape(p, &shape);
    }
    OGR_L_SetSpatialFilter(layer, NULL);
    if (to_world) OCTDestroyCoordinateTransformation(to_world);
    OSRDestroySpatialReference(world);
    if (cairo_status(p->cr) == CAIRO_STATUS_SUCCESS) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "--basemap %s: cannot be drawn: %s", path,
                     cairo_status_to_string(cairo_status(p->cr)));
}

incmap_status backdrop_draw_vectors(GDALDatasetH vectors, const char *path, cairo_t *cr,
                                    const backdrop_place *place, incmap_error *err)
{
    vector_painter p = {.cr = cr, .place = place};
    const scene_request request = {
        .projection = place->projection, .grid = place->grid, .pixel_ratio = place->pixel_ratio};
    outliner_open(&p.outliner, &request);
    incmap_status status = INCMAP_OK;
    // Areas below lines below points, whatever order the layers come in.
    const geom_kind order[] = {GEOM_POLYGON, GEOM_LINES, GEOM_POINTS};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (int i = 0; i < GDALDatasetGetLayerCount(vectors) && status == INCMAP_OK; i++) {
            OGRLayerH layer = GDALDatasetGetLayer(vectors, i);
            OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(layer));
            geom_kind kind = OGR_GT_IsSubClassOf(type, wkbCurve) || OGR_GT_IsSubClassOf(type, wkbMultiCurve)
                                 ? GEOM_LINES
                             : type == wkbPoint || type == wkbMultiPoint ? GEOM_POINTS
                                                                         : GEOM_POLYGON;
            if (kind == order[k]) status = paint_layer(&p, layer, path, err);
        }
    outliner_dispose(&p.outliner);
    shape_buffer_dispose(&p.shape);
    return status;
}
