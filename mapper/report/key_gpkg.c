#include "report/key_gpkg.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>

#define SECONDS_A_DAY 86400

static const struct {
    const char *name;
    OGRFieldType type;
} fields[] = {{"number", OFTInteger},  {"label", OFTString},        {"id", OFTString},
              {"date_start", OFTDate}, {"date_end", OFTDate},       {"date_prec", OFTInteger},
              {"place", OFTString},    {"title", OFTString},        {"type", OFTString},
              {"actor", OFTString},    {"target", OFTString},       {"killed_low", OFTInteger},
              {"killed", OFTInteger},  {"killed_high", OFTInteger}, {"injured", OFTInteger},
              {"status", OFTString},   {"radius_m", OFTReal},       {"place_prec", OFTInteger},
              {"rule", OFTString},     {"source", OFTString},       {"url", OFTString}};

// QGIS reads styles from a table of this name (QgsVectorLayer::loadDefaultStyle).
#define STYLE_TABLE "layer_styles"

#define QML_BEGIN(LABELS)                                                                                    \
    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version=\"3.22\" "                      \
    "styleCategories=\"Symbology|Labeling\" labelsEnabled=\"" LABELS "\"><renderer-v2 "                      \
    "type=\"singleSymbol\"><symbols>"

// A place that is not known exactly is its area, and has its number alone. QGIS draws no label of priority 0,
// which is what it reads where none is given.
static const char point_style[] = QML_BEGIN(
    "1") "<symbol type=\"marker\" name=\"0\" alpha=\"1\"><layer class=\"SimpleMarker\" enabled=\"1\">"
         "<Option type=\"Map\"><Option name=\"color\" type=\"QString\" value=\"213,94,0,255\"/>"
         "<Option name=\"name\" type=\"QString\" value=\"circle\"/>"
         "<Option name=\"outline_color\" type=\"QString\" value=\"255,255,255,255\"/>"
         "<Option name=\"size\" type=\"QString\" value=\"2.6\"/></Option>"
         "<data_defined_properties><Option type=\"Map\"><Option name=\"properties\" type=\"Map\">"
         "<Option name=\"enabled\" type=\"Map\"><Option name=\"active\" type=\"bool\" value=\"true\"/>"
         "<Option name=\"expression\" type=\"QString\" value=\"coalesce(&quot;place_prec&quot;, 1) = 1 "
         "OR &quot;radius_m&quot; IS NULL\"/><Option name=\"type\" type=\"int\" "
         "value=\"3\"/></Option></Option>"
         "<Option name=\"type\" type=\"QString\" value=\"collection\"/></Option></data_defined_properties>"
         "</layer></symbol></symbols></renderer-v2><labeling type=\"simple\"><settings><text-style "
         "fieldName=\"label\" fontSize=\"9\" fontWeight=\"75\" textColor=\"23,26,28,255\">"
         "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferColor=\"255,255,255,255\"/></text-style>"
         "<placement placement=\"0\" dist=\"0.6\" distUnits=\"MM\" "
         "priority=\"5\"/></settings></labeling></qgis>";

static const char area_style[] =
    QML_BEGIN("0") "<symbol type=\"fill\" name=\"0\" alpha=\"1\"><layer class=\"SimpleFill\" enabled=\"1\">"
                   "<Option type=\"Map\"><Option name=\"color\" type=\"QString\" value=\"213,94,0,30\"/>"
                   "<Option name=\"outline_color\" type=\"QString\" value=\"213,94,0,255\"/>"
                   "<Option name=\"outline_style\" type=\"QString\" value=\"dash\"/>"
                   "<Option name=\"outline_width\" type=\"QString\" "
                   "value=\"0.3\"/></Option></layer></symbol></symbols></renderer-v2></qgis>";

static incmap_status failed(const char *shown_path, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", shown_path,
                     *CPLGetLastErrorMsg() ? CPLGetLastErrorMsg() : "GDAL gives no reason");
}

static void set_text(OGRFeatureH feature, const char *name, const char *text)
{
    if (text && *text) OGR_F_SetFieldString(feature, OGR_F_GetFieldIndex(feature, name), text);
}

static void set_count(OGRFeatureH feature, const char *name, int32_t count)
{
    if (count != COUNT_NONE) OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, name), count);
}

static void set_day(OGRFeatureH feature, const char *name, day_t day)
{
    if (day == DAY_NONE) return;
    civil_date date = date_from_day(day);
    OGR_F_SetFieldDateTime(feature, OGR_F_GetFieldIndex(feature, name), date.year, date.month, date.day, 0, 0,
                           0, 0);
}

static void set_fields(OGRFeatureH feature, const incident *item, int number)
{
    OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "number"), number);
    set_text(feature, "id", item->id);
    set_day(feature, "date_start", item->date_start);
    set_day(feature, "date_end", item->date_end == DAY_NONE ? item->date_start : item->date_end);
    if (item->date_prec > 0)
        OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "date_prec"), item->date_prec);
    set_text(feature, "place", item->place);
    set_text(feature, "title", item->title);
    set_text(feature, "type", item->type);
    set_text(feature, "actor", item->actor);
    set_text(feature, "target", item->target);
    set_count(feature, "killed_low", item->killed_low);
    set_count(feature, "killed", item->killed);
    set_count(feature, "killed_high", item->killed_high);
    set_count(feature, "injured", item->injured);
    set_text(feature, "status", incident_status_name(item->status));
    if (isfinite(item->radius_m))
        OGR_F_SetFieldDouble(feature, OGR_F_GetFieldIndex(feature, "radius_m"), item->radius_m);
    if (item->prec != PREC_NONE)
        OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "place_prec"), (int)item->prec);
    set_text(feature, "rule", item->rule);
    set_text(feature, "source", item->source);
    set_text(feature, "url", item->url);
}

static OGRGeometryH point_of(lonlat at)
{
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, at.lon_deg, at.lat_deg);
    return point;
}

/** Rings, of which even-odd decides what is inside, as polygons with holes. */
static OGRGeometryH area_of(const geom_shape *area)
{
    OGRGeometryH rings = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t part = 0, begin = 0; part < area->part_count; begin = area->part_ends[part++]) {
        OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing), polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (size_t i = begin; i < area->part_ends[part]; i++)
            OGR_G_AddPoint_2D(ring, area->points[i].lon_deg, area->points[i].lat_deg);
        OGR_G_AddGeometryDirectly(polygon, ring);
        OGR_G_AddGeometryDirectly(rings, polygon);
    }
    if (area->part_count < 2) return rings;
    OGRGeometryH whole = NULL;
    for (int i = 0; i < OGR_G_GetGeometryCount(rings); i++) {
        OGRGeometryH ring = OGR_G_GetGeometryRef(rings, i);
        OGRGeometryH next = whole ? OGR_G_SymDifference(whole, ring) : OGR_G_Clone(ring);
        if (!next) continue;
        OGR_G_DestroyGeometry(whole);
        whole = next;
    }
    OGR_G_DestroyGeometry(rings);
    return whole ? OGR_G_ForceToMultiPolygon(whole) : OGR_G_CreateGeometry(wkbMultiPolygon);
}

static bool write_layer(GDALDatasetH out, const key *k, const incident_set *set, bool is_area)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4326);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(out, is_area ? "key_area" : "key", srs,
                                             is_area ? wkbMultiPolygon : wkbPoint, NULL);
    OSRDestroySpatialReference(srs);
    bool is_written = layer != NULL;
    for (size_t i = 0; is_written && i < sizeof fields / sizeof *fields; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(fields[i].name, fields[i].type);
        is_written = OGR_L_CreateField(layer, field, false) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    size_t next_label = 0;
    for (size_t i = 0; is_written && i < k->count; i++) {
        const incident *item = &set->items[k->entries[i].incident];
        if (is_area && !item->area) continue;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        set_fields(feature, item, (int)i + 1);
        if (next_label < k->label_count && k->labels[next_label].first == (int)i + 1) {
            char text[KEY_NUMBER_MAX];
            set_text(feature, "label", key_label_text(&k->labels[next_label++], text));
        }
        OGR_F_SetGeometryDirectly(feature, is_area ? area_of(item->area) : point_of(item->position));
        is_written = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
    }
    return is_written;
}

/** The table as QGIS makes it: it asks for all of these columns, and for '' in f_table_schema. */
static bool write_styles(GDALDatasetH out)
{
    static const struct {
        const char *name;
        OGRFieldType type;
        const char *of_points, *of_areas; ///< NULL: unset
    } columns[] = {
        {"f_table_catalog", OFTString, "", ""},
        {"f_table_schema", OFTString, "", ""},
        {"f_table_name", OFTString, "key", "key_area"},
        {"f_geometry_column", OFTString, "geom", "geom"},
        {"styleName", OFTString, "incmap key", "incmap key"},
        {"styleQML", OFTString, point_style, area_style},
        {"styleSLD", OFTString, "", ""},
        {"useAsDefault", OFTInteger, "1", "1"},
        {"description", OFTString, "The numbers of the report's key", "The numbers of the report's key"},
        {"owner", OFTString, "", ""},
        {"ui", OFTString, NULL, NULL},
        {"update_time", OFTDateTime, NULL, NULL},
    };
    const int count = sizeof columns / sizeof *columns;
    static const char *const options[] = {"FID=id", NULL};
    OGRLayerH layer = GDALDatasetCreateLayer(out, STYLE_TABLE, NULL, wkbNone, (char **)(void *)options);
    bool is_written = layer != NULL;
    for (int i = 0; is_written && i < count; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(columns[i].name, columns[i].type);
        if (columns[i].type == OFTInteger) OGR_Fld_SetSubType(field, OFSTBoolean);
        is_written = OGR_L_CreateField(layer, field, false) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    for (int is_area = 0; is_written && is_area < 2; is_area++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        for (int i = 0; i < count; i++) {
            const char *text = is_area ? columns[i].of_areas : columns[i].of_points;
            if (text) OGR_F_SetFieldString(feature, i, text);
        }
        is_written = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
    }
    return is_written;
}

incmap_status key_write_gpkg(const key *k, const incident_set *set, int64_t made_s, const char *path,
                             const char *shown_path, incmap_error *err)
{
    GDALAllRegister();
    civil_date date = date_from_day((day_t)(made_s / SECONDS_A_DAY));
    int second = (int)(made_s % SECONDS_A_DAY);
    char stamp[80];
    snprintf(stamp, sizeof stamp, "%04d-%02d-%02dT%02d:%02d:%02d.000Z", date.year, date.month, date.day,
             second / 3600, second / 60 % 60, second % 60);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    // A GeoPackage notes when its tables changed.
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", stamp);
    GDALDatasetH out = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    bool is_written = out != NULL;
    if (is_written) GDALDatasetStartTransaction(out, false);
    // Areas first: a GIS lists the layers so, and draws the points above them.
    is_written = is_written && write_layer(out, k, set, true) && write_layer(out, k, set, false) &&
                 write_styles(out) && GDALDatasetCommitTransaction(out) == OGRERR_NONE;
    incmap_status status = is_written ? INCMAP_OK : failed(shown_path, err);
    if (out) GDALClose(out);
    if (status == INCMAP_OK && CPLGetLastErrorType() == CE_Failure) status = failed(shown_path, err);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    CPLPopErrorHandler();
    return status;
}
