#include "basemap/basemap.h"

#include "basemap/cut.h"
#include "basemap/ogr_shape.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

/** The table of a layer's attribution, written when the basemap is compiled. */
#define ATTRIBUTION_TABLE "basemap_attribution"

/**
 * The scales that a source-layer may come in, as suffixes of its table's name, coarse to fine, and the ground
 * resolution from which each suffices. Natural Earth's vertices at 1:110 million lie about 60 km apart, at
 * 1:50 million about 10 km: from these resolutions on, a straight line between two is only a few pixels long.
 */
static const struct {
    const char *suffix;
    double from_res_m;
} scales[] = {{"_110m", 30e3}, {"_50m", 4e3}, {"_10m", 0}};
#define SCALE_COUNT (sizeof scales / sizeof *scales)

/** How far beyond the box shapes are kept, as a part of its size: wide lines and halos end out of sight. */
#define CUT_MARGIN 0.25
/** Cut edges are straight in degrees only; this many steps across the box keep them straight to the eye. */
#define CUT_EDGE_STEPS 32

/** Ground covered by a Web Mercator pixel at zoom 0 on the equator, tiles of 256 pixels: 2 pi 6378137 m /
 * 256. */
#define MERCATOR_RES_M 156543.03392804097

typedef struct {
    char *layer; ///< a table's name
    char *text;
} layer_attribution;

struct basemap {
    char *path;
    GDALDatasetH dataset;
    layer_attribution *attributions;
    size_t attribution_count, attribution_capacity;
    const char **visited; ///< attributions of what was visited, each once
    size_t visited_count, visited_capacity;
    shape_buffer read, cut, scratch;
};

static incmap_status failed(const basemap *b, const char *what, incmap_error *err)
{
    const char *reason = CPLGetLastErrorMsg();
    return error_set(err, INCMAP_FAILED, "%s: %s%s%s; compile it anew with ./bootstrap build", b->path, what,
                     *reason ? ": " : "", reason);
}

static void load_attributions(basemap *b)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(b->dataset, ATTRIBUTION_TABLE);
    if (!layer) return;
    int layer_field = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "layer");
    int text_field = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "attribution");
    if (layer_field < 0 || text_field < 0) return;
    OGR_L_ResetReading(layer);
    for (OGRFeatureH f; (f = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(f)) {
        layer_attribution a = {mem_strdup(OGR_F_GetFieldAsString(f, layer_field)),
                               mem_strdup(OGR_F_GetFieldAsString(f, text_field))};
        VEC_PUSH(b->attributions, b->attribution_count, b->attribution_capacity, a);
    }
}

incmap_status basemap_open(basemap **out, const char *path, incmap_error *err)
{
    *out = NULL;
    if (!GDALGetDriverByName("GPKG")) GDALAllRegister();
    basemap *b = mem_calloc(1, sizeof *b);
    b->path = mem_strdup(path);

    const char *const drivers[] = {"GPKG", NULL};
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    incmap_status status = INCMAP_OK;
    b->dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    if (b->dataset)
        load_attributions(b);
    else
        status = failed(b, "cannot be opened as a basemap GeoPackage", err);
    CPLPopErrorHandler();

    if (status == INCMAP_OK)
        *out = b;
    else
        basemap_close(b);
    return status;
}

void basemap_close(basemap *b)
{
    if (!b) return;
    if (b->dataset) GDALClose(b->dataset);
    for (size_t i = 0; i < b->attribution_count; i++) {
        free(b->attributions[i].layer);
        free(b->attributions[i].text);
    }
    free(b->attributions);
    free(b->visited);
    shape_buffer_dispose(&b->read);
    shape_buffer_dispose(&b->cut);
    shape_buffer_dispose(&b->scratch);
    free(b->path);
    free(b);
}

/** The table of a source-layer whose scale suits: the one asked for, else the next finer, else the next
 * coarser. */
static OGRLayerH choose_layer(const basemap *b, const char *source_layer, double ground_res_m)
{
    size_t wanted = 0;
    while (wanted + 1 < SCALE_COUNT && !(ground_res_m >= scales[wanted].from_res_m)) wanted++;

    OGRLayerH found = NULL;
    for (size_t k = 0; k < SCALE_COUNT && !found; k++) {
        size_t i = wanted + k < SCALE_COUNT ? wanted + k : SCALE_COUNT - 1 - k;
        char *name = CPLStrdup(CPLSPrintf("%s%s", source_layer, scales[i].suffix));
        found = GDALDatasetGetLayerByName(b->dataset, name);
        CPLFree(name);
    }
    return found ? found : GDALDatasetGetLayerByName(b->dataset, source_layer);
}

static void remember_attribution(basemap *b, const char *layer_name)
{
    for (size_t i = 0; i < b->attribution_count; i++) {
        if (strcmp(b->attributions[i].layer, layer_name)) continue;
        bool known = false;
        for (size_t k = 0; k < b->visited_count; k++)
            known |= !strcmp(b->visited[k], b->attributions[i].text);
        if (!known) VEC_PUSH(b->visited, b->visited_count, b->visited_capacity, b->attributions[i].text);
    }
}

static bool get_property(void *context, const char *name, value *out)
{
    OGRFeatureH feature = context;
    int field = OGR_F_GetFieldIndex(feature, name);
    // OGR looks names up without regard to case; a style's property names have it.
    if (field < 0 || strcmp(OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, field)), name)) return false;
    if (!OGR_F_IsFieldSetAndNotNull(feature, field)) return false;
    OGRFieldDefnH defn = OGR_F_GetFieldDefnRef(feature, field);
    switch (OGR_Fld_GetType(defn)) {
    case OFTInteger:
        if (OGR_Fld_GetSubType(defn) == OFSTBoolean) {
            *out = (value){.kind = VALUE_BOOL, .boolean = OGR_F_GetFieldAsInteger(feature, field) != 0};
            return true;
        }
        // fall through
    case OFTInteger64:
    case OFTReal:
        *out = (value){.kind = VALUE_NUMBER, .number = OGR_F_GetFieldAsDouble(feature, field)};
        return true;
    default: *out = (value){.kind = VALUE_TEXT, .text = OGR_F_GetFieldAsString(feature, field)}; return true;
    }
}

typedef struct {
    double ground_res_m;
    bool (*visit)(void *context, const basemap_feature *feature);
    void *context;
    bool stopped;
} visitor;

/** Those whose bounds touch the box, by fid: the R-tree alone gives them in the order of its pages. */
static OGRLayerH query_box(basemap *b, OGRLayerH layer, lonlat_box box, double ground_res_m)
{
    char *table = CPLEscapeString(OGR_L_GetName(layer), -1, CPLES_SQLI);
    char *geometry = CPLEscapeString(OGR_L_GetGeometryColumn(layer), -1, CPLES_SQLI);
    char *fid = CPLEscapeString(OGR_L_GetFIDColumn(layer), -1, CPLES_SQLI);
    // A Web Mercator pixel covers the most ground on the equator, so this zoom is never less than the map's.
    double zoom = log2(MERCATOR_RES_M / fmax(ground_res_m, 1e-3));
    bool has_zoom = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "min_zoom") >= 0;
    char *where = CPLStrdup(has_zoom ? CPLSPrintf("WHERE (min_zoom IS NULL OR min_zoom <= %.3f)", zoom + 1)
                                     : "WHERE 1");
    OGRLayerH result = NULL;
    if (OGR_L_TestCapability(layer, OLCFastSpatialFilter)) {
        const char *sql = CPLSPrintf(
            "SELECT * FROM \"%s\" %s AND \"%s\" IN (SELECT id FROM \"rtree_%s_%s\" WHERE maxx >= %.9f AND "
            "minx <= %.9f AND maxy >= %.9f AND miny <= %.9f) ORDER BY \"%s\"",
            table, where, fid, table, geometry, box.west_deg, box.east_deg, box.south_deg, box.north_deg,
            fid);
        result = GDALDatasetExecuteSQL(b->dataset, sql, NULL, NULL);
    } else {
        const char *sql = CPLSPrintf("SELECT * FROM \"%s\" %s ORDER BY \"%s\"", table, where, fid);
        result = GDALDatasetExecuteSQL(b->dataset, sql, NULL, NULL);
        if (result)
            OGR_L_SetSpatialFilterRect(result, box.west_deg, box.south_deg, box.east_deg, box.north_deg);
    }
    CPLFree(where);
    CPLFree(fid);
    CPLFree(geometry);
    CPLFree(table);
    return result;
}

static bool box_holds(lonlat_box outer, lonlat_box inner)
{
    return inner.west_deg >= outer.west_deg && inner.east_deg <= outer.east_deg &&
           inner.south_deg >= outer.south_deg && inner.north_deg <= outer.north_deg;
}

/** Visits what touches @p box (west <= east), cut to @p keep. */
static incmap_status visit_box(basemap *b, OGRLayerH layer, lonlat_box box, lonlat_box keep, visitor *v,
                               incmap_error *err)
{
    double step_deg =
        fmax(fmax(keep.east_deg - keep.west_deg, keep.north_deg - keep.south_deg) / CUT_EDGE_STEPS, 1e-6);
    OGRLayerH found = query_box(b, layer, box, v->ground_res_m);
    if (!found) return failed(b, "cannot be read", err);

    bool any = false;
    OGRFeatureH feature;
    while (!v->stopped && (feature = OGR_L_GetNextFeature(found))) {
        geom_shape shape;
        if (ogr_shape_read(&b->read, OGR_F_GetGeometryRef(feature), &shape)) {
            if (!box_holds(keep, geom_bounds(&shape))) {
                shape_cut(&b->cut, &b->scratch, &shape, keep, step_deg);
                shape = shape_buffer_shape(&b->cut, shape.kind);
            }
            if (shape.part_count > 0) {
                any = true;
                basemap_feature seen = {.shape = &shape, .context = feature, .get = get_property};
                v->stopped = !v->visit(v->context, &seen);
            }
        }
        OGR_F_Destroy(feature);
    }
    GDALDatasetReleaseResultSet(b->dataset, found);
    if (!v->stopped && CPLGetLastErrorType() == CE_Failure) return failed(b, "cannot be read", err);
    if (any) remember_attribution(b, OGR_L_GetName(layer));
    return INCMAP_OK;
}

/** A longitude into [-180, 180]; what is no number goes to @p otherwise. */
static double wrap_lon(double lon_deg, double otherwise)
{
    if (!isfinite(lon_deg)) return otherwise;
    return lon_deg < -180 || lon_deg > 180 ? remainder(lon_deg, 360) : lon_deg;
}

incmap_status basemap_visit(basemap *b, const char *source_layer, lonlat_box box, bool is_whole,
                            double ground_res_m, bool (*visit)(void *context, const basemap_feature *feature),
                            void *context, incmap_error *err)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    incmap_status status = INCMAP_OK;
    OGRLayerH layer = choose_layer(b, source_layer, ground_res_m);
    if (!layer) goto done;
    if (OGR_L_GetSpatialRef(layer) && !OSRIsGeographic(OGR_L_GetSpatialRef(layer))) {
        status = error_set(
            err, INCMAP_FAILED,
            "%s: layer %s is not in longitude and latitude; convert it with ogr2ogr -t_srs EPSG:4326",
            b->path, OGR_L_GetName(layer));
        goto done;
    }

    bool whole_turn = !(fabs(box.east_deg - box.west_deg) < 360);
    double west = whole_turn ? -180 : wrap_lon(box.west_deg, -180);
    double east = whole_turn ? 180 : wrap_lon(box.east_deg, 180);
    double south = box.south_deg >= -90 ? box.south_deg : -90,
           north = box.north_deg <= 90 ? box.north_deg : 90;
    if (is_whole && west > east) {
        west = -180;
        east = 180;
    }
    double margin_lat = CUT_MARGIN * fmax(north - south, 0);
    double keep_south = fmax(south - margin_lat, -90), keep_north = fmin(north + margin_lat, 90);

    visitor v = {.ground_res_m = ground_res_m, .visit = visit, .context = context};
    if (west <= east) {
        double margin_lon = CUT_MARGIN * (east - west);
        lonlat_box keep = {fmax(west - margin_lon, -180), keep_south, fmin(east + margin_lon, 180),
                           keep_north};
        // As it is for who asks for the whole world.
        if (is_whole) keep = (lonlat_box){-180, -90, 180, 90};
        status = visit_box(b, layer, (lonlat_box){west, south, east, north}, keep, &v, err);
        goto done;
    }
    // Across the antimeridian: the two halves' margins must not meet, lest a shape be visited twice where
    // they do.
    double margin_lon = fmin(CUT_MARGIN * (360 - west + east), (west - east) / 2);
    lonlat_box keep_east = {west - margin_lon, keep_south, 180, keep_north};
    lonlat_box keep_west = {-180, keep_south, east + margin_lon, keep_north};
    status = visit_box(b, layer, (lonlat_box){west, south, 180, north}, keep_east, &v, err);
    if (status == INCMAP_OK && !v.stopped)
        status = visit_box(b, layer, (lonlat_box){-180, south, east, north}, keep_west, &v, err);

done:
    CPLPopErrorHandler();
    return status;
}

void basemap_credit(basemap *b, const char *source_layer)
{
    const size_t length = strlen(source_layer);
    for (size_t i = 0; i < b->attribution_count; i++) {
        const char *table = b->attributions[i].layer;
        if (strncmp(table, source_layer, length) == 0 && (table[length] == '_' || table[length] == '\0'))
            remember_attribution(b, table);
    }
}

const char *const *basemap_attributions(const basemap *b, size_t *count)
{
    *count = b->visited_count;
    return b->visited;
}
